//! Requests a minute that the processes of one database share.

use super::Result;
use crate::storage::{Tx, api_minutes};

/// Takes `count` requests of a client's minute. Returns how many were taken of it with these, by all processes.
///
/// # Errors
/// The database's.
pub async fn take(tx: &mut Tx, client: &str, minute: i64, count: i64) -> Result<i64> {
    Ok(api_minutes::take(tx, client, minute, count).await?)
}

/// Deletes what was counted before a minute.
///
/// # Errors
/// The database's.
pub async fn purge(tx: &mut Tx, before_minute: i64) -> Result<u64> {
    Ok(api_minutes::purge(tx, before_minute).await?)
}
