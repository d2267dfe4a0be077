//! What the sender does with events: it asks which are due, and says what became of them.

use chrono::Duration;

use super::pauses;
use crate::{
    clock::{Chance, Timestamp},
    domain::{DeliveryFault, WebhookId, WebhookSecret, WebhookUrl},
    service::{Error, Result},
    storage::{
        Tx,
        webhook_deliveries::{self, Delivery},
        webhooks::{self, Failing, StoredSecrets, Webhook},
    },
};

/// How many messages to one receiver are under way at a time.
const AT_ONCE: usize = 8;
/// From so many failures in a row on nothing is sent for a while.
const PAUSED_FROM: i64 = 3;
/// An event is given up that could not be sent for so long.
const GIVEN_UP_AFTER: Duration = Duration::hours(24);

/// A webhook to which something may be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Room {
    /// The webhook.
    pub webhook_id: WebhookId,
    /// How many messages may be under way at a time. One alone while the receiver fails.
    pub at_once: usize,
}

/// What is to be sent to a webhook.
#[derive(Debug)]
pub struct Outgoing {
    /// Where to.
    pub url: WebhookUrl,
    /// What signs it: the secret, and the one before where that is still valid.
    pub secrets: Vec<WebhookSecret>,
    /// How often sending to it has failed in a row.
    pub failures: i64,
    /// The events that are due, each of another parcel.
    pub deliveries: Vec<Delivery>,
}

/// A webhook for which events were given up, and how many: the owners are to be told.
pub type Lost = (Webhook, u64);

/// An attempt that failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// The number of the event.
    pub number: i64,
    /// How often it was tried before.
    pub before: i64,
    /// When it began.
    pub began_at: Timestamp,
    /// How often sending to the webhook had failed in a row then.
    pub failures: i64,
    /// Why it failed.
    pub fault: DeliveryFault,
    /// How long the receiver asks to wait.
    pub asked_pause: Option<Duration>,
}

/// The webhooks to which something may be sent at `at`.
///
/// # Errors
/// The database's.
pub async fn with_room(tx: &mut Tx, at: Timestamp) -> Result<Vec<Room>> {
    let all =
        webhooks::list(tx).await?.into_iter().filter(|webhook| webhook.gone_at.is_none() && !is_paused(webhook, at));
    let room = |webhook: Webhook| Room {
        webhook_id: webhook.webhook_id,
        at_once: if webhook.failures == 0 { AT_ONCE } else { 1 },
    };
    Ok(all.map(room).collect())
}

/// A pause beyond every bound was set by a clock that was wrong.
fn is_paused(webhook: &Webhook, at: Timestamp) -> bool {
    webhook.resume_at.is_some_and(|resumes| resumes > at && resumes <= at + pauses::BOUND)
}

/// Up to `limit` events that are due; `None` where there are none, or no such webhook any more.
///
/// # Errors
/// The database's.
pub async fn next(tx: &mut Tx, webhook: WebhookId, at: Timestamp, limit: usize) -> Result<Option<Outgoing>> {
    let deliveries = due(tx, webhook, at, limit).await?;
    if deliveries.is_empty() {
        return Ok(None);
    }
    let (known, stored) = (webhooks::by_id(tx, webhook).await?, webhooks::secrets(tx, webhook).await?);
    let (Some(known), Some(stored)) = (known, stored) else { return Ok(None) };
    let url = WebhookUrl::stored(&known.url).map_err(|_| Error::Corrupt("the URL of a webhook cannot be read"))?;
    Ok(Some(Outgoing { url, secrets: secrets(stored, at)?, failures: known.failures, deliveries }))
}

/// The events that are due.
///
/// # Errors
/// The database's.
pub async fn due(tx: &mut Tx, webhook: WebhookId, at: Timestamp, limit: usize) -> Result<Vec<Delivery>> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    Ok(webhook_deliveries::next(tx, webhook, at, at + pauses::BOUND, limit).await?)
}

fn secrets(stored: StoredSecrets, at: Timestamp) -> Result<Vec<WebhookSecret>> {
    let is_valid = stored.old_secret_ends_at.is_some_and(|ends| ends > at);
    let old = stored.old_secret.filter(|_| is_valid);
    let read = |text: String| text.parse().map_err(|_| Error::Corrupt("the secret of a webhook cannot be read"));
    [Some(stored.secret), old].into_iter().flatten().map(read).collect()
}

/// An event arrived. Where the receiver had failed before, all that waits for it is due now.
///
/// # Errors
/// The database's.
pub async fn arrived(tx: &mut Tx, webhook: WebhookId, number: i64, at: Timestamp) -> Result<()> {
    let known = webhooks::by_id_alone(tx, webhook).await?;
    webhook_deliveries::arrived(tx, webhook, number).await?;
    let Some(known) = known else { return Ok(()) };
    webhooks::succeeded(tx, webhook, at).await?;
    if known.failures >= PAUSED_FROM {
        webhook_deliveries::release(tx, webhook, at).await?;
    }
    Ok(())
}

/// An attempt failed: the event waits, and where the receiver fails again and again, all others too. What could not be sent for a
/// day is given up. Returns the webhook and how many events these were, where the owners are to be told.
///
/// # Errors
/// The database's.
pub async fn failed(
    tx: &mut Tx,
    webhook: WebhookId,
    attempt: &Attempt,
    chance: &dyn Chance,
    at: Timestamp,
) -> Result<Option<Lost>> {
    let Some(known) = webhooks::by_id_alone(tx, webhook).await? else { return Ok(None) };
    let failing = failing(&known, attempt, chance, at);
    webhooks::failed(tx, webhook, failing, at).await?;
    let pause = pauses::after(attempt.before.saturating_add(1), at - failing.since, chance);
    let due_at = at + pause.max(asked(attempt));
    webhook_deliveries::failed(tx, webhook, attempt.number, due_at, at).await?;
    give_up(tx, known, failing.since, at).await
}

/// Gives up what could not be sent for a day to a receiver that has taken nothing since `since`.
async fn give_up(tx: &mut Tx, known: Webhook, since: Timestamp, at: Timestamp) -> Result<Option<Lost>> {
    let limit = tx.expired_by(at) - GIVEN_UP_AFTER;
    let created_by = if since <= limit { limit } else { Timestamp::FIRST };
    let given_up = webhook_deliveries::give_up(tx, known.webhook_id, at, limit, created_by).await?;
    let is_told = known.loss_told_at.is_some_and(|told| told > limit || told >= since);
    if given_up == 0 || is_told {
        return Ok(None);
    }
    webhooks::tell_loss(tx, known.webhook_id, at).await?;
    Ok(Some((known, given_up)))
}

fn failing(known: &Webhook, attempt: &Attempt, chance: &dyn Chance, at: Timestamp) -> Failing {
    // Attempts that were under way at the same time fail for the same reason, which counts once.
    let is_counted = known.failures <= attempt.failures;
    let failures = known.failures.saturating_add(i64::from(is_counted));
    let since = known.failing_since.unwrap_or(attempt.began_at);
    let pause = if failures >= PAUSED_FROM {
        // It begins with the shortest, so that a receiver that fails now and then is soon sent to again.
        pauses::after(failures.saturating_sub(PAUSED_FROM - 1), at - since, chance)
    } else {
        Duration::zero()
    };
    let pause = pause.max(asked(attempt));
    let resume_at = (pause > Duration::zero()).then(|| at + pause);
    Failing { failures, since, resume_at, fault: attempt.fault }
}

/// How long the receiver asks to wait, which is heeded within bounds.
fn asked(attempt: &Attempt) -> Duration {
    attempt.asked_pause.unwrap_or_default().clamp(Duration::zero(), pauses::BOUND)
}

/// The receiver answered an event with the number `number` that it wants no more: nothing is sent to it until an owner says so, and
/// its events wait. Returns the webhook where the owners are to be told.
///
/// # Errors
/// The database's.
pub async fn gone(tx: &mut Tx, webhook: WebhookId, number: i64, at: Timestamp) -> Result<Option<Webhook>> {
    let known = webhooks::by_id_alone(tx, webhook).await?;
    let is_new = webhooks::gone(tx, webhook, at).await?;
    webhook_deliveries::failed(tx, webhook, number, at, at).await?;
    Ok(known.filter(|_| is_new))
}

/// Gives up what has waited for a day for receivers that want no more. Nothing is sent to them, so no attempt that fails does it.
/// Returns those of which the owners are to be told.
///
/// # Errors
/// The database's.
pub async fn give_up_for_gone(tx: &mut Tx, at: Timestamp) -> Result<Vec<Lost>> {
    let mut lost = Vec::new();
    for Webhook { webhook_id, .. } in webhooks::list(tx).await? {
        let Some(known) = webhooks::by_id_alone(tx, webhook_id).await? else { continue };
        let Some(gone_at) = known.gone_at else { continue };
        let since = known.failing_since.unwrap_or(gone_at);
        lost.extend(give_up(tx, known, since, at).await?);
    }
    Ok(lost)
}
