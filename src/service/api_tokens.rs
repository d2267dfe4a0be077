//! Access to the HTTP APIs for people: the shop's secrets, refresh tokens, and one-time codes. Access tokens themselves are
//! signed where HTTP is spoken, and stored nowhere.

use chrono::Duration;

use super::{
    Caller, Error, Result,
    api_keys::{self, Key},
    staff,
};
use crate::{
    clock::{Chance, Timestamp},
    domain::{CardCode, Permission, Role, SecretDigest, TelegramId, random_text},
    storage::{
        Tx,
        api_tokens::{self, Holder, RefreshDigests},
    },
};

pub use crate::storage::api_tokens::Secrets;

/// How long an access token is valid.
pub const ACCESS: Duration = Duration::minutes(30);
/// How long a refresh token can be used.
pub const REFRESH: Duration = Duration::days(14);
/// How long a one-time code can be used.
pub const CODE: Duration = Duration::minutes(5);
/// How many wrong codes may be tried in the shop while a code is out. Six digits could be guessed by many addresses together, so
/// the limit of each address is not enough.
pub const WRONG_CODES: i64 = 50;
/// The length of the secret that signs access tokens.
const SECRET_LENGTH: usize = 64;
/// The length of the public number of a shop.
const TENANT_KEY_LENGTH: usize = 16;
/// The length of what all refresh tokens of a sign-in begin with.
const SIGN_IN_LENGTH: usize = 16;
/// The length of the rest of a refresh token.
const REFRESH_LENGTH: usize = 48;
/// How many random codes are tried before the operation fails.
const TRIES: usize = 50;

/// Whose token it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Bearer {
    /// A member of the staff, in the role that they have now.
    Staff(TelegramId, Role),
    /// A key.
    Key(Key),
}

impl Bearer {
    fn holder(&self) -> Holder {
        match self {
            Self::Staff(person, _) => Holder { telegram_id: Some(*person), key_id: None },
            Self::Key(key) => Holder { telegram_id: None, key_id: Some(key.key_id) },
        }
    }
}

/// The secrets of the shop, which are made when they are first asked for.
///
/// # Errors
/// The database's.
pub async fn secrets(tx: &mut Tx, chance: &dyn Chance, at: Timestamp) -> Result<Secrets> {
    if let Some(secrets) = api_tokens::secrets(tx).await? {
        return Ok(secrets);
    }
    let new = Secrets {
        token_secret: random_text(chance, SECRET_LENGTH),
        tenant_key: random_text(chance, TENANT_KEY_LENGTH),
    };
    api_tokens::insert_secrets(tx, &new, at).await?;
    // Another process may have made them meanwhile.
    api_tokens::secrets(tx).await?.ok_or(Error::Corrupt("the secrets of the APIs vanished"))
}

/// The first refresh token of a new sign-in.
///
/// # Errors
/// The database's.
pub async fn sign_in(tx: &mut Tx, chance: &dyn Chance, bearer: &Bearer, at: Timestamp) -> Result<String> {
    let token = random_text(chance, SIGN_IN_LENGTH + REFRESH_LENGTH);
    let first = digests(&token).ok_or(Error::Corrupt("a refresh token is too short"))?;
    api_tokens::insert_refresh(tx, &first, bearer.holder(), at, at + REFRESH).await?;
    Ok(token)
}

/// Uses a refresh token up. Returns its holder and the next token; `None` where it is not valid any more, or its holder has lost
/// what it stood for. A used token that is presented again ends its sign-in, because a thief may have the next one: so the
/// transaction is committed in any case.
///
/// # Errors
/// The database's.
pub async fn refresh(
    tx: &mut Tx,
    chance: &dyn Chance,
    owners: &[TelegramId],
    token: &str,
    at: Timestamp,
) -> Result<Option<(Bearer, String)>> {
    let Some(used) = digests(token) else { return Ok(None) };
    let next = token[..SIGN_IN_LENGTH].to_owned() + &random_text(chance, REFRESH_LENGTH);
    let digest = SecretDigest::of(&next);
    let replaced = api_tokens::replace_refresh(tx, &used, &digest, at, at + REFRESH).await?;
    let Some(holder) = replaced else {
        if api_tokens::end_sign_in(tx, &used.sign_in).await? {
            tracing::warn!("a used or expired refresh token was presented, so its sign-in has ended");
        }
        return Ok(None);
    };
    let bearer = match (holder.telegram_id, holder.key_id) {
        (Some(person), _) => of_staff(tx, owners, person).await?,
        (None, Some(key)) => Some(api_keys::get(tx, key).await?).filter(|key| key.is_valid(at)).map(Bearer::Key),
        (None, None) => None,
    };
    Ok(bearer.map(|bearer| (bearer, next)))
}

/// The hashes of a refresh token; `None` where a text cannot be one.
fn digests(token: &str) -> Option<RefreshDigests> {
    let sign_in = SecretDigest::of(token.get(..SIGN_IN_LENGTH)?);
    Some(RefreshDigests { sign_in, token: SecretDigest::of(token) })
}

/// A person as the holder of a token; `None` where they are no member of the staff.
///
/// # Errors
/// The database's.
pub async fn of_staff(tx: &mut Tx, owners: &[TelegramId], person: TelegramId) -> Result<Option<Bearer>> {
    Ok(staff::role(tx, owners, person).await?.map(|role| Bearer::Staff(person, role)))
}

/// A one-time code for the member of the staff who asks, instead of an earlier one.
///
/// # Errors
/// [`super::Refusal::NotAllowed`]; the database's.
pub async fn issue_code(tx: &mut Tx, chance: &dyn Chance, caller: &Caller) -> Result<CardCode> {
    caller.require(Permission::SeeCustomers)?;
    let person = caller.staff_id()?;
    for _ in 0..TRIES {
        let code = CardCode::from_bits(chance.bits());
        if api_tokens::insert_code(tx, &SecretDigest::of(code.as_str()), person, caller.at + CODE).await? {
            return Ok(code);
        }
    }
    Err(Error::Corrupt("no one-time code is free"))
}

/// Uses a one-time code up. `None` where there is none, or its holder is no member of the staff any more. A wrong code is counted,
/// so the transaction is committed in any case.
///
/// # Errors
/// The database's.
pub async fn use_code(tx: &mut Tx, owners: &[TelegramId], code: &CardCode, at: Timestamp) -> Result<Option<Bearer>> {
    match api_tokens::use_code(tx, &SecretDigest::of(code.as_str()), at).await? {
        Some(person) => of_staff(tx, owners, person).await,
        None => {
            let ended = api_tokens::count_wrong_guess(tx, WRONG_CODES).await?;
            if ended > 0 {
                tracing::warn!(ended, "one-time codes ended, because too many wrong ones were tried");
            }
            Ok(None)
        }
    }
}

/// Deletes what has expired.
///
/// # Errors
/// The database's.
pub async fn purge(tx: &mut Tx, at: Timestamp) -> Result<u64> {
    let expired_by = tx.expired_by(at);
    Ok(api_tokens::purge(tx, expired_by).await?)
}
