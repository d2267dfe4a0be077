//! Reads what is billed of a customer: their sales profile with what they have, fields of Kopilka's own.

use super::{
    bills,
    field_reader::FieldReader,
    own_fields::{OwnFields, Stamps},
};
use crate::{
    domain::{
        CustomerId, EntitlementDetailId, EntitlementId, PackageId,
        billing::{InForce, Service, ServiceKind},
    },
    import::{
        billing::{DetailRecord, EntitlementRecord, PackageName, SalesRecord, digest},
        findings::{FindingKind, JsonPath},
        format::{Entitlement, EntitlementDetail, SalesProfile},
    },
    storage::billing::moved::{EntitlementDetailRow, EntitlementRow, SalesProfileRow},
};

/// Reads the profile with all that is billed; faults become findings. It is a part of the record's digest.
pub(super) fn read(reader: &mut FieldReader, path: &JsonPath<'_>, raw: &SalesProfile<'_>) -> Option<SalesRecord> {
    let path = JsonPath::Field(path, "sales_profile");
    let sales = profile(reader, &path, raw)?;
    digest(&mut reader.digest, &sales);
    Some(sales)
}

fn profile(reader: &mut FieldReader, path: &JsonPath<'_>, raw: &SalesProfile<'_>) -> Option<SalesRecord> {
    reader.check_own_object(path, &raw.unexpected);
    if raw.unexpected.is_no_object {
        return None;
    }
    let mut fields = OwnFields::of(reader, path);
    let (number, name) = (fields.name("number", raw.number), fields.text("name", raw.name));
    let (company_name, email) = (fields.text("company_name", raw.company_name), fields.text("email", raw.email));
    let (address, contact_person) =
        (fields.text("address", raw.address), fields.text("contact_person", raw.contact_person));
    let (kind, status) = (fields.word("kind", raw.kind), fields.word("status", raw.status));
    let kam = Some(fields.text("kam", raw.kam)).filter(|name| !name.is_empty());
    let is_active = fields.flag("is_active", raw.is_active, true);
    let stamps = fields.stamps(raw.created_by, raw.updated_by, raw.created_at, raw.updated_at);
    let all = raw.entitlements.as_ref();
    let entitlements = fields.items("entitlements", all, |reader, path, raw| Some(entitlement(reader, path, raw)));
    // A bill of a faulty entitlement is read all the same, to find its own faults.
    let counts: Vec<usize> = all.map_or_else(Vec::new, |list| list.items().iter().map(details_of).collect());
    let list = raw.bills.as_ref();
    let bills = fields.items("bills", list, |reader, path, raw| bills::read(reader, path, raw, &counts));
    bills::check_months(&mut fields, &bills);
    let Stamps { created_by, updated_by, created_at, updated_at } = stamps?;
    let entitlements: Option<Vec<EntitlementRecord>> = entitlements.into_iter().collect();
    let mut profile = SalesProfileRow {
        customer_id: CustomerId(0),
        number: number?,
        name,
        company_name,
        email,
        address,
        contact_person,
        kind: kind?,
        kam_id: None,
        status: status?,
        is_active,
        last_billed_on: bills.iter().map(|bill| bill.row.issued_on).max(),
        sort_name: String::new(),
        search_text: String::new(),
        created_by,
        updated_by,
        created_at,
        updated_at,
    };
    profile.fold();
    Some(SalesRecord { profile, kam, entitlements: entitlements?, bills })
}

/// How many details an entitlement has.
fn details_of(raw: &Entitlement<'_>) -> usize {
    raw.details.as_ref().map_or(0, |list| list.items().len())
}

fn entitlement(reader: &mut FieldReader, path: &JsonPath<'_>, raw: &Entitlement<'_>) -> Option<EntitlementRecord> {
    reader.check_own_object(path, &raw.unexpected);
    let mut fields = OwnFields::of(reader, path);
    let (id, bill_number) = (fields.id(raw.id), fields.text("bill_number", raw.bill_number));
    let activated_on = fields.word("activated_on", raw.activated_on);
    let (nttn_company, nttn_capacity) =
        (fields.text("nttn_company", raw.nttn_company), fields.text("nttn_capacity", raw.nttn_capacity));
    let total_bill_minor = fields.optional_money("total_bill", raw.total_bill);
    let bandwidth_medium = fields.text("bandwidth_medium", raw.bandwidth_medium);
    let connection_type = fields.text("connection_type", raw.connection_type);
    let (connected_pop, remarks) =
        (fields.text("connected_pop", raw.connected_pop), fields.text("remarks", raw.remarks));
    let stamps = fields.stamps(raw.created_by, raw.updated_by, raw.created_at, raw.updated_at);
    let list = raw.details.as_ref();
    let details = fields.items("details", list, |reader, path, raw| Some(detail(reader, path, raw)));
    let Stamps { created_by, updated_by, created_at, updated_at } = stamps?;
    let mut row = EntitlementRow {
        entitlement_id: EntitlementId(id),
        customer_id: CustomerId(0),
        bill_number,
        activated_on: activated_on?,
        nttn_company,
        nttn_capacity,
        total_bill_minor,
        bandwidth_medium,
        connection_type,
        connected_pop,
        remarks,
        search_text: String::new(),
        created_by,
        updated_by,
        created_at,
        updated_at,
    };
    row.fold();
    // Lines of bills refer to details by their places.
    let details: Option<Vec<DetailRecord>> = details.into_iter().collect();
    Some(EntitlementRecord { row, details: details? })
}

fn detail(reader: &mut FieldReader, path: &JsonPath<'_>, raw: &EntitlementDetail<'_>) -> Option<DetailRecord> {
    reader.check_own_object(path, &raw.unexpected);
    let mut fields = OwnFields::of(reader, path);
    let (id, kind) = (fields.id(raw.id), fields.word::<ServiceKind>("kind", raw.kind));
    let (bandwidth, mbps) =
        (fields.optional_word("bandwidth", raw.bandwidth), fields.optional_quantity("mbps", raw.mbps));
    let unit_price = fields.optional_money("unit_price", raw.unit_price);
    let share = fields.optional_rate("share_percentage", raw.share_percentage);
    let package = Some(fields.text("package", raw.package)).filter(|name| !name.is_empty());
    let place = fields.optional_whole("package_place", raw.package_place, 1).unwrap_or(1);
    let (starts_on, ends_on) = (fields.word("starts_on", raw.starts_on), fields.optional_word("ends_on", raw.ends_on));
    let (is_active, status) = (fields.flag("is_active", raw.is_active, true), fields.word("status", raw.status));
    let stamps = fields.stamps(raw.created_by, raw.updated_by, raw.created_at, raw.updated_at);
    let Stamps { created_by, updated_by, created_at, updated_at } = stamps?;
    let (kind, starts_on) = (kind?, starts_on?);
    let service = match (kind, bandwidth, mbps, unit_price, share, &package) {
        (ServiceKind::Bandwidth, Some(bandwidth), Some(mbps), Some(unit_price), None, None) => {
            Some(Service::Bandwidth { bandwidth, mbps, unit_price })
        }
        (ServiceKind::ChannelPartner, None, Some(mbps), Some(unit_price), share, None) => {
            Some(Service::ChannelPartner { mbps, unit_price, share })
        }
        (ServiceKind::Soho, None, None, None, None, Some(_)) => Some(Service::Soho { package: PackageId(0) }),
        _ => None,
    };
    if service.is_none_or(|service| service.check().is_err()) {
        fields.fault(None, FindingKind::BadBill, "its fields are not those of a service of its kind");
        return None;
    }
    if (InForce { starts_on, ends_on }).is_upside_down() {
        fields.fault(Some("ends_on"), FindingKind::BadBill, "it ends before it begins");
        return None;
    }
    let row = EntitlementDetailRow {
        detail_id: EntitlementDetailId(id),
        entitlement_id: EntitlementId(0),
        kind,
        bandwidth,
        mbps_milli: mbps,
        unit_price_minor: unit_price,
        share_bp: share,
        package_id: None,
        starts_on,
        ends_on,
        is_active,
        status: status?,
        created_by,
        updated_by,
        created_at,
        updated_at,
    };
    Some(DetailRecord { row, package: package.map(|name| PackageName { name, place }) })
}
