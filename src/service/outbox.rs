//! Outgoing messages. They are queued in the transaction of their cause, and deleted once Telegram has accepted them. Here a
//! message is a value that is stored as JSON.

use serde::Serialize;

use super::Result;
use crate::{
    clock::Timestamp,
    domain::TelegramId,
    storage::{Tx, customers, outbox},
};

pub use crate::storage::{Heading, Priority, Queued};

/// Queues a message: it is sent once the transaction is committed. A notice or a broadcast to a person who blocked the bot is
/// dropped.
///
/// # Errors
/// The database's.
pub async fn put(
    tx: &mut Tx,
    chat: TelegramId,
    priority: Priority,
    message: &(impl Serialize + Sync),
    at: Timestamp,
) -> Result<()> {
    if priority != Priority::Reply && outbox::has_blocked_bot(tx, chat).await? {
        return Ok(());
    }
    Ok(outbox::insert(tx, chat, priority, message, at).await?)
}

/// A page of all messages without their bodies: the rows after `outbox_id`. Row ids do not give the order of messages.
pub async fn after(tx: &mut Tx, outbox_id: i64, limit: i64) -> Result<Vec<Heading>> {
    Ok(outbox::after(tx, outbox_id, limit).await?)
}

/// All messages of some chats, without their bodies.
///
/// # Errors
/// The database's.
pub async fn of_chats(tx: &mut Tx, chats: &[TelegramId]) -> Result<Vec<Heading>> {
    Ok(outbox::of_chats(tx, chats).await?)
}

/// The body of a message; `None` where it was sent.
pub async fn body(tx: &mut Tx, outbox_id: i64) -> Result<Option<String>> {
    Ok(outbox::body(tx, outbox_id).await?)
}

/// Deletes messages that were delivered or cannot be delivered.
pub async fn done(tx: &mut Tx, outbox_ids: &[i64]) -> Result<()> {
    Ok(outbox::delete(tx, outbox_ids).await?)
}

/// The person blocked the bot, or deleted their account (`is_gone`): deletes the message `outbox_id`, and the notices and broadcasts that
/// wait for them.
pub async fn unreachable(tx: &mut Tx, outbox_id: i64, chat: TelegramId, is_gone: bool, at: Timestamp) -> Result<()> {
    outbox::delete(tx, &[outbox_id]).await?;
    outbox::delete_unasked(tx, chat).await?;
    if is_gone {
        customers::mark_gone(tx, chat, at).await?;
    }
    Ok(customers::mark_bot_blocked(tx, chat, at).await?)
}

/// A group became a supergroup and has a new id.
pub async fn migrated(tx: &mut Tx, from: TelegramId, to: TelegramId) -> Result<()> {
    outbox::redirect(tx, from, to).await?;
    Ok(())
}

/// When the oldest message that waits was put.
///
/// # Errors
/// The database's.
pub async fn oldest(tx: &mut Tx) -> Result<Option<Timestamp>> {
    Ok(outbox::waits_since(tx).await?)
}

/// How many messages wait to be sent.
pub async fn count(tx: &mut Tx) -> Result<i64> {
    Ok(outbox::count(tx).await?)
}
