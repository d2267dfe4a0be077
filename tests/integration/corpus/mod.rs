//! What fuzzing found worth keeping (`fuzz/corpus`), fed to what the fuzz targets check. How to look for more is in
//! `fuzz/README.md`.

mod callback;
mod dump;
mod sale_text;
mod update;

use std::fs;

use crate::sources;

#[test]
fn a_dump_is_read_or_refused() {
    replay("dump", dump::check);
}

#[test]
fn a_sale_is_read_or_refused() {
    replay("sale_text", sale_text::check);
}

#[test]
fn a_button_is_one_of_ours_or_none() {
    replay("callback", callback::check);
}

#[test]
fn an_update_is_understood_or_kept() {
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
