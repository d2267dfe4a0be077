//! Bills are made: empty, or of the services of an entitlement.

use serde::Serialize;

use super::look::{BillWritten, existing, with_details};
use crate::{
    domain::{
        BillId, EntitlementId, Permission, Rate, UtilityId, Verb,
        billing::{Date, LineFigures, Month, NumberSeries, Record, bill_status},
    },
    service::{
        Operation, Refusal, Result,
        billing::{base, entitlements, entitlements::Entitlement, figures},
        operations::{self, Begun},
    },
    storage::{
        Tx,
        billing::{
            Author,
            bill_details::{self, BillDetailContent},
            bills::{self, Bill, BillContent},
            details, numbers, profiles, settings, utilities,
        },
    },
};

/// A bill to be written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NewBill {
    /// What it bills.
    pub entitlement_id: EntitlementId,
    /// Says the VAT and how to pay; `None`: the first that is active.
    pub utility_id: Option<UtilityId>,
    /// Unique in the shop; `None`: the next one.
    pub number: Option<String>,
    /// When it is issued.
    pub issued_on: Date,
    /// When it is due; `None`: as the settings say.
    pub due_on: Option<Date>,
    /// May be empty.
    pub remarks: String,
    /// It stays a draft until a payment or a change says otherwise.
    pub is_draft: bool,
    /// It gets a detail for each service of its entitlement that is active and in force on the day of issue.
    pub auto_calculate: bool,
}

/// What a bill is made for.
struct Wanted<'a> {
    new: &'a NewBill,
    /// It is the one of this month.
    month: Option<Month>,
}

/// Writes a bill.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::UnknownReference`] of an entitlement or utility information, [`Refusal::NumberTaken`],
/// [`Refusal::BadPeriod`], [`Refusal::NoPrice`], [`Refusal::TooLarge`], [`Refusal::OperationReused`]; the database's.
pub async fn add(tx: &mut Tx, operation: &Operation, new: &NewBill) -> Result<BillWritten> {
    operation.require(Permission::MakeBills)?;
    let under_way = match operations::begin::<BillId>(tx, operation, Verb::AddBill, new).await? {
        Begun::Before(bill) => return before(tx, bill).await,
        Begun::Now(under_way) => under_way,
    };
    let bill = make(tx, operation, &Wanted { new, month: None }).await?;
    let noted = serde_json::json!({ "number": bill.number, "content": new, "total_minor": bill.total_minor });
    under_way.finish(tx, Some(bill.customer_id), &noted, bill.bill_id).await?;
    let is_issued = !bill.is_draft();
    Ok(BillWritten { bill: with_details(tx, bill).await?, is_issued, earned: None })
}

/// Makes the bill of the current month for an entitlement: of today.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::UnknownReference`] of an entitlement, [`Refusal::AlreadyBilled`], [`Refusal::NothingToBill`],
/// [`Refusal::NoPrice`], [`Refusal::TooLarge`], [`Refusal::OperationReused`]; the database's.
pub async fn generate(tx: &mut Tx, operation: &Operation, entitlement: EntitlementId) -> Result<BillWritten> {
    operation.require(Permission::MakeBills)?;
    let today = base::today(tx, operation.at()).await?;
    of_day(tx, operation, entitlement, today).await
}

/// Makes the bill of a month for an entitlement, issued on the first day of the month; by the rule that bills each month, or by the
/// operator.
///
/// # Errors
/// As [`generate`].
pub async fn generate_for_month(
    tx: &mut Tx,
    operation: &Operation,
    entitlement: EntitlementId,
    month: Month,
) -> Result<BillWritten> {
    of_day(tx, operation, entitlement, month.first_day()).await
}

async fn of_day(
    tx: &mut Tx,
    operation: &Operation,
    entitlement: EntitlementId,
    issued_on: Date,
) -> Result<BillWritten> {
    let month = issued_on.month();
    let input = (entitlement, month);
    let under_way = match operations::begin::<BillId>(tx, operation, Verb::GenerateBill, &input).await? {
        Begun::Before(bill) => return before(tx, bill).await,
        Begun::Now(under_way) => under_way,
    };
    let parent = lock_entitlement(tx, operation, entitlement).await?;
    if bills::of_month(tx, entitlement, month).await?.is_some() {
        return Err(Refusal::AlreadyBilled.into());
    }
    if parent.activated_on > issued_on || details::billed_on(tx, entitlement, issued_on).await?.is_empty() {
        return Err(Refusal::NothingToBill.into());
    }
    let new = NewBill {
        entitlement_id: entitlement,
        utility_id: None,
        number: None,
        issued_on,
        due_on: None,
        remarks: String::new(),
        is_draft: false,
        auto_calculate: true,
    };
    let bill = make(tx, operation, &Wanted { new: &new, month: Some(month) }).await?;
    let noted =
        serde_json::json!({ "number": bill.number, "entitlement": entitlement, "total_minor": bill.total_minor });
    under_way.finish(tx, Some(bill.customer_id), &noted, bill.bill_id).await?;
    Ok(BillWritten { bill: with_details(tx, bill).await?, is_issued: true, earned: None })
}

async fn before(tx: &mut Tx, bill: BillId) -> Result<BillWritten> {
    Ok(BillWritten { bill: existing(tx, bill).await?, is_issued: false, earned: None })
}

/// The entitlement that a bill names, for this transaction alone until it ends, behind the card of its customer.
pub(super) async fn lock_entitlement(
    tx: &mut Tx,
    operation: &Operation,
    entitlement: EntitlementId,
) -> Result<Entitlement> {
    let unknown = || Refusal::UnknownReference(Record::Entitlement);
    let named = match entitlements::existing(tx, &operation.caller, entitlement).await {
        Err(crate::service::Error::Refused(Refusal::UnknownRecord(_))) => return Err(unknown().into()),
        found => found?,
    };
    base::lock_customer(tx, named.customer_id).await?;
    match entitlements::lock(tx, operation, entitlement).await {
        Err(crate::service::Error::Refused(Refusal::UnknownRecord(_))) => Err(unknown().into()),
        found => found,
    }
}

async fn make(tx: &mut Tx, operation: &Operation, wanted: &Wanted<'_>) -> Result<Bill> {
    let new = wanted.new;
    let parent = lock_entitlement(tx, operation, new.entitlement_id).await?;
    let utility = match new.utility_id {
        Some(utility) => Some(utilities::by_id(tx, utility).await?.ok_or(Refusal::UnknownReference(Record::Utility))?),
        None => utilities::of_bills(tx).await?,
    };
    let due_on = match new.due_on {
        Some(day) => day,
        None => due_on(tx, new.issued_on).await?,
    };
    if due_on < new.issued_on {
        return Err(Refusal::BadPeriod.into());
    }
    let content = BillContent {
        customer_id: parent.customer_id,
        entitlement_id: parent.entitlement_id,
        utility_id: utility.map(|utility| utility.utility_id),
        number: new.number.clone().unwrap_or_default(),
        issued_on: new.issued_on,
        due_on,
        remarks: new.remarks.clone(),
    };
    let author = base::author(tx, operation).await?;
    let bill = insert(tx, content, wanted.month, new.is_draft, &author).await?;
    let bill = bills::by_id_alone(tx, bill).await?.ok_or(base::unknown(Record::Bill))?;
    if new.auto_calculate {
        add_details(tx, &bill, new.issued_on, &author).await?;
    }
    profiles::note_billed(tx, bill.customer_id).await?;
    Ok(figures::write(tx, operation, &bill, &author, figures::Cause::Detail).await?.bill)
}

/// Stores a bill with its number, or with the next one that is free.
async fn insert(
    tx: &mut Tx,
    mut content: BillContent,
    month: Option<Month>,
    is_draft: bool,
    author: &Author,
) -> Result<BillId> {
    let status = bill_status(is_draft, crate::domain::Money::ZERO, crate::domain::Money::ZERO);
    if !content.number.is_empty() {
        let inserted = bills::insert(tx, &content, month, status, author).await?;
        return Ok(inserted.ok_or(Refusal::NumberTaken)?);
    }
    let series = NumberSeries::Bills(content.issued_on.month());
    loop {
        content.number = numbers::next(tx, series).await?;
        if bills::is_number_taken(tx, &content.number).await? {
            continue;
        }
        match bills::insert(tx, &content, month, status, author).await? {
            Some(bill) => return Ok(bill),
            // The entitlement is locked, so it was the number.
            None => continue,
        }
    }
}

/// Adds a detail for each service of the entitlement of a bill that is active and in force on a day.
///
/// # Errors
/// [`Refusal::NoPrice`], [`Refusal::TooLarge`]; the database's.
pub(super) async fn add_details(tx: &mut Tx, bill: &Bill, on: Date, author: &Author) -> Result<()> {
    let vat = match bill.utility_id {
        Some(utility) => utilities::by_id(tx, utility).await?.map(|utility| utility.vat_bp),
        None => None,
    };
    let (vat, discount) = (vat.unwrap_or(Rate::from_bp(0)), Rate::from_bp(0));
    let services = details::billed_on(tx, bill.entitlement_id, on).await?;
    if !services.is_empty() {
        bills::claim_month(tx, bill.bill_id, bill.entitlement_id, on.month()).await?;
    }
    for detail in services {
        let cost = detail.cost().ok_or(Refusal::NoPrice)?;
        let content = BillDetailContent {
            bill_id: bill.bill_id,
            detail_id: Some(detail.detail_id),
            discount,
            vat,
            figures: LineFigures::of(cost, discount, vat).ok_or(Refusal::TooLarge)?,
            remarks: String::new(),
        };
        bill_details::insert(tx, &content, author).await?;
    }
    Ok(())
}

/// On which day a bill is due, by the settings of the shop.
async fn due_on(tx: &mut Tx, issued_on: Date) -> Result<Date> {
    let days = settings::get(tx).await?.due_days;
    Ok(issued_on.plus_days(u32::try_from(days).unwrap_or(0)))
}
