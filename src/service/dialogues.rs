//! The stored dialogue of each person. Only the bot reads the states.

use chrono::Duration;

use super::Result;
use crate::{
    clock::Timestamp,
    domain::TelegramId,
    storage::{Tx, dialogues},
};

/// A dialogue expires when it was not continued for this long.
const LIFETIME: Duration = Duration::hours(1);

/// The dialogue of a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DialogueState {
    /// There is none.
    Nothing,
    /// The state of a dialogue that is under way.
    Running(String),
    /// It has expired.
    TimedOut,
}

/// The dialogue of a person.
///
/// # Errors
/// The database's.
pub async fn state(tx: &mut Tx, person: TelegramId, now: Timestamp) -> Result<DialogueState> {
    Ok(match dialogues::state(tx, person).await? {
        None => DialogueState::Nothing,
        Some((state, expires_at)) if tx.expired_by(now) < expires_at => DialogueState::Running(state),
        Some(_) => DialogueState::TimedOut,
    })
}

/// Stores the state; `None` ends the dialogue.
///
/// # Errors
/// The database's.
pub async fn put(tx: &mut Tx, person: TelegramId, state: Option<&str>, now: Timestamp) -> Result<()> {
    match state {
        Some(state) => Ok(dialogues::put(tx, person, state, now + LIFETIME).await?),
        None => Ok(dialogues::delete(tx, person).await?),
    }
}
