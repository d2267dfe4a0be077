//! Owners: what they have to set right.

use super::messages;

messages! {
    /// The clock of the machine is wrong: what it shows, and what the time is.
    html clock_wrong(shown: &str, right: &str) = "alarm-clock-wrong";
    /// It is right again.
    html clock_right() = "alarm-clock-right";
    /// Another program removed or replaced the webhook.
    html webhook_taken() = "alarm-webhook-taken";
    /// Another program set a webhook while this one polls.
    html webhook_set() = "alarm-webhook-set";
    /// Another program polls as well.
    html other_poller() = "alarm-other-poller";
}
