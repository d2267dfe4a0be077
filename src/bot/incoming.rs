//! What an update says: the person who caused it, and what they sent or pressed.

use teloxide::types::{CallbackQuery, CallbackQueryId, Chat, Message, MessageKind, Update, UpdateKind, User};

use super::command::{self, Command, Parsed};
use crate::{
    domain::{TelegramId, visible},
    service::customers::NewCustomer,
    telegram::receiver,
};

/// The person who caused an update, and where.
#[derive(Clone, Debug)]
pub(crate) struct Incoming {
    /// The Telegram account of the person.
    pub(crate) person: TelegramId,
    /// Their name, username and language, as Telegram reports them.
    pub(crate) seen: NewCustomer,
    /// The chat where it happened: the person's own, or a group.
    pub(crate) chat: TelegramId,
    /// The button that they pressed.
    pub(crate) press: Option<Press>,
    /// The message that they sent or edited.
    pub(crate) sent: Option<Sent>,
}

/// A message of a person.
#[derive(Clone, Debug)]
pub(crate) struct Sent {
    /// Telegram's number of it in the chat.
    pub(crate) message_id: i32,
    /// The album that it is a part of.
    pub(crate) album: Option<String>,
    /// It has a text, or a caption in place of one.
    pub(crate) has_words: bool,
}

/// A press of a button below a message of the bot.
#[derive(Clone, Debug)]
pub(crate) struct Press {
    /// The id to answer the press with.
    pub(crate) query: CallbackQueryId,
    /// The message that the button is below, where it is still known.
    pub(crate) message_id: Option<i32>,
    /// The message is a picture, so its text cannot be edited.
    pub(crate) below_picture: bool,
}

/// What a message of a private chat is.
#[derive(Clone, Debug)]
pub(crate) enum Content {
    /// A shared contact.
    Contact(Contact),
    /// A command, by its word or its button of the menu keyboard.
    Command(Command),
    /// An unknown command.
    UnknownCommand,
    /// Another text, or the caption of a picture or a file.
    Text(String),
    /// Content that is neither text nor a contact: a sticker, a picture, a voice message.
    Other,
}

/// A shared contact.
#[derive(Clone, Debug)]
pub(crate) struct Contact {
    /// The phone number as Telegram reports it, not parsed.
    pub(crate) phone: String,
    /// First and last name of the contact.
    pub(crate) name: String,
    /// The account whose number it is, where Telegram knows.
    pub(crate) owner: Option<TelegramId>,
}

/// The person who caused an update; `None` where no person did.
pub(crate) fn read(update: &Update) -> Option<Incoming> {
    match &update.kind {
        UpdateKind::Message(message) | UpdateKind::EditedMessage(message) => {
            let from = message.from.as_ref().filter(|from| !from.is_bot)?;
            let album = message.media_group_id().map(|album| album.0.clone());
            let sent = Sent { message_id: message.id.0, album, has_words: words(message).is_some() };
            Some(Incoming { sent: Some(sent), ..incoming(from, message.chat.id.0, None) })
        }
        UpdateKind::CallbackQuery(query) => {
            let chat = query.message.as_ref().map_or_else(|| user_id(&query.from).0, |message| message.chat().id.0);
            Some(incoming(&query.from, chat, Some(press(query))))
        }
        UpdateKind::MyChatMember(change) => Some(incoming(&change.from, change.chat.id.0, None)),
        _ => None,
    }
}

/// Is an update, as its JSON text, the part of this album that has its caption?
pub(crate) fn is_caption_of(raw: &str, album: &str) -> bool {
    let sent = receiver::parse(raw).and_then(|update| read(&update)).and_then(|incoming| incoming.sent);
    sent.is_some_and(|sent| sent.has_words && sent.album.as_deref() == Some(album))
}

/// What a message of a private chat is; `None` for service messages, such as a pinned message or a changed timer.
pub(crate) fn content(message: &Message, bot_username: &str) -> Option<Content> {
    if let Some(contact) = message.contact() {
        let owner = contact.user_id.and_then(|id| i64::try_from(id.0).ok()).map(TelegramId);
        let name = [Some(contact.first_name.as_str()), contact.last_name.as_deref()];
        let name = visible(&name.into_iter().flatten().collect::<Vec<_>>().join(" "));
        return Some(Content::Contact(Contact { phone: contact.phone_number.clone(), name, owner }));
    }
    let Some(text) = words(message).map(storable) else {
        // A message without content that is known here is something that people can send since a later Bot API.
        let is_sent = matches!(message.kind, MessageKind::Common(_) | MessageKind::Dice(_) | MessageKind::Empty {});
        return is_sent.then_some(Content::Other);
    };
    Some(match command::parse(&text, bot_username) {
        Some(Parsed::Command(command)) => Content::Command(command),
        Some(Parsed::Unknown) => Content::UnknownCommand,
        None => Command::of_button(text.trim()).map_or(Content::Text(text), Content::Command),
    })
}

/// Is a message in a group addressed to the bot: is it one of its commands?
pub(crate) fn is_command(message: &Message, bot_username: &str) -> bool {
    words(message).is_some_and(|text| matches!(command::parse(text, bot_username), Some(Parsed::Command(_))))
}

/// The text of a message, or the caption that stands in its place.
pub(crate) fn words(message: &Message) -> Option<&str> {
    message.text().or(message.caption()).filter(|words| !words.is_empty())
}

/// Was a button pressed in the person's own chat with the bot? True where Telegram does not name the chat.
pub(crate) fn is_press_in_own_chat(query: &CallbackQuery) -> bool {
    let is_own = |chat: &Chat| chat.is_private() && chat.id.0 == user_id(&query.from).0;
    query.message.as_ref().is_none_or(|message| is_own(message.chat()))
}

fn press(query: &CallbackQuery) -> Press {
    Press {
        query: query.id.clone(),
        message_id: query.message.as_ref().map(|message| message.id().0),
        below_picture: query.regular_message().is_some_and(|message| message.text().is_none()),
    }
}

fn incoming(from: &User, chat: i64, press: Option<Press>) -> Incoming {
    let person = user_id(from);
    let seen = NewCustomer {
        telegram_id: Some(person),
        first_name: Some(storable(&from.first_name)),
        last_name: from.last_name.as_deref().map(storable),
        username: from.username.clone(),
        is_premium: from.is_premium,
        phone: None,
        email: None,
        telegram_language: from.language_code.clone(),
    };
    Incoming { person, seen, chat: TelegramId(chat), press, sent: None }
}

/// A text without the NUL character, which JSON can carry and PostgreSQL cannot store.
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

    fn content(content: &str) -> Option<Content> {
        let person = r#""id":501,"first_name":"Anna""#;
        let message = format!(
            r#"{{"message_id":2,"date":0,"from":{{"is_bot":false,{person}}},"chat":{{"type":"private",{person}}},{content}}}"#
        );
        super::content(&serde_json::from_str(&message).unwrap(), "kopilka_bot")
    }

    #[test]
    fn content_of_every_kind_is_answered() {
        let file = r#""file_id":"a","file_unique_id":"b""#;
        let sent = [
            format!(r#""voice":{{{file},"duration":1}}"#),
            format!(r#""document":{{{file}}}"#),
            r#""dice":{"emoji":"🎲","value":3}"#.to_owned(),
            r#""location":{"latitude":1.0,"longitude":2.0}"#.to_owned(),
            r#""something_of_a_later_version":{"x":1}"#.to_owned(),
        ];
        for sent in &sent {
            assert!(matches!(content(sent), Some(Content::Other)), "{sent}: {:?}", content(sent));
        }
        let files = [
            format!(r#""photo":[{{{file},"width":1,"height":1}}]"#),
            format!(r#""document":{{{file}}}"#),
            format!(r#""video":{{{file},"width":1,"height":1,"duration":1,"mime_type":"video/mp4"}}"#),
            format!(r#""voice":{{{file},"duration":1,"mime_type":"audio/ogg"}}"#),
        ];
        for sent in &files {
            let captioned = |caption: &str| content(&format!(r#"{sent},"caption":"{caption}""#));
            assert!(matches!(captioned("Чай 350"), Some(Content::Text(text)) if text == "Чай 350"), "{sent}");
            assert!(matches!(captioned("/balance"), Some(Content::Command(Command::Balance))), "{sent}");
            assert!(matches!(captioned(""), Some(Content::Other)), "{sent}");
        }
        let note = r#""message_auto_delete_timer_changed":{"message_auto_delete_time":60}"#;
        assert!(content(note).is_none(), "Telegram's own note: {:?}", content(note));
    }
}
