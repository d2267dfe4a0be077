//! The screens of customers, a file each.
//!
//! A screen that a button opens replaces the message with the button; a question is a new message.

pub(super) mod balance;
pub(super) mod bills;
pub(super) mod card;
pub(super) mod consent;
pub(super) mod help;
pub(super) mod history;
pub(super) mod invite;
pub(super) mod invoices;
pub(super) mod join;
mod link;
pub(super) mod parcels;
pub(super) mod phone;
pub(super) mod profile;
pub(super) mod promo;
pub(super) mod settings;
pub(super) mod shop;
mod standing;
pub(super) mod words;

use super::{
    context::Context,
    dialogue::{CustomerDialogue, Dialogue},
    incoming::Contact,
};
use crate::{
    messages::reply::Reply,
    service::Result,
    texts::{common, phone as texts},
};

/// An answer to what a conversation waits for.
pub(super) async fn answer(cx: &mut Context, dialogue: CustomerDialogue, text: &str) -> Result<()> {
    if words::open(cx, text).await? {
        return Ok(());
    }
    match dialogue {
        CustomerDialogue::PromoCode => promo::answer(cx, text).await,
        CustomerDialogue::OwnPhone => phone::remind(cx, text).await,
    }
}

/// A text while no conversation is under way.
pub(super) async fn free_text(cx: &mut Context, text: &str) -> Result<()> {
    if cx.is_new {
        // A new person may write a text instead of pressing Start.
        return join::start(cx, if promo::looks_like_code(text) { text } else { "" }).await;
    }
    if promo::looks_like_code(text) {
        return promo::answer(cx, text).await;
    }
    // A parcel's number can look like a phone number.
    if parcels::open_typed(cx, text).await? {
        return Ok(());
    }
    if bills::open_typed(cx, text).await? {
        return Ok(());
    }
    if !cx.shop.phones.typed(text).is_empty() {
        return phone::remind(cx, text).await;
    }
    if words::open(cx, text).await? {
        return Ok(());
    }
    let reply = Reply::text(common::not_understood(cx.language));
    let keys = cx.menu_keys().await?;
    cx.say(reply.keys(keys, None)).await
}

/// A shared contact, the person's own or another one. A question for a promo code is asked again after it.
pub(super) async fn contact(cx: &mut Context, contact: Contact) -> Result<()> {
    let is_own = contact.owner == Some(cx.person);
    let promo_is_asked = matches!(cx.dialogue(), Some(Dialogue::Customer(CustomerDialogue::PromoCode)));
    if promo_is_asked && !is_own {
        let note = texts::of_another(cx.language);
        return promo::ask_again(cx, note).await;
    }
    phone::shared(cx, &contact.phone, is_own).await?;
    if promo_is_asked { promo::ask(cx).await } else { Ok(()) }
}
