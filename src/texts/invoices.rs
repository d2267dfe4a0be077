//! One's own invoices.

use super::{Points, messages};

messages! {
    /// Above the list.
    html list(count: i64) = "invoices-list";
    /// There are none yet.
    html empty() = "invoices-empty";
    /// Opens an invoice of the list.
    button button_invoice(date: &str, total: &str) = "invoices-button";
    /// Opens an invoice of the list that was refunded, all of it or part.
    button button_invoice_refunded(date: &str, total: &str) = "invoices-button-refunded";
    /// Leads back to the list.
    button button_list() = "invoices-button-list";
    /// Sends it as PDF.
    button button_pdf() = "invoices-button-pdf";
    /// The head of an invoice.
    html head(number: &str, date: &str) = "invoices-head";
    /// A line of several pieces.
    html line(name: &str, quantity: &str, price: &str, total: &str) = "invoices-line";
    /// A line of one piece.
    html line_of_one(name: &str, total: &str) = "invoices-line-of-one";
    /// Before points.
    html total(amount: &str) = "invoices-total";
    /// Points of the main wallet that paid for part of it.
    html redeemed(points: Points) = "invoices-redeemed";
    /// Points that friends brought that paid for part of it.
    html redeemed_referral(points: Points) = "invoices-redeemed-referral";
    /// What was paid with money.
    html paid(amount: &str) = "invoices-paid";
    /// What was left as a debt.
    html debt(amount: &str) = "invoices-debt";
    /// Points it earned.
    html earned(points: Points) = "invoices-earned";
}
