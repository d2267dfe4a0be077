//! Pay: money of the customer is spent.

use super::{
    posting::{Posting, write},
    spend::not_enough,
};
use crate::{
    domain::{Money, Wallet},
    service::{Operation, Result},
    storage::{Tx, ledger},
};

/// Takes money that the customer has with the shop; never more than that. Returns what is left.
///
/// # Errors
/// [`Refusal::NotEnoughPoints`](crate::service::Refusal::NotEnoughPoints) with what there is, also under concurrent transactions;
/// [`Refusal::NothingToDo`](crate::service::Refusal::NothingToDo); the database's.
pub(in crate::service) async fn pay(tx: &mut Tx, operation: &Operation, posting: Posting<'_>) -> Result<Money> {
    posting.require_amount()?;
    let Some(moved) = ledger::take(tx, posting.customer, Wallet::Money, posting.amount).await? else {
        return Err(not_enough(tx, posting.customer, Wallet::Money, operation.at()).await);
    };
    write(tx, operation, Wallet::Money, posting.amount.negated(), moved, &posting).await?;
    Ok(moved.balance_minor)
}
