//! Endpoints for the actions of a person on the page.

use std::{ops::RangeInclusive, sync::Arc};

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::sandbox::actions::{ActionError, Contact};
use crate::sandbox::person::{NEWCOMER, Person};
use crate::sandbox::shared::Shared;

/// How many digits a phone number has, with its country code.
const PHONE_DIGITS: RangeInclusive<usize> = 7..=15;

type Outcome = Result<Json<Value>, ActionFailed>;

#[derive(Deserialize)]
pub(super) struct Say {
    text: String,
    reply_to: Option<i64>,
}

#[derive(Deserialize)]
pub(super) struct Edit {
    message: i64,
    text: String,
}

#[derive(Deserialize)]
pub(super) struct Click {
    message: i64,
    data: String,
}

#[derive(Deserialize)]
pub(super) struct ShareContact {
    /// The person whose contact is shared; by default the person's own.
    of: Option<i64>,
}

#[derive(Deserialize)]
pub(super) struct Caption {
    #[serde(default)]
    caption: String,
}

#[derive(Deserialize)]
pub(super) struct Document {
    name: String,
    #[serde(default)]
    caption: String,
}

#[derive(Deserialize)]
pub(super) struct Block {
    blocked: bool,
}

#[derive(Deserialize)]
pub(super) struct NewPerson {
    first_name: String,
    last_name: Option<String>,
    username: Option<String>,
    language: Option<String>,
    phone: Option<String>,
}

pub(super) async fn say(
    State(shared): State<Arc<Shared>>,
    Path(person): Path<i64>,
    Json(request): Json<Say>,
) -> Outcome {
    done(shared.world().say(person, &request.text, request.reply_to))
}

pub(super) async fn edit(
    State(shared): State<Arc<Shared>>,
    Path(person): Path<i64>,
    Json(request): Json<Edit>,
) -> Outcome {
    done(shared.world().edit_own(person, request.message, &request.text))
}

pub(super) async fn click(
    State(shared): State<Arc<Shared>>,
    Path(person): Path<i64>,
    Json(request): Json<Click>,
) -> Outcome {
    let (query, update) = shared.world().click(person, request.message, &request.data).map_err(ActionFailed)?;
    Ok(Json(json!({ "update": update, "query": query })))
}

pub(super) async fn share_contact(
    State(shared): State<Arc<Shared>>,
    Path(person): Path<i64>,
    Json(request): Json<ShareContact>,
) -> Outcome {
    let whose = request.of.filter(|of| *of != person).map_or(Contact::Own, Contact::Of);
    done(shared.world().share_contact(person, whose))
}

pub(super) async fn send_photo(
    State(shared): State<Arc<Shared>>,
    Path(person): Path<i64>,
    Query(request): Query<Caption>,
    headers: HeaderMap,
    bytes: Bytes,
) -> Outcome {
    // A form of another website cannot send this type without a CORS preflight, which fails.
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    if !kind.starts_with("image/") {
        return Err(ActionFailed("only pictures can be sent".to_owned()));
    }
    done(shared.world().send_photo(person, bytes, &request.caption))
}

pub(super) async fn send_document(
    State(shared): State<Arc<Shared>>,
    Path(person): Path<i64>,
    Query(request): Query<Document>,
    headers: HeaderMap,
    bytes: Bytes,
) -> Outcome {
    // As for pictures, a type that a form cannot send.
    if headers.get(header::CONTENT_TYPE).is_none_or(|kind| kind != "application/octet-stream") {
        return Err(ActionFailed("a file is sent as application/octet-stream".to_owned()));
    }
    done(shared.world().send_document(person, &request.name, bytes, &request.caption))
}

pub(super) async fn send_sticker(
    State(shared): State<Arc<Shared>>,
    Path(person): Path<i64>,
    Json(emoji): Json<String>,
) -> Outcome {
    done(shared.world().send_sticker(person, &emoji))
}

pub(super) async fn block(
    State(shared): State<Arc<Shared>>,
    Path(person): Path<i64>,
    Json(request): Json<Block>,
) -> Outcome {
    let world = &mut *shared.world();
    done(Ok(if request.blocked { world.block(person) } else { world.unblock(person) }))
}

pub(super) async fn read(State(shared): State<Arc<Shared>>, Path(person): Path<i64>, Json(()): Json<()>) -> Outcome {
    shared.world().mark_read(person);
    Ok(Json(json!({})))
}

pub(super) async fn add_person(State(shared): State<Arc<Shared>>, Json(request): Json<NewPerson>) -> Outcome {
    let given = |text: Option<String>| text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    let first_name =
        given(Some(request.first_name)).ok_or_else(|| ActionFailed("a person needs a first name".to_owned()))?;
    let phone = given(request.phone).map(|phone| read_phone(&phone)).transpose().map_err(ActionFailed)?;
    let world = &mut *shared.world();
    let id = world.free_person_id().ok_or_else(|| ActionFailed("no id is free".to_owned()))?;
    world.add_person(Person {
        last_name: given(request.last_name),
        username: given(request.username).map(|name| name.trim_start_matches('@').to_owned()),
        language_code: given(request.language),
        phone,
        role: Some(NEWCOMER.to_owned()),
        ..Person::new(id, first_name)
    });
    Ok(Json(json!({ "id": id })))
}

/// A phone number as people write it, in the form that accounts have it: `+` and the digits.
fn read_phone(text: &str) -> Result<String, ActionError> {
    let written = text.strip_prefix('+').unwrap_or(text);
    let digits: String = written.chars().filter(char::is_ascii_digit).collect();
    let is_written_so = |c: char| c.is_ascii_digit() || c.is_whitespace() || "().-".contains(c);
    if written.chars().all(is_written_so) && PHONE_DIGITS.contains(&digits.len()) {
        Ok(format!("+{digits}"))
    } else {
        Err(format!("{text:?} is no phone number: it needs the country code and 7 to 15 digits"))
    }
}

fn done(update: Result<i64, ActionError>) -> Outcome {
    update.map(|update| Json(json!({ "update": update }))).map_err(ActionFailed)
}

/// The response to an action that is not possible: 400 with the reason.
pub(super) struct ActionFailed(ActionError);

impl IntoResponse for ActionFailed {
    fn into_response(self) -> Response {
        (StatusCode::BAD_REQUEST, Json(json!({ "error": self.0 }))).into_response()
    }
}
