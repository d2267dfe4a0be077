//! Methods that edit and delete messages and answer buttons.

use serde::Deserialize;
use serde_json::Value;

use super::sending::{read_caption, read_text};
use crate::sandbox::markup;
use crate::sandbox::message::{Author, Body, Message};
use crate::sandbox::reject::Rejection;
use crate::sandbox::rich::{Entity, Rich};
use crate::sandbox::world::{CallbackAnswer, PageEvent, World};

/// How long a pressed button can be answered.
const ANSWER_WITHIN_SECONDS: i64 = 60;
/// How long a message can be deleted after it was sent.
const DELETE_WITHIN_SECONDS: i64 = 48 * 60 * 60;

#[derive(Deserialize)]
pub(super) struct EditText {
    chat_id: Option<Value>,
    message_id: Option<i64>,
    text: Option<String>,
    parse_mode: Option<String>,
    entities: Option<Vec<Entity>>,
    reply_markup: Option<Value>,
}

#[derive(Deserialize)]
pub(super) struct EditCaption {
    chat_id: Option<Value>,
    message_id: Option<i64>,
    caption: Option<String>,
    parse_mode: Option<String>,
    caption_entities: Option<Vec<Entity>>,
    reply_markup: Option<Value>,
}

#[derive(Deserialize)]
pub(super) struct EditReplyMarkup {
    chat_id: Option<Value>,
    message_id: Option<i64>,
    reply_markup: Option<Value>,
}

#[derive(Deserialize)]
pub(super) struct DeleteMessage {
    chat_id: Value,
    message_id: i64,
}

#[derive(Deserialize)]
pub(super) struct AnswerCallbackQuery {
    callback_query_id: String,
    #[serde(default)]
    text: String,
    #[serde(default)]
    show_alert: bool,
}

pub(super) fn edit_text(world: &mut World, request: EditText) -> Result<Value, Rejection> {
    let text = read_text(request.text.as_deref().unwrap_or_default(), request.parse_mode.as_deref(), request.entities)?;
    edit(world, request.chat_id, request.message_id, request.reply_markup, |body| match body {
        Body::Text(old) => Ok(replace(old, text)),
        _ => Err(Rejection::bad_request("there is no text in the message to edit")),
    })
}

pub(super) fn edit_caption(world: &mut World, request: EditCaption) -> Result<Value, Rejection> {
    let caption = read_caption(request.caption.as_deref(), request.parse_mode.as_deref(), request.caption_entities)?;
    edit(world, request.chat_id, request.message_id, request.reply_markup, |body| match body {
        Body::Photo { caption: old, .. } | Body::Document { caption: old, .. } => Ok(replace(old, caption)),
        _ => Err(Rejection::bad_request("there is no caption in the message to edit")),
    })
}

pub(super) fn edit_reply_markup(world: &mut World, request: EditReplyMarkup) -> Result<Value, Rejection> {
    edit(world, request.chat_id, request.message_id, request.reply_markup, |_| Ok(false))
}

pub(super) fn delete_message(world: &mut World, request: DeleteMessage) -> Result<Value, Rejection> {
    let person = world.find_chat(&request.chat_id)?;
    let now = world.now();
    let Some(chat) = world.chat_mut(person) else {
        return Err(Rejection::bad_request("chat not found"));
    };
    match chat.messages.get(&request.message_id) {
        None => return Err(Rejection::bad_request("message to delete not found")),
        Some(message) if now - message.sent_at > DELETE_WITHIN_SECONDS => {
            return Err(Rejection::bad_request("message can't be deleted for everyone"));
        }
        Some(_) => _ = chat.messages.remove(&request.message_id),
    }
    world.announce(PageEvent::Chat { person });
    Ok(true.into())
}

pub(super) fn answer_callback_query(world: &mut World, request: AnswerCallbackQuery) -> Result<Value, Rejection> {
    if request.text.chars().count() > 200 {
        return Err(Rejection::bad_request("MESSAGE_TOO_LONG"));
    }
    let now = world.now();
    let pressed =
        world.pressed.remove(&request.callback_query_id).filter(|pressed| now - pressed.at <= ANSWER_WITHIN_SECONDS);
    let Some(pressed) = pressed else {
        return Err(Rejection::bad_request("query is too old and response timeout expired or query ID is invalid"));
    };
    let answer = CallbackAnswer { query: request.callback_query_id, text: request.text, alert: request.show_alert };
    world.answers.entry(pressed.person).or_default().push(answer.clone());
    world.announce(PageEvent::Answer { person: pressed.person, answer });
    Ok(true.into())
}

/// Edits a message of the bot; `change` returns whether the content is different.
fn edit(
    world: &mut World,
    chat_id: Option<Value>,
    message_id: Option<i64>,
    reply_markup: Option<Value>,
    change: impl FnOnce(&mut Body) -> Result<bool, Rejection>,
) -> Result<Value, Rejection> {
    let chat_id = chat_id.ok_or_else(|| Rejection::bad_request("chat_id is empty"))?;
    let id = message_id.ok_or_else(|| Rejection::bad_request("message identifier is not specified"))?;
    let keyboard = markup::read_inline_only(reply_markup)?;
    let person = world.find_open_chat(&chat_id)?;
    let now = world.now();
    let Some(message) = world.message_mut(person, id) else {
        return Err(Rejection::bad_request("message to edit not found"));
    };
    if message.author != Author::Bot || matches!(message.body, Body::Contact { .. } | Body::Sticker { .. }) {
        return Err(Rejection::bad_request("message can't be edited"));
    }
    let mut edited: Message = message.clone();
    let is_different = change(&mut edited.body)? || edited.inline_keyboard != keyboard;
    if !is_different {
        return Err(Rejection::bad_request(
            "message is not modified: specified new message content and reply markup are exactly the same as a current \
             content and reply markup of the message",
        ));
    }
    edited.inline_keyboard = keyboard;
    edited.edited_at = Some(now);
    *message = edited;
    world.announce(PageEvent::Chat { person });
    Ok(world.message_json(person, id))
}

fn replace(old: &mut Rich, new: Rich) -> bool {
    let is_different = *old != new;
    *old = new;
    is_different
}
