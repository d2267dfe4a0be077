//! Bills of a month for all active entitlements. Each is made in a transaction of its own, so that a run that was broken off goes on where
//! it stopped, and several processes share the work: an entitlement has one bill of a month.

use super::{
    base,
    bills::{self, BillWritten},
};
use crate::{
    domain::{
        EntitlementId, OperationId,
        billing::{Month, Record},
    },
    service::{Caller, Error, Refusal, RefusalCode, Result},
    storage::{
        Tx,
        billing::{entitlements, numbers, settings},
    },
};

/// What became of the bill of an entitlement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Billed {
    /// It was made.
    Made(Box<BillWritten>),
    /// It was there already, or there was nothing to bill any more.
    Nothing,
    /// It cannot be made before a price or a setting is corrected.
    Refused(RefusalCode),
}

/// The month that the job bills now; `None`: it was told not to, or all bills of this month were made.
///
/// # Errors
/// The database's.
pub async fn due_month(tx: &mut Tx, caller: &Caller) -> Result<Option<Month>> {
    if !settings::get(tx).await?.bills_monthly {
        return Ok(None);
    }
    let month = this_month(tx, caller).await?;
    Ok(if numbers::is_run(tx, month).await? { None } else { Some(month) })
}

/// The current month where the shop is.
///
/// # Errors
/// The database's.
pub async fn this_month(tx: &mut Tx, caller: &Caller) -> Result<Month> {
    Ok(base::today(tx, caller.at).await?.month())
}

/// At most `limit` entitlements after one, by id, that are active on the first day of a month and have no bill of it.
///
/// # Errors
/// The database's.
pub async fn unbilled(tx: &mut Tx, month: Month, after: EntitlementId, limit: i64) -> Result<Vec<EntitlementId>> {
    Ok(entitlements::unbilled(tx, after, month.first_day(), limit).await?)
}

/// Makes the bill of a month for an entitlement. Unless it was made, the transaction is to be given up.
///
/// # Errors
/// The database's.
pub async fn bill(tx: &mut Tx, caller: &Caller, month: Month, entitlement: EntitlementId) -> Result<Billed> {
    let id = OperationId::job(format_args!("bill {entitlement} for {month} {}", caller.at.0));
    match bills::generate_for_month(tx, &caller.operation(id), entitlement, month).await {
        Ok(made) if made.is_issued => Ok(Billed::Made(Box::new(made))),
        Ok(_) => Ok(Billed::Nothing),
        Err(Error::Refused(
            Refusal::AlreadyBilled
            | Refusal::NothingToBill
            | Refusal::UnknownReference(Record::Entitlement | Record::Customer),
        )) => Ok(Billed::Nothing),
        Err(Error::Refused(refusal)) => Ok(Billed::Refused(refusal.code())),
        Err(error) => Err(error),
    }
}

/// Notes that all bills of a month were made: the job makes none for it again.
///
/// # Errors
/// The database's.
pub async fn finish(tx: &mut Tx, caller: &Caller, month: Month) -> Result<()> {
    Ok(numbers::note_run(tx, month, caller.at).await?)
}
