//! The errors of use cases.

use super::Refusal;
use crate::{
    domain::{EntryKind, Money, RefundError, Wallet},
    storage,
};

/// Why a use case did not happen.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The rules do not allow it; the person is shown the refusal.
    #[error("refused: {0:?}")]
    Refused(Refusal),
    /// The database failed; a retry may succeed.
    #[error(transparent)]
    Storage(#[from] storage::Error),
    /// A use case posted an entry to a wallet where entries of its kind do not belong.
    #[error("no {kind} entry of {amount} belongs in a {wallet} wallet")]
    ForeignEntry {
        /// The kind of the entry.
        kind: EntryKind,
        /// The wallet.
        wallet: Wallet,
        /// Above zero: into the wallet.
        amount: Money,
    },
    /// Stored rows contradict each other.
    #[error("stored rows contradict each other: {0}")]
    Corrupt(&'static str),
}

/// What a use case returns.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// Would the same work succeed in another transaction at once?
    pub fn is_transient(&self) -> bool {
        matches!(self, Self::Storage(error) if error.is_transient())
    }
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<RefundError> for Error {
    fn from(error: RefundError) -> Self {
        Self::Refused(match error {
            RefundError::NothingLeft => Refusal::NothingLeft,
            RefundError::Nothing => Refusal::NothingToDo,
            RefundError::MoreThanLeft { left } => Refusal::MoreThanLeft { left },
            RefundError::MoreThanLeftOfLine { line, left } => Refusal::MoreThanLeftOfLine { line, left },
        })
    }
}
