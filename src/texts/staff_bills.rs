//! Staff: a customer's bills of services, and taking their payments.

use super::{Points, messages};
use crate::domain::{Language, billing::PaymentStatus};

messages! {
    /// Leads to a customer's bills, of which none is to be paid.
    button button_of_customer() = "staff-bills-button";
    /// As `button_of_customer`, with how many are to be paid.
    button button_open_of_customer(count: i64) = "staff-bills-button-open";
    /// Above the list, where some are to be paid.
    html open(count: i64, amount: &str) = "staff-bills-open";
    /// Above the list, where none is.
    html none_open() = "staff-bills-none-open";
    /// There are none yet.
    html empty() = "staff-bills-empty";
    /// Opens a bill of the list that is paid.
    button button_paid(what: &str, amount: &str) = "staff-bills-button-paid";
    /// Leads from a bill back to the list.
    button button_list() = "staff-bills-button-list";

    /// The points that the bill earned.
    html earned(points: Points) = "staff-bills-earned";
    /// Above the payments of a bill.
    html payments() = "staff-bills-payments";
    /// A payment.
    html payment(date: &str, amount: &str) = "staff-bills-payment";
    /// A payment of which more is known: how, by whom it was taken.
    html payment_known(date: &str, amount: &str, what: &str) = "staff-bills-payment-known";
    /// Below the payments: there are more.
    html more_payments(count: i64) = "staff-bills-more-payments";
    /// A payment is not known to have arrived.
    plain payment_pending() = "staff-bills-payment-pending";
    /// A payment did not arrive.
    plain payment_failed() = "staff-bills-payment-failed";
    /// A payment was called off.
    plain payment_cancelled() = "staff-bills-payment-cancelled";
    /// How a payment was made: in notes and coins.
    plain method_cash() = "staff-bills-method-cash";
    /// How a payment was made: from an account.
    plain method_transfer() = "staff-bills-method-transfer";

    /// Takes a payment.
    button button_pay() = "staff-bills-button-pay";
    /// Nothing is to be paid of the bill.
    html nothing_to_pay() = "staff-bills-nothing-to-pay";
    /// Asks how much is paid.
    html amount_ask(name: &str, number: &str, due: &str) = "staff-bills-amount-ask";
    /// Asks how it was paid.
    html method_ask() = "staff-bills-method-ask";
    /// In notes and coins.
    button button_cash() = "staff-bills-button-cash";
    /// From an account.
    button button_transfer() = "staff-bills-button-transfer";
    /// It is not said how.
    button button_skip() = "staff-bills-button-skip";
    /// The preview of a payment.
    html preview(name: &str, code: &str, number: &str, amount: &str, left: &str) = "staff-bills-preview";
    /// Below the preview: how it was paid.
    html method(method: &str) = "staff-bills-method";
    /// What is due has changed since the preview.
    html changed() = "staff-bills-changed";
    /// The payment is taken.
    html done(amount: &str) = "staff-bills-done";
}

/// How a payment was made, as it is stored: the words that the chat knows in the reader's language, others as they were typed.
pub fn method_shown(language: Language, stored: &str) -> String {
    match stored.trim().to_lowercase().as_str() {
        CASH => method_cash(language),
        TRANSFER => method_transfer(language),
        _ => super::format::shortened(stored, MOST_METHOD),
    }
}

/// Why a payment does not count; `None`: it does.
pub fn not_counted(language: Language, status: PaymentStatus) -> Option<String> {
    match status {
        PaymentStatus::Completed => None,
        PaymentStatus::Pending => Some(payment_pending(language)),
        PaymentStatus::Failed => Some(payment_failed(language)),
        PaymentStatus::Cancelled => Some(payment_cancelled(language)),
    }
}

/// How payments in notes and coins are stored.
pub const CASH: &str = "cash";
/// How payments from an account are stored.
pub const TRANSFER: &str = "transfer";
/// The longest typed way to pay, in characters.
pub const MOST_METHOD: usize = 60;
