//! Messages that were promised and not yet delivered. A row is deleted when Telegram has taken it.

use serde::Serialize;

use super::{
    Query, Result, Tx, Value,
    committed::{Heading, Priority},
    counts::Counted,
    statement::statements,
};
use crate::{clock::Timestamp, domain::TelegramId};

/// The placeholders of `DELETE` and `OF_CHATS`.
const AT_ONCE: usize = 16;

/// Writes `SELECT` with the columns of a [`Heading`] before the rest of a statement.
macro_rules! headings {
    ($rest:literal) => {
        concat!("SELECT outbox_id, chat_id, number, priority FROM outbox ", $rest)
    };
}

statements! {
    /// A message gets one number more than the highest that waits in its chat. A transaction that begins after another was
    /// committed sees its number; of two at the same time either message may go first. What has left has no say any more.
    INSERT = "
        INSERT INTO outbox (shop_id, outbox_id, chat_id, number, priority, body, created_at)
        SELECT $1, $2, $3, COALESCE(MAX(o.number), 0) + 1, $4, $5, $6 FROM outbox o WHERE o.shop_id = $1 AND o.chat_id = $3
        RETURNING number";
    HAS_BLOCKED_BOT = "
        SELECT COUNT(*) FROM customers WHERE shop_id = $1 AND telegram_id = $2 AND bot_blocked_at IS NOT NULL";
    AFTER = headings!("WHERE shop_id = $1 AND outbox_id > $2 ORDER BY outbox_id LIMIT $3");
    OF_CHATS = headings!(
        "WHERE shop_id = $1 AND chat_id IN ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)");
    BODY = "SELECT body FROM outbox WHERE shop_id = $1 AND outbox_id = $2";
    DELETE = "
        DELETE FROM outbox WHERE shop_id = $1 AND outbox_id IN (
            $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)";
    DELETE_UNASKED = "DELETE FROM outbox WHERE shop_id = $1 AND chat_id = $2 AND priority > 0";
    MOVE = "UPDATE outbox SET chat_id = $3 WHERE shop_id = $1 AND chat_id = $2";
    WAITS_SINCE = "SELECT MIN(created_at) FROM outbox WHERE shop_id = $1";
    COUNT = "SELECT COUNT(*) FROM outbox WHERE shop_id = $1";
}

/// Adds a message, kept as JSON; the sender of this process gets it when the transaction is committed.
pub async fn insert(
    tx: &mut Tx,
    chat: TelegramId,
    priority: Priority,
    message: &(impl Serialize + Sync),
    at: Timestamp,
) -> Result<()> {
    let body = serde_json::to_string(message).map_err(|error| sqlx::Error::Encode(error.into()))?;
    let outbox_id = tx.draw_id().await?;
    let query = tx.q(INSERT).bind(outbox_id).bind(chat).bind(priority.as_number()).bind(body.as_str()).bind(at);
    let (number,) = query.one().await?;
    tx.count(Counted::Promised, priority.as_str(), 1);
    tx.queue(Heading { outbox_id, chat, number, priority }, body);
    Ok(())
}

/// Has this person blocked the bot?
pub async fn has_blocked_bot(tx: &mut Tx, person: TelegramId) -> Result<bool> {
    let (count,): (i64,) = tx.q(HAS_BLOCKED_BOT).bind(person).one().await?;
    Ok(count > 0)
}

/// A page of all rows: those after `outbox_id`, in the order of rows, which is no order of messages.
pub async fn after(tx: &mut Tx, outbox_id: i64, limit: i64) -> Result<Vec<Heading>> {
    Ok(headings(tx.q(AFTER).bind(outbox_id).bind(limit).all().await?))
}

/// All rows of some chats.
pub async fn of_chats(tx: &mut Tx, chats: &[TelegramId]) -> Result<Vec<Heading>> {
    let mut found = Vec::new();
    for some in chats.chunks(AT_ONCE) {
        found.extend(headings(padded(tx.q(OF_CHATS), some).all().await?));
    }
    Ok(found)
}

fn headings(rows: Vec<(i64, TelegramId, i64, i64)>) -> Vec<Heading> {
    let heading = |(outbox_id, chat, number, priority)| Heading {
        outbox_id,
        chat,
        number,
        priority: Priority::from_number(priority),
    };
    rows.into_iter().map(heading).collect()
}

/// Binds up to [`AT_ONCE`] values: one statement for any number, of which the last is repeated.
fn padded<'t, T: Copy>(mut query: Query<'t>, values: &[T]) -> Query<'t>
where
    Option<T>: Into<Value>,
{
    for place in 0..AT_ONCE {
        query = query.bind(values.get(place).or(values.last()).copied());
    }
    query
}

/// What the row says; `None` where it is gone.
pub async fn body(tx: &mut Tx, outbox_id: i64) -> Result<Option<String>> {
    let row: Option<(String,)> = tx.q(BODY).bind(outbox_id).opt().await?;
    Ok(row.map(|(body,)| body))
}

/// Removes rows.
pub async fn delete(tx: &mut Tx, outbox_ids: &[i64]) -> Result<()> {
    for some in outbox_ids.chunks(AT_ONCE) {
        let deleted = padded(tx.q(DELETE), some).run().await?;
        tx.count(Counted::Messages, "done", deleted);
    }
    Ok(())
}

/// Removes the notices and broadcasts to a chat; replies stay.
pub async fn delete_unasked(tx: &mut Tx, chat: TelegramId) -> Result<u64> {
    let deleted = tx.q(DELETE_UNASKED).bind(chat).run().await?;
    tx.count(Counted::Messages, "unreachable", deleted);
    Ok(deleted)
}

/// Addresses everything for one chat to another.
pub async fn redirect(tx: &mut Tx, from: TelegramId, to: TelegramId) -> Result<u64> {
    tx.q(MOVE).bind(from).bind(to).run().await
}

/// When the oldest message that waits was put.
pub async fn waits_since(tx: &mut Tx) -> Result<Option<Timestamp>> {
    Ok(tx.q(WAITS_SINCE).one::<(Option<Timestamp>,)>().await?.0)
}

/// How many messages wait.
pub async fn count(tx: &mut Tx) -> Result<i64> {
    let (count,) = tx.q(COUNT).one().await?;
    Ok(count)
}
