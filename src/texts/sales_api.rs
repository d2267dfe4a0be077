//! The API of sales: what its clients show beside a field.

use super::messages;

messages! {
    /// Another customer whose services are billed has this phone number.
    plain phone_taken() = "sales-phone-taken";
    /// Another customer or invoice has this number.
    plain number_taken() = "sales-number-taken";
}
