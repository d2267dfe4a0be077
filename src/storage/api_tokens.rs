//! What signs access tokens, refresh tokens, and the one-time codes with which staff get them.

use super::{Result, Tx, statement::statements};
use crate::{
    clock::Timestamp,
    domain::{KeyId, SecretDigest, TelegramId},
};

/// The secrets of a shop.
#[derive(Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Secrets {
    /// Signs access tokens.
    pub token_secret: String,
    /// Names the shop in requests; not secret.
    pub tenant_key: String,
}

/// The hashes of a refresh token: of the part that all tokens of a sign-in begin with, and of the whole.
#[derive(Clone, PartialEq, Eq)]
pub struct RefreshDigests {
    /// The part.
    pub sign_in: SecretDigest,
    /// The whole.
    pub token: SecretDigest,
}

/// To whom a refresh token belongs: exactly one of the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Holder {
    /// A member of the staff.
    pub telegram_id: Option<TelegramId>,
    /// A key.
    pub key_id: Option<KeyId>,
}

statements! {
    SECRETS = "SELECT token_secret, tenant_key FROM api_secrets WHERE shop_id = $1";
    INSERT_SECRETS = "
        INSERT INTO api_secrets (shop_id, token_secret, tenant_key, made_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING";
    INSERT_REFRESH = "
        INSERT INTO refresh_tokens (shop_id, sign_in, digest, telegram_id, key_id, issued_at, expires_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    REPLACE_REFRESH = "
        UPDATE refresh_tokens SET digest = $4, issued_at = $5, expires_at = $6
        WHERE shop_id = $1 AND sign_in = $2 AND digest = $3 AND expires_at > $5
        RETURNING telegram_id, key_id";
    END_SIGN_IN = "DELETE FROM refresh_tokens WHERE shop_id = $1 AND sign_in = $2";
    PURGE_REFRESH = "DELETE FROM refresh_tokens WHERE shop_id = $1 AND expires_at < $2";
    INSERT_CODE = "
        INSERT INTO login_codes (shop_id, digest, telegram_id, expires_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING";
    END_CODES = "DELETE FROM login_codes WHERE shop_id = $1 AND telegram_id = $2";
    USE_CODE = "
        DELETE FROM login_codes WHERE shop_id = $1 AND digest = $2 AND expires_at > $3 RETURNING telegram_id";
    END_TOKENS = "DELETE FROM refresh_tokens WHERE shop_id = $1 AND telegram_id = $2";
    COUNT_WRONG_GUESS = "UPDATE login_codes SET wrong_guesses = wrong_guesses + 1 WHERE shop_id = $1";
    END_GUESSED = "DELETE FROM login_codes WHERE shop_id = $1 AND wrong_guesses >= $2";
    PURGE_CODES = "DELETE FROM login_codes WHERE shop_id = $1 AND expires_at < $2";
}

/// The secrets of the shop; `None` where none were made yet.
pub async fn secrets(tx: &mut Tx) -> Result<Option<Secrets>> {
    tx.q(SECRETS).opt().await
}

/// Keeps the secrets of the shop, where it has none.
pub async fn insert_secrets(tx: &mut Tx, secrets: &Secrets, at: Timestamp) -> Result<()> {
    tx.q(INSERT_SECRETS).bind(secrets.token_secret.as_str()).bind(secrets.tenant_key.as_str()).bind(at).run().await?;
    Ok(())
}

/// Keeps the hashes of the first refresh token of a sign-in.
pub async fn insert_refresh(
    tx: &mut Tx,
    first: &RefreshDigests,
    holder: Holder,
    at: Timestamp,
    expires_at: Timestamp,
) -> Result<()> {
    tx.q(INSERT_REFRESH)
        .bind(first.sign_in.as_str())
        .bind(first.token.as_str())
        .bind(holder.telegram_id)
        .bind(holder.key_id)
        .bind(at)
        .bind(expires_at)
        .run()
        .await?;
    Ok(())
}

/// Puts the next refresh token of a sign-in in the place of a used one. Returns whose it is; `None` where the used one is not that
/// of the sign-in, or has expired.
pub async fn replace_refresh(
    tx: &mut Tx,
    used: &RefreshDigests,
    next: &SecretDigest,
    at: Timestamp,
    expires_at: Timestamp,
) -> Result<Option<Holder>> {
    tx.q(REPLACE_REFRESH)
        .bind(used.sign_in.as_str())
        .bind(used.token.as_str())
        .bind(next.as_str())
        .bind(at)
        .bind(expires_at)
        .opt()
        .await
}

/// Ends a sign-in; false where there is none.
pub async fn end_sign_in(tx: &mut Tx, sign_in: &SecretDigest) -> Result<bool> {
    Ok(tx.q(END_SIGN_IN).bind(sign_in.as_str()).run().await? > 0)
}

/// Keeps the hash of a one-time code, instead of the person's last one; false where another person has the same code.
pub async fn insert_code(tx: &mut Tx, code: &SecretDigest, person: TelegramId, expires_at: Timestamp) -> Result<bool> {
    tx.q(END_CODES).bind(person).run().await?;
    Ok(tx.q(INSERT_CODE).bind(code.as_str()).bind(person).bind(expires_at).run().await? > 0)
}

/// Uses a one-time code up. Returns whose it is; `None` where there is none, or it has expired.
pub async fn use_code(tx: &mut Tx, code: &SecretDigest, expired_by: Timestamp) -> Result<Option<TelegramId>> {
    let found = tx.q(USE_CODE).bind(code.as_str()).bind(expired_by).opt::<(TelegramId,)>().await?;
    Ok(found.map(|(person,)| person))
}

/// Notes that a code was tried that is not valid, and ends the codes that have been out for `most` of these.
pub async fn count_wrong_guess(tx: &mut Tx, most: i64) -> Result<u64> {
    tx.q(COUNT_WRONG_GUESS).run().await?;
    tx.q(END_GUESSED).bind(most).run().await
}

/// Ends what a person could get access tokens with.
pub async fn end_of(tx: &mut Tx, person: TelegramId) -> Result<()> {
    tx.q(END_CODES).bind(person).run().await?;
    tx.q(END_TOKENS).bind(person).run().await?;
    Ok(())
}

/// Deletes what expired before a moment.
pub async fn purge(tx: &mut Tx, before: Timestamp) -> Result<u64> {
    let codes = tx.q(PURGE_CODES).bind(before).run().await?;
    Ok(codes + tx.q(PURGE_REFRESH).bind(before).run().await?)
}
