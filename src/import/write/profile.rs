//! Writes what the back office knows of a customer, and the groups.

use chrono_tz::Tz;
use serde_json::value::RawValue;

use super::json_writer::{ObjectWriter, json_decimal, json_text};
use crate::{
    clock::Timestamp,
    domain::{CustomerKind, Money},
    import::{
        legacy::Legacy,
        values::{self, rfc3339, utc_offset_s},
    },
    storage::{groups::Group, profiles::ProfileFields},
};

/// Writes the fields that have a value.
pub(super) fn write(object: &mut ObjectWriter, profile: &ProfileFields, timezone: Tz) {
    for (field, text) in profile.texts() {
        object.optional(field, (!text.is_empty()).then(|| json_text(text)));
    }
    let is_company = profile.kind != CustomerKind::Individual;
    object.optional("kind", is_company.then(|| json_text(profile.kind.as_str())));
    object.optional("group", profile.group_name.as_deref().map(json_text));
    object.optional("group_by_rule", profile.group_by_rule.then(|| "true".to_owned()));
    object.optional("credit_limit", profile.credit_limit_minor.map(|limit| json_decimal(limit.to_decimal())));
    object.optional("birthday", profile.birthday.map(|day| json_text(&day.to_string())));
    object.optional("is_active", (!profile.is_active).then(|| "false".to_owned()));
    object.optional("is_blocked", profile.is_blocked.then(|| "true".to_owned()));
    let is_changed = profile.updated_at.0 > 0;
    object.optional("updated_at", is_changed.then(|| json_text(&moment(profile.updated_at, timezone))));
}

/// Drops what `legacy` keeps of fields that have changed since the import.
pub(super) fn drop_outdated(legacy: &mut Legacy, profile: &ProfileFields) {
    for (field, now) in
        profile.texts().into_iter().chain([("group", profile.group_name.as_deref().unwrap_or_default())])
    {
        let reads_as_now = |raw: &RawValue| values::text(raw).unwrap_or_default().replace('\0', "") == now;
        legacy.drop_unless(field, reads_as_now, now.is_empty());
    }
    let limit = profile.credit_limit_minor;
    legacy.drop_unless("credit_limit", |raw| values::money(raw) == limit, limit.is_none());
    for (field, is_usual) in [
        ("kind", profile.kind == CustomerKind::Individual),
        ("birthday", profile.birthday.is_none()),
        ("is_active", profile.is_active),
        ("is_blocked", !profile.is_blocked),
        ("group_by_rule", !profile.group_by_rule),
        ("updated_at", profile.updated_at.0 == 0),
    ] {
        legacy.drop_unless(field, |_| is_usual, is_usual);
    }
}

/// A group as JSON, and from which turnover on a rule puts customers into it.
pub(super) fn group_json(group: &Group, turnover_from: Option<Money>, timezone: Tz) -> String {
    let mut object = ObjectWriter::new(Legacy::default());
    object.text("name", Some(&group.name));
    object.text("description", Some(&group.description));
    object.decimal("discount_percentage", group.discount_bp.to_percent());
    object.decimal("min_purchase", group.min_purchase_minor.to_decimal());
    object.flag("is_active", group.is_active);
    object.optional("turnover_from", turnover_from.map(|from| json_decimal(from.to_decimal())));
    object.text("created_at", Some(&moment(group.created_at, timezone)));
    object.text("updated_at", Some(&moment(group.updated_at, timezone)));
    object.finish()
}

fn moment(at: Timestamp, timezone: Tz) -> String {
    rfc3339(at, utc_offset_s(timezone, at))
}
