//! Reads the bills of a customer. What a bill comes to is worked out anew of its lines and payments, and compared with what the file says.

use std::collections::HashSet;

use super::{
    field_reader::FieldReader,
    own_fields::{OwnFields, Stamps},
};
use crate::{
    domain::{
        BillDetailId, BillId, CustomerId, EntitlementId, Money, PaymentDetailId, PaymentId, Rate,
        billing::{BillFigures, BillStatus, LineFigures, bill_status},
    },
    import::{
        billing::{BillLineRecord, BillRecord, PaymentRecord},
        findings::{FindingKind, JsonPath},
        format::{Bill, BillDetail, Payment, PaymentDetail},
        values,
    },
    storage::billing::moved::{BillDetailRow, BillRow, PaymentDetailRow, PaymentRow},
};

/// Reads a bill of a customer whose entitlements have so many details each; faults become findings.
pub(super) fn read(
    reader: &mut FieldReader,
    path: &JsonPath<'_>,
    raw: &Bill<'_>,
    entitlements: &[usize],
) -> Option<BillRecord> {
    reader.check_own_object(path, &raw.unexpected);
    if raw.unexpected.is_no_object {
        return None;
    }
    let mut fields = OwnFields::of(reader, path);
    let (id, number) = (fields.id(raw.id), fields.name("number", raw.number));
    let entitlement = fields.place("entitlement", raw.entitlement, entitlements.len());
    let utility = Some(fields.text("utility", raw.utility)).filter(|name| !name.is_empty());
    let month = fields.optional_word("month", raw.month);
    let (issued_on, due_on) = (fields.word("issued_on", raw.issued_on), fields.word("due_on", raw.due_on));
    let status = fields.word("status", raw.status);
    let remarks = fields.text("remarks", raw.remarks);
    let (warned_at, earned_at) =
        (fields.optional_moment("warned_at", raw.warned_at), fields.optional_moment("earned_at", raw.earned_at));
    let said = [
        ("sub_total", fields.money("sub_total", raw.sub_total)),
        ("discount", fields.money("discount", raw.discount)),
        ("vat", fields.money("vat", raw.vat)),
        ("total", fields.money("total", raw.total)),
        ("paid", fields.money("paid", raw.paid)),
    ];
    let stamps = fields.stamps(raw.created_by, raw.updated_by, raw.created_at, raw.updated_at);
    let most = entitlement.and_then(|place| entitlements.get(place.checked_sub(1)?)).copied().unwrap_or(usize::MAX);
    let list = raw.details.as_ref();
    let lines = fields.items("details", list, |reader, path, raw| Some(line(reader, path, raw, most)));
    let list = raw.payments.as_ref();
    let payments = fields.items("payments", list, |reader, path, raw| Some(payment(reader, path, raw)));
    // With some of them missing the sums would only repeat that something is wrong.
    let lines: Vec<BillLineRecord> = lines.into_iter().collect::<Option<_>>()?;
    let payments: Vec<PaymentRecord> = payments.into_iter().collect::<Option<_>>()?;
    let Stamps { created_by, updated_by, created_at, updated_at } = stamps?;
    let status = status?;
    let figures = figures(&mut fields, &lines, &payments)?;
    check(&mut fields, &figures, status, &said)?;
    let mut row = BillRow {
        bill_id: BillId(id),
        customer_id: CustomerId(0),
        entitlement_id: EntitlementId(0),
        utility_id: None,
        number: number?,
        month,
        issued_on: issued_on?,
        due_on: due_on?,
        status,
        sub_total_minor: figures.details.sub_total,
        discount_minor: figures.details.discount,
        vat_minor: figures.details.vat,
        total_minor: figures.total(),
        paid_minor: figures.paid,
        remarks,
        search_text: String::new(),
        warned_at,
        earned_at,
        created_by,
        updated_by,
        created_at,
        updated_at,
    };
    row.fold();
    Some(BillRecord { row, entitlement: entitlement?, utility, lines, payments })
}

/// What the lines and the completed payments come to.
fn figures(
    fields: &mut OwnFields<'_, '_>,
    lines: &[BillLineRecord],
    payments: &[PaymentRecord],
) -> Option<BillFigures> {
    let figures = lines.iter().map(|BillLineRecord { row, .. }| LineFigures {
        sub_total: row.sub_total_minor,
        discount: row.discount_minor,
        vat: row.vat_minor,
    });
    let completed = payments.iter().filter(|payment| payment.row.status.is_completed());
    let parts = completed.flat_map(|payment| &payment.parts).filter(|part| part.status.is_completed());
    let paid = Money::checked_sum(parts.map(|part| part.amount_minor));
    let (Some(details), Some(paid)) = (LineFigures::sum(figures), paid) else {
        fields.fault(None, FindingKind::BadBill, "it comes to more than can be kept");
        return None;
    };
    Some(BillFigures { details, paid })
}

/// Compares what a bill comes to with what the file says of it.
fn check(
    fields: &mut OwnFields<'_, '_>,
    figures: &BillFigures,
    status: BillStatus,
    said: &[(&'static str, Option<Money>); 5],
) -> Option<()> {
    let total = figures.total();
    let worked_out = [figures.details.sub_total, figures.details.discount, figures.details.vat, total, figures.paid];
    let mut is_right = true;
    for ((field, said), amount) in said.iter().zip(worked_out) {
        let Some(said) = said else { return None };
        if *said != amount {
            let message = format!("{said} is not {amount}, which its details and payments come to");
            fields.fault(Some(*field), FindingKind::BadBill, &message);
            is_right = false;
        }
    }
    if figures.due().is_negative() {
        fields.fault(Some("paid"), FindingKind::BadBill, "more is paid than the bill comes to");
        is_right = false;
    }
    let expected = bill_status(status == BillStatus::Draft, total, figures.paid);
    if status != expected {
        fields.fault(Some("status"), FindingKind::BadBill, &format!("by its payments it is {expected}"));
        is_right = false;
    }
    is_right.then_some(())
}

fn line(reader: &mut FieldReader, path: &JsonPath<'_>, raw: &BillDetail<'_>, details: usize) -> Option<BillLineRecord> {
    reader.check_own_object(path, &raw.unexpected);
    let mut fields = OwnFields::of(reader, path);
    let (id, sub_total) = (fields.id(raw.id), fields.money("sub_total", raw.sub_total));
    let none = Rate::from_bp(0);
    let discount_bp = fields.optional_rate("discount_percentage", raw.discount_percentage).unwrap_or(none);
    let vat_bp = fields.optional_rate("vat_percentage", raw.vat_percentage).unwrap_or(none);
    let remarks = fields.text("remarks", raw.remarks);
    let stamps = fields.stamps(raw.created_by, raw.updated_by, raw.created_at, raw.updated_at);
    let detail = match values::non_null(raw.detail) {
        Some(place) => Some(fields.place("detail", Some(place), details)?),
        None => None,
    };
    let Stamps { created_by, updated_by, created_at, updated_at } = stamps?;
    let Some(LineFigures { sub_total, discount, vat }) = LineFigures::of(sub_total?, discount_bp, vat_bp) else {
        fields.fault(Some("sub_total"), FindingKind::BadBill, "it comes to more than can be kept");
        return None;
    };
    let row = BillDetailRow {
        bill_detail_id: BillDetailId(id),
        bill_id: BillId(0),
        detail_id: None,
        sub_total_minor: sub_total,
        discount_bp,
        vat_bp,
        discount_minor: discount,
        vat_minor: vat,
        remarks,
        created_by,
        updated_by,
        created_at,
        updated_at,
    };
    Some(BillLineRecord { row, detail })
}

fn payment(reader: &mut FieldReader, path: &JsonPath<'_>, raw: &Payment<'_>) -> Option<PaymentRecord> {
    reader.check_own_object(path, &raw.unexpected);
    let mut fields = OwnFields::of(reader, path);
    let (id, paid_on) = (fields.id(raw.id), fields.word("paid_on", raw.paid_on));
    let (method, remarks) = (fields.text("method", raw.method), fields.text("remarks", raw.remarks));
    let status = fields.word("status", raw.status);
    let stamps = fields.stamps(raw.created_by, raw.updated_by, raw.created_at, raw.updated_at);
    let list = raw.details.as_ref();
    let parts = fields.items("details", list, |reader, path, raw| Some(part(reader, path, raw)));
    let Stamps { created_by, updated_by, created_at, updated_at } = stamps?;
    let row = PaymentRow {
        payment_id: PaymentId(id),
        customer_id: CustomerId(0),
        bill_id: BillId(0),
        paid_on: paid_on?,
        method,
        remarks,
        status: status?,
        created_by,
        updated_by,
        created_at,
        updated_at,
    };
    Some(PaymentRecord { row, parts: parts.into_iter().collect::<Option<_>>()? })
}

fn part(reader: &mut FieldReader, path: &JsonPath<'_>, raw: &PaymentDetail<'_>) -> Option<PaymentDetailRow> {
    reader.check_own_object(path, &raw.unexpected);
    let mut fields = OwnFields::of(reader, path);
    let (id, amount) = (fields.id(raw.id), fields.money("amount", raw.amount));
    let transaction_number = fields.text("transaction_number", raw.transaction_number);
    let (remarks, status) = (fields.text("remarks", raw.remarks), fields.word("status", raw.status));
    let stamps = fields.stamps(raw.created_by, raw.updated_by, raw.created_at, raw.updated_at);
    let Stamps { created_by, updated_by, created_at, updated_at } = stamps?;
    let amount_minor = amount?;
    if !amount_minor.is_positive() {
        fields.fault(Some("amount"), FindingKind::BadBill, "a payment is above zero");
        return None;
    }
    Some(PaymentDetailRow {
        payment_detail_id: PaymentDetailId(id),
        payment_id: PaymentId(0),
        amount_minor,
        transaction_number,
        remarks,
        status: status?,
        created_by,
        updated_by,
        created_at,
        updated_at,
    })
}

/// Notes where an entitlement has two bills of a month.
pub(super) fn check_months(fields: &mut OwnFields<'_, '_>, bills: &[BillRecord]) {
    let mut billed = HashSet::new();
    for bill in bills {
        if let Some(month) = bill.row.month
            && !billed.insert((bill.entitlement, month))
        {
            let message = format!("entitlement {} has two bills of {month}", bill.entitlement);
            fields.fault(Some("bills"), FindingKind::BadBill, &message);
        }
    }
}
