//! Work on one update: hand it over, mark it as done, commit, and see to it when that fails.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
    time::Duration,
};

use futures_util::FutureExt as _;
use teloxide_core::{
    payloads::AnswerCallbackQuery,
    types::{Update, UpdateKind},
};

use super::{Handled, Runner};
use crate::{
    bot::intake::Arrived,
    service::{self, inbox},
};

/// How often work that met a passing conflict in the database is repeated at once.
const CONFLICTS: u32 = 10;
/// The pause while the database is away.
const OUTAGE: Duration = Duration::from_secs(2);

/// What became of an update.
pub(super) enum Outcome {
    /// It is done, or was done before, or is a dead letter.
    Finished {
        /// Its lane.
        lane: i64,
        /// The answer to its button.
        answer: Option<AnswerCallbackQuery>,
    },
    /// It comes again after a pause.
    Failed {
        /// The update.
        arrived: Arrived,
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

/// What every lane works with.
pub(super) struct Work(Runner);

impl Work {
    pub(super) const fn new(runner: Runner) -> Self {
        Self(runner)
    }

    /// Works on an update.
    pub(super) async fn on(self: Arc<Self>, arrived: Arrived) -> Outcome {
        let read = match &arrived.raw {
            Some(raw) => Ok(Some(parse(raw))),
            None => self.read(arrived.update_id).await,
        };
        let done = match read {
            // Purged, so finished long ago.
            Ok(None) => Ok(None),
            Ok(Some(None)) => self.bury(arrived.update_id, None).await,
            Ok(Some(Some(update))) => match self.attempt_until_settled(arrived.update_id, &update).await {
                Err(failure) if !failure.is_outage() => return self.failed(arrived, update, failure).await,
                settled => settled,
            },
            Err(error) => Err(Failure::Error(error)),
        };
        match done {
            Ok(answer) => Outcome::Finished { lane: arrived.lane, answer },
            Err(failure) => {
                tell(arrived.update_id, &failure, "the database does not take an update; it comes again");
                Outcome::Failed { arrived, pause: OUTAGE }
            }
        }
    }

    async fn read(&self, update_id: i64) -> service::Result<Option<Option<Arc<Update>>>> {
        let mut tx = self.0.db.read(self.0.shop).await?;
        Ok(inbox::raw(&mut tx, update_id).await?.map(|raw| parse(&raw)))
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
        let handling = async {
            let tx = self.0.db.begin(self.0.shop).await?;
            self.0.handler.handle(tx, Arc::clone(update)).await
        };
        let mut handled = caught(handling).await?;
        let is_ours = inbox::done(&mut handled.tx, update_id, self.0.clock.now()).await;
        self.conclude(handled, is_ours).await
    }

    /// Counts a failure; after too many of them the update is a dead letter.
    async fn failed(&self, mut arrived: Arrived, update: Arc<Update>, failure: Failure) -> Outcome {
        let update_id = arrived.update_id;
        arrived.attempts += 1;
        let pause = usize::try_from(arrived.attempts - 1).ok().and_then(|failures| self.0.patience.0.get(failures));
        if let Some(pause) = pause {
            tell(update_id, &failure, "an update failed; it comes again");
            if let Err(error) = self.count_failure(update_id).await {
                tracing::error!(update_id, %error, "the failure cannot be counted");
            }
            return Outcome::Failed { arrived, pause: *pause };
        }
        tell(update_id, &failure, "an update failed too often; it is kept as a dead letter");
        match self.bury(update_id, Some(update)).await {
            Ok(answer) => Outcome::Finished { lane: arrived.lane, answer },
            Err(failure) => {
                tell(update_id, &failure, "the dead letter cannot be stored; the update comes again");
                Outcome::Failed { arrived, pause: OUTAGE }
            }
        }
    }

    async fn count_failure(&self, update_id: i64) -> service::Result<()> {
        let mut tx = self.0.db.begin(self.0.shop).await?;
        inbox::failed(&mut tx, update_id).await?;
        Ok(tx.commit().await?)
    }

    /// Makes the update a dead letter. The person gets an apology and the owners an alarm, unless nobody could read it.
    async fn bury(&self, update_id: i64, update: Option<Arc<Update>>) -> Result<Option<AnswerCallbackQuery>, Failure> {
        let apology = match update {
            None => {
                tracing::error!(update_id, "an update is in a form that is not known; it is kept as a dead letter");
                None
            }
            Some(update) => {
                let apologizing = async {
                    let tx = self.0.db.begin(self.0.shop).await?;
                    self.0.handler.gave_up(tx, update).await
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
            None => Handled::silently(self.0.db.begin(self.0.shop).await.map_err(service::Error::from)?),
        };
        let is_ours = inbox::give_up(&mut handled.tx, update_id, self.0.clock.now()).await;
        self.conclude(handled, is_ours).await
    }

    /// Commits, and hands over what is to be sent; undoes everything where the update was finished by somebody else.
    async fn conclude(
        &self,
        handled: Handled,
        is_ours: service::Result<bool>,
    ) -> Result<Option<AnswerCallbackQuery>, Failure> {
        let Handled { tx, answer, sent } = handled;
        if !is_ours? {
            tx.rollback().await.map_err(service::Error::from)?;
            return Ok(None);
        }
        tx.commit().await.map_err(service::Error::from)?;
        self.0.outlet.hand(sent);
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

/// The update, unless its form is not known. Only from text: other ways of reading lose every kind of update.
fn parse(raw: &str) -> Option<Arc<Update>> {
    // teloxide's reading of some updates is known to panic.
    let update: Update = catch_unwind(|| serde_json::from_str(raw)).ok()?.ok()?;
    (!matches!(update.kind, UpdateKind::Error(_))).then(|| Arc::new(update))
}

fn tell(update_id: i64, failure: &Failure, what: &str) {
    match failure {
        Failure::Error(error) => tracing::error!(update_id, %error, "{what}"),
        Failure::Panic => tracing::error!(update_id, error = "panic", "{what}"),
    }
}
