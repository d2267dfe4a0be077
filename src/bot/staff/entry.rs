//! A conversation in the table of all, without its type.

use futures_util::future::BoxFuture;

use super::{
    conversation::{Conversation, Next},
    step::Step as _,
};
use crate::{
    bot::{context::Context, dialogue::StaffDialogue, incoming::Contact},
    domain::{CustomerId, OperationId},
    service::Result,
    texts::Html,
};

/// What happens to a conversation that is under way.
pub(super) enum Event<'a> {
    /// The person wrote a text.
    Text(&'a str),
    /// They shared a contact of somebody else.
    Contact(&'a Contact),
    /// They pressed a button of its last question, which carries this.
    Step(&'a str),
    /// They sent something that does not answer the question, and are asked again.
    Repeat,
    /// What it had begun has found its customer.
    Resume(CustomerId, Option<Html>),
}

/// How to hand an event to a conversation.
type Handle = for<'a> fn(&'a mut Context, &'a StaffDialogue, Event<'a>) -> BoxFuture<'a, Result<Next>>;

/// A line of the table.
pub(in crate::bot) struct Entry {
    /// By which a stored conversation is found.
    pub(super) name: &'static str,
    /// Hands it an event. `Unexpected` where its form cannot be read any more.
    pub(super) handle: Handle,
    /// The operation that confirming its preview is.
    pub(super) operation_id: fn(&str) -> Option<OperationId>,
    /// A step as a button of today carries it; `None` where it is no step of the conversation.
    pub(super) step: fn(&str) -> Option<String>,
    /// The words of its steps.
    #[cfg(test)]
    pub(super) words: fn() -> Vec<&'static str>,
    /// It, as it is stored, for each thing that it waits for.
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
