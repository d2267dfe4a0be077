//! Utility information: how customers can pay, with the VAT of their bills.

use super::{
    authors::{Author, Stamps},
    listing::{Found, Listing, Page},
};
use crate::{
    domain::{Rate, UtilityId, billing::Date},
    storage::{
        Listed, Result, Tx,
        statement::{Statement, statements},
    },
};

/// Utility information.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Utility {
    /// The row.
    pub utility_id: UtilityId,
    /// Unique in the shop.
    pub name: String,
    /// The VAT of bills.
    pub vat_bp: Rate,
    /// Who and when.
    #[sqlx(flatten)]
    pub stamps: Stamps,
}

macro_rules! columns {
    () => {
        "u.utility_id, u.name, u.vat_bp, u.created_by, u.updated_by, u.created_at, u.updated_at"
    };
}

const COLUMNS: &str = columns!();

statements! {
    BY_ID = concat!("SELECT ", columns!(), " FROM utilities u WHERE u.shop_id = $1 AND u.utility_id = $2");
    BY_NAME = concat!("SELECT ", columns!(), " FROM utilities u WHERE u.shop_id = $1 AND u.name = $2");
    /// The first that customers can pay to; where there is none, the first.
    DEFAULT = concat!("SELECT ", columns!(), ", EXISTS (
            SELECT 1 FROM utility_details d WHERE d.shop_id = $1 AND d.utility_id = u.utility_id AND d.is_active) AS takes_payments
        FROM utilities u WHERE u.shop_id = $1 ORDER BY takes_payments DESC, u.created_at, u.utility_id LIMIT 1");
    INSERT = "
        INSERT INTO utilities (shop_id, utility_id, name, vat_bp, created_by, updated_by, created_at, updated_at)
        VALUES ($1, $2, $3, $4, $5, $5, $6, $6)";
    UPDATE = "UPDATE utilities SET name = $3, vat_bp = $4, updated_by = $5, updated_at = $6 WHERE shop_id = $1 AND utility_id = $2";
}

/// Utility information.
pub async fn by_id(tx: &mut Tx, utility: UtilityId) -> Result<Option<Utility>> {
    tx.q(BY_ID).bind(utility).opt().await
}

/// The one of a name.
pub async fn by_name(tx: &mut Tx, name: &str) -> Result<Option<Utility>> {
    tx.q(BY_NAME).bind(name).opt().await
}

/// The one that bills have where they name none: the first that is active.
pub async fn of_bills(tx: &mut Tx) -> Result<Option<Utility>> {
    tx.q(DEFAULT).opt().await
}

fn listing() -> Listing {
    Listing::of(COLUMNS, "FROM utilities u WHERE u.shop_id = $1").by("u.created_at, u.utility_id")
}

/// A part of it, in the order in which it was made.
pub async fn list(tx: &mut Tx, page: Page) -> Result<Found<Utility>> {
    listing().found(tx, Date::EXAMPLE, page).await
}

/// Adds one.
pub async fn insert(tx: &mut Tx, name: &str, vat: Rate, author: &Author) -> Result<UtilityId> {
    let id = UtilityId(tx.draw_id().await?);
    write(tx, INSERT, id, name, vat, author).await?;
    Ok(id)
}

/// Changes one.
pub async fn update(tx: &mut Tx, utility: UtilityId, name: &str, vat: Rate, author: &Author) -> Result<()> {
    write(tx, UPDATE, utility, name, vat, author).await
}

async fn write(
    tx: &mut Tx,
    statement: Statement,
    utility: UtilityId,
    name: &str,
    vat: Rate,
    author: &Author,
) -> Result<()> {
    tx.q(statement).bind(utility).bind(name).bind(vat).bind(author.name.as_str()).bind(author.at).run().await?;
    Ok(())
}

pub(super) fn assembled() -> Vec<Listed> {
    listing().listed("billing/utilities", "all")
}
