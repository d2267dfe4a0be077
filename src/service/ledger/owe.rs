//! Owe: a customer's debt grows, where they have a credit limit within that.

use super::posting::{Posting, write};
use crate::{
    domain::{Money, Wallet, chargeable},
    service::{Operation, Refusal, Result},
    storage::{Tx, customers::Customer, ledger},
};

/// Takes from the money of a customer whose card is locked, below zero too, down to minus their credit limit. Returns the new balance.
///
/// # Errors
/// [`Refusal::BeyondCredit`], [`Refusal::NothingToDo`]; the database's.
pub(in crate::service) async fn owe(
    tx: &mut Tx,
    operation: &Operation,
    customer: &Customer,
    posting: Posting<'_>,
) -> Result<Money> {
    owe_within(tx, operation, customer.credit_limit_minor, posting).await
}

/// As [`owe`], with this limit; `None`: without one.
pub(in crate::service) async fn owe_within(
    tx: &mut Tx,
    operation: &Operation,
    limit: Option<Money>,
    posting: Posting<'_>,
) -> Result<Money> {
    posting.require_amount()?;
    if let Some(limit) = limit {
        let money = ledger::lock(tx, posting.customer, Wallet::Money).await?;
        let available = chargeable(limit, money.map_or(Money::ZERO, |money| money.balance_minor));
        if posting.amount > available {
            return Err(Refusal::BeyondCredit { available }.into());
        }
    }
    let amount = posting.amount.negated();
    let moved = ledger::add(tx, posting.customer, Wallet::Money, amount).await?;
    write(tx, operation, Wallet::Money, amount, moved, &posting).await?;
    Ok(moved.balance_minor)
}
