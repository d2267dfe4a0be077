//! A chat as its person sees it.

use axum::body::Bytes;

use super::markup::rows;
use super::message::{Author, Body, Message};
use super::world::World;

/// A message as a person sees it.
#[derive(Clone, Debug)]
pub struct Seen {
    /// The message id.
    pub id: i64,
    /// Whether the bot wrote it.
    pub from_bot: bool,
    /// The text or caption, without its formatting.
    pub text: String,
    /// The text or caption in the HTML parse mode.
    pub html: String,
    /// The buttons below it, row by row.
    pub buttons: Vec<Vec<Button>>,
    /// A picture.
    pub photo: Option<SeenFile>,
    /// A document.
    pub document: Option<SeenFile>,
    /// Whether it was edited.
    pub is_edited: bool,
    /// When it was sent, in seconds since the Unix epoch.
    pub sent_at: i64,
}

/// A button below a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Button {
    /// Its text.
    pub label: String,
    /// The `callback_data` that the bot gets when it is pressed.
    pub data: Option<String>,
    /// The address that it opens.
    pub url: Option<String>,
}

/// A file in a message.
#[derive(Clone)]
pub struct SeenFile {
    /// Its name.
    pub name: String,
    /// Its content.
    pub bytes: Bytes,
}

impl std::fmt::Debug for SeenFile {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{} ({} bytes)", self.name, self.bytes.len())
    }
}

impl Seen {
    /// The texts of the buttons, row by row.
    pub fn labels(&self) -> Vec<Vec<&str>> {
        self.buttons.iter().map(|row| row.iter().map(|button| button.label.as_str()).collect()).collect()
    }

    /// The button with this label.
    pub fn button(&self, label: &str) -> Option<&Button> {
        self.buttons.iter().flatten().find(|button| button.label == label)
    }
}

/// All messages of a chat, oldest first.
pub(crate) fn chat(world: &World, chat: i64) -> Vec<Seen> {
    world.chats.get(&chat).into_iter().flat_map(|chat| chat.messages.values()).map(see).collect()
}

/// The labels of the reply keyboard that is shown in a chat.
pub(crate) fn keyboard(world: &World, chat: i64) -> Vec<Vec<String>> {
    let Some(keyboard) = world.chats.get(&chat).and_then(|chat| chat.keyboard.as_ref()) else { return Vec::new() };
    let label = |key: &serde_json::Value| key["text"].as_str().unwrap_or_default().to_owned();
    rows(&keyboard["keyboard"]).map(|row| row.iter().map(label).collect()).collect()
}

fn see(message: &Message) -> Seen {
    let rich = message.rich().cloned().unwrap_or_default();
    let file = |file: &super::files::StoredFile| SeenFile { name: file.name.clone(), bytes: file.bytes.clone() };
    let (photo, document) = match &message.body {
        Body::Photo { file: photo, .. } => (Some(file(photo)), None),
        Body::Document { file: document, .. } => (None, Some(file(document))),
        _ => (None, None),
    };
    let text_of = |value: &serde_json::Value| value.as_str().map(str::to_owned);
    let button = |button: &serde_json::Value| Button {
        label: text_of(&button["text"]).unwrap_or_default(),
        data: text_of(&button["callback_data"]),
        url: text_of(&button["url"]),
    };
    let keyboard = message.inline_keyboard.as_ref().map(|markup| &markup["inline_keyboard"]);
    Seen {
        id: message.id,
        from_bot: message.author == Author::Bot,
        html: rich.html(),
        text: rich.text,
        buttons: keyboard.into_iter().flat_map(rows).map(|row| row.iter().map(button).collect()).collect(),
        photo,
        document,
        is_edited: message.edited_at.is_some(),
        sent_at: message.sent_at,
    }
}
