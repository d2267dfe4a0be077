//! How the shop bills.

use crate::{
    domain::{Permission, Verb},
    service::{
        Caller, Operation, Refusal, Result,
        operations::{self, Begun},
    },
    storage::{Tx, billing::settings},
};

pub use crate::storage::billing::settings::BillingSettings;

/// The most days after its issue on which a bill is due.
const MOST_DUE_DAYS: i64 = 366;

/// The settings.
///
/// # Errors
/// [`Refusal::NotAllowed`]; the database's.
pub async fn get(tx: &mut Tx, caller: &Caller) -> Result<BillingSettings> {
    caller.require(Permission::SeeBills)?;
    Ok(settings::get(tx).await?)
}

/// Does a job make the bills of each month?
///
/// # Errors
/// The database's.
pub async fn are_bills_monthly(tx: &mut Tx) -> Result<bool> {
    Ok(settings::get(tx).await?.bills_monthly)
}

/// An owner sets how the shop bills.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::BadPeriod`] for days out of range, [`Refusal::OperationReused`]; the database's.
pub async fn set(tx: &mut Tx, operation: &Operation, to: &BillingSettings) -> Result<()> {
    operation.require(Permission::ChangeProgram)?;
    if !(0..=MOST_DUE_DAYS).contains(&to.due_days) {
        return Err(Refusal::BadPeriod.into());
    }
    let under_way = match operations::begin(tx, operation, Verb::SetBilling, to).await? {
        Begun::Before(()) => return Ok(()),
        Begun::Now(under_way) => under_way,
    };
    let before = settings::get(tx).await?;
    settings::set(tx, to).await?;
    let details = serde_json::json!({ "settings": to, "before": before });
    under_way.finish(tx, None, &details, ()).await
}
