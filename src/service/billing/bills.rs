//! Bills: written by hand, or made of an entitlement for a month.

mod make;

use super::{
    Found, Page,
    base::{self, changes},
    figures,
    profiles::customer_of,
};
use crate::{
    domain::{
        BillId, CustomerId, EntitlementId, Permission, UtilityId, Verb,
        billing::{Date, NumberSeries, Period, Record, bill_status},
    },
    service::{
        Caller, Operation, Refusal, Result,
        operations::{self, Begun},
    },
    storage::{
        Tx,
        billing::{bill_details, bills, bills::BillContent, numbers, profiles, settings, utilities},
    },
};

pub use self::make::{NewBill, add, generate, generate_for_month};
pub use crate::storage::billing::{
    bill_details::BillDetail,
    bills::{Bill, BillFilter, BillTotals},
};

/// A bill with its details.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BillOfShop {
    /// The bill.
    pub bill: Bill,
    /// Its details, in the order in which they were made.
    pub details: Vec<BillDetail>,
}

/// A bill that was made or changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BillWritten {
    /// As it is now.
    pub bill: BillOfShop,
    /// It has been issued by this: the customer is to be told. Not where the operation was carried out before.
    pub is_issued: bool,
}

/// Bills of a period, with what all of them come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BillHistory {
    /// A part of them, the newest first.
    pub bills: Found<BillOfShop>,
    /// What all of them come to.
    pub totals: BillTotals,
}

changes! {
    /// What of a bill changes beside its status.
    BillContentChanges of BillContent {
        /// What it bills; of one with details or payments this stays.
        entitlement_id: EntitlementId,
        /// Says the VAT of details that are added, and how to pay; `Some(None)`: nothing does.
        utility_id: Option<UtilityId>,
        /// Unique in the shop.
        number: String,
        /// When it was issued.
        issued_on: Date,
        /// When it is due; `None`: as many days after the issue as before.
        due_on: Date,
        /// May be empty.
        remarks: String,
    }
}

/// What of a bill changes.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct BillChanges {
    /// What it says.
    pub content: BillContentChanges,
    /// Is it a draft? Of a bill of which something is paid this says nothing: its status is as its payments say.
    pub is_draft: Option<bool>,
    /// Where it has no details, it gets those of its entitlement.
    pub auto_calculate: bool,
}

/// The days of the current month.
///
/// # Errors
/// The database's.
pub async fn this_month(tx: &mut Tx, caller: &Caller) -> Result<Period> {
    Ok(base::today(tx, caller.at).await?.month().days())
}

/// The days of the current ISO week.
///
/// # Errors
/// The database's.
pub async fn this_week(tx: &mut Tx, caller: &Caller) -> Result<Period> {
    Ok(base::today(tx, caller.at).await?.week())
}

/// A part of the bills, the newest first.
///
/// # Errors
/// [`Refusal::NotAllowed`]; the database's.
pub async fn list(tx: &mut Tx, caller: &Caller, filter: &BillFilter, page: Page) -> Result<Found<BillOfShop>> {
    caller.require(Permission::SeeBills)?;
    let found = bills::list(tx, filter, page).await?;
    let ids: Vec<BillId> = found.rows.iter().map(|bill| bill.bill_id).collect();
    let all = bill_details::of_bills(tx, &ids).await?;
    let with_details = |bill: Bill| {
        let own = all.iter().filter(|detail| detail.bill_id == bill.bill_id);
        BillOfShop { details: own.cloned().collect(), bill }
    };
    Ok(found.map(with_details))
}

/// The bills of a customer, drafts too.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::UnknownRecord`] where they have no sales profile; the database's.
pub async fn of_customer(tx: &mut Tx, caller: &Caller, customer: CustomerId, page: Page) -> Result<Found<BillOfShop>> {
    caller.require(Permission::SeeBills)?;
    let customer = Some(customer_of(tx, customer).await?);
    list(tx, caller, &BillFilter { customer, ..BillFilter::default() }, page).await
}

/// The bills of a period without drafts, of a customer or of all.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::UnknownRecord`] where the customer has no sales profile; the database's.
pub async fn history(
    tx: &mut Tx,
    caller: &Caller,
    customer: Option<CustomerId>,
    issued: Period,
    page: Page,
) -> Result<BillHistory> {
    caller.require(Permission::SeeBills)?;
    let customer = match customer {
        Some(customer) => Some(customer_of(tx, customer).await?),
        None => None,
    };
    let filter = BillFilter { customer, issued, is_issued: true, ..BillFilter::default() };
    Ok(BillHistory { totals: bills::totals(tx, &filter).await?, bills: list(tx, caller, &filter, page).await? })
}

/// The last bill of a customer, or the one before it; drafts are none. `None` where there is none.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::UnknownRecord`] where they have no sales profile; the database's.
pub async fn last(tx: &mut Tx, caller: &Caller, customer: CustomerId, is_previous: bool) -> Result<Option<BillOfShop>> {
    caller.require(Permission::SeeBills)?;
    let customer = customer_of(tx, customer).await?;
    match bills::last(tx, customer, i64::from(is_previous)).await? {
        Some(bill) => Ok(Some(with_details(tx, bill).await?)),
        None => Ok(None),
    }
}

/// A bill.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::UnknownRecord`]; the database's.
pub async fn get(tx: &mut Tx, caller: &Caller, bill: BillId) -> Result<BillOfShop> {
    caller.require(Permission::SeeBills)?;
    existing(tx, bill).await
}

async fn existing(tx: &mut Tx, bill: BillId) -> Result<BillOfShop> {
    let bill = bills::by_id(tx, bill).await?.ok_or(base::unknown(Record::Bill))?;
    with_details(tx, bill).await
}

async fn with_details(tx: &mut Tx, bill: Bill) -> Result<BillOfShop> {
    let details = bill_details::of_bills(tx, &[bill.bill_id]).await?;
    Ok(BillOfShop { bill, details })
}

/// Changes a bill. Its totals are worked out anew.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::UnknownRecord`], [`Refusal::UnknownReference`] of an entitlement or utility information,
/// [`Refusal::RecordInUse`] where one with details or payments would be of another entitlement, [`Refusal::NumberTaken`],
/// [`Refusal::BadPeriod`], [`Refusal::NoPrice`], [`Refusal::OperationReused`]; the database's.
pub async fn change(tx: &mut Tx, operation: &Operation, bill: BillId, changes: &BillChanges) -> Result<BillWritten> {
    operation.require(Permission::ChangeBills)?;
    let under_way = match operations::begin(tx, operation, Verb::ChangeBill, &(bill, changes)).await? {
        Begun::Before(()) => return Ok(BillWritten { bill: existing(tx, bill).await?, is_issued: false }),
        Begun::Now(under_way) => under_way,
    };
    let known = figures::lock(tx, bill).await?;
    let before = known.content();
    let mut content = changes.content.applied_to(&before);
    if changes.content.due_on.is_none() && content.issued_on != before.issued_on {
        let days = (before.due_on.date() - before.issued_on.date()).num_days();
        content.due_on = content.issued_on.plus_days(u32::try_from(days).unwrap_or(0));
    }
    check(tx, operation, &known, &mut content).await?;
    let author = base::author(tx, operation).await?;
    bills::update(tx, bill, &content, &author).await?;
    let is_empty = bill_details::list(tx, Some(bill), Page::first(1)).await?.total == 0;
    if changes.auto_calculate && is_empty {
        let now = bills::by_id(tx, bill).await?.ok_or(base::unknown(Record::Bill))?;
        make::add_details(tx, &now, content.issued_on, &author).await?;
    }
    let figures = bills::figures(tx, bill).await?;
    figures::check(&known, &figures, figures::Cause::Detail)?;
    let is_draft = changes.is_draft.unwrap_or(known.is_draft());
    let status = bill_status(is_draft, figures.total(), figures.paid);
    let now = figures::set(tx, &known, &figures, status, &author).await?;
    for customer in [before.customer_id, content.customer_id] {
        profiles::note_billed(tx, customer).await?;
    }
    let details = serde_json::json!({ "bill": bill, "before": before, "content": content, "status": status });
    under_way.finish(tx, Some(now.customer_id), &details, ()).await?;
    let is_issued = known.is_draft() && !now.is_draft();
    Ok(BillWritten { bill: with_details(tx, now).await?, is_issued })
}

/// Refuses what of a bill cannot be; what is as it was is not asked for. Another entitlement brings its customer.
async fn check(tx: &mut Tx, operation: &Operation, known: &Bill, content: &mut BillContent) -> Result<()> {
    let before = known.content();
    if content.entitlement_id != before.entitlement_id {
        let has_details = bill_details::list(tx, Some(known.bill_id), Page::first(1)).await?.total > 0;
        if has_details || bills::has_payments(tx, known.bill_id).await? || known.month.is_some() {
            return Err(Refusal::RecordInUse(Record::Bill).into());
        }
        content.customer_id = make::lock_entitlement(tx, operation, content.entitlement_id).await?.customer_id;
    }
    if let Some(utility) = content.utility_id.filter(|utility| Some(*utility) != before.utility_id)
        && utilities::by_id(tx, utility).await?.is_none()
    {
        return Err(Refusal::UnknownReference(Record::Utility).into());
    }
    if content.due_on < content.issued_on && (content.issued_on, content.due_on) != (before.issued_on, before.due_on) {
        return Err(Refusal::BadPeriod.into());
    }
    if content.number != before.number {
        // Who takes the number meanwhile waits.
        numbers::lock(tx, NumberSeries::Bills(content.issued_on.month())).await?;
        if content.number.trim().is_empty() || bills::is_number_taken(tx, &content.number).await? {
            return Err(Refusal::NumberTaken.into());
        }
    }
    Ok(())
}

/// Deletes a bill without payments, with its details.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::UnknownRecord`], [`Refusal::RecordInUse`], [`Refusal::OperationReused`]; the database's.
pub async fn delete(tx: &mut Tx, operation: &Operation, bill: BillId) -> Result<()> {
    operation.require(Permission::ChangeBills)?;
    let under_way = match operations::begin(tx, operation, Verb::DeleteBill, &bill).await? {
        Begun::Before(()) => return Ok(()),
        Begun::Now(under_way) => under_way,
    };
    let known = figures::lock(tx, bill).await?;
    if bills::has_payments(tx, bill).await? {
        return Err(Refusal::RecordInUse(Record::Bill).into());
    }
    bills::delete(tx, bill).await?;
    profiles::note_billed(tx, known.customer_id).await?;
    let details = serde_json::json!({ "bill": bill, "content": known.content(), "total_minor": known.total_minor });
    under_way.finish(tx, Some(known.customer_id), &details, ()).await
}

/// On which day a bill is due, by the settings of the shop.
async fn due_on(tx: &mut Tx, issued_on: Date) -> Result<Date> {
    let days = settings::get(tx).await?.due_days;
    Ok(issued_on.plus_days(u32::try_from(days).unwrap_or(0)))
}
