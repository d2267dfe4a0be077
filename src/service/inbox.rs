//! Incoming updates: stored before Telegram is told that they arrived, and handled exactly once.

use std::collections::HashSet;

use chrono::Duration;

use super::Result;
use crate::{
    clock::Timestamp,
    storage::{Tx, inbox},
};

pub use crate::storage::inbox::{Claimed, NewUpdate, Waiting};

/// How long a handled update is kept, to recognize a redelivery.
const KEEP_DONE: Duration = Duration::days(2);
/// How long a dead letter is kept.
const KEEP_DEAD: Duration = Duration::days(30);
/// The most rows that one transaction of the purge deletes.
const PURGED_AT_ONCE: i64 = 2_000;

/// The result of storing a batch.
#[derive(Debug, PartialEq, Eq)]
pub struct Accepted {
    /// The numbers of the updates that were not stored before.
    pub fresh: Vec<i64>,
    /// The first update whose number belongs to a different update that still waits. It and all later ones must be fetched again
    /// once that one is handled.
    pub deferred: Option<i64>,
}

/// Stores a batch of updates, in order. Those that are stored already are skipped.
///
/// Telegram restarts update numbers at random after a week without updates, and another Bot API server has its own numbers. So
/// an equal number means the same update only where `is_same` holds for the two texts.
pub async fn accept(
    tx: &mut Tx,
    batch: &[NewUpdate<'_>],
    is_same: impl Fn(&str, &str) -> bool,
    at: Timestamp,
) -> Result<Accepted> {
    let mut accepted = Accepted { fresh: inbox::insert(tx, batch, at).await?, deferred: None };
    if accepted.fresh.len() == batch.len() {
        return Ok(accepted);
    }
    let inserted: HashSet<i64> = accepted.fresh.iter().copied().collect();
    for update in batch.iter().filter(|update| !inserted.contains(&update.update_id)) {
        let known = inbox::raw(tx, update.update_id).await?;
        if known.is_none_or(|known| is_same(&known, update.raw)) {
            continue;
        }
        if inbox::replace(tx, update, at).await? {
            accepted.fresh.push(update.update_id);
        } else {
            accepted.deferred = accepted.deferred.or(Some(update.update_id));
        }
    }
    Ok(accepted)
}

/// The text of an update; `None` where it was purged.
pub async fn raw(tx: &mut Tx, update_id: i64) -> Result<Option<String>> {
    Ok(inbox::raw(tx, update_id).await?)
}

/// All updates that wait, in the order of arrival.
pub async fn waiting(tx: &mut Tx) -> Result<Vec<Waiting>> {
    Ok(inbox::waiting(tx).await?)
}

/// Up to `limit` updates that have waited for `time`: the process that accepted them is late, or has stopped.
pub async fn overdue(tx: &mut Tx, time: Duration, limit: i64, now: Timestamp) -> Result<Vec<Waiting>> {
    Ok(inbox::overdue(tx, now - time, limit).await?)
}

/// Claims the oldest update of a lane; `None` where none waits, or where another transaction has claimed it.
pub async fn claim(tx: &mut Tx, lane: i64) -> Result<Option<Claimed>> {
    Ok(inbox::claim(tx, lane).await?)
}

/// The texts of up to `limit` updates of a lane that wait, the oldest first. One that is being handled waits, too.
pub async fn of_lane(tx: &mut Tx, lane: i64, limit: i64) -> Result<Vec<String>> {
    Ok(inbox::of_lane(tx, lane, limit).await?)
}

/// Does an update still wait?
pub async fn is_waiting(tx: &mut Tx, update_id: i64) -> Result<bool> {
    Ok(inbox::is_waiting(tx, update_id).await?)
}

/// Marks an update as done, in the transaction of its effects. `false`: it was done before, and the transaction must be rolled
/// back.
pub async fn done(tx: &mut Tx, update_id: i64, at: Timestamp) -> Result<bool> {
    Ok(inbox::mark_done(tx, update_id, at).await?)
}

/// Makes an update a dead letter. `false`: it was finished before.
pub async fn dead_letter(tx: &mut Tx, update_id: i64, at: Timestamp) -> Result<bool> {
    Ok(inbox::mark_dead(tx, update_id, at).await?)
}

/// Counts a failed attempt; the next one comes not before `retry_at`.
pub async fn failed(tx: &mut Tx, update_id: i64, retry_at: Timestamp) -> Result<()> {
    Ok(inbox::mark_failed(tx, update_id, retry_at).await?)
}

/// Deletes a batch of old finished updates; `false` when none is left.
pub async fn purge(tx: &mut Tx, now: Timestamp) -> Result<bool> {
    let done = inbox::purge_done(tx, now - KEEP_DONE, PURGED_AT_ONCE).await?;
    let dead = inbox::purge_dead(tx, now - KEEP_DEAD, PURGED_AT_ONCE).await?;
    Ok(done + dead > 0)
}

/// When the oldest update that waits came.
///
/// # Errors
/// The database's.
pub async fn oldest(tx: &mut Tx) -> Result<Option<Timestamp>> {
    Ok(inbox::waits_since(tx).await?)
}

/// How many updates wait to be done.
pub async fn waiting_count(tx: &mut Tx) -> Result<i64> {
    Ok(inbox::count_waiting(tx).await?)
}
