//! Writes what the shop sells and how it bills.

use std::collections::HashMap;

use chrono_tz::Tz;

use super::json_writer::{ObjectWriter, json_text};
use crate::{
    clock::Timestamp,
    import::{
        billing::{BillingRecord, PackageRecord, Stamps, UtilityRecord, stamps},
        legacy::Legacy,
        values::{rfc3339, utc_offset_s},
    },
    storage::{
        self, Tx,
        billing::{
            moved::{self, KamRow, MonthRow, PricingRow, SeriesRow, UtilityDetailRow},
            settings::BillingSettings,
        },
    },
};

/// Loads it.
pub(super) async fn load(tx: &mut Tx) -> storage::Result<BillingRecord> {
    let mut details: HashMap<_, Vec<UtilityDetailRow>> = HashMap::new();
    for row in moved::utility_details(tx).await? {
        details.entry(row.utility_id).or_default().push(row);
    }
    let utilities = moved::utilities(tx).await?.into_iter();
    let utilities =
        utilities.map(|row| UtilityRecord { details: details.remove(&row.utility_id).unwrap_or_default(), row });
    let utilities = utilities.collect();
    let mut pricings: HashMap<_, Vec<PricingRow>> = HashMap::new();
    for row in moved::pricings(tx).await? {
        pricings.entry(row.package_id).or_default().push(row);
    }
    let packages = moved::packages(tx).await?.into_iter();
    let packages =
        packages.map(|row| PackageRecord { pricings: pricings.remove(&row.package_id).unwrap_or_default(), row });
    Ok(BillingRecord {
        settings: moved::settings(tx).await?,
        series: moved::series(tx).await?,
        months: moved::months(tx).await?,
        kams: moved::kams(tx).await?,
        utilities,
        packages: packages.map(Some).collect(),
    })
}

/// It as JSON; `None` where there is nothing to say.
pub(super) fn json(record: &BillingRecord, timezone: Tz) -> Option<String> {
    let BillingRecord { settings, series, months, kams, utilities, packages } = record;
    if record.is_empty() {
        return None;
    }
    let mut object = ObjectWriter::new(Legacy::default());
    object.optional("settings", settings.as_ref().map(settings_json));
    list(&mut object, "numbers", series.iter().map(series_json));
    list(&mut object, "months", months.iter().map(|month| month_json(month, timezone)));
    list(&mut object, "kams", kams.iter().map(|kam| kam_json(kam, timezone)));
    list(&mut object, "utilities", utilities.iter().map(|utility| utility_json(utility, timezone)));
    list(&mut object, "packages", packages.iter().flatten().map(|package| package_json(package, timezone)));
    Some(object.finish())
}

/// Writes a list that is left out where it is empty.
pub(super) fn list(object: &mut ObjectWriter, field: &str, items: impl Iterator<Item = String>) {
    let items: Vec<String> = items.collect();
    object.optional(field, (!items.is_empty()).then(|| format!("[{}]", items.join(",\n"))));
}

/// Writes a text that is left out where it is empty.
pub(super) fn text(object: &mut ObjectWriter, field: &str, text: &str) {
    object.optional(field, (!text.is_empty()).then(|| json_text(text)));
}

/// Writes that something is not active; what is active need not be told.
pub(super) fn is_active(object: &mut ObjectWriter, is_active: bool) {
    object.optional("is_active", (!is_active).then(|| "false".to_owned()));
}

/// Writes who made and changed a row, and when.
pub(super) fn stamped(object: &mut ObjectWriter, stamps: Stamps<'_>, timezone: Tz) {
    let (created_by, updated_by, created_at, updated_at) = stamps;
    text(object, "created_by", created_by);
    object.optional("updated_by", (updated_by != created_by).then(|| json_text(updated_by)));
    object.text("created_at", Some(&moment(created_at, timezone)));
    object.optional("updated_at", (updated_at != created_at).then(|| json_text(&moment(updated_at, timezone))));
}

pub(super) fn moment(at: Timestamp, timezone: Tz) -> String {
    rfc3339(at, utc_offset_s(timezone, at))
}

fn settings_json(settings: &BillingSettings) -> String {
    let mut object = ObjectWriter::new(Legacy::default());
    object.flag("bills_monthly", settings.bills_monthly);
    object.json("due_days", &settings.due_days.to_string());
    object.flag("bills_earn", settings.bills_earn);
    object.finish()
}

fn series_json(row: &SeriesRow) -> String {
    let mut object = ObjectWriter::new(Legacy::default());
    object.text("series", Some(&row.series));
    object.json("last_number", &row.last_number.to_string());
    object.finish()
}

fn month_json(row: &MonthRow, timezone: Tz) -> String {
    let mut object = ObjectWriter::new(Legacy::default());
    object.text("month", Some(&row.month.to_string()));
    object.text("finished_at", Some(&moment(row.finished_at, timezone)));
    object.finish()
}

fn kam_json(row: &KamRow, timezone: Tz) -> String {
    let mut object = ObjectWriter::new(Legacy::default());
    object.json("id", &row.kam_id.to_string());
    object.text("name", Some(&row.name));
    text(&mut object, "phone", &row.phone);
    text(&mut object, "email", &row.email);
    text(&mut object, "address", &row.address);
    is_active(&mut object, row.is_active);
    stamped(&mut object, stamps!(row), timezone);
    object.finish()
}

fn utility_json(utility: &UtilityRecord, timezone: Tz) -> String {
    let UtilityRecord { row, details } = utility;
    let mut object = ObjectWriter::new(Legacy::default());
    object.json("id", &row.utility_id.to_string());
    object.text("name", Some(&row.name));
    object.decimal("vat_percentage", row.vat_bp.to_percent());
    list(&mut object, "details", details.iter().map(|detail| utility_detail_json(detail, timezone)));
    stamped(&mut object, stamps!(row), timezone);
    object.finish()
}

fn utility_detail_json(row: &UtilityDetailRow, timezone: Tz) -> String {
    let mut object = ObjectWriter::new(Legacy::default());
    object.json("id", &row.utility_detail_id.to_string());
    object.text("kind", Some(row.kind.as_str()));
    text(&mut object, "name", &row.name);
    text(&mut object, "number", &row.number);
    text(&mut object, "branch", &row.branch);
    is_active(&mut object, row.is_active);
    stamped(&mut object, stamps!(row), timezone);
    object.finish()
}

fn package_json(package: &PackageRecord, timezone: Tz) -> String {
    let PackageRecord { row, pricings } = package;
    let mut object = ObjectWriter::new(Legacy::default());
    object.json("id", &row.package_id.to_string());
    object.text("name", Some(&row.name));
    object.text("kind", Some(row.kind.as_str()));
    text(&mut object, "description", &row.description);
    is_active(&mut object, row.is_active);
    list(&mut object, "pricings", pricings.iter().map(|pricing| pricing_json(pricing, timezone)));
    stamped(&mut object, stamps!(row), timezone);
    object.finish()
}

fn pricing_json(row: &PricingRow, timezone: Tz) -> String {
    let mut object = ObjectWriter::new(Legacy::default());
    object.json("id", &row.pricing_id.to_string());
    object.decimal("rate", row.rate_minor.to_decimal());
    text(&mut object, "description", &row.description);
    is_active(&mut object, row.is_active);
    object.text("starts_on", Some(&row.starts_on.to_string()));
    object.optional("ends_on", row.ends_on.map(|day| json_text(&day.to_string())));
    stamped(&mut object, stamps!(row), timezone);
    object.finish()
}
