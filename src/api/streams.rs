//! Streams of events to clients: how many may be open, and when there is something new for them.
//!
//! Events are in the database, so a stream that breaks off loses nothing: the client names the last one that it got. One task of this
//! process looks for new ones while a stream is open, since another process may have written them.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use tokio::sync::{Notify, watch};

use crate::{
    domain::ShopId,
    service::{self, parcels},
    shutdown::CancellationToken,
    storage::Db,
};

/// How long an event of another process may wait until it is found.
const PAUSE: Duration = Duration::from_secs(1);
/// The most streams of a client.
const MOST_OF_CLIENT: usize = 10;
/// The most streams of all clients: half of the connections that the server takes.
const MOST: usize = 256;

/// The streams of this process.
pub(super) struct Streams {
    open: Open,
    last: watch::Sender<i64>,
    written: Arc<Notify>,
}

type Open = Arc<Mutex<HashMap<String, usize>>>;

/// The place of a stream, given back when this is dropped.
pub(super) struct Place {
    open: Open,
    client: String,
}

impl Streams {
    /// Starts the task that looks for new events. It ends with `stop`.
    pub(super) fn start(db: Db, shop: ShopId, stop: CancellationToken) -> Self {
        let (last, written) = (watch::Sender::new(0), Arc::new(Notify::new()));
        tokio::spawn({
            let (last, written) = (last.clone(), Arc::clone(&written));
            async move { stop.run_until_cancelled(look(&db, shop, &last, &written)).await }
        });
        Self { open: Open::default(), last, written }
    }

    /// Takes a place for a stream of a client; `None` where there are too many.
    pub(super) fn take(&self, client: &str) -> Option<Place> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let of_client = open.get(client).copied().unwrap_or(0);
        if of_client >= MOST_OF_CLIENT || open.values().sum::<usize>() >= MOST {
            return None;
        }
        open.insert(client.to_owned(), of_client + 1);
        Some(Place { open: Arc::clone(&self.open), client: client.to_owned() })
    }

    /// What changes when there is a new event.
    pub(super) fn news(&self) -> watch::Receiver<i64> {
        self.last.subscribe()
    }

    /// This process has written an event.
    pub(super) fn note_written(&self) {
        self.written.notify_one();
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        match open.get_mut(&self.client) {
            Some(count) if *count > 1 => *count -= 1,
            _ => drop(open.remove(&self.client)),
        }
    }
}

async fn look(db: &Db, shop: ShopId, last: &watch::Sender<i64>, written: &Notify) {
    loop {
        let _ = tokio::time::timeout(PAUSE, written.notified()).await;
        if last.receiver_count() == 0 {
            continue;
        }
        match last_event(db, shop).await {
            Ok(number) => drop(last.send_if_modified(|known| std::mem::replace(known, number) != number)),
            Err(error) => tracing::debug!(%error, "new events cannot be looked for"),
        }
    }
}

async fn last_event(db: &Db, shop: ShopId) -> service::Result<i64> {
    parcels::last_event(&mut db.read(shop).await?).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_client_has_ten_streams_and_all_have_half_of_the_connections() {
        let streams = Streams { open: Open::default(), last: watch::Sender::new(0), written: Arc::new(Notify::new()) };
        let mut places: Vec<Place> = (0..10).map(|_| streams.take("key 1").unwrap()).collect();
        assert!(streams.take("key 1").is_none());
        places.pop();
        places.push(streams.take("key 1").unwrap());
        for client in 2..26 {
            places.extend((0..10).map(|_| streams.take(&format!("key {client}")).unwrap()));
        }
        places.extend((0..6).map(|_| streams.take("key 30").unwrap()));
        assert!(streams.take("key 31").is_none(), "{}", places.len());
        drop(places);
        assert!(streams.open.lock().unwrap().is_empty());
    }
}
