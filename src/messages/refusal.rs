//! The texts of refusals: the only mapping of a [`Refusal`] to what the chat and notices show.

use super::ShopFormat;
use crate::{
    domain::{ConsentState, DraftError, HoldState, Language, WebhookUrlError, billing::Record},
    service::Refusal,
    texts::{Html, format, parcel, refusal, staff_profile},
};

/// The text of a refusal that concerns a customer, for staff: it says what they can do about it.
pub(crate) fn staff_text(language: Language, shop: ShopFormat, refusal: &Refusal) -> Html {
    match refusal {
        Refusal::CustomerBlocked => staff_profile::refused_blocked(language),
        Refusal::CustomerInactive => staff_profile::refused_inactive(language),
        other => text(language, shop, other),
    }
}

/// The text of a refusal in a person's language.
pub(crate) fn text(language: Language, shop: ShopFormat, refusal: &Refusal) -> Html {
    let money = |amount| shop.money(language, amount);
    let points = |amount| format::points(language, amount);
    match refusal {
        Refusal::NotAllowed => refusal::not_allowed(language),
        Refusal::UnknownCustomer => refusal::unknown_customer(language),
        Refusal::UnknownInvoice => refusal::unknown_invoice(language),
        Refusal::NotEnoughPoints { available } => refusal::not_enough_points(language, &points(*available)),
        Refusal::InsufficientBalance { points: left, money: paid } => {
            refusal::insufficient_balance(language, &points(*left), &money(*paid))
        }
        Refusal::RedemptionOutOfBounds { least, most } => {
            refusal::redemption_out_of_bounds(language, &points(*least), &points(*most))
        }
        Refusal::MoreThanOwed { owed } => refusal::more_than_owed(language, &money(*owed)),
        Refusal::NothingLeft => refusal::nothing_left(language),
        Refusal::MoreThanLeft { left } => refusal::more_than_left(language, &money(*left)),
        Refusal::MoreThanLeftOfLine { line, left } => {
            refusal::more_than_left_of_line(language, *line, &format::quantity(language, *left))
        }
        Refusal::NotYourInvoice => refusal::not_your_invoice(language),
        Refusal::TooLateToUndo => refusal::too_late_to_undo(language),
        Refusal::NothingToDo => refusal::nothing_to_do(language),
        Refusal::TooLarge => refusal::too_large(language),
        Refusal::BadDraft(error) => match error {
            DraftError::Empty => refusal::draft_empty(language),
            DraftError::TooManyLines => refusal::draft_too_many_lines(language),
            DraftError::BadName(line) => refusal::draft_bad_name(language, *line),
            DraftError::BadQuantity(line) => refusal::draft_bad_quantity(language, *line),
            DraftError::TooLarge(line) => refusal::draft_too_large(language, *line),
            DraftError::NothingToPay => refusal::draft_nothing_to_pay(language),
        },
        Refusal::PhoneTaken(code) => refusal::phone_taken(language, code.as_str()),
        Refusal::PhoneOfAnother => refusal::phone_of_another(language),
        Refusal::BothCardsInUse => refusal::both_cards_in_use(language),
        Refusal::NothingToMove => refusal::nothing_to_move(language),
        Refusal::ReasonMissing => refusal::reason_missing(language),
        Refusal::BadName => refusal::bad_name(language),
        Refusal::OwnRole => refusal::own_role(language),
        Refusal::UnknownHold => refusal::unknown_hold(language),
        Refusal::HoldEnded(state) => match state {
            HoldState::Captured => refusal::hold_captured(language),
            HoldState::Released => refusal::hold_released(language),
            HoldState::Open | HoldState::Expired => refusal::hold_expired(language),
        },
        Refusal::MoreThanHeld { held } => refusal::more_than_held(language, &points(*held)),
        Refusal::BadHoldTime => refusal::bad_hold_time(language),
        Refusal::ConsentNeeded => refusal::consent_needed(language),
        Refusal::CannotAsk => refusal::cannot_ask(language),
        Refusal::SaleWaits => refusal::sale_waits(language),
        Refusal::SellerLeft => refusal::seller_left(language),
        Refusal::UnknownConsent => refusal::unknown_consent(language),
        Refusal::ConsentEnded(state) => match state {
            ConsentState::Given => refusal::consent_given(language),
            ConsentState::Declined => refusal::consent_declined(language),
            ConsentState::Failed => refusal::consent_failed(language),
            ConsentState::Cancelled => refusal::consent_cancelled(language),
            ConsentState::Waiting | ConsentState::Expired => refusal::consent_expired(language),
        },
        Refusal::CardCodeUsed => refusal::card_code_used(language),
        Refusal::TooManyGuesses { retry_at } => {
            refusal::too_many_guesses(language, &format::time(shop.timezone, *retry_at))
        }
        Refusal::OperationReused => refusal::operation_reused(language),
        Refusal::CouponUnavailable(_) => refusal::coupon_unavailable(language),
        Refusal::BadCoupon => refusal::bad_coupon(language),
        Refusal::ReceiptUsed => refusal::receipt_used(language),
        Refusal::BadSaleTime => refusal::bad_sale_time(language),
        Refusal::UnknownKey => refusal::unknown_key(language),
        Refusal::BadKey => refusal::bad_key(language),
        Refusal::UnknownWebhook => refusal::unknown_webhook(language),
        Refusal::BadWebhookUrl(error) => match error {
            WebhookUrlError::NoUrl => refusal::webhook_no_url(language),
            WebhookUrlError::TooLong => refusal::webhook_too_long(language),
            WebhookUrlError::NotHttps => refusal::webhook_not_https(language),
            WebhookUrlError::HasPassword => refusal::webhook_has_password(language),
            WebhookUrlError::HasFragment => refusal::webhook_has_fragment(language),
            WebhookUrlError::NotPublic => refusal::webhook_not_public(language),
        },
        Refusal::TooManyWebhooks => refusal::too_many_webhooks(language),
        Refusal::WebhookKnown(webhook) => refusal::webhook_known(language, &webhook.to_string()),
        Refusal::UnknownParcel => refusal::unknown_parcel(language),
        Refusal::ParcelNumberTaken(number) => refusal::parcel_number_taken(language, number.as_str()),
        Refusal::BadParcelStatus { now, wanted } => {
            refusal::bad_parcel_status(language, &parcel::status(language, *now), &parcel::status(language, *wanted))
        }
        Refusal::ParcelMoved { now } => refusal::parcel_moved(language, &parcel::status(language, *now)),
        Refusal::BadParcelCost { worked_out } => {
            refusal::bad_parcel_cost(language, &worked_out.to_decimal().to_string())
        }
        Refusal::BadParcel => refusal::bad_parcel(language),
        Refusal::ClientCodeTaken => refusal::client_code_taken(language),
        Refusal::CustomerBlocked => refusal::customer_blocked(language),
        Refusal::CustomerInactive => refusal::customer_inactive(language),
        Refusal::BeyondCredit { available } => refusal::beyond_credit(language, &money(*available)),
        Refusal::CompanyNameMissing => refusal::company_name_missing(language),
        Refusal::UnknownGroup => refusal::unknown_group(language),
        Refusal::GroupNameTaken => refusal::group_name_taken(language),
        Refusal::UnknownRecord(Record::Bill) => refusal::unknown_bill(language),
        Refusal::UnknownRecord(_) => refusal::unknown_record(language),
        Refusal::UnknownReference(_) => refusal::unknown_reference(language),
        Refusal::RecordInUse(_) => refusal::record_in_use(language),
        Refusal::NumberTaken => refusal::number_taken(language),
        Refusal::AlreadyBilled => refusal::already_billed(language),
        Refusal::NothingToBill => refusal::nothing_to_bill(language),
        Refusal::BillPaid => refusal::bill_paid(language),
        Refusal::BelowPaid { paid } => refusal::below_paid(language, &money(*paid)),
        Refusal::MoreThanDue { due } => refusal::more_than_due(language, &money(*due)),
        Refusal::BadPeriod => refusal::bad_period(language),
        Refusal::BadService => refusal::bad_service(language),
        Refusal::NoPrice => refusal::no_price(language),
    }
}
