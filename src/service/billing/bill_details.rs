//! The lines of bills. Each change works out the bill anew.

use super::{
    Found, Page, base,
    figures::{self, Booked, Cause},
};
use crate::{
    domain::{
        BillDetailId, BillId, EntitlementDetailId, Money, Permission, Rate, Verb,
        billing::{BillStatus, LineFigures, Record},
    },
    service::{
        Caller, Operation, Refusal, Result,
        operations::{self, Begun},
    },
    storage::{
        Tx,
        billing::{bill_details, bill_details::BillDetailContent, bills::Bill, details, utilities},
    },
};

pub use crate::storage::billing::bill_details::BillDetail;

/// A line to be added to a bill.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct NewBillDetail {
    /// Of which bill.
    pub bill_id: BillId,
    /// What it is for: a service of the bill's entitlement.
    pub detail_id: Option<EntitlementDetailId>,
    /// Before the discount; `None`: what the service costs.
    pub sub_total: Option<Money>,
    /// The discount's share of it.
    pub discount: Rate,
    /// The VAT's share of what the discount leaves; `None`: that of the bill's utility information.
    pub vat: Option<Rate>,
    /// May be empty.
    pub remarks: String,
}

/// What of a line changes; `None`: it stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct BillDetailChanges {
    /// Of which bill; a line cannot go to another.
    pub bill_id: Option<BillId>,
    /// What it is for; `Some(None)`: no service.
    pub detail_id: Option<Option<EntitlementDetailId>>,
    /// Before the discount.
    pub sub_total: Option<Money>,
    /// The discount's share of it.
    pub discount: Option<Rate>,
    /// The VAT's share of what the discount leaves.
    pub vat: Option<Rate>,
    /// May be empty.
    pub remarks: Option<String>,
}

/// A part of the lines, in the order in which they were made.
///
/// # Errors
/// [`Refusal::NotAllowed`]; the database's.
pub async fn list(tx: &mut Tx, caller: &Caller, bill: Option<BillId>, page: Page) -> Result<Found<BillDetail>> {
    caller.require(Permission::SeeBills)?;
    Ok(bill_details::list(tx, bill, page).await?)
}

/// A line.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::UnknownRecord`]; the database's.
pub async fn get(tx: &mut Tx, caller: &Caller, detail: BillDetailId) -> Result<BillDetail> {
    caller.require(Permission::SeeBills)?;
    existing(tx, detail).await
}

async fn existing(tx: &mut Tx, detail: BillDetailId) -> Result<BillDetail> {
    Ok(bill_details::by_id(tx, detail).await?.ok_or(base::unknown(Record::BillDetail))?)
}

/// Adds a line to a bill that is not paid.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::UnknownReference`] of a bill or a service of its entitlement, [`Refusal::BillPaid`],
/// [`Refusal::BadService`] where neither an amount nor a service is given, [`Refusal::NoPrice`], [`Refusal::TooLarge`],
/// [`Refusal::OperationReused`]; the database's.
pub async fn add(tx: &mut Tx, operation: &Operation, new: &NewBillDetail) -> Result<BillDetail> {
    operation.require(Permission::MakeBills)?;
    let under_way = match operations::begin(tx, operation, Verb::AddBillDetail, new).await? {
        Begun::Before(detail) => return existing(tx, detail).await,
        Begun::Now(under_way) => under_way,
    };
    let bill = figures::lock_named(tx, new.bill_id).await?;
    require_unpaid(&bill)?;
    let cost = check_service(tx, &bill, new.detail_id).await?;
    let sub_total = match (new.sub_total, new.detail_id) {
        (Some(amount), _) => amount,
        (None, Some(_)) => cost.ok_or(Refusal::NoPrice)?,
        (None, None) => return Err(Refusal::BadService.into()),
    };
    let vat = match (new.vat, bill.utility_id) {
        (Some(vat), _) => vat,
        (None, Some(utility)) => {
            utilities::by_id(tx, utility).await?.map_or(Rate::from_bp(0), |utility| utility.vat_bp)
        }
        (None, None) => Rate::from_bp(0),
    };
    let content = BillDetailContent {
        bill_id: bill.bill_id,
        detail_id: new.detail_id,
        discount: new.discount,
        vat,
        figures: LineFigures::of(sub_total, new.discount, vat).ok_or(Refusal::TooLarge)?,
        remarks: new.remarks.clone(),
    };
    let author = base::author(tx, operation).await?;
    let detail = bill_details::insert(tx, &content, &author).await?;
    figures::write(tx, operation, &bill, &author, Cause::Detail).await?;
    let noted = serde_json::json!({ "bill": bill.number, "detail": detail, "content": content });
    let detail = under_way.finish(tx, Some(bill.customer_id), &noted, detail).await?;
    existing(tx, detail).await
}

/// Changes a line of a bill that is not paid.
///
/// # Errors
/// As [`add`], [`Refusal::UnknownRecord`], and [`Refusal::BelowPaid`] where the bill would come to less than what is paid.
pub async fn change(
    tx: &mut Tx,
    operation: &Operation,
    detail: BillDetailId,
    changes: &BillDetailChanges,
) -> Result<Booked<BillDetail>> {
    operation.require(Permission::ChangeBills)?;
    let under_way = match operations::begin(tx, operation, Verb::ChangeBillDetail, &(detail, changes)).await? {
        Begun::Before(()) => {
            let row = existing(tx, detail).await?;
            return Ok(Booked::before(figures::named(tx, row.bill_id).await?, row));
        }
        Begun::Now(under_way) => under_way,
    };
    let bill = existing(tx, detail).await?.bill_id;
    let bill = figures::lock(tx, bill).await?;
    let before = existing(tx, detail).await?.content();
    if changes.bill_id.is_some_and(|other| other != bill.bill_id) {
        return Err(Refusal::UnknownReference(Record::Bill).into());
    }
    let mut content = before.clone();
    content.detail_id = changes.detail_id.unwrap_or(before.detail_id);
    content.discount = changes.discount.unwrap_or(before.discount);
    content.vat = changes.vat.unwrap_or(before.vat);
    if let Some(remarks) = &changes.remarks {
        content.remarks.clone_from(remarks);
    }
    let sub_total = changes.sub_total.unwrap_or(before.figures.sub_total);
    if (sub_total, content.discount, content.vat) != (before.figures.sub_total, before.discount, before.vat) {
        content.figures = LineFigures::of(sub_total, content.discount, content.vat).ok_or(Refusal::TooLarge)?;
    }
    if content != before {
        require_unpaid(&bill)?;
    }
    if content.detail_id != before.detail_id {
        check_service(tx, &bill, content.detail_id).await?;
    }
    let author = base::author(tx, operation).await?;
    bill_details::update(tx, detail, &content, &author).await?;
    let now = figures::write(tx, operation, &bill, &author, Cause::Detail).await?;
    let mut noted = serde_json::json!({ "bill": bill.number, "before": before, "content": content });
    now.note(&mut noted);
    under_way.finish(tx, Some(bill.customer_id), &noted, ()).await?;
    Ok(now.booked(&bill, existing(tx, detail).await?))
}

/// Deletes a line of a bill that is not paid. `None` where it was deleted before.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::UnknownRecord`], [`Refusal::BillPaid`], [`Refusal::BelowPaid`], [`Refusal::OperationReused`]; the
/// database's.
pub async fn delete(tx: &mut Tx, operation: &Operation, detail: BillDetailId) -> Result<Option<Booked<()>>> {
    operation.require(Permission::ChangeBills)?;
    let under_way = match operations::begin(tx, operation, Verb::DeleteBillDetail, &detail).await? {
        Begun::Before(()) => return Ok(None),
        Begun::Now(under_way) => under_way,
    };
    let bill = existing(tx, detail).await?.bill_id;
    let bill = figures::lock(tx, bill).await?;
    let before = existing(tx, detail).await?.content();
    require_unpaid(&bill)?;
    let author = base::author(tx, operation).await?;
    bill_details::delete(tx, detail).await?;
    let now = figures::write(tx, operation, &bill, &author, Cause::Detail).await?;
    let mut noted = serde_json::json!({ "bill": bill.number, "content": before });
    now.note(&mut noted);
    under_way.finish(tx, Some(bill.customer_id), &noted, ()).await?;
    Ok(Some(now.booked(&bill, ())))
}

fn require_unpaid(bill: &Bill) -> Result<()> {
    if bill.status == BillStatus::Paid { Err(Refusal::BillPaid.into()) } else { Ok(()) }
}

/// What the service costs that a line is for, which is one of the bill's entitlement.
async fn check_service(tx: &mut Tx, bill: &Bill, detail: Option<EntitlementDetailId>) -> Result<Option<Money>> {
    let Some(detail) = detail else { return Ok(None) };
    let found = details::by_id(tx, detail).await?.filter(|found| found.entitlement_id == bill.entitlement_id);
    Ok(found.ok_or(Refusal::UnknownReference(Record::EntitlementDetail))?.cost())
}
