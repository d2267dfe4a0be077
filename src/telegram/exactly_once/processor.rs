//! What is done with each update that the listener yields.

use std::{
    panic::AssertUnwindSafe,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use chrono::TimeDelta;
use dptree::di::DependencyMap;
use futures_util::FutureExt as _;
use teloxide::types::Update;
use tokio::sync::mpsc;

use super::{
    transaction::Handled,
    trees::{AttemptError, Trees, dispatch},
};
use crate::{
    clock::Clock,
    domain::ShopId,
    service::{
        self,
        inbox::{self, Claimed},
    },
    storage::{Db, Tx},
    telegram::{
        answers::Answers,
        attachment::{Attachment, Attachments},
        in_flight::{InFlight, Worker},
        receiver::{self, QueuedUpdate},
    },
};

/// How often a transaction is repeated at once after a serialization failure or a deadlock.
const CONFLICT_RETRIES: u32 = 10;
/// The pause while the database cannot be reached.
const OUTAGE_PAUSE: Duration = Duration::from_secs(2);
/// The pause while another process handles an update of the lane.
const BUSY_LANE_PAUSE: Duration = Duration::from_millis(50);

/// The pauses after failed attempts. There is one attempt more than there are pauses.
#[derive(Clone, Debug)]
pub struct RetryPolicy(pub Vec<Duration>);

impl Default for RetryPolicy {
    /// Five attempts within half a minute.
    fn default() -> Self {
        Self([250, 1_000, 5_000, 20_000].map(Duration::from_millis).into())
    }
}

/// The outcome of an update that was yielded to the dispatcher.
#[derive(Debug)]
pub(crate) enum Outcome {
    /// It is done, was done before, or is a dead letter: the next update of the lane may follow.
    Finished {
        /// Its lane.
        lane: i64,
    },
    /// It is to be yielded again after a pause. Its lane waits.
    Retry {
        /// The update.
        queued: QueuedUpdate,
        /// How long to wait.
        pause: Duration,
    },
}

/// Which update of a shared lane is next.
enum Turn {
    /// This update, in this transaction.
    Of(Box<Tx>, Claimed),
    /// None yet: another process handles the oldest update, or its pause after a failure is not over.
    Later(Duration),
    /// The update was finished by another process.
    Over,
}

/// What the root needs for each update, and the channel to the listener.
pub(crate) struct Processor {
    pub(crate) db: Db,
    pub(crate) shop: ShopId,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) retry_policy: RetryPolicy,
    pub(crate) answers: Answers,
    attachments: Attachments,
    in_flight: InFlight,
    outcomes: mpsc::UnboundedSender<Outcome>,
    /// The outage of the database was logged.
    is_outage: AtomicBool,
}

impl Processor {
    pub(crate) fn new(
        db: Db,
        shop: ShopId,
        clock: Arc<dyn Clock>,
        retry_policy: RetryPolicy,
        answers: Answers,
        attachments: Attachments,
    ) -> (Arc<Self>, mpsc::UnboundedReceiver<Outcome>) {
        let (outcomes, told) = mpsc::unbounded_channel();
        let (in_flight, is_outage) = (InFlight::default(), AtomicBool::new(false));
        (Arc::new(Self { db, shop, clock, retry_policy, answers, attachments, in_flight, outcomes, is_outage }), told)
    }

    /// Registers an update that is yielded to the dispatcher now.
    pub(crate) fn yielded(&self, queued: QueuedUpdate) {
        self.in_flight.yielded(queued);
    }

    /// The dispatcher's worker that handles an update.
    pub(crate) fn worker_of(&self, update: &Update) -> Option<Worker> {
        self.in_flight.worker_of(update.id.0.into())
    }

    /// Handles the update in `dependencies` and reports the outcome to the listener.
    pub(super) async fn process(&self, trees: &Trees, dependencies: DependencyMap) {
        let update_id = i64::from(dependencies.get::<Update>().id.0);
        let Some((queued, worker)) = self.in_flight.take(update_id) else {
            return tracing::error!(update_id, "the dispatcher got an update that was not yielded");
        };
        let lost = QueuedUpdate { raw: None, ..queued };
        let work = async {
            if self.db.is_postgres() {
                self.process_shared(trees, dependencies, queued).await
            } else {
                self.process_own(trees, dependencies, queued).await
            }
        };
        // Boxed, since the future is large and the tree moves it several times before it runs.
        let outcome = AssertUnwindSafe(Box::pin(work)).catch_unwind().await.unwrap_or_else(|_| {
            // Panics of handlers are caught further in, so this is a bug of the root.
            tracing::error!(update_id, "handling an update panicked; it is tried again");
            Outcome::Retry { queued: lost, pause: OUTAGE_PAUSE }
        });
        self.in_flight.release(worker);
        // Without a listener, the next start handles the rest.
        let _ = self.outcomes.send(outcome);
    }

    /// Handles an update of a lane that only this process handles.
    async fn process_own(&self, trees: &Trees, mut dependencies: DependencyMap, queued: QueuedUpdate) -> Outcome {
        let update = dependencies.get::<Update>();
        match self.attachments.load(&update).await {
            Ok(attachment) => dependencies.insert(attachment),
            Err(error) => return self.failed(trees, dependencies, queued, error.into()).await,
        };
        let mut conflicts = 0;
        let failure = loop {
            match self.attempt(trees, dependencies.clone(), queued.update_id).await {
                Ok(()) => return self.finished(queued.lane),
                Err(failure) if failure.is_conflict() && conflicts < CONFLICT_RETRIES => {
                    conflicts = conflicts.saturating_add(1);
                }
                Err(failure) => break failure,
            }
        };
        self.failed(trees, dependencies, queued, failure).await
    }

    /// Handles the oldest update of the lane; where that is another one, handles the yielded one afterwards.
    async fn process_shared(&self, trees: &Trees, mut dependencies: DependencyMap, queued: QueuedUpdate) -> Outcome {
        let update = dependencies.get::<Update>();
        match self.attachments.load(&update).await {
            Ok(attachment) => dependencies.insert(attachment),
            Err(error) => return self.failed(trees, dependencies, queued, error.into()).await,
        };
        let mut of_other: Option<(i64, Attachment)> = None;
        let mut conflicts = 0;
        loop {
            let (tx, claimed) = match self.claim(&queued).await {
                Ok(Turn::Of(tx, claimed)) => (*tx, claimed),
                Ok(Turn::Later(pause)) => return Outcome::Retry { queued, pause },
                Ok(Turn::Over) => return self.finished(queued.lane),
                Err(error) => return self.retry_after_outage(queued, &error.into()),
            };
            let Claimed { update_id, attempts, raw, .. } = claimed;
            let mut of_claimed = dependencies.clone();
            if update_id != queued.update_id {
                let Some(update) = receiver::parse(&raw) else {
                    drop(tx);
                    return match self.dead_letter(None, update_id).await {
                        Ok(()) => Outcome::Retry { queued, pause: Duration::ZERO },
                        Err(failure) => self.retry_after_outage(queued, &failure),
                    };
                };
                let loaded = of_other.as_ref().filter(|(of, _)| *of == update_id);
                if loaded.is_none() && self.attachments.has_file(&update) {
                    // Nothing is loaded inside a transaction.
                    drop(tx);
                    match self.attachments.load(&update).await {
                        Ok(attachment) => of_other = Some((update_id, attachment)),
                        Err(error) => return self.retry_after_outage(queued, &error.into()),
                    }
                    continue;
                }
                of_claimed.insert(loaded.map_or(Attachment::None, |(_, attachment)| attachment.clone()));
                of_claimed.insert(update);
            }
            match self.attempt_in(trees, of_claimed.clone(), tx, update_id).await {
                Ok(()) if update_id == queued.update_id => return self.finished(queued.lane),
                Ok(()) => return Outcome::Retry { queued, pause: Duration::ZERO },
                Err(failure) if failure.is_conflict() && conflicts < CONFLICT_RETRIES => {
                    conflicts = conflicts.saturating_add(1);
                }
                Err(failure) => {
                    let oldest = QueuedUpdate { update_id, lane: queued.lane, attempts, raw: None };
                    return match self.failed(trees, of_claimed, oldest, failure).await {
                        Outcome::Retry { queued: oldest, pause } if oldest.update_id == queued.update_id => {
                            Outcome::Retry { queued: oldest, pause }
                        }
                        Outcome::Retry { pause, .. } => Outcome::Retry { queued, pause },
                        Outcome::Finished { lane } if update_id == queued.update_id => Outcome::Finished { lane },
                        Outcome::Finished { .. } => Outcome::Retry { queued, pause: Duration::ZERO },
                    };
                }
            }
        }
    }

    /// Claims the oldest update of a lane.
    async fn claim(&self, queued: &QueuedUpdate) -> service::Result<Turn> {
        let mut tx = self.db.begin(self.shop).await?;
        let Some(claimed) = inbox::claim(&mut tx, queued.lane).await? else {
            let is_waiting = inbox::is_waiting(&mut tx, queued.update_id).await?;
            return Ok(if is_waiting { Turn::Later(BUSY_LANE_PAUSE) } else { Turn::Over });
        };
        // The listener has already waited for the pause after a failure in this process.
        let was_ours = (claimed.update_id, claimed.attempts) == (queued.update_id, queued.attempts);
        let rest = claimed.retry_at.filter(|_| !was_ours).map(|retry_at| retry_at - self.clock.now());
        // A longer rest was noted by a wrong clock.
        let longest = self.retry_policy.0.iter().max().copied().unwrap_or_default();
        match rest.and_then(|rest| rest.to_std().ok()) {
            Some(rest) if !rest.is_zero() && rest <= longest => Ok(Turn::Later(rest.min(OUTAGE_PAUSE))),
            _ => Ok(Turn::Of(Box::new(tx), claimed)),
        }
    }

    /// Handles the update and marks it as done, in one transaction.
    async fn attempt(&self, trees: &Trees, dependencies: DependencyMap, update_id: i64) -> Result<(), AttemptError> {
        let tx = self.db.begin(self.shop).await.map_err(service::Error::from)?;
        self.attempt_in(trees, dependencies, tx, update_id).await
    }

    async fn attempt_in(
        &self,
        trees: &Trees,
        dependencies: DependencyMap,
        tx: Tx,
        update_id: i64,
    ) -> Result<(), AttemptError> {
        let mut handled = dispatch(&trees.handlers, dependencies, tx).await?;
        let is_first = inbox::done(&mut handled.tx, update_id, self.clock.now()).await?;
        self.conclude(handled, is_first).await
    }

    /// Commits and sends the answer; rolls back where another process finished the update.
    async fn conclude(&self, handled: Handled, is_first: bool) -> Result<(), AttemptError> {
        let Handled { tx, answer } = handled;
        if !is_first {
            tx.rollback().await.map_err(service::Error::from)?;
            return Ok(());
        }
        tx.commit().await.map_err(service::Error::from)?;
        if let Some(answer) = answer {
            self.answers.send(answer);
        }
        Ok(())
    }

    /// Counts a failed attempt; after too many of them the update is a dead letter.
    async fn failed(
        &self,
        trees: &Trees,
        dependencies: DependencyMap,
        mut queued: QueuedUpdate,
        failure: AttemptError,
    ) -> Outcome {
        if failure.is_outage() {
            return self.retry_after_outage(queued, &failure);
        }
        let update_id = queued.update_id;
        let pause = usize::try_from(queued.attempts).ok().and_then(|failures| self.retry_policy.0.get(failures));
        queued.attempts = queued.attempts.saturating_add(1);
        if let Some(pause) = pause {
            failure.log(update_id, "an update failed; it is tried again");
            if let Err(error) = self.count_failure(update_id, *pause).await {
                tracing::error!(update_id, %error, "the failed attempt cannot be counted");
            }
            return Outcome::Retry { queued, pause: *pause };
        }
        failure.log(update_id, "an update failed too often; it is kept as a dead letter");
        match self.dead_letter(Some((trees, dependencies)), update_id).await {
            Ok(()) => self.finished(queued.lane),
            Err(failure) => {
                failure.log(update_id, "the dead letter cannot be stored; the update is tried again");
                Outcome::Retry { queued, pause: OUTAGE_PAUSE }
            }
        }
    }

    async fn count_failure(&self, update_id: i64, pause: Duration) -> service::Result<()> {
        let retry_at = self.clock.now() + TimeDelta::from_std(pause).unwrap_or_default();
        let mut tx = self.db.begin(self.shop).await?;
        inbox::failed(&mut tx, update_id, retry_at).await?;
        Ok(tx.commit().await?)
    }

    /// Stores an update of unknown form as a dead letter.
    pub(crate) async fn unreadable(&self, queued: QueuedUpdate) -> Outcome {
        match self.dead_letter(None, queued.update_id).await {
            Ok(()) => self.finished(queued.lane),
            Err(failure) => self.retry_after_outage(queued, &failure),
        }
    }

    /// Makes the update a dead letter. The person gets an apology and the owners an alarm, unless its form is unknown.
    async fn dead_letter(&self, known: Option<(&Trees, DependencyMap)>, update_id: i64) -> Result<(), AttemptError> {
        let begin = async || self.db.begin(self.shop).await.map_err(service::Error::from);
        let mut handled = None;
        match known {
            None => tracing::error!(update_id, "an update has an unknown form; it is kept as a dead letter"),
            Some((trees, dependencies)) => match dispatch(&trees.on_dead_letter, dependencies, begin().await?).await {
                Ok(apologized) => handled = Some(apologized),
                Err(failure) if failure.is_outage() => return Err(failure),
                Err(failure) => failure.log(update_id, "there is no apology for the dead letter"),
            },
        }
        let mut handled = match handled {
            Some(handled) => handled,
            None => Handled { tx: begin().await?, answer: None },
        };
        let is_first = inbox::dead_letter(&mut handled.tx, update_id, self.clock.now()).await?;
        self.conclude(handled, is_first).await
    }

    /// Lets the lane continue. The end of an outage is logged.
    fn finished(&self, lane: i64) -> Outcome {
        if self.is_outage.swap(false, Ordering::Relaxed) {
            tracing::info!("the database can be reached again");
        }
        Outcome::Finished { lane }
    }

    /// Tries the update again after a pause. An outage is logged once, not for each update.
    fn retry_after_outage(&self, queued: QueuedUpdate, failure: &AttemptError) -> Outcome {
        if !self.is_outage.swap(true, Ordering::Relaxed) {
            failure.log(queued.update_id, "the database does not take updates; they wait until it does");
        }
        Outcome::Retry { queued, pause: OUTAGE_PAUSE }
    }

    /// The text of an update; `None` where it was finished long ago and purged.
    pub(crate) async fn read(&self, update_id: i64) -> service::Result<Option<String>> {
        let mut tx = self.db.read(self.shop).await?;
        inbox::raw(&mut tx, update_id).await
    }

    /// As [`Self::retry_after_outage`], for an update that could not be read.
    pub(crate) fn wait_for_database(&self, queued: QueuedUpdate, error: service::Error) -> Outcome {
        self.retry_after_outage(queued, &error.into())
    }
}
