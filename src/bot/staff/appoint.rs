//! Choosing the person to be appointed to the staff.

use serde::{Deserialize, Serialize};

use super::{
    conversation::{Conversation, Next},
    member, named,
    question::{Question, below},
    step::steps,
};
use crate::{
    bot::{context::Context, incoming::Contact},
    domain::{CustomerId, Permission},
    messages::{person, reply::Reply},
    service::{
        Result,
        customers::{self, Customer},
    },
    texts::{Html, format, staff_team as texts},
};

/// Waits for the person to be appointed; the form is empty.
#[derive(Serialize, Deserialize)]
pub(super) struct Appoint {}

steps! {
    /// The steps of an appointment.
    AppointStep {
        /// Chooses one of several customers.
        Pick(customer: CustomerId) = "pick",
    }
}

impl Conversation for Appoint {
    const NAME: &'static str = "appoint";
    type Step = AppointStep;

    #[cfg(test)]
    fn examples() -> Vec<Self> {
        vec![Self {}]
    }

    async fn ask(self, cx: &mut Context, note: Option<Html>) -> Result<()> {
        cx.require(Permission::AppointStaff)?;
        let text = below(note, texts::appoint_ask(cx.language));
        Question::new(cx).ask(cx, &self, text, Vec::new()).await
    }

    async fn answer(self, cx: &mut Context, text: &str) -> Result<Next> {
        cx.require(Permission::AppointStaff)?;
        let found = named::customers_named(cx, text).await?;
        let none_found = named::none_found(cx.language, text);
        choose_among(cx, &self, text, &found, none_found).await?;
        Ok(Next::Answered)
    }

    async fn contact(self, cx: &mut Context, contact: &Contact) -> Result<Next> {
        cx.require(Permission::AppointStaff)?;
        let found = named::customers_of_contact(cx, contact).await?;
        let none_found = match contact.owner {
            // An account without a customer has never opened the bot.
            Some(_) if !contact.name.is_empty() => {
                texts::no_telegram(cx.language, &format::shortened(&contact.name, person::MAX_NAME))
            }
            _ => named::none_found(cx.language, &contact.phone),
        };
        choose_among(cx, &self, &contact.phone, &found, none_found).await?;
        Ok(Next::Answered)
    }

    async fn page(self, cx: &mut Context, text: &str, page: usize) -> Result<Next> {
        named::turn_page(cx, &self, text, page).await
    }

    fn pick(customer: CustomerId) -> Option<AppointStep> {
        Some(AppointStep::Pick(customer))
    }

    async fn press(self, cx: &mut Context, AppointStep::Pick(customer): AppointStep, _: &str) -> Result<Next> {
        cx.require(Permission::AppointStaff)?;
        candidate(cx, customer).await?;
        Ok(Next::Answered)
    }
}

/// Asks for the person.
pub(crate) async fn begin(cx: &mut Context) -> Result<()> {
    Appoint {}.ask(cx, None).await
}

/// Takes the customer where exactly one was found; else asks which one.
async fn choose_among(
    cx: &mut Context,
    form: &Appoint,
    text: &str,
    found: &[Customer],
    none_found: Html,
) -> Result<()> {
    match found {
        [customer] => candidate(cx, customer.customer_id).await,
        _ => named::ask_again(cx, form, text, found, none_found, None).await,
    }
}

/// Shows the person with the roles to choose from; only a person who has opened the bot can be appointed.
async fn candidate(cx: &mut Context, customer: CustomerId) -> Result<()> {
    let customer = customers::get(&mut cx.tx, customer).await?;
    match customer.telegram_id {
        Some(person) => member::show(cx, person).await,
        None => cx.say(Reply::text(texts::no_telegram(cx.language, &person::name(&customer)))).await,
    }
}
