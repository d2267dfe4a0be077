//! PostgreSQL: the sessions of a process, and what is known of the server behind them.

use std::{
    str::FromStr as _,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use sqlx::{
    ConnectOptions as _, Connection as _, PgConnection, PgPool, Row as _,
    postgres::{PgConnectOptions, PgPoolOptions},
};

use super::{Error, Result, connection::Connection, ids::PostgresIds, migrations};

/// Connections to PostgreSQL.
const CONNECTIONS: u32 = 16;

/// How long one may wait for a connection, busy or new: then it is an outage, which is logged.
const ACQUIRE: Duration = Duration::from_secs(8);

/// A connection that was in use so recently is taken to live.
const FRESH: Duration = Duration::from_secs(1);

/// How often two connections are compared to find a pooler of transactions.
const COMPARISONS: usize = 3;

/// Keeps several processes from applying migrations at the same time; no other program knows the number.
const LOCK_MIGRATIONS: &str = "SELECT pg_advisory_xact_lock(4_938_271_605)";

/// A server, which several shops may share.
pub(super) struct Server {
    pub(super) pool: PgPool,
    pub(super) ids: PostgresIds,
    pub(super) sessions: Arc<Sessions>,
}

/// What the errors of sessions say about all of them.
#[derive(Default)]
pub(super) struct Sessions {
    /// Those that were opened earlier are closed before their next use.
    closed_before: Mutex<Option<Instant>>,
    /// A pooler runs each transaction in any session of the server, so that a session does not find a statement again that
    /// it has prepared.
    are_shared: AtomicBool,
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

    pub(super) async fn migrate(&self) -> Result<()> {
        let mut tx = self.pool.begin().await?;
        sqlx::raw_sql(LOCK_MIGRATIONS).execute(&mut *tx).await?;
        migrations::apply(&mut Connection::Postgres(&mut tx, &self.sessions)).await?;
        Ok(tx.commit().await?)
    }

    pub(super) async fn schema_fault(&self) -> Result<Option<migrations::SchemaFault>> {
        let mut tx = self.pool.begin().await?;
        migrations::fault(&mut Connection::Postgres(&mut tx, &self.sessions)).await
    }

    pub(super) async fn close(&self) {
        self.ids.close().await;
        self.pool.close().await;
    }
}

impl Sessions {
    /// The options of a pool of such sessions.
    pub(super) fn pool(self: &Arc<Self>, connections: u32) -> PgPoolOptions {
        let sessions = Arc::clone(self);
        PgPoolOptions::new()
            .max_connections(connections)
            // A connection was asked whether it lives when it came back; asking again at once is a round trip for nothing.
            .test_before_acquire(false)
            .before_acquire(move |connection, session| {
                let is_usable = sessions.are_usable(session.age);
                Box::pin(async move { Ok(is_usable && (session.idle_for < FRESH || connection.ping().await.is_ok())) })
            })
    }

    /// Notes what a failure says about the sessions. The failure itself goes on to the caller, who tries again.
    pub(super) fn heed<T>(&self, result: sqlx::Result<T>) -> sqlx::Result<T> {
        if let Err(sqlx::Error::Database(error)) = &result {
            match error.code().as_deref() {
                // Another server took over, and this one only reads: a new session reaches the other.
                Some("25006") => self.close_all(),
                // A statement that was prepared is not there, or is another session's.
                Some("26000" | "42P05") => self.share(),
                _ => {}
            }
        }
        result
    }

    /// Can a statement that was prepared once be run again?
    pub(super) fn keep_statements(&self) -> bool {
        !self.are_shared.load(Ordering::Relaxed)
    }

    fn share(&self) {
        if !self.are_shared.swap(true, Ordering::Relaxed) {
            tracing::info!(
                "DATABASE_URL leads to a pooler that pools transactions: each statement is prepared anew; \
                 the direct address of the server, or one that pools sessions, is faster"
            );
        }
        self.close_all();
    }

    fn close_all(&self) {
        *self.closed_before.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
    }

    fn are_usable(&self, age: Duration) -> bool {
        let closed_before = *self.closed_before.lock().unwrap_or_else(PoisonError::into_inner);
        closed_before.is_none_or(|moment| moment.elapsed() > age)
    }
}

/// What people type does not fit into another encoding.
async fn expect_utf8(connection: &mut PgConnection) -> Result<()> {
    let asked = sqlx::raw_sql("SELECT current_database(), current_setting('server_encoding')");
    let row = asked.fetch_one(connection).await?;
    let (database, encoding): (String, String) = (row.try_get(0)?, row.try_get(1)?);
    if encoding == "UTF8" { Ok(()) } else { Err(Error::Encoding { database, encoding }) }
}

/// Is there a pooler of transactions before the server? Then two connections that are open at the same time come to the
/// same session of the server, and one connection may come to two.
async fn are_shared(one: &mut PgConnection, options: &PgConnectOptions) -> Result<bool> {
    // A server may grant too few connections to compare any.
    let Ok(mut other) = options.connect().await else { return Ok(false) };
    let mut first = None;
    for _ in 0..COMPARISONS {
        let (of_one, of_other) = (session(one).await?, session(&mut other).await?);
        if of_one == of_other || *first.get_or_insert(of_one) != of_one {
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
