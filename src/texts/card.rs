//! The card that is shown at the till.

use super::{Points, messages};

messages! {
    /// Below the QR code.
    html card(code: &str, points: Points, digits: &str, time: &str) = "card";
    /// Shows digits that are valid for longer.
    button button_refresh() = "card-button-refresh";
}
