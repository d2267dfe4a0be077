//! `kopilka audit`: a line for each thing that must always be true.

use std::fmt::Write as _;

use super::{database::expect_shop, error::Error, output::print};
use crate::{
    domain::{Money, ShopId},
    service::{
        self,
        integrity::{Finding, Offender, check},
    },
    storage::Db,
};

/// Checks the shop and prints what was found; false where something is not as it must be.
pub(super) async fn run(db: &Db, shop: ShopId, json: bool) -> Result<bool, Error> {
    expect_shop(db, shop).await?;
    let mut tx = db.read(shop).await.map_err(service::Error::from)?;
    let findings = check(&mut tx).await?;
    let text = if json { as_json(&findings) } else { as_table(&findings) };
    print(&text)?;
    Ok(findings.iter().all(Finding::holds))
}

fn as_json(findings: &[Finding]) -> String {
    let findings: Vec<_> = findings
        .iter()
        .map(|finding| {
            serde_json::json!({
                "check": finding.check,
                "claim": finding.claim,
                "ok": finding.holds(),
                "rows": finding.rows,
                "offending": finding.offending,
                "offenders": finding.offenders,
            })
        })
        .collect();
    format!("{:#}\n", serde_json::Value::from(findings))
}

fn as_table(findings: &[Finding]) -> String {
    let width = findings.iter().map(|finding| finding.claim.chars().count()).max().unwrap_or_default();
    let mut text = String::new();
    for finding in findings {
        let verdict = if finding.holds() { "ok    " } else { "BROKEN" };
        let _ = writeln!(text, "{verdict} {:<width$} {:>10} rows", finding.claim, finding.rows);
        for offender in &finding.offenders {
            let _ = writeln!(text, "       {}", described(offender));
        }
        let shown = i64::try_from(finding.offenders.len()).unwrap_or(i64::MAX);
        if finding.offending > shown {
            let _ = writeln!(text, "       and {} more", finding.offending - shown);
        }
    }
    let broken = findings.iter().filter(|finding| !finding.holds()).count();
    let _ = match broken {
        0 => writeln!(text, "\nAll {} checks passed.", findings.len()),
        _ => writeln!(text, "\n{broken} of {} checks failed.", findings.len()),
    };
    text
}

/// `82423 main: 12.00 is stored, 13.00 is right`.
fn described(offender: &Offender) -> String {
    let customer = offender.customer.as_deref().map(|code| format!("{code} ")).unwrap_or_default();
    let place = &offender.place;
    match (offender.stored_minor, offender.expected_minor) {
        (Some(stored), Some(expected)) => {
            let (stored, expected) = (Money::from_minor(stored), Money::from_minor(expected));
            format!("{customer}{place}: {stored} is stored, {expected} is right")
        }
        _ => format!("{customer}{place}"),
    }
}
