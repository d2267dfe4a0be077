//! A till wrote points or money off: the customer is told.

use super::to_customer;
use crate::{
    clock::Timestamp,
    domain::CustomerId,
    messages::{ShopFormat, balances, reply::Reply},
    service::{Result, customers, ledger, write_offs::WrittenOff},
    storage::Tx,
    texts::{Html, format, staff_invoice, staff_points as texts},
};

/// Tells a customer of a write-off; nothing where it only used coupons up.
///
/// # Errors
/// The database's.
pub async fn written_off(
    tx: &mut Tx,
    at: Timestamp,
    shop: ShopFormat,
    customer: CustomerId,
    done: &WrittenOff,
) -> Result<()> {
    if done.points.is_zero() && done.money.is_zero() {
        return Ok(());
    }
    let customer = customers::get(tx, customer).await?;
    let left = ledger::balances(tx, customer.customer_id, at).await?;
    let notice = |language| {
        let points = match done.points.is_positive() {
            true => texts::notice_write_off_points(language, &format::points(language, done.points)),
            false => Html::default(),
        };
        let money = match done.money.is_positive() {
            true => texts::notice_write_off_money(language, &shop.money(language, done.money)),
            false => Html::default(),
        };
        Reply::text(Html::paragraphs([
            Html::lines([texts::notice_write_off(language), points, money]),
            balances::points_with_debt(language, &left, staff_invoice::notice_balance),
        ]))
    };
    to_customer(tx, at, &customer, notice).await
}
