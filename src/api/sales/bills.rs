//! Invoices of services: the shop's bills by month.

use std::sync::Arc;

use axum::{http::StatusCode, response::Response};

use super::{bill_details::SalesInvoiceDetail, days::day};
use crate::{
    api::{
        admission::Call,
        drf::{
            Body, By, Changeable, Collection, Deletable, Field, Filter, Input, Kind, List, Outcome, Record, Resource,
            Viewer, Whole, Words, blank, filter, optional, read_only, read_only_or_null, required, rows, said, text,
        },
        fault::{Fault, Problem},
        sales::{
            face::{TAG, part},
            refused,
            stamps::{created_at, created_by, stamped, updated_at, updated_by},
        },
        writes::{Answer, Write},
    },
    domain::{BillId, CustomerId, EntitlementId, Money, Scope, UtilityId, billing::BillStatus},
    notices,
    service::{
        Error, Operation,
        billing::bills::{self, BillChanges, BillContentChanges, BillFilter, BillOfShop, BillWritten, NewBill},
    },
    storage::Tx,
};

/// The longest number and the longest remarks, in characters.
const NUMBER: usize = 50;
const REMARKS: usize = 2_000;

/// An invoice.
#[derive(Debug)]
pub(super) struct SalesInvoice;

/// Of what an invoice is made.
#[derive(Debug)]
pub(super) struct Generated;

pub(super) struct Invoices;

stamped!(BillOfShop: bill.stamps);

impl List for Invoices {
    type Wanted = BillFilter;
    const IS_ARRAY: bool = true;
    const FILTERS: &'static [Filter<BillFilter>] = &[
        filter("customer_id", By::Row(|wanted, id| wanted.customer = Some(CustomerId(id))), "Those of a customer."),
        filter(
            "status",
            By::Word(BillStatus::WORDS, |wanted, word| wanted.status = word.parse().ok()),
            "Those in this status.",
        ),
        filter("start_date", By::Date(|wanted, date| wanted.issued.from = day(date)), "Issued from this day on."),
        filter("end_date", By::Date(|wanted, date| wanted.issued.until = day(date)), "Issued up to this day."),
        filter(
            "search",
            By::Text(|wanted, text| wanted.search = Some(text)),
            "Words that are all found in the invoice number or the bill number.",
        ),
    ];
}

impl Resource for SalesInvoice {
    const NAME: &'static str = "SalesInvoice";
    type Row = BillOfShop;
    type Change = BillChanges;
    const FIELDS: &'static [Field<BillOfShop, BillChanges>] = &[
        read_only("id", Kind::Number, "The id.", |row, _| row.bill.bill_id.0.into()),
        optional(
            "invoice_number",
            text(NUMBER, |new: &mut BillChanges, number| new.content.number = Some(number)),
            "Unique; the next `INV…` of the month where it is left out.",
            |row, _| row.bill.number.as_str().into(),
        ),
        read_only("customer_id", Kind::Number, "Whose it is.", |row, _| row.bill.customer_id.0.into()),
        read_only("customer_name", Kind::Text, "The name of the customer.", |row, _| {
            row.bill.customer_name.as_str().into()
        }),
        required(
            "customer_entitlement_master_id",
            Input::Key(|new, id| new.content.entitlement_id = Some(EntitlementId(id))),
            "What it bills.",
            |row, _| row.bill.entitlement_id.0.into(),
        ),
        read_only("bill_number", Kind::Text, "The number on the papers of that.", |row, _| {
            row.bill.bill_number.as_str().into()
        }),
        required(
            "issue_date",
            Input::Day(|new, date| new.content.issued_on = day(date)),
            "When it is issued.",
            |row, _| row.bill.issued_on.date().into(),
        ),
        optional_due(),
        optional(
            "information_master_id",
            Input::Row(|new, id| new.content.utility_id = Some(id.map(UtilityId))),
            "The utility information that says the VAT and how to pay; the first one where it is left out.",
            |row, _| row.bill.utility_id.map(|utility| utility.0).into(),
        ),
        read_only_or_null("information_name", Kind::Text, "The name of that.", |row, _| {
            row.bill.utility_name.clone().into()
        }),
        optional(
            "status",
            Input::Word(BillStatus::WORDS, |new, word| new.is_draft = Some(word == BillStatus::Draft.as_str())),
            "A draft, or issued; else as its payments say.",
            |row, _| row.bill.status.as_str().into(),
        ),
        optional(
            "remarks",
            blank(REMARKS, |new: &mut BillChanges, text| new.content.remarks = Some(text)),
            "Remarks.",
            |row, _| row.bill.remarks.as_str().into(),
        ),
        calculated(),
        read_only("sub_total", Kind::MONEY, "The sum of its details before discounts.", |row, _| {
            row.bill.sub_total_minor.into()
        }),
        read_only("vat_amount", Kind::MONEY, "The VAT.", |row, _| row.bill.vat_minor.into()),
        read_only("discount_amount", Kind::MONEY, "The discounts.", |row, _| row.bill.discount_minor.into()),
        read_only("total_bill_amount", Kind::MONEY, "What it comes to.", |row, _| row.bill.total_minor.into()),
        read_only("total_paid_amount", Kind::MONEY, "What of that is paid.", |row, _| row.bill.paid_minor.into()),
        read_only("total_balance_due", Kind::MONEY, "What of that is to be paid.", |row, _| {
            row.bill.total_minor.checked_sub(row.bill.paid_minor).unwrap_or(Money::ZERO).into()
        }),
        read_only("details", Kind::Rows("SalesInvoiceDetail"), "Its details.", |row, viewer| {
            rows::<SalesInvoiceDetail>(&row.details, viewer)
        }),
        created_at(),
        updated_at(),
        created_by(),
        updated_by(),
    ];
    const EXAMPLE: &'static str = r#"{
        "customer_entitlement_master_id": 1, "issue_date": "2025-01-15", "information_master_id": 1, "status": "draft",
        "auto_calculate": true
    }"#;
}

const fn optional_due() -> Field<BillOfShop, BillChanges> {
    optional(
        "due_date",
        Input::Day(|new, date| new.content.due_on = day(date)),
        "When it is due; as the shop has it where it is left out.",
        |row, _| row.bill.due_on.date().into(),
    )
}

/// Requests have it, answers do not.
const fn calculated() -> Field<BillOfShop, BillChanges> {
    crate::api::drf::written(
        "auto_calculate",
        Input::Flag(|new: &mut BillChanges, flag| new.auto_calculate = flag),
        "Where it has no details, it gets those of its entitlement.",
    )
}

impl Resource for Generated {
    const NAME: &'static str = "SalesGeneratedInvoice";
    type Row = ();
    type Change = Option<EntitlementId>;
    const FIELDS: &'static [Field<(), Option<EntitlementId>>] = &[said(
        "entitlement_id",
        Input::Key(|new: &mut Option<EntitlementId>, id| *new = Some(EntitlementId(id))),
        true,
        "What is billed.",
    )];
    const EXAMPLE: &'static str = r#"{ "entitlement_id": 1 }"#;
}

impl Collection for SalesInvoice {
    type List = Invoices;
    const PATH: &'static str = "/bills/invoices";
    const WORDS: Words = Words { tag: TAG, one: "an invoice of services", many: "invoices" };
    const READ: Scope = Scope::BillsRead;

    async fn list(
        call: &Call,
        tx: &mut Tx,
        wanted: &BillFilter,
        limit: i64,
        offset: i64,
    ) -> Outcome<(Vec<BillOfShop>, i64)> {
        let found = bills::list(tx, &call.client.caller(call.at), wanted, part(limit, offset)).await?;
        Ok((found.rows, found.total))
    }

    async fn get(call: &Call, tx: &mut Tx, id: i64) -> Outcome<BillOfShop> {
        Ok(bills::get(tx, &call.client.caller(call.at), BillId(id)).await?)
    }

    fn refused(call: &Call, error: Error) -> Fault {
        refused::of_bill(call, error)
    }
}

impl Changeable for SalesInvoice {
    const CREATE: Scope = Scope::BillsCreate;
    const UPDATE: Scope = Scope::BillsUpdate;

    async fn add(call: &Call, tx: &mut Tx, operation: &Operation, new: &BillChanges) -> Outcome<BillOfShop> {
        let missing = |field| Fault::field(field, Problem::Missing);
        let BillChanges { content, is_draft, auto_calculate } = new.clone();
        let BillContentChanges { entitlement_id, utility_id, number, issued_on, due_on, remarks } = content;
        let new = NewBill {
            entitlement_id: entitlement_id.ok_or_else(|| missing("customer_entitlement_master_id"))?,
            utility_id: utility_id.flatten(),
            number,
            issued_on: issued_on.ok_or_else(|| missing("issue_date"))?,
            due_on,
            remarks: remarks.unwrap_or_default(),
            is_draft: is_draft.unwrap_or(true),
            auto_calculate,
        };
        let written = bills::add(tx, operation, &new).await?;
        Ok(told(call, tx, operation, written).await?)
    }

    async fn change(
        call: &Call,
        tx: &mut Tx,
        operation: &Operation,
        id: i64,
        _: &BillOfShop,
        change: &BillChanges,
    ) -> Outcome<BillOfShop> {
        let written = bills::change(tx, operation, BillId(id), change).await?;
        Ok(told(call, tx, operation, written).await?)
    }
}

impl Deletable for SalesInvoice {
    async fn delete(_: &Call, tx: &mut Tx, operation: &Operation, id: i64) -> Outcome<()> {
        Ok(bills::delete(tx, operation, BillId(id)).await?)
    }
}

type GeneratedBody = Whole<Generated>;
type InvoiceRecord = Record<SalesInvoice>;

/// A bill of whose issue the customer has been told.
async fn told(call: &Call, tx: &mut Tx, operation: &Operation, written: BillWritten) -> Result<BillOfShop, Error> {
    let BillWritten { bill, is_issued, earned } = written;
    let currency = call.api.options.format.currency;
    if is_issued {
        notices::bill::made(tx, operation.at(), currency, &bill.bill).await?;
    }
    if let Some(earned) = &earned {
        notices::bill::earned(tx, operation.at(), currency, &bill.bill, earned).await?;
    }
    Ok(bill)
}

/// Makes the invoice of an entitlement for the current month, issued today. A second one for the same month: 409.
#[utoipa::path(post, path = "/bills/invoices/auto_generate", tag = "sales", operation_id = "sales_invoices_auto_generate",
    request_body = GeneratedBody, responses((status = 201, description = "The invoice.", body = InvoiceRecord)))]
pub(super) async fn auto_generate(request: Write<Body>) -> Result<Response, Fault> {
    let (call, body) = request.parts();
    let entitlement = body.whole::<Generated>(&call)?.ok_or(Fault::Internal)?;
    request
        .run(move |tx, operation| {
            let (call, body) = (call.clone(), Arc::clone(&body));
            Box::pin(async move {
                let made = bills::generate(tx, operation, entitlement).await;
                let made = made.map_err(|error| refused::of_generated(&call, error, &body))?;
                let made = told(&call, tx, operation, made).await?;
                Answer::new(StatusCode::CREATED, &InvoiceRecord::of(&made, &Viewer::of(&call)))
            })
        })
        .await
}
