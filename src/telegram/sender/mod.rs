//! The sender: sends the messages of the outbox, in order within a chat and within Telegram's limits, until each was sent or
//! can never be sent.
//!
//! A row is deleted after Telegram has accepted the message. Where the process dies in between, or the response is lost, the
//! message is sent again: a repeated message is better than a lost one.

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

/// How often the outbox is read for messages that were not handed over in memory.
const READ_EVERY: Duration = Duration::from_secs(1);
/// The same where other processes put messages into it: people wait for these answers.
const READ_SHARED_EVERY: Duration = Duration::from_millis(200);

impl Sender {
    /// Sends the messages of `committed` and of the outbox until `stop`. Then waits for the calls in progress and, unless
    /// `is_lost`, sends the answers to the last updates. `sent` are rows of messages that were sent but not deleted; returns
    /// the rows that are still in that state at the end, which comes early where a task breaks down.
    pub(crate) async fn run(
        self,
        committed: &mut mpsc::UnboundedReceiver<Vec<Queued>>,
        sent: Vec<i64>,
        stop: CancellationToken,
        is_lost: &CancellationToken,
    ) -> Vec<i64> {
        let read_every = if self.db.is_postgres() { READ_SHARED_EVERY } else { READ_EVERY };
        let mut state = State::new(self, sent);
        let mut read = interval(read_every);
        read.set_missed_tick_behavior(MissedTickBehavior::Delay);
        while !stop.is_cancelled() {
            let wake_at = state.start_sending();
            state.delete_sent();
            tokio::select! {
                biased;
                () = stop.cancelled() => break,
                // Before the events that keep coming under load, because it also frees memory.
                _ = read.tick() => state.read_outbox(),
                Some(event) = state.tasks.join_next() => {
                    if !state.settle(event) {
                        break;
                    }
                }
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
