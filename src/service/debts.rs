//! Money that customers owe the shop.

use super::{Call, Result, customers, ledger, log, operations};
use crate::{
    domain::{CustomerId, EntryKind, Money, Permission},
    storage::Tx,
};

/// A manager notes that a customer owes more; what they owe now.
///
/// # Errors
/// [`NotAllowed`](super::Refusal::NotAllowed), [`UnknownCustomer`](super::Refusal::UnknownCustomer),
/// [`NothingToDo`](super::Refusal::NothingToDo), [`OperationReused`](super::Refusal::OperationReused); the database's.
pub async fn add_debt(tx: &mut Tx, call: &Call, customer: CustomerId, amount: Money, note: &str) -> Result<Money> {
    call.require(Permission::AddDebt)?;
    record(tx, call, EntryKind::Debt, customer, amount, note).await
}

/// A cashier takes a customer's payment; what they still owe.
///
/// # Errors
/// As [`add_debt`], and [`MoreThanOwed`](super::Refusal::MoreThanOwed).
pub async fn repay_debt(tx: &mut Tx, call: &Call, customer: CustomerId, amount: Money, note: &str) -> Result<Money> {
    call.require(Permission::RepayDebt)?;
    record(tx, call, EntryKind::Repayment, customer, amount, note).await
}

async fn record(
    tx: &mut Tx,
    call: &Call,
    kind: EntryKind,
    customer: CustomerId,
    amount: Money,
    note: &str,
) -> Result<Money> {
    let is_repaid = kind == EntryKind::Repayment;
    let verb = if is_repaid { "repay_debt" } else { "add_debt" };
    if let Some(owed) = operations::begin(tx, call, verb, &(customer, amount, note)).await? {
        return Ok(owed);
    }
    let customer = customers::get_for_update(tx, customer).await?.customer_id;
    let posting = ledger::Posting::new(customer, kind, amount).with_note(note);
    let owed = if is_repaid { ledger::repay(tx, call, posting).await? } else { ledger::owe(tx, call, posting).await? };
    let details = serde_json::json!({ "amount_minor": amount, "owed_minor": owed, "note": note });
    log(tx, call, verb, Some(customer), details).await?;
    operations::finish(tx, call, owed).await
}
