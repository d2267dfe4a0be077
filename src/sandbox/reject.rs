//! Errors of the Bot API.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::json;

/// An error with the code and the description of the real server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Rejection {
    pub(crate) code: u16,
    pub(crate) description: String,
    pub(crate) retry_after: Option<u32>,
}

impl Rejection {
    /// 400: an error of the caller.
    pub(crate) fn bad_request(reason: impl AsRef<str>) -> Self {
        Self::of(400, format!("Bad Request: {}", reason.as_ref()))
    }

    /// 403: the bot may not write to the person.
    pub(crate) fn forbidden(reason: &str) -> Self {
        Self::of(403, format!("Forbidden: {reason}"))
    }

    /// 409: another receiver gets the updates.
    pub(crate) fn conflict(reason: &str) -> Self {
        Self::of(409, format!("Conflict: {reason}"))
    }

    /// 429 with the number of seconds to wait.
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
