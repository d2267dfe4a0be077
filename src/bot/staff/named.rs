//! Finding the customer whom a text or a shared contact names, and the question which one is meant.

use super::{conversation::Conversation, question::Question};
use crate::{
    bot::{context::Context, incoming::Contact},
    domain::{CardCode, CustomerId, Language, Phone},
    messages::outgoing::{Button, Buttons},
    service::{
        Refusal, Result,
        card_codes::{self, Lookup},
        customers::{self, Customer, MOST_FOUND},
    },
    texts::{Html, common, format, staff_find},
};

/// The longest text that is searched by, in characters.
const MAX_SEARCH: usize = 100;
/// The longest name on a button, in characters.
const NAME_ON_BUTTON: usize = 40;

/// The customers whom a text may mean; none where it is too long to search by.
pub(super) async fn customers_named(cx: &mut Context, text: &str) -> Result<Vec<Customer>> {
    if is_too_long(text) {
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

/// Is a text too long to be searched by, or to be the name of a new customer?
pub(super) fn is_too_long(text: &str) -> bool {
    text.chars().count() > MAX_SEARCH
}

/// The customers whom a shared contact may mean, by its Telegram account and by its number.
pub(super) async fn customers_of_contact(cx: &mut Context, contact: &Contact) -> Result<Vec<Customer>> {
    customers::find_contact(&mut cx.tx, contact.owner, Phone::parse(&contact.phone).ok().as_ref()).await
}

/// The card code, where the text named the customer by it.
pub(super) fn card_code(text: &str, customer: &Customer) -> Option<CardCode> {
    text.parse().ok().filter(|code: &CardCode| code.as_str() != customer.code.as_str())
}

/// Asks again for the customer, after `text` named none or several. For several, each has a button with the step `pick`; for
/// none, there is a button with the step `register`, where the conversation has one.
pub(super) async fn ask_again<C: Conversation>(
    cx: &mut Context,
    form: &C,
    text: &str,
    found: &[Customer],
    none_found: Html,
    pick: impl Fn(CustomerId) -> C::Step,
    register: Option<C::Step>,
) -> Result<()> {
    if !found.is_empty() {
        return ask_which(cx, form, found, pick).await;
    }
    let question = Question::new(cx);
    let phone = Phone::parse(text).ok();
    let register = register.filter(|_| !is_too_long(text));
    let register = register.map(|step| question.button(register_label(cx.language, phone.as_ref()), step));
    question.ask(cx, form, none_found, vec![register.into_iter().collect()]).await
}

/// Asks which of several customers is meant. Each has a button with the step `pick`.
pub(super) async fn ask_which<C: Conversation>(
    cx: &mut Context,
    form: &C,
    found: &[Customer],
    pick: impl Fn(CustomerId) -> C::Step,
) -> Result<()> {
    let question = Question::new(cx);
    let option = |label, customer| question.button(label, pick(customer));
    let buttons = options(cx.language, found, option);
    question.ask(cx, form, which(cx.language, found), buttons).await
}

/// The label of the button that registers a new customer, with the phone number where it is known.
pub(super) fn register_label(language: Language, phone: Option<&Phone>) -> String {
    match phone {
        Some(phone) => staff_find::button_register_phone(language, phone.as_str()),
        None => staff_find::button_register(language),
    }
}

/// Says that no customer fits the text.
pub(super) fn none_found(language: Language, text: &str) -> Html {
    if is_too_long(text) {
        return common::text_too_long(language, MAX_SEARCH);
    }
    staff_find::found_none(language, &format::shortened(text, MAX_SEARCH))
}

/// The question which of several customers is meant.
pub(super) fn which(language: Language, found: &[Customer]) -> Html {
    if i64::try_from(found.len()).is_ok_and(|count| count < MOST_FOUND) {
        staff_find::found_several(language)
    } else {
        staff_find::found_many(language, found.len())
    }
}

/// A button for each customer.
pub(super) fn options(
    language: Language,
    found: &[Customer],
    button: impl Fn(String, CustomerId) -> Button,
) -> Buttons {
    let option = |customer: &Customer| -> Vec<Button> {
        let label = staff_find::button_found(
            language,
            &format::shortened(&customer.name(), NAME_ON_BUTTON),
            customer.code.as_str(),
        );
        vec![button(label, customer.customer_id)]
    };
    found.iter().map(option).collect()
}
