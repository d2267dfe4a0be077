//! The HTTP server of the program.

use std::net::SocketAddr;

use axum::Router;
use tokio::{net::TcpListener, task::JoinHandle};

use super::error::Error;
use crate::shutdown::CancellationToken;

/// Serves `routes` at `address` until `stop`, and then finishes the requests in progress.
pub(super) async fn serve(
    address: SocketAddr,
    routes: Router,
    stop: CancellationToken,
) -> Result<JoinHandle<()>, Error> {
    let listener = TcpListener::bind(address).await.map_err(|error| Error::Listen(address, error))?;
    tracing::info!(%address, "the HTTP server listens");
    let server = axum::serve(listener, routes).with_graceful_shutdown(async move { stop.cancelled().await });
    Ok(tokio::spawn(async move {
        if let Err(error) = server.await {
            tracing::error!(%error, "the HTTP server stopped");
        }
    }))
}
