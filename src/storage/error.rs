//! Why the database could not do as asked, and whether it is worth while to ask again.

use std::path::PathBuf;

/// Why the database could not do as asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// `DATABASE_URL` names no database that Kopilka knows.
    #[error("the database address must begin with sqlite: or postgres://")]
    UnknownDatabase,
    /// There is no such database file.
    #[error("there is no file {0}")]
    NoFile(PathBuf),
    /// The database file cannot be made, because there is no directory for it.
    #[error("there is no directory {0}")]
    NoDirectory(PathBuf),
    /// A path that cannot be written down, which SQLite asks for.
    #[error("{0} is not a text")]
    NotText(PathBuf),
    /// A copy that was made has faults.
    #[error("the copy is damaged: {0}")]
    Damaged(String),
    /// The driver's error.
    #[error(transparent)]
    Sqlx(#[from] sqlx::Error),
    /// A migration failed, or the database is newer than this program.
    #[error("the migration failed")]
    Migrate(#[from] sqlx::migrate::MigrateError),
    /// The batch of this transaction failed at its commit, because of another transaction in it.
    #[error("the commit failed")]
    Commit,
    /// The lease of the leader ran out, or another process has it.
    #[error("the lease is another process's, or may be")]
    LeaseLost,
    /// A transaction that only reads was asked to write.
    #[error("the transaction only reads")]
    ReadOnly,
    /// Does not occur: a transaction is consumed by its end.
    #[error("the transaction has ended")]
    Ended,
}

/// What the database answers.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// Would the same work succeed if it were tried again at once? (PostgreSQL's serialization failures and deadlocks.)
    pub fn is_transient(&self) -> bool {
        let Self::Sqlx(sqlx::Error::Database(error)) = self else { return false };
        matches!(error.code().as_deref(), Some("40001" | "40P01"))
    }

    /// Did another transaction write a row of the same unique key before?
    pub fn is_duplicate(&self) -> bool {
        matches!(self, Self::Sqlx(sqlx::Error::Database(error)) if error.is_unique_violation())
    }

    /// Is the database itself away, full or failing, so that no work at all would succeed? Then what was asked is not at fault.
    pub fn is_outage(&self) -> bool {
        match self {
            Self::Commit => true,
            Self::Sqlx(sqlx::Error::Database(error)) => {
                let code = error.code().unwrap_or_default();
                // SQLite: busy, read-only, I/O, full, cannot open, each with its extended codes.
                let is_sqlite_outage =
                    || code.parse::<u32>().is_ok_and(|code| matches!(code & 0xff, 5 | 8 | 10 | 13 | 14));
                // PostgreSQL: connection, resources, shutdown, disk; read-only where a standby took over.
                let is_postgres_outage =
                    || ["08", "53", "57P", "58", "25006"].iter().any(|class| code.starts_with(class));
                if code.len() == 5 { is_postgres_outage() } else { is_sqlite_outage() }
            }
            Self::Sqlx(error) => matches!(
                error,
                sqlx::Error::Io(_)
                    | sqlx::Error::Tls(_)
                    | sqlx::Error::Protocol(_)
                    | sqlx::Error::PoolTimedOut
                    | sqlx::Error::PoolClosed
                    | sqlx::Error::WorkerCrashed
            ),
            Self::UnknownDatabase
            | Self::NoFile(_)
            | Self::NoDirectory(_)
            | Self::NotText(_)
            | Self::Damaged(_)
            | Self::Migrate(_)
            | Self::ReadOnly
            | Self::LeaseLost
            | Self::Ended => false,
        }
    }
}
