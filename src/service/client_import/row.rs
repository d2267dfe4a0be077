//! Rows as they are read, before anything is known of whom they are about.

use std::collections::HashSet;

use crate::domain::{ClientCode, ClientCodeError, Email, EmailError, Phone, PhoneCountries, visible};

/// A row, as it was sent. What is empty says nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewRow {
    /// A code of the customer, of either kind.
    pub client_code: String,
    /// Given name.
    pub first_name: String,
    /// Family name.
    pub last_name: String,
    /// The phone number, as people write it.
    pub phone: String,
    /// The e-mail.
    pub email: String,
    /// It has values that belong to no column of its file.
    pub has_other_values: bool,
}

/// A row that was read.
#[derive(Debug, serde::Serialize)]
pub struct Row {
    #[serde(serialize_with = "read_value")]
    pub(super) code: Option<Result<ClientCode, ClientCodeError>>,
    /// Another row before has the code.
    #[serde(skip)]
    pub(super) repeats_code: bool,
    pub(super) first_name: Option<String>,
    pub(super) last_name: Option<String>,
    pub(super) phone: Option<TypedPhone>,
    /// Another row before has the phone number.
    #[serde(skip)]
    pub(super) repeats_phone: bool,
    #[serde(serialize_with = "read_value")]
    pub(super) email: Option<Result<Email, EmailError>>,
    #[serde(skip)]
    pub(super) has_other_values: bool,
}

/// A phone number as it was sent.
#[derive(Debug, serde::Serialize)]
pub(super) struct TypedPhone {
    /// Its digits.
    pub(super) digits: String,
    /// The numbers that it may be: none, one, or several of which nobody knows which.
    pub(super) readings: Vec<Phone>,
}

/// Reads the rows of a list, and sees which of them repeat what one before has.
pub(super) fn read_all(rows: &[NewRow], phones: &PhoneCountries) -> Vec<Row> {
    let (mut codes, mut numbers) = (HashSet::new(), HashSet::new());
    let read = |new: &NewRow| {
        let mut row = read(new, phones);
        if let Some(Ok(code)) = &row.code {
            row.repeats_code = !codes.insert(code.key().to_owned());
        }
        if let Some(phone) = &row.phone {
            for reading in &phone.readings {
                row.repeats_phone |= !numbers.insert(reading.digits().to_owned());
            }
            row.repeats_phone |= phone.readings.is_empty() && !numbers.insert(phone.digits.clone());
        }
        row
    };
    rows.iter().map(read).collect()
}

fn read(new: &NewRow, phones: &PhoneCountries) -> Row {
    Row {
        code: text(&new.client_code).map(str::parse),
        repeats_code: false,
        first_name: name(&new.first_name),
        last_name: name(&new.last_name),
        phone: text(&new.phone).map(|text| TypedPhone {
            digits: text.chars().filter(char::is_ascii_digit).collect(),
            readings: phones.typed(text).into_iter().filter(|phone| phones.takes(phone)).collect(),
        }),
        repeats_phone: false,
        email: text(&new.email).map(str::parse),
        has_other_values: new.has_other_values,
    }
}

fn text(text: &str) -> Option<&str> {
    let text = text.trim();
    (!text.is_empty()).then_some(text)
}

fn name(text: &str) -> Option<String> {
    let name = visible(text);
    (!name.is_empty()).then_some(name)
}

impl Row {
    /// The phone numbers that it may mean.
    pub(super) fn phones(&self) -> &[Phone] {
        self.phone.as_ref().map_or(&[], |phone| &phone.readings)
    }
}

/// Writes a value that could be read; null for one that could not, whose row is refused.
fn read_value<T: serde::Serialize, E, S: serde::Serializer>(
    value: &Option<Result<T, E>>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serde::Serialize::serialize(&value.as_ref().and_then(|value| value.as_ref().ok()), serializer)
}
