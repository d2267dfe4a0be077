//! The webhook: a route of the program's HTTP server to which Telegram delivers updates.
//!
//! A request is answered once its update is committed. Updates that arrive at the same time are committed together. The
//! webhook stays registered when the program stops: Telegram keeps the updates meanwhile.

use std::{sync::Arc, time::Duration};

use axum::{
    Router,
    body::to_bytes,
    extract::{Request, State},
    http::StatusCode,
    routing::post,
};
use reqwest::Url;
use serde::Serialize;
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use teloxide::{requests::Payload, types::True};
use tokio::sync::{mpsc, oneshot};

use super::{
    alarm::{Alarm, AlarmHandler},
    client::{ApiError, RawUpdate, Reason, Telegram, raw_update},
    leader::LeaderTask,
    polling::{ALLOWED_UPDATES, FailureStreak},
    receiver::Receiver,
    rivalry::Rivalry,
    webhook_url::GetWebhookUrl,
};
use crate::shutdown::{self, CancellationToken};

/// The header in which Telegram sends the secret.
const SECRET_HEADER: &str = "x-telegram-bot-api-secret-token";
/// Separates the secret from other values that are derived from the token.
const LABEL: &[u8] = b"kopilka webhook secret\0";
/// The largest accepted body in bytes. Updates have some kilobytes.
const MAX_BODY_BYTES: usize = 1 << 20;
/// How many updates Telegram may deliver at the same time.
const CONNECTIONS: u8 = 40;
/// The most updates that are committed together.
const BATCH: usize = 100;
/// The longest that a request waits for the commit.
const COMMIT_TIMEOUT: Duration = Duration::from_secs(20);
/// How often the leader looks whether the webhook is still registered.
const CHECK_EVERY: Duration = Duration::from_secs(60);

/// The address of the webhook, its secret, and the updates that arrive.
pub struct WebhookEndpoint {
    registration: Registration,
    check_every: Duration,
    deliveries: mpsc::Receiver<Delivery>,
}

/// What Telegram is told of the webhook.
#[derive(Clone)]
struct Registration {
    url: Url,
    secret: Arc<str>,
}

/// A delivered update.
struct Delivery {
    update: RawUpdate,
    /// Gets whether it was stored.
    stored: oneshot::Sender<bool>,
}

/// The state of the route.
struct RouteState {
    secret: Arc<str>,
    deliveries: mpsc::Sender<Delivery>,
}

impl WebhookEndpoint {
    /// The webhook of the bot of `token` at `url`, and its route. The secret is derived from the token, so all
    /// processes of the bot have the same one.
    pub fn new(token: &str, url: Url) -> (Self, Router) {
        let secret: Arc<str> = format!("{:x}", Sha256::new().chain_update(LABEL).chain_update(token).finalize()).into();
        let (sender, deliveries) = mpsc::channel(BATCH);
        let state = Arc::new(RouteState { secret: Arc::clone(&secret), deliveries: sender });
        // The path is matched literally, without the syntax of templates.
        let route = Router::new().without_v07_checks().route(url.path(), post(receive_update)).with_state(state);
        (Self { registration: Registration { url, secret }, check_every: CHECK_EVERY, deliveries }, route)
    }

    /// The same webhook, looked at more or less often.
    pub fn checked_every(self, check_every: Duration) -> Self {
        Self { check_every, ..self }
    }

    /// The task of the leader that sees to it that the webhook stays registered.
    pub(crate) fn watch(&self, telegram: Telegram, alarms: AlarmHandler) -> LeaderTask {
        let (registration, every) = (self.registration.clone(), self.check_every);
        Arc::new(move |stop, _| {
            let (registration, telegram, alarms) = (registration.clone(), telegram.clone(), Arc::clone(&alarms));
            Box::pin(async move { watch(&telegram, &registration, every, alarms, &stop).await })
        })
    }
}

/// Handles a delivered update.
async fn receive_update(State(state): State<Arc<RouteState>>, request: Request) -> StatusCode {
    let shown = request.headers().get(SECRET_HEADER).map(|secret| secret.as_bytes()).unwrap_or_default();
    if !bool::from(shown.ct_eq(state.secret.as_bytes())) {
        tracing::debug!("a request to the webhook had a wrong secret");
        return StatusCode::FORBIDDEN;
    }
    let Ok(body) = to_bytes(request.into_body(), MAX_BODY_BYTES).await else { return StatusCode::PAYLOAD_TOO_LARGE };
    let raw: Option<&RawValue> = serde_json::from_slice(&body).ok();
    let Some(update) = raw.and_then(|raw| raw_update(raw).ok()) else {
        tracing::error!("a request to the webhook was not an update");
        return StatusCode::BAD_REQUEST;
    };
    let (stored, is_stored) = oneshot::channel();
    let storing =
        async { state.deliveries.send(Delivery { update, stored }).await.is_ok() && is_stored.await == Ok(true) };
    match tokio::time::timeout(COMMIT_TIMEOUT, storing).await {
        Ok(true) => StatusCode::OK,
        // Telegram repeats the delivery.
        Ok(false) | Err(_) => StatusCode::SERVICE_UNAVAILABLE,
    }
}

/// Registers the webhook and stores delivered updates until `stop`. Without a webhook it only waits for `stop`.
pub(crate) async fn receive(
    endpoint: Option<WebhookEndpoint>,
    telegram: Telegram,
    receiver: Arc<Receiver>,
    stop: CancellationToken,
) {
    let Some(WebhookEndpoint { registration, deliveries, .. }) = endpoint else { return stop.cancelled().await };
    tokio::join!(announce(&telegram, &registration, &stop), accept_loop(deliveries, &receiver, &stop));
}

/// Sets the webhook. False where `stop` came first.
async fn announce(telegram: &Telegram, Registration { url, secret }: &Registration, stop: &CancellationToken) -> bool {
    let webhook = SetWebhook {
        url: url.as_str(),
        secret_token: secret,
        allowed_updates: ALLOWED_UPDATES,
        max_connections: CONNECTIONS,
    };
    let mut streak = FailureStreak::default();
    while let Some(set) = stop.run_until_cancelled(telegram.execute(&webhook)).await {
        match set {
            Ok(()) => {
                streak.end();
                tracing::info!(host = url.host_str(), "Telegram delivers updates to the webhook");
                return true;
            }
            Err(error) => shutdown::sleep(streak.pause_after(&error), stop).await,
        };
    }
    false
}

/// Looks now and then whether the webhook is still registered, and registers it again where another program removed or replaced
/// it: any poller does so at its start.
async fn watch(
    telegram: &Telegram,
    registration: &Registration,
    every: Duration,
    alarms: AlarmHandler,
    stop: &CancellationToken,
) {
    let mut rivalry = Rivalry::new(alarms);
    let mut last_error = None;
    while shutdown::sleep(every, stop).await {
        let Some(answer) = stop.run_until_cancelled(telegram.call(&GetWebhookUrl {})).await else { return };
        let webhook = match answer {
            Ok(webhook) => webhook,
            // A server that cannot say.
            Err(ApiError::NotFound) => return stop.cancelled().await,
            Err(error) => {
                tracing::debug!(%error, "Telegram does not say where it delivers updates");
                continue;
            }
        };
        if webhook.is_at(&registration.url) {
            rivalry.is_calm().await;
            if webhook.last_error_date != last_error {
                last_error = webhook.last_error_date;
                if let Some(reason) = webhook.last_error_message.as_deref().map(Reason::of) {
                    tracing::warn!(%reason, waiting = webhook.pending_update_count, "Telegram could not deliver an update");
                }
            }
            continue;
        }
        tracing::error!("another program removed or replaced this bot's webhook");
        let pause = rivalry.interfered(Alarm::WebhookTaken);
        shutdown::sleep(pause, stop).await;
        if announce(telegram, registration, stop).await {
            rivalry.raise().await;
            tracing::info!("the webhook is set again");
        }
    }
}

async fn accept_loop(mut deliveries: mpsc::Receiver<Delivery>, receiver: &Receiver, stop: &CancellationToken) {
    let mut is_failing = false;
    loop {
        let mut waiting = Vec::new();
        match stop.run_until_cancelled(deliveries.recv_many(&mut waiting, BATCH)).await {
            None | Some(0) => return,
            Some(_) => {}
        }
        let (updates, answers): (Vec<_>, Vec<_>) =
            waiting.into_iter().map(|delivery| (delivery.update, delivery.stored)).unzip();
        let accepted = receiver.accept(updates).await;
        match &accepted {
            Ok(_) if is_failing => tracing::info!("updates can be stored again"),
            Err(error) if !is_failing => {
                tracing::error!(%error, "updates cannot be stored; Telegram keeps them meanwhile");
            }
            Ok(_) | Err(_) => {}
        }
        is_failing = accepted.is_err();
        // If any update was put off, the whole batch is refused: a repeated delivery of a stored update changes nothing.
        let is_stored = matches!(accepted, Ok(None));
        for answer in answers {
            // A request that has timed out is repeated by Telegram.
            let _ = answer.send(is_stored);
        }
    }
}

/// `setWebhook`, of whose result only success matters.
#[derive(Serialize)]
struct SetWebhook<'a> {
    url: &'a str,
    secret_token: &'a str,
    allowed_updates: &'a [&'a str],
    max_connections: u8,
}

impl Payload for SetWebhook<'_> {
    type Output = True;
    const NAME: &'static str = "SetWebhook";
}

#[cfg(test)]
mod tests {
    use super::*;

    fn endpoint(token: &str) -> WebhookEndpoint {
        WebhookEndpoint::new(token, Url::parse("https://bot.example.org/telegram").unwrap()).0
    }

    #[test]
    fn any_path_may_be_the_webhook() {
        for path in ["", "/", "/telegram", "/:id/*all", "/{braces}/{*more}", "/a%20b/бот"] {
            let url = Url::parse(&format!("https://bot.example.org{path}")).unwrap();
            assert!(WebhookEndpoint::new("1:AAA", url).1.has_routes(), "{path}");
        }
    }

    #[test]
    fn the_secret_depends_only_on_the_token() {
        let secret = endpoint("1:AAA").registration.secret;
        assert_eq!(secret, endpoint("1:AAA").registration.secret);
        assert_ne!(secret, endpoint("1:AAB").registration.secret);
        let is_allowed = |letter: char| letter.is_ascii_alphanumeric();
        assert!(secret.len() == 64 && secret.chars().all(is_allowed), "{secret}");
    }
}
