//! Coupons: a right to something, which is used once.

use super::{
    Operation, Refusal, Result, customers,
    operations::{self, Begun},
};
use crate::{
    clock::Timestamp,
    domain::{CouponId, CouponWorth, CustomerId, Permission, Verb, visible},
    storage::{Tx, coupons},
};

pub use crate::storage::coupons::Coupon;

/// The longest title, in characters.
pub const MAX_TITLE: usize = 100;

/// A manager gives a customer a coupon, which can be used before `expires_at`; `None`: for ever.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::BadCoupon`], [`Refusal::UnknownCustomer`], [`Refusal::OperationReused`]; the database's.
pub async fn give(
    tx: &mut Tx,
    operation: &Operation,
    customer: CustomerId,
    title: &str,
    worth: CouponWorth,
    expires_at: Option<Timestamp>,
) -> Result<CouponId> {
    operation.require(Permission::GiveCoupon)?;
    let title = visible(title);
    let is_in_time = expires_at.is_none_or(|ends| ends > operation.at());
    if title.is_empty() || title.chars().count() > MAX_TITLE || !worth.is_valid() || !is_in_time {
        return Err(Refusal::BadCoupon.into());
    }
    let input = (customer, &title, worth, expires_at.map(|ends| ends.0));
    let under_way = match operations::begin(tx, operation, Verb::GiveCoupon, &input).await? {
        Begun::Before(coupon) => return Ok(coupon),
        Begun::Now(under_way) => under_way,
    };
    let customer = customers::get_for_update(tx, customer).await?.customer_id;
    let coupon = coupons::insert(tx, customer, &title, worth, expires_at, &operation.id, operation.at()).await?;
    let details = serde_json::json!({ "coupon": coupon, "title": title, "worth": worth });
    under_way.finish(tx, Some(customer), &details, coupon).await
}

/// The coupons of a customer that can be used at the moment `at`.
///
/// # Errors
/// The database's.
pub async fn usable(tx: &mut Tx, customer: CustomerId, at: Timestamp) -> Result<Vec<Coupon>> {
    let expired_by = tx.expired_by(at);
    Ok(coupons::usable(tx, customer, expired_by).await?)
}

/// Uses coupons of a customer up, all of them or none.
///
/// # Errors
/// [`Refusal::CouponUnavailable`] with those that cannot be used; the database's.
pub(super) async fn use_up(
    tx: &mut Tx,
    operation: &Operation,
    customer: CustomerId,
    wanted: &[CouponId],
) -> Result<()> {
    let (at, expired_by) = (operation.at(), tx.expired_by(operation.at()));
    let mut unavailable = Vec::new();
    for coupon in wanted {
        if !coupons::use_up(tx, *coupon, customer, &operation.id, at, expired_by).await? {
            unavailable.push(*coupon);
        }
    }
    if unavailable.is_empty() { Ok(()) } else { Err(Refusal::CouponUnavailable(unavailable).into()) }
}
