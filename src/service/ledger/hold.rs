//! Hold: points are reserved for a sale that is not finished.

use super::{posting::Posting, settle::settle, spend::not_enough};
use crate::{
    clock::Timestamp,
    domain::{HoldId, PointsWallet},
    service::{Operation, Result},
    storage::{Tx, holds, ledger},
};

/// Reserves points that are free, until `expires_at`. No entry is written: the balance stays.
///
/// # Errors
/// [`NotEnoughPoints`](crate::service::Refusal::NotEnoughPoints), also under concurrent transactions;
/// [`NothingToDo`](crate::service::Refusal::NothingToDo); the database's.
pub(in crate::service) async fn hold(
    tx: &mut Tx,
    operation: &Operation,
    wallet: PointsWallet,
    posting: Posting<'_>,
    expires_at: Timestamp,
) -> Result<HoldId> {
    posting.require_amount()?;
    let (customer, wallet, amount) = (posting.customer, wallet.into(), posting.amount);
    settle(tx, operation, customer, wallet).await?;
    if !ledger::hold(tx, customer, wallet, amount).await? {
        return Err(not_enough(tx, customer, wallet, operation.at()).await);
    }
    Ok(holds::insert(tx, customer, wallet, amount, &operation.id, operation.at(), expires_at).await?)
}
