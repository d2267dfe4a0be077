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
pub mod refunds;
pub mod shop;
pub mod staff;
pub mod warnings;

pub use caller::{Caller, Operation};
pub use operations::was_done;

use crate::{
    clock::Timestamp,
    domain::{Code, ConsentState, DraftError, HoldState, Money, Quantity, RefundError},
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
    /// What is stored contradicts itself.
    #[error("stored rows contradict each other: {0}")]
    Corrupt(&'static str),
}

/// What a use case returns.
pub type Result<T> = std::result::Result<T, Error>;

/// Why the rules say no.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The role does not allow it.
    NotAllowed,
    /// There is no such customer (any more).
    UnknownCustomer,
    /// There is no such invoice of this customer.
    UnknownInvoice,
    /// The wallet has less than is to be taken from it.
    NotEnoughPoints {
        /// What it has.
        available: Money,
    },
    /// Fewer points than can be redeemed at once, or more than may pay for this invoice.
    RedemptionOutOfBounds {
        /// The fewest.
        least: Money,
        /// The most.
        most: Money,
    },
    /// More is repaid than is owed.
    MoreThanOwed {
        /// What is owed.
        owed: Money,
    },
    /// All of the invoice was refunded before.
    NothingLeft,
    /// More is to be refunded than is left of the invoice.
    MoreThanLeft {
        /// What is left, before points.
        left: Money,
    },
    /// More is to come back than is left of a line.
    MoreThanLeftOfLine {
        /// The line, counted from 1.
        line: usize,
        /// What is left of it.
        left: Quantity,
    },
    /// An invoice can be undone only by whoever issued it.
    NotYourInvoice,
    /// An invoice can be undone by whoever issued it for some minutes only.
    TooLateToUndo,
    /// The amount is zero or below.
    NothingToDo,
    /// The amounts are beyond what can be kept.
    TooLarge,
    /// The invoice is not one.
    BadDraft(DraftError),
    /// Another customer has this phone number.
    PhoneTaken(Code),
    /// The number belongs to a card that another Telegram account uses.
    PhoneOfAnother,
    /// Both cards have purchases, so they cannot become one.
    BothCardsInUse,
    /// A reason is missing.
    ReasonMissing,
    /// A name is missing or too long.
    BadName,
    /// The last owner cannot be dismissed, and nobody changes their own role.
    OwnRole,
    /// There is no such hold.
    UnknownHold,
    /// The hold has ended: it was captured or released before, or its time ran out.
    HoldEnded(HoldState),
    /// More is captured than was held.
    MoreThanHeld {
        /// What was held.
        held: Money,
    },
    /// A hold lasts from one minute to an hour.
    BadHoldTime,
    /// The customer has to agree to this spend, or show the code of their card.
    ConsentNeeded,
    /// The customer cannot be asked: they have no Telegram, or blocked the bot.
    CannotAsk,
    /// This person was not asked that.
    UnknownConsent,
    /// The question is answered, or its time ran out.
    ConsentEnded(ConsentState),
    /// The digits of the card were used, or are too old by now.
    CardCodeUsed,
    /// Too many wrong digits of cards were typed.
    TooManyGuesses {
        /// When the next ones are looked up.
        retry_at: Timestamp,
    },
    /// The same operation id was used for something else.
    OperationReused,
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
