//! Reads what the back office knows of a customer: fields that the earlier bot did not have.

use super::field_reader::FieldReader;
use crate::{
    clock::Timestamp,
    domain::CustomerKind,
    import::{
        digest::Digest,
        findings::JsonPath,
        format::{Customer, Raw},
        legacy::Legacy,
        values,
    },
    storage::profiles::ProfileFields,
};

/// Reads the fields; faults become findings. A value that an export would leave out or write differently is kept as it is.
pub(super) fn read(
    reader: &mut FieldReader,
    path: &JsonPath<'_>,
    raw: &Customer<'_>,
    legacy: &mut Legacy,
) -> ProfileFields {
    let mut text = |field: &str, raw: Option<Raw<'_>>| {
        let Some(raw) = raw else { return String::new() };
        let text = reader.text(path, field, Some(raw), legacy).unwrap_or_default().into_owned();
        if text.is_empty() {
            legacy.keep_value(field, raw);
        }
        text
    };
    let middle_name = text("middle_name", raw.middle_name);
    let company_name = text("company_name", raw.company_name);
    let tax_id = text("tax_id", raw.tax_id);
    let other_phone = text("other_phone", raw.other_phone);
    let (address, city) = (text("address", raw.address), text("city", raw.city));
    let (region, postal_code) = (text("region", raw.region), text("postal_code", raw.postal_code));
    let notes = text("notes", raw.notes);
    let group_name = Some(text("group", raw.group)).filter(|name| !name.is_empty());
    let mut flag = |field: &str, raw: Option<Raw<'_>>, usual: bool| {
        let Some(raw) = raw else { return usual };
        let is_null = values::non_null(Some(raw)).is_none();
        let flag = if is_null { usual } else { reader.flag(path, field, Some(raw), &mut Legacy::default()) };
        if flag == usual {
            legacy.keep_value(field, raw);
        }
        flag
    };
    let (is_active, is_blocked) = (flag("is_active", raw.is_active, true), flag("is_blocked", raw.is_blocked, false));
    let group_by_rule = flag("group_by_rule", raw.group_by_rule, false);
    ProfileFields {
        middle_name,
        kind: kind(reader, path, raw.kind, legacy),
        company_name,
        tax_id,
        other_phone,
        address,
        city,
        region,
        postal_code,
        group_by_rule: group_by_rule && group_name.is_some(),
        group_name,
        credit_limit_minor: present(raw.credit_limit, "credit_limit", legacy)
            .and_then(|raw| reader.unsigned_money(path, "credit_limit", Some(raw), legacy)),
        birthday: reader.parsed(path, "birthday", raw.birthday, legacy),
        notes,
        is_active,
        is_blocked,
        updated_at: reader.past_moment(path, "updated_at", raw.updated_at, legacy).unwrap_or(Timestamp(0)),
    }
}

fn kind(reader: &mut FieldReader, path: &JsonPath<'_>, raw: Option<Raw<'_>>, legacy: &mut Legacy) -> CustomerKind {
    let Some(raw) = present(raw, "kind", legacy) else { return CustomerKind::Individual };
    let kind = reader.word(path, "kind", raw).unwrap_or(CustomerKind::Individual);
    if kind == CustomerKind::Individual {
        legacy.keep_value("kind", raw);
    }
    kind
}

/// The field where it has a value; a null is kept.
fn present<'a>(raw: Option<Raw<'a>>, field: &str, legacy: &mut Legacy) -> Option<Raw<'a>> {
    let given = raw?;
    let value = values::non_null(raw);
    if value.is_none() {
        legacy.keep_value(field, given);
    }
    value
}

/// Adds what differs from a customer of whom the back office knows nothing, so that other records keep their digest.
pub(super) fn digest(digest: &mut Digest, profile: &ProfileFields) {
    for (field, text) in profile.texts().into_iter().filter(|(_, text)| !text.is_empty()) {
        digest.text(field).text(text);
    }
    if profile.kind != CustomerKind::Individual {
        digest.text("kind").text(profile.kind.as_str());
    }
    if let Some(name) = &profile.group_name {
        digest.text("group").text(name);
    }
    if let Some(limit) = profile.credit_limit_minor {
        digest.text("credit_limit").int(limit.minor());
    }
    if let Some(birthday) = profile.birthday {
        digest.text("birthday").text(&birthday.to_string());
    }
    for (field, is_unusual) in [
        ("is_active", !profile.is_active),
        ("is_blocked", profile.is_blocked),
        ("group_by_rule", profile.group_by_rule),
    ] {
        if is_unusual {
            digest.text(field);
        }
    }
    if profile.updated_at.0 > 0 {
        digest.text("updated_at").int(profile.updated_at.0);
    }
}
