//! What is said outside of any conversation: in groups, and when we failed.

use teloxide::types::Update;

use super::{
    context::ShopContext,
    incoming::{self, Incoming},
};
use crate::{
    domain::{Language, TelegramId},
    service::{Result, customers, outbox::Priority},
    storage::Tx,
    texts::common,
};
use crate::{
    messages::{
        outgoing,
        reply::{Reply, link},
    },
    telegram::listener::Handled,
};

/// In a group the bot says only where it can be talked to; nothing about anybody's account.
pub(super) async fn only_in_private(shop: &ShopContext, mut tx: Tx, incoming: &Incoming) -> Result<Handled> {
    let language = Language::from_telegram(incoming.seen.telegram_language.as_deref());
    let url = format!("https://t.me/{}", shop.bot_username);
    let reply = Reply::text(common::only_in_private(language))
        .buttons(vec![vec![link(common::button_open_chat(language), url)]]);
    let message = reply.into_new();
    outgoing::put(&mut tx, incoming.chat, Priority::Reply, message, shop.clock.now()).await?;
    Ok(Handled { tx, answer: None })
}

/// We failed too often: the person gets an apology, the owners an alarm.
pub(super) async fn on_dead_letter(shop: &ShopContext, mut tx: Tx, update: &Update) -> Result<Handled> {
    let now = shop.clock.now();
    let incoming = incoming::read(update, &shop.bot_username);
    if let Some(incoming) = incoming.filter(|incoming| incoming.chat == incoming.person) {
        let language = spoken_by(&mut tx, incoming.person, incoming.seen.telegram_language.as_deref()).await?;
        let apology = Reply::text(common::apology(language)).into_new();
        outgoing::put(&mut tx, incoming.person, Priority::Reply, apology, now).await?;
    }
    for owner in &shop.owners {
        let language = spoken_by(&mut tx, *owner, None).await?;
        let alarm = Reply::text(common::owner_alarm(language, &update.id.0.to_string())).into_new();
        outgoing::put(&mut tx, *owner, Priority::Notice, alarm, now).await?;
    }
    Ok(Handled { tx, answer: None })
}

async fn spoken_by(tx: &mut Tx, person: TelegramId, reported: Option<&str>) -> Result<Language> {
    let customer = customers::by_telegram_id(tx, person).await?;
    Ok(customer.map_or_else(|| Language::from_telegram(reported), |customer| customer.speaks()))
}
