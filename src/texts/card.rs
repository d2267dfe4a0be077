//! The card that is shown at the till.

use super::{Points, messages};

messages! {
    /// Below the QR code.
    html card(code: &str, points: Points, digits: &str, time: &str) = "card";
    /// Shows new digits.
    button button_refresh() = "card-button-refresh";
}
