//! Deposit: a customer pays money in, beyond what they owe too.

use super::posting::{Posting, write};
use crate::{
    domain::{Money, Wallet},
    service::{Operation, Result},
    storage::{Tx, ledger},
};

/// Adds to the customer's money. Returns the new balance.
///
/// # Errors
/// [`NothingToDo`](crate::service::Refusal::NothingToDo), [`TooLarge`](crate::service::Refusal::TooLarge); the database's.
pub(in crate::service) async fn deposit(tx: &mut Tx, operation: &Operation, posting: Posting<'_>) -> Result<Money> {
    posting.require_amount()?;
    let moved = ledger::add(tx, posting.customer, Wallet::Money, posting.amount).await?;
    write(tx, operation, Wallet::Money, posting.amount, moved, &posting).await?;
    Ok(moved.balance_minor)
}
