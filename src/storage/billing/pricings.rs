//! Rates of packages, each from one day on.

use super::{
    authors::{Author, Stamps},
    listing::{Found, Listing, Page},
};
use crate::{
    domain::{
        Money, PackageId, PricingId,
        billing::{Date, InForce},
    },
    storage::{
        Listed, Result, Tx,
        statement::{Statement, statements},
    },
};

/// A rate of a package.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Pricing {
    /// The row.
    pub pricing_id: PricingId,
    /// Of which package.
    pub package_id: PackageId,
    /// The package's name.
    pub package_name: String,
    /// A month.
    pub rate_minor: Money,
    /// May be empty.
    pub description: String,
    /// It counts.
    pub is_active: bool,
    /// The first day.
    pub starts_on: Date,
    /// The last day.
    pub ends_on: Option<Date>,
    /// Who and when.
    #[sqlx(flatten)]
    pub stamps: Stamps,
}

/// What a rate says.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct PricingContent {
    /// Of which package.
    pub package_id: PackageId,
    /// A month.
    pub rate: Money,
    /// May be empty.
    pub description: String,
    /// It counts.
    pub is_active: bool,
    /// From when to when.
    pub in_force: InForce,
}

macro_rules! columns {
    () => {
        "r.pricing_id, r.package_id, g.name AS package_name, r.rate_minor, r.description, r.is_active, r.starts_on, r.ends_on,
        r.created_by, r.updated_by, r.created_at, r.updated_at"
    };
}

macro_rules! from {
    () => {
        "FROM package_pricings r JOIN packages g ON g.shop_id = $1 AND g.package_id = r.package_id WHERE r.shop_id = $1"
    };
}

const COLUMNS: &str = columns!();

statements! {
    BY_ID = concat!("SELECT ", columns!(), " ", from!(), " AND r.pricing_id = $2");
    RATE_ON = "
        SELECT rate_minor FROM package_pricings
        WHERE shop_id = $1 AND package_id = $2 AND is_active AND starts_on <= $3 AND (ends_on IS NULL OR ends_on >= $3)
        ORDER BY starts_on DESC, created_at DESC, pricing_id DESC LIMIT 1";
    INSERT = "
        INSERT INTO package_pricings (shop_id, pricing_id, package_id, rate_minor, description, is_active, starts_on, ends_on, created_by,
            updated_by, created_at, updated_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9, $10, $10)";
    UPDATE = "
        UPDATE package_pricings SET package_id = $3, rate_minor = $4, description = $5, is_active = $6, starts_on = $7, ends_on = $8,
            updated_by = $9, updated_at = $10
        WHERE shop_id = $1 AND pricing_id = $2";
    /// Services that start while it is in force cost what it says.
    IS_USED = "
        SELECT COUNT(*) FROM package_pricings r
        WHERE r.shop_id = $1 AND r.pricing_id = $2 AND r.is_active
            AND EXISTS (SELECT 1 FROM entitlement_details d WHERE d.shop_id = $1 AND d.package_id = r.package_id
                AND d.starts_on >= r.starts_on AND (r.ends_on IS NULL OR d.starts_on <= r.ends_on))";
    DELETE = "DELETE FROM package_pricings WHERE shop_id = $1 AND pricing_id = $2";
}

impl Pricing {
    /// What it says.
    pub fn content(&self) -> PricingContent {
        PricingContent {
            package_id: self.package_id,
            rate: self.rate_minor,
            description: self.description.clone(),
            is_active: self.is_active,
            in_force: self.in_force(),
        }
    }

    /// From when to when.
    pub const fn in_force(&self) -> InForce {
        InForce { starts_on: self.starts_on, ends_on: self.ends_on }
    }
}

/// A rate.
pub async fn by_id(tx: &mut Tx, pricing: PricingId) -> Result<Option<Pricing>> {
    tx.q(BY_ID).bind(pricing).opt().await
}

/// What a package costs that starts on a day: by the rate that began last.
pub async fn rate_on(tx: &mut Tx, package: PackageId, on: Date) -> Result<Option<Money>> {
    Ok(tx.q(RATE_ON).bind(package).bind(on).opt::<(Money,)>().await?.map(|(rate,)| rate))
}

fn listing() -> Listing {
    Listing::of(COLUMNS, from!()).by("r.starts_on DESC, r.created_at DESC, r.pricing_id DESC")
}

/// A part of the rates, those that began last first.
pub async fn list(tx: &mut Tx, package: Option<PackageId>, page: Page) -> Result<Found<Pricing>> {
    listing().with("r.package_id =", package).found(tx, Date::EXAMPLE, page).await
}

/// All rates of packages, those that began last first.
pub async fn of_packages(tx: &mut Tx, packages: &[PackageId]) -> Result<Vec<Pricing>> {
    if packages.is_empty() {
        return Ok(Vec::new());
    }
    let listing = listing().among("r.package_id", packages.iter().copied());
    listing.rows(tx, Date::EXAMPLE, Page::first(i64::MAX)).await
}

/// Adds a rate.
pub async fn insert(tx: &mut Tx, content: &PricingContent, author: &Author) -> Result<PricingId> {
    let id = PricingId(tx.draw_id().await?);
    write(tx, INSERT, id, content, author).await?;
    Ok(id)
}

/// Writes what a rate says.
pub async fn update(tx: &mut Tx, pricing: PricingId, content: &PricingContent, author: &Author) -> Result<()> {
    write(tx, UPDATE, pricing, content, author).await
}

async fn write(
    tx: &mut Tx,
    statement: Statement,
    pricing: PricingId,
    content: &PricingContent,
    author: &Author,
) -> Result<()> {
    tx.q(statement)
        .bind(pricing)
        .bind(content.package_id)
        .bind(content.rate)
        .bind(content.description.as_str())
        .bind(content.is_active)
        .bind(content.in_force.starts_on)
        .bind(content.in_force.ends_on)
        .bind(author.name.as_str())
        .bind(author.at)
        .run()
        .await?;
    Ok(())
}

/// Deletes a rate.
pub async fn delete(tx: &mut Tx, pricing: PricingId) -> Result<()> {
    tx.q(DELETE).bind(pricing).run().await?;
    Ok(())
}

/// Does a service cost what a rate says?
pub async fn is_used(tx: &mut Tx, pricing: PricingId) -> Result<bool> {
    Ok(tx.q(IS_USED).bind(pricing).one::<(i64,)>().await?.0 > 0)
}

pub(super) fn assembled() -> Vec<Listed> {
    [
        listing().listed("billing/pricings", "all"),
        listing().with("r.package_id =", Some(PackageId(1))).listed("billing/pricings", "a package"),
        listing().among("r.package_id", [PackageId(1), PackageId(2)]).listed("billing/pricings", "packages"),
    ]
    .concat()
}
