//! Inviting friends.

use super::{Points, messages};

messages! {
    /// The link and the promo code.
    html invite(link: &str, promo: &str) = "invite";
    /// What a friend gets.
    html friend_gets(points: Points) = "invite-friend-gets";
    /// What the referrer gets.
    html referrer_gets(percent: &str) = "invite-referrer-gets";
    /// No friend has joined yet.
    html no_friends() = "invite-no-friends";
    /// How many friends have joined.
    html friends(count: i64) = "invite-friends";
    /// The rewards for all friends together.
    html brought(points: Points) = "invite-brought";
    /// A friend whose first purchase was rewarded.
    html friend_brought(name: &str, points: Points) = "invite-friend-brought";
    /// A friend who has bought something.
    html friend_purchased(name: &str) = "invite-friend-purchased";
    /// A friend who has not bought anything yet.
    html friend_waiting(name: &str) = "invite-friend-waiting";
    /// Sends the link to friends.
    button button_share() = "invite-button-share";
    /// What friends read beside the link, with a bonus for them.
    plain share_text(shop: &str, points: Points) = "invite-share-text";
    /// What friends read beside the link.
    plain share_text_without_bonus(shop: &str) = "invite-share-text-without-bonus";
    /// Replaces the name of a shop that has none.
    plain unnamed_shop() = "invite-unnamed-shop";
}
