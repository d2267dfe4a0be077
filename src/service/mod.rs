//! The use cases. Each public function is one: it checks who may, does all of it in the caller's transaction, and returns
//! what happened. Only [`ledger`] moves a balance.

pub mod integrity;
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

pub use operations::was_done;

use crate::{
    clock::Timestamp,
    domain::{Code, ConsentState, DraftError, HoldState, Money, Permission, Quantity, RefundError, Role, TelegramId},
    storage::{self, Tx, audit_log},
};

/// Who asks for a use case, when, and under which operation id.
#[derive(Clone, Debug)]
pub struct Call {
    /// The same id again returns the first result and changes nothing.
    pub operation: String,
    /// Who asks.
    pub actor: Actor,
    /// The present moment.
    pub at: Timestamp,
}

/// Who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Actor {
    /// A person for themselves.
    Person(TelegramId),
    /// A member of the staff, in the role they have at this moment.
    Staff(TelegramId, Role),
    /// Nobody: time has come, and the rules of the program say what happens.
    Rules,
}

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

impl Call {
    /// The same person and moment, under another operation id.
    pub fn under(&self, operation: impl Into<String>) -> Self {
        Self { operation: operation.into(), ..self.clone() }
    }

    /// What the rules do on the way, as part of the same operation.
    fn by_rules(&self) -> Self {
        Self { actor: Actor::Rules, ..self.clone() }
    }

    /// Refuses whoever does not have a permission at this moment.
    ///
    /// # Errors
    /// [`Refusal::NotAllowed`].
    pub fn require(&self, permission: Permission) -> Result<()> {
        match self.actor {
            Actor::Staff(_, role) if role.allows(permission) => Ok(()),
            _ => Err(Refusal::NotAllowed.into()),
        }
    }

    /// The member of the staff who asks.
    ///
    /// # Errors
    /// [`Refusal::NotAllowed`].
    fn staff(&self) -> Result<TelegramId> {
        match self.actor {
            Actor::Staff(id, _) => Ok(id),
            _ => Err(Refusal::NotAllowed.into()),
        }
    }

    /// Whom entries name as their author: staff; what people do for themselves has none.
    const fn author(&self) -> Option<TelegramId> {
        match self.actor {
            Actor::Staff(id, _) => Some(id),
            Actor::Person(_) | Actor::Rules => None,
        }
    }
}

/// Notes in the audit log what a member of the staff did.
async fn log(
    tx: &mut Tx,
    call: &Call,
    action: &str,
    customer: Option<crate::domain::CustomerId>,
    details: serde_json::Value,
) -> Result<()> {
    let Actor::Staff(actor, role) = call.actor else { return Ok(()) };
    let details = details.to_string();
    let operation = Some(call.operation.as_str());
    let action = audit_log::Action { actor, role, action, customer, operation, details: &details, at: call.at };
    Ok(audit_log::insert(tx, &action).await?)
}
