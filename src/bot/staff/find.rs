//! Finding a customer by code, card code, phone, username, name or contact.

use serde::{Deserialize, Serialize};

use super::{
    card,
    conversation::{Conversation, Next},
    invoice::waiting,
    named, phone_and_name,
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
    service::{Result, customers::Customer},
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

    async fn press(self, _: &mut Context, step: NoStep, _: &str) -> Result<Next> {
        match step {}
    }

    /// Left to [`register::from_contact`], which offers to register an unknown contact.
    async fn contact(self, _: &mut Context, _: &Contact) -> Result<Next> {
        Ok(Next::Unexpected)
    }

    async fn page(self, cx: &mut Context, text: &str, page: usize) -> Result<Next> {
        let found = named::customers_named(cx, text).await?;
        show_page(cx, text, &found, page).await?;
        Ok(Next::Answered)
    }
}

/// `/find TEXT`; without the text it is asked for.
pub(crate) async fn command(cx: &mut Context, rest: &str) -> Result<()> {
    if rest.is_empty() { Find {}.ask(cx, None).await } else { search(cx, rest).await }
}

/// Shows the card of the customer whom the text names; a list where several fit; else offers to register one.
pub(super) async fn search(cx: &mut Context, text: &str) -> Result<()> {
    let found = named::customers_named(cx, text).await?;
    show_found(cx, text, &found).await
}

/// As [`search`], for the customers whom the text has found.
pub(super) async fn show_found(cx: &mut Context, text: &str, found: &[Customer]) -> Result<()> {
    cx.leave();
    match found {
        [] => none_found(cx, text).await,
        [customer] => {
            let code = named::card_code(text, customer);
            if let Some(code) = &code
                && waiting::complete_own(cx, customer.customer_id, code).await?
            {
                return Ok(());
            }
            card::show_found(cx, customer.customer_id, code).await
        }
        several => show_page(cx, text, several, 0).await,
    }
}

/// Offers to register a customer; one for each number that the text may be.
async fn none_found(cx: &mut Context, text: &str) -> Result<()> {
    let (phones, name) = phone_and_name::split(&cx.shop.phones, text);
    if !phones.is_empty() && !name.is_empty() {
        return register::from_phones(cx, phones, &name).await;
    }
    let language = cx.language;
    let offer = |phone: Option<Phone>| {
        let label = named::register_label(language, phone.as_ref());
        vec![button(label, StaffPress::Register(phone).encode())]
    };
    let sum = named::sum(cx, text).map(|sum| {
        let label = staff_find::button_sell_sum(language, &cx.shop.format.money(language, sum));
        vec![button(label, StaffPress::SellSum(sum).encode())]
    });
    let offers = match phones.as_slice() {
        _ if named::is_too_long(text) => Vec::new(),
        [] => vec![offer(None)],
        phones => phones.iter().cloned().map(Some).map(offer).collect(),
    };
    let offers = sum.into_iter().chain(offers).collect();
    cx.say(Reply::text(named::none_found(language, text)).buttons(offers)).await
}

/// Shows the customers who were found. Their buttons stay good; those that turn the pages belong to this question.
async fn show_page(cx: &mut Context, text: &str, found: &[Customer], page: usize) -> Result<()> {
    let page = named::Page::of(found, page);
    let option = |label, customer| Some(button(label, StaffPress::Card(customer).encode()));
    let options = page.options(cx.language, option);
    if !page.has_others() {
        return cx.say(Reply::text(page.which(cx.language)).buttons(options)).await;
    }
    Question::new(cx).ask_page(cx, &Find {}, page.which(cx.language), options, text, page.position()).await
}
