//! A parcel is added.

use serde::Serialize;

use super::{
    Changed, News,
    changes::{self, Changes},
};
use crate::{
    domain::{
        ClientCode, Money, ParcelId, ParcelNumber, ParcelStatus, Permission, Quantity, Verb, is_cost_near, parcel_cost,
    },
    service::{
        Operation, Refusal, Result,
        operations::{self, Begun},
    },
    storage::{
        Tx,
        parcels::{self, Content},
    },
};

/// A parcel to be added.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NewParcel {
    /// Its number.
    pub number: ParcelNumber,
    /// The code of the client; nobody needs to have it yet.
    pub client_code: ClientCode,
    /// Where it is.
    pub status: ParcelStatus,
    /// How many pieces it has.
    pub quantity: Option<i64>,
    /// In kilograms.
    pub weight: Option<Quantity>,
    /// In US dollars.
    pub price_per_kg: Option<Money>,
    /// In US dollars; `None`: by weight and price.
    pub cost: Option<Money>,
    /// What staff noted.
    pub note: Option<String>,
}

/// Adds a parcel.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::ParcelNumberTaken`], [`Refusal::BadParcelCost`], [`Refusal::BadParcel`],
/// [`Refusal::TooLarge`], [`Refusal::OperationReused`]; the database's.
pub async fn add(tx: &mut Tx, operation: &Operation, new: &NewParcel) -> Result<Changed> {
    operation.require(Permission::ChangeParcels)?;
    if let Some(parcel) = operations::done_before(tx, operation, Verb::AddParcel, new).await? {
        return before(tx, parcel).await;
    }
    let cost = cost(new.cost, new.weight, new.price_per_kg)?;
    let customer_id = changes::owner(tx, &new.client_code).await?;
    let content = Content {
        number: new.number.clone(),
        client_code: new.client_code.clone(),
        customer_id,
        status: new.status,
        quantity: new.quantity,
        weight: new.weight,
        price_per_kg: new.price_per_kg,
        cost,
        note: new.note.clone(),
    };
    changes::check(&content)?;
    let Some(parcel_id) = parcels::insert(tx, &content, operation.at()).await? else {
        return Err(Refusal::ParcelNumberTaken(new.number.clone()).into());
    };
    let under_way = match operations::begin(tx, operation, Verb::AddParcel, new).await? {
        Begun::Before(parcel) => return before(tx, parcel).await,
        Begun::Now(under_way) => under_way,
    };
    let parcel = super::look::existing(tx, parcel_id).await?;
    parcels::set_terms(tx, parcel_id, &[], &parcel.terms()).await?;
    let details = serde_json::json!({ "number": new.number, "client": new.client_code, "status": new.status });
    under_way.finish(tx, customer_id, &details, parcel_id).await?;
    let mut changes = Changes::at(operation.at());
    changes.add(parcel_id, &content);
    changes.write(tx, operation).await?;
    Ok(Changed { parcel, news: Some(News::Status) })
}

async fn before(tx: &mut Tx, parcel: ParcelId) -> Result<Changed> {
    Ok(Changed { parcel: super::look::existing(tx, parcel).await?, news: None })
}

/// What a parcel costs: as given, where that is near to what weight and price come to, else that.
pub(super) fn cost(
    given: Option<Money>,
    weight: Option<Quantity>,
    price_per_kg: Option<Money>,
) -> Result<Option<Money>> {
    let worked_out = parcel_cost(weight, price_per_kg).map_err(|_| Refusal::TooLarge)?;
    match (given, worked_out) {
        (Some(given), Some(worked_out)) if !is_cost_near(given, worked_out) => {
            Err(Refusal::BadParcelCost { worked_out }.into())
        }
        (Some(given), _) => Ok(Some(given)),
        (None, worked_out) => Ok(worked_out),
    }
}
