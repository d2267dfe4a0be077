//! What a person can do in a chat, and the updates that follow from it.

use axum::body::Bytes;
use serde_json::{Value, json};

use super::files::picture_size;
use super::message::{Author, Body, Message};
use super::rich::{Rich, utf16_len};
use super::world::{GROUP, PageEvent, Pressed, Reachability, World};

/// The longest message a client sends in one piece.
const MAX_TEXT_UNITS: usize = 4096;

/// Why an action is not possible, in words for a developer.
pub(crate) type ActionError = String;

/// Whose contact is shared.
pub(crate) enum Contact {
    Own,
    Of(i64),
    /// A contact of the address book without a Telegram account.
    WithoutAccount {
        phone: String,
        first_name: String,
    },
}

impl World {
    /// Sends a text, in several messages where it is too long for one; returns the id of the last update.
    pub(crate) fn say(&mut self, person: i64, text: &str, reply_to: Option<i64>) -> Result<i64, ActionError> {
        self.open_chat(person)?;
        if text.trim().is_empty() {
            return Err("a message without text cannot be sent".to_owned());
        }
        let mut update = 0;
        for piece in pieces(text.trim()) {
            let body = Body::Text(Rich::typed(piece));
            update = self.send(person, person, body, |message| message.reply_to = reply_to);
        }
        Ok(update)
    }

    /// Sends a text to the group.
    pub(crate) fn say_in_group(&mut self, person: i64, text: &str) -> i64 {
        self.send(person, GROUP, Body::Text(Rich::typed(text)), |_| {})
    }

    /// Replaces the text of the person's own message.
    pub(crate) fn edit_own(&mut self, person: i64, id: i64, text: &str) -> Result<i64, ActionError> {
        let now = self.now();
        let message = self.message_mut(person, id).ok_or("there is no such message")?;
        match (&message.author, &mut message.body) {
            (Author::Person(_), Body::Text(rich)) => *rich = Rich::typed(text),
            _ => return Err("only one's own texts can be edited".to_owned()),
        }
        message.edited_at = Some(now);
        Ok(self.push_message("edited_message", person, id))
    }

    /// Presses a button with this `callback_data`, which the message does not need to have; returns the ids of the
    /// query and of the update.
    pub(crate) fn click(&mut self, person: i64, message: i64, data: &str) -> Result<(String, i64), ActionError> {
        self.open_chat(person)?;
        let shown = match self.message_json(person, message) {
            // The message was deleted before the press arrived.
            Value::Null => json!({ "chat": self.chat_json(person), "message_id": message, "date": 0 }),
            message => message,
        };
        let query = self.next_query_id();
        let content = json!({
            "id": query,
            "from": self.person_json(person),
            "message": shown,
            "chat_instance": (person.wrapping_mul(7_919) + 1_000_000_007).to_string(),
            "data": data,
        });
        self.pressed.insert(query.clone(), Pressed { person, at: self.now() });
        let update = self.push("callback_query", person, content);
        Ok((query, update))
    }

    /// Shares a contact.
    pub(crate) fn share_contact(&mut self, person: i64, whose: Contact) -> Result<i64, ActionError> {
        self.open_chat(person)?;
        let body = match whose {
            Contact::WithoutAccount { phone, first_name } => {
                Body::Contact { phone, first_name, last_name: None, user_id: None }
            }
            Contact::Own => self.contact_of(person)?,
            Contact::Of(other) => self.contact_of(other)?,
        };
        Ok(self.send(person, person, body, |_| {}))
    }

    fn contact_of(&self, person: i64) -> Result<Body, ActionError> {
        let of = self.people.get(&person).ok_or("there is no such person")?;
        // Most clients of Telegram send the digits alone.
        let phone = of.phone.as_ref().ok_or("this person has no phone number")?;
        let phone = phone.chars().filter(char::is_ascii_digit).collect();
        let (first_name, last_name) = (of.first_name.clone(), of.last_name.clone());
        Ok(Body::Contact { phone, first_name, last_name, user_id: Some(person) })
    }

    /// Sends a picture; the caption may be empty.
    pub(crate) fn send_photo(&mut self, person: i64, bytes: Bytes, caption: &str) -> Result<i64, ActionError> {
        self.open_chat(person)?;
        let (width, height) = picture_size(&bytes).ok_or("only PNG and JPEG pictures can be sent")?;
        let (name, mime) =
            if bytes.starts_with(b"\x89PNG") { ("photo.png", "image/png") } else { ("photo.jpg", "image/jpeg") };
        let file = self.files.keep("photos", name, mime, bytes);
        let body = Body::Photo { file, width, height, caption: Rich::typed(caption) };
        Ok(self.send(person, person, body, |_| {}))
    }

    /// Sends a file; the caption may be empty.
    pub(crate) fn send_document(
        &mut self,
        person: i64,
        name: &str,
        bytes: Bytes,
        caption: &str,
    ) -> Result<i64, ActionError> {
        self.open_chat(person)?;
        if bytes.is_empty() {
            return Err("an empty file cannot be sent".to_owned());
        }
        let mime = match name.rsplit_once('.').map(|(_, extension)| extension) {
            Some("csv") => "text/csv",
            Some("txt") => "text/plain",
            _ => "application/octet-stream",
        };
        let file = self.files.keep("documents", name, mime, bytes);
        Ok(self.send(person, person, Body::Document { file, caption: Rich::typed(caption) }, |_| {}))
    }

    /// Sends a sticker.
    pub(crate) fn send_sticker(&mut self, person: i64, emoji: &str) -> Result<i64, ActionError> {
        self.open_chat(person)?;
        let file = self.files.keep("stickers", "sticker.webp", "image/webp", Bytes::from_static(b"RIFF"));
        Ok(self.send(person, person, Body::Sticker { file, emoji: emoji.to_owned() }, |_| {}))
    }

    /// Forwards a message of any chat to the bot.
    pub(crate) fn forward(&mut self, person: i64, from_chat: i64, id: i64) -> Result<i64, ActionError> {
        self.open_chat(person)?;
        let message = self.message(from_chat, id).ok_or("there is no such message")?;
        let sender = match message.author {
            Author::Bot => self.bot_json(),
            Author::Person(author) => self.person_json(author),
        };
        let origin = json!({ "type": "user", "date": message.sent_at, "sender_user": sender });
        let body = message.body.clone();
        Ok(self.send(person, person, body, |message| message.forward_origin = Some(origin)))
    }

    /// Blocks the bot.
    pub(crate) fn block(&mut self, person: i64) -> i64 {
        self.set_blocked(person, true)
    }

    /// Unblocks the bot.
    pub(crate) fn unblock(&mut self, person: i64) -> i64 {
        self.set_blocked(person, false)
    }

    /// Deletes the account. No update follows, but the bot cannot write any more.
    pub(crate) fn deactivate(&mut self, person: i64) {
        if let Some(chat) = self.chat_mut(person) {
            chat.reachability = Reachability::Deactivated;
        }
    }

    /// Marks every message as read.
    pub(crate) fn mark_read(&mut self, person: i64) {
        let Some(chat) = self.chat_mut(person) else { return };
        let newest = chat.messages.keys().next_back().copied().unwrap_or_default();
        if chat.read_up_to != newest {
            chat.read_up_to = newest;
            self.announce(PageEvent::People);
        }
    }

    fn send(&mut self, person: i64, chat: i64, body: Body, customize: impl FnOnce(&mut Message)) -> i64 {
        let id = self.post(chat, Author::Person(person), body, customize);
        if chat == person {
            self.mark_read(person);
        }
        self.push_message("message", chat, id)
    }

    /// Makes the chat open before the person acts in it: starts the bot, or unblocks it.
    fn open_chat(&mut self, person: i64) -> Result<(), ActionError> {
        let chat = self.chat_mut(person).ok_or("there is no such person")?;
        match chat.reachability {
            Reachability::Open => {}
            Reachability::NotStarted => chat.reachability = Reachability::Open,
            Reachability::Blocked => _ = self.unblock(person),
            Reachability::Deactivated => return Err("the account was deleted".to_owned()),
        }
        Ok(())
    }

    fn set_blocked(&mut self, person: i64, is_blocked: bool) -> i64 {
        if let Some(chat) = self.chat_mut(person) {
            chat.reachability = if is_blocked { Reachability::Blocked } else { Reachability::Open };
        }
        let member = |status: &str| {
            let mut member = json!({ "user": self.bot_json(), "status": status });
            if status == "kicked" {
                member["until_date"] = 0.into();
            }
            member
        };
        let (old, new) = if is_blocked { ("member", "kicked") } else { ("kicked", "member") };
        let content = json!({
            "chat": self.chat_json(person),
            "from": self.person_json(person),
            "date": self.now(),
            "old_chat_member": member(old),
            "new_chat_member": member(new),
        });
        self.push("my_chat_member", person, content)
    }
}

/// Splits a text as clients do: at the limit, between characters.
fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while utf16_len(rest) > MAX_TEXT_UNITS {
        let mut units = 0;
        let fits = |letter: &char| {
            units += letter.len_utf16();
            units <= MAX_TEXT_UNITS
        };
        let cut = rest.chars().take_while(fits).map(char::len_utf8).sum();
        let (piece, tail) = rest.split_at(cut);
        pieces.push(piece);
        rest = tail;
    }
    pieces.push(rest);
    pieces
}
