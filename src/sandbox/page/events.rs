//! The events of the page, as server-sent events.

use std::convert::Infallible;
use std::sync::Arc;

use axum::extract::State;
use axum::response::Sse;
use axum::response::sse::{Event, KeepAlive};
use futures_util::{Stream, stream};
use tokio::sync::broadcast::error::RecvError;

use crate::sandbox::shared::Shared;
use crate::sandbox::world::PageEvent;

/// Streams the events from now on.
pub(super) async fn stream(State(shared): State<Arc<Shared>>) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let receiver = shared.world().page_events.subscribe();
    let events = stream::unfold(receiver, async |mut receiver| {
        let event = match receiver.recv().await {
            Ok(event) => event,
            // The page is too slow and has lost events, so it has to load everything again.
            Err(RecvError::Lagged(_)) => PageEvent::Everything,
            Err(RecvError::Closed) => return None,
        };
        let event = Event::default().data(serde_json::to_string(&event).unwrap_or_default());
        Some((Ok(event), receiver))
    });
    Sse::new(events).keep_alive(KeepAlive::default())
}
