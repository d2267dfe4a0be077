//! Keys of the HTTP APIs, and the log of their uses.

use super::{Result, Tx, statement::statements};
use crate::{
    clock::Timestamp,
    domain::{ApiKey, KeyId, Scopes, SecretDigest},
};

/// A key, without the secret.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Key {
    /// The row.
    pub key_id: KeyId,
    /// The first of the keys that replaced each other: they are one client.
    pub first_key_id: KeyId,
    /// The first characters of the secret.
    pub shown: String,
    /// What people call it; may be empty.
    pub name: String,
    /// What it may do.
    pub scopes: Scopes,
    /// Requests a minute; 0: no limit.
    pub rate_per_minute: i64,
    /// Does it spend points as staff do, or without asking?
    pub asks_consent: bool,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it ends; `None`: never.
    pub expires_at: Option<Timestamp>,
    /// When it was revoked.
    pub revoked_at: Option<Timestamp>,
    /// How often it was used.
    pub uses: i64,
    /// When it was last used.
    pub last_used_at: Option<Timestamp>,
}

/// A key to be.
#[derive(Clone, Debug)]
pub struct NewKey<'a> {
    /// The secret, of which the hash is stored.
    pub key: &'a ApiKey,
    /// The first of the keys that it replaces; `None`: it replaces none.
    pub replaces: Option<KeyId>,
    /// What people call it.
    pub name: &'a str,
    /// What it may do.
    pub scopes: Scopes,
    /// Requests a minute; 0: no limit.
    pub rate_per_minute: i64,
    /// Does it spend points as staff do, or without asking?
    pub asks_consent: bool,
    /// When it ends; `None`: never.
    pub expires_at: Option<Timestamp>,
}

/// A request that was made with a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Use {
    /// The key.
    pub key_id: KeyId,
    /// When.
    pub used_at: Timestamp,
    /// The method.
    pub method: &'static str,
    /// The template of the path.
    pub route: String,
    /// The status of the answer.
    pub status: u16,
    /// Where it came from.
    pub address: String,
}

/// Writes `SELECT` with the columns of [`Key`] before the rest of a statement.
macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT key_id, first_key_id, shown, name, scopes, rate_per_minute, asks_consent, created_at, expires_at, ",
            "revoked_at, uses, last_used_at FROM api_keys ",
            $rest
        )
    };
}

statements! {
    BY_DIGEST = select!("WHERE shop_id = $1 AND digest = $2");
    BY_ID = select!("WHERE shop_id = $1 AND key_id = $2");
    LIST = select!("WHERE shop_id = $1 ORDER BY created_at, key_id");
    INSERT = "
        INSERT INTO api_keys (
            shop_id, key_id, first_key_id, shown, digest, name, scopes, rate_per_minute, asks_consent, created_at, expires_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    REVOKE = "UPDATE api_keys SET revoked_at = $3 WHERE shop_id = $1 AND key_id = $2 AND revoked_at IS NULL";
    END_BY = "
        UPDATE api_keys SET expires_at = $3
        WHERE shop_id = $1 AND key_id = $2 AND (expires_at IS NULL OR expires_at > $3)";
    INSERT_USE = "
        INSERT INTO api_uses (shop_id, use_id, key_id, used_at, method, route, status, address)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    COUNT_USES = "
        UPDATE api_keys SET uses = uses + $3,
            last_used_at = CASE WHEN last_used_at > $4 THEN last_used_at ELSE $4 END
        WHERE shop_id = $1 AND key_id = $2";
    PURGE_USES = "DELETE FROM api_uses WHERE shop_id = $1 AND used_at < $2";
}

/// The key of a secret.
pub async fn by_digest(tx: &mut Tx, digest: &SecretDigest) -> Result<Option<Key>> {
    tx.q(BY_DIGEST).bind(digest.as_str()).opt().await
}

/// A key by its id.
pub async fn by_id(tx: &mut Tx, key: KeyId) -> Result<Option<Key>> {
    tx.q(BY_ID).bind(key).opt().await
}

/// All keys, also those that have ended, the oldest first.
pub async fn list(tx: &mut Tx) -> Result<Vec<Key>> {
    tx.q(LIST).all().await
}

/// Adds a key.
pub async fn insert(tx: &mut Tx, new: &NewKey<'_>, at: Timestamp) -> Result<KeyId> {
    let id = KeyId(tx.draw_id().await?);
    tx.q(INSERT)
        .bind(id)
        .bind(new.replaces.unwrap_or(id))
        .bind(new.key.shown())
        .bind(new.key.digest().as_str())
        .bind(new.name)
        .bind(new.scopes.to_string())
        .bind(new.rate_per_minute)
        .bind(new.asks_consent)
        .bind(at)
        .bind(new.expires_at)
        .run()
        .await?;
    Ok(id)
}

/// Ends a key now; false where it had been revoked before.
pub async fn revoke(tx: &mut Tx, key: KeyId, at: Timestamp) -> Result<bool> {
    Ok(tx.q(REVOKE).bind(key).bind(at).run().await? > 0)
}

/// Ends a key at a moment, where it would not end before.
pub async fn end_by(tx: &mut Tx, key: KeyId, at: Timestamp) -> Result<()> {
    tx.q(END_BY).bind(key).bind(at).run().await?;
    Ok(())
}

/// Writes a use into the log.
pub async fn insert_use(tx: &mut Tx, used: &Use) -> Result<()> {
    let id = tx.draw_id().await?;
    tx.q(INSERT_USE)
        .bind(id)
        .bind(used.key_id)
        .bind(used.used_at)
        .bind(used.method)
        .bind(used.route.as_str())
        .bind(i64::from(used.status))
        .bind(used.address.as_str())
        .run()
        .await?;
    Ok(())
}

/// Counts uses of a key, of which the last was at `last`.
pub async fn count_uses(tx: &mut Tx, key: KeyId, uses: i64, last: Timestamp) -> Result<()> {
    tx.q(COUNT_USES).bind(key).bind(uses).bind(last).run().await?;
    Ok(())
}

/// Deletes the uses before a moment.
pub async fn purge_uses(tx: &mut Tx, before: Timestamp) -> Result<u64> {
    tx.q(PURGE_USES).bind(before).run().await
}
