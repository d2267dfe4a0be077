//! The codes by which other systems and the senders of parcels know customers: a customer's own code, or one that another system gave
//! them. No two customers are known by the same code, of either kind.

use super::{
    Operation, Refusal, Result, customers,
    operations::{self, Begun},
};
use crate::{
    domain::{ClientCode, Code, CustomerId, ParcelId, Permission, Verb, parcel_terms},
    service::customers::Customer,
    storage::{Tx, customers as stored, parcels, shops},
};

/// The customer whom a code names.
///
/// # Errors
/// The database's.
pub async fn customer(tx: &mut Tx, code: &ClientCode) -> Result<Option<Customer>> {
    if let Some(known) = stored::by_outside_key(tx, code.key()).await? {
        return Ok(Some(known));
    }
    match code.key().parse::<Code>() {
        Ok(own) => customers::by_code(tx, &own).await,
        Err(_) => Ok(None),
    }
}

/// Sets what another system calls a customer, who gets the parcels that wait for somebody with this code.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::UnknownCustomer`], [`Refusal::ClientCodeTaken`], [`Refusal::OperationReused`]; the database's.
pub async fn set_outside(
    tx: &mut Tx,
    operation: &Operation,
    customer: CustomerId,
    code: Option<&ClientCode>,
) -> Result<Customer> {
    operation.require(Permission::ChangeParcels)?;
    let input = (customer, code);
    if let Some(customer) = operations::done_before(tx, operation, Verb::SetOutsideCode, &input).await? {
        return customers::get(tx, customer).await;
    }
    shops::lock_phones(tx).await?;
    let known = customers::get_for_update(tx, customer).await?;
    check_free(tx, &known, code).await?;
    let under_way = match operations::begin(tx, operation, Verb::SetOutsideCode, &input).await? {
        Begun::Before(customer) => return customers::get(tx, customer).await,
        Begun::Now(under_way) => under_way,
    };
    if known.outside_code.as_ref() == code {
        under_way.finish_unchanged(tx, known.customer_id).await?;
        return Ok(known);
    }
    write_outside(tx, &known, code).await?;
    let details = serde_json::json!({ "outside_code": code });
    under_way.finish(tx, Some(known.customer_id), &details, known.customer_id).await?;
    customers::get(tx, known.customer_id).await
}

/// Refuses the code of another customer.
async fn check_free(tx: &mut Tx, known: &Customer, code: Option<&ClientCode>) -> Result<()> {
    let Some(code) = code else { return Ok(()) };
    let holder = customer(tx, code).await?;
    let is_free = holder.is_none_or(|holder| holder.customer_id == known.customer_id);
    if is_free { Ok(()) } else { Err(Refusal::ClientCodeTaken.into()) }
}

/// Sets what another system calls a customer whose card is locked, with the free code.
pub(super) async fn write_outside(tx: &mut Tx, known: &Customer, code: Option<&ClientCode>) -> Result<()> {
    let before = parcel_ids_with_terms(tx, known.customer_id).await?;
    stored::set_outside_code(tx, known.customer_id, code).await?;
    for (parcel, old) in before {
        set_terms(tx, parcel, &old).await?;
    }
    if let Some(code) = code {
        adopt(tx, code.key(), known.customer_id).await?;
    }
    Ok(())
}

/// Gives a customer the parcels that wait for somebody with this code, as codes are compared; how many.
pub(crate) async fn adopt(tx: &mut Tx, key: &str, customer: CustomerId) -> Result<usize> {
    let waiting = parcels::adopt(tx, key, customer).await?;
    let count = waiting.len();
    for parcel in waiting {
        let Some(now) = parcels::by_id(tx, parcel).await? else { continue };
        let before = parcel_terms(&now.number, [now.client_code.as_str()], now.note.as_deref());
        set_terms(tx, parcel, &before).await?;
    }
    Ok(count)
}

/// Gives all customers the parcels that wait for their codes. For the end of an import, which stores both by themselves.
///
/// # Errors
/// The database's.
pub(crate) async fn adopt_all(tx: &mut Tx) -> Result<()> {
    for key in parcels::waiting_codes(tx).await? {
        let Ok(code) = key.parse::<ClientCode>() else { continue };
        if let Some(owner) = customer(tx, &code).await? {
            adopt(tx, &key, owner.customer_id).await?;
        }
    }
    Ok(())
}

/// The parcels of a customer, each with what it is found by.
async fn parcel_ids_with_terms(tx: &mut Tx, customer: CustomerId) -> Result<Vec<(ParcelId, Vec<String>)>> {
    let mut found = Vec::new();
    for parcel in parcels::ids_of_customer(tx, customer).await? {
        if let Some(now) = parcels::by_id(tx, parcel).await? {
            found.push((parcel, now.terms()));
        }
    }
    Ok(found)
}

async fn set_terms(tx: &mut Tx, parcel: ParcelId, old: &[String]) -> Result<()> {
    if let Some(now) = parcels::by_id(tx, parcel).await? {
        parcels::set_terms(tx, parcel, old, &now.terms()).await?;
    }
    Ok(())
}
