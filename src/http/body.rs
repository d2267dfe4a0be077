//! The time limit of request bodies, and the end of connections whose bodies are not received whole.

use std::{
    io, mem,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::Poll,
    time::Duration,
};

use axum::{
    body::{Body, HttpBody as _},
    extract::{Request, State},
    http::{HeaderValue, StatusCode, header::CONNECTION},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use futures_util::{StreamExt as _, stream};

/// Limits the time in which the body of a request is received. After `timeout` reading it fails, and the response is 408, also
/// where the handler returns another status.
pub(super) async fn limit_time(State(timeout): State<Duration>, request: Request, next: Next) -> Response {
    if request.body().is_end_stream() {
        return next.run(request).await;
    }
    let is_late = Arc::new(AtomicBool::new(false));
    let request = request.map(|body| until(body, timeout, Arc::clone(&is_late)));
    let mut response = next.run(request).await;
    if is_late.load(Ordering::Relaxed) {
        if response.status() != StatusCode::REQUEST_TIMEOUT {
            // The extensions name the route.
            let extensions = mem::take(response.extensions_mut());
            response = StatusCode::REQUEST_TIMEOUT.into_response();
            *response.extensions_mut() = extensions;
        }
        response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    }
    response
}

fn until(body: Body, timeout: Duration, is_late: Arc<AtomicBool>) -> Body {
    let mut chunks = body.into_data_stream();
    let mut deadline = Box::pin(tokio::time::sleep(timeout));
    Body::from_stream(stream::poll_fn(move |context| {
        if deadline.as_mut().poll(context).is_ready() {
            is_late.store(true, Ordering::Relaxed);
            return Poll::Ready(Some(Err(io::ErrorKind::TimedOut.into())));
        }
        chunks.poll_next_unpin(context).map(|chunk| chunk.map(|chunk| chunk.map_err(io::Error::other)))
    }))
}
