//! The shop in a path: `bot_id`.

use axum::{
    extract::{RawPathParams, Request, State},
    middleware::Next,
    response::{IntoResponse as _, Response},
};

use crate::api::{fault::Fault, state::Api};

/// The parameter of the path that names the shop.
pub(in crate::api) const BOT_ID: &str = "bot_id";

/// Lets only requests for the shop of these APIs through. There is no other one here.
pub(super) async fn check(State(api): State<Api>, path: RawPathParams, request: Request, next: Next) -> Response {
    let own = api.options.shop.to_string();
    if path.iter().any(|(name, value)| name == BOT_ID && value == own) {
        next.run(request).await
    } else {
        Fault::UnknownRecord.into_response()
    }
}
