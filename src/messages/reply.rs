//! A screen as a value: a text with a picture, a file, buttons or keys, made into an outgoing message.

use super::outgoing::{Action, Button, Buttons, Keyboard, KeyboardButton, Outgoing, Picture};
use crate::texts::Html;

/// A screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Reply {
    text: Html,
    picture: Option<Picture>,
    file: Option<(String, String)>,
    keyboard: Option<Keyboard>,
}

impl Reply {
    /// A text without buttons.
    pub(crate) const fn text(text: Html) -> Self {
        Self { text, picture: None, file: None, keyboard: None }
    }

    /// With buttons below it; empty rows are left out.
    pub(crate) fn buttons(self, buttons: Buttons) -> Self {
        let rows: Buttons = buttons.into_iter().filter(|row| !row.is_empty()).collect();
        Self { keyboard: (!rows.is_empty()).then_some(Keyboard::Inline(rows)), ..self }
    }

    /// With keys in place of the system keyboard.
    pub(crate) fn keys(self, rows: Vec<Vec<KeyboardButton>>, placeholder: Option<String>) -> Self {
        Self { keyboard: Some(Keyboard::Reply { rows, placeholder }), ..self }
    }

    /// Below a picture of a QR code.
    pub(crate) fn with_qr(self, content: impl Into<String>) -> Self {
        Self { picture: Some(Picture::Qr { content: content.into() }), ..self }
    }

    /// Below a file with this name and content.
    pub(crate) fn with_file(self, name: impl Into<String>, content: String) -> Self {
        Self { file: Some((name.into(), content)), ..self }
    }

    /// As a new message.
    pub(crate) fn into_new(self) -> Outgoing {
        let text = self.text.into_string();
        match (self.picture, self.file) {
            (Some(picture), _) => Outgoing::Photo { picture, caption: text, keyboard: self.keyboard },
            (None, Some((name, content))) => {
                Outgoing::Document { name, content, caption: text, keyboard: self.keyboard }
            }
            (None, None) => Outgoing::Send { text, keyboard: self.keyboard },
        }
    }

    /// As an edit of the message whose button was pressed. An edit cannot add a picture, a file or keys, so a screen with these is a new
    /// message.
    pub(crate) fn into_edit(self, message_id: i32) -> Outgoing {
        match self {
            Self { text, picture: None, file: None, keyboard: None } => {
                Outgoing::Edit { message_id, text: text.into_string(), buttons: Vec::new() }
            }
            Self { text, picture: None, file: None, keyboard: Some(Keyboard::Inline(buttons)) } => {
                Outgoing::Edit { message_id, text: text.into_string(), buttons }
            }
            other => other.into_new(),
        }
    }
}

/// A button with the callback data `data`.
pub(crate) fn button(label: impl Into<String>, data: impl Into<String>) -> Button {
    Button { label: label.into(), action: Action::Callback(data.into()) }
}

/// A button that opens a link.
pub(crate) fn link(label: impl Into<String>, url: impl Into<String>) -> Button {
    Button { label: label.into(), action: Action::Url(url.into()) }
}

/// The row below a page of a list: previous, where one is, next; empty where all fits one page. `page` counts from 0 and
/// `data` makes the callback data of a page.
pub(crate) fn pager(
    language: crate::domain::Language,
    page: usize,
    pages: usize,
    data: impl Fn(usize) -> String,
) -> Vec<Button> {
    use crate::texts::common;
    let mut row = Vec::new();
    if pages < 2 {
        return row;
    }
    if page > 0 {
        row.push(button(common::button_previous(language), data(page - 1)));
    }
    row.push(button(common::page(language, page + 1, pages), data(page)));
    if page + 1 < pages {
        row.push(button(common::button_next(language), data(page + 1)));
    }
    row
}
