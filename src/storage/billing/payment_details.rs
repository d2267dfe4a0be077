//! The parts of payments.

use super::{
    authors::{Author, Stamps},
    listing::{Found, Listing, Page},
};
use crate::{
    domain::{
        BillId, Money, PaymentDetailId, PaymentId,
        billing::{Date, PaymentStatus},
    },
    storage::{
        Listed, Result, Tx,
        statement::{Statement, statements},
    },
};

/// A part of a payment.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct PaymentDetail {
    /// The row.
    pub payment_detail_id: PaymentDetailId,
    /// Of which payment.
    pub payment_id: PaymentId,
    /// Of which bill.
    pub bill_id: BillId,
    /// The bill's number.
    pub number: String,
    /// How much.
    pub amount_minor: Money,
    /// Of the bank or the wallet; may be empty.
    pub transaction_number: String,
    /// May be empty.
    pub remarks: String,
    /// What became of it.
    pub status: PaymentStatus,
    /// Who and when.
    #[sqlx(flatten)]
    pub stamps: Stamps,
}

/// What a part of a payment says.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct PaymentDetailContent {
    /// Of which payment.
    pub payment_id: PaymentId,
    /// How much.
    pub amount: Money,
    /// Of the bank or the wallet; may be empty.
    pub transaction_number: String,
    /// May be empty.
    pub remarks: String,
    /// What became of it.
    pub status: PaymentStatus,
}

macro_rules! columns {
    () => {
        "d.payment_detail_id, d.payment_id, y.bill_id, b.number, d.amount_minor, d.transaction_number, d.remarks, d.status, d.created_by,
        d.updated_by, d.created_at, d.updated_at"
    };
}

macro_rules! from {
    () => {
        "FROM bill_payment_details d JOIN bill_payments y ON y.shop_id = $1 AND y.payment_id = d.payment_id
        JOIN bills b ON b.shop_id = $1 AND b.bill_id = y.bill_id
        WHERE d.shop_id = $1"
    };
}

const COLUMNS: &str = columns!();

statements! {
    BY_ID = concat!("SELECT ", columns!(), " ", from!(), " AND d.payment_detail_id = $2");
    INSERT = "
        INSERT INTO bill_payment_details (shop_id, payment_detail_id, payment_id, amount_minor, transaction_number, remarks, status,
            created_by, updated_by, created_at, updated_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8, $9, $9)";
    UPDATE = "
        UPDATE bill_payment_details SET payment_id = $3, amount_minor = $4, transaction_number = $5, remarks = $6, status = $7,
            updated_by = $8, updated_at = $9
        WHERE shop_id = $1 AND payment_detail_id = $2";
    DELETE = "DELETE FROM bill_payment_details WHERE shop_id = $1 AND payment_detail_id = $2";
}

impl PaymentDetail {
    /// What it says.
    pub fn content(&self) -> PaymentDetailContent {
        PaymentDetailContent {
            payment_id: self.payment_id,
            amount: self.amount_minor,
            transaction_number: self.transaction_number.clone(),
            remarks: self.remarks.clone(),
            status: self.status,
        }
    }
}

/// A part of a payment.
pub async fn by_id(tx: &mut Tx, detail: PaymentDetailId) -> Result<Option<PaymentDetail>> {
    tx.q(BY_ID).bind(detail).opt().await
}

fn listing() -> Listing {
    Listing::of(COLUMNS, from!()).by("d.created_at, d.payment_detail_id")
}

/// A part of them, in the order in which they were made.
pub async fn list(tx: &mut Tx, payment: Option<PaymentId>, page: Page) -> Result<Found<PaymentDetail>> {
    listing().with("d.payment_id =", payment).found(tx, Date::EXAMPLE, page).await
}

/// All parts of payments, in the order in which they were made.
pub async fn of_payments(tx: &mut Tx, payments: &[PaymentId]) -> Result<Vec<PaymentDetail>> {
    if payments.is_empty() {
        return Ok(Vec::new());
    }
    let listing = listing().among("d.payment_id", payments.iter().copied());
    listing.rows(tx, Date::EXAMPLE, Page::first(i64::MAX)).await
}

/// Adds one.
pub async fn insert(tx: &mut Tx, content: &PaymentDetailContent, author: &Author) -> Result<PaymentDetailId> {
    let id = PaymentDetailId(tx.draw_id().await?);
    write(tx, INSERT, id, content, author).await?;
    Ok(id)
}

/// Writes what one says.
pub async fn update(
    tx: &mut Tx,
    detail: PaymentDetailId,
    content: &PaymentDetailContent,
    author: &Author,
) -> Result<()> {
    write(tx, UPDATE, detail, content, author).await
}

async fn write(
    tx: &mut Tx,
    statement: Statement,
    detail: PaymentDetailId,
    content: &PaymentDetailContent,
    author: &Author,
) -> Result<()> {
    tx.q(statement)
        .bind(detail)
        .bind(content.payment_id)
        .bind(content.amount)
        .bind(content.transaction_number.as_str())
        .bind(content.remarks.as_str())
        .bind(content.status)
        .bind(author.name.as_str())
        .bind(author.at)
        .run()
        .await?;
    Ok(())
}

/// Deletes one.
pub async fn delete(tx: &mut Tx, detail: PaymentDetailId) -> Result<()> {
    tx.q(DELETE).bind(detail).run().await?;
    Ok(())
}

pub(super) fn assembled() -> Vec<Listed> {
    let file = "billing/payment_details";
    [
        listing().listed(file, "all"),
        listing().with("d.payment_id =", Some(PaymentId(1))).listed(file, "a payment"),
        listing().among("d.payment_id", [PaymentId(1), PaymentId(2)]).listed(file, "payments"),
    ]
    .concat()
}
