//! `/healthz`: the process is alive. `/readyz`: it can serve, its database answers and has all migrations.

use std::sync::Arc;

use axum::{Router, extract::State, response::IntoResponse as _, routing::get};

use super::{
    limits::Limits,
    opening::{Opening, unavailable},
};

/// The paths of the health checks.
pub const HEALTH_PATHS: [&str; 2] = ["/healthz", "/readyz"];

pub(super) fn routes(opening: Arc<Opening>, limits: &Limits) -> Router {
    let timeout = limits.ready_timeout;
    let is_ready = move |State(opening): State<Arc<Opening>>| async move {
        let Some(db) = opening.db() else { return unavailable("starting") };
        match tokio::time::timeout(timeout, db.schema_fault()).await {
            Ok(Ok(None)) => "ready\n".into_response(),
            Ok(Ok(Some(_))) => unavailable("tables or migrations are missing"),
            Ok(Err(error)) => {
                tracing::debug!(%error, "the database is not ready");
                unavailable("the database does not answer")
            }
            Err(_) => unavailable("the database does not answer"),
        }
    };
    let [alive, ready] = HEALTH_PATHS;
    Router::new().route(alive, get(async || "alive\n")).route(ready, get(is_ready)).with_state(opening)
}
