//! Events are put for the webhooks that want them.

use super::message;
use crate::{
    clock::Timestamp,
    service::Result,
    storage::{
        Tx,
        bulk::DeliveryRow,
        parcel_events, webhook_deliveries,
        webhooks::{self, Webhook},
    },
};

/// Puts `count` events after the one with the number `before` for the webhooks that want them. They are written last of all, where
/// nothing waits for a lock any more.
///
/// # Errors
/// The database's.
pub async fn put(tx: &mut Tx, before: i64, count: usize, at: Timestamp) -> Result<()> {
    if count == 0 {
        return Ok(());
    }
    // Also for a receiver that wants no more: the owner may send to it again.
    let wanted_by: Vec<Webhook> = webhooks::list(tx).await?;
    if wanted_by.is_empty() {
        return Ok(());
    }
    let events = parcel_events::after(tx, before, i64::try_from(count).unwrap_or(i64::MAX)).await?;
    let mut rows = Vec::new();
    for event in events {
        let (body, message_id) = (message::body(&event)?, message::id(tx.shop(), &event));
        let wanted_by = wanted_by.iter().filter(|webhook| webhook.events.contain(event.kind));
        rows.extend(wanted_by.map(|webhook| DeliveryRow {
            webhook_id: webhook.webhook_id,
            number: event.number,
            parcel_id: event.parcel_id,
            message_id: message_id.clone(),
            body: body.clone(),
            created_at: at,
            due_at: at,
        }));
    }
    Ok(webhook_deliveries::insert(tx, rows).await?)
}
