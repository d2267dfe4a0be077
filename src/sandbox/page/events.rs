//! What happens, as it happens: server-sent events.

use std::convert::Infallible;
use std::sync::Arc;

use axum::extract::State;
use axum::response::Sse;
use axum::response::sse::{Event, KeepAlive};
use futures_util::{Stream, stream};
use tokio::sync::broadcast::error::RecvError;

use crate::sandbox::Shared;
use crate::sandbox::world::News;

/// One event per piece of news.
pub(super) async fn stream(State(shared): State<Arc<Shared>>) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let news = shared.world().news.subscribe();
    let events = stream::unfold(news, async |mut news| {
        let heard = match news.recv().await {
            Ok(heard) => heard,
            // Too slow to hear everything: looking at all of it again makes up for it.
            Err(RecvError::Lagged(_)) => News::Everything,
            Err(RecvError::Closed) => return None,
        };
        let event = Event::default().data(serde_json::to_string(&heard).unwrap_or_default());
        Some((Ok(event), news))
    });
    Sse::new(events).keep_alive(KeepAlive::default())
}
