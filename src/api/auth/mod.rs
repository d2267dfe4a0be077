//! Access tokens: `/api/auth/`, for people and programs that hold a key or a one-time code.

mod error;
mod tokens;

pub(super) use self::error::{DrfError, FACE};
use axum::middleware::from_fn_with_state;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{admission::welcome, fault::Fault, state::Api};

/// Where access tokens are issued.
pub(super) const PATH: &str = "/api/auth";

/// The routes of access tokens.
pub(super) fn routes(api: &Api) -> OpenApiRouter {
    OpenApiRouter::new()
        .routes(routes!(tokens::issue))
        .routes(routes!(tokens::refresh))
        .fallback(async || Fault::UnknownPath)
        .layer(from_fn_with_state((api.clone(), &FACE), welcome))
}
