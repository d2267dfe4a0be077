//! An invoice was refunded, in part or whole: the customer is told, and the referrer whose reward it lowers.

use super::to_customer;
use crate::{
    clock::Timestamp,
    messages::{
        ShopFormat, balances, person,
        refund::{Cause, Refund},
        reply::Reply,
    },
    service::{Result, ledger},
    storage::Tx,
    texts::{Html, Points, refund as texts, staff_invoice},
};

/// Tells the customer and the referrer of a refund.
///
/// # Errors
/// The database's.
pub async fn refunded(tx: &mut Tx, at: Timestamp, shop: ShopFormat, refund: &Refund<'_>) -> Result<()> {
    let number = refund.quote.number.as_str();
    let notice = |language| {
        let title = match refund.cause {
            Cause::Reason(_) => texts::notice(language, number),
            Cause::Undone => texts::notice_undone(language, number),
        };
        let balance = balances::points_with_debt(language, &refund.balances, staff_invoice::notice_balance);
        Reply::text(Html::paragraphs([title, refund.text(language, shop), balance]))
    };
    to_customer(tx, at, &refund.customer, notice).await?;
    tell_referrer(tx, at, refund).await
}

/// The referrer reads no more than the notice of the reward said: the friend's name, and their own points.
async fn tell_referrer(tx: &mut Tx, at: Timestamp, refund: &Refund<'_>) -> Result<()> {
    let Some(referrer) = &refund.referrer else { return Ok(()) };
    let balances = ledger::balances(tx, referrer.customer_id, at).await?;
    let friend = person::name(&refund.customer);
    let notice = |language| {
        let lowered = texts::notice_reward(language, &friend, Points(refund.quote.figures.reward));
        Reply::text(Html::paragraphs([
            lowered,
            balances::points_with_debt(language, &balances, staff_invoice::notice_balance),
        ]))
    };
    to_customer(tx, at, referrer, notice).await
}
