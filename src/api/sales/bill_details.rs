//! Details of invoices.

use crate::{
    api::{
        admission::Call,
        drf::{
            By, Changeable, Collection, Deletable, Field, Filter, Input, Kind, List, Outcome, Resource, Words, amount,
            blank, filter, optional, percent, read_only, read_only_or_null, required,
        },
        fault::{Fault, Problem},
        sales::{
            face::{TAG, part},
            paid::told,
            refused,
            stamps::{created_at, created_by, stamped, updated_at, updated_by},
        },
    },
    domain::{BillDetailId, BillId, EntitlementDetailId, Money, Rate, Scope, billing::ServiceKind},
    service::{
        Error, Operation,
        billing::bill_details::{self, BillDetail, BillDetailChanges, NewBillDetail},
    },
    storage::Tx,
};

/// The longest remarks, in characters.
const REMARKS: usize = 2_000;

/// A detail of an invoice.
#[derive(Debug)]
pub(super) struct SalesInvoiceDetail;

/// Which details are asked for.
#[derive(Debug, Default)]
pub(super) struct Wanted {
    bill: Option<BillId>,
}

pub(super) struct InvoiceDetails;

stamped!(BillDetail: stamps);

impl List for InvoiceDetails {
    type Wanted = Wanted;
    const IS_ARRAY: bool = true;
    const FILTERS: &'static [Filter<Wanted>] =
        &[filter("invoice_master_id", By::Row(|wanted, id| wanted.bill = Some(BillId(id))), "Those of an invoice.")];
}

impl Resource for SalesInvoiceDetail {
    const NAME: &'static str = "SalesInvoiceDetail";
    type Row = BillDetail;
    type Change = BillDetailChanges;
    const FIELDS: &'static [Field<BillDetail, BillDetailChanges>] = &[
        read_only("id", Kind::Number, "The id.", |row, _| row.bill_detail_id.0.into()),
        required(
            "invoice_master_id",
            Input::Key(|new, id| new.bill_id = Some(BillId(id))),
            "Of which invoice.",
            |row, _| row.bill_id.0.into(),
        ),
        read_only("invoice_number", Kind::Text, "The number of the invoice.", |row, _| row.number.as_str().into()),
        optional(
            "entitlement_details_id",
            Input::Row(|new, id| new.detail_id = Some(id.map(EntitlementDetailId))),
            "The service that it is for.",
            |row, _| row.detail_id.map(|detail| detail.0).into(),
        ),
        read_only_or_null("type", Kind::Word(ServiceKind::WORDS), "The kind of the service.", |row, _| {
            row.kind.map(ServiceKind::as_str).into()
        }),
        optional(
            "sub_total",
            amount(|new: &mut BillDetailChanges, amount| new.sub_total = Some(amount)),
            "Before the discount; what the service costs a month where it is left out.",
            |row, _| row.sub_total_minor.into(),
        ),
        optional(
            "vat_rate",
            percent(|new: &mut BillDetailChanges, rate| new.vat = Some(Rate::from_bp(rate.minor()))),
            "VAT in percent of what the discount leaves; that of the utility information where it is left out.",
            |row, _| Money::from_minor(row.vat_bp.bp()).into(),
        ),
        optional(
            "sub_discount_rate",
            percent(|new: &mut BillDetailChanges, rate| new.discount = Some(Rate::from_bp(rate.minor()))),
            "The discount in percent.",
            |row, _| Money::from_minor(row.discount_bp.bp()).into(),
        ),
        read_only("vat_amount", Kind::MONEY, "The VAT.", |row, _| row.vat_minor.into()),
        read_only("discount_amount", Kind::MONEY, "The discount.", |row, _| row.discount_minor.into()),
        read_only("line_total", Kind::MONEY, "What is to be paid for it.", |row, _| {
            let net = row.sub_total_minor.checked_sub(row.discount_minor);
            net.and_then(|net| net.checked_add(row.vat_minor)).unwrap_or(Money::ZERO).into()
        }),
        optional(
            "remarks",
            blank(REMARKS, |new: &mut BillDetailChanges, text| new.remarks = Some(text)),
            "Remarks.",
            |row, _| row.remarks.as_str().into(),
        ),
        created_at(),
        updated_at(),
        created_by(),
        updated_by(),
    ];
    const EXAMPLE: &'static str = r#"{
        "invoice_master_id": 1, "entitlement_details_id": 1, "sub_total": 10000.00, "vat_rate": 15.00, "sub_discount_rate": 5.00,
        "remarks": "Invoice detail for bandwidth service"
    }"#;
}

impl Collection for SalesInvoiceDetail {
    type List = InvoiceDetails;
    const PATH: &'static str = "/bills/invoice-details";
    const WORDS: Words = Words { tag: TAG, one: "a detail of an invoice", many: "invoice_details" };
    const READ: Scope = Scope::BillsRead;

    async fn list(
        call: &Call,
        tx: &mut Tx,
        wanted: &Wanted,
        limit: i64,
        offset: i64,
    ) -> Outcome<(Vec<BillDetail>, i64)> {
        let found = bill_details::list(tx, &call.client.caller(call.at), wanted.bill, part(limit, offset)).await?;
        Ok((found.rows, found.total))
    }

    async fn get(call: &Call, tx: &mut Tx, id: i64) -> Outcome<BillDetail> {
        Ok(bill_details::get(tx, &call.client.caller(call.at), BillDetailId(id)).await?)
    }

    fn refused(call: &Call, error: Error) -> Fault {
        refused::of_bill_detail(call, error)
    }
}

impl Changeable for SalesInvoiceDetail {
    const CREATE: Scope = Scope::BillsCreate;
    const UPDATE: Scope = Scope::BillsUpdate;

    async fn add(_: &Call, tx: &mut Tx, operation: &Operation, new: &BillDetailChanges) -> Outcome<BillDetail> {
        let missing = |field| Fault::field(field, Problem::Missing);
        let new = new.clone();
        let detail_id = new.detail_id.flatten();
        if detail_id.is_none() && new.sub_total.is_none() {
            return Err(missing("sub_total").into());
        }
        let content = NewBillDetail {
            bill_id: new.bill_id.ok_or_else(|| missing("invoice_master_id"))?,
            detail_id,
            sub_total: new.sub_total,
            discount: new.discount.unwrap_or(Rate::from_bp(0)),
            vat: new.vat,
            remarks: new.remarks.unwrap_or_default(),
        };
        Ok(bill_details::add(tx, operation, &content).await?)
    }

    async fn change(
        call: &Call,
        tx: &mut Tx,
        operation: &Operation,
        id: i64,
        _: &BillDetail,
        change: &BillDetailChanges,
    ) -> Outcome<BillDetail> {
        let booked = bill_details::change(tx, operation, BillDetailId(id), change).await?;
        Ok(told(call, tx, operation, booked).await?)
    }
}

impl Deletable for SalesInvoiceDetail {
    async fn delete(call: &Call, tx: &mut Tx, operation: &Operation, id: i64) -> Outcome<()> {
        if let Some(booked) = bill_details::delete(tx, operation, BillDetailId(id)).await? {
            told(call, tx, operation, booked).await?;
        }
        Ok(())
    }
}
