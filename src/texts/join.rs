//! The first words to a person, and those when they come back.

use super::{Points, messages};

messages! {
    /// Welcomes somebody new to a shop that has a name.
    html welcome(name: &str, shop: &str) = "join-welcome";
    /// Welcomes somebody new to a shop that has no name yet.
    html welcome_unnamed(name: &str) = "join-welcome-unnamed";
    /// What the program is, and the code of the new card.
    html how(code: &str) = "join-how";
    /// What can be done right away, and need not be.
    html offer() = "join-offer";
    /// Greets somebody who was here before.
    html back(name: &str, points: Points) = "join-back";
}
