//! Stores what is billed of the customers of a batch.

use std::collections::HashSet;

use super::billing::Billing;
use crate::{
    domain::CustomerId,
    import::{
        billing::{BillLineRecord, BillRecord, DetailRecord, EntitlementRecord, PaymentRecord, SalesRecord},
        error::ImportError,
        findings::FindingKind,
        read::record::ParsedCustomer,
    },
    service,
    storage::{
        Tx,
        billing::moved::{
            BillDetailRow, BillRow, EntitlementDetailRow, EntitlementRow, PaymentDetailRow, PaymentRow, SalesProfileRow,
        },
        bulk,
    },
};

/// What was stored of billing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SalesCounts {
    /// Sales profiles.
    pub profiles: u64,
    /// Their entitlements.
    pub entitlements: u64,
    /// Bills for services.
    pub bills: u64,
    /// Payments of these.
    pub payments: u64,
}

/// The numbers of a batch that profiles and bills have here or, of the same batch, before.
pub(super) struct TakenNumbers {
    profiles: HashSet<String>,
    bills: HashSet<String>,
}

impl TakenNumbers {
    pub(super) async fn of(tx: &mut Tx, batch: &[ParsedCustomer]) -> Result<Self, ImportError> {
        let records = || batch.iter().filter_map(|parsed| parsed.record.as_ref()?.sales.as_ref());
        let of_profiles = records().map(|sales| sales.profile.number.clone()).collect();
        let of_bills = records().flat_map(|sales| &sales.bills).map(|bill| bill.row.number.clone()).collect();
        let (profiles, bills) = bulk::billing_numbers(tx, of_profiles, of_bills).await?;
        Ok(Self { profiles: profiles.into_iter().collect(), bills: bills.into_iter().collect() })
    }

    /// Refuses a new customer of whom a number is taken, or who refers to something that is not there.
    pub(super) fn check(&mut self, parsed: &mut ParsedCustomer, billing: &Billing) {
        let Some(sales) = parsed.record.as_ref().and_then(|record| record.sales.as_ref()) else { return };
        let mut faults: Vec<(String, FindingKind, String)> = Vec::new();
        let mut unknown = |place: String, what: &str, name: &str| {
            let message = format!("there is no {what} {name:?}");
            faults.push((place, FindingKind::UnknownReference, message));
        };
        if let Some(name) = sales.kam.as_ref().filter(|name| !billing.kams.contains_key(*name)) {
            unknown("kam".to_owned(), "key account manager", name);
        }
        for (place, entitlement) in sales.entitlements.iter().enumerate() {
            for (detail, DetailRecord { package, .. }) in entitlement.details.iter().enumerate() {
                if let Some(package) = package.as_ref().filter(|name| !billing.packages.contains_key(*name)) {
                    unknown(
                        format!("entitlements[{place}].details[{detail}].package"),
                        "package in the file",
                        &package.name,
                    );
                }
            }
        }
        for (place, bill) in sales.bills.iter().enumerate() {
            if let Some(name) = bill.utility.as_ref().filter(|name| !billing.utilities.contains_key(*name)) {
                unknown(format!("bills[{place}].utility"), "utility information", name);
            }
        }
        let number = &sales.profile.number;
        if self.profiles.contains(number) {
            let message = format!("another sales profile has the number {number}; change one of them first");
            faults.push(("number".to_owned(), FindingKind::NumberTaken, message));
        }
        let mut own = HashSet::new();
        for (place, bill) in sales.bills.iter().enumerate() {
            let number = &bill.row.number;
            if self.bills.contains(number) || !own.insert(number.clone()) {
                let message = format!("another bill has the number {number}; change one of them first");
                faults.push((format!("bills[{place}].number"), FindingKind::NumberTaken, message));
            }
        }
        if faults.is_empty() {
            self.profiles.insert(number.clone());
            self.bills.extend(own);
        }
        for (place, kind, message) in faults {
            parsed.note(
                Some(&format!("sales_profile.{place}")),
                kind,
                format!("{message}; the customer is not imported"),
            );
        }
    }
}

/// The rows of a batch.
#[derive(Default)]
struct Rows {
    profiles: Vec<SalesProfileRow>,
    entitlements: Vec<EntitlementRow>,
    details: Vec<EntitlementDetailRow>,
    bills: Vec<BillRow>,
    lines: Vec<BillDetailRow>,
    payments: Vec<PaymentRow>,
    parts: Vec<PaymentDetailRow>,
}

/// Stores what is billed of these customers, who are stored.
pub(super) async fn store(
    tx: &mut Tx,
    billing: &mut Billing,
    mut sales: Vec<(CustomerId, SalesRecord)>,
    counts: &mut SalesCounts,
) -> Result<(), ImportError> {
    if sales.is_empty() {
        return Ok(());
    }
    give_ids(tx, billing, &mut sales).await?;
    let mut rows = Rows::default();
    for (customer, record) in sales {
        rows.add(customer, record, billing)?;
    }
    let Rows { profiles, entitlements, details, bills, lines, payments, parts } = rows;
    counts.profiles = counts.profiles.saturating_add(profiles.len() as u64);
    counts.entitlements = counts.entitlements.saturating_add(entitlements.len() as u64);
    counts.bills = counts.bills.saturating_add(bills.len() as u64);
    counts.payments = counts.payments.saturating_add(payments.len() as u64);
    bulk::insert(tx, profiles).await?;
    bulk::insert(tx, entitlements).await?;
    bulk::insert(tx, details).await?;
    bulk::insert(tx, bills).await?;
    bulk::insert(tx, lines).await?;
    bulk::insert(tx, payments).await?;
    bulk::insert(tx, parts).await?;
    Ok(())
}

/// Gives every row its id, table by table.
async fn give_ids(
    tx: &mut Tx,
    billing: &mut Billing,
    sales: &mut [(CustomerId, SalesRecord)],
) -> Result<(), ImportError> {
    let ids = &mut billing.ids;
    let rows = sales.iter_mut().flat_map(|(_, one)| &mut one.entitlements).map(|one| &mut one.row);
    ids.give(tx, rows.collect()).await?;
    let rows = sales.iter_mut().flat_map(|(_, one)| &mut one.entitlements).flat_map(|one| &mut one.details);
    ids.give(tx, rows.map(|one| &mut one.row).collect()).await?;
    let rows = sales.iter_mut().flat_map(|(_, one)| &mut one.bills).map(|one| &mut one.row);
    ids.give(tx, rows.collect()).await?;
    let rows = sales.iter_mut().flat_map(|(_, one)| &mut one.bills).flat_map(|one| &mut one.lines);
    ids.give(tx, rows.map(|one| &mut one.row).collect()).await?;
    let rows = sales.iter_mut().flat_map(|(_, one)| &mut one.bills).flat_map(|one| &mut one.payments);
    ids.give(tx, rows.map(|one| &mut one.row).collect()).await?;
    let payments = sales.iter_mut().flat_map(|(_, one)| &mut one.bills).flat_map(|one| &mut one.payments);
    ids.give(tx, payments.flat_map(|one| &mut one.parts).collect()).await?;
    Ok(())
}

/// Reading and [`TakenNumbers::check`] have refused what refers to nothing.
fn found<T>(found: Option<T>) -> Result<T, ImportError> {
    found.ok_or_else(|| service::Error::Corrupt("a row of billing refers to nothing").into())
}

impl Rows {
    /// Adds the rows of a customer, each with the ids of those that it belongs to.
    fn add(&mut self, customer_id: CustomerId, sales: SalesRecord, billing: &Billing) -> Result<(), ImportError> {
        let SalesRecord { profile, kam, entitlements, bills } = sales;
        let kam_id = kam.map(|name| found(billing.kams.get(&name))).transpose()?.copied();
        self.profiles.push(SalesProfileRow { customer_id, kam_id, ..profile });
        for BillRecord { row, entitlement, utility, lines, payments } in bills {
            let entitlement = found(entitlement.checked_sub(1).and_then(|place| entitlements.get(place)))?;
            let utility_id = utility.map(|name| found(billing.utilities.get(&name))).transpose()?.copied();
            let (bill_id, entitlement_id) = (row.bill_id, entitlement.row.entitlement_id);
            self.bills.push(BillRow { customer_id, entitlement_id, utility_id, ..row });
            for BillLineRecord { row, detail } in lines {
                let of = |place: usize| found(place.checked_sub(1).and_then(|place| entitlement.details.get(place)));
                let detail_id = detail.map(of).transpose()?.map(|detail| detail.row.detail_id);
                self.lines.push(BillDetailRow { bill_id, detail_id, ..row });
            }
            for PaymentRecord { row, parts } in payments {
                let payment_id = row.payment_id;
                self.payments.push(PaymentRow { customer_id, bill_id, ..row });
                self.parts.extend(parts.into_iter().map(|part| PaymentDetailRow { payment_id, ..part }));
            }
        }
        for EntitlementRecord { row, details } in entitlements {
            let entitlement_id = row.entitlement_id;
            self.entitlements.push(EntitlementRow { customer_id, ..row });
            for DetailRecord { row, package } in details {
                let package_id = package.map(|name| found(billing.packages.get(&name))).transpose()?.copied();
                self.details.push(EntitlementDetailRow { entitlement_id, package_id, ..row });
            }
        }
        Ok(())
    }
}
