//! A till wrote points or money off: the customer is told.

use super::to_customer;
use crate::{
    clock::Timestamp,
    messages::{ShopFormat, write_off},
    service::{Result, customers, ledger, write_offs::WrittenOff},
    storage::Tx,
};

/// Tells a customer of a write-off; nothing where it only used coupons up.
///
/// # Errors
/// The database's.
pub async fn written_off(tx: &mut Tx, at: Timestamp, shop: ShopFormat, done: &WrittenOff) -> Result<()> {
    if done.points.is_zero() && done.money.is_zero() {
        return Ok(());
    }
    let customer = customers::get(tx, done.customer).await?;
    let left = ledger::balances(tx, customer.customer_id, at).await?;
    to_customer(tx, at, &customer, |language| write_off::written_off(language, shop, done, &left)).await
}
