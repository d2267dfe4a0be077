//! The sender's state: the messages that wait, are being sent or were sent; and what follows from each outcome.

use std::{
    collections::{HashMap, HashSet},
    mem,
    sync::Arc,
    time::{Duration, Instant},
};

use tokio::task::{JoinError, JoinSet};
use tokio_util::sync::CancellationToken;

use super::{
    deliver::DeliveryError,
    queue::{Message, Queue},
    tasks::{Event, SendError, Sender},
};
use crate::{
    backoff::after,
    domain::TelegramId,
    service::outbox::{Heading, Queued},
    telegram::client::ApiError,
};

/// The most messages that are sent at the same time.
const MAX_IN_FLIGHT: usize = 16;
/// The pause after a read of the whole outbox, as a multiple of the time that it took.
const READ_REST: u32 = 9;
/// The most rows that one transaction deletes.
const DELETED_AT_ONCE: usize = 512;
/// The pause while Telegram refuses the token.
const TOKEN_PAUSE: Duration = Duration::from_secs(30);
/// Where Telegram asks so many chats in a row to slow down, all chats wait.
const FLOODED_CHATS: usize = 3;
/// The longest that all chats wait then.
const FLOOD_PAUSE: Duration = Duration::from_secs(60);
/// How long after `stop` messages are still started.
const DRAIN_TIMEOUT: Duration = Duration::from_secs(2);
/// How long after `stop` the sender waits for calls in progress.
const SHUTDOWN_TIMEOUT: Duration = Duration::from_secs(8);

/// The sender's state.
pub(super) struct State {
    sender: Arc<Sender>,
    queue: Queue,
    pub(super) tasks: JoinSet<Event>,
    in_flight: usize,
    /// Rows of sent messages, to be deleted.
    sent: Vec<i64>,
    /// Rows that are being deleted.
    deleting: Vec<i64>,
    /// Rows that were deleted since the last read of the outbox began.
    deleted: Vec<i64>,
    is_reading: bool,
    /// The whole outbox was read once. Before that, the outbox may hold an older message of a chat than the known ones.
    was_read_once: bool,
    /// Chats and bodies of messages that this process put into a shared outbox. Their headings are read first, since another
    /// process may have put an older message for the same chat.
    handed_over: HashMap<i64, (TelegramId, String)>,
    /// The same, of messages that the read in progress returns.
    to_be_found: HashMap<i64, (TelegramId, String)>,
    /// The whole outbox is to be read next.
    is_due: bool,
    /// When it is due again at the earliest.
    due_at: Instant,
    /// The chats that were asked to slow down since the last accepted message.
    flooded: HashSet<TelegramId>,
}

impl State {
    /// A state in which `sent` were sent already and are to be deleted.
    pub(super) fn new(sender: Sender, sent: Vec<i64>) -> Self {
        let mut queue = Queue::new(sender.limits, Instant::now());
        queue.mark_known(&sent);
        Self {
            queue,
            sender: Arc::new(sender),
            tasks: JoinSet::new(),
            in_flight: 0,
            sent,
            deleting: Vec::new(),
            deleted: Vec::new(),
            is_reading: false,
            was_read_once: false,
            handed_over: HashMap::new(),
            to_be_found: HashMap::new(),
            is_due: false,
            due_at: Instant::now(),
            flooded: HashSet::new(),
        }
    }

    pub(super) fn take_over(&mut self, queued: Vec<Queued>) {
        if self.sender.db.is_postgres() {
            let handed_over =
                queued.into_iter().map(|Queued { heading, body }| (heading.outbox_id, (heading.chat, body)));
            self.handed_over.extend(handed_over);
            return self.read();
        }
        let now = Instant::now();
        for Queued { heading, body } in queued {
            self.queue.add(Message { heading, body: Some(body) }, now);
        }
    }

    /// Starts every message that may be sent now. Returns when the next one may be.
    pub(super) fn start_sending(&mut self) -> Option<Instant> {
        while self.was_read_once && self.in_flight < MAX_IN_FLIGHT && !self.sender.term.is_over() {
            match self.queue.next(Instant::now()) {
                Ok(message) => {
                    self.in_flight = self.in_flight.saturating_add(1);
                    self.tasks.spawn(Arc::clone(&self.sender).send(message));
                }
                Err(wake_at) => return wake_at,
            }
        }
        None
    }

    pub(super) fn delete_sent(&mut self) {
        if self.deleting.is_empty() && !self.sent.is_empty() {
            self.deleting = self.sent.drain(..self.sent.len().min(DELETED_AT_ONCE)).collect();
            self.tasks.spawn(Arc::clone(&self.sender).delete(self.deleting.clone()));
        }
    }

    /// Reads the whole outbox, unless the pause after the last read is not over.
    pub(super) fn read_outbox(&mut self) {
        let now = Instant::now();
        self.queue.tidy(now);
        self.is_due |= self.due_at <= now;
        self.read();
    }

    /// Starts the next read, one at a time: rows that are deleted by now are not returned by it.
    fn read(&mut self) {
        if self.is_reading || !self.is_due && self.handed_over.is_empty() {
            return;
        }
        self.is_reading = true;
        self.to_be_found = mem::take(&mut self.handed_over);
        self.queue.forget(&mem::take(&mut self.deleted));
        let sender = Arc::clone(&self.sender);
        if mem::take(&mut self.is_due) {
            self.tasks.spawn(sender.read_all());
        } else {
            let chats: HashSet<TelegramId> = self.to_be_found.values().map(|(chat, _)| *chat).collect();
            self.tasks.spawn(sender.read_chats(chats.into_iter().collect()));
        }
    }

    /// What follows from the end of a task; false where the task broke down, after which the state is not reliable.
    pub(super) fn settle(&mut self, event: Result<Event, JoinError>) -> bool {
        match event {
            Ok(Event::Tried(message, outcome)) => {
                self.in_flight = self.in_flight.saturating_sub(1);
                self.settle_message(message, outcome);
            }
            Ok(Event::ReadAll(found, took)) => {
                self.due_at = after(Instant::now(), took.saturating_mul(READ_REST));
                self.was_read_once |= found.is_some();
                self.settle_read(found);
            }
            Ok(Event::ReadChats(found)) => self.settle_read(found),
            Ok(Event::Deleted(rows, is_done)) => {
                self.deleting.clear();
                if is_done { &mut self.deleted } else { &mut self.sent }.extend(rows);
            }
            // Tasks catch panics of sending.
            Err(error) => {
                tracing::error!(panic = error.is_panic(), "a task of the sender broke down");
                return false;
            }
        }
        true
    }

    fn settle_read(&mut self, found: Option<Vec<Heading>>) {
        self.is_reading = false;
        let now = Instant::now();
        for heading in found.into_iter().flatten() {
            let body = self.to_be_found.remove(&heading.outbox_id).map(|(_, body)| body);
            self.queue.add(Message { heading, body }, now);
        }
        self.to_be_found.clear();
        self.read();
    }

    fn settle_message(&mut self, message: Message, outcome: Result<(), SendError>) {
        let now = Instant::now();
        let Heading { outbox_id, chat, .. } = message.heading;
        match outcome {
            Ok(()) => {
                self.flooded.clear();
                self.sent(message.heading);
            }
            Err(SendError::Delivery(DeliveryError::Api(method, error))) => match error {
                ApiError::RetryAfter(pause) => {
                    tracing::warn!(?pause, "Telegram asks to slow down");
                    self.flooded.insert(chat);
                    if self.flooded.len() >= FLOODED_CHATS {
                        self.queue.hold_all(after(now, pause.min(FLOOD_PAUSE)));
                    }
                    self.queue.retry(message, Some(pause), now);
                }
                ApiError::Unreachable | ApiError::Deactivated => {
                    tracing::warn!(outbox_id, method, %error, "a message cannot be delivered; it is dropped");
                    self.queue.drop_all_but_replies(chat);
                    self.sent(message.heading);
                }
                ApiError::MigratedTo(group) => {
                    self.queue.redirect(chat, group, now);
                    let heading = Heading { chat: group, ..message.heading };
                    self.queue.retry(Message { heading, ..message }, Some(Duration::ZERO), now);
                }
                ApiError::Unauthorized | ApiError::NotFound | ApiError::Conflict => {
                    tracing::error!(method, %error, "Telegram does not accept the bot; messages wait");
                    self.queue.hold_all(after(now, TOKEN_PAUSE));
                    self.queue.retry(message, Some(TOKEN_PAUSE), now);
                }
                ApiError::Server(_) | ApiError::Network(_) | ApiError::Foreign(_) => {
                    tracing::warn!(method, %error, "a message could not be sent; trying again");
                    self.queue.retry(message, None, now);
                }
                ApiError::BadRequest(_)
                | ApiError::NotModified
                | ApiError::MessageGone
                | ApiError::QueryTooOld
                | ApiError::Answer => {
                    tracing::error!(outbox_id, method, %error, "a message can never be sent; it is dropped");
                    self.sent(message.heading);
                }
            },
            Err(SendError::Delivery(DeliveryError::Unknown) | SendError::Panic) => {
                tracing::error!(outbox_id, "a message has an unknown form; it is dropped");
                self.sent(message.heading);
            }
            Err(SendError::LeaseOver) => self.queue.retry(message, None, now),
            Err(SendError::Database(error)) => {
                tracing::error!(outbox_id, %error, "the outbox cannot be read or changed; the message is sent again");
                self.queue.retry(message, None, now);
            }
        }
    }

    fn sent(&mut self, heading: Heading) {
        self.sent.push(heading.outbox_id);
        self.queue.sent(heading.chat);
    }

    /// Sends the answers to the last updates unless `is_lost`, waits for calls in progress, and deletes sent rows.
    /// Returns the sent rows that could not be deleted.
    pub(super) async fn close(mut self, is_lost: &CancellationToken) -> Vec<i64> {
        let begun = Instant::now();
        loop {
            if begun.elapsed() < DRAIN_TIMEOUT && !is_lost.is_cancelled() {
                self.start_sending();
            }
            self.delete_sent();
            let is_looking = !(self.to_be_found.is_empty() && self.handed_over.is_empty());
            if self.in_flight == 0 && self.deleting.is_empty() && !is_looking {
                return Vec::new();
            }
            match tokio::time::timeout_at(after(begun, SHUTDOWN_TIMEOUT).into(), self.tasks.join_next()).await {
                Ok(Some(event)) => {
                    if !self.settle(event) {
                        break;
                    }
                }
                Ok(None) => return self.undeleted(),
                Err(_) => break,
            }
        }
        // A write in progress must not be cancelled.
        self.tasks.detach_all();
        let (sending, undeleted) = (self.in_flight, self.undeleted());
        tracing::warn!(sending, sent = undeleted.len(), "some messages may be sent again after the next start");
        undeleted
    }

    fn undeleted(self) -> Vec<i64> {
        [self.sent, self.deleting].concat()
    }
}

#[cfg(test)]
mod tests {
    use tempfile::TempDir;
    use tokio::{sync::watch, time::Instant as Moment};

    use super::*;
    use crate::{
        clock::SystemClock,
        domain::ShopId,
        messages::outgoing::Outgoing,
        service::outbox::Priority,
        storage::{Db, LeaseTerm},
        telegram::{Limits, client::Telegram},
    };

    /// A message whose sending fails, since no server answers.
    fn message() -> Message {
        let heading = Heading { outbox_id: 1, chat: TelegramId(7), number: 1, priority: Priority::Reply };
        let body = Outgoing::Send { text: "Hello".to_owned(), keyboard: None };
        Message { heading, body: Some(serde_json::to_string(&body).unwrap()) }
    }

    #[tokio::test]
    async fn nothing_is_sent_once_another_process_may_lead() {
        let directory = TempDir::new().unwrap();
        let db = Db::open(&format!("sqlite:{}", directory.path().join("kopilka.db").display())).await.unwrap();
        let (leads_until, term) = watch::channel(Some(Moment::now()));
        let sender = Sender {
            db,
            shop: ShopId(1),
            clock: Arc::new(SystemClock),
            telegram: Telegram::new("1:token", "http://127.0.0.1:1").unwrap(),
            limits: Limits::default(),
            term: LeaseTerm::Until(term),
        };
        let taken_before = Arc::new(sender.clone()).send(message()).await;
        assert!(matches!(taken_before, Event::Tried(_, Err(SendError::LeaseOver))));
        let mut state = State::new(sender, Vec::new());
        state.was_read_once = true;
        state.queue.add(message(), Instant::now());
        state.start_sending();
        assert!(state.tasks.is_empty());
        leads_until.send_replace(Some(Moment::now() + Duration::from_secs(60)));
        state.start_sending();
        let Some(Ok(Event::Tried(_, Err(error)))) = state.tasks.join_next().await else { panic!("it was not sent") };
        assert!(matches!(error, SendError::Delivery(DeliveryError::Api(_, ApiError::Network(_)))));
    }
}
