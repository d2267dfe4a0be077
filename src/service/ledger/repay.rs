//! Repay: a customer's debt shrinks.

use super::posting::{Posting, write};
use crate::{
    domain::{Money, Wallet},
    service::{Operation, Refusal, Result},
    storage::{Tx, ledger},
};

/// Lowers the customer's debt. Returns the new debt.
///
/// # Errors
/// [`Refusal::MoreThanOwed`], [`Refusal::NothingToDo`]; the database's.
pub(in crate::service) async fn repay(tx: &mut Tx, operation: &Operation, posting: Posting<'_>) -> Result<Money> {
    posting.require_amount()?;
    let Some(moved) = ledger::repay(tx, posting.customer, Wallet::Money, posting.amount).await? else {
        let balance = ledger::balance(tx, posting.customer, Wallet::Money).await?.balance_minor;
        return Err(Refusal::MoreThanOwed { owed: balance.negated().or_zero() }.into());
    };
    write(tx, operation, Wallet::Money, posting.amount, moved, &posting).await?;
    Ok(moved.balance_minor.negated())
}
