//! The disk of the database file.

use std::{io, path::Path};

use super::row::Row;
use crate::storage;

const WHAT: &str = "disk";
/// Below this the write-ahead log may not find room, in bytes.
const LEAST: u64 = 100 << 20;

/// The free space beside the file of the database at `url`, which has `size` bytes where that is known.
pub(super) fn look(url: &str, size: Option<u64>) -> Row {
    let Ok(Some(file)) = storage::file_of(url) else {
        return Row::unchecked(WHAT, "the database is a server's: watch its disk there");
    };
    // The file may be elsewhere than its name.
    let file = file.canonicalize().unwrap_or(file);
    let directory = file.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    match free_bytes(directory) {
        Ok(free) => row(free, size),
        Err(error) => Row::fault(
            WHAT,
            format!("the free space in {} cannot be read: {error}", directory.display()),
            "see that the directory of DATABASE_URL is there and that its disk is mounted",
        ),
    }
}

fn row(free: u64, size: Option<u64>) -> Row {
    let found = format!("{} are free beside the database", shown(free));
    if free < LEAST {
        return Row::fault(WHAT, found, "make room: when the disk is full, the bot waits and answers no one");
    }
    if size.is_some_and(|size| free < size) {
        return Row::note(WHAT, found, "make room: a copy of the database would not fit beside it");
    }
    Row::ok(WHAT, found)
}

/// The space that the user of this program may still fill.
fn free_bytes(directory: &Path) -> io::Result<u64> {
    let disk = rustix::fs::statvfs(directory)?;
    Ok(disk.f_bavail.saturating_mul(disk.f_frsize))
}

/// `1.5 GB`, with one decimal place from MB on.
pub(super) fn shown(bytes: u64) -> String {
    let unit = |unit: u64, name: &str| format!("{}.{} {name}", bytes / unit, bytes % unit * 10 / unit);
    match bytes {
        0..1_000_000 => format!("{} kB", bytes.div_ceil(1_000)),
        1_000_000..1_000_000_000 => unit(1_000_000, "MB"),
        _ => unit(1_000_000_000, "GB"),
    }
}

#[cfg(test)]
mod tests {
    use super::{super::row::State, *};

    #[test]
    fn a_disk_that_fills_up_is_told_of_in_time() {
        for (free, size, state) in [
            (0, None, State::Fault),
            (LEAST - 1, Some(1), State::Fault),
            (LEAST, Some(LEAST), State::Ok),
            (LEAST, None, State::Ok),
            (5 * LEAST, Some(6 * LEAST), State::Note),
        ] {
            let row = row(free, size);
            assert_eq!(row.state, state, "{free} {size:?}");
            assert_eq!(row.to_do.is_some(), state != State::Ok, "{free} {size:?}");
        }
    }

    #[test]
    fn sizes_are_short() {
        for (bytes, expected) in [
            (0, "0 kB"),
            (1, "1 kB"),
            (999_999, "1000 kB"),
            (1_000_000, "1.0 MB"),
            (1_560_000_000, "1.5 GB"),
            (u64::MAX, "18446744073.7 GB"),
        ] {
            assert_eq!(shown(bytes), expected);
        }
    }
}
