//! Coupons.

use super::{Result, Tx, statement::statements};
use crate::{
    clock::Timestamp,
    domain::{CouponId, CouponKind, CouponWorth, CustomerId, OperationId},
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

statements! {
    INSERT = "
        INSERT INTO coupons (shop_id, coupon_id, customer_id, title, kind, worth, expires_at, given_by, given_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    USABLE = "
        SELECT coupon_id, title, kind, worth, expires_at FROM coupons
        WHERE shop_id = $1 AND customer_id = $2 AND used_at IS NULL AND (expires_at IS NULL OR expires_at > $3)
        ORDER BY coupon_id";
    USE_UP = "
        UPDATE coupons SET used_by = $4, used_at = $5
        WHERE shop_id = $1 AND coupon_id = $2 AND customer_id = $3 AND used_at IS NULL
            AND (expires_at IS NULL OR expires_at > $6)";
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
pub async fn usable(tx: &mut Tx, customer: CustomerId, expired_by: Timestamp) -> Result<Vec<Coupon>> {
    tx.q(USABLE).bind(customer).bind(expired_by).all().await
}

/// Uses a coupon of a customer up; false where it cannot be used.
pub async fn use_up(
    tx: &mut Tx,
    coupon: CouponId,
    customer: CustomerId,
    operation: &OperationId,
    at: Timestamp,
    expired_by: Timestamp,
) -> Result<bool> {
    let used = tx.q(USE_UP).bind(coupon).bind(customer).bind(operation).bind(at).bind(expired_by).run().await?;
    Ok(used > 0)
}

/// Moves the coupons of a card to another one.
pub async fn move_all(tx: &mut Tx, from: CustomerId, to: CustomerId) -> Result<()> {
    tx.q(MOVE).bind(from).bind(to).run().await?;
    Ok(())
}
