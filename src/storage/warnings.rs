//! Warnings that points are about to expire: whom they are due to, and that each is given once.

use super::{Result, Tx, statement::statements};
use crate::{
    clock::Timestamp,
    domain::{CustomerId, Money, PointsWallet},
};

/// The moments that decide what is due: lots that expire by `within[n]` deserve the warning of so many days before.
#[derive(Clone, Copy, Debug)]
pub struct Window {
    /// What has expired by now is past warning.
    pub now: Timestamp,
    /// The day that the warnings of one person are bundled in began then.
    pub today: Timestamp,
    /// The ends of the days that are 0, 3, 7 and 14 days from now.
    pub within: [Timestamp; 4],
}

/// Points of one wallet that expire together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, sqlx::FromRow)]
pub struct Expiring {
    /// When.
    pub expires_at: Timestamp,
    /// From which wallet.
    pub wallet: PointsWallet,
    /// How many.
    pub remaining_minor: Money,
}

/// The lots `l` whose warning is due, and which warning that is.
macro_rules! due {
    () => {
        "l.remaining_minor > 0 AND l.expires_at IS NOT NULL AND l.expires_at > $2 AND l.expires_at <= $7
            AND COALESCE(l.warned_days, 1000) > CASE
                WHEN l.expires_at <= $4 THEN 0 WHEN l.expires_at <= $5 THEN 3 WHEN l.expires_at <= $6 THEN 7 ELSE 14 END"
    };
}

statements! {
    DUE = concat!("
        SELECT DISTINCT c.customer_id FROM lots l JOIN customers c ON c.shop_id = $1 AND c.customer_id = l.customer_id
        WHERE l.shop_id = $1 AND ", due!(), "
            AND c.telegram_id IS NOT NULL AND c.bot_blocked_at IS NULL AND (c.warned_at IS NULL OR c.warned_at < $3)
            AND c.customer_id > $8
        ORDER BY c.customer_id LIMIT $9");
    CLAIM = "
        UPDATE customers SET warned_at = $3
        WHERE shop_id = $1 AND customer_id = $2 AND telegram_id IS NOT NULL AND bot_blocked_at IS NULL
            AND (warned_at IS NULL OR warned_at < $4)";
    GIVE = concat!("
        UPDATE lots AS l SET warned_days = CASE
            WHEN l.expires_at <= $4 THEN 0 WHEN l.expires_at <= $5 THEN 3 WHEN l.expires_at <= $6 THEN 7 ELSE 14 END
        WHERE l.shop_id = $1 AND l.customer_id = $3 AND ", due!(), "
        RETURNING expires_at, wallet, remaining_minor");
}

/// Customers who are to be warned, those after one of them, in order.
pub async fn due(tx: &mut Tx, window: &Window, after: CustomerId, limit: i64) -> Result<Vec<CustomerId>> {
    let [today, soon, week, fortnight] = window.within;
    let query = tx.q(DUE).bind(window.now).bind(window.today).bind(today).bind(soon).bind(week).bind(fortnight);
    let rows: Vec<(CustomerId,)> = query.bind(after).bind(limit).all().await?;
    Ok(rows.into_iter().map(|(customer,)| customer).collect())
}

/// Claims the one warning that a customer gets on a day; false where it was given, or the customer cannot be reached.
pub async fn claim(tx: &mut Tx, window: &Window, customer: CustomerId) -> Result<bool> {
    Ok(tx.q(CLAIM).bind(customer).bind(window.now).bind(window.today).run().await? > 0)
}

/// Notes that a customer was warned of all that is due; what that is.
pub async fn give(tx: &mut Tx, window: &Window, customer: CustomerId) -> Result<Vec<Expiring>> {
    let [today, soon, week, fortnight] = window.within;
    let query = tx.q(GIVE).bind(window.now).bind(customer).bind(today).bind(soon).bind(week).bind(fortnight);
    query.all().await
}
