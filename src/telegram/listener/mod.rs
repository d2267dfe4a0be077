//! The listener: yields updates out of the inbox to teloxide's dispatcher, of each lane one at a time, lanes side by side.
//!
//! It hears what became of each update before it yields the lane's next one, so order holds, a failed update is tried again
//! before those behind it, and the queues of the dispatcher never fill.

mod lanes;

use std::{
    collections::VecDeque,
    convert::Infallible,
    pin::Pin,
    sync::Arc,
    time::{Duration, Instant},
};

use chrono::TimeDelta;
use futures_util::{Stream, StreamExt as _, stream};
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
    service::inbox,
    shutdown::{self, CancellationToken},
};

/// How many updates are at work at the same time.
const AT_WORK: usize = 64;
/// The pause before the database is asked again at the start.
const START_PAUSE: Duration = Duration::from_secs(1);
/// How often a process looks for updates that another one accepted and did not finish.
const OVERDUE_EVERY: Duration = Duration::from_secs(1);
/// So long an update of another process waits before it is taken over.
const OVERDUE: TimeDelta = TimeDelta::seconds(2);
/// The most that are taken over at a time.
const TAKEN_OVER: i64 = 1_000;

/// Yields updates until it is told to stop; then its stream ends, and the dispatcher finishes what is in hand.
pub(crate) struct InboxListener {
    processor: Arc<Processor>,
    outcomes: mpsc::UnboundedReceiver<Outcome>,
    arrivals: mpsc::Receiver<Vec<QueuedUpdate>>,
    stop: CancellationToken,
    lanes: Lanes,
    /// What was taken from its lane and is not settled.
    at_work: usize,
    /// Read and parsed, to be yielded next.
    parsed: VecDeque<(QueuedUpdate, Update)>,
    /// Tasks that read an update whose text is not in memory, or keep one that has no known form.
    tasks: JoinSet<Prepared>,
    overdue: JoinSet<Vec<QueuedUpdate>>,
    look_for_overdue: Interval,
}

/// What became of an update that needed the database before it could be yielded.
enum Prepared {
    /// Its text was read.
    Read(QueuedUpdate),
    /// It will not be yielded now.
    Settled(Outcome),
}

impl InboxListener {
    /// A listener that yields what an earlier run left over, and then what arrives.
    pub(crate) fn new(
        processor: Arc<Processor>,
        outcomes: mpsc::UnboundedReceiver<Outcome>,
        left_over: Vec<QueuedUpdate>,
        arrivals: mpsc::Receiver<Vec<QueuedUpdate>>,
        stop: CancellationToken,
    ) -> Self {
        let mut lanes = Lanes::default();
        left_over.into_iter().for_each(|queued| lanes.push(queued));
        let mut look_for_overdue = interval(OVERDUE_EVERY);
        look_for_overdue.set_missed_tick_behavior(MissedTickBehavior::Delay);
        Self {
            processor,
            outcomes,
            arrivals,
            stop,
            lanes,
            at_work: 0,
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
            while self.at_work < AT_WORK
                && let Some(queued) = self.lanes.next(Instant::now())
            {
                self.at_work += 1;
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
            self.tasks.spawn(read(Arc::clone(&self.processor), queued));
            return;
        };
        match receiver::parse(raw) {
            Some(update) => self.parsed.push_back((queued, update)),
            None => {
                let processor = Arc::clone(&self.processor);
                self.tasks.spawn(async move { Prepared::Settled(processor.unreadable(queued).await) });
            }
        }
    }

    fn prepared(&mut self, prepared: Result<Prepared, JoinError>) {
        match prepared {
            Ok(Prepared::Read(queued)) => self.prepare(queued),
            Ok(Prepared::Settled(outcome)) => self.settle(outcome),
            Err(error) => {
                // The next start finds the update; its lane stays closed until then.
                tracing::error!(panic = error.is_panic(), "reading an update broke down");
                self.at_work -= 1;
            }
        }
    }

    /// Lets the lane of a finished or failed update go on.
    fn settle(&mut self, outcome: Outcome) {
        self.at_work -= 1;
        match outcome {
            Outcome::Finished { lane } => self.lanes.finished(lane),
            Outcome::Again { queued, pause } => self.lanes.rest(queued, Instant::now() + pause),
        }
    }
}

impl UpdateListener for InboxListener {
    type Err = Infallible;

    /// The dispatcher's own way to stop is not used: the stream ends when the program is told to.
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

/// What an earlier run of the program accepted and did not finish. To be read before anything new is accepted, or that
/// would be found twice.
pub(crate) async fn left_over(processor: &Processor, stop: &CancellationToken) -> Vec<QueuedUpdate> {
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

/// What another process accepted and did not finish in time.
async fn read_overdue(processor: Arc<Processor>) -> Vec<QueuedUpdate> {
    let read = async {
        let mut tx = processor.db.read(processor.shop).await?;
        inbox::overdue(&mut tx, OVERDUE, TAKEN_OVER, processor.clock.now()).await
    };
    match read.await {
        Ok(found) => found.into_iter().map(QueuedUpdate::from).collect(),
        Err(error) => {
            // The updates that an outage stops are what is logged.
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
