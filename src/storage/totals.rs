//! What is kept beside the rows it is the sum of: how many customers there are, and what lists of them are ordered by. What
//! transactions change of it is in [`totals_changes`](super::totals_changes).

use super::{Result, Tx, statement::statements};

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
    COUNT_CUSTOMERS = "SELECT customers FROM shop_totals WHERE shop_id = $1";
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

/// How many customers there are, without cards that were merged into others.
pub(crate) async fn count_customers(tx: &mut Tx) -> Result<i64> {
    tx.write_totals().await?;
    Ok(tx.q(COUNT_CUSTOMERS).opt::<(i64,)>().await?.map_or(0, |(count,)| count))
}

/// Works everything out anew, after many rows were inserted at once.
pub(crate) async fn fill(tx: &mut Tx) -> Result<()> {
    tx.totals().clear();
    tx.q(DELETE_ALL).run().await?;
    tx.q(FILL).run().await?;
    tx.q(COUNT_AGAIN).run().await?;
    Ok(())
}
