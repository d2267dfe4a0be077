//! Money was paid in for a customer, or charged: the customer is told what they have now.

use super::to_customer;
use crate::{
    clock::Timestamp,
    domain::Language,
    messages::{ShopFormat, reply::Reply},
    service::{Result, accounts::Moved, customers},
    storage::Tx,
    texts::{Html, account as texts, staff_points},
};

/// Tells a customer that their payment was taken.
///
/// # Errors
/// The database's.
pub async fn paid_in(tx: &mut Tx, at: Timestamp, shop: ShopFormat, moved: &Moved) -> Result<()> {
    tell(tx, at, shop, moved, texts::notice_paid_in).await
}

/// Tells a customer that money was charged.
///
/// # Errors
/// The database's.
pub async fn charged(tx: &mut Tx, at: Timestamp, shop: ShopFormat, moved: &Moved) -> Result<()> {
    tell(tx, at, shop, moved, texts::notice_charged).await
}

async fn tell(
    tx: &mut Tx,
    at: Timestamp,
    shop: ShopFormat,
    moved: &Moved,
    text: fn(Language, &str, &str) -> Html,
) -> Result<()> {
    if moved.repeated {
        return Ok(());
    }
    let entry = &moved.transaction;
    let (amount, note) = (entry.amount_minor, Some(entry.note.as_str()).filter(|note| !note.is_empty()));
    let amount = if amount.is_negative() { amount.negated() } else { amount };
    let customer = customers::get(tx, entry.customer_id).await?;
    let notice = |language| {
        let text = text(language, &shop.money(language, amount), &shop.money(language, entry.balance_after_minor));
        Reply::text(staff_points::with_note(language, text, note))
    };
    to_customer(tx, at, &customer, notice).await
}
