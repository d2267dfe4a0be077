//! Who invited whom, and which cards are used instead of others.

use super::check::{Check, offenders};
use crate::storage::statement::statements;

statements! {
    COUNT_FRIENDS = "SELECT COUNT(*) FROM customers WHERE shop_id = $1 AND referrer_id IS NOT NULL";
    COUNT_MERGED = "SELECT COUNT(*) FROM customers WHERE shop_id = $1 AND merged_into_id IS NOT NULL";
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

/// The checks of referrals.
pub(super) const REFERRALS: &[Check] = &[Check {
    name: "referral_circles",
    claim: "nobody was invited by themselves, at any remove",
    rows: COUNT_FRIENDS,
    offenders: CIRCLES,
}];

/// The checks of cards.
pub(super) const CARDS: &[Check] = &[Check {
    name: "merged_cards",
    claim: "nothing is left on a card that was merged into another",
    rows: COUNT_MERGED,
    offenders: MERGED_CARDS,
}];
