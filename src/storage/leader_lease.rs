//! The lease of a shop's leader: what only one process at a time may do is done by the process that holds it.
//!
//! On PostgreSQL the lease is a row: its holder, and when it expires by the database's clock. It is taken, renewed and released
//! by one statement each, so it needs no session, and a pooler of transactions does no harm. A SQLite file is for one process
//! alone: that process locks it and a file beside it, and leads.

use std::{
    fs::{File, TryLockError},
    mem::ManuallyDrop,
    sync::Arc,
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
    sessions::Sessions,
    sqlite_file::SqliteFile,
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
    sessions: Arc<Sessions>,
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
#[derive(Default)]
pub struct FileLock {
    /// A file beside it.
    beside: Option<File>,
    /// The file itself, which holds even where the one beside it is taken away. Never closed: SQLite's locks in this process would
    /// end with it.
    itself: Option<ManuallyDrop<File>>,
}

impl Db {
    /// A candidate for the lease of a shop.
    ///
    /// # Errors
    /// The database's.
    pub async fn leader_lease(&self, shop: ShopId) -> Result<LeaderLease> {
        match self.engine() {
            Engine::Sqlite(_) => Ok(LeaderLease::Sole),
            Engine::Postgres(server) => {
                let holder = server.ids.draw(shop, 1).await?.start;
                let connection = PgConnection::connect_with(&server.pool.connect_options()).await?;
                let sessions = Arc::clone(&server.sessions);
                let leads_until = watch::Sender::default();
                Ok(LeaderLease::Row(RowLease { connection, sessions, shop, holder, leads_until }))
            }
        }
    }

    /// Locks a SQLite file for this process. On PostgreSQL nothing is locked.
    ///
    /// # Errors
    /// [`Error::FileTaken`], [`Error::NoLock`].
    pub fn lock_file(&self) -> Result<FileLock> {
        match self.engine() {
            Engine::Sqlite(sqlite) => FileLock::on(sqlite.file()),
            Engine::Postgres(_) => Ok(FileLock::default()),
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
        let taken = in_time(once(query, &mut self.connection), deadline).await;
        let taken = self.sessions.heed(taken)? > 0;
        self.leads_until.send_replace(taken.then(|| asked_at + (LEASE - MARGIN)));
        Ok(taken)
    }

    async fn release(mut self) -> Result<()> {
        let deadline = Instant::now() + ANSWER;
        let query = self.bound(RELEASE);
        in_time(once(query, &mut self.connection), deadline).await?;
        Ok(in_time(self.connection.close(), deadline).await?)
    }

    /// A statement with the shop and the holder.
    fn bound(&self, statement: Statement) -> sqlx::query::Query<'static, Postgres, PgArguments> {
        let keeps = self.sessions.keep_statements();
        sqlx::query(statement.postgres).bind(self.shop.0).bind(self.holder).persistent(keeps)
    }
}

/// Runs a statement in a transaction of its own, because a pooler may run what is prepared outside of one in two sessions.
/// Returns the number of rows that it changed.
async fn once(
    query: sqlx::query::Query<'static, Postgres, PgArguments>,
    connection: &mut PgConnection,
) -> sqlx::Result<u64> {
    let mut tx = connection.begin().await?;
    let done = query.execute(&mut *tx).await?;
    tx.commit().await?;
    Ok(done.rows_affected())
}

/// A server that does not answer is as good as gone.
async fn in_time<T>(answer: impl Future<Output = sqlx::Result<T>>, deadline: Instant) -> sqlx::Result<T> {
    timeout_at(deadline, answer).await.unwrap_or(Err(sqlx::Error::PoolTimedOut))
}

impl FileLock {
    /// Locks a file beside SQLite's own, and SQLite's own where the two kinds of locks do not meet.
    fn on(file: &SqliteFile) -> Result<Self> {
        let name = file.beside("-lock");
        let create = || private_file::create_lock(&name).map_err(|error| Error::NoLock(name.clone(), error));
        let beside = create()?;
        if !is_locked(&beside)? {
            return Ok(Self::default());
        }
        let mut lock = Self { beside: Some(beside), itself: None };
        if are_kinds_apart(&create()?) {
            let opened = File::open(file.path()).map_err(|error| Error::NoLock(file.path().to_owned(), error))?;
            let itself = ManuallyDrop::new(opened);
            lock.itself = is_locked(&itself)?.then_some(itself);
        }
        Ok(lock)
    }
}

/// Locks a file; false where its file system cannot.
fn is_locked(file: &File) -> Result<bool> {
    match file.try_lock() {
        Ok(()) => Ok(true),
        Err(TryLockError::WouldBlock) => Err(Error::FileTaken),
        Err(TryLockError::Error(error)) => {
            tracing::warn!(%error, "the database file cannot be locked: see to it that no other process serves it");
            Ok(false)
        }
    }
}

/// Does a lock of the whole file leave SQLite's locks of byte ranges alone? On Linux it does, but not where the file system hands
/// both on to a server as one kind (NFS, SMB). `other` is a second handle of a file that is locked whole.
#[cfg(unix)]
fn are_kinds_apart(other: &File) -> bool {
    rustix::fs::fcntl_lock(other, rustix::fs::FlockOperation::NonBlockingLockExclusive).is_ok()
}

#[cfg(not(unix))]
fn are_kinds_apart(_: &File) -> bool {
    false
}

impl Drop for FileLock {
    fn drop(&mut self) {
        for file in self.beside.iter().chain(self.itself.as_deref()) {
            if let Err(error) = file.unlock() {
                tracing::debug!(%error, "the lock goes with the process");
            }
        }
    }
}
