//! What wallets hold: the sums of their entries, lots and holds.

use super::check::{Check, count, offenders};
use crate::storage::statement::statements;

statements! {
    COUNT_WALLETS = count!("wallets");
    COUNT_ENTRIES = count!("entries");
    COUNT_LOTS = count!("lots");
    COUNT_HOLDS = count!("holds");
    COUNT_EXPIRED = "SELECT COUNT(*) FROM entries WHERE shop_id = $1 AND kind = 'expire'";
    WALLET_BALANCES = offenders!("
        SELECT c.code AS customer, w.wallet AS place, w.balance_minor AS stored_minor, COALESCE(e.total, 0) AS expected_minor
        FROM wallets w JOIN customers c ON c.shop_id = $1 AND c.customer_id = w.customer_id LEFT JOIN (
            SELECT customer_id, wallet, CAST(SUM(amount_minor) AS BIGINT) AS total FROM entries
            WHERE shop_id = $1 GROUP BY customer_id, wallet) e
        ON e.customer_id = w.customer_id AND e.wallet = w.wallet
        WHERE w.shop_id = $1 AND w.balance_minor <> COALESCE(e.total, 0)");
    BALANCES_AFTER = offenders!("
        SELECT c.code AS customer, e.wallet || ' after entry ' || e.entry_id AS place, e.balance_after_minor AS stored_minor,
            e.total AS expected_minor
        FROM (
            SELECT customer_id, wallet, entry_id, balance_after_minor, CAST(SUM(amount_minor) OVER (
                PARTITION BY customer_id, wallet ORDER BY number ROWS UNBOUNDED PRECEDING) AS BIGINT) AS total
            FROM entries WHERE shop_id = $1) e
        JOIN customers c ON c.shop_id = $1 AND c.customer_id = e.customer_id
        WHERE e.balance_after_minor <> e.total");
    /// The limit is `Money::MAX`.
    BEYOND_LIMIT = offenders!("
        SELECT c.code AS customer, e.wallet || ' after entry ' || e.entry_id AS place, e.balance_after_minor AS stored_minor,
            CAST(CASE WHEN e.balance_after_minor > 0 THEN 1000000000000000 ELSE -1000000000000000 END AS BIGINT) AS expected_minor
        FROM entries e JOIN customers c ON c.shop_id = $1 AND c.customer_id = e.customer_id
        WHERE e.shop_id = $1 AND e.balance_after_minor NOT BETWEEN -1000000000000000 AND 1000000000000000");
    ENTRY_NUMBERS = offenders!("
        SELECT c.code AS customer, w.wallet || ' of ' || COALESCE(e.entries, 0) || ' entries up to number '
                || COALESCE(e.last_number, 0) || ' says ' || w.last_number AS place,
            CAST(NULL AS BIGINT) AS stored_minor, CAST(NULL AS BIGINT) AS expected_minor
        FROM wallets w JOIN customers c ON c.shop_id = $1 AND c.customer_id = w.customer_id LEFT JOIN (
            SELECT customer_id, wallet, COUNT(*) AS entries, COUNT(DISTINCT number) AS numbers, MIN(number) AS first_number,
                MAX(number) AS last_number
            FROM entries WHERE shop_id = $1 GROUP BY customer_id, wallet) e
        ON e.customer_id = w.customer_id AND e.wallet = w.wallet
        WHERE w.shop_id = $1 AND (w.last_number <> COALESCE(e.entries, 0) OR e.numbers <> e.entries OR e.first_number <> 1
            OR e.last_number <> e.entries)");
    OPEN_LOTS = offenders!("
        SELECT c.code AS customer, w.wallet AS place, w.balance_minor AS stored_minor,
            COALESCE(l.total, 0) - w.points_debt_minor AS expected_minor
        FROM wallets w JOIN customers c ON c.shop_id = $1 AND c.customer_id = w.customer_id LEFT JOIN (
            SELECT customer_id, wallet, CAST(SUM(remaining_minor) AS BIGINT) AS total FROM lots
            WHERE shop_id = $1 GROUP BY customer_id, wallet) l
        ON l.customer_id = w.customer_id AND l.wallet = w.wallet
        WHERE w.shop_id = $1 AND w.wallet <> 'money' AND w.balance_minor <> COALESCE(l.total, 0) - w.points_debt_minor");
    LOT_USES = offenders!("
        SELECT c.code AS customer, l.wallet || ' lot ' || l.lot_id AS place, l.remaining_minor AS stored_minor,
            l.amount_minor - COALESCE(u.total, 0) AS expected_minor
        FROM lots l JOIN customers c ON c.shop_id = $1 AND c.customer_id = l.customer_id LEFT JOIN (
            SELECT lot_id, CAST(SUM(amount_minor) AS BIGINT) AS total FROM lot_uses WHERE shop_id = $1 GROUP BY lot_id) u
        ON u.lot_id = l.lot_id
        WHERE l.shop_id = $1 AND l.remaining_minor <> l.amount_minor - COALESCE(u.total, 0)");
    HELD = offenders!("
        SELECT c.code AS customer, w.wallet AS place, w.held_minor AS stored_minor, COALESCE(h.total, 0) AS expected_minor
        FROM wallets w JOIN customers c ON c.shop_id = $1 AND c.customer_id = w.customer_id LEFT JOIN (
            SELECT customer_id, wallet, CAST(SUM(amount_minor) AS BIGINT) AS total FROM holds
            WHERE shop_id = $1 AND state = 'open' GROUP BY customer_id, wallet) h
        ON h.customer_id = w.customer_id AND h.wallet = w.wallet
        WHERE w.shop_id = $1
            AND (w.held_minor <> COALESCE(h.total, 0) OR w.held_minor > w.balance_minor + w.points_debt_minor AND w.held_minor > 0)");
    CAPTURES = offenders!("
        SELECT c.code AS customer, h.wallet || ' hold ' || h.hold_id AS place, h.captured_minor AS stored_minor,
            COALESCE(-e.amount_minor, 0) AS expected_minor
        FROM holds h JOIN customers c ON c.shop_id = $1 AND c.customer_id = h.customer_id
        LEFT JOIN entries e ON e.shop_id = $1 AND e.entry_id = h.entry_id AND e.customer_id = h.customer_id AND e.wallet = h.wallet
        WHERE h.shop_id = $1 AND h.captured_minor <> COALESCE(-e.amount_minor, 0)");
    EXPIRED = offenders!("
        SELECT c.code AS customer, e.wallet || ' entry ' || e.entry_id AS place, -e.amount_minor AS stored_minor,
            COALESCE(u.total, 0) AS expected_minor
        FROM entries e JOIN customers c ON c.shop_id = $1 AND c.customer_id = e.customer_id LEFT JOIN (
            SELECT u.entry_id, CAST(SUM(u.amount_minor) AS BIGINT) AS total
            FROM lot_uses u JOIN lots l ON l.shop_id = $1 AND l.lot_id = u.lot_id JOIN entries x ON x.shop_id = $1 AND x.entry_id = u.entry_id
            WHERE u.shop_id = $1 AND x.kind = 'expire' AND l.expires_at <= x.entered_at GROUP BY u.entry_id) u
        ON u.entry_id = e.entry_id
        WHERE e.shop_id = $1 AND e.kind = 'expire' AND e.operation_id NOT LIKE 'import:%'
            AND -e.amount_minor <> COALESCE(u.total, 0)");
    BELOW_ZERO = offenders!("
        SELECT c.code AS customer, w.wallet AS place, w.balance_minor AS stored_minor, -w.points_debt_minor AS expected_minor
        FROM wallets w JOIN customers c ON c.shop_id = $1 AND c.customer_id = w.customer_id
        WHERE w.shop_id = $1 AND w.wallet <> 'money' AND w.balance_minor < -w.points_debt_minor");
    OWED_POINTS = offenders!("
        SELECT c.code AS customer, w.wallet AS place, w.points_debt_minor AS stored_minor, CAST(0 AS BIGINT) AS expected_minor
        FROM wallets w JOIN customers c ON c.shop_id = $1 AND c.customer_id = w.customer_id
        WHERE w.shop_id = $1 AND w.points_debt_minor > 0 AND w.balance_minor + w.points_debt_minor > w.held_minor");
    WITHOUT_WALLET = offenders!("
        SELECT c.code AS customer, e.wallet AS place, CAST(NULL AS BIGINT) AS stored_minor,
            CAST(NULL AS BIGINT) AS expected_minor
        FROM (SELECT customer_id, wallet FROM entries WHERE shop_id = $1
            UNION SELECT customer_id, wallet FROM lots WHERE shop_id = $1) e
        JOIN customers c ON c.shop_id = $1 AND c.customer_id = e.customer_id
        LEFT JOIN wallets w ON w.shop_id = $1 AND w.customer_id = e.customer_id AND w.wallet = e.wallet
        WHERE w.customer_id IS NULL");
}

/// The checks.
pub(super) const CHECKS: &[Check] = &[
    Check {
        name: "wallet_balances",
        claim: "a wallet's balance is the sum of its entries",
        rows: COUNT_WALLETS,
        offenders: WALLET_BALANCES,
    },
    Check {
        name: "entry_numbers",
        claim: "a wallet's entries are numbered from 1 without gaps, up to the number that the wallet says",
        rows: COUNT_WALLETS,
        offenders: ENTRY_NUMBERS,
    },
    Check {
        name: "balances_after",
        claim: "the balance after an entry is the sum of the entries up to it",
        rows: COUNT_ENTRIES,
        offenders: BALANCES_AFTER,
    },
    Check {
        name: "balance_limit",
        claim: "no balance is beyond ten trillion",
        rows: COUNT_ENTRIES,
        offenders: BEYOND_LIMIT,
    },
    Check {
        name: "open_lots",
        claim: "the points in a wallet are the sum of its open lots less the points debt",
        rows: COUNT_WALLETS,
        offenders: OPEN_LOTS,
    },
    Check {
        name: "lot_uses",
        claim: "what is left of a lot is its amount less what was used of it",
        rows: COUNT_LOTS,
        offenders: LOT_USES,
    },
    Check {
        name: "held_points",
        claim: "what is held of a wallet is the sum of its open holds, and is there",
        rows: COUNT_WALLETS,
        offenders: HELD,
    },
    Check {
        name: "captured_holds",
        claim: "what was captured of a hold is what its entry spent",
        rows: COUNT_HOLDS,
        offenders: CAPTURES,
    },
    Check {
        name: "expired_lots",
        claim: "points expire of lots whose time has come, and no others",
        rows: COUNT_EXPIRED,
        offenders: EXPIRED,
    },
    Check {
        name: "below_zero",
        claim: "no points wallet is below zero, points debt aside",
        rows: COUNT_WALLETS,
        offenders: BELOW_ZERO,
    },
    Check {
        name: "owed_points",
        claim: "points are owed only where none are there but those that are held",
        rows: COUNT_WALLETS,
        offenders: OWED_POINTS,
    },
    Check {
        name: "wallets_of_entries",
        claim: "every entry and every lot has its wallet",
        rows: COUNT_ENTRIES,
        offenders: WITHOUT_WALLET,
    },
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Money;

    #[test]
    fn the_limit_of_balances_is_that_of_amounts() {
        let limits = format!("NOT BETWEEN -{max} AND {max}", max = Money::MAX.minor());
        assert!(BEYOND_LIMIT.sqlite.contains(&limits) && BEYOND_LIMIT.postgres.contains(&limits), "{limits}");
    }
}
