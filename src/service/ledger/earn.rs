//! Earn: points are added; they repay points debt first, and the rest becomes a lot.

use super::{
    expire::expire_holds,
    lots::expiry,
    posting::{Posting, write},
};
use crate::{
    domain::{CustomerId, EntryId, Money, PointsWallet, Wallet},
    service::{Operation, Result},
    storage::{
        Tx,
        ledger::{self, Expiry},
    },
};

/// Adds points with the lifetime that the program sets. Returns the new balance.
///
/// # Errors
/// [`NothingToDo`](crate::service::Refusal::NothingToDo); the database's.
pub(in crate::service) async fn earn(
    tx: &mut Tx,
    operation: &Operation,
    wallet: PointsWallet,
    posting: Posting<'_>,
) -> Result<Money> {
    Ok(receive(tx, operation, wallet.into(), posting, None).await?.1)
}

/// As [`earn`]. Returns the entry.
///
/// # Errors
/// As [`earn`].
pub(in crate::service) async fn earn_entry(
    tx: &mut Tx,
    operation: &Operation,
    wallet: PointsWallet,
    posting: Posting<'_>,
) -> Result<EntryId> {
    Ok(receive(tx, operation, wallet.into(), posting, None).await?.0)
}

/// Can a wallet earn so many points, so that its balance stays one that can be kept? Where it can, it is locked until this
/// transaction ends, so that it still can.
///
/// # Errors
/// The database's.
pub(in crate::service) async fn has_room(
    tx: &mut Tx,
    customer: CustomerId,
    wallet: PointsWallet,
    amount: Money,
) -> Result<bool> {
    if !amount.is_positive() || !amount.is_within_limit() {
        return Ok(false);
    }
    let now = ledger::lock(tx, customer, wallet.into()).await?.map_or(Money::ZERO, |wallet| wallet.balance_minor);
    Ok(now.checked_add(amount).is_some_and(Money::is_within_limit))
}

/// Adds points as the given lots, which come from another card, or as a new lot. Returns the entry and the new balance.
pub(super) async fn receive(
    tx: &mut Tx,
    operation: &Operation,
    wallet: Wallet,
    posting: Posting<'_>,
    lots: Option<Vec<(Money, Expiry)>>,
) -> Result<(EntryId, Money)> {
    posting.require_amount()?;
    let added = ledger::earn(tx, posting.customer, wallet, posting.amount).await?;
    let entry = write(tx, operation, wallet, posting.amount, added.moved, &posting).await?;
    let mut owed = repay_first(tx, operation, wallet, &posting, added.moved.points_debt_minor).await?;
    let lots = lots.unwrap_or_else(|| vec![(posting.amount, expiry(added.lifetime, added.zone, operation.at()))]);
    for (amount, expiry) in lots {
        let repays = owed.min(amount);
        owed = owed.saturating_sub(repays);
        let left = amount.saturating_sub(repays);
        if left.is_positive() {
            ledger::insert_lot(tx, entry, posting.customer, wallet, left, expiry).await?;
        }
    }
    Ok((entry, added.moved.balance_minor))
}

/// Lowers points debt by the added points, after the points of expired holds have repaid it. Returns by how much.
pub(super) async fn repay_first(
    tx: &mut Tx,
    operation: &Operation,
    wallet: Wallet,
    posting: &Posting<'_>,
    debt: Money,
) -> Result<Money> {
    if !debt.is_positive() {
        return Ok(Money::ZERO);
    }
    let repaid = expire_holds(tx, operation, posting.customer, wallet).await?.min(posting.amount);
    ledger::reduce_points_debt(tx, posting.customer, wallet, repaid).await?;
    Ok(repaid)
}
