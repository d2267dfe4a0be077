//! The back office moved a customer's money: the customer is told how much, and what they have now.

use super::to_customer;
use crate::{
    clock::Timestamp,
    domain::{EntryKind, Language, Money},
    messages::{ShopFormat, reply::Reply},
    service::{Result, accounts::Moved, customers},
    storage::Tx,
    texts::{Html, balance as balances, staff_points as texts},
};

/// Tells a customer of a deposit or a charge; nothing of one that was told before.
///
/// # Errors
/// The database's.
pub async fn moved(tx: &mut Tx, at: Timestamp, shop: ShopFormat, moved: &Moved) -> Result<()> {
    let Moved { transaction, repeated: false } = moved else { return Ok(()) };
    let customer = customers::get(tx, transaction.customer_id).await?;
    let (amount, balance) = (transaction.amount_minor, transaction.balance_after_minor);
    let notice = |language| {
        let text = match transaction.kind {
            EntryKind::Charge => texts::notice_charge(language, &shop.money(language, amount.negated())),
            _ => texts::notice_deposit(language, &shop.money(language, amount)),
        };
        let text = Html::lines([text, balance_line(language, shop, balance)]);
        Reply::text(texts::with_note(language, text, Some(transaction.note.as_str()).filter(|note| !note.is_empty())))
    };
    to_customer(tx, at, &customer, notice).await
}

/// What they owe, or have paid in advance.
fn balance_line(language: Language, shop: ShopFormat, balance: Money) -> Html {
    if balance.is_negative() {
        balances::debt(language, &shop.money(language, balance.negated()))
    } else {
        balances::credit(language, &shop.money(language, balance))
    }
}
