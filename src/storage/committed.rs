//! What transactions put into the outbox, handed to the sender of this process once it is committed. A message that is not
//! handed over (the sender is in another process, or starts later) is found in the outbox. The sender of events to webhooks is only
//! woken: it reads them.

use std::{
    collections::HashMap,
    sync::{Arc, PoisonError, RwLock},
};

use tokio::sync::{
    Notify,
    mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel},
};

use crate::domain::{ShopId, TelegramId};

/// Which messages go first when more is to be sent than Telegram takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Priority {
    /// The answer to an update, for which a person waits.
    Reply,
    /// What a person is told because something happened.
    Notice,
    /// A message to many people.
    Broadcast,
}

impl Priority {
    /// Every priority, the most urgent first.
    pub const ALL: [Self; 3] = [Self::Reply, Self::Notice, Self::Broadcast];

    /// The word in the metrics.
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Reply => "reply",
            Self::Notice => "notice",
            Self::Broadcast => "broadcast",
        }
    }

    pub(super) const fn as_number(self) -> i64 {
        match self {
            Self::Reply => 0,
            Self::Notice => 1,
            Self::Broadcast => 2,
        }
    }

    pub(super) fn from_number(number: i64) -> Self {
        Self::ALL.into_iter().find(|priority| priority.as_number() == number).unwrap_or(Self::Broadcast)
    }
}

/// A row of the outbox without its body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Heading {
    /// The row.
    pub outbox_id: i64,
    /// Where to.
    pub chat: TelegramId,
    /// Orders the messages of the chat. Two that were put at the same time may have the same.
    pub number: i64,
    /// How urgent it is.
    pub priority: Priority,
}

/// A message in the outbox, as the sender takes it over.
#[derive(Clone, PartialEq, Eq)]
pub struct Queued {
    /// Its row, chat and priority.
    pub heading: Heading,
    /// What it says, as JSON.
    pub body: String,
}

/// The channel to the sender of each shop that this process serves.
#[derive(Clone, Default)]
pub(super) struct Senders {
    channels: Arc<RwLock<HashMap<ShopId, UnboundedSender<Vec<Queued>>>>>,
    /// Wakes the sender of events to webhooks.
    webhooks: Arc<Notify>,
}

/// The messages of one transaction, to be handed over when it is committed. Dropped, they are not.
pub(super) struct Handover {
    senders: Senders,
    shop: ShopId,
    messages: Vec<Queued>,
    wakes_webhooks: bool,
}

impl Senders {
    pub(super) fn channel(&self, shop: ShopId) -> UnboundedReceiver<Vec<Queued>> {
        let (sender, receiver) = unbounded_channel();
        self.channels.write().unwrap_or_else(PoisonError::into_inner).insert(shop, sender);
        receiver
    }

    pub(super) fn handover(&self, shop: ShopId, messages: Vec<Queued>, wakes_webhooks: bool) -> Handover {
        Handover { senders: self.clone(), shop, messages, wakes_webhooks }
    }

    fn of(&self, shop: ShopId) -> Option<UnboundedSender<Vec<Queued>>> {
        self.channels.read().unwrap_or_else(PoisonError::into_inner).get(&shop).cloned()
    }

    /// Is notified when events for webhooks were committed.
    pub(super) fn webhooks(&self) -> Arc<Notify> {
        Arc::clone(&self.webhooks)
    }
}

impl Handover {
    /// To be called after the commit. The channel is looked up now, not when the commit began: of a channel that was opened in
    /// between, the sender may have read the outbox before the commit, and would send later messages of the chat first.
    pub(super) fn send(self) {
        if self.wakes_webhooks {
            self.senders.webhooks.notify_one();
        }
        if !self.messages.is_empty()
            && let Some(sender) = self.senders.of(self.shop)
            && sender.send(self.messages).is_err()
        {
            tracing::debug!("the sender has stopped: the messages wait in the outbox for the next start");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_channel_that_opens_during_a_commit_gets_its_messages() {
        let (senders, shop) = (Senders::default(), ShopId(1));
        let heading = Heading { outbox_id: 1, chat: TelegramId(7), number: 1, priority: Priority::Notice };
        let handover = senders.handover(shop, vec![Queued { heading, body: String::new() }], false);
        let mut channel = senders.channel(shop);
        handover.send();
        assert_eq!(channel.try_recv().unwrap()[0].heading, heading);
    }
}
