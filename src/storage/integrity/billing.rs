//! What must always be true of bills and their payments.

use super::check::{Check, count, offenders};
use crate::storage::statement::statements;

/// The share of `$bp` basis points of an amount, rounded half up, without leaving 64 bits.
macro_rules! share {
    ($amount:literal, $bp:literal) => {
        concat!("((", $amount, ") / 10000 * ", $bp, " + ((", $amount, ") % 10000 * ", $bp, " + 5000) / 10000)")
    };
}

statements! {
    COUNT_BILLS = count!("bills");
    COUNT_DETAILS = count!("bill_details");
    COUNT_PAYMENTS = count!("bill_payments");
    COUNT_PROFILES = count!("sales_profiles");
    COUNT_EARNED = "SELECT COUNT(*) FROM bills WHERE shop_id = $1 AND earned_at IS NOT NULL";
    /// An entry of points without an invoice is a bill's, unless it was imported.
    EARNED = offenders!("
        SELECT c.code AS customer, 'the points of bill ' || b.number AS place, e.amount_minor AS stored_minor,
            CAST(NULL AS BIGINT) AS expected_minor
        FROM bills b LEFT JOIN customers c ON c.shop_id = $1 AND c.customer_id = b.customer_id
        LEFT JOIN entries e ON e.shop_id = $1 AND e.entry_id = b.entry_id
        WHERE b.shop_id = $1 AND b.entry_id IS NOT NULL
            AND (e.entry_id IS NULL OR e.kind <> 'earn' OR e.invoice_id IS NOT NULL OR e.entered_at <> COALESCE(b.earned_at, -1))
        UNION ALL SELECT c.code, 'the reward for bill ' || b.number, e.amount_minor, NULL
        FROM bills b LEFT JOIN customers c ON c.shop_id = $1 AND c.customer_id = b.customer_id
        LEFT JOIN entries e ON e.shop_id = $1 AND e.entry_id = b.reward_id
        WHERE b.shop_id = $1 AND b.reward_id IS NOT NULL
            AND (e.entry_id IS NULL OR e.kind <> 'referral_reward' OR e.invoice_id IS NOT NULL OR e.amount_minor <= 0)
        UNION ALL SELECT c.code, 'bill ' || b.number || ' that earned is no purchase', NULL, NULL
        FROM bills b JOIN customers c ON c.shop_id = $1 AND c.customer_id = b.customer_id
        WHERE b.shop_id = $1 AND b.entry_id IS NOT NULL AND NOT c.has_purchased
        UNION ALL SELECT c.code, 'entry ' || e.entry_id || ' of ' || COUNT(b.bill_id) || ' bills', e.amount_minor, NULL
        FROM entries e JOIN customers c ON c.shop_id = $1 AND c.customer_id = e.customer_id
        LEFT JOIN bills b ON b.shop_id = $1 AND b.entry_id = e.entry_id
        WHERE e.shop_id = $1 AND e.kind = 'earn' AND e.invoice_id IS NULL AND e.operation_id NOT LIKE 'import:%'
        GROUP BY c.code, e.entry_id, e.amount_minor HAVING COUNT(b.bill_id) <> 1");
    /// A row is named by the first figure in which it differs.
    SUMS = offenders!("
        SELECT c.code AS customer, 'bill ' || b.number || CASE
                WHEN b.sub_total_minor <> COALESCE(s.sub_total, 0) THEN ': the sub total'
                WHEN b.discount_minor <> COALESCE(s.discount, 0) THEN ': the discount'
                WHEN b.vat_minor <> COALESCE(s.vat, 0) THEN ': the VAT'
                ELSE ': the total' END AS place,
            CASE WHEN b.sub_total_minor <> COALESCE(s.sub_total, 0) THEN b.sub_total_minor
                WHEN b.discount_minor <> COALESCE(s.discount, 0) THEN b.discount_minor
                WHEN b.vat_minor <> COALESCE(s.vat, 0) THEN b.vat_minor ELSE b.total_minor END AS stored_minor,
            CASE WHEN b.sub_total_minor <> COALESCE(s.sub_total, 0) THEN COALESCE(s.sub_total, 0)
                WHEN b.discount_minor <> COALESCE(s.discount, 0) THEN COALESCE(s.discount, 0)
                WHEN b.vat_minor <> COALESCE(s.vat, 0) THEN COALESCE(s.vat, 0)
                ELSE b.sub_total_minor - b.discount_minor + b.vat_minor END AS expected_minor
        FROM bills b LEFT JOIN customers c ON c.shop_id = $1 AND c.customer_id = b.customer_id LEFT JOIN (
            SELECT bill_id, CAST(SUM(sub_total_minor) AS BIGINT) AS sub_total, CAST(SUM(discount_minor) AS BIGINT) AS discount,
                CAST(SUM(vat_minor) AS BIGINT) AS vat
            FROM bill_details WHERE shop_id = $1 GROUP BY bill_id) s ON s.bill_id = b.bill_id
        WHERE b.shop_id = $1 AND (b.sub_total_minor <> COALESCE(s.sub_total, 0) OR b.discount_minor <> COALESCE(s.discount, 0)
            OR b.vat_minor <> COALESCE(s.vat, 0) OR b.total_minor <> b.sub_total_minor - b.discount_minor + b.vat_minor)");
    SHARES = offenders!(concat!("
        SELECT c.code AS customer, 'detail ' || l.bill_detail_id || ' of bill ' || b.number AS place,
            CASE WHEN l.discount_minor <> ", share!("l.sub_total_minor", "l.discount_bp"), " THEN l.discount_minor ELSE l.vat_minor END AS stored_minor,
            CASE WHEN l.discount_minor <> ", share!("l.sub_total_minor", "l.discount_bp"), " THEN ", share!("l.sub_total_minor", "l.discount_bp"), "
                ELSE ", share!("l.sub_total_minor - l.discount_minor", "l.vat_bp"), " END AS expected_minor
        FROM bill_details l JOIN bills b ON b.shop_id = $1 AND b.bill_id = l.bill_id
        LEFT JOIN customers c ON c.shop_id = $1 AND c.customer_id = b.customer_id
        WHERE l.shop_id = $1 AND (l.discount_minor <> ", share!("l.sub_total_minor", "l.discount_bp"), "
            OR l.vat_minor <> ", share!("l.sub_total_minor - l.discount_minor", "l.vat_bp"), ")"));
    PAID = offenders!("
        SELECT c.code AS customer, 'what is paid of bill ' || b.number AS place, b.paid_minor AS stored_minor,
            COALESCE(y.paid, 0) AS expected_minor
        FROM bills b LEFT JOIN customers c ON c.shop_id = $1 AND c.customer_id = b.customer_id LEFT JOIN (
            SELECT m.bill_id, CAST(SUM(d.amount_minor) AS BIGINT) AS paid
            FROM bill_payments m JOIN bill_payment_details d ON d.shop_id = $1 AND d.payment_id = m.payment_id
            WHERE m.shop_id = $1 AND m.status = 'completed' AND d.status = 'completed' GROUP BY m.bill_id) y ON y.bill_id = b.bill_id
        WHERE b.shop_id = $1 AND b.paid_minor <> COALESCE(y.paid, 0)");
    BEYOND_DUE = offenders!("
        SELECT c.code AS customer, 'bill ' || b.number AS place, b.paid_minor AS stored_minor, b.total_minor AS expected_minor
        FROM bills b LEFT JOIN customers c ON c.shop_id = $1 AND c.customer_id = b.customer_id
        WHERE b.shop_id = $1 AND b.paid_minor > b.total_minor");
    STATUSES = offenders!("
        SELECT c.code AS customer, 'bill ' || b.number || ' is ' || b.status AS place, b.paid_minor AS stored_minor,
            b.total_minor AS expected_minor
        FROM bills b LEFT JOIN customers c ON c.shop_id = $1 AND c.customer_id = b.customer_id
        WHERE b.shop_id = $1 AND CASE
            WHEN b.paid_minor <= 0 THEN b.status NOT IN ('draft', 'unpaid')
            WHEN b.paid_minor < b.total_minor THEN b.status <> 'partial'
            ELSE b.status <> 'paid' END");
    MONTHS = offenders!("
        SELECT c.code AS customer, 'entitlement ' || b.entitlement_id || ' in ' || b.month AS place,
            CAST(NULL AS BIGINT) AS stored_minor, CAST(NULL AS BIGINT) AS expected_minor
        FROM (
            SELECT customer_id, entitlement_id, month FROM bills
            WHERE shop_id = $1 AND month IS NOT NULL GROUP BY customer_id, entitlement_id, month HAVING COUNT(*) > 1) b
        LEFT JOIN customers c ON c.shop_id = $1 AND c.customer_id = b.customer_id");
    OWNERS = offenders!("
        SELECT c.code AS customer, 'bill ' || b.number AS place, CAST(NULL AS BIGINT) AS stored_minor, CAST(NULL AS BIGINT) AS expected_minor
        FROM bills b LEFT JOIN customers c ON c.shop_id = $1 AND c.customer_id = b.customer_id
        LEFT JOIN entitlements e ON e.shop_id = $1 AND e.entitlement_id = b.entitlement_id
        LEFT JOIN sales_profiles p ON p.shop_id = $1 AND p.customer_id = b.customer_id
        WHERE b.shop_id = $1 AND (p.customer_id IS NULL OR e.customer_id IS NULL OR e.customer_id <> b.customer_id)
        UNION ALL SELECT c.code, 'payment ' || y.payment_id || ' of bill ' || b.number, NULL, NULL
        FROM bill_payments y JOIN bills b ON b.shop_id = $1 AND b.bill_id = y.bill_id
        LEFT JOIN customers c ON c.shop_id = $1 AND c.customer_id = y.customer_id
        WHERE y.shop_id = $1 AND y.customer_id <> b.customer_id
        UNION ALL SELECT c.code, 'detail ' || l.bill_detail_id || ' of bill ' || b.number, NULL, NULL
        FROM bill_details l JOIN bills b ON b.shop_id = $1 AND b.bill_id = l.bill_id
        JOIN entitlement_details d ON d.shop_id = $1 AND d.detail_id = l.detail_id
        LEFT JOIN customers c ON c.shop_id = $1 AND c.customer_id = b.customer_id
        WHERE l.shop_id = $1 AND d.entitlement_id <> b.entitlement_id");
    LAST_BILLED = offenders!("
        SELECT c.code AS customer, 'the last bill of ' || p.number || ': ' || COALESCE(p.last_billed_on, 'none') AS place,
            CAST(NULL AS BIGINT) AS stored_minor, CAST(NULL AS BIGINT) AS expected_minor
        FROM sales_profiles p LEFT JOIN customers c ON c.shop_id = $1 AND c.customer_id = p.customer_id LEFT JOIN (
            SELECT customer_id, MAX(issued_on) AS last FROM bills WHERE shop_id = $1 GROUP BY customer_id) b ON b.customer_id = p.customer_id
        WHERE p.shop_id = $1 AND COALESCE(p.last_billed_on, '') <> COALESCE(b.last, '')");
}

/// The checks.
pub(super) const CHECKS: &[Check] = &[
    Check { name: "bills", claim: "a bill comes to the sum of its details", rows: COUNT_BILLS, offenders: SUMS },
    Check {
        name: "bill_details",
        claim: "discount and VAT of a bill's detail are the shares that it names, rounded half up",
        rows: COUNT_DETAILS,
        offenders: SHARES,
    },
    Check {
        name: "bill_payments",
        claim: "what is paid of a bill is the sum of its completed payments",
        rows: COUNT_PAYMENTS,
        offenders: PAID,
    },
    Check {
        name: "bills_beyond_due",
        claim: "no more is paid of a bill than it comes to",
        rows: COUNT_BILLS,
        offenders: BEYOND_DUE,
    },
    Check {
        name: "bill_statuses",
        claim: "a bill has the status that its payments say",
        rows: COUNT_BILLS,
        offenders: STATUSES,
    },
    Check {
        name: "bill_months",
        claim: "an entitlement is billed once for a month",
        rows: COUNT_BILLS,
        offenders: MONTHS,
    },
    Check {
        name: "bill_owners",
        claim: "a bill, its details and its payments belong to the customer of its entitlement",
        rows: COUNT_BILLS,
        offenders: OWNERS,
    },
    Check {
        name: "bill_earnings",
        claim: "a bill earns once, and points without an invoice are those of one bill",
        rows: COUNT_EARNED,
        offenders: EARNED,
    },
    Check {
        name: "last_bills",
        claim: "the last bill that a sales profile names is the customer's last",
        rows: COUNT_PROFILES,
        offenders: LAST_BILLED,
    },
];
