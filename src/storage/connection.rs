//! The driver's connection under a transaction.

use sqlx::{PgConnection, SqliteConnection};

use super::sessions::Sessions;

/// A connection of one of the databases.
pub(super) enum Connection<'t> {
    Sqlite(&'t mut SqliteConnection),
    Postgres(&'t mut PgConnection, &'t Sessions),
}
