//! The use cases. Each public function is one: it checks who may, does all of it in the caller's transaction, and returns
//! what happened. Only [`ledger`] moves a balance.

pub mod integrity;
mod caller;
pub mod card_codes;
pub mod consents;
pub mod customers;
pub mod debts;
pub mod dialogues;
pub mod holds;
pub mod inbox;
pub mod invoices;
pub mod ledger;
mod operations;
pub mod outbox;
pub mod points;
pub mod referrals;
mod refusal;
pub mod refunds;
pub mod shop;
pub mod staff;
pub mod warnings;

pub use caller::{Caller, Operation};
pub use operations::was_done;
pub use refusal::{Refusal, RefusalCode};

use crate::{
    domain::{EntryKind, Money, Wallet},
    storage,
};

/// Why a use case did not happen.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The rules say no; the person is told why.
    #[error("refused: {0:?}")]
    Refused(Refusal),
    /// The database failed; the same may succeed later.
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
    /// What is stored contradicts itself.
    #[error("stored rows contradict each other: {0}")]
    Corrupt(&'static str),
}

/// What a use case returns.
pub type Result<T> = std::result::Result<T, Error>;
