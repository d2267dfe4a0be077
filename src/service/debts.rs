//! Money that customers owe the shop.

use super::{
    Operation, Refusal, Result,
    customers::{self, Customer},
    ledger,
    operations::{self, Begun},
};
use crate::{
    clock::Timestamp,
    domain::{CustomerId, EntryKind, Money, Permission, Verb, chargeable},
    storage::Tx,
};

/// A manager adds to a customer's debt. Returns the new debt.
///
/// # Errors
/// [`NotAllowed`](super::Refusal::NotAllowed), [`UnknownCustomer`](super::Refusal::UnknownCustomer),
/// [`CustomerBlocked`](super::Refusal::CustomerBlocked), [`CustomerInactive`](super::Refusal::CustomerInactive),
/// [`NothingToDo`](super::Refusal::NothingToDo), [`BeyondCredit`](super::Refusal::BeyondCredit),
/// [`OperationReused`](super::Refusal::OperationReused); the database's.
pub async fn add_debt(
    tx: &mut Tx,
    operation: &Operation,
    customer: CustomerId,
    amount: Money,
    note: &str,
) -> Result<Money> {
    operation.require(Permission::AddDebt)?;
    record(tx, operation, EntryKind::Debt, customer, amount, note).await
}

/// A cashier takes a payment of debt, also of a customer who is blocked. Returns the new debt.
///
/// # Errors
/// As [`add_debt`], and [`MoreThanOwed`](super::Refusal::MoreThanOwed).
pub async fn repay_debt(
    tx: &mut Tx,
    operation: &Operation,
    customer: CustomerId,
    amount: Money,
    note: &str,
) -> Result<Money> {
    operation.require(Permission::RepayDebt)?;
    record(tx, operation, EntryKind::Repayment, customer, amount, note).await
}

/// How much can be charged to a customer; `None`: any amount, since no limit was set.
///
/// # Errors
/// The database's.
pub async fn available(tx: &mut Tx, customer: &Customer, at: Timestamp) -> Result<Option<Money>> {
    let Some(limit) = customer.credit_limit_minor else { return Ok(None) };
    let owed = ledger::balances(tx, customer.customer_id, at).await?.debt;
    Ok(Some(chargeable(limit, owed.negated()).or_zero()))
}

/// Refuses a debt that is beyond the customer's credit limit.
///
/// # Errors
/// [`BeyondCredit`](Refusal::BeyondCredit), [`UnknownCustomer`](Refusal::UnknownCustomer); the database's.
pub(super) async fn require_credit(tx: &mut Tx, customer: CustomerId, debt: Money, at: Timestamp) -> Result<()> {
    let customer = customers::get(tx, customer).await?;
    match available(tx, &customer, at).await? {
        Some(available) if debt.is_positive() && debt > available => Err(Refusal::BeyondCredit { available }.into()),
        _ => Ok(()),
    }
}

async fn record(
    tx: &mut Tx,
    operation: &Operation,
    kind: EntryKind,
    customer: CustomerId,
    amount: Money,
    note: &str,
) -> Result<Money> {
    let is_repaid = kind == EntryKind::Repayment;
    let verb = if is_repaid { Verb::RepayDebt } else { Verb::AddDebt };
    let under_way = match operations::begin(tx, operation, verb, &(customer, amount, note)).await? {
        Begun::Before(owed) => return Ok(owed),
        Begun::Now(under_way) => under_way,
    };
    let owner = customers::get_for_update(tx, customer).await?;
    if !is_repaid {
        customers::require_open(&owner)?;
    }
    let customer = owner.customer_id;
    let posting = ledger::Posting::new(customer, kind, amount).with_note(note);
    let owed = if is_repaid {
        ledger::repay(tx, operation, posting).await?
    } else {
        ledger::owe(tx, operation, &owner, posting).await?.negated()
    };
    let details = serde_json::json!({ "amount_minor": amount, "owed_minor": owed, "note": note });
    under_way.finish(tx, Some(customer), &details, owed).await
}
