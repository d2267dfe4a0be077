//! Refusals of the use cases of billing, in the form of Django REST framework: what is wrong with a value under the name of its field,
//! what does not fit the present state as 409.

use axum::http::StatusCode;

use crate::{
    api::{
        admission::Call,
        drf::Body,
        fault::{Fault, Printed, Problem},
    },
    domain::billing::Record,
    messages,
    service::{Error, Refusal},
    texts::sales_api as texts,
};

/// The answer to a refusal that is about no field of its own.
pub(super) fn fault(call: &Call, error: Error) -> Fault {
    let language = call.language;
    match error {
        Error::Refused(Refusal::UnknownRecord(_)) => Fault::UnknownRecord,
        Error::Refused(Refusal::UnknownReference(record)) => Fault::field(field_of(record), Problem::UnknownRow),
        Error::Refused(Refusal::PhoneTaken(_)) => of_field("phone", texts::phone_taken(language)),
        Error::Refused(Refusal::BadName) => Fault::field("customer_name", Problem::Blank),
        Error::Refused(Refusal::NumberTaken) => of_field("customer_number", texts::number_taken(language)),
        error => error.into(),
    }
}

/// The same of a row with a first and a last day, the last of which is this field.
pub(super) fn of_period(call: &Call, error: Error, last: &'static str) -> Fault {
    match error {
        Error::Refused(refusal @ Refusal::BadPeriod) => of_field(last, said(call, &refusal)),
        Error::Refused(Refusal::TooLarge) => Fault::field("rate", Problem::TooLarge),
        error => fault(call, error),
    }
}

/// The same of a service.
pub(super) fn of_service(call: &Call, error: Error) -> Fault {
    match error {
        Error::Refused(refusal @ Refusal::NoPrice) => of_field("package_master_id", said(call, &refusal)),
        Error::Refused(refusal @ Refusal::BadService) => of_field("non_field_errors", said(call, &refusal)),
        error => of_period(call, error, "end_date"),
    }
}

/// The same of an invoice.
pub(super) fn of_bill(call: &Call, error: Error) -> Fault {
    match error {
        Error::Refused(Refusal::UnknownReference(Record::Entitlement)) => {
            Fault::field("customer_entitlement_master_id", Problem::UnknownRow)
        }
        Error::Refused(Refusal::NumberTaken) => of_field("invoice_number", texts::number_taken(call.language)),
        error => of_period(call, error, "due_date"),
    }
}

/// The same of a detail of an invoice.
pub(super) fn of_bill_detail(call: &Call, error: Error) -> Fault {
    match error {
        Error::Refused(refusal @ (Refusal::NoPrice | Refusal::BadService)) => {
            of_field("entitlement_details_id", said(call, &refusal))
        }
        Error::Refused(Refusal::TooLarge) => Fault::field("sub_total", Problem::TooLarge),
        error => fault(call, error),
    }
}

/// The same of a payment or its detail.
pub(super) fn of_payment(call: &Call, error: Error) -> Fault {
    match error {
        Error::Refused(refusal @ Refusal::MoreThanDue { .. }) => of_field("pay_amount", said(call, &refusal)),
        Error::Refused(Refusal::NothingToDo) => Fault::field("pay_amount", Problem::NotPositive),
        Error::Refused(Refusal::TooLarge) => Fault::field("pay_amount", Problem::TooLarge),
        Error::Refused(Refusal::UnknownReference(Record::Entitlement)) => {
            Fault::field("customer_entitlement_master_id", Problem::UnknownRow)
        }
        error => fault(call, error),
    }
}

/// The same of an invoice that is made of an entitlement, which the body names.
pub(super) fn of_generated(call: &Call, error: Error, body: &Body) -> Fault {
    match error {
        Error::Refused(Refusal::UnknownReference(_)) => {
            Fault::value("entitlement_id", Problem::UnknownRow, body.repeated("entitlement_id"))
        }
        Error::Refused(refusal @ Refusal::NothingToBill) => of_field("entitlement_id", said(call, &refusal)),
        error => fault(call, error),
    }
}

/// The field by which a body names a row.
const fn field_of(record: Record) -> &'static str {
    match record {
        Record::Kam => "kam_id",
        Record::Customer => "customer_master_id",
        Record::Entitlement => "cust_entitlement_id",
        Record::EntitlementDetail => "entitlement_details_id",
        Record::Package => "package_master_id",
        Record::Pricing => "pricing_id",
        Record::Utility => "information_master_id",
        Record::UtilityDetail => "utility_detail_id",
        Record::Bill => "invoice_master_id",
        Record::BillDetail => "invoice_detail_id",
        Record::Payment => "payment_master_id",
        Record::PaymentDetail => "payment_detail_id",
    }
}

/// A refusal, in the words that people read everywhere.
fn said(call: &Call, refusal: &Refusal) -> String {
    messages::refusal::text(call.language, call.api.options.format, refusal).to_plain()
}

const fn of_field(field: &'static str, text: String) -> Fault {
    Fault::Printed(Printed { status: StatusCode::BAD_REQUEST, field: Some(field), text })
}
