//! Requests a minute that the processes of one database share.

use super::Result;
use crate::{
    clock::Timestamp,
    storage::{Tx, api_minutes},
};

/// The length of a minute, in microseconds.
const MINUTE: i64 = 60_000_000;
/// How many minutes are kept, for processes whose clocks differ.
const KEPT: i64 = 60;

/// The number of the minute of a moment, since 1970.
pub const fn minute(at: Timestamp) -> i64 {
    at.0.div_euclid(MINUTE)
}

/// Takes `count` requests of a client's minute. Returns how many were taken of it with these, by all processes.
///
/// # Errors
/// The database's.
pub async fn take(tx: &mut Tx, client: &str, minute: i64, count: i64) -> Result<i64> {
    Ok(api_minutes::take(tx, client, minute, count).await?)
}

/// Deletes what was counted in minutes that are over.
///
/// # Errors
/// The database's.
pub async fn purge(tx: &mut Tx, at: Timestamp) -> Result<u64> {
    Ok(api_minutes::purge(tx, minute(at) - KEPT).await?)
}
