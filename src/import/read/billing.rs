//! Reads what the shop sells and how it bills: a member that the earlier bot did not have.

use std::collections::HashSet;

use super::{
    field_reader::FieldReader,
    own_fields::{OwnFields, Stamps},
};
use crate::{
    clock::Timestamp,
    domain::{KamId, PackageId, PricingId, UtilityDetailId, UtilityId, billing::InForce},
    import::{
        billing::{BillingRecord, PackageRecord, UtilityRecord},
        findings::{Finding, FindingKind, JsonPath},
        format::{
            BILLING, BilledMonth, Billing, BillingSettings, Kam, Package, Pricing, Series, Utility, UtilityDetail,
        },
    },
    storage::billing::{
        moved::{KamRow, MonthRow, PackageRow, PricingRow, SeriesRow, UtilityDetailRow, UtilityRow},
        settings,
    },
};

/// The most days after its issue on which a bill is due.
const MOST_DUE_DAYS: i64 = 366;

/// Reads the member; faulty rows become findings, and then the file is refused.
pub(super) fn read(raw: &Billing<'_>, now: Timestamp) -> (BillingRecord, Vec<Finding>) {
    let mut reader = FieldReader::of_shop(now);
    let path = JsonPath::Key(BILLING);
    reader.check_own_object(&path, &raw.unexpected);
    if raw.unexpected.is_no_object {
        return (BillingRecord::default(), reader.findings);
    }
    let settings_path = JsonPath::Field(&path, "settings");
    let settings = raw.settings.as_ref().and_then(|raw| settings(&mut reader, &settings_path, raw));
    let mut fields = OwnFields::of(&mut reader, &path);
    let mut seen = HashSet::new();
    let series = fields.items("numbers", raw.numbers.as_ref(), |reader, path, raw| {
        let row = series(reader, path, raw)?;
        is_new(reader, path, seen.insert(row.series.clone())).then_some(row)
    });
    seen.clear();
    let months = fields.items("months", raw.months.as_ref(), |reader, path, raw| {
        let row = month(reader, path, raw)?;
        is_new(reader, path, seen.insert(row.month.to_string())).then_some(row)
    });
    seen.clear();
    let kams = fields.items("kams", raw.kams.as_ref(), |reader, path, raw| {
        let row = kam(reader, path, raw)?;
        is_new(reader, path, seen.insert(row.name.clone())).then_some(row)
    });
    seen.clear();
    let utilities = fields.items("utilities", raw.utilities.as_ref(), |reader, path, raw| {
        let record = utility(reader, path, raw)?;
        is_new(reader, path, seen.insert(record.row.name.clone())).then_some(record)
    });
    let packages =
        fields.items("packages", raw.packages.as_ref(), |reader, path, raw| Some(package(reader, path, raw)));
    (BillingRecord { settings, series, months, kams, utilities, packages }, reader.findings)
}

/// Notes what a list has twice.
fn is_new(reader: &mut FieldReader, path: &JsonPath<'_>, is_new: bool) -> bool {
    if !is_new {
        reader.fault(path, FindingKind::BadBill, "the list has this before");
    }
    is_new
}

fn settings(
    reader: &mut FieldReader,
    path: &JsonPath<'_>,
    raw: &BillingSettings<'_>,
) -> Option<settings::BillingSettings> {
    reader.check_own_object(path, &raw.unexpected);
    let mut fields = OwnFields::of(reader, path);
    let bills_monthly = fields.flag("bills_monthly", raw.bills_monthly, false);
    let bills_earn = fields.flag("bills_earn", raw.bills_earn, false);
    let due_days = fields.whole("due_days", raw.due_days, 0)?;
    if due_days > MOST_DUE_DAYS {
        fields.fault(Some("due_days"), FindingKind::BadBill, "a bill is due within 366 days");
        return None;
    }
    Some(settings::BillingSettings { bills_monthly, due_days, bills_earn })
}

fn series(reader: &mut FieldReader, path: &JsonPath<'_>, raw: &Series<'_>) -> Option<SeriesRow> {
    reader.check_own_object(path, &raw.unexpected);
    let mut fields = OwnFields::of(reader, path);
    let (series, last_number) = (fields.name("series", raw.series), fields.whole("last_number", raw.last_number, 0));
    Some(SeriesRow { series: series?, last_number: last_number? })
}

fn month(reader: &mut FieldReader, path: &JsonPath<'_>, raw: &BilledMonth<'_>) -> Option<MonthRow> {
    reader.check_own_object(path, &raw.unexpected);
    let mut fields = OwnFields::of(reader, path);
    let (month, finished_at) = (fields.word("month", raw.month), fields.moment("finished_at", raw.finished_at));
    Some(MonthRow { month: month?, finished_at: finished_at? })
}

fn kam(reader: &mut FieldReader, path: &JsonPath<'_>, raw: &Kam<'_>) -> Option<KamRow> {
    reader.check_own_object(path, &raw.unexpected);
    let mut fields = OwnFields::of(reader, path);
    let (id, name) = (fields.id(raw.id), fields.name("name", raw.name));
    let (phone, email) = (fields.text("phone", raw.phone), fields.text("email", raw.email));
    let (address, is_active) = (fields.text("address", raw.address), fields.flag("is_active", raw.is_active, true));
    let stamps = fields.stamps(raw.created_by, raw.updated_by, raw.created_at, raw.updated_at);
    let Stamps { created_by, updated_by, created_at, updated_at } = stamps?;
    let mut row = KamRow {
        kam_id: KamId(id),
        name: name?,
        phone,
        email,
        address,
        is_active,
        search_text: String::new(),
        created_by,
        updated_by,
        created_at,
        updated_at,
    };
    row.fold();
    Some(row)
}

fn utility(reader: &mut FieldReader, path: &JsonPath<'_>, raw: &Utility<'_>) -> Option<UtilityRecord> {
    reader.check_own_object(path, &raw.unexpected);
    let mut fields = OwnFields::of(reader, path);
    let (id, name) = (fields.id(raw.id), fields.name("name", raw.name));
    let vat = fields.rate("vat_percentage", raw.vat_percentage);
    let stamps = fields.stamps(raw.created_by, raw.updated_by, raw.created_at, raw.updated_at);
    let mut seen = HashSet::new();
    let details = fields.items("details", raw.details.as_ref(), |reader, path, raw| {
        let row = utility_detail(reader, path, raw)?;
        is_new(reader, path, seen.insert((row.kind, row.number.clone()))).then_some(row)
    });
    let Stamps { created_by, updated_by, created_at, updated_at } = stamps?;
    let (utility_id, name, vat_bp) = (UtilityId(id), name?, vat?);
    let row = UtilityRow { utility_id, name, vat_bp, created_by, updated_by, created_at, updated_at };
    Some(UtilityRecord { row, details })
}

fn utility_detail(reader: &mut FieldReader, path: &JsonPath<'_>, raw: &UtilityDetail<'_>) -> Option<UtilityDetailRow> {
    reader.check_own_object(path, &raw.unexpected);
    let mut fields = OwnFields::of(reader, path);
    let (id, kind) = (fields.id(raw.id), fields.word("kind", raw.kind));
    let (name, number) = (fields.text("name", raw.name), fields.text("number", raw.number));
    let (branch, is_active) = (fields.text("branch", raw.branch), fields.flag("is_active", raw.is_active, true));
    let stamps = fields.stamps(raw.created_by, raw.updated_by, raw.created_at, raw.updated_at);
    let Stamps { created_by, updated_by, created_at, updated_at } = stamps?;
    let mut row = UtilityDetailRow {
        utility_detail_id: UtilityDetailId(id),
        utility_id: UtilityId(0),
        kind: kind?,
        name,
        number,
        branch,
        is_active,
        search_text: String::new(),
        created_by,
        updated_by,
        created_at,
        updated_at,
    };
    row.fold();
    Some(row)
}

fn package(reader: &mut FieldReader, path: &JsonPath<'_>, raw: &Package<'_>) -> Option<PackageRecord> {
    reader.check_own_object(path, &raw.unexpected);
    let mut fields = OwnFields::of(reader, path);
    let (id, name, kind) = (fields.id(raw.id), fields.name("name", raw.name), fields.word("kind", raw.kind));
    let (description, is_active) =
        (fields.text("description", raw.description), fields.flag("is_active", raw.is_active, true));
    let stamps = fields.stamps(raw.created_by, raw.updated_by, raw.created_at, raw.updated_at);
    let pricings = fields.items("pricings", raw.pricings.as_ref(), pricing);
    let Stamps { created_by, updated_by, created_at, updated_at } = stamps?;
    let mut row = PackageRow {
        package_id: PackageId(id),
        name: name?,
        kind: kind?,
        description,
        is_active,
        search_text: String::new(),
        created_by,
        updated_by,
        created_at,
        updated_at,
    };
    row.fold();
    Some(PackageRecord { row, pricings })
}

fn pricing(reader: &mut FieldReader, path: &JsonPath<'_>, raw: &Pricing<'_>) -> Option<PricingRow> {
    reader.check_own_object(path, &raw.unexpected);
    let mut fields = OwnFields::of(reader, path);
    let (id, rate) = (fields.id(raw.id), fields.money("rate", raw.rate));
    let (description, is_active) =
        (fields.text("description", raw.description), fields.flag("is_active", raw.is_active, true));
    let (starts_on, ends_on) = (fields.word("starts_on", raw.starts_on), fields.optional_word("ends_on", raw.ends_on));
    let stamps = fields.stamps(raw.created_by, raw.updated_by, raw.created_at, raw.updated_at);
    let Stamps { created_by, updated_by, created_at, updated_at } = stamps?;
    let (pricing_id, package_id, starts_on) = (PricingId(id), PackageId(0), starts_on?);
    if (InForce { starts_on, ends_on }).is_upside_down() {
        fields.fault(Some("ends_on"), FindingKind::BadBill, "it ends before it begins");
        return None;
    }
    Some(PricingRow {
        pricing_id,
        package_id,
        rate_minor: rate?,
        description,
        is_active,
        starts_on,
        ends_on,
        created_by,
        updated_by,
        created_at,
        updated_at,
    })
}
