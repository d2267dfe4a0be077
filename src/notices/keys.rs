//! A key of the HTTP APIs was tried from a new address, or fails often: the owners are told.

use super::{owners, to_customer};
use crate::{
    clock::Timestamp,
    domain::{Language, TelegramId},
    messages::reply::Reply,
    service::{Result, api_keys::Key},
    storage::Tx,
    texts::{Html, staff_keys as texts},
};

/// How many addresses are named.
const NAMED: usize = 10;

/// A key was tried from these addresses.
///
/// # Errors
/// The database's.
pub async fn tried_from(
    tx: &mut Tx,
    at: Timestamp,
    configured: &[TelegramId],
    key: &Key,
    addresses: &[String],
) -> Result<()> {
    let text = |language| {
        let named = addresses.iter().take(NAMED).map(|address| texts::address(language, address));
        let more = addresses.len().saturating_sub(NAMED);
        let more = (more > 0).then(|| texts::more_addresses(language, more));
        texts::notice_address(language, &name(language, key), &key.shown, &Html::lines(named.chain(more)))
    };
    tell(tx, at, configured, text).await
}

/// So many requests with a key were refused in a day.
///
/// # Errors
/// The database's.
pub async fn failed(tx: &mut Tx, at: Timestamp, configured: &[TelegramId], key: &Key, count: i64) -> Result<()> {
    let text = |language| texts::notice_failures(language, &name(language, key), &key.shown, count);
    tell(tx, at, configured, text).await
}

fn name(language: Language, key: &Key) -> String {
    texts::name(language, &key.name)
}

async fn tell(tx: &mut Tx, at: Timestamp, configured: &[TelegramId], text: impl Fn(Language) -> Html) -> Result<()> {
    for owner in owners::reachable(tx, configured).await? {
        to_customer(tx, at, &owner, |language| Reply::text(text(language))).await?;
    }
    Ok(())
}
