//! The listener: yields updates of the inbox to teloxide's dispatcher, one at a time of each lane, lanes in parallel.
//!
//! It gets the outcome of each update before it yields the next one of the lane, so order is kept, a failed update is
//! tried again before later ones, and the queues of the dispatcher never fill.

mod lanes;

use std::{
    collections::VecDeque,
    convert::Infallible,
    panic::AssertUnwindSafe,
    pin::Pin,
    sync::Arc,
    time::{Duration, Instant},
};

use chrono::TimeDelta;
use futures_util::{FutureExt as _, Stream, StreamExt as _, stream};
use lanes::Lanes;
use teloxide::{
    stop::{StopToken, mk_stop_token},
    types::Update,
    update_listeners::{AsUpdateStream, UpdateListener},
};
use tokio::{
    sync::mpsc,
    task::{JoinError, JoinSet},
    time::{Interval, MissedTickBehavior, interval},
};

use super::{
    exactly_once::{Outcome, Processor},
    receiver::{self, QueuedUpdate},
};
use crate::{
    backoff::after,
    service::inbox,
    shutdown::{self, CancellationToken},
};

/// The most updates that are handled at the same time.
const MAX_IN_PROGRESS: usize = 64;
/// The pause before the inbox is read again at the start.
const START_PAUSE: Duration = Duration::from_secs(1);
/// How often a process looks for updates that another one accepted and did not finish.
const OVERDUE_EVERY: Duration = Duration::from_secs(1);
/// How long an update of another process waits before this one handles it.
const OVERDUE: TimeDelta = TimeDelta::seconds(2);
/// The most overdue updates that are read at once.
const OVERDUE_LIMIT: i64 = 1_000;

/// Yields updates until `stop`. Then its stream ends, and the dispatcher finishes the updates in progress.
pub(crate) struct InboxListener {
    processor: Arc<Processor>,
    outcomes: mpsc::UnboundedReceiver<Outcome>,
    arrivals: mpsc::Receiver<Vec<QueuedUpdate>>,
    stop: CancellationToken,
    lanes: Lanes,
    /// The number of updates that were taken from their lanes and have no outcome.
    in_progress: usize,
    /// Parsed updates, to be yielded next.
    parsed: VecDeque<(QueuedUpdate, Update)>,
    /// Tasks that read an update whose text is not in memory, or store one of unknown form as a dead letter.
    tasks: JoinSet<Prepared>,
    overdue: JoinSet<Vec<QueuedUpdate>>,
    look_for_overdue: Interval,
}

/// The result of a task for an update that could not be yielded at once.
enum Prepared {
    /// Its text was read.
    Read(QueuedUpdate),
    /// It will not be yielded now.
    Settled(Outcome),
}

impl InboxListener {
    /// A listener that yields the unfinished updates of an earlier run, and then new ones.
    pub(crate) fn new(
        processor: Arc<Processor>,
        outcomes: mpsc::UnboundedReceiver<Outcome>,
        unfinished: Vec<QueuedUpdate>,
        arrivals: mpsc::Receiver<Vec<QueuedUpdate>>,
        stop: CancellationToken,
    ) -> Self {
        let mut lanes = Lanes::default();
        unfinished.into_iter().for_each(|queued| lanes.push(queued));
        let mut look_for_overdue = interval(OVERDUE_EVERY);
        look_for_overdue.set_missed_tick_behavior(MissedTickBehavior::Delay);
        Self {
            processor,
            outcomes,
            arrivals,
            stop,
            lanes,
            in_progress: 0,
            parsed: VecDeque::new(),
            tasks: JoinSet::new(),
            overdue: JoinSet::new(),
            look_for_overdue,
        }
    }

    /// The next update; `None` when it is time to stop.
    async fn next(&mut self) -> Option<Update> {
        let is_shared = self.processor.db.is_postgres();
        while !self.stop.is_cancelled() {
            while self.in_progress < MAX_IN_PROGRESS
                && let Some(queued) = self.lanes.next(Instant::now())
            {
                self.in_progress = self.in_progress.saturating_add(1);
                self.prepare(queued);
            }
            if let Some((queued, update)) = self.parsed.pop_front() {
                self.processor.yielded(queued);
                return Some(update);
            }
            let wake_at = self.lanes.wakes_at();
            tokio::select! {
                () = self.stop.cancelled() => {}
                Some(outcome) = self.outcomes.recv() => self.settle(outcome),
                Some(batch) = self.arrivals.recv() => batch.into_iter().for_each(|queued| self.lanes.push(queued)),
                Some(prepared) = self.tasks.join_next() => self.prepared(prepared),
                _ = self.look_for_overdue.tick(), if is_shared && self.overdue.is_empty() => {
                    self.overdue.spawn(read_overdue(Arc::clone(&self.processor)));
                }
                Some(Ok(found)) = self.overdue.join_next() => self.lanes.take_over(found),
                () = sleep_until(wake_at), if wake_at.is_some() => {}
            }
        }
        None
    }

    /// Parses an update whose text is in memory; the others need a task.
    fn prepare(&mut self, queued: QueuedUpdate) {
        let Some(raw) = &queued.raw else {
            let again = QueuedUpdate { raw: None, ..queued };
            self.spawn(again, read(Arc::clone(&self.processor), queued));
            return;
        };
        match receiver::parse(raw) {
            Some(update) => self.parsed.push_back((queued, update)),
            None => {
                let processor = Arc::clone(&self.processor);
                let again = QueuedUpdate { raw: None, ..queued };
                self.spawn(again, async move { Prepared::Settled(processor.unreadable(queued).await) });
            }
        }
    }

    /// Starts a task for an update, which is tried `again` where the task panics.
    fn spawn(&mut self, again: QueuedUpdate, task: impl Future<Output = Prepared> + Send + 'static) {
        self.tasks.spawn(async move {
            AssertUnwindSafe(task).catch_unwind().await.unwrap_or_else(|_| {
                tracing::error!(update_id = again.update_id, "reading an update panicked; it is tried again");
                Prepared::Settled(Outcome::Retry { queued: again, pause: START_PAUSE })
            })
        });
    }

    fn prepared(&mut self, prepared: Result<Prepared, JoinError>) {
        match prepared {
            Ok(Prepared::Read(queued)) => self.prepare(queued),
            Ok(Prepared::Settled(outcome)) => self.settle(outcome),
            Err(error) => {
                // Panics are caught in the tasks, which no one aborts. The update would be found at the next start.
                tracing::error!(panic = error.is_panic(), "a task that reads an update was lost");
                self.in_progress = self.in_progress.saturating_sub(1);
            }
        }
    }

    /// Lets the lane of a finished or failed update continue.
    fn settle(&mut self, outcome: Outcome) {
        self.in_progress = self.in_progress.saturating_sub(1);
        match outcome {
            Outcome::Finished { lane } => self.lanes.finished(lane),
            Outcome::Retry { queued, pause } => self.lanes.pause(queued, after(Instant::now(), pause)),
        }
    }
}

impl UpdateListener for InboxListener {
    type Err = Infallible;

    /// The dispatcher's stop token is not used: the stream ends when the program stops.
    fn stop_token(&mut self) -> StopToken {
        mk_stop_token().0
    }
}

impl<'a> AsUpdateStream<'a> for InboxListener {
    type StreamErr = Infallible;
    type Stream = Pin<Box<dyn Stream<Item = Result<Update, Infallible>> + Send + 'a>>;

    fn as_stream(&'a mut self) -> Self::Stream {
        stream::unfold(self, async |listener| Some((Ok(listener.next().await?), listener))).boxed()
    }
}

/// Updates that an earlier run accepted and did not finish. To be read before new updates are accepted, which would be
/// returned as well.
pub(crate) async fn unfinished_updates(processor: &Processor, stop: &CancellationToken) -> Vec<QueuedUpdate> {
    loop {
        let read = async {
            let mut tx = processor.db.read(processor.shop).await?;
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

/// Updates that another process accepted and did not finish in time.
async fn read_overdue(processor: Arc<Processor>) -> Vec<QueuedUpdate> {
    let read = async {
        let mut tx = processor.db.read(processor.shop).await?;
        inbox::overdue(&mut tx, OVERDUE, OVERDUE_LIMIT, processor.clock.now()).await
    };
    match read.await {
        Ok(found) => found.into_iter().map(QueuedUpdate::from).collect(),
        Err(error) => {
            // An outage is logged where it stops updates.
            tracing::debug!(%error, "the inbox cannot be read");
            Vec::new()
        }
    }
}

/// Reads the text of an update from the inbox.
async fn read(processor: Arc<Processor>, queued: QueuedUpdate) -> Prepared {
    match processor.read(queued.update_id).await {
        Ok(Some(raw)) => Prepared::Read(QueuedUpdate { raw: Some(raw), ..queued }),
        Ok(None) => Prepared::Settled(Outcome::Finished { lane: queued.lane }),
        Err(error) => Prepared::Settled(processor.wait_for_database(queued, error)),
    }
}

impl From<inbox::Waiting> for QueuedUpdate {
    fn from(inbox::Waiting { update_id, lane, attempts }: inbox::Waiting) -> Self {
        Self { update_id, lane, attempts, raw: None }
    }
}

async fn sleep_until(moment: Option<Instant>) {
    match moment {
        Some(moment) => tokio::time::sleep_until(moment.into()).await,
        None => std::future::pending().await,
    }
}
