//! The sender: carries the outbox to Telegram, in order within a chat, within Telegram's limits, until each message arrived
//! or never can.
//!
//! A row is deleted after Telegram took the message. When the process dies in between, or an answer is lost on the way, the
//! message is sent twice: rather that than not at all.

mod deliver;
mod state;
mod tasks;
mod queue;
mod rate_limit;

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use state::State;
use tokio::{
    sync::mpsc,
    time::{MissedTickBehavior, interval},
};

use super::client::Telegram;
use crate::{clock::Clock, domain::ShopId, service::outbox::Queued, shutdown::CancellationToken, storage::Db};

/// How often the outbox is read for messages that nobody handed over.
const READ_EVERY: Duration = Duration::from_secs(1);
/// The same where other processes put messages into it, to which somebody waits for an answer.
const READ_SHARED_EVERY: Duration = Duration::from_millis(200);

/// How fast messages may go.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// In all, a second; 0: no limit.
    pub per_second: u32,
    /// To one chat, one in this time.
    pub chat_interval: Duration,
    /// To one chat, at once.
    pub chat_burst: u32,
}

impl Limits {
    /// What Telegram tolerates, but for `per_second`; 0 takes every limit away, for a server that is not Telegram.
    pub fn per_second(per_second: u32) -> Self {
        match per_second {
            0 => Self { per_second, chat_interval: Duration::ZERO, chat_burst: u32::MAX },
            _ => Self { per_second, ..Self::default() },
        }
    }
}

impl Default for Limits {
    /// What Telegram tolerates.
    fn default() -> Self {
        Self { per_second: 30, chat_interval: Duration::from_secs(1), chat_burst: 4 }
    }
}

/// What the sender works with.
#[derive(Clone)]
pub(crate) struct Sender {
    pub(crate) db: Db,
    pub(crate) shop: ShopId,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) telegram: Telegram,
    pub(crate) limits: Limits,
}

impl Sender {
    /// Sends what `committed` brings and what it finds in the outbox, until the signal to stop; then finishes what is on its way,
    /// and, unless `is_lost`, what the last updates answered. `left` are rows of messages that Telegram has already; returned are
    /// those of which that could not be noted.
    pub(crate) async fn run(
        self,
        committed: &mut mpsc::UnboundedReceiver<Vec<Queued>>,
        left: Vec<i64>,
        stop: CancellationToken,
        is_lost: &CancellationToken,
    ) -> Vec<i64> {
        let read_every = if self.db.is_postgres() { READ_SHARED_EVERY } else { READ_EVERY };
        let mut state = State::new(self, left);
        let mut read = interval(read_every);
        read.set_missed_tick_behavior(MissedTickBehavior::Delay);
        while !stop.is_cancelled() {
            let wake_at = state.send_what_may_go();
            state.delete_what_left();
            tokio::select! {
                biased;
                () = stop.cancelled() => break,
                // Before what keeps coming under load, because it also forgets what is over.
                _ = read.tick() => state.read_outbox(),
                Some(event) = state.tasks.join_next() => state.settle(event),
                Some(queued) = committed.recv() => state.take_over(queued),
                () = sleep_until(wake_at), if wake_at.is_some() => {}
            }
        }
        while let Ok(queued) = committed.try_recv() {
            state.take_over(queued);
        }
        state.close(is_lost).await
    }
}

async fn sleep_until(moment: Option<Instant>) {
    match moment {
        Some(moment) => tokio::time::sleep_until(moment.into()).await,
        None => std::future::pending().await,
    }
}
