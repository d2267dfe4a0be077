//! What `/metrics` shows of the bot and the database.

use std::sync::Arc;

use crate::{
    clock::{Clock, Timestamp},
    domain::ShopId,
    http::{Measure, Measured, Values},
    service::{self, inbox, outbox, webhooks},
    storage::{Counted, Db},
};

/// Measures a shop and its database.
pub fn measure(db: Db, shop: ShopId, clock: Arc<dyn Clock>) -> Measure {
    Arc::new(move || {
        let (db, clock) = (db.clone(), Arc::clone(&clock));
        Box::pin(async move {
            let mut measured = counted(&db);
            let (size, idle) = db.connections();
            measured.push(Measured {
                name: "kopilka_database_connections",
                help: "Connections of the pool",
                values: Values::Gauges(
                    "state",
                    vec![("open", f64::from(size)), ("idle", number(i64::try_from(idle).unwrap_or(0)))],
                ),
            });
            let waiting = waiting(&db, shop, clock.now()).await;
            measured.push(Measured {
                name: "kopilka_database_up",
                help: "1 while the database answers",
                values: Values::Gauge(if waiting.is_ok() { 1.0 } else { 0.0 }),
            });
            match waiting {
                Ok(waiting) => measured.extend(waiting),
                Err(error) => tracing::debug!(%error, "the database cannot be measured"),
            }
            measured
        })
    })
}

fn counted(db: &Db) -> Vec<Measured> {
    let counters = |name, help, label, what| Measured { name, help, values: Values::Counters(label, db.counted(what)) };
    vec![
        counters("kopilka_updates", "Updates that were handled", "outcome", Counted::Updates),
        counters("kopilka_messages_promised", "Messages that were put into the outbox", "priority", Counted::Promised),
        counters("kopilka_messages", "Messages that left the outbox", "outcome", Counted::Messages),
        counters("kopilka_ledger_entries", "Entries of wallets", "kind", Counted::Entries),
        counters(
            "kopilka_webhook_deliveries",
            "Attempts to send events to webhooks (arrived, failed), and events that never will be (given_up, dropped)",
            "outcome",
            Counted::Deliveries,
        ),
    ]
}

async fn waiting(db: &Db, shop: ShopId, at: Timestamp) -> service::Result<Vec<Measured>> {
    let mut tx = db.read(shop).await?;
    let updates = inbox::waiting_count(&mut tx).await?;
    let oldest_update = inbox::oldest(&mut tx).await?;
    let messages = outbox::count(&mut tx).await?;
    let oldest_message = outbox::oldest(&mut tx).await?;
    let events = webhooks::waiting_count(&mut tx).await?;
    let oldest_event = webhooks::oldest(&mut tx).await?;
    let gauge = |name, help, value| Measured { name, help, values: Values::Gauge(value) };
    Ok(vec![
        gauge("kopilka_updates_waiting", "Updates that wait", number(updates)),
        gauge("kopilka_updates_oldest_age_seconds", "Age of the oldest update that waits", age(oldest_update, at)),
        gauge("kopilka_messages_waiting", "Messages that wait", number(messages)),
        gauge("kopilka_messages_oldest_age_seconds", "Age of the oldest message that waits", age(oldest_message, at)),
        gauge("kopilka_webhook_deliveries_waiting", "Events that wait to be sent to webhooks", number(events)),
        gauge(
            "kopilka_webhook_deliveries_oldest_age_seconds",
            "Age of the oldest event that waits to be sent to a webhook",
            age(oldest_event, at),
        ),
    ])
}

/// How many seconds ago it was; 0 where nothing waits.
fn age(since: Option<Timestamp>, at: Timestamp) -> f64 {
    since.map_or(0.0, |since| number(at.seconds().saturating_sub(since.seconds()).max(0)))
}

#[expect(clippy::cast_precision_loss, reason = "a count that is shown")]
const fn number(count: i64) -> f64 {
    count as f64
}
