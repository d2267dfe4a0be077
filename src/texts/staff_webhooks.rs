//! Staff: webhooks, to which events are sent.

use super::{Html, messages};
use crate::domain::{DeliveryFault, Language, ParcelEventKind, WebhookEvents};

messages! {
    /// Above the webhooks.
    html webhooks(webhooks: &Html) = "webhooks";
    /// There are no webhooks yet.
    html webhooks_none() = "webhooks-none";
    /// Where a webhook sends.
    html url_line(host: &str, url: &str) = "webhook-url";
    /// When something was last delivered.
    plain arrived(when: &str) = "webhook-arrived";
    /// Nothing was delivered yet.
    plain nothing_arrived() = "webhook-nothing-arrived";
    /// When a delivery last failed, and why.
    plain failed(when: &str, why: &str) = "webhook-failed";
    /// How many events wait.
    plain waiting(count: i64) = "webhook-waiting";
    /// How many events were given up.
    plain given_up(count: i64) = "webhook-given-up";
    /// The receiver wants no more.
    plain gone(when: &str) = "webhook-gone";
    /// An event.
    button event_created() = "webhook-event-created";
    /// An event.
    button event_status() = "webhook-event-status";
    /// Why a delivery failed.
    plain fault_unknown_name() = "webhook-fault-unknown-name";
    /// Why a delivery failed.
    plain fault_not_public() = "webhook-fault-not-public";
    /// Why a delivery failed.
    plain fault_no_connection() = "webhook-fault-no-connection";
    /// Why a delivery failed.
    plain fault_no_answer() = "webhook-fault-no-answer";
    /// Why a delivery failed.
    plain fault_status(status: i64) = "webhook-fault-status";
    /// Opens the webhooks.
    button button_webhooks() = "button-webhooks";
    /// Opens a webhook.
    button button_webhook(host: &str, number: usize) = "button-webhook";
    /// Begins a new webhook.
    button button_new() = "button-new-webhook";
    /// Adds the webhook.
    button button_make() = "button-make-webhook";
    /// Makes a new secret.
    button button_rotate() = "button-rotate-webhook";
    /// Yes, a new secret.
    button button_rotate_yes() = "button-rotate-webhook-yes";
    /// Removes a webhook.
    button button_remove() = "button-remove-webhook";
    /// Yes, it is to be removed.
    button button_remove_yes() = "button-remove-webhook-yes";
    /// Sends to a webhook again.
    button button_resume() = "button-resume-webhook";
    /// Asks for the URL of a new webhook.
    html url_ask() = "webhook-url-ask";
    /// Asks for the events of a new webhook.
    html events_ask(url: &str) = "webhook-events-ask";
    /// No event is chosen.
    html events_none() = "webhook-events-none";
    /// The new webhook and its secret, for the only time.
    html made(url: &str, secret: &str) = "webhook-made";
    /// The secret was made before; it is not shown again.
    html made_before(host: &str) = "webhook-made-before";
    /// The new secret, for the only time.
    html rotated(host: &str, secret: &str, hours: i64) = "webhook-rotated";
    /// Asks whether a webhook is to have a new secret.
    html rotate_question(host: &str, hours: i64) = "webhook-rotate-question";
    /// Asks whether a webhook is to be removed.
    html remove_question(host: &str, count: i64) = "webhook-remove-question";
    /// The webhook is removed.
    html is_removed(host: &str) = "webhook-is-removed";
    /// Sending goes on.
    html is_resumed(host: &str) = "webhook-is-resumed";
    /// To owners: events were given up.
    html notice_lost(host: &str, count: i64, why: &str) = "notice-webhook-lost";
    /// To owners: a receiver wants no more.
    html notice_gone(host: &str) = "notice-webhook-gone";
}

/// What an event is called.
pub fn event(language: Language, event: ParcelEventKind) -> String {
    match event {
        ParcelEventKind::Created => event_created(language),
        ParcelEventKind::Status => event_status(language),
    }
}

/// What events are called, in one line.
pub fn events(language: Language, events: WebhookEvents) -> String {
    events.iter().map(|one| event(language, one)).collect::<Vec<_>>().join(" · ")
}

/// Why a delivery failed.
pub fn fault(language: Language, fault: DeliveryFault) -> String {
    match fault {
        DeliveryFault::UnknownName => fault_unknown_name(language),
        DeliveryFault::NotPublic => fault_not_public(language),
        DeliveryFault::NoConnection => fault_no_connection(language),
        DeliveryFault::NoAnswer => fault_no_answer(language),
        DeliveryFault::Status(status) => fault_status(language, i64::from(status)),
    }
}
