//! A customer as a row.

use crate::{
    clock::Timestamp,
    domain::{
        ClientCode, Code, CustomerId, Email, GroupId, Language, Money, Phone, Searched, TelegramId, known_code, visible,
    },
};

/// A customer of the shop.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Customer {
    /// The row.
    pub customer_id: CustomerId,
    /// What staff type and friends enter.
    pub code: Code,
    /// Their account; `None` until they claim a card that staff or the import registered.
    pub telegram_id: Option<TelegramId>,
    /// As Telegram, staff or the imported file has it; may be empty.
    pub first_name: Option<String>,
    /// May be empty.
    pub last_name: Option<String>,
    /// May be empty.
    pub middle_name: String,
    /// The company for which they buy; may be empty.
    pub company_name: String,
    /// Without the `@`.
    pub username: Option<String>,
    /// E.164.
    pub phone: Option<Phone>,
    /// The e-mail.
    pub email: Option<Email>,
    /// Their group.
    pub group_id: Option<GroupId>,
    /// What they may owe at most; `None`: no limit was set.
    pub credit_limit_minor: Option<Money>,
    /// Not given up: they may earn and spend.
    pub is_active: bool,
    /// The shop lets them neither earn nor spend.
    pub is_blocked: bool,
    /// What another system calls them.
    pub outside_code: Option<ClientCode>,
    /// They are told nothing of their parcels.
    pub mutes_parcels: bool,
    /// The language that the person chose.
    pub language: Option<Language>,
    /// The language code that Telegram last reported.
    pub telegram_language: Option<String>,
    /// Who invited them.
    pub referrer_id: Option<CustomerId>,
    /// The code of the referrer whom the imported file names and who is not linked: they were not imported, or were invited by
    /// this customer.
    pub named_referrer: Option<String>,
    /// They bought something: promo codes and the referrer's reward are over.
    pub has_purchased: bool,
    /// The card that the person uses instead of this one.
    pub merged_into_id: Option<CustomerId>,
    /// When they became a customer.
    pub joined_at: Timestamp,
    /// When they last opened the bot.
    pub visited_at: Timestamp,
    /// When they blocked the bot, if they did.
    pub bot_blocked_at: Option<Timestamp>,
    /// When Telegram said that their account was deleted, if it did.
    pub gone_at: Option<Timestamp>,
}

/// A customer to be.
#[derive(Clone, Debug, Default)]
pub struct NewCustomer {
    /// Their account, if they have come themselves.
    pub telegram_id: Option<TelegramId>,
    /// Given name.
    pub first_name: Option<String>,
    /// Family name.
    pub last_name: Option<String>,
    /// Without the `@`.
    pub username: Option<String>,
    /// Pays Telegram.
    pub is_premium: bool,
    /// E.164.
    pub phone: Option<Phone>,
    /// The e-mail.
    pub email: Option<Email>,
    /// As Telegram reported it.
    pub telegram_language: Option<String>,
}

impl Customer {
    /// A customer of whom nothing is known, who came at `at`.
    #[cfg(test)]
    pub(crate) fn unnamed(customer_id: CustomerId, at: Timestamp) -> Self {
        Self {
            customer_id,
            code: Code::from_number(10_001),
            telegram_id: None,
            first_name: None,
            last_name: None,
            middle_name: String::new(),
            company_name: String::new(),
            username: None,
            phone: None,
            email: None,
            group_id: None,
            credit_limit_minor: None,
            is_active: true,
            is_blocked: false,
            outside_code: None,
            mutes_parcels: false,
            language: None,
            telegram_language: None,
            referrer_id: None,
            named_referrer: None,
            has_purchased: false,
            merged_into_id: None,
            joined_at: at,
            visited_at: at,
            bot_blocked_at: None,
            gone_at: None,
        }
    }

    /// The name to show: given and family name, else the username, else the code. Without characters that cannot be seen.
    pub fn name(&self) -> String {
        let full = [self.first_name.as_deref(), self.last_name.as_deref()].into_iter().flatten();
        let full = visible(&full.collect::<Vec<_>>().join(" "));
        let username = visible(self.username.as_deref().unwrap_or_default());
        match (full.as_str(), username.as_str()) {
            ("", "") => self.code.to_string(),
            ("", username) => format!("@{username}"),
            _ => full,
        }
    }

    /// The name that friends use: the given name alone where there is one.
    pub fn given_name(&self) -> String {
        let given = visible(self.first_name.as_deref().unwrap_or_default());
        if given.is_empty() { self.name() } else { given }
    }

    /// The code that parcels name them by: the one that another system gave them, else their own.
    pub fn client_code(&self) -> &str {
        known_code(self.outside_code.as_ref(), &self.code)
    }

    /// What the customer is found by.
    pub fn terms(&self) -> Vec<String> {
        self.searched().terms()
    }

    pub(super) fn searched(&self) -> Searched<'_> {
        Searched {
            first_name: self.first_name.as_deref().unwrap_or_default(),
            middle_name: &self.middle_name,
            last_name: self.last_name.as_deref().unwrap_or_default(),
            company_name: &self.company_name,
            username: self.username.as_deref().unwrap_or_default(),
            email: self.email.as_ref(),
            phone: self.phone.as_ref(),
        }
    }

    /// The language of what is sent to them without an update of theirs.
    pub fn speaks(&self) -> Language {
        self.language.unwrap_or_else(|| Language::from_telegram(self.telegram_language.as_deref()))
    }
}
