//! Delivery of updates to the webhook.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use tokio::task::JoinSet;

use super::shared::Shared;
use super::webhook::Webhook;

/// How long the bot may take to answer.
const TIMEOUT: Duration = Duration::from_secs(30);
/// The most deliveries at the same time.
const CONNECTIONS: usize = 40;
/// The pause of a chat after a failed delivery.
const PAUSE: Duration = Duration::from_millis(500);

/// Delivers updates until the server stops: within a chat one after the other, chats in parallel. A failed delivery is
/// repeated.
pub(crate) async fn deliver(shared: Arc<Shared>) {
    let client = reqwest::Client::new();
    let mut changes = shared.world().revision.subscribe();
    let mut deliveries = JoinSet::new();
    let mut busy = HashSet::new();
    loop {
        changes.mark_unchanged();
        while deliveries.len() < CONNECTIONS
            && let Some((webhook, chat, update)) = next(&shared, &busy)
        {
            busy.insert(chat);
            let (shared, client) = (Arc::clone(&shared), client.clone());
            deliveries.spawn(async move {
                let delivered = post(&client, &webhook, &update).await;
                let failed = delivered.is_err();
                record_outcome(&shared, &update, delivered);
                if failed {
                    tokio::time::sleep(PAUSE).await;
                }
                chat
            });
        }
        tokio::select! {
            changed = changes.changed() => {
                if changed.is_err() {
                    return;
                }
            }
            Some(Ok(chat)) = deliveries.join_next() => {
                busy.remove(&chat);
            }
        }
    }
}

/// The oldest update of a chat that is not busy.
fn next(shared: &Shared, busy: &HashSet<i64>) -> Option<(Webhook, i64, Value)> {
    let world = shared.world();
    let (chat, update) = world.queue.oldest_but_of(busy)?;
    Some((world.webhook.clone()?, chat, update))
}

async fn post(client: &reqwest::Client, webhook: &Webhook, update: &Value) -> Result<(), String> {
    let mut request = client.post(webhook.url()).timeout(TIMEOUT).json(update);
    if !webhook.secret().is_empty() {
        request = request.header("X-Telegram-Bot-Api-Secret-Token", webhook.secret());
    }
    match request.send().await {
        Ok(response) if response.status().is_success() => Ok(()),
        Ok(response) => Err(format!("Wrong response from the webhook: {}", response.status())),
        Err(_) => Err("Connection failed".to_owned()),
    }
}

/// Confirms a delivered update; notes the error of a failed one.
fn record_outcome(shared: &Shared, update: &Value, delivered: Result<(), String>) {
    let world = &mut *shared.world();
    let id = update["update_id"].as_i64().unwrap_or_default();
    match delivered {
        Ok(()) => world.confirm_one(id),
        Err(problem) => {
            let now = world.now();
            if let Some(webhook) = &mut world.webhook {
                webhook.failed(now, problem);
            }
        }
    }
}
