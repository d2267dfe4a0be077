//! Messages without a [`Context`](super::context::Context): answers in groups, and the apology for a dead letter.

use std::sync::Arc;

use teloxide::types::{Message, Update};

use super::{incoming, shop_context::ShopContext};
use crate::{
    domain::{Language, TelegramId},
    messages::{
        outgoing,
        reply::{Reply, link},
    },
    service::{Result, customers, outbox::Priority, staff},
    storage::Tx,
    telegram::exactly_once::UpdateTransaction,
    texts::common,
};

/// Answers a command in a group with a link to the private chat, and says nothing about accounts.
pub(super) async fn only_in_private(
    shop: Arc<ShopContext>,
    transaction: UpdateTransaction,
    message: Message,
) -> Result<()> {
    let mut tx = transaction.take()?;
    let reported = message.from.as_ref().and_then(|from| from.language_code.as_deref());
    let language = Language::from_telegram(reported);
    let url = format!("https://t.me/{}", shop.bot_username);
    let reply = Reply::text(common::only_in_private(language))
        .buttons(vec![vec![link(common::button_open_chat(language), url)]]);
    let group = TelegramId(message.chat.id.0);
    outgoing::put(&mut tx, group, Priority::Reply, reply.into_new(), shop.clock.now()).await?;
    transaction.give(tx, None);
    Ok(())
}

/// An update became a dead letter: the sender gets an apology, the owners an alarm.
pub(super) async fn on_dead_letter(
    shop: Arc<ShopContext>,
    transaction: UpdateTransaction,
    update: Update,
) -> Result<()> {
    let mut tx = transaction.take()?;
    let now = shop.clock.now();
    let incoming = incoming::read(&update);
    if let Some(incoming) = incoming.filter(|incoming| incoming.chat == incoming.person) {
        let language = language_of(&mut tx, incoming.person, incoming.seen.telegram_language.as_deref()).await?;
        let apology = Reply::text(common::apology(language)).into_new();
        outgoing::put(&mut tx, incoming.person, Priority::Reply, apology, now).await?;
    }
    for owner in staff::owners(&mut tx, &shop.owners).await? {
        let language = language_of(&mut tx, owner, None).await?;
        let alarm = Reply::text(common::owner_alarm(language, &update.id.0.to_string())).into_new();
        outgoing::put(&mut tx, owner, Priority::Notice, alarm, now).await?;
    }
    transaction.give(tx, None);
    Ok(())
}

async fn language_of(tx: &mut Tx, person: TelegramId, reported: Option<&str>) -> Result<Language> {
    let customer = customers::by_telegram_id(tx, person).await?;
    Ok(customer.map_or_else(|| Language::from_telegram(reported), |customer| customer.speaks()))
}
