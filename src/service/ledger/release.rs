//! Release: points that a hold reserves are free again.

use super::points_debt::repay_points_debt;
use crate::{
    domain::{CustomerId, EntryId, HoldState, Money},
    service::{Operation, Refusal, Result},
    storage::{
        Tx,
        holds::{self, Ending, Hold},
        ledger,
    },
};

/// Frees the points of a hold. No entry is written: the balance stays.
///
/// # Errors
/// [`Refusal::HoldEnded`]; the database's.
pub(in crate::service) async fn release(tx: &mut Tx, operation: &Operation, hold: &Hold) -> Result<()> {
    ledger::free(tx, hold.customer_id, hold.wallet, hold.amount_minor).await?;
    end(tx, operation, hold, HoldState::Released, None).await
}

/// Frees the points of a hold that goes on with [`resume`].
///
/// # Errors
/// The database's.
pub(in crate::service) async fn suspend(tx: &mut Tx, hold: &Hold) -> Result<()> {
    ledger::free(tx, hold.customer_id, hold.wallet, hold.amount_minor).await?;
    repay_points_debt(tx, hold.customer_id, hold.wallet).await?;
    Ok(())
}

/// Reserves the points of a suspended hold on the card that its own was merged into; where they are not there, the hold ends.
///
/// # Errors
/// [`Refusal::HoldEnded`]; the database's.
pub(in crate::service) async fn resume(
    tx: &mut Tx,
    operation: &Operation,
    hold: &Hold,
    customer: CustomerId,
) -> Result<()> {
    if ledger::hold(tx, customer, hold.wallet, hold.amount_minor).await? {
        return Ok(holds::move_to(tx, hold.hold_id, customer).await?);
    }
    end(tx, operation, hold, HoldState::Released, None).await
}

/// Ends a hold of a locked wallet; `captured` is the amount and the entry of a capture.
///
/// # Errors
/// [`Refusal::HoldEnded`] where another transaction ended it first: this one must be rolled back; the database's.
pub(super) async fn end(
    tx: &mut Tx,
    operation: &Operation,
    hold: &Hold,
    state: HoldState,
    captured: Option<(Money, EntryId)>,
) -> Result<()> {
    let ending = Ending { state, captured, operation: &operation.id, at: operation.at() };
    if holds::end(tx, hold.hold_id, ending).await? {
        repay_points_debt(tx, hold.customer_id, hold.wallet).await?;
        return Ok(());
    }
    let now = holds::by_id(tx, hold.hold_id).await?;
    Err(now.map_or(Refusal::UnknownHold, |hold| Refusal::HoldEnded(hold.state)).into())
}
