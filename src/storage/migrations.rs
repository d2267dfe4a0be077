//! The migrations, which are in the binary.

use sqlx::migrate::Migrator;

/// For SQLite.
pub(super) static SQLITE: Migrator = sqlx::migrate!("migrations/sqlite");
/// For PostgreSQL.
pub(super) static POSTGRES: Migrator = sqlx::migrate!("migrations/postgres");
