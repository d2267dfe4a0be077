//! The entries of a customer as the back office sees them.

use super::{Caller, Result, customers};
use crate::{
    domain::{CustomerId, Money, PageWanted, Permission, TransactionKind},
    storage::{Tx, transactions},
};

pub use crate::storage::transactions::{Sums, Transaction, Wanted};

/// A part of a customer's entries.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// The entries, newest first.
    pub transactions: Vec<Transaction>,
    /// How many there are in all.
    pub total: i64,
}

impl Transaction {
    /// What it is.
    pub const fn word(&self) -> TransactionKind {
        TransactionKind::of(self.kind, self.wallet, self.amount_minor)
    }

    /// The balance of the wallet before it.
    pub const fn balance_before(&self) -> Money {
        self.balance_after_minor.saturating_sub(self.amount_minor)
    }
}

/// A part of a customer's entries that are wanted, newest first.
///
/// # Errors
/// [`NotAllowed`](super::Refusal::NotAllowed), [`UnknownCustomer`](super::Refusal::UnknownCustomer); the database's.
pub async fn list(
    tx: &mut Tx,
    caller: &Caller,
    customer: CustomerId,
    wanted: &Wanted,
    page: PageWanted,
) -> Result<Page> {
    caller.require(Permission::SeeCustomers)?;
    let customer = customers::get(tx, customer).await?.customer_id;
    let total = transactions::count(tx, customer, wanted).await?;
    let transactions = transactions::list(tx, customer, wanted, page.size, page.offset_in(total)).await?;
    Ok(Page { transactions, total })
}

/// The latest entries of a customer, at most `limit`.
///
/// # Errors
/// As [`list`].
pub async fn latest(tx: &mut Tx, caller: &Caller, customer: CustomerId, limit: i64) -> Result<Vec<Transaction>> {
    caller.require(Permission::SeeCustomers)?;
    let customer = customers::get(tx, customer).await?.customer_id;
    Ok(transactions::list(tx, customer, &Wanted::default(), limit, 0).await?)
}

/// How many entries a customer has, and what the money among them comes to.
///
/// # Errors
/// As [`list`].
pub async fn sums(tx: &mut Tx, caller: &Caller, customer: CustomerId) -> Result<Sums> {
    caller.require(Permission::SeeCustomers)?;
    let customer = customers::get(tx, customer).await?.customer_id;
    Ok(transactions::sums(tx, customer).await?)
}
