//! The shop in a path: `bot_id`.

use axum::{
    extract::{RawPathParams, Request, State},
    middleware::Next,
    response::{IntoResponse as _, Response},
};

use super::BOT_ID;
use crate::api::{fault::Fault, state::Api};

/// Lets only requests for the shop of these APIs through. There is no other one here.
pub(super) async fn check(State(api): State<Api>, path: RawPathParams, request: Request, next: Next) -> Response {
    let own = api.options.shop.to_string();
    if path.iter().any(|(name, value)| name == BOT_ID && value == own) {
        next.run(request).await
    } else {
        Fault::UnknownRecord.into_response()
    }
}
