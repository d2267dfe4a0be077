//! What operations left: corrections of earlier entries, and results.

use super::check::{Check, count, offenders};
use crate::storage::statement::statements;

statements! {
    COUNT_CORRECTIONS = "SELECT COUNT(*) FROM entries WHERE shop_id = $1 AND corrects_id IS NOT NULL";
    COUNT_OPERATIONS = count!("operations");
    CORRECTIONS = offenders!("
        SELECT c.code AS customer, e.wallet || ' entry ' || e.entry_id AS place, CAST(NULL AS BIGINT) AS stored_minor,
            CAST(NULL AS BIGINT) AS expected_minor
        FROM entries e JOIN customers c ON c.shop_id = $1 AND c.customer_id = e.customer_id JOIN entries o ON o.shop_id = $1 AND o.entry_id = e.corrects_id
        WHERE e.shop_id = $1 AND (o.customer_id <> e.customer_id OR o.wallet <> e.wallet OR o.number >= e.number)");
    OPERATIONS = offenders!("
        SELECT CAST(NULL AS TEXT) AS customer, 'operation ' || operation_id AS place, CAST(NULL AS BIGINT) AS stored_minor,
            CAST(NULL AS BIGINT) AS expected_minor
        FROM operations WHERE shop_id = $1 AND result = ''");
}

/// The checks.
pub(super) const CHECKS: &[Check] = &[
    Check {
        name: "corrections",
        claim: "a correction names an earlier entry of the same wallet",
        rows: COUNT_CORRECTIONS,
        offenders: CORRECTIONS,
    },
    Check {
        name: "operations",
        claim: "every operation has its result",
        rows: COUNT_OPERATIONS,
        offenders: OPERATIONS,
    },
];
