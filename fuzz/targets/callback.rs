#![no_main]

#[path = "../../tests/integration/corpus/callback.rs"]
mod callback;

libfuzzer_sys::fuzz_target!(|input: &[u8]| callback::check(input));
