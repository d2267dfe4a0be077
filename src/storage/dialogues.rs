//! Where each person is in a conversation of several steps.

use super::{Result, Tx, statement::statements};
use crate::{clock::Timestamp, domain::TelegramId};

statements! {
    STATE = "SELECT state, expires_at FROM dialogues WHERE shop_id = $1 AND telegram_id = $2";
    PUT = "
        INSERT INTO dialogues (shop_id, telegram_id, state, expires_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (shop_id, telegram_id) DO UPDATE SET state = excluded.state, expires_at = excluded.expires_at";
    DELETE = "DELETE FROM dialogues WHERE shop_id = $1 AND telegram_id = $2";
}

/// The state of a person's dialogue, JSON, and when it runs out.
pub async fn state(tx: &mut Tx, person: TelegramId) -> Result<Option<(String, Timestamp)>> {
    tx.q(STATE).bind(person).opt().await
}

/// Keeps the state until `expires_at`.
pub async fn put(tx: &mut Tx, person: TelegramId, state: &str, expires_at: Timestamp) -> Result<()> {
    tx.q(PUT).bind(person).bind(state).bind(expires_at).run().await?;
    Ok(())
}

/// Ends the dialogue.
pub async fn delete(tx: &mut Tx, person: TelegramId) -> Result<()> {
    tx.q(DELETE).bind(person).run().await?;
    Ok(())
}
