//! The routes besides health, which are served once the database is open.

use std::sync::{Arc, OnceLock};

use axum::{
    Router,
    extract::Request,
    http::{StatusCode, header::RETRY_AFTER},
    response::{IntoResponse as _, Response},
};
use hyper::service::Service as _;
use hyper_util::service::TowerToHyperService;

use crate::storage::Db;

/// The database and the routes, set once.
#[derive(Default)]
pub(super) struct Opening(OnceLock<(Db, TowerToHyperService<Router>)>);

impl Opening {
    /// Opens the server; only the first call does.
    pub(super) fn open(&self, db: Db, routes: Router) {
        if self.0.set((db, TowerToHyperService::new(routes))).is_err() {
            tracing::error!("the HTTP server was opened twice");
        }
    }

    /// The database, once the server is open.
    pub(super) fn db(&self) -> Option<&Db> {
        self.0.get().map(|(db, _)| db)
    }

    /// Answers with the routes, or with 503 before they are set.
    pub(super) async fn answer(self: Arc<Self>, request: Request) -> Response {
        match self.0.get() {
            None => unavailable("starting"),
            Some((_, routes)) => match routes.call(request).await {
                Ok(response) => response,
                Err(never) => match never {},
            },
        }
    }
}

/// A response 503 with the reason and `Retry-After: 1`.
pub(super) fn unavailable(why: &str) -> Response {
    (StatusCode::SERVICE_UNAVAILABLE, [(RETRY_AFTER, "1")], format!("{why}\n")).into_response()
}
