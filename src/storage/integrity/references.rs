//! What refers to what: no reference leads nowhere or into another shop, and none to another customer's rows.

use super::check::{Check, count, offenders};
use crate::storage::statement::statements;

/// Finds references that lead nowhere, or into another shop.
macro_rules! strays {
    ($($table:literal . $column:literal => $target:literal . $key:literal),+) => {
        offenders!(concat!(
            "SELECT CAST(NULL AS TEXT) AS customer, '' AS place, CAST(NULL AS BIGINT) AS stored_minor,
                CAST(NULL AS BIGINT) AS expected_minor FROM shops WHERE shop_id = $1 AND FALSE",
            $(
                " UNION ALL SELECT NULL, '", $table, " with ", $column, " ' || x.", $column, ", NULL, NULL FROM ", $table,
                " x LEFT JOIN ", $target, " t ON t.shop_id = $1 AND t.", $key, " = x.", $column,
                " WHERE x.shop_id = $1 AND x.", $column, " IS NOT NULL AND t.", $key, " IS NULL"
            ),+
        ))
    };
}

statements! {
    COUNT_CUSTOMERS = count!("customers");
    COUNT_ENTRIES = count!("entries");
    COUNT_LOTS = count!("lots");
    STRAY_CUSTOMERS = strays!(
        "customers"."referrer_id" => "customers"."customer_id", "customers"."merged_into_id" => "customers"."customer_id",
        "search_terms"."customer_id" => "customers"."customer_id", "wallets"."customer_id" => "customers"."customer_id",
        "invoices"."customer_id" => "customers"."customer_id", "invoices"."referrer_id" => "customers"."customer_id",
        "coupons"."customer_id" => "customers"."customer_id", "audit_log"."customer_id" => "customers"."customer_id"
    );
    STRAY_ENTRIES = strays!(
        "entries"."customer_id" => "customers"."customer_id", "entries"."invoice_id" => "invoices"."invoice_id",
        "entries"."corrects_id" => "entries"."entry_id", "invoice_lines"."invoice_id" => "invoices"."invoice_id",
        "lots"."customer_id" => "customers"."customer_id", "lots"."entry_id" => "entries"."entry_id",
        "holds"."customer_id" => "customers"."customer_id", "holds"."entry_id" => "entries"."entry_id",
        "lot_uses"."entry_id" => "entries"."entry_id", "lot_uses"."lot_id" => "lots"."lot_id",
        "refunds"."invoice_id" => "invoices"."invoice_id", "refund_lines"."refund_id" => "refunds"."refund_id",
        "invoice_coupons"."invoice_id" => "invoices"."invoice_id", "invoice_coupons"."coupon_id" => "coupons"."coupon_id"
    );
    LOTS_OF_OTHERS = offenders!("
        SELECT c.code AS customer, l.wallet || ' lot ' || l.lot_id AS place, CAST(NULL AS BIGINT) AS stored_minor,
            CAST(NULL AS BIGINT) AS expected_minor
        FROM lots l JOIN customers c ON c.shop_id = $1 AND c.customer_id = l.customer_id JOIN (
            SELECT lot_id, entry_id FROM lots WHERE shop_id = $1
            UNION ALL SELECT lot_id, entry_id FROM lot_uses WHERE shop_id = $1) touched ON touched.lot_id = l.lot_id
        JOIN entries e ON e.shop_id = $1 AND e.entry_id = touched.entry_id
        WHERE l.shop_id = $1 AND (e.customer_id <> l.customer_id OR e.wallet <> l.wallet)");
}

/// The checks.
pub(super) const CHECKS: &[Check] = &[
    Check {
        name: "shop_of_customers",
        claim: "customers, wallets, invoices and coupons refer to customers of the same shop",
        rows: COUNT_CUSTOMERS,
        offenders: STRAY_CUSTOMERS,
    },
    Check {
        name: "shop_of_entries",
        claim: "entries, lots, lines and used coupons refer to rows of the same shop",
        rows: COUNT_ENTRIES,
        offenders: STRAY_ENTRIES,
    },
    Check {
        name: "owners_of_lots",
        claim: "a lot is earned and used by entries of its own wallet",
        rows: COUNT_LOTS,
        offenders: LOTS_OF_OTHERS,
    },
];
