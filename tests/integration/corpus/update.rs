//! An update, as the text that comes from Telegram.

use std::collections::BTreeMap;

use kopilka::bot::understand::{self, Understood};
use serde::{Deserialize, de::IgnoredAny};

use super::callback;

/// Telegram puts one happening into an update. Which of several is meant, nobody can say; a field that is there twice is an
/// error here.
#[derive(Deserialize)]
struct Happening {
    message: Option<IgnoredAny>,
    edited_message: Option<IgnoredAny>,
    callback_query: Option<IgnoredAny>,
    my_chat_member: Option<IgnoredAny>,
    #[serde(flatten)]
    others: BTreeMap<String, IgnoredAny>,
}

impl Happening {
    /// Besides `update_id` there is one field.
    fn is_one(&self) -> bool {
        let known = [self.message, self.edited_message, self.callback_query, self.my_chat_member];
        known.iter().flatten().count() == 1 && self.others.len() == 1
    }
}

/// It is understood or kept for later. What happened in a chat waits in its lane, and nothing is said that no database holds.
pub(crate) fn check(input: &[u8]) {
    let Ok(update) = std::str::from_utf8(input) else { return };
    if let Understood::Action { lane, chat, texts, button } = understand::update(update, "kopilka_bot") {
        if serde_json::from_str::<Happening>(update).is_ok_and(|happening| happening.is_one()) {
            assert_eq!(lane, chat);
        }
        assert!(texts.iter().all(|text| !text.contains('\0')), "{texts:?}");
        callback::check(button.unwrap_or_default().as_bytes());
    }
}
