//! Tasks of the sender: sending a message, reading the outbox, deleting rows.

use std::{
    panic::AssertUnwindSafe,
    sync::Arc,
    time::{Duration, Instant},
};

use futures_util::FutureExt as _;

use super::{
    deliver::{DeliveryError, deliver},
    queue::Message,
    rate_limit::Limits,
};
use crate::{
    clock::Clock,
    domain::{ShopId, TelegramId},
    service::{
        self,
        outbox::{self, Heading},
    },
    storage::{Db, LeaseTerm},
    telegram::client::{ApiError, Telegram},
};

/// Rows of one read.
const PAGE: i64 = 2_000;
/// The pause after the database failed.
const DATABASE_PAUSE: Duration = Duration::from_secs(1);

/// The sender of a shop: its methods are the tasks.
#[derive(Clone)]
pub(crate) struct Sender {
    pub(crate) db: Db,
    pub(crate) shop: ShopId,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) telegram: Telegram,
    pub(crate) limits: Limits,
    /// While it is not over, no other process sends. Set when the process begins to lead.
    pub(crate) term: LeaseTerm,
}

/// The outcome of a task.
pub(super) enum Event {
    /// A message was sent, or not.
    Tried(Message, Result<(), SendError>),
    /// The whole outbox was read in this time; `None`: it could not be read.
    ReadAll(Option<Vec<Heading>>, Duration),
    /// The outbox of some chats was read.
    ReadChats(Option<Vec<Heading>>),
    /// Rows were deleted, or could not be.
    Deleted(Vec<i64>, bool),
}

/// Why a message was not sent.
pub(super) enum SendError {
    Delivery(DeliveryError),
    Database(service::Error),
    /// Another process may send it.
    LeaseOver,
    /// A bug, which would panic again.
    Panic,
}

impl Sender {
    /// Sends a message.
    pub(super) async fn send(self: Arc<Self>, mut message: Message) -> Event {
        // Boxed, since the future is large and a task is moved several times before it runs.
        let outcome = AssertUnwindSafe(Box::pin(self.try_to_send(&mut message))).catch_unwind().await;
        Event::Tried(message, outcome.unwrap_or(Err(SendError::Panic)))
    }

    async fn try_to_send(&self, message: &mut Message) -> Result<(), SendError> {
        let Heading { outbox_id, chat, .. } = message.heading;
        if message.body.is_none() {
            message.body = self.read_body(outbox_id).await.map_err(SendError::Database)?;
        }
        // The row was deleted when the person was found unreachable.
        let Some(body) = &message.body else { return Ok(()) };
        // The process may have been stopped, or the database silent, for longer than its lease.
        if self.term.is_over() {
            return Err(SendError::LeaseOver);
        }
        let failure = match deliver(&self.telegram, chat, body).await {
            Ok(()) => return Ok(()),
            Err(failure) => heeded(failure, chat),
        };
        match &failure {
            DeliveryError::Api(_, ApiError::Unreachable) => {
                self.note_unreachable(outbox_id, chat, false).await.map_err(SendError::Database)?
            }
            DeliveryError::Api(_, ApiError::Deactivated) => {
                self.note_unreachable(outbox_id, chat, true).await.map_err(SendError::Database)?
            }
            DeliveryError::Api(_, ApiError::MigratedTo(group)) => {
                self.note_migrated(chat, *group).await.map_err(SendError::Database)?;
            }
            _ => {}
        }
        Err(SendError::Delivery(failure))
    }

    async fn read_body(&self, outbox_id: i64) -> service::Result<Option<String>> {
        let mut tx = self.db.read(self.shop).await?;
        outbox::body(&mut tx, outbox_id).await
    }

    async fn note_unreachable(&self, outbox_id: i64, chat: TelegramId, is_gone: bool) -> service::Result<()> {
        let mut tx = self.db.begin(self.shop).await?;
        outbox::unreachable(&mut tx, outbox_id, chat, is_gone, self.clock.now()).await?;
        Ok(tx.commit().await?)
    }

    async fn note_migrated(&self, from: TelegramId, to: TelegramId) -> service::Result<()> {
        let mut tx = self.db.begin(self.shop).await?;
        outbox::migrated(&mut tx, from, to).await?;
        Ok(tx.commit().await?)
    }

    /// Reads the whole outbox.
    pub(super) async fn read_all(self: Arc<Self>) -> Event {
        let began_at = Instant::now();
        let pages = async {
            // One transaction: a message in its snapshot implies the earlier messages of the chat, whatever their row ids.
            let mut tx = self.db.read(self.shop).await?;
            let (mut found, mut after) = (Vec::new(), 0);
            loop {
                let page = outbox::after(&mut tx, after, PAGE).await?;
                let is_last = i64::try_from(page.len()).is_ok_and(|rows| rows < PAGE);
                after = page.last().map_or(after, |heading| heading.outbox_id);
                found.extend(page);
                if is_last {
                    return Ok(found);
                }
            }
        };
        let found = logged(pages.await);
        Event::ReadAll(found, began_at.elapsed())
    }

    /// Reads what is in the outbox for some chats.
    pub(super) async fn read_chats(self: Arc<Self>, chats: Vec<TelegramId>) -> Event {
        let read = async {
            let mut tx = self.db.read(self.shop).await?;
            outbox::of_chats(&mut tx, &chats).await
        };
        Event::ReadChats(logged(read.await))
    }

    /// Deletes rows.
    pub(super) async fn delete(self: Arc<Self>, rows: Vec<i64>) -> Event {
        let delete = async {
            let mut tx = self.db.begin(self.shop).await?;
            outbox::done(&mut tx, &rows).await?;
            Ok::<_, service::Error>(tx.commit().await?)
        };
        let deleted = delete.await;
        if let Err(error) = &deleted {
            tracing::error!(%error, "sent messages cannot be deleted from the outbox; trying again");
            tokio::time::sleep(DATABASE_PAUSE).await;
        }
        Event::Deleted(rows, deleted.is_ok())
    }
}

/// Only a group becomes a supergroup: a person's messages are never sent to another chat.
fn heeded(failure: DeliveryError, chat: TelegramId) -> DeliveryError {
    match failure {
        DeliveryError::Api(method, ApiError::MigratedTo(to)) if !(chat.is_group() && to.is_group()) => {
            DeliveryError::Api(method, ApiError::Answer)
        }
        failure => failure,
    }
}

/// A read is not waited for when the program stops, so it may come after the end of the database.
fn logged(read: service::Result<Vec<Heading>>) -> Option<Vec<Heading>> {
    let is_late = matches!(&read, Err(service::Error::Storage(error)) if error.is_closed());
    let logs = |error: &service::Error| tracing::error!(%error, "the outbox cannot be read; trying again");
    read.inspect_err(|error| {
        if !is_late {
            logs(error)
        }
    })
    .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_groups_migrate() {
        const GROUP: TelegramId = TelegramId(-1_005);
        for (chat, to, is_heeded) in [(-5, GROUP, true), (501, GROUP, false), (-5, TelegramId(501), false)] {
            let failure = DeliveryError::Api("SendMessage", ApiError::MigratedTo(to));
            let heeded = heeded(failure, TelegramId(chat));
            assert_eq!(matches!(heeded, DeliveryError::Api(_, ApiError::MigratedTo(_))), is_heeded, "{chat} to {to}");
        }
    }
}
