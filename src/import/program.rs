//! Settings of the program that the earlier bot did not have: fields of Kopilka's own among its settings. They are written
//! where they are not the usual ones, and a file without them leaves the shop's as they are.

use super::{
    findings::{At, FindingKind},
    format::{Raw, Settings},
    json_writer::{Object, json_decimal, json_text},
    reader::{Reader, shown},
    values,
};
use crate::{
    domain::{EarnRule, Lifetime, Money, Program, Rate},
    storage::dump::ShopRow,
};

/// Those that are not the usual ones.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct OwnSettings {
    earn_rule: Option<EarnRule>,
    max_redeem: Option<Rate>,
    min_redeem: Option<Money>,
    pub(super) points_lifetime: Option<Lifetime>,
    consent_from: Option<Money>,
}

impl OwnSettings {
    /// What a file says; faults become findings.
    pub(super) fn read(reader: &mut Reader, at: &At<'_>, raw: &Settings<'_>) -> Self {
        let rule = values::given(raw.earn_rule).and_then(|raw| reader.word(at, "earn_rule", raw));
        let mut money = |field, raw| values::given(raw).and_then(|raw| reader.unsigned_money(at, field, Some(raw)));
        let (min_redeem, consent_from) = (money("min_redeem", raw.min_redeem), money("consent_from", raw.consent_from));
        let mut within = |field, raw: Raw<'_>, is_within: bool| {
            if !is_within {
                let message = format!("{} is more than it can be; the shop keeps what it has", shown(raw));
                reader.note(&At::Field(at, field), FindingKind::BadAmount, message);
            }
        };
        let rate = |raw| values::decimal(raw).ok().and_then(|percent| Rate::from_percent(percent).ok());
        let max_redeem = values::given(raw.max_redeem_percentage).and_then(|raw| {
            let most = rate(raw).filter(|rate| *rate <= Rate::WHOLE);
            within("max_redeem_percentage", raw, most.is_some());
            most
        });
        let points_lifetime = values::given(raw.points_lifetime_days).and_then(|raw| {
            let lifetime = raw.get().parse().ok().and_then(|days| Lifetime::from_days(days).ok());
            within("points_lifetime_days", raw, lifetime.is_some());
            lifetime
        });
        Self { earn_rule: rule, max_redeem, min_redeem, points_lifetime, consent_from }.unless_usual()
    }

    /// What a shop has.
    pub(super) fn of(row: &ShopRow) -> Self {
        let own = Self {
            earn_rule: Some(row.earn_rule),
            max_redeem: Some(row.max_redeem_bp),
            min_redeem: Some(row.min_redeem_minor),
            points_lifetime: row.points_lifetime_days.and_then(|days| Lifetime::from_days(days).ok()),
            consent_from: row.consent_from_minor,
        };
        own.unless_usual()
    }

    fn unless_usual(self) -> Self {
        let usual = Program::default();
        Self {
            earn_rule: self.earn_rule.filter(|rule| *rule != usual.earn_rule),
            max_redeem: self.max_redeem.filter(|rate| *rate != usual.max_redeem),
            min_redeem: self.min_redeem.filter(|least| *least != usual.min_redeem),
            ..self
        }
    }

    /// These, and of `other` those that are not among them.
    fn or(self, other: Self) -> Self {
        Self {
            earn_rule: self.earn_rule.or(other.earn_rule),
            max_redeem: self.max_redeem.or(other.max_redeem),
            min_redeem: self.min_redeem.or(other.min_redeem),
            points_lifetime: self.points_lifetime.or(other.points_lifetime),
            consent_from: self.consent_from.or(other.consent_from),
        }
    }

    /// Has a shop with `here` all these settings?
    pub(super) fn are_in(self, here: Self) -> bool {
        self.or(here) == here
    }

    /// Would these settings change nothing but usual ones of a shop with `here`?
    pub(super) fn fit(self, here: Self) -> bool {
        here.or(self) == self.or(here)
    }

    pub(super) fn put_into(self, row: &mut ShopRow) {
        row.earn_rule = self.earn_rule.unwrap_or(row.earn_rule);
        row.max_redeem_bp = self.max_redeem.unwrap_or(row.max_redeem_bp);
        row.min_redeem_minor = self.min_redeem.unwrap_or(row.min_redeem_minor);
        row.points_lifetime_days = self.points_lifetime.map(Lifetime::days).or(row.points_lifetime_days);
        row.consent_from_minor = self.consent_from.or(row.consent_from_minor);
    }

    pub(super) fn write(self, object: &mut Object) {
        let money = |money: Money| json_decimal(money.to_decimal());
        object.own("earn_rule", self.earn_rule.map(|rule| json_text(rule.as_str())));
        object.own("max_redeem_percentage", self.max_redeem.map(|rate| json_decimal(rate.to_percent())));
        object.own("min_redeem", self.min_redeem.map(money));
        object.own("points_lifetime_days", self.points_lifetime.map(|lifetime| lifetime.days().to_string()));
        object.own("consent_from", self.consent_from.map(money));
    }
}
