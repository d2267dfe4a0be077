//! An outgoing message, which waits in the outbox as JSON until Telegram has accepted it.
//!
//! A later version reads rows of an earlier one, so fields are only added, with a default, and tests pin the JSON.

use serde::{Deserialize, Serialize};

use super::split::split;
use crate::{
    clock::Timestamp,
    documents::pdf::Sheet,
    domain::TelegramId,
    service::{
        self,
        outbox::{self, Priority},
    },
    storage::Tx,
};

/// The longest text of a message, in UTF-16 units without tags.
const TEXT_LIMIT: usize = 4096;
/// The longest caption of a picture or a file, in UTF-16 units without tags.
const CAPTION_LIMIT: usize = 1024;

/// A message, or a change of one. Texts are HTML as Telegram knows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Outgoing {
    /// A new message.
    Send {
        /// The text, as HTML.
        text: String,
        /// The buttons below it, or the keyboard.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        keyboard: Option<Keyboard>,
    },
    /// A new text and new buttons for a message of the bot. Sent as a new message where that one is deleted or too old.
    Edit {
        /// The message of the bot.
        message_id: i32,
        /// The new text, as HTML.
        text: String,
        /// The buttons it has now; empty: none.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        buttons: Buttons,
    },
    /// New buttons below a message of the bot.
    EditKeyboard {
        /// The message of the bot.
        message_id: i32,
        /// The buttons it has now.
        buttons: Buttons,
    },
    /// Removes the buttons below a message of the bot.
    RemoveKeyboard {
        /// The message of the bot.
        message_id: i32,
    },
    /// A picture.
    Photo {
        /// The picture.
        picture: Picture,
        /// The text below it, as HTML.
        caption: String,
        /// The buttons below that, or the keyboard.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        keyboard: Option<Keyboard>,
    },
    /// A file with text in it.
    Document {
        /// The name of the file.
        name: String,
        /// Its content, written as UTF-8.
        content: String,
        /// The text below it, as HTML.
        caption: String,
        /// The buttons below that, or the keyboard.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        keyboard: Option<Keyboard>,
    },
    /// A bill or an invoice, written as PDF when it is sent.
    Pdf {
        /// The name of the file.
        name: String,
        /// What stands on it.
        sheet: Box<Sheet>,
        /// The text below it, as HTML.
        caption: String,
        /// The buttons below that, or the keyboard.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        keyboard: Option<Keyboard>,
    },
    /// The commands behind Telegram's menu button in this chat. A failure of the server is ignored.
    Commands {
        /// In the order they are shown.
        commands: Vec<MenuCommand>,
    },
}

/// A command behind Telegram's menu button.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MenuCommand {
    /// Without the slash.
    pub command: String,
    /// The description in the menu.
    pub description: String,
}

/// A picture that is drawn when it is sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Picture {
    /// A QR code.
    Qr {
        /// What a scanner reads.
        content: String,
    },
}

/// The buttons or the keyboard of a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Keyboard {
    /// Buttons below the message.
    Inline(Buttons),
    /// Keys in place of the system keyboard.
    Reply {
        /// Rows of keys.
        rows: Vec<Vec<KeyboardButton>>,
        /// What the empty input field shows.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        placeholder: Option<String>,
    },
    /// The system keyboard again.
    Remove,
}

/// Rows of buttons.
pub type Buttons = Vec<Vec<Button>>;

/// A button below a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Button {
    /// The label.
    pub label: String,
    /// What pressing it does.
    pub action: Action,
}

/// What pressing a button does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// Sends this callback data to the bot; at most 64 bytes.
    Callback(String),
    /// Opens a link.
    Url(String),
    /// Copies a text of at most 256 characters.
    CopyText(String),
}

/// A key in place of the system keyboard: pressing it sends its label as a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyboardButton {
    /// The label.
    pub label: String,
    /// Pressing it shares the person's own phone number instead.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub contact: bool,
}

impl Outgoing {
    /// The message in parts that are short enough for Telegram.
    fn parts(self) -> Vec<Self> {
        match self {
            Self::Send { text, keyboard } => sends(split(&text, TEXT_LIMIT), keyboard),
            Self::Edit { message_id, text, buttons } => {
                let mut texts = split(&text, TEXT_LIMIT);
                if texts.len() < 2 {
                    return vec![Self::Edit { message_id, text, buttons }];
                }
                let first = Self::Edit { message_id, text: texts.remove(0), buttons: Vec::new() };
                [vec![first], sends(texts, inline(buttons))].concat()
            }
            Self::Photo { picture, caption, keyboard } => {
                below(&caption, keyboard, |caption, keyboard| Self::Photo { picture, caption, keyboard })
            }
            Self::Document { name, content, caption, keyboard } => {
                below(&caption, keyboard, |caption, keyboard| Self::Document { name, content, caption, keyboard })
            }
            Self::Pdf { name, sheet, caption, keyboard } => {
                below(&caption, keyboard, |caption, keyboard| Self::Pdf { name, sheet, caption, keyboard })
            }
            Self::EditKeyboard { .. } | Self::RemoveKeyboard { .. } | Self::Commands { .. } => vec![self],
        }
    }
}

/// Queues a message to a chat; it is sent once the transaction is committed.
///
/// # Errors
/// The database's.
pub async fn put(
    tx: &mut Tx,
    chat: TelegramId,
    priority: Priority,
    message: Outgoing,
    at: Timestamp,
) -> service::Result<()> {
    for part in message.parts() {
        outbox::put(tx, chat, priority, &part, at).await?;
    }
    Ok(())
}

/// The buttons as the keyboard of a new message.
pub(crate) fn inline(buttons: Buttons) -> Option<Keyboard> {
    (!buttons.is_empty()).then_some(Keyboard::Inline(buttons))
}

/// A picture or a file with its caption, and messages with what is too long for that; the last one has the keyboard.
fn below(
    caption: &str,
    keyboard: Option<Keyboard>,
    file: impl FnOnce(String, Option<Keyboard>) -> Outgoing,
) -> Vec<Outgoing> {
    let mut texts = split(caption, CAPTION_LIMIT);
    if texts.len() < 2 {
        return vec![file(caption.to_owned(), keyboard)];
    }
    let first = file(texts.remove(0), None);
    [vec![first], sends(split(&texts.join("\n"), TEXT_LIMIT), keyboard)].concat()
}

/// One message for each text, the last with the keyboard.
fn sends(texts: Vec<String>, keyboard: Option<Keyboard>) -> Vec<Outgoing> {
    let mut messages: Vec<Outgoing> = texts.into_iter().map(|text| Outgoing::Send { text, keyboard: None }).collect();
    if let Some(Outgoing::Send { keyboard: last, .. }) = messages.last_mut() {
        *last = keyboard;
    }
    messages
}

#[cfg(test)]
mod tests {
    use super::*;

    fn buttons() -> Buttons {
        vec![vec![
            Button { label: "Yes".to_owned(), action: Action::Callback("y:1".to_owned()) },
            Button { label: "Site".to_owned(), action: Action::Url("https://example.org/".to_owned()) },
            Button { label: "Code".to_owned(), action: Action::CopyText("82423".to_owned()) },
        ]]
    }

    #[test]
    fn the_json_of_stored_rows_does_not_change() {
        let phone = vec![vec![
            KeyboardButton { label: "My number".to_owned(), contact: true },
            KeyboardButton { label: "No".to_owned(), contact: false },
        ]];
        let cases = [
            (r#"{"type":"send","text":"Hi"}"#, Outgoing::Send { text: "Hi".to_owned(), keyboard: None }),
            (
                r#"{"type":"send","text":"Hi","keyboard":{"inline":[[{"label":"Yes","action":{"callback":"y:1"}},{"label":"Site","action":{"url":"https://example.org/"}},{"label":"Code","action":{"copy_text":"82423"}}]]}}"#,
                Outgoing::Send { text: "Hi".to_owned(), keyboard: Some(Keyboard::Inline(buttons())) },
            ),
            (
                r#"{"type":"send","text":"Hi","keyboard":{"reply":{"rows":[[{"label":"My number","contact":true},{"label":"No"}]],"placeholder":"?"}}}"#,
                Outgoing::Send {
                    text: "Hi".to_owned(),
                    keyboard: Some(Keyboard::Reply { rows: phone, placeholder: Some("?".to_owned()) }),
                },
            ),
            (
                r#"{"type":"send","text":"Hi","keyboard":"remove"}"#,
                Outgoing::Send { text: "Hi".to_owned(), keyboard: Some(Keyboard::Remove) },
            ),
            (
                r#"{"type":"edit","message_id":7,"text":"Hi"}"#,
                Outgoing::Edit { message_id: 7, text: "Hi".to_owned(), buttons: Vec::new() },
            ),
            (
                r#"{"type":"edit_keyboard","message_id":7,"buttons":[]}"#,
                Outgoing::EditKeyboard { message_id: 7, buttons: Vec::new() },
            ),
            (r#"{"type":"remove_keyboard","message_id":7}"#, Outgoing::RemoveKeyboard { message_id: 7 }),
            (
                r#"{"type":"photo","picture":{"qr":{"content":"82423"}},"caption":"Card"}"#,
                Outgoing::Photo {
                    picture: Picture::Qr { content: "82423".to_owned() },
                    caption: "Card".to_owned(),
                    keyboard: None,
                },
            ),
            (
                r#"{"type":"document","name":"rows.csv","content":"1;A","caption":"Rows"}"#,
                Outgoing::Document {
                    name: "rows.csv".to_owned(),
                    content: "1;A".to_owned(),
                    caption: "Rows".to_owned(),
                    keyboard: None,
                },
            ),
            (
                r#"{"type":"pdf","name":"7.pdf","sheet":{"language":"","title":"","facts":[],"parties":[],"columns":[],"lines":[],"totals":[],"payment":null,"code":null},"caption":"Bill"}"#,
                Outgoing::Pdf {
                    name: "7.pdf".to_owned(),
                    sheet: Box::default(),
                    caption: "Bill".to_owned(),
                    keyboard: None,
                },
            ),
            (
                r#"{"type":"commands","commands":[{"command":"start","description":"Begin"}]}"#,
                Outgoing::Commands {
                    commands: vec![MenuCommand { command: "start".to_owned(), description: "Begin".to_owned() }],
                },
            ),
        ];
        for (wire, message) in cases {
            assert_eq!(serde_json::to_string(&message).unwrap(), wire);
            assert_eq!(serde_json::from_str::<Outgoing>(wire).unwrap(), message);
        }
    }

    #[test]
    fn a_field_of_a_later_version_does_no_harm() {
        let message: Outgoing = serde_json::from_str(r#"{"type":"send","text":"Hi","effect":"confetti"}"#).unwrap();
        assert_eq!(message, Outgoing::Send { text: "Hi".to_owned(), keyboard: None });
    }

    #[test]
    fn long_texts_become_several_messages_with_the_buttons_below_the_last() {
        let text = format!("{}\n{}", "a".repeat(4000), "b".repeat(4000));
        let parts = Outgoing::Edit { message_id: 7, text, buttons: buttons() }.parts();
        let expected = [
            Outgoing::Edit { message_id: 7, text: "a".repeat(4000), buttons: Vec::new() },
            Outgoing::Send { text: "b".repeat(4000), keyboard: Some(Keyboard::Inline(buttons())) },
        ];
        assert_eq!(parts, expected);

        let caption = "a".repeat(2_000);
        let (name, content) = ("rows.csv".to_owned(), "1;A".to_owned());
        let parts = Outgoing::Document { name, content, caption, keyboard: Some(Keyboard::Inline(buttons())) }.parts();
        assert!(matches!(
            &parts[..],
            [Outgoing::Document { keyboard: None, .. }, Outgoing::Send { keyboard: Some(_), .. }]
        ));

        let picture = Picture::Qr { content: "82423".to_owned() };
        let caption = format!("{}\n{}", "a".repeat(1000), "b".repeat(3000));
        let parts = Outgoing::Photo { picture: picture.clone(), caption, keyboard: None }.parts();
        let first = Outgoing::Photo { picture, caption: "a".repeat(1000), keyboard: None };
        assert_eq!(parts[0], first);
        assert!(
            matches!(&parts[1..], [Outgoing::Send { text, .. }] if text.chars().filter(|c| *c == 'b').count() == 3000)
        );
    }
}
