//! Endpoints for what the page shows: the list of people, a chat, a file.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use crate::sandbox::message::{Author, Body, Message};
use crate::sandbox::person::{CUSTOMER, NEWCOMER, Person};
use crate::sandbox::shared::Shared;
use crate::sandbox::world::{Chat, Reachability, World};

/// The bot, and all people with the last message and the unread count of their chats.
pub(super) async fn people(State(shared): State<Arc<Shared>>) -> Json<Value> {
    let world = shared.world();
    let people: Vec<Value> = world.people.values().map(|person| list_entry(&world, person)).collect();
    Json(json!({
        "bot": { "name": world.bot.name, "username": world.bot.username },
        "people": people,
        "time_zone": world.time_zone,
        "apis": world.apis,
    }))
}

/// A chat as its person sees it.
pub(super) async fn chat(State(shared): State<Arc<Shared>>, Path(person): Path<i64>) -> Response {
    let world = shared.world();
    let (Some(chat), Some(who)) = (world.chats.get(&person), world.people.get(&person)) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let language = who.language_code.as_deref().unwrap_or_default();
    let messages: Vec<Value> = chat.messages.values().map(|message| shown(&world, person, message)).collect();
    Json(json!({
        "messages": messages,
        "keyboard": chat.keyboard,
        "commands": world.menus.seen_by(person, language),
        "menu_button": chat.menu_button.as_ref().unwrap_or(&world.menu_button),
        "unread": unread(chat),
        "is_blocked": chat.reachability == Reachability::Blocked,
    }))
    .into_response()
}

/// A picture or document of any chat.
pub(super) async fn file(State(shared): State<Arc<Shared>>, Path(id): Path<String>) -> Response {
    let Some(file) = shared.world().files.get(&id) else { return StatusCode::NOT_FOUND.into_response() };
    // Only pictures are shown inline: other types could run scripts on this origin.
    let mime = if file.mime.starts_with("image/") { file.mime.clone() } else { "application/octet-stream".to_owned() };
    ([(header::CONTENT_TYPE, mime.as_str()), (header::X_CONTENT_TYPE_OPTIONS, "nosniff")], file.bytes.clone())
        .into_response()
}

fn list_entry(world: &World, person: &Person) -> Value {
    let chat = world.chats.get(&person.id);
    let last = chat.and_then(|chat| chat.messages.values().next_back());
    json!({
        "id": person.id,
        "first_name": person.first_name,
        "last_name": person.last_name,
        "username": person.username,
        "language": person.language_code,
        "phone": person.phone,
        "role": role(person, chat),
        "unread": chat.map_or(0, unread),
        "last": last.map(|message| json!({
            "kind": kind_of(&message.body),
            "text": message.rich().map(|rich| rich.text.chars().take(120).collect::<String>()),
            "mine": message.author != Author::Bot,
            "date": message.sent_at,
        })),
    })
}

/// The role that is shown: a newcomer whom the bot has answered has joined.
fn role<'a>(person: &'a Person, chat: Option<&Chat>) -> Option<&'a str> {
    let has_joined = || chat.is_some_and(|chat| chat.messages.values().any(|message| message.author == Author::Bot));
    match person.role.as_deref() {
        Some(NEWCOMER) if has_joined() => Some(CUSTOMER),
        role => role,
    }
}

fn unread(chat: &Chat) -> usize {
    chat.messages.range(chat.read_up_to + 1..).filter(|(_, message)| message.author == Author::Bot).count()
}

/// A `Message` with what a client adds: whether the person sent it, and whether the bot has received it.
fn shown(world: &World, person: i64, message: &Message) -> Value {
    let mut shown = world.message_json(person, message.id);
    shown["kind"] = kind_of(&message.body).into();
    shown["mine"] = (message.author != Author::Bot).into();
    shown["received"] = message.update_id.is_none_or(|update| world.queue.is_confirmed(update)).into();
    shown
}

fn kind_of(body: &Body) -> &'static str {
    match body {
        Body::Text(_) => "text",
        Body::Photo { .. } => "photo",
        Body::Document { .. } => "document",
        Body::Contact { .. } => "contact",
        Body::Sticker { .. } => "sticker",
    }
}
