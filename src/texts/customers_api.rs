//! The API of customers: what its document prints.

use super::messages;

messages! {
    /// Another customer has this phone number.
    plain phone_taken() = "customers-phone-taken";
    /// A company needs a name.
    plain company_name_missing() = "customers-company-name-missing";
    /// No customer has this phone number.
    plain unknown_phone() = "customers-unknown-phone";
    /// A charge is beyond the credit limit.
    plain insufficient(available: &str) = "customers-insufficient";
    /// Money was paid in.
    plain payment_added() = "customers-payment-added";
    /// Money was charged.
    plain charged() = "customers-charged";
    /// Another group has this name.
    plain group_name_taken() = "customers-group-name-taken";
    /// A customer who is a person.
    plain individual() = "customers-individual";
    /// A customer who is a company.
    plain company() = "customers-company";
    /// Money came in.
    plain payment() = "customers-payment";
    /// Money was charged.
    plain charge() = "customers-charge";
    /// Points came in.
    plain bonus_accrual() = "customers-bonus-accrual";
    /// Points were spent, taken back or ran out.
    plain bonus_redemption() = "customers-bonus-redemption";
    /// Staff gave or took points by hand.
    plain correction() = "customers-correction";
}
