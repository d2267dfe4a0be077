//! Webhooks: an owner names a URL and events, and each of these events is sent there, signed, until it arrives or a day is over.

mod change;
mod message;
mod pauses;
mod put;
mod sending;

pub use self::{
    change::{Made, OLD_SECRET_SIGNS, add, of_url, remove, resume, rotate},
    put::put,
    sending::{Attempt, Lost, Outgoing, Room, arrived, due, failed, give_up_for_gone, gone, next, with_room},
};
use super::{Caller, Refusal, Result};
use crate::{
    clock::Timestamp,
    domain::{Permission, WebhookId},
    storage::{Tx, webhook_deliveries, webhooks},
};

pub use crate::storage::{webhook_deliveries::Delivery, webhooks::Webhook};

/// How long what was given up is kept, for the owners to see.
const LOST_KEPT: chrono::Duration = chrono::Duration::days(30);

/// A webhook, and what waits for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// The webhook.
    pub webhook: Webhook,
    /// How many events wait.
    pub waiting: i64,
    /// How many events were given up in the last 30 days.
    pub given_up: i64,
}

/// All webhooks, the oldest first.
///
/// # Errors
/// [`Refusal::NotAllowed`]; the database's.
pub async fn list(tx: &mut Tx, caller: &Caller) -> Result<Vec<Listed>> {
    caller.require(Permission::ManageKeys)?;
    let mut all = Vec::new();
    for webhook in webhooks::list(tx).await? {
        all.push(counted(tx, webhook).await?);
    }
    Ok(all)
}

/// A webhook.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::UnknownWebhook`]; the database's.
pub async fn get(tx: &mut Tx, caller: &Caller, webhook: WebhookId) -> Result<Listed> {
    caller.require(Permission::ManageKeys)?;
    let known = webhooks::by_id(tx, webhook).await?.ok_or(Refusal::UnknownWebhook)?;
    counted(tx, known).await
}

async fn counted(tx: &mut Tx, webhook: Webhook) -> Result<Listed> {
    let (waiting, given_up) = webhook_deliveries::counts_of(tx, webhook.webhook_id).await?;
    Ok(Listed { webhook, waiting, given_up })
}

/// How many events wait.
///
/// # Errors
/// The database's.
pub async fn waiting_count(tx: &mut Tx) -> Result<i64> {
    Ok(webhook_deliveries::count(tx).await?)
}

/// When the oldest event that waits happened.
///
/// # Errors
/// The database's.
pub async fn oldest(tx: &mut Tx) -> Result<Option<Timestamp>> {
    Ok(webhook_deliveries::waits_since(tx).await?)
}

/// Is there a webhook whose receiver wants no more?
///
/// # Errors
/// The database's.
pub async fn is_any_gone(tx: &mut Tx) -> Result<bool> {
    Ok(webhooks::list(tx).await?.iter().any(|webhook| webhook.gone_at.is_some()))
}

/// Deletes what was given up 30 days ago, and what nobody waits for.
///
/// # Errors
/// The database's.
pub async fn purge(tx: &mut Tx, at: Timestamp) -> Result<u64> {
    Ok(webhook_deliveries::purge(tx, at - LOST_KEPT).await?)
}
