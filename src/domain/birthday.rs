//! A day of birth.

use std::{fmt, str::FromStr};

use chrono::{Datelike as _, NaiveDate};

/// The first year of a birthday.
const FIRST_YEAR: i32 = 1;
/// How a birthday is written.
const FORMAT: &str = "%Y-%m-%d";

/// A day of birth, `YYYY-MM-DD`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Birthday(NaiveDate);

/// A text that is no date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a date like 1990-05-15")]
pub struct BirthdayError;

impl Birthday {
    /// Reads a day as people type it: `15.05.1990`, `15/5/1990`, `1990-05-15`. `None` where it is no day since 1900.
    pub fn typed(text: &str) -> Option<Self> {
        let parts: Vec<u32> = text
            .split(|char: char| !char.is_ascii_digit())
            .filter(|part| !part.is_empty())
            .map(str::parse)
            .collect::<Result<_, _>>()
            .ok()?;
        let [first, month, last] = parts[..] else { return None };
        let (day, year) = if first > 31 { (last, first) } else { (first, last) };
        let is_typed = text.trim().chars().all(|char| char.is_ascii_digit() || " .,/-".contains(char));
        let year = i32::try_from(year).ok().filter(|year| (1900..10_000).contains(year) && is_typed)?;
        NaiveDate::from_ymd_opt(year, month, day).map(Self)
    }

    /// The day.
    pub const fn date(self) -> NaiveDate {
        self.0
    }
}

impl From<NaiveDate> for Birthday {
    fn from(date: NaiveDate) -> Self {
        Self(date)
    }
}

impl FromStr for Birthday {
    type Err = BirthdayError;

    fn from_str(text: &str) -> Result<Self, BirthdayError> {
        let is_short = text.len() == "1990-05-15".len() && text.starts_with(|char: char| char.is_ascii_digit());
        let date = NaiveDate::parse_from_str(text, FORMAT).ok().filter(|date| is_short && date.year() >= FIRST_YEAR);
        date.map(Self).ok_or(BirthdayError)
    }
}

impl fmt::Display for Birthday {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.format(FORMAT).fmt(f)
    }
}

impl serde::Serialize for Birthday {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_birthday_is_read_as_people_type_it() {
        for text in ["15.05.1990", "15.5.1990", " 15/05/1990 ", "15 05 1990", "1990-05-15", "1990.5.15", "15-05-1990"] {
            assert_eq!(Birthday::typed(text).unwrap().to_string(), "1990-05-15", "{text}");
        }
        for text in
            ["", "15.05", "15.05.90", "31.02.1990", "15.05.1990 12", "15 мая 1990", "15.13.1990", "99999999999.1.1"]
        {
            assert_eq!(Birthday::typed(text), None, "{text}");
        }
    }

    #[test]
    fn a_birthday_is_a_date_of_ten_characters() {
        assert_eq!("1990-05-15".parse::<Birthday>().unwrap().to_string(), "1990-05-15");
        for text in
            ["", "1990-5-15", "15.05.1990", "1990-02-30", "0000-01-01", "1990-05-15T00:00", "+990-05-15", "19900-05-15"]
        {
            assert_eq!(text.parse::<Birthday>(), Err(BirthdayError), "{text}");
        }
    }
}
