//! `kopilka check`: are settings, token, clock, webhook, database and disk in order? Nothing is written, no secret is printed, and
//! what does not answer is waited for no longer than [`PATIENCE`].

pub(super) mod alive;
mod database;
mod disk;
mod row;
mod telegram;

use std::time::Duration;

use self::row::{Row, as_json, as_table};
use super::{Error, error::one_line, output::print};
use crate::{
    clock::SystemClock,
    config::{Config, ConfigError, Settings},
};

/// How long Telegram and the database may take, both at the same time.
const PATIENCE: Duration = Duration::from_secs(10);

/// Looks at everything and prints it; returns whether all is in order.
pub(super) async fn run(settings: &Settings, json: bool) -> Result<bool, Error> {
    let faults = Config::faults(settings);
    let rows = if faults.is_empty() { look(&Config::from_settings(settings)?).await } else { without_settings(faults) };
    print(&if json { as_json(&rows) } else { as_table(&rows) })?;
    Ok(!rows.iter().any(Row::is_fault))
}

/// Prints that the settings cannot be read at all.
pub(super) fn unreadable(fault: ConfigError, json: bool) -> Result<(), Error> {
    let rows = without_settings(vec![fault]);
    print(&if json { as_json(&rows) } else { as_table(&rows) })
}

async fn look(config: &Config) -> Vec<Row> {
    let (telegram, database) = tokio::join!(telegram::look(config, PATIENCE), database::look(config, PATIENCE));
    let disk = disk::look(config.database.as_str(), database.size);
    let clock = telegram::clock(&telegram, database.time, &SystemClock);
    let mut rows = vec![of_settings(config), telegram.token, clock, telegram.webhook, database.row];
    rows.push(disk);
    rows
}

/// Nothing can be looked at with settings that are wrong.
fn without_settings(faults: Vec<ConfigError>) -> Vec<Row> {
    let row =
        |error| Row::fault("settings", one_line(&Error::Config(error)), "correct it in .env or in the environment");
    let mut rows: Vec<Row> = faults.into_iter().map(row).collect();
    let others = ["token", "clock", "webhook", "database", "disk"];
    rows.extend(others.map(|what| Row::unchecked(what, "is looked at once the settings are right")));
    rows
}

fn of_settings(config: &Config) -> Row {
    let http = config.http.addr.map_or_else(|| "no HTTP".to_owned(), |address| format!("HTTP on {address}"));
    let found = format!("{}, {}, {http}", config.timezone, config.currency.as_str());
    if config.owners.is_empty() {
        let to_do = "write your Telegram id there, unless an owner was appointed in the chat";
        return Row::note("settings", format!("{found}; OWNER_IDS is empty"), to_do);
    }
    Row::ok("settings", found)
}
