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

/// Where a person's dialogue stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// There is none.
    Nothing,
    /// It goes on; its state.
    Running(String),
    /// It has run out.
    TimedOut,
}

/// Where a person's dialogue stands.
///
/// # Errors
/// The database's.
pub async fn standing(tx: &mut Tx, person: TelegramId, now: Timestamp) -> Result<Standing> {
    Ok(match dialogues::state(tx, person).await? {
        None => Standing::Nothing,
        Some((state, expires_at)) if now < expires_at => Standing::Running(state),
        Some(_) => Standing::TimedOut,
    })
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
