//! Points that are about to expire.

use super::{Points, messages};

messages! {
    /// Above the lines.
    html title() = "expiry-title";
    /// Points that can be spent today for the last time.
    html today(points: Points) = "expiry-today";
    /// Points that can be spent until the end of a day.
    html until(points: Points, date: &str) = "expiry-until";
    /// As `today`, of points that friends brought.
    html friends_today(points: Points) = "expiry-friends-today";
    /// As `until`, of points that friends brought.
    html friends_until(points: Points, date: &str) = "expiry-friends-until";
    /// How to spend them.
    html hint() = "expiry-hint";
}
