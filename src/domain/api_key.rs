//! Keys of the HTTP APIs, and what a key or a token may do.

use std::{fmt, str::FromStr};

use sha2::{Digest as _, Sha256};

use super::{Permission, Permissions, Role, UnknownWord};
use crate::clock::Chance;

/// What every key begins with.
const PREFIX: &str = "tb_";
/// How many characters follow.
const LENGTH: usize = 32;
/// How many characters of a key are kept for recognition.
const SHOWN: usize = 8;
/// The characters of a key.
const ALPHABET: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/// A key as its holder has it: `tb_` and 32 characters. It is a secret: only [`ApiKey::as_str`] returns it.
#[derive(Clone, PartialEq, Eq)]
pub struct ApiKey(String);

/// The text is not a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a key")]
pub struct ApiKeyError;

/// The SHA-256 hash of a secret, which is all that is stored of it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SecretDigest(String);

impl ApiKey {
    /// A new key.
    pub fn draw(chance: &dyn Chance) -> Self {
        Self(format!("{PREFIX}{}", random_text(chance, LENGTH)))
    }

    /// The whole key.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Its first characters, by which people recognize it.
    pub fn shown(&self) -> &str {
        &self.0[..SHOWN]
    }

    /// What is stored.
    pub fn digest(&self) -> SecretDigest {
        SecretDigest::of(&self.0)
    }
}

/// A text of random letters and digits, each with the same chance.
pub fn random_text(chance: &dyn Chance, length: usize) -> String {
    let mut text = String::with_capacity(length);
    while text.len() < length {
        let mut bits = chance.bits();
        for _ in 0..10 {
            // Six bits are one of 64 numbers; those without a character are left out.
            if let Some(&letter) = usize::try_from(bits & 63).ok().and_then(|place| ALPHABET.get(place))
                && text.len() < length
            {
                text.push(char::from(letter));
            }
            bits >>= 6;
        }
    }
    text
}

impl FromStr for ApiKey {
    type Err = ApiKeyError;

    fn from_str(text: &str) -> Result<Self, ApiKeyError> {
        let is_key = text
            .strip_prefix(PREFIX)
            .is_some_and(|rest| rest.len() == LENGTH && rest.bytes().all(|byte| byte.is_ascii_alphanumeric()));
        if is_key { Ok(Self(text.to_owned())) } else { Err(ApiKeyError) }
    }
}

impl fmt::Debug for ApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ApiKey({}…)", self.shown())
    }
}

impl SecretDigest {
    /// The hash of a secret.
    pub fn of(secret: &str) -> Self {
        Self(Sha256::digest(secret.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect())
    }

    /// The hash in hexadecimal digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

super::words! {
    /// A part of the HTTP APIs that a key or a token may use.
    Scope {
        /// The till.
        Till = "till",
        /// Parcels and clients of the platform, to read.
        PlatformRead = "platform:read",
        /// Parcels and clients of the platform, to change.
        PlatformWrite = "platform:write",
        /// The customers of the back office and the dashboard, to read.
        CustomersRead = "customers:read",
        /// The customers of the back office and the dashboard, to change.
        CustomersUpdate = "customers:update",
        /// Bills, to read.
        BillsRead = "bills:read",
        /// Bills, to make.
        BillsCreate = "bills:create",
        /// Bills, to change.
        BillsUpdate = "bills:update",
        /// All of the above.
        All = "all",
    }
}

impl Scope {
    /// What the use cases allow to a key of this scope.
    const fn permissions(self) -> Permissions {
        match self {
            Self::Till => Permissions::of(&[
                Permission::SeeCustomers,
                Permission::RegisterCustomer,
                Permission::IssueInvoice,
                Permission::HoldPoints,
                Permission::RefundInvoice,
            ]),
            Self::CustomersRead => Permissions::of(&[Permission::SeeCustomers]),
            Self::PlatformRead => Permissions::of(&[Permission::SeeCustomers, Permission::SeeParcels]),
            Self::PlatformWrite => Permissions::of(&[
                Permission::SeeCustomers,
                Permission::RegisterCustomer,
                Permission::SeeParcels,
                Permission::ChangeParcels,
            ]),
            Self::CustomersUpdate => Permissions::of(&[
                Permission::SeeCustomers,
                Permission::RegisterCustomer,
                Permission::CompleteCustomer,
                Permission::ChangeCustomers,
                Permission::MoveMoney,
            ]),
            Self::BillsRead => Permissions::of(&[Permission::SeeBills]),
            // A write answers with what it wrote.
            Self::BillsCreate => Permissions::of(&[Permission::SeeBills, Permission::MakeBills]),
            Self::BillsUpdate => Permissions::of(&[Permission::SeeBills, Permission::ChangeBills]),
            Self::All => Self::Till
                .permissions()
                .and(Self::PlatformWrite.permissions())
                .and(Self::CustomersUpdate.permissions())
                .and(Permissions::of(&[Permission::SeeBills, Permission::MakeBills, Permission::ChangeBills])),
        }
    }
}

/// A set of scopes. Written as words with spaces between them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Scopes(u16);

impl Scopes {
    /// The scopes of a member of the staff: all of them for who may correct what others did, else those of the counter.
    pub fn of_role(role: Role) -> Self {
        if role.allows(Permission::RefundInvoice) {
            [Scope::All].into_iter().collect()
        } else {
            [Scope::Till, Scope::CustomersRead, Scope::BillsRead].into_iter().collect()
        }
    }

    /// Does the set allow this? [`Scope::All`] allows everything.
    pub const fn allow(self, scope: Scope) -> bool {
        self.contains(Scope::All) || self.contains(scope)
    }

    /// What both sets allow.
    #[must_use]
    pub const fn within(self, other: Self) -> Self {
        match (self.contains(Scope::All), other.contains(Scope::All)) {
            (_, true) => self,
            (true, false) => other,
            (false, false) => Self(self.0 & other.0),
        }
    }

    /// The scopes of the set.
    pub fn iter(self) -> impl Iterator<Item = Scope> {
        Scope::ALL.iter().copied().filter(move |scope| self.contains(*scope))
    }

    /// Is the set empty?
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// What the use cases allow to a key of these scopes.
    pub fn permissions(self) -> Permissions {
        self.iter().fold(Permissions::default(), |all, scope| all.and(scope.permissions()))
    }

    const fn contains(self, scope: Scope) -> bool {
        self.0 & (1 << scope as u16) != 0
    }
}

impl FromIterator<Scope> for Scopes {
    fn from_iter<T: IntoIterator<Item = Scope>>(scopes: T) -> Self {
        Self(scopes.into_iter().fold(0, |bits, scope| bits | 1 << scope as u16))
    }
}

impl fmt::Display for Scopes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words: Vec<&str> = self.iter().map(Scope::as_str).collect();
        f.write_str(&words.join(" "))
    }
}

impl FromStr for Scopes {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        text.split_whitespace().map(str::parse).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::SeededChance;

    #[test]
    fn a_key_is_drawn_read_and_recognized() {
        let chance = SeededChance::new(1);
        let key = ApiKey::draw(&chance);
        assert_eq!(key.as_str().len(), 35);
        assert_eq!(key.as_str().parse::<ApiKey>().unwrap(), key);
        assert!(key.as_str().starts_with(key.shown()) && key.shown().starts_with("tb_"));
        assert_ne!(ApiKey::draw(&chance), key);
        assert!(!format!("{key:?}").contains(key.as_str()), "a key is never printed");
        assert_eq!(key.digest().as_str().len(), 64);
    }

    #[test]
    fn what_is_not_a_key_is_refused() {
        let rest = "A".repeat(LENGTH);
        for text in ["", "tb_", &rest, &format!("tb_{rest}A"), &format!("TB_{rest}"), &format!("tb_{}-", &rest[1..])] {
            assert_eq!(text.parse::<ApiKey>(), Err(ApiKeyError), "{text}");
        }
    }

    #[test]
    fn every_character_is_drawn() {
        let text = random_text(&SeededChance::new(2), 10_000);
        for letter in ALPHABET {
            let times = text.bytes().filter(|byte| byte == letter).count();
            assert!((100..230).contains(&times), "{}: {times}", char::from(*letter));
        }
    }

    #[test]
    fn of_two_sets_only_what_both_allow_is_left() {
        let set = |text: &str| text.parse::<Scopes>().unwrap();
        for (one, other, both) in [
            ("all", "all", "all"),
            ("all", "till bills:read", "till bills:read"),
            ("till", "all", "till"),
            ("till customers:read", "customers:read bills:read", "customers:read"),
            ("till", "bills:read", ""),
        ] {
            assert_eq!(set(one).within(set(other)), set(both), "{one} and {other}");
        }
    }

    #[test]
    fn scopes_are_written_and_read() {
        let scopes: Scopes = [Scope::PlatformRead, Scope::Till].into_iter().collect();
        assert_eq!(scopes.to_string(), "till platform:read");
        assert_eq!("till platform:read".parse::<Scopes>().unwrap(), scopes);
        assert!("till sail".parse::<Scopes>().is_err());
        assert!(scopes.allow(Scope::Till) && !scopes.allow(Scope::PlatformWrite) && !scopes.allow(Scope::All));
        let all: Scopes = [Scope::All].into_iter().collect();
        assert!(Scope::ALL.iter().all(|scope| all.allow(*scope)));
    }

    #[test]
    fn managers_and_owners_have_all_scopes_and_cashiers_those_of_the_counter() {
        assert_eq!(Scopes::of_role(Role::Owner).to_string(), "all");
        assert_eq!(Scopes::of_role(Role::Manager).to_string(), "all");
        assert_eq!(Scopes::of_role(Role::Cashier).to_string(), "till customers:read bills:read");
    }

    #[test]
    fn no_key_corrects_points_decides_on_the_program_or_moves_cards() {
        let all: Scopes = Scope::ALL.iter().copied().collect();
        for permission in
            [Permission::AdjustPoints, Permission::ChangeProgram, Permission::AppointStaff, Permission::ManageKeys]
        {
            assert!(!all.permissions().contain(permission), "{permission}");
        }
    }
}
