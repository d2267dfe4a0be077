//! A PostgreSQL server: what it must be, and whether it is reached directly.

use std::{str::FromStr as _, sync::Arc, time::Duration};

use sqlx::{
    ConnectOptions as _, Connection as _, PgConnection, PgPool, Postgres, Row as _, SqlSafeStr as _, Transaction,
    postgres::PgConnectOptions,
};

use super::{Error, Result, SchemaFault, connection::Connection, ids::PostgresIds, migrations, sessions::Sessions};

/// Connections to PostgreSQL.
const CONNECTIONS: u32 = 16;

/// How long one may wait for a connection, busy or new: then it is an outage, which is logged.
const ACQUIRE: Duration = Duration::from_secs(8);

/// How often two connections are compared to find a pooler of transactions.
const COMPARISONS: usize = 3;

/// Keeps several processes from applying migrations at the same time; no other program knows the number.
const LOCK_MIGRATIONS: &str = "SELECT pg_advisory_xact_lock(4938271605)";

/// A server, which several shops may share.
pub(super) struct Server {
    pub(super) pool: PgPool,
    pub(super) ids: PostgresIds,
    pub(super) sessions: Arc<Sessions>,
}

impl Server {
    /// Connects to the server at `url`.
    ///
    /// # Errors
    /// [`Error::Encoding`]; the driver's.
    pub(super) async fn open(url: &str) -> Result<Self> {
        // Poolers refuse parameters of a session that they do not know, and there are no floats to print.
        let options = PgConnectOptions::from_str(url)?.application_name("kopilka").extra_float_digits(None);
        let options = options.disable_statement_logging();
        // A pool would go on trying for a while, and then only say that it took too long.
        let mut connection = options.connect().await?;
        expect_utf8(&mut connection).await?;
        let sessions = Arc::new(Sessions::default());
        if are_shared(&mut connection, &options).await? {
            sessions.share();
        }
        connection.close().await?;
        let pool = sessions.pool(CONNECTIONS).acquire_timeout(ACQUIRE).connect_lazy_with(options);
        let ids = PostgresIds::beside(&pool, Arc::clone(&sessions));
        Ok(Self { pool, ids, sessions })
    }

    /// Begins a transaction with `statement`. It runs to its end also where the caller gives up meanwhile: the driver forgets a
    /// transaction whose BEGIN was cancelled, and the next user of the connection would be in it, without the right to write
    /// where it was one that only reads.
    pub(super) async fn begin(&self, statement: &'static str) -> Result<Transaction<'static, Postgres>> {
        let pool = self.pool.clone();
        let begun = tokio::spawn(async move { pool.begin_with(statement.into_sql_str()).await });
        // The task is never aborted: it ends without a result where it panics, or where the runtime ends.
        Ok(begun.await.unwrap_or(Err(sqlx::Error::WorkerCrashed))?)
    }

    pub(super) async fn migrate(&self) -> Result<()> {
        let mut tx = self.pool.begin().await?;
        sqlx::raw_sql(LOCK_MIGRATIONS).execute(&mut *tx).await?;
        migrations::apply(&mut Connection::Postgres(&mut tx, &self.sessions)).await?;
        Ok(tx.commit().await?)
    }

    pub(super) async fn schema_fault(&self) -> Result<Option<SchemaFault>> {
        let mut tx = self.pool.begin().await?;
        migrations::fault(&mut Connection::Postgres(&mut tx, &self.sessions)).await
    }

    pub(super) async fn close(&self) {
        self.ids.close().await;
        self.pool.close().await;
    }
}

/// What people type does not fit into another encoding.
async fn expect_utf8(connection: &mut PgConnection) -> Result<()> {
    let asked = sqlx::raw_sql("SELECT current_database(), current_setting('server_encoding')");
    let row = asked.fetch_one(connection).await?;
    let (database, encoding): (String, String) = (row.try_get(0)?, row.try_get(1)?);
    if encoding == "UTF8" { Ok(()) } else { Err(Error::Encoding { database, encoding }) }
}

/// Is there a pooler of transactions before the server? Then two connections that are open at the same time come to one
/// session of the server, or one connection comes to two: it depends on whether the pooler prefers the last one or all in turn.
async fn are_shared(one: &mut PgConnection, options: &PgConnectOptions) -> Result<bool> {
    // A server may grant too few connections to compare any.
    let Ok(mut other) = options.connect().await else { return Ok(false) };
    let first = session(one).await?;
    for _ in 0..COMPARISONS {
        if session(one).await? != first || session(&mut other).await? == first {
            return Ok(true);
        }
    }
    other.close().await?;
    Ok(false)
}

/// The number of the server's process that answers.
async fn session(connection: &mut PgConnection) -> Result<i32> {
    Ok(sqlx::raw_sql("SELECT pg_backend_pid()").fetch_one(connection).await?.try_get(0)?)
}
