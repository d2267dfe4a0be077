//! What must always be true of refunds.

use super::check::{Check, count, offenders};
use crate::storage::statement::statements;

/// Compares a figure of all refunds of an invoice with what the invoice moved: never more, and all of it at the end.
macro_rules! refunded_figures {
    ($(($figure:literal, $at_the_end:literal)),+) => {
        offenders!(concat!(
            "SELECT c.code AS customer, 'refunds of invoice ' || i.number AS place, i.refunded_minor AS stored_minor,
                COALESCE(r.total, 0) AS expected_minor
            FROM invoices i JOIN customers c ON c.shop_id = $1 AND c.customer_id = i.customer_id LEFT JOIN (
                SELECT invoice_id, CAST(SUM(total_minor) AS BIGINT) AS total FROM refunds
                WHERE shop_id = $1 GROUP BY invoice_id) r ON r.invoice_id = i.invoice_id
            WHERE i.shop_id = $1 AND i.refunded_minor <> COALESCE(r.total, 0)",
            $(
                " UNION ALL SELECT c.code, '", $figure, " by refunds of invoice ' || i.number, r.total, i.", $figure, "_minor
                FROM invoices i JOIN customers c ON c.shop_id = $1 AND c.customer_id = i.customer_id JOIN (
                    SELECT invoice_id, CAST(SUM(", $figure, "_minor) AS BIGINT) AS total FROM refunds
                    WHERE shop_id = $1 GROUP BY invoice_id) r ON r.invoice_id = i.invoice_id
                WHERE i.shop_id = $1 AND i.actor_kind <> 'import' AND (r.total > i.", $figure, "_minor
                    OR ", $at_the_end, " AND i.refunded_minor = i.total_minor AND r.total <> i.", $figure, "_minor)"
            ),+
        ))
    };
}

/// Compares what each refund that was made here says it moved with its entries, summed where a condition holds.
macro_rules! entries_of_refunds {
    ($(($what:literal, $says:literal, $entries:literal)),+) => {
        offenders!(concat!(
            "SELECT CAST(NULL AS TEXT) AS customer, '' AS place, CAST(0 AS BIGINT) AS stored_minor,
                CAST(0 AS BIGINT) AS expected_minor FROM shops WHERE shop_id = $1 AND FALSE",
            $(
                " UNION ALL SELECT c.code, '", $what, " of refund ' || r.refund_id, ", $says, ", COALESCE(e.total, 0)
                FROM refunds r JOIN invoices i ON i.shop_id = $1 AND i.invoice_id = r.invoice_id JOIN customers c ON c.shop_id = $1 AND c.customer_id = i.customer_id
                LEFT JOIN (
                    SELECT e.operation_id, e.invoice_id, CAST(SUM(e.amount_minor) AS BIGINT) AS total
                    FROM entries e JOIN invoices i ON i.shop_id = $1 AND i.invoice_id = e.invoice_id
                    WHERE e.shop_id = $1 AND e.kind = 'refund' AND ", $entries, " GROUP BY e.operation_id, e.invoice_id) e
                ON e.operation_id = r.operation_id AND e.invoice_id = r.invoice_id
                WHERE r.shop_id = $1 AND r.operation_id NOT LIKE 'import:%' AND ", $says, " <> COALESCE(e.total, 0)"
            ),+
        ))
    };
}

statements! {
    COUNT_ENTRIES = count!("entries");
    COUNT_REFUNDS = count!("refunds");
    COUNT_REFUNDED_LINES = count!("refund_lines");
    REFUNDED_FIGURES = refunded_figures!(
        ("discount", "TRUE"), ("redeemed", "TRUE"), ("earned", "TRUE"), ("coupon_points", "TRUE"), ("reward", "TRUE"),
        ("debt", "FALSE")
    );
    REFUND_ENTRIES = entries_of_refunds!(
        ("points", "r.redeemed_minor - r.earned_minor - r.coupon_points_minor", "e.customer_id = i.customer_id AND e.wallet <> 'money'"),
        ("debt", "r.debt_minor", "e.customer_id = i.customer_id AND e.wallet = 'money'"),
        ("reward", "-r.reward_minor", "e.customer_id <> i.customer_id")
    );
    ENTRIES_WITHOUT_REFUND = offenders!("
        SELECT c.code AS customer, e.wallet || ' entry ' || e.entry_id AS place, CAST(NULL AS BIGINT) AS stored_minor,
            CAST(NULL AS BIGINT) AS expected_minor
        FROM entries e JOIN customers c ON c.shop_id = $1 AND c.customer_id = e.customer_id LEFT JOIN refunds r
            ON r.shop_id = $1 AND r.operation_id = e.operation_id AND r.invoice_id = e.invoice_id
        WHERE e.shop_id = $1 AND e.kind = 'refund' AND e.operation_id NOT LIKE 'import:%' AND r.refund_id IS NULL");
    REFUNDED_LINES = offenders!("
        SELECT c.code AS customer, 'line ' || back.position || ' of invoice ' || i.number AS place,
            back.quantity AS stored_minor, COALESCE(l.quantity_milli, 0) AS expected_minor
        FROM (
            SELECT r.invoice_id, l.position, CAST(SUM(l.quantity_milli) AS BIGINT) AS quantity
            FROM refund_lines l JOIN refunds r ON r.shop_id = $1 AND r.refund_id = l.refund_id
            WHERE l.shop_id = $1 GROUP BY r.invoice_id, l.position) back
        JOIN invoices i ON i.shop_id = $1 AND i.invoice_id = back.invoice_id JOIN customers c ON c.shop_id = $1 AND c.customer_id = i.customer_id
        LEFT JOIN invoice_lines l ON l.shop_id = $1 AND l.invoice_id = i.invoice_id AND l.position = back.position
        WHERE i.shop_id = $1 AND back.quantity > COALESCE(l.quantity_milli, 0)");
}

/// The checks.
pub(super) const CHECKS: &[Check] = &[
    Check {
        name: "refunds",
        claim: "refunds take back no more than the invoice moved, and a whole refund all of it",
        rows: COUNT_REFUNDS,
        offenders: REFUNDED_FIGURES,
    },
    Check {
        name: "refund_entries",
        claim: "what a refund made here says it moved is what its entries moved",
        rows: COUNT_REFUNDS,
        offenders: REFUND_ENTRIES,
    },
    Check {
        name: "entries_of_refunds",
        claim: "every entry that takes back an invoice belongs to a refund",
        rows: COUNT_ENTRIES,
        offenders: ENTRIES_WITHOUT_REFUND,
    },
    Check {
        name: "refund_lines",
        claim: "no more of a line comes back than was sold",
        rows: COUNT_REFUNDED_LINES,
        offenders: REFUNDED_LINES,
    },
];
