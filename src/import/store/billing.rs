//! Stores what the shop sells and how it bills. What is here already stays as it is: it is found by its name, a package by its name and
//! the moment at which it was made.

use std::collections::{HashMap, VecDeque};

use super::row_ids::RowIds;
use crate::{
    clock::Timestamp,
    domain::{KamId, PackageId, UtilityId, billing::ServiceKind},
    import::{
        billing::{BillingRecord, PackageName, PackageRecord, UtilityRecord},
        error::ImportError,
        findings::{FindingKind, Findings, JsonPath},
        format::BILLING,
    },
    storage::{
        Tx,
        billing::{
            moved::{self, KamRow, MonthRow, PackageRow, PricingRow, SeriesRow, UtilityDetailRow},
            settings::{self, BillingSettings},
        },
        bulk,
    },
};

/// What customers of the file refer to.
#[derive(Default)]
pub(super) struct Billing {
    pub(super) kams: HashMap<String, KamId>,
    pub(super) utilities: HashMap<String, UtilityId>,
    /// Those of the file alone.
    pub(super) packages: HashMap<PackageName, PackageId>,
    pub(super) ids: RowIds,
    /// The shop billed before the import.
    was_billing: bool,
}

impl Billing {
    /// What is here before the import.
    pub(super) async fn of(tx: &mut Tx) -> Result<Self, ImportError> {
        let kams = moved::kams(tx).await?.into_iter().map(|kam| (kam.name, kam.kam_id)).collect();
        let utilities = moved::utilities(tx).await?.into_iter().map(|one| (one.name, one.utility_id)).collect();
        let was_billing = moved::is_billing(tx).await?;
        Ok(Self { kams, utilities, was_billing, ..Self::default() })
    }

    /// Adds what is not here; true where something was added.
    pub(super) async fn store(
        &mut self,
        tx: &mut Tx,
        record: BillingRecord,
        findings: &mut Findings,
    ) -> Result<bool, ImportError> {
        let BillingRecord { settings, series, months, kams, utilities, packages } = record;
        let mut is_changed = self.store_settings(tx, settings, findings).await?;
        is_changed |= raise(tx, series).await?;
        is_changed |= self.store_months(tx, months, findings).await?;
        is_changed |= self.store_kams(tx, kams, findings).await?;
        is_changed |= self.store_utilities(tx, utilities, findings).await?;
        // Which of a name a package is depends on all of them.
        let packages: Option<Vec<PackageRecord>> = packages.into_iter().collect();
        if let Some(packages) = packages {
            is_changed |= self.store_packages(tx, packages, findings).await?;
        }
        Ok(is_changed)
    }

    async fn store_settings(
        &self,
        tx: &mut Tx,
        settings: Option<BillingSettings>,
        findings: &mut Findings,
    ) -> Result<bool, ImportError> {
        let Some(settings) = settings else { return Ok(false) };
        if !self.was_billing {
            settings::set(tx, &settings).await?;
            return Ok(true);
        }
        if settings::get(tx).await? != settings {
            note(findings, "settings", None, "the shop bills already in its own way, which stays")?;
        }
        Ok(false)
    }

    /// A month that is done for the shop of the file is not done for what was here before.
    async fn store_months(
        &self,
        tx: &mut Tx,
        months: Vec<MonthRow>,
        findings: &mut Findings,
    ) -> Result<bool, ImportError> {
        let here = moved::months(tx).await?;
        let is_here = |row: &MonthRow| here.iter().any(|other| other.month == row.month);
        if months.iter().all(is_here) {
            return Ok(false);
        }
        if self.was_billing {
            note(findings, "months", None, "the shop bills already: for it none of these months counts as done")?;
            return Ok(false);
        }
        Ok(bulk::insert(tx, months).await? > 0)
    }

    async fn store_kams(
        &mut self,
        tx: &mut Tx,
        kams: Vec<KamRow>,
        findings: &mut Findings,
    ) -> Result<bool, ImportError> {
        let here = moved::kams(tx).await?;
        let here: HashMap<&str, &KamRow> = here.iter().map(|kam| (kam.name.as_str(), kam)).collect();
        let mut new = Vec::new();
        for (index, kam) in kams.into_iter().enumerate() {
            match here.get(kam.name.as_str()) {
                None => new.push(kam),
                Some(known) => {
                    let content =
                        |kam: &KamRow| (kam.phone.clone(), kam.email.clone(), kam.address.clone(), kam.is_active);
                    if content(known) != content(&kam) {
                        let message = "a key account manager of this name is here and differs; they stay as they are";
                        note(findings, "kams", Some(index), message)?;
                    }
                }
            }
        }
        self.ids.give(tx, new.iter_mut().collect()).await?;
        self.kams.extend(new.iter().map(|kam| (kam.name.clone(), kam.kam_id)));
        Ok(bulk::insert(tx, new).await? > 0)
    }

    async fn store_utilities(
        &mut self,
        tx: &mut Tx,
        utilities: Vec<UtilityRecord>,
        findings: &mut Findings,
    ) -> Result<bool, ImportError> {
        let (here, here_details) = (moved::utilities(tx).await?, moved::utility_details(tx).await?);
        let mut new = Vec::new();
        for (index, record) in utilities.into_iter().enumerate() {
            let Some(known) = here.iter().find(|known| known.name == record.row.name) else {
                new.push(record);
                continue;
            };
            let own = here_details.iter().filter(|detail| detail.utility_id == known.utility_id);
            if known.vat_bp != record.row.vat_bp || contents(own) != contents(&record.details) {
                let message = "utility information of this name is here and differs; it stays as it is";
                note(findings, "utilities", Some(index), message)?;
            }
        }
        self.ids.give(tx, new.iter_mut().map(|record| &mut record.row).collect()).await?;
        self.ids.give(tx, new.iter_mut().flat_map(|record| &mut record.details).collect()).await?;
        let (mut rows, mut details) = (Vec::new(), Vec::new());
        for UtilityRecord { row, details: own } in new {
            self.utilities.insert(row.name.clone(), row.utility_id);
            details.extend(own.into_iter().map(|detail| UtilityDetailRow { utility_id: row.utility_id, ..detail }));
            rows.push(row);
        }
        let added = bulk::insert(tx, rows).await?;
        bulk::insert(tx, details).await?;
        Ok(added > 0)
    }

    async fn store_packages(
        &mut self,
        tx: &mut Tx,
        packages: Vec<PackageRecord>,
        findings: &mut Findings,
    ) -> Result<bool, ImportError> {
        let mut here: HashMap<(String, ServiceKind, Timestamp), VecDeque<PackageRow>> = HashMap::new();
        let key = |row: &PackageRow| (row.name.clone(), row.kind, row.created_at);
        for row in moved::packages(tx).await? {
            here.entry(key(&row)).or_default().push_back(row);
        }
        let here_pricings = moved::pricings(tx).await?;
        let (mut names, mut places, mut new) = (Vec::new(), HashMap::<String, i64>::new(), Vec::new());
        for (index, record) in packages.into_iter().enumerate() {
            let place = places.entry(record.row.name.clone()).or_default();
            *place = place.saturating_add(1);
            let name = PackageName { name: record.row.name.clone(), place: *place };
            let Some(known) = here.get_mut(&key(&record.row)).and_then(VecDeque::pop_front) else {
                names.push(name);
                new.push(record);
                continue;
            };
            let own = here_pricings.iter().filter(|pricing| pricing.package_id == known.package_id);
            let content = |row: &PackageRow| (row.description.clone(), row.is_active);
            if content(&known) != content(&record.row) || rates(own) != rates(&record.pricings) {
                note(findings, "packages", Some(index), "this package is here and differs; it stays as it is")?;
            }
            self.packages.insert(name, known.package_id);
        }
        self.ids.give(tx, new.iter_mut().map(|record| &mut record.row).collect()).await?;
        self.ids.give(tx, new.iter_mut().flat_map(|record| &mut record.pricings).collect()).await?;
        let (mut rows, mut pricings) = (Vec::new(), Vec::new());
        for (name, PackageRecord { row, pricings: own }) in names.into_iter().zip(new) {
            self.packages.insert(name, row.package_id);
            pricings.extend(own.into_iter().map(|pricing| PricingRow { package_id: row.package_id, ..pricing }));
            rows.push(row);
        }
        let added = bulk::insert(tx, rows).await?;
        bulk::insert(tx, pricings).await?;
        Ok(added > 0)
    }
}

/// Lets series go on after the numbers of the file; true where one was not further on.
async fn raise(tx: &mut Tx, series: Vec<SeriesRow>) -> Result<bool, ImportError> {
    let here = moved::series(tx).await?;
    let here: HashMap<&str, i64> = here.iter().map(|row| (row.series.as_str(), row.last_number)).collect();
    let mut is_changed = false;
    for row in &series {
        if here.get(row.series.as_str()).is_none_or(|last| *last < row.last_number) {
            moved::raise_series(tx, row).await?;
            is_changed = true;
        }
    }
    Ok(is_changed)
}

/// What accounts and wallets say, whatever their order.
fn contents<'d>(details: impl IntoIterator<Item = &'d UtilityDetailRow>) -> Vec<[String; 5]> {
    let content = |detail: &UtilityDetailRow| {
        let UtilityDetailRow { kind, name, number, branch, is_active, .. } = detail;
        [kind.to_string(), number.clone(), name.clone(), branch.clone(), is_active.to_string()]
    };
    let mut contents: Vec<_> = details.into_iter().map(content).collect();
    contents.sort_unstable();
    contents
}

/// What rates say, whatever their order.
fn rates<'p>(pricings: impl IntoIterator<Item = &'p PricingRow>) -> Vec<[String; 5]> {
    let rate = |pricing: &PricingRow| {
        let PricingRow { starts_on, ends_on, rate_minor, description, is_active, .. } = pricing;
        let ends_on = ends_on.map(|day| day.to_string()).unwrap_or_default();
        [starts_on.to_string(), ends_on, rate_minor.to_string(), description.clone(), is_active.to_string()]
    };
    let mut rates: Vec<_> = pricings.into_iter().map(rate).collect();
    rates.sort_unstable();
    rates
}

fn note(findings: &mut Findings, field: &str, index: Option<usize>, message: &str) -> Result<(), ImportError> {
    let root = JsonPath::Key(BILLING);
    let list = JsonPath::Field(&root, field);
    let finding = match index {
        Some(index) => JsonPath::Item(&list, index).finding(FindingKind::BillingKept, message),
        None => list.finding(FindingKind::BillingKept, message),
    };
    Ok(findings.add(&finding)?)
}
