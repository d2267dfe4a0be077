//! Groups of customers.

use super::messages;

messages! {
    /// To the customer: they came into a group that lets its members off something.
    html joined_with_discount(name: &str, percent: &str) = "group-joined-with-discount";
    /// What an invoice must come to for it.
    html discount_from(amount: &str) = "group-discount-from";
    /// To the customer: they came into a group.
    html joined(name: &str) = "group-joined";
    /// To the customer: they are in no group any more.
    html left(name: &str) = "group-left";
}
