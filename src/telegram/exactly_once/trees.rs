//! The trees of handlers, and sending an update through one.

use std::{ops::ControlFlow, panic::AssertUnwindSafe};

use dptree::di::DependencyMap;
use futures_util::FutureExt as _;
use teloxide::dispatching::UpdateHandler;

use super::transaction::{Handled, UpdateTransaction};
use crate::{service, storage::Tx};

/// A tree of handlers for updates.
pub type Handlers = UpdateHandler<service::Error>;

/// The tree of the bot, and the tree for dead letters.
pub(super) struct Trees {
    pub(super) handlers: Handlers,
    pub(super) on_dead_letter: Handlers,
}

/// Why an attempt failed.
pub(super) enum AttemptError {
    /// An error of the handler or the database.
    Error(service::Error),
    /// A handler panicked. The message of the panic may hold texts of people, so it is not kept.
    Panic,
}

impl AttemptError {
    /// Is the cause an outage of the database, and not the update?
    pub(super) fn is_outage(&self) -> bool {
        matches!(self, Self::Error(service::Error::Storage(error)) if error.is_outage())
    }

    /// May the same attempt succeed at once?
    pub(super) fn is_conflict(&self) -> bool {
        matches!(self, Self::Error(service::Error::Storage(error)) if error.is_transient())
    }

    pub(super) fn log(&self, update_id: i64, what: &str) {
        match self {
            Self::Error(error) => tracing::error!(update_id, %error, "{what}"),
            Self::Panic => tracing::error!(update_id, error = "panic", "{what}"),
        }
    }
}

impl From<service::Error> for AttemptError {
    fn from(error: service::Error) -> Self {
        Self::Error(error)
    }
}

/// Passes an update through a tree, in a transaction. A panic is a failure. An update that no handler takes counts as
/// handled.
pub(super) async fn dispatch(
    tree: &Handlers,
    mut dependencies: DependencyMap,
    tx: Tx,
) -> Result<Handled, AttemptError> {
    let transaction = UpdateTransaction::new(tx);
    dependencies.insert(transaction.clone());
    // A panic rolls the transaction back; handlers share no other state that could be left inconsistent.
    match AssertUnwindSafe(tree.dispatch(dependencies)).catch_unwind().await {
        Ok(ControlFlow::Break(Err(error))) => Err(error.into()),
        Ok(ControlFlow::Break(Ok(())) | ControlFlow::Continue(_)) => Ok(transaction.take_handled()?),
        Err(_) => Err(AttemptError::Panic),
    }
}
