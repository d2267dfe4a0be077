//! What must always be true, as questions to the database: each finds the rows that contradict it.

mod billing;
mod check;
mod coupons;
mod customers;
mod invoices;
mod kinds;
mod operations;
mod parcels;
mod references;
mod refunds;
mod totals;
mod wallets;

use super::{
    Result, Tx,
    statement::{Listed, Statement},
};

pub use check::{Check, MOST_SHOWN, Offender, Outcome};

/// Every statement of the checks.
pub(super) const STATEMENTS: [&[Statement]; 11] = [
    wallets::STATEMENTS,
    references::STATEMENTS,
    invoices::STATEMENTS,
    coupons::STATEMENTS,
    kinds::STATEMENTS,
    customers::STATEMENTS,
    operations::STATEMENTS,
    refunds::STATEMENTS,
    parcels::STATEMENTS,
    totals::STATEMENTS,
    billing::STATEMENTS,
];

/// The statements that are assembled at run time.
pub(super) fn assembled() -> impl Iterator<Item = Listed> {
    std::iter::once(kinds::foreign_entries()).map(|sql| Listed {
        file: "integrity",
        name: "FOREIGN_ENTRIES".to_owned(),
        sqlite: sql.clone(),
        postgres: sql,
    })
}

/// Every check that is written as a statement, in the order they are made.
pub fn checks() -> impl Iterator<Item = &'static Check> {
    let checks = [
        wallets::CHECKS,
        references::CHECKS,
        invoices::CHECKS,
        coupons::CHECKS,
        customers::REFERRALS,
        operations::CHECKS,
        customers::CARDS,
        refunds::CHECKS,
        parcels::CHECKS,
        totals::CHECKS,
        billing::CHECKS,
    ];
    checks.into_iter().flatten()
}

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
    Ok(Outcome::of(rows, tx.q(check.offenders).all().await?))
}

/// Does each entry stand in a wallet where its kind belongs, and go its way? The domain's table of kinds decides.
pub async fn kinds(tx: &mut Tx) -> Result<Outcome> {
    kinds::check(tx).await
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
