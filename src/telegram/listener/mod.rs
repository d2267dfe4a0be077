//! The runner: takes updates out of the inbox, per chat in order, chats in parallel, and hands each to the [`Handler`].

mod handler;
mod lanes;
mod work;

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use chrono::TimeDelta;
use teloxide::payloads::AnswerCallbackQuery;
use tokio::{
    sync::mpsc,
    task::{JoinError, JoinSet},
    time::{MissedTickBehavior, interval},
};

use super::{
    client::{ApiError, Telegram},
    receiver::QueuedUpdate,
};
use crate::{
    clock::Clock,
    domain::ShopId,
    service::inbox,
    shutdown::{self, CancellationToken},
    storage::Db,
};
pub use handler::{Handled, Handler};
use lanes::Lanes;
use work::{Outcome, Work};

/// How many updates are worked on at the same time.
const AT_WORK: usize = 64;
/// The most answers to buttons that are on their way at the same time.
const ANSWERS: usize = 256;
/// How often an answer is tried: it is of use for seconds only.
const ANSWER_TRIES: u32 = 3;
/// The pause before the database is asked again at the start.
const START_PAUSE: Duration = Duration::from_secs(1);
/// How often a process looks for updates that another one accepted and left.
const ADOPT_EVERY: Duration = Duration::from_secs(1);
/// So long an update of another process waits before it is adopted.
const OVERDUE: TimeDelta = TimeDelta::seconds(2);
/// The most that are adopted at a time.
const ADOPTED: i64 = 1_000;

/// The pauses after a failed attempt. There are as many attempts as pauses, and one more.
#[derive(Clone, Debug)]
pub struct RetryPolicy(pub Vec<Duration>);

impl Default for RetryPolicy {
    /// Five attempts within half a minute.
    fn default() -> Self {
        Self([250, 1_000, 5_000, 20_000].map(Duration::from_millis).into())
    }
}

/// What the runner works with.
pub(crate) struct Runner {
    pub(crate) db: Db,
    pub(crate) shop: ShopId,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) telegram: Telegram,
    pub(crate) handler: Arc<dyn Handler>,
    pub(crate) patience: RetryPolicy,
}

impl Runner {
    /// Works on what was left over and on what arrives, until the signal to stop; then finishes what is in hand.
    pub(crate) async fn run(
        self,
        left_over: Vec<QueuedUpdate>,
        mut arrivals: mpsc::Receiver<Vec<QueuedUpdate>>,
        stop: CancellationToken,
    ) {
        let telegram = self.telegram.clone();
        let mut lanes = Lanes::default();
        left_over.into_iter().for_each(|arrived| lanes.push(arrived));
        let is_shared = self.db.is_postgres();
        let work = Arc::new(Work::new(self));
        let mut at_work = JoinSet::new();
        let mut answers = JoinSet::new();
        let mut overdue = JoinSet::new();
        let mut take_over = interval(ADOPT_EVERY);
        take_over.set_missed_tick_behavior(MissedTickBehavior::Delay);
        while !stop.is_cancelled() {
            while at_work.len() < AT_WORK
                && let Some(arrived) = lanes.next(Instant::now())
            {
                at_work.spawn(Arc::clone(&work).on(arrived));
            }
            let wake_at = lanes.wakes_at();
            tokio::select! {
                () = stop.cancelled() => break,
                Some(batch) = arrivals.recv() => batch.into_iter().for_each(|arrived| lanes.push(arrived)),
                Some(outcome) = at_work.join_next() => settle(outcome, &mut lanes, &mut answers, &telegram),
                Some(_) = answers.join_next() => {}
                _ = take_over.tick(), if is_shared && overdue.is_empty() => {
                    overdue.spawn(Arc::clone(&work).overdue());
                }
                Some(Ok(found)) = overdue.join_next() => lanes.take_over(found),
                () = sleep_until(wake_at), if wake_at.is_some() => {}
            }
        }
        // What waits is in the inbox; what is in hand is finished, whatever that takes.
        drop(arrivals);
        drop(overdue);
        while let Some(outcome) = at_work.join_next().await {
            settle(outcome, &mut lanes, &mut answers, &telegram);
        }
        while answers.join_next().await.is_some() {}
    }

    /// What an earlier run of the program accepted and did not finish. To be asked before anything new is accepted, or that
    /// would be met twice.
    pub(crate) async fn left_over(&self, stop: &CancellationToken) -> Vec<QueuedUpdate> {
        loop {
            let read = async {
                let mut tx = self.db.read(self.shop).await?;
                inbox::waiting(&mut tx).await
            };
            match read.await {
                Ok(waiting) => return waiting.into_iter().map(QueuedUpdate::from).collect(),
                Err(error) => tracing::error!(%error, "the inbox cannot be read; trying again"),
            }
            if !shutdown::sleep(START_PAUSE, stop).await {
                return Vec::new();
            }
        }
    }
}

impl From<inbox::Waiting> for QueuedUpdate {
    fn from(inbox::Waiting { update_id, lane, attempts }: inbox::Waiting) -> Self {
        Self { update_id, lane, attempts, raw: None }
    }
}

/// Lets the lane of a finished or failed update go on.
fn settle(outcome: Result<Outcome, JoinError>, lanes: &mut Lanes, answers: &mut JoinSet<()>, telegram: &Telegram) {
    match outcome {
        Ok(Outcome::Finished { lane, answer }) => {
            lanes.finished(lane);
            give_answer(answer, answers, telegram);
        }
        Ok(Outcome::Preceded { arrived, answer }) => {
            lanes.rest(arrived, Instant::now());
            give_answer(answer, answers, telegram);
        }
        Ok(Outcome::Failed { arrived, pause }) => lanes.rest(arrived, Instant::now() + pause),
        // Work catches every panic of a handler, so this is a fault of its own; the next start finds the update.
        Err(error) => tracing::error!(panic = error.is_panic(), "a lane broke down"),
    }
}

fn give_answer(answer: Option<AnswerCallbackQuery>, answers: &mut JoinSet<()>, telegram: &Telegram) {
    match answer {
        Some(answer) if answers.len() < ANSWERS => {
            answers.spawn(send_answer(telegram.clone(), answer));
        }
        Some(_) => tracing::warn!("too many buttons wait for their answer: one goes without"),
        None => {}
    }
}

/// Takes the hourglass off the button. What cannot be answered soon need not be answered at all.
async fn send_answer(telegram: Telegram, answer: AnswerCallbackQuery) {
    for attempt in 0..ANSWER_TRIES {
        match telegram.order(&answer).await {
            Ok(()) | Err(ApiError::QueryTooOld | ApiError::Answer) => return,
            Err(error) if error.is_passing() && attempt + 1 < ANSWER_TRIES => {
                let told = if let ApiError::RetryAfter(pause) = error { pause } else { Duration::ZERO };
                tokio::time::sleep(told.max(Duration::from_millis(200) * (attempt + 1))).await;
            }
            Err(error) => {
                tracing::warn!(%error, "a button stays without its answer");
                return;
            }
        }
    }
}

async fn sleep_until(moment: Option<Instant>) {
    match moment {
        Some(moment) => tokio::time::sleep_until(moment.into()).await,
        None => std::future::pending().await,
    }
}
