#![no_main]

#[path = "../../tests/integration/corpus/callback.rs"]
mod callback;
#[path = "../../tests/integration/corpus/update.rs"]
mod update;

// teloxide's reading of some updates is known to panic, which the bot catches: only what is not caught counts.
libfuzzer_sys::fuzz_target!(init: std::panic::set_hook(Box::new(|_| {})), |input: &[u8]| update::check(input));
