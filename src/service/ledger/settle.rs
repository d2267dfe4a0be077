//! Settling a wallet: expired holds end, their points repay points debt, and then lots expire whose points are not reserved.
//!
//! Correctness does not depend on a job: a movement settles the wallet first, and [`balances`](super::balances()) shows it
//! settled. Reserved points do not expire before the hold has ended.

use super::expire::{expire, expire_holds};
use crate::{
    clock::Timestamp,
    domain::{CustomerId, Money, Wallet},
    service::{Operation, Result},
    storage::{Tx, ledger},
};

/// A page of the wallets that need settling at `at`, in order, after the wallet `after`.
///
/// # Errors
/// The database's.
pub async fn unsettled(
    tx: &mut Tx,
    at: Timestamp,
    after: Option<(CustomerId, Wallet)>,
    limit: i64,
) -> Result<Vec<(CustomerId, Wallet)>> {
    Ok(ledger::unsettled(tx, at, after, limit).await?)
}

/// Ends the expired holds of a wallet, and takes the expired points. Returns how many. Idempotent, and safe under concurrency.
///
/// # Errors
/// The database's.
pub async fn settle(tx: &mut Tx, operation: &Operation, customer: CustomerId, wallet: Wallet) -> Result<Money> {
    match ledger::wallet_state(tx, customer, wallet, operation.at()).await? {
        Some(state) if !(state.expired_holds_minor.is_zero() && state.expired_lots_minor.is_zero()) => {}
        _ => return Ok(Money::ZERO),
    }
    // The state is read again below, under the lock.
    ledger::lock(tx, customer, wallet).await?;
    expire_holds(tx, operation, customer, wallet).await?;
    expire(tx, operation, customer, wallet).await
}
