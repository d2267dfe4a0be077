//! Bills are looked at.

use crate::{
    domain::{
        BillId, CustomerId, Money, Permission,
        billing::{Period, Record},
    },
    service::{
        Caller, Result,
        billing::{Earned, Found, Page, base, profiles::customer_of},
    },
    storage::{
        Tx,
        billing::{
            bill_details::{self, BillDetail},
            bills::{self, Bill, BillFilter, BillTotals},
        },
    },
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
    /// What it earned by this.
    pub earned: Option<Earned>,
}

/// Bills of a period, with what all of them come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BillHistory {
    /// A part of them, the newest first.
    pub bills: Found<BillOfShop>,
    /// What all of them come to.
    pub totals: BillTotals,
}

/// The bills of a customer without drafts, and what is to be paid of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BillsOfCustomer {
    /// A part of them, those of which something is to be paid first, the newest first.
    pub bills: Found<Bill>,
    /// Of how many something is to be paid.
    pub open: i64,
    /// How much that is.
    pub to_pay: Money,
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
/// [`NotAllowed`](crate::service::Refusal::NotAllowed); the database's.
pub async fn list(tx: &mut Tx, caller: &Caller, filter: &BillFilter, page: Page) -> Result<Found<BillOfShop>> {
    caller.require(Permission::SeeBills)?;
    let filter = BillFilter { customer: base::card(tx, filter.customer).await?, ..filter.clone() };
    let found = bills::list(tx, &filter, page).await?;
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
/// [`NotAllowed`](crate::service::Refusal::NotAllowed), [`UnknownRecord`](crate::service::Refusal::UnknownRecord) where they have no sales profile; the database's.
pub async fn of_customer(tx: &mut Tx, caller: &Caller, customer: CustomerId, page: Page) -> Result<Found<BillOfShop>> {
    caller.require(Permission::SeeBills)?;
    let customer = Some(customer_of(tx, customer).await?);
    list(tx, caller, &BillFilter { customer, ..BillFilter::default() }, page).await
}

/// The bills of a customer without drafts, those of which something is to be paid first.
///
/// # Errors
/// [`NotAllowed`](crate::service::Refusal::NotAllowed), [`UnknownRecord`](crate::service::Refusal::UnknownRecord) where they have no sales profile; the database's.
pub async fn open_first(tx: &mut Tx, caller: &Caller, customer: CustomerId, page: Page) -> Result<BillsOfCustomer> {
    caller.require(Permission::SeeBills)?;
    let customer = Some(customer_of(tx, customer).await?);
    let issued = BillFilter { customer, is_issued: true, ..BillFilter::default() };
    let open = BillFilter { is_open: true, ..issued.clone() };
    Ok(BillsOfCustomer {
        bills: bills::open_first(tx, &issued, page).await?,
        open: bills::list(tx, &open, Page::first(0)).await?.total,
        to_pay: bills::totals(tx, &open).await?.due(),
    })
}

/// The bills of a period without drafts, of a customer or of all.
///
/// # Errors
/// [`NotAllowed`](crate::service::Refusal::NotAllowed), [`UnknownRecord`](crate::service::Refusal::UnknownRecord) where the customer has no sales profile; the database's.
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
/// [`NotAllowed`](crate::service::Refusal::NotAllowed), [`UnknownRecord`](crate::service::Refusal::UnknownRecord) where they have no sales profile; the database's.
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
/// [`NotAllowed`](crate::service::Refusal::NotAllowed), [`UnknownRecord`](crate::service::Refusal::UnknownRecord); the database's.
pub async fn get(tx: &mut Tx, caller: &Caller, bill: BillId) -> Result<BillOfShop> {
    caller.require(Permission::SeeBills)?;
    existing(tx, bill).await
}

pub(super) async fn existing(tx: &mut Tx, bill: BillId) -> Result<BillOfShop> {
    let bill = bills::by_id(tx, bill).await?.ok_or(base::unknown(Record::Bill))?;
    with_details(tx, bill).await
}

pub(super) async fn with_details(tx: &mut Tx, bill: Bill) -> Result<BillOfShop> {
    let details = bill_details::of_bills(tx, &[bill.bill_id]).await?;
    Ok(BillOfShop { bill, details })
}
