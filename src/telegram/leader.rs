//! The leader: the process that holds the shop's [`LeaderLease`]. It polls Telegram for updates, sends the messages of
//! the outbox, and runs the jobs. When it dies or loses its connection to the database, another process becomes the
//! leader.
//!
//! With SQLite there is one process, which is the leader all the time.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use tokio::{sync::mpsc, task::JoinSet};

use super::{BoxFuture, alarm::AlarmHandler, polling::poll, receiver::Receiver, sender::Sender};
use crate::{
    backoff::Pauses,
    domain::ShopId,
    service::{self, outbox::Queued},
    shutdown::{self, CancellationToken},
    storage::{Db, LeaderLease, LeaseTerm},
};

/// How often the leader renews its lease.
const RENEW_EVERY: Duration = Duration::from_secs(1);
/// The pause before a process tries again to acquire the lease: the first one, since a lease of a killed process
/// expires after a moment, and the longest.
const PAUSE: (Duration, Duration) = (Duration::from_millis(50), Duration::from_secs(1));
/// The pause before everything is started again after a part broke down: the first, and the longest.
const RESTART_PAUSE: (Duration, Duration) = (Duration::from_millis(100), Duration::from_secs(30));
/// A process that has waited for the lease this long logs that it is not the leader. A shorter wait is the end of
/// another run.
const STANDS_BY_AFTER: Duration = Duration::from_millis(1500);

/// A task that runs until its token is cancelled, and acts on the outside while the term lasts. It is started whenever this process
/// becomes the leader.
pub type LeaderTask = Arc<dyn Fn(CancellationToken, LeaseTerm) -> BoxFuture<'static, ()> + Send + Sync>;

/// The work of the leader.
pub(crate) struct Leader {
    pub(crate) db: Db,
    pub(crate) shop: ShopId,
    /// Receives polled updates; `None`: they come by webhook.
    pub(crate) receiver: Option<Arc<Receiver>>,
    pub(crate) sender: Sender,
    /// Further tasks of the leader.
    pub(crate) tasks: Vec<LeaderTask>,
    /// Is told where another program polls as well.
    pub(crate) alarms: AlarmHandler,
}

/// How a term ended.
#[derive(Default)]
struct Ended {
    /// Rows that were sent but could not be deleted.
    sent: Vec<i64>,
    /// A part broke down.
    is_broken: bool,
}

impl Leader {
    /// Waits for the lease and leads, repeatedly: polls and runs the tasks until `stop`, and sends until `stop_sending`.
    pub(crate) async fn run(
        self,
        mut committed: mpsc::UnboundedReceiver<Vec<Queued>>,
        stop: CancellationToken,
        stop_sending: CancellationToken,
    ) {
        // Rows that were sent but could not be deleted must not be sent again.
        let mut ended = Ended::default();
        let mut pauses = Pauses::new(RESTART_PAUSE.0, RESTART_PAUSE.1);
        while let Some(mut lease) = self.acquire(&mut committed, &stop).await {
            let (is_lost, has_ended) = (CancellationToken::new(), CancellationToken::new());
            let sender = Sender { term: lease.term(), ..self.sender.clone() };
            let lead = async {
                let ended = self.lead(sender, &mut committed, ended.sent, &stop, &stop_sending, &is_lost).await;
                has_ended.cancel();
                ended
            };
            (ended, ()) = tokio::join!(lead, renew(&mut lease, &is_lost, &has_ended));
            lease.release().await;
            if ended.is_broken {
                shutdown::sleep(pauses.next(), &stop).await;
            } else {
                pauses.reset();
            }
        }
    }

    /// Leads until `is_lost`, the signals to stop, or a part breaks down.
    async fn lead(
        &self,
        sender: Sender,
        committed: &mut mpsc::UnboundedReceiver<Vec<Queued>>,
        sent: Vec<i64>,
        stop: &CancellationToken,
        stop_sending: &CancellationToken,
        is_lost: &CancellationToken,
    ) -> Ended {
        let (working, sending, has_sent) =
            (CancellationToken::new(), CancellationToken::new(), CancellationToken::new());
        let mut tasks: JoinSet<()> = self.tasks.iter().map(|task| task(working.clone(), sender.term.clone())).collect();
        if let Some(receiver) = self.receiver.clone() {
            let (telegram, alarms) = (self.sender.telegram.clone(), Arc::clone(&self.alarms));
            let working = working.clone();
            tasks.spawn(async move { poll(&telegram, &receiver, alarms, &working).await });
        }
        let term = async {
            // Both end only when they are cancelled, or by a fault.
            let is_broken = tokio::select! {
                () = stop.cancelled() => false,
                () = is_lost.cancelled() => false,
                Some(_) = tasks.join_next() => {
                    tracing::error!("a task of the leader panicked; all tasks are started again");
                    true
                }
                () = has_sent.cancelled() => {
                    tracing::error!("the sender broke down; it is started again");
                    true
                }
            };
            working.cancel();
            if stop.is_cancelled() {
                tokio::select! {
                    () = stop_sending.cancelled() => {}
                    () = is_lost.cancelled() => {}
                }
            }
            sending.cancel();
            is_broken
        };
        let sender = async {
            let sent = sender.run(committed, sent, sending.clone(), is_lost).await;
            has_sent.cancel();
            sent
        };
        let (is_broken, sent) = tokio::join!(term, sender);
        // Messages of panics are not logged: they may hold texts of people.
        while tasks.join_next().await.is_some() {}
        Ended { sent, is_broken }
    }

    /// Waits for the lease. Meanwhile the leader finds the messages of this process in the outbox, so those handed over
    /// here are discarded.
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
                        tracing::info!("this process becomes the leader");
                    }
                    return Some(lease);
                }
                Ok((lease, false)) => {
                    line = Some(lease);
                    if !is_told && begun.elapsed() >= STANDS_BY_AFTER {
                        tracing::info!(
                            "another process of this shop is the leader: this one handles updates and waits for the lease"
                        );
                        is_told = true;
                    }
                }
                Err(error) => {
                    if !is_told {
                        tracing::error!(%error, "the database cannot be reached; trying again");
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

/// Renews the lease until `has_ended`. Cancels `is_lost` and returns once leadership may have been lost.
async fn renew(lease: &mut LeaderLease, is_lost: &CancellationToken, has_ended: &CancellationToken) {
    while shutdown::sleep(RENEW_EVERY, has_ended).await {
        if let Err(error) = lease.renew().await {
            tracing::error!(%error, "this process is no longer the leader: another one is, or the database cannot be reached");
            is_lost.cancel();
            return;
        }
    }
}

async fn discard(committed: &mut mpsc::UnboundedReceiver<Vec<Queued>>) {
    while committed.recv().await.is_some() {}
    // The channel is closed: this process hands over no more messages.
    std::future::pending().await
}
