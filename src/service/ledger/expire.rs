//! Expire: the time of holds runs out, and lots expire.

use super::{
    balances::expiring,
    lots::use_lots,
    points_debt::repay_points_debt,
    posting::{Posting, write},
};
use crate::{
    domain::{CustomerId, EntryKind, Money, Wallet},
    service::{Operation, Result},
    storage::{Tx, holds, ledger},
};

/// Takes the points in expired lots of a locked wallet that no hold reserves. Returns how many.
pub(super) async fn expire(tx: &mut Tx, operation: &Operation, customer: CustomerId, wallet: Wallet) -> Result<Money> {
    let Some(state) = ledger::wallet_state(tx, customer, wallet, operation.at()).await? else {
        return Ok(Money::ZERO);
    };
    let amount = expiring(&state);
    if amount.is_positive() {
        let posting = Posting::new(customer, EntryKind::Expire, amount);
        let moved = ledger::lose(tx, customer, wallet, amount).await?;
        let entry = write(tx, &operation.by_rule(), wallet, amount.negated(), moved, &posting).await?;
        use_lots(tx, entry, wallet, &posting).await?;
    }
    Ok(amount)
}

/// Ends the holds of a locked wallet whose time ran out. Returns the points debt that is left.
pub(super) async fn expire_holds(
    tx: &mut Tx,
    operation: &Operation,
    customer: CustomerId,
    wallet: Wallet,
) -> Result<Money> {
    for amount in holds::expire(tx, customer, wallet, operation.at()).await? {
        ledger::free(tx, customer, wallet, amount).await?;
    }
    Ok(repay_points_debt(tx, customer, wallet).await?)
}
