//! Details of entitlements: services, each with what it costs a month.

use super::{Found, Page, base, entitlements, profiles::customer_of};
use crate::{
    domain::{
        CustomerId, EntitlementDetailId, EntitlementId, Permission, Verb,
        billing::{InForce, Period, Record, Service, ServiceKind, ServiceStatus},
    },
    service::{
        Caller, Operation, Refusal, Result,
        operations::{self, Begun},
    },
    storage::{
        Tx,
        billing::{details, packages, pricings, profiles},
    },
};

pub use crate::storage::billing::details::{DetailContent, DetailFilter, EntitlementDetail};

/// A service to be added to an entitlement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub struct NewDetail {
    /// The service.
    pub service: Service,
    /// From when to when.
    pub in_force: InForce,
    /// It is not given up.
    pub is_active: bool,
    /// Is it given?
    pub status: ServiceStatus,
}

/// What of a detail changes; `None`: it stays as it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct DetailChanges {
    /// What it is a part of; of one that is billed this stays.
    pub entitlement_id: Option<EntitlementId>,
    /// The service.
    pub service: Option<Service>,
    /// From when to when.
    pub in_force: Option<InForce>,
    /// It is not given up.
    pub is_active: Option<bool>,
    /// Is it given?
    pub status: Option<ServiceStatus>,
}

/// A part of the details, in the order in which they were made.
///
/// # Errors
/// [`Refusal::NotAllowed`]; the database's.
pub async fn list(tx: &mut Tx, caller: &Caller, filter: &DetailFilter, page: Page) -> Result<Found<EntitlementDetail>> {
    caller.require(Permission::SeeCustomers)?;
    let filter = DetailFilter { customer: base::card(tx, filter.customer).await?, ..*filter };
    Ok(details::list(tx, &filter, page).await?)
}

/// A part of the details of an entitlement.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::UnknownRecord`]; the database's.
pub async fn of_entitlement(
    tx: &mut Tx,
    caller: &Caller,
    entitlement: EntitlementId,
    page: Page,
) -> Result<Found<EntitlementDetail>> {
    let entitlement = Some(entitlements::get(tx, caller, entitlement).await?.entitlement_id);
    list(tx, caller, &DetailFilter { entitlement, ..DetailFilter::default() }, page).await
}

/// A part of the bandwidth of a customer; of all where none is named.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::UnknownRecord`] where they have no sales profile; the database's.
pub async fn bandwidth_of(
    tx: &mut Tx,
    caller: &Caller,
    customer: Option<CustomerId>,
    page: Page,
) -> Result<Found<EntitlementDetail>> {
    caller.require(Permission::SeeCustomers)?;
    let customer = match customer {
        Some(customer) => Some(customer_of(tx, customer).await?),
        None => None,
    };
    let filter = DetailFilter { customer, kind: Some(ServiceKind::Bandwidth), ..DetailFilter::default() };
    Ok(details::list(tx, &filter, page).await?)
}

/// The details of a customer, of all where none is named, that were in force on a day of a period, by their first days.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::UnknownRecord`] where they have no sales profile; the database's.
pub async fn history(
    tx: &mut Tx,
    caller: &Caller,
    customer: Option<CustomerId>,
    period: Period,
    page: Page,
) -> Result<Found<EntitlementDetail>> {
    caller.require(Permission::SeeCustomers)?;
    let customer = match customer {
        Some(customer) => Some(customer_of(tx, customer).await?),
        None => None,
    };
    Ok(details::history(tx, &DetailFilter { customer, period, ..DetailFilter::default() }, page).await?)
}

/// A detail.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::UnknownRecord`]; the database's.
pub async fn get(tx: &mut Tx, caller: &Caller, detail: EntitlementDetailId) -> Result<EntitlementDetail> {
    caller.require(Permission::SeeCustomers)?;
    existing(tx, detail).await
}

async fn existing(tx: &mut Tx, detail: EntitlementDetailId) -> Result<EntitlementDetail> {
    Ok(details::by_id(tx, detail).await?.ok_or(base::unknown(Record::EntitlementDetail))?)
}

/// Adds details to an entitlement that is named by its path, all or none: all of the kind of its customer.
///
/// # Errors
/// [`Refusal::UnknownRecord`] of the entitlement, [`Refusal::BadService`] of another kind; else as [`add`].
pub async fn add_all(
    tx: &mut Tx,
    operation: &Operation,
    entitlement: EntitlementId,
    new: &[NewDetail],
) -> Result<Vec<EntitlementDetail>> {
    operation.require(Permission::ChangeCustomers)?;
    let parent = entitlements::existing(tx, &operation.caller, entitlement).await?;
    let today = base::today(tx, operation.at()).await?;
    let profile = profiles::by_id(tx, parent.customer_id, today).await?;
    if profile.is_some_and(|profile| new.iter().any(|detail| detail.service.kind() != profile.kind)) {
        return Err(Refusal::BadService.into());
    }
    insert(tx, operation, entitlement, new).await
}

/// Adds a detail to an entitlement.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::UnknownReference`] of an entitlement or a package, [`Refusal::BadService`],
/// [`Refusal::BadPeriod`], [`Refusal::NoPrice`] where the package has no rate on the first day, [`Refusal::OperationReused`]; the
/// database's.
pub async fn add(
    tx: &mut Tx,
    operation: &Operation,
    entitlement: EntitlementId,
    new: &NewDetail,
) -> Result<EntitlementDetail> {
    operation.require(Permission::ChangeCustomers)?;
    let added = insert(tx, operation, entitlement, std::slice::from_ref(new)).await?;
    Ok(added.into_iter().next().ok_or(base::unknown(Record::EntitlementDetail))?)
}

async fn insert(
    tx: &mut Tx,
    operation: &Operation,
    entitlement: EntitlementId,
    new: &[NewDetail],
) -> Result<Vec<EntitlementDetail>> {
    let input = (entitlement, new);
    let begun =
        operations::begin::<Vec<EntitlementDetailId>>(tx, operation, Verb::AddEntitlementDetails, &input).await?;
    let added = match begun {
        Begun::Before(added) => added,
        Begun::Now(under_way) => {
            let parent = lock(tx, operation, entitlement).await?;
            let author = base::author(tx, operation).await?;
            let mut added = Vec::with_capacity(new.len());
            for detail in new {
                let NewDetail { service, in_force, is_active, status } = *detail;
                let content =
                    DetailContent { entitlement_id: parent.entitlement_id, service, in_force, is_active, status };
                check(tx, None, &content).await?;
                added.push(details::insert(tx, &content, &author).await?);
            }
            let noted = serde_json::json!({ "entitlement": entitlement, "details": new });
            under_way.finish(tx, Some(parent.customer_id), &noted, added).await?
        }
    };
    let mut found = Vec::with_capacity(added.len());
    for detail in added {
        found.push(existing(tx, detail).await?);
    }
    Ok(found)
}

/// The entitlement that a detail names, for this transaction alone until it ends.
async fn lock(tx: &mut Tx, operation: &Operation, entitlement: EntitlementId) -> Result<entitlements::Entitlement> {
    match entitlements::lock(tx, operation, entitlement).await {
        Err(crate::service::Error::Refused(Refusal::UnknownRecord(record))) => {
            Err(Refusal::UnknownReference(record).into())
        }
        found => found,
    }
}

/// Changes a detail. Bills that have it stay as they are.
///
/// # Errors
/// As [`add`], [`Refusal::UnknownRecord`], and [`Refusal::RecordInUse`] where one that is billed would be another entitlement's.
pub async fn change(
    tx: &mut Tx,
    operation: &Operation,
    detail: EntitlementDetailId,
    changes: &DetailChanges,
) -> Result<EntitlementDetail> {
    operation.require(Permission::ChangeCustomers)?;
    let input = (detail, changes);
    let under_way = match operations::begin(tx, operation, Verb::ChangeEntitlementDetail, &input).await? {
        Begun::Before(()) => return existing(tx, detail).await,
        Begun::Now(under_way) => under_way,
    };
    let entitlement = existing(tx, detail).await?.entitlement_id;
    let parent = lock(tx, operation, entitlement).await?;
    let before = content_of(&existing(tx, detail).await?)?;
    let content = DetailContent {
        entitlement_id: changes.entitlement_id.unwrap_or(before.entitlement_id),
        service: changes.service.unwrap_or(before.service),
        in_force: changes.in_force.unwrap_or(before.in_force),
        is_active: changes.is_active.unwrap_or(before.is_active),
        status: changes.status.unwrap_or(before.status),
    };
    if content.entitlement_id != before.entitlement_id {
        lock(tx, operation, content.entitlement_id).await?;
        if details::is_billed(tx, detail).await? {
            return Err(Refusal::RecordInUse(Record::EntitlementDetail).into());
        }
    }
    check(tx, Some(&before), &content).await?;
    let author = base::author(tx, operation).await?;
    details::update(tx, detail, &content, &author).await?;
    let noted = serde_json::json!({ "detail": detail, "before": before, "content": content });
    under_way.finish(tx, Some(parent.customer_id), &noted, ()).await?;
    existing(tx, detail).await
}

fn content_of(detail: &EntitlementDetail) -> Result<DetailContent> {
    Ok(DetailContent {
        entitlement_id: detail.entitlement_id,
        service: detail.service().ok_or(crate::service::Error::Corrupt("a detail does not fit its kind"))?,
        in_force: detail.in_force(),
        is_active: detail.is_active,
        status: detail.status,
    })
}

/// Refuses what of a detail cannot be; what is as it was is not asked for.
async fn check(tx: &mut Tx, before: Option<&DetailContent>, content: &DetailContent) -> Result<()> {
    let is_same = |same: fn(&DetailContent, &DetailContent) -> bool| before.is_some_and(|before| same(before, content));
    if !is_same(|before, now| before.in_force == now.in_force) && content.in_force.is_upside_down() {
        return Err(Refusal::BadPeriod.into());
    }
    if !is_same(|before, now| before.service == now.service) {
        content.service.check().map_err(|_| Refusal::BadService)?;
    }
    let is_priced =
        is_same(|before, now| before.service == now.service && before.in_force.starts_on == now.in_force.starts_on);
    if let Some(package) = content.service.package().filter(|_| !is_priced) {
        // The package stays until the transaction ends.
        packages::by_id_alone(tx, package).await?.ok_or(Refusal::UnknownReference(Record::Package))?;
        pricings::rate_on(tx, package, content.in_force.starts_on).await?.ok_or(Refusal::NoPrice)?;
    }
    Ok(())
}

/// Deletes a detail that is on no bill.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::UnknownRecord`], [`Refusal::RecordInUse`], [`Refusal::OperationReused`]; the database's.
pub async fn delete(tx: &mut Tx, operation: &Operation, detail: EntitlementDetailId) -> Result<()> {
    operation.require(Permission::ChangeCustomers)?;
    let under_way = match operations::begin(tx, operation, Verb::DeleteEntitlementDetail, &detail).await? {
        Begun::Before(()) => return Ok(()),
        Begun::Now(under_way) => under_way,
    };
    let entitlement = existing(tx, detail).await?.entitlement_id;
    let parent = lock(tx, operation, entitlement).await?;
    let before = content_of(&existing(tx, detail).await?)?;
    if details::is_billed(tx, detail).await? {
        return Err(Refusal::RecordInUse(Record::EntitlementDetail).into());
    }
    details::delete(tx, detail).await?;
    let noted = serde_json::json!({ "detail": detail, "content": before });
    under_way.finish(tx, Some(parent.customer_id), &noted, ()).await
}
