//! Take back: a refund takes points that were earned; those that have been spent become points debt.

use super::{
    balances,
    posting::{Posting, write},
    settle::settle,
};
use crate::{
    clock::Timestamp,
    domain::{CustomerId, Money, PointsWallet, Wallet},
    service::{Operation, Result},
    storage::{Tx, corrections, ledger},
};

/// Takes points back that the corrected entry gave: from the lot that it opened, then from the others in the order they
/// are spent. Points that have been spent, or are reserved by a hold, become points debt, which later earnings repay first.
/// Returns the new points debt of this entry.
///
/// # Errors
/// [`NothingToDo`](crate::service::Refusal::NothingToDo); the database's.
pub(in crate::service) async fn take_back(
    tx: &mut Tx,
    operation: &Operation,
    wallet: PointsWallet,
    posting: Posting<'_>,
) -> Result<Money> {
    posting.require_amount()?;
    let wallet = Wallet::from(wallet);
    settle(tx, operation, posting.customer, wallet).await?;
    let moved = corrections::take_back(tx, posting.customer, wallet, posting.amount).await?;
    let entry = write(tx, operation, wallet, posting.amount.negated(), moved, &posting).await?;
    let lots = corrections::open_lots(tx, posting.customer, wallet, posting.corrects).await?;
    let had = Money::saturating_sum(lots.iter().map(|lot| lot.remaining_minor));
    let has = moved.balance_minor.saturating_add(moved.points_debt_minor);
    let taken = had.saturating_sub(has).or_zero();
    let mut missing = taken;
    for lot in lots {
        let used = lot.remaining_minor.min(missing);
        if used.is_positive() {
            ledger::use_lot(tx, entry, lot.lot_id, used).await?;
        }
        missing = missing.saturating_sub(used);
    }
    Ok(posting.amount.saturating_sub(taken).or_zero())
}

/// The points debt that would arise if `given` were given back to a wallet and then `taken` were taken back from it.
///
/// # Errors
/// The database's.
pub(in crate::service) async fn points_debt_after(
    tx: &mut Tx,
    customer: CustomerId,
    wallet: PointsWallet,
    given: Money,
    taken: Money,
    at: Timestamp,
) -> Result<Money> {
    let Some(state) = ledger::wallet_state(tx, customer, wallet.into(), at).await? else {
        return Ok(taken.saturating_sub(given).or_zero());
    };
    let owed = balances::points_debt(&state);
    let free = balances::available(&state).saturating_add(owed);
    let returned = given.saturating_sub(owed).or_zero();
    Ok(taken.saturating_sub(free.saturating_add(returned)).or_zero())
}
