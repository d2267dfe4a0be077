//! The integrity checks.

use super::Result;
use crate::storage::{Tx, integrity};

pub use crate::storage::integrity::{MOST_SHOWN, Offender};

/// The result of one integrity check.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Finding {
    /// The name of the check, for programs; never changes.
    pub check: &'static str,
    /// The invariant, for people.
    pub claim: &'static str,
    /// How many rows were checked.
    pub rows: i64,
    /// How many of them violate it.
    pub offending: i64,
    /// The first [`MOST_SHOWN`] of those.
    pub offenders: Vec<Offender>,
}

impl Finding {
    /// Does the invariant hold?
    pub const fn holds(&self) -> bool {
        self.offending == 0
    }
}

/// Checks the shop of the transaction, which should be one that reads, so that all checks see the same state.
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
