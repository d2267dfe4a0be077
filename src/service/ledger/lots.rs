//! Lots: points that were earned together and expire together.

use chrono_tz::Tz;

use super::posting::Posting;
use crate::{
    clock::Timestamp,
    domain::{EntryId, Lifetime, Money, Wallet},
    service::{Error, Result},
    storage::{
        self, Tx,
        ledger::{self, Expiry},
    },
};

/// Takes the points of an entry from the lots that expire first. Returns the amount and expiry of each part.
pub(super) async fn use_lots(
    tx: &mut Tx,
    entry: EntryId,
    wallet: Wallet,
    posting: &Posting<'_>,
) -> Result<Vec<(Money, Expiry)>> {
    let mut missing = posting.amount;
    let mut used = Vec::new();
    for lot in ledger::open_lots(tx, posting.customer, wallet).await? {
        let amount = lot.remaining_minor.min(missing);
        ledger::use_lot(tx, entry, lot.lot_id, amount).await?;
        used.push((amount, lot.expiry));
        missing = missing.saturating_sub(amount);
        if missing.is_zero() {
            return Ok(used);
        }
    }
    Err(Error::Corrupt("a wallet has more points than its lots"))
}

/// Sets the expiry of every lot without one, by a lifetime from `at`. Returns how many there were.
pub(crate) async fn date_lots(tx: &mut Tx, lifetime: Lifetime, zone: Tz, at: Timestamp) -> storage::Result<u64> {
    ledger::date_lots(tx, expiry(Some(lifetime), zone, at)).await
}

/// The expiry of points that are earned at `at`.
pub(super) fn expiry(lifetime: Option<Lifetime>, zone: Tz, at: Timestamp) -> Expiry {
    lifetime.map_or(Expiry::default(), |lifetime| Expiry {
        expires_at: Some(lifetime.expiry(zone, at)),
        warned_days: lifetime.warned_from_start(),
    })
}
