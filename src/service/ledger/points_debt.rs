//! Points debt: points that were taken back after they had been spent. Points that no hold reserves any more repay it.

use crate::{
    domain::{CustomerId, Money, Wallet},
    storage::{self, Tx, corrections, ledger},
};

/// Lets the points of a locked wallet that no hold reserves repay points debt: the entries that took points back now take them
/// from lots, as they would have if the points had not been reserved. Returns the points debt that is left.
pub(super) async fn repay_points_debt(tx: &mut Tx, customer: CustomerId, wallet: Wallet) -> storage::Result<Money> {
    let balance = ledger::balance(tx, customer, wallet).await?;
    let mut owed = balance.points_debt_minor;
    if !owed.is_positive() {
        return Ok(Money::ZERO);
    }
    let lots = ledger::open_lots(tx, customer, wallet).await?;
    let in_lots = Money::saturating_sum(lots.iter().map(|lot| lot.remaining_minor));
    let mut free = in_lots.saturating_sub(balance.held_minor).min(owed);
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
            owed = owed.saturating_sub(used);
            free = free.saturating_sub(used);
            missing = missing.saturating_sub(used);
            open.remaining_minor = open.remaining_minor.saturating_sub(used);
            if open.remaining_minor.is_zero() {
                lot = lots.next();
            }
        }
    }
    Ok(owed)
}
