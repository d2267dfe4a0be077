//! Staff: points and debts by hand, and what the customer is told of it.

use super::{Html, Points, messages};

messages! {
    /// Asks whose points.
    html points_whom() = "points-whom";
    /// Asks which wallet.
    html points_wallet(name: &str) = "points-wallet";
    /// A wallet and what is in it.
    button button_wallet(wallet: &str, points: &str) = "button-wallet";
    /// Asks which way.
    html points_direction(name: &str, wallet: &str, balance: &str) = "points-direction";
    /// Gives points.
    button button_give() = "button-give";
    /// Takes points.
    button button_take() = "button-take";
    /// Asks how many.
    html points_amount() = "points-amount";
    /// Asks why.
    html points_reason() = "points-reason";
    /// The preview of giving.
    html give_preview(name: &str, code: &str, points: Points, wallet: &str, reason: &str) = "give-preview";
    /// The preview of taking.
    html take_preview(name: &str, code: &str, points: Points, wallet: &str, reason: &str) = "take-preview";
    /// What the wallet has now.
    html points_done(name: &str, change: &str, wallet: &str, balance: &str) = "points-done";
    /// To the customer: points were given.
    html notice_given(points: Points, wallet: &str, reason: &str, balance: &str) = "notice-given";
    /// To the customer: points were taken.
    html notice_taken(points: Points, wallet: &str, reason: &str, balance: &str) = "notice-taken";
    /// The text is no amount above zero.
    html bad_amount() = "change-bad-amount";
    /// To the customer: a till wrote something off.
    html notice_write_off() = "notice-write-off";
    /// How many points of it.
    html notice_write_off_points(points: &str) = "notice-write-off-points";
    /// How much money of it.
    html notice_write_off_money(amount: &str) = "notice-write-off-money";

    /// Asks whose debt.
    html debt_whom() = "debt-whom";
    /// Asks which way.
    html debt_direction(name: &str, owed: &str) = "debt-direction";
    /// Adds to the debt.
    button button_add() = "button-debt-add";
    /// Takes a payment.
    button button_repay() = "button-debt-repay";
    /// Nothing is owed.
    html debt_none(name: &str) = "debt-none";
    /// Asks how much is added.
    html debt_amount(name: &str) = "debt-amount";
    /// Asks how much is paid.
    html repay_amount(name: &str, owed: &str) = "repay-amount";
    /// All of it.
    button button_whole(amount: &str) = "button-whole";
    /// Adds a note.
    button button_note() = "button-note";
    /// Asks for the note.
    html note_ask() = "debt-note-ask";
    /// The preview of adding.
    html debt_preview(name: &str, code: &str, amount: &str, owed: &str) = "debt-preview";
    /// The preview of what is taken from an advance, which is more than that.
    html advance_preview(name: &str, code: &str, amount: &str, left: &str) = "advance-preview";
    /// The preview of a payment.
    html repay_preview(name: &str, code: &str, amount: &str, owed: &str) = "repay-preview";
    /// The note.
    html note(note: &str) = "debt-note";
    /// The debt is added.
    html debt_done(name: &str, amount: &str, owed: &str) = "debt-done";
    /// It is taken from an advance.
    html advance_done(name: &str, amount: &str, left: &str) = "advance-done";
    /// The payment is taken.
    html repay_done(name: &str, amount: &str, owed: &str) = "repay-done";
    /// To the customer: a debt was added.
    html notice_debt(amount: &str, owed: &str) = "notice-debt";
    /// To the customer: it was taken from their advance.
    html notice_advance(amount: &str, left: &str) = "notice-advance";
    /// To the customer: a payment was taken.
    html notice_repaid(amount: &str, owed: &str) = "notice-repaid";
    /// To the customer: the back office noted money that they paid.
    html notice_deposit(amount: &str) = "notice-deposit";
    /// To the customer: the back office charged their money.
    html notice_charge(amount: &str) = "notice-charge";
}

/// Above the note, the change that it explains.
pub fn with_note(language: crate::domain::Language, change: Html, text: Option<&str>) -> Html {
    Html::lines([change].into_iter().chain(text.map(|text| note(language, text))))
}
