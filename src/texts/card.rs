//! The card that is shown at the till.

use super::{Points, messages};

messages! {
    /// Below the QR code.
    html card(code: &str, points: Points) = "card";
}
