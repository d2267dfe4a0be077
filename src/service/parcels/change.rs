//! A parcel is changed.

use serde::Serialize;

use super::{
    Changed, News, add,
    changes::{self, Changes},
    look,
};
use crate::{
    domain::{ClientCode, CustomerId, Money, ParcelId, ParcelNumber, ParcelStatus, Permission, Quantity, Verb},
    service::{
        Operation, Refusal, Result,
        operations::{self, Begun},
    },
    storage::{
        Tx,
        parcels::{self, Content, Parcel},
    },
};

/// What is to be changed of a parcel. `None` leaves a field as it is; `Some(None)` empties it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ParcelChange {
    /// Its number.
    pub number: Option<ParcelNumber>,
    /// The code of the client.
    pub client_code: Option<ClientCode>,
    /// Where it is.
    pub status: Option<ParcelStatus>,
    /// The status that it must have until now, where that matters; another one is refused.
    pub status_until_now: Option<ParcelStatus>,
    /// The status need not follow the one before.
    pub is_forced: bool,
    /// How many pieces it has.
    pub quantity: Option<Option<i64>>,
    /// In kilograms.
    pub weight: Option<Option<Quantity>>,
    /// In US dollars.
    pub price_per_kg: Option<Option<Money>>,
    /// In US dollars. `Some(None)`, and `None` where weight or price change: what these come to.
    pub cost: Option<Option<Money>>,
    /// What staff noted.
    pub note: Option<Option<String>>,
}

/// Changes a parcel.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::UnknownParcel`], [`Refusal::ParcelMoved`], [`Refusal::BadParcelStatus`],
/// [`Refusal::ParcelNumberTaken`], [`Refusal::BadParcelCost`], [`Refusal::BadParcel`], [`Refusal::TooLarge`],
/// [`Refusal::OperationReused`]; the database's.
pub async fn change(tx: &mut Tx, operation: &Operation, parcel: ParcelId, change: &ParcelChange) -> Result<Changed> {
    operation.require(Permission::ChangeParcels)?;
    let input = (parcel, change);
    if let Some(parcel) = operations::done_before(tx, operation, Verb::ChangeParcel, &input).await? {
        return Ok(Changed { parcel: look::existing(tx, parcel).await?, news: None });
    }
    // The card of the customer is locked before the parcel is.
    let owner = match &change.client_code {
        Some(code) => Some((code, changes::owner(tx, code).await?)),
        None => None,
    };
    let known = parcels::by_id_alone(tx, parcel).await?.ok_or(Refusal::UnknownParcel)?;
    if change.status_until_now.is_some_and(|status| status != known.status) {
        return Err(Refusal::ParcelMoved { now: known.status }.into());
    }
    let mut now = known.content();
    if let Some((code, customer)) = owner
        && !is_same_client(&known, code, customer)
    {
        (now.client_code, now.customer_id) = (code.clone(), customer);
    }
    if let Some(number) = change.number.as_ref().filter(|number| **number != known.number) {
        let other = parcels::by_number(tx, number.key()).await?;
        if other.is_some_and(|other| other.parcel_id != known.parcel_id) {
            return Err(Refusal::ParcelNumberTaken(number.clone()).into());
        }
        now.number = number.clone();
    }
    if let Some(status) = change.status {
        check_status(known.status, status, change.is_forced)?;
        now.status = status;
    }
    apply_values(&mut now, &known, change)?;
    changes::check(&now)?;
    let under_way = match operations::begin(tx, operation, Verb::ChangeParcel, &input).await? {
        Begun::Before(parcel) => {
            return Ok(Changed { parcel: look::existing(tx, parcel).await?, news: None });
        }
        Begun::Now(under_way) => under_way,
    };
    let mut changes = Changes::at(operation.at());
    changes::write(tx, operation, &mut changes, &known, &now).await?;
    if now == known.content() {
        under_way.finish_unchanged(tx, parcel).await?;
        return Ok(Changed { parcel: known, news: None });
    }
    let details = serde_json::json!({ "number": now.number, "from": known.status, "to": now.status, "change": change });
    under_way.finish(tx, now.customer_id, &details, parcel).await?;
    changes.write(tx, operation).await?;
    Ok(Changed { parcel: look::existing(tx, parcel).await?, news: news(&known, &now) })
}

/// What the customer who has the parcel now is told. One who had it before learns nothing.
fn news(before: &Parcel, now: &Content) -> Option<News> {
    if before.customer_id != now.customer_id {
        Some(News::Status)
    } else if before.status == now.status {
        None
    } else if now.status.follows(before.status) {
        Some(News::Status)
    } else {
        Some(News::Corrected)
    }
}

/// Does a code name the client whom the parcel has already?
fn is_same_client(known: &Parcel, code: &ClientCode, customer: Option<CustomerId>) -> bool {
    match known.customer_id {
        Some(owner) => customer == Some(owner) || customer.is_none() && code.key() == known.client_code.key(),
        None => customer.is_none() && code == &known.client_code,
    }
}

/// Refuses a status that does not follow the one before, unless it is forced or the same.
///
/// # Errors
/// [`Refusal::BadParcelStatus`].
pub(super) fn check_status(now: ParcelStatus, wanted: ParcelStatus, is_forced: bool) -> Result<()> {
    if wanted == now || wanted.follows(now) || is_forced {
        Ok(())
    } else {
        Err(Refusal::BadParcelStatus { now, wanted }.into())
    }
}

/// Quantity, weight, price, cost and note. A cost that the parcel has already is never refused.
fn apply_values(now: &mut Content, known: &Parcel, change: &ParcelChange) -> Result<()> {
    now.quantity = change.quantity.unwrap_or(now.quantity);
    now.weight = change.weight.unwrap_or(now.weight);
    now.price_per_kg = change.price_per_kg.unwrap_or(now.price_per_kg);
    if let Some(note) = &change.note {
        now.note.clone_from(note);
    }
    let is_reweighed = (now.weight, now.price_per_kg) != (known.weight_milli, known.price_per_kg_minor);
    now.cost = match change.cost {
        Some(Some(given)) if Some(given) == known.cost_minor => Some(given),
        Some(given) => add::cost(given, now.weight, now.price_per_kg)?,
        None if is_reweighed => {
            // A cost that was given, because it could not be worked out, stays until it can be.
            let was_given = known.weight_milli.is_none() || known.price_per_kg_minor.is_none();
            add::cost(None, now.weight, now.price_per_kg)?.or(now.cost.filter(|_| was_given))
        }
        None => now.cost,
    };
    Ok(())
}
