//! The welcome of a new person, and of one who returns.

use super::{Points, messages};

messages! {
    /// Welcomes a new person to a shop that has a name.
    html welcome(name: &str, shop: &str) = "join-welcome";
    /// Welcomes a new person to a shop that has no name yet.
    html welcome_unnamed(name: &str) = "join-welcome-unnamed";
    /// What the program is, and the code of the new card.
    html how(code: &str) = "join-how";
    /// What can be done right away, and need not be.
    html offer() = "join-offer";
    /// What a new member of the staff can do right away.
    html staff(role: &str) = "join-staff";
    /// Greets a person who has used the bot before.
    html back(name: &str, points: Points) = "join-back";
}
