//! A line of the table of conversations: function pointers in place of the type.

use futures_util::future::BoxFuture;

use super::{
    conversation::{Conversation, Next},
    step::Step as _,
};
use crate::{
    bot::{context::Context, dialogue::StaffDialogue, incoming::Contact},
    domain::{CustomerId, Language, OperationId},
    service::Result,
    texts::Html,
};

/// An event for a conversation that is under way.
pub(super) enum Event<'a> {
    /// The person wrote a text.
    Text(&'a str),
    /// The person shared a contact of another person.
    Contact(&'a Contact),
    /// The person pressed a button of the last question, with this step.
    Step(&'a str),
    /// The person sent something that cannot be an answer: the question is asked again.
    Repeat,
    /// The person turned to this page of the customers whom the text found.
    Page(&'a str, usize),
    /// The conversation that interrupted it has found the customer, with a note to show.
    Resume(CustomerId, Option<Html>),
}

/// Delivers an event to a conversation.
type Handle = for<'a> fn(&'a mut Context, &'a StaffDialogue, Event<'a>) -> BoxFuture<'a, Result<Next>>;

/// A line of the table.
pub(in crate::bot) struct Entry {
    /// The stored name of the conversation.
    pub(super) name: &'static str,
    /// Delivers an event. `Unexpected` where the form cannot be read.
    pub(super) handle: Handle,
    /// The operation id of a confirmed preview, by its nonce.
    pub(super) operation_id: fn(&str) -> Option<OperationId>,
    /// The name of a form that holds what was typed; `None` where nothing would be lost, and where it cannot be read.
    pub(super) unfinished_name: fn(&StaffDialogue, Language) -> Option<String>,
    /// Is the last question a preview?
    pub(super) is_preview: fn(&StaffDialogue) -> bool,
    /// Decodes a step and encodes it as this version does; `None` where the conversation has no such step.
    pub(super) step: fn(&str) -> Option<String>,
    /// The words of its steps.
    #[cfg(test)]
    pub(super) words: fn() -> Vec<&'static str>,
    /// The stored dialogue for each answer that it waits for.
    #[cfg(test)]
    pub(in crate::bot) examples: fn(&str) -> Vec<StaffDialogue>,
}

impl Entry {
    /// The line of a conversation.
    pub(super) const fn of<C: Conversation>() -> Self {
        Self {
            name: C::NAME,
            handle: |cx, dialogue, event| Box::pin(handle::<C>(cx, dialogue, event)),
            operation_id: C::operation_id,
            unfinished_name: |dialogue, language| C::deserialize(&dialogue.form).ok()?.unfinished_name(language),
            is_preview: |dialogue| C::deserialize(&dialogue.form).is_ok_and(|form: C| form.is_preview()),
            step: |text| C::Step::decode(text).map(|step| step.encode()),
            #[cfg(test)]
            words: C::Step::words,
            #[cfg(test)]
            examples: examples::<C>,
        }
    }
}

async fn handle<C: Conversation>(cx: &mut Context, dialogue: &StaffDialogue, event: Event<'_>) -> Result<Next> {
    let Ok(form) = C::deserialize(&dialogue.form) else { return Ok(Next::Unexpected) };
    match event {
        Event::Text(text) => form.answer(cx, text).await,
        Event::Contact(contact) => form.contact(cx, contact).await,
        Event::Step(step) => match C::Step::decode(step) {
            Some(step) => form.press(cx, step, &dialogue.nonce).await,
            None => Ok(Next::Unexpected),
        },
        Event::Page(search, page) => form.page(cx, search, page).await,
        Event::Repeat => form.ask(cx, None).await.map(|()| Next::Answered),
        Event::Resume(customer, note) => form.with_customer(customer).ask(cx, note).await.map(|()| Next::Answered),
    }
}

#[cfg(test)]
fn examples<C: Conversation>(nonce: &str) -> Vec<StaffDialogue> {
    let stored = |form: &C| {
        let dialogue = super::question::dialogue(form, nonce).unwrap();
        assert!(C::deserialize(&dialogue.form).is_ok(), "{dialogue:?} cannot be read again");
        dialogue
    };
    C::examples().iter().map(stored).collect()
}
