//! Values as these APIs write them.

use chrono::NaiveDate;
use chrono_tz::Tz;
use serde::{
    Serialize, Serializer,
    ser::{SerializeMap as _, SerializeSeq as _},
};

use crate::{
    api::{
        admission::Call,
        amount::{self, Amount, Thousandths},
        given::FromJson as _,
        moment,
    },
    clock::Timestamp,
    domain::{Language, Money, Quantity},
};

/// For whom values are written.
#[derive(Clone, Copy, Debug)]
pub(in crate::api) struct Viewer {
    /// The language of words for people.
    pub(in crate::api) language: Language,
    /// The time zone of the shop.
    pub(super) timezone: Tz,
}

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::api) enum Shown {
    /// The field is left out.
    Absent,
    /// It has no value.
    Null,
    /// A text, a word, a date, a moment.
    Text(String),
    /// A whole number.
    Number(i64),
    /// True or false.
    Flag(bool),
    /// An amount, a percentage.
    Amount(Money),
    /// A quantity.
    Quantity(Quantity),
    /// A row of another resource.
    Row(Values),
    /// Rows of another resource.
    Rows(Vec<Values>),
}

/// The values of a row, in the order of the fields.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::api) struct Values(Vec<(&'static str, Shown)>);

impl Viewer {
    /// Who called.
    pub(in crate::api) fn of(call: &Call) -> Self {
        Self { language: call.language, timezone: call.api.options.format.timezone }
    }

    /// A moment with the offset of the shop.
    pub(in crate::api) fn moment(&self, moment: Timestamp) -> Shown {
        Shown::Text(moment::with_offset(moment, self.timezone))
    }

    /// A moment in UTC, with a `Z`.
    pub(in crate::api) fn utc(&self, moment: Timestamp) -> Shown {
        Shown::Text(format!("{}Z", moment.utc_text()))
    }
}

impl Shown {
    /// Is it the same as a value of a body?
    pub(super) fn is(&self, json: &str) -> bool {
        match self {
            Self::Null => json == "null",
            Self::Text(text) => String::from_json(json).is_ok_and(|said| said == *text),
            Self::Number(number) => i64::from_json(json).is_ok_and(|said| said == *number),
            Self::Flag(flag) => bool::from_json(json).is_ok_and(|said| said == *flag),
            Self::Quantity(quantity) => amount::quantity(json).is_ok_and(|said| said == *quantity),
            Self::Amount(amount) => amount::money(json).is_ok_and(|said| said == *amount),
            Self::Absent | Self::Row(_) | Self::Rows(_) => false,
        }
    }
}

impl Values {
    /// Those that are not left out.
    pub(super) fn of(shown: impl Iterator<Item = (&'static str, Shown)>) -> Self {
        Self(shown.filter(|(_, value)| *value != Shown::Absent).collect())
    }
}

impl Serialize for Shown {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Absent | Self::Null => serializer.serialize_unit(),
            Self::Text(text) => serializer.serialize_str(text),
            Self::Number(number) => serializer.serialize_i64(*number),
            Self::Flag(flag) => serializer.serialize_bool(*flag),
            Self::Amount(amount) => Amount(*amount).serialize(serializer),
            Self::Quantity(quantity) => Thousandths(*quantity).serialize(serializer),
            Self::Row(row) => row.serialize(serializer),
            Self::Rows(rows) => {
                let mut list = serializer.serialize_seq(Some(rows.len()))?;
                for row in rows {
                    list.serialize_element(row)?;
                }
                list.end()
            }
        }
    }
}

impl Serialize for Values {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_map(Some(self.0.len()))?;
        for (name, value) in &self.0 {
            object.serialize_entry(name, value)?;
        }
        object.end()
    }
}

impl From<&str> for Shown {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Shown {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Shown {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<bool> for Shown {
    fn from(flag: bool) -> Self {
        Self::Flag(flag)
    }
}

impl From<Money> for Shown {
    fn from(amount: Money) -> Self {
        Self::Amount(amount)
    }
}

impl From<Quantity> for Shown {
    fn from(quantity: Quantity) -> Self {
        Self::Quantity(quantity)
    }
}

impl From<NaiveDate> for Shown {
    fn from(date: NaiveDate) -> Self {
        Self::Text(date.format("%Y-%m-%d").to_string())
    }
}

impl<T: Into<Self>> From<Option<T>> for Shown {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, T::into)
    }
}
