//! A person with a Telegram account.

use serde::{Deserialize, Serialize};

/// The role of a person until the bot has written to them.
pub(crate) const NEWCOMER: &str = "newcomer";
/// The role of a newcomer from then on.
pub(crate) const CUSTOMER: &str = "customer";

/// A person who may talk to the bot.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Person {
    /// The Telegram id.
    pub id: i64,
    /// The first name, which every account has.
    pub first_name: String,
    /// The last name.
    #[serde(default)]
    pub last_name: Option<String>,
    /// The username, without "@".
    #[serde(default)]
    pub username: Option<String>,
    /// The language of the client, such as `ru`.
    #[serde(default)]
    pub language_code: Option<String>,
    /// The phone number of the account, which can be shared as a contact.
    #[serde(default)]
    pub phone: Option<String>,
    /// Whether the account is Telegram Premium.
    #[serde(default)]
    pub is_premium: bool,
    /// Whether they have started the bot before, so that it may write to them.
    #[serde(default)]
    pub has_started: bool,
    /// The role that the page shows: "owner", "manager", "cashier", "customer" or "newcomer".
    #[serde(default)]
    pub role: Option<String>,
}

impl Person {
    /// A person with an id and a first name only.
    pub fn new(id: i64, first_name: impl Into<String>) -> Self {
        Self {
            id,
            first_name: first_name.into(),
            last_name: None,
            username: None,
            language_code: None,
            phone: None,
            is_premium: false,
            has_started: false,
            role: None,
        }
    }

    /// With a last name.
    pub fn last_name(self, last_name: impl Into<String>) -> Self {
        Self { last_name: Some(last_name.into()), ..self }
    }

    /// With a username, without "@".
    pub fn username(self, username: impl Into<String>) -> Self {
        Self { username: Some(username.into()), ..self }
    }

    /// With this language of the client.
    pub fn language(self, code: impl Into<String>) -> Self {
        Self { language_code: Some(code.into()), ..self }
    }

    /// With this phone number.
    pub fn phone(self, phone: impl Into<String>) -> Self {
        Self { phone: Some(phone.into()), ..self }
    }

    /// With Telegram Premium.
    pub fn premium(self) -> Self {
        Self { is_premium: true, ..self }
    }

    /// Who has started the bot before.
    pub fn started(self) -> Self {
        Self { has_started: true, ..self }
    }

    /// With this role on the page.
    pub fn role(self, role: impl Into<String>) -> Self {
        Self { role: Some(role.into()), ..self }
    }
}
