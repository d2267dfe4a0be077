//! Writes a shop as a dump, a page of customers at a time, from one state of the database.

use std::{
    fs::File,
    io::{self, BufWriter, Write},
    path::Path,
};

use chrono::{Offset as _, TimeZone as _};
use chrono_tz::Tz;
use tempfile::NamedTempFile;

use super::{
    ImportError, ORGANIZATION, SETTINGS,
    customer_out::{CustomerOut, InvoiceOut},
    format,
    json_writer::json_text,
    record, settings,
};
use crate::{
    clock::Timestamp,
    domain::{CustomerId, ShopId},
    storage::{
        self, Db, Tx,
        dump::{self, Customer, Invoice},
        shops,
    },
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
    // What the system says names the temporary file, which nobody asked for.
    let unwritable = |error: io::Error| ImportError::Write { path: output.to_owned(), error: error.kind().into() };
    let mut out = BufWriter::new(tempfile::NamedTempFile::new_in(directory).map_err(unwritable)?);
    let exported = write_dump(&mut tx, timezone, &mut out).await?;
    keep(out, output, directory).map_err(unwritable)?;
    Ok(exported)
}

/// Gives the file its name, once it is whole and on disk.
fn keep(out: BufWriter<NamedTempFile>, output: &Path, directory: &Path) -> io::Result<()> {
    let file = out.into_inner().map_err(io::IntoInnerError::into_error)?;
    file.as_file().sync_all()?;
    file.persist(output).map_err(|error| error.error)?;
    sync_directory(directory)
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
        let Some(end) = customers.last() else { break };
        last = end.customer_id;
        for customer in with_everything(tx, customers).await? {
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

/// Everything of customers who follow one another.
async fn with_everything(tx: &mut Tx, customers: Vec<Customer>) -> storage::Result<Vec<CustomerOut>> {
    let (Some(first), Some(last)) = (customers.first(), customers.last()) else { return Ok(Vec::new()) };
    let (first, last) = (first.customer_id, last.customer_id);
    let mut balances = grouped(dump::balances(tx, first, last).await?, |row| row.customer_id);
    let mut invoices = grouped(dump::invoices(tx, first, last).await?, |row| row.customer_id);
    let mut lines = grouped(dump::lines(tx, first, last).await?, |row| row.invoice_id);
    let mut refunds = grouped(dump::refunds(tx, first, last).await?, |row| row.invoice_id);
    let mut refund_lines = grouped(dump::refund_lines(tx, first, last).await?, |row| row.refund_id);
    let mut entries = grouped(dump::entries(tx, first, last).await?, |row| row.customer_id);
    let mut friends = grouped(dump::friends(tx, first, last).await?, |row| row.referrer_id);
    let mut lots = grouped(dump::lots(tx, first, last).await?, |row| row.customer_id);
    let mut uses = grouped(dump::lot_uses(tx, first, last).await?, |row| row.lot_id);
    let mut invoice_out = |invoice: Invoice| {
        let refunds = refunds.remove(&invoice.invoice_id).unwrap_or_default().into_iter().map(|refund| {
            let lines = refund_lines.remove(&refund.refund_id).unwrap_or_default();
            (refund, lines)
        });
        InvoiceOut { lines: lines.remove(&invoice.invoice_id).unwrap_or_default(), refunds: refunds.collect(), invoice }
    };
    let everything = customers.into_iter().map(|customer| {
        let id = customer.customer_id;
        let lots = lots.remove(&id).unwrap_or_default();
        CustomerOut {
            balances: balances.remove(&id).unwrap_or_default(),
            entries: entries.remove(&id).unwrap_or_default(),
            friends: friends.remove(&id).unwrap_or_default(),
            invoices: invoices.remove(&id).unwrap_or_default().into_iter().map(&mut invoice_out).collect(),
            uses: lots.iter().filter_map(|lot| uses.remove_entry(&lot.lot_id)).collect(),
            lots,
            customer,
        }
    });
    Ok(everything.collect())
}

/// The digest of the record that the export would write of a customer now.
pub(super) async fn digest_of(tx: &mut Tx, customer: CustomerId) -> storage::Result<Option<String>> {
    let timezone = shops::timezone(tx).await?;
    let customers = dump::customers_after(tx, CustomerId(customer.0 - 1), 1).await?;
    let Some(out) = with_everything(tx, customers).await?.pop() else { return Ok(None) };
    let json = out.json(&|at| offset_s(timezone, at));
    let Ok(raw) = serde_json::from_str::<format::Customer<'_>>(&json) else { return Ok(None) };
    Ok(record::read(out.customer.code.to_string(), 0..0, &raw).record.map(|record| record.digest))
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
