//! What time does to a wallet: holds end, what they reserved repays points debt, and then the lots expire that no hold
//! needs.
//!
//! Nothing waits for a job: a movement settles the wallet first, and [`balances`](super::balances()) shows it settled. Points
//! that are reserved for a sale do not expire before the hold has ended.

use super::expire::{expire, expire_holds};
use crate::{
    clock::Timestamp,
    domain::{CustomerId, Money, Wallet},
    service::{Operation, Result},
    storage::{Tx, ledger},
};

/// Wallets that need settling at `at`, those after one of them, in order.
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

/// Ends the holds of a wallet whose time ran out, and takes the points that have expired; how many those were. May be
/// repeated, and run several times at once.
///
/// # Errors
/// The database's.
pub async fn settle(tx: &mut Tx, operation: &Operation, customer: CustomerId, wallet: Wallet) -> Result<Money> {
    match ledger::wallet_state(tx, customer, wallet, operation.at()).await? {
        Some(state) if !(state.expired_holds_minor.is_zero() && state.expired_lots_minor.is_zero()) => {}
        _ => return Ok(Money::ZERO),
    }
    // What was read before the lock may have changed.
    ledger::lock(tx, customer, wallet).await?;
    expire_holds(tx, operation, customer, wallet).await?;
    expire(tx, operation, customer, wallet).await
}
