//! The trait of jobs.

use std::time::Duration;

use futures_util::future::BoxFuture;

use crate::{
    clock::Timestamp,
    domain::{Currency, ShopId, TelegramId},
    service::Result,
    shutdown::CancellationToken,
    storage::Db,
};

/// Work that becomes due with time.
///
/// A job does everything that is due, in small transactions. It is idempotent, also where two processes run it at the
/// same time. Work that became due while no process ran is done by the next run.
pub trait Job: Send + Sync {
    /// The name in the log.
    fn name(&self) -> &'static str;

    /// The time between two runs.
    fn every(&self) -> Duration;

    /// Does everything that is due, or as much of it as is done before [`Run::is_stopped`].
    ///
    /// # Errors
    /// The database's. Transactions that were committed before stay committed.
    fn run_once<'a>(&'a self, run: &'a Run) -> BoxFuture<'a, Result<()>>;
}

/// One run of a job.
#[derive(Clone)]
pub struct Run {
    /// The database of the shop.
    pub db: Db,
    /// The shop.
    pub shop: ShopId,
    /// The owners by configuration.
    pub owners: Vec<TelegramId>,
    /// The currency of its amounts of money.
    pub currency: Currency,
    /// The moment that decides what is due.
    pub now: Timestamp,
    /// Asks the job to end after the current transaction.
    pub stop: CancellationToken,
}

impl Run {
    /// Must the job begin no further transaction?
    pub fn is_stopped(&self) -> bool {
        self.stop.is_cancelled()
    }
}
