//! Answers to requests with an `Idempotency-Key`: the same request again is answered as the first time, also after the program
//! was killed, because the answer is kept in the transaction of what was done.

use chrono::Duration;

use super::Result;
use crate::{
    clock::Timestamp,
    storage::{Tx, api_answers},
};

pub use crate::storage::api_answers::Answer;

/// How long an answer is kept.
pub const KEPT: Duration = Duration::hours(96);

/// What is known of a request.
#[derive(Debug, PartialEq, Eq)]
pub enum Known {
    /// Nothing: it is to be done now.
    New,
    /// It was answered.
    Answered(Answer),
    /// The key was used for another request.
    OtherRequest,
    /// Another process works on it.
    UnderWay,
}

/// Looks a request up, and claims its key for this transaction. `digest` is the hash of the request.
///
/// # Errors
/// The database's.
pub async fn claim(tx: &mut Tx, client: &str, key: &str, digest: &str) -> Result<Known> {
    if !api_answers::lock(tx, client, key).await? {
        return Ok(Known::UnderWay);
    }
    known(tx, client, key, digest).await
}

/// Looks a request up, without a claim: one whose parts are done in transactions of their own is never [`Known::UnderWay`].
///
/// # Errors
/// The database's.
pub async fn known(tx: &mut Tx, client: &str, key: &str, digest: &str) -> Result<Known> {
    Ok(match api_answers::find(tx, client, key).await? {
        None => Known::New,
        Some(answer) if answer.digest == digest => Known::Answered(answer),
        Some(_) => Known::OtherRequest,
    })
}

/// Keeps the answer to a request.
///
/// # Errors
/// The database's.
pub async fn keep(tx: &mut Tx, client: &str, key: &str, answer: &Answer, at: Timestamp) -> Result<()> {
    Ok(api_answers::insert(tx, client, key, answer, at).await?)
}

/// Deletes answers that are older than [`KEPT`].
///
/// # Errors
/// The database's.
pub async fn purge(tx: &mut Tx, at: Timestamp) -> Result<u64> {
    Ok(api_answers::purge(tx, at - KEPT).await?)
}
