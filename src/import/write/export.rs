//! Writes a shop as a dump, a page of customers at a time, from one snapshot of the database.

use std::{
    fs::File,
    io::{self, BufWriter, Write},
    path::Path,
};

use chrono_tz::Tz;
use tempfile::NamedTempFile;

use super::{customer, json_writer::json_text, shop, stored};
use crate::{
    domain::{CustomerId, ShopId},
    import::{
        error::ImportError,
        format::{ORGANIZATION, SETTINGS},
    },
    storage::{Db, Tx, dump},
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
}

impl std::fmt::Display for Exported {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { customers, invoices, entries } = self;
        write!(f, "exported {customers} customers, {invoices} invoices, {entries} entries")
    }
}

/// Writes all that belongs to `shop` to the file `output`, or to the standard output where it is `-`. Moments that were
/// not imported are written at the UTC offset of `timezone`. A file appears only when it is complete, and only its
/// owner can read it.
///
/// # Errors
/// [`ImportError::Storage`], [`ImportError::Write`], [`ImportError::Io`].
pub async fn export(db: &Db, shop: ShopId, timezone: Tz, output: &Path) -> Result<Exported, ImportError> {
    let mut tx = db.read(shop).await?;
    if output == Path::new("-") {
        let mut out = BufWriter::new(io::stdout());
        let exported = write_dump(&mut tx, timezone, &mut out).await?;
        out.flush()?;
        return Ok(exported);
    }
    let directory = output.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    // The message of the system names the temporary file, so only the kind of error is kept.
    let unwritable = |error: io::Error| ImportError::Write { path: output.to_owned(), error: error.kind().into() };
    let mut out = BufWriter::new(tempfile::NamedTempFile::new_in(directory).map_err(unwritable)?);
    let exported = write_dump(&mut tx, timezone, &mut out).await?;
    persist(out, output, directory).map_err(unwritable)?;
    Ok(exported)
}

/// Syncs the temporary file to disk and renames it.
fn persist(out: BufWriter<NamedTempFile>, output: &Path, directory: &Path) -> io::Result<()> {
    let file = out.into_inner().map_err(io::IntoInnerError::into_error)?;
    file.as_file().sync_all()?;
    file.persist(output).map_err(|error| error.error)?;
    sync_directory(directory)
}

/// Makes the rename durable, on systems where a directory can be opened.
fn sync_directory(directory: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(directory)?.sync_all() } else { Ok(()) }
}

async fn write_dump(tx: &mut Tx, timezone: Tz, out: &mut impl Write) -> Result<Exported, ImportError> {
    let mut exported = Exported::default();
    write!(out, "{{")?;
    let mut separator = "";
    if let Some(row) = dump::shop(tx).await? {
        let (organization, settings) = shop::json(&row);
        write!(out, "\n{}: {organization},\n{}: {settings}", json_text(ORGANIZATION), json_text(SETTINGS))?;
        separator = ",";
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
            let code = json_text(stored.customer.code.as_str());
            write!(out, "{separator}\n{code}: {}", customer::json(&stored, timezone))?;
            separator = ",";
        }
    }
    writeln!(out, "\n}}")?;
    Ok(exported)
}
