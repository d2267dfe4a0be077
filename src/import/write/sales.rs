//! Writes what is billed of a customer: their sales profile with what they have and owe.

use std::{collections::HashMap, hash::Hash};

use chrono_tz::Tz;

use super::{
    billing::{is_active, list, moment, stamped, text},
    json_writer::{ObjectWriter, json_decimal, json_text},
};
use crate::{
    domain::{BillId, CustomerId, EntitlementDetailId, EntitlementId, PaymentId, Rate},
    import::{
        billing::{
            BillLineRecord, BillRecord, DetailRecord, EntitlementRecord, PackageName, PaymentRecord, SalesRecord,
            stamps,
        },
        legacy::Legacy,
    },
    storage::{
        self, Tx,
        billing::moved::{
            self, BillDetailRow, EntitlementRow, NamedBill, NamedDetail, NamedProfile, PaymentDetailRow, PaymentRow,
        },
    },
};

/// Loads what is billed of these customers, who follow one another.
pub(super) async fn load(
    tx: &mut Tx,
    first: CustomerId,
    last: CustomerId,
) -> storage::Result<HashMap<CustomerId, SalesRecord>> {
    let profiles = moved::profiles(tx, first, last).await?;
    if profiles.is_empty() {
        return Ok(HashMap::new());
    }
    let mut entitlements = grouped(moved::entitlements(tx, first, last).await?, |row| row.customer_id);
    let mut details = grouped(moved::details(tx, first, last).await?, |detail| detail.row.entitlement_id);
    let mut bills = grouped(moved::bills(tx, first, last).await?, |bill| bill.row.customer_id);
    let mut lines = grouped(moved::bill_details(tx, first, last).await?, |row| row.bill_id);
    let mut payments = grouped(moved::payments(tx, first, last).await?, |row| row.bill_id);
    let mut parts = grouped(moved::payment_details(tx, first, last).await?, |row| row.payment_id);
    let mut all = HashMap::new();
    for NamedProfile { row: profile, kam_name } in profiles {
        let id = profile.customer_id;
        let own = entitlements.remove(&id).unwrap_or_default();
        let own: Vec<EntitlementRecord> = own.into_iter().map(|row| entitlement(row, &mut details)).collect();
        let places = Places::of(&own);
        let mut bill = |named: NamedBill| bill(named, &places, &mut lines, &mut payments, &mut parts);
        let bills = bills.remove(&id).unwrap_or_default().into_iter().map(&mut bill).collect();
        all.insert(id, SalesRecord { profile, kam: kam_name, bills, entitlements: own });
    }
    Ok(all)
}

fn grouped<K: Hash + Eq, T>(rows: Vec<T>, key: impl Fn(&T) -> K) -> HashMap<K, Vec<T>> {
    let mut groups: HashMap<K, Vec<T>> = HashMap::new();
    for row in rows {
        groups.entry(key(&row)).or_default().push(row);
    }
    groups
}

fn entitlement(row: EntitlementRow, details: &mut HashMap<EntitlementId, Vec<NamedDetail>>) -> EntitlementRecord {
    let own = details.remove(&row.entitlement_id).unwrap_or_default();
    let detail = |NamedDetail { row, package_name, package_place }| {
        let package = package_name.map(|name| PackageName { name, place: package_place });
        DetailRecord { row, package }
    };
    EntitlementRecord { row, details: own.into_iter().map(detail).collect() }
}

/// The places of a customer's entitlements and of the details in each, from 1.
struct Places {
    entitlements: HashMap<EntitlementId, usize>,
    details: HashMap<(EntitlementId, EntitlementDetailId), usize>,
}

impl Places {
    fn of(entitlements: &[EntitlementRecord]) -> Self {
        let places = entitlements.iter().map(|one| one.row.entitlement_id).zip(1..);
        let details = entitlements.iter().flat_map(|one| {
            let ids = one.details.iter().map(move |detail| (one.row.entitlement_id, detail.row.detail_id));
            ids.zip(1..)
        });
        Self { entitlements: places.collect(), details: details.collect() }
    }
}

/// A bill. What it refers to and is not the customer's has the place 0, which an import refuses, and of which an audit tells.
fn bill(
    NamedBill { row, utility_name }: NamedBill,
    places: &Places,
    lines: &mut HashMap<BillId, Vec<BillDetailRow>>,
    payments: &mut HashMap<BillId, Vec<PaymentRow>>,
    parts: &mut HashMap<PaymentId, Vec<PaymentDetailRow>>,
) -> BillRecord {
    let entitlement = places.entitlements.get(&row.entitlement_id).copied().unwrap_or_default();
    let line = |line: BillDetailRow| {
        let place = |id| places.details.get(&(row.entitlement_id, id)).copied().unwrap_or_default();
        BillLineRecord { detail: line.detail_id.map(place), row: line }
    };
    let lines = lines.remove(&row.bill_id).unwrap_or_default().into_iter().map(line).collect();
    let payment = |row: PaymentRow| {
        let parts = parts.remove(&row.payment_id).unwrap_or_default();
        PaymentRecord { row, parts }
    };
    let payments = payments.remove(&row.bill_id).unwrap_or_default().into_iter().map(payment).collect();
    BillRecord { entitlement, utility: utility_name, lines, payments, row }
}

/// The profile with all that is billed as JSON.
pub(super) fn json(sales: &SalesRecord, timezone: Tz) -> String {
    let SalesRecord { profile, kam, entitlements, bills } = sales;
    let mut object = ObjectWriter::new(Legacy::default());
    object.text("number", Some(&profile.number));
    text(&mut object, "name", &profile.name);
    text(&mut object, "company_name", &profile.company_name);
    text(&mut object, "email", &profile.email);
    text(&mut object, "address", &profile.address);
    text(&mut object, "contact_person", &profile.contact_person);
    object.text("kind", Some(profile.kind.as_str()));
    object.optional("kam", kam.as_deref().map(json_text));
    object.text("status", Some(profile.status.as_str()));
    is_active(&mut object, profile.is_active);
    stamped(&mut object, stamps!(profile), timezone);
    list(&mut object, "entitlements", entitlements.iter().map(|one| entitlement_json(one, timezone)));
    list(&mut object, "bills", bills.iter().map(|bill| bill_json(bill, timezone)));
    object.finish()
}

fn entitlement_json(entitlement: &EntitlementRecord, timezone: Tz) -> String {
    let EntitlementRecord { row, details } = entitlement;
    let mut object = ObjectWriter::new(Legacy::default());
    object.json("id", &row.entitlement_id.to_string());
    text(&mut object, "bill_number", &row.bill_number);
    object.text("activated_on", Some(&row.activated_on.to_string()));
    text(&mut object, "nttn_company", &row.nttn_company);
    text(&mut object, "nttn_capacity", &row.nttn_capacity);
    object.optional("total_bill", row.total_bill_minor.map(|total| json_decimal(total.to_decimal())));
    text(&mut object, "bandwidth_medium", &row.bandwidth_medium);
    text(&mut object, "connection_type", &row.connection_type);
    text(&mut object, "connected_pop", &row.connected_pop);
    text(&mut object, "remarks", &row.remarks);
    list(&mut object, "details", details.iter().map(|detail| detail_json(detail, timezone)));
    stamped(&mut object, stamps!(row), timezone);
    object.finish()
}

fn detail_json(detail: &DetailRecord, timezone: Tz) -> String {
    let DetailRecord { row, package } = detail;
    let mut object = ObjectWriter::new(Legacy::default());
    object.json("id", &row.detail_id.to_string());
    object.text("kind", Some(row.kind.as_str()));
    object.optional("bandwidth", row.bandwidth.map(|word| json_text(word.as_str())));
    object.optional("mbps", row.mbps_milli.map(|mbps| json_decimal(mbps.to_decimal())));
    object.optional("unit_price", row.unit_price_minor.map(|price| json_decimal(price.to_decimal())));
    object.optional("share_percentage", row.share_bp.map(|share| json_decimal(share.to_percent())));
    object.optional("package", package.as_ref().map(|package| json_text(&package.name)));
    let place = package.as_ref().map(|package| package.place).filter(|place| *place != 1);
    object.optional("package_place", place.map(|place| place.to_string()));
    object.text("starts_on", Some(&row.starts_on.to_string()));
    object.optional("ends_on", row.ends_on.map(|day| json_text(&day.to_string())));
    is_active(&mut object, row.is_active);
    object.text("status", Some(row.status.as_str()));
    stamped(&mut object, stamps!(row), timezone);
    object.finish()
}

fn bill_json(bill: &BillRecord, timezone: Tz) -> String {
    let BillRecord { row, entitlement, utility, lines, payments } = bill;
    let mut object = ObjectWriter::new(Legacy::default());
    object.json("id", &row.bill_id.to_string());
    object.json("entitlement", &entitlement.to_string());
    object.optional("utility", utility.as_deref().map(json_text));
    object.text("number", Some(&row.number));
    object.optional("month", row.month.map(|month| json_text(&month.to_string())));
    object.text("issued_on", Some(&row.issued_on.to_string()));
    object.text("due_on", Some(&row.due_on.to_string()));
    object.text("status", Some(row.status.as_str()));
    object.decimal("sub_total", row.sub_total_minor.to_decimal());
    object.decimal("discount", row.discount_minor.to_decimal());
    object.decimal("vat", row.vat_minor.to_decimal());
    object.decimal("total", row.total_minor.to_decimal());
    object.decimal("paid", row.paid_minor.to_decimal());
    text(&mut object, "remarks", &row.remarks);
    object.optional("warned_at", row.warned_at.map(|at| json_text(&moment(at, timezone))));
    object.optional("earned_at", row.earned_at.map(|at| json_text(&moment(at, timezone))));
    list(&mut object, "details", lines.iter().map(|line| line_json(line, timezone)));
    list(&mut object, "payments", payments.iter().map(|payment| payment_json(payment, timezone)));
    stamped(&mut object, stamps!(row), timezone);
    object.finish()
}

fn line_json(line: &BillLineRecord, timezone: Tz) -> String {
    let BillLineRecord { row, detail } = line;
    let mut object = ObjectWriter::new(Legacy::default());
    object.json("id", &row.bill_detail_id.to_string());
    object.optional("detail", detail.map(|place| place.to_string()));
    object.decimal("sub_total", row.sub_total_minor.to_decimal());
    let percentage = |rate: Rate| (rate.bp() != 0).then(|| json_decimal(rate.to_percent()));
    object.optional("discount_percentage", percentage(row.discount_bp));
    object.optional("vat_percentage", percentage(row.vat_bp));
    text(&mut object, "remarks", &row.remarks);
    stamped(&mut object, stamps!(row), timezone);
    object.finish()
}

fn payment_json(payment: &PaymentRecord, timezone: Tz) -> String {
    let PaymentRecord { row, parts } = payment;
    let mut object = ObjectWriter::new(Legacy::default());
    object.json("id", &row.payment_id.to_string());
    object.text("paid_on", Some(&row.paid_on.to_string()));
    text(&mut object, "method", &row.method);
    text(&mut object, "remarks", &row.remarks);
    object.text("status", Some(row.status.as_str()));
    list(&mut object, "details", parts.iter().map(|part| part_json(part, timezone)));
    stamped(&mut object, stamps!(row), timezone);
    object.finish()
}

fn part_json(row: &PaymentDetailRow, timezone: Tz) -> String {
    let mut object = ObjectWriter::new(Legacy::default());
    object.json("id", &row.payment_detail_id.to_string());
    object.decimal("amount", row.amount_minor.to_decimal());
    text(&mut object, "transaction_number", &row.transaction_number);
    text(&mut object, "remarks", &row.remarks);
    object.text("status", Some(row.status.as_str()));
    stamped(&mut object, stamps!(row), timezone);
    object.finish()
}
