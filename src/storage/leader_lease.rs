//! The lease of a shop's leader: what only one process at a time may do is done by the process that holds it.
//!
//! On PostgreSQL the lease is a row: its holder, and when it expires by the database's clock. It is taken, renewed and released
//! by one statement each, so it needs no session, and a pooler of transactions does no harm. A SQLite file is for one process
//! alone: that process locks a file beside it, and leads.

use std::{
    fs::{File, TryLockError},
    path::Path,
    time::Duration,
};

use sqlx::{Connection as _, PgConnection, Postgres, postgres::PgArguments};
use tokio::{
    sync::watch,
    time::{Instant, timeout_at},
};

use super::{
    Db, Error, Result,
    db::Engine,
    private_file,
    statement::{Statement, statements},
};
use crate::domain::ShopId;

/// How long a lease lasts that is not renewed. A process that dies is replaced after that.
const LEASE: Duration = Duration::from_secs(5);
/// The holder stops leading so long before its lease expires, by its own clock.
const MARGIN: Duration = Duration::from_secs(1);
/// How long taking or giving up a lease may take.
const ANSWER: Duration = Duration::from_secs(3);

statements! {
    /// The row is ours where one row is changed: there was none, it was ours, it had expired, or it expires so late that the
    /// clock it came from was wrong. `excluded.expires_at - $3` is the present moment: a distributed table takes a function of
    /// the time only among the values.
    TAKE: sqlite = "", postgres = "
        INSERT INTO leader_leases (shop_id, holder, expires_at)
        VALUES ($1, $2, CAST(EXTRACT(EPOCH FROM now()) * 1000000 AS BIGINT) + $3)
        ON CONFLICT (shop_id) DO UPDATE SET holder = excluded.holder, expires_at = excluded.expires_at
        WHERE leader_leases.holder = excluded.holder OR leader_leases.expires_at <= excluded.expires_at - $3
            OR leader_leases.expires_at > excluded.expires_at + $3";
    RELEASE: sqlite = "", postgres = "DELETE FROM leader_leases WHERE shop_id = $1 AND holder = $2";
}

/// The lease of a shop, or a candidate for it.
pub enum LeaderLease {
    /// The process has the SQLite file, and leads as long as it runs.
    Sole,
    /// A row.
    Row(RowLease),
}

/// A lease in a row.
pub struct RowLease {
    connection: PgConnection,
    shop: ShopId,
    /// An id of the shop's counter, which no other process draws.
    holder: i64,
    /// Until when this process may lead, by its own clock; `None` while it does not lead.
    leads_until: watch::Sender<Option<Instant>>,
}

/// How long this process may lead, as last renewed.
#[derive(Clone)]
pub enum LeaseTerm {
    /// As long as it runs.
    Unlimited,
    /// Until a moment by its own clock, which also runs while the process is stopped.
    Until(watch::Receiver<Option<Instant>>),
}

/// The lock of a SQLite file, which one process holds at a time. It ends when this is dropped, or the process ends.
pub struct FileLock(Option<File>);

impl Db {
    /// A candidate for the lease of a shop.
    ///
    /// # Errors
    /// The database's.
    pub async fn leader_lease(&self, shop: ShopId) -> Result<LeaderLease> {
        match self.engine() {
            Engine::Sqlite(_) => Ok(LeaderLease::Sole),
            Engine::Postgres(pool, ids) => {
                let holder = ids.draw(shop, 1).await?.start;
                let connection = PgConnection::connect_with(&pool.connect_options()).await?;
                Ok(LeaderLease::Row(RowLease { connection, shop, holder, leads_until: watch::Sender::default() }))
            }
        }
    }

    /// Locks a SQLite file for this process; `None` where another process has locked it. On PostgreSQL nothing is locked.
    pub fn lock_file(&self) -> Option<FileLock> {
        match self.engine() {
            Engine::Sqlite(sqlite) => FileLock::on(sqlite.file()),
            Engine::Postgres(..) => Some(FileLock(None)),
        }
    }
}

impl LeaderLease {
    /// Takes the lease where no other process has it; true where it is ours.
    ///
    /// # Errors
    /// The database's: then this candidate is of no more use.
    pub async fn take(&mut self) -> Result<bool> {
        match self {
            Self::Sole => Ok(true),
            Self::Row(row) => row.take(Instant::now() + ANSWER).await,
        }
    }

    /// How long this process may lead.
    pub fn term(&self) -> LeaseTerm {
        match self {
            Self::Sole => LeaseTerm::Unlimited,
            Self::Row(row) => LeaseTerm::Until(row.leads_until.subscribe()),
        }
    }

    /// Renews the lease. Returns an error, in time, where this process may no longer lead.
    ///
    /// # Errors
    /// [`Error::LeaseLost`]; the database's.
    pub async fn renew(&mut self) -> Result<()> {
        match self {
            Self::Sole => Ok(()),
            Self::Row(row) => {
                let until = *row.leads_until.borrow();
                let deadline = until.filter(|until| *until > Instant::now()).ok_or(Error::LeaseLost)?;
                if row.take(deadline).await? { Ok(()) } else { Err(Error::LeaseLost) }
            }
        }
    }

    /// Gives the lease up, so that another process can take it at once.
    pub async fn release(self) {
        if let Self::Row(row) = self
            && let Err(error) = row.release().await
        {
            tracing::debug!(%error, "the lease expires by itself");
        }
    }
}

impl LeaseTerm {
    /// Another process may lead by now. Once it is over, it stays over.
    pub fn is_over(&self) -> bool {
        match self {
            Self::Unlimited => false,
            Self::Until(until) => until.borrow().is_none_or(|until| until <= Instant::now()),
        }
    }
}

impl RowLease {
    async fn take(&mut self, deadline: Instant) -> Result<bool> {
        // What the database counts from is later than this.
        let asked_at = Instant::now();
        let lease = i64::try_from(LEASE.as_micros()).unwrap_or(i64::MAX);
        let query = self.bound(TAKE).bind(lease);
        let taken = in_time(query.execute(&mut self.connection), deadline).await?.rows_affected() > 0;
        self.leads_until.send_replace(taken.then(|| asked_at + (LEASE - MARGIN)));
        Ok(taken)
    }

    async fn release(mut self) -> Result<()> {
        let deadline = Instant::now() + ANSWER;
        in_time(self.bound(RELEASE).execute(&mut self.connection), deadline).await?;
        in_time(self.connection.close(), deadline).await
    }

    /// A statement with the shop and the holder.
    fn bound(&self, statement: Statement) -> sqlx::query::Query<'static, Postgres, PgArguments> {
        sqlx::query(statement.postgres).bind(self.shop.0).bind(self.holder)
    }
}

/// A server that does not answer is as good as gone.
async fn in_time<T>(answer: impl Future<Output = sqlx::Result<T>>, deadline: Instant) -> Result<T> {
    match timeout_at(deadline, answer).await {
        Ok(answer) => Ok(answer?),
        Err(_) => Err(Error::Sqlx(sqlx::Error::PoolTimedOut)),
    }
}

impl FileLock {
    /// Locks a file beside SQLite's own, which must not be opened here: closing it would end SQLite's locks.
    fn on(file: &Path) -> Option<Self> {
        let mut name = file.as_os_str().to_owned();
        name.push("-lock");
        let taken = private_file::create(Path::new(&name))
            .map_err(TryLockError::Error)
            .and_then(|lock| lock.try_lock().map(|()| lock));
        match taken {
            Ok(lock) => Some(Self(Some(lock))),
            Err(TryLockError::WouldBlock) => None,
            Err(TryLockError::Error(error)) => {
                tracing::warn!(%error, "the database file cannot be locked: see to it that no other process serves it");
                Some(Self(None))
            }
        }
    }
}

impl Drop for FileLock {
    fn drop(&mut self) {
        if let Some(lock) = &self.0
            && let Err(error) = lock.unlock()
        {
            tracing::debug!(%error, "the lock goes with the process");
        }
    }
}
