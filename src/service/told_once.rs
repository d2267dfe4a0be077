//! Complaints that a person gets once, although several updates call for them, also after a restart.

use std::fmt;

use chrono::Duration;

use super::Result;
use crate::{
    clock::Timestamp,
    domain::TelegramId,
    storage::{Tx, told_once},
};

/// How long it is remembered: as long as updates may come again. An alarm that lasts longer is worth a reminder; while the clock
/// is wrong nothing is forgotten.
const KEEP: Duration = Duration::days(2);

/// What a person is told about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// Files that were sent together.
    Album(String),
    /// A message that was edited, maybe many times.
    Edit(i32),
    /// An alarm that was raised at this moment.
    Alarm(&'static str, Timestamp),
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Album(album) => write!(f, "album {album}"),
            Self::Edit(message) => write!(f, "edit {message}"),
            Self::Alarm(alarm, raised_at) => write!(f, "alarm {alarm} {}", raised_at.0),
        }
    }
}

/// Is this the first time that a person is told about a subject? From now on it is not.
///
/// # Errors
/// The database's.
pub async fn is_first(tx: &mut Tx, person: TelegramId, subject: &Subject, at: Timestamp) -> Result<bool> {
    Ok(told_once::insert(tx, person, &subject.to_string(), at).await?)
}

/// Forgets what was told long ago.
///
/// # Errors
/// The database's.
pub async fn purge(tx: &mut Tx, now: Timestamp) -> Result<()> {
    told_once::purge(tx, now - KEEP).await?;
    Ok(())
}
