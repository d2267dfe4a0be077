//! The entries of a customer, as they are shown and summed up.

use crate::{
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
    Ok((ledger::history(tx, customer, limit, offset).await?, count))
}

/// What each friend's purchases brought a customer, where it is known which purchase did.
///
/// # Errors
/// The database's.
pub async fn rewards(tx: &mut Tx, referrer: CustomerId) -> Result<Vec<(CustomerId, Money)>> {
    Ok(ledger::rewards(tx, referrer).await?)
}

/// The sum of a customer's entries of one kind.
///
/// # Errors
/// The database's.
pub async fn sum_of_kind(tx: &mut Tx, customer: CustomerId, wallet: Wallet, kind: EntryKind) -> Result<Money> {
    Ok(ledger::sum_of_kind(tx, customer, wallet, kind).await?)
}
