//! The status of a parcel by its number. Nothing that is not there can be told from what cannot be a number: both are answered in
//! the same form, and both count in the limit of the address.

use axum::{
    Json,
    extract::Path,
    response::{IntoResponse as _, Response},
};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    api::{admission::Visit, fault::Fault, moment::Moment, query::Query, state::Api},
    domain::{ParcelNumber, ParcelStatus},
    service::parcels::{self, PastStatus, PublicStatus},
};

/// What anybody who knows its number may know of a parcel.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct StatusView {
    /// As the shop writes it.
    #[schema(example = "ABC123456")]
    number: String,
    /// The status now: `pending`, `in_transit`, `delivered`, `issued` or `cancelled`.
    #[schema(example = "in_transit")]
    status: &'static str,
    /// The statuses that it had, oldest first.
    history: Vec<PastStatusView>,
}

/// A status that the parcel had.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PastStatusView {
    /// The status.
    #[schema(example = "in_transit")]
    status: &'static str,
    /// Since when, in UTC.
    changed_at: Moment,
}

/// The status of a parcel and the statuses that it had. It needs no key; 20 look-ups a minute and address.
#[utoipa::path(get, path = "/{bot_id}/status", tag = "widget",
    params(
        ("bot_id" = i64, Path, description = "The id of the shop's bot."),
        ("number" = String, Query, description = "The number of the parcel, as people write it: case, spaces and dashes make no difference."),
    ),
    responses((status = 200, description = "The status.", body = StatusView)))]
pub(super) async fn look_up(visit: Visit, bot_id: Path<String>, query: Query) -> Response {
    let standing = visit.address.map(|address| visit.api.limits.note_look_up(address, visit.at));
    let mut response = match standing.filter(|standing| standing.is_exceeded) {
        Some(exceeded) => exceeded.fault().into_response(),
        None => found(&visit.api, &bot_id, &query).await.map_or_else(Fault::into_response, Json::into_response),
    };
    if let Some(standing) = standing {
        response.extensions_mut().insert(standing);
    }
    response
}

async fn found(api: &Api, bot_id: &str, query: &Query) -> Result<Json<StatusView>, Fault> {
    if !is_ours(api, bot_id) {
        return Err(Fault::UnknownPath);
    }
    let number: Option<ParcelNumber> = query.text("number").and_then(|text| text.parse().ok());
    let number = number.ok_or(Fault::UnknownRecord)?;
    let found = parcels::status_of(&mut api.read().await?, &number).await?;
    Ok(Json(found.ok_or(Fault::UnknownRecord)?.into()))
}

/// Is it the id of this shop's bot?
pub(super) fn is_ours(api: &Api, bot_id: &str) -> bool {
    bot_id == api.options.shop.0.to_string()
}

impl From<PublicStatus> for StatusView {
    fn from(found: PublicStatus) -> Self {
        Self {
            number: found.number.into(),
            status: ParcelStatus::as_str(found.status),
            history: found.history.into_iter().map(PastStatusView::from).collect(),
        }
    }
}

impl From<PastStatus> for PastStatusView {
    fn from(past: PastStatus) -> Self {
        Self { status: past.status.as_str(), changed_at: Moment(past.changed_at) }
    }
}
