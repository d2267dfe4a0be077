//! A till took points or money: the customer is told.

use super::to_customer;
use crate::{
    clock::Timestamp,
    domain::{CustomerId, Money},
    messages::{ShopFormat, write_off},
    service::{Result, customers, holds::Ended, ledger, write_offs::WrittenOff},
    storage::Tx,
};

/// Tells a customer of a write-off; nothing where it only used coupons up.
///
/// # Errors
/// The database's.
pub async fn written_off(tx: &mut Tx, at: Timestamp, shop: ShopFormat, done: &WrittenOff) -> Result<()> {
    taken(tx, at, shop, done.customer, done.points, done.money).await
}

/// Tells a customer that points of a hold were spent.
///
/// # Errors
/// The database's.
pub async fn captured(tx: &mut Tx, at: Timestamp, shop: ShopFormat, ended: &Ended) -> Result<()> {
    taken(tx, at, shop, ended.customer, ended.captured, Money::ZERO).await
}

async fn taken(
    tx: &mut Tx,
    at: Timestamp,
    shop: ShopFormat,
    customer: CustomerId,
    points: Money,
    money: Money,
) -> Result<()> {
    if points.is_zero() && money.is_zero() {
        return Ok(());
    }
    let customer = customers::get(tx, customer).await?;
    let left = ledger::balances(tx, customer.customer_id, at).await?;
    to_customer(tx, at, &customer, |language| write_off::written_off(language, shop, points, money, &left)).await
}
