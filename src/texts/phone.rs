//! Sharing one's own phone number.

use super::{Points, messages};

messages! {
    /// Begins to share the number.
    button button_add() = "phone-button-add";
    /// The key that shares the number.
    button key_share() = "phone-key-share";
    /// Asks to press that key.
    html ask() = "phone-ask";
    /// A typed number is not accepted as proof.
    html typed() = "phone-typed";
    /// The number is now on the card.
    html noted(phone: &str) = "phone-noted";
    /// The number was on the card before.
    html known(phone: &str) = "phone-known";
    /// The person got the card that was registered for the number.
    html claimed(code: &str, points: Points) = "phone-claimed";
    /// The promo code does not count for the card; what was left of its bonus was taken back.
    html code_taken_back(points: Points) = "phone-code-taken-back";
    /// The promo code does not count for the card; nothing was left of its bonus.
    html code_void() = "phone-code-void";
    /// The contact is another person's.
    html not_own() = "phone-not-own";
    /// The contact is another person's, where the own one is not asked for.
    html of_another() = "phone-of-another";
    /// The number is invalid.
    html unreadable() = "phone-unreadable";
}
