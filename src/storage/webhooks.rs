//! Webhooks: where events are sent over HTTP, and how sending goes.

use super::{Result, Tx, statement::statements};
use crate::{
    clock::Timestamp,
    domain::{DeliveryFault, WebhookEvents, WebhookId},
};

/// A webhook, without its secrets.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Webhook {
    /// The row.
    pub webhook_id: WebhookId,
    /// Where to.
    pub url: String,
    /// Which events.
    pub events: WebhookEvents,
    /// When it was added.
    pub created_at: Timestamp,
    /// When its receiver answered that it wants no more; nothing is sent since then.
    pub gone_at: Option<Timestamp>,
    /// How many attempts in a row failed.
    pub failures: i64,
    /// Since when they fail.
    pub failing_since: Option<Timestamp>,
    /// Nothing is sent before this.
    pub resume_at: Option<Timestamp>,
    /// When the last message arrived.
    pub last_success_at: Option<Timestamp>,
    /// When an attempt last failed.
    pub last_failure_at: Option<Timestamp>,
    /// Why.
    pub last_failure: Option<DeliveryFault>,
    /// When the owners were last told that events were given up.
    pub loss_told_at: Option<Timestamp>,
}

/// How sending goes after an attempt that failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Failing {
    /// How many attempts in a row failed.
    pub failures: i64,
    /// Since when they fail.
    pub since: Timestamp,
    /// Nothing is sent before this.
    pub resume_at: Option<Timestamp>,
    /// Why the last attempt failed.
    pub fault: DeliveryFault,
}

/// What signs the messages to a webhook.
#[derive(Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct StoredSecrets {
    /// The secret.
    pub secret: String,
    /// The one before.
    pub old_secret: Option<String>,
    /// Until when the one before signs too.
    pub old_secret_ends_at: Option<Timestamp>,
}

/// Writes `SELECT` with the columns of [`Webhook`] before the rest of a statement.
macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT webhook_id, url, events, created_at, gone_at, failures, failing_since, resume_at, last_success_at, ",
            "last_failure_at, last_failure, loss_told_at FROM webhooks ",
            $rest
        )
    };
}

statements! {
    INSERT = "
        INSERT INTO webhooks (shop_id, webhook_id, url, events, secret, created_at) VALUES ($1, $2, $3, $4, $5, $6)";
    LIST = select!("WHERE shop_id = $1 AND removed_at IS NULL ORDER BY created_at, webhook_id");
    BY_ID = select!("WHERE shop_id = $1 AND webhook_id = $2 AND removed_at IS NULL");
    LOCK: sqlite = "", postgres = "
        SELECT webhook_id FROM webhooks WHERE shop_id = $1 AND webhook_id = $2 FOR NO KEY UPDATE";
    SECRETS = "
        SELECT secret, old_secret, old_secret_ends_at FROM webhooks
        WHERE shop_id = $1 AND webhook_id = $2 AND removed_at IS NULL";
    ROTATE = "
        UPDATE webhooks SET old_secret = secret, old_secret_ends_at = $4, secret = $3 WHERE shop_id = $1 AND webhook_id = $2";
    REMOVE = "
        UPDATE webhooks SET removed_at = $3, secret = '', old_secret = NULL, old_secret_ends_at = NULL
        WHERE shop_id = $1 AND webhook_id = $2 AND removed_at IS NULL";
    SUCCEEDED = "
        UPDATE webhooks SET failures = 0, failing_since = NULL, resume_at = NULL, last_success_at = $3
        WHERE shop_id = $1 AND webhook_id = $2";
    FAILED = "
        UPDATE webhooks SET failures = $3, failing_since = $4, resume_at = $5, last_failure = $6, last_failure_at = $7
        WHERE shop_id = $1 AND webhook_id = $2";
    GONE = "UPDATE webhooks SET gone_at = $3 WHERE shop_id = $1 AND webhook_id = $2 AND gone_at IS NULL";
    RESUME = "
        UPDATE webhooks SET gone_at = NULL, failures = 0, failing_since = NULL, resume_at = NULL
        WHERE shop_id = $1 AND webhook_id = $2";
    TELL_LOSS = "UPDATE webhooks SET loss_told_at = $3 WHERE shop_id = $1 AND webhook_id = $2";
}

impl Webhook {
    /// The host to which it sends, by which people know it.
    pub fn host(&self) -> &str {
        let rest = self.url.split_once("://").map_or(self.url.as_str(), |(_, rest)| rest);
        rest.split(['/', '?']).next().unwrap_or_default()
    }
}

/// Adds a webhook.
pub async fn insert(tx: &mut Tx, url: &str, events: WebhookEvents, secret: &str, at: Timestamp) -> Result<WebhookId> {
    let id = WebhookId(tx.draw_id().await?);
    tx.q(INSERT).bind(id).bind(url).bind(events).bind(secret).bind(at).run().await?;
    Ok(id)
}

/// All that were not removed, the oldest first.
pub async fn list(tx: &mut Tx) -> Result<Vec<Webhook>> {
    tx.q(LIST).all().await
}

/// A webhook that was not removed.
pub async fn by_id(tx: &mut Tx, webhook: WebhookId) -> Result<Option<Webhook>> {
    tx.q(BY_ID).bind(webhook).opt().await
}

/// The same, for this transaction alone until it ends. Events are written to it all the same.
pub async fn by_id_alone(tx: &mut Tx, webhook: WebhookId) -> Result<Option<Webhook>> {
    if tx.is_postgres() {
        tx.q(LOCK).bind(webhook).opt::<(i64,)>().await?;
    }
    by_id(tx, webhook).await
}

/// What signs the messages to a webhook that was not removed.
pub async fn secrets(tx: &mut Tx, webhook: WebhookId) -> Result<Option<StoredSecrets>> {
    tx.q(SECRETS).bind(webhook).opt().await
}

/// Gives a webhook a new secret; the one before signs too until `old_ends_at`.
pub async fn rotate(tx: &mut Tx, webhook: WebhookId, secret: &str, old_ends_at: Timestamp) -> Result<()> {
    tx.q(ROTATE).bind(webhook).bind(secret).bind(old_ends_at).run().await?;
    Ok(())
}

/// Removes a webhook, and forgets its secrets.
pub async fn remove(tx: &mut Tx, webhook: WebhookId, at: Timestamp) -> Result<()> {
    tx.q(REMOVE).bind(webhook).bind(at).run().await?;
    Ok(())
}

/// A message arrived.
pub async fn succeeded(tx: &mut Tx, webhook: WebhookId, at: Timestamp) -> Result<()> {
    tx.q(SUCCEEDED).bind(webhook).bind(at).run().await?;
    Ok(())
}

/// An attempt failed.
pub async fn failed(tx: &mut Tx, webhook: WebhookId, failing: Failing, at: Timestamp) -> Result<()> {
    let Failing { failures, since, resume_at, fault } = failing;
    tx.q(FAILED).bind(webhook).bind(failures).bind(since).bind(resume_at).bind(fault).bind(at).run().await?;
    Ok(())
}

/// The receiver wants no more; false where it had said so before.
pub async fn gone(tx: &mut Tx, webhook: WebhookId, at: Timestamp) -> Result<bool> {
    Ok(tx.q(GONE).bind(webhook).bind(at).run().await? > 0)
}

/// Sends again to a receiver that wanted no more, or failed.
pub async fn resume(tx: &mut Tx, webhook: WebhookId) -> Result<()> {
    tx.q(RESUME).bind(webhook).run().await?;
    Ok(())
}

/// The owners are told that events were given up.
pub async fn tell_loss(tx: &mut Tx, webhook: WebhookId, at: Timestamp) -> Result<()> {
    tx.q(TELL_LOSS).bind(webhook).bind(at).run().await?;
    Ok(())
}
