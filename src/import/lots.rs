//! Points that were earned together: a field of Kopilka's own. A file that has it keeps the day on which points expire, and
//! points that are given back go where they came from; without it there is one lot of what is there.

use std::collections::HashMap;

use super::{
    customer_out::{OffsetAt, Places},
    findings::At,
    format::{Lot, LotUse},
    json_writer::Object,
    legacy::Legacy,
    reader::Reader,
    values,
};
use crate::{
    domain::{EntryId, LotId, Money, PointsWallet},
    service::ledger::imported::ImportedLot,
    storage::dump,
};

/// Reads the lots of a customer, in the order of the file; faulty ones become findings.
pub(super) fn read(reader: &mut Reader, at: &At<'_>, lots: &[Lot<'_>]) -> Vec<(PointsWallet, ImportedLot)> {
    let list = At::Field(at, "lots");
    let read = lots.iter().enumerate().filter_map(|(index, raw)| lot(reader, &At::Item(&list, index), raw));
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

fn lot(reader: &mut Reader, at: &At<'_>, raw: &Lot<'_>) -> Option<(PointsWallet, ImportedLot)> {
    reader.own_shape(at, raw.is_other, &raw.twice, &raw.extra);
    if raw.is_other {
        return None;
    }
    let wallet = reader.present(at, "wallet", raw.wallet).and_then(|word| reader.word(at, "wallet", word));
    let entry = reader.present(at, "entry", raw.entry).and_then(|entry| reader.whole(at, "entry", entry, 0));
    let amount = reader.unsigned_money(at, "amount", raw.amount);
    let expires_at = match values::given(raw.expires_at) {
        Some(date) => Some(reader.date(at, "expires_at", date)?.1.at),
        None => None,
    };
    let warned_days = match values::given(raw.warned_days) {
        Some(days) => Some(reader.whole(at, "warned_days", days, 0)?),
        None => None,
    };
    let uses = reader.list(at, "uses", raw.uses.as_ref(), &mut Legacy::default());
    let list = At::Field(at, "uses");
    let uses: Option<Vec<_>> =
        uses.iter().enumerate().map(|(index, raw)| lot_use(reader, &At::Item(&list, index), raw)).collect();
    let entry = usize::try_from(entry?).ok()?;
    Some((wallet?, ImportedLot { entry, amount: amount?, expires_at, warned_days, uses: uses? }))
}

fn lot_use(reader: &mut Reader, at: &At<'_>, raw: &LotUse<'_>) -> Option<(usize, Money)> {
    reader.own_shape(at, raw.is_other, &raw.twice, &raw.extra);
    if raw.is_other {
        return None;
    }
    let entry = reader.present(at, "entry", raw.entry).and_then(|entry| reader.whole(at, "entry", entry, 1));
    let amount = reader.money(at, "amount", raw.amount);
    Some((usize::try_from(entry?).ok()?, amount?))
}

/// The lots of one wallet as the dump has them.
pub(super) fn json(
    lots: &[&dump::Lot],
    uses: &HashMap<LotId, Vec<dump::LotUse>>,
    places: &Places,
    offset_at: OffsetAt<'_>,
) -> Vec<String> {
    let place = |entry: EntryId| places.get(&entry).copied().unwrap_or_default().to_string();
    let lot_json = |lot: &&dump::Lot| {
        let mut object = Object::new(Legacy::default());
        object.text("wallet", Some(lot.wallet.as_str()));
        object.json("entry", &place(lot.entry_id));
        object.decimal("amount", lot.amount_minor.to_decimal());
        let expires_at = lot.expires_at.map(|at| values::rfc3339(at, offset_at(at)));
        object.text("expires_at", expires_at.as_deref());
        object.json("warned_days", &lot.warned_days.map_or_else(|| "null".to_owned(), |days| days.to_string()));
        let uses = uses.get(&lot.lot_id).into_iter().flatten().map(|used| {
            let mut object = Object::new(Legacy::default());
            object.json("entry", &place(used.entry_id));
            object.decimal("amount", used.amount_minor.to_decimal());
            object.finish()
        });
        object.list("uses", &uses.collect::<Vec<_>>());
        object.finish()
    };
    lots.iter().map(lot_json).collect()
}
