//! Messages that were promised and not yet delivered. A row is deleted when Telegram has taken it.

use serde::Serialize;

use super::{
    Result, Tx,
    committed::{Heading, Priority},
    statement::statements,
};
use crate::{clock::Timestamp, domain::TelegramId};

/// The placeholders of `DELETE`.
const DELETED_AT_ONCE: usize = 16;

statements! {
    INSERT = "
        INSERT INTO outbox (shop_id, outbox_id, chat_id, priority, body, created_at) VALUES ($1, $2, $3, $4, $5, $6)";
    IS_BLOCKED = "
        SELECT COUNT(*) FROM customers WHERE shop_id = $1 AND telegram_id = $2 AND blocked_at IS NOT NULL";
    AFTER = "
        SELECT outbox_id, chat_id, priority FROM outbox WHERE shop_id = $1 AND outbox_id > $2 ORDER BY outbox_id LIMIT $3";
    BODY = "SELECT body FROM outbox WHERE shop_id = $1 AND outbox_id = $2";
    DELETE = "
        DELETE FROM outbox WHERE shop_id = $1 AND outbox_id IN (
            $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)";
    DELETE_UNASKED = "DELETE FROM outbox WHERE shop_id = $1 AND chat_id = $2 AND priority > 0";
    MOVE = "UPDATE outbox SET chat_id = $3 WHERE shop_id = $1 AND chat_id = $2";
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
    let query = tx.q(INSERT).bind(outbox_id).bind(chat).bind(priority.as_number());
    query.bind(body.as_str()).bind(at).run().await?;
    tx.queue(Heading { outbox_id, chat, priority }, body);
    Ok(())
}

/// Has this person blocked the bot?
pub async fn is_blocked(tx: &mut Tx, person: TelegramId) -> Result<bool> {
    let (count,): (i64,) = tx.q(IS_BLOCKED).bind(person).one().await?;
    Ok(count > 0)
}

/// The next rows after `outbox_id`, in order.
pub async fn after(tx: &mut Tx, outbox_id: i64, limit: i64) -> Result<Vec<Heading>> {
    let rows: Vec<(i64, TelegramId, i64)> = tx.q(AFTER).bind(outbox_id).bind(limit).all().await?;
    let heading = |(outbox_id, chat, priority)| Heading { outbox_id, chat, priority: Priority::from_number(priority) };
    Ok(rows.into_iter().map(heading).collect())
}

/// What the row says; `None` where it is gone.
pub async fn body(tx: &mut Tx, outbox_id: i64) -> Result<Option<String>> {
    let row: Option<(String,)> = tx.q(BODY).bind(outbox_id).opt().await?;
    Ok(row.map(|(body,)| body))
}

/// Removes rows.
pub async fn delete(tx: &mut Tx, outbox_ids: &[i64]) -> Result<()> {
    for some in outbox_ids.chunks(DELETED_AT_ONCE) {
        let mut query = tx.q(DELETE);
        // One statement for any number: what is left of its width repeats the last.
        for place in 0..DELETED_AT_ONCE {
            query = query.bind(some.get(place).or(some.last()).copied());
        }
        query.run().await?;
    }
    Ok(())
}

/// Removes what nobody in this chat asked for: notices and broadcasts.
pub async fn delete_unasked(tx: &mut Tx, chat: TelegramId) -> Result<u64> {
    tx.q(DELETE_UNASKED).bind(chat).run().await
}

/// Addresses everything for one chat to another.
pub async fn redirect(tx: &mut Tx, from: TelegramId, to: TelegramId) -> Result<u64> {
    tx.q(MOVE).bind(from).bind(to).run().await
}

/// How many messages wait.
pub async fn count(tx: &mut Tx) -> Result<i64> {
    let (count,) = tx.q(COUNT).one().await?;
    Ok(count)
}
