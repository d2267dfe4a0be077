//! Customers from a list that another system sent: each row makes a customer, completes one, or is refused. The same list again
//! changes nothing.
//!
//! What a row does is decided by [`decision`] alone, so a look at rows ([`look_at_rows`]) says what carrying them out
//! ([`import_rows`]) does. A list may be carried out part by part, in transactions as long as the caller likes: no two of its rows may
//! be about the same customer, so none depends on what another one wrote.

mod decision;
mod row;

use std::{collections::HashSet, ops::Range};

use serde::{Deserialize, Serialize};

use self::decision::{Change, Decision, Found};
pub use self::{
    decision::RowRefusal,
    row::{NewRow, Row},
};
use super::{
    Caller, Operation, Refusal, Result, client_codes, customers,
    operations::{self, Begun},
};
use crate::{
    clock::Chance,
    domain::{CustomerId, OperationId, Permission, PhoneCountries, Verb},
    service::customers::{Customer, NewCustomer},
    storage::{Tx, clients, contacts as stored_contacts, customers as stored, shops},
};

/// The rows of a list.
#[derive(Debug)]
pub struct Import {
    rows: Vec<Row>,
    /// The codes of all rows, as codes are compared: none of them may become the own code of a new customer.
    codes: HashSet<String>,
}

/// Whom the rows were about that are done.
#[derive(Clone, Debug, Default)]
pub struct Done(HashSet<CustomerId>);

/// What became of a row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RowOutcome {
    /// It made a customer, or would make one.
    Created,
    /// It changed a customer.
    Updated,
    /// The customer was as it says.
    Unchanged,
    /// It is not carried out.
    Refused(RowRefusal),
}

/// What became of some of the rows: the result of the operation that carried them out.
#[derive(Serialize, Deserialize)]
struct Carried {
    outcomes: Vec<RowOutcome>,
    /// Whom they were about.
    customers: Vec<CustomerId>,
}

impl Import {
    /// Reads the rows of a list.
    pub fn new(rows: &[NewRow], phones: &PhoneCountries) -> Self {
        let rows = row::read_all(rows, phones);
        let codes = rows.iter().filter_map(|row| Some(row.code.as_ref()?.as_ref().ok()?.key().to_owned())).collect();
        Self { rows, codes }
    }

    /// Some of the rows, each with its place.
    fn part(&self, places: Range<usize>) -> impl Iterator<Item = (usize, &Row)> {
        self.rows.iter().enumerate().take(places.end).skip(places.start)
    }
}

impl Done {
    /// What a row does after the ones that are done.
    fn decide(&self, row: &Row, found: &Found) -> Decision {
        let decision = decision::decide(row, found);
        match decision.customer() {
            Some(customer) if self.0.contains(&customer) => Decision::Refuse(RowRefusal::RepeatedClient),
            _ => decision,
        }
    }
}

/// What carrying out some of the rows would do. Writes nothing.
///
/// # Errors
/// [`Refusal::NotAllowed`]; the database's.
pub async fn look_at_rows(
    tx: &mut Tx,
    caller: &Caller,
    import: &Import,
    places: Range<usize>,
    done: &mut Done,
) -> Result<Vec<RowOutcome>> {
    require(caller)?;
    let mut outcomes = Vec::with_capacity(places.len());
    for (_, row) in import.part(places) {
        let found = find(tx, row).await?;
        let decision = done.decide(row, &found);
        done.0.extend(decision.customer());
        outcomes.push(match decision {
            Decision::Create => RowOutcome::Created,
            Decision::Change(..) => RowOutcome::Updated,
            Decision::Keep(_) => RowOutcome::Unchanged,
            Decision::Refuse(refusal) => RowOutcome::Refused(refusal),
        });
    }
    Ok(outcomes)
}

/// Carries out some of the rows, each as a part of the operation. All of them together are a part too, which keeps what became of
/// each: rows that the operation has done are never done again, also where others changed the same customers since.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::OperationReused`]; [`Refusal::PhoneTaken`] where the customer was registered in this moment; the
/// database's.
pub async fn import_rows(
    tx: &mut Tx,
    operation: &Operation,
    chance: &dyn Chance,
    import: &Import,
    places: Range<usize>,
    done: &mut Done,
) -> Result<Vec<RowOutcome>> {
    require(&operation.caller)?;
    // Nobody else gets the code or the phone number of a row until this transaction ends.
    shops::lock_phones(tx).await?;
    let name = format!("rows {}-{}", places.start + 1, places.end);
    let whole = operation.caller.operation(OperationId::part(&operation.id, name));
    let rows: Vec<&Row> = import.part(places.clone()).map(|(_, row)| row).collect();
    let under_way = match operations::begin(tx, &whole, Verb::ImportClient, &rows).await? {
        Begun::Before(Carried { outcomes, customers }) => {
            done.0.extend(customers);
            return Ok(outcomes);
        }
        Begun::Now(under_way) => under_way,
    };
    let mut carried = Carried { outcomes: Vec::with_capacity(places.len()), customers: Vec::new() };
    for (place, row) in import.part(places) {
        let mut found = find(tx, row).await?;
        if let Decision::Change(customer, _) = done.decide(row, &found) {
            customers::get_for_update(tx, customer).await?;
            found = find(tx, row).await?;
        }
        let decision = done.decide(row, &found);
        done.0.extend(decision.customer());
        carried.customers.extend(decision.customer());
        let part = operation.caller.operation(OperationId::part(&operation.id, place + 1));
        carried.outcomes.push(match decision {
            Decision::Create => create(tx, &part, chance, import, row).await?,
            Decision::Change(_, change) => self::change(tx, &part, &found, row, &change).await?,
            Decision::Keep(_) => RowOutcome::Unchanged,
            Decision::Refuse(refusal) => RowOutcome::Refused(refusal),
        });
    }
    Ok(under_way.finish_unchanged(tx, carried).await?.outcomes)
}

fn require(caller: &Caller) -> Result<()> {
    caller.require(Permission::RegisterCustomer)?;
    caller.require(Permission::ChangeParcels)
}

/// Whom the code and the phone number of a row name.
async fn find(tx: &mut Tx, row: &Row) -> Result<Found> {
    let by_code = match &row.code {
        Some(Ok(code)) => client_codes::customer(tx, code).await?,
        _ => None,
    };
    let mut by_phone = Vec::new();
    for phone in row.phones() {
        if let Some(customer) = customers::by_phone(tx, phone).await? {
            by_phone.push(customer);
        }
    }
    Ok(Found { by_code, by_phone })
}

async fn create(
    tx: &mut Tx,
    operation: &Operation,
    chance: &dyn Chance,
    import: &Import,
    row: &Row,
) -> Result<RowOutcome> {
    let under_way = match operations::begin(tx, operation, Verb::ImportClient, row).await? {
        Begun::Before(()) => return Ok(RowOutcome::Created),
        Begun::Now(under_way) => under_way,
    };
    let new = NewCustomer {
        first_name: row.first_name.clone(),
        last_name: row.last_name.clone(),
        phone: row.phones().first().cloned(),
        email: row.email.as_ref().and_then(|email| email.clone().ok()),
        ..NewCustomer::default()
    };
    let customer = customers::create_listed(tx, operation.at(), chance, &new, &import.codes).await?;
    if let Some(Ok(code)) = &row.code {
        client_codes::write_outside(tx, &customer, Some(code)).await?;
    }
    let details = serde_json::json!({ "code": customer.code });
    under_way.finish(tx, Some(customer.customer_id), &details, ()).await?;
    Ok(RowOutcome::Created)
}

/// Changes a customer whose card is locked.
async fn change(tx: &mut Tx, operation: &Operation, found: &Found, row: &Row, change: &Change) -> Result<RowOutcome> {
    let customer = found.customer(change.customer).ok_or(Refusal::UnknownCustomer)?;
    let under_way = match operations::begin(tx, operation, Verb::ImportClient, row).await? {
        Begun::Before(()) => return Ok(RowOutcome::Updated),
        Begun::Now(under_way) => under_way,
    };
    write_names_and_contacts(tx, customer, change).await?;
    if let Some(code) = &change.code {
        client_codes::write_outside(tx, customer, Some(code)).await?;
    }
    let details = serde_json::json!({ "code": customer.code, "changed": change.fields() });
    under_way.finish(tx, Some(customer.customer_id), &details, ()).await?;
    Ok(RowOutcome::Updated)
}

/// Writes what a customer is found by, and keeps their terms in step.
async fn write_names_and_contacts(tx: &mut Tx, customer: &Customer, change: &Change) -> Result<()> {
    let now = Customer {
        first_name: change.first_name.clone().or_else(|| customer.first_name.clone()),
        last_name: change.last_name.clone().or_else(|| customer.last_name.clone()),
        phone: change.phone.clone().or_else(|| customer.phone.clone()),
        email: change.email.clone().or_else(|| customer.email.clone()),
        ..customer.clone()
    };
    if now.first_name != customer.first_name || now.last_name != customer.last_name {
        let names = (now.first_name.as_deref(), now.last_name.as_deref());
        clients::set_names(tx, customer.customer_id, names.0, names.1).await?;
    }
    if let Some(phone) = &change.phone {
        stored::set_phone(tx, customer.customer_id, Some(phone)).await?;
    }
    if let Some(email) = &change.email {
        stored_contacts::set_email(tx, customer.customer_id, email).await?;
    }
    Ok(stored::index(tx, customer.customer_id, Some(customer), Some(&now)).await?)
}
