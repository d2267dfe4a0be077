//! Updates that were taken from Telegram. They are marked when they are done, not deleted, because Telegram may send them
//! again.

use super::{Listed, Result, Tx, counts::Counted, statement::statements};
use crate::clock::Timestamp;

/// An update to keep.
#[derive(Clone, Debug)]
pub struct NewUpdate<'a> {
    /// Telegram's number.
    pub update_id: i64,
    /// The chat, else the person.
    pub lane: i64,
    /// The update as Telegram wrote it.
    pub raw: &'a str,
}

/// An update that waits, without its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Waiting {
    /// Telegram's number.
    pub update_id: i64,
    /// The chat, else the person.
    pub lane: i64,
    /// How often it failed.
    pub attempts: i64,
}

/// The oldest update of a lane, locked until the end of the transaction.
#[derive(Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Claimed {
    /// Telegram's number.
    pub update_id: i64,
    /// How often it failed.
    pub attempts: i64,
    /// After a failure: when it may be tried again.
    pub retry_at: Option<Timestamp>,
    /// The update as Telegram wrote it.
    pub raw: String,
}

/// Rows of one `INSERT`: a few widths, so that there are few statements to prepare.
const WIDTHS: [usize; 4] = [64, 16, 4, 1];

/// The oldest update of a lane, with the clause that locks it.
macro_rules! oldest {
    ($lock:literal) => {
        concat!(
            "SELECT update_id, attempts, retry_at, raw FROM inbox
            WHERE shop_id = $1 AND status = 'waiting' AND update_id = (
                SELECT MIN(o.update_id) FROM inbox o WHERE o.shop_id = $1 AND o.lane = $2 AND o.status = 'waiting')",
            $lock
        )
    };
}

statements! {
    INSERT = "
        INSERT INTO inbox (shop_id, received_at, update_id, lane, raw, attempts, status)
        VALUES ($1, $2, $3, $4, $5, 0, 'waiting')
        ON CONFLICT (shop_id, update_id) DO NOTHING
        RETURNING update_id";
    REPLACE = "
        UPDATE inbox SET received_at = $2, lane = $4, raw = $5, attempts = 0, retry_at = NULL, status = 'waiting',
            finished_at = NULL
        WHERE shop_id = $1 AND update_id = $3 AND status <> 'waiting'";
    RAW = "SELECT raw FROM inbox WHERE shop_id = $1 AND update_id = $2";
    WAITING = "
        SELECT update_id, lane, attempts FROM inbox WHERE shop_id = $1 AND status = 'waiting'
        ORDER BY received_at, update_id";
    OVERDUE = "
        SELECT update_id, lane, attempts FROM inbox WHERE shop_id = $1 AND status = 'waiting' AND received_at < $2
        ORDER BY lane, update_id LIMIT $3";
    /// A row that another transaction has claimed is not waited for. SQLite has one writer.
    OLDEST: sqlite = oldest!(""), postgres = oldest!(" FOR UPDATE SKIP LOCKED");
    OF_LANE = "
        SELECT raw FROM inbox WHERE shop_id = $1 AND lane = $2 AND status = 'waiting' ORDER BY update_id LIMIT $3";
    IS_WAITING = "SELECT COUNT(*) FROM inbox WHERE shop_id = $1 AND update_id = $2 AND status = 'waiting'";
    FINISH = "
        UPDATE inbox SET status = $3, finished_at = $4 WHERE shop_id = $1 AND update_id = $2 AND status = 'waiting'";
    FAILED = "
        UPDATE inbox SET attempts = attempts + 1, retry_at = $3
        WHERE shop_id = $1 AND update_id = $2 AND status = 'waiting'";
    PURGE = "
        DELETE FROM inbox WHERE shop_id = $1 AND update_id IN (
            SELECT i.update_id FROM inbox i WHERE i.shop_id = $1 AND i.status = $2 AND i.finished_at < $3 LIMIT $4)";
    WAITS_SINCE = "SELECT MIN(received_at) FROM inbox WHERE shop_id = $1 AND status = 'waiting'";
    COUNT_WAITING = "SELECT COUNT(*) FROM inbox WHERE shop_id = $1 AND status = 'waiting'";
}

/// Keeps updates; the numbers of those that were not there yet.
pub async fn insert(tx: &mut Tx, mut updates: &[NewUpdate<'_>], at: Timestamp) -> Result<Vec<i64>> {
    let mut fresh = Vec::new();
    while !updates.is_empty() {
        let width = WIDTHS.into_iter().find(|width| *width <= updates.len()).unwrap_or(1);
        let (some, rest) = updates.split_at(width);
        let mut query = if width == 1 { tx.q(INSERT) } else { tx.assembled(insert_many(width)) }.bind(at);
        for update in some {
            query = query.bind(update.update_id).bind(update.lane).bind(update.raw);
        }
        fresh.extend(query.all().await?.into_iter().map(|(update_id,): (i64,)| update_id));
        updates = rest;
    }
    Ok(fresh)
}

/// `INSERT` with the values of several rows.
fn insert_many(rows: usize) -> String {
    let row = |number: usize| {
        let first = 3 + 3 * number;
        format!("($1, $2, ${first}, ${}, ${}, 0, 'waiting')", first + 1, first + 2)
    };
    let rows: Vec<String> = (0..rows).map(row).collect();
    INSERT.postgres.replace(&row(0), &rows.join(", "))
}

/// The statements that are assembled here.
pub(super) fn assembled() -> impl Iterator<Item = Listed> {
    WIDTHS.into_iter().map(|width| {
        let sql = insert_many(width);
        Listed { file: "inbox", name: format!("INSERT of {width}"), sqlite: sql.clone(), postgres: sql }
    })
}

/// Keeps an update in place of a finished one with the same number; is there such a one?
pub async fn replace(tx: &mut Tx, update: &NewUpdate<'_>, at: Timestamp) -> Result<bool> {
    let replaced = tx.q(REPLACE).bind(at).bind(update.update_id).bind(update.lane).bind(update.raw).run().await?;
    Ok(replaced > 0)
}

/// The text of an update.
pub async fn raw(tx: &mut Tx, update_id: i64) -> Result<Option<String>> {
    let row: Option<(String,)> = tx.q(RAW).bind(update_id).opt().await?;
    Ok(row.map(|(raw,)| raw))
}

/// Everything that waits, in the order of arrival.
pub async fn waiting(tx: &mut Tx) -> Result<Vec<Waiting>> {
    tx.q(WAITING).all().await
}

/// Up to `limit` updates that have waited since before a moment, lane by lane.
pub async fn overdue(tx: &mut Tx, before: Timestamp, limit: i64) -> Result<Vec<Waiting>> {
    tx.q(OVERDUE).bind(before).bind(limit).all().await
}

/// The oldest update of a lane; `None` where none waits, or where another transaction has it.
pub async fn claim(tx: &mut Tx, lane: i64) -> Result<Option<Claimed>> {
    tx.q(OLDEST).bind(lane).opt().await
}

/// The texts of up to `limit` updates of a lane that wait, the oldest first.
pub async fn of_lane(tx: &mut Tx, lane: i64, limit: i64) -> Result<Vec<String>> {
    let rows: Vec<(String,)> = tx.q(OF_LANE).bind(lane).bind(limit).all().await?;
    Ok(rows.into_iter().map(|(raw,)| raw).collect())
}

/// Does an update wait?
pub async fn is_waiting(tx: &mut Tx, update_id: i64) -> Result<bool> {
    let (count,): (i64,) = tx.q(IS_WAITING).bind(update_id).one().await?;
    Ok(count > 0)
}

/// Marks an update as done; was it still waiting?
pub async fn mark_done(tx: &mut Tx, update_id: i64, at: Timestamp) -> Result<bool> {
    finish(tx, update_id, "done", at).await
}

/// Marks an update as a dead letter; was it still waiting?
pub async fn mark_dead(tx: &mut Tx, update_id: i64, at: Timestamp) -> Result<bool> {
    finish(tx, update_id, "dead", at).await
}

async fn finish(tx: &mut Tx, update_id: i64, status: &'static str, at: Timestamp) -> Result<bool> {
    let was_waiting = tx.q(FINISH).bind(update_id).bind(status).bind(at).run().await? > 0;
    if was_waiting {
        tx.count(Counted::Updates, status, 1);
    }
    Ok(was_waiting)
}

/// Counts a failure, after which the update rests until a moment.
pub async fn mark_failed(tx: &mut Tx, update_id: i64, retry_at: Timestamp) -> Result<()> {
    tx.q(FAILED).bind(update_id).bind(retry_at).run().await?;
    Ok(())
}

/// Deletes up to `limit` updates that were done before a moment.
pub async fn purge_done(tx: &mut Tx, before: Timestamp, limit: i64) -> Result<u64> {
    let expired_by = tx.expired_by(before);
    tx.q(PURGE).bind("done").bind(expired_by).bind(limit).run().await
}

/// Deletes up to `limit` dead letters that were given up before a moment.
pub async fn purge_dead(tx: &mut Tx, before: Timestamp, limit: i64) -> Result<u64> {
    let expired_by = tx.expired_by(before);
    tx.q(PURGE).bind("dead").bind(expired_by).bind(limit).run().await
}

/// When the oldest update that waits came.
pub async fn waits_since(tx: &mut Tx) -> Result<Option<Timestamp>> {
    Ok(tx.q(WAITS_SINCE).one::<(Option<Timestamp>,)>().await?.0)
}

/// How many updates wait.
pub async fn count_waiting(tx: &mut Tx) -> Result<i64> {
    let (count,) = tx.q(COUNT_WAITING).one().await?;
    Ok(count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_rows_are_one_statement() {
        let sql = insert_many(4);
        assert!(
            sql.contains("VALUES ($1, $2, $3, $4, $5, 0, 'waiting'), ($1, $2, $6, $7, $8, 0, 'waiting'), "),
            "{sql}"
        );
        assert!(sql.contains("$14"), "{sql}");
    }
}
