//! Reading of untrusted updates and callback data without a database.

use serde_json::value::RawValue;
use teloxide::types::UpdateKind;

use super::{
    incoming::{self, Content},
    staff::dispatch,
};
use crate::{
    messages::callback::{Callback, Rest, StaffPress},
    telegram::{client, receiver},
};

/// What an update is read as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Understood {
    /// It is not an update: its arrival is not confirmed to Telegram.
    NoUpdate,
    /// An update of unknown form: it becomes a dead letter.
    Unknown,
    /// No person caused it, or it is not meant for the bot.
    NotOurs,
    /// An action of a person.
    Action {
        /// The lane that it waits in.
        lane: i64,
        /// The chat where it happened.
        chat: i64,
        /// The texts in it that are stored in the database.
        texts: Vec<String>,
        /// The callback data, where a button was pressed.
        button: Option<String>,
    },
}

/// Reads the JSON text of an update.
pub fn update(text: &str, bot_username: &str) -> Understood {
    let raw: Option<&RawValue> = serde_json::from_str(text).ok();
    let Some(arrived) = raw.and_then(|raw| client::raw_update(raw).ok()) else { return Understood::NoUpdate };
    let lane = receiver::lane(&arrived.raw);
    let Some(update) = receiver::parse(&arrived.raw) else { return Understood::Unknown };
    let Some(incoming) = incoming::read(&update) else { return Understood::NotOurs };
    let seen = incoming.seen;
    let mut texts: Vec<String> =
        [seen.first_name, seen.last_name, seen.username, seen.telegram_language].into_iter().flatten().collect();
    let mut button = None;
    match &update.kind {
        UpdateKind::Message(message) if message.chat.is_private() => match incoming::content(message, bot_username) {
            None => return Understood::NotOurs,
            Some(Content::Command(command)) => texts.extend(command.text().map(str::to_owned)),
            Some(Content::Text(text)) => texts.push(text),
            Some(Content::Contact(contact)) => texts.push(contact.name),
            Some(Content::UnknownCommand | Content::Other) => {}
        },
        UpdateKind::Message(message) if !incoming::is_command(message, bot_username) => return Understood::NotOurs,
        UpdateKind::EditedMessage(message) if !message.chat.is_private() || incoming::words(message).is_none() => {
            return Understood::NotOurs;
        }
        UpdateKind::MyChatMember(change) if !change.chat.is_private() => return Understood::NotOurs,
        UpdateKind::CallbackQuery(query) if !incoming::is_press_in_own_chat(query) => return Understood::NotOurs,
        UpdateKind::CallbackQuery(query) => button = Some(query.data.clone().unwrap_or_default()),
        _ => {}
    }
    Understood::Action { lane, chat: incoming.chat.0, texts, button }
}

/// Decodes callback data and encodes it as this version does; `None` where no version wrote it.
pub fn button(data: &str) -> Option<String> {
    let mut press = Callback::decode(data)?;
    if let Callback::Staff(StaffPress::Step(_, Rest(step))) = &mut press {
        *step = dispatch::reencoded_step(step)?;
    }
    Some(press.encode())
}
