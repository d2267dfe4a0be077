//! Where each person is in a conversation of several steps. What a state means is the bot's business.

use chrono::Duration;

use super::Result;
use crate::{
    clock::Timestamp,
    domain::TelegramId,
    storage::{Tx, dialogues},
};

/// A dialogue that nobody goes on with ends after this long.
const LIFETIME: Duration = Duration::hours(1);

/// The state of a person's dialogue, unless it has run out.
///
/// # Errors
/// The database's.
pub async fn state(tx: &mut Tx, person: TelegramId, now: Timestamp) -> Result<Option<String>> {
    Ok(dialogues::state(tx, person, now).await?)
}

/// Keeps the state; `None` ends the dialogue.
///
/// # Errors
/// The database's.
pub async fn put(tx: &mut Tx, person: TelegramId, state: Option<&str>, now: Timestamp) -> Result<()> {
    match state {
        Some(state) => Ok(dialogues::put(tx, person, state, now + LIFETIME).await?),
        None => Ok(dialogues::delete(tx, person).await?),
    }
}
