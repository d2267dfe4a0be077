//! A screen as a value: a text with a picture, a file, buttons or keys, made into an outgoing message.

use super::outgoing::{Action, Button, Buttons, Keyboard, KeyboardButton, Outgoing, Picture};
use crate::{documents::pdf::Sheet, texts::Html};

/// A screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Reply {
    text: Html,
    attached: Attached,
    keyboard: Option<Keyboard>,
}

/// What a screen is below.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Attached {
    Nothing,
    Picture(Picture),
    File { name: String, content: String },
    Pdf { name: String, sheet: Box<Sheet> },
}

impl Reply {
    /// A text without buttons.
    pub(crate) const fn text(text: Html) -> Self {
        Self { text, attached: Attached::Nothing, keyboard: None }
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
        Self { attached: Attached::Picture(Picture::Qr { content: content.into() }), ..self }
    }

    /// Below a file with this name and content.
    pub(crate) fn with_file(self, name: impl Into<String>, content: String) -> Self {
        Self { attached: Attached::File { name: name.into(), content }, ..self }
    }

    /// Below a bill or an invoice as PDF, in a file with this name.
    pub(crate) fn with_pdf(self, name: impl Into<String>, sheet: Sheet) -> Self {
        Self { attached: Attached::Pdf { name: name.into(), sheet: Box::new(sheet) }, ..self }
    }

    /// As a new message.
    pub(crate) fn into_new(self) -> Outgoing {
        let Self { text, attached, keyboard } = self;
        let caption = text.into_string();
        match attached {
            Attached::Nothing => Outgoing::Send { text: caption, keyboard },
            Attached::Picture(picture) => Outgoing::Photo { picture, caption, keyboard },
            Attached::File { name, content } => Outgoing::Document { name, content, caption, keyboard },
            Attached::Pdf { name, sheet } => Outgoing::Pdf { name, sheet, caption, keyboard },
        }
    }

    /// As an edit of the message whose button was pressed. An edit cannot add a picture, a file or keys, so a screen with these is a new
    /// message.
    pub(crate) fn into_edit(self, message_id: i32) -> Outgoing {
        match self {
            Self { text, attached: Attached::Nothing, keyboard: None } => {
                Outgoing::Edit { message_id, text: text.into_string(), buttons: Vec::new() }
            }
            Self { text, attached: Attached::Nothing, keyboard: Some(Keyboard::Inline(buttons)) } => {
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
