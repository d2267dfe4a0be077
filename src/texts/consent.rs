//! The question to a customer whether staff or a till may spend their points.

use super::{Points, messages};

messages! {
    /// Asks whether these points may pay for part of a purchase.
    html question(points: Points, total: &str) = "consent-question";
    /// As `question`, in a shop that has a name.
    html question_of_shop(points: Points, total: &str, shop: &str) = "consent-question-of-shop";
    /// Asks whether a till may take what is said below.
    html till_question() = "consent-till-question";
    /// As `till_question`, in a shop that has a name.
    html till_question_of_shop(shop: &str) = "consent-till-question-of-shop";
    /// Below it: how many coupons are used.
    html till_question_coupons(count: &str) = "consent-till-question-coupons";
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
    /// The button below it, and that of the question what becomes of a sale that waits.
    button button_cancel_sale() = "consent-button-cancel-sale";
    /// For staff: the sale was cancelled.
    html cancelled(name: &str) = "consent-cancelled";
    /// For staff: another member of the staff cancelled the sale.
    html cancelled_by_another(name: &str) = "consent-cancelled-by-another";
    /// For the customer: the sale was cancelled.
    html notice_cancelled() = "consent-notice-cancelled";
    /// For staff: the sale does not wait any more.
    answer over() = "consent-over";
    /// For staff who sell to a customer to whom another sale waits: which, and what becomes of it?
    html another_waits(name: &str, total: &str, points: Points) = "consent-another-waits";
    /// For staff who sell to a customer to whom a write-off of a till waits: what becomes of it?
    html write_off_waits(name: &str, points: Points) = "consent-write-off-waits";
    /// The sale that waits is completed with the digits of the card.
    button button_complete() = "consent-button-complete";
    /// The sale that waits is cancelled, and this one goes on.
    button button_replace() = "consent-button-replace";
    /// The sale that waits stays, and this one is dropped.
    button button_keep() = "consent-button-keep";
    /// For staff: the digits of the card completed a write-off of a till.
    html write_off_completed(name: &str, points: Points) = "consent-write-off-completed";
    /// For staff: the customer said no.
    html not_agreed(name: &str) = "consent-not-agreed";
    /// For staff: the customer agreed, and the purchase was not possible any more; why, is said below.
    html failed(name: &str) = "consent-failed";
    /// For staff: the customer did not answer in time.
    html expired(name: &str) = "consent-expired";
}
