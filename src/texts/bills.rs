//! One's own bills of services.

use super::messages;

messages! {
    /// Above the list of those of which something is to be paid.
    html open(count: i64, amount: &str) = "bills-open";
    /// Nothing is to be paid.
    html none_open() = "bills-none-open";
    /// Above the list of those that are paid.
    html paid(count: i64) = "bills-paid";
    /// None is paid yet.
    html none_paid() = "bills-none-paid";
    /// There are none yet.
    html empty() = "bills-empty";
    /// No bill of the customer has this number.
    html not_yours(number: &str) = "bills-not-yours";
    /// Opens a bill of the list: its month or day, and what is to be paid or was.
    button button(what: &str, amount: &str) = "bills-button";
    /// As `button`, of one that should have been paid already.
    button button_overdue(what: &str, amount: &str) = "bills-button-overdue";
    /// Leads to those that are paid.
    button button_paid() = "bills-button-paid";
    /// Leads to those of which something is to be paid.
    button button_open() = "bills-button-open";
    /// Leads from a bill back to the list.
    button button_list() = "bills-button-list";
    /// Copies the number of an account or a wallet.
    button button_copy(name: &str, number: &str) = "bills-button-copy";
}
