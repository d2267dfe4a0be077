//! Notices: messages about something that happened, one file a notice. A notice takes the transaction of the event and
//! queues its messages there. It is the same for every source of the event: a sale at a till and a sale in the chat use
//! the same notice.

pub mod accounts;
pub mod alarm;
pub mod bill;
pub mod card_move;
pub mod consent;
pub mod coupon;
pub mod debt;
pub mod expiry;
pub mod group;
pub mod keys;
mod owners;
pub mod parcel;
pub mod points;
pub mod referral;
pub mod refund;
pub mod sale;
pub mod staff;
pub mod webhooks;
pub mod write_off;

use crate::{
    clock::Timestamp,
    domain::{Language, TelegramId},
    messages::{outgoing, reply::Reply},
    service::{
        Result,
        customers::{self, Customer},
        outbox::Priority,
    },
    storage::Tx,
};

/// Queues a notice to a customer, in their language. Nothing where they have no Telegram account or blocked the bot.
async fn to_customer(
    tx: &mut Tx,
    at: Timestamp,
    customer: &Customer,
    notice: impl FnOnce(Language) -> Reply,
) -> Result<()> {
    match customers::reachable(customer) {
        Some(chat) => outgoing::put(tx, chat, Priority::Notice, notice(customer.speaks()).into_new(), at).await,
        None => Ok(()),
    }
}

/// As [`to_customer`], by Telegram account. Nothing where no customer has it.
async fn to_person(
    tx: &mut Tx,
    at: Timestamp,
    person: TelegramId,
    notice: impl FnOnce(Language) -> Reply,
) -> Result<()> {
    match customers::by_telegram_id(tx, person).await? {
        Some(customer) => to_customer(tx, at, &customer, notice).await,
        None => Ok(()),
    }
}
