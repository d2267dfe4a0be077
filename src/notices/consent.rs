//! A sale or a write-off waits for the customer's consent to spend points: the customer is asked, and the seller is told the outcome.

use super::{to_customer, to_person};
use crate::{
    clock::Timestamp,
    domain::{ConsentId, CustomerId, Language, TelegramId},
    messages::{
        ShopFormat,
        callback::{CustomerPress, StaffPress},
        person, refusal,
        reply::{Reply, button},
        write_off,
    },
    service::{
        Refusal, Result,
        consents::Question,
        customers::{self, Customer},
        shop,
        write_offs::WriteOff,
    },
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
    let shop = shop_name(tx).await?;
    let notice = |language| {
        let total = format.money(language, question.quote.total);
        let points = Points(question.quote.redeemed);
        let text = match shop.as_str() {
            "" => texts::question(language, points, &total),
            shop => texts::question_of_shop(language, points, &total, shop),
        };
        answerable(language, question.consent_id, text)
    };
    to_customer(tx, at, customer, notice).await
}

/// Asks a customer to agree to a write-off of a till.
///
/// # Errors
/// The database's.
pub async fn asked_by_till(
    tx: &mut Tx,
    at: Timestamp,
    format: ShopFormat,
    customer: CustomerId,
    consent: ConsentId,
    wanted: &WriteOff,
) -> Result<()> {
    let customer = customers::get(tx, customer).await?;
    let shop = shop_name(tx).await?;
    let notice = |language| {
        let question = match shop.as_str() {
            "" => texts::till_question(language),
            shop => texts::till_question_of_shop(language, shop),
        };
        let coupons = match wanted.coupons.len() {
            0 => Html::default(),
            count => texts::till_question_coupons(language, &count.to_string()),
        };
        let amounts = write_off::amounts(language, format, wanted.points, wanted.money);
        answerable(language, consent, Html::lines([question, amounts, coupons]))
    };
    to_customer(tx, at, &customer, notice).await
}

/// The name of the shop, as a question has room for it; may be empty.
async fn shop_name(tx: &mut Tx) -> Result<String> {
    Ok(shortened(&shop::organization(tx).await?.name, person::MAX_NAME))
}

/// A question with its two answers.
fn answerable(language: Language, consent: ConsentId, text: Html) -> Reply {
    let answer = |label, agrees| button(label, CustomerPress::Consent(consent, agrees).encode());
    Reply::text(text).buttons(vec![vec![
        answer(texts::button_agree(language), true),
        answer(texts::button_decline(language), false),
    ]])
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
        let why = refusal::staff_text(language, shop, refusal);
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
