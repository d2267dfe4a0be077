//! A customer was put into a group by their turnover, or left one: they are told.

use super::to_customer;
use crate::{
    clock::Timestamp,
    domain::Currency,
    messages::reply::Reply,
    service::{Result, group_moves::GroupMove},
    storage::Tx,
    texts::{Html, format, group as texts},
};

/// Tells a customer of their new group, or that they are in none any more.
///
/// # Errors
/// The database's.
pub async fn moved(tx: &mut Tx, at: Timestamp, currency: Currency, moved: &GroupMove) -> Result<()> {
    let notice = |language| {
        Reply::text(match (&moved.joined, &moved.left) {
            (Some((name, terms)), _) if terms.is_active && terms.discount.bp() > 0 => {
                let joined = texts::joined_with_discount(language, name, &format::percent(language, terms.discount));
                let minimum = terms.min_purchase;
                let from = || texts::discount_from(language, &format::money(language, currency, minimum));
                Html::lines([joined].into_iter().chain(minimum.is_positive().then(from)))
            }
            (Some((name, _)), _) => texts::joined(language, name),
            (None, left) => texts::left(language, left.as_deref().unwrap_or_default()),
        })
    };
    to_customer(tx, at, &moved.customer, notice).await
}
