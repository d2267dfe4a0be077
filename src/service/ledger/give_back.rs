//! Give back: a refund returns points that were redeemed.

use super::{
    earn::repay_first,
    lots::expiry,
    posting::{Posting, write},
};
use crate::{
    domain::{Lifetime, Money, PointsWallet, Wallet},
    service::{Operation, Result},
    storage::{Tx, corrections, ledger},
};

/// The lifetime of points whose lot has expired when they are given back, in days.
const RETURNED_POINTS_DAYS: i64 = 14;

/// Gives points back that the corrected entry spent, of which `before` were given back earlier: points debt is repaid
/// first, the rest goes to the lots it came from, the newest first. Points from an expired lot become a lot of 14 days; points
/// without a lot, whose history was imported, get the lifetime of points that are earned now.
///
/// The age of lots never changes, so the order is the same each time, and several corrections give each point back once.
///
/// # Errors
/// [`NothingToDo`](crate::service::Refusal::NothingToDo); the database's.
pub(in crate::service) async fn give_back(
    tx: &mut Tx,
    operation: &Operation,
    wallet: PointsWallet,
    posting: Posting<'_>,
    before: Money,
) -> Result<()> {
    posting.require_amount()?;
    let wallet = Wallet::from(wallet);
    let added = ledger::earn(tx, posting.customer, wallet, posting.amount).await?;
    let entry = write(tx, operation, wallet, posting.amount, added.moved, &posting).await?;
    let repaid = repay_first(tx, operation, wallet, &posting, added.moved.points_debt_minor).await?;
    let uses = match posting.corrects {
        Some(corrected) => corrections::uses(tx, corrected).await?,
        None => Vec::new(),
    };
    let mut skipped = before.saturating_add(repaid);
    let mut left = posting.amount.saturating_sub(repaid).or_zero();
    let mut from_expired = Money::ZERO;
    for lot in uses {
        let share = lot.amount_minor.saturating_sub(skipped).or_zero().min(left);
        skipped = skipped.saturating_sub(lot.amount_minor).or_zero();
        if !share.is_positive() {
            continue;
        }
        left = left.saturating_sub(share);
        if lot.expires_at.is_some_and(|expires_at| expires_at <= tx.expired_by(operation.at())) {
            from_expired = from_expired.saturating_add(share);
        } else {
            ledger::use_lot(tx, entry, lot.lot_id, share.negated()).await?;
        }
    }
    let returned_lifetime = Lifetime::from_days(RETURNED_POINTS_DAYS).ok();
    for (amount, lifetime) in [(from_expired, returned_lifetime), (left, added.lifetime)] {
        if amount.is_positive() {
            let expiry = expiry(lifetime, added.zone, operation.at());
            ledger::insert_lot(tx, entry, posting.customer, wallet, amount, expiry).await?;
        }
    }
    Ok(())
}
