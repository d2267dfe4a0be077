//! Finding the customer whom a text or a shared contact names, and the question which one is meant.

use super::{
    conversation::{Conversation, Next},
    question::Question,
};
use crate::{
    bot::{context::Context, incoming::Contact},
    domain::{CardCode, CustomerId, Language, Money, Phone, PhoneCountries, Whom},
    messages::outgoing::{Button, Buttons},
    service::{
        Refusal, Result,
        card_codes::{self, Lookup},
        customers::{self, Customer, MOST_FOUND},
    },
    texts::{Html, common, format, sale_words, staff_find},
};

/// The longest text that is searched by, in characters.
const MAX_SEARCH: usize = 100;
/// The longest name on a button, in characters.
const NAME_ON_BUTTON: usize = 40;
/// How many customers have a button on one page.
const ON_PAGE: usize = 8;

/// The customers whom a text may mean; none where it is too long to search by. Reading a message asks for the same more than once,
/// and the database is asked once.
pub(super) async fn customers_named(cx: &mut Context, text: &str) -> Result<Vec<Customer>> {
    if is_too_long(text) {
        return Ok(Vec::new());
    }
    if let Some((_, found)) = cx.searches.iter().find(|(searched, _)| searched == text) {
        return Ok(found.clone());
    }
    let found = search(cx, text).await?;
    cx.searches.push((text.to_owned(), found.clone()));
    Ok(found)
}

async fn search(cx: &mut Context, text: &str) -> Result<Vec<Customer>> {
    let whom = Whom::read(text, &cx.shop.phones, sale_words::words());
    let found = customers::find(&mut cx.tx, &whom).await?;
    let Some(code) = whom.card_code else { return Ok(found) };
    // Six digits that end a phone number may be those of a card all the same.
    let may_be_card = found.iter().all(|customer| ends_with(customer, &code));
    if !may_be_card || cx.wrong_card_codes.contains(&code) {
        return Ok(found);
    }
    let caller = cx.caller();
    match card_codes::look_up(&mut cx.tx, &caller, &code).await? {
        Lookup::Found(customer) => Ok(vec![*customer]),
        _ if !found.is_empty() => Ok(found),
        Lookup::Unknown => {
            // A text may be read in more than one way, which is one guess all the same.
            card_codes::note_wrong_guess(&mut cx.tx, &caller).await?;
            cx.wrong_card_codes.push(code);
            Ok(found)
        }
        Lookup::TooMany { retry_at } => Err(Refusal::TooManyGuesses { retry_at }.into()),
    }
}

/// Is a text too long to be searched by, or to be the name of a new customer?
pub(super) fn is_too_long(text: &str) -> bool {
    text.chars().count() > MAX_SEARCH
}

/// The customers whom a shared contact may mean, by its Telegram account and by its number.
pub(super) async fn customers_of_contact(cx: &mut Context, contact: &Contact) -> Result<Vec<Customer>> {
    let phones = phones_of(&cx.shop.phones, contact);
    customers::find_contact(&mut cx.tx, contact.owner, &phones).await
}

/// The numbers that a contact may mean. Telegram writes a number with its country code; one that was never a Telegram account's
/// is as the address book has it.
pub(super) fn phones_of(countries: &PhoneCountries, contact: &Contact) -> Vec<Phone> {
    match countries.shared(&contact.phone) {
        Ok(phone) => vec![phone],
        Err(_) if contact.owner.is_none() => countries.typed(&contact.phone),
        Err(_) => Vec::new(),
    }
}

/// The phone number that a text is, where it is certain and the shop takes it.
pub(super) fn phone(cx: &Context, text: &str) -> Option<Phone> {
    let mut phones = cx.shop.phones.labelled(text);
    if phones.len() == 1 { phones.pop() } else { None }
}

/// The amount that a number without a sign of a currency is, where it is no phone number: a code, the end of a phone number, or a
/// sum.
pub(super) fn sum(cx: &Context, text: &str) -> Option<Money> {
    let is_number = text.chars().all(|c| c.is_ascii_digit() || c.is_whitespace() || matches!(c, '.' | ','));
    let amount = cx.reader().amount(text).filter(|amount| is_number && amount.is_positive())?;
    cx.shop.phones.labelled(text).is_empty().then_some(amount)
}

/// The card code, where the text named the customer by it.
pub(super) fn card_code(text: &str, customer: &Customer) -> Option<CardCode> {
    let code = Whom::read(text, &PhoneCountries::default(), sale_words::words()).card_code?;
    (code.as_str() != customer.code.as_str() && !ends_with(customer, &code)).then_some(code)
}

fn ends_with(customer: &Customer, code: &CardCode) -> bool {
    customer.phone.as_ref().is_some_and(|phone| phone.digits().ends_with(code.as_str()))
}

/// Asks again for the customer, after `text` named none or several. For several, each has a button; for none, there is a button
/// with the step `register`, where the conversation has one.
pub(super) async fn ask_again<C: Conversation>(
    cx: &mut Context,
    form: &C,
    text: &str,
    found: &[Customer],
    none_found: Html,
    register: Option<C::Step>,
) -> Result<()> {
    if !found.is_empty() {
        return ask_which(cx, form, text, found, 0).await;
    }
    let question = Question::new(cx);
    let phone = phone(cx, text);
    let register = register.filter(|_| !is_too_long(text));
    let register = register.map(|step| question.button(register_label(cx.language, phone.as_ref()), step));
    let other = other_meaning(cx, form, &question);
    question.ask(cx, form, none_found, vec![other, register.into_iter().collect()]).await
}

/// Asks which of several customers is meant, whom `text` found. Each has a button; more than fit are on further pages.
pub(super) async fn ask_which<C: Conversation>(
    cx: &mut Context,
    form: &C,
    text: &str,
    found: &[Customer],
    page: usize,
) -> Result<()> {
    let question = Question::<C>::new(cx);
    let page = Page::of(found, page);
    let mut options = page.options(cx.language, |label, customer| Some(question.button(label, C::pick(customer)?)));
    options.push(other_meaning(cx, form, &question));
    if !page.has_others() {
        return question.ask(cx, form, page.which(cx.language), options).await;
    }
    question.ask_page(cx, form, page.which(cx.language), options, text, page.position()).await
}

/// The row with what else the text may mean.
fn other_meaning<C: Conversation>(cx: &Context, form: &C, question: &Question<C>) -> Vec<Button> {
    form.other_meaning(cx).map(|(label, step)| question.button(label, step)).into_iter().collect()
}

/// Asks which of the customers whom `text` finds now is meant, and shows another page of them.
pub(super) async fn turn_page<C: Conversation>(cx: &mut Context, form: &C, text: &str, page: usize) -> Result<Next> {
    let found = customers_named(cx, text).await?;
    ask_which(cx, form, text, &found, page).await?;
    Ok(Next::Answered)
}

/// The label of the button that registers a new customer, with the phone number where it is known.
pub(super) fn register_label(language: Language, phone: Option<&Phone>) -> String {
    match phone {
        Some(phone) => staff_find::button_register_phone(language, phone),
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

/// A page of the customers who were found.
pub(super) struct Page<'a> {
    customers: &'a [Customer],
    found: usize,
    page: usize,
    pages: usize,
}

impl<'a> Page<'a> {
    /// The page with this number, from 0; the last one where there are fewer.
    pub(super) fn of(found: &'a [Customer], page: usize) -> Self {
        let pages = found.len().div_ceil(ON_PAGE).max(1);
        let page = page.min(pages - 1);
        let customers = found.chunks(ON_PAGE).nth(page).unwrap_or_default();
        Self { customers, found: found.len(), page, pages }
    }

    /// Its number from 0, and how many there are.
    pub(super) const fn position(&self) -> (usize, usize) {
        (self.page, self.pages)
    }

    /// Is there more than this page?
    pub(super) const fn has_others(&self) -> bool {
        self.pages > 1
    }

    /// The question which of the customers is meant.
    pub(super) fn which(&self, language: Language) -> Html {
        let are_all = i64::try_from(self.found).is_ok_and(|found| found < MOST_FOUND);
        match (self.has_others(), are_all) {
            (false, _) if self.found == 1 => staff_find::found_one(language),
            (false, _) => staff_find::found_several(language),
            (true, true) => staff_find::found_pages(language, self.found),
            (true, false) => staff_find::found_many(language, self.found),
        }
    }

    /// A button for each customer.
    pub(super) fn options(&self, language: Language, button: impl Fn(String, CustomerId) -> Option<Button>) -> Buttons {
        let option = |customer: &Customer| -> Vec<Button> {
            let mark = match customer {
                Customer { is_blocked: true, .. } => "🚫 ",
                Customer { is_active: false, .. } => "💤 ",
                _ => "",
            };
            let name = format!("{mark}{}", format::shortened(&customer.name(), NAME_ON_BUTTON));
            let code = customer.code.as_str();
            let label = match customer.phone.as_ref().map(Phone::last_digits) {
                Some(digits) => staff_find::button_found_phone(language, &name, code, digits),
                None => staff_find::button_found(language, &name, code),
            };
            button(label, customer.customer_id).into_iter().collect()
        };
        self.customers.iter().map(option).collect()
    }
}
