//! Packages for small offices, each with its rates.

use super::{
    Found, Page,
    base::{self, changes},
    pricings::Pricing,
};
use crate::{
    domain::{
        PackageId, Permission, Verb,
        billing::{Date, Record, ServiceKind},
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

pub use crate::storage::billing::packages::{Package, PackageContent, PackageFilter};

/// A package with its rates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackageOfShop {
    /// The package.
    pub package: Package,
    /// Its rates, those that began last first.
    pub pricings: Vec<Pricing>,
    /// The day where the shop is.
    pub today: Date,
}

changes! {
    /// What of a package changes.
    PackageChanges of PackageContent {
        /// What it is called.
        name: String,
        /// For whom it is.
        kind: ServiceKind,
        /// May be empty.
        description: String,
        /// It is sold.
        is_active: bool,
    }
}

impl PackageOfShop {
    /// The rate of today.
    pub fn active_pricing(&self) -> Option<&Pricing> {
        self.pricings.iter().find(|pricing| pricing.is_active && pricing.in_force().on(self.today))
    }
}

/// A part of the packages, by name.
///
/// # Errors
/// [`Refusal::NotAllowed`]; the database's.
pub async fn list(tx: &mut Tx, caller: &Caller, filter: &PackageFilter, page: Page) -> Result<Found<PackageOfShop>> {
    caller.require(Permission::SeeBills)?;
    let today = base::today(tx, caller.at).await?;
    let found = packages::list(tx, filter, page).await?;
    let ids: Vec<PackageId> = found.rows.iter().map(|package| package.package_id).collect();
    let all = pricings::of_packages(tx, &ids).await?;
    let with_rates = |package: Package| {
        let own = all.iter().filter(|pricing| pricing.package_id == package.package_id);
        PackageOfShop { pricings: own.cloned().collect(), package, today }
    };
    Ok(found.map(with_rates))
}

/// A package.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::UnknownRecord`]; the database's.
pub async fn get(tx: &mut Tx, caller: &Caller, package: PackageId) -> Result<PackageOfShop> {
    caller.require(Permission::SeeBills)?;
    existing(tx, caller, package).await
}

async fn existing(tx: &mut Tx, caller: &Caller, package: PackageId) -> Result<PackageOfShop> {
    let today = base::today(tx, caller.at).await?;
    let package = packages::by_id(tx, package).await?.ok_or(base::unknown(Record::Package))?;
    let pricings = pricings::of_packages(tx, &[package.package_id]).await?;
    Ok(PackageOfShop { package, pricings, today })
}

/// Adds a package.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::BadName`], [`Refusal::OperationReused`]; the database's.
pub async fn add(tx: &mut Tx, operation: &Operation, new: &PackageContent) -> Result<PackageOfShop> {
    operation.require(Permission::MakeBills)?;
    let under_way = match operations::begin(tx, operation, Verb::AddPackage, new).await? {
        Begun::Before(package) => return existing(tx, &operation.caller, package).await,
        Begun::Now(under_way) => under_way,
    };
    check(new)?;
    let author = base::author(tx, operation).await?;
    let package = packages::insert(tx, new, &author).await?;
    let details = serde_json::json!({ "package": package, "content": new });
    let package = under_way.finish(tx, None, &details, package).await?;
    existing(tx, &operation.caller, package).await
}

/// Changes a package.
///
/// # Errors
/// As [`add`], and [`Refusal::UnknownRecord`].
pub async fn change(
    tx: &mut Tx,
    operation: &Operation,
    package: PackageId,
    changes: &PackageChanges,
) -> Result<PackageOfShop> {
    operation.require(Permission::ChangeBills)?;
    let under_way = match operations::begin(tx, operation, Verb::ChangePackage, &(package, changes)).await? {
        Begun::Before(()) => return existing(tx, &operation.caller, package).await,
        Begun::Now(under_way) => under_way,
    };
    let before = lock(tx, package).await?.content();
    let content = changes.applied_to(&before);
    check(&content)?;
    let author = base::author(tx, operation).await?;
    packages::update(tx, package, &content, &author).await?;
    let details = serde_json::json!({ "package": package, "before": before, "content": content });
    under_way.finish(tx, None, &details, ()).await?;
    existing(tx, &operation.caller, package).await
}

/// Deletes a package that no entitlement has, with its rates.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::UnknownRecord`], [`Refusal::RecordInUse`], [`Refusal::OperationReused`]; the database's.
pub async fn delete(tx: &mut Tx, operation: &Operation, package: PackageId) -> Result<()> {
    operation.require(Permission::ChangeBills)?;
    let under_way = match operations::begin(tx, operation, Verb::DeletePackage, &package).await? {
        Begun::Before(()) => return Ok(()),
        Begun::Now(under_way) => under_way,
    };
    let before = lock(tx, package).await?.content();
    if packages::is_used(tx, package).await? {
        return Err(Refusal::RecordInUse(Record::Package).into());
    }
    packages::delete(tx, package).await?;
    let details = serde_json::json!({ "package": package, "content": before });
    under_way.finish(tx, None, &details, ()).await
}

async fn lock(tx: &mut Tx, package: PackageId) -> Result<Package> {
    Ok(packages::by_id_alone(tx, package).await?.ok_or(base::unknown(Record::Package))?)
}

fn check(content: &PackageContent) -> Result<()> {
    if content.name.trim().is_empty() { Err(Refusal::BadName.into()) } else { Ok(()) }
}
