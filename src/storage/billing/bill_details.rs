//! The lines of bills.

use super::{
    authors::{Author, Stamps},
    listing::{Found, Listing, Page},
};
use crate::{
    domain::{
        BillDetailId, BillId, EntitlementDetailId, Money, Rate,
        billing::{Date, LineFigures, ServiceKind},
    },
    storage::{
        Listed, Result, Tx,
        statement::{Statement, statements},
    },
};

/// A line of a bill.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct BillDetail {
    /// The row.
    pub bill_detail_id: BillDetailId,
    /// Of which bill.
    pub bill_id: BillId,
    /// The bill's number.
    pub number: String,
    /// What it is for.
    pub detail_id: Option<EntitlementDetailId>,
    /// Which kind of service that is.
    pub kind: Option<ServiceKind>,
    /// Before the discount.
    pub sub_total_minor: Money,
    /// The discount's share of it.
    pub discount_bp: Rate,
    /// The VAT's share of what the discount leaves.
    pub vat_bp: Rate,
    /// The discount.
    pub discount_minor: Money,
    /// The VAT.
    pub vat_minor: Money,
    /// May be empty.
    pub remarks: String,
    /// Who and when.
    #[sqlx(flatten)]
    pub stamps: Stamps,
}

/// What a line of a bill says.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct BillDetailContent {
    /// Of which bill.
    pub bill_id: BillId,
    /// What it is for.
    pub detail_id: Option<EntitlementDetailId>,
    /// The discount's share of the sub total.
    pub discount: Rate,
    /// The VAT's share of what the discount leaves.
    pub vat: Rate,
    /// What it comes to by these.
    pub figures: LineFigures,
    /// May be empty.
    pub remarks: String,
}

macro_rules! columns {
    () => {
        "l.bill_detail_id, l.bill_id, b.number, l.detail_id, d.kind, l.sub_total_minor, l.discount_bp, l.vat_bp, l.discount_minor,
        l.vat_minor, l.remarks, l.created_by, l.updated_by, l.created_at, l.updated_at"
    };
}

macro_rules! from {
    () => {
        "FROM bill_details l JOIN bills b ON b.shop_id = $1 AND b.bill_id = l.bill_id
        LEFT JOIN entitlement_details d ON d.shop_id = $1 AND d.detail_id = l.detail_id
        WHERE l.shop_id = $1"
    };
}

const COLUMNS: &str = columns!();

statements! {
    BY_ID = concat!("SELECT ", columns!(), " ", from!(), " AND l.bill_detail_id = $2");
    INSERT = "
        INSERT INTO bill_details (shop_id, bill_detail_id, bill_id, detail_id, sub_total_minor, discount_bp, vat_bp, discount_minor,
            vat_minor, remarks, created_by, updated_by, created_at, updated_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11, $12, $12)";
    UPDATE = "
        UPDATE bill_details SET bill_id = $3, detail_id = $4, sub_total_minor = $5, discount_bp = $6, vat_bp = $7, discount_minor = $8,
            vat_minor = $9, remarks = $10, updated_by = $11, updated_at = $12
        WHERE shop_id = $1 AND bill_detail_id = $2";
    DELETE = "DELETE FROM bill_details WHERE shop_id = $1 AND bill_detail_id = $2";
}

impl BillDetail {
    /// What it says.
    pub fn content(&self) -> BillDetailContent {
        BillDetailContent {
            bill_id: self.bill_id,
            detail_id: self.detail_id,
            discount: self.discount_bp,
            vat: self.vat_bp,
            figures: self.figures(),
            remarks: self.remarks.clone(),
        }
    }

    /// What it comes to.
    pub const fn figures(&self) -> LineFigures {
        LineFigures { sub_total: self.sub_total_minor, discount: self.discount_minor, vat: self.vat_minor }
    }
}

/// A line.
pub async fn by_id(tx: &mut Tx, detail: BillDetailId) -> Result<Option<BillDetail>> {
    tx.q(BY_ID).bind(detail).opt().await
}

fn listing() -> Listing {
    Listing::of(COLUMNS, from!()).by("l.created_at, l.bill_detail_id")
}

/// A part of the lines, in the order in which they were made.
pub async fn list(tx: &mut Tx, bill: Option<BillId>, page: Page) -> Result<Found<BillDetail>> {
    listing().with("l.bill_id =", bill).found(tx, Date::EXAMPLE, page).await
}

/// All lines of bills, in the order in which they were made.
pub async fn of_bills(tx: &mut Tx, bills: &[BillId]) -> Result<Vec<BillDetail>> {
    if bills.is_empty() {
        return Ok(Vec::new());
    }
    let listing = listing().among("l.bill_id", bills.iter().copied());
    listing.rows(tx, Date::EXAMPLE, Page::first(i64::MAX)).await
}

/// Adds a line.
pub async fn insert(tx: &mut Tx, content: &BillDetailContent, author: &Author) -> Result<BillDetailId> {
    let id = BillDetailId(tx.draw_id().await?);
    write(tx, INSERT, id, content, author).await?;
    Ok(id)
}

/// Writes what a line says.
pub async fn update(tx: &mut Tx, detail: BillDetailId, content: &BillDetailContent, author: &Author) -> Result<()> {
    write(tx, UPDATE, detail, content, author).await
}

async fn write(
    tx: &mut Tx,
    statement: Statement,
    detail: BillDetailId,
    content: &BillDetailContent,
    author: &Author,
) -> Result<()> {
    tx.q(statement)
        .bind(detail)
        .bind(content.bill_id)
        .bind(content.detail_id)
        .bind(content.figures.sub_total)
        .bind(content.discount)
        .bind(content.vat)
        .bind(content.figures.discount)
        .bind(content.figures.vat)
        .bind(content.remarks.as_str())
        .bind(author.name.as_str())
        .bind(author.at)
        .run()
        .await?;
    Ok(())
}

/// Deletes a line.
pub async fn delete(tx: &mut Tx, detail: BillDetailId) -> Result<()> {
    tx.q(DELETE).bind(detail).run().await?;
    Ok(())
}

pub(super) fn assembled() -> Vec<Listed> {
    let file = "billing/bill_details";
    [
        listing().listed(file, "all"),
        listing().with("l.bill_id =", Some(BillId(1))).listed(file, "a bill"),
        listing().among("l.bill_id", [BillId(1), BillId(2)]).listed(file, "bills"),
    ]
    .concat()
}
