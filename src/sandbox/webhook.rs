//! Delivery of updates to the URL a bot registered.

use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;

use super::Shared;

/// How long the bot may take to answer.
const PATIENCE: Duration = Duration::from_secs(30);
/// The pause after a failed delivery.
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

/// Delivers updates one after the other for as long as the server lives; one that fails comes again.
pub(crate) async fn deliver(shared: Arc<Shared>) {
    let client = reqwest::Client::new();
    let mut changes = shared.world().revision.subscribe();
    loop {
        changes.mark_unchanged();
        let next = {
            let world = shared.world();
            world.webhook.clone().zip(world.queue.peek(1).pop())
        };
        let Some((webhook, update)) = next else {
            if changes.changed().await.is_err() {
                return;
            }
            continue;
        };
        let delivered = post(&client, &webhook, &update).await;
        let failed = delivered.is_err();
        settle(&shared, &update, delivered);
        if failed {
            tokio::time::sleep(PAUSE).await;
        }
    }
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
        Ok(()) => world.confirm(id + 1),
        Err(problem) => {
            let now = world.now();
            if let Some(webhook) = &mut world.webhook {
                webhook.last_error = Some((now, problem));
            }
        }
    }
}
