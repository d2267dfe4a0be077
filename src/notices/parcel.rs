//! Parcels have a new status: their customers are told, each in one message, unless they do not want to be.

use std::collections::BTreeMap;

use super::to_customer;
use crate::{
    clock::Timestamp,
    domain::{CustomerId, Language},
    messages::reply::Reply,
    service::{
        Result, customers,
        parcels::{Changed, Parcel},
    },
    storage::Tx,
    texts::{Html, parcel as texts},
};

/// How many parcels a message names.
const NAMED: usize = 20;

/// Tells the customer of a parcel of its new status, where it has one.
///
/// # Errors
/// The database's.
pub async fn changed(tx: &mut Tx, at: Timestamp, changed: &Changed) -> Result<()> {
    match changed.new_status {
        Some(_) => statuses(tx, at, std::slice::from_ref(&changed.parcel)).await,
        None => Ok(()),
    }
}

/// Tells the customers of parcels of their new statuses.
///
/// # Errors
/// The database's.
pub async fn statuses(tx: &mut Tx, at: Timestamp, parcels: &[Parcel]) -> Result<()> {
    let mut of_customers: BTreeMap<CustomerId, Vec<&Parcel>> = BTreeMap::new();
    for parcel in parcels {
        if let Some(customer) = parcel.customer_id {
            of_customers.entry(customer).or_default().push(parcel);
        }
    }
    for (customer, parcels) in of_customers {
        let customer = customers::get(tx, customer).await?;
        if !customer.mutes_parcels {
            to_customer(tx, at, &customer, |language| notice(language, &parcels)).await?;
        }
    }
    Ok(())
}

fn notice(language: Language, parcels: &[&Parcel]) -> Reply {
    let line =
        |parcel: &&Parcel| texts::notice(language, parcel.number.as_str(), &texts::status(language, parcel.status));
    let more = parcels.len().saturating_sub(NAMED);
    let more = (more > 0).then(|| texts::notice_more(language, more));
    Reply::text(Html::lines(parcels.iter().take(NAMED).map(line).chain(more)))
}
