//! An update, as the text that comes from Telegram.

use std::collections::BTreeMap;

use kopilka::bot::understand::{self, Understood};
use serde::{Deserialize, de::IgnoredAny};

use super::callback;

/// The fields of an update. Telegram sets exactly one of them. A field that is there twice is an error here.
#[derive(Deserialize)]
struct Content {
    message: Option<IgnoredAny>,
    edited_message: Option<IgnoredAny>,
    callback_query: Option<IgnoredAny>,
    my_chat_member: Option<IgnoredAny>,
    #[serde(flatten)]
    others: BTreeMap<String, IgnoredAny>,
}

impl Content {
    /// Besides `update_id` there is one field.
    fn is_one(&self) -> bool {
        let known = [self.message, self.edited_message, self.callback_query, self.my_chat_member];
        known.iter().flatten().count() == 1 && self.others.len() == 1
    }
}

/// An update is understood or kept for later. An update of a chat belongs to the lane of that chat, and its texts can be stored in
/// both databases.
pub(crate) fn check(input: &[u8]) {
    let Ok(update) = std::str::from_utf8(input) else { return };
    if let Understood::Action { lane, chat, texts, button } = understand::update(update, "kopilka_bot") {
        if serde_json::from_str::<Content>(update).is_ok_and(|content| content.is_one()) {
            assert_eq!(lane, chat);
        }
        assert!(texts.iter().all(|text| !text.contains('\0')), "{texts:?}");
        callback::check(button.unwrap_or_default().as_bytes());
    }
}
