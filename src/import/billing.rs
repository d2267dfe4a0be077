//! What is billed, as a dump has it: what the shop sells in one member, and what a customer has and owes in their record. Rows are
//! those of the tables; what they refer to has its name or its place, and the ids are filled in where they are stored.

use super::digest::Digest;
use crate::{
    clock::Timestamp,
    storage::billing::{
        moved::{
            BillDetailRow, BillRow, EntitlementDetailRow, EntitlementRow, KamRow, MonthRow, PackageRow,
            PaymentDetailRow, PaymentRow, PricingRow, SalesProfileRow, SeriesRow, UtilityDetailRow, UtilityRow,
        },
        settings::BillingSettings,
    },
};

/// What the shop sells and how it bills.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct BillingRecord {
    pub(crate) settings: Option<BillingSettings>,
    pub(crate) series: Vec<SeriesRow>,
    pub(crate) months: Vec<MonthRow>,
    pub(crate) kams: Vec<KamRow>,
    pub(crate) utilities: Vec<UtilityRecord>,
    /// In the order of their ids. What a customer has names a package, and which of those of that name. A faulty one is `None`.
    pub(crate) packages: Vec<Option<PackageRecord>>,
}

/// Utility information, with where customers pay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct UtilityRecord {
    pub(crate) row: UtilityRow,
    pub(crate) details: Vec<UtilityDetailRow>,
}

/// A package with its rates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PackageRecord {
    pub(crate) row: PackageRow,
    pub(crate) pricings: Vec<PricingRow>,
}

/// What a customer has and owes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SalesRecord {
    pub(crate) profile: SalesProfileRow,
    /// The name of their key account manager.
    pub(crate) kam: Option<String>,
    pub(crate) entitlements: Vec<EntitlementRecord>,
    pub(crate) bills: Vec<BillRecord>,
}

/// An entitlement with its details.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct EntitlementRecord {
    pub(crate) row: EntitlementRow,
    pub(crate) details: Vec<DetailRecord>,
}

/// A detail of an entitlement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DetailRecord {
    pub(crate) row: EntitlementDetailRow,
    pub(crate) package: Option<PackageName>,
}

/// Which package: the name, and its place among those of that name, from 1.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct PackageName {
    pub(crate) name: String,
    pub(crate) place: i64,
}

/// A bill.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct BillRecord {
    pub(crate) row: BillRow,
    /// Which of the customer's entitlements it bills, from 1; 0: none of them.
    pub(crate) entitlement: usize,
    /// The name of its utility information.
    pub(crate) utility: Option<String>,
    pub(crate) lines: Vec<BillLineRecord>,
    pub(crate) payments: Vec<PaymentRecord>,
}

/// A line of a bill.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct BillLineRecord {
    pub(crate) row: BillDetailRow,
    /// Which detail of the entitlement it is for, from 1; 0: none of them.
    pub(crate) detail: Option<usize>,
}

/// A payment with its parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PaymentRecord {
    pub(crate) row: PaymentRow,
    pub(crate) parts: Vec<PaymentDetailRow>,
}

impl BillingRecord {
    /// Is there nothing to say?
    pub(crate) fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// Who made and changed a row, and when, of a row of any kind.
macro_rules! stamps {
    ($row:expr) => {
        (&$row.created_by, &$row.updated_by, $row.created_at, $row.updated_at)
    };
}
pub(crate) use stamps;

/// These of a row.
pub(crate) type Stamps<'a> = (&'a String, &'a String, Timestamp, Timestamp);

/// Adds what a customer has and owes; but for ids, which are others in another database.
pub(crate) fn digest(digest: &mut Digest, sales: &SalesRecord) {
    let SalesRecord { profile, kam, entitlements, bills } = sales;
    digest.text("sales_profile").text(&profile.number).text(&profile.name).text(&profile.company_name);
    digest.text(&profile.email).text(&profile.address).text(&profile.contact_person).text(profile.kind.as_str());
    digest.opt_text(kam.as_deref()).text(profile.status.as_str()).int(profile.is_active.into());
    add_stamps(digest, stamps!(profile));
    digest.int(entitlements.len() as i64);
    for EntitlementRecord { row, details } in entitlements {
        digest.text(&row.bill_number).text(&row.activated_on.to_string()).text(&row.nttn_company);
        digest.text(&row.nttn_capacity).opt_int(row.total_bill_minor.map(|total| total.minor()));
        digest.text(&row.bandwidth_medium).text(&row.connection_type).text(&row.connected_pop).text(&row.remarks);
        add_stamps(digest, stamps!(row));
        digest.int(details.len() as i64);
        for DetailRecord { row, package } in details {
            digest.text(row.kind.as_str()).opt_text(row.bandwidth.map(|word| word.as_str()));
            digest
                .opt_int(row.mbps_milli.map(|mbps| mbps.milli()))
                .opt_int(row.unit_price_minor.map(|price| price.minor()));
            digest
                .opt_int(row.share_bp.map(|share| share.bp()))
                .opt_text(package.as_ref().map(|one| one.name.as_str()));
            digest.opt_int(package.as_ref().map(|one| one.place)).text(&row.starts_on.to_string());
            digest.opt_text(row.ends_on.map(|day| day.to_string()).as_deref());
            digest.int(row.is_active.into()).text(row.status.as_str());
            add_stamps(digest, stamps!(row));
        }
    }
    digest.int(bills.len() as i64);
    bills.iter().for_each(|bill| add_bill(digest, bill));
}

fn add_bill(digest: &mut Digest, bill: &BillRecord) {
    let BillRecord { row, entitlement, utility, lines, payments } = bill;
    digest.int(*entitlement as i64).opt_text(utility.as_deref()).text(&row.number);
    digest.opt_text(row.month.map(|month| month.to_string()).as_deref()).text(&row.issued_on.to_string());
    digest.text(&row.due_on.to_string()).text(row.status.as_str()).text(&row.remarks);
    digest.opt_int(row.warned_at.map(|at| at.0)).opt_int(row.earned_at.map(|at| at.0));
    add_stamps(digest, stamps!(row));
    digest.int(lines.len() as i64);
    for BillLineRecord { row, detail } in lines {
        digest.opt_int(detail.map(|place| place as i64)).int(row.sub_total_minor.minor());
        digest.int(row.discount_bp.bp()).int(row.vat_bp.bp()).text(&row.remarks);
        add_stamps(digest, stamps!(row));
    }
    digest.int(payments.len() as i64);
    for PaymentRecord { row, parts } in payments {
        digest.text(&row.paid_on.to_string()).text(&row.method).text(&row.remarks).text(row.status.as_str());
        add_stamps(digest, stamps!(row));
        digest.int(parts.len() as i64);
        for part in parts {
            digest.int(part.amount_minor.minor()).text(&part.transaction_number).text(&part.remarks);
            digest.text(part.status.as_str());
            add_stamps(digest, stamps!(part));
        }
    }
}

fn add_stamps(digest: &mut Digest, (created_by, updated_by, created_at, updated_at): Stamps<'_>) {
    digest.text(created_by).text(updated_by).int(created_at.0).int(updated_at.0);
}
