//! What a bill comes to is kept in the transaction that changes its details or its payments, while the bill is locked.

use super::{
    base,
    earning::{self, Earned},
};
use crate::{
    domain::{
        BillId, Money,
        billing::{BillFigures, BillStatus, Record, bill_status},
    },
    service::{Operation, Refusal, Result, customers},
    storage::{
        Tx,
        billing::{
            Author,
            bills::{self, Bill},
        },
    },
};

/// A row that changes what of a bill is paid, with what it changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Booked<T> {
    /// The row, as it is now.
    pub row: T,
    /// The bill, as it is now.
    pub bill: Bill,
    /// What counts as paid since this; below zero: what does not any more. Nothing where the operation was carried out before.
    pub counted: Money,
    /// What the bill earned by this.
    pub earned: Option<Earned>,
}

/// A bill whose amounts were worked out anew.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Written {
    /// As it is now.
    pub(super) bill: Bill,
    /// What it earned by this.
    pub(super) earned: Option<Earned>,
}

impl Written {
    /// The row whose change this is.
    pub(super) fn booked<T>(self, before: &Bill, row: T) -> Booked<T> {
        let counted = self.bill.paid_minor.saturating_sub(before.paid_minor);
        Booked { row, bill: self.bill, counted, earned: self.earned }
    }

    /// Adds what the bill earned to the details of a line of the audit log.
    pub(super) fn note(&self, details: &mut serde_json::Value) {
        if let Some(earned) = &self.earned {
            details["earned"] = serde_json::json!(earned);
        }
    }
}

impl<T> Booked<T> {
    /// The row of an operation that was carried out before.
    pub(super) const fn before(bill: Bill, row: T) -> Self {
        Self { row, bill, counted: Money::ZERO, earned: None }
    }
}

/// What changes a bill: it decides what is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cause {
    /// A detail.
    Detail,
    /// A payment.
    Payment,
}

/// Locks the card of the customer of a bill, and the bill.
///
/// # Errors
/// [`Refusal::UnknownRecord`]; the database's.
pub(super) async fn lock(tx: &mut Tx, bill: BillId) -> Result<Bill> {
    let unknown = || base::unknown(Record::Bill);
    let customer = bills::by_id(tx, bill).await?.ok_or(unknown())?.customer_id;
    customers::get_for_update(tx, customer).await?;
    Ok(bills::by_id_alone(tx, bill).await?.ok_or(unknown())?)
}

/// A bill that another row names.
///
/// # Errors
/// [`Refusal::UnknownRecord`]; the database's.
pub(super) async fn named(tx: &mut Tx, bill: BillId) -> Result<Bill> {
    Ok(bills::by_id(tx, bill).await?.ok_or(base::unknown(Record::Bill))?)
}

/// As [`lock`], of a bill that a body names.
///
/// # Errors
/// [`Refusal::UnknownReference`]; the database's.
pub(super) async fn lock_named(tx: &mut Tx, bill: BillId) -> Result<Bill> {
    match lock(tx, bill).await {
        Err(crate::service::Error::Refused(Refusal::UnknownRecord(record))) => {
            Err(Refusal::UnknownReference(record).into())
        }
        found => found,
    }
}

/// Works out what a bill comes to that was locked as `before`, after its details or payments changed, and its status. Where it is paid
/// by this, it earns.
///
/// # Errors
/// [`Refusal::BelowPaid`], [`Refusal::MoreThanDue`], [`Refusal::TooLarge`]; the database's.
pub(super) async fn write(
    tx: &mut Tx,
    operation: &Operation,
    before: &Bill,
    author: &Author,
    cause: Cause,
) -> Result<Written> {
    let figures = bills::figures(tx, before.bill_id).await?;
    check(before, &figures, cause)?;
    let status = bill_status(before.is_draft(), figures.total(), figures.paid);
    set(tx, operation, before, &figures, status, author).await
}

/// Refuses what a bill that was locked as `before` cannot come to.
pub(super) fn check(before: &Bill, figures: &BillFigures, cause: Cause) -> Result<()> {
    let is_kept =
        figures.details.total().is_some_and(Money::is_within_limit) && figures.details.sub_total.is_within_limit();
    if !is_kept {
        return Err(Refusal::TooLarge.into());
    }
    if !figures.due().is_negative() {
        return Ok(());
    }
    Err(match cause {
        Cause::Detail => Refusal::BelowPaid { paid: figures.paid },
        Cause::Payment => Refusal::MoreThanDue { due: before.due() },
    }
    .into())
}

/// Writes what a bill comes to, and its status. Where it is paid by this, it earns.
pub(super) async fn set(
    tx: &mut Tx,
    operation: &Operation,
    before: &Bill,
    figures: &BillFigures,
    status: BillStatus,
    author: &Author,
) -> Result<Written> {
    bills::set_figures(tx, before.bill_id, figures, status, author).await?;
    let now = named(tx, before.bill_id).await?;
    let earned = earning::earn(tx, operation, before, &now).await?;
    let bill = if earned.is_some() { named(tx, before.bill_id).await? } else { now };
    Ok(Written { bill, earned })
}
