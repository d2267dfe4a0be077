//! Registering a customer by phone and name, who claims the card later.

use serde::{Deserialize, Serialize};

use super::{
    card,
    conversation::{Conversation, Next},
    named,
    question::{Question, below},
    step::steps,
};
use crate::{
    bot::{context::Context, dialogue::StaffDialogue, incoming::Contact},
    domain::{CustomerId, Language, OperationId, Phone},
    messages::{
        callback::StaffPress,
        reply::{Reply, button},
    },
    service::{
        Error, Refusal, Result,
        customers::{self, Customer},
    },
    texts::{Html, format, menu, refusal, staff_find},
};

/// The longest name that is shown before it is registered, in characters.
const SHOWN_NAME: usize = 100;

/// The longest phone number with its separators, in bytes.
const MAX_PHONE: usize = 40;

/// The form of a customer who is being registered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Registration {
    phone: Option<Phone>,
    /// The name in the contact, to be confirmed.
    name: Option<String>,
    /// The conversation that continues after the registration.
    interrupted: Option<StaffDialogue>,
}

steps! {
    /// The steps of a registration.
    RegisterStep {
        /// Confirms the name of the contact.
        Confirm = "confirm",
        /// Chooses this known customer instead.
        Pick(customer: CustomerId) = "pick",
    }
}

impl Conversation for Registration {
    const NAME: &'static str = "register";
    type Step = RegisterStep;

    #[cfg(test)]
    fn examples() -> Vec<Self> {
        use super::question::dialogue;
        let phone = Phone::parse("+77001234567").ok();
        let name = Some("Anna".to_owned());
        let of_earlier_program = StaffDialogue {
            conversation: "of an earlier program".to_owned(),
            nonce: "1".to_owned(),
            form: serde_json::Value::Null,
        };
        let interrupting = |interrupted| Self { phone: phone.clone(), interrupted, ..Self::default() };
        vec![
            Self::default(),
            Self { phone: phone.clone(), name, ..Self::default() },
            interrupting(None),
            interrupting(dialogue(&Self::default(), "1").ok()),
            interrupting(Some(of_earlier_program)),
        ]
    }

    async fn ask(self, cx: &mut Context, note: Option<Html>) -> Result<()> {
        let language = cx.language;
        let (question, can_confirm) = match (&self.phone, &self.name) {
            (None, _) => (staff_find::register_phone(language), false),
            (Some(phone), None) => (staff_find::register_name(language, phone.as_str()), false),
            (Some(phone), Some(name)) => (staff_find::register_contact(language, phone.as_str(), name), true),
        };
        ask(cx, &self, below(note, question), can_confirm).await
    }

    /// A phone, a name, or both.
    async fn answer(self, cx: &mut Context, text: &str) -> Result<Next> {
        let (phone, name) = match &self.phone {
            Some(phone) => (Some(phone.clone()), text.trim().to_owned()),
            None => split(text),
        };
        let Some(phone) = phone else {
            ask(cx, &self, staff_find::register_bad_phone(cx.language), false).await?;
            return Ok(Next::Answered);
        };
        if !name.is_empty() {
            return register(cx, self, &phone, &name).await;
        }
        match customers::find(&mut cx.tx, phone.as_str()).await?.as_slice() {
            [known] => phone_in_use(cx, self, known).await,
            _ => {
                Self { phone: Some(phone), ..self }.ask(cx, None).await?;
                Ok(Next::Answered)
            }
        }
    }

    async fn press(self, cx: &mut Context, step: RegisterStep, _: &str) -> Result<Next> {
        match (step, self.phone.clone(), self.name.clone()) {
            (RegisterStep::Pick(customer), ..) => finish(cx, self, customer, None).await,
            (RegisterStep::Confirm, Some(phone), Some(name)) => register(cx, self, &phone, &name).await,
            (RegisterStep::Confirm, ..) => Ok(Next::Unexpected),
        }
    }

    async fn contact(self, cx: &mut Context, contact: &Contact) -> Result<Next> {
        read_contact(cx, self, contact).await
    }

    fn unfinished_name(&self, language: Language) -> Option<String> {
        (self.phone.is_some() || self.interrupted.is_some()).then(|| menu::button_new(language))
    }
}

/// `/new +7 700 123 45 67 Aliya`; missing parts are asked for.
pub(crate) async fn command(cx: &mut Context, rest: &str) -> Result<()> {
    let registration = Registration::default();
    if rest.is_empty() {
        return registration.ask(cx, None).await;
    }
    // No conversation was interrupted, so there is none to resume.
    registration.answer(cx, rest).await.map(drop)
}

/// Begins with the number that a search did not find.
pub(crate) async fn new(cx: &mut Context, phone: Option<Phone>) -> Result<()> {
    Registration { phone, ..Registration::default() }.ask(cx, None).await
}

/// As [`new`], in the middle of a conversation, which then continues with the customer. The name is that of a shared contact.
pub(super) async fn interrupt(
    cx: &mut Context,
    phone: Option<Phone>,
    name: Option<String>,
    interrupted: StaffDialogue,
) -> Result<()> {
    let name = name.filter(|_| phone.is_some());
    Registration { phone, name, interrupted: Some(interrupted) }.ask(cx, None).await
}

/// The name in a contact, as it is offered for a registration; `None` where there is none.
pub(super) fn contact_name(contact: &Contact) -> Option<String> {
    Some(format::shortened(&contact.name, SHOWN_NAME)).filter(|name| !name.is_empty())
}

/// A shared contact: shows the customer with its account or number, or offers to register one.
pub(super) async fn from_contact(cx: &mut Context, contact: &Contact) -> Result<()> {
    // No conversation was interrupted, so there is none to resume.
    read_contact(cx, Registration::default(), contact).await.map(drop)
}

/// As [`from_contact`], for a typed phone number and name.
pub(super) async fn from_phone(cx: &mut Context, phone: &Phone, name: &str) -> Result<()> {
    let contact = Contact { phone: phone.as_str().to_owned(), name: name.to_owned(), owner: None };
    from_contact(cx, &contact).await
}

async fn read_contact(cx: &mut Context, registration: Registration, contact: &Contact) -> Result<Next> {
    match named::customers_of_contact(cx, contact).await?.as_slice() {
        [] => offer(cx, registration, contact).await?,
        [known] => return finish(cx, registration, known.customer_id, None).await,
        several => named::ask_which(cx, &registration, several, RegisterStep::Pick).await?,
    }
    Ok(Next::Answered)
}

/// Offers to register a contact whose number no customer has.
async fn offer(cx: &mut Context, registration: Registration, contact: &Contact) -> Result<()> {
    let Ok(phone) = Phone::parse(&contact.phone) else {
        return ask(cx, &registration, staff_find::register_bad_phone(cx.language), false).await;
    };
    Registration { phone: Some(phone), name: contact_name(contact), ..registration }.ask(cx, None).await
}

/// Shows a question, and waits for the answer.
async fn ask(cx: &mut Context, registration: &Registration, text: Html, can_confirm: bool) -> Result<()> {
    let question = Question::new(cx);
    let confirm = || question.button(staff_find::button_register(cx.language), RegisterStep::Confirm);
    let buttons = vec![can_confirm.then(confirm).into_iter().collect()];
    question.ask(cx, registration, text, buttons).await
}

async fn register(cx: &mut Context, registration: Registration, phone: &Phone, name: &str) -> Result<Next> {
    let operation = cx.operation(OperationId::chat(format_args!("register:{}", cx.nonce())));
    let chance = cx.shop.chance.as_ref();
    match customers::register(&mut cx.tx, &operation, chance, phone, name).await {
        Ok(customer) => {
            let title = staff_find::registered(cx.language);
            finish(cx, registration, customer.customer_id, Some(title)).await
        }
        // Refused before anything was written, so the transaction goes on.
        Err(Error::Refused(Refusal::PhoneTaken(code))) => match customers::by_code(&mut cx.tx, &code).await? {
            Some(known) => phone_in_use(cx, registration, &known).await,
            None => Err(Refusal::PhoneTaken(code).into()),
        },
        Err(error) => Err(error),
    }
}

/// The number belongs to a customer: the interrupted conversation continues with them, or buttons lead to their card.
async fn phone_in_use(cx: &mut Context, registration: Registration, known: &Customer) -> Result<Next> {
    let language = cx.language;
    let title = refusal::phone_taken(language, known.code.as_str());
    if registration.interrupted.is_some() {
        return finish(cx, registration, known.customer_id, Some(title)).await;
    }
    let card = button(staff_find::button_card(language), StaffPress::Card(known.customer_id).encode());
    let sell = button(staff_find::button_sell(language), StaffPress::Sell(known.customer_id, None).encode());
    cx.leave();
    cx.show(Reply::text(title).buttons(vec![vec![card, sell]])).await?;
    Ok(Next::Answered)
}

/// Ends the registration: resumes the interrupted conversation, or shows the card.
async fn finish(
    cx: &mut Context,
    registration: Registration,
    customer: CustomerId,
    note: Option<Html>,
) -> Result<Next> {
    cx.leave();
    match registration.interrupted {
        Some(interrupted) => Ok(Next::Resume { interrupted, customer, note }),
        None => {
            card::show_under(cx, customer, note).await?;
            Ok(Next::Answered)
        }
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
