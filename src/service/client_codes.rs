//! The codes by which other systems and the senders of parcels know customers: a customer's own code, or one that another system gave
//! them. No two customers are known by the same code, of either kind.

use super::{
    Operation, Refusal, Result, customers,
    operations::{self, Begun},
};
use crate::{
    domain::{ClientCode, Code, CustomerId, Permission, Verb},
    service::customers::Customer,
    storage::{
        Tx, customers as stored,
        parcels::{self, Parcel},
        shops,
    },
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

/// Sets what another system calls a customer, who gets the parcels that wait for this code.
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
    for before in parcels::all_of_customer(tx, known.customer_id).await? {
        let old = before.terms();
        let now = Parcel { outside_code: code.cloned(), ..before };
        parcels::set_terms(tx, now.parcel_id, &old, &now.terms()).await?;
    }
    stored::set_outside_code(tx, known.customer_id, code).await?;
    if let Some(code) = code {
        adopt(tx, code.key(), known.customer_id).await?;
    }
    Ok(())
}

/// Gives a customer the parcels that wait for this code, as codes are compared.
async fn adopt(tx: &mut Tx, key: &str, customer: CustomerId) -> Result<()> {
    for parcel in parcels::adopt(tx, key, customer).await? {
        let Some(now) = parcels::by_id(tx, parcel).await? else { continue };
        let before = Parcel { own_code: None, outside_code: None, ..now.clone() };
        parcels::set_terms(tx, parcel, &before.terms(), &now.terms()).await?;
    }
    Ok(())
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
