//! The callback data of a button, which anyone can forge.

use kopilka::bot::understand;

/// The input is decoded to a button that encodes to an equal one, or is refused.
pub(crate) fn check(input: &[u8]) {
    let Ok(forged) = std::str::from_utf8(input) else { return };
    if let Some(button) = understand::button(forged) {
        assert_eq!(understand::button(&button).as_deref(), Some(&*button), "{forged:?}");
    }
}
