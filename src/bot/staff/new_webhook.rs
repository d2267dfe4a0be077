//! Adding a webhook: its URL, then the events.

use serde::{Deserialize, Serialize};

use super::{
    conversation::{Conversation, Next},
    question::{Question, below},
    step::steps,
    webhooks as screen,
};
use crate::{
    bot::context::Context,
    domain::{OperationId, ParcelEventKind, Permission, WebhookEvents, WebhookUrl},
    messages::{outgoing::Buttons, refusal, reply::Reply},
    service::{
        Refusal, Result,
        webhooks::{self, Made},
    },
    texts::{Html, staff_invoice, staff_keys, staff_webhooks as texts},
};

/// What is known of the webhook.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct NewWebhook {
    url: Option<String>,
    events: Vec<ParcelEventKind>,
}

steps! {
    /// The steps of a new webhook.
    NewWebhookStep {
        /// Chooses an event, or takes it away again.
        Toggle(event: ParcelEventKind) = "event",
        /// Adds the webhook.
        Confirm = "confirm",
    }
}

impl Conversation for NewWebhook {
    const NAME: &'static str = "new_webhook";
    type Step = NewWebhookStep;

    #[cfg(test)]
    fn examples() -> Vec<Self> {
        let with_url = Self { url: Some("https://shop.example/hook".to_owned()), events: Vec::new() };
        let chosen = Self { events: vec![ParcelEventKind::Status], ..with_url.clone() };
        vec![Self::default(), with_url, chosen]
    }

    async fn ask(self, cx: &mut Context, note: Option<Html>) -> Result<()> {
        cx.require(Permission::ManageKeys)?;
        let language = cx.language;
        let question = Question::new(cx);
        let (text, buttons) = match &self.url {
            None => (texts::url_ask(language), Vec::new()),
            Some(url) => {
                let event_button = |event: &ParcelEventKind| {
                    let label = texts::event(language, *event);
                    let is_chosen = self.events.contains(event);
                    let label = if is_chosen { staff_keys::button_chosen(language, &label) } else { label };
                    vec![question.button(label, NewWebhookStep::Toggle(*event))]
                };
                let mut buttons: Buttons = ParcelEventKind::ALL.iter().map(event_button).collect();
                buttons.push(vec![question.button(texts::button_make(language), NewWebhookStep::Confirm)]);
                (texts::events_ask(language, url), buttons)
            }
        };
        question.ask(cx, &self, below(note, text), buttons).await
    }

    /// The URL. Events are chosen with buttons.
    async fn answer(self, cx: &mut Context, text: &str) -> Result<Next> {
        let (form, note) = if self.url.is_some() {
            (self, Some(staff_invoice::press_a_button(cx.language)))
        } else {
            match WebhookUrl::parse(text, &cx.shop.webhook_hosts) {
                Ok(url) => match webhooks::of_url(&mut cx.tx, &url).await? {
                    None => (Self { url: Some(url.as_str().to_owned()), ..self }, None),
                    Some(webhook) => {
                        let refused = Refusal::WebhookKnown(webhook);
                        (self, Some(refusal::text(cx.language, cx.shop.format, &refused)))
                    }
                },
                Err(error) => {
                    let refused = Refusal::BadWebhookUrl(error);
                    (self, Some(refusal::text(cx.language, cx.shop.format, &refused)))
                }
            }
        };
        form.ask(cx, note).await?;
        Ok(Next::Answered)
    }

    async fn press(mut self, cx: &mut Context, step: NewWebhookStep, nonce: &str) -> Result<Next> {
        match step {
            NewWebhookStep::Toggle(event) => {
                match self.events.iter().position(|chosen| *chosen == event) {
                    Some(place) => drop(self.events.remove(place)),
                    None => self.events.push(event),
                }
                self.ask(cx, None).await?;
                Ok(Next::Answered)
            }
            NewWebhookStep::Confirm => match WebhookEvents::of(self.events.iter().copied()) {
                Some(events) => make(cx, self, events, nonce).await,
                None => {
                    let note = texts::events_none(cx.language);
                    self.ask(cx, Some(note)).await?;
                    Ok(Next::Answered)
                }
            },
        }
    }

    fn operation_id(nonce: &str) -> Option<OperationId> {
        Some(operation_id(nonce))
    }
}

fn operation_id(nonce: &str) -> OperationId {
    OperationId::chat(format_args!("new_webhook:{nonce}"))
}

/// Asks for the URL of a new webhook.
pub(crate) async fn begin(cx: &mut Context) -> Result<()> {
    NewWebhook::default().ask(cx, None).await
}

async fn make(cx: &mut Context, form: NewWebhook, events: WebhookEvents, nonce: &str) -> Result<Next> {
    let Some(url) = form.url else { return Ok(Next::Unexpected) };
    let (operation, shop) = (cx.operation(operation_id(nonce)), cx.shop.clone());
    let made = webhooks::add(&mut cx.tx, &operation, shop.chance.as_ref(), &url, events, &shop.webhook_hosts).await?;
    let Made { webhook, secret } = &made;
    let text = match secret {
        Some(secret) => texts::made(cx.language, &webhook.url, secret.as_str()),
        None => texts::made_before(cx.language, webhook.host()),
    };
    show_end(cx, text).await?;
    Ok(Next::Answered)
}

/// Ends the conversation with a text and the way back to the webhooks.
pub(super) async fn show_end(cx: &mut Context, text: Html) -> Result<()> {
    cx.leave();
    let back = screen::webhooks_button(cx.language);
    cx.show(Reply::text(text).buttons(vec![vec![back]])).await
}
