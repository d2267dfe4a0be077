//! Details of payments: how much was paid.

use crate::{
    api::{
        admission::Call,
        drf::{
            By, Changeable, Collection, Deletable, Field, Filter, Input, Kind, List, Outcome, Resource, Words, blank,
            filter, optional, positive, read_only, required,
        },
        fault::{Fault, Problem},
        sales::{
            face::{TAG, part},
            paid::told,
            refused,
            stamps::{created_at, created_by, stamped, updated_at, updated_by},
        },
    },
    domain::{PaymentDetailId, PaymentId, Scope, billing::PaymentStatus},
    service::{
        Error, Operation,
        billing::payment_details::{self, PaymentDetail, PaymentDetailChanges, PaymentDetailContent},
    },
    storage::Tx,
};

/// The longest number and the longest remarks, in characters.
const NUMBER: usize = 200;
const REMARKS: usize = 2_000;

/// A detail of a payment.
#[derive(Debug)]
pub(super) struct SalesPaymentDetail;

/// Which details are asked for.
#[derive(Debug, Default)]
pub(super) struct Wanted {
    payment: Option<PaymentId>,
}

pub(super) struct PaymentDetails;

stamped!(PaymentDetail: stamps);

impl List for PaymentDetails {
    type Wanted = Wanted;
    const IS_ARRAY: bool = true;
    const FILTERS: &'static [Filter<Wanted>] = &[filter(
        "payment_master_id",
        By::Row(|wanted, id| wanted.payment = Some(PaymentId(id))),
        "Those of a payment.",
    )];
}

impl Resource for SalesPaymentDetail {
    const NAME: &'static str = "SalesPaymentDetail";
    type Row = PaymentDetail;
    type Change = PaymentDetailChanges;
    const FIELDS: &'static [Field<PaymentDetail, PaymentDetailChanges>] = &[
        read_only("id", Kind::Number, "The id.", |row, _| row.payment_detail_id.0.into()),
        required(
            "payment_master_id",
            Input::Key(|new, id| new.payment_id = Some(PaymentId(id))),
            "Of which payment.",
            |row, _| row.payment_id.0.into(),
        ),
        read_only("invoice_master_id", Kind::Number, "Of which invoice.", |row, _| row.bill_id.0.into()),
        read_only("invoice_number", Kind::Text, "The number of the invoice.", |row, _| row.number.as_str().into()),
        required(
            "pay_amount",
            positive(|new: &mut PaymentDetailChanges, amount| new.amount = Some(amount)),
            "How much.",
            |row, _| row.amount_minor.into(),
        ),
        optional(
            "transaction_id",
            blank(NUMBER, |new: &mut PaymentDetailChanges, text| new.transaction_number = Some(text)),
            "The number that the bank or the wallet gave it.",
            |row, _| row.transaction_number.as_str().into(),
        ),
        optional(
            "remarks",
            blank(REMARKS, |new: &mut PaymentDetailChanges, text| new.remarks = Some(text)),
            "Remarks.",
            |row, _| row.remarks.as_str().into(),
        ),
        optional(
            "status",
            Input::Word(PaymentStatus::WORDS, |new: &mut PaymentDetailChanges, word| new.status = word.parse().ok()),
            "What became of it; completed where it is left out.",
            |row, _| row.status.as_str().into(),
        ),
        created_at(),
        updated_at(),
        created_by(),
        updated_by(),
    ];
    const EXAMPLE: &'static str = r#"{
        "payment_master_id": 1, "pay_amount": 50000.00, "transaction_id": "TXN123456", "remarks": "Full payment",
        "status": "completed"
    }"#;
}

impl Collection for SalesPaymentDetail {
    type List = PaymentDetails;
    const PATH: &'static str = "/payments/payment-details";
    const WORDS: Words = Words { tag: TAG, one: "a detail of a payment", many: "payment_details" };
    const READ: Scope = Scope::BillsRead;

    async fn list(
        call: &Call,
        tx: &mut Tx,
        wanted: &Wanted,
        limit: i64,
        offset: i64,
    ) -> Outcome<(Vec<PaymentDetail>, i64)> {
        let caller = call.client.caller(call.at);
        let found = payment_details::list(tx, &caller, wanted.payment, part(limit, offset)).await?;
        Ok((found.rows, found.total))
    }

    async fn get(call: &Call, tx: &mut Tx, id: i64) -> Outcome<PaymentDetail> {
        Ok(payment_details::get(tx, &call.client.caller(call.at), PaymentDetailId(id)).await?)
    }

    fn refused(call: &Call, error: Error) -> Fault {
        refused::of_payment(call, error)
    }
}

impl Changeable for SalesPaymentDetail {
    const CREATE: Scope = Scope::BillsCreate;
    const UPDATE: Scope = Scope::BillsUpdate;

    async fn add(
        call: &Call,
        tx: &mut Tx,
        operation: &Operation,
        new: &PaymentDetailChanges,
    ) -> Outcome<PaymentDetail> {
        let missing = |field| Fault::field(field, Problem::Missing);
        let PaymentDetailChanges { payment_id, amount, transaction_number, remarks, status } = new.clone();
        let content = PaymentDetailContent {
            payment_id: payment_id.ok_or_else(|| missing("payment_master_id"))?,
            amount: amount.ok_or_else(|| missing("pay_amount"))?,
            transaction_number: transaction_number.unwrap_or_default(),
            remarks: remarks.unwrap_or_default(),
            status: status.unwrap_or(PaymentStatus::Completed),
        };
        let booked = payment_details::add(tx, operation, &content).await?;
        Ok(told(call, tx, operation, booked).await?)
    }

    async fn change(
        call: &Call,
        tx: &mut Tx,
        operation: &Operation,
        id: i64,
        _: &PaymentDetail,
        change: &PaymentDetailChanges,
    ) -> Outcome<PaymentDetail> {
        let booked = payment_details::change(tx, operation, PaymentDetailId(id), change).await?;
        Ok(told(call, tx, operation, booked).await?)
    }
}

impl Deletable for SalesPaymentDetail {
    async fn delete(call: &Call, tx: &mut Tx, operation: &Operation, id: i64) -> Outcome<()> {
        if let Some(booked) = payment_details::delete(tx, operation, PaymentDetailId(id)).await? {
            told(call, tx, operation, booked).await?;
        }
        Ok(())
    }
}
