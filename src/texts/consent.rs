//! The question to a customer whether staff may spend their points.

use super::{Points, messages};

messages! {
    /// Asks whether these points may pay for part of a purchase.
    html question(points: Points, total: &str) = "consent-question";
    /// As `question`, in a shop that has a name.
    html question_of_shop(points: Points, total: &str, shop: &str) = "consent-question-of-shop";
    /// Yes.
    button button_agree() = "consent-button-agree";
    /// No.
    button button_decline() = "consent-button-decline";
    /// The customer agreed, and the purchase is made.
    html agreed(points: Points) = "consent-agreed";
    /// The customer said no.
    html declined() = "consent-declined";
    /// For staff: the customer was asked.
    html waiting(name: &str, points: Points) = "consent-waiting";
    /// For staff: the customer said no.
    html not_agreed(name: &str) = "consent-not-agreed";
    /// For staff: the customer agreed, and the purchase was not possible any more; why, is said below.
    html failed(name: &str) = "consent-failed";
    /// For staff: the customer did not answer in time.
    html expired(name: &str) = "consent-expired";
}
