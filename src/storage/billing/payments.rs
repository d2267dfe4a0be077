//! Payments of bills.

use super::{
    authors::{Author, Stamps},
    listing::{Found, Listing, Page},
};
use crate::{
    domain::{
        BillId, CustomerId, EntitlementId, Money, PaymentId,
        billing::{Date, PaymentStatus, Period},
    },
    storage::{
        Listed, Result, Tx,
        statement::{Statement, statements},
    },
};

/// A payment of a bill.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Payment {
    /// The row.
    pub payment_id: PaymentId,
    /// Who paid.
    pub customer_id: CustomerId,
    /// As their profile names them.
    pub customer_name: String,
    /// Which bill.
    pub bill_id: BillId,
    /// The bill's number.
    pub number: String,
    /// What the bill bills.
    pub entitlement_id: EntitlementId,
    /// The number on the papers of that.
    pub bill_number: String,
    /// When.
    pub paid_on: Date,
    /// How, in words; may be empty.
    pub method: String,
    /// May be empty.
    pub remarks: String,
    /// What became of it.
    pub status: PaymentStatus,
    /// What its details come to.
    pub amount_minor: Money,
    /// What of that counts as paid.
    pub completed_minor: Money,
    /// Who and when.
    #[sqlx(flatten)]
    pub stamps: Stamps,
}

/// What a payment says.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct PaymentContent {
    /// Who paid.
    pub customer_id: CustomerId,
    /// Which bill.
    pub bill_id: BillId,
    /// When.
    pub paid_on: Date,
    /// How, in words; may be empty.
    pub method: String,
    /// May be empty.
    pub remarks: String,
    /// What became of it.
    pub status: PaymentStatus,
}

/// Which payments are listed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PaymentFilter {
    /// Those of a customer.
    pub customer: Option<CustomerId>,
    /// Those of a bill.
    pub bill: Option<BillId>,
    /// Those in this status.
    pub status: Option<PaymentStatus>,
    /// Those with this method, whatever the case.
    pub method: Option<String>,
    /// Those of its days.
    pub paid: Period,
}

/// What was received of a customer.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct ReceivedOf {
    /// The customer.
    pub customer_id: CustomerId,
    /// As their profile names them.
    pub customer_name: String,
    /// What counts as paid.
    pub received_minor: Money,
    /// How many payments have a part that counts.
    pub payments: i64,
}

macro_rules! columns {
    () => {
        "y.payment_id, y.customer_id, COALESCE(p.name, '') AS customer_name, y.bill_id, b.number, b.entitlement_id, e.bill_number,
        y.paid_on, y.method, y.remarks, y.status, y.created_by, y.updated_by, y.created_at, y.updated_at,
        CAST(COALESCE((SELECT SUM(d.amount_minor) FROM bill_payment_details d
            WHERE d.shop_id = $1 AND d.payment_id = y.payment_id), 0) AS BIGINT) AS amount_minor,
        CAST(COALESCE((SELECT SUM(d.amount_minor) FROM bill_payment_details d
            WHERE d.shop_id = $1 AND d.payment_id = y.payment_id AND d.status = 'completed' AND y.status = 'completed'), 0) AS BIGINT)
            AS completed_minor"
    };
}

macro_rules! from {
    () => {
        "FROM bill_payments y JOIN bills b ON b.shop_id = $1 AND b.bill_id = y.bill_id
        JOIN entitlements e ON e.shop_id = $1 AND e.entitlement_id = b.entitlement_id
        LEFT JOIN sales_profiles p ON p.shop_id = $1 AND p.customer_id = y.customer_id
        WHERE y.shop_id = $1"
    };
}

const COLUMNS: &str = columns!();
/// What of payments counts, each with its details.
const RECEIVED: &str =
    "FROM bill_payments y JOIN bill_payment_details d ON d.shop_id = $1 AND d.payment_id = y.payment_id
    LEFT JOIN sales_profiles p ON p.shop_id = $1 AND p.customer_id = y.customer_id
    WHERE y.shop_id = $1 AND y.status = 'completed' AND d.status = 'completed'";
const RECEIVED_SUM: &str = "CAST(COALESCE(SUM(d.amount_minor), 0) AS BIGINT) AS received";
const RECEIVED_COLUMNS: &str = "y.customer_id, COALESCE(p.name, '') AS customer_name,
    CAST(COALESCE(SUM(d.amount_minor), 0) AS BIGINT) AS received_minor, COUNT(DISTINCT y.payment_id) AS payments";

statements! {
    BY_ID = concat!("SELECT ", columns!(), " ", from!(), " AND y.payment_id = $2");
    INSERT = "
        INSERT INTO bill_payments (shop_id, payment_id, customer_id, bill_id, paid_on, method, remarks, status, created_by, updated_by,
            created_at, updated_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9, $10, $10)";
    UPDATE = "
        UPDATE bill_payments SET customer_id = $3, bill_id = $4, paid_on = $5, method = $6, remarks = $7, status = $8, updated_by = $9,
            updated_at = $10
        WHERE shop_id = $1 AND payment_id = $2";
    DELETE_DETAILS = "DELETE FROM bill_payment_details WHERE shop_id = $1 AND payment_id = $2";
    DELETE = "DELETE FROM bill_payments WHERE shop_id = $1 AND payment_id = $2";
}

impl Payment {
    /// What it says.
    pub fn content(&self) -> PaymentContent {
        PaymentContent {
            customer_id: self.customer_id,
            bill_id: self.bill_id,
            paid_on: self.paid_on,
            method: self.method.clone(),
            remarks: self.remarks.clone(),
            status: self.status,
        }
    }
}

/// A payment.
pub async fn by_id(tx: &mut Tx, payment: PaymentId) -> Result<Option<Payment>> {
    tx.q(BY_ID).bind(payment).opt().await
}

fn wanted(list: Listing, filter: &PaymentFilter) -> Listing {
    list.with("y.customer_id =", filter.customer)
        .with("y.bill_id =", filter.bill)
        .with("y.status =", filter.status)
        .with("LOWER(y.method) =", filter.method.as_ref().map(|method| method.to_lowercase()))
        .with("y.paid_on >=", filter.paid.from)
        .with("y.paid_on <=", filter.paid.until)
}

fn listing(filter: &PaymentFilter) -> Listing {
    wanted(Listing::of(COLUMNS, from!()), filter).by("y.paid_on DESC, y.created_at DESC, y.payment_id DESC")
}

fn received(filter: &PaymentFilter) -> Listing {
    wanted(Listing::of(RECEIVED_COLUMNS, RECEIVED), filter)
}

/// A part of the payments, the newest first.
pub async fn list(tx: &mut Tx, filter: &PaymentFilter, page: Page) -> Result<Found<Payment>> {
    listing(filter).found(tx, Date::EXAMPLE, page).await
}

/// What of the payments of a list counts as paid.
pub async fn total(tx: &mut Tx, filter: &PaymentFilter) -> Result<Money> {
    Ok(received(filter).summed::<(Money,)>(tx, RECEIVED_SUM).await?.0)
}

/// What was received of each customer, of those who paid something, by name.
pub async fn by_customer(tx: &mut Tx, filter: &PaymentFilter, page: Page) -> Result<Vec<ReceivedOf>> {
    grouped(received(filter)).rows(tx, Date::EXAMPLE, page).await
}

fn grouped(list: Listing) -> Listing {
    list.grouped("y.customer_id, p.name, p.sort_name").by("p.sort_name, y.customer_id")
}

/// Adds a payment.
pub async fn insert(tx: &mut Tx, content: &PaymentContent, author: &Author) -> Result<PaymentId> {
    let id = PaymentId(tx.draw_id().await?);
    write(tx, INSERT, id, content, author).await?;
    Ok(id)
}

/// Writes what a payment says.
pub async fn update(tx: &mut Tx, payment: PaymentId, content: &PaymentContent, author: &Author) -> Result<()> {
    write(tx, UPDATE, payment, content, author).await
}

async fn write(
    tx: &mut Tx,
    statement: Statement,
    payment: PaymentId,
    content: &PaymentContent,
    author: &Author,
) -> Result<()> {
    tx.q(statement)
        .bind(payment)
        .bind(content.customer_id)
        .bind(content.bill_id)
        .bind(content.paid_on)
        .bind(content.method.as_str())
        .bind(content.remarks.as_str())
        .bind(content.status)
        .bind(author.name.as_str())
        .bind(author.at)
        .run()
        .await?;
    Ok(())
}

/// Deletes a payment with its details.
pub async fn delete(tx: &mut Tx, payment: PaymentId) -> Result<()> {
    tx.q(DELETE_DETAILS).bind(payment).run().await?;
    tx.q(DELETE).bind(payment).run().await?;
    Ok(())
}

pub(super) fn assembled() -> Vec<Listed> {
    let file = "billing/payments";
    let all = PaymentFilter::default();
    let paid = Period { from: Some(Date::EXAMPLE), until: Some(Date::EXAMPLE) };
    let of_customer = PaymentFilter {
        customer: Some(CustomerId(1)),
        status: Some(PaymentStatus::Completed),
        method: Some("cash".to_owned()),
        paid,
        ..all.clone()
    };
    let of_bill = PaymentFilter { bill: Some(BillId(1)), ..all.clone() };
    [
        listing(&all).listed(file, "all"),
        listing(&PaymentFilter { paid, ..all.clone() }).listed(file, "a period"),
        listing(&of_customer).listed(file, "a customer"),
        listing(&of_bill).listed(file, "a bill"),
        vec![
            received(&all).listed_sum(file, "all", RECEIVED_SUM),
            received(&of_customer).listed_sum(file, "a customer", RECEIVED_SUM),
        ],
        grouped(received(&all)).listed(file, "all customers"),
        grouped(received(&of_customer)).listed(file, "one customer"),
    ]
    .concat()
}
