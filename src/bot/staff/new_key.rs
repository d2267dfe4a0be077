//! Making a key of the HTTP APIs: its name, then what it may do.

use serde::{Deserialize, Serialize};

use super::{
    conversation::{Conversation, Next},
    keys,
    question::{Question, below},
    step::steps,
};
use crate::{
    bot::context::Context,
    domain::{Language, OperationId, Permission, Scope},
    messages::{outgoing::Buttons, reply::Reply},
    service::{
        Result,
        api_keys::{self, KeyOptions, MAX_NAME, Made},
    },
    texts::{Html, staff_invoice, staff_keys as texts},
};

/// What is known of the key.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct NewKey {
    name: Option<String>,
    scopes: Vec<Scope>,
    /// It spends points without asking the customer.
    #[serde(default)]
    is_trusted: bool,
    /// The place in [`RATES`].
    #[serde(default)]
    rate: usize,
    /// The place in [`DAYS`].
    #[serde(default)]
    days: usize,
}

/// The limits to choose from, in requests a minute; 0: none.
const RATES: [i64; 4] = [api_keys::RATE, 300, 1_200, 0];
/// The times to choose from, in days; `None`: for ever.
const DAYS: [Option<i64>; 4] = [None, Some(30), Some(90), Some(365)];

steps! {
    /// The steps of a new key.
    NewKeyStep {
        /// Chooses a scope, or takes it away again.
        Toggle(scope: Scope) = "may",
        /// Asks customers, or does so no longer.
        Consent = "consent",
        /// Chooses the next limit.
        Rate = "rate",
        /// Chooses the next time.
        Days = "days",
        /// Makes the key.
        Confirm = "confirm",
    }
}

impl Conversation for NewKey {
    const NAME: &'static str = "new_key";
    type Step = NewKeyStep;

    #[cfg(test)]
    fn examples() -> Vec<Self> {
        let named = Self { name: Some("Till".to_owned()), ..Self::default() };
        let trusted = Self { is_trusted: true, rate: 3, days: 1, ..named.clone() };
        vec![Self::default(), named.clone(), Self { scopes: vec![Scope::Till], ..named }, trusted]
    }

    async fn ask(self, cx: &mut Context, note: Option<Html>) -> Result<()> {
        cx.require(Permission::ManageKeys)?;
        let language = cx.language;
        let question = Question::new(cx);
        let (text, buttons) = match &self.name {
            None => (texts::name_ask(language), Vec::new()),
            Some(name) => {
                let mut buttons: Buttons = Scope::ALL
                    .iter()
                    .map(|scope| {
                        let label = texts::scope(language, *scope);
                        let label =
                            if self.scopes.contains(scope) { texts::button_chosen(language, &label) } else { label };
                        vec![question.button(label, NewKeyStep::Toggle(*scope))]
                    })
                    .collect();
                buttons.extend(self.option_buttons(language).map(|(label, step)| vec![question.button(label, step)]));
                buttons.push(vec![question.button(texts::button_make(language), NewKeyStep::Confirm)]);
                (texts::scopes_ask(language, name), buttons)
            }
        };
        question.ask(cx, &self, below(note, text), buttons).await
    }

    /// The name. Scopes are chosen with buttons.
    async fn answer(self, cx: &mut Context, text: &str) -> Result<Next> {
        let name = text.trim();
        let is_named = self.name.is_some();
        let (form, note) = match name.chars().count() {
            _ if is_named => (self, Some(staff_invoice::press_a_button(cx.language))),
            0 => (self, None),
            length if length > MAX_NAME => {
                (self, Some(texts::name_bad(cx.language, i64::try_from(MAX_NAME).unwrap_or(i64::MAX))))
            }
            _ => (Self { name: Some(name.to_owned()), ..self }, None),
        };
        form.ask(cx, note).await?;
        Ok(Next::Answered)
    }

    async fn press(mut self, cx: &mut Context, step: NewKeyStep, nonce: &str) -> Result<Next> {
        match step {
            NewKeyStep::Toggle(scope) => {
                match self.scopes.iter().position(|chosen| *chosen == scope) {
                    Some(place) => drop(self.scopes.remove(place)),
                    None => self.scopes.push(scope),
                }
                self.ask(cx, None).await?;
                Ok(Next::Answered)
            }
            NewKeyStep::Consent | NewKeyStep::Rate | NewKeyStep::Days => {
                match step {
                    NewKeyStep::Rate => self.rate = (self.rate + 1) % RATES.len(),
                    NewKeyStep::Days => self.days = (self.days + 1) % DAYS.len(),
                    _ => self.is_trusted = !self.is_trusted,
                }
                self.ask(cx, None).await?;
                Ok(Next::Answered)
            }
            NewKeyStep::Confirm if self.scopes.is_empty() => {
                let note = texts::scopes_none(cx.language);
                self.ask(cx, Some(note)).await?;
                Ok(Next::Answered)
            }
            NewKeyStep::Confirm => make(cx, self, nonce).await,
        }
    }

    fn operation_id(nonce: &str) -> Option<OperationId> {
        Some(operation_id(nonce))
    }
}

impl NewKey {
    /// What else is chosen; a press chooses the next.
    fn option_buttons(&self, language: Language) -> [(String, NewKeyStep); 3] {
        let asks = if self.is_trusted { texts::button_asks_not(language) } else { texts::button_asks(language) };
        let rate = match RATES.get(self.rate) {
            Some(&rate) if rate > 0 => texts::button_rate(language, rate),
            _ => texts::button_no_rate(language),
        };
        let days = match DAYS.get(self.days) {
            Some(&Some(days)) => texts::button_days(language, days),
            _ => texts::button_no_days(language),
        };
        [(asks, NewKeyStep::Consent), (rate, NewKeyStep::Rate), (days, NewKeyStep::Days)]
    }
}

fn operation_id(nonce: &str) -> OperationId {
    OperationId::chat(format_args!("new_key:{nonce}"))
}

/// Asks for the name of a new key.
pub(crate) async fn begin(cx: &mut Context) -> Result<()> {
    NewKey::default().ask(cx, None).await
}

async fn make(cx: &mut Context, form: NewKey, nonce: &str) -> Result<Next> {
    let Some(name) = form.name else { return Ok(Next::Unexpected) };
    let options = KeyOptions {
        name,
        scopes: form.scopes.into_iter().collect(),
        rate_per_minute: RATES.get(form.rate).copied().unwrap_or(api_keys::RATE),
        days: DAYS.get(form.days).copied().flatten(),
        asks_consent: !form.is_trusted,
    };
    let operation = cx.operation(operation_id(nonce));
    let made = api_keys::create(&mut cx.tx, &operation, cx.shop.chance.as_ref(), &options).await?;
    show_made(cx, &made, None).await?;
    Ok(Next::Answered)
}

/// Ends the conversation with the key that was made, which is shown only now.
pub(super) async fn show_made(cx: &mut Context, made: &Made, below: Option<Html>) -> Result<()> {
    cx.leave();
    let language = cx.language;
    let name = texts::name(language, &made.key.name);
    let text = match &made.secret {
        Some(secret) => texts::made(language, &name, secret.as_str()),
        None => texts::made_before(language, &name),
    };
    let text = Html::paragraphs([text].into_iter().chain(below));
    cx.show(Reply::text(text).buttons(vec![vec![keys::keys_button(language)]])).await
}
