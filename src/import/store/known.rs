//! Recognizes a record of a customer who exists already.

use crate::{
    clock::Timestamp,
    domain::{CustomerId, PhoneCountries},
    import::{
        format,
        read::{customer, record::CustomerRecord},
        write::{self, stored},
    },
    storage::{self, Tx, bulk::KnownCustomer, dump, shops},
};

/// How a record compares with the customer who has its code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Comparison {
    /// It is the record that was imported, or the one that an export would write now.
    Same,
    /// It is the record that was imported, and the customer has new entries since.
    ChangedSinceImport,
    Different,
}

/// Compares a record with the customer who has its code. A shop recognizes its own export, so a file may be one.
pub(super) async fn compare(
    tx: &mut Tx,
    known: &KnownCustomer,
    record: &CustomerRecord,
    now: Timestamp,
    phones: &PhoneCountries,
) -> storage::Result<Comparison> {
    let is_imported = known.import_digest.as_ref() == Some(&record.digest);
    if is_imported && !dump::changed_since_import(tx, known.customer_id).await? {
        return Ok(Comparison::Same);
    }
    if digest_of_export(tx, known.customer_id, now, phones).await?.as_ref() == Some(&record.digest) {
        return Ok(Comparison::Same);
    }
    Ok(if is_imported { Comparison::ChangedSinceImport } else { Comparison::Different })
}

/// The digest of the record that an export would write of a customer now.
async fn digest_of_export(
    tx: &mut Tx,
    customer: CustomerId,
    now: Timestamp,
    phones: &PhoneCountries,
) -> storage::Result<Option<String>> {
    let timezone = shops::timezone(tx).await?;
    let customers = dump::customers_after(tx, CustomerId(customer.0 - 1), 1).await?;
    let Some(stored) = stored::load(tx, customers).await?.pop() else { return Ok(None) };
    let json = write::customer::json(&stored, timezone, false);
    let Ok(raw) = serde_json::from_str::<format::Customer<'_>>(&json) else { return Ok(None) };
    let parsed = customer::read(stored.customer.code.to_string(), 0..0, &raw, now, phones);
    Ok(parsed.record.map(|record| record.digest))
}
