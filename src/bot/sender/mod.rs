//! The sender: carries the outbox to Telegram, in order within a chat, within Telegram's limits, until each message arrived
//! or never can.
//!
//! A row is deleted after Telegram took the message. When the process dies in between, or an answer is lost on the way, the
//! message is sent twice: rather that than not at all.

mod deliver;
mod lineup;
mod pace;

use std::{
    collections::HashSet,
    mem,
    panic::AssertUnwindSafe,
    sync::Arc,
    time::{Duration, Instant},
};

use futures_util::FutureExt as _;
use tokio::{
    sync::mpsc,
    task::JoinSet,
    time::{MissedTickBehavior, interval},
};

use super::{
    stop::Stop,
    telegram::{ApiError, Telegram},
};
use crate::{
    clock::Clock,
    domain::{ShopId, TelegramId},
    service::{
        self,
        outbox::{self, Heading, Queued},
    },
    storage::Db,
};
use deliver::{Failure, deliver, told};
use lineup::{Lineup, Message};

/// The most messages on their way at the same time.
const IN_FLIGHT: usize = 16;
/// How often the outbox is read for messages that nobody handed over.
const READ_EVERY: Duration = Duration::from_secs(1);
/// Every so many reads the whole outbox is read, not only its end.
const WHOLE_EVERY: u32 = 60;
/// How far before the end a read begins: on PostgreSQL a lower row can be committed after a higher one.
const OVERLAP: i64 = 1_000;
/// Rows of one read.
const PAGE: i64 = 2_000;
/// The most rows that one transaction deletes.
const DELETED_AT_ONCE: usize = 512;
/// The pause after the database failed.
const DATABASE_PAUSE: Duration = Duration::from_secs(1);
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

/// How fast messages may go.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// In all, a second; 0: no limit.
    pub per_second: u32,
    /// To one chat, one in this time.
    pub chat_interval: Duration,
    /// To one chat, at once.
    pub chat_burst: u32,
}

impl Limits {
    /// What Telegram tolerates, but for `per_second`; 0 takes every limit away, for a server that is not Telegram.
    pub fn per_second(per_second: u32) -> Self {
        match per_second {
            0 => Self { per_second, chat_interval: Duration::ZERO, chat_burst: u32::MAX },
            _ => Self { per_second, ..Self::default() },
        }
    }
}

impl Default for Limits {
    /// What Telegram tolerates.
    fn default() -> Self {
        Self { per_second: 30, chat_interval: Duration::from_secs(1), chat_burst: 4 }
    }
}

/// Hands messages to the sender once they are committed. Those that it never hears of it finds in the outbox, a little later.
#[derive(Clone)]
pub(crate) struct Outlet(mpsc::UnboundedSender<Vec<Queued>>);

impl Outlet {
    /// An outlet, and its other end for [`Sender::run`].
    pub(crate) fn new() -> (Self, mpsc::UnboundedReceiver<Vec<Queued>>) {
        let (outlet, inlet) = mpsc::unbounded_channel();
        (Self(outlet), inlet)
    }

    pub(crate) fn hand(&self, queued: Vec<Queued>) {
        if !queued.is_empty() && self.0.send(queued).is_err() {
            tracing::debug!("the sender has stopped: the messages wait in the outbox for the next start");
        }
    }
}

/// What the sender works with.
pub(crate) struct Sender {
    pub(crate) db: Db,
    pub(crate) shop: ShopId,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) telegram: Telegram,
    pub(crate) limits: Limits,
}

impl Sender {
    /// Sends until the signal to stop; then finishes what is on its way.
    pub(crate) async fn run(self, mut inlet: mpsc::UnboundedReceiver<Vec<Queued>>, stop: Stop) {
        let mut desk = Desk::new(self);
        let mut read = interval(READ_EVERY);
        read.set_missed_tick_behavior(MissedTickBehavior::Delay);
        while !stop.is_given() {
            let wake_at = desk.send_what_may_go();
            desk.delete_what_left();
            tokio::select! {
                biased;
                () = stop.given() => break,
                // Before what keeps coming under load, because it also forgets what is over.
                _ = read.tick() => desk.read_outbox(),
                Some(event) = desk.jobs.join_next() => desk.settle(event),
                Some(queued) = inlet.recv() => desk.take_over(queued),
                () = sleep_until(wake_at), if wake_at.is_some() => {}
            }
        }
        while let Ok(queued) = inlet.try_recv() {
            desk.take_over(queued);
        }
        desk.close().await;
    }
}

/// What happened in a job.
enum Event {
    /// A message left, or did not.
    Tried(Message, Result<(), Trouble>),
    /// The outbox was read; `None`: it could not be.
    Read(Option<Vec<Heading>>),
    /// Rows were deleted, or could not be.
    Deleted(Vec<i64>, bool),
}

/// Why a message is still here.
enum Trouble {
    Delivery(Failure),
    Database(service::Error),
    /// A fault of ours that would come again.
    Panic,
}

/// The sender's state.
struct Desk {
    sender: Arc<Sender>,
    lineup: Lineup,
    jobs: JoinSet<Event>,
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
    fn new(sender: Sender) -> Self {
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

    fn take_over(&mut self, queued: Vec<Queued>) {
        let now = Instant::now();
        for Queued { heading, body } in queued {
            self.end = self.end.max(heading.outbox_id);
            self.lineup.add(Message { heading, body: Some(body) }, now);
        }
    }

    /// Starts every message that may go; when to come back for the next.
    fn send_what_may_go(&mut self) -> Option<Instant> {
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

    fn delete_what_left(&mut self) {
        if !self.is_deleting && !self.left.is_empty() {
            self.is_deleting = true;
            let some = self.left.drain(..self.left.len().min(DELETED_AT_ONCE)).collect();
            self.jobs.spawn(Arc::clone(&self.sender).delete(some));
        }
    }

    fn read_outbox(&mut self) {
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

    fn settle(&mut self, event: Result<Event, tokio::task::JoinError>) {
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
    async fn close(mut self) {
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

impl Sender {
    async fn send(self: Arc<Self>, mut message: Message) -> Event {
        let outcome = AssertUnwindSafe(self.try_to_send(&mut message)).catch_unwind().await;
        Event::Tried(message, outcome.unwrap_or(Err(Trouble::Panic)))
    }

    async fn try_to_send(&self, message: &mut Message) -> Result<(), Trouble> {
        let Heading { outbox_id, chat, .. } = message.heading;
        if message.body.is_none() {
            message.body = self.read_body(outbox_id).await.map_err(Trouble::Database)?;
        }
        // Deleted by whoever found the person unreachable.
        let Some(body) = &message.body else { return Ok(()) };
        let failure = match deliver(&self.telegram, chat, body).await {
            Ok(()) => return Ok(()),
            Err(failure) => failure,
        };
        match &failure {
            Failure::Api(_, ApiError::Unreachable) => {
                self.note_unreachable(outbox_id, chat).await.map_err(Trouble::Database)?
            }
            Failure::Api(_, ApiError::MigratedTo(group)) => {
                self.note_migrated(chat, *group).await.map_err(Trouble::Database)?;
            }
            _ => {}
        }
        Err(Trouble::Delivery(failure))
    }

    async fn read_body(&self, outbox_id: i64) -> service::Result<Option<String>> {
        let mut tx = self.db.read(self.shop).await?;
        outbox::body(&mut tx, outbox_id).await
    }

    async fn note_unreachable(&self, outbox_id: i64, chat: TelegramId) -> service::Result<()> {
        let mut tx = self.db.begin(self.shop).await?;
        outbox::unreachable(&mut tx, outbox_id, chat, self.clock.now()).await?;
        Ok(tx.commit().await?)
    }

    async fn note_migrated(&self, from: TelegramId, to: TelegramId) -> service::Result<()> {
        let mut tx = self.db.begin(self.shop).await?;
        outbox::migrated(&mut tx, from, to).await?;
        Ok(tx.commit().await?)
    }

    async fn read_after(self: Arc<Self>, mut after: i64) -> Event {
        let mut found = Vec::new();
        loop {
            match self.read_page(after).await {
                Ok(page) => {
                    let is_last = i64::try_from(page.len()).is_ok_and(|rows| rows < PAGE);
                    after = page.last().map_or(after, |heading| heading.outbox_id);
                    found.extend(page);
                    if is_last {
                        return Event::Read(Some(found));
                    }
                }
                Err(error) => {
                    tracing::error!(%error, "the outbox cannot be read; trying again");
                    return Event::Read(None);
                }
            }
        }
    }

    async fn read_page(&self, after: i64) -> service::Result<Vec<Heading>> {
        let mut tx = self.db.read(self.shop).await?;
        outbox::after(&mut tx, after, PAGE).await
    }

    async fn delete(self: Arc<Self>, rows: Vec<i64>) -> Event {
        let delete = async {
            let mut tx = self.db.begin(self.shop).await?;
            outbox::done(&mut tx, &rows).await?;
            Ok::<_, service::Error>(tx.commit().await?)
        };
        let deleted = delete.await;
        if let Err(error) = &deleted {
            tracing::error!(%error, "messages that left cannot be deleted; trying again");
            tokio::time::sleep(DATABASE_PAUSE).await;
        }
        Event::Deleted(rows, deleted.is_ok())
    }
}

async fn sleep_until(moment: Option<Instant>) {
    match moment {
        Some(moment) => tokio::time::sleep_until(moment.into()).await,
        None => std::future::pending().await,
    }
}
