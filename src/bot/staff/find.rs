//! Finding a customer by whatever the person at the till has.

use super::{super::context::Context, StaffDialogue, card, register};
use crate::messages::{
    callback::{StaffPress, Step},
    outgoing::{Button, Buttons},
    reply::{Reply, button},
};
use crate::{
    domain::{CardCode, CustomerId, Language, Phone},
    service::{
        Refusal, Result,
        card_codes::{self, Lookup},
        customers::{self, Customer, MOST_FOUND},
    },
    texts::{Html, common, format, staff_find},
};

/// The longest text that can name somebody.
const MAX_SEARCH: usize = 100;
/// The longest name on a button, in characters.
const NAME_ON_BUTTON: usize = 40;

/// `/find TEXT`; alone, it asks for the text.
pub(crate) async fn command(cx: &mut Context, rest: &str) -> Result<()> {
    if rest.is_empty() { ask(cx).await } else { search(cx, rest).await }
}

/// Asks whom to look for.
pub(super) async fn ask(cx: &mut Context) -> Result<()> {
    let nonce = cx.nonce();
    let reply = Reply::text(staff_find::find_ask(cx.language)).buttons(vec![super::cancel_row(cx, &nonce)]);
    cx.enter(StaffDialogue::Find { nonce });
    cx.show(reply).await
}

/// Shows the customer whom the text names, or those it may mean.
pub(super) async fn search(cx: &mut Context, text: &str) -> Result<()> {
    let language = cx.language;
    let found = customers_named(cx, text).await?;
    cx.leave();
    match found.as_slice() {
        [] => {
            if let (Some(phone), name) = register::split(text)
                && !name.is_empty()
            {
                return register::from_contact(cx, phone.as_str(), &name).await;
            }
            let label = |phone: &Phone| staff_find::button_register_phone(language, phone.as_str());
            let phone = Phone::parse(text).ok();
            let label = phone.as_ref().map_or_else(|| staff_find::button_register(language), label);
            let register = button(label, StaffPress::Register(phone).encode());
            cx.say(Reply::text(nobody(language, text)).buttons(vec![vec![register]])).await
        }
        [customer] => card::show_found(cx, customer.customer_id, card_code(text, customer)).await,
        several => {
            let buttons = options(language, several, |customer| StaffPress::Card(customer).encode());
            cx.say(Reply::text(which(language, several)).buttons(buttons)).await
        }
    }
}

/// The customers whom a text may mean; nobody where it is too long to mean anybody.
pub(super) async fn customers_named(cx: &mut Context, text: &str) -> Result<Vec<Customer>> {
    if text.chars().count() > MAX_SEARCH {
        return Ok(Vec::new());
    }
    let found = customers::find(&mut cx.tx, text).await?;
    let caller = cx.caller();
    match text.parse::<CardCode>() {
        Ok(code) if found.is_empty() => match card_codes::look_up(&mut cx.tx, &caller, &code).await? {
            Lookup::Found(customer) => Ok(vec![*customer]),
            Lookup::Unknown => Ok(found),
            Lookup::TooMany { retry_at } => Err(Refusal::TooManyGuesses { retry_at }.into()),
        },
        _ => Ok(found),
    }
}

/// The digits of a card, where it was by them that a text named the customer.
pub(super) fn card_code(text: &str, customer: &Customer) -> Option<CardCode> {
    text.parse().ok().filter(|code: &CardCode| code.as_str() != customer.code.as_str())
}

/// Asks a conversation's question who the customer is, after `text` named nobody or several. `registers`: whoever is unknown
/// can be registered.
pub(super) async fn ask_again(
    cx: &mut Context,
    nonce: &str,
    text: &str,
    found: &[Customer],
    nobody_found: Html,
    registers: bool,
) -> Result<()> {
    let language = cx.language;
    let (question, mut buttons) = if found.is_empty() {
        let phone = Phone::parse(text).ok();
        let label = phone.map_or_else(
            || staff_find::button_register(language),
            |phone| staff_find::button_register_phone(language, phone.as_str()),
        );
        let register = registers.then(|| button(label, Step::Register.encode(nonce)));
        (nobody_found, vec![register.into_iter().collect()])
    } else {
        let buttons = options(language, found, |customer| Step::Pick(customer).encode(nonce));
        (which(language, found), buttons)
    };
    buttons.push(super::cancel_row(cx, nonce));
    cx.show(Reply::text(question).buttons(buttons)).await
}

/// Nobody fits the text.
pub(super) fn nobody(language: Language, text: &str) -> Html {
    if text.chars().count() > MAX_SEARCH {
        return common::text_too_long(language, MAX_SEARCH);
    }
    staff_find::found_nobody(language, &format::shortened(text, MAX_SEARCH))
}

fn which(language: Language, found: &[Customer]) -> Html {
    if i64::try_from(found.len()).is_ok_and(|count| count < MOST_FOUND) {
        staff_find::found_several(language)
    } else {
        staff_find::found_many(language, found.len())
    }
}

/// A button for each customer.
fn options(language: Language, found: &[Customer], data: impl Fn(CustomerId) -> String) -> Buttons {
    let option = |customer: &Customer| -> Vec<Button> {
        let label = staff_find::button_found(
            language,
            &format::shortened(&customer.name(), NAME_ON_BUTTON),
            customer.code.as_str(),
        );
        vec![button(label, data(customer.customer_id))]
    };
    found.iter().map(option).collect()
}
