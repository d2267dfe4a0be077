//! Values of the domain as the till's JSON.

use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    api::amount::Amount,
    domain::{Money, Wallet},
    service::{
        contacts::Contact,
        ledger::{Balances, Entry},
    },
};

/// A client of the shop.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ClientView {
    /// The id of the client.
    id: i64,
    /// The e-mail.
    #[schema(example = "test@test.ru")]
    email: Option<String>,
    /// The digits of the phone number.
    #[schema(example = "77012345678")]
    phone: Option<String>,
    /// First and last name.
    #[schema(example = "Client First")]
    name: Option<String>,
}

/// A balance of a client.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct BalanceView {
    /// What can be spent.
    amount: Amount,
    /// What it is.
    currency: CurrencyName,
}

/// `points`, or `rubles`: the money of the shop, whatever its currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, serde::Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(super) enum CurrencyName {
    /// Points of both wallets.
    Points,
    /// Money of the shop's currency.
    Rubles,
}

/// A change of a balance.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct EntryView {
    /// Above zero: the client got it.
    amount: Amount,
    /// What it is.
    currency: CurrencyName,
    /// When, in milliseconds since 1970.
    #[serde(rename = "transactionDate")]
    #[schema(example = 1_548_968_400_000_i64)]
    date: i64,
    /// The id of the transaction.
    #[serde(rename = "transactionId")]
    #[schema(example = "123456789")]
    id: String,
}

impl From<Contact> for ClientView {
    fn from(contact: Contact) -> Self {
        Self {
            id: contact.customer_id.0,
            name: contact.name(),
            phone: contact.phone.map(|phone| phone.to_string().trim_start_matches('+').to_owned()),
            email: contact.email,
        }
    }
}

/// Both balances, points first.
pub(super) fn balances(balances: &Balances) -> [BalanceView; 2] {
    [
        BalanceView { amount: Amount(balances.all_points()), currency: CurrencyName::Points },
        BalanceView { amount: Amount(money(balances)), currency: CurrencyName::Rubles },
    ]
}

/// The money that can be spent.
pub(super) fn money(balances: &Balances) -> Money {
    balances.debt.negated().or_zero()
}

impl From<Entry> for EntryView {
    fn from(entry: Entry) -> Self {
        let currency = match entry.wallet {
            Wallet::Main | Wallet::Referral => CurrencyName::Points,
            Wallet::Money => CurrencyName::Rubles,
        };
        Self {
            amount: Amount(entry.amount_minor),
            currency,
            date: entry.entered_at.millis(),
            id: entry.entry_id.to_string(),
        }
    }
}
