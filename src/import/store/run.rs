//! The import: reads the file, stores its customers in batches, checks the sums, and commits or rolls back.

use std::{io, path::Path};

use indicatif::{ProgressBar, ProgressFinish, ProgressStyle};

use super::{
    batches::BatchWriter,
    billing::Billing,
    groups::Groups,
    links,
    parcels::{self, ParcelCounts},
    rejected,
    report::{KindTotal, Outcome, Report, WalletTotal},
    rewards,
    shop::{self, SettingsOutcome},
    staff,
};
use crate::{
    clock::{Clock, Timestamp},
    domain::{Money, OperationId, PhoneCountries, ShopId, Verb, Wallet},
    import::{
        error::ImportError,
        findings::{FindingKind, JsonPath, Severity},
        format::SETTINGS,
        read::batches::{self, DumpPart},
    },
    new_file::InUse,
    service::client_codes,
    storage::{self, Db, Tx, bulk, dump, operations},
};

/// How an import is done.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Roll back at the end.
    pub dry_run: bool,
    /// Leave the faulty customers out instead of refusing the file.
    pub accept_faulty: bool,
    /// Show a progress bar, if there is a terminal.
    pub progress: bool,
    /// The countries of the shop, to read numbers that are written without a country code.
    pub phones: PhoneCountries,
}

/// How often an import is done anew because the bot, which runs beside it, made a customer at the same moment.
const ATTEMPTS: usize = 4;

/// Imports a dump for `shop`, in one transaction.
///
/// # Errors
/// [`ImportError`]. Faults in the file are not errors, see [`Report::is_refused`].
pub async fn run(
    db: &Db,
    shop: ShopId,
    input: &Path,
    options: &Options,
    clock: &dyn Clock,
) -> Result<Report, ImportError> {
    for _ in 1..ATTEMPTS {
        match run_once(db, shop, input, options, clock).await {
            Err(error) if error.is_transient() => {
                tracing::info!(%error, "the bot wrote the same rows at the same moment; the import begins anew");
            }
            done => return done,
        }
    }
    run_once(db, shop, input, options, clock).await
}

async fn run_once(
    db: &Db,
    shop: ShopId,
    input: &Path,
    options: &Options,
    clock: &dyn Clock,
) -> Result<Report, ImportError> {
    let started = clock.now();
    let (mut parts, length) = batches::open(input, started, options.phones.clone())?;
    let bar = progress_bar(length, options.progress);
    let mut tx = db.begin(shop).await?;
    bulk::begin(&mut tx).await?;
    // The shop comes first: everything else refers to it.
    let is_new_shop = !storage::shops::exists(&mut tx).await?;
    storage::shops::ensure(&mut tx, started).await?;
    let operation = begin_operation(&mut tx, started).await?;
    let mut writer = BatchWriter::new(tx, &operation, options.phones.clone(), started)?;
    writer.groups = Groups::of(&mut writer.tx).await?;
    writer.billing = Billing::of(&mut writer.tx).await?;
    let (mut parcel_counts, mut groups_added, mut is_billing_changed) = (ParcelCounts::default(), 0, false);
    let shop_record = loop {
        match parts.recv().await {
            Some(DumpPart::Customers { customers, bytes_read }) => {
                writer.write(customers).await?;
                bar.set_position(bar.position().max(bytes_read));
            }
            Some(DumpPart::Groups(records, found)) => {
                writer.note(&found)?;
                groups_added += writer.groups.store(&mut writer.tx, records, &mut writer.findings).await?;
            }
            Some(DumpPart::Billing(record, found, bytes)) => {
                writer.note(&found)?;
                writer.billing_bytes = Some(bytes);
                is_billing_changed |= writer.billing.store(&mut writer.tx, *record, &mut writer.findings).await?;
            }
            Some(DumpPart::Parcels(page, found)) => {
                writer.note(&found)?;
                parcels::store(&mut writer.tx, page, &mut parcel_counts).await?;
            }
            Some(DumpPart::LastId(last)) => {
                writer.tx.skip_ids(last).await?;
                // In a shop that was here before, another process may be about to give such ids.
                if is_new_shop && writer.counts.customers == 0 {
                    writer.ids.keep_to(last);
                    writer.billing.ids.keep_to(last);
                }
            }
            Some(DumpPart::End(end)) => break (*end)?,
            None => return Err(io::Error::other("the reading thread died").into()),
        }
    };
    bar.set_message("checking");
    let rate = shop_record.settings.as_ref().map(|settings| settings.referrer_first_purchase);
    let staff_kept = staff::store(&mut writer.tx, &shop_record.staff, is_new_shop).await?;
    writer.note(staff_kept.as_slice())?;
    if writer.ids.is_changed || writer.billing.ids.is_changed {
        let message = "clients of the APIs know customers and what is billed by ids, and some of these get others here: ids are kept where \
                       the shop is not there before the import";
        let path = JsonPath::Key(SETTINGS);
        writer.note(&[JsonPath::Field(&path, "last_id").finding(FindingKind::IdsChanged, message)])?;
    }
    let (settings, shop_findings) = shop::store(shop_record, &mut writer.tx, started).await?;
    writer.note(&shop_findings)?;
    std::mem::take(&mut writer.groups).finish(&mut writer.tx, &mut writer.findings).await?;
    let first = writer.first;
    dump::clear_rejected_identities(&mut writer.tx).await?;
    if let Some(first) = first {
        links::finish(&mut writer.tx, first, &mut writer.findings).await?;
        writer.friends.finish(&mut writer.tx, first, &mut writer.findings).await?;
        let rate = match rate {
            Some(rate) => rate,
            None => storage::shops::program(&mut writer.tx).await?.referrer_first_purchase,
        };
        rewards::link(&mut writer.tx, first, rate).await?;
    }
    bulk::end(&mut writer.tx).await?;
    let totals = totals(&mut writer, &operation).await?;
    // What people have on the cards that the bot made is not of the file, so it comes after its sums are checked.
    writer.newcomers.finish(&mut writer.tx, &operation, started).await?;
    client_codes::adopt_all(&mut writer.tx).await?;
    storage::totals::fill(&mut writer.tx).await?;
    bar.finish_and_clear();

    let is_refused = writer.findings.count(Severity::Fault) > 0 && !options.accept_faulty;
    let is_changed = writer.counts.imported > 0
        || parcel_counts.imported > 0
        || groups_added > 0
        || is_billing_changed
        || settings == SettingsOutcome::Taken;
    let outcome = match (is_refused, options.dry_run, is_changed) {
        (true, ..) => Outcome::Refused,
        (_, true, _) => Outcome::DryRun,
        (_, _, true) => Outcome::Imported,
        (_, _, false) => Outcome::Unchanged,
    };
    let digest = writer.take_digest();
    let BatchWriter { mut tx, mut findings, mut rejected, counts, billing_bytes, .. } = writer;
    let mut left_out_file = None;
    let is_done = matches!(outcome, Outcome::Imported | Outcome::Unchanged);
    if is_done && !rejected.is_empty() {
        // Before the import is committed: where the list cannot be written, nothing is imported.
        left_out_file =
            Some(rejected::write(input, &mut rejected, billing_bytes, &mut findings, &InUse::new(db.own_files()))?);
    }
    // A file without customers and settings makes an empty shop, which the other commands know.
    if outcome == Outcome::Imported || (is_done && is_new_shop) {
        let result = format!("{{\"digest\":\"{digest}\",\"customers\":{}}}", counts.imported);
        operations::finish(&mut tx, &operation, &result).await?;
        tx.commit().await?;
        if let Err(error) = bulk::analyze(db).await {
            tracing::warn!(%error, "the database has no statistics of what was imported until it takes them by itself");
        }
    } else {
        tx.rollback().await?;
    }
    Ok(Report {
        outcome,
        customers: counts.customers,
        imported: counts.imported,
        unchanged: counts.unchanged,
        changed: counts.changed,
        rejected: counts.rejected,
        left_out_file,
        invoices: counts.invoices,
        lines: counts.lines,
        parcels: parcel_counts,
        sales: counts.sales,
        entries: totals.entries,
        wallets: totals.wallets,
        settings,
        findings,
        took: (clock.now() - started).to_std().unwrap_or_default(),
    })
}

/// Begins the operation of this import, named after the moment; a number follows where that name is taken.
async fn begin_operation(tx: &mut Tx, at: Timestamp) -> storage::Result<OperationId> {
    let moment = at.to_utc().format("%Y%m%dT%H%M%S%.6fZ");
    let mut id = OperationId::import(&moment);
    let mut attempt = 1;
    while !operations::begin(tx, &id, Verb::Import, "", at).await? {
        attempt += 1;
        id = OperationId::import(format_args!("{moment}-{attempt}"));
    }
    Ok(id)
}

/// The sums of what was stored.
struct Totals {
    entries: Vec<KindTotal>,
    wallets: Vec<WalletTotal>,
}

/// Sums up what was stored, and checks that it equals the sums of the file.
async fn totals(writer: &mut BatchWriter, operation: &OperationId) -> Result<Totals, ImportError> {
    let Some(first) = writer.first else { return Ok(Totals { entries: Vec::new(), wallets: Vec::new() }) };
    let sums = dump::entry_sums(&mut writer.tx, first, operation).await?;
    let stored = dump::wallet_sums(&mut writer.tx, first, operation).await?;
    let mut wallets = Vec::new();
    for &wallet in Wallet::ALL {
        let minor = |sum: Money| i128::from(sum.minor());
        let in_file = writer.counts.balances.get(&wallet).copied().unwrap_or_default();
        let stored = stored.iter().filter(|(other, _)| *other == wallet).map(|(_, sum)| minor(*sum)).sum();
        let entered: i128 = sums.iter().filter(|sum| sum.wallet == wallet).map(|sum| minor(sum.sum_minor)).sum();
        if in_file != stored || stored != entered {
            return Err(ImportError::SumsDiffer {
                wallet,
                in_file,
                stored: if in_file == stored { entered } else { stored },
            });
        }
        wallets.push(WalletTotal { wallet, in_file, stored });
    }
    let mut entries: Vec<KindTotal> = sums
        .into_iter()
        .map(|sum| KindTotal { wallet: sum.wallet, kind: sum.kind, entries: sum.entries, sum: sum.sum_minor })
        .collect();
    entries.sort_by_key(|total| (total.wallet, total.kind));
    Ok(Totals { entries, wallets })
}

fn progress_bar(length: u64, is_wanted: bool) -> ProgressBar {
    if !is_wanted {
        return ProgressBar::hidden();
    }
    let template = "{bar:40} {bytes} of {total_bytes}, {bytes_per_sec}, {eta} left {msg}";
    let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(length).with_style(style).with_finish(ProgressFinish::AndClear)
}
