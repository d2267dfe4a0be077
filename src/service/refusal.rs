//! Refusals, each with a code.

use crate::{
    clock::Timestamp,
    domain::{
        Code, ConsentState, CouponId, DraftError, HoldState, Money, ParcelNumber, ParcelStatus, Quantity, WebhookId,
        WebhookUrlError, billing::Record,
    },
};

/// Why the rules do not allow something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The actor lacks the permission.
    NotAllowed,
    /// There is no such customer.
    UnknownCustomer,
    /// There is no such invoice of this customer.
    UnknownInvoice,
    /// The wallet has less than is to be taken from it.
    NotEnoughPoints {
        /// What it has.
        available: Money,
    },
    /// A write-off of more than there is.
    InsufficientBalance {
        /// The points of both wallets.
        points: Money,
        /// The money.
        money: Money,
    },
    /// Fewer points than can be redeemed at once, or more than may pay for this invoice.
    RedemptionOutOfBounds {
        /// The fewest.
        least: Money,
        /// The most.
        most: Money,
    },
    /// More is repaid than is owed.
    MoreThanOwed {
        /// What is owed.
        owed: Money,
    },
    /// All of the invoice was refunded before.
    NothingLeft,
    /// More is to be refunded than is left of the invoice.
    MoreThanLeft {
        /// What is left, before points.
        left: Money,
    },
    /// More is to be returned than is left of a line.
    MoreThanLeftOfLine {
        /// The line, counted from 1.
        line: usize,
        /// What is left of it.
        left: Quantity,
    },
    /// Only the actor who issued an invoice can undo it.
    NotYourInvoice,
    /// The time within which an invoice can be undone is over.
    TooLateToUndo,
    /// The amount is zero or below.
    NothingToDo,
    /// The amounts are beyond what can be kept.
    TooLarge,
    /// The lines or the redemption of an invoice are faulty.
    BadDraft(DraftError),
    /// Another customer has this phone number.
    PhoneTaken(Code),
    /// The number belongs to a card that another Telegram account uses.
    PhoneOfAnother,
    /// Both cards have purchases, so they cannot become one.
    BothCardsInUse,
    /// There is no request for this card that is open.
    NothingToMove,
    /// A reason is missing.
    ReasonMissing,
    /// A name is missing or too long.
    BadName,
    /// An owner cannot change or lose their own role.
    OwnRole,
    /// There is no such hold.
    UnknownHold,
    /// The hold has ended: it was captured or released before, or its time ran out.
    HoldEnded(HoldState),
    /// More is captured than was held.
    MoreThanHeld {
        /// What was held.
        held: Money,
    },
    /// A hold lasts from one minute to an hour.
    BadHoldTime,
    /// The customer has to agree to this spend, or show the code of their card.
    ConsentNeeded,
    /// The customer cannot be asked: they have no Telegram, or blocked the bot.
    CannotAsk,
    /// Another sale to the customer waits for their consent.
    SaleWaits,
    /// The member of the staff who asked may not sell any more.
    SellerLeft,
    /// This person was not asked for this consent.
    UnknownConsent,
    /// The consent was answered before, or its time ran out.
    ConsentEnded(ConsentState),
    /// The card code was used, or has expired.
    CardCodeUsed,
    /// Too many wrong card codes were typed.
    TooManyGuesses {
        /// When the next one is looked up.
        retry_at: Timestamp,
    },
    /// The same operation id was used for something else.
    OperationReused,
    /// These coupons are not the customer's, or were used, or have expired.
    CouponUnavailable(Vec<CouponId>),
    /// A coupon needs a title, and a worth that fits its kind.
    BadCoupon,
    /// The receipt number belongs to another sale.
    ReceiptUsed,
    /// The goods were sold too long ago, or will be.
    BadSaleTime,
    /// There is no such key, or it has ended.
    UnknownKey,
    /// A key needs at least one scope, and numbers within their limits.
    BadKey,
    /// There is no such webhook, or it was removed.
    UnknownWebhook,
    /// Nothing can be sent to this URL.
    BadWebhookUrl(WebhookUrlError),
    /// There are as many webhooks as a shop may have.
    TooManyWebhooks,
    /// This webhook has the URL.
    WebhookKnown(WebhookId),
    /// There is no such parcel.
    UnknownParcel,
    /// Another parcel has this number.
    ParcelNumberTaken(ParcelNumber),
    /// The status does not follow the one that the parcel has.
    BadParcelStatus {
        /// The one that it has.
        now: ParcelStatus,
        /// The one that was asked for.
        wanted: ParcelStatus,
    },
    /// The parcel has another status than the one that was to change.
    ParcelMoved {
        /// The status that it has.
        now: ParcelStatus,
    },
    /// What the parcel costs does not fit its weight and price.
    BadParcelCost {
        /// What these come to.
        worked_out: Money,
    },
    /// The note of a parcel is too long, or the number of its pieces is.
    BadParcel,
    /// Another customer has this code.
    ClientCodeTaken,
    /// The shop lets this customer neither earn nor spend.
    CustomerBlocked,
    /// The customer was given up.
    CustomerInactive,
    /// The customer would owe more than their credit limit.
    BeyondCredit {
        /// What is left: their money and the limit.
        available: Money,
    },
    /// A customer who is a company needs its name.
    CompanyNameMissing,
    /// There is no such group of customers.
    UnknownGroup,
    /// Another group has this name.
    GroupNameTaken,
    /// There is no such row of billing.
    UnknownRecord(Record),
    /// What is to be written names a row of billing that is not there, or belongs to something else.
    UnknownReference(Record),
    /// Others need the row: it is billed, completed, or has what cannot go with it.
    RecordInUse(Record),
    /// Another customer or bill has this number.
    NumberTaken,
    /// The entitlement has a bill of this month.
    AlreadyBilled,
    /// Nothing of the entitlement is active and in force on that day.
    NothingToBill,
    /// The bill is paid: its details stay.
    BillPaid,
    /// The bill would come to less than what is paid of it.
    BelowPaid {
        /// What is paid.
        paid: Money,
    },
    /// More would be paid than is due.
    MoreThanDue {
        /// What is due.
        due: Money,
    },
    /// Something would end before it begins, or lasts too long.
    BadPeriod,
    /// A service does not fit its kind or its customer, or its numbers are out of range.
    BadService,
    /// The package has no rate on that day.
    NoPrice,
}

crate::domain::words! {
    /// A refusal by its code, which never changes: clients of the APIs branch on it.
    RefusalCode {
        /// [`Refusal::NotAllowed`].
        NotAllowed = "not_allowed",
        /// [`Refusal::UnknownCustomer`].
        UnknownCustomer = "unknown_customer",
        /// [`Refusal::UnknownInvoice`].
        UnknownInvoice = "unknown_invoice",
        /// [`Refusal::NotEnoughPoints`].
        InsufficientPoints = "insufficient_points",
        /// [`Refusal::RedemptionOutOfBounds`].
        RedemptionOutOfBounds = "redemption_out_of_bounds",
        /// [`Refusal::MoreThanOwed`].
        MoreThanOwed = "more_than_owed",
        /// [`Refusal::NothingLeft`].
        NothingLeft = "nothing_left",
        /// [`Refusal::MoreThanLeft`].
        MoreThanLeft = "more_than_left",
        /// [`Refusal::MoreThanLeftOfLine`].
        MoreThanLeftOfLine = "more_than_left_of_line",
        /// [`Refusal::NotYourInvoice`].
        NotYourInvoice = "not_your_invoice",
        /// [`Refusal::TooLateToUndo`].
        TooLateToUndo = "too_late_to_undo",
        /// [`Refusal::NothingToDo`].
        NothingToDo = "nothing_to_do",
        /// [`Refusal::TooLarge`].
        TooLarge = "too_large",
        /// [`DraftError::Empty`].
        NoLines = "no_lines",
        /// [`DraftError::TooManyLines`].
        TooManyLines = "too_many_lines",
        /// [`DraftError::BadName`].
        BadLineName = "bad_line_name",
        /// [`DraftError::BadQuantity`].
        BadLineQuantity = "bad_line_quantity",
        /// [`DraftError::TooLarge`].
        LineTooLarge = "line_too_large",
        /// [`DraftError::NothingToPay`].
        NothingToPay = "nothing_to_pay",
        /// [`Refusal::PhoneTaken`].
        PhoneTaken = "phone_taken",
        /// [`Refusal::PhoneOfAnother`].
        PhoneOfAnother = "phone_of_another",
        /// [`Refusal::BothCardsInUse`].
        BothCardsInUse = "both_cards_in_use",
        /// [`Refusal::NothingToMove`].
        NothingToMove = "nothing_to_move",
        /// [`Refusal::ReasonMissing`].
        ReasonMissing = "reason_missing",
        /// [`Refusal::BadName`].
        BadName = "bad_name",
        /// [`Refusal::OwnRole`].
        OwnRole = "own_role",
        /// [`Refusal::UnknownHold`].
        UnknownHold = "unknown_hold",
        /// [`Refusal::HoldEnded`].
        HoldEnded = "hold_ended",
        /// [`Refusal::MoreThanHeld`].
        MoreThanHeld = "more_than_held",
        /// [`Refusal::BadHoldTime`].
        BadHoldTime = "bad_hold_time",
        /// [`Refusal::ConsentNeeded`].
        ConsentNeeded = "consent_needed",
        /// [`Refusal::CannotAsk`].
        CannotAsk = "cannot_ask",
        /// [`Refusal::UnknownConsent`].
        UnknownConsent = "unknown_consent",
        /// [`Refusal::ConsentEnded`].
        ConsentEnded = "consent_ended",
        /// [`Refusal::CardCodeUsed`].
        CardCodeUsed = "card_code_used",
        /// [`Refusal::TooManyGuesses`].
        TooManyGuesses = "too_many_guesses",
        /// [`Refusal::OperationReused`].
        OperationReused = "operation_reused",
        /// [`Refusal::SaleWaits`].
        SaleWaits = "sale_waits",
        /// [`Refusal::SellerLeft`].
        SellerLeft = "seller_left",
        /// [`Refusal::InsufficientBalance`].
        InsufficientBalance = "insufficient_balance",
        /// [`Refusal::CouponUnavailable`].
        CouponUnavailable = "coupon_unavailable",
        /// [`Refusal::BadCoupon`].
        BadCoupon = "bad_coupon",
        /// [`Refusal::UnknownKey`].
        UnknownKey = "unknown_key",
        /// [`Refusal::BadKey`].
        BadKey = "bad_key",
        /// [`Refusal::UnknownWebhook`].
        UnknownWebhook = "unknown_webhook",
        /// [`Refusal::BadWebhookUrl`].
        BadWebhookUrl = "bad_webhook_url",
        /// [`Refusal::TooManyWebhooks`].
        TooManyWebhooks = "too_many_webhooks",
        /// [`Refusal::WebhookKnown`].
        WebhookKnown = "webhook_known",
        /// [`Refusal::UnknownParcel`].
        UnknownParcel = "unknown_parcel",
        /// [`Refusal::ParcelNumberTaken`].
        ParcelNumberTaken = "parcel_number_taken",
        /// [`Refusal::BadParcelStatus`].
        BadParcelStatus = "bad_parcel_status",
        /// [`Refusal::ParcelMoved`].
        ParcelMoved = "parcel_moved",
        /// [`Refusal::BadParcelCost`].
        BadParcelCost = "bad_parcel_cost",
        /// [`Refusal::BadParcel`].
        BadParcel = "bad_parcel",
        /// [`Refusal::ClientCodeTaken`].
        ClientCodeTaken = "client_code_taken",
        /// [`Refusal::CustomerBlocked`].
        ClientBlocked = "client_blocked",
        /// [`Refusal::CustomerInactive`].
        ClientInactive = "client_inactive",
        /// [`Refusal::BeyondCredit`].
        BeyondCredit = "beyond_credit",
        /// [`Refusal::CompanyNameMissing`].
        CompanyNameMissing = "company_name_missing",
        /// [`Refusal::UnknownGroup`].
        UnknownGroup = "unknown_group",
        /// [`Refusal::GroupNameTaken`].
        GroupNameTaken = "group_name_taken",
        /// [`Refusal::UnknownRecord`].
        UnknownRecord = "unknown_record",
        /// [`Refusal::UnknownReference`].
        UnknownReference = "unknown_reference",
        /// [`Refusal::RecordInUse`].
        RecordInUse = "record_in_use",
        /// [`Refusal::NumberTaken`].
        NumberTaken = "number_taken",
        /// [`Refusal::AlreadyBilled`].
        AlreadyBilled = "already_billed",
        /// [`Refusal::NothingToBill`].
        NothingToBill = "nothing_to_bill",
        /// [`Refusal::BillPaid`].
        BillPaid = "bill_paid",
        /// [`Refusal::BelowPaid`].
        BelowPaid = "below_paid",
        /// [`Refusal::MoreThanDue`].
        MoreThanDue = "more_than_due",
        /// [`Refusal::BadPeriod`].
        BadPeriod = "bad_period",
        /// [`Refusal::BadService`].
        BadService = "bad_service",
        /// [`Refusal::NoPrice`].
        NoPrice = "no_price",
        /// [`Refusal::ReceiptUsed`].
        ReceiptUsed = "receipt_used",
        /// [`Refusal::BadSaleTime`].
        BadSaleTime = "bad_sale_time",
    }
}

impl Refusal {
    /// The code of the refusal. The text for people and the HTTP status for clients are chosen where it is shown.
    pub const fn code(&self) -> RefusalCode {
        match self {
            Self::NotAllowed => RefusalCode::NotAllowed,
            Self::UnknownCustomer => RefusalCode::UnknownCustomer,
            Self::UnknownInvoice => RefusalCode::UnknownInvoice,
            Self::NotEnoughPoints { .. } => RefusalCode::InsufficientPoints,
            Self::RedemptionOutOfBounds { .. } => RefusalCode::RedemptionOutOfBounds,
            Self::MoreThanOwed { .. } => RefusalCode::MoreThanOwed,
            Self::NothingLeft => RefusalCode::NothingLeft,
            Self::MoreThanLeft { .. } => RefusalCode::MoreThanLeft,
            Self::MoreThanLeftOfLine { .. } => RefusalCode::MoreThanLeftOfLine,
            Self::NotYourInvoice => RefusalCode::NotYourInvoice,
            Self::TooLateToUndo => RefusalCode::TooLateToUndo,
            Self::NothingToDo => RefusalCode::NothingToDo,
            Self::TooLarge => RefusalCode::TooLarge,
            Self::BadDraft(error) => match error {
                DraftError::Empty => RefusalCode::NoLines,
                DraftError::TooManyLines => RefusalCode::TooManyLines,
                DraftError::BadName(_) => RefusalCode::BadLineName,
                DraftError::BadQuantity(_) => RefusalCode::BadLineQuantity,
                DraftError::TooLarge(_) => RefusalCode::LineTooLarge,
                DraftError::NothingToPay => RefusalCode::NothingToPay,
            },
            Self::PhoneTaken(_) => RefusalCode::PhoneTaken,
            Self::PhoneOfAnother => RefusalCode::PhoneOfAnother,
            Self::BothCardsInUse => RefusalCode::BothCardsInUse,
            Self::NothingToMove => RefusalCode::NothingToMove,
            Self::ReasonMissing => RefusalCode::ReasonMissing,
            Self::BadName => RefusalCode::BadName,
            Self::OwnRole => RefusalCode::OwnRole,
            Self::UnknownHold => RefusalCode::UnknownHold,
            Self::HoldEnded(_) => RefusalCode::HoldEnded,
            Self::MoreThanHeld { .. } => RefusalCode::MoreThanHeld,
            Self::BadHoldTime => RefusalCode::BadHoldTime,
            Self::ConsentNeeded => RefusalCode::ConsentNeeded,
            Self::CannotAsk => RefusalCode::CannotAsk,
            Self::SaleWaits => RefusalCode::SaleWaits,
            Self::SellerLeft => RefusalCode::SellerLeft,
            Self::UnknownConsent => RefusalCode::UnknownConsent,
            Self::ConsentEnded(_) => RefusalCode::ConsentEnded,
            Self::CardCodeUsed => RefusalCode::CardCodeUsed,
            Self::TooManyGuesses { .. } => RefusalCode::TooManyGuesses,
            Self::OperationReused => RefusalCode::OperationReused,
            Self::InsufficientBalance { .. } => RefusalCode::InsufficientBalance,
            Self::CouponUnavailable(_) => RefusalCode::CouponUnavailable,
            Self::BadCoupon => RefusalCode::BadCoupon,
            Self::UnknownKey => RefusalCode::UnknownKey,
            Self::BadKey => RefusalCode::BadKey,
            Self::UnknownWebhook => RefusalCode::UnknownWebhook,
            Self::BadWebhookUrl(_) => RefusalCode::BadWebhookUrl,
            Self::TooManyWebhooks => RefusalCode::TooManyWebhooks,
            Self::WebhookKnown(_) => RefusalCode::WebhookKnown,
            Self::UnknownParcel => RefusalCode::UnknownParcel,
            Self::ParcelNumberTaken(_) => RefusalCode::ParcelNumberTaken,
            Self::BadParcelStatus { .. } => RefusalCode::BadParcelStatus,
            Self::ParcelMoved { .. } => RefusalCode::ParcelMoved,
            Self::BadParcelCost { .. } => RefusalCode::BadParcelCost,
            Self::BadParcel => RefusalCode::BadParcel,
            Self::ClientCodeTaken => RefusalCode::ClientCodeTaken,
            Self::CustomerBlocked => RefusalCode::ClientBlocked,
            Self::CustomerInactive => RefusalCode::ClientInactive,
            Self::BeyondCredit { .. } => RefusalCode::BeyondCredit,
            Self::CompanyNameMissing => RefusalCode::CompanyNameMissing,
            Self::UnknownGroup => RefusalCode::UnknownGroup,
            Self::GroupNameTaken => RefusalCode::GroupNameTaken,
            Self::UnknownRecord(_) => RefusalCode::UnknownRecord,
            Self::UnknownReference(_) => RefusalCode::UnknownReference,
            Self::RecordInUse(_) => RefusalCode::RecordInUse,
            Self::NumberTaken => RefusalCode::NumberTaken,
            Self::AlreadyBilled => RefusalCode::AlreadyBilled,
            Self::NothingToBill => RefusalCode::NothingToBill,
            Self::BillPaid => RefusalCode::BillPaid,
            Self::BelowPaid { .. } => RefusalCode::BelowPaid,
            Self::MoreThanDue { .. } => RefusalCode::MoreThanDue,
            Self::BadPeriod => RefusalCode::BadPeriod,
            Self::BadService => RefusalCode::BadService,
            Self::NoPrice => RefusalCode::NoPrice,
            Self::ReceiptUsed => RefusalCode::ReceiptUsed,
            Self::BadSaleTime => RefusalCode::BadSaleTime,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Codes are published: one that is renamed here breaks clients.
    #[test]
    fn codes_never_change() {
        let codes: Vec<&str> = RefusalCode::ALL.iter().map(|code| code.as_str()).collect();
        assert_eq!(codes.join(" "), PUBLISHED);
        let is_snake_case = |code: &str| code.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
        assert!(codes.iter().all(|code| is_snake_case(code)));
        let distinct: std::collections::BTreeSet<&&str> = codes.iter().collect();
        assert_eq!(distinct.len(), codes.len());
    }

    const PUBLISHED: &str = "\
        not_allowed unknown_customer unknown_invoice insufficient_points redemption_out_of_bounds more_than_owed \
        nothing_left more_than_left more_than_left_of_line not_your_invoice too_late_to_undo nothing_to_do too_large \
        no_lines too_many_lines bad_line_name bad_line_quantity line_too_large nothing_to_pay phone_taken \
        phone_of_another both_cards_in_use nothing_to_move reason_missing bad_name own_role unknown_hold hold_ended \
        more_than_held \
        bad_hold_time consent_needed cannot_ask unknown_consent consent_ended card_code_used too_many_guesses \
        operation_reused sale_waits seller_left insufficient_balance coupon_unavailable bad_coupon unknown_key bad_key \
        unknown_webhook bad_webhook_url too_many_webhooks webhook_known \
        unknown_parcel parcel_number_taken bad_parcel_status parcel_moved bad_parcel_cost bad_parcel client_code_taken \
        client_blocked client_inactive beyond_credit company_name_missing unknown_group group_name_taken \
        unknown_record unknown_reference record_in_use number_taken already_billed nothing_to_bill bill_paid below_paid \
        more_than_due bad_period bad_service no_price \
        receipt_used bad_sale_time";

    #[test]
    fn a_refusal_says_its_code() {
        for (refusal, code) in [
            (Refusal::NotEnoughPoints { available: Money::ZERO }, "insufficient_points"),
            (Refusal::ConsentNeeded, "consent_needed"),
            (Refusal::BadDraft(DraftError::TooLarge(1)), "line_too_large"),
            (Refusal::TooLarge, "too_large"),
        ] {
            assert_eq!(refusal.code().as_str(), code);
        }
    }
}
