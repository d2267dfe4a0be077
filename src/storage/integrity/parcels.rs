//! What must always be true of parcels and of what they come to.

use super::check::{Check, count, offenders};
use crate::storage::statement::statements;

statements! {
    COUNT_PARCELS = count!("parcels");
    COUNT_TOTALS = count!("parcel_totals");
    COUNT_CUSTOMERS = count!("customers");
    CODES = offenders!("
        SELECT c.code AS customer, 'outside code ' || c.outside_code AS place, CAST(NULL AS BIGINT) AS stored_minor,
            CAST(NULL AS BIGINT) AS expected_minor
        FROM customers c JOIN customers o ON o.shop_id = $1 AND o.code = c.outside_key
        WHERE c.shop_id = $1 AND c.outside_key IS NOT NULL
            AND COALESCE(o.merged_into_id, o.customer_id) <> COALESCE(c.merged_into_id, c.customer_id)");
    LAST_STATUS = offenders!("
        SELECT c.code AS customer, 'parcel ' || p.number AS place, CAST(NULL AS BIGINT) AS stored_minor,
            CAST(NULL AS BIGINT) AS expected_minor
        FROM parcels p
        LEFT JOIN customers c ON c.shop_id = $1 AND c.customer_id = p.customer_id
        LEFT JOIN (
            SELECT parcel_id, MAX(number) AS number FROM parcel_events WHERE shop_id = $1 GROUP BY parcel_id) last
            ON last.parcel_id = p.parcel_id
        LEFT JOIN parcel_events e ON e.shop_id = $1 AND e.number = last.number
        WHERE p.shop_id = $1 AND (e.status IS NULL OR e.status <> p.status)");
    TOTALS = offenders!("
        SELECT CAST(NULL AS TEXT) AS customer, 'parcels that are ' || s.status AS place,
            CAST(s.stored AS BIGINT) AS stored_minor, CAST(COALESCE(f.counted, 0) AS BIGINT) AS expected_minor
        FROM (
            SELECT 'pending' AS status, pending AS stored FROM parcel_totals WHERE shop_id = $1
            UNION ALL SELECT 'in_transit', in_transit FROM parcel_totals WHERE shop_id = $1
            UNION ALL SELECT 'delivered', delivered FROM parcel_totals WHERE shop_id = $1
            UNION ALL SELECT 'issued', issued FROM parcel_totals WHERE shop_id = $1
            UNION ALL SELECT 'cancelled', cancelled FROM parcel_totals WHERE shop_id = $1) s
        LEFT JOIN (SELECT status, COUNT(*) AS counted FROM parcels WHERE shop_id = $1 GROUP BY status) f ON f.status = s.status
        WHERE s.stored <> COALESCE(f.counted, 0)
        UNION ALL SELECT CAST(NULL AS TEXT), 'the cost of all parcels', t.cost_minor, CAST(COALESCE(f.cost, 0) AS BIGINT)
        FROM parcel_totals t CROSS JOIN (
            SELECT SUM(cost_minor) AS cost FROM parcels WHERE shop_id = $1) f
        WHERE t.shop_id = $1 AND t.cost_minor <> COALESCE(f.cost, 0)
        UNION ALL SELECT CAST(NULL AS TEXT), 'the weight of all parcels', t.weight_milli, CAST(COALESCE(f.weight, 0) AS BIGINT)
        FROM parcel_totals t CROSS JOIN (
            SELECT SUM(weight_milli) AS weight FROM parcels WHERE shop_id = $1) f
        WHERE t.shop_id = $1 AND t.weight_milli <> COALESCE(f.weight, 0)
        UNION ALL SELECT CAST(NULL AS TEXT), 'the number of the last event of a parcel', t.last_event,
            CAST(COALESCE(f.last, 0) AS BIGINT)
        FROM parcel_totals t CROSS JOIN (
            SELECT MAX(number) AS last FROM parcel_events WHERE shop_id = $1) f
        WHERE t.shop_id = $1 AND t.last_event <> COALESCE(f.last, 0)");
    OWNERS = offenders!("
        SELECT c.code AS customer, 'parcel ' || p.number AS place, CAST(NULL AS BIGINT) AS stored_minor,
            CAST(NULL AS BIGINT) AS expected_minor
        FROM parcels p JOIN customers c ON c.shop_id = $1 AND (
            p.customer_id IS NULL AND (c.code = p.client_key OR c.outside_key = p.client_key)
            OR c.customer_id = p.customer_id AND c.merged_into_id IS NOT NULL)
        WHERE p.shop_id = $1");
}

/// The checks.
pub(super) const CHECKS: &[Check] = &[
    Check {
        name: "client_codes",
        claim: "no two customers are known by the same code, their own or that of another system",
        rows: COUNT_CUSTOMERS,
        offenders: CODES,
    },
    Check {
        name: "statuses_of_parcels",
        claim: "a parcel has the status of its last event",
        rows: COUNT_PARCELS,
        offenders: LAST_STATUS,
    },
    Check {
        name: "totals_of_parcels",
        claim: "what is kept of the parcels of the shop is what they come to",
        rows: COUNT_TOTALS,
        offenders: TOTALS,
    },
    Check {
        name: "owners_of_parcels",
        claim: "a parcel belongs to the customer who has its code, and to no card that was merged into another",
        rows: COUNT_PARCELS,
        offenders: OWNERS,
    },
];
