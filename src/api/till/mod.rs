//! The till: `/ext/api/v1/`, for tills and web shops.

mod agreement;
mod batch;
mod clients;
mod coupons;
mod error;
mod holds;
mod refunds;
mod sales;
mod views;
mod write_offs;

pub(super) use self::error::{FACE, TillError};
use axum::{extract::DefaultBodyLimit, middleware::from_fn_with_state};
use utoipa_axum::{
    router::{OpenApiRouter, UtoipaMethodRouterExt as _},
    routes,
};

use super::{
    admission::{admit, needs},
    fault::Fault,
    state::Api,
};
use crate::domain::Scope;

/// Where the till is.
pub(super) const PATH: &str = "/ext/api/v1";

/// The routes of the till.
pub(super) fn routes(api: &Api) -> OpenApiRouter {
    OpenApiRouter::new()
        .routes(routes!(clients::list, clients::register))
        .routes(routes!(clients::balance))
        .routes(routes!(clients::history))
        .routes(routes!(coupons::list))
        .routes(routes!(write_offs::write_off))
        .routes(routes!(write_offs::state))
        .routes(routes!(sales::quote))
        .routes(routes!(sales::sell))
        .routes(routes!(batch::batch).layer(DefaultBodyLimit::max(batch::BYTES)))
        .routes(routes!(sales::get))
        .routes(routes!(refunds::refund))
        .routes(routes!(holds::hold))
        .routes(routes!(holds::capture))
        .routes(routes!(holds::release))
        .route_layer(from_fn_with_state(Scope::Till, needs))
        // Without one of its own the till would take that of all other addresses, which is not in its form.
        .fallback(async || Fault::UnknownPath)
        .layer(from_fn_with_state((api.clone(), &FACE), admit))
}
