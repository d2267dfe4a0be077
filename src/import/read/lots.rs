//! Reads the lots of a customer: a field of Kopilka's own. With it a move keeps the days on which points expire, and
//! the lots to which points are given back; without it the points of a wallet become one lot.

use super::field_reader::FieldReader;
use crate::{
    domain::{Money, PointsWallet},
    import::{
        findings::JsonPath,
        format::{Lot, LotUse},
        legacy::Legacy,
        values,
    },
    service::ledger::imported::ImportedLot,
};

/// Reads the lots of a customer, in the order of the file; faults become findings.
pub(super) fn read(
    reader: &mut FieldReader,
    path: &JsonPath<'_>,
    lots: &[Lot<'_>],
) -> Vec<(PointsWallet, ImportedLot)> {
    let list = JsonPath::Field(path, "lots");
    let read = lots.iter().enumerate().filter_map(|(index, raw)| lot(reader, &JsonPath::Item(&list, index), raw));
    let read: Vec<_> = read.collect();
    reader.digest.int(read.len() as i64);
    for (wallet, lot) in &read {
        let digest = reader.digest.text(wallet.as_str()).int(lot.entry as i64).int(lot.amount.minor());
        digest.opt_int(lot.expires_at.map(|at| at.0)).opt_int(lot.warned_days).int(lot.uses.len() as i64);
        for (entry, used) in &lot.uses {
            digest.int(*entry as i64).int(used.minor());
        }
    }
    read
}

fn lot(reader: &mut FieldReader, path: &JsonPath<'_>, raw: &Lot<'_>) -> Option<(PointsWallet, ImportedLot)> {
    reader.check_own_object(path, &raw.unexpected);
    if raw.unexpected.is_no_object {
        return None;
    }
    let wallet = reader.present(path, "wallet", raw.wallet).and_then(|word| reader.word(path, "wallet", word));
    let entry = reader.present(path, "entry", raw.entry).and_then(|entry| reader.whole(path, "entry", entry, 0));
    let amount = reader.unsigned_money(path, "amount", raw.amount, &mut Legacy::default());
    let expires_at = match values::non_null(raw.expires_at) {
        Some(date) => Some(reader.expiry(path, "expires_at", date)?),
        None => None,
    };
    let warned_days = match values::non_null(raw.warned_days) {
        Some(days) => Some(reader.whole(path, "warned_days", days, 0)?),
        None => None,
    };
    let uses = reader.list(path, "uses", raw.uses.as_ref(), &mut Legacy::default());
    let list = JsonPath::Field(path, "uses");
    let uses: Option<Vec<_>> =
        uses.iter().enumerate().map(|(index, raw)| lot_use(reader, &JsonPath::Item(&list, index), raw)).collect();
    let entry = usize::try_from(entry?).ok()?;
    Some((wallet?, ImportedLot { entry, amount: amount?, expires_at, warned_days, uses: uses? }))
}

fn lot_use(reader: &mut FieldReader, path: &JsonPath<'_>, raw: &LotUse<'_>) -> Option<(usize, Money)> {
    reader.check_own_object(path, &raw.unexpected);
    if raw.unexpected.is_no_object {
        return None;
    }
    let entry = reader.present(path, "entry", raw.entry).and_then(|entry| reader.whole(path, "entry", entry, 1));
    let amount = reader.money(path, "amount", raw.amount, &mut Legacy::default());
    Some((usize::try_from(entry?).ok()?, amount?))
}
