//! Bodies in JSON, read strictly: a field that is there twice, a text with a NUL, broken UTF-8 and half a surrogate are refused
//! anywhere, also in fields that no handler reads.

use std::{error::Error as StdError, fmt, io};

use axum::{
    RequestExt as _,
    body::{Bytes, HttpBody as _},
    extract::{FromRequest, Request, rejection::BytesRejection},
    http::{
        HeaderMap, StatusCode,
        header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE},
    },
};
use serde::{
    Deserialize, Deserializer,
    de::{DeserializeOwned, Error as _, IntoDeserializer, MapAccess, SeqAccess, Visitor},
};
use serde_json::{Map, Value};

use super::{
    amount,
    body_problem::{BodyProblem, REPEATED_FIELD, WITH_NUL},
    fault::{Fault, JSON, JsonKind, Problem},
};

/// What a text may begin with, which is skipped.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// A body: what a handler reads of it, and the whole of it.
pub(super) struct Body<T> {
    /// What the handler reads.
    pub(super) value: T,
    /// The whole object.
    pub(super) whole: Value,
}

/// A body as it came.
pub(super) struct Received {
    /// Its media type in lower case, without parameters; empty where it is not said.
    pub(super) media_type: String,
    /// The bytes.
    pub(super) bytes: Bytes,
}

impl<S: Send + Sync> FromRequest<S> for Received {
    type Rejection = Fault;

    async fn from_request(request: Request, state: &S) -> Result<Self, Fault> {
        let (media_type, is_encoded) = (media_type(request.headers()), is_encoded(request.headers()));
        let length = length(request.headers());
        let request = request.with_limited_body();
        let most = request.body().size_hint().upper();
        if length.zip(most).is_some_and(|(length, most)| length > most) {
            return Err(Fault::TooLarge);
        }
        let bytes = Bytes::from_request(request, state).await.map_err(|rejection| fault(&rejection))?;
        if is_encoded && !bytes.is_empty() {
            return Err(Fault::ContentEncoding);
        }
        Ok(Self { media_type, bytes })
    }
}

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Body<T> {
    type Rejection = Fault;

    async fn from_request(request: Request, state: &S) -> Result<Self, Fault> {
        Self::of(&Received::from_request(request, state).await?)
    }
}

impl<T: DeserializeOwned> Body<T> {
    /// Reads a body as it came.
    pub(super) fn of(received: &Received) -> Result<Self, Fault> {
        // Without a body there is nothing whose type could be wrong.
        if received.bytes.is_empty() {
            return read("{}");
        }
        if !is_json(&received.media_type) {
            return Err(Fault::MediaType(received.media_type.clone(), JSON));
        }
        let text = std::str::from_utf8(&received.bytes).map_err(|_| Fault::InvalidBody(BodyProblem::NotUtf8))?;
        read(text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text))
    }
}

fn media_type(headers: &HeaderMap) -> String {
    let value = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

fn is_json(media_type: &str) -> bool {
    media_type == "application/json" || (media_type.starts_with("application/") && media_type.ends_with("+json"))
}

fn is_encoded(headers: &HeaderMap) -> bool {
    headers.get_all(CONTENT_ENCODING).iter().any(|value| !value.as_bytes().eq_ignore_ascii_case(b"identity"))
}

/// The length of the body, where it is said before.
fn length(headers: &HeaderMap) -> Option<u64> {
    headers.get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

/// Why a body could not be received.
fn fault(rejection: &BytesRejection) -> Fault {
    if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE {
        return Fault::TooLarge;
    }
    let mut cause: &(dyn StdError + 'static) = rejection;
    while let Some(deeper) = cause.source() {
        cause = deeper;
    }
    match cause.downcast_ref::<io::Error>() {
        Some(error) if error.kind() == io::ErrorKind::TimedOut => Fault::BodyTimeout,
        _ => Fault::InvalidBody(BodyProblem::Broken),
    }
}

/// Reads a body.
pub(super) fn read<T: DeserializeOwned>(text: &str) -> Result<Body<T>, Fault> {
    let unreadable = |error: serde_json::Error| Fault::InvalidBody(BodyProblem::of_json(&error));
    let Strict(whole) = serde_json::from_str(text).map_err(unreadable)?;
    if !whole.is_object() {
        return Err(Fault::NotAnObject(JsonKind::of(&whole)));
    }
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let value = serde_path_to_error::deserialize(&mut deserializer).map_err(|error| {
        let path = error.path().to_string();
        field_fault(&path, &error.inner().to_string())
    })?;
    Ok(Body { value, whole })
}

/// A field that may be left out, but is not null.
///
/// # Errors
/// The value's.
pub(super) fn present<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

/// A word of a list. By itself serde also takes an object with the word as the name of its only field.
///
/// # Errors
/// It is no text, or another word.
pub(super) fn word<'de, D: Deserializer<'de>, T: DeserializeOwned>(deserializer: D) -> Result<T, D::Error> {
    of_text(String::deserialize(deserializer)?)
}

/// As [`word`], or null.
///
/// # Errors
/// Those of [`word`].
pub(super) fn optional_word<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: DeserializeOwned,
{
    Option::<String>::deserialize(deserializer)?.map(of_text).transpose()
}

fn of_text<T: DeserializeOwned, E: serde::de::Error>(text: String) -> Result<T, E> {
    T::deserialize(IntoDeserializer::<E>::into_deserializer(text))
}

/// The field that a serde error is about.
fn field_fault(path: &str, error: &str) -> Fault {
    let parent = if path == "." { String::new() } else { path.to_owned() };
    if let Some(name) = error.strip_prefix("missing field `").and_then(|rest| rest.split('`').next()) {
        let between = if parent.is_empty() || parent.ends_with(name) { "" } else { "." };
        let parent = parent.strip_suffix(name).unwrap_or(&parent);
        return Fault::field(format!("{parent}{between}{name}"), Problem::Missing);
    }
    Fault::field(parent, amount::problem_of(error).unwrap_or(Problem::Wrong))
}

impl JsonKind {
    /// What a value is.
    pub(super) fn of(json: &Value) -> Self {
        match json {
            Value::Null => Self::Null,
            Value::Bool(_) => Self::Bool,
            Value::Number(number) if number.is_f64() => Self::Number,
            Value::Number(_) => Self::Whole,
            Value::String(_) => Self::Text,
            Value::Array(_) => Self::List,
            Value::Object(_) => Self::Object,
        }
    }
}

/// Any JSON that is well-formed in every part.
struct Strict(Value);

impl<'de> Deserialize<'de> for Strict {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(StrictVisitor)
    }
}

struct StrictVisitor;

impl<'de> Visitor<'de> for StrictVisitor {
    type Value = Strict;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Strict, E> {
        Ok(Strict(value.into()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Strict, E> {
        Ok(Strict(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Strict, E> {
        Ok(Strict(value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Strict, E> {
        Ok(Strict(value.into()))
    }

    fn visit_unit<E>(self) -> Result<Strict, E> {
        Ok(Strict(Value::Null))
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Strict, E> {
        if text.contains('\0') { Err(E::custom(WITH_NUL)) } else { Ok(Strict(text.into())) }
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Strict, A::Error> {
        let mut values = Vec::new();
        while let Some(Strict(value)) = items.next_element()? {
            values.push(value);
        }
        Ok(Strict(Value::Array(values)))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Strict, A::Error> {
        let mut values = Map::new();
        while let Some(name) = fields.next_key::<String>()? {
            if name.contains('\0') {
                return Err(A::Error::custom(WITH_NUL));
            }
            let Strict(value) = fields.next_value()?;
            if values.insert(name, value).is_some() {
                return Err(A::Error::custom(REPEATED_FIELD));
            }
        }
        Ok(Strict(Value::Object(values)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::amount::Amount;

    #[derive(Debug, serde::Deserialize)]
    struct Request {
        #[serde(default)]
        balance: Vec<Part>,
    }

    #[derive(Debug, serde::Deserialize)]
    struct Part {
        amount: Amount,
    }

    #[test]
    fn what_is_not_well_formed_is_refused_in_every_part() {
        let deep = format!("{}{}", "[".repeat(500), "]".repeat(500));
        for text in [
            "",
            "{",
            "{\"a\": 1, \"a\": 2}",
            "{\"other\": {\"a\": 1, \"a\": 1}}",
            "{\"other\": \"a\\u0000b\"}",
            "{\"a\\u0000\": 1}",
            "{\"other\": \"\\ud800\"}",
            "{\"other\": 1e999}",
            "{\"other\": 01}",
            "{\"other\": NaN}",
            "{} {}",
            &format!("{{\"other\": {deep}}}"),
        ] {
            assert!(matches!(read::<Request>(text), Err(Fault::InvalidBody(_))), "{text:.60}");
        }
    }

    #[test]
    fn what_is_no_object_is_refused() {
        for text in ["[]", "5", "null", "\"x\"", "true", "[{}]"] {
            assert!(matches!(read::<Request>(text), Err(Fault::NotAnObject(_))), "{text}");
        }
    }

    #[test]
    fn a_wrong_value_is_named_by_its_place() {
        for (text, field, problem) in [
            ("{\"balance\": [{\"amount\": 1}, {\"amount\": 1.005}]}", "balance[1].amount", Problem::TooPrecise),
            ("{\"balance\": [{}]}", "balance[0].amount", Problem::Missing),
            ("{\"balance\": 5}", "balance", Problem::Wrong),
            ("{\"balance\": [{\"amount\": \"x\"}]}", "balance[0].amount", Problem::Wrong),
        ] {
            let Err(Fault::Field(fault)) = read::<Request>(text) else { panic!("{text}") };
            assert_eq!((fault.field.as_str(), fault.problem), (field, problem), "{text}");
        }
    }

    #[test]
    fn unknown_fields_are_ignored() {
        let body = read::<Request>("{\"balance\": [{\"amount\": \"5.00\", \"x\": null}], \"y\": {}}").unwrap();
        assert_eq!(body.value.balance[0].amount.0.minor(), 500);
    }
}
