//! The statuses of many parcels are changed at once: by a list of numbers, or the rows of a file.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::changes::{self, Changes};
use crate::{
    domain::{ParcelNumber, ParcelStatus, Permission, Verb},
    service::{
        Caller, Operation, Refusal, Result,
        operations::{self, Begun},
    },
    storage::{
        Tx,
        parcels::{self, Content, Parcel},
    },
};

/// The most parcels of one operation.
pub const MOST_STATUSES: usize = 10_000;

/// The status that the parcel with a number shall have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NewStatus {
    /// The number.
    pub number: ParcelNumber,
    /// The status.
    pub status: ParcelStatus,
}

/// What became of one number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum StatusOutcome {
    /// The parcel has the status now.
    Changed,
    /// It had it before.
    Unchanged,
    /// No parcel has the number.
    Unknown,
    /// The status does not follow this one, which the parcel has.
    Backwards(ParcelStatus),
    /// The number is there twice, with another status.
    Repeated,
}

/// What became of all of them.
#[derive(Clone, Debug, Default)]
pub struct StatusesChanged {
    /// Of each, in the order of the request.
    pub outcomes: Vec<StatusOutcome>,
    /// The parcels whose status changed now, whose customers are told.
    pub changed: Vec<Parcel>,
}

/// What would become of each number if the statuses of parcels were changed now.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::TooLarge`] beyond [`MOST_STATUSES`]; the database's.
pub async fn check_statuses(tx: &mut Tx, caller: &Caller, wanted: &[NewStatus]) -> Result<Vec<StatusOutcome>> {
    caller.require(Permission::ChangeParcels)?;
    if wanted.len() > MOST_STATUSES {
        return Err(Refusal::TooLarge.into());
    }
    let mut outcomes = vec![StatusOutcome::Unknown; wanted.len()];
    for (known, place) in in_order(tx, wanted, &mut outcomes).await? {
        outcomes[place] = outcome(known.status, wanted[place].status);
    }
    Ok(outcomes)
}

/// What becomes of a parcel that has this status when it shall have another one.
fn outcome(now: ParcelStatus, wanted: ParcelStatus) -> StatusOutcome {
    if wanted == now {
        StatusOutcome::Unchanged
    } else if wanted.follows(now) {
        StatusOutcome::Changed
    } else {
        StatusOutcome::Backwards(now)
    }
}

/// Changes the statuses of parcels. What cannot be changed is reported and leaves the others.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::TooLarge`] beyond [`MOST_STATUSES`], [`Refusal::OperationReused`]; the database's.
pub async fn change_statuses(tx: &mut Tx, operation: &Operation, wanted: &[NewStatus]) -> Result<StatusesChanged> {
    operation.require(Permission::ChangeParcels)?;
    if wanted.len() > MOST_STATUSES {
        return Err(Refusal::TooLarge.into());
    }
    let under_way = match operations::begin(tx, operation, Verb::ChangeParcels, &wanted).await? {
        Begun::Before(outcomes) => return Ok(StatusesChanged { outcomes, changed: Vec::new() }),
        Begun::Now(under_way) => under_way,
    };
    let mut outcomes = vec![StatusOutcome::Unknown; wanted.len()];
    let mut changes = Changes::at(operation.at());
    let mut changed = Vec::new();
    for (found, place) in in_order(tx, wanted, &mut outcomes).await? {
        let status = wanted[place].status;
        let known = parcels::by_id_alone(tx, found.parcel_id).await?.ok_or(Refusal::UnknownParcel)?;
        outcomes[place] = outcome(known.status, status);
        if outcomes[place] == StatusOutcome::Changed {
            let now = Content { status, ..known.content() };
            changes::write(tx, operation, &mut changes, &known, &now).await?;
            changed.push(Parcel { status, updated_at: operation.at(), ..known });
        }
    }
    let numbers: Vec<&ParcelNumber> = changed.iter().map(|parcel| &parcel.number).collect();
    let details = serde_json::json!({ "changed": numbers.len(), "of": wanted.len(), "numbers": numbers });
    let outcomes = under_way.finish(tx, None, &details, outcomes).await?;
    changes.write(tx, operation).await?;
    Ok(StatusesChanged { outcomes, changed })
}

/// The parcels that are there, each once, by id: two transactions with the same parcels lock them in the same order.
async fn in_order(tx: &mut Tx, wanted: &[NewStatus], outcomes: &mut [StatusOutcome]) -> Result<Vec<(Parcel, usize)>> {
    let mut found: Vec<(Parcel, usize)> = Vec::new();
    let mut first: HashMap<&str, usize> = HashMap::new();
    for (place, new) in wanted.iter().enumerate() {
        if let Some(earlier) = first.get(new.number.key()) {
            let is_same = wanted[*earlier].status == new.status;
            outcomes[place] = if is_same { StatusOutcome::Unchanged } else { StatusOutcome::Repeated };
            continue;
        }
        if let Some(parcel) = parcels::by_number(tx, new.number.key()).await? {
            first.insert(new.number.key(), place);
            found.push((parcel, place));
        }
    }
    found.sort_unstable_by_key(|(parcel, _)| parcel.parcel_id);
    Ok(found)
}
