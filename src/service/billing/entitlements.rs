//! Entitlements: what customers have, each under one number for its bills.

use super::{
    Found, Page,
    base::{self, changes},
    profiles::customer_of,
};
use crate::{
    domain::{
        CustomerId, EntitlementId, Money, Permission, Verb,
        billing::{Date, Record},
    },
    service::{
        Caller, Operation, Refusal, Result,
        operations::{self, Begun},
    },
    storage::{Tx, billing::entitlements},
};

pub use crate::storage::billing::entitlements::{Entitlement, EntitlementContent, EntitlementFilter};

changes! {
    /// What of an entitlement changes.
    EntitlementChanges of EntitlementContent {
        /// Whose it is; of one that is billed this stays.
        customer_id: CustomerId,
        /// The number on its papers; not unique.
        bill_number: String,
        /// From this day on it may be billed.
        activated_on: Date,
        /// May be empty.
        nttn_company: String,
        /// May be empty.
        nttn_capacity: String,
        /// As agreed; `Some(None)`: nothing is.
        total_bill: Option<Money>,
        /// May be empty.
        bandwidth_medium: String,
        /// May be empty.
        connection_type: String,
        /// May be empty.
        connected_pop: String,
        /// May be empty.
        remarks: String,
    }
}

/// A part of the entitlements, the newest first.
///
/// # Errors
/// [`Refusal::NotAllowed`]; the database's.
pub async fn list(tx: &mut Tx, caller: &Caller, filter: &EntitlementFilter, page: Page) -> Result<Found<Entitlement>> {
    caller.require(Permission::SeeCustomers)?;
    let today = base::today(tx, caller.at).await?;
    let filter = EntitlementFilter { customer: base::card(tx, filter.customer).await?, ..filter.clone() };
    Ok(entitlements::list(tx, &filter, today, page).await?)
}

/// A part of the entitlements of a customer.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::UnknownRecord`] where they have no sales profile; the database's.
pub async fn of_customer(tx: &mut Tx, caller: &Caller, customer: CustomerId, page: Page) -> Result<Found<Entitlement>> {
    caller.require(Permission::SeeCustomers)?;
    let customer = Some(customer_of(tx, customer).await?);
    list(tx, caller, &EntitlementFilter { customer, ..EntitlementFilter::default() }, page).await
}

/// An entitlement.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::UnknownRecord`]; the database's.
pub async fn get(tx: &mut Tx, caller: &Caller, entitlement: EntitlementId) -> Result<Entitlement> {
    caller.require(Permission::SeeCustomers)?;
    existing(tx, caller, entitlement).await
}

pub(super) async fn existing(tx: &mut Tx, caller: &Caller, entitlement: EntitlementId) -> Result<Entitlement> {
    let today = base::today(tx, caller.at).await?;
    Ok(entitlements::by_id(tx, entitlement, today).await?.ok_or(base::unknown(Record::Entitlement))?)
}

/// Adds an entitlement.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::UnknownReference`] of a customer, [`Refusal::TooLarge`], [`Refusal::OperationReused`]; the
/// database's.
pub async fn add(tx: &mut Tx, operation: &Operation, new: &EntitlementContent) -> Result<Entitlement> {
    operation.require(Permission::ChangeCustomers)?;
    let under_way = match operations::begin(tx, operation, Verb::AddEntitlement, new).await? {
        Begun::Before(entitlement) => return existing(tx, &operation.caller, entitlement).await,
        Begun::Now(under_way) => under_way,
    };
    let customer_id = base::lock_customer(tx, new.customer_id).await?;
    check(new)?;
    let content = EntitlementContent { customer_id, ..new.clone() };
    let author = base::author(tx, operation).await?;
    let entitlement = entitlements::insert(tx, &content, &author).await?;
    let details = serde_json::json!({ "entitlement": entitlement, "content": content });
    let entitlement = under_way.finish(tx, Some(customer_id), &details, entitlement).await?;
    existing(tx, &operation.caller, entitlement).await
}

/// Changes an entitlement.
///
/// # Errors
/// As [`add`], [`Refusal::UnknownRecord`], and [`Refusal::RecordInUse`] where one that is billed would be another customer's.
pub async fn change(
    tx: &mut Tx,
    operation: &Operation,
    entitlement: EntitlementId,
    changes: &EntitlementChanges,
) -> Result<Entitlement> {
    operation.require(Permission::ChangeCustomers)?;
    let input = (entitlement, changes);
    let under_way = match operations::begin(tx, operation, Verb::ChangeEntitlement, &input).await? {
        Begun::Before(entitlement) => return existing(tx, &operation.caller, entitlement).await,
        Begun::Now(under_way) => under_way,
    };
    let mut changes = changes.clone();
    if let Some(customer) = changes.customer_id {
        changes.customer_id = Some(base::lock_customer(tx, customer).await?);
    }
    let before = lock(tx, operation, entitlement).await?.content();
    let content = changes.applied_to(&before);
    check(&content)?;
    if content.customer_id != before.customer_id && entitlements::is_billed(tx, entitlement).await? {
        return Err(Refusal::RecordInUse(Record::Entitlement).into());
    }
    let author = base::author(tx, operation).await?;
    entitlements::update(tx, entitlement, &content, &author).await?;
    let details = serde_json::json!({ "entitlement": entitlement, "before": before, "content": content });
    under_way.finish(tx, Some(content.customer_id), &details, entitlement).await?;
    existing(tx, &operation.caller, entitlement).await
}

/// Deletes an entitlement that is not billed, with its details.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::UnknownRecord`], [`Refusal::RecordInUse`], [`Refusal::OperationReused`]; the database's.
pub async fn delete(tx: &mut Tx, operation: &Operation, entitlement: EntitlementId) -> Result<()> {
    operation.require(Permission::ChangeCustomers)?;
    let under_way = match operations::begin(tx, operation, Verb::DeleteEntitlement, &entitlement).await? {
        Begun::Before(()) => return Ok(()),
        Begun::Now(under_way) => under_way,
    };
    let before = lock(tx, operation, entitlement).await?.content();
    if entitlements::is_billed(tx, entitlement).await? {
        return Err(Refusal::RecordInUse(Record::Entitlement).into());
    }
    entitlements::delete(tx, entitlement).await?;
    let details = serde_json::json!({ "entitlement": entitlement, "content": before });
    under_way.finish(tx, Some(before.customer_id), &details, ()).await
}

/// An entitlement, for this transaction alone until it ends.
pub(super) async fn lock(tx: &mut Tx, operation: &Operation, entitlement: EntitlementId) -> Result<Entitlement> {
    let today = base::today(tx, operation.at()).await?;
    let found = entitlements::by_id_alone(tx, entitlement, today).await?;
    Ok(found.ok_or(base::unknown(Record::Entitlement))?)
}

fn check(content: &EntitlementContent) -> Result<()> {
    let is_amount = |amount: Money| !amount.is_negative() && amount.is_within_limit();
    if content.total_bill.is_none_or(is_amount) { Ok(()) } else { Err(Refusal::TooLarge.into()) }
}
