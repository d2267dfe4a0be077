//! What must always be true, as questions to the database: each finds the rows that contradict it.

use super::{Result, Statement, Tx, statements};

/// The most offending rows that are returned of one check; all are counted.
pub const MOST_SHOWN: usize = 20;

/// Something that is always true.
#[derive(Clone, Copy, Debug)]
pub struct Check {
    /// For machines.
    pub name: &'static str,
    /// For people.
    pub claim: &'static str,
    rows: Statement,
    offenders: Statement,
}

/// What became of a check.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// How many rows were looked at.
    pub rows: i64,
    /// How many of them contradict the claim.
    pub offending: i64,
    /// The first of those.
    pub offenders: Vec<Offender>,
}

/// A row that contradicts a claim.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, sqlx::FromRow)]
pub struct Offender {
    /// The customer's code, where it belongs to one.
    pub customer: Option<String>,
    /// Which wallet, invoice or entry.
    pub place: String,
    /// What is stored, in hundredths, where it is an amount.
    pub stored_minor: Option<i64>,
    /// What it should be.
    pub expected_minor: Option<i64>,
    #[serde(skip)]
    offending: i64,
}

/// Counts the rows that a question finds, and returns the first of them.
macro_rules! offenders {
    ($question:expr) => {
        concat!(
            "SELECT customer, place, stored_minor, expected_minor, COUNT(*) OVER () AS offending FROM (",
            $question,
            ") AS found ORDER BY customer, place LIMIT 20"
        )
    };
}

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

/// Compares an amount of each invoice that was issued here with the entries it made.
macro_rules! entries_of_invoices {
    ($(($amount:literal, $sign:literal, $kind:literal, $wallet:expr, $owner:literal)),+) => {
        offenders!(concat!(
            "SELECT CAST(NULL AS TEXT) AS customer, '' AS place, CAST(0 AS BIGINT) AS stored_minor,
                CAST(0 AS BIGINT) AS expected_minor FROM shops WHERE shop_id = $1 AND FALSE",
            $(
                " UNION ALL SELECT c.code, '", $kind, " of invoice ' || i.number, i.", $amount, "_minor, COALESCE(e.total, 0)
                FROM invoices i JOIN customers c ON c.shop_id = $1 AND c.customer_id = i.customer_id LEFT JOIN (
                    SELECT invoice_id, customer_id, wallet, CAST(", $sign, "SUM(amount_minor) AS BIGINT) AS total FROM entries
                    WHERE shop_id = $1 AND kind = '", $kind, "' AND invoice_id IS NOT NULL
                    GROUP BY invoice_id, customer_id, wallet) e
                ON e.invoice_id = i.invoice_id AND e.customer_id = i.", $owner, " AND e.wallet = ", $wallet, "
                WHERE i.shop_id = $1 AND i.issued_by IS NOT NULL AND i.", $amount, "_minor <> COALESCE(e.total, 0)"
            ),+
        ))
    };
}

macro_rules! count {
    ($table:literal) => {
        concat!("SELECT COUNT(*) FROM ", $table, " WHERE shop_id = $1")
    };
}

mod refunds;

/// The statements that are about refunds, by name.
pub(super) const STATEMENTS_OF_REFUNDS: &[Statement] = refunds::STATEMENTS;

statements! {
    COUNT_CUSTOMERS = count!("customers");
    COUNT_WALLETS = count!("wallets");
    COUNT_ENTRIES = count!("entries");
    COUNT_LOTS = count!("lots");
    COUNT_HOLDS = count!("holds");
    COUNT_EXPIRED = "SELECT COUNT(*) FROM entries WHERE shop_id = $1 AND kind = 'expire'";
    COUNT_OPERATIONS = count!("operations");
    COUNT_ISSUED = "SELECT COUNT(*) FROM invoices WHERE shop_id = $1 AND issued_by IS NOT NULL";
    COUNT_MERGED = "SELECT COUNT(*) FROM customers WHERE shop_id = $1 AND merged_into_id IS NOT NULL";
    COUNT_FRIENDS = "SELECT COUNT(*) FROM customers WHERE shop_id = $1 AND referrer_id IS NOT NULL";
    COUNT_CORRECTIONS = "SELECT COUNT(*) FROM entries WHERE shop_id = $1 AND corrects_id IS NOT NULL";
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
                PARTITION BY customer_id, wallet ORDER BY entry_id ROWS UNBOUNDED PRECEDING) AS BIGINT) AS total
            FROM entries WHERE shop_id = $1) e
        JOIN customers c ON c.shop_id = $1 AND c.customer_id = e.customer_id
        WHERE e.balance_after_minor <> e.total");
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
    STRAY_CUSTOMERS = strays!(
        "customers"."referrer_id" => "customers"."customer_id", "customers"."merged_into_id" => "customers"."customer_id",
        "search_terms"."customer_id" => "customers"."customer_id", "wallets"."customer_id" => "customers"."customer_id",
        "invoices"."customer_id" => "customers"."customer_id", "invoices"."referrer_id" => "customers"."customer_id",
        "audit_log"."customer_id" => "customers"."customer_id"
    );
    STRAY_ENTRIES = strays!(
        "entries"."customer_id" => "customers"."customer_id", "entries"."invoice_id" => "invoices"."invoice_id",
        "entries"."corrects_id" => "entries"."entry_id", "invoice_lines"."invoice_id" => "invoices"."invoice_id",
        "lots"."customer_id" => "customers"."customer_id", "lots"."entry_id" => "entries"."entry_id",
        "holds"."customer_id" => "customers"."customer_id", "holds"."entry_id" => "entries"."entry_id",
        "lot_uses"."entry_id" => "entries"."entry_id", "lot_uses"."lot_id" => "lots"."lot_id",
        "refunds"."invoice_id" => "invoices"."invoice_id", "refund_lines"."refund_id" => "refunds"."refund_id"
    );
    LOTS_OF_OTHERS = offenders!("
        SELECT c.code AS customer, l.wallet || ' lot ' || l.lot_id AS place, CAST(NULL AS BIGINT) AS stored_minor,
            CAST(NULL AS BIGINT) AS expected_minor
        FROM lots l JOIN customers c ON c.shop_id = $1 AND c.customer_id = l.customer_id JOIN (
            SELECT lot_id, entry_id FROM lots WHERE shop_id = $1
            UNION ALL SELECT lot_id, entry_id FROM lot_uses WHERE shop_id = $1) touched ON touched.lot_id = l.lot_id
        JOIN entries e ON e.shop_id = $1 AND e.entry_id = touched.entry_id
        WHERE l.shop_id = $1 AND (e.customer_id <> l.customer_id OR e.wallet <> l.wallet)");
    LINES = offenders!("
        SELECT c.code AS customer, 'invoice ' || i.number AS place, i.total_minor AS stored_minor,
            COALESCE(l.total, 0) AS expected_minor
        FROM invoices i JOIN customers c ON c.shop_id = $1 AND c.customer_id = i.customer_id LEFT JOIN (
            SELECT invoice_id, CAST(SUM(total_minor) AS BIGINT) AS total FROM invoice_lines
            WHERE shop_id = $1 GROUP BY invoice_id) l ON l.invoice_id = i.invoice_id
        WHERE i.shop_id = $1 AND i.issued_by IS NOT NULL AND i.total_minor <> COALESCE(l.total, 0)");
    INVOICE_ENTRIES = entries_of_invoices!(
        ("redeemed", "-", "redeem", "COALESCE(i.redeemed_from, '')", "customer_id"),
        ("earned", "", "earn", "'main'", "customer_id"),
        ("debt", "-", "debt", "'money'", "customer_id"),
        ("reward", "", "referral_reward", "'referral'", "referrer_id")
    );
    ENTRIES_OF_OTHERS = offenders!("
        SELECT c.code AS customer, e.kind || ' entry ' || e.entry_id || ' of invoice ' || i.number AS place,
            CAST(NULL AS BIGINT) AS stored_minor, CAST(NULL AS BIGINT) AS expected_minor
        FROM entries e JOIN invoices i ON i.shop_id = $1 AND i.invoice_id = e.invoice_id JOIN customers c ON c.shop_id = $1 AND c.customer_id = e.customer_id
        LEFT JOIN customers r ON r.shop_id = $1 AND r.customer_id = i.referrer_id
        WHERE e.shop_id = $1 AND i.issued_by IS NOT NULL AND e.customer_id <> CASE
            WHEN e.kind = 'referral_reward' THEN COALESCE(i.referrer_id, -1)
            WHEN e.kind <> 'refund' OR e.customer_id = i.customer_id OR r.customer_id IS NULL THEN i.customer_id
            WHEN r.merged_into_id IS NOT NULL THEN e.customer_id
            ELSE r.customer_id END");
    PURCHASES = offenders!("
        SELECT c.code AS customer, 'the first purchase' AS place, CAST(SUM(i.reward_minor) AS BIGINT) AS stored_minor,
            MAX(i.reward_minor) AS expected_minor
        FROM invoices i JOIN customers c ON c.shop_id = $1 AND c.customer_id = i.customer_id
        WHERE i.shop_id = $1 AND i.issued_by IS NOT NULL AND i.refunded_minor < i.total_minor
        GROUP BY c.customer_id, c.code, c.has_purchased
        HAVING NOT c.has_purchased OR SUM(i.reward_minor) <> MAX(i.reward_minor)");
    /// CROSS JOIN, because SQLite takes the tables in that order then: the other way it goes through all customers for each.
    CIRCLES = offenders!("
        WITH RECURSIVE invited (customer_id) AS (
            SELECT customer_id FROM customers WHERE shop_id = $1 AND referrer_id IS NULL
            UNION ALL
            SELECT f.customer_id FROM invited i CROSS JOIN customers f
            WHERE f.shop_id = $1 AND f.referrer_id = i.customer_id)
        SELECT c.code AS customer, 'referrer' AS place, CAST(NULL AS BIGINT) AS stored_minor,
            CAST(NULL AS BIGINT) AS expected_minor
        FROM (SELECT customer_id FROM customers WHERE shop_id = $1 EXCEPT SELECT customer_id FROM invited) astray
        JOIN customers c ON c.shop_id = $1 AND c.customer_id = astray.customer_id");
    CORRECTIONS = offenders!("
        SELECT c.code AS customer, e.wallet || ' entry ' || e.entry_id AS place, CAST(NULL AS BIGINT) AS stored_minor,
            CAST(NULL AS BIGINT) AS expected_minor
        FROM entries e JOIN customers c ON c.shop_id = $1 AND c.customer_id = e.customer_id JOIN entries o ON o.shop_id = $1 AND o.entry_id = e.corrects_id
        WHERE e.shop_id = $1 AND (o.customer_id <> e.customer_id OR o.wallet <> e.wallet OR o.entry_id >= e.entry_id)");
    OPERATIONS = offenders!("
        SELECT CAST(NULL AS TEXT) AS customer, 'operation ' || operation_id AS place, CAST(NULL AS BIGINT) AS stored_minor,
            CAST(NULL AS BIGINT) AS expected_minor
        FROM operations WHERE shop_id = $1 AND result = ''");
    MERGED_CARDS = offenders!("
        SELECT c.code AS customer, COALESCE(w.wallet, 'card') AS place, w.balance_minor AS stored_minor,
            CAST(0 AS BIGINT) AS expected_minor
        FROM customers c LEFT JOIN wallets w
            ON w.shop_id = $1 AND w.customer_id = c.customer_id AND w.balance_minor <> 0
        WHERE c.shop_id = $1 AND c.merged_into_id IS NOT NULL
            AND (w.wallet IS NOT NULL OR c.telegram_id IS NOT NULL OR c.phone IS NOT NULL OR c.referrer_id IS NOT NULL
                OR c.merged_into_id = c.customer_id OR EXISTS (
                    SELECT 1 FROM customers f WHERE f.shop_id = $1 AND f.referrer_id = c.customer_id))");
}

/// Every check of the rows, in the order they are made.
pub fn checks() -> impl Iterator<Item = &'static Check> {
    CHECKS.iter().chain(refunds::CHECKS)
}

const CHECKS: &[Check] = &[
    Check {
        name: "wallet_balances",
        claim: "a wallet's balance is the sum of its entries",
        rows: COUNT_WALLETS,
        offenders: WALLET_BALANCES,
    },
    Check {
        name: "balances_after",
        claim: "the balance after an entry is the sum of the entries up to it",
        rows: COUNT_ENTRIES,
        offenders: BALANCES_AFTER,
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
    Check {
        name: "shop_of_customers",
        claim: "customers, wallets and invoices refer to customers of the same shop",
        rows: COUNT_CUSTOMERS,
        offenders: STRAY_CUSTOMERS,
    },
    Check {
        name: "shop_of_entries",
        claim: "entries, lots and lines refer to rows of the same shop",
        rows: COUNT_ENTRIES,
        offenders: STRAY_ENTRIES,
    },
    Check {
        name: "owners_of_lots",
        claim: "a lot is earned and used by entries of its own wallet",
        rows: COUNT_LOTS,
        offenders: LOTS_OF_OTHERS,
    },
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
        claim: "the entries of an invoice issued here are its customer's, a reward its referrer's",
        rows: COUNT_ISSUED,
        offenders: ENTRIES_OF_OTHERS,
    },
    Check {
        name: "first_purchases",
        claim: "a purchase is noted, and only the first one that stands rewards the referrer",
        rows: COUNT_ISSUED,
        offenders: PURCHASES,
    },
    Check {
        name: "referral_circles",
        claim: "nobody was invited by themselves, at any remove",
        rows: COUNT_FRIENDS,
        offenders: CIRCLES,
    },
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
    Check {
        name: "merged_cards",
        claim: "nothing is left on a card that was merged into another",
        rows: COUNT_MERGED,
        offenders: MERGED_CARDS,
    },
];

/// The triggers that keep entries as they were written; what SQLite does with two, PostgreSQL does with one. The catalog
/// belongs to no shop, so this is in no list of statements.
const TRIGGERS: Statement = Statement {
    name: "TRIGGERS",
    sqlite: "
        SELECT name FROM sqlite_master
        WHERE $1 IS NOT NULL AND type = 'trigger' AND tbl_name = 'entries' AND sql LIKE '%RAISE(ABORT%'",
    postgres: "
        SELECT CAST(tgname AS TEXT) FROM pg_trigger
        WHERE $1 IS NOT NULL AND tgrelid = CAST('entries' AS regclass) AND tgenabled IN ('O', 'A')",
};

/// Makes one of the [`checks`].
pub async fn run(tx: &mut Tx, check: &Check) -> Result<Outcome> {
    let (rows,): (i64,) = tx.q(check.rows).one().await?;
    let offenders: Vec<Offender> = tx.q(check.offenders).all().await?;
    Ok(Outcome { rows, offending: offenders.first().map_or(0, |first| first.offending), offenders })
}

/// Do the triggers stand that keep entries from being changed and deleted? Those that do not are the offenders.
pub async fn triggers(tx: &mut Tx) -> Result<Outcome> {
    let expected: &[&str] =
        if tx.is_postgres() { &["entries_append_only"] } else { &["entries_no_delete", "entries_no_update"] };
    let found: Vec<(String,)> = tx.q(TRIGGERS).all().await?;
    let missing = expected.iter().filter(|name| !found.iter().any(|(there,)| there == *name));
    let offending = i64::try_from(missing.clone().count()).unwrap_or(i64::MAX);
    let offender = |name: &&str| Offender {
        customer: None,
        place: format!("trigger {name} is missing"),
        stored_minor: None,
        expected_minor: None,
        offending,
    };
    let rows = i64::try_from(expected.len()).unwrap_or(i64::MAX);
    Ok(Outcome { rows, offending, offenders: missing.map(offender).collect() })
}
