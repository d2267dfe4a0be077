//! A file to be imported, read without a database.

use std::{cell::RefCell, fs};

use kopilka::{
    clock::Timestamp,
    import::{Inspection, ScanError, Severity, inspect},
};
use serde::de::IgnoredAny;
use tempfile::NamedTempFile;

thread_local! {
    /// Written anew for each input.
    static FILE: RefCell<NamedTempFile> = RefCell::new(NamedTempFile::new().expect("a temporary file"));
}

/// The file is refused with a place inside it, or it is JSON and each of its customers is valid or has a fault.
pub(crate) fn check(input: &[u8]) {
    let read = FILE.with_borrow(|file| {
        fs::write(file.path(), input).expect("a temporary file can be written");
        inspect(file.path(), Timestamp(1_780_000_000_000_000))
    });
    match read {
        Ok(inspection) => agrees(input, &inspection),
        Err(ScanError::Broken { offset, line, what, .. }) => {
            assert!(offset <= input.len() as u64 && line <= offset + 1 && !what.is_empty(), "{offset} {line} {what}");
        }
        Err(error @ ScanError::Io { .. }) => panic!("{error}"),
    }
}

fn agrees(input: &[u8], inspection: &Inspection) {
    let json = input.strip_prefix("\u{feff}".as_bytes()).unwrap_or(input);
    serde_json::from_slice::<IgnoredAny>(json).expect("what can be read is JSON");
    let mut faulty: Vec<&str> = Vec::new();
    for finding in &inspection.findings {
        assert!(finding.path.starts_with(&finding.customer) && !finding.message.is_empty(), "{finding:?}");
        if finding.kind.severity() == Severity::Fault {
            faulty.push(&finding.customer);
        }
    }
    faulty.sort_unstable();
    faulty.dedup();
    let rejected = inspection.customers - inspection.sound;
    assert!(rejected == 0 || !faulty.is_empty(), "{rejected} customers are left out and nothing says why");
}
