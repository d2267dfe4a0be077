#![no_main]

#[path = "../../tests/integration/corpus/dump.rs"]
mod dump;

libfuzzer_sys::fuzz_target!(|input: &[u8]| dump::check(input));
