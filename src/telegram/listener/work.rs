//! Work on one update: hand it over, mark it as done, commit, and see to it when that fails.
//!
//! On SQLite, which is this process's alone, the lanes in memory are all there is to keep to. On PostgreSQL other processes work
//! on the same inbox: there the transaction first claims the oldest update of the lane, whichever that is.

use std::{
    panic::AssertUnwindSafe,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use chrono::TimeDelta;
use futures_util::FutureExt as _;
use teloxide::{payloads::AnswerCallbackQuery, types::Update};

use super::{ADOPTED, Handled, OVERDUE, Runner};
use crate::{
    service::{
        self,
        inbox::{self, Claimed},
    },
    storage::Tx,
    telegram::receiver::{self, QueuedUpdate},
};

/// How often work that met a passing conflict in the database is repeated at once.
const CONFLICTS: u32 = 10;
/// The pause while the database is away.
const OUTAGE: Duration = Duration::from_secs(2);
/// The pause while another process is at work in the lane.
const ELSEWHERE: Duration = Duration::from_millis(50);

/// What became of an update.
pub(super) enum Outcome {
    /// It is done, or was done before, or is a dead letter.
    Finished {
        /// Its lane.
        lane: i64,
        /// The answer to its button.
        answer: Option<AnswerCallbackQuery>,
    },
    /// Another update of the lane was older and is finished; now it is this one's turn.
    Preceded {
        /// The update.
        arrived: QueuedUpdate,
        /// The answer to the other's button.
        answer: Option<AnswerCallbackQuery>,
    },
    /// It comes again after a pause.
    Failed {
        /// The update.
        arrived: QueuedUpdate,
        /// How long to wait.
        pause: Duration,
    },
}

/// Why an attempt failed.
enum Failure {
    /// The handler's error, or the database's.
    Error(service::Error),
    /// The handler panicked; what it said may hold what people wrote, so it is not kept.
    Panic,
}

impl Failure {
    /// The database is away: no fault of this update.
    fn is_outage(&self) -> bool {
        matches!(self, Self::Error(service::Error::Storage(error)) if error.is_outage())
    }

    /// The same again at once may succeed.
    fn is_conflict(&self) -> bool {
        matches!(self, Self::Error(service::Error::Storage(error)) if error.is_transient())
    }
}

/// Whose turn it is in a lane that others work on too.
enum Turn {
    /// This update's, in this transaction.
    Of(Box<Tx>, Claimed),
    /// Nobody's yet: the oldest is in another process's hands, or rests after a failure.
    Later(Duration),
    /// Nobody's any more: what is asked about was finished elsewhere.
    Over,
}

/// What every lane works with.
pub(super) struct Work {
    runner: Runner,
    /// The database is away, and that was said.
    is_outage: AtomicBool,
}

impl Work {
    pub(super) const fn new(runner: Runner) -> Self {
        Self { runner, is_outage: AtomicBool::new(false) }
    }

    /// Works on an update.
    pub(super) async fn on(self: Arc<Self>, arrived: QueuedUpdate) -> Outcome {
        let outcome =
            if self.runner.db.is_postgres() { self.on_shared(arrived).await } else { self.on_own(arrived).await };
        if let Outcome::Finished { .. } | Outcome::Preceded { .. } = outcome
            && self.is_outage.swap(false, Ordering::Relaxed)
        {
            tracing::info!("the database is back");
        }
        outcome
    }

    /// Works on the oldest update of the lane; then it is the turn of the one that arrived.
    async fn on_shared(&self, arrived: QueuedUpdate) -> Outcome {
        let mut conflicts = 0;
        loop {
            let (tx, claimed) = match self.claim(&arrived).await {
                Ok(Turn::Of(tx, claimed)) => (*tx, claimed),
                Ok(Turn::Later(pause)) => return Outcome::Failed { arrived, pause },
                Ok(Turn::Over) => return Outcome::Finished { lane: arrived.lane, answer: None },
                Err(error) => return self.wait_out(arrived, &error.into()),
            };
            let Claimed { update_id, attempts, raw, .. } = claimed;
            let done = match receiver::parse(&raw) {
                None => match tx.rollback().await {
                    Ok(()) => self.dead_letter(update_id, None).await,
                    Err(error) => Err(service::Error::from(error).into()),
                },
                Some(update) => match self.attempt_in(tx, update_id, &update).await {
                    Err(failure) if failure.is_conflict() && conflicts < CONFLICTS => {
                        conflicts += 1;
                        continue;
                    }
                    Err(failure) if !failure.is_outage() => {
                        let oldest = QueuedUpdate { update_id, lane: arrived.lane, attempts, raw: None };
                        match self.failed(oldest, update, failure).await {
                            Outcome::Failed { arrived: oldest, pause } if oldest.update_id == arrived.update_id => {
                                return Outcome::Failed { arrived: oldest, pause };
                            }
                            Outcome::Failed { pause, .. } => return Outcome::Failed { arrived, pause },
                            Outcome::Finished { answer, .. } | Outcome::Preceded { answer, .. } => Ok(answer),
                        }
                    }
                    settled => settled,
                },
            };
            return match done {
                Ok(answer) if update_id == arrived.update_id => Outcome::Finished { lane: arrived.lane, answer },
                Ok(answer) => Outcome::Preceded { arrived, answer },
                Err(failure) => self.wait_out(arrived, &failure),
            };
        }
    }

    /// Whose turn it is in the lane of an update.
    async fn claim(&self, arrived: &QueuedUpdate) -> service::Result<Turn> {
        let mut tx = self.runner.db.begin(self.runner.shop).await?;
        let Some(claimed) = inbox::claim(&mut tx, arrived.lane).await? else {
            let is_waiting = inbox::is_waiting(&mut tx, arrived.update_id).await?;
            return Ok(if is_waiting { Turn::Later(ELSEWHERE) } else { Turn::Over });
        };
        // A failure of our own was waited for by our own clock.
        let was_ours = (claimed.update_id, claimed.attempts) == (arrived.update_id, arrived.attempts);
        let rest = claimed.retry_at.filter(|_| !was_ours).map(|retry_at| retry_at - self.runner.clock.now());
        match rest.and_then(|rest| rest.to_std().ok()) {
            Some(rest) if !rest.is_zero() => Ok(Turn::Later(rest.min(OUTAGE))),
            _ => Ok(Turn::Of(Box::new(tx), claimed)),
        }
    }

    /// What another process accepted and is late with, or did not live to do.
    pub(super) async fn overdue(self: Arc<Self>) -> Vec<QueuedUpdate> {
        let read = async {
            let mut tx = self.runner.db.read(self.runner.shop).await?;
            inbox::overdue(&mut tx, OVERDUE, ADOPTED, self.runner.clock.now()).await
        };
        match read.await {
            Ok(found) => found.into_iter().map(QueuedUpdate::from).collect(),
            Err(error) => {
                // An outage is told of by those whose work it stops.
                tracing::debug!(%error, "the inbox cannot be read");
                Vec::new()
            }
        }
    }

    /// Works on an update of a lane that is nobody else's.
    async fn on_own(&self, arrived: QueuedUpdate) -> Outcome {
        let read = match &arrived.raw {
            Some(raw) => Ok(Some(receiver::parse(raw))),
            None => self.read(arrived.update_id).await,
        };
        let done = match read {
            // Purged, so finished long ago.
            Ok(None) => Ok(None),
            Ok(Some(None)) => self.dead_letter(arrived.update_id, None).await,
            Ok(Some(Some(update))) => match self.attempt_until_settled(arrived.update_id, &update).await {
                Err(failure) if !failure.is_outage() => return self.failed(arrived, update, failure).await,
                settled => settled,
            },
            Err(error) => Err(Failure::Error(error)),
        };
        match done {
            Ok(answer) => Outcome::Finished { lane: arrived.lane, answer },
            Err(failure) => self.wait_out(arrived, &failure),
        }
    }

    /// The update comes again when the database may be back; said once, not for each update.
    fn wait_out(&self, arrived: QueuedUpdate, failure: &Failure) -> Outcome {
        if !self.is_outage.swap(true, Ordering::Relaxed) {
            tell(arrived.update_id, failure, "the database does not take updates; they wait until it does");
        }
        Outcome::Failed { arrived, pause: OUTAGE }
    }

    async fn read(&self, update_id: i64) -> service::Result<Option<Option<Arc<Update>>>> {
        let mut tx = self.runner.db.read(self.runner.shop).await?;
        Ok(inbox::raw(&mut tx, update_id).await?.map(|raw| receiver::parse(&raw)))
    }

    /// Attempts it, again at once where two transactions were merely in each other's way.
    async fn attempt_until_settled(
        &self,
        update_id: i64,
        update: &Arc<Update>,
    ) -> Result<Option<AnswerCallbackQuery>, Failure> {
        let mut conflicts = 0;
        loop {
            match self.attempt(update_id, update).await {
                Err(failure) if failure.is_conflict() && conflicts < CONFLICTS => conflicts += 1,
                settled => return settled,
            }
        }
    }

    /// Everything that the update does, and that it is done, in one transaction.
    async fn attempt(&self, update_id: i64, update: &Arc<Update>) -> Result<Option<AnswerCallbackQuery>, Failure> {
        let tx = self.runner.db.begin(self.runner.shop).await.map_err(service::Error::from)?;
        self.attempt_in(tx, update_id, update).await
    }

    async fn attempt_in(
        &self,
        tx: Tx,
        update_id: i64,
        update: &Arc<Update>,
    ) -> Result<Option<AnswerCallbackQuery>, Failure> {
        let mut handled = caught(self.runner.handler.handle(tx, Arc::clone(update))).await?;
        let is_ours = inbox::done(&mut handled.tx, update_id, self.runner.clock.now()).await;
        self.conclude(handled, is_ours).await
    }

    /// Counts a failure; after too many of them the update is a dead letter.
    async fn failed(&self, mut arrived: QueuedUpdate, update: Arc<Update>, failure: Failure) -> Outcome {
        let update_id = arrived.update_id;
        arrived.attempts += 1;
        let pause =
            usize::try_from(arrived.attempts - 1).ok().and_then(|failures| self.runner.patience.0.get(failures));
        if let Some(pause) = pause {
            tell(update_id, &failure, "an update failed; it comes again");
            if let Err(error) = self.count_failure(update_id, *pause).await {
                tracing::error!(update_id, %error, "the failure cannot be counted");
            }
            return Outcome::Failed { arrived, pause: *pause };
        }
        tell(update_id, &failure, "an update failed too often; it is kept as a dead letter");
        match self.dead_letter(update_id, Some(update)).await {
            Ok(answer) => Outcome::Finished { lane: arrived.lane, answer },
            Err(failure) => {
                tell(update_id, &failure, "the dead letter cannot be stored; the update comes again");
                Outcome::Failed { arrived, pause: OUTAGE }
            }
        }
    }

    async fn count_failure(&self, update_id: i64, pause: Duration) -> service::Result<()> {
        let retry_at = self.runner.clock.now() + TimeDelta::from_std(pause).unwrap_or_default();
        let mut tx = self.runner.db.begin(self.runner.shop).await?;
        inbox::failed(&mut tx, update_id, retry_at).await?;
        Ok(tx.commit().await?)
    }

    /// Makes the update a dead letter. The person gets an apology and the owners an alarm, unless nobody could read it.
    async fn dead_letter(
        &self,
        update_id: i64,
        update: Option<Arc<Update>>,
    ) -> Result<Option<AnswerCallbackQuery>, Failure> {
        let apology = match update {
            None => {
                tracing::error!(update_id, "an update is in a form that is not known; it is kept as a dead letter");
                None
            }
            Some(update) => {
                let apologizing = async {
                    let tx = self.runner.db.begin(self.runner.shop).await?;
                    self.runner.handler.on_dead_letter(tx, update).await
                };
                match caught(apologizing).await {
                    Ok(handled) => Some(handled),
                    Err(failure) if failure.is_outage() => return Err(failure),
                    Err(failure) => {
                        tell(update_id, &failure, "nobody can be told of the dead letter");
                        None
                    }
                }
            }
        };
        let mut handled = match apology {
            Some(handled) => handled,
            None => Handled::without_reply(self.runner.db.begin(self.runner.shop).await.map_err(service::Error::from)?),
        };
        let is_ours = inbox::give_up(&mut handled.tx, update_id, self.runner.clock.now()).await;
        self.conclude(handled, is_ours).await
    }

    /// Commits; undoes everything where another process has finished the update.
    async fn conclude(
        &self,
        handled: Handled,
        is_ours: service::Result<bool>,
    ) -> Result<Option<AnswerCallbackQuery>, Failure> {
        let Handled { tx, answer } = handled;
        if !is_ours? {
            tx.rollback().await.map_err(service::Error::from)?;
            return Ok(None);
        }
        tx.commit().await.map_err(service::Error::from)?;
        Ok(answer)
    }
}

impl From<service::Error> for Failure {
    fn from(error: service::Error) -> Self {
        Self::Error(error)
    }
}

/// Runs what is not ours: its panic is a failure like another.
async fn caught(handling: impl Future<Output = service::Result<Handled>>) -> Result<Handled, Failure> {
    // A transaction that a panic leaves behind is rolled back; nothing else is shared with the handler.
    match AssertUnwindSafe(handling).catch_unwind().await {
        Ok(handled) => Ok(handled?),
        Err(_) => Err(Failure::Panic),
    }
}

fn tell(update_id: i64, failure: &Failure, what: &str) {
    match failure {
        Failure::Error(error) => tracing::error!(update_id, %error, "{what}"),
        Failure::Panic => tracing::error!(update_id, error = "panic", "{what}"),
    }
}
