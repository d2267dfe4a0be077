//! A message as the server stores it, and as an object of the Bot API.

use std::sync::Arc;

use serde_json::{Value, json};

use super::files::StoredFile;
use super::rich::Rich;

/// Who wrote a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Author {
    Bot,
    Person(i64),
}

/// The content of a message.
#[derive(Clone)]
pub(crate) enum Body {
    Text(Rich),
    Photo { file: Arc<StoredFile>, width: u32, height: u32, caption: Rich },
    Document { file: Arc<StoredFile>, caption: Rich },
    Contact { phone: String, first_name: String, last_name: Option<String>, user_id: Option<i64> },
    Sticker { file: Arc<StoredFile>, emoji: String },
}

/// A message in a chat.
#[derive(Clone)]
pub(crate) struct Message {
    pub(crate) id: i64,
    pub(crate) author: Author,
    pub(crate) sent_at: i64,
    pub(crate) edited_at: Option<i64>,
    pub(crate) body: Body,
    pub(crate) inline_keyboard: Option<Value>,
    pub(crate) reply_to: Option<i64>,
    pub(crate) forward_origin: Option<Value>,
    /// The update about it, where a person sent it.
    pub(crate) update_id: Option<i64>,
}

impl Message {
    pub(crate) fn new(id: i64, author: Author, sent_at: i64, body: Body) -> Self {
        let (edited_at, inline_keyboard, reply_to, forward_origin, update_id) = (None, None, None, None, None);
        Self { id, author, sent_at, edited_at, body, inline_keyboard, reply_to, forward_origin, update_id }
    }

    /// The text or the caption.
    pub(crate) fn rich(&self) -> Option<&Rich> {
        match &self.body {
            Body::Text(rich) | Body::Photo { caption: rich, .. } | Body::Document { caption: rich, .. } => Some(rich),
            Body::Contact { .. } | Body::Sticker { .. } => None,
        }
    }

    /// The `Message` object, with its chat, its author and the message that it replies to.
    pub(crate) fn json(&self, chat: Value, from: Value, replied: Option<Value>) -> Value {
        let mut message = json!({ "message_id": self.id, "from": from, "chat": chat, "date": self.sent_at });
        let mut put = |name: &str, value: Value| message[name] = value;
        if let Some(origin) = &self.forward_origin {
            put("forward_origin", origin.clone());
        }
        if let Some(replied) = replied {
            put("reply_to_message", replied);
        }
        if let Some(moment) = self.edited_at {
            put("edit_date", moment.into());
        }
        match &self.body {
            Body::Text(rich) => {
                put("text", rich.text.clone().into());
                put_entities(&mut put, "entities", rich);
            }
            Body::Photo { file, width, height, caption } => {
                put("photo", json!([sized(file, *width, *height)]));
                put_caption(&mut put, caption);
            }
            Body::Document { file, caption } => {
                let mut document = file_json(file);
                document["file_name"] = file.name.clone().into();
                document["mime_type"] = file.mime.clone().into();
                put("document", document);
                put_caption(&mut put, caption);
            }
            Body::Contact { phone, first_name, last_name, user_id } => {
                let mut contact = json!({ "phone_number": phone, "first_name": first_name });
                if let Some(last_name) = last_name {
                    contact["last_name"] = last_name.clone().into();
                }
                if let Some(user_id) = user_id {
                    contact["user_id"] = (*user_id).into();
                }
                put("contact", contact);
            }
            Body::Sticker { file, emoji } => {
                let mut sticker = sized(file, 512, 512);
                sticker["type"] = "regular".into();
                sticker["is_animated"] = false.into();
                sticker["is_video"] = false.into();
                sticker["emoji"] = emoji.clone().into();
                put("sticker", sticker);
            }
        }
        if let Some(keyboard) = &self.inline_keyboard {
            put("reply_markup", keyboard.clone());
        }
        message
    }
}

fn put_caption(put: &mut impl FnMut(&str, Value), caption: &Rich) {
    if !caption.text.is_empty() {
        put("caption", caption.text.clone().into());
        put_entities(put, "caption_entities", caption);
    }
}

fn put_entities(put: &mut impl FnMut(&str, Value), name: &str, rich: &Rich) {
    if !rich.entities.is_empty() {
        put(name, json!(rich.entities));
    }
}

fn file_json(file: &StoredFile) -> Value {
    json!({ "file_id": file.id, "file_unique_id": file.unique_id, "file_size": file.bytes.len() })
}

fn sized(file: &StoredFile, width: u32, height: u32) -> Value {
    let mut sized = file_json(file);
    sized["width"] = width.into();
    sized["height"] = height.into();
    sized
}
