//! Errors as Django REST framework writes them: `{"field": ["text"]}` for values that are not valid, `{"non_field_errors": ["text"]}`
//! for a body of another type, `{"error": "text"}` where the document of an API prints that, `{"detail": "text"}` for the rest.

use axum::http::StatusCode;
use serde_json::{Map, Value, json};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{
        RefOr, Schema,
        schema::{ArrayBuilder, ObjectBuilder, Type},
    },
};

use crate::{
    api::fault::{Face, Fault, FieldFault, JSON, JsonKind, Part, Printed, Problem},
    domain::Language,
    messages::ShopFormat,
    service::Refusal,
    texts::drf as texts,
};

/// What is said of a body or a query as a whole.
const OF_ALL: &str = "non_field_errors";
/// The media types of a route whose answer is a file.
const PDF: &[&str] = &["application/pdf", "application/json"];
/// How dates are written.
const DATE: &str = "YYYY-MM-DD";
/// The most decimal places of an amount and of a quantity, and the most digits before them.
pub(super) const PLACES: usize = 2;
const QUANTITY_PLACES: usize = 3;
pub(super) const DIGITS: usize = 13;
/// The least amount above zero.
const LEAST: &str = "0.01";

/// An API in this form, whose requests must name the shop where `needs_tenant`.
pub(in crate::api) const fn face(language: Language, needs_tenant: bool) -> Face {
    Face { language, invalid: StatusCode::BAD_REQUEST, needs_tenant, media_types, body }
}

/// The media types of the answers of a route. Errors are JSON.
fn media_types(route: &str) -> &'static [&'static str] {
    if route.trim_end_matches('/').ends_with("/pdf") { PDF } else { JSON }
}

/// Why a request was not carried out, in the language of `Accept-Language`.
pub(in crate::api) struct DrfError;

impl ToSchema for DrfError {}

impl PartialSchema for DrfError {
    fn schema() -> RefOr<Schema> {
        let text = |about: &str| ObjectBuilder::new().schema_type(Type::String).description(Some(about)).build();
        let texts = |about: &str| {
            let item = ObjectBuilder::new().schema_type(Type::String);
            ArrayBuilder::new().items(item).description(Some(about)).build()
        };
        ObjectBuilder::new()
            .description(Some("Why a request was not carried out, in the language of `Accept-Language`."))
            .property("detail", text("Why, where it is about no field."))
            .property("error", text("Why, where the present state does not allow it."))
            .property(OF_ALL, texts("What is wrong with the body as a whole."))
            .additional_properties(Some(Schema::Array(texts("What is wrong with this field."))))
            .into()
    }
}

/// The body of an error.
pub(in crate::api) fn body(fault: &Fault, language: Language, shop: ShopFormat) -> String {
    match fault {
        Fault::Field(field) => of_fields([field], language),
        Fault::Fields(fields) => of_fields(fields, language),
        Fault::NotAnObject(kind) => json!({ OF_ALL: [not_an_object(*kind, language)] }),
        Fault::Printed(Printed { field: Some(field), text, .. }) => json!({ *field: [text] }),
        Fault::Printed(Printed { field: None, text, .. }) => json!({ "error": text }),
        fault => json!({ "detail": detail(fault, language, shop) }),
    }
    .to_string()
}

/// All texts of each field.
fn of_fields<'a>(faults: impl IntoIterator<Item = &'a FieldFault>, language: Language) -> Value {
    let mut fields = Map::new();
    for fault in faults {
        let is_of_one = !fault.field.is_empty() && fault.problem != Problem::NotOne;
        let place = if is_of_one { fault.field.as_str() } else { OF_ALL };
        note(&mut fields, place, text(fault, language));
    }
    fields.into()
}

/// Notes a text at its place: under the name of a field, or under `rows[2].name` in the third object of a list.
fn note(fields: &mut Map<String, Value>, place: &str, text: String) {
    let (name, within) = of_row(place).map_or((place, None), |(name, index, rest)| (name, Some((index, rest))));
    let noted = fields.entry(name).or_insert_with(|| json!([]));
    let Value::Array(noted) = noted else { return };
    let Some((index, rest)) = within else { return noted.push(text.into()) };
    if noted.len() <= index {
        noted.resize(index.saturating_add(1), json!({}));
    }
    if let Some(Value::Object(row)) = noted.get_mut(index) {
        note(row, if rest.is_empty() { OF_ALL } else { rest }, text);
    }
}

/// The list, the place of the row in it, and the place in the row.
fn of_row(place: &str) -> Option<(&str, usize, &str)> {
    let (name, rest) = place.split_once('[')?;
    let (index, rest) = rest.split_once(']')?;
    Some((name, index.parse().ok()?, rest.strip_prefix('.').unwrap_or(rest)))
}

fn not_an_object(kind: JsonKind, language: Language) -> String {
    match kind {
        JsonKind::Null => texts::nothing(language),
        kind => texts::object(language, kind.name()),
    }
}

fn detail(fault: &Fault, language: Language, shop: ShopFormat) -> String {
    match fault {
        Fault::NoCredentials => texts::no_credentials(language),
        Fault::WrongCredentials => texts::wrong_credentials(language),
        Fault::TooManyRequests(seconds) => texts::throttled(language, &seconds.to_string()),
        Fault::MissingScope(_) | Fault::Refused(Refusal::NotAllowed) => texts::forbidden(language),
        Fault::UnknownRecord => texts::not_found(language),
        Fault::MethodNotAllowed(method) => texts::method(language, method.as_str()),
        Fault::NotAcceptable(_) => texts::not_acceptable(language),
        Fault::MediaType(media_type, _) => texts::media_type(language, media_type),
        fault => fault.text(language, shop),
    }
}

/// What is wrong with a value, without its name.
fn text(fault: &FieldFault, language: Language) -> String {
    let is_filter = fault.part == Part::Query;
    match fault.problem {
        Problem::Missing => texts::required(language),
        Problem::Null => texts::null(language),
        Problem::Blank => texts::blank(language),
        Problem::TooLong(most) => texts::long(language, &most.to_string()),
        Problem::NotText => texts::text(language),
        Problem::NotAnEmail => texts::email(language),
        Problem::NotAChoice if is_filter => texts::filter_choice(language, &fault.value),
        Problem::NotAChoice => texts::choice(language, &fault.value),
        Problem::NotNumber => texts::number(language),
        Problem::NotWhole => texts::whole(language),
        Problem::TooPrecise => texts::places(language, &PLACES.to_string()),
        Problem::QuantityTooPrecise => texts::places(language, &QUANTITY_PLACES.to_string()),
        Problem::TooLarge => texts::digits(language, &DIGITS.to_string()),
        Problem::TooManyDigits => texts::all_digits(language, &(DIGITS + PLACES).to_string()),
        Problem::NotPositive => texts::below(language, LEAST),
        Problem::Above(most) => texts::above(language, &most.to_string()),
        Problem::Below(least) => texts::below(language, &least.to_string()),
        Problem::NotBool => texts::bool(language),
        Problem::NotADate if is_filter => texts::filter_date(language),
        Problem::NotADate => texts::date(language, DATE),
        Problem::NotAnId(_) | Problem::UnknownRow if is_filter => texts::filter_id(language),
        Problem::NotAnId(kind) => texts::id(language, kind.name()),
        Problem::UnknownRow => texts::no_row(language, &fault.value),
        Problem::NotAList(kind) => texts::no_list(language, kind.name()),
        Problem::NoRows => texts::no_rows(language),
        Problem::NotAnObject(kind) => texts::object(language, kind.name()),
        Problem::Wrong => texts::value(language),
        Problem::Repeated if is_filter => texts::repeated(language),
        Problem::Repeated
        | Problem::OutOfRange(..)
        | Problem::Count(..)
        | Problem::Nothing
        | Problem::NotOne
        | Problem::NoDigits
        | Problem::Rounded
        | Problem::NoneOf(_) => fault.text(language),
    }
}

impl JsonKind {
    /// What Python calls it.
    const fn name(self) -> &'static str {
        match self {
            Self::Null => "NoneType",
            Self::Bool => "bool",
            Self::Whole => "int",
            Self::Number => "float",
            Self::Text => "str",
            Self::List => "list",
            Self::Object => "dict",
        }
    }
}
