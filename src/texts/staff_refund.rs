//! Staff: refunding an invoice, and undoing one's own.

use super::{Points, messages};

messages! {
    /// Asks which invoice.
    html which() = "refund-which";
    /// Neither an invoice nor a customer has this name.
    html unknown(text: &str) = "refund-unknown";
    /// Above a customer's invoices.
    html list() = "refund-list";
    /// Begins to refund an invoice.
    button button_refund() = "button-refund";

    /// Asks what of an invoice is refunded.
    html scope(left: &str) = "refund-scope";
    /// All that is left.
    button button_rest(amount: &str) = "button-refund-rest";
    /// Goods that came back.
    button button_goods() = "button-refund-goods";
    /// An amount.
    button button_amount() = "button-refund-amount";
    /// Asks which goods came back.
    html lines() = "refund-lines";
    /// What the goods that were chosen come to.
    html lines_so_far(amount: &str) = "refund-lines-so-far";
    /// A line, and what is left of it.
    button button_line(name: &str, left: &str) = "button-refund-line";
    /// A line of which something came back.
    button button_line_chosen(name: &str, quantity: &str, left: &str) = "button-refund-line-chosen";
    /// Asks how much of a line came back.
    html quantity(name: &str, left: &str) = "refund-quantity";
    /// The text is no quantity.
    html bad_quantity() = "refund-bad-quantity";
    /// All of a line that is left.
    button button_all_of_line(quantity: &str) = "button-refund-all-of-line";
    /// Asks for the amount.
    html amount(left: &str) = "refund-amount";

    /// Above the preview.
    html preview_title(number: &str, name: &str, code: &str) = "refund-preview-title";
    /// Points that are taken back have been spent.
    html points_owed(points: Points) = "refund-points-owed";
    /// How much the referrer's reward shrinks.
    html reward(name: &str, points: &str) = "refund-reward";
    /// The referrer has spent of that.
    html reward_owed(points: Points) = "refund-reward-owed";
    /// The referrer may have been rewarded for the imported invoice; nothing is taken back.
    html reward_unproven() = "refund-reward-unproven";
    /// What is left of the invoice then.
    html left(amount: &str) = "refund-left";
    /// Asks why.
    html why() = "refund-why";
    /// A reason: the goods are faulty.
    button button_faulty() = "button-refund-faulty";
    /// A reason: the goods do not suit the customer.
    button button_unsuitable() = "button-refund-unsuitable";
    /// A reason: the invoice was wrong.
    button button_mistake() = "button-refund-mistake";
    /// The reason of a refund of which the till does not say why.
    plain reason_till() = "refund-reason-till";
    /// Leads from the preview back to what is refunded.
    button button_change() = "button-refund-change";
    /// The refund would come to something else than the preview said.
    html changed() = "refund-changed";
    /// Above the receipt.
    html done(number: &str, name: &str) = "refund-done";

    /// Begins to undo an invoice that was just issued.
    button button_undo() = "button-undo-invoice";
    /// Asks whether it is meant.
    html undo_question(number: &str) = "undo-question";
    /// It is.
    button button_undo_yes() = "button-undo-yes";
    /// It is not.
    button button_undo_no() = "button-undo-no";
    /// Above the receipt of an invoice that was undone.
    html undone(number: &str, name: &str) = "undone";
}
