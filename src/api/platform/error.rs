//! The platform's form of errors: `{"detail": "text"}`, and where values are not valid `{"detail": [{"loc", "msg", "type"}]}`, as
//! FastAPI writes them.

use axum::http::StatusCode;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    api::fault::{Face, Fault, FieldFault, JSON, Part, Problem},
    domain::Language,
    messages::ShopFormat,
    service::Refusal,
};

/// What is special to the platform.
pub(in crate::api) static FACE: Face = Face {
    language: Language::Russian,
    invalid: StatusCode::UNPROCESSABLE_ENTITY,
    needs_tenant: false,
    media_types,
    body,
};

/// How the template of a stream of events ends.
pub(super) const EVENTS: &str = "/events";

/// How the template of an export ends.
const EXPORT: &str = "/export";

fn media_types(route: &str) -> &'static [&'static str] {
    match route {
        route if route.ends_with(EVENTS) => &["text/event-stream"],
        route if route.ends_with(EXPORT) => &["text/csv", "application/json"],
        _ => JSON,
    }
}

/// Why a request was not carried out.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::api) struct PlatformError {
    detail: Detail,
}

/// A text for people, in the language of `Accept-Language`; or the values that are not valid.
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
enum Detail {
    /// Why.
    Text(String),
    /// What is wrong with each value.
    Values(Vec<WrongValue>),
}

/// A value that is not valid.
#[derive(Debug, Serialize, ToSchema)]
struct WrongValue {
    /// The part of the request, and the names and places within it.
    #[schema(example = json!(["body", "quantity"]))]
    loc: Vec<Step>,
    /// What is wrong, in the language of `Accept-Language`.
    msg: String,
    /// For programs, in the words of pydantic.
    #[schema(example = "int_parsing")]
    r#type: &'static str,
}

/// A name, or a place in a list.
#[derive(Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(untagged)]
enum Step {
    /// A name.
    Name(String),
    /// A place, counted from 0.
    Place(usize),
}

fn body(fault: &Fault, language: Language, shop: ShopFormat) -> String {
    let one = |loc, kind| Detail::Values(vec![WrongValue { loc, msg: fault.text(language, shop), r#type: kind }]);
    let name = |text: &str| Step::Name(text.to_owned());
    let detail = match fault {
        Fault::Field(value) => Detail::Values(vec![wrong_value(value, language)]),
        Fault::Fields(values) => Detail::Values(values.iter().map(|value| wrong_value(value, language)).collect()),
        Fault::InvalidBody(problem) => one(vec![name("body")], problem.word()),
        Fault::NotAnObject(_) => one(vec![name("body")], "model_attributes_type"),
        Fault::IdempotencyKey => one(vec![name("header"), name("Idempotency-Key")], "string_pattern_mismatch"),
        Fault::Refused(refusal) if fault.status_of(&FACE) == FACE.invalid => {
            let field = field_of(refusal).map(name);
            one([name("body")].into_iter().chain(field).collect(), "value_error")
        }
        fault => Detail::Text(fault.text(language, shop)),
    };
    serde_json::to_string(&PlatformError { detail }).unwrap_or_default()
}

/// The field that a refusal is about.
const fn field_of(refusal: &Refusal) -> Option<&'static str> {
    match refusal {
        Refusal::BadParcelCost { .. } => Some("total_cost_usd"),
        _ => None,
    }
}

fn wrong_value(value: &FieldFault, language: Language) -> WrongValue {
    let part = match value.part {
        Part::Body => "body",
        Part::Query => "query",
    };
    let mut loc = vec![Step::Name(part.to_owned())];
    loc.extend(steps(&value.field));
    WrongValue { loc, msg: value.text(language), r#type: kind(value.problem) }
}

/// The steps of a place such as `rows[0].phone`.
fn steps(field: &str) -> impl Iterator<Item = Step> {
    field.split(['.', '[']).filter(|step| !step.is_empty()).map(|step| {
        let place = step.strip_suffix(']').and_then(|digits| digits.parse().ok());
        place.map_or_else(|| Step::Name(step.to_owned()), Step::Place)
    })
}

/// What is wrong, in the words of pydantic.
const fn kind(problem: Problem) -> &'static str {
    match problem {
        Problem::Missing => "missing",
        Problem::TooPrecise | Problem::QuantityTooPrecise => "decimal_max_places",
        Problem::TooLarge | Problem::Above(_) => "less_than_equal",
        Problem::NotPositive => "greater_than",
        Problem::Below(_) => "greater_than_equal",
        Problem::NotWhole | Problem::OutOfRange(..) => "int_parsing",
        Problem::NotNumber => "decimal_parsing",
        Problem::NotText => "string_type",
        Problem::NotBool => "bool_parsing",
        Problem::NoneOf(_) | Problem::NotAChoice => "enum",
        Problem::TooLong(_) => "string_too_long",
        Problem::Count(..) => "too_long",
        Problem::Blank => "string_too_short",
        Problem::NotAList(_) => "list_type",
        Problem::NoRows => "too_short",
        Problem::NotAnObject(_) => "dict_type",
        Problem::NotAnEmail
        | Problem::NotADate
        | Problem::Null
        | Problem::NotAnId(_)
        | Problem::UnknownRow
        | Problem::Wrong
        | Problem::Repeated
        | Problem::Nothing
        | Problem::NotOne
        | Problem::NoDigits
        | Problem::Rounded => "value_error",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_has_names_and_numbers() {
        let name = |text: &str| Step::Name(text.to_owned());
        for (field, expected) in [
            ("", vec![]),
            ("quantity", vec![name("quantity")]),
            ("rows[12].phone", vec![name("rows"), Step::Place(12), name("phone")]),
        ] {
            assert_eq!(steps(field).collect::<Vec<_>>(), expected, "{field}");
        }
    }
}
