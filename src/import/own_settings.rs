//! Settings of the program that the earlier bot did not have. An export writes those that differ from the defaults; a
//! file without them leaves the shop's as they are.

use crate::{
    domain::{CardQr, EarnRule, Lifetime, Money, Program, Rate},
    storage::dump::ShopRow,
};

/// The settings that differ from the defaults; `None`: the default.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct OwnSettings {
    pub(crate) earn_rule: Option<EarnRule>,
    pub(crate) max_redeem: Option<Rate>,
    pub(crate) min_redeem: Option<Money>,
    pub(crate) points_lifetime: Option<Lifetime>,
    pub(crate) consent_from: Option<Money>,
    pub(crate) card_qr: Option<CardQr>,
    /// Over how many days turnover decides on a customer's group.
    pub(crate) group_rules_days: Option<i64>,
}

impl OwnSettings {
    /// The settings of a shop.
    pub(crate) fn of(row: &ShopRow) -> Self {
        let own = Self {
            earn_rule: Some(row.earn_rule),
            max_redeem: Some(row.max_redeem_bp),
            min_redeem: Some(row.min_redeem_minor),
            points_lifetime: row.points_lifetime_days.and_then(|days| Lifetime::from_days(days).ok()),
            consent_from: row.consent_from_minor,
            card_qr: Some(row.card_qr),
            group_rules_days: row.group_rules_days,
        };
        own.without_defaults()
    }

    /// Drops what equals the defaults.
    pub(crate) fn without_defaults(self) -> Self {
        let default = Program::default();
        Self {
            earn_rule: self.earn_rule.filter(|rule| *rule != default.earn_rule),
            max_redeem: self.max_redeem.filter(|rate| *rate != default.max_redeem),
            min_redeem: self.min_redeem.filter(|least| *least != default.min_redeem),
            card_qr: self.card_qr.filter(|content| *content != default.card_qr),
            ..self
        }
    }

    /// These settings, and those of `other` where this has the default.
    fn or(self, other: Self) -> Self {
        Self {
            earn_rule: self.earn_rule.or(other.earn_rule),
            max_redeem: self.max_redeem.or(other.max_redeem),
            min_redeem: self.min_redeem.or(other.min_redeem),
            points_lifetime: self.points_lifetime.or(other.points_lifetime),
            consent_from: self.consent_from.or(other.consent_from),
            card_qr: self.card_qr.or(other.card_qr),
            group_rules_days: self.group_rules_days.or(other.group_rules_days),
        }
    }

    /// Whether a shop with the settings `stored` has all of these.
    pub(crate) fn are_in(self, stored: Self) -> bool {
        self.or(stored) == stored
    }

    /// Whether these settings would replace only defaults of a shop with the settings `stored`.
    pub(crate) fn replace_only_defaults(self, stored: Self) -> bool {
        stored.or(self) == self.or(stored)
    }

    /// Writes these settings into the shop's row; defaults leave it as it is.
    pub(crate) fn apply_to(self, row: &mut ShopRow) {
        row.earn_rule = self.earn_rule.unwrap_or(row.earn_rule);
        row.max_redeem_bp = self.max_redeem.unwrap_or(row.max_redeem_bp);
        row.min_redeem_minor = self.min_redeem.unwrap_or(row.min_redeem_minor);
        row.points_lifetime_days = self.points_lifetime.map(Lifetime::days).or(row.points_lifetime_days);
        row.consent_from_minor = self.consent_from.or(row.consent_from_minor);
        row.card_qr = self.card_qr.unwrap_or(row.card_qr);
        row.group_rules_days = self.group_rules_days.or(row.group_rules_days);
    }
}
