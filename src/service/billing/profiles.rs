//! Sales profiles: customers whose services are billed. Someone with the phone number of a known customer becomes that customer's
//! profile; the customer's own name and e-mail stay.

use std::collections::HashSet;

use super::{
    Found, Page,
    base::{self, changes},
};
use crate::{
    clock::{Chance, Timestamp},
    domain::{
        CustomerId, KamId, Permission, Phone, Verb,
        billing::{NumberSeries, Record, ServiceKind, ServiceStatus},
    },
    service::{
        Caller, Operation, Refusal, Result, customers,
        customers::Customer,
        operations::{self, Begun},
    },
    storage::{
        Tx,
        billing::{Author, entitlements, kams, numbers, profiles, profiles::SalesProfileContent},
        customers as stored,
        customers::NewCustomer,
        shops,
    },
};

pub use crate::storage::billing::profiles::{ProfileFilter, ProfileOrder, SalesProfile};

/// A profile to be made.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct NewSalesProfile {
    /// Of a known customer, or of a new one.
    pub phone: Phone,
    /// Unique in the shop; `None`: the next one.
    pub number: Option<String>,
    /// As bills name them.
    pub name: String,
    /// May be empty.
    pub company_name: String,
    /// May be empty.
    pub email: String,
    /// May be empty.
    pub address: String,
    /// May be empty.
    pub contact_person: String,
    /// What they buy.
    pub kind: ServiceKind,
    /// Their key account manager.
    pub kam_id: Option<KamId>,
    /// Are they served?
    pub status: ServiceStatus,
    /// They are not given up.
    pub is_active: bool,
}

changes! {
    /// What of a profile changes.
    ContentChanges of SalesProfileContent {
        /// Unique in the shop.
        number: String,
        /// As bills name them.
        name: String,
        /// May be empty.
        company_name: String,
        /// May be empty.
        email: String,
        /// May be empty.
        address: String,
        /// May be empty.
        contact_person: String,
        /// What they buy.
        kind: ServiceKind,
        /// Their key account manager; `Some(None)`: none.
        kam_id: Option<KamId>,
        /// Are they served?
        status: ServiceStatus,
        /// They are not given up.
        is_active: bool,
    }
}

/// What of a profile changes, and of its customer.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct SalesProfileChanges {
    /// Of the profile.
    pub content: ContentChanges,
    /// The phone number of the customer.
    pub phone: Option<Phone>,
}

/// A part of the profiles.
///
/// # Errors
/// [`Refusal::NotAllowed`]; the database's.
pub async fn list(
    tx: &mut Tx,
    caller: &Caller,
    filter: &ProfileFilter,
    order: (ProfileOrder, bool),
    page: Page,
) -> Result<Found<SalesProfile>> {
    caller.require(Permission::SeeCustomers)?;
    let today = base::today(tx, caller.at).await?;
    Ok(profiles::list(tx, filter, order, today, page).await?)
}

/// The profile of a customer.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::UnknownRecord`]; the database's.
pub async fn get(tx: &mut Tx, caller: &Caller, customer: CustomerId) -> Result<SalesProfile> {
    caller.require(Permission::SeeCustomers)?;
    let used = customer_of(tx, customer).await?;
    existing(tx, caller, used).await
}

/// The profile of the customer of a bill; `None`: it is gone.
///
/// # Errors
/// The database's.
pub async fn of_bill(tx: &mut Tx, customer: CustomerId, at: Timestamp) -> Result<Option<SalesProfile>> {
    let today = base::today(tx, at).await?;
    Ok(profiles::by_id(tx, customer, today).await?)
}

/// The customer of a profile; of a card that was merged into another, the other.
pub(super) async fn customer_of(tx: &mut Tx, customer: CustomerId) -> Result<CustomerId> {
    let card = stored::by_id(tx, customer).await?.ok_or(base::unknown(Record::Customer))?;
    if profiles::is_there(tx, card.customer_id).await? {
        Ok(card.customer_id)
    } else {
        Err(base::unknown(Record::Customer).into())
    }
}

async fn existing(tx: &mut Tx, caller: &Caller, customer: CustomerId) -> Result<SalesProfile> {
    let today = base::today(tx, caller.at).await?;
    Ok(profiles::by_id(tx, customer, today).await?.ok_or(base::unknown(Record::Customer))?)
}

/// Makes a profile, and its customer where no customer has the phone number.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::BadName`], [`Refusal::PhoneTaken`] by a customer with a profile, [`Refusal::NumberTaken`],
/// [`Refusal::UnknownReference`] of a key account manager, [`Refusal::OperationReused`]; the database's.
pub async fn add(
    tx: &mut Tx,
    operation: &Operation,
    chance: &dyn Chance,
    new: &NewSalesProfile,
) -> Result<SalesProfile> {
    operation.require(Permission::ChangeCustomers)?;
    let under_way = match operations::begin(tx, operation, Verb::AddSalesProfile, new).await? {
        Begun::Before(customer) => return existing(tx, &operation.caller, customer).await,
        Begun::Now(under_way) => under_way,
    };
    shops::lock_phones(tx).await?;
    let customer = match customers::by_phone(tx, &new.phone).await? {
        Some(known) => customers::get_for_update(tx, known.customer_id).await?,
        None => {
            let known = NewCustomer {
                phone: Some(new.phone.clone()),
                first_name: Some(new.name.clone()),
                ..NewCustomer::default()
            };
            customers::create_listed(tx, operation.at(), chance, &known, &HashSet::new()).await?
        }
    };
    if profiles::is_there(tx, customer.customer_id).await? {
        return Err(Refusal::PhoneTaken(customer.code).into());
    }
    let content = SalesProfileContent {
        number: new.number.clone().unwrap_or_default(),
        name: new.name.clone(),
        company_name: new.company_name.clone(),
        email: new.email.clone(),
        address: new.address.clone(),
        contact_person: new.contact_person.clone(),
        kind: new.kind,
        kam_id: new.kam_id,
        status: new.status,
        is_active: new.is_active,
    };
    check(tx, None, &content).await?;
    let author = base::author(tx, operation).await?;
    insert(tx, customer.customer_id, content, &author).await?;
    let details = serde_json::json!({ "content": new });
    let customer = under_way.finish(tx, Some(customer.customer_id), &details, customer.customer_id).await?;
    existing(tx, &operation.caller, customer).await
}

/// Stores a profile with its number, or with the next one that is free.
async fn insert(tx: &mut Tx, customer: CustomerId, mut content: SalesProfileContent, author: &Author) -> Result<()> {
    if !content.number.is_empty() {
        let is_inserted = profiles::insert(tx, customer, &content, author).await?;
        return if is_inserted { Ok(()) } else { Err(Refusal::NumberTaken.into()) };
    }
    loop {
        content.number = numbers::next(tx, NumberSeries::Customers).await?;
        if profiles::insert(tx, customer, &content, author).await? {
            return Ok(());
        }
    }
}

/// Changes a profile.
///
/// # Errors
/// As [`add`], and [`Refusal::UnknownRecord`].
pub async fn change(
    tx: &mut Tx,
    operation: &Operation,
    customer: CustomerId,
    changes: &SalesProfileChanges,
) -> Result<SalesProfile> {
    operation.require(Permission::ChangeCustomers)?;
    let input = (customer, changes);
    let under_way = match operations::begin(tx, operation, Verb::ChangeSalesProfile, &input).await? {
        Begun::Before(customer) => return existing(tx, &operation.caller, customer).await,
        Begun::Now(under_way) => under_way,
    };
    if changes.phone.is_some() {
        shops::lock_phones(tx).await?;
    }
    let customer = customer_of(tx, customer).await?;
    let card = customers::get_for_update(tx, customer).await?;
    let customer = card.customer_id;
    let before = existing(tx, &operation.caller, customer).await?.content();
    if let Some(phone) = changes.phone.as_ref().filter(|phone| Some(*phone) != card.phone.as_ref()) {
        set_phone(tx, &card, phone).await?;
    }
    let content = changes.content.applied_to(&before);
    if content != before {
        check(tx, Some(&before), &content).await?;
        if content.number != before.number {
            // Who takes the number meanwhile waits.
            numbers::lock(tx, NumberSeries::Customers).await?;
            if content.number.is_empty() || profiles::is_number_taken(tx, &content.number).await? {
                return Err(Refusal::NumberTaken.into());
            }
        }
    }
    let author = base::author(tx, operation).await?;
    profiles::update(tx, customer, &content, &author).await?;
    let details = serde_json::json!({ "before": before, "changed": changes });
    under_way.finish(tx, Some(customer), &details, customer).await?;
    existing(tx, &operation.caller, customer).await
}

/// Gives the customer of a profile another phone number.
async fn set_phone(tx: &mut Tx, card: &Customer, phone: &Phone) -> Result<()> {
    if let Some(other) = customers::by_phone(tx, phone).await? {
        return Err(Refusal::PhoneTaken(other.code).into());
    }
    customers::note_phone(tx, card, phone).await
}

/// Refuses what of a profile cannot be; what is as it was is not asked for.
async fn check(tx: &mut Tx, before: Option<&SalesProfileContent>, content: &SalesProfileContent) -> Result<()> {
    let is_new = |differs: fn(&SalesProfileContent, &SalesProfileContent) -> bool| {
        before.is_none_or(|before| differs(before, content))
    };
    if is_new(|before, now| before.name != now.name) && content.name.trim().is_empty() {
        return Err(Refusal::BadName.into());
    }
    if let Some(kam) = content.kam_id.filter(|_| is_new(|before, now| before.kam_id != now.kam_id))
        && kams::by_id(tx, kam).await?.is_none()
    {
        return Err(Refusal::UnknownReference(Record::Kam).into());
    }
    Ok(())
}

/// Deletes a profile without bills, with its entitlements. The customer stays.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::UnknownRecord`], [`Refusal::RecordInUse`], [`Refusal::OperationReused`]; the database's.
pub async fn delete(tx: &mut Tx, operation: &Operation, customer: CustomerId) -> Result<()> {
    operation.require(Permission::ChangeCustomers)?;
    let under_way = match operations::begin(tx, operation, Verb::DeleteSalesProfile, &customer).await? {
        Begun::Before(()) => return Ok(()),
        Begun::Now(under_way) => under_way,
    };
    let customer = customer_of(tx, customer).await?;
    let customer = customers::get_for_update(tx, customer).await?.customer_id;
    let before = existing(tx, &operation.caller, customer).await?.content();
    for entitlement in entitlements::ids_of_customer(tx, customer).await? {
        if entitlements::is_billed(tx, entitlement).await? {
            return Err(Refusal::RecordInUse(Record::Customer).into());
        }
        entitlements::delete(tx, entitlement).await?;
    }
    profiles::delete(tx, customer).await?;
    let details = serde_json::json!({ "content": before });
    under_way.finish(tx, Some(customer), &details, ()).await
}
