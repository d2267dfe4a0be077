//! The limit of requests of a client by the minute, shared by all processes.
//!
//! The processes of one PostgreSQL share a counter of the minute. Each takes parts of what is left of it, the smaller the less is
//! left, so that few requests ask the database and never more are let through than the limit. A SQLite file has one process, whose
//! counter is in memory.

use super::{
    client::Client,
    limits::{self, Minute, Standing},
    state::Api,
};
use crate::{
    clock::Timestamp,
    service::{self, api_limits},
};

/// The share of what is left of a minute that a process takes at once.
const SHARE: i64 = 8;

/// Counts a request of a client; `None` where the client has no limit.
///
/// # Errors
/// The database's, where several processes share it.
pub(super) async fn count(api: &Api, client: &Client, at: Timestamp) -> service::Result<Option<Standing>> {
    match client.rate() {
        limit if limit > 0 => count_one(api, &client.name(), limit, at).await.map(Some),
        _ => Ok(None),
    }
}

async fn count_one(api: &Api, client: &str, limit: i64, at: Timestamp) -> service::Result<Standing> {
    let number = api_limits::minute(at);
    let is_shared = api.options.db.is_postgres();
    let granted = if is_shared { 0 } else { limit };
    let used = match api.limits.use_own(client, number, granted) {
        None if is_shared => take(api, client, limit, number).await?,
        used => used,
    };
    Ok(Standing {
        limit,
        remaining: used.map_or(0, |minute| minute.remaining().clamp(0, limit)),
        reset: limits::reset(number),
        is_exceeded: used.is_none(),
        retry_after: limits::wait(number, at),
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
    let all = api_limits::take(&mut tx, client, number, wanted).await?;
    tx.commit().await?;
    let taken = (limit - (all - wanted)).clamp(0, wanted);
    Ok(api.limits.add(client, taken, (limit - all).max(0)))
}
