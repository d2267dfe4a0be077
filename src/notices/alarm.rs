//! Something is wrong that an owner has to set right: the owners are told once, and once more when a wrong clock is right again.

use chrono::TimeDelta;
use chrono_tz::Tz;

use super::to_person;
use crate::{
    clock::Timestamp,
    domain::{Language, TelegramId},
    messages::reply::Reply,
    service::{
        Result,
        alarms::{self, Alarm},
        staff,
    },
    storage::Tx,
    texts::{Html, alarm as texts, format},
};

/// Another program uses the token of this bot.
///
/// # Errors
/// The database's.
pub async fn of_another_program(tx: &mut Tx, at: Timestamp, configured: &[TelegramId], alarm: Alarm) -> Result<()> {
    if !alarms::raise(tx, alarm, at).await? {
        return Ok(());
    }
    let text = |language| match alarm {
        Alarm::WebhookTaken => texts::webhook_taken(language),
        Alarm::WebhookSet => texts::webhook_set(language),
        Alarm::OtherPoller | Alarm::WrongClock => texts::other_poller(language),
    };
    to_owners(tx, at, configured, text).await
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
    if !alarms::raise(tx, Alarm::WrongClock, at).await? {
        return Ok(());
    }
    let shown = |language, moment| format::date_time(language, zone, moment);
    let text = |language| texts::clock_wrong(language, &shown(language, at + ahead), &shown(language, at));
    to_owners(tx, at, configured, text).await
}

/// The clock is right again.
///
/// # Errors
/// The database's.
pub async fn clock_is_right(tx: &mut Tx, at: Timestamp, configured: &[TelegramId]) -> Result<()> {
    if !alarms::clear(tx, Alarm::WrongClock).await? {
        return Ok(());
    }
    to_owners(tx, at, configured, texts::clock_right).await
}

async fn to_owners(
    tx: &mut Tx,
    at: Timestamp,
    configured: &[TelegramId],
    text: impl Fn(Language) -> Html,
) -> Result<()> {
    for owner in staff::owners(tx, configured).await? {
        to_person(tx, at, owner, |language| Reply::text(text(language))).await?;
    }
    Ok(())
}
