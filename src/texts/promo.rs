//! A friend's promo code.

use super::{Points, messages};

messages! {
    /// Begins to enter a promo code.
    button button_promo() = "promo-button";
    /// Asks for a promo code.
    html ask() = "promo-ask";
    /// The code was accepted, with a bonus.
    html applied(points: Points) = "promo-applied";
    /// The code was accepted; the shop gives no bonus for it.
    html applied_without_bonus() = "promo-applied-without-bonus";
    /// The person has used a promo code before.
    html already_used() = "promo-already-used";
    /// The person has bought something before.
    html already_purchased() = "promo-already-purchased";
    /// The person cannot use the code. The text is the same for every reason.
    html wrong() = "promo-wrong";
    /// The code can be used by nobody now. The text does not say why.
    html not_valid_now() = "promo-not-valid-now";
    /// Too many wrong codes.
    html too_many(minutes: i64) = "promo-too-many";
    /// Tells the referrer that a friend joined, and which reward is promised.
    html friend_came(name: &str, percent: &str) = "promo-friend-came";
    /// Tells the referrer that a friend joined, in a shop without rewards.
    html friend_came_without_reward(name: &str) = "promo-friend-came-without-reward";
}
