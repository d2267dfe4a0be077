//! A question of a conversation, with the buttons below it.

use std::marker::PhantomData;

use super::{
    conversation::Conversation,
    step::{CANCEL, Step as _, page_step},
};
use crate::{
    bot::{context::Context, dialogue::StaffDialogue},
    messages::{
        callback::{Rest, StaffPress},
        outgoing::{Button, Buttons},
        reply::{Reply, button, pager},
    },
    service::{Error, Result},
    texts::{Html, common},
};

/// A question of the conversation `C` before it is sent. Its buttons carry its nonce and steps of `C`.
pub(super) struct Question<C> {
    nonce: String,
    of: PhantomData<fn() -> C>,
}

impl<C: Conversation> Question<C> {
    /// A question with a new nonce.
    pub(super) fn new(cx: &Context) -> Self {
        Self { nonce: cx.nonce(), of: PhantomData }
    }

    /// A button with a step.
    pub(super) fn button(&self, label: impl Into<String>, step: C::Step) -> Button {
        button(label, self.data(step))
    }

    /// The callback data of a step.
    pub(super) fn data(&self, step: C::Step) -> String {
        self.data_of(step.encode())
    }

    /// Sends the question with its buttons and the cancel button, and waits for the answer. Buttons of earlier questions are out
    /// of date from then on.
    pub(super) async fn ask(self, cx: &mut Context, form: &C, text: Html, mut buttons: Buttons) -> Result<()> {
        buttons.push(vec![button(common::button_cancel(cx.language), self.data_of(CANCEL.to_owned()))]);
        self.show(cx, form, Reply::text(text).buttons(buttons)).await
    }

    /// As [`ask`](Self::ask), where a text found customers on several pages: the question can be turned to another one.
    pub(super) async fn ask_page(
        self,
        cx: &mut Context,
        form: &C,
        text: Html,
        mut buttons: Buttons,
        search: &str,
        (page, pages): (usize, usize),
    ) -> Result<()> {
        buttons.push(pager(cx.language, page, pages, |page| self.data_of(page_step(page))));
        buttons.push(vec![button(common::button_cancel(cx.language), self.data_of(CANCEL.to_owned()))]);
        let dialogue = StaffDialogue { search: Some(search.to_owned()), ..dialogue(form, &self.nonce)? };
        cx.enter(dialogue);
        cx.show(Reply::text(text).buttons(buttons)).await
    }

    /// As [`ask`](Self::ask), without the cancel button.
    pub(super) async fn show(self, cx: &mut Context, form: &C, reply: Reply) -> Result<()> {
        cx.enter(dialogue(form, &self.nonce)?);
        cx.show(reply).await
    }

    fn data_of(&self, step: String) -> String {
        StaffPress::Step(self.nonce.clone(), Rest(step)).encode()
    }
}

/// The stored state of a conversation that waits for the answer to the question with this nonce.
pub(super) fn dialogue<C: Conversation>(form: &C, nonce: &str) -> Result<StaffDialogue> {
    let form = serde_json::to_value(form).map_err(|_| Error::Corrupt("a form that is no JSON"))?;
    Ok(StaffDialogue { conversation: C::NAME.to_owned(), nonce: nonce.to_owned(), form, search: None })
}

/// Ends the conversation, as its cancel button does.
pub(super) async fn cancel(cx: &mut Context) -> Result<()> {
    cx.answered();
    cx.leave();
    cx.show(Reply::text(common::cancelled(cx.language))).await
}

/// A question below a note.
pub(super) fn below(note: Option<Html>, question: Html) -> Html {
    Html::paragraphs(note.into_iter().chain([question]))
}
