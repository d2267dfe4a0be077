//! The settings of a person: their language, and what they are told.

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
    /// They are told of their parcels.
    html parcels_on() = "settings-parcels-on";
    /// They are not.
    html parcels_off() = "settings-parcels-off";
    /// Ends these notices.
    button button_mute_parcels() = "settings-button-mute-parcels";
    /// Begins them again.
    button button_unmute_parcels() = "settings-button-unmute-parcels";
}
