//! A sale waits for the customer's consent to redeem points: the customer is asked, and the seller is told the outcome.

use super::{to_customer, to_person};
use crate::{
    clock::Timestamp,
    domain::{Language, TelegramId},
    messages::{
        ShopFormat,
        callback::{CustomerPress, StaffPress},
        person, refusal,
        reply::{Reply, button},
    },
    service::{Refusal, Result, consents::Question, customers::Customer, shop},
    storage::Tx,
    texts::{Html, Points, consent as texts, format::shortened, staff_invoice},
};

/// Asks a customer to agree to the points of a sale.
///
/// # Errors
/// The database's.
pub async fn asked(
    tx: &mut Tx,
    at: Timestamp,
    format: ShopFormat,
    customer: &Customer,
    question: &Question,
) -> Result<()> {
    let shop = shortened(&shop::organization(tx).await?.name, person::MAX_NAME);
    let notice = |language| {
        let total = format.money(language, question.quote.total);
        let points = Points(question.quote.redeemed);
        let text = match shop.as_str() {
            "" => texts::question(language, points, &total),
            shop => texts::question_of_shop(language, points, &total, shop),
        };
        let answer = |label, agrees| button(label, CustomerPress::Consent(question.consent_id, agrees).encode());
        Reply::text(text).buttons(vec![vec![
            answer(texts::button_agree(language), true),
            answer(texts::button_decline(language), false),
        ]])
    };
    to_customer(tx, at, customer, notice).await
}

/// Tells a customer who was asked that staff cancelled the sale.
///
/// # Errors
/// The database's.
pub async fn cancelled(tx: &mut Tx, at: Timestamp, customer: &Customer) -> Result<()> {
    to_customer(tx, at, customer, |language| Reply::text(texts::notice_cancelled(language))).await
}

/// Tells the member of the staff who asked that another one cancelled the sale.
///
/// # Errors
/// The database's.
pub async fn cancelled_by_another(tx: &mut Tx, at: Timestamp, seller: TelegramId, customer: &Customer) -> Result<()> {
    let name = person::name(customer);
    to_person(tx, at, seller, |language| Reply::text(texts::cancelled_by_another(language, &name))).await
}

/// Tells the seller that the customer declined.
///
/// # Errors
/// The database's.
pub async fn declined(tx: &mut Tx, at: Timestamp, seller: TelegramId, customer: &Customer) -> Result<()> {
    let name = person::name(customer);
    to_person(tx, at, seller, |language| Reply::text(texts::not_agreed(language, &name))).await
}

/// Tells the seller that the customer agreed, but the sale was refused.
///
/// # Errors
/// The database's.
pub async fn failed(
    tx: &mut Tx,
    at: Timestamp,
    shop: ShopFormat,
    seller: TelegramId,
    customer: &Customer,
    refusal: &Refusal,
) -> Result<()> {
    let name = person::name(customer);
    let notice = |language| {
        let why = refusal::text(language, shop, refusal);
        Reply::text(Html::paragraphs([texts::failed(language, &name), why]))
    };
    to_person(tx, at, seller, notice).await
}

/// Tells the seller that the customer did not answer in time.
///
/// # Errors
/// The database's.
pub async fn expired(tx: &mut Tx, at: Timestamp, seller: TelegramId, customer: &Customer) -> Result<()> {
    let name = person::name(customer);
    let notice = |language: Language| {
        let again = button(staff_invoice::button_new_sale(language), StaffPress::NewSale.encode());
        Reply::text(texts::expired(language, &name)).buttons(vec![vec![again]])
    };
    to_person(tx, at, seller, notice).await
}
