//! Registering somebody by phone and name, who claims the card later.

use serde::{Deserialize, Serialize};

use super::{StaffDialogue, card, invoice};
use crate::{
    bot::context::Context,
    domain::{CustomerId, OperationId, Phone},
    messages::{
        callback::{StaffPress, Step},
        reply::{Reply, button},
    },
    service::{
        Error, Refusal, Result,
        customers::{self, Customer},
    },
    texts::{Html, format, refusal, staff_find},
};

/// The longest name that is shown before it is registered, in characters.
const SHOWN_NAME: usize = 100;

/// The longest phone number as people write it, in bytes.
const MAX_PHONE: usize = 40;

/// What is known of somebody who is being registered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Registration {
    /// Of the buttons.
    pub(super) nonce: String,
    phone: Option<Phone>,
    /// As their contact has it; to be confirmed.
    name: Option<String>,
    /// The invoice that goes on once they are registered.
    then: Option<Box<invoice::InvoiceForm>>,
}

/// `/new +7 700 123 45 67 Aliya`; what is missing is asked for.
pub(crate) async fn command(cx: &mut Context, rest: &str) -> Result<()> {
    let registration = Registration::default();
    if rest.is_empty() { proceed(cx, registration).await } else { answer(cx, registration, rest).await }
}

/// Begins with the number that a search did not find.
pub(crate) async fn new(cx: &mut Context, phone: Option<Phone>) -> Result<()> {
    begin(cx, phone, None).await
}

/// The same, perhaps in the middle of an invoice.
pub(super) async fn begin(
    cx: &mut Context,
    phone: Option<Phone>,
    then: Option<Box<invoice::InvoiceForm>>,
) -> Result<()> {
    proceed(cx, Registration { phone, then, ..Registration::default() }).await
}

/// A shared contact: the customer with its number, or an offer to register them.
pub(super) async fn from_contact(cx: &mut Context, phone: &str, name: &str) -> Result<()> {
    with_contact(cx, Registration::default(), phone, name).await
}

/// A contact, shared while somebody is being registered.
pub(super) async fn with_contact(cx: &mut Context, registration: Registration, phone: &str, name: &str) -> Result<()> {
    let Ok(phone) = Phone::parse(phone) else {
        return ask(cx, registration, staff_find::register_bad_phone(cx.language), false).await;
    };
    if let [known] = customers::find(&mut cx.tx, phone.as_str()).await?.as_slice() {
        return go_on(cx, registration, known.customer_id, None).await;
    }
    let name = Some(format::shortened(name, SHOWN_NAME)).filter(|name| !name.is_empty());
    proceed(cx, Registration { phone: Some(phone), name, ..registration }).await
}

/// A phone, a name, or both.
pub(crate) async fn answer(cx: &mut Context, registration: Registration, text: &str) -> Result<()> {
    let (phone, name) = match &registration.phone {
        Some(phone) => (Some(phone.clone()), text.trim().to_owned()),
        None => split(text),
    };
    match phone {
        None => ask(cx, registration, staff_find::register_bad_phone(cx.language), false).await,
        Some(phone) if name.is_empty() => match customers::find(&mut cx.tx, phone.as_str()).await?.as_slice() {
            [known] => taken(cx, registration, known).await,
            _ => proceed(cx, Registration { phone: Some(phone), ..registration }).await,
        },
        Some(phone) => register(cx, registration, &phone, &name).await,
    }
}

/// A button of the conversation.
pub(super) async fn step(cx: &mut Context, registration: Registration, step: Step) -> Result<bool> {
    let (Step::Confirm, Some(phone), Some(name)) = (step, registration.phone.clone(), registration.name.clone()) else {
        return Ok(false);
    };
    register(cx, registration, &phone, &name).await?;
    Ok(true)
}

/// Asks for what is missing.
pub(super) async fn proceed(cx: &mut Context, registration: Registration) -> Result<()> {
    let language = cx.language;
    let (question, can_confirm) = match (&registration.phone, &registration.name) {
        (None, _) => (staff_find::register_phone(language), false),
        (Some(phone), None) => (staff_find::register_name(language, phone.as_str()), false),
        (Some(phone), Some(name)) => (staff_find::register_contact(language, phone.as_str(), name), true),
    };
    ask(cx, registration, question, can_confirm).await
}

/// Shows a question, and waits for the answer.
async fn ask(cx: &mut Context, registration: Registration, question: Html, can_confirm: bool) -> Result<()> {
    let nonce = cx.nonce();
    let confirm = || button(staff_find::button_register(cx.language), Step::Confirm.encode(&nonce));
    let buttons = vec![can_confirm.then(confirm).into_iter().collect(), super::cancel_row(cx, &nonce)];
    cx.enter(StaffDialogue::Register(Registration { nonce, ..registration }));
    cx.show(Reply::text(question).buttons(buttons)).await
}

async fn register(cx: &mut Context, registration: Registration, phone: &Phone, name: &str) -> Result<()> {
    let operation = cx.operation(OperationId::chat(format_args!("register:{}", cx.nonce())));
    let chance = cx.shop.chance.as_ref();
    match customers::register(&mut cx.tx, &operation, chance, phone, name).await {
        Ok(customer) => {
            let title = staff_find::registered(cx.language);
            go_on(cx, registration, customer.customer_id, Some(title)).await
        }
        // Refused before anything was written, so the transaction goes on.
        Err(Error::Refused(Refusal::PhoneTaken(code))) => match customers::by_code(&mut cx.tx, &code).await? {
            Some(known) => taken(cx, registration, &known).await,
            None => Err(Refusal::PhoneTaken(code).into()),
        },
        Err(error) => Err(error),
    }
}

/// The number belongs to a customer already: theirs is the invoice that waits, or their card is what is wanted.
async fn taken(cx: &mut Context, registration: Registration, known: &Customer) -> Result<()> {
    let language = cx.language;
    let title = refusal::phone_taken(language, known.code.as_str());
    if registration.then.is_some() {
        return go_on(cx, registration, known.customer_id, Some(title)).await;
    }
    let card = button(staff_find::button_card(language), StaffPress::Card(known.customer_id).encode());
    let sell = button(staff_find::button_sell(language), StaffPress::Sell(known.customer_id, None).encode());
    cx.leave();
    cx.show(Reply::text(title).buttons(vec![vec![card, sell]])).await
}

/// Back to the invoice that waits, or to the card.
async fn go_on(cx: &mut Context, registration: Registration, customer: CustomerId, title: Option<Html>) -> Result<()> {
    cx.leave();
    match registration.then {
        Some(sale) => invoice::go_on_for(cx, *sale, customer, title).await,
        None => card::show_under(cx, customer, title).await,
    }
}

/// Divides "+7 700 123 45 67 Aliya" at the end of the longest phone number that it begins with.
pub(super) fn split(text: &str) -> (Option<Phone>, String) {
    let text = text.trim();
    let ends = text.char_indices().filter(|(_, c)| c.is_whitespace()).map(|(at, _)| at).chain([text.len()]);
    let ends = ends.filter(|end| *end <= MAX_PHONE);
    let longest = ends.rev().find_map(|end| Phone::parse(&text[..end]).ok().map(|phone| (phone, end)));
    match longest {
        Some((phone, end)) => (Some(phone), text[end..].trim().trim_start_matches([',', ';']).trim().to_owned()),
        None => (None, text.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phone_and_a_name_come_in_one_message() {
        let cases = [
            ("+7 700 123 45 67 Алия Ахметова", Some("+77001234567"), "Алия Ахметова"),
            ("+77001234567", Some("+77001234567"), ""),
            ("8 (700) 123-45-67\nАлия", Some("+77001234567"), "Алия"),
            ("77001234567 Алия 2", Some("+77001234567"), "Алия 2"),
            ("Алия", None, "Алия"),
            ("82423", None, "82423"),
            ("", None, ""),
        ];
        for (text, phone, name) in cases {
            let (found, rest) = split(text);
            assert_eq!((found.as_ref().map(Phone::as_str), rest.as_str()), (phone, name), "{text:?}");
        }
    }
}
