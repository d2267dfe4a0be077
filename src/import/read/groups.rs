//! Reads the groups of customers: a list that the earlier bot did not have.

use super::field_reader::FieldReader;
use crate::{
    clock::Timestamp,
    domain::{Money, Rate},
    import::{
        findings::{Finding, FindingKind, JsonPath},
        format::{GROUPS, Group, List, Raw},
        legacy::Legacy,
        values,
    },
    storage::groups::GroupContent,
};

/// A group with when it was made and last changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct GroupRecord {
    pub(crate) content: GroupContent,
    /// From which turnover on a rule puts customers into it.
    pub(crate) turnover_from: Option<Money>,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
}

/// Reads the list; faults become findings, and then the file is refused.
pub(super) fn read(list: &List<Group<'_>>, now: Timestamp) -> (Vec<GroupRecord>, Vec<Finding>) {
    let mut reader = FieldReader::of_shop(now);
    let path = JsonPath::Key(GROUPS);
    if !matches!(list, List::Items(_)) {
        reader.note(&path, FindingKind::WrongType, "the groups must be a list; the shop keeps what it has");
    }
    let mut records: Vec<GroupRecord> = Vec::new();
    for (index, raw) in list.items().iter().enumerate() {
        let path = JsonPath::Item(&path, index);
        let Some(record) = group(&mut reader, &path, raw) else { continue };
        if records.iter().any(|other| other.content.name == record.content.name) {
            let message = "the list has a group of this name before; the shop keeps what it has";
            reader.note(&path, FindingKind::DuplicateGroup, message);
        }
        let from = record.turnover_from;
        if from.is_some() && records.iter().any(|other| other.turnover_from == from) {
            let message = "no two groups begin at one turnover";
            reader.note(&JsonPath::Field(&path, "turnover_from"), FindingKind::BadAmount, message);
        }
        records.push(record);
    }
    (records, reader.findings)
}

fn group(reader: &mut FieldReader, path: &JsonPath<'_>, raw: &Group<'_>) -> Option<GroupRecord> {
    reader.check_own_object(path, &raw.unexpected);
    let nothing = &mut Legacy::default();
    let raw_name = reader.present(path, "name", raw.name)?;
    let name = reader.text(path, "name", Some(raw_name), nothing).unwrap_or_default().into_owned();
    if name.trim().is_empty() {
        reader.note(&JsonPath::Field(path, "name"), FindingKind::WrongType, "a group needs a name");
    }
    let description = values::non_null(raw.description);
    let description = description.and_then(|raw| reader.text(path, "description", Some(raw), nothing));
    let description = description.unwrap_or_default().into_owned();
    let raw_discount = reader.present(path, "discount_percentage", raw.discount_percentage)?;
    let discount = reader.rate(path, "discount_percentage", raw_discount, nothing);
    if discount.is_some_and(|rate| rate > Rate::WHOLE || rate.bp() < 0) {
        let message = "a discount is from 0 to 100 percent";
        reader.note(&JsonPath::Field(path, "discount_percentage"), FindingKind::BadAmount, message);
    }
    let min_purchase = values::non_null(raw.min_purchase);
    let min_purchase = min_purchase.and_then(|raw| reader.unsigned_money(path, "min_purchase", Some(raw), nothing));
    let turnover_from = values::non_null(raw.turnover_from);
    let turnover_from = turnover_from.and_then(|raw| reader.unsigned_money(path, "turnover_from", Some(raw), nothing));
    if turnover_from.is_some_and(Money::is_zero) {
        let message = "a rule begins above zero";
        reader.note(&JsonPath::Field(path, "turnover_from"), FindingKind::BadAmount, message);
    }
    let is_active = values::non_null(raw.is_active);
    let is_active = is_active.is_none_or(|raw| reader.flag(path, "is_active", Some(raw), nothing));
    let mut moment = |field: &str, raw: Option<Raw<'_>>| {
        let raw = reader.present(path, field, raw)?;
        reader.date(path, field, raw).map(|(_, moment)| moment.at)
    };
    let (created_at, updated_at) = (moment("created_at", raw.created_at), moment("updated_at", raw.updated_at));
    let min_purchase = min_purchase.unwrap_or(Money::ZERO);
    Some(GroupRecord {
        content: GroupContent { name, description, discount: discount?, min_purchase, is_active },
        turnover_from,
        created_at: created_at?,
        updated_at: updated_at?,
    })
}
