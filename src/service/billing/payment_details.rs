//! The parts of payments. Each change works out the bill anew.

use super::{
    Found, Page,
    base::{self, changes},
    figures::{self, Booked, Cause},
};
use crate::{
    domain::{
        Money, PaymentDetailId, PaymentId, Permission, Verb,
        billing::{PaymentStatus, Record},
    },
    service::{
        Caller, Operation, Refusal, Result,
        operations::{self, Begun},
    },
    storage::{
        Tx,
        billing::{payment_details, payments},
    },
};

pub use crate::storage::billing::payment_details::{PaymentDetail, PaymentDetailContent};

changes! {
    /// What of a part of a payment changes.
    PaymentDetailChanges of PaymentDetailContent {
        /// Of which payment; a part cannot go to another.
        payment_id: PaymentId,
        /// How much.
        amount: Money,
        /// Of the bank or the wallet; may be empty.
        transaction_number: String,
        /// May be empty.
        remarks: String,
        /// What became of it.
        status: PaymentStatus,
    }
}

/// A part of the parts, in the order in which they were made.
///
/// # Errors
/// [`Refusal::NotAllowed`]; the database's.
pub async fn list(
    tx: &mut Tx,
    caller: &Caller,
    payment: Option<PaymentId>,
    page: Page,
) -> Result<Found<PaymentDetail>> {
    caller.require(Permission::SeeBills)?;
    Ok(payment_details::list(tx, payment, page).await?)
}

/// A part of a payment.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::UnknownRecord`]; the database's.
pub async fn get(tx: &mut Tx, caller: &Caller, detail: PaymentDetailId) -> Result<PaymentDetail> {
    caller.require(Permission::SeeBills)?;
    existing(tx, detail).await
}

async fn existing(tx: &mut Tx, detail: PaymentDetailId) -> Result<PaymentDetail> {
    Ok(payment_details::by_id(tx, detail).await?.ok_or(base::unknown(Record::PaymentDetail))?)
}

async fn before(tx: &mut Tx, detail: PaymentDetailId) -> Result<Booked<PaymentDetail>> {
    let row = existing(tx, detail).await?;
    let bill = figures::named(tx, row.bill_id).await?;
    Ok(Booked::before(bill, row))
}

/// Adds a part to a payment.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::UnknownReference`] of a payment, [`Refusal::NothingToDo`] for an amount that is not above zero,
/// [`Refusal::TooLarge`], [`Refusal::MoreThanDue`] where it counts, [`Refusal::OperationReused`]; the database's.
pub async fn add(tx: &mut Tx, operation: &Operation, new: &PaymentDetailContent) -> Result<Booked<PaymentDetail>> {
    operation.require(Permission::MakeBills)?;
    let begun = operations::begin::<PaymentDetailId>(tx, operation, Verb::AddPaymentDetail, new).await?;
    let under_way = match begun {
        Begun::Before(detail) => return before(tx, detail).await,
        Begun::Now(under_way) => under_way,
    };
    let unknown = || Refusal::UnknownReference(Record::Payment);
    let bill = payments::by_id(tx, new.payment_id).await?.ok_or(unknown())?.bill_id;
    let bill = figures::lock(tx, bill).await?;
    // It may have been deleted while this transaction waited.
    payments::by_id(tx, new.payment_id).await?.ok_or(unknown())?;
    check(new)?;
    let author = base::author(tx, operation).await?;
    let detail = payment_details::insert(tx, new, &author).await?;
    let now = figures::write(tx, operation, &bill, &author, Cause::Payment).await?;
    let mut noted = serde_json::json!({ "bill": bill.number, "detail": detail, "content": new });
    now.note(&mut noted);
    let detail = under_way.finish(tx, Some(bill.customer_id), &noted, detail).await?;
    Ok(now.booked(&bill, existing(tx, detail).await?))
}

/// Changes a part of a payment.
///
/// # Errors
/// As [`add`], [`Refusal::UnknownRecord`], and [`Refusal::UnknownReference`] of another payment.
pub async fn change(
    tx: &mut Tx,
    operation: &Operation,
    detail: PaymentDetailId,
    changes: &PaymentDetailChanges,
) -> Result<Booked<PaymentDetail>> {
    operation.require(Permission::ChangeBills)?;
    let input = (detail, changes);
    let under_way = match operations::begin::<()>(tx, operation, Verb::ChangePaymentDetail, &input).await? {
        Begun::Before(()) => return before(tx, detail).await,
        Begun::Now(under_way) => under_way,
    };
    let bill = existing(tx, detail).await?.bill_id;
    let bill = figures::lock(tx, bill).await?;
    let known = existing(tx, detail).await?.content();
    let content = changes.applied_to(&known);
    if content.payment_id != known.payment_id {
        return Err(Refusal::UnknownReference(Record::Payment).into());
    }
    check(&content)?;
    let author = base::author(tx, operation).await?;
    payment_details::update(tx, detail, &content, &author).await?;
    let now = figures::write(tx, operation, &bill, &author, Cause::Payment).await?;
    let mut noted = serde_json::json!({ "bill": bill.number, "before": known, "content": content });
    now.note(&mut noted);
    under_way.finish(tx, Some(bill.customer_id), &noted, ()).await?;
    Ok(now.booked(&bill, existing(tx, detail).await?))
}

/// Deletes a part of a payment: what it counted for is due again. `None` where it was deleted by this before.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::UnknownRecord`], [`Refusal::OperationReused`]; the database's.
pub async fn delete(tx: &mut Tx, operation: &Operation, detail: PaymentDetailId) -> Result<Option<Booked<()>>> {
    operation.require(Permission::ChangeBills)?;
    let under_way = match operations::begin(tx, operation, Verb::DeletePaymentDetail, &detail).await? {
        Begun::Before(()) => return Ok(None),
        Begun::Now(under_way) => under_way,
    };
    let bill = existing(tx, detail).await?.bill_id;
    let bill = figures::lock(tx, bill).await?;
    let known = existing(tx, detail).await?.content();
    let author = base::author(tx, operation).await?;
    payment_details::delete(tx, detail).await?;
    let now = figures::write(tx, operation, &bill, &author, Cause::Payment).await?;
    let noted = serde_json::json!({ "bill": bill.number, "content": known });
    under_way.finish(tx, Some(bill.customer_id), &noted, ()).await?;
    Ok(Some(now.booked(&bill, ())))
}

/// Refuses an amount that cannot be paid.
pub(super) fn check(content: &PaymentDetailContent) -> Result<()> {
    if !content.amount.is_positive() {
        return Err(Refusal::NothingToDo.into());
    }
    if content.amount.is_within_limit() { Ok(()) } else { Err(Refusal::TooLarge.into()) }
}
