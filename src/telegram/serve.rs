//! Sets the way of an update going, and takes it down in order.

use std::{sync::Arc, time::Duration};

use tokio::{sync::mpsc, task::JoinHandle, time::timeout};

use super::{
    BoxFuture,
    client::Telegram,
    leader::Leader,
    listener::{Handler, RetryPolicy, Runner},
    receiver::Receiver,
    sender::{Limits, Sender},
    webhook::{self, WebhookEndpoint},
};
use crate::{clock::Clock, domain::ShopId, shutdown::CancellationToken, storage::Db};

/// The most batches that wait to be handed to the runner.
const BATCHES: usize = 16;
/// How long everything together may take to stop.
const SHUTDOWN_TIMEOUT: Duration = Duration::from_secs(8);

/// What it takes to serve a bot.
pub struct Serving {
    /// Where everything is kept.
    pub db: Db,
    /// The shop that the bot is of.
    pub shop: ShopId,
    /// Where the time comes from.
    pub clock: Arc<dyn Clock>,
    /// The bot's line to Telegram.
    pub telegram: Telegram,
    /// Who makes something of updates.
    pub handler: Arc<dyn Handler>,
    /// How fast messages may go.
    pub limits: Limits,
    /// How often failed updates are tried again.
    pub patience: RetryPolicy,
    /// Where updates come in; `None`: Telegram is asked for them.
    pub doorway: Option<WebhookEndpoint>,
    /// What goes on beside the bot, as long as it serves.
    pub beside: Vec<BackgroundTask>,
}

/// Work that goes on until the signal to stop.
pub type BackgroundTask = Box<dyn FnOnce(CancellationToken) -> BoxFuture<'static, ()> + Send>;

/// Serves until the signal to stop, and then less than ten seconds longer: no new updates are accepted, those in hand are
/// finished, then the messages that are on their way. What remains is in the database for the next start.
pub async fn serve(serving: Serving, stop: CancellationToken) {
    let Serving { db, shop, clock, telegram, handler, limits, patience, doorway, beside } = serving;
    let (to_runner, arrivals) = mpsc::channel(BATCHES);
    let committed = db.committed_messages(shop);
    let stop_now = CancellationToken::new();
    // Messages of the last updates are to leave as well.
    let stop_sender = CancellationToken::new();

    let runner =
        Runner { db: db.clone(), shop, clock: Arc::clone(&clock), telegram: telegram.clone(), handler, patience };
    let left_over = runner.left_over(&stop).await;
    let mut runner = tokio::spawn(runner.run(left_over, arrivals, stop_now.clone()));
    let intake = Arc::new(Receiver { db: db.clone(), shop, clock: Arc::clone(&clock), runner: to_runner });
    let is_polling = doorway.is_none();
    let mut door = tokio::spawn(webhook::receive(doorway, telegram.clone(), Arc::clone(&intake), stop_now.clone()));
    let beside: Vec<JoinHandle<()>> = beside.into_iter().map(|work| tokio::spawn(work(stop_now.clone()))).collect();
    let sender = Sender { db: db.clone(), shop, clock: Arc::clone(&clock), telegram, limits };
    let lead = Leader { db, shop, clock, intake: is_polling.then_some(intake), sender };
    let mut lead = tokio::spawn(lead.run(committed, stop_now.clone(), stop_sender.clone()));

    tokio::select! {
        () = stop.cancelled() => {}
        _ = &mut runner => tracing::error!("the runner broke down"),
        _ = &mut lead => tracing::error!("the sender broke down"),
        _ = &mut door => tracing::error!("the webhook broke down"),
    }
    stop_now.cancel();
    let farewell = async {
        ended(door).await;
        ended(runner).await;
        stop_sender.cancel();
        ended(lead).await;
        for work in beside {
            ended(work).await;
        }
    };
    // The tasks are not broken off: only the waiting for them ends.
    if timeout(SHUTDOWN_TIMEOUT, farewell).await.is_err() {
        tracing::warn!("not everything came to its end in time; the rest is done at the next start");
    }
}

async fn ended(task: JoinHandle<()>) {
    if !task.is_finished()
        && let Err(error) = task.await
    {
        tracing::error!(panic = error.is_panic(), "a task broke down while it was to end");
    }
}
