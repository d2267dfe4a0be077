//! Events on their way to webhooks. A row is deleted when its receiver has taken it.

use super::{
    Result, Tx,
    bulk::{self, DeliveryRow},
    counts::Counted,
    statement::statements,
};
use crate::{
    clock::Timestamp,
    domain::{ParcelId, WebhookId},
};

/// An event that is to be sent to a webhook.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Delivery {
    /// The number of the event.
    pub number: i64,
    /// The parcel to which it happened.
    pub parcel_id: ParcelId,
    /// The id of the message, the same at each attempt.
    pub message_id: String,
    /// The JSON that is sent.
    pub body: String,
    /// How often it was tried.
    pub attempts: i64,
}

statements! {
    /// The oldest events of their parcels. One that is due later than `$4` was put off by a clock that was wrong.
    NEXT = "
        SELECT d.number, d.parcel_id, d.message_id, d.body, d.attempts FROM webhook_deliveries d
        WHERE d.shop_id = $1 AND d.webhook_id = $2 AND d.given_up_at IS NULL AND (d.due_at <= $3 OR d.due_at > $4)
            AND NOT EXISTS (
                SELECT 1 FROM webhook_deliveries e
                WHERE e.shop_id = $1 AND e.webhook_id = $2 AND e.parcel_id = d.parcel_id AND e.number < d.number
                    AND e.given_up_at IS NULL)
        ORDER BY d.number LIMIT $5";
    DELETE = "DELETE FROM webhook_deliveries WHERE shop_id = $1 AND webhook_id = $2 AND number = $3";
    DELETE_WAITING = "DELETE FROM webhook_deliveries WHERE shop_id = $1 AND webhook_id = $2 AND given_up_at IS NULL";
    FAILED = "
        UPDATE webhook_deliveries SET attempts = attempts + 1, due_at = $4, first_tried_at = COALESCE(first_tried_at, $5)
        WHERE shop_id = $1 AND webhook_id = $2 AND number = $3";
    RELEASE = "
        UPDATE webhook_deliveries SET due_at = $3
        WHERE shop_id = $1 AND webhook_id = $2 AND due_at > $3 AND given_up_at IS NULL";
    GIVE_UP = "
        UPDATE webhook_deliveries SET given_up_at = $3, body = ''
        WHERE shop_id = $1 AND webhook_id = $2 AND given_up_at IS NULL AND (first_tried_at <= $4 OR created_at <= $5)";
    COUNTS_OF = "
        SELECT COUNT(*) - COUNT(given_up_at), COUNT(given_up_at) FROM webhook_deliveries WHERE shop_id = $1 AND webhook_id = $2";
    COUNT = "SELECT COUNT(*) FROM webhook_deliveries WHERE shop_id = $1 AND given_up_at IS NULL";
    WAITS_SINCE = "SELECT MIN(created_at) FROM webhook_deliveries WHERE shop_id = $1 AND given_up_at IS NULL";
    PURGE = "DELETE FROM webhook_deliveries WHERE shop_id = $1 AND given_up_at < $2";
    /// What a transaction wrote to a webhook that another one was removing.
    PURGE_UNWANTED = "
        DELETE FROM webhook_deliveries WHERE shop_id = $1 AND given_up_at IS NULL AND webhook_id IN (
            SELECT w.webhook_id FROM webhooks w WHERE w.shop_id = $1 AND w.removed_at IS NOT NULL)";
}

/// Adds events to be sent; the sender of this process learns of them when the transaction is committed.
pub(crate) async fn insert(tx: &mut Tx, rows: Vec<DeliveryRow>) -> Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    bulk::insert(tx, rows).await?;
    tx.wake_webhooks();
    Ok(())
}

/// Up to `limit` events for a webhook that may be sent at `at`, the oldest of each parcel that has one, in the order of events.
/// One that is due after `latest` is due too.
pub async fn next(
    tx: &mut Tx,
    webhook: WebhookId,
    at: Timestamp,
    latest: Timestamp,
    limit: i64,
) -> Result<Vec<Delivery>> {
    tx.q(NEXT).bind(webhook).bind(at).bind(latest).bind(limit).all().await
}

/// An event arrived.
pub async fn arrived(tx: &mut Tx, webhook: WebhookId, number: i64) -> Result<()> {
    let deleted = tx.q(DELETE).bind(webhook).bind(number).run().await?;
    tx.count(Counted::Deliveries, "arrived", deleted);
    Ok(())
}

/// Deletes what waits for a webhook.
pub async fn delete_waiting(tx: &mut Tx, webhook: WebhookId) -> Result<u64> {
    let deleted = tx.q(DELETE_WAITING).bind(webhook).run().await?;
    tx.count(Counted::Deliveries, "dropped", deleted);
    Ok(deleted)
}

/// An attempt to send an event failed; it is due again at `due_at`.
pub async fn failed(tx: &mut Tx, webhook: WebhookId, number: i64, due_at: Timestamp, at: Timestamp) -> Result<()> {
    tx.q(FAILED).bind(webhook).bind(number).bind(due_at).bind(at).run().await?;
    tx.count(Counted::Deliveries, "failed", 1);
    Ok(())
}

/// What waits for a webhook is due at `at`, where it would be later.
pub async fn release(tx: &mut Tx, webhook: WebhookId, at: Timestamp) -> Result<()> {
    tx.q(RELEASE).bind(webhook).bind(at).run().await?;
    Ok(())
}

/// Gives up the events that were first tried by `tried_by` or are of `created_by`; how many these are.
pub async fn give_up(
    tx: &mut Tx,
    webhook: WebhookId,
    at: Timestamp,
    tried_by: Timestamp,
    created_by: Timestamp,
) -> Result<u64> {
    let given_up = tx.q(GIVE_UP).bind(webhook).bind(at).bind(tried_by).bind(created_by).run().await?;
    tx.count(Counted::Deliveries, "given_up", given_up);
    Ok(given_up)
}

/// How many events wait for a webhook, and how many were given up.
pub async fn counts_of(tx: &mut Tx, webhook: WebhookId) -> Result<(i64, i64)> {
    tx.q(COUNTS_OF).bind(webhook).one().await
}

/// How many events wait.
pub async fn count(tx: &mut Tx) -> Result<i64> {
    Ok(tx.q(COUNT).one::<(i64,)>().await?.0)
}

/// When the oldest event that waits happened.
pub async fn waits_since(tx: &mut Tx) -> Result<Option<Timestamp>> {
    Ok(tx.q(WAITS_SINCE).one::<(Option<Timestamp>,)>().await?.0)
}

/// Deletes what was given up before a moment, and what nobody waits for.
pub async fn purge(tx: &mut Tx, before: Timestamp) -> Result<u64> {
    tx.q(PURGE_UNWANTED).run().await?;
    tx.q(PURGE).bind(before).run().await
}
