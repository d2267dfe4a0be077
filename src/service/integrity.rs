//! Checks that no row contradicts what must always be true.

use super::Result;
use crate::storage::{Tx, integrity};

pub use crate::storage::integrity::{MOST_SHOWN, Offender};

/// One thing that must always be true, and whether it is.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Finding {
    /// For machines; never changes.
    pub check: &'static str,
    /// For people.
    pub claim: &'static str,
    /// How many rows were looked at.
    pub rows: i64,
    /// How many of them contradict the claim.
    pub offending: i64,
    /// The first [`MOST_SHOWN`] of those.
    pub offenders: Vec<Offender>,
}

impl Finding {
    /// Is the claim true?
    pub const fn holds(&self) -> bool {
        self.offending == 0
    }
}

/// Checks the shop of the transaction, in one state of the database: give it one that reads.
///
/// # Errors
/// The database's.
pub async fn check(tx: &mut Tx) -> Result<Vec<Finding>> {
    let mut findings = Vec::new();
    for check in integrity::checks() {
        findings.push(finding(check.name, check.claim, integrity::run(tx, check).await?));
    }
    let kinds = integrity::kinds(tx).await?;
    findings.push(finding(
        "kinds_of_entries",
        "an entry is in a wallet where its kind belongs, and goes its way",
        kinds,
    ));
    let triggers = integrity::triggers(tx).await?;
    findings.push(finding("append_only", "the database refuses to change or delete entries", triggers));
    Ok(findings)
}

fn finding(check: &'static str, claim: &'static str, outcome: integrity::Outcome) -> Finding {
    let integrity::Outcome { rows, offending, offenders } = outcome;
    Finding { check, claim, rows, offending, offenders }
}
