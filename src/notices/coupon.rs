//! A customer was given a coupon: they are told.

use super::to_customer;
use crate::{
    clock::Timestamp,
    domain::CouponWorth,
    messages::{ShopFormat, coupon, reply::Reply},
    service::{Result, customers::Customer},
    storage::Tx,
    texts::coupon as texts,
};

/// A coupon that was given.
pub struct Given<'a> {
    /// What people read.
    pub title: &'a str,
    /// What it gives.
    pub worth: CouponWorth,
    /// The first moment at which it cannot be used any more; `None`: never.
    pub expires_at: Option<Timestamp>,
}

/// Tells a customer of a coupon.
///
/// # Errors
/// The database's.
pub async fn given(tx: &mut Tx, at: Timestamp, shop: ShopFormat, customer: &Customer, given: &Given<'_>) -> Result<()> {
    let notice = |language| {
        let until = coupon::until(language, shop, given.expires_at);
        Reply::text(texts::notice(language, given.title, &coupon::worth(language, shop, given.worth), &until))
    };
    to_customer(tx, at, customer, notice).await
}
