//! An update, as the text that comes from Telegram.

use std::collections::BTreeMap;

use kopilka::bot::understand::{self, Understood};
use serde::de::IgnoredAny;

use super::callback;

/// It is understood or kept for later. What happened in a chat waits in its lane, and nothing is said that no database holds.
pub(crate) fn check(input: &[u8]) {
    let Ok(update) = std::str::from_utf8(input) else { return };
    if let Understood::Deed { lane, chat, texts, button } = understand::update(update, "kopilka_bot") {
        // Telegram puts one happening into an update.
        if serde_json::from_str::<BTreeMap<String, IgnoredAny>>(update).is_ok_and(|fields| fields.len() == 2) {
            assert_eq!(lane, chat);
        }
        assert!(texts.iter().all(|text| !text.contains('\0')), "{texts:?}");
        callback::check(button.unwrap_or_default().as_bytes());
    }
}
