//! Registering a customer by phone and name, who claims the card later.

use serde::{Deserialize, Serialize};

use super::{
    card,
    conversation::{Conversation, Next},
    named,
    phone_and_name::{beginnings, split, without_name_label},
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

/// The form of a customer who is being registered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Registration {
    phone: Option<Phone>,
    /// The numbers of which one is meant, where a text can be read as several.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    readings: Vec<Phone>,
    /// The name that was typed before the number, or that is in the contact, where it is to be confirmed.
    name: Option<String>,
    /// The conversation that continues after the registration.
    interrupted: Option<StaffDialogue>,
}

steps! {
    /// The steps of a registration.
    RegisterStep {
        /// Confirms the name of the contact.
        Confirm = "confirm",
        /// Chooses one of the numbers that a text may be, from 0.
        Number(position: usize) = "number",
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
            search: None,
        };
        let interrupting = |interrupted| Self { phone: phone.clone(), interrupted, ..Self::default() };
        vec![
            Self::default(),
            Self { readings: phone.iter().cloned().collect(), ..Self::default() },
            Self { phone: phone.clone(), name, ..Self::default() },
            interrupting(None),
            interrupting(dialogue(&Self::default(), "1").ok()),
            interrupting(Some(of_earlier_program)),
        ]
    }

    async fn ask(self, cx: &mut Context, note: Option<Html>) -> Result<()> {
        let language = cx.language;
        let (question, can_confirm) = match (&self.phone, &self.name) {
            (None, _) if !self.readings.is_empty() => return ask_which_number(cx, &self, note).await,
            (None, None) => (staff_find::register_phone(language, &cx.shop.phones.example()), false),
            (None, Some(name)) => (staff_find::register_phone_of(language, name), false),
            (Some(phone), None) => (staff_find::register_name(language, phone), false),
            (Some(phone), Some(name)) => (staff_find::register_contact(language, phone, name), true),
        };
        ask(cx, &self, below(note, question), can_confirm).await
    }

    /// A phone, a name, or both.
    async fn answer(self, cx: &mut Context, text: &str) -> Result<Next> {
        let (phones, name) = match &self.phone {
            Some(phone) => (vec![phone.clone()], without_name_label(text.trim()).to_owned()),
            None => split(&cx.shop.phones, text),
        };
        let typed = Some(name).filter(|name| !name.is_empty());
        if phones.is_empty()
            && let Some(name) = typed.as_deref().filter(|name| may_be_name(name))
        {
            Self { name: Some(name.to_owned()), ..self }.ask(cx, None).await?;
            return Ok(Next::Answered);
        }
        let name = typed.or_else(|| self.name.clone());
        match phones.as_slice() {
            [] => {
                let why = bad_phone(cx, text);
                ask(cx, &self, why, false).await?;
                Ok(Next::Answered)
            }
            [phone] => with_phone(cx, self, phone, name).await,
            _ => {
                Self { readings: phones, name, ..self }.ask(cx, None).await?;
                Ok(Next::Answered)
            }
        }
    }

    async fn press(self, cx: &mut Context, step: RegisterStep, _: &str) -> Result<Next> {
        match (step, self.phone.clone(), self.name.clone()) {
            (RegisterStep::Number(position), None, name) => match self.readings.get(position).cloned() {
                Some(phone) => with_phone(cx, self, &phone, name).await,
                None => Ok(Next::Unexpected),
            },
            (RegisterStep::Pick(customer), ..) => finish(cx, self, customer, None).await,
            (RegisterStep::Confirm, Some(phone), Some(name)) => register(cx, self, &phone, &name).await,
            (RegisterStep::Confirm | RegisterStep::Number(_), ..) => Ok(Next::Unexpected),
        }
    }

    async fn page(self, cx: &mut Context, text: &str, page: usize) -> Result<Next> {
        named::turn_page(cx, &self, text, page).await
    }

    fn pick(customer: CustomerId) -> Option<RegisterStep> {
        Some(RegisterStep::Pick(customer))
    }

    async fn contact(self, cx: &mut Context, contact: &Contact) -> Result<Next> {
        read_contact(cx, self, contact).await
    }

    fn unfinished_name(&self, language: Language) -> Option<String> {
        (self.phone.is_some() || self.name.is_some() || self.interrupted.is_some()).then(|| menu::button_new(language))
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
    // Callback data can be forged, and the countries can have been set since the button was drawn.
    let phone = phone.filter(|phone| cx.shop.phones.typed(phone.as_str()) == [phone.clone()]);
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
    Registration { phone, name, readings: Vec::new(), interrupted: Some(interrupted) }.ask(cx, None).await
}

/// The name in a contact, as it is offered for a registration; `None` where there is none.
pub(super) fn contact_name(name: &str) -> Option<String> {
    Some(format::shortened(name, SHOWN_NAME)).filter(|name| !name.is_empty())
}

/// A shared contact: shows the customer with its account or number, or offers to register one.
pub(super) async fn from_contact(cx: &mut Context, contact: &Contact) -> Result<()> {
    // No conversation was interrupted, so there is none to resume.
    read_contact(cx, Registration::default(), contact).await.map(drop)
}

/// As [`from_contact`], for the numbers that a typed text may be, and a name.
pub(super) async fn from_phones(cx: &mut Context, phones: Vec<Phone>, name: &str) -> Result<()> {
    let found = customers::find_contact(&mut cx.tx, None, &phones).await?;
    found_or_offer(cx, Registration::default(), &found, phones, name, None).await.map(drop)
}

async fn read_contact(cx: &mut Context, registration: Registration, contact: &Contact) -> Result<Next> {
    let found = named::customers_of_contact(cx, contact).await?;
    let phones = named::phones_of(&cx.shop.phones, contact);
    let taken = phones.into_iter().filter(|phone| cx.shop.phones.takes(phone)).collect();
    found_or_offer(cx, registration, &found, taken, &contact.name, Some(&contact.phone)).await
}

/// Shows the customer with one of the numbers, or offers to register one. `typed` is how the contact has its number.
async fn found_or_offer(
    cx: &mut Context,
    registration: Registration,
    found: &[Customer],
    mut phones: Vec<Phone>,
    name: &str,
    typed: Option<&str>,
) -> Result<Next> {
    match found {
        [] => {}
        [known] => return finish(cx, registration, known.customer_id, None).await,
        several => {
            named::ask_which(cx, &registration, "", several, 0).await?;
            return Ok(Next::Answered);
        }
    }
    let name = registration.name.clone().or_else(|| contact_name(name));
    if phones.is_empty() {
        let why = bad_phone(cx, typed.unwrap_or_default());
        ask(cx, &registration, why, false).await?;
    } else if phones.len() == 1 {
        Registration { phone: phones.pop(), name, ..registration }.ask(cx, None).await?;
    } else {
        Registration { readings: phones, name, ..registration }.ask(cx, None).await?;
    }
    Ok(Next::Answered)
}

/// Registers the number with a name, or asks for the name.
async fn with_phone(cx: &mut Context, registration: Registration, phone: &Phone, name: Option<String>) -> Result<Next> {
    if let Some(name) = name {
        return register(cx, registration, phone, &name).await;
    }
    match customers::find_contact(&mut cx.tx, None, std::slice::from_ref(phone)).await?.as_slice() {
        [known] => phone_in_use(cx, registration, known).await,
        _ => {
            let registration = Registration { phone: Some(phone.clone()), readings: Vec::new(), ..registration };
            registration.ask(cx, None).await?;
            Ok(Next::Answered)
        }
    }
}

/// Asks which of several numbers is meant.
async fn ask_which_number(cx: &mut Context, registration: &Registration, note: Option<Html>) -> Result<()> {
    let question = Question::new(cx);
    let number =
        |(position, phone): (usize, &Phone)| vec![question.button(phone.grouped(), RegisterStep::Number(position))];
    let buttons = registration.readings.iter().enumerate().map(number).collect();
    let text = below(note, staff_find::register_which_phone(cx.language));
    question.ask(cx, registration, text, buttons).await
}

/// What is wrong with a number: it is none, or it is of a country whose numbers the shop does not take.
fn bad_phone(cx: &Context, text: &str) -> Html {
    match beginnings(text.trim()).find_map(|beginning| cx.shop.phones.foreign(beginning)) {
        Some(countries) => staff_find::register_foreign_phone(cx.language, &countries),
        None => staff_find::register_bad_phone(cx.language, &cx.shop.phones.example()),
    }
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
            cx.searches.clear();
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

/// Can a text without a number be a person's name?
fn may_be_name(text: &str) -> bool {
    !named::is_too_long(text) && text.contains(char::is_alphabetic) && !text.contains(|c: char| c.is_ascii_digit())
}
