//! A customer's own parcels, for themselves. Of others' parcels they learn nothing, not even whether there are any.

use crate::{
    domain::{CustomerId, ParcelId, ParcelNumber},
    service::Result,
    storage::{
        Tx, customers,
        own_parcels::{self, OwnCount, OwnParcel},
        parcel_events,
        parcels::{self, Parcel},
    },
};

/// A part of a customer's parcels.
#[derive(Clone, Debug, Default)]
pub struct OwnPage {
    /// The parcels: those that are still to be issued first, of these and of the others the newest first.
    pub parcels: Vec<OwnParcel>,
    /// How many there are.
    pub count: OwnCount,
}

/// Has the shop any parcel? One that brings nothing for its customers shows them no buttons for it.
///
/// # Errors
/// The database's.
pub async fn are_there(tx: &mut Tx) -> Result<bool> {
    Ok(parcel_events::totals(tx).await?.count() > 0)
}

/// A part of a customer's parcels.
///
/// # Errors
/// The database's.
pub async fn of_customer(tx: &mut Tx, customer: CustomerId, limit: i64, offset: i64) -> Result<OwnPage> {
    let count = own_parcels::count(tx, customer).await?;
    Ok(OwnPage { parcels: own_parcels::list(tx, customer, limit, offset).await?, count })
}

/// A customer's parcel; `None` where it is not theirs.
///
/// # Errors
/// The database's.
pub async fn of_customer_by_id(tx: &mut Tx, customer: CustomerId, parcel: ParcelId) -> Result<Option<Parcel>> {
    let found = parcels::by_id(tx, parcel).await?;
    Ok(found.filter(|parcel| parcel.customer_id == Some(customer)))
}

/// A customer's parcel by number; `None` where it is not theirs.
///
/// # Errors
/// The database's.
pub async fn of_customer_by_number(tx: &mut Tx, customer: CustomerId, number: &ParcelNumber) -> Result<Option<Parcel>> {
    let found = parcels::by_number(tx, number.key()).await?;
    Ok(found.filter(|parcel| parcel.customer_id == Some(customer)))
}

/// Sets whether a customer is told of their parcels.
///
/// # Errors
/// The database's.
pub async fn set_notices(tx: &mut Tx, customer: CustomerId, are_wanted: bool) -> Result<()> {
    Ok(customers::set_mutes_parcels(tx, customer, !are_wanted).await?)
}
