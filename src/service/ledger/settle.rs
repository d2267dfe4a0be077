//! What time does to a wallet: holds run out, and then the lots expire that no hold needs.
//!
//! Nothing waits for a job: whoever spends settles the wallet first, and whoever looks sees it settled. Points that are
//! reserved for a sale do not expire before the hold has ended.

use super::{Posting, use_lots, write};
use crate::{
    clock::Timestamp,
    domain::{CustomerId, EntryKind, Money, Wallet},
    service::{Call, Result},
    storage::{
        Tx, holds,
        ledger::{self, Standing},
    },
};

/// What can be spent of a wallet, once it is settled.
pub(super) fn available(standing: &Standing) -> Money {
    let less = |from: Money, amount: Money| from.checked_sub(amount).unwrap_or(Money::ZERO);
    let held = less(standing.held_minor, standing.lapsed_minor);
    let left = less(standing.balance_minor, expiring(standing, standing.due_minor, held));
    less(left, held)
}

/// How many points expire of `due` ones: those that are reserved stay.
fn expiring(standing: &Standing, due: Money, held: Money) -> Money {
    let in_lots = standing.balance_minor.checked_add(standing.points_debt_minor).unwrap_or(standing.balance_minor);
    due.min(in_lots.checked_sub(held).unwrap_or(Money::ZERO)).max(Money::ZERO)
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
pub async fn settle(tx: &mut Tx, call: &Call, customer: CustomerId, wallet: Wallet) -> Result<Money> {
    let is_settled = |standing: &Standing| standing.lapsed_minor.is_zero() && standing.due_minor.is_zero();
    match ledger::standing(tx, customer, wallet, call.at).await? {
        Some(standing) if !is_settled(&standing) => {}
        _ => return Ok(Money::ZERO),
    }
    // What was seen may have changed before the lock.
    ledger::lock(tx, customer, wallet).await?;
    for amount in holds::lapse(tx, customer, wallet, call.at).await? {
        ledger::free(tx, customer, wallet, amount).await?;
    }
    let Some(standing) = ledger::standing(tx, customer, wallet, call.at).await? else { return Ok(Money::ZERO) };
    let amount = expiring(&standing, standing.due_minor, standing.held_minor);
    if amount.is_positive() {
        let posting = Posting::new(customer, EntryKind::Expire, amount);
        let balance = ledger::lose(tx, customer, wallet, amount).await?;
        let entry = write(tx, &call.by_rules(), wallet, amount.negated(), balance, &posting).await?;
        use_lots(tx, entry, wallet, &posting).await?;
    }
    Ok(amount)
}
