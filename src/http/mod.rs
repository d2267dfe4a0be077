//! The HTTP server of the program. Every part that is reached over HTTP gives it a router.
//!
//! It listens from its start on: `/healthz` and `/readyz` answer at once, all other paths with 503 until
//! [`Opener::open`]. Each request has an id, a line in the log, and [`Limits`]. Requests that are not HTTP, or whose
//! head has more than twice the allowed size, are refused by the parser, without an id.

mod body;
mod connections;
mod health;
mod limits;
mod measured;
mod metrics;
mod metrics_readers;
mod opening;
mod path;
mod process;
mod request;
mod rest;
mod unread;
mod waiting;

use std::{any::Any, io, net::SocketAddr, sync::Arc};

use axum::{
    Router,
    body::{Body, HttpBody as _},
    extract::{DefaultBodyLimit, Request},
    http::{HeaderValue, StatusCode, header},
    middleware::{from_fn_with_state, map_response},
    response::{IntoResponse as _, Response},
};
use tokio::{net::TcpListener, task::JoinHandle};
use tower_http::catch_panic::CatchPanicLayer;

use crate::{clock::Chance, shutdown::CancellationToken, storage::Db};
pub use health::HEALTH_PATHS;
pub use limits::Limits;
pub use measured::{Measure, Measured, Values};
use metrics::Requests;
pub use metrics_readers::MetricsReaders;
use opening::Opening;
use request::Ids;
pub use request::{labelled, method_name};

/// A listening server.
pub struct Server {
    address: SocketAddr,
    opening: Arc<Opening>,
    requests: Requests,
    serving: JoinHandle<()>,
    stop: CancellationToken,
}

/// Opens a server that listens already.
pub struct Opener {
    opening: Arc<Opening>,
    requests: Requests,
}

impl Opener {
    /// Serves `routes` from now on, and is ready when `db` is.
    pub fn open(&self, db: Db, routes: Router) {
        self.opening.open(db, request::named_by_template(routes));
    }

    /// `/metrics`, for `readers`: the requests of this server, and what `measure` says.
    pub fn metrics(&self, measure: Measure, readers: MetricsReaders) -> Router {
        self.requests.clone().routes(measure, readers)
    }
}

impl Server {
    /// Listens on `address` until `stop`.
    ///
    /// # Errors
    /// The system's, where the address cannot be listened on.
    pub async fn start(
        address: SocketAddr,
        limits: Limits,
        chance: Arc<dyn Chance>,
        stop: &CancellationToken,
    ) -> io::Result<Self> {
        let listener = TcpListener::bind(address).await?;
        let address = listener.local_addr()?;
        let opening = Arc::<Opening>::default();
        let requests = Requests::default();
        let routes = routes(&opening, &limits, chance, requests.clone());
        let stop = stop.child_token();
        let serving = tokio::spawn(connections::serve(listener, routes, limits, stop.clone()));
        tracing::info!(%address, "the HTTP server listens");
        Ok(Self { address, opening, requests, serving, stop })
    }

    /// The address it listens on, with the port that the system chose where none was given.
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// What opens the server once the database is there.
    pub fn opener(&self) -> Opener {
        Opener { opening: Arc::clone(&self.opening), requests: self.requests.clone() }
    }

    /// Waits until the server has ended though nothing asked it to, which is a fault.
    pub async fn broke_down(&mut self) {
        let ended = (&mut self.serving).await;
        if self.stop.is_cancelled() {
            std::future::pending::<()>().await;
        }
        tracing::error!(panic = ended.is_err(), "the HTTP server broke down: the program stops");
    }

    /// Stops listening. Returns once the requests in progress are answered or have taken too long.
    pub async fn stop(self) {
        self.stop.cancel();
        if !self.serving.is_finished()
            && let Err(error) = self.serving.await
        {
            tracing::error!(panic = error.is_panic(), "the HTTP server failed while it was stopped");
        }
    }
}

fn routes(opening: &Arc<Opening>, limits: &Limits, chance: Arc<dyn Chance>, requests: Requests) -> Router {
    let ids = Ids { chance, header_bytes: limits.header_bytes, requests };
    let opening = Arc::clone(opening);
    let rest = {
        let opening = Arc::clone(&opening);
        move |request: Request| Arc::clone(&opening).answer(request)
    };
    request::labelled("health", health::routes(opening, limits))
        .fallback(rest)
        .layer(map_response(said))
        .layer(DefaultBodyLimit::max(limits.body_bytes))
        .layer(from_fn_with_state(limits.body_timeout, body::limit_time))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(from_fn_with_state(ids, request::with_id))
}

/// Says in words that there is no such address or method, where the part that was asked says nothing.
async fn said(response: Response) -> Response {
    let text = match response.status() {
        StatusCode::NOT_FOUND => "there is no such address\n",
        StatusCode::METHOD_NOT_ALLOWED => "this method is not supported here\n",
        _ => return response,
    };
    if response.body().size_hint().exact() != Some(0) {
        return response;
    }
    let (mut parts, _) = response.into_parts();
    parts.headers.remove(header::CONTENT_LENGTH);
    parts.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    Response::from_parts(parts, Body::from(text))
}

/// The place of the panic has been logged.
fn panicked(_: Box<dyn Any + Send>) -> Response {
    StatusCode::INTERNAL_SERVER_ERROR.into_response()
}
