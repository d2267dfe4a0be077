//! Warnings before points expire: 14, 7, 3 and 0 days before, once each, at most one message a day.

use std::collections::BTreeMap;

use chrono_tz::Tz;

use super::{Result, customers};
use crate::{
    clock::Timestamp,
    domain::{CustomerId, Money, PointsWallet, expiry},
    storage::{
        Tx, shops,
        warnings::{self, Window},
    },
};

pub use crate::storage::{customers::Customer, warnings::Expiring};

/// The contents of one warning.
#[derive(Clone, Debug)]
pub struct Warning {
    /// The customer.
    pub customer: Customer,
    /// The points of both wallets that are about to expire, the earliest first.
    pub expiring: Vec<Expiring>,
    /// The time zone of the shop.
    pub zone: Tz,
    /// The moment of the warning.
    pub at: Timestamp,
}

/// A page of the customers to be warned now, in order, after the customer `after`. Empty outside of the hours for warnings.
///
/// # Errors
/// The database's.
pub async fn due(tx: &mut Tx, at: Timestamp, after: CustomerId, limit: i64) -> Result<Vec<CustomerId>> {
    if tx.expired_by(at) < at {
        // The clock is not right.
        return Ok(Vec::new());
    }
    let zone = shops::timezone(tx).await?;
    let is_time = expiry::is_time_to_warn(zone, at);
    if is_time { Ok(warnings::due(tx, &window(zone, at), after, limit).await?) } else { Ok(Vec::new()) }
}

/// Marks all due warnings of a customer as given, and returns their contents; `None` where another transaction did so first.
///
/// # Errors
/// The database's.
pub async fn give(tx: &mut Tx, at: Timestamp, customer: CustomerId) -> Result<Option<Warning>> {
    let zone = shops::timezone(tx).await?;
    let window = window(zone, at);
    if !warnings::claim(tx, &window, customer).await? {
        return Ok(None);
    }
    let mut sums = BTreeMap::<(Timestamp, PointsWallet), Money>::new();
    for lot in warnings::give(tx, &window, customer).await? {
        let sum = sums.entry((lot.expires_at, lot.wallet)).or_default();
        *sum = sum.checked_add(lot.remaining_minor).unwrap_or(*sum);
    }
    if sums.is_empty() {
        return Ok(None);
    }
    let expiring = sums
        .into_iter()
        .map(|((expires_at, wallet), remaining_minor)| Expiring { expires_at, wallet, remaining_minor })
        .collect();
    Ok(Some(Warning { customer: customers::get(tx, customer).await?, expiring, zone, at }))
}

fn window(zone: Tz, now: Timestamp) -> Window {
    let [fortnight, week, soon, today] = expiry::WARNINGS.map(|days| expiry::end_of_day(zone, now, days));
    Window { now, today: expiry::at_hour(zone, now, 0), within: [today, soon, week, fortnight] }
}
