//! Points were given or taken: the customer is told why.

use super::to_customer;
use crate::{
    clock::Timestamp,
    domain::{Money, PointsWallet},
    messages::reply::Reply,
    service::{Result, customers::Customer, points::Direction},
    storage::Tx,
    texts::{Points, common, format, staff_points as texts},
};

/// A change of a customer's points.
pub struct Change<'a> {
    /// The wallet.
    pub wallet: PointsWallet,
    /// Whether points were given or taken.
    pub direction: Direction,
    /// How many points.
    pub amount: Money,
    /// The reason.
    pub reason: &'a str,
    /// The balance after it.
    pub balance: Money,
}

/// Tells a customer of a change of their points.
///
/// # Errors
/// The database's.
pub async fn changed(tx: &mut Tx, at: Timestamp, customer: &Customer, change: &Change<'_>) -> Result<()> {
    let text = match change.direction {
        Direction::Give => texts::notice_given,
        Direction::Take => texts::notice_taken,
    };
    let notice = |language| {
        let (wallet, balance) = (common::wallet(language, change.wallet), format::points(language, change.balance));
        Reply::text(text(language, Points(change.amount), &wallet, change.reason, &balance))
    };
    to_customer(tx, at, customer, notice).await
}
