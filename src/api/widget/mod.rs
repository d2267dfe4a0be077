//! The status of one parcel without a key: a page that shops put into their sites, and what it shows as JSON: `/widget/`.

mod error;
mod page;
mod status;

pub(super) use self::error::{FACE, WidgetError};
use axum::{Router, http::Method, middleware::from_fn_with_state, routing::get};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    admission::{tell_faults, welcome},
    fault::Fault,
    state::Api,
};

/// Where it is. The id of the shop's bot follows.
pub(super) const PATH: &str = "/widget";

/// The routes of the JSON.
pub(super) fn routes(api: &Api) -> OpenApiRouter {
    OpenApiRouter::new()
        .routes(routes!(status::look_up))
        .fallback(async || Fault::UnknownPath)
        .layer(from_fn_with_state((api.clone(), &FACE), welcome))
}

/// The page and its parts.
pub(super) fn pages(api: &Api) -> Router {
    Router::new()
        .route("/widget/{bot_id}", get(page::show))
        .route("/widget/page.css", get(page::styles))
        .route("/widget/page.js", get(page::script))
        .method_not_allowed_fallback(async |method: Method| Fault::MethodNotAllowed(method))
        .layer(from_fn_with_state((api.clone(), &FACE), tell_faults))
        .with_state(api.clone())
}
