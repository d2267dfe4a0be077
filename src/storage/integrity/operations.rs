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
    COUNT_MONEY = "SELECT COUNT(*) FROM entries WHERE shop_id = $1 AND kind IN ('deposit', 'charge')";
    /// The verb of the operation has the name of the kind.
    MONEY = offenders!("
        SELECT c.code AS customer, e.kind || ' entry ' || e.entry_id AS place, e.amount_minor AS stored_minor,
            CAST(NULL AS BIGINT) AS expected_minor
        FROM entries e JOIN customers c ON c.shop_id = $1 AND c.customer_id = e.customer_id
        LEFT JOIN operations o ON o.shop_id = $1 AND o.operation_id = e.operation_id AND o.verb = e.kind
        WHERE e.shop_id = $1 AND e.kind IN ('deposit', 'charge') AND e.operation_id NOT LIKE 'import:%' AND o.operation_id IS NULL
        UNION ALL SELECT NULL, o.verb || ' operation ' || o.operation_id || ' of ' || COUNT(e.entry_id) || ' entries', NULL, NULL
        FROM operations o LEFT JOIN entries e ON e.shop_id = $1 AND e.operation_id = o.operation_id AND e.kind = o.verb
        WHERE o.shop_id = $1 AND o.verb IN ('deposit', 'charge')
        GROUP BY o.operation_id, o.verb HAVING COUNT(e.entry_id) <> 1");
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
        name: "deposits_and_charges",
        claim: "each deposit and each charge that was made here is the one entry of its operation",
        rows: COUNT_MONEY,
        offenders: MONEY,
    },
    Check {
        name: "operations",
        claim: "every operation has its result",
        rows: COUNT_OPERATIONS,
        offenders: OPERATIONS,
    },
];
