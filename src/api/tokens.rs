//! The answer of everything that issues an access token: over HTTP and on the command line.

use serde::Serialize;
use utoipa::ToSchema;

use super::token;
use crate::{
    clock::{Chance, Timestamp},
    service::{
        Error, Result,
        api_tokens::{self, ACCESS, Bearer, Secrets},
    },
    storage::Tx,
};

/// An access token, and what gets the next one.
#[derive(Debug, Serialize, ToSchema)]
pub struct Tokens {
    /// The access token, for `Authorization: Bearer`.
    pub access: String,
    /// Gets the next access token, once, within 14 days.
    pub refresh: String,
    /// How many seconds the access token is valid.
    #[schema(example = 1800)]
    pub expires_in: i64,
    /// Names the shop in `X-Tenant-Key`.
    #[schema(example = "AbCdEfGhIjKlMnOp")]
    pub tenant_key: String,
}

/// Issues an access token and the first refresh token of a sign-in. A refresh token of a key dies with it, one of a member of the
/// staff with the role.
///
/// # Errors
/// The database's.
pub async fn issue(
    tx: &mut Tx,
    secrets: &Secrets,
    chance: &dyn Chance,
    bearer: &Bearer,
    at: Timestamp,
) -> Result<Tokens> {
    let refresh = api_tokens::sign_in(tx, chance, bearer, at).await?;
    signed(tx, secrets, bearer, refresh, at)
}

/// An access token beside a refresh token.
///
/// # Errors
/// [`Error::Corrupt`] where it cannot be signed.
pub(super) fn signed(tx: &Tx, secrets: &Secrets, bearer: &Bearer, refresh: String, at: Timestamp) -> Result<Tokens> {
    let access = token::sign(&secrets.token_secret, tx.shop(), bearer, at)
        .map_err(|_| Error::Corrupt("an access token cannot be signed"))?;
    Ok(Tokens { access, refresh, expires_in: ACCESS.num_seconds(), tenant_key: secrets.tenant_key.clone() })
}
