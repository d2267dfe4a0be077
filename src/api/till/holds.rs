//! Holds: points reserved for a sale that is not finished.

use std::sync::Arc;

use axum::{extract::Path, http::StatusCode, response::Response};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{agreement, clients::id, views::PointsWalletName};
use crate::{
    api::{
        amount::Amount,
        fault::{Fault, Problem},
        json,
        writes::{Answer, Write},
    },
    domain::{CustomerId, HoldId, PointsWallet},
    notices,
    service::holds::{self, Ended, Held, MINUTES, MOST_MINUTES},
};

/// Points to be reserved.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(example = json!({ "client_id": 1, "points": 10, "minutes": 15 }))]
pub(super) struct HoldRequest {
    /// The id of the client.
    client_id: i64,
    /// How many points.
    points: Amount,
    /// For how long; 15 where it is not said.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 60)]
    minutes: Option<i64>,
    /// The wallet that they are reserved in; `main` where it is not said.
    #[serde(default, deserialize_with = "json::optional_word")]
    wallet: Option<PointsWalletName>,
    /// The six digits that the client shows, where the shop asks for consent.
    #[serde(default)]
    #[schema(example = "123456")]
    card_code: Option<String>,
}

/// Points that are reserved.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct HoldView {
    /// The id of the hold.
    id: i64,
    /// How many points.
    points: Amount,
    /// When they are free again, in milliseconds since 1970.
    #[schema(example = 1_548_968_400_000_i64)]
    expires_at: i64,
}

/// Points to be spent.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct CaptureRequest {
    /// How many of those that are held; all where it is not said.
    #[serde(default, deserialize_with = "json::present")]
    points: Option<Amount>,
}

/// Nothing is said.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct ReleaseRequest {}

/// A hold that has ended.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct EndedView {
    /// The id of the hold.
    id: i64,
    /// How many points were spent.
    points: Amount,
    /// How many points are free again.
    released: Amount,
}

/// Reserves points.
#[utoipa::path(post, path = "/holds", tag = "till", request_body = HoldRequest,
    responses((status = 201, description = "The points are reserved.", body = HoldView)))]
pub(super) async fn hold(request: Write<HoldRequest>) -> Result<Response, Fault> {
    let (call, body) = request.parts();
    let points = body.points.positive().map_err(|problem| Fault::field("points", problem))?;
    let minutes = body.minutes.unwrap_or(MINUTES);
    if !(1..=MOST_MINUTES).contains(&minutes) {
        return Err(Fault::field("minutes", Problem::OutOfRange(1, MOST_MINUTES)));
    }
    let wallet = body.wallet.map_or(PointsWallet::Main, PointsWallet::from);
    let customer = CustomerId(body.client_id);
    let agreement = Arc::new(agreement::read(&call.client, body.card_code.as_deref())?);
    request
        .run(move |tx, operation| {
            let agreement = Arc::clone(&agreement);
            Box::pin(async move {
                agreement::check(tx, operation, customer, &agreement).await?;
                let held =
                    holds::hold_agreed(tx, operation, customer, wallet, points, Some(minutes), &agreement).await?;
                Answer::new(StatusCode::CREATED, &HoldView::from(held))
            })
        })
        .await
}

/// Spends the points of a hold, or some of them; the rest is free again.
#[utoipa::path(post, path = "/holds/{id}/capture", tag = "till",
    params(("id" = i64, Path, description = "The id of the hold.")),
    request_body = CaptureRequest,
    responses((status = 200, description = "The points are spent.", body = EndedView)))]
pub(super) async fn capture(path: Path<String>, request: Write<CaptureRequest>) -> Result<Response, Fault> {
    let (call, body) = request.parts();
    let points = body.points.map(Amount::positive).transpose();
    let points = points.map_err(|problem| Fault::field("points", problem))?;
    let hold = HoldId(id(&path)?);
    request
        .run(move |tx, operation| {
            let shop = call.api.options.format;
            Box::pin(async move {
                let ended = holds::capture(tx, operation, hold, points, "").await?;
                if !ended.repeated {
                    notices::write_off::captured(tx, operation.at(), shop, &ended).await?;
                }
                Answer::ok(&EndedView::from(ended))
            })
        })
        .await
}

/// Frees the points of a hold.
#[utoipa::path(post, path = "/holds/{id}/release", tag = "till",
    params(("id" = i64, Path, description = "The id of the hold.")),
    request_body = ReleaseRequest,
    responses((status = 200, description = "The points are free.", body = EndedView)))]
pub(super) async fn release(path: Path<String>, request: Write<ReleaseRequest>) -> Result<Response, Fault> {
    let hold = HoldId(id(&path)?);
    request
        .run(move |tx, operation| {
            Box::pin(async move { Answer::ok(&EndedView::from(holds::release(tx, operation, hold).await?)) })
        })
        .await
}

impl From<Held> for HoldView {
    fn from(held: Held) -> Self {
        Self { id: held.hold_id.0, points: Amount(held.amount), expires_at: held.expires_at().millis() }
    }
}

impl From<Ended> for EndedView {
    fn from(ended: Ended) -> Self {
        Self { id: ended.hold_id.0, points: Amount(ended.captured), released: Amount(ended.freed) }
    }
}
