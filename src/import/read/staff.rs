//! Reads who works in the shop: a list that the earlier bot did not have.

use super::field_reader::FieldReader;
use crate::{
    clock::Timestamp,
    domain::TelegramId,
    import::{
        findings::{Finding, FindingKind, JsonPath},
        format::{List, Raw, STAFF, StaffMember},
        legacy::Legacy,
    },
    storage::{dump::StaffRow, staff},
};

/// Reads the list; faults become findings, and then the file is refused.
pub(super) fn read(list: &List<StaffMember<'_>>, now: Timestamp) -> (Vec<StaffRow>, Vec<Finding>) {
    let mut reader = FieldReader::of_shop(now);
    let path = JsonPath::Key(STAFF);
    if !matches!(list, List::Items(_)) {
        reader.note(&path, FindingKind::WrongType, "the staff must be a list; the shop keeps what it has");
    }
    let mut rows: Vec<StaffRow> = Vec::new();
    for (index, raw) in list.items().iter().enumerate() {
        let path = JsonPath::Item(&path, index);
        let Some(row) = member(&mut reader, &path, raw) else { continue };
        if rows.iter().any(|other| other.member.telegram_id == row.member.telegram_id) {
            let message = "the list has this person before; the shop keeps what it has";
            reader.note(&path, FindingKind::DuplicateTelegramId, message);
        }
        rows.push(row);
    }
    (rows, reader.findings)
}

fn member(reader: &mut FieldReader, path: &JsonPath<'_>, raw: &StaffMember<'_>) -> Option<StaffRow> {
    reader.check_own_object(path, &raw.unexpected);
    let mut person = |field: &str, raw: Option<Raw<'_>>| {
        let raw = reader.present(path, field, raw)?;
        reader.whole(path, field, raw, 1).map(TelegramId)
    };
    let (telegram_id, appointed_by) =
        (person("telegram_id", raw.telegram_id), person("appointed_by", raw.appointed_by));
    let role = reader.present(path, "role", raw.role).and_then(|raw| reader.word(path, "role", raw));
    let name = reader.present(path, "name", raw.name);
    let name = reader.text(path, "name", name, &mut Legacy::default()).unwrap_or_default().into_owned();
    let appointed_at = reader.present(path, "appointed_at", raw.appointed_at);
    let appointed_at = appointed_at.and_then(|raw| reader.date(path, "appointed_at", raw)).map(|(_, moment)| moment.at);
    Some(StaffRow {
        member: staff::Member { telegram_id: telegram_id?, role: role?, name },
        appointed_by: appointed_by?,
        appointed_at: appointed_at?,
    })
}
