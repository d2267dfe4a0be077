//! One's own parcels: the list, and one with its history.

use super::messages;

messages! {
    /// The head of the list.
    html list(open: i64, total: i64) = "parcels-list";
    /// A parcel of the list.
    html entry(icon: &str, number: &str, status: &str, since: &str) = "parcels-entry";
    /// Before those that were issued or cancelled.
    html finished() = "parcels-finished";
    /// The code by which the shop knows whose a parcel is.
    html code(code: &str) = "parcels-code";
    /// There are none.
    html empty(code: &str) = "parcels-empty";
    /// A number that is not theirs.
    html not_yours(number: &str) = "parcels-not-yours";
    /// The number of one parcel, below where it is.
    html number(number: &str) = "parcels-number";
    /// What it weighs.
    html weight(weight: &str) = "parcels-weight";
    /// How many pieces it has.
    html pieces(count: i64) = "parcels-pieces";
    /// What a kilogram costs.
    html price(price: &str) = "parcels-price";
    /// Above the history.
    html past() = "parcels-past";
    /// A status that it had.
    html past_status(at: &str, status: &str) = "parcels-past-status";
    /// Above them: there are earlier ones.
    html past_more(count: usize) = "parcels-past-more";
    /// Leads from a parcel to the list.
    button button_list() = "parcels-button-list";
}
