//! SQLite: one writer whose waiting transactions are committed together, and a pool of readers.
//!
//! A durable commit costs a flush of the disk, whatever is in it. So a write transaction is a savepoint inside a batch:
//! when it ends while others wait for the writer, it is released and the writer goes to the next; the last one commits the
//! batch for all. Nobody is told of success before the batch is on disk, and a batch that fails, fails for everybody in it.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use sqlx::{
    ConnectOptions, SqliteConnection, SqlitePool, Transaction,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};
use tokio::sync::{Mutex, OwnedMutexGuard, oneshot};

use super::{Error, Result};

/// Connections that only read.
const READERS: u32 = 4;
/// How long another process (an import, a backup) may hold the file before a statement gives up.
const BUSY: Duration = Duration::from_secs(30);
/// The most transactions of one batch: bounds how long the first of them waits for its commit.
const BATCH: usize = 64;
/// A transaction that left its commit to the next one, which then never came, commits after this long itself.
const ABANDONED: Duration = Duration::from_millis(20);

/// A transaction that only reads.
pub(super) type ReadTx = Transaction<'static, sqlx::Sqlite>;

/// An open SQLite file.
#[derive(Clone)]
pub struct Sqlite {
    writer: Arc<Mutex<Batch>>,
    /// How many wait for the writer.
    waiting: Arc<AtomicUsize>,
    readers: SqlitePool,
}

/// The writer's connection and the transactions that were released but not committed.
struct Batch {
    connection: SqliteConnection,
    /// BEGIN was run and its COMMIT was not.
    open: bool,
    /// A savepoint was opened and neither released nor rolled back.
    savepoint: bool,
    members: Vec<oneshot::Sender<bool>>,
}

/// A transaction that writes: a savepoint of the current batch.
pub(super) struct WriteTx {
    batch: OwnedMutexGuard<Batch>,
    sqlite: Sqlite,
}

impl Sqlite {
    pub(super) async fn open(options: SqliteConnectOptions) -> Result<Self> {
        let options = options
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(BUSY)
            .foreign_keys(true)
            .statement_cache_capacity(256)
            .pragma("cache_size", "-16000")
            .pragma("temp_store", "memory");
        let connection = options.connect().await?;
        let batch = Batch { connection, open: false, savepoint: false, members: Vec::new() };
        let readers = SqlitePoolOptions::new().max_connections(READERS).connect_lazy_with(options.read_only(true));
        Ok(Self { writer: Arc::new(Mutex::new(batch)), waiting: Arc::new(AtomicUsize::new(0)), readers })
    }

    pub(super) async fn migrate(&self) -> Result<()> {
        let mut batch = self.writer.lock().await;
        batch.settle().await?;
        Ok(sqlx::migrate!("migrations/sqlite").run(&mut batch.connection).await?)
    }

    pub(super) async fn begin(&self) -> Result<WriteTx> {
        let waiting = Waiting::on(&self.waiting);
        let mut batch = Arc::clone(&self.writer).lock_owned().await;
        drop(waiting);
        batch.enter().await?;
        Ok(WriteTx { batch, sqlite: self.clone() })
    }

    pub(super) async fn read(&self) -> Result<ReadTx> {
        Ok(self.readers.begin().await?)
    }

    pub(super) async fn close(&self) {
        self.readers.close().await;
        let mut batch = self.writer.lock().await;
        if let Err(error) = batch.settle().await {
            tracing::error!(error = %error, "the last commit failed");
        }
        // Fails where another process reads the file; then that process folds the log in when it closes.
        if let Err(error) = sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&mut batch.connection).await {
            tracing::warn!(%error, "the write-ahead log stays beside the file");
        }
    }

    /// A consistent copy of the whole file at `target`, made while others read and write.
    pub(super) async fn copy_to(&self, target: &str) -> Result<()> {
        let mut reader = self.readers.acquire().await?;
        sqlx::query("VACUUM INTO ?1").bind(target.to_owned()).execute(&mut *reader).await?;
        Ok(())
    }

    /// Commits the batch unless another transaction is about to go on with it. Runs on a task of its own, so that a caller
    /// who stops waiting does not leave a commit half done.
    async fn finish(&self, batch: OwnedMutexGuard<Batch>) -> Result<()> {
        let commit = tokio::spawn(async move {
            let mut batch = batch;
            batch.commit().await
        });
        commit.await.map_err(|_| Error::Commit)?
    }
}

impl WriteTx {
    pub(super) fn connection(&mut self) -> Result<&mut SqliteConnection> {
        Ok(&mut self.batch.connection)
    }

    pub(super) async fn commit(mut self) -> Result<()> {
        self.batch.release().await?;
        let Self { mut batch, sqlite } = self;
        if sqlite.waiting.load(Ordering::SeqCst) == 0 || batch.members.len() + 1 >= BATCH {
            return sqlite.finish(batch).await;
        }
        let (committed, mut outcome) = oneshot::channel();
        batch.members.push(committed);
        drop(batch);
        loop {
            match tokio::time::timeout(ABANDONED, &mut outcome).await {
                Ok(Ok(true)) => return Ok(()),
                Ok(_) => return Err(Error::Commit),
                Err(_) => {
                    let batch = Arc::clone(&sqlite.writer).lock_owned().await;
                    if batch.open && !batch.savepoint {
                        sqlite.finish(batch).await?;
                    }
                }
            }
        }
    }

    pub(super) async fn rollback(mut self) -> Result<()> {
        self.batch.undo().await?;
        let Self { batch, sqlite } = self;
        if batch.members.is_empty() || sqlite.waiting.load(Ordering::SeqCst) == 0 {
            return sqlite.finish(batch).await;
        }
        Ok(())
    }
}

impl Batch {
    /// Opens a savepoint, after undoing what a dropped transaction left.
    async fn enter(&mut self) -> Result<()> {
        self.undo().await?;
        if !self.open {
            self.run("BEGIN IMMEDIATE").await?;
            self.open = true;
        }
        self.run("SAVEPOINT work").await?;
        self.savepoint = true;
        Ok(())
    }

    async fn release(&mut self) -> Result<()> {
        if let Err(error) = self.run("RELEASE work").await {
            self.abandon().await;
            return Err(error);
        }
        self.savepoint = false;
        Ok(())
    }

    async fn undo(&mut self) -> Result<()> {
        if !self.savepoint {
            return Ok(());
        }
        let undone = async {
            self.run("ROLLBACK TO work").await?;
            self.run("RELEASE work").await
        };
        if undone.await.is_err() {
            // A full disk or a failed write ends the whole transaction by itself, savepoints and all.
            self.abandon().await;
        }
        self.savepoint = false;
        Ok(())
    }

    async fn commit(&mut self) -> Result<()> {
        if !self.open {
            return Ok(());
        }
        match self.run("COMMIT").await {
            Ok(()) => {
                self.open = false;
                self.tell(true);
                Ok(())
            }
            Err(error) => {
                self.abandon().await;
                Err(error)
            }
        }
    }

    /// Leaves no open transaction behind.
    async fn settle(&mut self) -> Result<()> {
        self.undo().await?;
        self.commit().await
    }

    /// Gives the batch up: nothing of it happened, and everybody in it is told so.
    async fn abandon(&mut self) {
        if let Err(error) = self.run("ROLLBACK").await {
            tracing::debug!(%error, "the transaction had ended by itself");
        }
        self.open = false;
        self.savepoint = false;
        self.tell(false);
    }

    fn tell(&mut self, committed: bool) {
        for member in self.members.drain(..) {
            // A member that stopped waiting needs no answer.
            let _ = member.send(committed);
        }
    }

    async fn run(&mut self, sql: &'static str) -> Result<()> {
        sqlx::query(sql).execute(&mut self.connection).await?;
        Ok(())
    }
}

/// Counts somebody who waits for the writer, for as long as they do.
struct Waiting<'a>(&'a AtomicUsize);

impl<'a> Waiting<'a> {
    fn on(count: &'a AtomicUsize) -> Self {
        count.fetch_add(1, Ordering::SeqCst);
        Self(count)
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}
