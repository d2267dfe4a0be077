//! What is kept beside the rows it is the sum of: how many customers there are, and what lists of them are ordered by.
//!
//! A transaction gathers what it changes, and writes it as its last statements: the rows that many transactions change are locked
//! for a moment only, and always after all others, in the order of the customers.

use std::{collections::BTreeMap, mem};

use super::{Result, Tx, statement::statements};
use crate::{
    clock::Timestamp,
    domain::{CustomerId, Money},
};

/// What a transaction changes.
#[derive(Debug, Default)]
pub(super) struct Changes {
    /// How many customers are added.
    added: i64,
    /// Cards that were merged into others.
    removed: Vec<CustomerId>,
    of_customers: BTreeMap<CustomerId, OfCustomer>,
}

/// What changes of a customer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct OfCustomer {
    points: Money,
    purchases: Money,
    count: i64,
    /// A purchase at this moment.
    bought_at: Option<Timestamp>,
    /// The last purchase may be another one: it is looked up.
    is_last_unknown: bool,
}

/// Works out what [`FILL`] writes, of the rows. The share of the discount that falls on what was refunded is in the refunds.
macro_rules! totals_of_customers {
    () => {
        "SELECT $1, c.customer_id,
            CAST(COALESCE((
                SELECT SUM(w.balance_minor) FROM wallets w
                WHERE w.shop_id = $1 AND w.customer_id = c.customer_id AND w.wallet IN ('main', 'referral')), 0) AS BIGINT) AS points_minor,
            COALESCE(i.total, 0) AS purchases_minor, COALESCE(i.count, 0) AS purchases_count, i.last AS last_purchase_at
        FROM customers c LEFT JOIN (
            SELECT s.customer_id,
                CAST(SUM(s.total_minor - s.discount_minor - COALESCE(r.total, 0)) AS BIGINT) AS total,
                COUNT(CASE WHEN s.refunded_minor = 0 OR s.refunded_minor < s.total_minor THEN 1 END) AS count,
                MAX(CASE WHEN s.refunded_minor = 0 OR s.refunded_minor < s.total_minor THEN s.issued_at END) AS last
            FROM invoices s LEFT JOIN (
                SELECT f.invoice_id, CAST(SUM(f.total_minor - f.discount_minor) AS BIGINT) AS total
                FROM refunds f WHERE f.shop_id = $1 GROUP BY f.invoice_id) r ON r.invoice_id = s.invoice_id
            WHERE s.shop_id = $1 GROUP BY s.customer_id) i ON i.customer_id = c.customer_id
        WHERE c.shop_id = $1 AND c.merged_into_id IS NULL"
    };
}
pub(super) use totals_of_customers;

statements! {
    ADD_CUSTOMERS = "
        INSERT INTO shop_totals (shop_id, customers) VALUES ($1, $2)
        ON CONFLICT (shop_id) DO UPDATE SET customers = shop_totals.customers + excluded.customers";
    COUNT_CUSTOMERS = "SELECT customers FROM shop_totals WHERE shop_id = $1";
    ADD = "
        INSERT INTO customer_totals (shop_id, customer_id, points_minor, purchases_minor, purchases_count, last_purchase_at)
        VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (shop_id, customer_id) DO UPDATE SET
            points_minor = customer_totals.points_minor + excluded.points_minor,
            purchases_minor = customer_totals.purchases_minor + excluded.purchases_minor,
            purchases_count = customer_totals.purchases_count + excluded.purchases_count,
            last_purchase_at = CASE
                WHEN customer_totals.last_purchase_at IS NULL OR excluded.last_purchase_at > customer_totals.last_purchase_at
                THEN excluded.last_purchase_at ELSE customer_totals.last_purchase_at END";
    LOOK_UP_LAST = "
        UPDATE customer_totals SET last_purchase_at = (
            SELECT MAX(i.issued_at) FROM invoices i
            WHERE i.shop_id = $1 AND i.customer_id = $2 AND (i.refunded_minor = 0 OR i.refunded_minor < i.total_minor))
        WHERE shop_id = $1 AND customer_id = $2";
    DELETE = "DELETE FROM customer_totals WHERE shop_id = $1 AND customer_id = $2";
    DELETE_ALL = "DELETE FROM customer_totals WHERE shop_id = $1";
    FILL = concat!(
        "INSERT INTO customer_totals (shop_id, customer_id, points_minor, purchases_minor, purchases_count, last_purchase_at) ",
        totals_of_customers!()
    );
    COUNT_AGAIN = "
        INSERT INTO shop_totals (shop_id, customers)
        SELECT $1, COUNT(*) FROM customers WHERE shop_id = $1 AND merged_into_id IS NULL
        ON CONFLICT (shop_id) DO UPDATE SET customers = excluded.customers";
}

impl Changes {
    /// A customer was added.
    pub(super) fn add_customer(&mut self, customer: CustomerId) {
        self.added += 1;
        self.of(customer);
    }

    /// A card was merged into another.
    pub(super) fn remove_customer(&mut self, card: CustomerId) {
        self.removed.push(card);
    }

    /// Points came into a wallet, or went out of it.
    pub(super) fn add_points(&mut self, customer: CustomerId, points: Money) {
        let of = self.of(customer);
        of.points = of.points.saturating_add(points);
    }

    /// The customer bought something for `due` after the discount.
    pub(super) fn add_purchase(&mut self, customer: CustomerId, due: Money, at: Timestamp) {
        let of = self.of(customer);
        of.purchases = of.purchases.saturating_add(due);
        of.count += 1;
        of.bought_at = of.bought_at.max(Some(at));
    }

    /// `due` of a purchase, after the discount, was taken back; all that was left of it where `is_whole`.
    pub(super) fn take_purchase_back(&mut self, customer: CustomerId, due: Money, is_whole: bool) {
        let of = self.of(customer);
        of.purchases = of.purchases.saturating_sub(due);
        of.count -= i64::from(is_whole);
        of.is_last_unknown |= is_whole;
    }

    fn of(&mut self, customer: CustomerId) -> &mut OfCustomer {
        self.of_customers.entry(customer).or_default()
    }
}

/// Writes what the transaction has changed so far.
pub(super) async fn write(tx: &mut Tx) -> Result<()> {
    let Changes { added, removed, of_customers } = mem::take(tx.totals());
    for (customer, change) in of_customers {
        let query = tx.q(ADD).bind(customer).bind(change.points).bind(change.purchases).bind(change.count);
        query.bind(change.bought_at).run().await?;
        if change.is_last_unknown {
            tx.q(LOOK_UP_LAST).bind(customer).run().await?;
        }
    }
    for card in &removed {
        tx.q(DELETE).bind(*card).run().await?;
    }
    let more = added.saturating_sub(i64::try_from(removed.len()).unwrap_or(i64::MAX));
    if more != 0 {
        tx.q(ADD_CUSTOMERS).bind(more).run().await?;
    }
    Ok(())
}

/// How many customers there are, without cards that were merged into others.
pub(crate) async fn count_customers(tx: &mut Tx) -> Result<i64> {
    write(tx).await?;
    Ok(tx.q(COUNT_CUSTOMERS).opt::<(i64,)>().await?.map_or(0, |(count,)| count))
}

/// Works everything out anew, after many rows were inserted at once.
pub(crate) async fn fill(tx: &mut Tx) -> Result<()> {
    *tx.totals() = Changes::default();
    tx.q(DELETE_ALL).run().await?;
    tx.q(FILL).run().await?;
    tx.q(COUNT_AGAIN).run().await?;
    Ok(())
}
