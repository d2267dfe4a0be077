//! The keys of the HTTP APIs.

use std::collections::BTreeMap;

use chrono::Duration;

use super::{
    Caller, Operation, Refusal, Result,
    operations::{self, Begun},
};
use crate::{
    clock::{Chance, Timestamp},
    domain::{ApiKey, KeyId, Permission, Scopes, Verb, visible},
    storage::{Tx, api_keys},
};

pub use crate::storage::api_keys::{Key, LoggedUse, Use};

/// Requests a minute, where a key says nothing else.
pub const RATE: i64 = 60;
/// How long both keys work after a rotation, where nothing else is said.
pub const OVERLAP: Duration = Duration::hours(24);
/// The longest overlap of a rotation, in hours.
pub const MOST_OVERLAP_HOURS: i64 = 24 * 90;
/// How long the use log is kept.
pub const USES_KEPT: Duration = Duration::days(90);
/// The most requests a minute that can be set.
pub const MOST_RATE: i64 = 1_000_000;
/// The longest life of a key that can be set, in days.
pub const MOST_DAYS: i64 = 36_500;
/// The longest name of a key, in characters.
pub const MAX_NAME: usize = 100;

/// What a new key is to be.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct KeyOptions {
    /// What people call it; may be empty.
    pub name: String,
    /// What it may do, as words.
    #[serde(serialize_with = "as_text")]
    pub scopes: Scopes,
    /// Requests a minute; 0: no limit.
    pub rate_per_minute: i64,
    /// How many days it works; `None`: for ever.
    pub days: Option<i64>,
    /// Does it spend points as staff do, or without asking?
    pub asks_consent: bool,
}

/// A key that was made. Only here is its secret told.
#[derive(Debug)]
pub struct Made {
    /// The key.
    pub key: Key,
    /// What its holder sends. `None` where the operation was done before: a secret is told once.
    pub secret: Option<ApiKey>,
}

fn as_text<S: serde::Serializer>(scopes: &Scopes, serializer: S) -> std::result::Result<S::Ok, S::Error> {
    serializer.collect_str(scopes)
}

/// An owner, or the operator, makes a key.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::BadKey`], [`Refusal::OperationReused`]; the database's.
pub async fn create(tx: &mut Tx, operation: &Operation, chance: &dyn Chance, options: &KeyOptions) -> Result<Made> {
    operation.require(Permission::ManageKeys)?;
    let name = visible(&options.name);
    let is_within = !options.scopes.is_empty()
        && (0..=MOST_RATE).contains(&options.rate_per_minute)
        && options.days.is_none_or(|days| (1..=MOST_DAYS).contains(&days))
        && name.chars().count() <= MAX_NAME;
    if !is_within {
        return Err(Refusal::BadKey.into());
    }
    let under_way = match operations::begin::<KeyId>(tx, operation, Verb::CreateKey, options).await? {
        Begun::Before(key) => return Ok(Made { key: get(tx, key).await?, secret: None }),
        Begun::Now(under_way) => under_way,
    };
    let secret = ApiKey::draw(chance);
    let new = api_keys::NewKey {
        key: &secret,
        replaces: None,
        name: &name,
        scopes: options.scopes,
        rate_per_minute: options.rate_per_minute,
        asks_consent: options.asks_consent,
        expires_at: options.days.map(|days| operation.at() + Duration::days(days)),
    };
    let key = api_keys::insert(tx, &new, operation.at()).await?;
    let details = serde_json::json!({ "key": key, "shown": secret.shown(), "scopes": options.scopes.to_string() });
    under_way.finish(tx, None, &details, key).await?;
    Ok(Made { key: get(tx, key).await?, secret: Some(secret) })
}

/// Makes a key in place of another one, which works for `overlap` more.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::UnknownKey`] also where it has ended, [`Refusal::OperationReused`]; the database's.
pub async fn rotate(
    tx: &mut Tx,
    operation: &Operation,
    chance: &dyn Chance,
    key: KeyId,
    overlap: Duration,
) -> Result<Made> {
    operation.require(Permission::ManageKeys)?;
    let input = (key, overlap.num_seconds());
    let under_way = match operations::begin::<KeyId>(tx, operation, Verb::RotateKey, &input).await? {
        Begun::Before(key) => return Ok(Made { key: get(tx, key).await?, secret: None }),
        Begun::Now(under_way) => under_way,
    };
    let old = get(tx, key).await?;
    if !old.is_valid(operation.at()) {
        return Err(Refusal::UnknownKey.into());
    }
    let secret = ApiKey::draw(chance);
    let new = api_keys::NewKey {
        key: &secret,
        replaces: Some(old.first_key_id),
        name: &old.name,
        scopes: old.scopes,
        rate_per_minute: old.rate_per_minute,
        asks_consent: old.asks_consent,
        expires_at: old.expires_at,
    };
    let made = api_keys::insert(tx, &new, operation.at()).await?;
    api_keys::end_by(tx, key, operation.at() + overlap).await?;
    let details = serde_json::json!({ "key": made, "shown": secret.shown(), "replaces": key });
    under_way.finish(tx, None, &details, made).await?;
    Ok(Made { key: get(tx, made).await?, secret: Some(secret) })
}

/// Ends a key at once; false where it had been revoked before.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::UnknownKey`], [`Refusal::OperationReused`]; the database's.
pub async fn revoke(tx: &mut Tx, operation: &Operation, key: KeyId) -> Result<bool> {
    operation.require(Permission::ManageKeys)?;
    let under_way = match operations::begin(tx, operation, Verb::RevokeKey, &key).await? {
        Begun::Before(revoked) => return Ok(revoked),
        Begun::Now(under_way) => under_way,
    };
    get(tx, key).await?;
    if !api_keys::revoke(tx, key, operation.at()).await? {
        return under_way.finish_unchanged(tx, false).await;
    }
    under_way.finish(tx, None, &serde_json::json!({ "key": key }), true).await
}

/// All keys, also those that have ended.
///
/// # Errors
/// [`Refusal::NotAllowed`]; the database's.
pub async fn list(tx: &mut Tx, caller: &Caller) -> Result<Vec<Key>> {
    caller.require(Permission::ManageKeys)?;
    Ok(api_keys::list(tx).await?)
}

/// A key by its id.
///
/// # Errors
/// [`Refusal::UnknownKey`]; the database's.
pub async fn get(tx: &mut Tx, key: KeyId) -> Result<Key> {
    Ok(api_keys::by_id(tx, key).await?.ok_or(Refusal::UnknownKey)?)
}

/// As [`get`]; `None` where there is none.
///
/// # Errors
/// The database's.
pub async fn find(tx: &mut Tx, key: KeyId) -> Result<Option<Key>> {
    Ok(api_keys::by_id(tx, key).await?)
}

/// The key of a secret, and whether it works at the moment `at`.
///
/// # Errors
/// The database's.
pub async fn by_secret(tx: &mut Tx, secret: &ApiKey, at: Timestamp) -> Result<Option<(Key, bool)>> {
    let key = api_keys::by_digest(tx, &secret.digest()).await?;
    Ok(key.map(|key| {
        let is_valid = key.is_valid(at);
        (key, is_valid)
    }))
}

/// The last uses of a key, the newest first.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::UnknownKey`]; the database's.
pub async fn last_uses(tx: &mut Tx, caller: &Caller, key: KeyId, most: i64) -> Result<Vec<LoggedUse>> {
    caller.require(Permission::ManageKeys)?;
    get(tx, key).await?;
    Ok(api_keys::last_uses(tx, key, most).await?)
}

/// Writes uses into the log, and counts them. What was tried with a key that has ended is in the log, but was no use.
///
/// # Errors
/// The database's.
pub async fn log_uses(tx: &mut Tx, uses: &[Use]) -> Result<()> {
    let mut counted: Vec<(KeyId, i64, Timestamp)> = Vec::new();
    let mut addresses: BTreeMap<(KeyId, &str), Timestamp> = BTreeMap::new();
    for used in uses {
        api_keys::insert_use(tx, used).await?;
        if !used.address.is_empty() {
            let last = addresses.entry((used.key_id, &used.address)).or_insert(used.used_at);
            *last = (*last).max(used.used_at);
        }
        if used.is_ended {
            continue;
        }
        match counted.iter_mut().find(|(key, ..)| *key == used.key_id) {
            Some((_, count, last)) => {
                *count += 1;
                *last = (*last).max(used.used_at);
            }
            None => counted.push((used.key_id, 1, used.used_at)),
        }
    }
    // In one order, so that two processes do not wait for each other.
    counted.sort_by_key(|(key, ..)| *key);
    for (key, count, last) in counted {
        api_keys::count_uses(tx, key, count, last).await?;
    }
    for ((key, address), last) in addresses {
        api_keys::note_address(tx, key, address, last).await?;
    }
    Ok(())
}

/// Deletes uses that are older than [`USES_KEPT`], and addresses that were not used as long.
///
/// # Errors
/// The database's.
pub async fn purge_uses(tx: &mut Tx, at: Timestamp) -> Result<u64> {
    let addresses = api_keys::purge_addresses(tx, at - USES_KEPT).await?;
    Ok(addresses + api_keys::purge_uses(tx, at - USES_KEPT).await?)
}

impl Key {
    /// Does it work at a moment?
    pub fn is_valid(&self, at: Timestamp) -> bool {
        self.revoked_at.is_none() && self.expires_at.is_none_or(|ends| ends > at)
    }
}
