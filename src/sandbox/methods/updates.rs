//! Methods by which the bot receives updates: long polling or a webhook.

use std::time::Duration;

use serde::Deserialize;
use serde_json::{Value, json};
use tokio::time::{Instant, timeout_at};

use crate::sandbox::reject::Rejection;
use crate::sandbox::shared::Shared;
use crate::sandbox::webhook::Webhook;
use crate::sandbox::world::World;

/// The longest poll the real server allows.
const MAX_TIMEOUT_SECONDS: u64 = 50;

#[derive(Deserialize)]
pub(super) struct GetUpdates {
    #[serde(default)]
    offset: i64,
    limit: Option<usize>,
    #[serde(default)]
    timeout: u64,
    allowed_updates: Option<Vec<String>>,
}

#[derive(Deserialize)]
pub(super) struct SetWebhook {
    #[serde(default)]
    url: String,
    #[serde(default)]
    secret_token: String,
    allowed_updates: Option<Vec<String>>,
    #[serde(default)]
    drop_pending_updates: bool,
}

#[derive(Deserialize)]
pub(super) struct DeleteWebhook {
    #[serde(default)]
    drop_pending_updates: bool,
}

pub(super) async fn get_updates(shared: &Shared, request: GetUpdates) -> Result<Value, Rejection> {
    let limit = request.limit.filter(|limit| (1..=100).contains(limit)).unwrap_or(100);
    let deadline = Instant::now() + Duration::from_secs(request.timeout.min(MAX_TIMEOUT_SECONDS));
    let (mut changes, me) = {
        let world = &mut *shared.world();
        refuse_with_webhook(world)?;
        world.poller += 1;
        if let Some(kinds) = request.allowed_updates {
            world.queue.allow(kinds);
        }
        world.confirm(request.offset);
        // Wakes an earlier poll, which ends with a conflict.
        world.revision.send_modify(|revision| *revision += 1);
        (world.revision.subscribe(), world.poller)
    };
    loop {
        {
            let world = shared.world();
            if world.poller != me {
                refuse_with_webhook(&world)?;
                return Err(Rejection::conflict(
                    "terminated by other getUpdates request; make sure that only one bot instance is running",
                ));
            }
            changes.mark_unchanged();
            let updates = world.queue.peek(limit);
            if !updates.is_empty() {
                return Ok(updates.into());
            }
        }
        let changed = timeout_at(deadline, changes.changed()).await;
        if !matches!(changed, Ok(Ok(()))) {
            return Ok(json!([]));
        }
    }
}

fn refuse_with_webhook(world: &World) -> Result<(), Rejection> {
    match &world.webhook {
        None => Ok(()),
        Some(_) => Err(Rejection::conflict(
            "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
        )),
    }
}

pub(super) fn set_webhook(world: &mut World, request: SetWebhook) -> Result<Value, Rejection> {
    if request.drop_pending_updates {
        world.queue.drop_all();
    }
    if request.url.is_empty() {
        return Ok(remove_webhook(world));
    }
    if !request.url.starts_with("http://") && !request.url.starts_with("https://") {
        return Err(Rejection::bad_request("invalid webhook URL specified"));
    }
    let allowed = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-');
    if request.secret_token.len() > 256 {
        return Err(Rejection::bad_request("secret token is too long"));
    }
    if !request.secret_token.chars().all(allowed) {
        return Err(Rejection::bad_request("secret token contains unallowed characters"));
    }
    if let Some(kinds) = request.allowed_updates {
        world.queue.allow(kinds);
    }
    world.webhook = Some(Webhook::new(request.url, request.secret_token));
    world.poller += 1;
    world.revision.send_modify(|revision| *revision += 1);
    Ok(true.into())
}

pub(super) fn delete_webhook(world: &mut World, request: DeleteWebhook) -> Value {
    if request.drop_pending_updates {
        world.queue.drop_all();
    }
    remove_webhook(world)
}

fn remove_webhook(world: &mut World) -> Value {
    world.webhook = None;
    world.revision.send_modify(|revision| *revision += 1);
    true.into()
}

pub(super) fn get_webhook_info(world: &World) -> Value {
    let mut info = json!({
        "url": "",
        "has_custom_certificate": false,
        "pending_update_count": world.queue.len(),
    });
    if let Some(kinds) = world.queue.allowed() {
        info["allowed_updates"] = json!(kinds);
    }
    if let Some(webhook) = &world.webhook {
        webhook.describe(&mut info);
    }
    info
}
