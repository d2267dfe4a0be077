//! Writes a shop as a dump, a page of customers at a time, from one snapshot of the database.

use std::{
    io::{self, BufWriter, Write},
    path::Path,
};

use chrono_tz::Tz;

use super::{billing, customer, json_writer::json_text, parcels, profile, shop, staff, stored};
use crate::{
    domain::{CustomerId, GroupRules, ParcelId, ShopId},
    import::{
        error::ImportError,
        format::{BILLING, GROUPS, ORGANIZATION, PARCELS, SETTINGS, STAFF},
        shop::ShopLegacy,
    },
    new_file::{InUse, NewFile},
    storage::{self, Db, Tx, dump, group_rules, groups::Group, inbox, outbox, parcel_events, webhook_deliveries},
};

/// The number of customers in one page.
const PAGE: i64 = 256;

/// The number of what was exported.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Exported {
    /// Customers.
    pub customers: u64,
    /// Their invoices.
    pub invoices: u64,
    /// Their entries.
    pub entries: u64,
    /// Bills for services.
    pub bills: u64,
    /// What still waits, and is not in the file.
    pub waiting: Waiting,
}

/// What a bot that runs would still do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Waiting {
    /// Updates that are to be handled.
    pub updates: i64,
    /// Messages that are to be sent.
    pub messages: i64,
    /// Events that are to be sent to webhooks.
    pub events: i64,
}

impl std::fmt::Display for Exported {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { customers, invoices, entries, bills, waiting: _ } = self;
        write!(f, "exported {customers} customers, {invoices} invoices, {entries} entries")?;
        if *bills > 0 { write!(f, ", {bills} bills") } else { Ok(()) }
    }
}

impl Waiting {
    async fn count(tx: &mut Tx) -> Result<Self, ImportError> {
        let updates = inbox::count_waiting(tx).await?;
        let messages = outbox::count(tx).await?;
        let events = webhook_deliveries::count(tx).await?;
        Ok(Self { updates, messages, events })
    }

    /// Nothing waits.
    pub const fn is_nothing(self) -> bool {
        self.updates == 0 && self.messages == 0 && self.events == 0
    }
}

/// As `2 messages to people, 1 event for webhooks`.
impl std::fmt::Display for Waiting {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let counts = [
            (self.updates, "update from Telegram", "updates from Telegram"),
            (self.messages, "message to people", "messages to people"),
            (self.events, "event for webhooks", "events for webhooks"),
        ];
        let counts = counts.into_iter().filter(|(count, ..)| *count > 0);
        let counts = counts.map(|(count, one, many)| format!("{count} {}", if count == 1 { one } else { many }));
        f.write_str(&counts.collect::<Vec<_>>().join(", "))
    }
}

/// Writes all that belongs to `shop` to the file `output`, or to the standard output where it is `-`. Moments that were
/// not imported are written at the UTC offset of `timezone`. A file appears only when it is complete, only its owner can
/// read it, and one that is there is replaced only where `replaces`.
///
/// # Errors
/// [`ImportError::Storage`], [`ImportError::Write`], [`ImportError::Io`].
pub async fn export(
    db: &Db,
    shop: ShopId,
    timezone: Tz,
    output: &Path,
    replaces: bool,
) -> Result<Exported, ImportError> {
    let mut tx = db.read(shop).await?;
    if output == Path::new("-") {
        let mut out = BufWriter::new(io::stdout());
        let exported = write_dump(&mut tx, timezone, &mut out).await?;
        out.flush()?;
        return Ok(exported);
    }
    let mut file = NewFile::create(output, replaces, InUse::new(db.own_files()))?;
    let mut out = BufWriter::new(&mut file);
    let exported = write_dump(&mut tx, timezone, &mut out).await;
    let written = out.flush();
    drop(out);
    let exported = exported.and_then(|exported| written.map(|()| exported).map_err(ImportError::Io));
    let exported = exported.map_err(|error| match error {
        ImportError::Io(error) => ImportError::Write(file.unwritable(&error)),
        error => error,
    })?;
    file.finish()?;
    Ok(exported)
}

async fn write_dump(tx: &mut Tx, timezone: Tz, out: &mut impl Write) -> Result<Exported, ImportError> {
    let mut exported = Exported { waiting: Waiting::count(tx).await?, ..Exported::default() };
    write!(out, "{{")?;
    let (mut separator, mut are_ids_known) = ("", false);
    if let Some(row) = dump::shop(tx).await? {
        let last_id = dump::last_id(tx, ShopLegacy::of(&row).has_ids).await?;
        are_ids_known = last_id.is_some();
        let (organization, settings) = shop::json(&row, last_id);
        write!(out, "\n{}: {organization},\n{}: {settings}", json_text(ORGANIZATION), json_text(SETTINGS))?;
        separator = ",";
        let groups = storage::groups::list(tx, i64::MAX, 0).await?;
        let rules = group_rules::get(tx).await?;
        let from = |group: &Group| {
            let mut rules = rules.iter().flat_map(GroupRules::rules);
            rules.find(|rule| rule.group == group.group_id).map(|rule| rule.from)
        };
        let groups: Vec<String> =
            groups.iter().map(|group| profile::group_json(group, from(group), timezone)).collect();
        if !groups.is_empty() {
            write!(out, ",\n{}: [{}]", json_text(GROUPS), groups.join(",\n"))?;
        }
        if let Some(billing) = billing::json(&billing::load(tx).await?, timezone) {
            write!(out, ",\n{}: {billing}", json_text(BILLING))?;
        }
        let staff: Vec<String> = dump::staff(tx).await?.iter().map(|row| staff::json(row, timezone)).collect();
        if !staff.is_empty() {
            write!(out, ",\n{}: [{}]", json_text(STAFF), staff.join(", "))?;
        }
    }
    let mut last = CustomerId(0);
    loop {
        let customers = dump::customers_after(tx, last, PAGE).await?;
        let Some(end) = customers.last() else { break };
        last = end.customer_id;
        for stored in stored::load(tx, customers).await? {
            exported.customers += 1;
            exported.invoices += stored.invoices.len() as u64;
            exported.entries += stored.entries.len() as u64;
            exported.bills += stored.sales.as_ref().map_or(0, |sales| sales.bills.len() as u64);
            let code = json_text(stored.customer.code.as_str());
            write!(out, "{separator}\n{code}: {}", customer::json(&stored, timezone, are_ids_known))?;
            separator = ",";
        }
    }
    write_parcels(tx, timezone, separator, out).await?;
    writeln!(out, "\n}}")?;
    Ok(exported)
}

/// Writes the parcels in pages of their own.
async fn write_parcels(
    tx: &mut Tx,
    timezone: Tz,
    mut separator: &str,
    out: &mut impl Write,
) -> Result<(), ImportError> {
    let mut last = ParcelId(0);
    for page in 1.. {
        let parcels = storage::parcels::after(tx, last, PAGE).await?;
        let Some(end) = parcels.last() else { break };
        last = end.parcel_id;
        let mut list = Vec::with_capacity(parcels.len());
        for parcel in &parcels {
            let history = parcel_events::of_parcel(tx, parcel.parcel_id).await?;
            list.push(parcels::json(parcel, &history, timezone));
        }
        let key = json_text(&format!("{PARCELS}{page}"));
        write!(out, "{separator}\n{key}: [{}]", list.join(",\n"))?;
        separator = ",";
    }
    Ok(())
}
