//! What the owners are told of their keys: of each at most once a day that it was tried from new addresses, and that it failed often.

use chrono::Duration;

use super::{
    Result,
    api_keys::{self, Key},
};
use crate::{
    clock::Timestamp,
    domain::KeyId,
    storage::{self, Tx},
};

/// How many refused requests of a key in [`PAUSE`] are worth telling.
pub const FAILURES: i64 = 100;
/// How long the owners are not told the same of the same key again.
pub const PAUSE: Duration = Duration::hours(24);

/// What is to be told of keys.
#[derive(Debug, Default)]
pub struct News {
    /// Keys that were tried from new addresses.
    pub addresses: Vec<KeyId>,
    /// Keys that failed often, and how often.
    pub failures: Vec<(KeyId, i64)>,
}

/// Looks for news.
///
/// # Errors
/// The database's.
pub async fn news(tx: &mut Tx, at: Timestamp) -> Result<News> {
    Ok(News {
        addresses: storage::api_keys::with_untold_addresses(tx, at, at - PAUSE).await?,
        failures: storage::api_keys::failing(tx, at - PAUSE, FAILURES).await?,
    })
}

/// Notes that the owners are told from where a key was tried. Returns the keys and the addresses, the oldest first; none where
/// another process has told them.
///
/// # Errors
/// The database's.
pub async fn tell_addresses(tx: &mut Tx, key: KeyId, at: Timestamp) -> Result<Vec<(Key, Vec<String>)>> {
    let mut told: Vec<(Key, Vec<String>)> = Vec::new();
    for found in storage::api_keys::tell_addresses(tx, key, at, at - PAUSE).await? {
        match told.iter_mut().find(|(key, _)| key.key_id == found.tried_key_id) {
            Some((_, addresses)) => addresses.push(found.address),
            None => told.push((api_keys::get(tx, found.tried_key_id).await?, vec![found.address])),
        }
    }
    Ok(told)
}

/// Notes that the owners are told that a key failed often; `None` where another process has told them.
///
/// # Errors
/// The database's.
pub async fn tell_failures(tx: &mut Tx, key: KeyId, at: Timestamp) -> Result<Option<Key>> {
    if !storage::api_keys::tell_failures(tx, key, at, at - PAUSE).await? {
        return Ok(None);
    }
    api_keys::get(tx, key).await.map(Some)
}
