//! Answers to pressed buttons. They are valid for seconds only, so they are sent right after the commit and not stored.

use std::time::Duration;

use teloxide::payloads::AnswerCallbackQuery;
use tokio_util::task::TaskTracker;

use super::client::{ApiError, Telegram};

/// The most answers that are sent at the same time.
const IN_FLIGHT: usize = 256;
/// How often an answer is tried.
const ATTEMPTS: u32 = 3;
/// The pause after the first failed attempt; it grows by as much with each further one.
const PAUSE: Duration = Duration::from_millis(200);
/// A server that asks to wait for longer has no answer in time.
const LONGEST_PAUSE: Duration = Duration::from_secs(10);

/// Sends answers, each in a task of its own. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Answers {
    telegram: Telegram,
    tasks: TaskTracker,
}

impl Answers {
    pub(crate) fn new(telegram: Telegram) -> Self {
        Self { telegram, tasks: TaskTracker::new() }
    }

    /// Sends an answer, so that the button stops showing its progress.
    pub(crate) fn send(&self, answer: AnswerCallbackQuery) {
        if self.tasks.len() >= IN_FLIGHT {
            return tracing::warn!("too many answers to buttons are being sent; one is dropped");
        }
        self.tasks.spawn(send(self.telegram.clone(), answer));
    }

    /// Waits until all answers are sent or failed.
    pub(crate) async fn finish(&self) {
        self.tasks.close();
        self.tasks.wait().await;
    }
}

async fn send(telegram: Telegram, answer: AnswerCallbackQuery) {
    for attempt in 1..=ATTEMPTS {
        match telegram.execute(&answer).await {
            Ok(()) | Err(ApiError::QueryTooOld) => return,
            Err(error) if error.is_passing() && error.asked_pause() <= LONGEST_PAUSE && attempt < ATTEMPTS => {
                tokio::time::sleep(error.asked_pause().max(PAUSE.saturating_mul(attempt))).await;
            }
            Err(error) => return tracing::warn!(%error, "a button could not be answered"),
        }
    }
}
