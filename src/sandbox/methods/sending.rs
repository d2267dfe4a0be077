//! Methods that send messages and files.

use std::collections::HashMap;
use std::sync::Arc;

use serde::Deserialize;
use serde_json::Value;

use crate::sandbox::call::Upload;
use crate::sandbox::files::{StoredFile, picture_size};
use crate::sandbox::html;
use crate::sandbox::markup::{self, Markup};
use crate::sandbox::message::{Author, Body};
use crate::sandbox::reject::Rejection;
use crate::sandbox::rich::{Entity, Rich, utf16_len};
use crate::sandbox::world::{PageEvent, World};

/// Limits after the entities are parsed, in UTF-16 units.
const MAX_TEXT_UNITS: usize = 4096;
const MAX_CAPTION_UNITS: usize = 1024;

#[derive(Deserialize)]
pub(super) struct SendMessage {
    text: String,
    parse_mode: Option<String>,
    entities: Option<Vec<Entity>>,
    #[serde(flatten)]
    common: Common,
}

#[derive(Deserialize)]
pub(super) struct SendFile {
    #[serde(alias = "photo")]
    document: String,
    caption: Option<String>,
    parse_mode: Option<String>,
    caption_entities: Option<Vec<Entity>>,
    #[serde(flatten)]
    common: Common,
}

#[derive(Deserialize)]
struct Common {
    chat_id: Value,
    reply_markup: Option<Value>,
    reply_parameters: Option<ReplyParameters>,
}

#[derive(Deserialize)]
struct ReplyParameters {
    message_id: i64,
    #[serde(default)]
    allow_sending_without_reply: bool,
}

#[derive(Deserialize)]
pub(super) struct ChatAction {
    chat_id: Value,
    action: String,
}

#[derive(Deserialize)]
pub(super) struct GetFile {
    file_id: String,
}

pub(super) fn send_message(world: &mut World, request: SendMessage) -> Result<Value, Rejection> {
    let text = read_text(&request.text, request.parse_mode.as_deref(), request.entities)?;
    send(world, Body::Text(text), request.common)
}

pub(super) fn send_photo(
    world: &mut World,
    request: SendFile,
    uploads: &HashMap<String, Upload>,
) -> Result<Value, Rejection> {
    let caption = read_caption(request.caption.as_deref(), request.parse_mode.as_deref(), request.caption_entities)?;
    world.find_open_chat(&request.common.chat_id)?;
    let file = find_file(world, &request.document, "photos", uploads)?;
    let Some((width, height)) = picture_size(&file.bytes) else {
        return Err(Rejection::bad_request("IMAGE_PROCESS_FAILED"));
    };
    if width + height > 10_000 || width > 20 * height || height > 20 * width {
        return Err(Rejection::bad_request("PHOTO_INVALID_DIMENSIONS"));
    }
    send(world, Body::Photo { file, width, height, caption }, request.common)
}

pub(super) fn send_document(
    world: &mut World,
    request: SendFile,
    uploads: &HashMap<String, Upload>,
) -> Result<Value, Rejection> {
    let caption = read_caption(request.caption.as_deref(), request.parse_mode.as_deref(), request.caption_entities)?;
    world.find_open_chat(&request.common.chat_id)?;
    let file = find_file(world, &request.document, "documents", uploads)?;
    send(world, Body::Document { file, caption }, request.common)
}

pub(super) fn send_chat_action(world: &mut World, request: ChatAction) -> Result<Value, Rejection> {
    let person = world.find_open_chat(&request.chat_id)?;
    let known = ["typing", "choose_sticker", "find_location"];
    let is_known = known.contains(&request.action.as_str())
        || request.action.starts_with("upload_")
        || request.action.starts_with("record_");
    if !is_known {
        return Err(Rejection::bad_request("wrong parameter action in request"));
    }
    world.announce(PageEvent::Typing { person });
    Ok(true.into())
}

pub(super) fn get_file(world: &World, request: GetFile) -> Result<Value, Rejection> {
    match world.files.get(&request.file_id) {
        Some(file) => Ok(file.json()),
        None => Err(Rejection::bad_request("invalid file_id")),
    }
}

fn send(world: &mut World, body: Body, request: Common) -> Result<Value, Rejection> {
    let chat = world.find_open_chat(&request.chat_id)?;
    let markup = markup::read(request.reply_markup)?;
    let reply_to = match request.reply_parameters {
        Some(reply) if world.message(chat, reply.message_id).is_some() => Some(reply.message_id),
        Some(reply) if !reply.allow_sending_without_reply => {
            return Err(Rejection::bad_request("message to be replied not found"));
        }
        _ => None,
    };
    if let Some(limits) = &mut world.flood {
        limits.admit(chat, world.clock.now()).map_err(Rejection::too_many_requests)?;
    }
    if let (Some(markup), Some(chat)) = (&markup, world.chat_mut(chat)) {
        match markup {
            Markup::Keyboard(keyboard) | Markup::ForceReply(keyboard) => chat.keyboard = Some(keyboard.clone()),
            Markup::Remove => chat.keyboard = None,
            Markup::Inline(_) => {}
        }
    }
    let id = world.post(chat, Author::Bot, body, |message| {
        message.reply_to = reply_to;
        if let Some(Markup::Inline(keyboard)) = markup {
            message.inline_keyboard = keyboard;
        }
    });
    Ok(world.message_json(chat, id))
}

/// A message text with its entities, refused when it is empty or too long.
pub(super) fn read_text(text: &str, mode: Option<&str>, entities: Option<Vec<Entity>>) -> Result<Rich, Rejection> {
    let rich = read_rich(text, mode, entities)?;
    match utf16_len(&rich.text) {
        0 => Err(Rejection::bad_request("message text is empty")),
        1..=MAX_TEXT_UNITS => Ok(rich),
        _ => Err(Rejection::bad_request("message is too long")),
    }
}

/// A caption with its entities, refused when it is too long.
pub(super) fn read_caption(
    text: Option<&str>,
    mode: Option<&str>,
    entities: Option<Vec<Entity>>,
) -> Result<Rich, Rejection> {
    let rich = read_rich(text.unwrap_or_default(), mode, entities)?;
    match utf16_len(&rich.text) {
        0..=MAX_CAPTION_UNITS => Ok(rich),
        _ => Err(Rejection::bad_request("message caption is too long")),
    }
}

fn read_rich(text: &str, mode: Option<&str>, entities: Option<Vec<Entity>>) -> Result<Rich, Rejection> {
    let rich = match mode.map(str::to_ascii_lowercase).as_deref() {
        None | Some("") => Rich { text: text.to_owned(), entities: checked(entities.unwrap_or_default(), text)? },
        Some("html") => {
            html::parse(text).map_err(|error| Rejection::bad_request(format!("can't parse entities: {error}")))?
        }
        Some(_) => return Err(Rejection::bad_request("unsupported parse_mode")),
    };
    Ok(rich.trimmed().with_found_entities())
}

fn checked(entities: Vec<Entity>, text: &str) -> Result<Vec<Entity>, Rejection> {
    let length = utf16_len(text);
    match entities.iter().find(|entity| entity.end() > length) {
        Some(entity) => {
            let (kind, offset) = (&entity.kind, entity.offset);
            let problem = format!(
                "can't parse entities: entity {kind} beginning at UTF-16 offset {offset} ends after the end of the text"
            );
            Err(Rejection::bad_request(problem))
        }
        None => Ok(entities),
    }
}

/// An uploaded file (`attach://name`) or one that the server already has.
fn find_file(
    world: &mut World,
    named: &str,
    folder: &str,
    uploads: &HashMap<String, Upload>,
) -> Result<Arc<StoredFile>, Rejection> {
    if let Some(upload) = named.strip_prefix("attach://").and_then(|name| uploads.get(name)) {
        if upload.bytes.is_empty() {
            return Err(Rejection::bad_request("file must be non-empty"));
        }
        let mime = upload.mime.as_deref().unwrap_or("application/octet-stream");
        return Ok(world.files.keep(folder, &upload.file_name, mime, upload.bytes.clone()));
    }
    let unknown = "wrong remote file identifier specified: can't unserialize it. Wrong last symbol";
    world.files.get(named).ok_or_else(|| Rejection::bad_request(unknown))
}
