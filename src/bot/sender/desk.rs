//! The sender's desk: which messages wait, which are on their way, which have left; and what each outcome means.

use std::{
    collections::HashSet,
    mem,
    sync::Arc,
    time::{Duration, Instant},
};

use tokio::task::{JoinError, JoinSet};

use super::{
    Sender,
    deliver::{Failure, told},
    jobs::{Event, Trouble},
    lineup::{Lineup, Message},
};
use crate::{
    bot::telegram::ApiError,
    domain::TelegramId,
    service::outbox::{Heading, Queued},
};

/// The most messages on their way at the same time.
const IN_FLIGHT: usize = 16;
/// Every so many reads the whole outbox is read, not only its end.
const WHOLE_EVERY: u32 = 60;
/// How far before the end a read begins: on PostgreSQL a lower row can be committed after a higher one.
const OVERLAP: i64 = 1_000;
/// The most rows that one transaction deletes.
const DELETED_AT_ONCE: usize = 512;
/// The pause while Telegram refuses the token.
const TOKEN_PAUSE: Duration = Duration::from_secs(30);
/// So many chats in a row that are told to slow down mean all of them.
const FLOODED_CHATS: usize = 3;
/// The longest that all chats wait for that.
const FLOOD_PAUSE: Duration = Duration::from_secs(60);
/// How long messages are still started when it is time to stop.
const LAST_WORDS: Duration = Duration::from_secs(2);
/// How long messages on their way may take when it is time to stop.
const FAREWELL: Duration = Duration::from_secs(8);

/// The sender's state.
pub(super) struct Desk {
    sender: Arc<Sender>,
    lineup: Lineup,
    pub(super) jobs: JoinSet<Event>,
    in_flight: usize,
    /// Rows to delete.
    left: Vec<i64>,
    is_deleting: bool,
    /// Rows that were deleted since the last read of the outbox began.
    deleted: Vec<i64>,
    is_reading: bool,
    reads: u32,
    /// The highest row that was met.
    end: i64,
    /// The chats that were told to slow down since a message was taken.
    flooded: HashSet<TelegramId>,
}

impl Desk {
    pub(super) fn new(sender: Sender) -> Self {
        Self {
            lineup: Lineup::new(sender.limits, Instant::now()),
            sender: Arc::new(sender),
            jobs: JoinSet::new(),
            in_flight: 0,
            left: Vec::new(),
            is_deleting: false,
            deleted: Vec::new(),
            is_reading: false,
            reads: 0,
            end: 0,
            flooded: HashSet::new(),
        }
    }

    pub(super) fn take_over(&mut self, queued: Vec<Queued>) {
        let now = Instant::now();
        for Queued { heading, body } in queued {
            self.end = self.end.max(heading.outbox_id);
            self.lineup.add(Message { heading, body: Some(body) }, now);
        }
    }

    /// Starts every message that may go; when to come back for the next.
    pub(super) fn send_what_may_go(&mut self) -> Option<Instant> {
        while self.in_flight < IN_FLIGHT {
            match self.lineup.next(Instant::now()) {
                Ok(message) => {
                    self.in_flight += 1;
                    self.jobs.spawn(Arc::clone(&self.sender).send(message));
                }
                Err(wake_at) => return wake_at,
            }
        }
        None
    }

    pub(super) fn delete_what_left(&mut self) {
        if !self.is_deleting && !self.left.is_empty() {
            self.is_deleting = true;
            let some = self.left.drain(..self.left.len().min(DELETED_AT_ONCE)).collect();
            self.jobs.spawn(Arc::clone(&self.sender).delete(some));
        }
    }

    pub(super) fn read_outbox(&mut self) {
        self.lineup.tidy(Instant::now());
        if self.is_reading {
            return;
        }
        self.is_reading = true;
        self.lineup.forget(&mem::take(&mut self.deleted));
        let after = if self.reads.is_multiple_of(WHOLE_EVERY) { 0 } else { self.end - OVERLAP };
        self.reads += 1;
        self.jobs.spawn(Arc::clone(&self.sender).read_after(after));
    }

    pub(super) fn settle(&mut self, event: Result<Event, JoinError>) {
        match event {
            Ok(Event::Tried(message, outcome)) => {
                self.in_flight -= 1;
                self.settle_message(message, outcome);
            }
            Ok(Event::Read(found)) => {
                self.is_reading = false;
                let now = Instant::now();
                for heading in found.into_iter().flatten() {
                    self.end = self.end.max(heading.outbox_id);
                    self.lineup.add(Message { heading, body: None }, now);
                }
            }
            Ok(Event::Deleted(rows, is_done)) => {
                self.is_deleting = false;
                if is_done { &mut self.deleted } else { &mut self.left }.extend(rows);
            }
            // Jobs catch what can panic in them.
            Err(error) => tracing::error!(%error, "the sender broke down; its messages are found at the next start"),
        }
    }

    fn settle_message(&mut self, message: Message, outcome: Result<(), Trouble>) {
        let now = Instant::now();
        let Heading { outbox_id, chat, .. } = message.heading;
        match outcome {
            Ok(()) => {
                self.flooded.clear();
                self.left(message.heading);
            }
            Err(Trouble::Delivery(Failure::Api(method, error))) => match error {
                ApiError::RetryAfter(pause) => {
                    tracing::warn!(?pause, "Telegram asks to slow down");
                    self.flooded.insert(chat);
                    if self.flooded.len() >= FLOODED_CHATS {
                        self.lineup.hold_all(now + pause.min(FLOOD_PAUSE));
                    }
                    self.lineup.put_back(message, Some(pause), now);
                }
                ApiError::Unreachable => {
                    self.lineup.drop_unasked(chat);
                    self.left(message.heading);
                }
                ApiError::MigratedTo(group) => {
                    self.lineup.redirect(chat, group, now);
                    let heading = Heading { chat: group, ..message.heading };
                    self.lineup.put_back(Message { heading, ..message }, Some(Duration::ZERO), now);
                }
                ApiError::Unauthorized | ApiError::NotFound | ApiError::Conflict => {
                    tracing::error!(method, %error, "Telegram does not accept the bot: messages wait");
                    self.lineup.hold_all(now + TOKEN_PAUSE);
                    self.lineup.put_back(message, Some(TOKEN_PAUSE), now);
                }
                ApiError::Server(_) | ApiError::Network(_) => {
                    tracing::warn!(method, %error, "a message did not arrive; it is sent again");
                    self.lineup.put_back(message, None, now);
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
            Err(Trouble::Delivery(Failure::Unknown) | Trouble::Panic) => {
                tracing::error!(outbox_id, "a message is in a form that is not known; it is dropped");
                self.left(message.heading);
            }
            Err(Trouble::Database(error)) => {
                tracing::error!(outbox_id, %error, "the outbox cannot be changed; the message is sent again");
                self.lineup.put_back(message, None, now);
            }
        }
    }

    fn left(&mut self, heading: Heading) {
        self.left.push(heading.outbox_id);
        self.lineup.sent(heading.chat);
    }

    /// Sends what the last updates answered, waits for what is on its way, and deletes what has left.
    pub(super) async fn close(mut self) {
        let begun = Instant::now();
        loop {
            if begun.elapsed() < LAST_WORDS {
                self.send_what_may_go();
            }
            self.delete_what_left();
            if self.in_flight == 0 && !self.is_deleting {
                return;
            }
            match tokio::time::timeout_at((begun + FAREWELL).into(), self.jobs.join_next()).await {
                Ok(Some(event)) => self.settle(event),
                Ok(None) => return,
                Err(_) => break,
            }
        }
        // A write that is under way must end by itself.
        self.jobs.detach_all();
        tracing::warn!(sending = self.in_flight, sent = self.left.len(), "some messages may be sent again next time");
    }
}
