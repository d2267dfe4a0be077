//! Reads the settings of the program that the earlier bot did not have.

use super::field_reader::{FieldReader, shown};
use crate::{
    domain::{GroupRules, Lifetime, Rate},
    import::{
        findings::{FindingKind, JsonPath},
        format::{Raw, Settings},
        legacy::Legacy,
        own_settings::OwnSettings,
        values,
    },
};

/// Reads the settings; faults become findings.
pub(super) fn read(reader: &mut FieldReader, path: &JsonPath<'_>, raw: &Settings<'_>) -> OwnSettings {
    let rule = values::non_null(raw.earn_rule).and_then(|raw| reader.word(path, "earn_rule", raw));
    let mut money = |field, raw| {
        values::non_null(raw).and_then(|raw| reader.unsigned_money(path, field, Some(raw), &mut Legacy::default()))
    };
    let (min_redeem, consent_from) = (money("min_redeem", raw.min_redeem), money("consent_from", raw.consent_from));
    let mut within = |field, raw: Raw<'_>, is_within: bool| {
        if !is_within {
            let message = format!("{} is more than it can be; the shop keeps what it has", shown(raw));
            reader.note(&JsonPath::Field(path, field), FindingKind::BadAmount, message);
        }
    };
    let rate = |raw| values::decimal(raw).ok().and_then(|percent| Rate::from_percent(percent).ok());
    let max_redeem = values::non_null(raw.max_redeem_percentage).and_then(|raw| {
        let most = rate(raw);
        within("max_redeem_percentage", raw, most.is_some());
        most
    });
    let points_lifetime = values::non_null(raw.points_lifetime_days).and_then(|raw| {
        let lifetime = raw.get().parse().ok().and_then(|days| Lifetime::from_days(days).ok());
        within("points_lifetime_days", raw, lifetime.is_some());
        lifetime
    });
    let group_rules_days = values::non_null(raw.group_rules_days).and_then(|raw| {
        let rules = raw.get().parse().ok().and_then(|days| GroupRules::new(days, Vec::new()).ok());
        within("group_rules_days", raw, rules.is_some());
        rules.map(|rules| rules.days())
    });
    let card_qr = values::non_null(raw.card_qr).and_then(|raw| reader.word(path, "card_qr", raw));
    OwnSettings { earn_rule: rule, max_redeem, min_redeem, points_lifetime, consent_from, card_qr, group_rules_days }
        .without_defaults()
}
