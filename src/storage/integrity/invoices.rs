//! What invoices that were issued here say: their lines and the entries that they made.

use super::check::{Check, offenders};
use crate::storage::statement::statements;

/// Compares an amount of each invoice that was issued here with the entries it made: the referrer's reward on whatever card, since
/// a correction is made on the card that is used by then, the others on the customer's.
macro_rules! entries_of_invoices {
    ($(($amount:literal, $sign:literal, $kind:literal, $wallet:expr)),+) => {
        offenders!(concat!(
            "SELECT CAST(NULL AS TEXT) AS customer, '' AS place, CAST(0 AS BIGINT) AS stored_minor,
                CAST(0 AS BIGINT) AS expected_minor FROM shops WHERE shop_id = $1 AND FALSE",
            " UNION ALL SELECT c.code, 'referral_reward of invoice ' || i.number, i.reward_minor, COALESCE(e.total, 0)
                FROM invoices i JOIN customers c ON c.shop_id = $1 AND c.customer_id = i.customer_id LEFT JOIN (
                    SELECT invoice_id, CAST(SUM(amount_minor) AS BIGINT) AS total FROM entries
                    WHERE shop_id = $1 AND kind = 'referral_reward' AND invoice_id IS NOT NULL GROUP BY invoice_id) e
                ON e.invoice_id = i.invoice_id
                WHERE i.shop_id = $1 AND i.actor_kind <> 'import' AND i.reward_minor <> COALESCE(e.total, 0)",
            $(
                " UNION ALL SELECT c.code, '", $kind, " of invoice ' || i.number, i.", $amount, "_minor, COALESCE(e.total, 0)
                FROM invoices i JOIN customers c ON c.shop_id = $1 AND c.customer_id = i.customer_id LEFT JOIN (
                    SELECT invoice_id, customer_id, wallet, CAST(", $sign, "SUM(amount_minor) AS BIGINT) AS total FROM entries
                    WHERE shop_id = $1 AND kind = '", $kind, "' AND invoice_id IS NOT NULL
                    GROUP BY invoice_id, customer_id, wallet) e
                ON e.invoice_id = i.invoice_id AND e.customer_id = i.customer_id AND e.wallet = ", $wallet, "
                WHERE i.shop_id = $1 AND i.actor_kind <> 'import' AND i.", $amount, "_minor <> COALESCE(e.total, 0)"
            ),+
        ))
    };
}

statements! {
    COUNT_ISSUED = "SELECT COUNT(*) FROM invoices WHERE shop_id = $1 AND actor_kind <> 'import'";
    LINES = offenders!("
        SELECT c.code AS customer, 'invoice ' || i.number AS place, i.total_minor AS stored_minor,
            COALESCE(l.total, 0) AS expected_minor
        FROM invoices i JOIN customers c ON c.shop_id = $1 AND c.customer_id = i.customer_id LEFT JOIN (
            SELECT invoice_id, CAST(SUM(total_minor) AS BIGINT) AS total FROM invoice_lines
            WHERE shop_id = $1 GROUP BY invoice_id) l ON l.invoice_id = i.invoice_id
        WHERE i.shop_id = $1 AND i.actor_kind <> 'import' AND i.total_minor <> COALESCE(l.total, 0)");
    INVOICE_ENTRIES = entries_of_invoices!(
        ("redeemed", "-", "redeem", "COALESCE(i.redeemed_from, '')"),
        ("earned", "", "earn", "'main'"),
        ("coupon_points", "", "coupon", "'main'"),
        ("debt", "-", "debt", "'money'")
    );
    ENTRIES_OF_OTHERS = offenders!("
        SELECT c.code AS customer, e.kind || ' entry ' || e.entry_id || ' of invoice ' || i.number AS place,
            CAST(NULL AS BIGINT) AS stored_minor, CAST(NULL AS BIGINT) AS expected_minor
        FROM entries e JOIN invoices i ON i.shop_id = $1 AND i.invoice_id = e.invoice_id JOIN customers c ON c.shop_id = $1 AND c.customer_id = e.customer_id
        LEFT JOIN customers r ON r.shop_id = $1 AND r.customer_id = i.referrer_id
        WHERE e.shop_id = $1 AND i.actor_kind <> 'import' AND e.kind <> 'referral_reward' AND e.customer_id <> CASE
            WHEN e.kind <> 'refund' OR e.customer_id = i.customer_id OR r.customer_id IS NULL THEN i.customer_id
            WHEN r.merged_into_id IS NOT NULL THEN e.customer_id
            ELSE r.customer_id END
        UNION ALL SELECT c.code, 'rewards of invoice ' || i.number || ' to other customers', CAST(SUM(e.amount_minor) AS BIGINT), 0
        FROM entries e JOIN invoices i ON i.shop_id = $1 AND i.invoice_id = e.invoice_id JOIN customers c ON c.shop_id = $1 AND c.customer_id = i.customer_id
        WHERE e.shop_id = $1 AND i.actor_kind <> 'import' AND e.kind = 'referral_reward'
            AND e.customer_id <> COALESCE(i.referrer_id, -1)
        GROUP BY i.invoice_id, i.number, c.code HAVING SUM(e.amount_minor) > 0");
    PURCHASES = offenders!("
        SELECT c.code AS customer, 'the first purchase' AS place, CAST(SUM(i.reward_minor) AS BIGINT) AS stored_minor,
            MAX(i.reward_minor) AS expected_minor
        FROM invoices i JOIN customers c ON c.shop_id = $1 AND c.customer_id = i.customer_id
        WHERE i.shop_id = $1 AND i.actor_kind <> 'import' AND i.refunded_minor < i.total_minor
        GROUP BY c.customer_id, c.code, c.has_purchased
        HAVING NOT c.has_purchased OR SUM(i.reward_minor) <> MAX(i.reward_minor)");
}

/// The checks.
pub(super) const CHECKS: &[Check] = &[
    Check {
        name: "invoice_lines",
        claim: "the lines of an invoice issued here add up to its total",
        rows: COUNT_ISSUED,
        offenders: LINES,
    },
    Check {
        name: "invoice_entries",
        claim: "what an invoice issued here says it moved is what its entries moved",
        rows: COUNT_ISSUED,
        offenders: INVOICE_ENTRIES,
    },
    Check {
        name: "owners_of_invoices",
        claim: "the entries of an invoice issued here are its customer's, a reward that stands its referrer's",
        rows: COUNT_ISSUED,
        offenders: ENTRIES_OF_OTHERS,
    },
    Check {
        name: "first_purchases",
        claim: "a purchase is noted, and only the first one that stands rewards the referrer",
        rows: COUNT_ISSUED,
        offenders: PURCHASES,
    },
];
