//! By which links people came: what a link says that is no promo code.

use super::Result;
use crate::{
    clock::Timestamp,
    domain::CustomerId,
    storage::{Tx, sources},
};

/// The longest text of a link, in characters, as Telegram limits it.
const LONGEST: usize = 64;

/// How many people came by a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Came {
    /// All, each once.
    pub people: i64,
    /// Those whom it made customers.
    pub new: i64,
}

/// Notes that a customer came by a link that says `source`; nothing where no link can say that. A text that was typed by hand may
/// be anything.
///
/// # Errors
/// The database's.
pub async fn note(tx: &mut Tx, customer: CustomerId, source: &str, at: Timestamp, was_new: bool) -> Result<()> {
    let fits = |character: char| character.is_ascii_alphanumeric() || matches!(character, '_' | '-');
    if source.is_empty() || source.len() > LONGEST || !source.chars().all(fits) {
        return Ok(());
    }
    Ok(sources::note(tx, customer, source, at, was_new).await?)
}

/// How many people came by a source.
///
/// # Errors
/// The database's.
pub async fn count(tx: &mut Tx, source: &str) -> Result<Came> {
    let (people, new) = sources::count(tx, source).await?;
    Ok(Came { people, new })
}
