//! How the requests that change something are read, and what makes two of them the same.

use std::sync::Arc;

use axum::{
    extract::{FromRequest, Request},
    http::HeaderMap,
};
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::Write;
use crate::{
    api::{
        admission::Call,
        fault::Fault,
        json::{Body, Received},
    },
    domain::SecretDigest,
};

/// The header of the key that a client chooses for a request.
const IDEMPOTENCY_KEY: &str = "idempotency-key";
/// The longest such key, in characters.
const LONGEST_KEY: usize = 255;

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Write<T> {
    type Rejection = Fault;

    async fn from_request(request: Request, state: &S) -> Result<Self, Fault> {
        Self::read(request, state, |received| {
            let Body { value, whole } = Body::of(received)?;
            Ok((value, canonical(whole)))
        })
        .await
    }
}

/// As [`Write`], of a body that need not be JSON.
pub(in crate::api) struct WriteOf<T>(pub(in crate::api) Write<T>);

/// What can be read from a body of one of several media types.
pub(in crate::api) trait FromBody: Sized {
    /// Reads it, and writes what makes two bodies the same.
    ///
    /// # Errors
    /// [`Fault::MediaType`]; those of its values.
    fn from_body(received: &Received) -> Result<(Self, String), Fault>;
}

impl<T: FromBody, S: Send + Sync> FromRequest<S> for WriteOf<T> {
    type Rejection = Fault;

    async fn from_request(request: Request, state: &S) -> Result<Self, Fault> {
        Write::read(request, state, T::from_body).await.map(Self)
    }
}

/// No body: what a client sends all the same is not read.
pub(in crate::api) struct Nothing;

impl FromBody for Nothing {
    fn from_body(_: &Received) -> Result<(Self, String), Fault> {
        Ok((Self, String::new()))
    }
}

impl<T> Write<T> {
    /// Reads a request whose body is read by `read`, which also writes what makes two bodies the same.
    async fn read<S: Send + Sync>(
        request: Request,
        state: &S,
        read: impl FnOnce(&Received) -> Result<(T, String), Fault> + Send,
    ) -> Result<Self, Fault> {
        let call = request.extensions().get::<Call>().cloned().ok_or(Fault::Internal)?;
        let key = idempotency_key(request.headers())?;
        let target = format!("{} {}", request.method(), request.uri());
        let received = Received::from_request(request, state).await?;
        let (value, content) = read(&received)?;
        let digest = SecretDigest::of(&format!("{target}\n{content}")).as_str().to_owned();
        Ok(Self { call, value: Arc::new(value), key, digest })
    }
}

/// JSON as one text, whatever white space, the order of its fields, which are sorted in a value, and the form of its numbers.
pub(in crate::api) fn canonical(json: Value) -> String {
    with_short_numbers(json).to_string()
}

/// JSON in which each number has one form: 5 for 5.0 too.
fn with_short_numbers(json: Value) -> Value {
    match json {
        Value::Number(number) => match number.as_f64().map(|float| format!("{float}").parse::<i64>()) {
            Some(Ok(whole)) if number.as_i64().is_none() => whole.into(),
            _ => Value::Number(number),
        },
        Value::Array(items) => items.into_iter().map(with_short_numbers).collect(),
        Value::Object(fields) => fields.into_iter().map(|(name, value)| (name, with_short_numbers(value))).collect(),
        other => other,
    }
}

fn idempotency_key(headers: &HeaderMap) -> Result<Option<String>, Fault> {
    let mut values = headers.get_all(IDEMPOTENCY_KEY).iter();
    let Some(value) = values.next() else { return Ok(None) };
    let is_visible =
        |text: &str| (1..=LONGEST_KEY).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic());
    match value.to_str() {
        Ok(text) if values.next().is_none() && is_visible(text) => Ok(Some(text.to_owned())),
        _ => Err(Fault::IdempotencyKey),
    }
}
