#![no_main]

#[path = "../../tests/integration/corpus/sale_text.rs"]
mod sale_text;

libfuzzer_sys::fuzz_target!(|input: &[u8]| sale_text::check(input));
