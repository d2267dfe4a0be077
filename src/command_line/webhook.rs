//! `kopilka webhook`: the URLs to which events are sent.

use std::{fmt::Write as _, time::Duration};

use clap::{
    Subcommand,
    builder::{PossibleValuesParser, TypedValueParser},
};
use serde_json::json;

use super::{Error, output::print};
use crate::{
    clock::{Chance, Clock, SystemChance, SystemClock, Timestamp},
    domain::{
        DeliveryFault, OperationId, ParcelEventKind, ShopId, WebhookEvents, WebhookHost, WebhookId, WebhookUrl,
        WebhookUrlError, random_text,
    },
    service::{
        self, Caller, Operation, Refusal,
        webhooks::{self, Listed, Made, Webhook},
    },
    storage::Db,
    webhooks::{SystemResolver, is_public_host},
};

/// How long the address of a host is asked for.
const LOOK_UP: Duration = Duration::from_secs(5);

/// What to do with webhooks.
#[derive(Debug, Subcommand)]
pub(super) enum WebhookCommand {
    /// Send events to a URL from now on, and print the secret that signs them: it is shown only once
    Add {
        /// Where to: https, and a server that anybody can reach, or one that HTTP_WEBHOOK_HOSTS names
        #[arg(value_name = "URL")]
        url: String,
        /// Which events; may be given several times: parcel.created, parcel.status
        #[arg(long = "event", value_name = "EVENT", required = true, value_parser = events())]
        events: Vec<ParcelEventKind>,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// List the webhooks and how sending goes, without their secrets
    List {
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Make a new secret; the old one signs too for 24 hours
    Rotate {
        /// The number of the webhook, as webhook list shows it
        id: i64,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Send at once what waits, also where the receiver had answered that it wants no more
    Resume {
        /// The number of the webhook, as webhook list shows it
        id: i64,
    },
    /// Send nothing more, and drop what waits
    Remove {
        /// The number of the webhook, as webhook list shows it
        id: i64,
    },
}

/// Reads an event; a wrong one is answered with the list.
fn events() -> impl TypedValueParser<Value = ParcelEventKind> {
    PossibleValuesParser::new(ParcelEventKind::ALL.iter().map(|kind| kind.as_str()))
        .try_map(|word| word.parse::<ParcelEventKind>())
}

/// Refuses a host whose name leads to no public address. One that is not known now may be later.
pub(super) async fn check(command: &WebhookCommand, hosts: &[WebhookHost]) -> Result<(), Error> {
    let WebhookCommand::Add { url, .. } = command else { return Ok(()) };
    let url = WebhookUrl::parse(url, hosts).map_err(Error::WebhookUrl)?;
    match tokio::time::timeout(LOOK_UP, is_public_host(&SystemResolver, &url, hosts)).await {
        Ok(Err(DeliveryFault::NotPublic)) => Err(Error::WebhookUrl(WebhookUrlError::NotPublic)),
        Ok(Ok(())) => Ok(()),
        Ok(Err(_)) | Err(_) => {
            tracing::warn!("the address of the host is not known now; events are sent as soon as it is");
            Ok(())
        }
    }
}

/// Runs a command on the webhooks of a shop.
pub(super) async fn run(db: &Db, shop: ShopId, command: WebhookCommand, hosts: &[WebhookHost]) -> Result<(), Error> {
    let at = SystemClock.now();
    let mut tx = db.begin(shop).await.map_err(service::Error::from)?;
    service::shop::open(&mut tx, at).await?;
    let text = match command {
        WebhookCommand::Add { url, events, json } => {
            let events = WebhookEvents::of(events).ok_or(service::Error::Corrupt("no event"))?;
            let made = webhooks::add(&mut tx, &operation("add", at), &SystemChance, &url, events, hosts).await;
            told(&made.map_err(|error| explained(error, 0))?, json)
        }
        WebhookCommand::Rotate { id, json } => {
            let made = webhooks::rotate(&mut tx, &operation("rotate", at), &SystemChance, WebhookId(id)).await;
            told(&made.map_err(|error| explained(error, id))?, json)
        }
        WebhookCommand::Resume { id } => {
            let resumed = webhooks::resume(&mut tx, &operation("resume", at), WebhookId(id)).await;
            resumed.map_err(|error| explained(error, id))?;
            format!("sending to webhook {id} goes on\n")
        }
        WebhookCommand::Remove { id } => {
            let removed = webhooks::remove(&mut tx, &operation("remove", at), WebhookId(id)).await;
            removed.map_err(|error| explained(error, id))?;
            format!("webhook {id} is removed\n")
        }
        WebhookCommand::List { json } => {
            let all = webhooks::list(&mut tx, &Caller::operator(at)).await?;
            if json { format!("{}\n", all.iter().map(view).collect::<serde_json::Value>()) } else { table(&all) }
        }
    };
    tx.commit().await.map_err(service::Error::from)?;
    print(&text)
}

fn operation(name: &str, at: Timestamp) -> Operation {
    let id = OperationId::command(format_args!("webhook {name} {}", random_text(&SystemChance as &dyn Chance, 24)));
    Caller::operator(at).operation(id)
}

fn explained(error: service::Error, id: i64) -> Error {
    match error {
        service::Error::Refused(Refusal::UnknownWebhook) => Error::UnknownWebhook(id),
        service::Error::Refused(Refusal::BadWebhookUrl(error)) => Error::WebhookUrl(error),
        service::Error::Refused(Refusal::TooManyWebhooks) => Error::TooManyWebhooks,
        service::Error::Refused(Refusal::WebhookKnown(webhook)) => Error::WebhookKnown(webhook),
        error => error.into(),
    }
}

/// The webhook with its secret, for the only time.
fn told(made: &Made, as_json: bool) -> String {
    let secret = made.secret.as_ref().map(|secret| secret.as_str()).unwrap_or_default();
    if !as_json {
        return format!("webhook {}\n{secret}\n", made.webhook.webhook_id);
    }
    let Webhook { webhook_id, url, .. } = &made.webhook;
    format!("{}\n", json!({ "id": webhook_id, "url": url, "events": words(&made.webhook), "secret": secret }))
}

fn words(webhook: &Webhook) -> Vec<&'static str> {
    webhook.events.iter().map(ParcelEventKind::as_str).collect()
}

fn view(listed: &Listed) -> serde_json::Value {
    let Listed { webhook, waiting, given_up } = listed;
    json!({
        "id": webhook.webhook_id,
        "url": webhook.url,
        "events": words(webhook),
        "created_at": moment(Some(webhook.created_at)),
        "last_success_at": moment(webhook.last_success_at),
        "last_failure_at": moment(webhook.last_failure_at),
        "last_failure": webhook.last_failure.map(|fault| fault.to_string()),
        "gone_at": moment(webhook.gone_at),
        "waiting": waiting,
        "given_up": given_up,
    })
}

fn moment(at: Option<Timestamp>) -> Option<String> {
    at.map(|at| at.to_utc().format("%Y-%m-%dT%H:%M:%SZ").to_string())
}

fn table(all: &[Listed]) -> String {
    let mut text = String::new();
    if all.is_empty() {
        text.push_str("there are no webhooks: kopilka webhook add URL --event parcel.status makes one\n");
    }
    for Listed { webhook, waiting, given_up } in all {
        let state = match (webhook.gone_at, webhook.last_success_at, webhook.last_failure, webhook.failures) {
            (Some(gone), ..) => format!("stopped {}: it wants no more", moment(Some(gone)).unwrap_or_default()),
            (None, _, Some(fault), 1..) => {
                format!("failing, last {}: {fault}", moment(webhook.last_failure_at).unwrap_or_default())
            }
            (None, Some(arrived), ..) => format!("last delivered {}", moment(Some(arrived)).unwrap_or_default()),
            (None, None, ..) => "nothing delivered yet".to_owned(),
        };
        // Writing into a text does not fail.
        let _ = writeln!(
            text,
            "{:>8}  {}  {}  {state}, {waiting} waiting, {given_up} given up",
            webhook.webhook_id, webhook.url, webhook.events
        );
    }
    text
}
