//! `kopilka billing`: the bills of a month, and the file of key account managers and utility information.

use std::{
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

use clap::Subcommand;

use super::{Error, output::print};
use crate::{
    clock::{Chance, Clock, SystemChance, SystemClock},
    config::Config,
    domain::{Currency, OperationId, ShopId, billing::Month, random_text},
    jobs,
    service::{
        self, Caller, Operation, Refusal,
        billing::{
            load::{self, Loaded},
            run,
            settings::{self, BillingSettings},
        },
    },
    storage::Db,
};

/// What to do with bills.
#[derive(Debug, Subcommand)]
pub(super) enum BillingCommand {
    /// Make the bills of a month for all active entitlements that have none; again after it was broken off, it goes on
    Run {
        /// The month; the current one where it is left out. Bills are issued on its first day
        #[arg(long, value_name = "YYYY-MM")]
        month: Option<Month>,
        /// Do everything but keep it, and report
        #[arg(long)]
        dry_run: bool,
    },
    /// Show how the shop bills, or set it
    Settings {
        /// A job makes the bills of each month
        #[arg(long, value_name = "true|false")]
        monthly: Option<bool>,
        /// The days after its issue on which a bill is due
        #[arg(long, value_name = "N")]
        due_days: Option<i64>,
        /// A paid bill earns points, once
        #[arg(long, value_name = "true|false")]
        earn: Option<bool>,
    },
    /// Take over key account managers and utility information from a JSON file like import/billing.json
    Load {
        /// The file; the same file again changes nothing
        file: PathBuf,
    },
}

/// Runs a command on the bills of a shop. Whether all went well.
pub(super) async fn run(db: &Db, shop: ShopId, config: &Config, command: BillingCommand) -> Result<bool, Error> {
    let caller = Caller::operator(SystemClock.now());
    let mut tx = db.begin(shop).await.map_err(service::Error::from)?;
    service::shop::open(&mut tx, caller.at).await?;
    service::shop::set_timezone(&mut tx, config.timezone).await?;
    tx.commit().await.map_err(service::Error::from)?;
    match command {
        BillingCommand::Run { month, dry_run } => bill(db, shop, config.currency, &caller, month, dry_run).await,
        BillingCommand::Settings { monthly, due_days, earn } => {
            let changes = SettingsChanges { monthly, due_days, earn };
            set(db, shop, &caller, &changes).await
        }
        BillingCommand::Load { file } => load(db, shop, &caller, &file).await,
    }
}

async fn bill(
    db: &Db,
    shop: ShopId,
    currency: Currency,
    caller: &Caller,
    month: Option<Month>,
    is_dry: bool,
) -> Result<bool, Error> {
    let month = match month {
        Some(month) => month,
        None => {
            let mut tx = db.read(shop).await.map_err(service::Error::from)?;
            run::this_month(&mut tx, caller).await?
        }
    };
    let done = jobs::bill_month(db, shop, currency, caller, month, is_dry, &|| false).await?;
    let mut text = String::new();
    let would = if is_dry { "would be" } else { "were" };
    // Writing into a text does not fail.
    let _ = writeln!(text, "{month}: {} bills {would} made, which come to {}", done.bills, done.total);
    for (entitlement, code) in &done.refused {
        let _ = writeln!(text, "no bill for entitlement {entitlement}: {}", code.as_str());
    }
    print(&text)?;
    Ok(done.refused.is_empty())
}

/// What of the settings changes.
struct SettingsChanges {
    monthly: Option<bool>,
    due_days: Option<i64>,
    earn: Option<bool>,
}

async fn set(db: &Db, shop: ShopId, caller: &Caller, changes: &SettingsChanges) -> Result<bool, Error> {
    let mut tx = db.begin(shop).await.map_err(service::Error::from)?;
    let before = settings::get(&mut tx, caller).await?;
    let now = BillingSettings {
        bills_monthly: changes.monthly.unwrap_or(before.bills_monthly),
        due_days: changes.due_days.unwrap_or(before.due_days),
        bills_earn: changes.earn.unwrap_or(before.bills_earn),
    };
    if now != before {
        let set = settings::set(&mut tx, &operation(caller, "settings"), &now).await;
        set.map_err(|error| match error {
            service::Error::Refused(Refusal::BadPeriod) => Error::DueDays,
            error => error.into(),
        })?;
    }
    tx.commit().await.map_err(service::Error::from)?;
    let BillingSettings { bills_monthly, due_days, bills_earn } = now;
    print(&format!("monthly: {bills_monthly}\ndue days: {due_days}\nearn: {bills_earn}\n"))?;
    Ok(true)
}

fn operation(caller: &Caller, name: &str) -> Operation {
    let id = OperationId::command(format_args!("billing {name} {}", random_text(&SystemChance as &dyn Chance, 24)));
    caller.operation(id)
}

async fn load(db: &Db, shop: ShopId, caller: &Caller, file: &Path) -> Result<bool, Error> {
    let text = fs::read_to_string(file).map_err(|error| Error::ReadFile(file.to_owned(), error))?;
    let content = load::read(&text).map_err(|error| Error::BillingFile(file.to_owned(), error))?;
    let mut tx = db.begin(shop).await.map_err(service::Error::from)?;
    let report = load::load(&mut tx, &operation(caller, "load"), &content).await?;
    tx.commit().await.map_err(service::Error::from)?;
    let mut text = String::new();
    for (name, loaded) in [
        ("key account managers", &report.kams),
        ("utility information", &report.utilities),
        ("accounts and wallets", &report.details),
    ] {
        let Loaded { added, changed, unchanged, not_in_file } = loaded;
        let _ = writeln!(text, "{name}: {added} added, {changed} changed, {unchanged} unchanged");
        for missing in not_in_file {
            let _ = writeln!(text, "  not in the file, stays: {missing}");
        }
    }
    print(&text)?;
    Ok(true)
}
