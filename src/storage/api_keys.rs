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
    /// The key had ended before.
    pub is_ended: bool,
}

/// A use as the log has it.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct LoggedUse {
    /// When.
    pub used_at: Timestamp,
    /// The method.
    pub method: String,
    /// The template of the path.
    pub route: String,
    /// The status of the answer.
    pub status: i64,
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
    LAST_USES = "
        SELECT used_at, method, route, status, address FROM api_uses
        WHERE shop_id = $1 AND key_id = $2 ORDER BY used_at DESC LIMIT $3";
    COUNT_USES = "
        UPDATE api_keys SET uses = uses + $3,
            last_used_at = CASE WHEN last_used_at > $4 THEN last_used_at ELSE $4 END
        WHERE shop_id = $1 AND key_id = $2";
    /// The first address of a key is not worth telling.
    NOTE_ADDRESS = "
        INSERT INTO api_addresses (shop_id, key_id, address, tried_key_id, first_used_at, last_used_at, is_told)
        SELECT $1, k.first_key_id, $3, k.key_id, $4, $4,
            NOT EXISTS (SELECT 1 FROM api_addresses a WHERE a.shop_id = $1 AND a.key_id = k.first_key_id)
        FROM api_keys k WHERE k.shop_id = $1 AND k.key_id = $2
        ON CONFLICT (shop_id, key_id, address) DO UPDATE SET last_used_at =
            CASE WHEN api_addresses.last_used_at > excluded.last_used_at THEN api_addresses.last_used_at
                ELSE excluded.last_used_at END";
    WITH_UNTOLD_ADDRESSES = "
        SELECT DISTINCT +a.key_id FROM api_addresses a
        WHERE a.shop_id = $1 AND NOT a.is_told AND a.first_used_at <= $3
            AND NOT EXISTS (
                SELECT 1 FROM api_keys k WHERE k.shop_id = $1 AND k.key_id = a.key_id AND k.address_told_at > $2)
        ORDER BY 1";
    CLAIM_ADDRESSES = "
        UPDATE api_keys SET address_told_at = $3
        WHERE shop_id = $1 AND key_id = $2 AND (address_told_at IS NULL OR address_told_at <= $4)";
    TELL_ADDRESSES = "
        UPDATE api_addresses SET is_told = TRUE WHERE shop_id = $1 AND key_id = $2 AND NOT is_told
        RETURNING address, tried_key_id, first_used_at";
    /// The sign keeps SQLite from reading the whole log in the order of the keys.
    FAILING = "
        SELECT +u.key_id, COUNT(*) FROM api_uses u
        WHERE u.shop_id = $1 AND u.used_at > $2 AND u.status IN (401, 403, 429)
            AND NOT EXISTS (
                SELECT 1 FROM api_keys k WHERE k.shop_id = $1 AND k.key_id = u.key_id AND k.failures_told_at > $2)
        GROUP BY 1 HAVING COUNT(*) >= $3 ORDER BY 1";
    CLAIM_FAILURES = "
        UPDATE api_keys SET failures_told_at = $3
        WHERE shop_id = $1 AND key_id = $2 AND (failures_told_at IS NULL OR failures_told_at <= $4)";
    PURGE_ADDRESSES = "DELETE FROM api_addresses WHERE shop_id = $1 AND last_used_at < $2";
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

/// The last uses of a key, the newest first.
pub async fn last_uses(tx: &mut Tx, key: KeyId, most: i64) -> Result<Vec<LoggedUse>> {
    tx.q(LAST_USES).bind(key).bind(most).all().await
}

/// Counts uses of a key, of which the last was at `last`.
pub async fn count_uses(tx: &mut Tx, key: KeyId, uses: i64, last: Timestamp) -> Result<()> {
    tx.q(COUNT_USES).bind(key).bind(uses).bind(last).run().await?;
    Ok(())
}

/// An address from which a key was tried.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Address {
    /// The address.
    pub address: String,
    /// The key with which it was first tried.
    pub tried_key_id: KeyId,
    /// When it was first tried.
    pub first_used_at: Timestamp,
}

/// Notes that a key was tried from an address.
pub async fn note_address(tx: &mut Tx, key: KeyId, address: &str, at: Timestamp) -> Result<()> {
    tx.q(NOTE_ADDRESS).bind(key).bind(address).bind(at).run().await?;
    Ok(())
}

/// The keys with addresses of which the owners were not told, and were told of none since a moment.
pub async fn with_untold_addresses(tx: &mut Tx, at: Timestamp, told_by: Timestamp) -> Result<Vec<KeyId>> {
    let keys = tx.q(WITH_UNTOLD_ADDRESSES).bind(told_by).bind(at).all::<(KeyId,)>().await?;
    Ok(keys.into_iter().map(|(key,)| key).collect())
}

/// Notes that the owners are told of the addresses of a key, and returns these; none where they were told since `told_by`.
pub async fn tell_addresses(tx: &mut Tx, key: KeyId, at: Timestamp, told_by: Timestamp) -> Result<Vec<Address>> {
    if tx.q(CLAIM_ADDRESSES).bind(key).bind(at).bind(told_by).run().await? == 0 {
        return Ok(Vec::new());
    }
    let mut addresses: Vec<Address> = tx.q(TELL_ADDRESSES).bind(key).all().await?;
    addresses.sort_by_key(|address| address.first_used_at);
    Ok(addresses)
}

/// The keys that failed at least so often since a moment, and of which the owners were not told since then.
pub async fn failing(tx: &mut Tx, since: Timestamp, least: i64) -> Result<Vec<(KeyId, i64)>> {
    tx.q(FAILING).bind(since).bind(least).all().await
}

/// Notes that the owners are told that a key fails; false where they were told since `told_by`.
pub async fn tell_failures(tx: &mut Tx, key: KeyId, at: Timestamp, told_by: Timestamp) -> Result<bool> {
    Ok(tx.q(CLAIM_FAILURES).bind(key).bind(at).bind(told_by).run().await? > 0)
}

/// Deletes the addresses that were not used since a moment.
pub async fn purge_addresses(tx: &mut Tx, before: Timestamp) -> Result<u64> {
    tx.q(PURGE_ADDRESSES).bind(before).run().await
}

/// Deletes the uses before a moment.
pub async fn purge_uses(tx: &mut Tx, before: Timestamp) -> Result<u64> {
    tx.q(PURGE_USES).bind(before).run().await
}
