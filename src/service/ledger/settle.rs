//! What time does to a wallet: holds run out, what they reserved repays points debt, and then the lots expire that no hold
//! needs.
//!
//! Nothing waits for a job: whoever spends settles the wallet first, and whoever looks sees it settled. Points that are
//! reserved for a sale do not expire before the hold has ended.

use super::{Posting, use_lots, write};
use crate::{
    clock::Timestamp,
    domain::{CustomerId, EntryKind, Money, Wallet},
    service::{Operation, Result},
    storage::{
        self, Tx, corrections, holds,
        ledger::{self, Standing},
    },
};

/// What can be spent of a wallet, once it is settled; below zero where points are owed.
pub(super) fn available(standing: &Standing) -> Money {
    less(less(standing.balance_minor, expiring(standing)), held(standing))
}

/// The points debt of a wallet, once it is settled.
pub(super) fn owed(standing: &Standing) -> Money {
    less(standing.points_debt_minor, repaid(standing))
}

/// How many points expire: those that neither repay points debt nor are reserved.
fn expiring(standing: &Standing) -> Money {
    let repaid = repaid(standing);
    less(standing.due_minor, repaid).min(less(free(standing), repaid)).max(Money::ZERO)
}

/// How many points repay points debt, now that no hold needs them any more.
fn repaid(standing: &Standing) -> Money {
    standing.points_debt_minor.min(free(standing)).max(Money::ZERO)
}

/// What is in the lots and not reserved.
fn free(standing: &Standing) -> Money {
    less(Money::saturating_sum([standing.balance_minor, standing.points_debt_minor]), held(standing))
}

fn held(standing: &Standing) -> Money {
    less(standing.held_minor, standing.lapsed_minor)
}

fn less(from: Money, amount: Money) -> Money {
    from.checked_sub(amount).unwrap_or(Money::ZERO)
}

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

/// Ends the holds of a wallet whose time ran out, and takes the points that have expired; how many those were. It may be done
/// as often as one likes, and at the same time.
///
/// # Errors
/// The database's.
pub async fn settle(tx: &mut Tx, operation: &Operation, customer: CustomerId, wallet: Wallet) -> Result<Money> {
    let is_settled = |standing: &Standing| standing.lapsed_minor.is_zero() && standing.due_minor.is_zero();
    match ledger::standing(tx, customer, wallet, operation.at()).await? {
        Some(standing) if !is_settled(&standing) => {}
        _ => return Ok(Money::ZERO),
    }
    // What was seen may have changed before the lock.
    ledger::lock(tx, customer, wallet).await?;
    lapse(tx, operation, customer, wallet).await?;
    let Some(standing) = ledger::standing(tx, customer, wallet, operation.at()).await? else { return Ok(Money::ZERO) };
    let amount = expiring(&standing);
    if amount.is_positive() {
        let posting = Posting::new(customer, EntryKind::Expire, amount);
        let balance = ledger::lose(tx, customer, wallet, amount).await?;
        let entry = write(tx, &operation.by_rule(), wallet, amount.negated(), balance, &posting).await?;
        use_lots(tx, entry, wallet, &posting).await?;
    }
    Ok(amount)
}

/// Ends the holds of a locked wallet whose time ran out; what is owed then.
pub(super) async fn lapse(tx: &mut Tx, operation: &Operation, customer: CustomerId, wallet: Wallet) -> Result<Money> {
    for amount in holds::lapse(tx, customer, wallet, operation.at()).await? {
        ledger::free(tx, customer, wallet, amount).await?;
    }
    Ok(repay(tx, customer, wallet).await?)
}

/// Points of a locked wallet that no hold needs any more repay points debt: the entries that took points back take them now, as
/// they would have if they had not been reserved. What is still owed.
pub(super) async fn repay(tx: &mut Tx, customer: CustomerId, wallet: Wallet) -> storage::Result<Money> {
    let standing = ledger::balance(tx, customer, wallet).await?;
    let mut owed = standing.points_debt_minor;
    if !owed.is_positive() {
        return Ok(Money::ZERO);
    }
    let lots = ledger::open_lots(tx, customer, wallet).await?;
    let in_lots = Money::saturating_sum(lots.iter().map(|lot| lot.remaining_minor));
    let mut free = less(in_lots, standing.held_minor).min(owed);
    if !free.is_positive() {
        return Ok(owed);
    }
    let mut lots = lots.into_iter();
    let mut lot = lots.next();
    for (entry, mut missing) in corrections::shortfalls(tx, customer, wallet).await? {
        while let Some(open) = &mut lot {
            let used = open.remaining_minor.min(missing).min(free);
            if !used.is_positive() {
                break;
            }
            ledger::use_lot(tx, entry, open.lot_id, used).await?;
            ledger::reduce_points_debt(tx, customer, wallet, used).await?;
            (owed, free, missing) = (less(owed, used), less(free, used), less(missing, used));
            open.remaining_minor = less(open.remaining_minor, used);
            if open.remaining_minor.is_zero() {
                lot = lots.next();
            }
        }
    }
    Ok(owed)
}
