//! What becomes of a body that its handler did without, for example because it refused the request by its head alone.
//!
//! The next request on the connection begins behind that body. Where the rest of it is known to be small it is read, after the
//! answer; otherwise the answer says that the connection ends with it, so that a client which keeps connections sends nothing more
//! on this one.

use std::time::Duration;

use axum::{body::HttpBody as _, response::Response};
use hyper::{
    HeaderMap, Request, Version,
    body::Incoming,
    header::{CONNECTION, EXPECT, HeaderValue},
};
use tokio::{sync::oneshot, time::timeout};

use crate::shutdown::CancellationToken;

/// How much of a body is read for the sake of the connection, in bytes.
const SMALL: u64 = 64 << 10;

/// The rest of a body.
pub(super) struct Rest {
    pub(super) body: Incoming,
    /// It could not be read to its end.
    pub(super) is_broken: bool,
}

/// Where the rest of a body comes to when its handler drops it.
pub(super) struct Unread {
    rest: oneshot::Receiver<Rest>,
    /// No other request can follow, or the client sends the body only when it is asked to.
    is_last: bool,
}

impl Unread {
    /// Of the body of `request`.
    pub(super) fn new<B>(request: &Request<B>, rest: oneshot::Receiver<Rest>) -> Self {
        let headers = request.headers();
        let is_last = request.version() < Version::HTTP_11 || closes(headers) || headers.contains_key(EXPECT);
        Self { rest, is_last }
    }

    /// Begins to read the rest, for `time` at most and until `close`, or says in the answer that the connection ends.
    pub(super) fn settle(mut self, answer: &mut Response, time: Duration, close: &CancellationToken) {
        let Ok(rest) = self.rest.try_recv() else { return };
        if closes(answer.headers()) {
            return;
        }
        let is_small = rest.body.size_hint().exact().is_some_and(|bytes| bytes <= SMALL);
        if self.is_last || rest.is_broken || !is_small {
            answer.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
            return;
        }
        let close = close.clone();
        // It ends with the connection.
        tokio::spawn(async move { close.run_until_cancelled(timeout(time, read(rest.body))).await });
    }
}

async fn read(body: Incoming) {
    let mut body = std::pin::pin!(body);
    while let Some(Ok(_)) = std::future::poll_fn(|cx| body.as_mut().poll_frame(cx)).await {}
}

fn closes(headers: &HeaderMap) -> bool {
    headers.get(CONNECTION).is_some_and(|value| value.as_bytes().eq_ignore_ascii_case(b"close"))
}
