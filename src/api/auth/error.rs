//! Errors as Django REST framework writes them: `{"detail": "text"}`, and `{"field": ["text"]}` for a value that is not valid.

use axum::http::StatusCode;
use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;

use crate::{
    api::fault::{Face, Fault, JSON, Problem},
    domain::Language,
    messages::ShopFormat,
};

/// What is special to access tokens.
pub(in crate::api) static FACE: Face =
    Face { language: Language::Russian, invalid: StatusCode::BAD_REQUEST, media_types: |_| JSON, body };

/// Why a request was not carried out, in the language of `Accept-Language`.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::api) struct AuthError {
    /// Why, where it is about no field.
    detail: Option<String>,
    /// What is wrong with the body as a whole.
    non_field_errors: Option<Vec<String>>,
    /// What is wrong with this field.
    api_key: Option<Vec<String>>,
    /// What is wrong with this field.
    code: Option<Vec<String>>,
    /// What is wrong with this field.
    refresh: Option<Vec<String>>,
}

fn body(fault: &Fault, language: Language, shop: ShopFormat) -> String {
    match fault {
        Fault::Field(field) => {
            let is_of_one = !field.field.is_empty() && field.problem != Problem::NotOne;
            let name = if is_of_one { field.field.as_str() } else { "non_field_errors" };
            json!({ name: [field.text(language)] })
        }
        Fault::NotAnObject => json!({ "non_field_errors": [fault.text(language, shop)] }),
        fault => json!({ "detail": fault.text(language, shop) }),
    }
    .to_string()
}
