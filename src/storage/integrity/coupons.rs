//! What must always be true of discounts, and of coupons and the invoices that used them.

use super::check::{Check, count, offenders};
use crate::storage::statement::statements;

statements! {
    COUNT_COUPONS = count!("coupons");
    COUNT_INVOICES = count!("invoices");
    COUNT_USED = count!("invoice_coupons");
    /// A till may have used a coupon up for a sale that it keeps itself, so a coupon that is used needs no invoice.
    USES = offenders!("
        SELECT c.code AS customer, 'coupon ' || k.coupon_id || ' of standing invoices' AS place,
            CAST(CASE WHEN k.used_at IS NULL THEN 0 ELSE 1 END AS BIGINT) AS stored_minor, standing.uses AS expected_minor
        FROM (
            SELECT u.coupon_id, COUNT(*) AS uses
            FROM invoice_coupons u JOIN invoices i ON i.shop_id = $1 AND i.invoice_id = u.invoice_id
            WHERE u.shop_id = $1 AND i.refunded_minor < i.total_minor GROUP BY u.coupon_id) standing
        JOIN coupons k ON k.shop_id = $1 AND k.coupon_id = standing.coupon_id
        JOIN customers c ON c.shop_id = $1 AND c.customer_id = k.customer_id
        WHERE k.used_at IS NULL OR standing.uses > 1");
    DISCOUNTS = offenders!("
        SELECT c.code AS customer, 'discount of invoice ' || i.number AS place, i.discount_minor AS stored_minor,
            i.group_discount_minor + COALESCE(u.discount, 0) AS expected_minor
        FROM invoices i JOIN customers c ON c.shop_id = $1 AND c.customer_id = i.customer_id LEFT JOIN (
            SELECT invoice_id, CAST(SUM(discount_minor) AS BIGINT) AS discount FROM invoice_coupons
            WHERE shop_id = $1 GROUP BY invoice_id) u ON u.invoice_id = i.invoice_id
        WHERE i.shop_id = $1 AND (i.discount_minor > i.total_minor
            OR i.group_discount_minor + COALESCE(u.discount, 0) > i.discount_minor
            OR i.actor_kind <> 'import' AND i.group_discount_minor + COALESCE(u.discount, 0) <> i.discount_minor)
        UNION ALL SELECT c.code, 'points from coupons of invoice ' || i.number, i.coupon_points_minor, COALESCE(u.points, 0)
        FROM invoices i JOIN customers c ON c.shop_id = $1 AND c.customer_id = i.customer_id LEFT JOIN (
            SELECT invoice_id, CAST(SUM(points_minor) AS BIGINT) AS points FROM invoice_coupons
            WHERE shop_id = $1 GROUP BY invoice_id) u ON u.invoice_id = i.invoice_id
        WHERE i.shop_id = $1 AND i.coupon_points_minor <> COALESCE(u.points, 0)");
    /// Rounded half up, in two parts: a product of both would not fit 64 bits.
    GROUP_DISCOUNTS = offenders!("
        SELECT c.code AS customer, 'discount of the group on invoice ' || i.number AS place, i.group_discount_minor AS stored_minor,
            i.total_minor / 10000 * i.group_discount_bp + (i.total_minor % 10000 * i.group_discount_bp + 5000) / 10000 AS expected_minor
        FROM invoices i JOIN customers c ON c.shop_id = $1 AND c.customer_id = i.customer_id
        WHERE i.shop_id = $1 AND i.actor_kind <> 'import' AND i.group_discount_minor <>
            i.total_minor / 10000 * i.group_discount_bp + (i.total_minor % 10000 * i.group_discount_bp + 5000) / 10000");
    OWNERS = offenders!("
        SELECT c.code AS customer, 'coupon ' || k.coupon_id || ' on invoice ' || i.number AS place,
            CAST(NULL AS BIGINT) AS stored_minor, CAST(NULL AS BIGINT) AS expected_minor
        FROM invoice_coupons u JOIN invoices i ON i.shop_id = $1 AND i.invoice_id = u.invoice_id
        JOIN coupons k ON k.shop_id = $1 AND k.coupon_id = u.coupon_id
        JOIN customers c ON c.shop_id = $1 AND c.customer_id = i.customer_id
        WHERE u.shop_id = $1 AND k.customer_id <> i.customer_id");
}

/// The checks.
pub(super) const CHECKS: &[Check] = &[
    Check {
        name: "coupons",
        claim: "a coupon that an invoice used is used, and by no other invoice that stands",
        rows: COUNT_COUPONS,
        offenders: USES,
    },
    Check {
        name: "discounts",
        claim: "an invoice's discount is what its group and its coupons took off, no more than its total, and they gave the points it says",
        rows: COUNT_INVOICES,
        offenders: DISCOUNTS,
    },
    Check {
        name: "group_discounts",
        claim: "what a group took off an invoice issued here is its share of the total, rounded half up",
        rows: COUNT_INVOICES,
        offenders: GROUP_DISCOUNTS,
    },
    Check {
        name: "owners_of_coupons",
        claim: "an invoice uses coupons of its customer",
        rows: COUNT_USED,
        offenders: OWNERS,
    },
];
