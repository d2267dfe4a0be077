//! Writes the lots of a customer.

use chrono_tz::Tz;

use super::{
    json_writer::ObjectWriter,
    stored::{EntryNumbers, StoredCustomer},
};
use crate::{
    domain::{EntryId, PointsWallet},
    import::{
        legacy::Legacy,
        values::{self, utc_offset_s},
    },
    storage::dump::{Entry, Lot, LotUse},
};

/// The lots of both points wallets as JSON; `None` where an import would make the same lots without being told.
pub(super) fn json(stored: &StoredCustomer, entry_numbers: &EntryNumbers, timezone: Tz) -> Option<Vec<String>> {
    let by_wallet = || {
        PointsWallet::ALL.iter().map(|&wallet| {
            let lots: Vec<&Lot> = stored.lots.iter().filter(|lot| lot.wallet == wallet).collect();
            (wallet, lots)
        })
    };
    if by_wallet().all(|(wallet, lots)| is_default(stored, wallet, &lots)) {
        return None;
    }
    let lots = by_wallet().flat_map(|(_, lots)| lots);
    Some(lots.map(|lot| lot_json(lot, stored.uses.get(&lot.lot_id), entry_numbers, timezone)).collect())
}

/// Whether the lots of a wallet are what an import makes by itself: one unused lot of the balance, earned by the last entry
/// above zero, without a last day.
fn is_default(stored: &StoredCustomer, wallet: PointsWallet, lots: &[&Lot]) -> bool {
    let (balance, points_debt) = stored.balance(wallet.into());
    let is_earned = |entry: &&Entry| entry.wallet == wallet.into() && entry.amount_minor.is_positive();
    let earned = stored.entries.iter().rfind(is_earned).map(|entry| entry.entry_id);
    points_debt.is_zero()
        && match lots {
            [] => !balance.is_positive(),
            [lot] => {
                Some(lot.entry_id) == earned
                    && (lot.amount_minor, lot.remaining_minor) == (balance, balance)
                    && (lot.expires_at, lot.warned_days) == (None, None)
                    && !stored.uses.contains_key(&lot.lot_id)
            }
            _ => false,
        }
}

fn lot_json(lot: &Lot, uses: Option<&Vec<LotUse>>, entry_numbers: &EntryNumbers, timezone: Tz) -> String {
    let number = |entry: EntryId| entry_numbers.get(&entry).copied().unwrap_or_default().to_string();
    let mut object = ObjectWriter::new(Legacy::default());
    object.text("wallet", Some(lot.wallet.as_str()));
    object.json("entry", &number(lot.entry_id));
    object.decimal("amount", lot.amount_minor.to_decimal());
    let expires_at = lot.expires_at.map(|at| values::rfc3339(at, utc_offset_s(timezone, at)));
    object.text("expires_at", expires_at.as_deref());
    object.json("warned_days", &lot.warned_days.map_or_else(|| "null".to_owned(), |days| days.to_string()));
    let uses = uses.into_iter().flatten().map(|used| {
        let mut object = ObjectWriter::new(Legacy::default());
        object.json("entry", &number(used.entry_id));
        object.decimal("amount", used.amount_minor.to_decimal());
        object.finish()
    });
    object.list("uses", &uses.collect::<Vec<_>>());
    object.finish()
}
