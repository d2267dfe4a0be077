//! Capture: points that a hold reserves are spent.

use super::{
    lots::use_lots,
    posting::{Posting, write},
    release::end,
    settle::settle,
};
use crate::{
    domain::{HoldState, Money},
    service::{Operation, Refusal, Result},
    storage::{Tx, holds::Hold, ledger},
};

/// Spends the points of a hold, or some of them; the rest is free. Returns the new balance.
///
/// # Errors
/// [`Refusal::MoreThanHeld`], [`Refusal::HoldEnded`], [`Refusal::NothingToDo`]; the database's.
pub(in crate::service) async fn capture(
    tx: &mut Tx,
    operation: &Operation,
    hold: &Hold,
    posting: Posting<'_>,
) -> Result<Money> {
    posting.require_amount()?;
    if posting.amount > hold.amount_minor {
        return Err(Refusal::MoreThanHeld { held: hold.amount_minor }.into());
    }
    // The result must not depend on whether a job settled the wallet before.
    settle(tx, operation, hold.customer_id, hold.wallet).await?;
    ledger::free(tx, hold.customer_id, hold.wallet, hold.amount_minor).await?;
    let moved = ledger::lose(tx, hold.customer_id, hold.wallet, posting.amount).await?;
    let entry = write(tx, operation, hold.wallet, posting.amount.negated(), moved, &posting).await?;
    use_lots(tx, entry, hold.wallet, &posting).await?;
    end(tx, operation, hold, HoldState::Captured, Some((posting.amount, entry))).await?;
    Ok(moved.balance_minor)
}
