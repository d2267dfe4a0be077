//! The seat of a shop: what only one process at a time may do is done by the process that has it.
//!
//! On PostgreSQL it is a lock of the session, which the server takes back by itself when the process or its machine is gone.
//! A SQLite file is for one process alone; there the lock is that of a file beside it, which the system takes back.

use std::{
    fs::{File, TryLockError},
    path::Path,
    sync::Arc,
    time::Duration,
};

use sqlx::{Connection as _, PgConnection, PgPool};

use super::{Db, Error, Result, db::Engine, private_file};
use crate::domain::ShopId;

/// Tells the locks of seats from those that other programs take in the same database.
const SEATS: i64 = 0x6b6f_7069_6c6b_6100;
/// How long the server may take to say that the session is still there.
const ANSWER: Duration = Duration::from_secs(3);
/// A machine that is gone does not say so: the server finds out after a dozen seconds.
const WATCHFUL: &str = "SET tcp_keepalives_idle = 5; SET tcp_keepalives_interval = 2; SET tcp_keepalives_count = 3";

/// A place in the queue for a seat, or the seat itself.
pub enum LeaderLease {
    /// A SQLite file has one process, which has the seat.
    Sole,
    /// A session that can take the lock.
    Session {
        /// It has nothing else to do.
        session: Box<PgConnection>,
        /// The shop's lock.
        key: i64,
    },
}

/// A SQLite file is in the hands of this process for as long as this is kept.
pub struct FileLock(Option<File>);

impl Db {
    /// Stands in line for the seat of a shop.
    ///
    /// # Errors
    /// The database's.
    pub async fn leader_lease(&self, shop: ShopId) -> Result<LeaderLease> {
        match self.engine() {
            Engine::Sqlite(_) => Ok(LeaderLease::Sole),
            Engine::Postgres(pool) => LeaderLease::in_line(pool, shop).await,
        }
    }

    /// Takes a SQLite file for this process, as long as the claim is kept; `None` where another process has it. On
    /// PostgreSQL there is nothing to take.
    pub fn lock_file(&self) -> Option<FileLock> {
        match self.engine() {
            Engine::Sqlite(sqlite) => FileLock::on(sqlite.file()),
            Engine::Postgres(_) => Some(FileLock(None)),
        }
    }
}

impl LeaderLease {
    async fn in_line(pool: &PgPool, shop: ShopId) -> Result<Self> {
        let options: Arc<_> = pool.connect_options();
        let mut session = PgConnection::connect_with(&options).await?;
        sqlx::raw_sql(WATCHFUL).execute(&mut session).await?;
        Ok(Self::Session { session: Box::new(session), key: SEATS ^ shop.0 })
    }

    /// Takes the seat where it is free; true where it is ours.
    ///
    /// # Errors
    /// The database's: then the place in line is lost as well.
    pub async fn take(&mut self) -> Result<bool> {
        match self {
            Self::Sole => Ok(true),
            Self::Session { session, key } => {
                let lock = sqlx::query_scalar("SELECT pg_try_advisory_lock($1)").bind(*key);
                in_time(lock.fetch_one(&mut **session)).await
            }
        }
    }

    /// Fails where the seat may have gone to another process.
    ///
    /// # Errors
    /// The database's.
    pub async fn check(&mut self) -> Result<()> {
        match self {
            Self::Sole => Ok(()),
            Self::Session { session, .. } => in_time(session.ping()).await,
        }
    }

    /// Leaves the seat to the next in line.
    pub async fn leave(self) {
        if let Self::Session { session, .. } = self
            && let Err(error) = in_time(session.close()).await
        {
            tracing::debug!(%error, "the session ends by itself");
        }
    }
}

/// A server that does not answer is as good as gone.
async fn in_time<T>(answer: impl Future<Output = sqlx::Result<T>>) -> Result<T> {
    match tokio::time::timeout(ANSWER, answer).await {
        Ok(answer) => Ok(answer?),
        Err(_) => Err(Error::Sqlx(sqlx::Error::PoolTimedOut)),
    }
}

impl FileLock {
    /// SQLite's own file must not be touched: closing it again would take SQLite's locks away.
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
