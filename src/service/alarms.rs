//! Alarms: what the owners have to set right. They are told once, until it is over.

use super::Result;
use crate::{
    clock::Timestamp,
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

/// Raises an alarm; false where it is raised already, and the owners know.
///
/// # Errors
/// The database's.
pub async fn raise(tx: &mut Tx, alarm: Alarm, at: Timestamp) -> Result<bool> {
    Ok(alarms::raise(tx, alarm.as_str(), at).await?)
}

/// Ends an alarm; false where it was not raised.
///
/// # Errors
/// The database's.
pub async fn clear(tx: &mut Tx, alarm: Alarm) -> Result<bool> {
    Ok(alarms::clear(tx, alarm.as_str()).await?)
}
