//! Webhooks are added and removed, get new secrets, and are sent to again.

use chrono::Duration;

use crate::{
    clock::Chance,
    domain::{Permission, Verb, WebhookEvents, WebhookHost, WebhookId, WebhookSecret, WebhookUrl},
    service::{
        Operation, Refusal, Result,
        operations::{self, Begun},
    },
    storage::{
        Tx, webhook_deliveries,
        webhooks::{self, Webhook},
    },
};

/// The most webhooks of a shop.
const MOST: usize = 20;
/// How long the secret before signs too.
pub const OLD_SECRET_SIGNS: Duration = Duration::hours(24);

/// A webhook that was added, or has a new secret. Only here is its secret told.
#[derive(Debug)]
pub struct Made {
    /// The webhook.
    pub webhook: Webhook,
    /// What its messages are signed with. `None` where the operation was done before: a secret is told once.
    pub secret: Option<WebhookSecret>,
}

/// An owner, or the operator, adds a webhook. `hosts` are those that are let through although they are not public.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::BadWebhookUrl`], [`Refusal::TooManyWebhooks`], [`Refusal::WebhookKnown`],
/// [`Refusal::OperationReused`]; the database's.
pub async fn add(
    tx: &mut Tx,
    operation: &Operation,
    chance: &dyn Chance,
    url: &str,
    events: WebhookEvents,
    hosts: &[WebhookHost],
) -> Result<Made> {
    operation.require(Permission::ManageKeys)?;
    let url = WebhookUrl::parse(url, hosts).map_err(Refusal::BadWebhookUrl)?;
    let input = (url.as_str(), events.to_string());
    let under_way = match operations::begin::<WebhookId>(tx, operation, Verb::AddWebhook, &input).await? {
        Begun::Before(webhook) => return made_before(tx, webhook).await,
        Begun::Now(under_way) => under_way,
    };
    if let Some(webhook) = of_url(tx, &url).await? {
        return Err(Refusal::WebhookKnown(webhook).into());
    }
    if webhooks::list(tx).await?.len() >= MOST {
        return Err(Refusal::TooManyWebhooks.into());
    }
    let secret = WebhookSecret::draw(chance);
    let webhook = webhooks::insert(tx, url.as_str(), events, secret.as_str(), operation.at()).await?;
    // The rest of the URL may be a secret of the receiver.
    let details = serde_json::json!({ "webhook": webhook, "host": url.host(), "events": input.1 });
    under_way.finish(tx, None, &details, webhook).await?;
    Ok(Made { webhook: existing(tx, webhook).await?, secret: Some(secret) })
}

/// The webhook that sends to a URL.
///
/// # Errors
/// The database's.
pub async fn of_url(tx: &mut Tx, url: &WebhookUrl) -> Result<Option<WebhookId>> {
    let known = webhooks::list(tx).await?;
    Ok(known.iter().find(|webhook| webhook.url == url.as_str()).map(|webhook| webhook.webhook_id))
}

/// Gives a webhook a new secret. The one before signs too for [`OLD_SECRET_SIGNS`].
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::UnknownWebhook`], [`Refusal::OperationReused`]; the database's.
pub async fn rotate(tx: &mut Tx, operation: &Operation, chance: &dyn Chance, webhook: WebhookId) -> Result<Made> {
    operation.require(Permission::ManageKeys)?;
    let under_way = match operations::begin::<WebhookId>(tx, operation, Verb::RotateWebhook, &webhook).await? {
        Begun::Before(webhook) => return made_before(tx, webhook).await,
        Begun::Now(under_way) => under_way,
    };
    existing(tx, webhook).await?;
    let secret = WebhookSecret::draw(chance);
    webhooks::rotate(tx, webhook, secret.as_str(), operation.at() + OLD_SECRET_SIGNS).await?;
    under_way.finish(tx, None, &serde_json::json!({ "webhook": webhook }), webhook).await?;
    Ok(Made { webhook: existing(tx, webhook).await?, secret: Some(secret) })
}

/// Removes a webhook, with what waits for it.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::UnknownWebhook`], [`Refusal::OperationReused`]; the database's.
pub async fn remove(tx: &mut Tx, operation: &Operation, webhook: WebhookId) -> Result<()> {
    operation.require(Permission::ManageKeys)?;
    let under_way = match operations::begin(tx, operation, Verb::RemoveWebhook, &webhook).await? {
        Begun::Before(()) => return Ok(()),
        Begun::Now(under_way) => under_way,
    };
    existing(tx, webhook).await?;
    webhooks::remove(tx, webhook, operation.at()).await?;
    let dropped = webhook_deliveries::delete_waiting(tx, webhook).await?;
    under_way.finish(tx, None, &serde_json::json!({ "webhook": webhook, "dropped": dropped }), ()).await
}

/// Sends to a webhook at once that fails, or whose receiver wanted no more.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::UnknownWebhook`], [`Refusal::OperationReused`]; the database's.
pub async fn resume(tx: &mut Tx, operation: &Operation, webhook: WebhookId) -> Result<()> {
    operation.require(Permission::ManageKeys)?;
    let under_way = match operations::begin(tx, operation, Verb::ResumeWebhook, &webhook).await? {
        Begun::Before(()) => return Ok(()),
        Begun::Now(under_way) => under_way,
    };
    existing(tx, webhook).await?;
    webhooks::resume(tx, webhook).await?;
    webhook_deliveries::release(tx, webhook, operation.at()).await?;
    under_way.finish(tx, None, &serde_json::json!({ "webhook": webhook }), ()).await
}

/// The webhook, for this transaction alone.
async fn existing(tx: &mut Tx, webhook: WebhookId) -> Result<Webhook> {
    Ok(webhooks::by_id_alone(tx, webhook).await?.ok_or(Refusal::UnknownWebhook)?)
}

async fn made_before(tx: &mut Tx, webhook: WebhookId) -> Result<Made> {
    Ok(Made { webhook: existing(tx, webhook).await?, secret: None })
}
