//! What is kept beside the rows that it is the sum of.

use super::check::{Check, count, offenders};
use crate::storage::{statement::statements, totals::totals_of_customers};

statements! {
    COUNT_TOTALS = count!("customer_totals");
    COUNT_SHOPS = count!("shop_totals");
    /// A row is named by the first figure in which it differs.
    CUSTOMERS = offenders!(concat!(
        "SELECT c.code AS customer, CASE
                WHEN t.customer_id IS NULL THEN 'no totals'
                WHEN t.points_minor <> e.points_minor THEN 'all points'
                WHEN t.purchases_minor <> e.purchases_minor THEN 'all purchases'
                WHEN t.purchases_count <> e.purchases_count
                THEN 'purchases: ' || t.purchases_count || ' are counted, there are ' || e.purchases_count
                ELSE 'the last purchase' END AS place,
            CASE WHEN t.points_minor <> e.points_minor THEN t.points_minor
                WHEN t.purchases_minor <> e.purchases_minor THEN t.purchases_minor END AS stored_minor,
            CASE WHEN t.points_minor <> e.points_minor THEN e.points_minor
                WHEN t.purchases_minor <> e.purchases_minor THEN e.purchases_minor END AS expected_minor
        FROM (", totals_of_customers!(), ") e JOIN customers c ON c.shop_id = $1 AND c.customer_id = e.customer_id
        LEFT JOIN customer_totals t ON t.shop_id = $1 AND t.customer_id = e.customer_id
        WHERE t.customer_id IS NULL OR t.points_minor <> e.points_minor OR t.purchases_minor <> e.purchases_minor
            OR t.purchases_count <> e.purchases_count OR COALESCE(t.last_purchase_at, -1) <> COALESCE(e.last_purchase_at, -1)
        UNION ALL SELECT c.code, 'totals of a card that was merged into another', t.points_minor, 0
        FROM customer_totals t JOIN customers c ON c.shop_id = $1 AND c.customer_id = t.customer_id
        WHERE t.shop_id = $1 AND c.merged_into_id IS NOT NULL"
    ));
    SHOP = offenders!("
        SELECT CAST(NULL AS TEXT) AS customer,
            'customers: ' || COALESCE(t.customers, 0) || ' are counted, there are ' || c.customers AS place,
            CAST(NULL AS BIGINT) AS stored_minor, CAST(NULL AS BIGINT) AS expected_minor
        FROM (SELECT COUNT(*) AS customers FROM customers WHERE shop_id = $1 AND merged_into_id IS NULL) c
        LEFT JOIN shop_totals t ON t.shop_id = $1
        WHERE COALESCE(t.customers, 0) <> c.customers");
}

/// The checks.
pub(super) const CHECKS: &[Check] = &[
    Check {
        name: "customer_totals",
        claim: "the points, purchases and last purchase by which customers are listed are those of their rows",
        rows: COUNT_TOTALS,
        offenders: CUSTOMERS,
    },
    Check {
        name: "shop_totals",
        claim: "as many customers are counted as there are, without cards that were merged into others",
        rows: COUNT_SHOPS,
        offenders: SHOP,
    },
];
