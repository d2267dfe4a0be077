//! Long polling: asks Telegram for updates, stores them, and only then asks for more.

use std::time::{Duration, Instant};

use teloxide::payloads::{DeleteWebhook, DeleteWebhookSetters as _};

use super::{
    alarm::{Alarm, AlarmHandler},
    client::{ApiError, RawUpdate, Telegram},
    receiver::Receiver,
    rivalry::Rivalry,
    webhook_url::GetWebhookUrl,
};
use crate::backoff::Pauses;
use crate::shutdown::{self, CancellationToken};

/// The kinds of updates that the bot handles.
pub(crate) const ALLOWED_UPDATES: &[&str] = &["message", "edited_message", "callback_query", "my_chat_member"];

/// The most updates of a batch.
const BATCH: u8 = 100;
/// How long Telegram may wait for the first update of a batch.
const WAIT: Duration = Duration::from_secs(30);
/// The pause after a failure: the first, and the longest.
const PAUSE: (Duration, Duration) = (Duration::from_millis(250), Duration::from_secs(5));
/// The pause after a refusal that lasts until a person changes something.
const LONG_PAUSE: Duration = Duration::from_secs(30);
/// The pause after the first conflict with another receiver, which may be the last call of this program's previous run.
const CONFLICT_PAUSE: Duration = Duration::from_secs(3);
/// The longest pause that the server can ask for here: the bot is deaf meanwhile.
const LONGEST_ASKED: Duration = Duration::from_secs(60);
/// How often removing the webhook is tried at the start.
const ATTEMPTS: u32 = 3;
/// The least time between two calls to a server that does not wait for updates.
const MIN_INTERVAL: Duration = Duration::from_millis(100);

/// Polls until `stop`.
pub(crate) async fn poll(telegram: &Telegram, receiver: &Receiver, alarms: AlarmHandler, stop: &CancellationToken) {
    let mut streak = FailureStreak::default();
    let mut rivalry = Rivalry::new(alarms);
    for _ in 0..ATTEMPTS {
        // Where this fails, a webhook is found by the conflict with it.
        match stop.run_until_cancelled(remove_webhook(telegram)).await {
            Some(Err(error)) => shutdown::sleep(streak.pause_after(&error), stop).await,
            Some(Ok(_)) | None => break,
        };
    }
    // The offset is not stored: Telegram knows which updates were acknowledged, the inbox knows which were handled, and
    // update ids are drawn anew after a week without updates and on another server.
    let mut offset = 0;
    while !stop.is_cancelled() {
        let asked_at = Instant::now();
        match stop.run_until_cancelled(telegram.get_updates_raw(offset, BATCH, WAIT, ALLOWED_UPDATES)).await {
            None => break,
            Some(Ok(batch)) => {
                streak.end();
                rivalry.is_calm().await;
                if batch.is_empty() && asked_at.elapsed() < MIN_INTERVAL {
                    shutdown::sleep(MIN_INTERVAL, stop).await;
                }
                offset = store(receiver, batch, offset, stop).await;
            }
            Some(Err(ApiError::Conflict)) => {
                let resolving = resolve_conflict(telegram, &mut streak, &mut rivalry, stop);
                stop.run_until_cancelled(resolving).await;
            }
            Some(Err(error)) => {
                shutdown::sleep(streak.pause_after(&error), stop).await;
            }
        }
    }
}

/// Another program set a webhook, or polls as well: a webhook is removed, and another poller is given way to for a while.
async fn resolve_conflict(
    telegram: &Telegram,
    streak: &mut FailureStreak,
    rivalry: &mut Rivalry,
    stop: &CancellationToken,
) {
    let has_webhook = match telegram.call(&GetWebhookUrl {}).await {
        Ok(webhook) => webhook.is_set(),
        Err(_) => false,
    };
    let pause = streak.pause_after(&ApiError::Conflict);
    if !has_webhook {
        if streak.failures > 1 {
            rivalry.interfered(Alarm::OtherPoller);
            rivalry.raise().await;
        }
        shutdown::sleep(pause, stop).await;
        return;
    }
    let pause = rivalry.interfered(Alarm::WebhookSet);
    shutdown::sleep(pause, stop).await;
    match remove_webhook(telegram).await {
        Ok(true) => rivalry.raise().await,
        Ok(false) => {}
        Err(error) => {
            shutdown::sleep(streak.pause_after(&error), stop).await;
        }
    }
}

/// Stores a batch, and repeats that while the database fails. Returns the next offset.
async fn store(receiver: &Receiver, batch: Vec<RawUpdate>, offset: i64, stop: &CancellationToken) -> i64 {
    let Some(last) = batch.iter().map(|update| update.update_id).max() else { return offset };
    let mut pauses = Pauses::new(PAUSE.0, PAUSE.1);
    let mut is_logged = false;
    while !stop.is_cancelled() {
        match receiver.accept(batch.clone()).await {
            Ok(None) => {
                if is_logged {
                    tracing::info!("updates can be stored again");
                }
                return last.saturating_add(1);
            }
            Ok(Some(deferred)) => {
                shutdown::sleep(PAUSE.0, stop).await;
                return deferred;
            }
            Err(error) if !is_logged => {
                tracing::error!(%error, "updates cannot be stored; Telegram keeps them meanwhile");
                is_logged = true;
            }
            Err(_) => {}
        }
        shutdown::sleep(pauses.next(), stop).await;
    }
    offset
}

/// Removes the webhook: with one, Telegram refuses to be polled. Was there one?
async fn remove_webhook(telegram: &Telegram) -> Result<bool, ApiError> {
    match telegram.call(&GetWebhookUrl {}).await {
        Ok(webhook) if !webhook.is_set() => return Ok(false),
        Ok(_) => tracing::info!("removing the webhook: this program polls for updates"),
        // The response has an unknown form, so there may be one.
        Err(ApiError::Answer) => {}
        Err(ApiError::NotFound | ApiError::BadRequest(_)) => return Ok(false),
        Err(error) => return Err(error),
    }
    match telegram.execute(&DeleteWebhook::new().drop_pending_updates(false)).await {
        Ok(()) | Err(ApiError::NotFound | ApiError::BadRequest(_)) => Ok(true),
        Err(error) => Err(error),
    }
}

/// Failed calls in a row: each kind of error is logged once, and the pauses grow.
pub(crate) struct FailureStreak {
    last: Option<ApiError>,
    /// How many there were.
    failures: u32,
    pauses: Pauses,
}

impl Default for FailureStreak {
    fn default() -> Self {
        Self { last: None, failures: 0, pauses: Pauses::new(PAUSE.0, PAUSE.1) }
    }
}

impl FailureStreak {
    /// A call succeeded.
    pub(crate) fn end(&mut self) {
        if self.last.take().is_some() {
            tracing::info!("Telegram answers again");
        }
        self.pauses.reset();
        self.failures = 0;
    }

    /// Logs the error unless the last one was of the same kind. Returns the pause before the next call.
    pub(crate) fn pause_after(&mut self, error: &ApiError) -> Duration {
        self.failures = self.failures.saturating_add(1);
        let pause = match error {
            ApiError::Conflict if self.failures == 1 => CONFLICT_PAUSE,
            ApiError::Unauthorized | ApiError::NotFound | ApiError::Conflict | ApiError::BadRequest(_) => LONG_PAUSE,
            error => self.pauses.next().max(error.asked_pause().min(LONGEST_ASKED)),
        };
        if self.last.as_ref() != Some(error) {
            match error {
                ApiError::Unauthorized | ApiError::NotFound => {
                    tracing::error!(
                        "Telegram does not accept the token: check TELOXIDE_TOKEN, @BotFather shows the right one"
                    );
                }
                ApiError::Conflict => tracing::error!(
                    "another program receives this bot's updates: stop the other instance, or the one that sets a webhook"
                ),
                ApiError::BadRequest(reason) => tracing::error!(%reason, "Telegram refuses the request for updates"),
                ApiError::RetryAfter(asked) => tracing::warn!(
                    "Telegram asks for a pause of {} s; asking again in {} s",
                    asked.as_secs(),
                    pause.as_secs()
                ),
                error => tracing::warn!(%error, "Telegram does not answer; asking again"),
            }
            self.last = Some(error.clone());
        }
        pause
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lasting_errors_have_long_pauses() {
        let mut streak = FailureStreak::default();
        let error = ApiError::Network("no connection");
        let is_first = |pause: Duration| PAUSE.0 <= pause && pause <= PAUSE.0 * 2;
        assert!(is_first(streak.pause_after(&error)));
        assert!(!is_first(streak.pause_after(&error)));
        assert_eq!(streak.pause_after(&ApiError::Conflict), LONG_PAUSE);
        streak.end();
        assert!(is_first(streak.pause_after(&error)));
        assert_eq!(streak.pause_after(&ApiError::RetryAfter(Duration::from_secs(3600))), LONGEST_ASKED);
        streak.end();
        assert_eq!(streak.pause_after(&ApiError::Conflict), CONFLICT_PAUSE);
        assert_eq!(streak.pause_after(&ApiError::Conflict), LONG_PAUSE);
    }
}
