#![no_main]

#[path = "../../tests/integration/corpus/callback.rs"]
mod callback;
#[path = "../../tests/integration/corpus/update.rs"]
mod update;

// teloxide's parsing of some updates panics, which the bot catches: only panics that are not caught are failures.
libfuzzer_sys::fuzz_target!(init: std::panic::set_hook(Box::new(|_| {})), |input: &[u8]| update::check(input));
