//! Inputs that fuzzing found (`fuzz/corpus`), replayed through the checks of the fuzz targets. `fuzz/README.md` says how to find
//! more.

mod callback;
mod dump;
pub(crate) mod sale_text;
mod update;

use std::fs;

use crate::sources;

#[test]
fn dumps_are_read_or_refused() {
    replay("dump", dump::check);
}

#[test]
fn sale_texts_are_read_or_refused() {
    replay("sale_text", sale_text::check);
}

#[test]
fn callback_data_is_decoded_or_refused() {
    replay("callback", callback::check);
}

#[test]
fn updates_are_understood_or_kept() {
    replay("update", update::check);
}

/// Checks every file of a corpus, and names the one that fails.
fn replay(target: &str, check: fn(&[u8])) {
    let directory = sources::top().join("fuzz/corpus").join(target);
    let entries = fs::read_dir(&directory).unwrap_or_else(|error| panic!("{}: {error}", directory.display()));
    let mut inputs = 0;
    for entry in entries {
        let path = entry.expect("a directory can be read to its end").path();
        let input = fs::read(&path).expect("a file of the corpus");
        if let Err(panic) = std::panic::catch_unwind(|| check(&input)) {
            eprintln!("the input is {}", path.display());
            std::panic::resume_unwind(panic);
        }
        inputs += 1;
    }
    assert!(inputs > 0, "{} is empty", directory.display());
}
