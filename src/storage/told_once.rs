//! What people are told once, although several updates call for it.

use super::{Result, Tx, statement::statements};
use crate::{clock::Timestamp, domain::TelegramId};

statements! {
    INSERT = "
        INSERT INTO told_once (shop_id, telegram_id, subject, told_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (shop_id, telegram_id, subject) DO NOTHING";
    PURGE = "DELETE FROM told_once WHERE shop_id = $1 AND told_at < $2";
}

/// Notes that a person is told something; false where they were before.
pub async fn insert(tx: &mut Tx, person: TelegramId, subject: &str, at: Timestamp) -> Result<bool> {
    Ok(tx.q(INSERT).bind(person).bind(subject).bind(at).run().await? > 0)
}

/// Forgets what was told before a moment.
pub async fn purge(tx: &mut Tx, before: Timestamp) -> Result<u64> {
    let expired_by = tx.expired_by(before);
    tx.q(PURGE).bind(expired_by).run().await
}
