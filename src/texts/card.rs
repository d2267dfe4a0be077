//! The card that is shown at the till.

use super::{Points, messages};

messages! {
    /// Below the QR code.
    html card(code: &str, points: Points, digits: &str, time: &str) = "card";
    /// A card that can neither earn nor spend, below a notice of that.
    html closed(code: &str, points: Points) = "card-closed";
    /// Shows new digits.
    button button_refresh() = "card-button-refresh";
}
