//! Updates on their way in: kept before Telegram is told that they arrived, and done exactly once.

use std::collections::HashSet;

use chrono::Duration;

use super::Result;
use crate::{
    clock::Timestamp,
    storage::{Tx, inbox},
};

pub use crate::storage::inbox::{Claimed, NewUpdate, Waiting};

/// How long an update that was done is kept, to know it when Telegram sends it again.
const KEEP_DONE: Duration = Duration::days(2);
/// How long an update that failed is kept, for somebody to look at.
const KEEP_DEAD: Duration = Duration::days(30);
/// The most rows that one transaction of the purge deletes.
const PURGED_AT_ONCE: i64 = 2_000;

/// What became of a batch.
#[derive(Debug, PartialEq, Eq)]
pub struct Accepted {
    /// The updates that were not known, by number.
    pub fresh: Vec<i64>,
    /// An update with the number of another one that still waits. It cannot be kept before that one is done, and is to be
    /// asked for again, with all that follow it.
    pub put_off: Option<i64>,
}

/// Keeps a batch of updates, in order. Those that are known already are passed over.
///
/// Telegram draws update numbers anew after a quiet week, and another Bot API server has its own. So the same number is the
/// same update only where `is_same` says so of the two texts.
pub async fn accept(
    tx: &mut Tx,
    batch: &[NewUpdate<'_>],
    is_same: impl Fn(&str, &str) -> bool,
    at: Timestamp,
) -> Result<Accepted> {
    let mut accepted = Accepted { fresh: inbox::insert(tx, batch, at).await?, put_off: None };
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
            accepted.put_off = accepted.put_off.or(Some(update.update_id));
        }
    }
    Ok(accepted)
}

/// The text of an update; `None` where it was purged.
pub async fn raw(tx: &mut Tx, update_id: i64) -> Result<Option<String>> {
    Ok(inbox::raw(tx, update_id).await?)
}

/// Everything that waits, in the order of arrival.
pub async fn waiting(tx: &mut Tx) -> Result<Vec<Waiting>> {
    Ok(inbox::waiting(tx).await?)
}

/// Up to `limit` updates that have waited for `time`: whoever accepted them is late, or gone.
pub async fn overdue(tx: &mut Tx, time: Duration, limit: i64, now: Timestamp) -> Result<Vec<Waiting>> {
    Ok(inbox::overdue(tx, now - time, limit).await?)
}

/// The oldest update of a lane, for this transaction alone; `None` where none waits, or where another transaction has it.
pub async fn claim(tx: &mut Tx, lane: i64) -> Result<Option<Claimed>> {
    Ok(inbox::claim(tx, lane).await?)
}

/// Does an update still wait?
pub async fn is_waiting(tx: &mut Tx, update_id: i64) -> Result<bool> {
    Ok(inbox::is_waiting(tx, update_id).await?)
}

/// Marks an update as done, in the transaction of its effects. `false`: it was done before, and these effects must not be.
pub async fn done(tx: &mut Tx, update_id: i64, at: Timestamp) -> Result<bool> {
    Ok(inbox::mark_done(tx, update_id, at).await?)
}

/// Gives an update up: it is kept as a dead letter. `false`: it was finished before.
pub async fn give_up(tx: &mut Tx, update_id: i64, at: Timestamp) -> Result<bool> {
    Ok(inbox::mark_dead(tx, update_id, at).await?)
}

/// Counts a failed attempt; the next one comes not before `retry_at`.
pub async fn failed(tx: &mut Tx, update_id: i64, retry_at: Timestamp) -> Result<()> {
    Ok(inbox::mark_failed(tx, update_id, retry_at).await?)
}

/// Deletes some of what was finished long ago; `false` when nothing is left to delete.
pub async fn purge(tx: &mut Tx, now: Timestamp) -> Result<bool> {
    let done = inbox::purge_done(tx, now - KEEP_DONE, PURGED_AT_ONCE).await?;
    let dead = inbox::purge_dead(tx, now - KEEP_DEAD, PURGED_AT_ONCE).await?;
    Ok(done + dead > 0)
}

/// How many updates wait to be done.
pub async fn waiting_count(tx: &mut Tx) -> Result<i64> {
    Ok(inbox::count_waiting(tx).await?)
}
