//! Writes a shop as a dump, a page of customers at a time, from one state of the database.

use std::{
    fs::File,
    io::{self, BufWriter, Write},
    path::Path,
};

use chrono::{Offset as _, TimeZone as _};
use chrono_tz::Tz;

use super::{ImportError, ORGANIZATION, SETTINGS, compose::json_text, customer_out::CustomerOut, settings};
use crate::{
    clock::Timestamp,
    domain::{CustomerId, ShopId},
    storage::{Db, Tx, dump},
};

/// Customers of one page.
const PAGE: i64 = 256;

/// What was exported.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Exported {
    /// Customers.
    pub customers: u64,
    /// Their invoices.
    pub invoices: u64,
    /// Their entries.
    pub entries: u64,
}

impl std::fmt::Display for Exported {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { customers, invoices, entries } = self;
        write!(f, "exported {customers} customers, {invoices} invoices, {entries} entries")
    }
}

/// Writes everything of `shop` to `output`, `-` being the standard output. What happened here is dated by `timezone`.
/// A file is there whole or not at all, and only its owner can read it.
///
/// # Errors
/// The database's and the file system's.
pub async fn export(db: &Db, shop: ShopId, timezone: Tz, output: &Path) -> Result<Exported, ImportError> {
    let mut tx = db.read(shop).await?;
    if output == Path::new("-") {
        let mut out = BufWriter::new(io::stdout());
        let exported = write_dump(&mut tx, timezone, &mut out).await?;
        out.flush()?;
        return Ok(exported);
    }
    let directory = output.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut out = BufWriter::new(tempfile::NamedTempFile::new_in(directory)?);
    let exported = write_dump(&mut tx, timezone, &mut out).await?;
    let file = out.into_inner().map_err(io::IntoInnerError::into_error)?;
    file.as_file().sync_all()?;
    file.persist(output).map_err(|error| error.error)?;
    sync_directory(directory)?;
    Ok(exported)
}

/// Makes the file's name as durable as the file, where a directory can be opened.
fn sync_directory(directory: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(directory)?.sync_all() } else { Ok(()) }
}

async fn write_dump(tx: &mut Tx, timezone: Tz, out: &mut impl Write) -> Result<Exported, ImportError> {
    let mut exported = Exported::default();
    write!(out, "{{")?;
    let mut separator = "";
    if let Some(shop) = dump::shop(tx).await? {
        let (organization, program) = settings::exported(&shop);
        write!(out, "\n{}: {organization},\n{}: {program}", json_text(ORGANIZATION), json_text(SETTINGS))?;
        separator = ",";
    }
    let mut last = CustomerId(0);
    loop {
        let customers = dump::customers_after(tx, last, PAGE).await?;
        let (Some(first), Some(end)) = (customers.first(), customers.last()) else { break };
        let (first, end) = (first.customer_id, end.customer_id);
        last = end;
        let mut balances = grouped(dump::balances(tx, first, end).await?, |row| row.customer_id);
        let mut invoices = grouped(dump::invoices(tx, first, end).await?, |row| row.customer_id);
        let mut lines = grouped(dump::lines(tx, first, end).await?, |row| row.invoice_id);
        let mut entries = grouped(dump::entries(tx, first, end).await?, |row| row.customer_id);
        let mut friends = grouped(dump::friends(tx, first, end).await?, |row| row.referrer_id);
        for customer in customers {
            let id = customer.customer_id;
            let invoices = invoices.remove(&id).unwrap_or_default();
            let customer = CustomerOut {
                balances: balances.remove(&id).unwrap_or_default(),
                entries: entries.remove(&id).unwrap_or_default(),
                friends: friends.remove(&id).unwrap_or_default(),
                invoices: invoices
                    .into_iter()
                    .map(|invoice| {
                        let lines = lines.remove(&invoice.invoice_id).unwrap_or_default();
                        (invoice, lines)
                    })
                    .collect(),
                customer,
            };
            exported.customers += 1;
            exported.invoices += customer.invoices.len() as u64;
            exported.entries += customer.entries.len() as u64;
            let code = json_text(customer.customer.code.as_str());
            write!(out, "{separator}\n{code}: {}", customer.json(&|at| offset_s(timezone, at)))?;
            separator = ",";
        }
    }
    writeln!(out, "\n}}")?;
    Ok(exported)
}

fn grouped<K: std::hash::Hash + Eq, T>(rows: Vec<T>, key: impl Fn(&T) -> K) -> std::collections::HashMap<K, Vec<T>> {
    let mut groups: std::collections::HashMap<K, Vec<T>> = std::collections::HashMap::new();
    for row in rows {
        groups.entry(key(&row)).or_default().push(row);
    }
    groups
}

/// How far east of UTC the shop's clocks were at a moment.
fn offset_s(timezone: Tz, at: Timestamp) -> i32 {
    timezone.offset_from_utc_datetime(&at.to_utc().naive_utc()).fix().local_minus_utc()
}
