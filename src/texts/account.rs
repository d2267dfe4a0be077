//! Money that a customer has with the shop: notices.

use super::messages;

messages! {
    /// To the customer: money was paid in.
    html notice_paid_in(amount: &str, balance: &str) = "notice-paid-in";
    /// To the customer: money was charged.
    html notice_charged(amount: &str, balance: &str) = "notice-charged";
}
