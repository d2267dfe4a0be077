//! Starts the parts that receive, handle and send, and stops them in order.

use std::{sync::Arc, time::Duration};

use dptree::di::DependencyMap;
use teloxide::{Bot, adaptors::CacheMe};
use tokio::{sync::mpsc, task::JoinHandle, time::timeout};

use super::{
    alarm::AlarmHandler,
    answers::Answers,
    attachment::{Attachments, FileGate},
    client::Telegram,
    dispatcher::dispatch,
    exactly_once::{Handlers, Processor, RetryPolicy, exactly_once},
    leader::{Leader, LeaderTask},
    listener::{InboxListener, unfinished_updates},
    receiver::Receiver,
    sender::{Limits, Sender},
    webhook::{self, WebhookEndpoint},
};
use crate::{
    clock::Clock,
    domain::ShopId,
    shutdown::CancellationToken,
    storage::{Db, LeaseTerm},
};

/// The most batches in the channel to the listener.
const BATCHES: usize = 16;
/// How long all parts together may take to stop.
const SHUTDOWN_TIMEOUT: Duration = Duration::from_secs(8);

/// Everything that is needed to serve a bot.
pub struct Serving {
    /// The database.
    pub db: Db,
    /// The shop of the bot.
    pub shop: ShopId,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// The client of the Bot API.
    pub telegram: Telegram,
    /// The identity of the bot, see [`super::dispatcher::identity`].
    pub bot: CacheMe<Bot>,
    /// The tree of handlers.
    pub handlers: Handlers,
    /// The tree for updates that failed too often.
    pub on_dead_letter: Handlers,
    /// The dependencies of both trees, besides the update and its transaction.
    pub dependencies: DependencyMap,
    /// Which files of updates the handlers read.
    pub file_gate: FileGate,
    /// The rate limits of sending.
    pub limits: Limits,
    /// How often failed updates are tried again.
    pub retry_policy: RetryPolicy,
    /// The webhook; `None`: Telegram is polled.
    pub webhook: Option<WebhookEndpoint>,
    /// Tasks of the leader besides polling and sending.
    pub leader_tasks: Vec<LeaderTask>,
    /// Tells the owners where another program uses this bot's token.
    pub alarms: AlarmHandler,
}

/// A part of the program broke down, and the others were stopped.
#[derive(Debug, thiserror::Error)]
#[error("{0} broke down: the log says where")]
pub struct BrokenPart(pub(crate) &'static str);

/// Serves until `stop`, and then less than ten seconds longer: no new updates are accepted, updates in progress are
/// finished, then messages are sent. The rest stays in the database for the next start.
///
/// # Errors
/// [`BrokenPart`], where a part ended that nothing had asked to end.
pub async fn serve(serving: Serving, stop: CancellationToken) -> Result<(), BrokenPart> {
    let Serving { db, shop, clock, telegram, bot, limits, retry_policy, webhook, mut leader_tasks, alarms, .. } =
        serving;
    let (to_listener, arrivals) = mpsc::channel(BATCHES);
    let committed = db.committed_messages(shop);
    let stop_now = CancellationToken::new();
    // Answers to the last updates are sent as well.
    let stop_sender = CancellationToken::new();

    let answers = Answers::new(telegram.clone());
    let attachments = Attachments::new(telegram.clone(), serving.file_gate);
    let (processor, outcomes) =
        Processor::new(db.clone(), shop, Arc::clone(&clock), retry_policy, answers.clone(), attachments);
    let left_over = unfinished_updates(&processor, &stop).await;
    let listener = InboxListener::new(Arc::clone(&processor), outcomes, left_over, arrivals, stop_now.clone());
    let root = exactly_once(serving.handlers, serving.on_dead_letter);
    let mut dependencies = serving.dependencies;
    dependencies.insert(Arc::clone(&processor));
    let mut dispatching = tokio::spawn(dispatch(bot, root, dependencies, listener, processor));

    let receiver = Arc::new(Receiver {
        db: db.clone(),
        shop,
        clock: Arc::clone(&clock),
        telegram: telegram.clone(),
        listener: to_listener,
    });
    let is_polling = webhook.is_none();
    leader_tasks.extend(webhook.as_ref().map(|webhook| webhook.watch(telegram.clone(), Arc::clone(&alarms))));
    let mut receiving =
        tokio::spawn(webhook::receive(webhook, telegram.clone(), Arc::clone(&receiver), stop_now.clone()));
    let sender = Sender { db: db.clone(), shop, clock, telegram, limits, term: LeaseTerm::Unlimited };
    let leader = Leader { db, shop, receiver: is_polling.then_some(receiver), sender, tasks: leader_tasks, alarms };
    let mut leading = tokio::spawn(leader.run(committed, stop_now.clone(), stop_sender.clone()));

    let mut broken = tokio::select! {
        () = stop.cancelled() => None,
        _ = &mut dispatching => Some("the dispatcher of updates"),
        _ = &mut leading => Some("the sender of messages"),
        _ = &mut receiving => Some("the receiver of the webhook"),
    };
    if let Some(part) = broken {
        tracing::error!("{part} broke down: the program stops");
    }
    stop_now.cancel();
    let shutdown = async {
        broken = broken.or(broken_at_the_end(receiving, "the receiver of the webhook").await);
        broken = broken.or(broken_at_the_end(dispatching, "the dispatcher of updates").await);
        answers.finish().await;
        stop_sender.cancel();
        broken = broken.or(broken_at_the_end(leading, "the sender of messages").await);
    };
    // Tasks are not aborted; this only stops waiting for them.
    if timeout(SHUTDOWN_TIMEOUT, shutdown).await.is_err() {
        tracing::warn!("some work was not finished in time; it is done after the next start");
    }
    broken.map_or(Ok(()), |part| Err(BrokenPart(part)))
}

/// Waits for the end of a task; its name where it panicked meanwhile.
async fn broken_at_the_end(task: JoinHandle<()>, part: &'static str) -> Option<&'static str> {
    if task.is_finished() {
        return None;
    }
    let error = task.await.err()?;
    tracing::error!(panic = error.is_panic(), "{part} broke down during the stop");
    Some(part)
}
