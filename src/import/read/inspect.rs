//! Reads a file to its end without a database: what is wrong with it by itself, before it is compared with what is stored.

use std::path::Path;

use super::{
    batches::{self, DumpPart},
    scan::{Members, ScanError},
};
use crate::{clock::Timestamp, domain::PhoneCountries, import::findings::Finding};

/// What a file says by itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inspection {
    /// The number of customers in the file.
    pub customers: u64,
    /// The number of them that have no fault of their own.
    pub sound: u64,
    /// All findings, in the order of the file.
    pub findings: Vec<Finding>,
}

/// Reads a file as an import at the moment `now` does.
///
/// # Errors
/// [`ScanError`]. Faults in the records are findings and not errors.
pub fn inspect(input: &Path, now: Timestamp) -> Result<Inspection, ScanError> {
    let mut inspection = Inspection::default();
    let (members, _) = Members::open(input)?;
    let shop = batches::read(members, now, &PhoneCountries::default(), |part| {
        if let DumpPart::Customers { customers, .. } = part {
            for customer in customers {
                inspection.customers += 1;
                inspection.sound += u64::from(customer.record.is_some());
                inspection.findings.extend(customer.findings);
            }
        }
        true
    })?;
    inspection.findings.extend(shop.findings);
    Ok(inspection)
}

#[cfg(test)]
mod tests {
    use std::{fmt::Write as _, io::Write as _};

    use super::*;
    use crate::import::findings::FindingKind;

    const NOW: Timestamp = Timestamp(1_780_000_000_000_000);

    /// Fails by taking minutes where a check compares all pairs.
    #[test]
    fn a_customer_with_tens_of_thousands_of_fields_and_entries_is_read() {
        const MANY: u64 = 50_000;
        let mut fields = String::new();
        (0..MANY).for_each(|field| write!(fields, r#","field{field}":{field}"#).unwrap());
        let entry = r#"{"type":"accrual","amount":1,"description":"","date":"2025-11-13T14:25:29+06:00"}"#;
        let entries = vec![entry; MANY as usize].join(",");
        let name = "а ".repeat(MANY as usize);
        let mut file = tempfile::NamedTempFile::new().unwrap();
        write!(
            file,
            r#"{{"10007":{{"first_name":"{name}","bonuses":{MANY},"history":[{entries}],"combined_history":[{entries}]{fields}}}}}"#
        )
        .unwrap();
        let inspection = inspect(file.path(), NOW).unwrap();
        assert_eq!((inspection.customers, inspection.sound), (1, 1));
        let of_kind = |kind| inspection.findings.iter().filter(|finding| finding.kind == kind).count() as u64;
        assert_eq!((of_kind(FindingKind::UnknownField), of_kind(FindingKind::CombinedHistory)), (MANY, 0));
    }

    #[test]
    fn says_what_a_file_says_by_itself() {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        write!(file, r#"{{"10007":{{"new":1}},"10008":{{"new":1,"new":2}},"bonus_program_settings":{{"new":1}}}}"#)
            .unwrap();
        let inspection = inspect(file.path(), NOW).unwrap();
        assert_eq!((inspection.customers, inspection.sound), (2, 1));
        let found = |path: &str| inspection.findings.iter().filter(|finding| finding.path == path).count();
        assert_eq!((found("10007.new"), found("10008.new"), found("bonus_program_settings.new")), (1, 2, 1));
    }
}
