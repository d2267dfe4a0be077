//! What a conversation with a member of the staff is to the rest of the bot. See docs/adding-a-staff-conversation.md.

use serde::{Serialize, de::DeserializeOwned};

use super::step::Step;
use crate::{
    bot::{context::Context, dialogue::StaffDialogue, incoming::Contact},
    domain::{CustomerId, OperationId},
    service::Result,
    texts::{Html, common},
};

/// A conversation. The value is its form: what is known so far. It is stored between updates, so a form that cannot be read
/// any more ends the conversation.
pub(super) trait Conversation: Serialize + DeserializeOwned + Send + Sync + 'static {
    /// As it is stored: never changed, never used for another conversation.
    const NAME: &'static str;

    /// What its buttons ask for.
    type Step: Step;

    /// A form for each thing that the conversation waits for, for tests.
    #[cfg(test)]
    fn examples() -> Vec<Self>;

    /// Asks for what is missing, below a note on what has just happened; where nothing is, shows the preview.
    fn ask(self, cx: &mut Context, note: Option<Html>) -> impl Future<Output = Result<()>> + Send;

    /// Takes a text. A conversation that waits for buttons alone leaves this out: the text ends it, and is taken as if there
    /// had been none.
    fn answer(self, cx: &mut Context, text: &str) -> impl Future<Output = Result<Next>> + Send {
        let _ = (cx, text);
        async { Ok(Next::Unexpected) }
    }

    /// Takes a pressed button of the question with this nonce, which is the one that was asked last.
    fn press(self, cx: &mut Context, step: Self::Step, nonce: &str) -> impl Future<Output = Result<Next>> + Send;

    /// Takes a contact that was shared, where a customer is asked for. Left out, a contact is no answer: nothing of it is
    /// read, and the question is asked again.
    fn contact(self, cx: &mut Context, contact: &Contact) -> impl Future<Output = Result<Next>> + Send {
        let _ = contact;
        not_a_contact(cx, self)
    }

    /// The form once another conversation, which this one began, has found out who the customer is.
    fn with_customer(self, customer: CustomerId) -> Self {
        let _ = customer;
        self
    }

    /// The operation that confirming the preview with this nonce is. A second press of the button hears that it is done.
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

/// What became of what a person did.
#[must_use = "an interrupted conversation has to go on"]
pub(super) enum Next {
    /// The conversation has answered.
    Answered,
    /// It does not wait for this: a button of another step, a text where none is asked for.
    Unexpected,
    /// It is over, and the one that it interrupted goes on.
    Resume {
        /// The one that was under way before.
        interrupted: StaffDialogue,
        /// Who the customer is.
        customer: CustomerId,
        /// What has happened.
        note: Option<Html>,
    },
}
