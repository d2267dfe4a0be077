//! Moving over from the earlier bot: its dump, one JSON file, comes in whole and exactly, and goes out again the same.
//!
//! [`run`] reads the file on a thread of its own (`scan`, `format`, `record`) and stores it a batch at a time
//! (`store`) in one transaction; what grows with the file waits on disk. [`export`] writes the same file again. What the
//! file says beyond our columns is kept beside them (`legacy`), so that nothing is lost on the way.

mod combined;
mod json_writer;
mod customer_out;
mod digest;
mod export;
mod findings;
mod format;
mod friends;
mod history;
mod identities;
mod inspect;
mod invoices;
mod rejected;
mod legacy;
mod links;
mod lots;
mod program;
mod reader;
mod record;
mod refunds;
mod report;
mod scan;
mod settings;
mod source;
mod disk_list;
mod store;
mod values;

use std::{
    io,
    path::{Path, PathBuf},
};

use indicatif::{ProgressBar, ProgressFinish, ProgressStyle};

pub use export::{Exported, export};
pub use findings::{Finding, FindingKind, Findings, Severity};
pub use inspect::{Inspection, inspect};
pub use report::{KindTotal, Outcome, Report, WalletTotal};
pub use scan::ScanError;
pub use settings::SettingsOutcome;
use source::Piece;
use store::{Store, has_faults};

use crate::{
    clock::{Clock, Timestamp},
    domain::{Money, OperationId, ShopId, Verb, Wallet},
    storage::{self, Db, Tx, bulk, dump, operations},
};

/// The key of what is known about the shop.
const ORGANIZATION: &str = "organization_details";
/// The key of the settings of the program.
const SETTINGS: &str = "bonus_program_settings";
/// The key under which a file of left-out customers says what is wrong with them; an import passes over it.
const FINDINGS: &str = "findings";

/// What an import is asked to do.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// Do everything but commit.
    pub dry_run: bool,
    /// Leave the faulty customers out instead of refusing the file.
    pub accept_faulty: bool,
    /// Show a progress bar, if there is a terminal.
    pub progress: bool,
}

/// Why an import or an export could not be done at all.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The file cannot be read to its end.
    #[error(transparent)]
    Scan(#[from] ScanError),
    /// The database failed; nothing was imported.
    #[error("the database failed, nothing was imported")]
    Storage(#[from] storage::Error),
    /// The export cannot be written where it was asked for.
    #[error("{} cannot be written", path.display())]
    Write {
        /// Where.
        path: PathBuf,
        /// What the system says.
        #[source]
        error: io::Error,
    },
    /// A file beside the dump, or a temporary one.
    #[error("a file cannot be written or read")]
    Io(#[from] io::Error),
    /// What was stored is not what was read; nothing was imported.
    #[error("{wallet}: the file says {in_file} and {stored} was stored, in minor units; nothing was imported")]
    SumsDiffer {
        /// The wallet.
        wallet: Wallet,
        /// What the file says.
        in_file: i128,
        /// What was stored.
        stored: i128,
    },
}

/// Imports a dump for `shop`, in one transaction.
///
/// # Errors
/// [`ImportError`]; faults in the file are none, see [`Report::is_refused`].
pub async fn run(
    db: &Db,
    shop: ShopId,
    input: &Path,
    options: &Options,
    clock: &dyn Clock,
) -> Result<Report, ImportError> {
    let started = clock.now();
    let (mut pieces, length) = source::open(input)?;
    let bar = progress_bar(length, options.progress);
    let mut tx = db.begin(shop).await?;
    bulk::begin(&mut tx).await?;
    // The shop comes first: everything else refers to it.
    storage::shops::ensure(&mut tx, started).await?;
    let operation = begin_operation(&mut tx, started).await?;
    let mut store = Store::new(tx, &operation, started)?;
    let shop_record = loop {
        match pieces.recv().await {
            Some(Piece::Batch { customers, read }) => {
                store.batch(customers).await?;
                bar.set_position(bar.position().max(read));
            }
            Some(Piece::End(end)) => break (*end)?,
            None => return Err(io::Error::other("the reading thread died").into()),
        }
    };
    bar.set_message("checking");
    let (settings, shop_findings) = shop_record.store(&mut store.tx, started).await?;
    store.note(&shop_findings)?;
    let first = store.first;
    dump::clear_held_places(&mut store.tx).await?;
    if let Some(first) = first {
        store.friends.finish(&mut store.tx, first, &mut store.findings).await?;
        store.links.finish(&mut store.tx, &mut store.findings).await?;
    }
    bulk::end(&mut store.tx).await?;
    let totals = totals(&mut store, &operation).await?;
    bar.finish_and_clear();

    let refused = has_faults(&store.findings) && !options.accept_faulty;
    let changes = store.tally.changes_something() || settings == SettingsOutcome::Taken;
    let outcome = match (refused, options.dry_run, changes) {
        (true, ..) => Outcome::Refused,
        (_, true, _) => Outcome::DryRun,
        (_, _, true) => Outcome::Imported,
        (_, _, false) => Outcome::Unchanged,
    };
    let digest = store.digest();
    let Store { mut tx, mut findings, mut rejected, tally, .. } = store;
    if outcome == Outcome::Imported {
        let result = format!("{{\"digest\":\"{digest}\",\"customers\":{}}}", tally.imported);
        operations::finish(&mut tx, &operation, &result).await?;
        tx.commit().await?;
        if let Err(error) = bulk::analyze(db).await {
            tracing::warn!(%error, "the database has no statistics of what was imported until it takes them by itself");
        }
    } else {
        tx.rollback().await?;
    }
    let writes_rejected = !rejected.is_empty() && outcome == Outcome::Imported;
    let left_out_file =
        if writes_rejected { Some(rejected::write(input, &mut rejected, &mut findings)?) } else { None };
    Ok(Report {
        outcome,
        customers: tally.customers,
        imported: tally.imported,
        unchanged: tally.unchanged,
        changed: tally.changed,
        rejected: tally.rejected,
        left_out_file,
        invoices: tally.invoices,
        lines: tally.lines,
        entries: totals.entries,
        wallets: totals.wallets,
        settings,
        findings,
        took: (clock.now() - started).to_std().unwrap_or_default(),
    })
}

/// An operation of its own for each import, named after the moment.
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

/// What was stored.
struct Totals {
    entries: Vec<KindTotal>,
    wallets: Vec<WalletTotal>,
}

/// Sums up what was stored, and makes sure that it is what the file says.
async fn totals(store: &mut Store, operation: &OperationId) -> Result<Totals, ImportError> {
    let Some(first) = store.first else { return Ok(Totals { entries: Vec::new(), wallets: Vec::new() }) };
    let sums = dump::entry_sums(&mut store.tx, first, operation).await?;
    let stored = dump::wallet_sums(&mut store.tx, first).await?;
    let mut wallets = Vec::new();
    for &wallet in Wallet::ALL {
        let minor = |sum: Money| i128::from(sum.minor());
        let in_file = store.tally.balances.get(&wallet).copied().unwrap_or_default();
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

fn progress_bar(length: u64, wanted: bool) -> ProgressBar {
    if !wanted {
        return ProgressBar::hidden();
    }
    let template = "{bar:40} {bytes} of {total_bytes}, {bytes_per_sec}, {eta} left {msg}";
    let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(length).with_style(style).with_finish(ProgressFinish::AndClear)
}
