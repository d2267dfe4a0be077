//! Parcels are looked at.

use chrono::Duration;

use crate::{
    domain::{ClientCode, ParcelId, ParcelNumber, ParcelStatus, Permission, expiry, parcel_search},
    service::{Caller, Refusal, Result, client_codes, shop},
    storage::{
        Tx,
        parcel_events::{self, Event, PastStatus, Totals},
        parcels::{self, Owner, Parcel, Wanted},
    },
};

/// A part of the parcels that fit.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// The parcels, newest first.
    pub parcels: Vec<Parcel>,
    /// How many there are in all.
    pub total: i64,
}

/// What anybody who knows its number may know of a parcel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicStatus {
    /// The number as it was sent.
    pub number: ParcelNumber,
    /// The status.
    pub status: ParcelStatus,
    /// The statuses, oldest first.
    pub history: Vec<PastStatus>,
}

/// What the parcels of a shop come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Statistics {
    /// How many there are, and what they weigh and cost.
    pub totals: Totals,
    /// How many were added since this day began, where the shop is.
    pub created_today: i64,
    /// How many were added in the last seven days, to the second.
    pub created_last_7_days: i64,
    /// How many were added in the last thirty days.
    pub created_last_30_days: i64,
}

/// A parcel by id.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::UnknownParcel`]; the database's.
pub async fn get(tx: &mut Tx, caller: &Caller, parcel: ParcelId) -> Result<Parcel> {
    caller.require(Permission::SeeParcels)?;
    existing(tx, parcel).await
}

/// A parcel by number.
///
/// # Errors
/// [`Refusal::NotAllowed`]; the database's.
pub async fn get_by_number(tx: &mut Tx, caller: &Caller, number: &ParcelNumber) -> Result<Option<Parcel>> {
    caller.require(Permission::SeeParcels)?;
    Ok(parcels::by_number(tx, number.key()).await?)
}

/// The status of a parcel by number, for anybody who knows the number. The statuses are asked for whether there is such a parcel or
/// not, so that the time of the answer does not tell.
///
/// # Errors
/// The database's.
pub async fn status_of(tx: &mut Tx, number: &ParcelNumber) -> Result<Option<PublicStatus>> {
    let found = parcels::by_number(tx, number.key()).await?;
    let history = history(tx, found.as_ref().map_or(ParcelId(0), |parcel| parcel.parcel_id)).await?;
    Ok(found.map(|parcel| PublicStatus { number: parcel.number, status: parcel.status, history }))
}

pub(super) async fn existing(tx: &mut Tx, parcel: ParcelId) -> Result<Parcel> {
    Ok(parcels::by_id(tx, parcel).await?.ok_or(Refusal::UnknownParcel)?)
}

/// The statuses of a parcel, oldest first.
///
/// # Errors
/// The database's.
pub async fn history(tx: &mut Tx, parcel: ParcelId) -> Result<Vec<PastStatus>> {
    Ok(parcel_events::of_parcel(tx, parcel).await?)
}

/// A part of the parcels: those of a client, with a status, with a text in number, code or note, each where it is given. A text
/// without letters and digits finds nothing.
///
/// # Errors
/// [`Refusal::NotAllowed`]; the database's.
pub async fn list(
    tx: &mut Tx,
    caller: &Caller,
    client: Option<&ClientCode>,
    status: Option<ParcelStatus>,
    search: Option<&str>,
    limit: i64,
    offset: i64,
) -> Result<Page> {
    caller.require(Permission::SeeParcels)?;
    let terms = match search.map(parcel_search) {
        Some(None) => return Ok(Page::default()),
        Some(terms) => terms,
        None => None,
    };
    let owner = match client {
        Some(code) => Some(match client_codes::customer(tx, code).await? {
            Some(customer) => Owner::Customer(customer.customer_id),
            None => Owner::Code(code.key().to_owned()),
        }),
        None => None,
    };
    page(tx, &Wanted { owner, status, terms }, limit, offset).await
}

async fn page(tx: &mut Tx, wanted: &Wanted, limit: i64, offset: i64) -> Result<Page> {
    let total = match parcels::count(tx, wanted).await? {
        Some(count) => count,
        None => {
            let totals = parcel_events::totals(tx).await?;
            wanted.status.map_or_else(|| totals.count(), |status| totals.of(status))
        }
    };
    Ok(Page { parcels: parcels::list(tx, wanted, limit, offset).await?, total })
}

/// How many parcels the shop has by status, and what they weigh and cost.
///
/// # Errors
/// [`Refusal::NotAllowed`]; the database's.
pub async fn totals(tx: &mut Tx, caller: &Caller) -> Result<Totals> {
    caller.require(Permission::SeeParcels)?;
    Ok(parcel_events::totals(tx).await?)
}

/// What the parcels of the shop come to, and how many were added lately.
///
/// # Errors
/// [`Refusal::NotAllowed`]; the database's.
pub async fn statistics(tx: &mut Tx, caller: &Caller) -> Result<Statistics> {
    let totals = totals(tx, caller).await?;
    let zone = shop::timezone(tx).await?;
    let today = expiry::start_of_day(zone, caller.at);
    Ok(Statistics {
        totals,
        created_today: parcels::created_since(tx, today).await?,
        created_last_7_days: parcels::created_since(tx, caller.at - Duration::days(7)).await?,
        created_last_30_days: parcels::created_since(tx, caller.at - Duration::days(30)).await?,
    })
}

/// The number of the last event; 0: there was none.
///
/// # Errors
/// The database's.
pub async fn last_event(tx: &mut Tx) -> Result<i64> {
    Ok(parcel_events::last(tx).await?)
}

/// At most `limit` events after the one with this number, in their order.
///
/// # Errors
/// The database's.
pub async fn events_after(tx: &mut Tx, number: i64, limit: i64) -> Result<Vec<Event>> {
    Ok(parcel_events::after(tx, number, limit).await?)
}
