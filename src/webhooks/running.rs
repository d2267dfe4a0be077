//! The sender at work: it reads what is due, starts attempts, and waits for them at the end.

use std::{
    collections::HashMap,
    sync::Arc,
    time::{Duration, Instant},
};

use tokio::task::{Id, JoinSet};

use super::{delivery::Target, sender::Sender};
use crate::{
    domain::{ParcelId, WebhookId},
    service::{self, webhooks},
    shutdown::CancellationToken,
    storage::LeaseTerm,
};

/// How often the database is read for events that were not announced in memory, and for those that are due again.
const READ_EVERY: Duration = Duration::from_secs(1);
/// How long after `stop` the sender waits for attempts in progress. They are repeated after the next start.
const SHUTDOWN_TIMEOUT: Duration = Duration::from_secs(3);

/// The attempts in progress.
struct State {
    sender: Sender,
    term: LeaseTerm,
    tasks: JoinSet<()>,
    under_way: HashMap<Id, (WebhookId, ParcelId)>,
    /// The last read failed.
    is_cut_off: bool,
}

impl Sender {
    /// Sends until `stop`, while `term` lasts. Returns early where a task breaks down.
    pub async fn run(self, stop: CancellationToken, term: LeaseTerm) {
        let committed = self.db.committed_deliveries();
        let mut state =
            State { sender: self, term, tasks: JoinSet::new(), under_way: HashMap::new(), is_cut_off: false };
        while !stop.is_cancelled() {
            if stop.run_until_cancelled(state.start_what_is_due()).await.is_none() {
                break;
            }
            tokio::select! {
                biased;
                () = stop.cancelled() => break,
                Some(ended) = state.tasks.join_next_with_id() => {
                    let Ok((task, ())) = ended else {
                        tracing::error!("an attempt to send to a webhook broke down");
                        return;
                    };
                    state.under_way.remove(&task);
                }
                () = committed.notified() => {}
                () = tokio::time::sleep(READ_EVERY) => {}
            }
        }
        let begun = Instant::now();
        while begun.elapsed() < SHUTDOWN_TIMEOUT {
            let left = SHUTDOWN_TIMEOUT.saturating_sub(begun.elapsed());
            if !matches!(tokio::time::timeout(left, state.tasks.join_next()).await, Ok(Some(_))) {
                break;
            }
        }
        // Dropped tasks are aborted: what they have not noted is sent again.
    }
}

impl State {
    async fn start_what_is_due(&mut self) {
        if self.term.is_over() {
            return;
        }
        match self.due().await {
            Ok(found) => {
                self.is_cut_off = false;
                for (webhook, outgoing) in found {
                    self.start(webhook, outgoing);
                }
            }
            Err(error) => {
                if !self.is_cut_off {
                    tracing::error!(%error, "the events for webhooks cannot be read; trying again");
                }
                self.is_cut_off = true;
            }
        }
    }

    /// What may be sent now, of each webhook that has room.
    async fn due(&self) -> service::Result<Vec<(WebhookId, webhooks::Outgoing)>> {
        let at = self.sender.clock.now();
        let mut tx = self.sender.db.read(self.sender.shop).await?;
        let mut found = Vec::new();
        for webhooks::Room { webhook_id, at_once } in webhooks::with_room(&mut tx, at).await? {
            let busy = self.parcels_under_way(webhook_id);
            let free = at_once.saturating_sub(busy.len());
            if free == 0 {
                continue;
            }
            // Those under way are among those that are due.
            let outgoing = webhooks::next(&mut tx, webhook_id, at, at_once.saturating_add(busy.len())).await?;
            let Some(mut outgoing) = outgoing else { continue };
            outgoing.deliveries.retain(|delivery| !busy.contains(&delivery.parcel_id));
            outgoing.deliveries.truncate(free);
            found.push((webhook_id, outgoing));
        }
        Ok(found)
    }

    fn parcels_under_way(&self, webhook: WebhookId) -> Vec<ParcelId> {
        self.under_way.values().filter(|(busy, _)| *busy == webhook).map(|(_, parcel)| *parcel).collect()
    }

    fn start(&mut self, webhook: WebhookId, outgoing: webhooks::Outgoing) {
        let webhooks::Outgoing { url, secrets, failures, deliveries } = outgoing;
        let target = Arc::new(Target { webhook, url, secrets, failures });
        for delivery in deliveries {
            let parcel = delivery.parcel_id;
            let (sender, target, term) = (self.sender.clone(), Arc::clone(&target), self.term.clone());
            let task = self.tasks.spawn(async move { sender.deliver(&target, &delivery, &term).await });
            self.under_way.insert(task.id(), (webhook, parcel));
        }
    }
}
