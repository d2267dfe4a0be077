//! The history of the wallets.

use super::{Html, messages};

messages! {
    /// Above the entries.
    html title() = "history-title";
    /// There are no entries yet.
    html empty() = "history-empty";
    /// One entry.
    html entry(amount: &str, what: &Html, date: &str) = "history-entry";
    /// One entry of another wallet than the main one.
    html entry_of_wallet(amount: &str, what: &Html, wallet: &str, date: &str) = "history-entry-of-wallet";
    /// The name of the wallet of money.
    plain wallet_money() = "history-wallet-money";

    /// Points earned on an invoice.
    html earned(number: &str) = "history-earned";
    /// Points earned on a bill.
    html earned_on_bill(number: &str) = "history-earned-on-bill";
    /// Points earned on an invoice that is not known any more.
    html earned_without_number() = "history-earned-without-number";
    /// Points that coupons gave.
    html coupon(title: &str) = "history-coupon";
    /// Points that paid for an invoice.
    html redeemed(number: &str) = "history-redeemed";
    /// Points that paid for an invoice that is not known any more.
    html redeemed_without_number() = "history-redeemed-without-number";
    /// A refund of an invoice.
    html refunded(number: &str) = "history-refunded";
    /// A refund of an unknown invoice.
    html refunded_without_number() = "history-refunded-without-number";
    /// A reward was taken back, because a friend's purchase was refunded.
    html refunded_of_friend() = "history-refunded-of-friend";
    /// The bonus for a promo code.
    html promo_bonus() = "history-promo-bonus";
    /// The bonus for a promo code was taken back.
    html promo_bonus_taken() = "history-promo-bonus-taken";
    /// The reward for a friend's first purchase.
    html reward(name: &str) = "history-reward";
    /// The reward for the first purchase of a friend without a name.
    html reward_without_name() = "history-reward-without-name";
    /// A reward was taken back, because the friend was the person's own other card.
    html reward_taken() = "history-reward-taken";
    /// Points that staff gave.
    html given() = "history-given";
    /// Points that staff gave, with their reason.
    html given_for(reason: &str) = "history-given-for";
    /// Points that staff took.
    html taken() = "history-taken";
    /// Points that staff took, with their reason.
    html taken_for(reason: &str) = "history-taken-for";
    /// A debt was left on an invoice.
    html owed_on(number: &str) = "history-owed-on";
    /// A debt was added.
    html owed() = "history-owed";
    /// A debt was added, with a reason.
    html owed_for(reason: &str) = "history-owed-for";
    /// A debt was paid.
    html repaid() = "history-repaid";
    /// A debt was paid, with a note.
    html repaid_for(reason: &str) = "history-repaid-for";
    /// Money that was spent.
    html paid() = "history-paid";
    /// Money was paid in.
    html deposited() = "history-deposited";
    /// Money was paid in, with a note.
    html deposited_for(reason: &str) = "history-deposited-for";
    /// Money was charged.
    html charged() = "history-charged";
    /// Money was charged, with a note.
    html charged_for(reason: &str) = "history-charged-for";
    /// A balance of the earlier bot that its history does not explain.
    html opening() = "history-opening";
    /// Points expired.
    html expired() = "history-expired";
    /// Came from another card of the same person.
    html transferred_from(code: &str) = "history-transferred-from";
    /// Went to another card of the same person.
    html transferred_to(code: &str) = "history-transferred-to";
}
