//! The entries of a customer: pages of history, and sums.

use std::{cmp::Reverse, ops::Range};

use crate::{
    clock::Timestamp,
    domain::{CustomerId, EntryKind, Money, Wallet},
    service::Result,
    storage::{Tx, ledger},
};

pub use crate::storage::ledger::Entry;

/// A page of a customer's entries of all wallets, newest first, and how many there are in all.
///
/// # Errors
/// The database's.
pub async fn history(tx: &mut Tx, customer: CustomerId, limit: i64, offset: i64) -> Result<(Vec<Entry>, i64)> {
    let count = ledger::count(tx, customer).await?;
    Ok((between(tx, customer, Timestamp::FIRST..Timestamp::LAST, limit, offset).await?, count))
}

/// A page of the entries of a customer that were made in a time, newest first.
///
/// # Errors
/// The database's.
pub async fn between(
    tx: &mut Tx,
    customer: CustomerId,
    time: Range<Timestamp>,
    limit: i64,
    offset: i64,
) -> Result<Vec<Entry>> {
    let mut page = ledger::history(tx, customer, time, limit, offset).await?;
    for moment in page.chunk_by_mut(|newer, older| newer.entered_at == older.entered_at) {
        order_by_number(moment);
    }
    Ok(page)
}

/// Orders the entries of each wallet by falling number, among the places of the wallet's entries. Ids rise within one transaction,
/// but not across processes.
fn order_by_number(moment: &mut [Entry]) {
    for &wallet in Wallet::ALL {
        let places: Vec<usize> = (0..moment.len()).filter(|&place| moment[place].wallet == wallet).collect();
        let mut entries: Vec<Entry> = places.iter().map(|&place| moment[place].clone()).collect();
        entries.sort_by_key(|entry| Reverse(entry.entry_number));
        for (place, entry) in places.into_iter().zip(entries) {
            moment[place] = entry;
        }
    }
}

/// The rewards of a referrer by friend, as far as their purchases are known.
///
/// # Errors
/// The database's.
pub async fn rewards(tx: &mut Tx, referrer: CustomerId) -> Result<Vec<(CustomerId, Money)>> {
    Ok(ledger::rewards(tx, referrer).await?)
}

/// The sum of a customer's entries of one kind, on the card and on those that were merged into it.
///
/// # Errors
/// The database's.
pub async fn sum_of_kind(tx: &mut Tx, customer: CustomerId, wallet: Wallet, kind: EntryKind) -> Result<Money> {
    Ok(ledger::sum_of_kind(tx, customer, wallet, kind).await?)
}
