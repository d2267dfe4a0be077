//! Who acts: a person for themselves, staff, an API key, a rule of the program, an import, an operator.

use super::{CustomerId, KeyId, Permission, Permissions, Role, TelegramId};

super::words! {
    /// What an actor is.
    ActorKind {
        /// A customer, for themselves.
        Person = "person",
        /// A member of the staff.
        Staff = "staff",
        /// An API key.
        Key = "key",
        /// A rule of the program, when its time has come.
        Rule = "rule",
        /// An import of a history that does not say who acted.
        Import = "import",
        /// The person who runs a command of the binary.
        Operator = "operator",
    }
}

/// Who acts, with the permissions that they have at this moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Actor {
    /// A customer, for themselves.
    Person(CustomerId),
    /// A member of the staff.
    Staff(TelegramId, Role),
    /// An API key.
    Key(KeyId, Permissions),
    /// A rule of the program.
    Rule,
    /// An import.
    Import,
    /// The person who runs a command of the binary: they have the database, and may do everything.
    Operator,
}

/// An actor as rows name it: without permissions, which change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ActorRef {
    /// What the actor is.
    pub kind: ActorKind,
    /// The customer, the Telegram account of the staff, the key; `None` for rules, imports and operators.
    pub id: Option<i64>,
}

impl Actor {
    /// Does the actor have this permission? What people do for themselves, rules and imports needs none.
    pub fn allows(&self, permission: Permission) -> bool {
        match self {
            Self::Staff(_, role) => role.allows(permission),
            Self::Key(_, permissions) => permissions.contain(permission),
            Self::Operator => true,
            Self::Person(_) | Self::Rule | Self::Import => false,
        }
    }

    /// The actor as rows name it.
    pub const fn reference(&self) -> ActorRef {
        match self {
            Self::Person(customer) => ActorRef { kind: ActorKind::Person, id: Some(customer.0) },
            Self::Staff(person, _) => ActorRef::staff(*person),
            Self::Key(key, _) => ActorRef { kind: ActorKind::Key, id: Some(key.0) },
            Self::Rule => ActorRef { kind: ActorKind::Rule, id: None },
            Self::Import => ActorRef::IMPORT,
            Self::Operator => ActorRef { kind: ActorKind::Operator, id: None },
        }
    }

    /// The role of a member of the staff.
    pub const fn role(&self) -> Option<Role> {
        match self {
            Self::Staff(_, role) => Some(*role),
            Self::Person(_) | Self::Key(..) | Self::Rule | Self::Import | Self::Operator => None,
        }
    }
}

impl ActorRef {
    /// An import that does not know who acted.
    pub const IMPORT: Self = Self { kind: ActorKind::Import, id: None };

    /// A member of the staff.
    pub const fn staff(person: TelegramId) -> Self {
        Self { kind: ActorKind::Staff, id: Some(person.0) }
    }

    /// The Telegram account, where the actor is a member of the staff.
    pub fn staff_id(&self) -> Option<TelegramId> {
        self.id.filter(|_| self.kind == ActorKind::Staff).map(TelegramId)
    }

    /// The key, where the actor is one.
    pub fn key_id(&self) -> Option<KeyId> {
        self.id.filter(|_| self.kind == ActorKind::Key).map(KeyId)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_staff_and_keys_have_permissions() {
        let sells = Permissions::of(&[Permission::IssueInvoice]);
        for (actor, allowed) in [
            (Actor::Person(CustomerId(1)), false),
            (Actor::Staff(TelegramId(1), Role::Cashier), true),
            (Actor::Key(KeyId(1), sells), true),
            (Actor::Key(KeyId(1), Permissions::default()), false),
            (Actor::Rule, false),
            (Actor::Import, false),
        ] {
            assert_eq!(actor.allows(Permission::IssueInvoice), allowed, "{actor:?}");
        }
        assert!(!Actor::Key(KeyId(1), sells).allows(Permission::RefundInvoice));
    }

    #[test]
    fn actors_of_different_kinds_are_different_although_their_numbers_are_the_same() {
        let actors = [
            Actor::Person(CustomerId(7)),
            Actor::Staff(TelegramId(7), Role::Owner),
            Actor::Key(KeyId(7), Permissions::default()),
        ];
        let references = actors.map(|actor| actor.reference());
        assert!(references[0] != references[1] && references[1] != references[2] && references[0] != references[2]);
        assert_eq!(references.map(|actor| actor.staff_id()), [None, Some(TelegramId(7)), None]);
        assert_eq!(references.map(|actor| actor.key_id()), [None, None, Some(KeyId(7))]);
        let cashier = Actor::Staff(TelegramId(7), Role::Cashier);
        assert_eq!(cashier.reference(), references[1], "with another role it is the same member of the staff");
    }
}
