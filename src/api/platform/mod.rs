//! The platform: `/api/v1/`, for sites, CRMs and systems of parcels.

mod bots;
mod changes;
mod error;
mod events;
mod of_shop;
mod paging;
mod statistics;
mod tracking;
mod views;

use axum::middleware::from_fn_with_state;
use utoipa_axum::{router::OpenApiRouter, routes};

pub(super) use self::error::{FACE, PlatformError};
use super::{
    admission::{admit, needs},
    fault::Fault,
    state::Api,
};
use crate::domain::Scope;

/// Where the platform is.
pub(super) const PATH: &str = "/api/v1";

/// The parameter of the path that names the shop.
pub(super) const BOT_ID: &str = "bot_id";

/// The routes of the platform.
pub(super) fn routes(api: &Api) -> OpenApiRouter {
    let reading = OpenApiRouter::new()
        .routes(routes!(tracking::list))
        .routes(routes!(events::listen))
        .routes(routes!(tracking::get))
        .routes(routes!(tracking::by_client))
        .routes(routes!(statistics::overview))
        .routes(routes!(statistics::tracking))
        .routes(routes!(bots::get))
        .route_layer(from_fn_with_state(Scope::PlatformRead, needs));
    let writing = OpenApiRouter::new()
        .routes(routes!(changes::create))
        .routes(routes!(changes::update))
        .route_layer(from_fn_with_state(Scope::PlatformWrite, needs));
    reading
        .merge(writing)
        .route_layer(from_fn_with_state(api.clone(), of_shop::check))
        // Without one of its own the platform would take that of all other addresses, which is not in its form.
        .fallback(async || Fault::UnknownPath)
        .layer(from_fn_with_state((api.clone(), &FACE), admit))
}
