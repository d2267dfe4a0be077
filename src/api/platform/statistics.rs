//! What the shop comes to.

use axum::Json;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    api::{
        admission::Call,
        amount::{Amount, Thousandths},
        fault::Fault,
    },
    domain::{Money, Quantity},
    service::{
        contacts,
        parcels::{self, Totals},
    },
};

/// How many clients and parcels there are.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct OverviewView {
    /// Clients; a card that was merged into another one is none.
    #[schema(example = 150)]
    total_clients: i64,
    /// Parcels.
    #[schema(example = 500)]
    total_tracking_numbers: i64,
    /// Of these, by status.
    #[serde(flatten)]
    by_status: ByStatusView,
}

/// How many parcels have each status.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ByStatusView {
    /// Expected.
    #[schema(example = 50)]
    pending: i64,
    /// On their way.
    #[schema(example = 200)]
    in_transit: i64,
    /// With the shop.
    #[schema(example = 200)]
    delivered: i64,
    /// With the customers.
    #[schema(example = 40)]
    issued: i64,
    /// They will not come.
    #[schema(example = 10)]
    cancelled: i64,
}

/// What the parcels come to.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TrackingStatisticsView {
    /// How many there are.
    total: i64,
    /// Of these, by status.
    by_status: ByStatusView,
    /// What they weigh, with three places.
    total_weight_kg: Thousandths,
    /// What they cost.
    total_cost_usd: Amount,
    /// How many were added since this day began, where the shop is.
    created_today: i64,
    /// How many were added in the last seven days.
    created_last_7_days: i64,
    /// How many were added in the last thirty days.
    created_last_30_days: i64,
}

/// How many clients and parcels the shop has.
#[utoipa::path(get, path = "/statistics/{bot_id}/overview", tag = "platform", operation_id = "statistics_overview",
    params(("bot_id" = i64, Path, description = "The id of the shop's bot.")),
    responses((status = 200, description = "The numbers.", body = OverviewView)))]
pub(super) async fn overview(call: Call) -> Result<Json<OverviewView>, Fault> {
    let mut tx = call.api.read().await?;
    let caller = call.client.caller(call.at);
    let totals = parcels::totals(&mut tx, &caller).await?;
    Ok(Json(OverviewView {
        total_clients: contacts::count(&mut tx, &caller).await?,
        total_tracking_numbers: totals.count(),
        by_status: totals.into(),
    }))
}

/// What the shop's parcels come to.
#[utoipa::path(get, path = "/statistics/{bot_id}/tracking", tag = "platform", operation_id = "statistics_tracking",
    params(("bot_id" = i64, Path, description = "The id of the shop's bot.")),
    responses((status = 200, description = "The numbers.", body = TrackingStatisticsView)))]
pub(super) async fn tracking(call: Call) -> Result<Json<TrackingStatisticsView>, Fault> {
    let mut tx = call.api.read().await?;
    let found = parcels::statistics(&mut tx, &call.client.caller(call.at)).await?;
    let totals = found.totals;
    Ok(Json(TrackingStatisticsView {
        total: totals.count(),
        by_status: totals.into(),
        total_weight_kg: Thousandths(Quantity::from_milli(totals.weight_milli)),
        total_cost_usd: Amount(Money::from_minor(totals.cost_minor)),
        created_today: found.created_today,
        created_last_7_days: found.created_last_7_days,
        created_last_30_days: found.created_last_30_days,
    }))
}

impl From<Totals> for ByStatusView {
    fn from(totals: Totals) -> Self {
        let Totals { pending, in_transit, delivered, issued, cancelled, .. } = totals;
        Self { pending, in_transit, delivered, issued, cancelled }
    }
}
