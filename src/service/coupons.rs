//! Coupons: a right to something, which is used once.

use super::{
    Operation, Refusal, Result, customers,
    operations::{self, Begun},
};
use crate::{
    clock::Timestamp,
    domain::{CouponId, CouponWorth, CustomerId, InvoiceId, Money, Permission, UsedCoupon, Verb, discounts, visible},
    storage::{Tx, coupons},
};

pub use crate::storage::coupons::Coupon;

/// The longest title, in characters.
pub const MAX_TITLE: usize = 100;

/// What the operation that gave a coupon returned.
#[derive(Clone, Copy, serde::Serialize, serde::Deserialize)]
struct Given {
    coupon_id: CouponId,
}

/// A manager gives a customer a coupon, which can be used before `expires_at`; `None`: for ever.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::BadCoupon`], [`Refusal::UnknownCustomer`], [`Refusal::CustomerBlocked`],
/// [`Refusal::CustomerInactive`], [`Refusal::OperationReused`]; the database's.
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
        Begun::Before(Given { coupon_id }) => return Ok(coupon_id),
        Begun::Now(under_way) => under_way,
    };
    let owner = customers::get_for_update(tx, customer).await?;
    customers::require_open(&owner)?;
    let customer = owner.customer_id;
    let coupon_id = coupons::insert(tx, customer, &title, worth, expires_at, &operation.id, operation.at()).await?;
    let details = serde_json::json!({ "coupon": coupon_id, "title": title, "worth": worth });
    Ok(under_way.finish(tx, Some(customer), &details, Given { coupon_id }).await?.coupon_id)
}

/// The coupons of a customer that can be used at the moment `at`.
///
/// # Errors
/// The database's.
pub async fn usable(tx: &mut Tx, customer: CustomerId, at: Timestamp) -> Result<Vec<Coupon>> {
    Ok(coupons::usable(tx, customer, at).await?)
}

/// The coupons that an invoice used.
///
/// # Errors
/// The database's.
pub async fn of_invoice(tx: &mut Tx, invoice: InvoiceId) -> Result<Vec<UsedCoupon>> {
    Ok(coupons::of_invoice(tx, invoice).await?)
}

/// The coupons that an invoice used and that could be used again if it were taken back at the moment `at`.
pub(super) async fn reusable(tx: &mut Tx, invoice: InvoiceId, at: Timestamp) -> Result<Vec<UsedCoupon>> {
    Ok(coupons::not_expired(tx, invoice, at).await?)
}

/// Lets the coupons of an invoice that was taken back be used again, until they expire.
pub(super) async fn give_back(tx: &mut Tx, invoice: InvoiceId) -> Result<()> {
    Ok(coupons::give_back(tx, invoice).await?)
}

/// What coupons of a customer would do on an invoice whose lines come to `total`. Those given first are used first.
///
/// # Errors
/// [`Refusal::CouponUnavailable`] with those that cannot be used; the database's.
pub(super) async fn quote(
    tx: &mut Tx,
    customer: CustomerId,
    wanted: &[CouponId],
    total: Money,
    at: Timestamp,
) -> Result<Vec<UsedCoupon>> {
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let mut found = usable(tx, customer, at).await?;
    found.retain(|coupon| wanted.contains(&coupon.coupon_id));
    let is_found = |id: &CouponId| found.iter().any(|coupon| coupon.coupon_id == *id);
    let unavailable: Vec<CouponId> = wanted.iter().copied().filter(|id| !is_found(id)).collect();
    if !unavailable.is_empty() {
        return Err(Refusal::CouponUnavailable(unavailable).into());
    }
    let worths: Vec<CouponWorth> = found.iter().map(Coupon::gives).collect();
    let used = |(coupon, discount): (Coupon, Money)| {
        let worth = coupon.gives();
        let points = if let CouponWorth::Points(points) = worth { points } else { Money::ZERO };
        UsedCoupon { coupon_id: coupon.coupon_id, title: coupon.title, worth, discount, points }
    };
    Ok(found.into_iter().zip(discounts(total, &worths)).map(used).collect())
}

/// Notes what coupons did on the invoice that used them.
pub(super) async fn note_used(tx: &mut Tx, invoice: InvoiceId, used: &[UsedCoupon]) -> Result<()> {
    for used in used {
        coupons::insert_used(tx, invoice, used).await?;
    }
    Ok(())
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
    let mut unavailable = Vec::new();
    for coupon in wanted {
        if !coupons::use_up(tx, *coupon, customer, &operation.id, operation.at()).await? {
            unavailable.push(*coupon);
        }
    }
    if unavailable.is_empty() { Ok(()) } else { Err(Refusal::CouponUnavailable(unavailable).into()) }
}
