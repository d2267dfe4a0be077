//! Utility information: how customers can pay, with the VAT of their bills. It is read here and loaded from a file.

use super::{Found, Page, base};
use crate::{
    domain::{Permission, UtilityDetailId, UtilityId, billing::Record},
    service::{Caller, Result},
    storage::{
        Tx,
        billing::{utilities, utility_details},
    },
};

pub use crate::storage::billing::{
    utilities::Utility,
    utility_details::{UtilityDetail, UtilityDetailContent, UtilityDetailFilter},
};

/// Utility information with its accounts and wallets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UtilityOfShop {
    /// The information.
    pub utility: Utility,
    /// All accounts and wallets.
    pub details: Vec<UtilityDetail>,
}

impl UtilityOfShop {
    /// Those to which customers may pay.
    pub fn active_details(&self) -> impl Iterator<Item = &UtilityDetail> {
        self.details.iter().filter(|detail| detail.is_active)
    }
}

/// A part of the utility information, in the order in which it was made.
///
/// # Errors
/// [`NotAllowed`](crate::service::Refusal::NotAllowed); the database's.
pub async fn list(tx: &mut Tx, caller: &Caller, page: Page) -> Result<Found<UtilityOfShop>> {
    caller.require(Permission::SeeBills)?;
    let found = utilities::list(tx, page).await?;
    let ids: Vec<UtilityId> = found.rows.iter().map(|utility| utility.utility_id).collect();
    let all = utility_details::of_utilities(tx, &ids).await?;
    let with_details = |utility: Utility| {
        let own = all.iter().filter(|detail| detail.utility_id == utility.utility_id);
        UtilityOfShop { details: own.cloned().collect(), utility }
    };
    Ok(found.map(with_details))
}

/// Utility information.
///
/// # Errors
/// [`NotAllowed`](crate::service::Refusal::NotAllowed), [`UnknownRecord`](crate::service::Refusal::UnknownRecord); the database's.
pub async fn get(tx: &mut Tx, caller: &Caller, utility: UtilityId) -> Result<UtilityOfShop> {
    caller.require(Permission::SeeBills)?;
    let utility = utilities::by_id(tx, utility).await?.ok_or(base::unknown(Record::Utility))?;
    let details = utility_details::of_utilities(tx, &[utility.utility_id]).await?;
    Ok(UtilityOfShop { utility, details })
}

/// A part of the accounts and wallets, in the order in which they were made.
///
/// # Errors
/// [`NotAllowed`](crate::service::Refusal::NotAllowed); the database's.
pub async fn list_details(
    tx: &mut Tx,
    caller: &Caller,
    filter: &UtilityDetailFilter,
    page: Page,
) -> Result<Found<UtilityDetail>> {
    caller.require(Permission::SeeBills)?;
    Ok(utility_details::list(tx, filter, page).await?)
}

/// An account or a wallet.
///
/// # Errors
/// [`NotAllowed`](crate::service::Refusal::NotAllowed), [`UnknownRecord`](crate::service::Refusal::UnknownRecord); the database's.
pub async fn get_detail(tx: &mut Tx, caller: &Caller, detail: UtilityDetailId) -> Result<UtilityDetail> {
    caller.require(Permission::SeeBills)?;
    Ok(utility_details::by_id(tx, detail).await?.ok_or(base::unknown(Record::UtilityDetail))?)
}
