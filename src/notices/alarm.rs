//! Something is wrong that an owner has to set right: each owner is told once, also one who opens the bot only later, and once more
//! when a wrong clock is right again.

use chrono::TimeDelta;
use chrono_tz::Tz;

use super::{owners, to_customer};
use crate::{
    clock::Timestamp,
    domain::{Language, TelegramId},
    messages::reply::Reply,
    service::{
        Result,
        alarms::{self, Alarm},
        customers::{self, Customer},
    },
    storage::Tx,
    texts::{Html, alarm as texts, format},
};

/// Another program uses the token of this bot.
///
/// # Errors
/// The database's.
pub async fn of_another_program(tx: &mut Tx, at: Timestamp, configured: &[TelegramId], alarm: Alarm) -> Result<()> {
    let owners = untold_owners(tx, at, configured, alarm).await?;
    let text = |language| match alarm {
        Alarm::WebhookTaken => texts::webhook_taken(language),
        Alarm::WebhookSet => texts::webhook_set(language),
        Alarm::OtherPoller | Alarm::WrongClock => texts::other_poller(language),
    };
    tell(tx, at, &owners, text).await
}

/// The clock of the machine is `ahead` of Telegram's, or behind where that is below zero.
///
/// # Errors
/// The database's.
pub async fn of_a_wrong_clock(
    tx: &mut Tx,
    at: Timestamp,
    configured: &[TelegramId],
    zone: Tz,
    ahead: TimeDelta,
) -> Result<()> {
    let owners = untold_owners(tx, at, configured, Alarm::WrongClock).await?;
    let shown = |language, moment| format::date_time(language, zone, moment);
    let text = |language| texts::clock_wrong(language, &shown(language, at + ahead), &shown(language, at));
    tell(tx, at, &owners, text).await
}

/// The clock is right again.
///
/// # Errors
/// The database's.
pub async fn clock_is_right(tx: &mut Tx, at: Timestamp, configured: &[TelegramId]) -> Result<()> {
    if !alarms::clear(tx, Alarm::WrongClock).await? {
        return Ok(());
    }
    let owners = owners::reachable(tx, configured).await?;
    tell(tx, at, &owners, texts::clock_right).await
}

/// The owners who can be told of an alarm and were not yet.
async fn untold_owners(tx: &mut Tx, at: Timestamp, configured: &[TelegramId], alarm: Alarm) -> Result<Vec<Customer>> {
    let mut owners = owners::reachable(tx, configured).await?;
    let people: Vec<TelegramId> = owners.iter().filter_map(customers::reachable).collect();
    let untold = alarms::raise(tx, alarm, &people, at).await?;
    owners.retain(|owner| owner.telegram_id.is_some_and(|person| untold.contains(&person)));
    Ok(owners)
}

async fn tell(tx: &mut Tx, at: Timestamp, owners: &[Customer], text: impl Fn(Language) -> Html) -> Result<()> {
    for owner in owners {
        to_customer(tx, at, owner, |language| Reply::text(text(language))).await?;
    }
    Ok(())
}
