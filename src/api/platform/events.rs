//! What happens to parcels, as a stream of server-sent events. Each has a number, in the order of the commits; who names the last one
//! that they got goes on after it, also after a restart and at another process.
//!
//! For the server's limit of connections a stream is one that waits for its client: where all are taken it is closed for a new one,
//! and the client comes again.

use std::{collections::VecDeque, convert::Infallible, time::Duration};

use axum::{
    http::{HeaderMap, HeaderName, HeaderValue, header::CACHE_CONTROL},
    response::{
        IntoResponse as _, Response,
        sse::{self, KeepAlive, Sse},
    },
};
use futures_util::stream;
use serde::Serialize;
use tokio::{sync::watch, time::Instant};
use utoipa::ToSchema;

use super::views::StatusName;
use crate::{
    api::{admission::Call, fault::Fault, moment::Moment, query::Query, streams::Place},
    domain::Scope,
    service::parcels::{self, Event},
};

/// The header that names the last event that a client got.
const LAST_EVENT_ID: &str = "last-event-id";
/// The same as a parameter, for clients that cannot set a header.
const LAST_EVENT_PARAMETER: &str = "last_event_id";
/// How long a stream is silent at most.
const SILENCE: Duration = Duration::from_secs(10);
/// How often it is asked whether the client may still listen while nothing happens. Before events are sent it is asked each time.
const CHECK: Duration = Duration::from_secs(5);
/// How long its answer holds for events that were read with it: so long a client that reads at once needs for them.
const ANSWER_HOLDS: Duration = Duration::from_millis(100);
/// How long a client waits before it comes again.
const COME_AGAIN: Duration = Duration::from_secs(2);
/// When a client with too many streams may try again, in seconds.
const RETRY_AFTER: u64 = 5;
/// How many events are read at once.
const BATCH: i64 = 100;

/// The data of an event.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct EventView {
    /// The id of the parcel.
    id: i64,
    /// The number of the parcel.
    #[schema(example = "ABC123456")]
    tracking_number: String,
    /// The code of its client.
    #[schema(example = "CLIENT123")]
    client_code: String,
    /// The status since then.
    status: StatusName,
    /// Since when.
    changed_at: Moment,
}

/// What happens to parcels from now on: `parcel.created`, `parcel.status`. The data of each is JSON in one line.
#[utoipa::path(get, path = "/tracking/{bot_id}/events", tag = "platform", operation_id = "tracking_events",
    params(
        ("bot_id" = i64, Path, description = "The id of the shop's bot."),
        ("Last-Event-ID" = Option<String>, Header, description = "The last event that the client got: the stream goes on after it."),
        ("last_event_id" = Option<String>, Query, description = "The same, for clients that cannot set the header."),
    ),
    responses((status = 200, description = "The events, and a comment where nothing happens.",
        content_type = "text/event-stream", body = EventView,
        example = "id: 7\nevent: parcel.status\ndata: {\"id\":1,\"tracking_number\":\"ABC123456\",\"client_code\":\"CLIENT123\",\"status\":\"in_transit\",\"changed_at\":\"2025-01-27T10:00:00\"}\n\n")))]
pub(super) async fn listen(call: Call, headers: HeaderMap, query: Query) -> Result<Response, Fault> {
    let place = call.api.streams.take(&call.client.name()).ok_or(Fault::TooManyRequests(RETRY_AFTER))?;
    let news = call.api.streams.news();
    let last = parcels::last_event(&mut call.api.read().await?).await?;
    let header = headers.get(LAST_EVENT_ID).and_then(|value| value.to_str().ok());
    let got = header.or_else(|| query.text(LAST_EVENT_PARAMETER)).and_then(|text| number(text, last));
    let got = got.unwrap_or(last);
    // It says where the stream begins: who loses it before the first event comes again with this id.
    let begin = sse::Event::default().id(got.to_string()).retry(COME_AGAIN);
    let listener = Listener { call, news, got, read: VecDeque::new(), checked_at: Instant::now(), _place: place };
    let events = stream::unfold((Some(begin), listener), |(begin, mut listener)| async move {
        let event = match begin {
            Some(begin) => begin,
            None => listener.next().await?,
        };
        Some((Ok::<_, Infallible>(event), (None, listener)))
    });
    let mut response = Sse::new(events).keep_alive(KeepAlive::new().interval(SILENCE)).into_response();
    let own = [(CACHE_CONTROL, "no-store"), (HeaderName::from_static("x-accel-buffering"), "no")];
    for (name, value) in own {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    Ok(response)
}

/// The number of an event that there was; 0 is before the first.
fn number(text: &str, last: i64) -> Option<i64> {
    let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|number| is_number && *number <= last)
}

/// An open stream.
struct Listener {
    call: Call,
    news: watch::Receiver<i64>,
    /// The number of the last event that was sent.
    got: i64,
    /// What was read and not sent yet.
    read: VecDeque<Event>,
    /// When the client last was one that may listen.
    checked_at: Instant,
    _place: Place,
}

impl Listener {
    /// The next event, for which it waits; `None` where the stream is over.
    async fn next(&mut self) -> Option<sse::Event> {
        let stop = self.call.api.options.stop.clone();
        loop {
            if stop.is_cancelled() {
                return None;
            }
            if self.checked_at.elapsed() < ANSWER_HOLDS
                && let Some(event) = self.read.pop_front()
            {
                self.got = event.number;
                return Some(sent(event));
            }
            match self.read_on().await {
                Ok(false) => return None,
                Ok(true) if !self.read.is_empty() => continue,
                Ok(true) => {}
                // Nothing is sent meanwhile.
                Err(fault) => tracing::debug!(?fault, "a stream of events has to wait for the database"),
            }
            tokio::select! {
                () = stop.cancelled() => return None,
                changed = self.news.changed() => changed.ok()?,
                () = tokio::time::sleep(CHECK) => {}
            }
        }
    }

    /// Reads events, and then asks whether the client may still listen: what happens after its key is revoked is never sent.
    async fn read_on(&mut self) -> Result<bool, Fault> {
        let Call { api, client, .. } = &self.call;
        if self.read.is_empty() {
            let events = parcels::events_after(&mut api.read().await?, self.got, BATCH).await?;
            self.read.extend(events);
        }
        let may_listen = client.still_has(api, Scope::PlatformRead, api.now()).await?;
        self.checked_at = Instant::now();
        Ok(may_listen)
    }
}

fn sent(event: Event) -> sse::Event {
    let number = event.number.to_string();
    let view = EventView {
        id: event.parcel_id.0,
        client_code: event.client().to_owned(),
        tracking_number: event.parcel_number.to_string(),
        status: event.status.into(),
        changed_at: Moment(event.changed_at),
    };
    let json = serde_json::to_string(&view).unwrap_or_default();
    sse::Event::default().id(number).event(event.kind.as_str()).data(json)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_number_of_an_event_that_there_was_is_gone_on_after() {
        for (text, expected) in [
            ("0", Some(0)),
            ("7", Some(7)),
            ("10", Some(10)),
            ("11", None),
            ("-1", None),
            ("+1", None),
            ("", None),
            ("abc", None),
            ("99999999999999999999", None),
        ] {
            assert_eq!(number(text, 10), expected, "{text}");
        }
    }
}
