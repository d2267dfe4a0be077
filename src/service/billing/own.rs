//! Bills as their customers see them: no drafts, and none of others.

use chrono::Days;

use super::{
    Found, Page, base,
    bills::{Bill, BillDetail, BillFilter, BillOfShop},
    details::EntitlementDetail,
    utilities::UtilityDetail,
};
use crate::{
    clock::Timestamp,
    domain::{
        BillId, CustomerId, EntitlementDetailId, Money,
        billing::{BillStatus, Date},
        expiry,
    },
    service::Result,
    storage::{
        Tx,
        billing::{bill_details, bills, details, profiles, utilities, utility_details},
        shops,
    },
};

/// How many days before a bill is due its customer is told.
pub const WARNED_BEFORE: u64 = 3;

/// Are services billed to a customer? Bills are of entitlements, and these of a sales profile.
///
/// # Errors
/// The database's.
pub async fn is_billed(tx: &mut Tx, customer: CustomerId) -> Result<bool> {
    Ok(profiles::is_there(tx, customer).await?)
}

/// What a customer still has to pay of all bills.
///
/// # Errors
/// The database's.
pub async fn to_pay(tx: &mut Tx, customer: CustomerId) -> Result<Money> {
    let filter = BillFilter { customer: Some(customer), is_open: true, is_issued: true, ..BillFilter::default() };
    Ok(bills::totals(tx, &filter).await?.due())
}

/// A part of a customer's bills, the newest first: those of which something is to be paid, or those that are paid.
///
/// # Errors
/// The database's.
pub async fn list(tx: &mut Tx, customer: CustomerId, is_open: bool, page: Page) -> Result<Found<Bill>> {
    let status = (!is_open).then_some(BillStatus::Paid);
    let filter = BillFilter { customer: Some(customer), status, is_open, is_issued: true, ..BillFilter::default() };
    Ok(bills::list(tx, &filter, page).await?)
}

/// A bill of a customer with its details; `None` where it is not theirs.
///
/// # Errors
/// The database's.
pub async fn get(tx: &mut Tx, customer: CustomerId, bill: BillId) -> Result<Option<BillOfShop>> {
    let found = bills::by_id(tx, bill).await?.filter(|bill| bill.customer_id == customer && !bill.is_draft());
    with_details(tx, found).await
}

/// As [`get`], by its number, whatever the case.
///
/// # Errors
/// The database's.
pub async fn by_number(tx: &mut Tx, customer: CustomerId, number: &str) -> Result<Option<BillOfShop>> {
    let found = bills::of_customer_by_number(tx, customer, number.trim()).await?;
    with_details(tx, found).await
}

async fn with_details(tx: &mut Tx, bill: Option<Bill>) -> Result<Option<BillOfShop>> {
    let Some(bill) = bill else { return Ok(None) };
    let details: Vec<BillDetail> = bill_details::of_bills(tx, &[bill.bill_id]).await?;
    Ok(Some(BillOfShop { bill, details }))
}

/// The services that lines of a bill are for, in the order of the lines, as they are now; `None`: a line names none.
///
/// # Errors
/// The database's.
pub async fn services(tx: &mut Tx, lines: &[BillDetail]) -> Result<Vec<Option<EntitlementDetail>>> {
    let ids: Vec<EntitlementDetailId> = lines.iter().filter_map(|line| line.detail_id).collect();
    let all = details::of_ids(tx, &ids).await?;
    let of = |line: &BillDetail| all.iter().find(|service| Some(service.detail_id) == line.detail_id).cloned();
    Ok(lines.iter().map(of).collect())
}

/// Where a bill can be paid to.
///
/// # Errors
/// The database's.
pub async fn ways_to_pay(tx: &mut Tx, bill: &Bill) -> Result<Vec<UtilityDetail>> {
    let utility = match bill.utility_id {
        Some(utility) => Some(utility),
        None => utilities::of_bills(tx).await?.map(|utility| utility.utility_id),
    };
    let all = utility_details::of_utilities(tx, utility.as_slice()).await?;
    Ok(all.into_iter().filter(|detail| detail.is_active).collect())
}

/// At most `limit` bills that are due soon and of whose customers none was told. None outside of the hours for warnings, and while the
/// clock is not right.
///
/// # Errors
/// The database's.
pub async fn due_soon(tx: &mut Tx, at: Timestamp, limit: i64) -> Result<Vec<BillId>> {
    if tx.expired_by(at) < at || !expiry::is_time_to_warn(shops::timezone(tx).await?, at) {
        return Ok(Vec::new());
    }
    let today = base::today(tx, at).await?;
    Ok(bills::due_soon(tx, today, last_warned(today), limit).await?)
}

/// Notes that the customer of a bill is told that it is due soon. `None` where they were told, or where it is not to be paid any more.
///
/// # Errors
/// The database's.
pub async fn warn(tx: &mut Tx, bill: BillId, at: Timestamp) -> Result<Option<Bill>> {
    let today = base::today(tx, at).await?;
    if !bills::mark_warned(tx, bill, today, last_warned(today), at).await? {
        return Ok(None);
    }
    Ok(bills::by_id(tx, bill).await?)
}

/// The last day on which a bill may be due of which customers are told today.
fn last_warned(today: Date) -> Date {
    let later = today.date().checked_add_days(Days::new(WARNED_BEFORE));
    later.and_then(|date| Date::of(date).ok()).unwrap_or(today)
}
