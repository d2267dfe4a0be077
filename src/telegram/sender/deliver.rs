//! Sends one message: the calls that it takes, and what is sent instead where Telegram refuses it.

use reqwest::Url;
use serde::Serialize;
use teloxide::{
    payloads::{
        EditMessageReplyMarkup, EditMessageReplyMarkupSetters as _, EditMessageText, EditMessageTextSetters as _,
        SendDocument, SendMessage, SendMessageSetters as _, SendPhoto,
    },
    requests::Payload,
    types::{
        ButtonRequest, ChatId, CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup, KeyboardButton,
        KeyboardMarkup, KeyboardRemove, LinkPreviewOptions, MessageId, ParseMode, ReplyMarkup,
    },
};

use crate::{
    documents::{pdf, qr},
    domain::TelegramId,
    messages::{
        outgoing::{self, Action, Buttons, Keyboard, MenuCommand, Outgoing, Picture},
        split::plain,
    },
    telegram::{
        client::{ApiError, Telegram, Upload},
        commands,
    },
};

/// Why a message was not sent.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum DeliveryError {
    /// Telegram's refusal.
    Api(&'static str, ApiError),
    /// It was written by a newer version, or its picture cannot be drawn.
    Unknown,
}

/// Sends a message as it is, or in a simpler form that Telegram accepts.
pub(super) async fn deliver(telegram: &Telegram, chat: TelegramId, body: &str) -> Result<(), DeliveryError> {
    let to = ChatId(chat.0);
    match serde_json::from_str(body).map_err(|_| DeliveryError::Unknown)? {
        Outgoing::Send { text, keyboard } => send(telegram, to, text, keyboard).await,
        Outgoing::Edit { message_id, text, buttons } => edit(telegram, to, message_id, text, buttons).await,
        Outgoing::EditKeyboard { message_id, buttons } => edit_keyboard(telegram, to, message_id, buttons).await,
        Outgoing::RemoveKeyboard { message_id } => edit_keyboard(telegram, to, message_id, Vec::new()).await,
        Outgoing::Photo { picture, caption, keyboard } => photo(telegram, to, &picture, caption, keyboard).await,
        Outgoing::Document { name, content, caption, keyboard } => {
            document(telegram, to, name, content.into_bytes(), caption, keyboard).await
        }
        Outgoing::Pdf { name, sheet, caption, keyboard } => match pdf::write(&sheet) {
            Ok(bytes) => document(telegram, to, name, bytes, caption, keyboard).await,
            Err(error) => {
                tracing::error!(%error, "a PDF cannot be written; sending its caption");
                send(telegram, to, caption, keyboard).await
            }
        },
        Outgoing::Commands { commands } => set_commands(telegram, chat, commands).await,
    }
}

async fn send(telegram: &Telegram, to: ChatId, text: String, keyboard: Option<Keyboard>) -> Result<(), DeliveryError> {
    let mut message = SendMessage::new(to, text).parse_mode(ParseMode::Html).link_preview_options(no_preview());
    message.reply_markup = keyboard.map(markup);
    match send_message(telegram, &message).await {
        Err(DeliveryError::Api(method, ApiError::BadRequest(reason))) => {
            // The person must get the message in spite of a bug in its markup.
            tracing::error!(
                method,
                %reason,
                "Telegram refuses the markup of a message; sending it as plain text"
            );
            let text = plain(&message.text);
            send_message(telegram, &SendMessage::new(to, text).link_preview_options(no_preview())).await
        }
        other => other,
    }
}

async fn edit(
    telegram: &Telegram,
    to: ChatId,
    message_id: i32,
    text: String,
    buttons: Buttons,
) -> Result<(), DeliveryError> {
    let mut change = EditMessageText::new(to, MessageId(message_id), text.as_str())
        .parse_mode(ParseMode::Html)
        .link_preview_options(no_preview());
    change.reply_markup = (!buttons.is_empty()).then(|| inline_markup(buttons.clone()));
    match execute(telegram, &change).await {
        Err(DeliveryError::Api(_, ApiError::NotModified)) => Ok(()),
        Err(DeliveryError::Api(_, ApiError::MessageGone | ApiError::BadRequest(_) | ApiError::NotFound)) => {
            send(telegram, to, text, outgoing::inline(buttons)).await
        }
        other => other,
    }
}

async fn edit_keyboard(
    telegram: &Telegram,
    to: ChatId,
    message_id: i32,
    buttons: Buttons,
) -> Result<(), DeliveryError> {
    let change = EditMessageReplyMarkup::new(to, MessageId(message_id)).reply_markup(inline_markup(buttons));
    match execute(telegram, &change).await {
        Err(DeliveryError::Api(_, ApiError::NotModified | ApiError::MessageGone)) => Ok(()),
        other => other,
    }
}

async fn photo(
    telegram: &Telegram,
    to: ChatId,
    picture: &Picture,
    caption: String,
    keyboard: Option<Keyboard>,
) -> Result<(), DeliveryError> {
    let Picture::Qr { content } = picture;
    let Ok(bytes) = qr::png(content) else { return send(telegram, to, caption, keyboard).await };
    let file = Upload { field: "photo", name: "qr.png".to_owned(), bytes };
    upload(telegram, to, ("sendPhoto", SendPhoto::NAME), file, caption, keyboard).await
}

async fn document(
    telegram: &Telegram,
    to: ChatId,
    name: String,
    bytes: Vec<u8>,
    caption: String,
    keyboard: Option<Keyboard>,
) -> Result<(), DeliveryError> {
    let file = Upload { field: "document", name, bytes };
    upload(telegram, to, ("sendDocument", SendDocument::NAME), file, caption, keyboard).await
}

/// Sends a file with a caption, by a method that is named for the server and for the log; its caption alone where the file is
/// refused.
async fn upload(
    telegram: &Telegram,
    to: ChatId,
    (method, name): (&'static str, &'static str),
    file: Upload,
    caption: String,
    keyboard: Option<Keyboard>,
) -> Result<(), DeliveryError> {
    let mut fields = vec![("chat_id", to.to_string()), ("caption", caption.clone()), ("parse_mode", "HTML".to_owned())];
    if let Some(keyboard) = keyboard.clone() {
        fields.push(("reply_markup", serde_json::to_string(&markup(keyboard)).map_err(|_| DeliveryError::Unknown)?));
    }
    match telegram.upload(method, fields, file).await {
        Ok(()) => Ok(()),
        Err(ApiError::BadRequest(reason)) => {
            tracing::error!(method = name, %reason, "Telegram refuses a file; sending its caption");
            send(telegram, to, caption, keyboard).await
        }
        Err(ApiError::NotFound) => send(telegram, to, caption, keyboard).await,
        Err(error) => Err(DeliveryError::Api(name, error)),
    }
}

/// Where the server does not know the method or the chat, the menu is left as it is.
async fn set_commands(telegram: &Telegram, chat: TelegramId, commands: Vec<MenuCommand>) -> Result<(), DeliveryError> {
    match execute(telegram, &commands::of_chat(chat, commands)).await {
        Err(DeliveryError::Api(
            method,
            error @ (ApiError::NotFound | ApiError::BadRequest(_) | ApiError::Unreachable | ApiError::Deactivated),
        )) => {
            tracing::warn!(method, %error, "Telegram refuses the commands of a chat");
            Ok(())
        }
        other => other,
    }
}

async fn execute<P: Payload + Serialize + Sync>(telegram: &Telegram, payload: &P) -> Result<(), DeliveryError> {
    telegram.execute(payload).await.map_err(|error| DeliveryError::Api(P::NAME, error))
}

async fn send_message(telegram: &Telegram, message: &SendMessage) -> Result<(), DeliveryError> {
    telegram.send(message).await.map_err(|error| DeliveryError::Api(SendMessage::NAME, error))
}

const fn no_preview() -> LinkPreviewOptions {
    LinkPreviewOptions {
        is_disabled: true,
        url: None,
        prefer_small_media: false,
        prefer_large_media: false,
        show_above_text: false,
    }
}

fn markup(keyboard: Keyboard) -> ReplyMarkup {
    match keyboard {
        Keyboard::Inline(buttons) => inline_markup(buttons).into(),
        Keyboard::Reply { rows, placeholder } => {
            let keys = rows.into_iter().map(|row| row.into_iter().map(key));
            let keyboard = KeyboardMarkup::new(keys).resize_keyboard().persistent();
            keyboard.input_field_placeholder(placeholder.unwrap_or_default()).into()
        }
        Keyboard::Remove => KeyboardRemove::new().into(),
    }
}

fn key(key: outgoing::KeyboardButton) -> KeyboardButton {
    let button = KeyboardButton::new(key.label);
    if key.contact { button.request(ButtonRequest::Contact) } else { button }
}

/// The buttons. One whose link is not a URL is left out, because Telegram would refuse the whole message.
fn inline_markup(buttons: Buttons) -> InlineKeyboardMarkup {
    let rows = buttons.into_iter().map(|row| row.into_iter().filter_map(inline_button).collect::<Vec<_>>());
    InlineKeyboardMarkup::new(rows.filter(|row| !row.is_empty()))
}

fn inline_button(button: outgoing::Button) -> Option<InlineKeyboardButton> {
    let label = button.label;
    Some(match button.action {
        Action::Callback(wire) => InlineKeyboardButton::callback(label, wire),
        Action::CopyText(text) => InlineKeyboardButton::copy_text_button(label, CopyTextButton { text }),
        Action::Url(link) => InlineKeyboardButton::url(label, Url::parse(&link).ok()?),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keyboards_have_the_form_of_the_bot_api() {
        let button = |label: &str, action| outgoing::Button { label: label.to_owned(), action };
        let inline = Keyboard::Inline(vec![
            vec![
                button("Yes", Action::Callback("y:1".to_owned())),
                button("Site", Action::Url("https://example.org".to_owned())),
            ],
            vec![button("Nowhere", Action::Url("our site".to_owned()))],
            vec![button("Code", Action::CopyText("82423".to_owned()))],
        ]);
        let key = |label: &str, contact| outgoing::KeyboardButton { label: label.to_owned(), contact };
        let reply = Keyboard::Reply {
            rows: vec![vec![key("My number", true), key("No", false)]],
            placeholder: Some("?".to_owned()),
        };
        let cases = [
            (
                inline,
                r#"{"inline_keyboard":[[{"text":"Yes","callback_data":"y:1"},{"text":"Site","url":"https://example.org/"}],[{"text":"Code","copy_text":{"text":"82423"}}]]}"#,
            ),
            (
                reply,
                r#"{"keyboard":[[{"text":"My number","request_contact":true},{"text":"No"}]],"is_persistent":true,"resize_keyboard":true,"input_field_placeholder":"?"}"#,
            ),
            (Keyboard::Remove, r#"{"remove_keyboard":true}"#),
        ];
        for (keyboard, expected) in cases {
            assert_eq!(serde_json::to_string(&markup(keyboard)).unwrap(), expected);
        }
    }
}
