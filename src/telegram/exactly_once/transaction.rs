//! The transaction of the update that is being handled.

use std::sync::{Arc, Mutex, PoisonError};

use teloxide::payloads::AnswerCallbackQuery;

use crate::{service, storage::Tx};

/// The transaction of the update in progress, and the answer to its button. A handler takes the transaction, and gives it or
/// another one back uncommitted: the root marks the update as done in it.
#[derive(Clone)]
pub struct UpdateTransaction(Arc<Mutex<Option<Handled>>>);

/// A handled update, not yet committed.
pub struct Handled {
    /// The transaction with every effect of the update.
    pub tx: Tx,
    /// The answer to a pressed button, sent at once after the commit.
    pub answer: Option<AnswerCallbackQuery>,
}

impl UpdateTransaction {
    /// The transaction of an update.
    pub fn new(tx: Tx) -> Self {
        Self(Arc::new(Mutex::new(Some(Handled { tx, answer: None }))))
    }

    /// Takes the transaction.
    ///
    /// # Errors
    /// [`service::Error::Corrupt`] where it was taken and not given back.
    pub fn take(&self) -> service::Result<Tx> {
        self.take_handled().map(|handled| handled.tx)
    }

    /// Gives back a transaction, with the answer to the button.
    pub fn give(&self, tx: Tx, answer: Option<AnswerCallbackQuery>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(Handled { tx, answer });
    }

    pub(super) fn take_handled(&self) -> service::Result<Handled> {
        let handled = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        handled.ok_or(service::Error::Corrupt("a handler kept the transaction of its update"))
    }
}
