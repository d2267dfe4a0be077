//! Packages for small offices.

use super::{
    authors::{Author, Stamps},
    listing::{Found, Listing, Page},
};
use crate::{
    domain::{
        PackageId,
        billing::{Date, ServiceKind},
        fold_name,
    },
    storage::{
        Listed, Result, Tx,
        statement::{Statement, statements},
    },
};

/// A package.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Package {
    /// The row.
    pub package_id: PackageId,
    /// What it is called.
    pub name: String,
    /// For whom it is.
    pub kind: ServiceKind,
    /// May be empty.
    pub description: String,
    /// It is sold.
    pub is_active: bool,
    /// Who and when.
    #[sqlx(flatten)]
    pub stamps: Stamps,
}

/// What a package says.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct PackageContent {
    /// What it is called.
    pub name: String,
    /// For whom it is.
    pub kind: ServiceKind,
    /// May be empty.
    pub description: String,
    /// It is sold.
    pub is_active: bool,
}

/// Which packages are listed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PackageFilter {
    /// Those for them.
    pub kind: Option<ServiceKind>,
    /// Those that are sold, or not.
    pub is_active: Option<bool>,
    /// Those whose name has each word of a text.
    pub search: Option<String>,
}

macro_rules! columns {
    () => {
        "g.package_id, g.name, g.kind, g.description, g.is_active, g.created_by, g.updated_by, g.created_at, g.updated_at"
    };
}

const COLUMNS: &str = columns!();

statements! {
    BY_ID = concat!("SELECT ", columns!(), " FROM packages g WHERE g.shop_id = $1 AND g.package_id = $2");
    /// Conflicts with itself, and with details that would name it. SQLite has one writer.
    LOCK: sqlite = "", postgres = "SELECT package_id FROM packages WHERE shop_id = $1 AND package_id = $2 FOR UPDATE";
    INSERT = "
        INSERT INTO packages (shop_id, package_id, name, kind, description, is_active, search_text, created_by, updated_by, created_at,
            updated_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8, $9, $9)";
    UPDATE = "
        UPDATE packages SET name = $3, kind = $4, description = $5, is_active = $6, search_text = $7, updated_by = $8, updated_at = $9
        WHERE shop_id = $1 AND package_id = $2";
    DELETE_PRICINGS = "DELETE FROM package_pricings WHERE shop_id = $1 AND package_id = $2";
    DELETE = "DELETE FROM packages WHERE shop_id = $1 AND package_id = $2";
    IS_USED = "
        SELECT COUNT(*) FROM shops WHERE shop_id = $1 AND EXISTS (
            SELECT 1 FROM entitlement_details d WHERE d.shop_id = $1 AND d.package_id = $2 AND d.package_id IS NOT NULL)";
}

impl Package {
    /// What it says.
    pub fn content(&self) -> PackageContent {
        PackageContent {
            name: self.name.clone(),
            kind: self.kind,
            description: self.description.clone(),
            is_active: self.is_active,
        }
    }
}

/// A package.
pub async fn by_id(tx: &mut Tx, package: PackageId) -> Result<Option<Package>> {
    tx.q(BY_ID).bind(package).opt().await
}

/// As [`by_id`], for this transaction alone until it ends.
pub async fn by_id_alone(tx: &mut Tx, package: PackageId) -> Result<Option<Package>> {
    if tx.is_postgres() {
        tx.q(LOCK).bind(package).opt::<(i64,)>().await?;
    }
    by_id(tx, package).await
}

fn listing(filter: &PackageFilter) -> Listing {
    Listing::of(COLUMNS, "FROM packages g WHERE g.shop_id = $1")
        .with("g.kind =", filter.kind)
        .with("g.is_active =", filter.is_active)
        .matching(&["g.search_text"], filter.search.as_deref())
        .by("g.name, g.package_id")
}

/// A part of the packages, by name.
pub async fn list(tx: &mut Tx, filter: &PackageFilter, page: Page) -> Result<Found<Package>> {
    listing(filter).found(tx, Date::EXAMPLE, page).await
}

/// Adds a package.
pub async fn insert(tx: &mut Tx, content: &PackageContent, author: &Author) -> Result<PackageId> {
    let id = PackageId(tx.draw_id().await?);
    write(tx, INSERT, id, content, author).await?;
    Ok(id)
}

/// Writes what a package says.
pub async fn update(tx: &mut Tx, package: PackageId, content: &PackageContent, author: &Author) -> Result<()> {
    write(tx, UPDATE, package, content, author).await
}

async fn write(
    tx: &mut Tx,
    statement: Statement,
    package: PackageId,
    content: &PackageContent,
    author: &Author,
) -> Result<()> {
    tx.q(statement)
        .bind(package)
        .bind(content.name.as_str())
        .bind(content.kind)
        .bind(content.description.as_str())
        .bind(content.is_active)
        .bind(fold_name(&content.name))
        .bind(author.name.as_str())
        .bind(author.at)
        .run()
        .await?;
    Ok(())
}

/// Does a detail of an entitlement name it?
pub async fn is_used(tx: &mut Tx, package: PackageId) -> Result<bool> {
    Ok(tx.q(IS_USED).bind(package).one::<(i64,)>().await?.0 > 0)
}

/// Deletes a package that no detail names, with its rates.
pub async fn delete(tx: &mut Tx, package: PackageId) -> Result<()> {
    tx.q(DELETE_PRICINGS).bind(package).run().await?;
    tx.q(DELETE).bind(package).run().await?;
    Ok(())
}

pub(super) fn assembled() -> Vec<Listed> {
    let filter = PackageFilter { kind: Some(ServiceKind::Soho), is_active: Some(true), search: Some("one".to_owned()) };
    [
        listing(&PackageFilter::default()).listed("billing/packages", "all"),
        listing(&filter).listed("billing/packages", "found"),
    ]
    .concat()
}
