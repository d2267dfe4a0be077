//! What payments and their details share: the customer is told what counts.

use crate::{
    api::admission::Call,
    notices,
    service::{Operation, Result, billing::Booked},
    storage::Tx,
};

/// A row of a payment, of which the customer has been told what counts since.
pub(super) async fn told<T>(call: &Call, tx: &mut Tx, operation: &Operation, booked: Booked<T>) -> Result<T> {
    let Booked { row, bill, counted } = booked;
    notices::bill::paid(tx, operation.at(), call.api.options.format.currency, &bill, counted).await?;
    Ok(row)
}
