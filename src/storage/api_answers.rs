//! Answers to requests with an `Idempotency-Key`, so that the same request again is answered as the first time.

use super::{Result, Tx, statement::statements};
use crate::{clock::Timestamp, domain::SecretDigest};

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Answer {
    /// The hash of the request.
    pub digest: String,
    /// The status.
    pub status: i64,
    /// The body.
    pub body: String,
}

statements! {
    /// Of two requests with one key the second is refused while the first is at work, also in another process. SQLite has one.
    LOCK: sqlite = "", postgres = "
        SELECT pg_try_advisory_xact_lock(shop_id # CAST($2 AS BIGINT)) FROM shops WHERE shop_id = $1";
    FIND = "
        SELECT digest, status, body FROM api_answers WHERE shop_id = $1 AND client = $2 AND idempotency_key = $3";
    INSERT = "
        INSERT INTO api_answers (shop_id, client, idempotency_key, digest, status, body, answered_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7)
        ON CONFLICT DO NOTHING";
    PURGE = "DELETE FROM api_answers WHERE shop_id = $1 AND answered_at < $2";
}

/// Claims a client's key for this transaction; false where another process works on it.
pub async fn lock(tx: &mut Tx, client: &str, key: &str) -> Result<bool> {
    if !tx.is_postgres() {
        return Ok(true);
    }
    let digest = SecretDigest::of(&format!("{client} {key}"));
    let number = i64::from_str_radix(&digest.as_str()[..15], 16).unwrap_or_default();
    Ok(tx.q(LOCK).bind(number).one::<(bool,)>().await?.0)
}

/// The answer to the request that a client sent with this key before.
pub async fn find(tx: &mut Tx, client: &str, key: &str) -> Result<Option<Answer>> {
    tx.q(FIND).bind(client).bind(key).opt().await
}

/// Keeps an answer.
pub async fn insert(tx: &mut Tx, client: &str, key: &str, answer: &Answer, at: Timestamp) -> Result<()> {
    tx.q(INSERT)
        .bind(client)
        .bind(key)
        .bind(answer.digest.as_str())
        .bind(answer.status)
        .bind(answer.body.as_str())
        .bind(at)
        .run()
        .await?;
    Ok(())
}

/// Deletes the answers before a moment.
pub async fn purge(tx: &mut Tx, before: Timestamp) -> Result<u64> {
    tx.q(PURGE).bind(before).run().await
}
