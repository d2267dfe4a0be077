//! Points are reserved for a sale, and spent by it or free again.

use super::{Posting, not_enough, settle, use_lots, write};
use crate::{
    clock::Timestamp,
    domain::{HoldId, HoldState, Money, PointsWallet},
    service::{Operation, Refusal, Result},
    storage::{
        Tx,
        holds::{self, Ending, Hold},
        ledger,
    },
};

/// Reserves points that are free.
pub(in crate::service) async fn hold(
    tx: &mut Tx,
    operation: &Operation,
    wallet: PointsWallet,
    posting: Posting<'_>,
    expires_at: Timestamp,
) -> Result<HoldId> {
    super::above_zero(&posting)?;
    let (customer, wallet, amount) = (posting.customer, wallet.into(), posting.amount);
    settle(tx, operation, customer, wallet).await?;
    if !ledger::hold(tx, customer, wallet, amount).await? {
        return Err(not_enough(tx, customer, wallet, operation.at()).await);
    }
    Ok(holds::insert(tx, customer, wallet, amount, &operation.id, operation.at(), expires_at).await?)
}

/// Spends what was reserved, or some of it; the rest is free. Returns the new balance.
pub(in crate::service) async fn capture(
    tx: &mut Tx,
    operation: &Operation,
    hold: &Hold,
    posting: Posting<'_>,
) -> Result<Money> {
    super::above_zero(&posting)?;
    if posting.amount > hold.amount_minor {
        return Err(Refusal::MoreThanHeld { held: hold.amount_minor }.into());
    }
    // What has run out goes first: it must not matter whether a job came before the capture or not.
    settle(tx, operation, hold.customer_id, hold.wallet).await?;
    ledger::free(tx, hold.customer_id, hold.wallet, hold.amount_minor).await?;
    let balance = ledger::lose(tx, hold.customer_id, hold.wallet, posting.amount).await?;
    let entry = write(tx, operation, hold.wallet, posting.amount.negated(), balance, &posting).await?;
    use_lots(tx, entry, hold.wallet, &posting).await?;
    end(tx, operation, hold, HoldState::Captured, Some((posting.amount, entry))).await?;
    Ok(balance)
}

/// Frees what was reserved.
pub(in crate::service) async fn release(tx: &mut Tx, operation: &Operation, hold: &Hold) -> Result<()> {
    ledger::free(tx, hold.customer_id, hold.wallet, hold.amount_minor).await?;
    end(tx, operation, hold, HoldState::Released, None).await
}

/// Ends a hold whose wallet is locked. Where something else was quicker, all that was done is to be undone.
async fn end(
    tx: &mut Tx,
    operation: &Operation,
    hold: &Hold,
    state: HoldState,
    captured: Option<(Money, crate::domain::EntryId)>,
) -> Result<()> {
    let ending = Ending { state, captured, operation: &operation.id, at: operation.at() };
    if holds::end(tx, hold.hold_id, ending).await? {
        settle::repay(tx, hold.customer_id, hold.wallet).await?;
        return Ok(());
    }
    let now = holds::by_id(tx, hold.hold_id).await?;
    Err(now.map_or(Refusal::UnknownHold, |hold| Refusal::HoldEnded(hold.state)).into())
}
