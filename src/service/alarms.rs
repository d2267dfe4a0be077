//! Alarms: what the owners have to set right. Each is told once, until it is over.

use super::{
    Result,
    told_once::{self, Subject},
};
use crate::{
    clock::Timestamp,
    domain::TelegramId,
    storage::{Tx, alarms},
};

/// What is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alarm {
    /// The clock of the machine differs from Telegram's.
    WrongClock,
    /// Another program removed or replaced the webhook, which was set again.
    WebhookTaken,
    /// Another program set a webhook, which was removed, because this program polls.
    WebhookSet,
    /// Another program polls for updates as well.
    OtherPoller,
}

impl Alarm {
    const fn as_str(self) -> &'static str {
        match self {
            Self::WrongClock => "wrong_clock",
            Self::WebhookTaken => "webhook_taken",
            Self::WebhookSet => "webhook_set",
            Self::OtherPoller => "other_poller",
        }
    }
}

/// Raises an alarm for these owners. Returns those of them who have not been told of it yet, and from now on have been.
///
/// # Errors
/// The database's.
pub async fn raise(tx: &mut Tx, alarm: Alarm, owners: &[TelegramId], at: Timestamp) -> Result<Vec<TelegramId>> {
    let mut untold = Vec::new();
    if owners.is_empty() {
        return Ok(untold);
    }
    let raised_at = alarms::raise(tx, alarm.as_str(), at).await?;
    for owner in owners {
        let subject = Subject::Alarm(alarm.as_str(), raised_at);
        if told_once::is_first(tx, *owner, &subject, at).await? {
            untold.push(*owner);
        }
    }
    Ok(untold)
}

/// Ends an alarm; false where it was not raised.
///
/// # Errors
/// The database's.
pub async fn clear(tx: &mut Tx, alarm: Alarm) -> Result<bool> {
    Ok(alarms::clear(tx, alarm.as_str()).await?)
}
