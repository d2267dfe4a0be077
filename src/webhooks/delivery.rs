//! One attempt to send one event, and what follows from its outcome.

use std::time::Duration;

use super::{client::Outcome, sender::Sender, signature};
use crate::{
    clock::Timestamp,
    domain::{WebhookId, WebhookSecret, WebhookUrl},
    notices,
    service::{
        Result,
        webhooks::{self, Attempt, Delivery},
    },
    storage::LeaseTerm,
};

/// The pause after the database failed.
const DATABASE_PAUSE: Duration = Duration::from_secs(1);

/// Where to, what signs, and how often sending to it had failed in a row.
pub(super) struct Target {
    pub(super) webhook: WebhookId,
    pub(super) url: WebhookUrl,
    pub(super) secrets: Vec<WebhookSecret>,
    pub(super) failures: i64,
}

impl Sender {
    /// Sends an event and notes the outcome. Where the outcome cannot be noted, the event is not sent again meanwhile.
    pub(super) async fn deliver(&self, target: &Target, delivery: &Delivery, term: &LeaseTerm) {
        // The process may have been stopped, or the database silent, for longer than its lease.
        if term.is_over() {
            return;
        }
        let began_at = self.clock.now();
        let signed = signature::headers(&target.secrets, &delivery.message_id, began_at.seconds(), &delivery.body);
        let outcome = self.client.post(&target.url, signed, &delivery.body).await;
        if let Outcome::Failed { fault, .. } = &outcome {
            tracing::debug!(webhook = target.webhook.0, %fault, "an event was not delivered; it is sent again");
        }
        while let Err(error) = self.note(target, delivery, began_at, &outcome).await {
            tracing::error!(%error, "what became of an event for a webhook cannot be noted; trying again");
            tokio::time::sleep(DATABASE_PAUSE).await;
        }
    }

    async fn note(&self, target: &Target, delivery: &Delivery, began_at: Timestamp, outcome: &Outcome) -> Result<()> {
        let (at, webhook) = (self.clock.now(), target.webhook);
        let mut tx = self.db.begin(self.shop).await?;
        match outcome {
            Outcome::Arrived => webhooks::arrived(&mut tx, webhook, delivery.number, at).await?,
            Outcome::Gone => {
                if let Some(gone) = webhooks::gone(&mut tx, webhook, delivery.number, at).await? {
                    notices::webhooks::gone(&mut tx, at, &self.owners, &gone).await?;
                }
            }
            Outcome::Failed { fault, asked_pause } => {
                let attempt = Attempt {
                    number: delivery.number,
                    before: delivery.attempts,
                    began_at,
                    failures: target.failures,
                    fault: *fault,
                    asked_pause: *asked_pause,
                };
                let lost = webhooks::failed(&mut tx, webhook, &attempt, self.chance.as_ref(), at).await?;
                if let Some((webhook, count)) = lost {
                    notices::webhooks::lost(&mut tx, at, &self.owners, &webhook, *fault, count).await?;
                }
            }
        }
        Ok(tx.commit().await?)
    }
}
