//! The content of a refund, the same for customers and staff.

use super::{Points, messages};

messages! {
    /// Returned goods of a line.
    html returned_line(name: &str, quantity: &str) = "refund-returned-line";
    /// All of an invoice was refunded.
    html whole() = "refund-whole";
    /// Part of an invoice was refunded.
    html part(amount: &str) = "refund-part";
    /// How much of an invoice a refund is, before the discount and points.
    html total(amount: &str) = "refund-total";
    /// The whole discount, of a whole refund.
    html discount(amount: &str) = "refund-discount";
    /// The part of the discount that falls on a part of an invoice.
    html discount_part(amount: &str) = "refund-discount-part";
    /// Money that is given back.
    html money(amount: &str) = "refund-money";
    /// Debt that is no longer owed.
    html debt(amount: &str) = "refund-debt";
    /// Points of the main wallet that are given back.
    html redeemed(points: &str) = "refund-redeemed";
    /// Points that friends brought that are given back.
    html redeemed_referral(points: &str) = "refund-redeemed-referral";
    /// Points that are taken back.
    html earned(points: &str) = "refund-earned";
    /// Points that are taken back, which coupons had given.
    html coupon_points(points: &str) = "refund-coupon-points";
    /// A coupon that can be used again.
    html coupon(title: &str) = "refund-coupon";
    /// The reason.
    html reason(reason: &str) = "refund-reason";
    /// Explains points below zero.
    html points_debt() = "refund-points-debt";

    /// To the customer: an invoice of theirs was refunded.
    html notice(number: &str) = "refund-notice";
    /// To the customer: an invoice was undone by its issuer.
    html notice_undone(number: &str) = "refund-notice-undone";
    /// To the referrer: their reward for a friend's purchase is reduced.
    html notice_reward(name: &str, points: Points) = "refund-notice-reward";
}
