//! `combined_history`: a list that the earlier bot derived from the three histories. It is compared with them and not used.

use std::{
    collections::HashMap,
    hash::{DefaultHasher, Hash as _, Hasher as _},
};

use super::field_reader::FieldReader;
use crate::import::{
    findings::{FindingKind, JsonPath},
    format::{Customer, Entry, List},
    values,
};

/// Adds a finding for each entry that only the list has, and one for all that only the histories have.
pub(super) fn compare(reader: &mut FieldReader, path: &JsonPath<'_>, customer: &Customer<'_>) {
    let path = JsonPath::Field(path, "combined_history");
    let combined = match &customer.combined_history {
        None => return,
        Some(List::Items(items)) => items,
        Some(List::Null | List::Other) => {
            reader.note(&path, FindingKind::CombinedHistory, "this is no list; the three histories are taken instead");
            return;
        }
    };
    let histories = [&customer.history, &customer.referral_bonus_history, &customer.debt_history];
    let entries = histories.into_iter().flatten().flat_map(List::items);
    let mut unmatched: HashMap<u64, u64> = HashMap::new();
    entries.for_each(|entry| *unmatched.entry(fingerprint(entry)).or_default() += 1);
    for (index, entry) in combined.iter().enumerate() {
        match unmatched.get_mut(&fingerprint(entry)) {
            Some(left) if *left > 0 => *left -= 1,
            _ => {
                let message = "no history has this entry; it is not imported, the three histories are taken instead";
                reader.note(&JsonPath::Item(&path, index), FindingKind::CombinedHistory, message);
            }
        }
    }
    let missing: u64 = unmatched.values().sum();
    if missing > 0 {
        let (entries, them) =
            if missing == 1 { ("entry of the histories is", "it") } else { ("entries of the histories are", "them") };
        let message = format!("{missing} {entries} missing here; the export has {them}");
        reader.note(&path, FindingKind::CombinedHistoryLags, message);
    }
}

/// A hash that is equal for entries with the same content.
fn fingerprint(entry: &Entry<'_>) -> u64 {
    let mut hasher = DefaultHasher::new();
    for field in [entry.direction, entry.description, entry.date, entry.transaction_type] {
        field.map(|raw| raw.get()).hash(&mut hasher);
    }
    match entry.amount.map(values::decimal) {
        Some(Ok(amount)) => amount.normalize().hash(&mut hasher),
        _ => entry.amount.map(|raw| raw.get()).hash(&mut hasher),
    }
    hasher.finish()
}
