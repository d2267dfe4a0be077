//! The report of an import, for the person who ran it.

use std::{
    fmt,
    io::{self, Write},
    path::PathBuf,
    time::Duration,
};

use super::{parcels::ParcelCounts, sales::SalesCounts, shop::SettingsOutcome};
use crate::{
    domain::{EntryKind, Money, Wallet},
    import::findings::{FindingKind, Findings, Severity},
};

/// How an import ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The new customers and settings were committed.
    Imported,
    /// There was nothing new to import.
    Unchanged,
    /// The import would go ahead; it was rolled back.
    DryRun,
    /// Faults were found; it was rolled back.
    Refused,
}

/// The report of an import.
pub struct Report {
    /// How it ended.
    pub outcome: Outcome,
    /// The number of customers in the file.
    pub customers: u64,
    /// Of them, the new ones.
    pub imported: u64,
    /// Of them, those that exist and equal the file.
    pub unchanged: u64,
    /// Of them, those that exist and differ from the file, or have new entries since their import.
    pub changed: u64,
    /// Of them, the faulty ones.
    pub rejected: u64,
    /// The file to which the faulty ones were written.
    pub left_out_file: Option<PathBuf>,
    /// The number of new invoices.
    pub invoices: u64,
    /// The number of their lines.
    pub lines: u64,
    /// What was done with the parcels.
    pub parcels: ParcelCounts,
    /// What is billed of the new customers.
    pub sales: SalesCounts,
    /// The new entries by wallet and kind.
    pub entries: Vec<KindTotal>,
    /// The balances of the new customers by wallet.
    pub wallets: Vec<WalletTotal>,
    /// What was done with the file's settings.
    pub settings: SettingsOutcome,
    /// All findings.
    pub findings: Findings,
    /// How long it took.
    pub took: Duration,
}

/// The entries of one kind in one wallet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KindTotal {
    /// The wallet.
    pub wallet: Wallet,
    /// The kind.
    pub kind: EntryKind,
    /// Their number.
    pub entries: i64,
    /// Their sum.
    pub sum: Money,
}

/// The balances of one wallet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WalletTotal {
    /// The wallet.
    pub wallet: Wallet,
    /// Their sum in the file, in minor units; debt is below zero.
    pub in_file: i128,
    /// Their sum in the database, in minor units.
    pub stored: i128,
}

impl Report {
    /// Whether nothing was imported because of faults.
    pub fn is_refused(&self) -> bool {
        self.outcome == Outcome::Refused
    }

    /// What came of it, in a sentence.
    pub fn headline(&self) -> String {
        match self.outcome {
            Outcome::Imported => "Imported.".to_owned(),
            Outcome::Unchanged => self.unchanged_headline(),
            Outcome::DryRun => "A dry run: nothing was changed. The import would do this.".to_owned(),
            Outcome::Refused => {
                "Refused: the file has faults that could lose or invent value. Nothing was imported.".to_owned()
            }
        }
    }

    /// Writes every finding, the faults first, and then the summary.
    ///
    /// # Errors
    /// Those of `out` and of the file system.
    pub fn print(&mut self, out: &mut impl Write) -> io::Result<()> {
        for severity in [Severity::Fault, Severity::Warning, Severity::Note] {
            if self.findings.count(severity) == 0 {
                continue;
            }
            for finding in self.findings.read()? {
                let finding = finding?;
                if finding.kind.severity() == severity {
                    writeln!(out, "{finding}")?;
                }
            }
            writeln!(out)?;
        }
        write!(out, "{self}")
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}\n", self.headline())?;
        let mut row = |name: &str, count: &dyn fmt::Display| writeln!(f, "{name:<44}{count:>20}");
        row("customers in the file", &grouped(self.customers.into()))?;
        if self.outcome != Outcome::Refused {
            row("  imported", &grouped(self.imported.into()))?;
        }
        if self.unchanged > 0 {
            row("  already imported, unchanged", &grouped(self.unchanged.into()))?;
        }
        if self.changed > 0 {
            row("  already imported and changed, left as they are", &grouped(self.changed.into()))?;
        }
        if self.rejected > 0 {
            row(
                if self.outcome == Outcome::Refused { "  faulty" } else { "  faulty, left out" },
                &grouped(self.rejected.into()),
            )?;
        }
        if self.imported > 0 && self.outcome != Outcome::Refused {
            row("invoices", &grouped(self.invoices.into()))?;
            row("lines of invoices", &grouped(self.lines.into()))?;
        }
        if self.parcels.imported > 0 && self.outcome != Outcome::Refused {
            row("parcels", &grouped(self.parcels.imported.into()))?;
        }
        if self.parcels.known > 0 {
            row("parcels that are there already, left as they are", &grouped(self.parcels.known.into()))?;
        }
        let SalesCounts { profiles, entitlements, bills, payments } = self.sales;
        if profiles > 0 && self.outcome != Outcome::Refused {
            row("sales profiles", &grouped(profiles.into()))?;
            row("entitlements", &grouped(entitlements.into()))?;
            row("bills", &grouped(bills.into()))?;
            row("payments of bills", &grouped(payments.into()))?;
        }
        let settings = match self.settings {
            SettingsOutcome::Taken => "taken from the file",
            SettingsOutcome::Unchanged => "unchanged",
            SettingsOutcome::Kept => "the shop's own kept",
            SettingsOutcome::Missing => "not in the file",
        };
        if self.outcome != Outcome::Refused {
            row("details and settings of the shop", &settings)?;
            self.fmt_sums(f)?;
        }
        self.fmt_findings(f)?;
        writeln!(f, "\n{} in {:.1} s", grouped(self.customers.into()) + " customers", self.took.as_secs_f64())?;
        if let Some(path) = &self.left_out_file {
            let path = path.display();
            writeln!(
                f,
                "The customers who were left out are in {path} with what is wrong. Correct them there and import that file."
            )?;
        }
        if self.is_refused() {
            writeln!(
                f,
                "Correct the faults above, or run again with --accept-faulty to import the sound customers alone."
            )?;
        }
        Ok(())
    }
}

impl Report {
    fn unchanged_headline(&self) -> String {
        match (self.customers, self.unchanged) {
            (0, _) => "Nothing to import: the file has no customers.".to_owned(),
            (_, 0) => "Nothing was imported.".to_owned(),
            (_, unchanged) => {
                format!("Nothing to import: {} customers already imported, unchanged.", grouped(unchanged.into()))
            }
        }
    }

    fn fmt_sums(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.entries.is_empty() {
            writeln!(f, "\n{:<32}{:>12}{:>20}", "entries", "number", "sum")?;
            for total in &self.entries {
                let name = format!("  {} / {}", total.wallet, total.kind);
                writeln!(
                    f,
                    "{name:<32}{:>12}{:>20}",
                    grouped(total.entries.into()),
                    decimal(total.sum.minor().into())
                )?;
            }
        }
        if !self.wallets.is_empty() {
            writeln!(f, "\n{:<24}{:>20}{:>20}", "balances", "in the file", "stored")?;
            for total in &self.wallets {
                let name = format!("  {}", total.wallet);
                writeln!(f, "{name:<24}{:>20}{:>20}", decimal(total.in_file), decimal(total.stored))?;
            }
        }
        Ok(())
    }

    fn fmt_findings(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.findings.counts().is_empty() {
            return writeln!(f, "\nno findings");
        }
        writeln!(f, "\n{:<44}{:>20}", "findings", "number")?;
        let mut counts: Vec<(&FindingKind, &u64)> = self.findings.counts().iter().collect();
        counts.sort_by_key(|(kind, _)| kind.severity());
        for (kind, count) in counts {
            let name = format!("  {} {kind}", kind.severity());
            writeln!(f, "{name:<44}{:>20}", grouped(i128::from(*count)))?;
        }
        Ok(())
    }
}

/// A number with spaces between its thousands.
fn grouped(number: i128) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut grouped = String::from(if number < 0 { "-" } else { "" });
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push(' ');
        }
        grouped.push(digit);
    }
    grouped
}

fn decimal(minor: i128) -> String {
    let sign = if minor < 0 { "-" } else { "" };
    let minor = minor.unsigned_abs();
    format!("{sign}{}.{:02}", grouped(i128::try_from(minor / 100).unwrap_or(i128::MAX)), minor % 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_readable() {
        for (minor, text) in [(0, "0.00"), (-5, "-0.05"), (123_456_789, "1 234 567.89"), (-100_000_00, "-100 000.00")] {
            assert_eq!(decimal(minor), text);
        }
    }
}
