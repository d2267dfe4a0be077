//! Errors of the widget: `{"detail": "text"}`, for people who look for their parcel.

use axum::http::StatusCode;
use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;

use crate::{
    api::fault::{Face, Fault, JSON},
    domain::Language,
    messages::ShopFormat,
    texts::widget as texts,
};

/// What is special to the widget.
pub(in crate::api) static FACE: Face = Face {
    language: Language::Russian,
    invalid: StatusCode::BAD_REQUEST,
    needs_tenant: false,
    media_types: |_| JSON,
    body,
};

/// Why there is no status.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::api) struct WidgetError {
    /// For people, in the language of `Accept-Language`.
    #[schema(example = "There is no parcel with this number.")]
    detail: String,
}

fn body(fault: &Fault, language: Language, shop: ShopFormat) -> String {
    let text = match fault {
        Fault::UnknownRecord => texts::unknown(language),
        Fault::TooManyRequests(seconds) => texts::too_many(language, &seconds.to_string()),
        fault => fault.text(language, shop),
    };
    json!({ "detail": text }).to_string()
}
