//! The caller of a use case, and the operation id of a call that writes.

use super::{Refusal, Result};
use crate::{
    clock::Timestamp,
    domain::{Actor, CustomerId, KeyId, OperationId, Permission, Permissions, Role, TelegramId},
};

/// Who calls a use case, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Caller {
    /// The actor.
    pub actor: Actor,
    /// The present moment.
    pub at: Timestamp,
}

/// A call that changes something. The same id again returns the first result and changes nothing.
#[derive(Clone, Debug)]
pub struct Operation {
    /// Who calls, and when.
    pub caller: Caller,
    /// The id, unique among all doors.
    pub id: OperationId,
}

impl Caller {
    /// A customer who acts on their own card.
    pub const fn person(customer: CustomerId, at: Timestamp) -> Self {
        Self { actor: Actor::Person(customer), at }
    }

    /// A member of the staff, in the role they have at this moment.
    pub const fn staff(person: TelegramId, role: Role, at: Timestamp) -> Self {
        Self { actor: Actor::Staff(person, role), at }
    }

    /// An API key, with the permissions of its scopes.
    pub const fn key(key: KeyId, permissions: Permissions, at: Timestamp) -> Self {
        Self { actor: Actor::Key(key, permissions), at }
    }

    /// The person who runs a command of the binary.
    pub const fn operator(at: Timestamp) -> Self {
        Self { actor: Actor::Operator, at }
    }

    /// A rule of the program.
    pub const fn rule(at: Timestamp) -> Self {
        Self { actor: Actor::Rule, at }
    }

    /// The same call, as an operation.
    pub const fn operation(self, id: OperationId) -> Operation {
        Operation { caller: self, id }
    }

    /// Refuses an actor without a permission.
    ///
    /// # Errors
    /// [`Refusal::NotAllowed`].
    pub fn require(&self, permission: Permission) -> Result<()> {
        if self.actor.allows(permission) { Ok(()) } else { Err(Refusal::NotAllowed.into()) }
    }

    /// The Telegram account of the member of the staff who calls.
    ///
    /// # Errors
    /// [`Refusal::NotAllowed`] for every other actor.
    pub(super) fn staff_id(&self) -> Result<TelegramId> {
        Ok(self.actor.reference().staff_id().ok_or(Refusal::NotAllowed)?)
    }
}

impl Operation {
    /// As [`Caller::require`].
    ///
    /// # Errors
    /// [`Refusal::NotAllowed`].
    pub fn require(&self, permission: Permission) -> Result<()> {
        self.caller.require(permission)
    }

    /// The present moment.
    pub const fn at(&self) -> Timestamp {
        self.caller.at
    }

    /// The same operation with a rule of the program as its actor, for entries that the rule causes.
    pub(super) fn by_rule(&self) -> Self {
        Self { caller: Caller::rule(self.at()), id: self.id.clone() }
    }
}
