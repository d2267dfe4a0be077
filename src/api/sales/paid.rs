//! What payments, their details and those of invoices share: the customer is told what counts, and what it earned.

use crate::{
    api::admission::Call,
    notices,
    service::{Operation, Result, billing::Booked},
    storage::Tx,
};

/// A row of which the customer has been told what counts as paid since, and what the bill earned by it.
pub(super) async fn told<T>(call: &Call, tx: &mut Tx, operation: &Operation, booked: Booked<T>) -> Result<T> {
    notices::bill::booked(tx, operation.at(), call.api.options.format.currency, &booked).await?;
    Ok(booked.row)
}
