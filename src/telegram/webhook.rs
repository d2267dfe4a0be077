//! Updates that Telegram brings: one way in, a route of the program's HTTP server.
//!
//! An update is answered when it is committed, and not before. Those that come at the same time are committed together. The
//! webhook stays when the program stops: Telegram keeps what it cannot bring.

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
    client::{ApiError, RawUpdate, Telegram, raw_update},
    polling::{ALLOWED_UPDATES, FailureStreak},
    receiver::Receiver,
};
use crate::shutdown::{self, CancellationToken};

/// Where Telegram shows that it is Telegram.
const SECRET_HEADER: &str = "x-telegram-bot-api-secret-token";
/// Sets the secret apart from whatever else is made of the token.
const LABEL: &[u8] = b"kopilka webhook secret\0";
/// The largest update that is read; Telegram's are some kilobytes.
const LARGEST: usize = 1 << 20;
/// How many updates Telegram may bring at the same time.
const CONNECTIONS: u8 = 40;
/// The most that are committed together.
const BATCH: usize = 100;
/// How long Telegram is kept waiting for the commit, at most.
const COMMIT: Duration = Duration::from_secs(20);

/// The way in, and the secret of who may use it.
pub struct WebhookEndpoint {
    url: Url,
    secret: Arc<str>,
    visits: mpsc::Receiver<Delivery>,
}

/// An update at the door.
struct Delivery {
    update: RawUpdate,
    /// Told whether it was kept.
    kept: oneshot::Sender<bool>,
}

/// What the route needs.
struct Door {
    secret: Arc<str>,
    inside: mpsc::Sender<Delivery>,
}

impl WebhookEndpoint {
    /// A way in for the bot of `token` at `url`, and the route that leads there. Every process of the bot has the same
    /// secret, which only the token tells.
    pub fn new(token: &str, url: Url) -> (Self, Router) {
        let secret: Arc<str> = format!("{:x}", Sha256::new().chain_update(LABEL).chain_update(token).finalize()).into();
        let (inside, visits) = mpsc::channel(BATCH);
        let door = Arc::new(Door { secret: Arc::clone(&secret), inside });
        // Whatever the path is, it is taken as it is.
        let route = Router::new().without_v07_checks().route(url.path(), post(visit)).with_state(door);
        (Self { url, secret, visits }, route)
    }
}

/// An update is brought.
async fn visit(State(door): State<Arc<Door>>, request: Request) -> StatusCode {
    let shown = request.headers().get(SECRET_HEADER).map(|secret| secret.as_bytes()).unwrap_or_default();
    if !bool::from(shown.ct_eq(door.secret.as_bytes())) {
        tracing::debug!("somebody who is not Telegram came to the webhook");
        return StatusCode::FORBIDDEN;
    }
    let Ok(body) = to_bytes(request.into_body(), LARGEST).await else { return StatusCode::PAYLOAD_TOO_LARGE };
    let raw: Option<&RawValue> = serde_json::from_slice(&body).ok();
    let Some(update) = raw.and_then(|raw| raw_update(raw).ok()) else {
        tracing::error!("what came to the webhook is no update");
        return StatusCode::BAD_REQUEST;
    };
    let (kept, is_kept) = oneshot::channel();
    let keeping = async { door.inside.send(Delivery { update, kept }).await.is_ok() && is_kept.await == Ok(true) };
    match tokio::time::timeout(COMMIT, keeping).await {
        Ok(true) => StatusCode::OK,
        // Telegram comes again.
        Ok(false) | Err(_) => StatusCode::SERVICE_UNAVAILABLE,
    }
}

/// Tells Telegram where to bring updates and keeps them, until the signal to stop. Where there is no doorway, nobody comes.
pub(crate) async fn receive(
    doorway: Option<WebhookEndpoint>,
    telegram: Telegram,
    receiver: Arc<Receiver>,
    stop: CancellationToken,
) {
    let Some(WebhookEndpoint { url, secret, visits }) = doorway else { return stop.cancelled().await };
    tokio::join!(announce(&telegram, &url, &secret, &stop), accept_loop(visits, &receiver, &stop));
}

async fn announce(telegram: &Telegram, url: &Url, secret: &str, stop: &CancellationToken) {
    let webhook = SetWebhook {
        url: url.as_str(),
        secret_token: secret,
        allowed_updates: ALLOWED_UPDATES,
        max_connections: CONNECTIONS,
    };
    let mut streak = FailureStreak::default();
    while let Some(set) = stop.run_until_cancelled(telegram.order(&webhook)).await {
        match set {
            Ok(()) | Err(ApiError::Answer) => {
                streak.end();
                return tracing::info!(host = url.host_str(), "Telegram brings the updates to the webhook");
            }
            Err(error) => shutdown::sleep(streak.pause_after(&error), stop).await,
        };
    }
}

async fn accept_loop(mut visits: mpsc::Receiver<Delivery>, receiver: &Receiver, stop: &CancellationToken) {
    let mut is_failing = false;
    loop {
        let mut waiting = Vec::new();
        match stop.run_until_cancelled(visits.recv_many(&mut waiting, BATCH)).await {
            None | Some(0) => return,
            Some(_) => {}
        }
        let (updates, answers): (Vec<_>, Vec<_>) = waiting.into_iter().map(|visit| (visit.update, visit.kept)).unzip();
        let accepted = receiver.accept(updates).await;
        match &accepted {
            Ok(_) if is_failing => tracing::info!("updates can be stored again"),
            Err(error) if !is_failing => {
                tracing::error!(%error, "updates cannot be stored; Telegram keeps them until they can");
            }
            Ok(_) | Err(_) => {}
        }
        is_failing = accepted.is_err();
        // What was put off is not known by number here; those that were kept do no harm when they come again.
        let is_kept = matches!(accepted, Ok(None));
        for answer in answers {
            // Who does not wait any longer comes again.
            let _ = answer.send(is_kept);
        }
    }
}

/// `setWebhook`, of which only success is asked.
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

    fn doorway(token: &str) -> WebhookEndpoint {
        WebhookEndpoint::new(token, Url::parse("https://bot.example.org/telegram").unwrap()).0
    }

    #[test]
    fn any_path_will_do() {
        for path in ["", "/", "/telegram", "/:id/*all", "/{braces}/{*more}", "/a%20b/бот"] {
            let url = Url::parse(&format!("https://bot.example.org{path}")).unwrap();
            assert!(WebhookEndpoint::new("1:AAA", url).1.has_routes(), "{path}");
        }
    }

    #[test]
    fn every_process_of_a_bot_has_the_same_secret_and_another_bot_another() {
        let secret = doorway("1:AAA").secret;
        assert_eq!(secret, doorway("1:AAA").secret);
        assert_ne!(secret, doorway("1:AAB").secret);
        let is_allowed = |letter: char| letter.is_ascii_alphanumeric();
        assert!(secret.len() == 64 && secret.chars().all(is_allowed), "{secret}");
    }
}
