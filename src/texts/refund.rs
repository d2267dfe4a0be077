//! What a refund does, told to customers and staff alike.

use super::{Points, messages};

messages! {
    /// Goods of a line that came back.
    html came_back(name: &str, quantity: &str) = "refund-came-back";
    /// All of an invoice was refunded.
    html whole() = "refund-whole";
    /// Part of an invoice was refunded.
    html part(amount: &str) = "refund-part";
    /// How much of an invoice a refund is, before points.
    html total(amount: &str) = "refund-total";
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
    /// Why.
    html reason(reason: &str) = "refund-reason";
    /// What it means that points are below zero.
    html points_debt() = "refund-points-debt";

    /// To the customer: an invoice of theirs was refunded.
    html notice(number: &str) = "refund-notice";
    /// To the customer: whoever issued an invoice has undone it.
    html notice_undone(number: &str) = "refund-notice-undone";
    /// To the referrer: their reward for a friend's purchase shrinks.
    html notice_reward(name: &str, points: Points) = "refund-notice-reward";
}
