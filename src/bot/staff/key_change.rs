//! A key of the HTTP APIs: replacing and revoking it, each after a question.

use serde::{Deserialize, Serialize};

use super::{
    conversation::{Conversation, Next},
    keys, new_key,
    question::Question,
    step::steps,
};
use crate::{
    bot::{context::Context, incoming::Contact},
    domain::{KeyId, OperationId, Permission},
    messages::{outgoing::Buttons, reply::Reply},
    service::{
        Result,
        api_keys::{self, OVERLAP},
    },
    texts::{Html, format, staff_keys as texts},
};

/// How many requests are shown.
const USES_SHOWN: i64 = 20;

/// Waits for what becomes of this key.
#[derive(Serialize, Deserialize)]
pub(super) struct KeyChange {
    key: KeyId,
}

steps! {
    /// The steps of a change.
    KeyStep {
        /// Shows its last requests.
        Uses = "uses",
        /// Asks whether it is to be replaced.
        Rotate = "rotate",
        /// Replaces it.
        ConfirmRotate = "rotate_yes",
        /// Asks whether it is to end.
        Revoke = "revoke",
        /// Ends it.
        ConfirmRevoke = "revoke_yes",
    }
}

impl Conversation for KeyChange {
    const NAME: &'static str = "key";
    type Step = KeyStep;

    #[cfg(test)]
    fn examples() -> Vec<Self> {
        vec![Self { key: KeyId(1) }]
    }

    /// Asks nothing: the buttons below the last message are still valid.
    async fn ask(self, _: &mut Context, _: Option<Html>) -> Result<()> {
        Ok(())
    }

    /// A contact is handled as without a conversation, like a text.
    async fn contact(self, _: &mut Context, _: &Contact) -> Result<Next> {
        Ok(Next::Unexpected)
    }

    async fn press(self, cx: &mut Context, step: KeyStep, nonce: &str) -> Result<Next> {
        cx.require(Permission::ManageKeys)?;
        match step {
            KeyStep::Uses => show_uses(cx, self.key).await?,
            KeyStep::Rotate => ask_to_rotate(cx, self.key).await?,
            KeyStep::ConfirmRotate => rotate(cx, self.key, nonce).await?,
            KeyStep::Revoke => ask_to_revoke(cx, self.key).await?,
            KeyStep::ConfirmRevoke => revoke(cx, self.key, nonce).await?,
        }
        Ok(Next::Answered)
    }

    fn operation_id(nonce: &str) -> Option<OperationId> {
        Some(operation_id(nonce))
    }
}

fn operation_id(nonce: &str) -> OperationId {
    OperationId::chat(format_args!("key:{nonce}"))
}

/// Shows a key; one that works can be replaced and revoked.
pub(crate) async fn show(cx: &mut Context, key: KeyId) -> Result<()> {
    cx.require(Permission::ManageKeys)?;
    let found = api_keys::get(&mut cx.tx, key).await?;
    let language = cx.language;
    let question = Question::new(cx);
    let mut buttons: Buttons = Vec::new();
    if found.is_valid(cx.now) {
        buttons.push(vec![
            question.button(texts::button_rotate(language), KeyStep::Rotate),
            question.button(texts::button_revoke(language), KeyStep::Revoke),
        ]);
    }
    if found.last_used_at.is_some() {
        buttons.push(vec![question.button(texts::button_uses(language), KeyStep::Uses)]);
    }
    buttons.push(vec![keys::keys_button(language)]);
    let reply = Reply::text(keys::line(cx, &found)).buttons(buttons);
    question.show(cx, &KeyChange { key }, reply).await
}

/// Shows the last requests of a key, the newest first.
async fn show_uses(cx: &mut Context, key: KeyId) -> Result<()> {
    let (language, caller) = (cx.language, cx.caller());
    let name = name(cx, key).await?;
    let uses = api_keys::last_uses(&mut cx.tx, &caller, key, USES_SHOWN).await?;
    let lines = Html::lines(uses.iter().map(|used| {
        let when = format::date_time(language, cx.shop.format.timezone, used.used_at);
        texts::use_line(language, &when, &used.method, &used.route, used.status, &used.address)
    }));
    let question = Question::new(cx);
    let reply = Reply::text(texts::uses(language, &name, &lines)).buttons(vec![vec![keys::keys_button(language)]]);
    question.show(cx, &KeyChange { key }, reply).await
}

async fn ask_to_rotate(cx: &mut Context, key: KeyId) -> Result<()> {
    let language = cx.language;
    let name = name(cx, key).await?;
    let text = texts::rotate_question(language, &name, OVERLAP.num_hours());
    let question = Question::new(cx);
    let yes = question.button(texts::button_rotate_yes(language), KeyStep::ConfirmRotate);
    let reply = Reply::text(text).buttons(vec![vec![yes], vec![keys::keys_button(language)]]);
    question.show(cx, &KeyChange { key }, reply).await
}

async fn rotate(cx: &mut Context, key: KeyId, nonce: &str) -> Result<()> {
    let operation = cx.operation(operation_id(nonce));
    let made = api_keys::rotate(&mut cx.tx, &operation, cx.shop.chance.as_ref(), key, OVERLAP).await?;
    let below = texts::replaces(cx.language, OVERLAP.num_hours());
    new_key::show_made(cx, &made, Some(below)).await
}

async fn ask_to_revoke(cx: &mut Context, key: KeyId) -> Result<()> {
    let language = cx.language;
    let name = name(cx, key).await?;
    let question = Question::new(cx);
    let yes = question.button(texts::button_revoke_yes(language), KeyStep::ConfirmRevoke);
    let reply = Reply::text(texts::revoke_question(language, &name))
        .buttons(vec![vec![yes], vec![keys::keys_button(language)]]);
    question.show(cx, &KeyChange { key }, reply).await
}

async fn revoke(cx: &mut Context, key: KeyId, nonce: &str) -> Result<()> {
    let language = cx.language;
    let operation = cx.operation(operation_id(nonce));
    api_keys::revoke(&mut cx.tx, &operation, key).await?;
    cx.leave();
    let text = texts::is_revoked(language, &name(cx, key).await?);
    cx.show(Reply::text(text).buttons(vec![vec![keys::keys_button(language)]])).await
}

async fn name(cx: &mut Context, key: KeyId) -> Result<String> {
    let found = api_keys::get(&mut cx.tx, key).await?;
    Ok(texts::name(cx.language, &found.name))
}
