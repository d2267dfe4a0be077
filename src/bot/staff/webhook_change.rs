//! A webhook: giving it a new secret, removing it, sending again.

use serde::{Deserialize, Serialize};

use super::{
    conversation::{Conversation, Next},
    new_webhook::show_end,
    question::Question,
    step::steps,
    webhooks as screen,
};
use crate::{
    bot::{context::Context, incoming::Contact},
    domain::{OperationId, Permission, WebhookId},
    messages::{outgoing::Buttons, reply::Reply},
    service::{
        Result,
        webhooks::{self, Listed, OLD_SECRET_SIGNS},
    },
    texts::{Html, staff_webhooks as texts},
};

/// Waits for what becomes of this webhook.
#[derive(Serialize, Deserialize)]
pub(super) struct WebhookChange {
    webhook: WebhookId,
}

steps! {
    /// The steps of a change.
    WebhookStep {
        /// Asks whether it is to have a new secret.
        Rotate = "rotate",
        /// Gives it one.
        ConfirmRotate = "rotate_yes",
        /// Asks whether it is to be removed.
        Remove = "remove",
        /// Removes it.
        ConfirmRemove = "remove_yes",
        /// Sends again at once.
        Resume = "resume",
    }
}

impl Conversation for WebhookChange {
    const NAME: &'static str = "webhook";
    type Step = WebhookStep;

    #[cfg(test)]
    fn examples() -> Vec<Self> {
        vec![Self { webhook: WebhookId(1) }]
    }

    /// Asks nothing: the buttons below the last message are still valid.
    async fn ask(self, _: &mut Context, _: Option<Html>) -> Result<()> {
        Ok(())
    }

    /// A contact is handled as without a conversation, like a text.
    async fn contact(self, _: &mut Context, _: &Contact) -> Result<Next> {
        Ok(Next::Unexpected)
    }

    async fn press(self, cx: &mut Context, step: WebhookStep, nonce: &str) -> Result<Next> {
        cx.require(Permission::ManageKeys)?;
        match step {
            WebhookStep::Rotate => ask_to_rotate(cx, self.webhook).await?,
            WebhookStep::ConfirmRotate => rotate(cx, self.webhook, nonce).await?,
            WebhookStep::Remove => ask_to_remove(cx, self.webhook).await?,
            WebhookStep::ConfirmRemove => remove(cx, self.webhook, nonce).await?,
            WebhookStep::Resume => resume(cx, self.webhook, nonce).await?,
        }
        Ok(Next::Answered)
    }

    fn operation_id(nonce: &str) -> Option<OperationId> {
        Some(operation_id(nonce))
    }
}

fn operation_id(nonce: &str) -> OperationId {
    OperationId::chat(format_args!("webhook:{nonce}"))
}

/// Shows a webhook.
pub(crate) async fn show(cx: &mut Context, webhook: WebhookId) -> Result<()> {
    let listed = known(cx, webhook).await?;
    let language = cx.language;
    let question = Question::new(cx);
    let mut buttons: Buttons = vec![vec![
        question.button(texts::button_rotate(language), WebhookStep::Rotate),
        question.button(texts::button_remove(language), WebhookStep::Remove),
    ]];
    if listed.webhook.gone_at.is_some() || listed.webhook.failures > 0 {
        buttons.push(vec![question.button(texts::button_resume(language), WebhookStep::Resume)]);
    }
    buttons.push(vec![screen::webhooks_button(language)]);
    let reply = Reply::text(screen::state(cx, &listed)).buttons(buttons);
    question.show(cx, &WebhookChange { webhook }, reply).await
}

async fn ask_to_rotate(cx: &mut Context, webhook: WebhookId) -> Result<()> {
    let listed = known(cx, webhook).await?;
    let text = texts::rotate_question(cx.language, listed.webhook.host(), OLD_SECRET_SIGNS.num_hours());
    let question = Question::new(cx);
    let yes = question.button(texts::button_rotate_yes(cx.language), WebhookStep::ConfirmRotate);
    let reply = Reply::text(text).buttons(vec![vec![yes], vec![screen::webhooks_button(cx.language)]]);
    question.show(cx, &WebhookChange { webhook }, reply).await
}

async fn rotate(cx: &mut Context, webhook: WebhookId, nonce: &str) -> Result<()> {
    let operation = cx.operation(operation_id(nonce));
    let made = webhooks::rotate(&mut cx.tx, &operation, cx.shop.chance.as_ref(), webhook).await?;
    let host = made.webhook.host();
    let text = match &made.secret {
        Some(secret) => texts::rotated(cx.language, host, secret.as_str(), OLD_SECRET_SIGNS.num_hours()),
        None => texts::made_before(cx.language, host),
    };
    show_end(cx, text).await
}

async fn ask_to_remove(cx: &mut Context, webhook: WebhookId) -> Result<()> {
    let listed = known(cx, webhook).await?;
    let question = Question::new(cx);
    let yes = question.button(texts::button_remove_yes(cx.language), WebhookStep::ConfirmRemove);
    let reply = Reply::text(texts::remove_question(cx.language, listed.webhook.host(), listed.waiting))
        .buttons(vec![vec![yes], vec![screen::webhooks_button(cx.language)]]);
    question.show(cx, &WebhookChange { webhook }, reply).await
}

async fn remove(cx: &mut Context, webhook: WebhookId, nonce: &str) -> Result<()> {
    let listed = known(cx, webhook).await?;
    let operation = cx.operation(operation_id(nonce));
    webhooks::remove(&mut cx.tx, &operation, webhook).await?;
    let text = texts::is_removed(cx.language, listed.webhook.host());
    show_end(cx, text).await
}

async fn resume(cx: &mut Context, webhook: WebhookId, nonce: &str) -> Result<()> {
    let listed = known(cx, webhook).await?;
    let operation = cx.operation(operation_id(nonce));
    webhooks::resume(&mut cx.tx, &operation, webhook).await?;
    let text = texts::is_resumed(cx.language, listed.webhook.host());
    show_end(cx, text).await
}

async fn known(cx: &mut Context, webhook: WebhookId) -> Result<Listed> {
    let caller = cx.caller();
    webhooks::get(&mut cx.tx, &caller, webhook).await
}
