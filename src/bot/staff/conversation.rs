//! The trait of a conversation with a member of the staff. See docs/adding-a-staff-conversation.md.

use serde::{Serialize, de::DeserializeOwned};

use super::step::Step;
use crate::{
    bot::{context::Context, dialogue::StaffDialogue, incoming::Contact},
    domain::{CustomerId, Language, OperationId},
    service::Result,
    texts::{Html, common},
};

/// A conversation. The value is its form, which is stored between updates; a form that this version cannot read ends the
/// conversation.
pub(super) trait Conversation: Serialize + DeserializeOwned + Send + Sync + 'static {
    /// The stored name: never changed, never reused for another conversation.
    const NAME: &'static str;

    /// What its buttons ask for.
    type Step: Step;

    /// A form for each answer that the conversation waits for, for tests.
    #[cfg(test)]
    fn examples() -> Vec<Self>;

    /// Asks for the first missing part, below a note; shows the preview where the form is complete.
    fn ask(self, cx: &mut Context, note: Option<Html>) -> impl Future<Output = Result<()>> + Send;

    /// Takes a text. By default a text ends the conversation and is taken as without one.
    fn answer(self, cx: &mut Context, text: &str) -> impl Future<Output = Result<Next>> + Send {
        let _ = (cx, text);
        async { Ok(Next::Unexpected) }
    }

    /// Takes a pressed button of the last question, whose nonce this is.
    fn press(self, cx: &mut Context, step: Self::Step, nonce: &str) -> impl Future<Output = Result<Next>> + Send;

    /// Takes a shared contact, where a customer is asked for. By default the contact is not read, and the question is asked
    /// again.
    fn contact(self, cx: &mut Context, contact: &Contact) -> impl Future<Output = Result<Next>> + Send {
        let _ = contact;
        not_a_contact(cx, self)
    }

    /// Turns to a page of the customers whom the text found, where the conversation asks for one (`named::turn_page`).
    fn page(self, cx: &mut Context, text: &str, page: usize) -> impl Future<Output = Result<Next>> + Send {
        let _ = (cx, text, page);
        async { Ok(Next::Unexpected) }
    }

    /// The step that chooses a customer, where the conversation asks for one.
    fn pick(customer: CustomerId) -> Option<Self::Step> {
        let _ = customer;
        None
    }

    /// What else the text may mean that was taken for a customer: a button below those who were found.
    fn other_meaning(&self, cx: &Context) -> Option<(String, Self::Step)> {
        let _ = cx;
        None
    }

    /// Is the last question a preview, whose buttons confirm it and cancel it? Words for yes and no stand for them.
    fn is_preview(&self) -> bool {
        false
    }

    /// The form with the customer whom the conversation that interrupted this one has found.
    fn with_customer(self, customer: CustomerId) -> Self {
        let _ = customer;
        self
    }

    /// What the conversation is called where it was interrupted and is offered again; `None` while its form holds nothing that
    /// was typed or chosen and would be lost.
    fn unfinished_name(&self, language: Language) -> Option<String> {
        let _ = language;
        None
    }

    /// The operation id of a confirmed preview with this nonce. A second press is answered that the operation is done.
    fn operation_id(nonce: &str) -> Option<OperationId> {
        let _ = nonce;
        None
    }
}

/// Says that a contact does not answer the question, and asks it again.
pub(super) async fn not_a_contact<C: Conversation>(cx: &mut Context, form: C) -> Result<Next> {
    let note = common::contact_not_wanted(cx.language);
    form.ask(cx, Some(note)).await?;
    Ok(Next::Answered)
}

/// What a conversation did with an event.
#[must_use = "an interrupted conversation has to go on"]
pub(super) enum Next {
    /// The conversation has answered.
    Answered,
    /// Another conversation has begun in its place; what it holds is kept.
    Interrupted,
    /// It does not wait for this: a button of another question, a text where none is asked for, a form that cannot be read.
    Unexpected,
    /// It has ended, and the conversation that it interrupted continues.
    Resume {
        /// The interrupted conversation.
        interrupted: StaffDialogue,
        /// The customer who was found.
        customer: CustomerId,
        /// A note to show above the next question.
        note: Option<Html>,
    },
}
