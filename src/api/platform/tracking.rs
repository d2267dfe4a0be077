//! Parcels: the list, those of a client, and one of them.

use axum::{Json, extract::Path};
use serde::Serialize;
use utoipa::ToSchema;

use super::{paging::Paging, views::ParcelView};
use crate::{
    api::{
        admission::Call,
        fault::{Fault, Problem},
        path_id,
        query::Query,
    },
    domain::{ClientCode, ParcelId, ParcelStatus},
    service::parcels::{self, Page},
};

/// The statuses, for people.
pub(super) const STATUSES: &str = "pending, in_transit, delivered, issued, cancelled";

/// A page of parcels.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ParcelsView {
    /// The parcels, newest first.
    tracking_numbers: Vec<ParcelView>,
    /// How many there are on all pages.
    #[schema(example = 1)]
    total: i64,
}

/// Parcels, newest first.
#[utoipa::path(get, path = "/tracking/{bot_id}", tag = "platform", operation_id = "tracking_list",
    params(
        ("bot_id" = i64, Path, description = "The id of the shop's bot."),
        ("page" = Option<i64>, Query, description = "The page, from 1.", minimum = 1),
        ("page_size" = Option<i64>, Query, description = "How many it has; 50 where it is not said.", minimum = 1, maximum = 100),
        ("status_filter" = Option<super::views::StatusName>, Query, description = "Those with this status."),
        ("client_code" = Option<String>, Query, description = "Those of the client with this code, of either kind."),
        ("search" = Option<String>, Query, description = "A part of the number or of the client's code, or words of the note."),
    ),
    responses((status = 200, description = "The parcels.", body = ParcelsView)))]
pub(super) async fn list(call: Call, query: Query) -> Result<Json<ParcelsView>, Fault> {
    let code = query.encoded("client_code")?;
    page(&call, &query, code.as_deref()).await
}

/// The parcels of a client, newest first. The list is empty where no client has the code and no parcel names it.
#[utoipa::path(get, path = "/tracking/{bot_id}/by-client/{client_code}", tag = "platform", operation_id = "tracking_by_client",
    params(
        ("bot_id" = i64, Path, description = "The id of the shop's bot."),
        ("client_code" = String, Path, description = "A code of the client, of either kind."),
        ("page" = Option<i64>, Query, description = "The page, from 1.", minimum = 1),
        ("page_size" = Option<i64>, Query, description = "How many it has; 50 where it is not said.", minimum = 1, maximum = 100),
        ("status_filter" = Option<super::views::StatusName>, Query, description = "Those with this status."),
        ("search" = Option<String>, Query, description = "A part of the number or of the client's code, or words of the note."),
    ),
    responses((status = 200, description = "The parcels.", body = ParcelsView)))]
pub(super) async fn by_client(
    call: Call,
    path: Path<(String, String)>,
    query: Query,
) -> Result<Json<ParcelsView>, Fault> {
    let Path((_, code)) = path;
    if code.contains('\0') {
        return Err(Fault::parameter("client_code", Problem::Wrong));
    }
    page(&call, &query, Some(&code)).await
}

/// A parcel with its statuses.
#[utoipa::path(get, path = "/tracking/{bot_id}/{tracking_id}", tag = "platform", operation_id = "tracking",
    params(
        ("bot_id" = i64, Path, description = "The id of the shop's bot."),
        ("tracking_id" = i64, Path, description = "The id of the parcel."),
    ),
    responses((status = 200, description = "The parcel.", body = ParcelView)))]
pub(super) async fn get(call: Call, path: Path<(String, String)>) -> Result<Json<ParcelView>, Fault> {
    let id = parcel_id(&path)?;
    let mut tx = call.api.read().await?;
    let parcel = parcels::get(&mut tx, &call.client.caller(call.at), id).await?;
    let history = parcels::history(&mut tx, id).await?;
    Ok(Json(ParcelView::in_full(&parcel, &history)))
}

/// The id of a parcel in a path.
pub(super) fn parcel_id(Path((_, text)): &Path<(String, String)>) -> Result<ParcelId, Fault> {
    path_id::read(text).map(ParcelId)
}

/// A page of the parcels that are asked for, of one client where `code` names one.
async fn page(call: &Call, query: &Query, code: Option<&str>) -> Result<Json<ParcelsView>, Fault> {
    let Paging { limit, offset } = Paging::read(query)?;
    let status = query.text("status_filter").map(str::parse::<ParcelStatus>).transpose();
    let status = status.map_err(|_| Fault::parameter("status_filter", Problem::NoneOf(STATUSES)))?;
    let search = query.encoded("search")?;
    // A text that cannot be a code finds no parcel.
    let Ok(code) = code.map(str::parse::<ClientCode>).transpose() else {
        return Ok(Json(ParcelsView { tracking_numbers: Vec::new(), total: 0 }));
    };
    let caller = call.client.caller(call.at);
    let mut tx = call.api.read().await?;
    let found = parcels::list(&mut tx, &caller, code.as_ref(), status, search.as_deref(), limit, offset).await?;
    let Page { parcels, total } = found;
    Ok(Json(ParcelsView { tracking_numbers: parcels.iter().map(ParcelView::in_list).collect(), total }))
}
