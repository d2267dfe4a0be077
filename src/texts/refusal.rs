//! Refusals.

use super::messages;

messages! {
    /// Your role does not allow it.
    html not_allowed() = "refusal-not-allowed";
    /// There is no such customer.
    html unknown_customer() = "refusal-unknown-customer";
    /// There is no such invoice.
    html unknown_invoice() = "refusal-unknown-invoice";
    /// The wallet has fewer points.
    html not_enough_points(available: &str) = "refusal-not-enough-points";
    /// There is less than is to be written off.
    html insufficient_balance(points: &str, money: &str) = "refusal-insufficient-balance";
    /// So many points may not pay for this invoice.
    html redemption_out_of_bounds(least: &str, most: &str) = "refusal-redemption-out-of-bounds";
    /// More is repaid than is owed.
    html more_than_owed(owed: &str) = "refusal-more-than-owed";
    /// All of the invoice was refunded before.
    html nothing_left() = "refusal-nothing-left";
    /// More than is left of the invoice.
    html more_than_left(left: &str) = "refusal-more-than-left";
    /// More than is left of one of its lines.
    html more_than_left_of_line(line: usize, left: &str) = "refusal-more-than-left-of-line";
    /// Another member of the staff issued the invoice.
    html not_your_invoice() = "refusal-not-your-invoice";
    /// An invoice can be undone for some minutes only.
    html too_late_to_undo() = "refusal-too-late-to-undo";
    /// The amount is zero or below.
    html nothing_to_do() = "refusal-nothing-to-do";
    /// The amounts are too large to be stored.
    html too_large() = "refusal-too-large";
    /// An invoice without lines.
    html draft_empty() = "refusal-draft-empty";
    /// More than a hundred lines.
    html draft_too_many_lines() = "refusal-draft-too-many-lines";
    /// A line's name is empty or too long.
    html draft_bad_name(line: usize) = "refusal-draft-bad-name";
    /// A line's quantity is not above zero.
    html draft_bad_quantity(line: usize) = "refusal-draft-bad-quantity";
    /// A line's amount is too large to be stored.
    html draft_too_large(line: usize) = "refusal-draft-too-large";
    /// The lines cost nothing.
    html draft_nothing_to_pay() = "refusal-draft-nothing-to-pay";
    /// Another customer has this number.
    html phone_taken(code: &str) = "refusal-phone-taken";
    /// The number belongs to a card that another account uses.
    html phone_of_another() = "refusal-phone-of-another";
    /// Two cards with purchases cannot be merged.
    html both_cards_in_use() = "refusal-both-cards-in-use";
    /// No request for this card is open any more.
    html nothing_to_move() = "refusal-nothing-to-move";
    /// A reason is missing or too long.
    html reason_missing() = "refusal-reason-missing";
    /// A name is missing or too long.
    html bad_name() = "refusal-bad-name";
    /// A member cannot change their own role.
    html own_role() = "refusal-own-role";
    /// There is no such hold.
    html unknown_hold() = "refusal-unknown-hold";
    /// The held points were spent.
    html hold_captured() = "refusal-hold-captured";
    /// The hold was released.
    html hold_released() = "refusal-hold-released";
    /// The hold expired.
    html hold_expired() = "refusal-hold-expired";
    /// More is captured than was held.
    html more_than_held(held: &str) = "refusal-more-than-held";
    /// A hold lasts from one minute to an hour.
    html bad_hold_time() = "refusal-bad-hold-time";
    /// The customer has to agree.
    html consent_needed() = "refusal-consent-needed";
    /// The customer cannot be asked.
    html cannot_ask() = "refusal-cannot-ask";
    /// Another sale to the customer waits for their consent.
    html sale_waits() = "refusal-sale-waits";
    /// The seller who asked may not sell any more.
    html seller_left() = "refusal-seller-left";
    /// Another person was asked.
    html unknown_consent() = "refusal-unknown-consent";
    /// The question was answered with yes.
    html consent_given() = "refusal-consent-given";
    /// The question was answered with no.
    html consent_declined() = "refusal-consent-declined";
    /// The question was answered with yes, when the purchase was not possible any more.
    html consent_failed() = "refusal-consent-failed";
    /// The question was not answered in time.
    html consent_expired() = "refusal-consent-expired";
    /// Staff cancelled the sale.
    html consent_cancelled() = "refusal-consent-cancelled";
    /// The digits of the card are used up or too old.
    html card_code_used() = "refusal-card-code-used";
    /// Too many wrong digits of cards.
    html too_many_guesses(time: &str) = "refusal-too-many-guesses";
    /// A coupon cannot be used.
    html coupon_unavailable() = "refusal-coupon-unavailable";
    /// A coupon without a title, or whose worth does not fit.
    html bad_coupon() = "refusal-bad-coupon";
    /// There is no such key of the APIs, or it has ended.
    html unknown_key() = "refusal-unknown-key";
    /// A key without a scope, or with numbers out of their limits.
    html bad_key() = "refusal-bad-key";
    /// There is no such webhook, or it was removed.
    html unknown_webhook() = "refusal-unknown-webhook";
    /// No URL of the web.
    html webhook_no_url() = "refusal-webhook-no-url";
    /// A URL is too long.
    html webhook_too_long() = "refusal-webhook-too-long";
    /// A URL is not encrypted.
    html webhook_not_https() = "refusal-webhook-not-https";
    /// A URL has a name or a password.
    html webhook_has_password() = "refusal-webhook-has-password";
    /// A URL has a part after `#`.
    html webhook_has_fragment() = "refusal-webhook-has-fragment";
    /// The host is not public.
    html webhook_not_public() = "refusal-webhook-not-public";
    /// A shop has no more webhooks.
    html too_many_webhooks() = "refusal-too-many-webhooks";
    /// This webhook has the URL.
    html webhook_known(webhook: &str) = "refusal-webhook-known";
    /// There is no such parcel.
    html unknown_parcel() = "refusal-unknown-parcel";
    /// Another parcel has this number.
    html parcel_number_taken(number: &str) = "refusal-parcel-number-taken";
    /// A status that cannot follow the one before.
    html bad_parcel_status(now: &str, wanted: &str) = "refusal-bad-parcel-status";
    /// The parcel has another status than the one that was to change.
    html parcel_moved(now: &str) = "refusal-parcel-moved";
    /// The cost does not fit weight and price.
    html bad_parcel_cost(cost: &str) = "refusal-bad-parcel-cost";
    /// A note or a number of pieces that is too long.
    html bad_parcel() = "refusal-bad-parcel";
    /// Another customer has this code.
    html client_code_taken() = "refusal-client-code-taken";
    /// The shop lets this customer neither earn nor spend.
    html customer_blocked() = "refusal-customer-blocked";
    /// The customer was given up.
    html customer_inactive() = "refusal-customer-inactive";
    /// The customer would owe more than their credit limit.
    html beyond_credit(available: &str) = "refusal-beyond-credit";
    /// A company needs its name.
    html company_name_missing() = "refusal-company-name-missing";
    /// There is no such group.
    html unknown_group() = "refusal-unknown-group";
    /// Another group has this name.
    html group_name_taken() = "refusal-group-name-taken";
    /// There is no such row of billing.
    html unknown_record() = "refusal-unknown-record";
    /// As `unknown_record`, of a bill.
    html unknown_bill() = "refusal-unknown-bill";
    /// A row of billing that is named is not there.
    html unknown_reference() = "refusal-unknown-reference";
    /// Others need the row.
    html record_in_use() = "refusal-record-in-use";
    /// Another customer or bill has this number.
    html number_taken() = "refusal-number-taken";
    /// The entitlement has a bill of this month.
    html already_billed() = "refusal-already-billed";
    /// No service is active and in force.
    html nothing_to_bill() = "refusal-nothing-to-bill";
    /// The details of a paid bill stay.
    html bill_paid() = "refusal-bill-paid";
    /// A bill would come to less than what is paid.
    html below_paid(paid: &str) = "refusal-below-paid";
    /// More would be paid than is due.
    html more_than_due(due: &str) = "refusal-more-than-due";
    /// The end is before the beginning.
    html bad_period() = "refusal-bad-period";
    /// A service that cannot be.
    html bad_service() = "refusal-bad-service";
    /// The package has no rate.
    html no_price() = "refusal-no-price";
    /// The same operation was asked for with other content.
    html operation_reused() = "refusal-operation-reused";
    /// The receipt number belongs to another sale.
    html receipt_used() = "refusal-receipt-used";
    /// The goods were sold too long ago, or will be.
    html bad_sale_time() = "refusal-bad-sale-time";
}
