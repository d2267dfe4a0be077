//! Updates of a later Bot API: the part of a message that is read, without what teloxide may not know.
//!
//! teloxide takes a message with an unknown kind of entity, origin or the like for a message without content.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::value::RawValue;
use teloxide::types::{MaybeInaccessibleMessage, Message, MessageKind, Update, UpdateKind};

/// The fields that are read of a message, besides its content.
const HEAD: &[&str] = &["message_id", "date", "edit_date", "chat", "from"];
/// The content that is read, with the files that a caption may belong to.
const CONTENT: &[&str] =
    &["text", "caption", "contact", "media_group_id", "photo", "document", "video", "audio", "voice", "animation"];
/// The fields of an update with a message in them.
const KINDS: &[&str] = &["message", "edited_message"];
/// The field of a press of a button with the message that the button is below.
const PRESS: &str = "callback_query";

/// Stands for a file of a kind that teloxide does not know.
const UNKNOWN_FILE: &str = r#"{"file_id":"","file_unique_id":""}"#;

type Fields<'a> = BTreeMap<String, &'a RawValue>;

/// Was a message read without its content?
pub(super) fn lacks_content(update: &Update) -> bool {
    let is_empty = |message: &Message| matches!(message.kind, MessageKind::Empty {});
    match &update.kind {
        UpdateKind::Message(message) | UpdateKind::EditedMessage(message) => is_empty(message),
        UpdateKind::CallbackQuery(query) => {
            matches!(&query.message, Some(MaybeInaccessibleMessage::Regular(message)) if is_empty(message))
        }
        _ => false,
    }
}

/// Reduced forms of an update, to be tried in this order: with the files, as a part of its album, and with its words alone. None
/// where there are neither words nor an album.
pub(super) fn forms(raw: &str) -> Vec<String> {
    [with_files, part_of_album, words_alone].into_iter().filter_map(|reduce| reduce_update(raw, reduce)).collect()
}

fn reduce_update(raw: &str, reduce: fn(&RawValue) -> Option<Box<RawValue>>) -> Option<String> {
    let update: Fields<'_> = serde_json::from_str(raw).ok()?;
    let kind = KINDS.iter().copied().find(|kind| update.contains_key(*kind)).unwrap_or(PRESS);
    let content = update.get(kind).copied()?;
    let reduced = if kind == PRESS { reduce_press(content, reduce)? } else { reduce(content)? };
    let mut update = update;
    update.insert(kind.to_owned(), &reduced);
    serde_json::to_string(&update).ok()
}

fn reduce_press(press: &RawValue, reduce: fn(&RawValue) -> Option<Box<RawValue>>) -> Option<Box<RawValue>> {
    let fields: Fields<'_> = serde_json::from_str(press.get()).ok()?;
    let reduced = reduce(fields.get("message").copied()?)?;
    let mut fields = fields;
    fields.insert("message".to_owned(), &reduced);
    written(&fields)
}

fn with_files(message: &RawValue) -> Option<Box<RawValue>> {
    let mut fields: Fields<'_> = serde_json::from_str(message.get()).ok()?;
    fields.retain(|field, _| HEAD.contains(&field.as_str()) || CONTENT.contains(&field.as_str()));
    let has_words = ["text", "caption", "contact"].iter().any(|field| fields.contains_key(*field));
    if has_words { written(&fields) } else { None }
}

fn part_of_album(message: &RawValue) -> Option<Box<RawValue>> {
    let mut fields: Fields<'_> = serde_json::from_str(message.get()).ok()?;
    fields.get("media_group_id")?;
    let kept = ["media_group_id", "caption"];
    fields.retain(|field, _| HEAD.contains(&field.as_str()) || kept.contains(&field.as_str()));
    fields.insert("document".to_owned(), serde_json::from_str(UNKNOWN_FILE).ok()?);
    written(&fields)
}

fn words_alone(message: &RawValue) -> Option<Box<RawValue>> {
    let mut fields: Fields<'_> = serde_json::from_str(message.get()).ok()?;
    let words = fields.get("text").or(fields.get("caption")).copied()?;
    fields.retain(|field, _| HEAD.contains(&field.as_str()));
    fields.insert("text".to_owned(), words);
    written(&fields)
}

fn written(fields: &impl Serialize) -> Option<Box<RawValue>> {
    serde_json::value::to_raw_value(fields).ok()
}
