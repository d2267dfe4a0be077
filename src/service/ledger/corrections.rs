//! Movements that correct earlier ones: points that go back to their lots, and points that are taken back although they
//! may have been spent.

use super::{Posting, above_zero, expiry, repay_first, settle, write};
use crate::{
    clock::Timestamp,
    domain::{CustomerId, Lifetime, Money, PointsWallet, Wallet},
    service::{Operation, Result},
    storage::{Tx, corrections, ledger},
};

/// How many days points live that come back to a lot which has run out.
const SECOND_LIFE_DAYS: i64 = 14;

/// Gives points back that the corrected entry spent, of which `before` have come back before: points debt is repaid
/// first, the rest goes to the lots it came from, the newest first. What came from a lot that has run out becomes a lot of
/// 14 days; what came from no lot, because the history was made elsewhere, lives as long as points that are earned now.
///
/// Going by the age of the lots, which never changes, each point comes back once, into however many corrections they are
/// divided.
///
/// # Errors
/// [`NothingToDo`](crate::service::Refusal::NothingToDo) for nothing or less; the database's.
pub(crate) async fn give_back(
    tx: &mut Tx,
    operation: &Operation,
    wallet: PointsWallet,
    posting: Posting<'_>,
    before: Money,
) -> Result<()> {
    above_zero(&posting)?;
    let wallet = Wallet::from(wallet);
    let added = ledger::earn(tx, posting.customer, wallet, posting.amount).await?;
    let entry = write(tx, operation, wallet, posting.amount, added.balance, &posting).await?;
    let repaid = repay_first(tx, operation, wallet, &posting, added.points_debt).await?;
    let uses = match posting.corrects {
        Some(corrected) => corrections::uses(tx, corrected).await?,
        None => Vec::new(),
    };
    let mut skipped = Money::saturating_sum([before, repaid]);
    let mut left = less(posting.amount, repaid);
    let mut revived = Money::ZERO;
    for lot in uses {
        let share = less(lot.amount_minor, skipped).min(left);
        skipped = less(skipped, lot.amount_minor);
        if !share.is_positive() {
            continue;
        }
        left = less(left, share);
        if lot.expires_at.is_some_and(|expires_at| expires_at <= operation.at()) {
            revived = Money::saturating_sum([revived, share]);
        } else {
            ledger::use_lot(tx, entry, lot.lot_id, share.negated()).await?;
        }
    }
    let second_life = Lifetime::from_days(SECOND_LIFE_DAYS).ok();
    for (amount, lifetime) in [(revived, second_life), (left, added.lifetime)] {
        if amount.is_positive() {
            let expiry = expiry(lifetime, added.zone, operation.at());
            ledger::insert_lot(tx, entry, posting.customer, wallet, amount, expiry).await?;
        }
    }
    Ok(())
}

/// Takes points back that the corrected entry gave: from the lot that it opened, then from the others in the order they
/// are spent. What has been spent, or is reserved by a hold, becomes points debt, which later earnings repay first; returns
/// how much that is.
///
/// # Errors
/// [`NothingToDo`](crate::service::Refusal::NothingToDo) for nothing or less; the database's.
pub(crate) async fn take_back(
    tx: &mut Tx,
    operation: &Operation,
    wallet: PointsWallet,
    posting: Posting<'_>,
) -> Result<Money> {
    above_zero(&posting)?;
    let wallet = Wallet::from(wallet);
    settle(tx, operation, posting.customer, wallet).await?;
    let standing = corrections::take_back(tx, posting.customer, wallet, posting.amount).await?;
    let entry = write(tx, operation, wallet, posting.amount.negated(), standing.balance_minor, &posting).await?;
    let lots = corrections::open_lots(tx, posting.customer, wallet, posting.corrects).await?;
    let had = Money::saturating_sum(lots.iter().map(|lot| lot.remaining_minor));
    let has = Money::saturating_sum([standing.balance_minor, standing.points_debt_minor]);
    let taken = less(had, has);
    let mut missing = taken;
    for lot in lots {
        let used = lot.remaining_minor.min(missing);
        if used.is_positive() {
            ledger::use_lot(tx, entry, lot.lot_id, used).await?;
        }
        missing = less(missing, used);
    }
    Ok(less(posting.amount, taken))
}

/// The points debt that would arise if `given` came back to a wallet and then `taken` were taken back from it.
///
/// # Errors
/// The database's.
pub(crate) async fn foresee(
    tx: &mut Tx,
    customer: CustomerId,
    wallet: PointsWallet,
    given: Money,
    taken: Money,
    at: Timestamp,
) -> Result<Money> {
    let Some(standing) = ledger::standing(tx, customer, wallet.into(), at).await? else {
        return Ok(less(taken, given));
    };
    let owed = settle::owed(&standing);
    let free = Money::saturating_sum([settle::available(&standing), owed]);
    let returned = less(given, owed);
    Ok(less(taken, Money::saturating_sum([free, returned])))
}

/// `a - b`, never below zero.
fn less(a: Money, b: Money) -> Money {
    a.checked_sub(b).unwrap_or(Money::ZERO).max(Money::ZERO)
}
