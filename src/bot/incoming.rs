//! What Telegram reports, as what a person did.

use teloxide::types::{CallbackQuery, ChatMemberKind, Message, MessageKind, Update, UpdateKind, User};

use super::command::{self, Command, Parsed};
use crate::{domain::TelegramId, service::customers::NewCustomer};

/// Something that somebody did.
#[derive(Clone, Debug)]
pub(crate) struct Incoming {
    /// Who.
    pub(crate) person: TelegramId,
    /// What Telegram says of them.
    pub(crate) seen: NewCustomer,
    /// The chat where it happened: the person's own, or a group.
    pub(crate) chat: TelegramId,
    /// What they did.
    pub(crate) action: Action,
}

/// What a person did.
#[derive(Clone, Debug)]
pub(crate) enum Action {
    /// Gave a command, by its word or its key.
    Command(Command, String),
    /// Gave a command that there is not.
    UnknownCommand,
    /// Wrote something.
    Text(String),
    /// Shared a contact: its phone number, and whose it is where Telegram knows.
    Contact {
        /// As Telegram has it, not yet parsed.
        phone: String,
        /// As the contact has it.
        name: String,
        /// Whose number it is.
        owner: Option<TelegramId>,
    },
    /// Pressed a button below a message of ours.
    Press(Press),
    /// Sent a sticker, a picture, a voice message: anything that is no text.
    Other,
    /// Changed a message.
    Edited,
    /// Addressed the bot in a group.
    InGroup,
    /// Blocked the bot.
    Blocked,
    /// Unblocked the bot.
    Returned,
}

/// A press of a button.
#[derive(Clone, Debug)]
pub(crate) struct Press {
    /// To answer it by.
    pub(crate) query: teloxide::types::CallbackQueryId,
    /// What the button carries; anybody can forge it.
    pub(crate) data: String,
    /// The message of ours that the button is below, where it is still known.
    pub(crate) message_id: Option<i32>,
    /// That message is a picture: no other text can be put in its place.
    pub(crate) below_picture: bool,
}

/// What a person did; `None` where it is nobody's doing or not our business.
pub(crate) fn read(update: &Update, bot_username: &str) -> Option<Incoming> {
    match &update.kind {
        UpdateKind::Message(message) => {
            let from = message.from.as_ref().filter(|from| !from.is_bot)?;
            let action = message_deed(message, bot_username)?;
            Some(incoming(from, message.chat.id.0, action))
        }
        UpdateKind::EditedMessage(message) if message.chat.is_private() => {
            Some(incoming(message.from.as_ref()?, message.chat.id.0, Action::Edited))
        }
        UpdateKind::CallbackQuery(query) => Some(press(query)),
        UpdateKind::MyChatMember(change) if change.chat.is_private() => {
            let action = match change.new_chat_member.kind {
                ChatMemberKind::Banned(_) | ChatMemberKind::Left => Action::Blocked,
                _ => Action::Returned,
            };
            Some(incoming(&change.from, change.chat.id.0, action))
        }
        _ => None,
    }
}

fn message_deed(message: &Message, bot_username: &str) -> Option<Action> {
    let text = message.text().map(storable);
    let parsed = text.as_deref().and_then(|text| command::parse(text, bot_username));
    if !message.chat.is_private() {
        return matches!(parsed, Some(Parsed::Command(..))).then_some(Action::InGroup);
    }
    if let Some(contact) = message.contact() {
        let owner = contact.user_id.and_then(|id| i64::try_from(id.0).ok()).map(TelegramId);
        let name = [Some(contact.first_name.as_str()), contact.last_name.as_deref()];
        let name = storable(&name.into_iter().flatten().collect::<Vec<_>>().join(" "));
        return Some(Action::Contact { phone: contact.phone_number.clone(), name, owner });
    }
    match (parsed, text) {
        (Some(Parsed::Command(command, rest)), _) => Some(Action::Command(command, rest)),
        (Some(Parsed::Unknown | Parsed::Elsewhere), _) => Some(Action::UnknownCommand),
        (None, Some(text)) => Some(match Command::of_key(text.trim()) {
            Some(command) => Action::Command(command, String::new()),
            None => Action::Text(text),
        }),
        // Telegram's own notes (a pinned message, a changed timer) are not addressed to the bot. What has no content that
        // we know of is something a person can send since a later version of the Bot API.
        (None, None) => {
            let is_sent = matches!(message.kind, MessageKind::Common(_) | MessageKind::Dice(_) | MessageKind::Empty {});
            is_sent.then_some(Action::Other)
        }
    }
}

fn press(query: &CallbackQuery) -> Incoming {
    let chat = query.message.as_ref().map_or_else(|| user_id(&query.from).0, |message| message.chat().id.0);
    let press = Press {
        query: query.id.clone(),
        data: query.data.clone().unwrap_or_default(),
        message_id: query.message.as_ref().map(|message| message.id().0),
        below_picture: query.regular_message().is_some_and(|message| message.text().is_none()),
    };
    incoming(&query.from, chat, Action::Press(press))
}

fn incoming(from: &User, chat: i64, action: Action) -> Incoming {
    let person = user_id(from);
    let seen = NewCustomer {
        telegram_id: Some(person),
        first_name: Some(storable(&from.first_name)),
        last_name: from.last_name.as_deref().map(storable),
        username: from.username.clone(),
        is_premium: from.is_premium,
        phone: None,
        telegram_language: from.language_code.clone(),
    };
    Incoming { person, seen, chat: TelegramId(chat), action }
}

/// A text without the NUL character, which JSON can carry and PostgreSQL cannot keep.
fn storable(text: &str) -> String {
    text.replace('\0', "")
}

/// Telegram promises that ids have at most 52 significant bits.
fn user_id(user: &User) -> TelegramId {
    TelegramId(i64::try_from(user.id.0).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn action(content: &str) -> Option<Action> {
        let person = r#""id":501,"first_name":"Anna""#;
        let update = format!(
            r#"{{"update_id":1,"message":{{"message_id":2,"date":0,"from":{{"is_bot":false,{person}}},"chat":{{"type":"private",{person}}},{content}}}}}"#
        );
        read(&serde_json::from_str(&update).unwrap(), "kopilka_bot").map(|incoming| incoming.action)
    }

    #[test]
    fn whatever_a_person_sends_is_answered() {
        let file = r#""file_id":"a","file_unique_id":"b""#;
        let sent = [
            format!(r#""voice":{{{file},"duration":1}}"#),
            format!(r#""document":{{{file}}}"#),
            r#""dice":{"emoji":"🎲","value":3}"#.to_owned(),
            r#""location":{"latitude":1.0,"longitude":2.0}"#.to_owned(),
            r#""something_of_a_later_version":{"x":1}"#.to_owned(),
        ];
        for content in &sent {
            assert!(matches!(action(content), Some(Action::Other)), "{content}: {:?}", action(content));
        }
        let note = r#""message_auto_delete_timer_changed":{"message_auto_delete_time":60}"#;
        assert!(action(note).is_none(), "Telegram's own note: {:?}", action(note));
    }
}
