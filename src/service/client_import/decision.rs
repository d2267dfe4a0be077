//! What a row does: a pure function of the row and of whom it names.
//!
//! A phone number claims a card with what is on it. So a row never moves one: it sets the number of a customer who has none and no
//! Telegram account, and is refused where it contradicts a number that is known.

use super::row::{Row, TypedPhone};
use crate::{
    domain::{ClientCode, CustomerId, Email, Phone, visible},
    service::customers::Customer,
};

/// The longest name, in characters.
const LONGEST_NAME: usize = 100;

/// Why a row is not carried out.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RowRefusal {
    /// It has values that belong to no column.
    OtherValues,
    /// It has neither a code nor a phone number.
    Nobody,
    /// The code is none.
    BadCode,
    /// The phone number is none that the shop takes.
    BadPhone,
    /// It may be the number of several countries.
    UnclearPhone,
    /// The e-mail is none.
    BadEmail,
    /// A name of more than this many characters.
    LongName(usize),
    /// A row before has the code.
    RepeatedCode,
    /// A row before has the phone number.
    RepeatedPhone,
    /// A row before is about the same customer.
    RepeatedClient,
    /// The code is one customer's, the phone number another's.
    PhoneOfAnother,
    /// The customer of the code is known by another phone number.
    OtherPhone,
    /// The customer of the code has a Telegram account, and tells the bot the phone number.
    PhoneFromChat,
    /// The customer of the phone number has this outside code.
    OtherCode(ClientCode),
}

/// Whom a row names.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// The customer of the code.
    pub(super) by_code: Option<Customer>,
    /// Those of the phone numbers that it may mean.
    pub(super) by_phone: Vec<Customer>,
}

/// What a row does.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Decision {
    /// It makes a customer.
    Create,
    /// It changes one.
    Change(CustomerId, Change),
    /// It leaves one as they are.
    Keep(CustomerId),
    /// It does nothing.
    Refuse(RowRefusal),
}

/// The new values of a customer.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Change {
    pub(super) customer: CustomerId,
    pub(super) code: Option<ClientCode>,
    pub(super) first_name: Option<String>,
    pub(super) last_name: Option<String>,
    pub(super) phone: Option<Phone>,
    pub(super) email: Option<Email>,
}

/// What a row does.
pub(super) fn decide(row: &Row, found: &Found) -> Decision {
    decided(row, found).unwrap_or_else(Decision::Refuse)
}

fn decided(row: &Row, found: &Found) -> Result<Decision, RowRefusal> {
    if row.has_other_values {
        return Err(RowRefusal::OtherValues);
    }
    if row.repeats_code {
        return Err(RowRefusal::RepeatedCode);
    }
    if row.repeats_phone {
        return Err(RowRefusal::RepeatedPhone);
    }
    let code = row.code.as_ref().map(|code| code.as_ref().map_err(|_| RowRefusal::BadCode)).transpose()?;
    match (&found.by_code, &row.phone) {
        (Some(known), phone) => completed(row, known, None, new_phone(known, phone.as_ref(), found)?),
        (None, Some(phone)) => match (one(phone)?, found.by_phone.first()) {
            (_, Some(known)) => completed(row, known, new_code(known, code)?, None),
            (_, None) => created(row),
        },
        (None, None) if code.is_some() => created(row),
        (None, None) => Err(RowRefusal::Nobody),
    }
}

/// The phone number that the customer of the code gets; `None` where they have it already.
fn new_phone(known: &Customer, phone: Option<&TypedPhone>, found: &Found) -> Result<Option<Phone>, RowRefusal> {
    let Some(phone) = phone else { return Ok(None) };
    // A number that is stored is never refused, also where the shop takes others now.
    if let Some(own) = &known.phone
        && (phone.digits == own.digits() || phone.readings.contains(own))
    {
        return Ok(None);
    }
    let number = one(phone)?;
    if !found.by_phone.is_empty() {
        return Err(RowRefusal::PhoneOfAnother);
    }
    if known.phone.is_some() {
        return Err(RowRefusal::OtherPhone);
    }
    if known.telegram_id.is_some() {
        return Err(RowRefusal::PhoneFromChat);
    }
    Ok(Some(number.clone()))
}

/// The one number that a text means.
fn one(phone: &TypedPhone) -> Result<&Phone, RowRefusal> {
    match phone.readings.as_slice() {
        [number] => Ok(number),
        [] => Err(RowRefusal::BadPhone),
        _ => Err(RowRefusal::UnclearPhone),
    }
}

/// The code that the customer of the phone number gets, which nobody has.
fn new_code(known: &Customer, code: Option<&ClientCode>) -> Result<Option<ClientCode>, RowRefusal> {
    match (&known.outside_code, code) {
        (_, None) => Ok(None),
        (None, Some(code)) => Ok(Some(code.clone())),
        (Some(own), Some(_)) => Err(RowRefusal::OtherCode(own.clone())),
    }
}

fn created(row: &Row) -> Result<Decision, RowRefusal> {
    for name in [&row.first_name, &row.last_name].into_iter().flatten() {
        check_name(name)?;
    }
    match row.email {
        Some(Err(_)) => Err(RowRefusal::BadEmail),
        _ => Ok(Decision::Create),
    }
}

fn completed(
    row: &Row,
    known: &Customer,
    code: Option<ClientCode>,
    phone: Option<Phone>,
) -> Result<Decision, RowRefusal> {
    let customer = known.customer_id;
    let change = Change {
        customer,
        code,
        first_name: new_name(known.first_name.as_deref(), row.first_name.as_deref())?,
        last_name: new_name(known.last_name.as_deref(), row.last_name.as_deref())?,
        phone,
        email: match &row.email {
            Some(Ok(email)) => {
                Some(email).filter(|email| known.email.as_ref().is_none_or(|known| !known.is_same(email))).cloned()
            }
            Some(Err(_)) => return Err(RowRefusal::BadEmail),
            None => None,
        },
    };
    let decision =
        if change.fields().is_empty() { Decision::Keep(customer) } else { Decision::Change(customer, change) };
    Ok(decision)
}

/// The name that replaces a stored one; `None` where it is the same to see, or nothing.
fn new_name(stored: Option<&str>, name: Option<&str>) -> Result<Option<String>, RowRefusal> {
    let Some(name) = name.filter(|name| visible(stored.unwrap_or_default()) != *name) else { return Ok(None) };
    check_name(name)?;
    Ok(Some(name.to_owned()))
}

fn check_name(name: &str) -> Result<(), RowRefusal> {
    if name.chars().count() > LONGEST_NAME { Err(RowRefusal::LongName(LONGEST_NAME)) } else { Ok(()) }
}

impl Found {
    /// The customer of an id among those whom the row names.
    pub(super) fn customer(&self, customer: CustomerId) -> Option<&Customer> {
        self.by_code.iter().chain(&self.by_phone).find(|known| known.customer_id == customer)
    }
}

impl Decision {
    /// The customer whom the row is about, where there is one.
    pub(super) const fn customer(&self) -> Option<CustomerId> {
        match self {
            Self::Change(customer, _) | Self::Keep(customer) => Some(*customer),
            Self::Create | Self::Refuse(_) => None,
        }
    }
}

impl Change {
    /// The names of the fields that change.
    pub(super) fn fields(&self) -> Vec<&'static str> {
        let fields = [
            ("client_code", self.code.is_some()),
            ("first_name", self.first_name.is_some()),
            ("last_name", self.last_name.is_some()),
            ("phone", self.phone.is_some()),
            ("email", self.email.is_some()),
        ];
        fields.into_iter().filter(|(_, changes)| *changes).map(|(name, _)| name).collect()
    }
}

#[cfg(test)]
mod tests;
