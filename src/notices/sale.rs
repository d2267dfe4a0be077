//! An invoice was issued: the customer is told, and the referrer where it brought them a reward.

use super::{to_customer, to_person};
use crate::{
    clock::Timestamp,
    domain::{CustomerId, Money, RefundedBefore, TelegramId},
    messages::{
        ShopFormat, balances, invoice, person,
        receipt::{Sale, receipt},
        reply::Reply,
    },
    service::{
        Result,
        customers::{self, Customer},
        invoices,
    },
    storage::Tx,
    texts::{Html, Points, staff_invoice as texts},
};

/// Tells the customer and the referrer of a sale. The seller already sees the receipt.
///
/// # Errors
/// The database's.
pub async fn issued(tx: &mut Tx, at: Timestamp, shop: ShopFormat, sale: &Sale<'_>) -> Result<()> {
    tell_customer(tx, at, shop, sale).await?;
    tell_referrer(tx, at, sale).await
}

/// Tells the customer, the seller and the referrer of a sale that the customer's consent completed.
///
/// # Errors
/// The database's.
pub async fn completed(
    tx: &mut Tx,
    at: Timestamp,
    shop: ShopFormat,
    sale: &Sale<'_>,
    seller: TelegramId,
) -> Result<()> {
    tell_customer(tx, at, shop, sale).await?;
    to_person(tx, at, seller, |language| receipt(language, shop, sale)).await?;
    tell_referrer(tx, at, sale).await
}

/// Tells the member of the staff who began a sale that another one has completed it.
///
/// # Errors
/// The database's.
pub async fn completed_by_another(
    tx: &mut Tx,
    at: Timestamp,
    shop: ShopFormat,
    sale: &Sale<'_>,
    seller: TelegramId,
) -> Result<()> {
    to_person(tx, at, seller, |language| receipt(language, shop, sale)).await
}

async fn tell_customer(tx: &mut Tx, at: Timestamp, shop: ShopFormat, sale: &Sale<'_>) -> Result<()> {
    let (invoice, lines) = invoices::get(tx, sale.customer.customer_id, sale.issued.invoice_id).await?;
    let coupons = &sale.issued.quote.coupons;
    let notice = |language| {
        Reply::text(Html::paragraphs([
            invoice::text(language, shop, &invoice, &lines, coupons, &RefundedBefore::default()),
            balances::points(language, &sale.balances, texts::notice_balance),
        ]))
    };
    to_customer(tx, at, &sale.customer, notice).await
}

async fn tell_referrer(tx: &mut Tx, at: Timestamp, sale: &Sale<'_>) -> Result<()> {
    match sale.issued.reward {
        Some((referrer, points)) => rewarded(tx, at, referrer, &sale.customer, points).await,
        None => Ok(()),
    }
}

/// Tells a referrer of the reward for a friend's first purchase.
///
/// # Errors
/// The database's.
pub async fn rewarded(
    tx: &mut Tx,
    at: Timestamp,
    referrer: CustomerId,
    friend: &Customer,
    points: Money,
) -> Result<()> {
    let referrer = customers::get(tx, referrer).await?;
    let friend = person::name(friend);
    to_customer(tx, at, &referrer, |language| Reply::text(texts::notice_reward(language, &friend, Points(points))))
        .await
}
