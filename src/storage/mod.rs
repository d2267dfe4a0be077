//! The only SQL of Kopilka, one file per resource, each statement written once for SQLite and PostgreSQL.
//!
//! Work happens in a [`Tx`] of one shop: [`Db::begin`] to write, [`Db::read`] to look. `$1` of every statement is that shop
//! and is bound by [`Tx::q`] itself, so that no query can forget it.

pub mod integrity;
pub mod audit_log;
pub(crate) mod bulk;
pub mod card_codes;
mod codec;
mod committed;
pub mod consents;
pub mod corrections;
pub mod customers;
mod db;
pub mod dialogues;
pub(crate) mod dump;
pub mod holds;
pub mod inbox;
pub mod invoices;
pub mod ledger;
pub mod operations;
pub mod outbox;
pub mod promo_attempts;
mod private_file;
mod query;
pub mod refunds;
mod leader_lease;
mod migrations;
pub mod shops;
mod sqlite;
pub mod staff;
pub mod warnings;

use std::path::PathBuf;

pub use codec::Value;
pub use committed::Queued;
pub use db::{Db, Tx};
pub use leader_lease::{FileLock, LeaderLease};
pub use query::{Query, Row};

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
    /// Others' work that was committed together with this failed at the commit, and this with it.
    #[error("the commit failed")]
    Commit,
    /// Never seen: a transaction is consumed by its end.
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
            | Self::Ended => false,
        }
    }
}

/// Declares the statements of a resource. Where one says `+shop_id`, SQLite must not look the rows up by their shop: all rows
/// may be of one shop, and without the plus it may prefer that to their ids.
///
/// Declares also `STATEMENTS`, which the tests prepare on both databases.
macro_rules! statements {
    ($($(#[$doc:meta])* $name:ident = $sql:expr;)+) => {
        $($(#[$doc])* const $name: &str = $sql;)+

        /// Every statement of this file, by name.
        pub(super) const STATEMENTS: &[(&str, &str)] = &[$((stringify!($name), $sql)),+];
    };
}
use statements;

/// Every statement, by file and name, for the test that prepares them on both databases.
pub fn every_statement() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    let files = [
        ("audit", integrity::STATEMENTS),
        ("audit", integrity::STATEMENTS_OF_REFUNDS),
        ("audit_log", audit_log::STATEMENTS),
        ("card_codes", card_codes::STATEMENTS),
        ("consents", consents::STATEMENTS),
        ("corrections", corrections::STATEMENTS),
        ("customers", customers::STATEMENTS),
        ("dialogues", dialogues::STATEMENTS),
        ("dump", dump::STATEMENTS),
        ("holds", holds::STATEMENTS),
        ("inbox", inbox::STATEMENTS),
        ("invoices", invoices::STATEMENTS),
        ("ledger", ledger::STATEMENTS),
        ("operations", operations::STATEMENTS),
        ("outbox", outbox::STATEMENTS),
        ("promo_attempts", promo_attempts::STATEMENTS),
        ("refunds", refunds::STATEMENTS),
        ("shops", shops::STATEMENTS),
        ("staff", staff::STATEMENTS),
        ("warnings", warnings::STATEMENTS),
    ];
    files.into_iter().flat_map(|(file, statements)| statements.iter().map(move |(name, sql)| (file, *name, *sql)))
}
