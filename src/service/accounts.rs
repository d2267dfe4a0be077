//! The money that customers have with the shop, paid in and charged by the back office. Below zero it is the debt that the chat knows.

use super::{
    Error, Operation, Result, customers, ledger,
    operations::{self, Begun},
    transactions::Transaction,
};
use crate::{
    domain::{CustomerId, EntryId, EntryKind, Money, Permission, Verb},
    storage::{Tx, transactions},
};

/// What moved money.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    /// The entry.
    pub transaction: Transaction,
    /// This is the result of an earlier call with the same operation id; people have been told.
    pub repeated: bool,
}

/// The back office notes money that a customer paid, beyond what they owe too. It earns no points.
///
/// # Errors
/// [`NotAllowed`](super::Refusal::NotAllowed), [`UnknownCustomer`](super::Refusal::UnknownCustomer),
/// [`CustomerBlocked`](super::Refusal::CustomerBlocked), [`CustomerInactive`](super::Refusal::CustomerInactive),
/// [`NothingToDo`](super::Refusal::NothingToDo), [`TooLarge`](super::Refusal::TooLarge),
/// [`OperationReused`](super::Refusal::OperationReused); the database's.
pub async fn deposit(
    tx: &mut Tx,
    operation: &Operation,
    customer: CustomerId,
    amount: Money,
    note: &str,
) -> Result<Moved> {
    record(tx, operation, EntryKind::Deposit, customer, amount, note).await
}

/// The back office charges a customer's money, down to minus their credit limit; without a limit down to zero.
///
/// # Errors
/// As [`deposit`], and [`BeyondCredit`](super::Refusal::BeyondCredit).
pub async fn charge(
    tx: &mut Tx,
    operation: &Operation,
    customer: CustomerId,
    amount: Money,
    note: &str,
) -> Result<Moved> {
    record(tx, operation, EntryKind::Charge, customer, amount, note).await
}

async fn record(
    tx: &mut Tx,
    operation: &Operation,
    kind: EntryKind,
    customer: CustomerId,
    amount: Money,
    note: &str,
) -> Result<Moved> {
    operation.require(Permission::MoveMoney)?;
    let is_charge = kind == EntryKind::Charge;
    let verb = if is_charge { Verb::Charge } else { Verb::Deposit };
    let under_way = match operations::begin::<EntryId>(tx, operation, verb, &(customer, amount, note)).await? {
        Begun::Before(entry) => return Ok(Moved { transaction: by_id(tx, entry).await?, repeated: true }),
        Begun::Now(under_way) => under_way,
    };
    let owner = customers::get_for_update(tx, customer).await?;
    customers::require_open(&owner)?;
    let posting = ledger::Posting::new(owner.customer_id, kind, amount).with_note(note);
    let balance = if is_charge {
        let limit = owner.credit_limit_minor.unwrap_or(Money::ZERO);
        ledger::owe_within(tx, operation, Some(limit), posting).await?
    } else {
        ledger::deposit(tx, operation, posting).await?
    };
    let found = transactions::of_operation(tx, owner.customer_id, &operation.id, operation.at()).await?;
    let transaction = found.ok_or(Error::Corrupt("an entry vanished"))?;
    let details = serde_json::json!({ "amount_minor": amount, "balance_minor": balance, "note": note });
    under_way.finish(tx, Some(owner.customer_id), &details, transaction.entry_id).await?;
    Ok(Moved { transaction, repeated: false })
}

async fn by_id(tx: &mut Tx, entry: EntryId) -> Result<Transaction> {
    transactions::by_id(tx, entry).await?.ok_or(Error::Corrupt("an entry vanished"))
}
