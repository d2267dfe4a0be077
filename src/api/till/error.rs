//! The till's form of errors: `{"error": "text", "code": "snake_case"}`.

use axum::http::StatusCode;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    api::{
        amount::Amount,
        fault::{Face, Fault, JSON},
    },
    domain::Language,
    messages::ShopFormat,
    service::Refusal,
};

/// What is special to the till.
pub(in crate::api) static FACE: Face = Face {
    language: Language::Russian,
    invalid: StatusCode::BAD_REQUEST,
    needs_tenant: false,
    media_types: |_| JSON,
    body,
};

/// Why a request was not carried out.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::api) struct TillError {
    /// For people, in the language of `Accept-Language`.
    error: String,
    /// For programs; it never changes.
    #[schema(example = "not_found")]
    code: &'static str,
    /// The field that is wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "balance[0].amount")]
    field: Option<String>,
    /// The coupons that cannot be used.
    #[serde(skip_serializing_if = "Option::is_none")]
    coupons: Option<Vec<i64>>,
    /// What can be spent, where more was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    available: Option<Available>,
}

/// What a client can spend.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::api) struct Available {
    points: Amount,
    rubles: Amount,
}

fn body(fault: &Fault, language: Language, shop: ShopFormat) -> String {
    let error = TillError {
        error: fault.text(language, shop),
        code: fault.code(),
        field: match fault {
            Fault::Field(field) => Some(field.field.clone()),
            _ => None,
        },
        coupons: match fault {
            Fault::Refused(Refusal::CouponUnavailable(coupons)) => {
                Some(coupons.iter().map(|coupon| coupon.0).collect())
            }
            _ => None,
        },
        available: match fault {
            Fault::Refused(Refusal::InsufficientBalance { points, money }) => {
                Some(Available { points: Amount(*points), rubles: Amount(*money) })
            }
            _ => None,
        },
    };
    serde_json::to_string(&error).unwrap_or_default()
}
