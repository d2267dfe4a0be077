//! A refund gives points back that were redeemed.

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

/// How many days points live that come back to a lot which has run out.
const RETURNED_POINTS_DAYS: i64 = 14;

/// Gives points back that the corrected entry spent, of which `before` have come back before: points debt is repaid
/// first, the rest goes to the lots it came from, the newest first. What came from a lot that has run out becomes a lot of
/// 14 days; what came from no lot, because the history was made elsewhere, lives as long as points that are earned now.
///
/// Going by the age of the lots, which never changes, each point comes back once, into however many corrections they are
/// divided.
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
        if lot.expires_at.is_some_and(|expires_at| expires_at <= operation.at()) {
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
