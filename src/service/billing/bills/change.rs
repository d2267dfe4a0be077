//! Bills are changed and deleted.

use super::{
    look::{BillWritten, existing, with_details},
    make,
};
use crate::{
    domain::{
        BillId, EntitlementId, Permission, UtilityId, Verb,
        billing::{Date, NumberSeries, Record, bill_status},
    },
    service::{
        Operation, Refusal, Result,
        billing::{
            Page,
            base::{self, changes},
            figures,
        },
        operations::{self, Begun},
    },
    storage::{
        Tx,
        billing::{
            bill_details,
            bills::{self, Bill, BillContent},
            numbers, profiles, utilities,
        },
    },
};

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

/// Changes a bill. Its totals are worked out anew.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::UnknownRecord`], [`Refusal::UnknownReference`] of an entitlement or utility information,
/// [`Refusal::RecordInUse`] where one with details or payments would be of another entitlement, [`Refusal::NumberTaken`],
/// [`Refusal::BadPeriod`], [`Refusal::NoPrice`], [`Refusal::OperationReused`]; the database's.
pub async fn change(tx: &mut Tx, operation: &Operation, bill: BillId, changes: &BillChanges) -> Result<BillWritten> {
    operation.require(Permission::ChangeBills)?;
    let under_way = match operations::begin(tx, operation, Verb::ChangeBill, &(bill, changes)).await? {
        Begun::Before(()) => {
            return Ok(BillWritten { bill: existing(tx, bill).await?, is_issued: false, earned: None });
        }
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
    let now = figures::set(tx, operation, &known, &figures, status, &author).await?;
    for customer in [before.customer_id, content.customer_id] {
        profiles::note_billed(tx, customer).await?;
    }
    let mut details = serde_json::json!({ "bill": bill, "before": before, "content": content, "status": status });
    now.note(&mut details);
    under_way.finish(tx, Some(now.bill.customer_id), &details, ()).await?;
    let is_issued = known.is_draft() && !now.bill.is_draft();
    Ok(BillWritten { bill: with_details(tx, now.bill).await?, is_issued, earned: now.earned })
}

/// Refuses what of a bill cannot be; what is as it was is not asked for. Another entitlement brings its customer.
async fn check(tx: &mut Tx, operation: &Operation, known: &Bill, content: &mut BillContent) -> Result<()> {
    let before = known.content();
    if content.entitlement_id != before.entitlement_id {
        let parent = make::lock_entitlement(tx, operation, content.entitlement_id).await?;
        let has_details = bill_details::list(tx, Some(known.bill_id), Page::first(1)).await?.total > 0;
        if has_details || bills::has_payments(tx, known.bill_id).await? || known.month.is_some() {
            return Err(Refusal::RecordInUse(Record::Bill).into());
        }
        content.customer_id = parent.customer_id;
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

/// Deletes a bill without payments that has not earned, with its details.
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
    // The history of the customer's points names a bill that earned.
    if known.earned_at.is_some() || bills::has_payments(tx, bill).await? {
        return Err(Refusal::RecordInUse(Record::Bill).into());
    }
    bills::delete(tx, bill).await?;
    profiles::note_billed(tx, known.customer_id).await?;
    let details = serde_json::json!({ "bill": bill, "content": known.content(), "total_minor": known.total_minor });
    under_way.finish(tx, Some(known.customer_id), &details, ()).await
}
