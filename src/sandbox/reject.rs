//! How the Bot API says no.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::json;

/// A refusal with the code and the words of the real server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Rejection {
    pub(crate) code: u16,
    pub(crate) description: String,
    pub(crate) retry_after: Option<u32>,
}

impl Rejection {
    /// 400, the caller's mistake.
    pub(crate) fn bad_request(reason: impl AsRef<str>) -> Self {
        Self::of(400, format!("Bad Request: {}", reason.as_ref()))
    }

    /// 403, the person does not want to hear from the bot.
    pub(crate) fn forbidden(reason: &str) -> Self {
        Self::of(403, format!("Forbidden: {reason}"))
    }

    /// 409, somebody else is receiving the updates.
    pub(crate) fn conflict(reason: &str) -> Self {
        Self::of(409, format!("Conflict: {reason}"))
    }

    /// 429, slower please.
    pub(crate) fn too_many_requests(retry_after: u32) -> Self {
        let description = format!("Too Many Requests: retry after {retry_after}");
        Self { code: 429, description, retry_after: Some(retry_after) }
    }

    /// Any other code with its full description.
    pub(crate) fn of(code: u16, description: impl Into<String>) -> Self {
        Self { code, description: description.into(), retry_after: None }
    }
}

impl IntoResponse for Rejection {
    fn into_response(self) -> Response {
        let mut body = json!({ "ok": false, "error_code": self.code, "description": self.description });
        if let Some(seconds) = self.retry_after {
            body["parameters"] = json!({ "retry_after": seconds });
        }
        let status = StatusCode::from_u16(self.code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        (status, Json(body)).into_response()
    }
}
