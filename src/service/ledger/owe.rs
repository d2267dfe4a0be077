//! Owe: a customer's debt grows.

use super::posting::{Posting, write};
use crate::{
    domain::{Money, Wallet},
    service::{Operation, Result},
    storage::{Tx, ledger},
};

/// Adds to the customer's debt. Returns the new debt.
///
/// # Errors
/// [`NothingToDo`](crate::service::Refusal::NothingToDo); the database's.
pub(in crate::service) async fn owe(tx: &mut Tx, operation: &Operation, posting: Posting<'_>) -> Result<Money> {
    posting.require_amount()?;
    let amount = posting.amount.negated();
    let moved = ledger::add(tx, posting.customer, Wallet::Money, amount).await?;
    write(tx, operation, Wallet::Money, amount, moved, &posting).await?;
    Ok(moved.balance_minor.negated())
}
