//! Entitlements: what customers have, each under one number for its bills.

use super::{
    authors::{Author, Stamps},
    listing::{Found, Listing, Page},
};
use crate::{
    domain::{CustomerId, EntitlementId, Money, billing::Date, fold_name},
    storage::{
        Listed, Result, Tx,
        statement::{Statement, statements},
    },
};

/// An entitlement.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Entitlement {
    /// The row.
    pub entitlement_id: EntitlementId,
    /// Whose it is.
    pub customer_id: CustomerId,
    /// As their profile names them.
    pub customer_name: String,
    /// The number on its papers; not unique.
    pub bill_number: String,
    /// From this day on it may be billed.
    pub activated_on: Date,
    /// May be empty.
    pub nttn_company: String,
    /// May be empty.
    pub nttn_capacity: String,
    /// As agreed; bills are made of the details.
    pub total_bill_minor: Option<Money>,
    /// The medium; may be empty.
    pub bandwidth_medium: String,
    /// May be empty.
    pub connection_type: String,
    /// May be empty.
    pub connected_pop: String,
    /// May be empty.
    pub remarks: String,
    /// It is active today: a detail of it is in force.
    pub is_active: bool,
    /// Who and when.
    #[sqlx(flatten)]
    pub stamps: Stamps,
}

/// What an entitlement says.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct EntitlementContent {
    /// Whose it is.
    pub customer_id: CustomerId,
    /// The number on its papers; not unique.
    pub bill_number: String,
    /// From this day on it may be billed.
    pub activated_on: Date,
    /// May be empty.
    pub nttn_company: String,
    /// May be empty.
    pub nttn_capacity: String,
    /// As agreed.
    pub total_bill: Option<Money>,
    /// May be empty.
    pub bandwidth_medium: String,
    /// May be empty.
    pub connection_type: String,
    /// May be empty.
    pub connected_pop: String,
    /// May be empty.
    pub remarks: String,
}

/// Which entitlements are listed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EntitlementFilter {
    /// Those of a customer.
    pub customer: Option<CustomerId>,
    /// Those that begin on this day.
    pub activated_on: Option<Date>,
    /// Those whose bill number or customer's name has each word of a text.
    pub search: Option<String>,
}

macro_rules! in_force {
    ($today:literal) => {
        concat!(
            "EXISTS (
                SELECT 1 FROM entitlement_details d
                WHERE d.shop_id = $1 AND d.entitlement_id = e.entitlement_id AND d.is_active AND d.status = 'active'
                    AND d.starts_on <= ",
            $today,
            " AND (d.ends_on IS NULL OR d.ends_on >= ",
            $today,
            "))"
        )
    };
}

macro_rules! columns {
    ($today:literal) => {
        concat!(
            "e.entitlement_id, e.customer_id, COALESCE(p.name, '') AS customer_name, e.bill_number, e.activated_on, e.nttn_company,
            e.nttn_capacity, e.total_bill_minor, e.bandwidth_medium, e.connection_type, e.connected_pop, e.remarks, e.created_by,
            e.updated_by, e.created_at, e.updated_at, (e.activated_on <= ",
            $today,
            " AND ",
            in_force!($today),
            ") AS is_active"
        )
    };
}

macro_rules! from {
    () => {
        "FROM entitlements e LEFT JOIN sales_profiles p ON p.shop_id = $1 AND p.customer_id = e.customer_id WHERE e.shop_id = $1"
    };
}

const COLUMNS: &str = columns!("$today");

statements! {
    BY_ID = concat!("SELECT ", columns!("$3"), " ", from!(), " AND e.entitlement_id = $2");
    INSERT = "
        INSERT INTO entitlements (shop_id, entitlement_id, customer_id, bill_number, activated_on, nttn_company, nttn_capacity,
            total_bill_minor, bandwidth_medium, connection_type, connected_pop, remarks, search_text, created_by, updated_by, created_at,
            updated_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $14, $15, $15)";
    UPDATE = "
        UPDATE entitlements SET customer_id = $3, bill_number = $4, activated_on = $5, nttn_company = $6, nttn_capacity = $7,
            total_bill_minor = $8, bandwidth_medium = $9, connection_type = $10, connected_pop = $11, remarks = $12, search_text = $13,
            updated_by = $14, updated_at = $15
        WHERE shop_id = $1 AND entitlement_id = $2";
    DELETE_DETAILS = "DELETE FROM entitlement_details WHERE shop_id = $1 AND entitlement_id = $2";
    DELETE = "DELETE FROM entitlements WHERE shop_id = $1 AND entitlement_id = $2";
    IS_BILLED = "
        SELECT COUNT(*) FROM shops WHERE shop_id = $1
            AND EXISTS (SELECT 1 FROM bills b WHERE b.shop_id = $1 AND b.entitlement_id = $2)";
    IDS_OF_CUSTOMER = "SELECT entitlement_id FROM entitlements WHERE shop_id = $1 AND customer_id = $2";
    /// Conflicts with itself and with what is billed of it. SQLite has one writer.
    LOCK: sqlite = "",
        postgres = "SELECT entitlement_id FROM entitlements WHERE shop_id = $1 AND entitlement_id = $2 FOR UPDATE";
    /// The first of those that are active on `$3` and have no bill of the month `$4`, after `$2`.
    UNBILLED = concat!("
        SELECT e.entitlement_id FROM entitlements e
        WHERE e.shop_id = $1 AND e.entitlement_id > $2 AND e.activated_on <= $3 AND ", in_force!("$3"), "
            AND NOT EXISTS (
                SELECT 1 FROM bills b WHERE b.shop_id = $1 AND b.entitlement_id = e.entitlement_id AND b.month = $4 AND b.month IS NOT NULL)
        ORDER BY e.entitlement_id LIMIT $5");
}

impl Entitlement {
    /// What it says.
    pub fn content(&self) -> EntitlementContent {
        EntitlementContent {
            customer_id: self.customer_id,
            bill_number: self.bill_number.clone(),
            activated_on: self.activated_on,
            nttn_company: self.nttn_company.clone(),
            nttn_capacity: self.nttn_capacity.clone(),
            total_bill: self.total_bill_minor,
            bandwidth_medium: self.bandwidth_medium.clone(),
            connection_type: self.connection_type.clone(),
            connected_pop: self.connected_pop.clone(),
            remarks: self.remarks.clone(),
        }
    }
}

/// An entitlement, as it is on a day.
pub async fn by_id(tx: &mut Tx, entitlement: EntitlementId, today: Date) -> Result<Option<Entitlement>> {
    tx.q(BY_ID).bind(entitlement).bind(today).opt().await
}

/// As [`by_id`], for this transaction alone until it ends.
pub async fn by_id_alone(tx: &mut Tx, entitlement: EntitlementId, today: Date) -> Result<Option<Entitlement>> {
    if tx.is_postgres() {
        tx.q(LOCK).bind(entitlement).opt::<(i64,)>().await?;
    }
    by_id(tx, entitlement, today).await
}

fn listing(filter: &EntitlementFilter) -> Listing {
    Listing::of(COLUMNS, from!())
        .with("e.customer_id =", filter.customer)
        .with("e.activated_on =", filter.activated_on)
        .matching(&["e.search_text", "p.sort_name"], filter.search.as_deref())
        .by("e.created_at DESC, e.entitlement_id DESC")
}

/// A part of the entitlements, the newest first.
pub async fn list(tx: &mut Tx, filter: &EntitlementFilter, today: Date, page: Page) -> Result<Found<Entitlement>> {
    listing(filter).found(tx, today, page).await
}

/// Adds an entitlement.
pub async fn insert(tx: &mut Tx, content: &EntitlementContent, author: &Author) -> Result<EntitlementId> {
    let id = EntitlementId(tx.draw_id().await?);
    write(tx, INSERT, id, content, author).await?;
    Ok(id)
}

/// Writes what an entitlement says.
pub async fn update(
    tx: &mut Tx,
    entitlement: EntitlementId,
    content: &EntitlementContent,
    author: &Author,
) -> Result<()> {
    write(tx, UPDATE, entitlement, content, author).await
}

async fn write(
    tx: &mut Tx,
    statement: Statement,
    entitlement: EntitlementId,
    content: &EntitlementContent,
    author: &Author,
) -> Result<()> {
    tx.q(statement)
        .bind(entitlement)
        .bind(content.customer_id)
        .bind(content.bill_number.as_str())
        .bind(content.activated_on)
        .bind(content.nttn_company.as_str())
        .bind(content.nttn_capacity.as_str())
        .bind(content.total_bill)
        .bind(content.bandwidth_medium.as_str())
        .bind(content.connection_type.as_str())
        .bind(content.connected_pop.as_str())
        .bind(content.remarks.as_str())
        .bind(fold_name(&content.bill_number))
        .bind(author.name.as_str())
        .bind(author.at)
        .run()
        .await?;
    Ok(())
}

/// Is there a bill of it?
pub async fn is_billed(tx: &mut Tx, entitlement: EntitlementId) -> Result<bool> {
    Ok(tx.q(IS_BILLED).bind(entitlement).one::<(i64,)>().await?.0 > 0)
}

/// Deletes an entitlement that is not billed, with its details.
pub async fn delete(tx: &mut Tx, entitlement: EntitlementId) -> Result<()> {
    tx.q(DELETE_DETAILS).bind(entitlement).run().await?;
    tx.q(DELETE).bind(entitlement).run().await?;
    Ok(())
}

/// The entitlements of a customer.
pub async fn ids_of_customer(tx: &mut Tx, customer: CustomerId) -> Result<Vec<EntitlementId>> {
    let rows: Vec<(EntitlementId,)> = tx.q(IDS_OF_CUSTOMER).bind(customer).all().await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// At most `limit` entitlements after one, by id, that are active on a day and for which no bill of its month was made.
pub async fn unbilled(tx: &mut Tx, after: EntitlementId, on: Date, limit: i64) -> Result<Vec<EntitlementId>> {
    let query = tx.q(UNBILLED).bind(after).bind(on).bind(on.month()).bind(limit);
    let rows: Vec<(EntitlementId,)> = query.all().await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

pub(super) fn assembled() -> Vec<Listed> {
    let file = "billing/entitlements";
    let customer = Some(CustomerId(1));
    let found = EntitlementFilter { search: Some("one".to_owned()), ..EntitlementFilter::default() };
    [
        listing(&EntitlementFilter::default()).listed(file, "all"),
        listing(&found).listed(file, "found"),
        listing(&EntitlementFilter { customer, activated_on: Some(Date::EXAMPLE), ..found }).listed(file, "a customer"),
    ]
    .concat()
}
