//! The menus of commands that a bot registers, by scope and language.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::reject::Rejection;

/// The most commands of one menu.
const MAX_COMMANDS: usize = 100;

/// One line of the "/" menu.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MenuCommand {
    /// The command without its slash.
    pub command: String,
    /// What it does, in the person's language.
    pub description: String,
}

/// All registered menus.
#[derive(Default)]
pub(crate) struct Menus(HashMap<(String, String), Vec<MenuCommand>>);

impl Menus {
    /// Registers a menu; an empty one removes it.
    pub(crate) fn set(&mut self, scope: &Value, language: &str, commands: Vec<MenuCommand>) -> Result<(), Rejection> {
        let key = (key_of(scope), checked_language(language)?);
        if commands.len() > MAX_COMMANDS {
            return Err(Rejection::bad_request("BOT_COMMANDS_TOO_MUCH"));
        }
        for MenuCommand { command, description } in &commands {
            let letters = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_';
            let name = command.trim_start_matches('/');
            if name.is_empty() || name.len() > 32 || !name.chars().all(letters) {
                return Err(Rejection::bad_request("BOT_COMMAND_INVALID"));
            }
            if description.is_empty() || description.chars().count() > 256 {
                return Err(Rejection::bad_request("BOT_COMMAND_DESCRIPTION_INVALID"));
            }
        }
        match commands.is_empty() {
            true => _ = self.0.remove(&key),
            false => _ = self.0.insert(key, commands),
        }
        Ok(())
    }

    /// The menu of exactly this scope and language.
    pub(crate) fn get(&self, scope: &Value, language: &str) -> Result<Vec<MenuCommand>, Rejection> {
        let key = (key_of(scope), checked_language(language)?);
        Ok(self.0.get(&key).cloned().unwrap_or_default())
    }

    /// The menu in a person's private chat: that of the narrowest scope, and within it of the person's language.
    pub(crate) fn seen_by(&self, chat: i64, language: &str) -> Vec<MenuCommand> {
        let language = language.split('-').next().unwrap_or_default();
        for scope in [format!("chat {chat}"), "all_private_chats".to_owned(), "default".to_owned()] {
            for language in [language, ""] {
                if let Some(commands) = self.0.get(&(scope.clone(), language.to_owned())) {
                    return commands.clone();
                }
            }
        }
        Vec::new()
    }
}

fn key_of(scope: &Value) -> String {
    let kind = scope["type"].as_str().unwrap_or("default");
    match (&scope["chat_id"], &scope["user_id"]) {
        (Value::Null, _) => kind.to_owned(),
        (chat, Value::Null) => format!("{kind} {chat}"),
        (chat, user) => format!("{kind} {chat} {user}"),
    }
}

fn checked_language(language: &str) -> Result<String, Rejection> {
    let two_letters = language.len() == 2 && language.chars().all(|letter| letter.is_ascii_lowercase());
    match language.is_empty() || two_letters {
        true => Ok(language.to_owned()),
        false => Err(Rejection::bad_request("invalid language code specified")),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_narrowest_scope_wins_then_the_language() {
        let mut menus = Menus::default();
        let one = |name: &str| vec![MenuCommand { command: name.into(), description: "…".into() }];
        menus.set(&Value::Null, "", one("any")).unwrap();
        menus.set(&Value::Null, "kk", one("kazakh")).unwrap();
        menus.set(&json!({ "type": "chat", "chat_id": 7 }), "", one("staff")).unwrap();
        assert_eq!(menus.seen_by(1, "ru"), one("any"));
        assert_eq!(menus.seen_by(1, "kk-KZ"), one("kazakh"));
        assert_eq!(menus.seen_by(7, "kk"), one("staff"));
        assert!(menus.set(&Value::Null, "", one("Any")).is_err());
    }
}
