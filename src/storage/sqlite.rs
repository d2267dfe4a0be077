//! SQLite: one writer whose waiting transactions are committed together, and a pool of readers.
//!
//! A durable commit costs a flush of the disk, whatever is in it. So a write transaction is a savepoint inside a batch:
//! when it ends while others wait for the writer, it is released and the writer goes to the next; the last one commits the
//! batch for all. No transaction succeeds before its batch is on disk, and where a batch fails, all of its transactions fail.
//!
//! A batch is left open only where another transaction waits for the writer and will end the batch. Therefore everything that begins or ends a transaction
//! runs on a task of its own, to its end, even where the caller stops waiting for it.

use std::{
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use sqlx::{
    ConnectOptions, Connection as _, SqliteConnection, SqlitePool, Transaction,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};
use tokio::{
    runtime::Handle,
    sync::{Mutex, OwnedMutexGuard, oneshot},
};

use super::{
    Error, Result, SchemaFault,
    committed::Handover,
    connection::Connection,
    ids::Blocks,
    migrations, planner, private_file,
    sqlite_file::{Access, SqliteFile},
};

/// Connections that only read.
const READERS: u32 = 4;
/// How long another process (an import, a backup) may hold the file before a statement gives up, which is then logged.
const BUSY: Duration = Duration::from_secs(5);
/// The pause before a file is opened again that another process holds.
const BUSY_PAUSE: Duration = Duration::from_millis(50);
/// The most transactions of one batch: bounds how long the first of them waits for its commit.
const BATCH: usize = 64;

/// A transaction that only reads.
pub(super) type ReadTx = Transaction<'static, sqlx::Sqlite>;

/// An open SQLite file.
#[derive(Clone)]
pub struct Sqlite {
    writer: Arc<Mutex<Batch>>,
    waiting: Arc<Waiting>,
    readers: SqlitePool,
    file: Arc<SqliteFile>,
    is_written: bool,
}

/// The writer's connection and the transactions that were released but not committed.
struct Batch {
    connection: SqliteConnection,
    /// BEGIN was run and its COMMIT was not.
    open: bool,
    /// A savepoint was opened and neither released nor rolled back.
    savepoint: bool,
    /// Each with the caller that waits for the commit, and what is handed over after it.
    members: Vec<(oneshot::Sender<bool>, Handover)>,
    /// Ids that this process has taken. Their counter is changed in the transactions of the batch, so they are forgotten with
    /// each transaction that is undone: it may have taken them.
    blocks: Blocks,
}

/// How many wait for the writer. Each of them will get it: they wait on tasks of their own.
#[derive(Default)]
struct Waiting(AtomicUsize);

/// A transaction that writes: a savepoint of the current batch. Dropped, it is undone.
pub(super) struct WriteTx {
    /// Taken when the transaction ends.
    batch: Option<OwnedMutexGuard<Batch>>,
    waiting: Arc<Waiting>,
}

impl Sqlite {
    /// How many connections read, and how many of them are idle.
    pub(super) fn connections(&self) -> (u32, usize) {
        (self.readers.size(), self.readers.num_idle())
    }

    /// Opens a file that exists.
    pub(super) async fn open(options: SqliteConnectOptions, access: Access) -> Result<Self> {
        let file = Arc::new(SqliteFile::find(options.get_filename())?);
        let access = if access == Access::Read { file.access_to_read() } else { access };
        let options = match access {
            Access::Write => options.journal_mode(SqliteJournalMode::Wal),
            Access::Read => options,
            Access::ReadJournals => options.read_only(true),
            Access::ReadAlone => options.read_only(true).immutable(true),
        };
        let options = options
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(BUSY)
            .foreign_keys(true)
            .statement_cache_capacity(256)
            .disable_statement_logging()
            .pragma("cache_size", "-16000");
        // The journals of savepoints are small; what an audit sorts may not be.
        let connection = connect_when_free(options.clone().pragma("temp_store", "memory")).await;
        let connection = connection.map_err(|error| file.explained(error, access))?;
        if access == Access::Write {
            // It is a database, so its mode may be changed.
            private_file::restrict_database(file.path());
        }
        let batch = Batch { connection, open: false, savepoint: false, members: Vec::new(), blocks: Blocks::default() };
        let readers = SqlitePoolOptions::new().max_connections(READERS).connect_lazy_with(options.read_only(true));
        let is_written = access == Access::Write;
        let sqlite = Self { writer: Arc::new(Mutex::new(batch)), waiting: Arc::default(), readers, file, is_written };
        if access == Access::ReadJournals {
            sqlite.expect_readable().await?;
        }
        Ok(sqlite)
    }

    /// Journals may ask for more than reading.
    async fn expect_readable(&self) -> Result<()> {
        let read = sqlx::query("SELECT COUNT(*) FROM sqlite_schema").execute(&self.readers).await;
        match read.map_err(Error::Sqlx) {
            // Not a busy one: another process reads the journals, too.
            Err(error) if error.is_outage() && !error.is_busy() => Err(Error::Unclosed(self.file.path().to_owned())),
            read => read.map(|_| ()),
        }
    }

    pub(super) fn file(&self) -> &SqliteFile {
        &self.file
    }

    /// Every name of the file, of its journals and of its lock.
    pub(super) fn own_files(&self) -> Vec<PathBuf> {
        self.file.names()
    }

    /// Applies the migrations that are missing, all or none, and tells the planner what to assume.
    pub(super) async fn migrate(&self) -> Result<()> {
        let mut batch = self.writer.lock().await;
        batch.migrate().await.map_err(|error| self.file.explained(error, Access::Write))
    }

    pub(super) async fn schema_fault(&self) -> Result<Option<SchemaFault>> {
        self.file.expect_there()?;
        let read = async {
            let mut tx = self.readers.begin().await?;
            migrations::fault(&mut Connection::Sqlite(&mut tx)).await
        };
        read.await.map_err(|error| self.file.explained(error, Access::Read))
    }

    pub(super) async fn begin(&self) -> Result<WriteTx> {
        // What is written into a file without a name is gone when the process ends.
        if let Err(gone) = self.file.expect_there() {
            if self.file.is_log_gone()
                && let Err(error) = self.keep_log().await
            {
                tracing::error!(%error, "what was committed into the removed write-ahead log may be there alone");
            }
            return Err(gone);
        }
        let (writer, waiting, file) = (Arc::clone(&self.writer), Arc::clone(&self.waiting), Arc::clone(&self.file));
        to_the_end(async move {
            waiting.0.fetch_add(1, Ordering::SeqCst);
            let mut batch = writer.lock_owned().await;
            waiting.0.fetch_sub(1, Ordering::SeqCst);
            batch.enter().await?;
            file.note_log();
            Ok(WriteTx { batch: Some(batch), waiting })
        })
        .await
    }

    /// Writes what was committed from the write-ahead log, which has no name any more, into the file: a process that is killed
    /// would lose it.
    async fn keep_log(&self) -> Result<()> {
        let writer = Arc::clone(&self.writer);
        to_the_end(async move {
            let mut batch = writer.lock_owned().await;
            batch.settle().await?;
            batch.run("PRAGMA wal_checkpoint(PASSIVE)").await
        })
        .await
    }

    pub(super) async fn read(&self) -> Result<ReadTx> {
        self.file.expect_there()?;
        Ok(self.readers.begin().await?)
    }

    pub(super) async fn close(&self) {
        self.readers.close().await;
        let mut batch = self.writer.lock().await;
        if let Err(error) = batch.settle().await {
            tracing::error!(error = %error, "the last commit failed");
        }
        if !self.is_written {
            put_away(&mut batch.connection).await;
            return;
        }
        // Fails where another process reads the file; then that process folds the log in when it closes.
        if let Err(error) = sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&mut batch.connection).await {
            tracing::warn!(%error, "the write-ahead log stays beside the file");
        }
    }

    /// A consistent copy of the whole file at `target`, which is empty or not there, made while others read and write; the
    /// copy is read through once. It is not yet flushed to the disk.
    ///
    /// # Errors
    /// [`Error::Damaged`], or the database's.
    pub async fn copy_to(&self, target: &Path) -> Result<()> {
        let Some(path) = target.to_str() else { return Err(Error::NotText(target.to_owned())) };
        let mut reader = self.readers.acquire().await?;
        sqlx::query("VACUUM INTO ?1").bind(path.to_owned()).execute(&mut *reader).await?;
        let mut copy = SqliteConnectOptions::new().filename(target).read_only(true).connect().await?;
        let (verdict,): (String,) = sqlx::query_as("PRAGMA integrity_check(1)").fetch_one(&mut copy).await?;
        copy.close().await?;
        if verdict == "ok" { Ok(()) } else { Err(Error::Damaged(verdict)) }
    }
}

/// The first process that opens a new file changes how it is journaled, for which SQLite lets no other wait.
async fn connect_when_free(options: SqliteConnectOptions) -> Result<SqliteConnection> {
    let begun = Instant::now();
    loop {
        match options.connect().await.map_err(Error::Sqlx) {
            Err(error) if error.is_busy() && begun.elapsed() < BUSY => tokio::time::sleep(BUSY_PAUSE).await,
            connected => return connected,
        }
    }
}

/// Closes the last connection, with which SQLite removes the journals that it made for reading.
async fn put_away(connection: &mut SqliteConnection) {
    let closed = async {
        let to_nothing = SqliteConnectOptions::new().in_memory(true).connect().await?;
        std::mem::replace(connection, to_nothing).close().await
    };
    if let Err(error) = closed.await {
        tracing::debug!(%error, "journals without content may stay beside the file");
    }
}

impl WriteTx {
    pub(super) fn connection(&mut self) -> Result<&mut SqliteConnection> {
        Ok(&mut self.batch.as_mut().ok_or(Error::Ended)?.connection)
    }

    /// The blocks of ids, and the connection to take others.
    pub(super) fn ids(&mut self) -> Result<(&mut SqliteConnection, &mut Blocks)> {
        let batch = &mut **self.batch.as_mut().ok_or(Error::Ended)?;
        Ok((&mut batch.connection, &mut batch.blocks))
    }

    pub(super) async fn commit(mut self, handover: Handover) -> Result<()> {
        let mut batch = self.batch.take().ok_or(Error::Ended)?;
        let waiting = Arc::clone(&self.waiting);
        to_the_end(async move {
            batch.release().await?;
            if waiting.is_empty() || batch.members.len() + 1 >= BATCH {
                batch.commit().await?;
                // The writer is still locked, so that the order is that of the commits.
                handover.send();
                return Ok(());
            }
            let (committed, outcome) = oneshot::channel();
            batch.members.push((committed, handover));
            drop(batch);
            if outcome.await == Ok(true) { Ok(()) } else { Err(Error::Commit) }
        })
        .await
    }

    pub(super) async fn rollback(mut self) -> Result<()> {
        let batch = self.batch.take().ok_or(Error::Ended)?;
        to_the_end(leave_batch(batch, Arc::clone(&self.waiting))).await
    }
}

impl Drop for WriteTx {
    fn drop(&mut self) {
        // Without a runtime the program ends, and SQLite undoes what was not committed.
        if let (Some(batch), Ok(runtime)) = (self.batch.take(), Handle::try_current()) {
            let waiting = Arc::clone(&self.waiting);
            runtime.spawn(async move {
                if let Err(error) = leave_batch(batch, waiting).await {
                    tracing::error!(%error, "the commit failed that a dropped transaction left to be made");
                }
            });
        }
    }
}

impl Waiting {
    fn is_empty(&self) -> bool {
        self.0.load(Ordering::SeqCst) == 0
    }
}

/// Undoes a transaction, and commits what others left in its batch unless the next one will.
async fn leave_batch(mut batch: OwnedMutexGuard<Batch>, waiting: Arc<Waiting>) -> Result<()> {
    batch.undo().await;
    if waiting.is_empty() { batch.commit().await } else { Ok(()) }
}

/// Runs `work` to its end, whether or not the caller waits for it: a BEGIN or a RELEASE whose outcome is not noted leaves the
/// connection in an unknown state.
async fn to_the_end<T: Send + 'static>(work: impl Future<Output = Result<T>> + Send + 'static) -> Result<T> {
    tokio::spawn(work).await.map_err(|_| Error::Commit)?
}

impl Batch {
    /// Opens a savepoint.
    async fn enter(&mut self) -> Result<()> {
        self.undo().await;
        if !self.open {
            self.run("BEGIN IMMEDIATE").await?;
            self.open = true;
        }
        if let Err(error) = self.run("SAVEPOINT work").await {
            self.abandon().await;
            return Err(error);
        }
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

    async fn undo(&mut self) {
        if !self.savepoint {
            return;
        }
        self.blocks.clear();
        let undone = async {
            self.run("ROLLBACK TO work").await?;
            self.run("RELEASE work").await
        };
        if undone.await.is_err() {
            // A full disk or a failed write ends the whole transaction by itself, savepoints and all.
            self.abandon().await;
        }
        self.savepoint = false;
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

    async fn migrate(&mut self) -> Result<()> {
        self.settle().await?;
        // Another process that does the same is waited for.
        let mut tx = self.connection.begin_with("BEGIN IMMEDIATE").await?;
        migrations::apply(&mut Connection::Sqlite(&mut tx)).await?;
        planner::tell(&mut tx).await?;
        Ok(tx.commit().await?)
    }

    /// Leaves no open transaction behind.
    async fn settle(&mut self) -> Result<()> {
        self.undo().await;
        self.commit().await
    }

    /// Gives the batch up: nothing of it happened, and all of its transactions fail.
    async fn abandon(&mut self) {
        if let Err(error) = self.run("ROLLBACK").await {
            tracing::debug!(%error, "the transaction had ended by itself");
        }
        self.open = false;
        self.savepoint = false;
        self.blocks.clear();
        self.tell(false);
    }

    fn tell(&mut self, committed: bool) {
        for (caller, handover) in self.members.drain(..) {
            if committed {
                handover.send();
            }
            // A caller that stopped waiting needs no answer.
            let _ = caller.send(committed);
        }
    }

    async fn run(&mut self, sql: &'static str) -> Result<()> {
        sqlx::query(sql).execute(&mut self.connection).await?;
        Ok(())
    }
}

#[cfg(test)]
mod tests;
