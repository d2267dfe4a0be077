//! The driver for tests: a person who acts, so that a test reads as a conversation.

use std::sync::{Arc, MutexGuard};

use axum::body::Bytes;
use serde_json::Value;

use super::actions::Contact;
use super::markup::rows;
use super::menu::MenuCommand;
use super::seen::{self, Seen};
use super::shared::Shared;
use super::world::{CallbackAnswer, World};

/// A person in a private chat with the bot. Actions return the id of the update that follows from them.
///
/// # Panics
///
/// An action that is not possible, such as pressing a button that does not exist, panics with what exists instead.
#[derive(Clone)]
pub struct Actor {
    shared: Arc<Shared>,
    id: i64,
}

impl Actor {
    pub(crate) fn new(shared: Arc<Shared>, id: i64) -> Self {
        Self { shared, id }
    }

    /// The Telegram id.
    pub fn id(&self) -> i64 {
        self.id
    }

    /// Sends a text.
    pub fn says(&self, text: &str) -> i64 {
        self.done(self.world().say(self.id, text, None))
    }

    /// Sends a text as a reply to a message.
    pub fn replies(&self, message: i64, text: &str) -> i64 {
        self.done(self.world().say(self.id, text, Some(message)))
    }

    /// Presses Start in a fresh chat.
    pub fn starts(&self) -> i64 {
        self.says("/start")
    }

    /// Opens `https://t.me/<bot>?start=<payload>` and presses Start.
    pub fn opens_link(&self, payload: &str) -> i64 {
        self.says(&format!("/start {payload}"))
    }

    /// Presses the button with this label on the newest message that has one.
    #[track_caller]
    pub fn clicks(&self, label: &str) -> i64 {
        let messages = self.sees();
        let found = messages.iter().rev().find_map(|message| Some((message.id, message.button(label)?.clone())));
        let Some((message, button)) = found else {
            panic!("there is no button «{label}»; {}", describe(&messages));
        };
        let Some(data) = button.data else { panic!("the button «{label}» is a link") };
        self.clicks_on(message, &data)
    }

    /// Presses a button with any `callback_data` on any message, also an outdated, forged or deleted one.
    pub fn clicks_on(&self, message: i64, data: &str) -> i64 {
        self.done(self.world().click(self.id, message, data)).1
    }

    /// Presses a button of the reply keyboard; one that requests the contact shares it.
    #[track_caller]
    pub fn presses_key(&self, label: &str) -> i64 {
        let keyboard = self.world().chats.get(&self.id).and_then(|chat| chat.keyboard.clone()).unwrap_or_default();
        let key = rows(&keyboard["keyboard"]).flatten().find(|key| key["text"] == label);
        match key {
            None => panic!("there is no key «{label}»; the keyboard is {:?}", self.keyboard()),
            Some(key) if key["request_contact"] == Value::Bool(true) => self.shares_own_contact(),
            Some(_) => self.says(label),
        }
    }

    /// Shares the person's own phone number.
    pub fn shares_own_contact(&self) -> i64 {
        self.done(self.world().share_contact(self.id, Contact::Own))
    }

    /// Shares the contact of another person.
    pub fn shares_contact_of(&self, other: &Actor) -> i64 {
        self.done(self.world().share_contact(self.id, Contact::Of(other.id)))
    }

    /// Shares a contact of the address book without a Telegram account.
    pub fn shares_contact(&self, phone: &str, first_name: &str) -> i64 {
        let contact = Contact::WithoutAccount { phone: phone.to_owned(), first_name: first_name.to_owned() };
        self.done(self.world().share_contact(self.id, contact))
    }

    /// Sends a sticker.
    pub fn sends_sticker(&self) -> i64 {
        self.done(self.world().send_sticker(self.id, "🐷"))
    }

    /// Sends a small picture.
    pub fn sends_photo(&self, caption: &str) -> i64 {
        self.done(self.world().send_photo(self.id, Bytes::from_static(ONE_PIXEL), caption))
    }

    /// Sends a file.
    pub fn sends_document(&self, name: &str, content: impl Into<Vec<u8>>, caption: &str) -> i64 {
        self.done(self.world().send_document(self.id, name, Bytes::from(content.into()), caption))
    }

    /// Edits one of the person's own messages.
    pub fn edits(&self, message: i64, text: &str) -> i64 {
        self.done(self.world().edit_own(self.id, message, text))
    }

    /// Forwards a message of this chat into it.
    pub fn forwards(&self, message: i64) -> i64 {
        self.done(self.world().forward(self.id, self.id, message))
    }

    /// Forwards a message of another person's chat with the bot.
    pub fn forwards_from(&self, other: &Actor, message: i64) -> i64 {
        self.done(self.world().forward(self.id, other.id, message))
    }

    /// Writes in the group.
    pub fn says_in_group(&self, text: &str) -> i64 {
        self.world().say_in_group(self.id, text)
    }

    /// Blocks the bot.
    pub fn blocks_bot(&self) -> i64 {
        self.world().block(self.id)
    }

    /// Unblocks the bot.
    pub fn unblocks_bot(&self) -> i64 {
        self.world().unblock(self.id)
    }

    /// Deletes the account.
    pub fn deletes_account(&self) {
        self.world().deactivate(self.id);
    }

    /// Every message of the chat as it looks now, oldest first.
    pub fn sees(&self) -> Vec<Seen> {
        seen::chat(&self.world(), self.id)
    }

    /// The newest message of the bot.
    #[track_caller]
    pub fn newest(&self) -> Seen {
        let newest = self.sees().into_iter().rfind(|message| message.from_bot);
        newest.unwrap_or_else(|| panic!("the bot has not written to {} yet", self.id))
    }

    /// The newest message of the bot that contains these words.
    pub fn finds(&self, words: &str) -> Option<Seen> {
        self.sees().into_iter().rfind(|message| message.from_bot && message.text.contains(words))
    }

    /// The id of the newest message of the person.
    #[track_caller]
    pub fn last_sent(&self) -> i64 {
        let newest = self.sees().into_iter().rfind(|message| !message.from_bot);
        newest.unwrap_or_else(|| panic!("{} has not written yet", self.id)).id
    }

    /// The labels of the reply keyboard, row by row; empty where there is none.
    pub fn keyboard(&self) -> Vec<Vec<String>> {
        seen::keyboard(&self.world(), self.id)
    }

    /// The menu of commands that this person sees.
    pub fn commands(&self) -> Vec<MenuCommand> {
        let world = self.world();
        let language =
            world.people.get(&self.id).and_then(|person| person.language_code.as_deref()).unwrap_or_default();
        world.menus.seen_by(self.id, language)
    }

    /// All answers of the bot to pressed buttons, oldest first.
    pub fn answers(&self) -> Vec<CallbackAnswer> {
        self.world().answers.get(&self.id).cloned().unwrap_or_default()
    }

    /// The number of pressed buttons that are not answered yet.
    pub fn spinning(&self) -> usize {
        self.world().pressed.values().filter(|pressed| pressed.person == self.id).count()
    }

    fn world(&self) -> MutexGuard<'_, World> {
        self.shared.world()
    }

    #[track_caller]
    fn done<T>(&self, outcome: Result<T, String>) -> T {
        outcome.unwrap_or_else(|problem| panic!("{} cannot do that: {problem}", self.id))
    }
}

fn describe(messages: &[Seen]) -> String {
    match messages.iter().rfind(|message| message.from_bot) {
        Some(newest) => format!("the newest message is {:?} with {:?}", newest.text, newest.labels()),
        None => "the bot has not written yet".to_owned(),
    }
}

/// A PNG of one pixel.
const ONE_PIXEL: &[u8] = &[
    0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, b'I', b'H', b'D', b'R', 0, 0, 0, 1, 0, 0, 0, 1, 8, 0,
    0, 0, 0, 0x3A, 0x7E, 0x9B, 0x55, 0, 0, 0, 10, b'I', b'D', b'A', b'T', 0x78, 0x9C, 0x63, 0x60, 0, 0, 0, 2, 0, 1,
    0x48, 0xAF, 0xA4, 0x71, 0, 0, 0, 0, b'I', b'E', b'N', b'D', 0xAE, 0x42, 0x60, 0x82,
];
