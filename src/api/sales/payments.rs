//! Payments of invoices.

use super::{days::day, payment_details::SalesPaymentDetail};
use crate::{
    api::{
        admission::Call,
        drf::{
            By, Changeable, Collection, Deletable, Field, Filter, Input, Kind, List, Outcome, Resource, Words, blank,
            filter, optional, read_only, required, rows,
        },
        fault::{Fault, Problem},
        sales::{
            face::{TAG, part},
            paid::told,
            refused,
            stamps::{created_at, created_by, stamped, updated_at, updated_by},
        },
    },
    domain::{
        BillId, CustomerId, EntitlementId, PaymentId, Scope,
        billing::{Date, PaymentStatus},
    },
    service::{
        Error, Operation,
        billing::payments::{self, NewPayment, PaymentChanges, PaymentFilter, PaymentOfShop},
    },
    storage::Tx,
};

/// The longest method and the longest remarks, in characters.
const METHOD: usize = 100;
const REMARKS: usize = 2_000;

/// A payment.
#[derive(Debug)]
pub(super) struct SalesPayment;

/// What a request says of a payment.
#[derive(Clone, Debug, Default)]
pub(super) struct PaymentSaid {
    bill: Option<BillId>,
    entitlement: Option<EntitlementId>,
    paid_on: Option<Date>,
    method: Option<String>,
    remarks: Option<String>,
    status: Option<PaymentStatus>,
}

pub(super) struct Payments;

stamped!(PaymentOfShop: payment.stamps);

impl List for Payments {
    type Wanted = PaymentFilter;
    const IS_ARRAY: bool = true;
    const FILTERS: &'static [Filter<PaymentFilter>] = &[
        filter("customer_id", By::Row(|wanted, id| wanted.customer = Some(CustomerId(id))), "Those of a customer."),
        filter(
            "status",
            By::Word(PaymentStatus::WORDS, |wanted, word| wanted.status = word.parse().ok()),
            "Those in this status.",
        ),
        filter(
            "payment_method",
            By::Text(|wanted, text| wanted.method = Some(text)),
            "Those with this method, whatever the case.",
        ),
        filter("start_date", By::Date(|wanted, date| wanted.paid.from = day(date)), "Paid from this day on."),
        filter("end_date", By::Date(|wanted, date| wanted.paid.until = day(date)), "Paid up to this day."),
    ];
}

impl Resource for SalesPayment {
    const NAME: &'static str = "SalesPayment";
    type Row = PaymentOfShop;
    type Change = PaymentSaid;
    const FIELDS: &'static [Field<PaymentOfShop, PaymentSaid>] = &[
        read_only("id", Kind::Number, "The id.", |row, _| row.payment.payment_id.0.into()),
        required("payment_date", Input::Day(|new, date| new.paid_on = day(date)), "When it was paid.", |row, _| {
            row.payment.paid_on.date().into()
        }),
        optional(
            "payment_method",
            blank(METHOD, |new: &mut PaymentSaid, text| new.method = Some(text)),
            "How, in words.",
            |row, _| row.payment.method.as_str().into(),
        ),
        optional(
            "customer_entitlement_master_id",
            Input::Key(|new, id| new.entitlement = Some(EntitlementId(id))),
            "What the invoice bills.",
            |row, _| row.payment.entitlement_id.0.into(),
        ),
        read_only("bill_number", Kind::Text, "The number on the papers of that.", |row, _| {
            row.payment.bill_number.as_str().into()
        }),
        required(
            "invoice_master_id",
            Input::Key(|new: &mut PaymentSaid, id| new.bill = Some(BillId(id))),
            "Which invoice.",
            |row, _| row.payment.bill_id.0.into(),
        ),
        read_only("invoice_number", Kind::Text, "The number of the invoice.", |row, _| {
            row.payment.number.as_str().into()
        }),
        read_only("customer_id", Kind::Number, "Who paid.", |row, _| row.payment.customer_id.0.into()),
        read_only("customer_name", Kind::Text, "The name of the customer.", |row, _| {
            row.payment.customer_name.as_str().into()
        }),
        optional(
            "remarks",
            blank(REMARKS, |new: &mut PaymentSaid, text| new.remarks = Some(text)),
            "Remarks.",
            |row, _| row.payment.remarks.as_str().into(),
        ),
        optional(
            "status",
            Input::Word(PaymentStatus::WORDS, |new: &mut PaymentSaid, word| new.status = word.parse().ok()),
            "What became of it; completed where it is left out.",
            |row, _| row.payment.status.as_str().into(),
        ),
        read_only("total_amount", Kind::MONEY, "What its details come to.", |row, _| row.payment.amount_minor.into()),
        read_only("received_amount", Kind::MONEY, "What of that counts as paid.", |row, _| {
            row.payment.completed_minor.into()
        }),
        read_only("details", Kind::Rows("SalesPaymentDetail"), "Its details.", |row, viewer| {
            rows::<SalesPaymentDetail>(&row.details, viewer)
        }),
        created_at(),
        updated_at(),
        created_by(),
        updated_by(),
    ];
    const EXAMPLE: &'static str = r#"{
        "payment_date": "2025-01-20", "payment_method": "Bank Transfer", "customer_entitlement_master_id": 1, "invoice_master_id": 1,
        "remarks": "Payment for invoice INV20241001", "status": "completed"
    }"#;
}

impl Collection for SalesPayment {
    type List = Payments;
    const PATH: &'static str = "/payments/payments";
    const WORDS: Words = Words { tag: TAG, one: "a payment of an invoice", many: "payments" };
    const READ: Scope = Scope::BillsRead;

    async fn list(
        call: &Call,
        tx: &mut Tx,
        wanted: &PaymentFilter,
        limit: i64,
        offset: i64,
    ) -> Outcome<(Vec<PaymentOfShop>, i64)> {
        let found = payments::list(tx, &call.client.caller(call.at), wanted, part(limit, offset)).await?;
        Ok((found.rows, found.total))
    }

    async fn get(call: &Call, tx: &mut Tx, id: i64) -> Outcome<PaymentOfShop> {
        Ok(payments::get(tx, &call.client.caller(call.at), PaymentId(id)).await?)
    }

    fn refused(call: &Call, error: Error) -> Fault {
        refused::of_payment(call, error)
    }
}

impl Changeable for SalesPayment {
    const CREATE: Scope = Scope::BillsCreate;
    const UPDATE: Scope = Scope::BillsUpdate;

    async fn add(_: &Call, tx: &mut Tx, operation: &Operation, new: &PaymentSaid) -> Outcome<PaymentOfShop> {
        let missing = |field| Fault::field(field, Problem::Missing);
        let new = new.clone();
        let content = NewPayment {
            bill_id: new.bill.ok_or_else(|| missing("invoice_master_id"))?,
            entitlement_id: new.entitlement,
            paid_on: new.paid_on.ok_or_else(|| missing("payment_date"))?,
            method: new.method.unwrap_or_default(),
            remarks: new.remarks.unwrap_or_default(),
            status: new.status.unwrap_or(PaymentStatus::Completed),
        };
        Ok(payments::add(tx, operation, &content).await?.row)
    }

    async fn change(
        call: &Call,
        tx: &mut Tx,
        operation: &Operation,
        id: i64,
        before: &PaymentOfShop,
        change: &PaymentSaid,
    ) -> Outcome<PaymentOfShop> {
        let said = change.clone();
        if said.entitlement.is_some_and(|entitlement| entitlement != before.payment.entitlement_id) {
            return Err(Fault::field("customer_entitlement_master_id", Problem::Wrong).into());
        }
        let changes = PaymentChanges {
            bill_id: said.bill,
            paid_on: said.paid_on,
            method: said.method,
            remarks: said.remarks,
            status: said.status,
        };
        let booked = payments::change(tx, operation, PaymentId(id), &changes).await?;
        Ok(told(call, tx, operation, booked).await?)
    }
}

impl Deletable for SalesPayment {
    async fn delete(_: &Call, tx: &mut Tx, operation: &Operation, id: i64) -> Outcome<()> {
        Ok(payments::delete(tx, operation, PaymentId(id)).await?)
    }
}
