//! What Kopilka does: one public function is one use case.

pub mod outbox;

use crate::storage;

/// Why something was not done.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The database could not.
    #[error(transparent)]
    Storage(#[from] storage::Error),
}

/// What a use case answers.
pub type Result<T> = std::result::Result<T, Error>;
