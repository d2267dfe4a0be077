//! The sender's state: which messages wait, which are on their way, which have left; and what each outcome means.

use std::{
    collections::{HashMap, HashSet},
    mem,
    sync::Arc,
    time::{Duration, Instant},
};

use tokio::task::{JoinError, JoinSet};
use tokio_util::sync::CancellationToken;

use super::{
    deliver::{DeliveryError, told},
    queue::{Message, Queue},
    tasks::{Event, SendError, Sender},
};
use crate::{
    domain::TelegramId,
    service::outbox::{Heading, Queued},
    telegram::client::ApiError,
};

/// The most messages on their way at the same time.
const IN_FLIGHT: usize = 16;
/// After the whole outbox was read it is left alone for so many times as long as that took.
const READ_REST: u32 = 9;
/// The most rows that one transaction deletes.
const DELETED_AT_ONCE: usize = 512;
/// The pause while Telegram refuses the token.
const TOKEN_PAUSE: Duration = Duration::from_secs(30);
/// So many chats in a row that are told to slow down mean all of them.
const FLOODED_CHATS: usize = 3;
/// The longest that all chats wait for that.
const FLOOD_PAUSE: Duration = Duration::from_secs(60);
/// How long messages are still started when it is time to stop.
const DRAIN_TIMEOUT: Duration = Duration::from_secs(2);
/// How long messages on their way may take when it is time to stop.
const SHUTDOWN_TIMEOUT: Duration = Duration::from_secs(8);

/// The sender's state.
pub(super) struct State {
    sender: Arc<Sender>,
    queue: Queue,
    pub(super) tasks: JoinSet<Event>,
    in_flight: usize,
    /// Rows to delete.
    left: Vec<i64>,
    /// Rows that are being deleted.
    deleting: Vec<i64>,
    /// Rows that were deleted since the last read of the outbox began.
    deleted: Vec<i64>,
    is_reading: bool,
    /// The whole outbox was read once. Before, something older may wait for a chat than what is known.
    is_primed: bool,
    /// What messages say that this process put into an outbox it shares: the headings are read, since another process may
    /// have put something older for the same chat.
    handed: HashMap<i64, (TelegramId, String)>,
    /// The same, of messages that the read under way finds.
    to_be_found: HashMap<i64, (TelegramId, String)>,
    /// The whole outbox is to be read next.
    is_due: bool,
    /// Until when it need not be.
    rests_until: Instant,
    /// The chats that were told to slow down since a message was taken.
    flooded: HashSet<TelegramId>,
}

impl State {
    /// A state for which `left` have left already, and are to be deleted.
    pub(super) fn new(sender: Sender, left: Vec<i64>) -> Self {
        let mut queue = Queue::new(sender.limits, Instant::now());
        queue.know(&left);
        Self {
            queue,
            sender: Arc::new(sender),
            tasks: JoinSet::new(),
            in_flight: 0,
            left,
            deleting: Vec::new(),
            deleted: Vec::new(),
            is_reading: false,
            is_primed: false,
            handed: HashMap::new(),
            to_be_found: HashMap::new(),
            is_due: false,
            rests_until: Instant::now(),
            flooded: HashSet::new(),
        }
    }

    pub(super) fn take_over(&mut self, queued: Vec<Queued>) {
        if self.sender.db.is_postgres() {
            let handed = queued.into_iter().map(|Queued { heading, body }| (heading.outbox_id, (heading.chat, body)));
            self.handed.extend(handed);
            return self.read();
        }
        let now = Instant::now();
        for Queued { heading, body } in queued {
            self.queue.add(Message { heading, body: Some(body) }, now);
        }
    }

    /// Starts every message that may go; when to come back for the next.
    pub(super) fn send_what_may_go(&mut self) -> Option<Instant> {
        while self.is_primed && self.in_flight < IN_FLIGHT {
            match self.queue.next(Instant::now()) {
                Ok(message) => {
                    self.in_flight += 1;
                    self.tasks.spawn(Arc::clone(&self.sender).send(message));
                }
                Err(wake_at) => return wake_at,
            }
        }
        None
    }

    pub(super) fn delete_what_left(&mut self) {
        if self.deleting.is_empty() && !self.left.is_empty() {
            self.deleting = self.left.drain(..self.left.len().min(DELETED_AT_ONCE)).collect();
            self.tasks.spawn(Arc::clone(&self.sender).delete(self.deleting.clone()));
        }
    }

    /// Reads the whole outbox, unless it was read a moment ago.
    pub(super) fn read_outbox(&mut self) {
        let now = Instant::now();
        self.queue.tidy(now);
        self.is_due |= self.rests_until <= now;
        self.read();
    }

    /// Reads what is to be read, one thing at a time: what has been deleted by now is met by no later read.
    fn read(&mut self) {
        if self.is_reading || !self.is_due && self.handed.is_empty() {
            return;
        }
        self.is_reading = true;
        self.to_be_found = mem::take(&mut self.handed);
        self.queue.forget(&mem::take(&mut self.deleted));
        let sender = Arc::clone(&self.sender);
        if mem::take(&mut self.is_due) {
            self.tasks.spawn(sender.read_all());
        } else {
            let chats: HashSet<TelegramId> = self.to_be_found.values().map(|(chat, _)| *chat).collect();
            self.tasks.spawn(sender.read_chats(chats.into_iter().collect()));
        }
    }

    pub(super) fn settle(&mut self, event: Result<Event, JoinError>) {
        match event {
            Ok(Event::Tried(message, outcome)) => {
                self.in_flight -= 1;
                self.settle_message(message, outcome);
            }
            Ok(Event::ReadAll(found, took)) => {
                self.rests_until = Instant::now() + took * READ_REST;
                self.is_primed |= found.is_some();
                self.settle_read(found);
            }
            Ok(Event::ReadChats(found)) => self.settle_read(found),
            Ok(Event::Deleted(rows, is_done)) => {
                self.deleting.clear();
                if is_done { &mut self.deleted } else { &mut self.left }.extend(rows);
            }
            // Jobs catch what can panic in them.
            Err(error) => tracing::error!(
                panic = error.is_panic(),
                "the sender broke down; its messages are found at the next start"
            ),
        }
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
                self.left(message.heading);
            }
            Err(SendError::Delivery(DeliveryError::Api(method, error))) => match error {
                ApiError::RetryAfter(pause) => {
                    tracing::warn!(?pause, "Telegram asks to slow down");
                    self.flooded.insert(chat);
                    if self.flooded.len() >= FLOODED_CHATS {
                        self.queue.hold_all(now + pause.min(FLOOD_PAUSE));
                    }
                    self.queue.put_back(message, Some(pause), now);
                }
                ApiError::Unreachable => {
                    self.queue.drop_unasked(chat);
                    self.left(message.heading);
                }
                ApiError::MigratedTo(group) => {
                    self.queue.redirect(chat, group, now);
                    let heading = Heading { chat: group, ..message.heading };
                    self.queue.put_back(Message { heading, ..message }, Some(Duration::ZERO), now);
                }
                ApiError::Unauthorized | ApiError::NotFound | ApiError::Conflict => {
                    tracing::error!(method, %error, "Telegram does not accept the bot: messages wait");
                    self.queue.hold_all(now + TOKEN_PAUSE);
                    self.queue.put_back(message, Some(TOKEN_PAUSE), now);
                }
                ApiError::Server(_) | ApiError::Network(_) => {
                    tracing::warn!(method, %error, "a message did not arrive; it is sent again");
                    self.queue.put_back(message, None, now);
                }
                ApiError::BadRequest(_)
                | ApiError::NotModified
                | ApiError::MessageGone
                | ApiError::QueryTooOld
                | ApiError::Answer => {
                    let error = error.to_string();
                    tracing::error!(
                        outbox_id,
                        method,
                        error = told(&error),
                        "a message can never be sent; it is dropped"
                    );
                    self.left(message.heading);
                }
            },
            Err(SendError::Delivery(DeliveryError::Unknown) | SendError::Panic) => {
                tracing::error!(outbox_id, "a message is in a form that is not known; it is dropped");
                self.left(message.heading);
            }
            Err(SendError::Database(error)) => {
                tracing::error!(outbox_id, %error, "the outbox cannot be changed; the message is sent again");
                self.queue.put_back(message, None, now);
            }
        }
    }

    fn left(&mut self, heading: Heading) {
        self.left.push(heading.outbox_id);
        self.queue.sent(heading.chat);
    }

    /// Sends what the last updates answered, unless `is_lost`, waits for what is on its way, and deletes what has left; what of that could not
    /// be deleted.
    pub(super) async fn close(mut self, is_lost: &CancellationToken) -> Vec<i64> {
        let begun = Instant::now();
        loop {
            if begun.elapsed() < DRAIN_TIMEOUT && !is_lost.is_cancelled() {
                self.send_what_may_go();
            }
            self.delete_what_left();
            let is_looking = !(self.to_be_found.is_empty() && self.handed.is_empty());
            if self.in_flight == 0 && self.deleting.is_empty() && !is_looking {
                return Vec::new();
            }
            match tokio::time::timeout_at((begun + SHUTDOWN_TIMEOUT).into(), self.tasks.join_next()).await {
                Ok(Some(event)) => self.settle(event),
                Ok(None) => return self.unnoted(),
                Err(_) => break,
            }
        }
        // A write that is under way must end by itself.
        self.tasks.detach_all();
        let (sending, unnoted) = (self.in_flight, self.unnoted());
        tracing::warn!(sending, sent = unnoted.len(), "some messages may be sent again next time");
        unnoted
    }

    fn unnoted(self) -> Vec<i64> {
        [self.left, self.deleting].concat()
    }
}
