//! A debt was added or repaid: the customer is told what they owe now.

use super::to_customer;
use crate::{
    clock::Timestamp,
    domain::{Language, Money},
    messages::{ShopFormat, reply::Reply},
    service::{Result, customers::Customer},
    storage::Tx,
    texts::{Html, staff_points as texts},
};

/// A change of a customer's debt.
pub struct Change<'a> {
    /// The amount of the change.
    pub amount: Money,
    /// The debt after it; below zero, what is left of an advance.
    pub owed: Money,
    /// The comment of the member of the staff; may be empty.
    pub note: &'a str,
}

/// Tells a customer that they owe more.
///
/// # Errors
/// The database's.
pub async fn added(
    tx: &mut Tx,
    at: Timestamp,
    shop: ShopFormat,
    customer: &Customer,
    change: &Change<'_>,
) -> Result<()> {
    let text = if change.owed.is_negative() { texts::notice_advance } else { texts::notice_debt };
    to_customer(tx, at, customer, |language| change.notice(language, shop, text)).await
}

/// Tells a customer that they have paid.
///
/// # Errors
/// The database's.
pub async fn repaid(
    tx: &mut Tx,
    at: Timestamp,
    shop: ShopFormat,
    customer: &Customer,
    change: &Change<'_>,
) -> Result<()> {
    to_customer(tx, at, customer, |language| change.notice(language, shop, texts::notice_repaid)).await
}

impl Change<'_> {
    fn notice(&self, language: Language, shop: ShopFormat, text: fn(Language, &str, &str) -> Html) -> Reply {
        let text = text(language, &shop.money(language, self.amount), &shop.money(language, self.owed.size()));
        Reply::text(texts::with_note(language, text, Some(self.note).filter(|note| !note.is_empty())))
    }
}
