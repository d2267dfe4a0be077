//! Staff: issuing an invoice, and what the customer and the referrer are told of it.

use super::{Html, Points, messages};

messages! {
    /// Asks who buys.
    html sale_whom() = "sale-whom";
    /// Asks who buys the goods that were typed.
    html sale_whom_goods(lines: &Html, total: &str) = "sale-whom-goods";
    /// The customer of the message is not known, but what is sold is kept.
    html sale_customer_unknown(text: &str) = "sale-customer-unknown";
    /// Asks what is sold.
    html sale_lines(name: &str) = "sale-lines";
    /// What was sold so far, and that there may be more.
    html sale_more(name: &str, lines: &Html, total: &str) = "sale-more";
    /// No more goods.
    button button_done() = "button-done";
    /// Takes the last line off.
    button button_undo() = "button-undo";
    /// Goods at a quantity and a price.
    html line(name: &str, quantity: &str, price: &str, total: &str) = "sale-line";
    /// One piece at a price.
    html line_single(name: &str, total: &str) = "sale-line-single";

    /// Asks whether points pay for part of it.
    html sale_points(total: &str) = "sale-points";
    /// Asks how many.
    html sale_amount(wallet: &str, most: &str) = "sale-amount";
    /// The text is no amount of points.
    html sale_bad_amount(most: &str) = "sale-bad-amount";
    /// Takes as many points as can be taken.
    button button_all_main(points: &str) = "button-all-main";
    /// Takes as many friend points as can be taken.
    button button_all_referral(points: &str) = "button-all-referral";
    /// Takes some points.
    button button_some_main() = "button-some-main";
    /// Takes some friend points.
    button button_some_referral() = "button-some-referral";
    /// Takes no points.
    button button_no_points() = "button-no-points";
    /// Asks whether the rest is paid.
    html sale_payment(amount: &str) = "sale-payment";
    /// It is.
    button button_paid() = "button-paid";
    /// It becomes a debt.
    button button_on_credit() = "button-on-credit";

    /// Above the preview.
    html preview_title(name: &str, code: &str) = "preview-title";
    /// Before points.
    html total(amount: &str) = "sale-total";
    /// What points pay.
    html redeemed(points: &str) = "sale-redeemed";
    /// What friend points pay.
    html redeemed_referral(points: &str) = "sale-redeemed-referral";
    /// What is to be paid.
    html to_pay(amount: &str) = "sale-to-pay";
    /// What was paid with money.
    html paid(amount: &str) = "sale-paid";
    /// What is left as a debt.
    html debt(amount: &str) = "sale-debt";
    /// What will be earned.
    html to_earn(points: Points) = "sale-to-earn";
    /// Below the preview.
    html preview_question() = "preview-question";
    /// There were no points to take.
    html nothing_to_redeem() = "sale-nothing-to-redeem";
    /// There are none in the wallet that was named, but some in the other one.
    html nothing_in_wallet(wallet: &str, other: &str, most: &str) = "sale-nothing-in-wallet";
    /// The sums are not those of the preview any more.
    html changed() = "sale-changed";
    /// Chooses other points.
    button button_change_points() = "button-change-points";
    /// Changes what is sold.
    button button_change_lines() = "button-change-lines";
    /// Waits for a button below the last message, not for a text.
    html press_a_button() = "press-a-button";
    /// It was done before.
    answer already_done() = "already-done";

    /// Above the receipt.
    html issued(number: &str, name: &str) = "issued";
    /// What the customer earned.
    html earned(points: Points) = "sale-earned";
    /// What the customer has now.
    html balance(main: &str, referral: &str) = "sale-balance";
    /// Starts the next invoice.
    button button_new_sale() = "button-new-sale";


    /// To the customer: what they have now.
    html notice_balance(main: &str, referral: &str) = "notice-balance";
    /// To the referrer: a friend bought for the first time.
    html notice_reward(name: &str, points: Points) = "notice-reward";

    /// Above the lines that cannot be read.
    html faults() = "sale-faults";
    /// A line that cannot be read.
    html fault(line: usize, text: &str, why: &Html) = "sale-fault";
    /// The corrected line alone is enough.
    html faults_line(line: usize) = "sale-faults-line";
    /// So that it can be copied, corrected and sent again.
    html faults_resend(message: &str) = "sale-faults-resend";
    /// It does not say what is sold.
    html why_no_name() = "why-no-name";
    /// The name is too long.
    html why_name_too_long() = "why-name-too-long";
    /// The name is a word with another meaning.
    html why_name_reserved() = "why-name-reserved";
    /// There is no price at the end.
    html why_no_price() = "why-no-price";
    /// What stands before the `x` is no quantity.
    html why_no_quantity() = "why-no-quantity";
    /// Too many decimals.
    html why_too_precise() = "why-too-precise";
    /// Below zero.
    html why_negative() = "why-negative";
    /// Beyond what can be kept.
    html why_too_large() = "why-too-large";
    /// Quantity at price is not the sum beside them.
    html why_another_sum() = "why-another-sum";
    /// The price is in another currency than the shop's.
    html why_another_currency() = "why-another-currency";
    /// It does not say how many points.
    html why_points_missing() = "why-points-missing";
    /// Points were given before.
    html why_points_twice() = "why-points-twice";
    /// A debt is the whole rest.
    html why_debt_with_amount() = "why-debt-with-amount";
    /// Prices are those after a discount.
    html why_discount() = "why-discount";
    /// A total is worked out, not typed.
    html why_total() = "why-total";
    /// How a sale is paid is no line of it.
    html why_payment() = "why-payment";
    /// Goods that come back are no line of a sale.
    html why_return() = "why-return";
    /// A quantity has no line of its own.
    html why_quantity_alone() = "why-quantity-alone";
    /// A line of a receipt or a note that is no item.
    html why_not_goods() = "why-not-goods";
    /// A customer below the first line.
    html why_two_customers() = "why-two-customers";

    /// Asks which reading of a line is meant.
    html sale_unclear(line: usize, text: &str) = "sale-unclear";
    /// Asks whether the only reading of a line is meant.
    html sale_doubtful(line: usize, text: &str) = "sale-doubtful";
    /// A reading: goods at a quantity and a price.
    plain reading_line(name: &str, quantity: &str, price: &str, total: &str) = "reading-line";
    /// A reading: one piece at a price.
    plain reading_single(name: &str, total: &str) = "reading-single";
    /// A reading: the customer.
    plain reading_customer(name: &str, code: &str) = "reading-customer";
    /// A reading: points are redeemed.
    plain reading_points(points: &str) = "reading-points";
    /// A reading: friend points are redeemed.
    plain reading_referral(points: &str) = "reading-referral";
    /// A reading: as many points as can be taken.
    plain reading_all_points() = "reading-all-points";
    /// A reading: as many friend points as can be taken.
    plain reading_all_referral() = "reading-all-referral";
    /// A reading: no points.
    plain reading_no_points() = "reading-no-points";
    /// A reading: the rest becomes a debt.
    plain reading_debt() = "reading-debt";
    /// A reading: nothing is sold.
    plain reading_nothing() = "reading-nothing";
    /// What was taken for a customer's name is what is sold.
    plain reading_as_goods(name: &str, total: &str) = "reading-as-goods";
    /// What was taken for a customer's code is the sum of the sale.
    plain reading_as_sum(total: &str) = "reading-as-sum";
}
