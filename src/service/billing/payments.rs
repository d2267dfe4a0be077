//! Payments of bills. What counts is the completed parts of completed payments; they never come to more than what is due.

use super::{
    Found, Page,
    base::{self, changes},
    figures::{self, Booked, Cause, Written},
    payment_details as parts,
    profiles::customer_of,
};
use crate::{
    domain::{
        BillId, CustomerId, EntitlementId, Money, PaymentId, Permission, Verb,
        billing::{Date, PaymentStatus, Period, Record},
    },
    service::{
        Caller, Operation, Refusal, Result,
        operations::{self, Begun},
    },
    storage::{
        Tx,
        billing::{
            payment_details::{self, PaymentDetailContent},
            payments::{self, PaymentContent},
        },
    },
};

pub use crate::storage::billing::{
    payment_details::PaymentDetail,
    payments::{Payment, PaymentFilter, ReceivedOf},
};

/// A payment with its parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaymentOfShop {
    /// The payment.
    pub payment: Payment,
    /// Its parts, in the order in which they were made.
    pub details: Vec<PaymentDetail>,
}

/// A payment to be noted.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct NewPayment {
    /// Which bill.
    pub bill_id: BillId,
    /// What the bill bills, where it is said.
    pub entitlement_id: Option<EntitlementId>,
    /// When.
    pub paid_on: Date,
    /// How, in words; may be empty.
    pub method: String,
    /// May be empty.
    pub remarks: String,
    /// What became of it.
    pub status: PaymentStatus,
}

/// A payment that a member of the staff takes.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct TakenPayment {
    /// Which bill.
    pub bill_id: BillId,
    /// How much.
    pub amount: Money,
    /// How, in words; may be empty.
    pub method: String,
}

changes! {
    /// What of a payment changes.
    PaymentChanges of PaymentContent {
        /// Which bill; a payment cannot go to another.
        bill_id: BillId,
        /// When.
        paid_on: Date,
        /// How, in words; may be empty.
        method: String,
        /// May be empty.
        remarks: String,
        /// What became of it.
        status: PaymentStatus,
    }
}

/// Payments of a period, with what of all of them counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaymentHistory {
    /// A part of them, the newest first; pending ones too.
    pub payments: Found<PaymentOfShop>,
    /// What counts.
    pub received: Money,
}

/// A part of the payments, the newest first.
///
/// # Errors
/// [`Refusal::NotAllowed`]; the database's.
pub async fn list(tx: &mut Tx, caller: &Caller, filter: &PaymentFilter, page: Page) -> Result<Found<PaymentOfShop>> {
    caller.require(Permission::SeeBills)?;
    let filter = PaymentFilter { customer: base::card(tx, filter.customer).await?, ..filter.clone() };
    let found = payments::list(tx, &filter, page).await?;
    let ids: Vec<PaymentId> = found.rows.iter().map(|payment| payment.payment_id).collect();
    let all = payment_details::of_payments(tx, &ids).await?;
    let with_details = |payment: Payment| {
        let own = all.iter().filter(|detail| detail.payment_id == payment.payment_id);
        PaymentOfShop { details: own.cloned().collect(), payment }
    };
    Ok(found.map(with_details))
}

/// The payments of a customer.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::UnknownRecord`] where they have no sales profile; the database's.
pub async fn of_customer(
    tx: &mut Tx,
    caller: &Caller,
    customer: CustomerId,
    page: Page,
) -> Result<Found<PaymentOfShop>> {
    caller.require(Permission::SeeBills)?;
    let customer = Some(customer_of(tx, customer).await?);
    list(tx, caller, &PaymentFilter { customer, ..PaymentFilter::default() }, page).await
}

/// The payments of a period, of a customer or of all.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::UnknownRecord`] where the customer has no sales profile; the database's.
pub async fn history(
    tx: &mut Tx,
    caller: &Caller,
    customer: Option<CustomerId>,
    paid: Period,
    page: Page,
) -> Result<PaymentHistory> {
    caller.require(Permission::SeeBills)?;
    let customer = match customer {
        Some(customer) => Some(customer_of(tx, customer).await?),
        None => None,
    };
    let filter = PaymentFilter { customer, paid, ..PaymentFilter::default() };
    let received = payments::total(tx, &filter).await?;
    Ok(PaymentHistory { payments: list(tx, caller, &filter, page).await?, received })
}

/// What was received of each customer in a period, of those who paid something, by name.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::UnknownRecord`] where the customer has no sales profile; the database's.
pub async fn by_customer(
    tx: &mut Tx,
    caller: &Caller,
    customer: Option<CustomerId>,
    paid: Period,
    page: Page,
) -> Result<Vec<ReceivedOf>> {
    caller.require(Permission::SeeBills)?;
    let customer = match customer {
        Some(customer) => Some(customer_of(tx, customer).await?),
        None => None,
    };
    let filter = PaymentFilter { customer, paid, ..PaymentFilter::default() };
    Ok(payments::by_customer(tx, &filter, page).await?)
}

/// A payment.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::UnknownRecord`]; the database's.
pub async fn get(tx: &mut Tx, caller: &Caller, payment: PaymentId) -> Result<PaymentOfShop> {
    caller.require(Permission::SeeBills)?;
    existing(tx, payment).await
}

async fn existing(tx: &mut Tx, payment: PaymentId) -> Result<PaymentOfShop> {
    let payment = payments::by_id(tx, payment).await?.ok_or(base::unknown(Record::Payment))?;
    let details = payment_details::of_payments(tx, &[payment.payment_id]).await?;
    Ok(PaymentOfShop { payment, details })
}

async fn before(tx: &mut Tx, payment: PaymentId) -> Result<Booked<PaymentOfShop>> {
    let row = existing(tx, payment).await?;
    let bill = figures::named(tx, row.payment.bill_id).await?;
    Ok(Booked::before(bill, row))
}

/// Notes a payment of a bill, which has no parts yet.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::UnknownReference`] of a bill, or of an entitlement that is not the bill's,
/// [`Refusal::OperationReused`]; the database's.
pub async fn add(tx: &mut Tx, operation: &Operation, new: &NewPayment) -> Result<Booked<PaymentOfShop>> {
    operation.require(Permission::MakeBills)?;
    let under_way = match operations::begin::<PaymentId>(tx, operation, Verb::AddPayment, new).await? {
        Begun::Before(payment) => return before(tx, payment).await,
        Begun::Now(under_way) => under_way,
    };
    let bill = figures::lock_named(tx, new.bill_id).await?;
    if new.entitlement_id.is_some_and(|entitlement| entitlement != bill.entitlement_id) {
        return Err(Refusal::UnknownReference(Record::Entitlement).into());
    }
    let content = PaymentContent {
        customer_id: bill.customer_id,
        bill_id: bill.bill_id,
        paid_on: new.paid_on,
        method: new.method.clone(),
        remarks: new.remarks.clone(),
        status: new.status,
    };
    let author = base::author(tx, operation).await?;
    let payment = payments::insert(tx, &content, &author).await?;
    let noted = serde_json::json!({ "bill": bill.number, "payment": payment, "content": content });
    under_way.finish(tx, Some(bill.customer_id), &noted, payment).await?;
    Ok(Booked::before(bill, existing(tx, payment).await?))
}

/// A member of the staff takes a payment today: a completed one, with one completed part.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::UnknownReference`] of a bill, [`Refusal::NothingToDo`] for an amount that is not above zero,
/// [`Refusal::TooLarge`], [`Refusal::MoreThanDue`], [`Refusal::OperationReused`]; the database's.
pub async fn take(tx: &mut Tx, operation: &Operation, taken: &TakenPayment) -> Result<Booked<PaymentOfShop>> {
    operation.require(Permission::MakeBills)?;
    let under_way = match operations::begin::<PaymentId>(tx, operation, Verb::TakePayment, taken).await? {
        Begun::Before(payment) => return before(tx, payment).await,
        Begun::Now(under_way) => under_way,
    };
    let bill = figures::lock_named(tx, taken.bill_id).await?;
    let status = PaymentStatus::Completed;
    let content = PaymentContent {
        customer_id: bill.customer_id,
        bill_id: bill.bill_id,
        paid_on: base::today(tx, operation.at()).await?,
        method: taken.method.clone(),
        remarks: String::new(),
        status,
    };
    let author = base::author(tx, operation).await?;
    let payment = payments::insert(tx, &content, &author).await?;
    let part = PaymentDetailContent {
        payment_id: payment,
        amount: taken.amount,
        transaction_number: String::new(),
        remarks: String::new(),
        status,
    };
    parts::check(&part)?;
    payment_details::insert(tx, &part, &author).await?;
    let now = figures::write(tx, operation, &bill, &author, Cause::Payment).await?;
    let mut noted =
        serde_json::json!({ "bill": bill.number, "payment": payment, "content": content, "amount": taken.amount });
    now.note(&mut noted);
    under_way.finish(tx, Some(bill.customer_id), &noted, payment).await?;
    Ok(now.booked(&bill, existing(tx, payment).await?))
}

/// Changes a payment.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::UnknownRecord`], [`Refusal::UnknownReference`] of another bill, [`Refusal::MoreThanDue`],
/// [`Refusal::OperationReused`]; the database's.
pub async fn change(
    tx: &mut Tx,
    operation: &Operation,
    payment: PaymentId,
    changes: &PaymentChanges,
) -> Result<Booked<PaymentOfShop>> {
    operation.require(Permission::ChangeBills)?;
    let under_way = match operations::begin::<()>(tx, operation, Verb::ChangePayment, &(payment, changes)).await? {
        Begun::Before(()) => return before(tx, payment).await,
        Begun::Now(under_way) => under_way,
    };
    let bill = existing(tx, payment).await?.payment.bill_id;
    let bill = figures::lock(tx, bill).await?;
    let known = existing(tx, payment).await?.payment.content();
    let content = changes.applied_to(&known);
    if content.bill_id != known.bill_id {
        return Err(Refusal::UnknownReference(Record::Bill).into());
    }
    let author = base::author(tx, operation).await?;
    payments::update(tx, payment, &content, &author).await?;
    let now = if content.status == known.status {
        Written { bill: bill.clone(), earned: None }
    } else {
        figures::write(tx, operation, &bill, &author, Cause::Payment).await?
    };
    let mut noted = serde_json::json!({ "bill": bill.number, "before": known, "content": content });
    now.note(&mut noted);
    under_way.finish(tx, Some(bill.customer_id), &noted, ()).await?;
    Ok(now.booked(&bill, existing(tx, payment).await?))
}

/// Deletes a payment without completed parts, with its other parts.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::UnknownRecord`], [`Refusal::RecordInUse`], [`Refusal::OperationReused`]; the database's.
pub async fn delete(tx: &mut Tx, operation: &Operation, payment: PaymentId) -> Result<()> {
    operation.require(Permission::ChangeBills)?;
    let under_way = match operations::begin(tx, operation, Verb::DeletePayment, &payment).await? {
        Begun::Before(()) => return Ok(()),
        Begun::Now(under_way) => under_way,
    };
    let bill = existing(tx, payment).await?.payment.bill_id;
    let bill = figures::lock(tx, bill).await?;
    let known = existing(tx, payment).await?;
    if known.details.iter().any(|detail| detail.status.is_completed()) {
        return Err(Refusal::RecordInUse(Record::Payment).into());
    }
    payments::delete(tx, payment).await?;
    let noted = serde_json::json!({ "bill": bill.number, "content": known.payment.content() });
    under_way.finish(tx, Some(bill.customer_id), &noted, ()).await
}
