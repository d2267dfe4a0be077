//! Sharing one's own phone number.

use super::{Points, messages};
use crate::domain::Phone;

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
    html noted(phone: &Phone) = "phone-noted";
    /// The number was on the card before.
    html known(phone: &Phone) = "phone-known";
    /// The person got the card that was registered for the number.
    html claimed(code: &str, points: Points) = "phone-claimed";
    /// The promo code does not count for the card; what was left of its bonus was taken back.
    html code_taken_back(points: Points) = "phone-code-taken-back";
    /// The promo code does not count for the card; nothing was left of its bonus.
    html code_void() = "phone-code-void";
    /// One of the person's cards had invited the other; what that had brought was taken back.
    html own_invitation(points: Points) = "phone-own-invitation";
    /// As before; it had brought nothing.
    html own_invitation_void() = "phone-own-invitation-void";
    /// The contact is another person's.
    html not_own() = "phone-not-own";
    /// The contact is another person's, where the own one is not asked for.
    html of_another() = "phone-of-another";
    /// The number is invalid.
    html unreadable() = "phone-unreadable";
    /// The number is of a country whose numbers the shop does not take.
    html foreign(countries: &str) = "phone-foreign";

    /// Another account has the card of the number: the shop is asked.
    html asked() = "phone-asked";
    /// The shop was asked before, and has not answered yet.
    html asked_before() = "phone-asked-before";
    /// To staff: a new account asks for a card.
    html move_ask(phone: &Phone, other: &str, code: &str, joined: &str) = "card-move-ask";
    /// The card that it asks for.
    html move_of(card: &str, code: &str, visited: &str) = "card-move-of";
    /// The old account was deleted.
    html move_gone() = "card-move-gone";
    /// The old account wrote to the bot not long ago.
    html move_alive() = "card-move-alive";
    /// One of the two cards invited the other.
    html move_own_invitation() = "card-move-own-invitation";
    /// Above what one card of both will have where the two differ.
    html move_merged() = "card-move-merged";
    /// Its name.
    html move_merged_name(name: &str) = "card-move-merged-name";
    /// Its credit limit.
    html move_merged_limit(limit: &str) = "card-move-merged-limit";
    /// Moves the card.
    button button_move() = "card-move-button";
    /// Leaves it where it is.
    button button_keep() = "card-move-button-keep";
    /// To staff: the card was moved.
    html moved(code: &str) = "card-moved";
    /// To staff: so many points were taken back, since one of the two cards had invited the other.
    html moved_own_invitation(points: Points) = "card-moved-own-invitation";
    /// To staff: the card stays.
    html kept(code: &str) = "card-kept";
    /// To the old account: its card is another account's now.
    html lost(code: &str) = "card-lost";
    /// To the new account: the shop did not agree.
    html move_refused() = "card-move-refused";
}
