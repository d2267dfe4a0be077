//! Rates of packages, each from one day on.

use super::{
    Found, Page,
    base::{self, changes},
};
use crate::{
    domain::{
        Money, PackageId, Permission, PricingId, Verb,
        billing::{InForce, Record},
    },
    service::{
        Caller, Operation, Refusal, Result,
        operations::{self, Begun},
    },
    storage::{
        Tx,
        billing::{packages, pricings},
    },
};

pub use crate::storage::billing::pricings::{Pricing, PricingContent};

changes! {
    /// What of a rate changes.
    PricingChanges of PricingContent {
        /// Of which package.
        package_id: PackageId,
        /// A month.
        rate: Money,
        /// May be empty.
        description: String,
        /// It counts.
        is_active: bool,
        /// From when to when.
        in_force: InForce,
    }
}

/// A part of the rates, those that began last first.
///
/// # Errors
/// [`Refusal::NotAllowed`]; the database's.
pub async fn list(tx: &mut Tx, caller: &Caller, package: Option<PackageId>, page: Page) -> Result<Found<Pricing>> {
    caller.require(Permission::SeeBills)?;
    Ok(pricings::list(tx, package, page).await?)
}

/// A part of the rates of a package.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::UnknownRecord`]; the database's.
pub async fn of_package(tx: &mut Tx, caller: &Caller, package: PackageId, page: Page) -> Result<Found<Pricing>> {
    caller.require(Permission::SeeBills)?;
    let package = packages::by_id(tx, package).await?.ok_or(base::unknown(Record::Package))?;
    Ok(pricings::list(tx, Some(package.package_id), page).await?)
}

/// A rate.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::UnknownRecord`]; the database's.
pub async fn get(tx: &mut Tx, caller: &Caller, pricing: PricingId) -> Result<Pricing> {
    caller.require(Permission::SeeBills)?;
    existing(tx, pricing).await
}

async fn existing(tx: &mut Tx, pricing: PricingId) -> Result<Pricing> {
    Ok(pricings::by_id(tx, pricing).await?.ok_or(base::unknown(Record::Pricing))?)
}

/// Adds a rate to a package.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::UnknownReference`] of a package, [`Refusal::BadPeriod`], [`Refusal::TooLarge`],
/// [`Refusal::OperationReused`]; the database's.
pub async fn add(tx: &mut Tx, operation: &Operation, new: &PricingContent) -> Result<Pricing> {
    operation.require(Permission::MakeBills)?;
    let under_way = match operations::begin(tx, operation, Verb::AddPricing, new).await? {
        Begun::Before(pricing) => return existing(tx, pricing).await,
        Begun::Now(under_way) => under_way,
    };
    check(tx, None, new).await?;
    let author = base::author(tx, operation).await?;
    let pricing = pricings::insert(tx, new, &author).await?;
    let details = serde_json::json!({ "pricing": pricing, "content": new });
    let pricing = under_way.finish(tx, None, &details, pricing).await?;
    existing(tx, pricing).await
}

/// Changes a rate. Bills stay as they are.
///
/// # Errors
/// As [`add`], and [`Refusal::UnknownRecord`].
pub async fn change(
    tx: &mut Tx,
    operation: &Operation,
    pricing: PricingId,
    changes: &PricingChanges,
) -> Result<Pricing> {
    operation.require(Permission::ChangeBills)?;
    let under_way = match operations::begin(tx, operation, Verb::ChangePricing, &(pricing, changes)).await? {
        Begun::Before(()) => return existing(tx, pricing).await,
        Begun::Now(under_way) => under_way,
    };
    let before = locked(tx, pricing).await?.content();
    let content = changes.applied_to(&before);
    check(tx, Some(&before), &content).await?;
    let author = base::author(tx, operation).await?;
    pricings::update(tx, pricing, &content, &author).await?;
    let details = serde_json::json!({ "pricing": pricing, "before": before, "content": content });
    under_way.finish(tx, None, &details, ()).await?;
    existing(tx, pricing).await
}

/// Deletes a rate that no service costs. Bills stay as they are.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::UnknownRecord`], [`Refusal::RecordInUse`], [`Refusal::OperationReused`]; the database's.
pub async fn delete(tx: &mut Tx, operation: &Operation, pricing: PricingId) -> Result<()> {
    operation.require(Permission::ChangeBills)?;
    let under_way = match operations::begin(tx, operation, Verb::DeletePricing, &pricing).await? {
        Begun::Before(()) => return Ok(()),
        Begun::Now(under_way) => under_way,
    };
    let before = locked(tx, pricing).await?.content();
    // Without its price no bill could be made of an entitlement with the service.
    if pricings::is_used(tx, pricing).await? {
        return Err(Refusal::RecordInUse(Record::Pricing).into());
    }
    pricings::delete(tx, pricing).await?;
    let details = serde_json::json!({ "pricing": pricing, "content": before });
    under_way.finish(tx, None, &details, ()).await
}

/// A rate, whose package is for this transaction alone until it ends.
async fn locked(tx: &mut Tx, pricing: PricingId) -> Result<Pricing> {
    let package = existing(tx, pricing).await?.package_id;
    packages::by_id_alone(tx, package).await?;
    existing(tx, pricing).await
}

async fn check(tx: &mut Tx, before: Option<&PricingContent>, content: &PricingContent) -> Result<()> {
    let is_same =
        |same: fn(&PricingContent, &PricingContent) -> bool| before.is_some_and(|before| same(before, content));
    if !is_same(|before, now| before.package_id == now.package_id)
        && packages::by_id_alone(tx, content.package_id).await?.is_none()
    {
        return Err(Refusal::UnknownReference(Record::Package).into());
    }
    if !is_same(|before, now| before.in_force == now.in_force) && content.in_force.is_upside_down() {
        return Err(Refusal::BadPeriod.into());
    }
    if content.rate.is_negative() || !content.rate.is_within_limit() {
        return Err(Refusal::TooLarge.into());
    }
    Ok(())
}
