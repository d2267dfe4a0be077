//! Coupons of a client.

use axum::{Json, extract::Path};
use serde::Serialize;
use utoipa::ToSchema;

use super::clients::client_id;
use crate::{
    api::{
        admission::Call,
        fault::{Fault, Problem},
    },
    domain::CouponId,
    service::{
        coupons::{self, Coupon},
        customers,
    },
};

/// The most coupons that a request may name.
const MOST: usize = 100;

/// A coupon that can be used now.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CouponView {
    /// The id of the coupon.
    #[schema(example = 1234)]
    id: i64,
    /// What it is for.
    title: String,
    /// Until when it can be used, in milliseconds since 1970; null: for ever.
    #[serde(rename = "expireDate")]
    #[schema(example = 1_548_968_400_000_i64)]
    expires: Option<i64>,
}

impl From<Coupon> for CouponView {
    fn from(coupon: Coupon) -> Self {
        let expires = coupon.expires_at.map(|ends| ends.millis());
        Self { id: coupon.coupon_id.0, title: coupon.title, expires }
    }
}

/// The coupons that a request names: the same coupon twice is one, in one order, so that the request means the same.
///
/// # Errors
/// There are more than [`MOST`].
pub(super) fn coupon_ids(ids: Option<&[i64]>) -> Result<Vec<CouponId>, Fault> {
    let mut ids: Vec<CouponId> = ids.unwrap_or_default().iter().map(|id| CouponId(*id)).collect();
    if ids.len() > MOST {
        return Err(Fault::field("coupons", Problem::Count(0, MOST as i64)));
    }
    ids.sort_unstable();
    ids.dedup();
    Ok(ids)
}

/// The coupons of a client that can be used now.
#[utoipa::path(get, path = "/clients/{id}/coupons", tag = "till", operation_id = "coupons",
    params(("id" = i64, Path, description = "The id of the client.")),
    responses((status = 200, description = "The coupons.", body = [CouponView])))]
pub(super) async fn list(call: Call, path: Path<String>) -> Result<Json<Vec<CouponView>>, Fault> {
    let mut tx = call.api.read().await?;
    let client = customers::get(&mut tx, client_id(&path)?).await?;
    let coupons = coupons::usable(&mut tx, client.customer_id, call.at).await?;
    Ok(Json(coupons.into_iter().map(CouponView::from).collect()))
}
