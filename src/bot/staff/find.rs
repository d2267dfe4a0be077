//! Finding a customer by code, card code, phone, username, name or contact.

use serde::{Deserialize, Serialize};

use super::{
    card,
    conversation::{Conversation, Next},
    invoice::waiting,
    named,
    question::{Question, below},
    register,
    step::NoStep,
};
use crate::{
    bot::{context::Context, incoming::Contact},
    domain::Phone,
    messages::{
        callback::StaffPress,
        reply::{Reply, button},
    },
    service::Result,
    texts::{Html, staff_find},
};

/// Waits for the text to search by; the form is empty.
#[derive(Serialize, Deserialize)]
pub(super) struct Find {}

impl Conversation for Find {
    const NAME: &'static str = "find";
    type Step = NoStep;

    #[cfg(test)]
    fn examples() -> Vec<Self> {
        vec![Self {}]
    }

    async fn ask(self, cx: &mut Context, note: Option<Html>) -> Result<()> {
        let text = below(note, staff_find::find_ask(cx.language));
        Question::new(cx).ask(cx, &self, text, Vec::new()).await
    }

    async fn answer(self, cx: &mut Context, text: &str) -> Result<Next> {
        search(cx, text).await?;
        Ok(Next::Answered)
    }

    async fn press(self, _: &mut Context, step: NoStep, _: &str) -> Result<Next> {
        match step {}
    }

    /// Left to [`register::from_contact`], which offers to register an unknown contact.
    async fn contact(self, _: &mut Context, _: &Contact) -> Result<Next> {
        Ok(Next::Unexpected)
    }
}

/// `/find TEXT`; without the text it is asked for.
pub(crate) async fn command(cx: &mut Context, rest: &str) -> Result<()> {
    if rest.is_empty() { Find {}.ask(cx, None).await } else { search(cx, rest).await }
}

/// Shows the card of the customer whom the text names; a list where several fit; else offers to register one.
pub(super) async fn search(cx: &mut Context, text: &str) -> Result<()> {
    let language = cx.language;
    let found = named::customers_named(cx, text).await?;
    cx.leave();
    match found.as_slice() {
        [] => {
            if let (Some(phone), name) = register::split(text)
                && !name.is_empty()
            {
                return register::from_phone(cx, &phone, &name).await;
            }
            let register = (!named::is_too_long(text)).then(|| {
                let phone = Phone::parse(text).ok();
                let label = named::register_label(language, phone.as_ref());
                button(label, StaffPress::Register(phone).encode())
            });
            cx.say(Reply::text(named::none_found(language, text)).buttons(vec![register.into_iter().collect()])).await
        }
        [customer] => {
            let code = named::card_code(text, customer);
            if let Some(code) = &code
                && waiting::complete_own(cx, customer.customer_id, code).await?
            {
                return Ok(());
            }
            card::show_found(cx, customer.customer_id, code).await
        }
        several => {
            let option = |label, customer| button(label, StaffPress::Card(customer).encode());
            let buttons = named::options(language, several, option);
            cx.say(Reply::text(named::which(language, several)).buttons(buttons)).await
        }
    }
}
