//! The sessions of this process with a PostgreSQL server.

use std::{
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use sqlx::{Connection as _, postgres::PgPoolOptions};

/// A connection that was in use so recently is taken to live.
const FRESH: Duration = Duration::from_secs(1);

/// What the errors of sessions say about all of them.
#[derive(Default)]
pub(super) struct Sessions {
    /// Those that were opened earlier are closed before their next use.
    closed_before: Mutex<Option<Instant>>,
    /// A pooler runs each transaction in any session of the server, so that a session does not find a statement again that
    /// it has prepared.
    are_shared: AtomicBool,
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

    /// Notes that transactions of one connection run in several sessions.
    pub(super) fn share(&self) {
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
