//! The tables of the database, and the migrations that make them, which are in the binary.
//!
//! All that are missing are applied in one transaction, which waits for that of another process. Each is sent as plain text: a
//! pooler of transactions would not know a prepared statement again.

use sqlx::{AssertSqlSafe, Row as _, SqlSafeStr as _, migrate::Migrator};

use super::{Error, Result, SchemaFault, connection::Connection};

/// For SQLite.
static SQLITE: Migrator = sqlx::migrate!("migrations/sqlite");
/// For PostgreSQL.
static POSTGRES: Migrator = sqlx::migrate!("migrations/postgres");

/// Where applied migrations are noted.
const TABLE: &str = "
    CREATE TABLE IF NOT EXISTS _sqlx_migrations (
        version BIGINT PRIMARY KEY,
        description TEXT NOT NULL,
        installed_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
        success BOOLEAN NOT NULL,
        checksum {bytes} NOT NULL,
        execution_time BIGINT NOT NULL
    )";

/// Which migrations were applied, and is that all of them? `None`: all, and their tables are there.
pub(super) async fn fault(connection: &mut Connection<'_>) -> Result<Option<SchemaFault>> {
    let (tables, applied, migrator) = match connection {
        Connection::Sqlite(_) => (
            "SELECT 1, name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!'",
            "SELECT version, LOWER(HEX(checksum)) FROM _sqlx_migrations WHERE success ORDER BY version",
            &SQLITE,
        ),
        Connection::Postgres(..) => (
            "SELECT CAST(1 AS BIGINT), CAST(tablename AS TEXT) FROM pg_tables WHERE schemaname = ANY (current_schemas(FALSE))",
            "SELECT version, encode(checksum, 'hex') FROM _sqlx_migrations WHERE success ORDER BY version",
            &POSTGRES,
        ),
    };
    let tables = rows(connection, tables).await?;
    let is_there = |table: &str| tables.iter().any(|(_, name)| name == table);
    // A schema of PostgreSQL may hold tables of others, which a host or an extension makes.
    let is_own_file = matches!(connection, Connection::Sqlite(_));
    if is_own_file && !tables.is_empty() && !made_tables(migrator).into_iter().any(is_there) {
        return Ok(Some(SchemaFault::Foreign));
    }
    if !is_there("_sqlx_migrations") {
        return Ok(Some(SchemaFault::Missing));
    }
    let applied = rows(connection, applied).await?;
    for (version, checksum) in &applied {
        match migrator.iter().find(|migration| migration.version == *version) {
            None => return Ok(Some(SchemaFault::Newer(*version))),
            Some(migration) if hex(&migration.checksum) != *checksum => {
                return Ok(Some(SchemaFault::Different(*version)));
            }
            Some(_) => {}
        }
    }
    Ok(match (applied.len(), migrator.iter().count()) {
        (0, _) => Some(SchemaFault::Missing),
        (applied, all) if applied < all => Some(SchemaFault::Older),
        _ => {
            let made = made_tables(migrator);
            made.into_iter().find(|table| !is_there(table)).map(|table| SchemaFault::Incomplete(table.to_owned()))
        }
    })
}

/// The tables that migrations make and do not take away again.
fn made_tables(migrator: &Migrator) -> Vec<&str> {
    let mut made = Vec::new();
    for line in migrator.iter().flat_map(|migration| migration.sql.as_str().lines()) {
        let name = |rest: &'static str| line.strip_prefix(rest).and_then(|rest| rest.split([' ', '(', ';']).next());
        made.extend(name("CREATE TABLE "));
        if let Some(gone) = name("DROP TABLE ") {
            made.retain(|table| *table != gone);
        }
    }
    made
}

/// Applies the migrations that are missing, in the transaction that `connection` is in and that keeps other processes from
/// doing the same. Returns whether there were any.
///
/// # Errors
/// [`Error::Schema`], where the database is of a newer version or of another build; the database's.
pub(super) async fn apply(connection: &mut Connection<'_>) -> Result<bool> {
    match fault(connection).await? {
        None => return Ok(false),
        Some(SchemaFault::Missing | SchemaFault::Older) => {}
        Some(fault) => return Err(Error::Schema(fault)),
    }
    let (migrator, bytes, prefix) = match connection {
        Connection::Sqlite(_) => (&SQLITE, "BLOB", "x'"),
        Connection::Postgres(..) => (&POSTGRES, "BYTEA", "'\\x"),
    };
    run(connection, AssertSqlSafe(TABLE.replace("{bytes}", bytes)).into_sql_str()).await?;
    let applied = rows(connection, "SELECT version, '' FROM _sqlx_migrations").await?;
    for migration in migrator.iter().filter(|migration| applied.iter().all(|(done, _)| *done != migration.version)) {
        run(connection, migration.sql.clone()).await?;
        let (version, checksum) = (migration.version, hex(&migration.checksum));
        let description = migration.description.replace('\'', "''");
        let note = format!(
            "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
             VALUES ({version}, '{description}', TRUE, {prefix}{checksum}', 0)"
        );
        run(connection, AssertSqlSafe(note).into_sql_str()).await?;
    }
    Ok(true)
}

async fn run(connection: &mut Connection<'_>, sql: sqlx::SqlStr) -> Result<()> {
    match connection {
        Connection::Sqlite(on) => {
            sqlx::raw_sql(sql).execute(&mut **on).await?;
        }
        Connection::Postgres(on, _) => {
            sqlx::raw_sql(sql).execute(&mut **on).await?;
        }
    }
    Ok(())
}

/// The rows of a statement without values: a number and a text.
async fn rows(connection: &mut Connection<'_>, sql: &'static str) -> Result<Vec<(i64, String)>> {
    let rows = match connection {
        Connection::Sqlite(on) => {
            let rows = sqlx::raw_sql(sql).fetch_all(&mut **on).await?;
            rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).collect::<sqlx::Result<_>>()
        }
        Connection::Postgres(on, _) => {
            let rows = sqlx::raw_sql(sql).fetch_all(&mut **on).await?;
            rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).collect::<sqlx::Result<_>>()
        }
    };
    Ok(rows?)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
