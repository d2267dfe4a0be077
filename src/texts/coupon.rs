//! Coupons, as customers and staff see them.

use super::{Html, Points, messages};

messages! {
    /// On an invoice: what the customer's group took off.
    html group_discount(percent: &str, amount: &str) = "coupon-group-discount";
    /// On an invoice: a coupon took something off.
    html discount(title: &str, amount: &str) = "coupon-discount";
    /// On an invoice: a coupon gave points.
    html points(title: &str, points: Points) = "coupon-points";
    /// On an invoice: a coupon was used for something that its title says.
    html gift(title: &str) = "coupon-gift";
    /// On an invoice: what was taken off without a coupon.
    html other_discount(amount: &str) = "coupon-other-discount";
    /// What a coupon is worth: points.
    plain worth_points(points: Points) = "coupon-worth-points";
    /// What a coupon is worth: a share of a purchase.
    plain worth_percent(percent: &str) = "coupon-worth-percent";
    /// What a coupon is worth: an amount of a purchase.
    plain worth_amount(amount: &str) = "coupon-worth-amount";
    /// What a coupon is worth: something that its title says.
    plain worth_gift() = "coupon-worth-gift";
    /// The last day on which it can be used.
    html until(date: &str) = "coupon-until";
    /// It can be used on any day.
    html forever() = "coupon-forever";
    /// To the customer: they were given a coupon.
    html notice(title: &str, worth: &str, until: &Html) = "coupon-notice";
}
