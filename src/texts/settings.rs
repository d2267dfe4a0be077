//! The settings of a person: their language.

use super::messages;

messages! {
    /// The settings as they are.
    html settings(language: &str) = "settings";
    /// Opens the choice of a language.
    button button_language() = "settings-button-language";
    /// The language that is spoken now, in the list of all.
    button current_language(name: &str) = "settings-current-language";
    /// Says, in the language that was chosen, that it is spoken from now on.
    html language_chosen() = "settings-language-chosen";
}
