//! The seam between the way of an update and what the bot makes of it.

use std::sync::Arc;

use teloxide::{payloads::AnswerCallbackQuery, types::Update};

use crate::{service, storage::Tx, telegram::BoxFuture};

/// What was made of one update, not yet committed.
pub struct Handled {
    /// The transaction with every effect of the update.
    pub tx: Tx,
    /// The answer to a pressed button; sent at once after the commit.
    pub answer: Option<AnswerCallbackQuery>,
}

impl Handled {
    /// Nothing to say.
    pub const fn without_reply(tx: Tx) -> Self {
        Self { tx, answer: None }
    }
}

/// Who makes something of updates.
///
/// Both functions get a transaction and give one back, which may be another: one that was spoiled can be rolled back and a
/// new one begun. They must not commit it, because the runner adds "this update is done".
pub trait Handler: Send + Sync + 'static {
    /// Makes something of an update. An error or a panic undoes everything, and the update comes again after a pause.
    fn handle(&self, tx: Tx, update: Arc<Update>) -> BoxFuture<'_, Result<Handled, service::Error>>;

    /// The update failed too often and does not come again: apologize to the person, alarm the owners.
    fn on_dead_letter(&self, tx: Tx, update: Arc<Update>) -> BoxFuture<'_, Result<Handled, service::Error>>;
}
