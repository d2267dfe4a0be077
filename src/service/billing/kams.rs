//! Key account managers, who are read here and loaded from a file.

use super::{Found, Page, base};
use crate::{
    domain::{KamId, Permission, billing::Record},
    service::{Caller, Result},
    storage::{Tx, billing::kams},
};

pub use crate::storage::billing::kams::{Kam, KamContent, KamOrder};

/// A part of the key account managers: those who are found by a text, in an order, descending where it says so.
///
/// # Errors
/// [`NotAllowed`](crate::service::Refusal::NotAllowed); the database's.
pub async fn list(
    tx: &mut Tx,
    caller: &Caller,
    search: Option<&str>,
    order: (KamOrder, bool),
    page: Page,
) -> Result<Found<Kam>> {
    caller.require(Permission::SeeCustomers)?;
    let today = base::today(tx, caller.at).await?;
    Ok(kams::list(tx, search, order, today, page).await?)
}

/// A key account manager.
///
/// # Errors
/// [`NotAllowed`](crate::service::Refusal::NotAllowed), [`UnknownRecord`](crate::service::Refusal::UnknownRecord); the database's.
pub async fn get(tx: &mut Tx, caller: &Caller, kam: KamId) -> Result<Kam> {
    caller.require(Permission::SeeCustomers)?;
    Ok(kams::by_id(tx, kam).await?.ok_or(base::unknown(Record::Kam))?)
}
