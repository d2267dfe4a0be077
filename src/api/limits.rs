//! Limits of requests: of each client by the minute, shared by all processes, and of wrong credentials by the address.
//!
//! The processes of one PostgreSQL share a counter of the minute. Each takes parts of what is left of it, the smaller the less is
//! left, so that few requests ask the database and never more are let through than the limit. A SQLite file has one process, whose
//! counter is in memory.

use std::{
    collections::HashMap,
    net::IpAddr,
    num::NonZeroU32,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use governor::{
    Quota, RateLimiter,
    clock::{Clock as _, MonotonicClock},
    state::keyed::HashMapStateStore,
};

use super::state::Api;
use crate::{clock::Timestamp, service};

/// The length of a minute, in microseconds.
const MINUTE: i64 = 60_000_000;
/// Wrong credentials a minute and address.
const WRONG: NonZeroU32 = NonZeroU32::new(20).unwrap();
/// The share of what is left of a minute that a process takes at once.
const SHARE: i64 = 8;
/// How many clients and addresses are kept in memory before those of earlier minutes are dropped.
const KEPT: usize = 10_000;

/// The counters of this process.
pub(super) struct Limits {
    clients: Mutex<HashMap<String, Minute>>,
    wrong: RateLimiter<IpAddr, HashMapStateStore<IpAddr>, MonotonicClock>,
}

/// What a process knows of a client's minute.
#[derive(Clone, Copy, Debug)]
struct Minute {
    number: i64,
    /// What this process has taken of the minute and not used yet.
    own: i64,
    /// What was left of the minute for all processes when this one last took a part.
    shared: Option<i64>,
}

/// What the headers of an answer say of a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Standing {
    /// Requests a minute.
    pub(super) limit: i64,
    /// What is left of this minute.
    pub(super) remaining: i64,
    /// When the next minute begins, in seconds since 1970.
    pub(super) reset: i64,
    /// Was this request one too many?
    pub(super) is_exceeded: bool,
    /// How many seconds to wait.
    pub(super) retry_after: i64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            clients: Mutex::default(),
            wrong: RateLimiter::hashmap_with_clock(Quota::per_minute(WRONG), MonotonicClock),
        }
    }
}

impl Limits {
    /// Counts wrong credentials from an address. Returns how many seconds to wait, where they were too many.
    pub(super) fn note_wrong(&self, address: IpAddr) -> Option<u64> {
        if self.wrong.len() > KEPT {
            self.wrong.retain_recent();
        }
        let refused = self.wrong.check_key(&address).err()?;
        let wait = refused.wait_time_from(MonotonicClock.now());
        Some(wait.as_secs().max(Duration::from_secs(1).as_secs()))
    }

    /// Uses a request that this process has taken of the minute already; `None` where it has none. A new minute begins with
    /// `granted` requests.
    fn use_own(&self, client: &str, number: i64, granted: i64) -> Option<Minute> {
        let mut clients = self.clients.lock().unwrap_or_else(PoisonError::into_inner);
        if clients.len() > KEPT {
            clients.retain(|_, minute| minute.number >= number);
        }
        let minute = clients.entry(client.to_owned()).or_insert(Minute::NONE);
        if minute.number < number {
            *minute = Minute { number, own: granted, shared: None };
        }
        if minute.own <= 0 {
            return None;
        }
        minute.own -= 1;
        Some(*minute)
    }

    /// What was left of a minute for all processes when this one last asked; `None` where it has not.
    fn shared(&self, client: &str) -> Option<i64> {
        let clients = self.clients.lock().unwrap_or_else(PoisonError::into_inner);
        clients.get(client).and_then(|minute| minute.shared)
    }

    /// Adds what was taken of the minute, and uses one of it, where there is one.
    fn add(&self, client: &str, taken: i64, shared: i64) -> Option<Minute> {
        let mut clients = self.clients.lock().unwrap_or_else(PoisonError::into_inner);
        let minute = clients.entry(client.to_owned()).or_insert(Minute::NONE);
        minute.own += taken;
        minute.shared = Some(minute.shared.map_or(shared, |earlier| earlier.min(shared)));
        if minute.own <= 0 {
            return None;
        }
        minute.own -= 1;
        Some(*minute)
    }
}

impl Minute {
    /// Before all others.
    const NONE: Self = Self { number: i64::MIN, own: 0, shared: None };

    /// How many requests are left of it, as far as this process knows.
    fn remaining(self) -> i64 {
        self.own.saturating_add(self.shared.unwrap_or(0))
    }
}

/// Counts a request of a client whose limit is `limit` a minute.
///
/// # Errors
/// The database's, where several processes share it.
pub(super) async fn count(api: &Api, client: &str, limit: i64, at: Timestamp) -> service::Result<Standing> {
    let number = at.0.div_euclid(MINUTE);
    let is_shared = api.options.db.is_postgres();
    let granted = if is_shared { 0 } else { limit };
    let used = match api.limits.use_own(client, number, granted) {
        None if is_shared => take(api, client, limit, number).await?,
        used => used,
    };
    let reset = (number + 1) * 60;
    Ok(Standing {
        limit,
        remaining: used.map_or(0, |minute| minute.remaining().clamp(0, limit)),
        reset,
        is_exceeded: used.is_none(),
        retry_after: (reset - at.seconds()).max(1),
    })
}

/// Takes a part of what is left of a minute for all processes.
async fn take(api: &Api, client: &str, limit: i64, number: i64) -> service::Result<Option<Minute>> {
    let left = api.limits.shared(client).unwrap_or(limit);
    if left <= 0 {
        return Ok(None);
    }
    let wanted = (left / SHARE).max(1);
    let mut tx = api.begin().await?;
    let all = service::api_limits::take(&mut tx, client, number, wanted).await?;
    tx.commit().await?;
    let taken = (limit - (all - wanted)).clamp(0, wanted);
    Ok(api.limits.add(client, taken, (limit - all).max(0)))
}
