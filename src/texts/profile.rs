//! One's own details.

use super::messages;
use crate::domain::Phone;

messages! {
    /// Name, code and the day they joined.
    html profile(name: &str, code: &str, since: &str) = "profile";
    /// Their phone number.
    html phone(phone: &Phone) = "profile-phone";
    /// There is no phone number.
    html no_phone() = "profile-no-phone";
    /// The language of the texts.
    html language(name: &str) = "profile-language";
    /// Who invited them.
    html referrer(name: &str) = "profile-referrer";
}
