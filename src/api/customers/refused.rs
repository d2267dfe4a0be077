//! Refusals of the use cases, in the words of the document.

use axum::http::StatusCode;

use crate::{
    api::{
        admission::Call,
        fault::{Fault, Printed, Problem},
    },
    messages,
    service::{Error, Refusal},
    texts::customers_api as texts,
};

/// The error of a request about a customer.
pub(super) fn of_customer(call: &Call, error: Error) -> Fault {
    let language = call.language;
    match error {
        Error::Refused(Refusal::PhoneTaken(_)) => of_field("phone", texts::phone_taken(language)),
        Error::Refused(Refusal::CompanyNameMissing) => of_field("company_name", texts::company_name_missing(language)),
        Error::Refused(Refusal::BadName) => Fault::field("first_name", Problem::Blank),
        Error::Refused(Refusal::UnknownCustomer) => Fault::UnknownRecord,
        Error::Refused(Refusal::UnknownGroup) => Fault::field("group", Problem::UnknownRow),
        Error::Refused(Refusal::BeyondCredit { available }) => {
            of_state(texts::insufficient(language, &available.to_string()))
        }
        Error::Refused(refusal @ (Refusal::CustomerBlocked | Refusal::CustomerInactive)) => {
            of_state(messages::refusal::text(language, call.api.options.format, &refusal).to_plain())
        }
        Error::Refused(Refusal::TooLarge) => Fault::field("amount", Problem::TooLarge),
        error => error.into(),
    }
}

/// The error of a request about a group.
pub(super) fn of_group(call: &Call, error: Error) -> Fault {
    match error {
        Error::Refused(Refusal::GroupNameTaken) => of_field("name", texts::group_name_taken(call.language)),
        Error::Refused(Refusal::BadName) => Fault::field("name", Problem::Blank),
        Error::Refused(Refusal::UnknownGroup) => Fault::UnknownRecord,
        error => error.into(),
    }
}

/// No customer has the phone number that was asked for.
pub(super) fn unknown_phone(call: &Call) -> Fault {
    let text = texts::unknown_phone(call.language);
    Fault::Printed(Printed { status: StatusCode::NOT_FOUND, field: None, text })
}

const fn of_field(field: &'static str, text: String) -> Fault {
    Fault::Printed(Printed { status: StatusCode::BAD_REQUEST, field: Some(field), text })
}

/// The present state does not allow it.
const fn of_state(text: String) -> Fault {
    Fault::Printed(Printed { status: StatusCode::BAD_REQUEST, field: None, text })
}
