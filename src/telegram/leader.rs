//! What only one of several processes does at a time, the one that has the shop's [`LeaderLease`]: it asks Telegram for updates, sends
//! what is in the outbox, and runs the jobs. When it dies or loses its database, the next in line goes on.
//!
//! With SQLite there is one process, and it leads from the start to the end.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use tokio::{sync::mpsc, task::JoinSet};

use super::{BoxFuture, polling::poll, receiver::Receiver, sender::Sender};
use crate::{
    backoff::Pauses,
    domain::ShopId,
    service::{self, outbox::Queued},
    shutdown::{self, CancellationToken},
    storage::{Db, LeaderLease},
};

/// How often the leader renews its lease.
const RENEW_EVERY: Duration = Duration::from_secs(1);
/// The pause before a process in line looks again whether the lease is free: the first, since a process that was killed may
/// need a moment to leave it, and the longest.
const PAUSE: (Duration, Duration) = (Duration::from_millis(50), Duration::from_secs(1));
/// A process that has waited so long for the lease says that it stands by: a shorter wait is the end of another run.
const STANDS_BY_AFTER: Duration = Duration::from_millis(1500);

/// Work that the leader does until it is told to stop; begun anew whenever this process begins to lead.
pub type LeaderTask = Arc<dyn Fn(CancellationToken) -> BoxFuture<'static, ()> + Send + Sync>;

/// What is to be done by the process that leads.
pub(crate) struct Leader {
    pub(crate) db: Db,
    pub(crate) shop: ShopId,
    /// Asks for updates, unless they come by webhook.
    pub(crate) receiver: Option<Arc<Receiver>>,
    pub(crate) sender: Sender,
    /// What else the leader does.
    pub(crate) tasks: Vec<LeaderTask>,
}

impl Leader {
    /// Stands in line and leads, again and again: asks for updates and runs the tasks until `stop`, and sends until
    /// `stop_sending`.
    pub(crate) async fn run(
        self,
        mut committed: mpsc::UnboundedReceiver<Vec<Queued>>,
        stop: CancellationToken,
        stop_sending: CancellationToken,
    ) {
        // What Telegram has, but could not be deleted: it must not be sent again.
        let mut left = Vec::new();
        while let Some(mut lease) = self.acquire(&mut committed, &stop).await {
            let (is_lost, has_ended) = (CancellationToken::new(), CancellationToken::new());
            let lead = async {
                let left = self.lead(&mut committed, left, &stop, &stop_sending, &is_lost).await;
                has_ended.cancel();
                left
            };
            (left, ()) = tokio::join!(lead, keep(&mut lease, &is_lost, &has_ended));
            lease.give_up().await;
        }
    }

    /// Leads until `is_lost` or the signals to stop; what Telegram has, but could not be deleted.
    async fn lead(
        &self,
        committed: &mut mpsc::UnboundedReceiver<Vec<Queued>>,
        left: Vec<i64>,
        stop: &CancellationToken,
        stop_sending: &CancellationToken,
        is_lost: &CancellationToken,
    ) -> Vec<i64> {
        let (working, sending) = (CancellationToken::new(), CancellationToken::new());
        let mut tasks: JoinSet<()> = self.tasks.iter().map(|task| task(working.clone())).collect();
        if let Some(receiver) = self.receiver.clone() {
            let telegram = self.sender.telegram.clone();
            let working = working.clone();
            tasks.spawn(async move { poll(&telegram, &receiver, &working).await });
        }
        let term = async {
            tokio::select! {
                () = stop.cancelled() => {}
                () = is_lost.cancelled() => {}
                // Tasks end only when they are told to, or by a panic.
                Some(_) = tasks.join_next() => tracing::error!("a task of the leader broke down; all begin again"),
            }
            working.cancel();
            if stop.is_cancelled() {
                tokio::select! {
                    () = stop_sending.cancelled() => {}
                    () = is_lost.cancelled() => {}
                }
            }
            sending.cancel();
        };
        let ((), unnoted) = tokio::join!(term, self.sender.clone().run(committed, left, sending.clone(), is_lost));
        // What a panic said is not to be told.
        while tasks.join_next().await.is_some() {}
        unnoted
    }

    /// Waits for the lease. Meanwhile another process sends, and finds in the outbox what was to be handed over here.
    async fn acquire(
        &self,
        committed: &mut mpsc::UnboundedReceiver<Vec<Queued>>,
        stop: &CancellationToken,
    ) -> Option<LeaderLease> {
        let mut is_told = false;
        let mut pauses = Pauses::new(PAUSE.0, PAUSE.1);
        let begun = Instant::now();
        let mut line: Option<LeaderLease> = None;
        while !stop.is_cancelled() {
            let taken = async {
                let mut lease = match line.take() {
                    Some(lease) => lease,
                    None => self.db.leader_lease(self.shop).await?,
                };
                let is_ours = lease.take().await?;
                Ok::<_, service::Error>((lease, is_ours))
            };
            match taken.await {
                Ok((lease, true)) => {
                    if is_told {
                        tracing::info!("this process takes over");
                    }
                    return Some(lease);
                }
                Ok((lease, false)) => {
                    line = Some(lease);
                    if !is_told && begun.elapsed() >= STANDS_BY_AFTER {
                        tracing::info!("another process of this shop leads: this one works with it, and stands by");
                        is_told = true;
                    }
                }
                Err(error) => {
                    if !is_told {
                        tracing::error!(%error, "the database is away; trying again");
                        is_told = true;
                    }
                }
            }
            tokio::select! {
                _ = shutdown::sleep(pauses.next(), stop) => {}
                () = discard(committed) => {}
            }
        }
        None
    }
}

/// Renews the lease until the work of the leader has ended. Cancels `is_lost`, and returns, where leadership may have been lost.
async fn keep(lease: &mut LeaderLease, is_lost: &CancellationToken, has_ended: &CancellationToken) {
    while shutdown::sleep(RENEW_EVERY, has_ended).await {
        if let Err(error) = lease.renew().await {
            tracing::error!(%error, "this process leads no more: another one does, or the database is away");
            is_lost.cancel();
            return;
        }
    }
}

async fn discard(committed: &mut mpsc::UnboundedReceiver<Vec<Queued>>) {
    while committed.recv().await.is_some() {}
    // Nobody is left to hand anything over.
    std::future::pending().await
}
