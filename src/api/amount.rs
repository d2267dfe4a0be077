//! Amounts in JSON: in as numbers or decimal strings, out as numbers with exactly two places.

use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _, ser::Error as _};
use serde_json::value::RawValue;

use super::fault::Problem;
use crate::domain::{AmountError, Money, Quantity};

/// The longest text of a number, in characters.
const LONGEST: usize = 40;

/// An amount of money or points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, utoipa::ToSchema)]
#[schema(value_type = f64, example = json!(1234.56))]
pub(super) struct Amount(pub(super) Money);

/// A quantity of goods, of at most three places.
#[derive(Clone, Copy, Debug, PartialEq, Eq, utoipa::ToSchema)]
#[schema(value_type = f64, example = json!(2))]
pub(super) struct Pieces(pub(super) Quantity);

/// A weight, a quantity, with exactly three places.
#[derive(Clone, Copy, Debug, PartialEq, Eq, utoipa::ToSchema)]
#[schema(value_type = f64, example = json!(10.5))]
pub(super) struct Thousandths(pub(super) Quantity);

impl Serialize for Amount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let text = self.0.to_decimal().to_string();
        RawValue::from_string(text).map_err(S::Error::custom)?.serialize(serializer)
    }
}

impl Serialize for Pieces {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let text = self.0.to_decimal().normalize().to_string();
        RawValue::from_string(text).map_err(S::Error::custom)?.serialize(serializer)
    }
}

impl Serialize for Thousandths {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let text = Decimal::new(self.0.milli(), 3).to_string();
        RawValue::from_string(text).map_err(S::Error::custom)?.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Amount {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // The digits as they were sent: a binary number would hide a third decimal place.
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        money(raw.get()).map(Self).map_err(|problem| D::Error::custom(word(problem)))
    }
}

impl<'de> Deserialize<'de> for Pieces {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        quantity(raw.get()).map(Self).map_err(|problem| D::Error::custom(word(problem)))
    }
}

impl Amount {
    /// The amount, which must be above zero.
    ///
    /// # Errors
    /// [`Problem::NotPositive`].
    pub(super) const fn positive(self) -> Result<Money, Problem> {
        if self.0.is_positive() { Ok(self.0) } else { Err(Problem::NotPositive) }
    }
}

impl Problem {
    /// The problem of an amount, as that of a quantity.
    const fn of_quantity(self) -> Self {
        match self {
            Self::TooPrecise => Self::QuantityTooPrecise,
            problem => problem,
        }
    }
}

/// The amount that a JSON value is.
///
/// # Errors
/// [`Problem::Wrong`], [`Problem::TooPrecise`], [`Problem::TooLarge`].
pub(super) fn money(json: &str) -> Result<Money, Problem> {
    read(json).and_then(|decimal| Money::from_decimal(decimal).map_err(problem))
}

/// The quantity that a JSON value is.
///
/// # Errors
/// As [`money`], with [`Problem::QuantityTooPrecise`].
pub(super) fn quantity(json: &str) -> Result<Quantity, Problem> {
    let quantity = read(json).and_then(|decimal| Quantity::from_decimal(decimal).map_err(problem));
    quantity.map_err(Problem::of_quantity)
}

/// A number as JSON or a decimal text has it.
pub(super) fn read(json: &str) -> Result<Decimal, Problem> {
    let text = if json.starts_with('"') {
        serde_json::from_str::<String>(json).map_err(|_| Problem::Wrong)?
    } else {
        json.to_owned()
    };
    let digits = text.strip_prefix('-').unwrap_or(&text);
    let is_number = digits.starts_with(|char: char| char.is_ascii_digit())
        && digits.bytes().all(|byte| byte.is_ascii_digit() || b".eE+-".contains(&byte));
    let is_decimal = digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') && !digits.ends_with('.');
    if !is_number || (json.starts_with('"') && !is_decimal) {
        return Err(Problem::Wrong);
    }
    if text.len() > LONGEST {
        return Err(if text.contains('.') { Problem::TooPrecise } else { Problem::TooLarge });
    }
    if text.contains(['e', 'E']) {
        let is_small = text.contains("e-") || text.contains("E-");
        return Decimal::from_scientific(&text)
            .map_err(|_| if is_small { Problem::TooPrecise } else { Problem::TooLarge });
    }
    Decimal::from_str_exact(&text).map_err(|error| match error {
        rust_decimal::Error::Underflow => Problem::TooPrecise,
        rust_decimal::Error::ExceedsMaximumPossibleValue => Problem::TooLarge,
        _ => Problem::Wrong,
    })
}

const fn problem(error: AmountError) -> Problem {
    match error {
        AmountError::NotANumber => Problem::Wrong,
        AmountError::TooPrecise => Problem::TooPrecise,
        AmountError::Negative => Problem::NotPositive,
        AmountError::TooLarge => Problem::TooLarge,
    }
}

/// The problem of an amount as the text of a serde error, which has no other place for it.
const fn word(problem: Problem) -> &'static str {
    match problem {
        Problem::TooPrecise => "amount: too precise",
        Problem::QuantityTooPrecise => "quantity: too precise",
        Problem::TooLarge => "amount: too large",
        Problem::NotPositive => "amount: not positive",
        _ => "amount: wrong",
    }
}

/// The problem that [`word`] wrote.
pub(super) fn problem_of(text: &str) -> Option<Problem> {
    [Problem::TooPrecise, Problem::QuantityTooPrecise, Problem::TooLarge, Problem::NotPositive, Problem::Wrong]
        .into_iter()
        .find(|problem| text.starts_with(word(*problem)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_exactly() {
        for (json, minor) in [
            ("1234.56", 123_456),
            ("\"1234.56\"", 123_456),
            ("0", 0),
            ("-5.1", -510),
            ("1e3", 100_000),
            ("150000.00", 15_000_000),
            ("\"0.10\"", 10),
            ("9999999999999.99", 999_999_999_999_999),
        ] {
            assert_eq!(serde_json::from_str::<Amount>(json).unwrap().0.minor(), minor, "{json}");
        }
    }

    #[test]
    fn what_is_no_amount_is_refused() {
        for (json, problem) in [
            ("0.30000000000000004", Problem::TooPrecise),
            ("1.005", Problem::TooPrecise),
            ("1e-3", Problem::TooPrecise),
            ("1e-400", Problem::TooPrecise),
            ("10000000000000.01", Problem::TooLarge),
            ("1e300", Problem::TooLarge),
            ("\"\"", Problem::Wrong),
            ("\" 5\"", Problem::Wrong),
            ("\"5 000\"", Problem::Wrong),
            ("\"NaN\"", Problem::Wrong),
            ("\"+5\"", Problem::Wrong),
            ("\"1.\"", Problem::Wrong),
            ("\"1e1\"", Problem::Wrong),
            ("true", Problem::Wrong),
            ("null", Problem::Wrong),
            ("[1]", Problem::Wrong),
        ] {
            let error = serde_json::from_str::<Amount>(json).unwrap_err().to_string();
            assert_eq!(problem_of(&error), Some(problem), "{json}: {error}");
        }
        let long = format!("1.{}", "0".repeat(100));
        assert!(serde_json::from_str::<Amount>(&long).is_err());
    }

    #[test]
    fn quantities_have_three_places() {
        assert_eq!(serde_json::from_str::<Pieces>("1.234").unwrap().0.milli(), 1_234);
        let error = serde_json::from_str::<Pieces>("1.2345").unwrap_err().to_string();
        assert_eq!(problem_of(&error), Some(Problem::QuantityTooPrecise));
    }

    #[test]
    fn amounts_are_written_with_two_places() {
        for (minor, json) in [(15_000_000, "150000.00"), (0, "0.00"), (-5, "-0.05"), (123_450, "1234.50")] {
            assert_eq!(serde_json::to_string(&Amount(Money::from_minor(minor))).unwrap(), json);
        }
    }
}
