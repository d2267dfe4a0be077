//! A receiver of a webhook fails for a day, or wants no more: the owners are told.

use super::{owners, to_customer};
use crate::{
    clock::Timestamp,
    domain::{DeliveryFault, Language, TelegramId},
    messages::reply::Reply,
    service::{Result, webhooks::Webhook},
    storage::Tx,
    texts::{Html, staff_webhooks as texts},
};

/// So many events were given up.
///
/// # Errors
/// The database's.
pub async fn lost(
    tx: &mut Tx,
    at: Timestamp,
    configured: &[TelegramId],
    webhook: &Webhook,
    fault: DeliveryFault,
    count: u64,
) -> Result<()> {
    let count = i64::try_from(count).unwrap_or(i64::MAX);
    let text = |language| texts::notice_lost(language, webhook.host(), count, &texts::fault(language, fault));
    tell(tx, at, configured, text).await
}

/// The receiver answered that it wants no more.
///
/// # Errors
/// The database's.
pub async fn gone(tx: &mut Tx, at: Timestamp, configured: &[TelegramId], webhook: &Webhook) -> Result<()> {
    tell(tx, at, configured, |language| texts::notice_gone(language, webhook.host())).await
}

async fn tell(tx: &mut Tx, at: Timestamp, configured: &[TelegramId], text: impl Fn(Language) -> Html) -> Result<()> {
    for owner in owners::reachable(tx, configured).await? {
        to_customer(tx, at, &owner, |language| Reply::text(text(language))).await?;
    }
    Ok(())
}
