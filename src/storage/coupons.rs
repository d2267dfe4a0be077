//! Coupons.

use super::{Result, Tx, statement::statements};
use crate::{
    clock::Timestamp,
    domain::{CouponId, CouponKind, CouponWorth, CustomerId, InvoiceId, Money, OperationId, UsedCoupon},
};

/// A coupon.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Coupon {
    /// The row.
    pub coupon_id: CouponId,
    /// What people read.
    pub title: String,
    /// What it gives.
    pub kind: CouponKind,
    /// How much, as [`CouponWorth`] has it in tables.
    pub worth: i64,
    /// The first moment at which it cannot be used any more; `None`: never.
    pub expires_at: Option<Timestamp>,
}

impl Coupon {
    /// What it gives, and how much.
    pub const fn gives(&self) -> CouponWorth {
        CouponWorth::of(self.kind, self.worth)
    }
}

#[derive(sqlx::FromRow)]
struct UsedRow {
    coupon_id: CouponId,
    title: String,
    kind: CouponKind,
    worth: i64,
    discount_minor: Money,
    points_minor: Money,
}

impl From<UsedRow> for UsedCoupon {
    fn from(row: UsedRow) -> Self {
        Self {
            coupon_id: row.coupon_id,
            title: row.title,
            worth: CouponWorth::of(row.kind, row.worth),
            discount: row.discount_minor,
            points: row.points_minor,
        }
    }
}

macro_rules! used {
    ($which:literal) => {
        concat!(
            "SELECT c.coupon_id, c.title, c.kind, c.worth, u.discount_minor, u.points_minor ",
            "FROM invoice_coupons u JOIN coupons c ON c.shop_id = $1 AND c.coupon_id = u.coupon_id ",
            "WHERE u.shop_id = $1 AND u.invoice_id = $2 ",
            $which,
            "ORDER BY c.given_at, c.coupon_id"
        )
    };
}

statements! {
    INSERT = "
        INSERT INTO coupons (shop_id, coupon_id, customer_id, title, kind, worth, expires_at, given_by, given_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    USABLE = "
        SELECT coupon_id, title, kind, worth, expires_at FROM coupons
        WHERE shop_id = $1 AND customer_id = $2 AND used_at IS NULL AND (expires_at IS NULL OR expires_at > $3)
        ORDER BY given_at, coupon_id";
    USE_UP = "
        UPDATE coupons SET used_by = $4, used_at = $5
        WHERE shop_id = $1 AND coupon_id = $2 AND customer_id = $3 AND used_at IS NULL
            AND (expires_at IS NULL OR expires_at > $5)";
    INSERT_USED = "
        INSERT INTO invoice_coupons (shop_id, invoice_id, coupon_id, discount_minor, points_minor)
        VALUES ($1, $2, $3, $4, $5)";
    OF_INVOICE = used!("");
    NOT_EXPIRED = used!("AND (c.expires_at IS NULL OR c.expires_at > $3) ");
    GIVE_BACK = "
        UPDATE coupons SET used_by = NULL, used_at = NULL
        WHERE shop_id = $1 AND coupon_id IN (
            SELECT u.coupon_id FROM invoice_coupons u WHERE u.shop_id = $1 AND u.invoice_id = $2)";
    MOVE = "UPDATE coupons SET customer_id = $3 WHERE shop_id = $1 AND customer_id = $2";
}

/// Adds a coupon.
pub async fn insert(
    tx: &mut Tx,
    customer: CustomerId,
    title: &str,
    worth: CouponWorth,
    expires_at: Option<Timestamp>,
    operation: &OperationId,
    at: Timestamp,
) -> Result<CouponId> {
    let id = CouponId(tx.draw_id().await?);
    tx.q(INSERT)
        .bind(id)
        .bind(customer)
        .bind(title)
        .bind(worth.kind())
        .bind(worth.number())
        .bind(expires_at)
        .bind(operation)
        .bind(at)
        .run()
        .await?;
    Ok(id)
}

/// The coupons of a customer that can be used, as they were given.
pub async fn usable(tx: &mut Tx, customer: CustomerId, at: Timestamp) -> Result<Vec<Coupon>> {
    tx.q(USABLE).bind(customer).bind(at).all().await
}

/// Uses a coupon of a customer up; false where it cannot be used.
pub async fn use_up(
    tx: &mut Tx,
    coupon: CouponId,
    customer: CustomerId,
    operation: &OperationId,
    at: Timestamp,
) -> Result<bool> {
    let used = tx.q(USE_UP).bind(coupon).bind(customer).bind(operation).bind(at).run().await?;
    Ok(used > 0)
}

/// Notes what a coupon did on the invoice that used it.
pub async fn insert_used(tx: &mut Tx, invoice: InvoiceId, used: &UsedCoupon) -> Result<()> {
    tx.q(INSERT_USED).bind(invoice).bind(used.coupon_id).bind(used.discount).bind(used.points).run().await?;
    Ok(())
}

/// The coupons that an invoice used, as they were given.
pub async fn of_invoice(tx: &mut Tx, invoice: InvoiceId) -> Result<Vec<UsedCoupon>> {
    let rows: Vec<UsedRow> = tx.q(OF_INVOICE).bind(invoice).all().await?;
    Ok(rows.into_iter().map(UsedCoupon::from).collect())
}

/// Those of them that have not expired.
pub async fn not_expired(tx: &mut Tx, invoice: InvoiceId, at: Timestamp) -> Result<Vec<UsedCoupon>> {
    let rows: Vec<UsedRow> = tx.q(NOT_EXPIRED).bind(invoice).bind(at).all().await?;
    Ok(rows.into_iter().map(UsedCoupon::from).collect())
}

/// Lets the coupons of an invoice be used again, until they expire.
pub async fn give_back(tx: &mut Tx, invoice: InvoiceId) -> Result<()> {
    tx.q(GIVE_BACK).bind(invoice).run().await?;
    Ok(())
}

/// Moves the coupons of a card to another one.
pub async fn move_all(tx: &mut Tx, from: CustomerId, to: CustomerId) -> Result<()> {
    tx.q(MOVE).bind(from).bind(to).run().await?;
    Ok(())
}
