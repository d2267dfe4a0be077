//! Fields of a body that are read one by one, so that all that are wrong are told at once, and absent, null and a value are three
//! things.

use serde::{Deserialize, Deserializer, de::DeserializeOwned};
use serde_json::value::RawValue;

use super::{
    amount,
    fault::{Fault, FieldFault, Part, Problem},
};
use crate::domain::{Money, Quantity};

/// A field of a body.
#[derive(Clone, Debug, Default)]
pub(super) enum Given<T> {
    /// It is not there.
    #[default]
    Absent,
    /// It is null.
    Null,
    /// It has a value.
    Value(T),
    /// It has a value that is not valid.
    Wrong(Problem),
}

/// What can be read from a JSON value that is not null.
pub(super) trait FromJson: Sized {
    /// Reads it, or says what is wrong with it.
    fn from_json(json: &str) -> Result<Self, Problem>;
}

impl<'de, T: FromJson> Deserialize<'de> for Given<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        Ok(match raw.get() {
            "null" => Self::Null,
            json => T::from_json(json).map_or_else(Self::Wrong, Self::Value),
        })
    }
}

/// The faults of a body, gathered field by field.
#[derive(Debug, Default)]
pub(super) struct Faults(Vec<FieldFault>);

impl Faults {
    /// A field that may be left out: `Some(None)` is null.
    pub(super) fn optional<T: Clone>(&mut self, field: &str, given: &Given<T>) -> Option<Option<T>> {
        match given {
            Given::Absent => None,
            Given::Null => Some(None),
            Given::Value(value) => Some(Some(value.clone())),
            Given::Wrong(problem) => {
                self.note(field, *problem);
                None
            }
        }
    }

    /// A field that must be there and have a value. `None` where it is at fault.
    pub(super) fn required<T: Clone>(&mut self, field: &str, given: &Given<T>) -> Option<T> {
        match given {
            Given::Absent => self.note(field, Problem::Missing),
            given => return self.not_null(field, given),
        }
        None
    }

    /// A field that may be left out, and is not null.
    pub(super) fn not_null<T: Clone>(&mut self, field: &str, given: &Given<T>) -> Option<T> {
        match given {
            Given::Absent => {}
            Given::Null => self.note(field, Problem::Wrong),
            Given::Value(value) => return Some(value.clone()),
            Given::Wrong(problem) => self.note(field, *problem),
        }
        None
    }

    /// Notes a fault.
    pub(super) fn note(&mut self, field: &str, problem: Problem) {
        self.note_value(Part::Body, field, problem, String::new());
    }

    /// Notes a fault of a value that its text repeats.
    pub(super) fn note_value(&mut self, part: Part, field: &str, problem: Problem, value: String) {
        self.0.push(FieldFault { part, field: field.to_owned(), problem, value });
    }

    /// Notes what is wrong with an object within the body, at its place.
    pub(super) fn note_within(&mut self, place: &str, fault: Fault) {
        let faults = match fault {
            Fault::Field(fault) => vec![fault],
            Fault::Fields(faults) => faults,
            _ => return self.note(place, Problem::Wrong),
        };
        self.0
            .extend(faults.into_iter().map(|fault| FieldFault { field: format!("{place}.{}", fault.field), ..fault }));
    }

    /// Refuses the body where something of it is at fault.
    ///
    /// # Errors
    /// [`Fault::Field`], [`Fault::Fields`].
    pub(super) fn end(mut self) -> Result<(), Fault> {
        match self.0.len() {
            0 => Ok(()),
            1 => Err(self.0.pop().map_or(Fault::Internal, Fault::Field)),
            _ => Err(Fault::Fields(self.0)),
        }
    }
}

impl FromJson for String {
    fn from_json(json: &str) -> Result<Self, Problem> {
        typed(json, Problem::NotText)
    }
}

impl FromJson for bool {
    fn from_json(json: &str) -> Result<Self, Problem> {
        typed(json, Problem::NotBool)
    }
}

/// A whole number; `5.0` is one.
impl FromJson for i64 {
    fn from_json(json: &str) -> Result<Self, Problem> {
        let number = amount::read(json).map_err(|problem| match problem {
            Problem::TooLarge => Problem::Above(Self::MAX),
            _ => Problem::NotWhole,
        })?;
        if !number.fract().is_zero() {
            return Err(Problem::NotWhole);
        }
        number
            .try_into()
            .map_err(|_| if number.is_sign_negative() { Problem::Below(0) } else { Problem::Above(Self::MAX) })
    }
}

/// An amount of zero or above.
impl FromJson for Money {
    fn from_json(json: &str) -> Result<Self, Problem> {
        let money = amount::money(json).map_err(of_number)?;
        if money.is_negative() { Err(Problem::Below(0)) } else { Ok(money) }
    }
}

/// A quantity of zero or above.
impl FromJson for Quantity {
    fn from_json(json: &str) -> Result<Self, Problem> {
        let quantity = amount::quantity(json).map_err(of_number)?;
        if quantity.milli() < 0 { Err(Problem::Below(0)) } else { Ok(quantity) }
    }
}

fn typed<T: DeserializeOwned>(json: &str, problem: Problem) -> Result<T, Problem> {
    serde_json::from_str(json).map_err(|_| problem)
}

const fn of_number(problem: Problem) -> Problem {
    match problem {
        Problem::Wrong => Problem::NotNumber,
        problem => problem,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Deserialize)]
    struct Request {
        #[serde(default)]
        count: Given<i64>,
        #[serde(default)]
        weight: Given<Quantity>,
        #[serde(default)]
        price: Given<Money>,
        #[serde(default)]
        note: Given<String>,
    }

    fn read(json: &str) -> Request {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn absent_null_and_a_value_are_three_things() {
        let mut faults = Faults::default();
        let read = read(r#"{"weight": null, "price": "14.29", "count": 5.0}"#);
        assert_eq!(faults.optional("note", &read.note), None);
        assert_eq!(faults.optional("weight", &read.weight), Some(None));
        assert_eq!(faults.optional("price", &read.price), Some(Some(Money::from_minor(14_29))));
        assert_eq!(faults.required("count", &read.count), Some(5));
        assert!(faults.end().is_ok());
    }

    #[test]
    fn all_that_is_wrong_is_told_at_once() {
        let mut faults = Faults::default();
        let read = read(r#"{"count": 1.5, "weight": -0.001, "price": true, "note": 5}"#);
        faults.required("count", &read.count);
        faults.optional("weight", &read.weight);
        faults.optional("price", &read.price);
        faults.not_null("note", &read.note);
        faults.required::<i64>("other", &Given::Absent);
        let Err(Fault::Fields(faults)) = faults.end() else { panic!("nothing is wrong") };
        let found: Vec<(&str, Problem)> = faults.iter().map(|fault| (fault.field.as_str(), fault.problem)).collect();
        let expected = [
            ("count", Problem::NotWhole),
            ("weight", Problem::Below(0)),
            ("price", Problem::NotNumber),
            ("note", Problem::NotText),
            ("other", Problem::Missing),
        ];
        assert_eq!(found, expected);
    }
}
