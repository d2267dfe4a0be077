//! The balance.

use super::{Points, messages};

messages! {
    /// Both wallets of points.
    html balance(main: &str, referral: &str) = "balance";
    /// The customer's debt.
    html debt(amount: &str) = "balance-debt";
    /// A credit of the customer: the debt is below zero.
    html credit(amount: &str) = "balance-credit";
    /// Every purchase earns points.
    html earn_whole(percent: &str) = "balance-earn-whole";
    /// What is paid with money earns points.
    html earn_paid_part(percent: &str) = "balance-earn-paid-part";
    /// Purchases without points earn points.
    html earn_unless_redeemed(percent: &str) = "balance-earn-unless-redeemed";
    /// Points pay for a whole purchase.
    html redeem_whole(unit: &str) = "balance-redeem-whole";
    /// Points pay for a part of a purchase.
    html redeem_part(percent: &str, unit: &str) = "balance-redeem-part";
    /// The fewest points that can be redeemed.
    html redeem_least(points: Points) = "balance-redeem-least";
}
