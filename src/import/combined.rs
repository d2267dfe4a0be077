//! `combined_history`: the earlier bot's list of everything, derived from the three histories. It is compared, never used.

use std::{
    collections::HashMap,
    hash::{DefaultHasher, Hash as _, Hasher as _},
};

use super::{
    findings::{At, FindingKind},
    format::{Customer, Entry, List},
    reader::Reader,
    values,
};

/// Tells where the list and the histories disagree.
pub(super) fn compare(reader: &mut Reader, at: &At<'_>, customer: &Customer<'_>) {
    let at = At::Field(at, "combined_history");
    let combined = match &customer.combined_history {
        None => return,
        Some(List::Items(items)) => items,
        Some(List::Null | List::Other) => {
            reader.note(&at, FindingKind::CombinedHistory, "this is no list; the three histories are taken instead");
            return;
        }
    };
    let histories = [&customer.history, &customer.referral_bonus_history, &customer.debt_history];
    let entries = histories.into_iter().flatten().flat_map(List::items);
    let mut unseen: HashMap<u64, u64> = HashMap::new();
    entries.for_each(|entry| *unseen.entry(fingerprint(entry)).or_default() += 1);
    for (index, entry) in combined.iter().enumerate() {
        match unseen.get_mut(&fingerprint(entry)) {
            Some(left) if *left > 0 => *left -= 1,
            _ => {
                let message = "no history has this entry; it is not imported, the three histories are taken instead";
                reader.note(&At::Item(&at, index), FindingKind::CombinedHistory, message);
            }
        }
    }
    let missing: u64 = unseen.values().sum();
    if missing > 0 {
        let (entries, them) =
            if missing == 1 { ("entry of the histories is", "it") } else { ("entries of the histories are", "them") };
        let message = format!("{missing} {entries} missing here; the export has {them}");
        reader.note(&at, FindingKind::CombinedHistoryLags, message);
    }
}

/// The same for entries that say the same.
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
