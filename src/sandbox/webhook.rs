//! Delivery of updates to the URL a bot registered.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use tokio::task::JoinSet;

use super::Shared;

/// How long the bot may take to answer.
const PATIENCE: Duration = Duration::from_secs(30);
/// Deliveries at the same time.
const CONNECTIONS: usize = 40;
/// The pause of a chat after a failed delivery.
const PAUSE: Duration = Duration::from_millis(500);

/// Where updates go, and how the last failure read.
#[derive(Clone)]
pub(crate) struct Webhook {
    url: String,
    secret: String,
    last_error: Option<(i64, String)>,
}

impl Webhook {
    pub(crate) fn new(url: String, secret: String) -> Self {
        Self { url, secret, last_error: None }
    }

    /// Fills in a `WebhookInfo`.
    pub(crate) fn describe(&self, info: &mut Value) {
        info["url"] = self.url.clone().into();
        if let Some((date, message)) = &self.last_error {
            info["last_error_date"] = (*date).into();
            info["last_error_message"] = message.clone().into();
        }
    }
}

/// Delivers updates for as long as the server lives: one after the other within a chat, chats side by side; one that fails
/// comes again.
pub(crate) async fn deliver(shared: Arc<Shared>) {
    let client = reqwest::Client::new();
    let mut changes = shared.world().revision.subscribe();
    let mut on_their_way = JoinSet::new();
    let mut busy = HashSet::new();
    loop {
        changes.mark_unchanged();
        while on_their_way.len() < CONNECTIONS
            && let Some((webhook, chat, update)) = next(&shared, &busy)
        {
            busy.insert(chat);
            let (shared, client) = (Arc::clone(&shared), client.clone());
            on_their_way.spawn(async move {
                let delivered = post(&client, &webhook, &update).await;
                let failed = delivered.is_err();
                settle(&shared, &update, delivered);
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
            Some(Ok(chat)) = on_their_way.join_next() => {
                busy.remove(&chat);
            }
        }
    }
}

/// The oldest update of a chat that none is on its way from.
fn next(shared: &Shared, busy: &HashSet<i64>) -> Option<(Webhook, i64, Value)> {
    let world = shared.world();
    let (chat, update) = world.queue.oldest_but_of(busy)?;
    Some((world.webhook.clone()?, chat, update))
}

async fn post(client: &reqwest::Client, webhook: &Webhook, update: &Value) -> Result<(), String> {
    let mut request = client.post(&webhook.url).timeout(PATIENCE).json(update);
    if !webhook.secret.is_empty() {
        request = request.header("X-Telegram-Bot-Api-Secret-Token", &webhook.secret);
    }
    match request.send().await {
        Ok(response) if response.status().is_success() => Ok(()),
        Ok(response) => Err(format!("Wrong response from the webhook: {}", response.status())),
        Err(_) => Err("Connection failed".to_owned()),
    }
}

fn settle(shared: &Shared, update: &Value, delivered: Result<(), String>) {
    let world = &mut *shared.world();
    let id = update["update_id"].as_i64().unwrap_or_default();
    match delivered {
        Ok(()) => world.confirm_one(id),
        Err(problem) => {
            let now = world.now();
            if let Some(webhook) = &mut world.webhook {
                webhook.last_error = Some((now, problem));
            }
        }
    }
}
