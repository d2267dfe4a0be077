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

use std::time::{Duration, Instant};

pub use rate_limit::Limits;
use state::State;
pub(crate) use tasks::Sender;
use tokio::{
    sync::mpsc,
    time::{MissedTickBehavior, interval},
};

use crate::{service::outbox::Queued, shutdown::CancellationToken};

/// How often the outbox is read for messages that nobody handed over.
const READ_EVERY: Duration = Duration::from_secs(1);
/// The same where other processes put messages into it, to which somebody waits for an answer.
const READ_SHARED_EVERY: Duration = Duration::from_millis(200);

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
