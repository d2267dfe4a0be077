//! Why the database could not do as asked, and whether it is worth while to ask again.

use std::path::PathBuf;

use super::{
    SchemaFault,
    file_fault::{self, FileFault},
};

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
    #[error("{}", file_fault::explained(.0).map_or_else(|| .0.to_string(), str::to_owned))]
    Sqlx(sqlx::Error),
    /// A file cannot be used as the database.
    #[error("{} {why}", .file.display())]
    Unusable {
        /// The file.
        file: PathBuf,
        /// Why.
        why: FileFault,
    },
    /// The tables are not those of this version.
    #[error(transparent)]
    Schema(#[from] SchemaFault),
    /// The database file has several names, and SQLite's journals belong to one of them.
    #[error(
        "{0} has another name that is a hard link: use one name, and take the others away (find DIRECTORY -samefile {0})"
    )]
    HardLinks(PathBuf),
    /// The database file, or its write-ahead log, was moved away or replaced while it was in use.
    #[error("{0} was moved away or replaced while it was in use: put it back, or start the program anew")]
    FileGone(PathBuf),
    /// The database file belongs to a single process, and another one has it open.
    #[error(
        "another process serves this database file already: stop it, or use PostgreSQL, where several work together"
    )]
    FileTaken,
    /// The file of the lock cannot be opened.
    #[error("{0} cannot be opened as the lock of the database")]
    NoLock(PathBuf, #[source] std::io::Error),
    /// A database that can only be read was not closed, and what its journal holds cannot be read.
    #[error(
        "{0} was not closed when its program ended, and its journal cannot be read without writing: \
         let kopilka migrate close it, as a user who may write it"
    )]
    Unclosed(PathBuf),
    /// The database of a PostgreSQL server cannot hold every text.
    #[error(
        "the database {database} is in the encoding {encoding}, and must be in UTF8: \
         CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0 makes one"
    )]
    Encoding {
        /// The database's name.
        database: String,
        /// Its encoding.
        encoding: String,
    },
    /// The batch of this transaction failed at its commit, because of another transaction in it.
    #[error("the commit failed")]
    Commit,
    /// The lease of the leader ran out, or another process has it.
    #[error("the lease is another process's, or may be")]
    LeaseLost,
    /// A sum is beyond what can be kept.
    #[error("a sum is too large")]
    TooLarge,
    /// A transaction that only reads was asked to write.
    #[error("the transaction only reads")]
    ReadOnly,
    /// Does not occur: a transaction is consumed by its end.
    #[error("the transaction has ended")]
    Ended,
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        Self::Sqlx(error)
    }
}

/// What the database answers.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// Would the same work succeed if it were tried again at once? (PostgreSQL's serialization failures and deadlocks; a pooler
    /// that lost a prepared statement; a row of the same unique key that another transaction wrote meanwhile, which the next one
    /// sees.)
    pub fn is_transient(&self) -> bool {
        let Self::Sqlx(sqlx::Error::Database(error)) = self else { return false };
        error.is_unique_violation() || matches!(error.code().as_deref(), Some("40001" | "40P01" | "26000" | "42P05"))
    }

    /// Does another process hold the database?
    pub(super) fn is_busy(&self) -> bool {
        matches!(self, Self::Sqlx(error) if file_fault::primary_code(error) == Some(5))
    }

    /// Has this program closed the database, because it stops?
    pub fn is_closed(&self) -> bool {
        matches!(self, Self::Sqlx(sqlx::Error::PoolClosed))
    }

    /// Is the database itself away, full or failing, so that no work at all would succeed? Then what was asked is not at fault.
    pub fn is_outage(&self) -> bool {
        match self {
            Self::Commit | Self::FileGone(_) => true,
            Self::Sqlx(sqlx::Error::Database(error)) if error.code().is_some_and(|code| code.len() == 5) => {
                let code = error.code().unwrap_or_default();
                // PostgreSQL: connection, resources, shutdown, disk; read-only where a standby took over.
                ["08", "53", "57P", "58", "25006"].iter().any(|class| code.starts_with(class))
            }
            // SQLite: busy, read-only, I/O, full, cannot open, each with its extended codes.
            Self::Sqlx(error @ sqlx::Error::Database(_)) => {
                matches!(file_fault::primary_code(error), Some(5 | 8 | 10 | 13 | 14))
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
            Self::TooLarge
            | Self::UnknownDatabase
            | Self::NoFile(_)
            | Self::NoDirectory(_)
            | Self::Unusable { .. }
            | Self::NotText(_)
            | Self::Damaged(_)
            | Self::Schema(_)
            | Self::HardLinks(_)
            | Self::FileTaken
            | Self::NoLock(..)
            | Self::Unclosed(_)
            | Self::Encoding { .. }
            | Self::ReadOnly
            | Self::LeaseLost
            | Self::Ended => false,
        }
    }
}
