//! Kinds of entries that stand in foreign wallets.

use super::check::{Outcome, count, offenders};
use crate::{
    domain::{EntryKind, Money, Wallet},
    storage::{Result, Tx, statement::statements},
};

statements! {
    COUNT_ENTRIES = count!("entries");
}

/// Makes the check.
pub(super) async fn check(tx: &mut Tx) -> Result<Outcome> {
    let (rows,): (i64,) = tx.q(COUNT_ENTRIES).one().await?;
    Ok(Outcome::of(rows, tx.assembled(foreign_entries()).all().await?))
}

/// Finds the entries that the domain's table of kinds does not allow. It is assembled of that table, so that it cannot say
/// anything else.
pub(super) fn foreign_entries() -> String {
    let all = EntryKind::ALL.iter().flat_map(|kind| Wallet::ALL.iter().map(move |wallet| (*kind, *wallet)));
    let ways = all.flat_map(|(kind, wallet)| [(kind, wallet, 1, "in"), (kind, wallet, -1, "out")]);
    let allowed: Vec<String> = ways
        .filter(|(kind, wallet, minor, _)| kind.allows(*wallet, Money::from_minor(*minor)))
        .map(|(kind, wallet, _, way)| format!("'{kind} {wallet} {way}'"))
        .collect();
    format!(
        offenders!(
            "SELECT c.code AS customer, e.kind || ' entry ' || e.entry_id || ' in wallet ' || e.wallet AS place,
                e.amount_minor AS stored_minor, CAST(NULL AS BIGINT) AS expected_minor
            FROM entries e JOIN customers c ON c.shop_id = $1 AND c.customer_id = e.customer_id
            WHERE e.shop_id = $1 AND e.kind || ' ' || e.wallet || CASE
                WHEN e.amount_minor > 0 THEN ' in' WHEN e.amount_minor < 0 THEN ' out' ELSE '' END NOT IN ({})"
        ),
        allowed.join(", ")
    )
}
