//! What a database says of itself, beside its rows.

use std::fs;

use sqlx::Row as _;

use super::{Db, Result, db::Engine};
use crate::clock::Timestamp;

/// The size of a database of PostgreSQL in bytes, its name, and the time by the server's clock in microseconds.
const OF_SERVER: &str = "
    SELECT pg_database_size(current_database()), CAST(current_database() AS TEXT),
        CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000000 AS BIGINT)";

/// What a database says of itself.
pub enum Condition {
    /// A file, with its write-ahead log.
    File {
        /// In bytes.
        size: u64,
    },
    /// A database of a server.
    Server {
        /// In bytes.
        size: u64,
        /// Its name.
        name: String,
        /// What the server's clock shows.
        time: Timestamp,
    },
}

impl Db {
    /// The size of the database, and what else it says of itself.
    ///
    /// # Errors
    /// The database's.
    pub async fn condition(&self) -> Result<Condition> {
        match self.engine() {
            Engine::Sqlite(sqlite) => {
                let file = sqlite.file();
                let parts = [file.path().to_owned(), file.beside("-wal")];
                Ok(Condition::File { size: parts.iter().filter_map(|part| Some(fs::metadata(part).ok()?.len())).sum() })
            }
            Engine::Postgres(server) => {
                let row = sqlx::raw_sql(OF_SERVER).fetch_one(&server.pool).await?;
                let (size, name, time): (i64, String, i64) = (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?);
                Ok(Condition::Server { size: size.try_into().unwrap_or(0), name, time: Timestamp(time) })
            }
        }
    }
}
