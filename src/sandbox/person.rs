//! Somebody with a Telegram account.

use serde::{Deserialize, Serialize};

/// A person who may talk to the bot.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Person {
    /// The Telegram id.
    pub id: i64,
    /// The first name, which everybody has.
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
    /// The phone number of the account, which is shared as a contact.
    #[serde(default)]
    pub phone: Option<String>,
    /// Whether the account is Telegram Premium.
    #[serde(default)]
    pub is_premium: bool,
    /// Whether they have talked to the bot before, so that it may write to them.
    #[serde(default)]
    pub has_started: bool,
    /// What the page calls them: "owner", "cashier", "customer", "newcomer".
    #[serde(default)]
    pub role: Option<String>,
}

impl Person {
    /// Somebody with an id and a first name, and nothing else.
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

    /// With a client in this language.
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

    /// Who has talked to the bot before.
    pub fn started(self) -> Self {
        Self { has_started: true, ..self }
    }

    /// In this role on the page.
    pub fn role(self, role: impl Into<String>) -> Self {
        Self { role: Some(role.into()), ..self }
    }
}
