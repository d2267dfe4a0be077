//! Since when a connection waits for its client: for a request, or for the body of one. While a handler is at work it does not.

use std::{
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Poll},
    time::Instant,
};

use hyper::body::{Body, Bytes, Frame, Incoming, SizeHint};
use tokio::sync::{Notify, oneshot};

use super::rest::Rest;

/// What a connection waits for.
pub(super) struct Waiting {
    state: Mutex<State>,
    /// Told when a connection begins to wait.
    begun: Arc<Notify>,
}

#[derive(Clone, Copy)]
enum State {
    ForRequest(Instant),
    ForBody(Instant),
    No,
}

impl Waiting {
    /// A connection that waits for its first request.
    pub(super) fn new(begun: Arc<Notify>) -> Self {
        Self { state: Mutex::new(State::ForRequest(Instant::now())), begun }
    }

    /// Since when it waits; `None` where it does not.
    pub(super) fn since(&self) -> Option<Instant> {
        match self.state() {
            State::ForRequest(since) | State::ForBody(since) => Some(since),
            State::No => None,
        }
    }

    /// Does it wait for the body of a request?
    pub(super) fn is_for_body(&self) -> bool {
        matches!(self.state(), State::ForBody(_))
    }

    /// From now on it waits for a request.
    pub(super) fn begin(&self) {
        self.set(State::ForRequest(Instant::now()));
        self.begun.notify_one();
    }

    /// What it waited for has come.
    pub(super) fn end(&self) {
        self.set(State::No);
    }

    fn state(&self) -> State {
        *self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn set(&self, state: State) {
        *self.state.lock().unwrap_or_else(PoisonError::into_inner) = state;
    }
}

/// The body of a request, whose connection waits while a handler does.
pub(super) struct AwaitedBody {
    /// `None` where its end has been read.
    body: Option<Incoming>,
    is_broken: bool,
    /// Takes what the handler did without.
    rest: Option<oneshot::Sender<Rest>>,
    waiting: Arc<Waiting>,
    /// A client that sends a byte now and then makes its connection wait no less.
    since: Instant,
}

impl AwaitedBody {
    /// What is not read of it when it is dropped goes to `rest`.
    pub(super) fn new(body: Incoming, waiting: Arc<Waiting>, rest: oneshot::Sender<Rest>) -> Self {
        Self { body: Some(body), is_broken: false, rest: Some(rest), waiting, since: Instant::now() }
    }
}

impl Body for AwaitedBody {
    type Data = Bytes;
    type Error = hyper::Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<hyper::Result<Frame<Bytes>>>> {
        let Some(body) = &mut self.body else { return Poll::Ready(None) };
        let polled = Pin::new(body).poll_frame(cx);
        if let Poll::Ready(frame) = &polled {
            self.waiting.end();
            match frame {
                Some(Ok(_)) => {}
                Some(Err(_)) => self.is_broken = true,
                None if self.is_broken => {}
                None => self.body = None,
            }
        } else if !self.waiting.is_for_body() {
            self.waiting.set(State::ForBody(self.since));
            self.waiting.begun.notify_one();
        }
        polled
    }

    fn is_end_stream(&self) -> bool {
        self.body.as_ref().is_none_or(Body::is_end_stream)
    }

    fn size_hint(&self) -> SizeHint {
        self.body.as_ref().map_or_else(|| SizeHint::with_exact(0), Body::size_hint)
    }
}

impl Drop for AwaitedBody {
    fn drop(&mut self) {
        // The handler does without the rest.
        if self.waiting.is_for_body() {
            self.waiting.end();
        }
        if let Some(body) = self.body.take_if(|body| self.is_broken || !body.is_end_stream())
            && let Some(rest) = self.rest.take()
        {
            let _ = rest.send(Rest { body, is_broken: self.is_broken });
        }
    }
}
