//! Days, months and spans of days.

use std::{fmt, str::FromStr};

use chrono::{Datelike as _, Days, Months, NaiveDate, Weekday};
use chrono_tz::Tz;

use crate::clock::Timestamp;

/// How a day is written.
const FORMAT: &str = "%Y-%m-%d";

/// A day, `YYYY-MM-DD`, of the years 1 to 9999: in the order of its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(NaiveDate);

/// A text that is no day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a date like 2025-01-31")]
pub struct DateError;

/// A month, `YYYY-MM`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month(Date);

/// A text that is no month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a month like 2025-01")]
pub struct MonthError;

/// From one day to another, both included; each may be missing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Period {
    /// The first day.
    pub from: Option<Date>,
    /// The last day.
    pub until: Option<Date>,
}

/// From which day to which something holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub struct InForce {
    /// The first day.
    pub starts_on: Date,
    /// The last day; `None`: it has no end.
    pub ends_on: Option<Date>,
}

impl Date {
    /// Some day: where a statement wants one that its rows do not ask for.
    pub const EXAMPLE: Self = Self(match NaiveDate::from_ymd_opt(1970, 1, 1) {
        Some(date) => date,
        None => NaiveDate::MIN,
    });

    /// A day of the calendar.
    ///
    /// # Errors
    /// [`DateError`] where there is no such day, or beyond the years 1 to 9999.
    pub fn of(date: NaiveDate) -> Result<Self, DateError> {
        if (1..=9999).contains(&date.year()) { Ok(Self(date)) } else { Err(DateError) }
    }

    /// The day of a moment where the shop is.
    pub fn at(zone: Tz, moment: Timestamp) -> Self {
        let date = moment.to_utc().with_timezone(&zone).date_naive();
        Self::of(date).unwrap_or(Self(NaiveDate::default()))
    }

    /// The day.
    pub const fn date(self) -> NaiveDate {
        self.0
    }

    /// The month that it is in.
    pub fn month(self) -> Month {
        Month(Self(self.0.with_day(1).unwrap_or(self.0)))
    }

    /// So many days later; the last day that there is where it would be beyond.
    #[must_use]
    pub fn plus_days(self, days: u32) -> Self {
        let later = self.0.checked_add_days(Days::new(days.into())).and_then(|date| Self::of(date).ok());
        later.unwrap_or(self)
    }

    /// The ISO week that it is in, from Monday to Sunday.
    pub fn week(self) -> Period {
        let week = self.0.week(Weekday::Mon);
        let day = |date: Option<NaiveDate>| date.and_then(|date| Self::of(date).ok());
        Period { from: day(week.checked_first_day()), until: day(week.checked_last_day()) }
    }
}

impl FromStr for Date {
    type Err = DateError;

    fn from_str(text: &str) -> Result<Self, DateError> {
        let is_short = text.len() == "2025-01-31".len() && text.starts_with(|sign: char| sign.is_ascii_digit());
        let date = NaiveDate::parse_from_str(text, FORMAT).ok().filter(|_| is_short);
        date.and_then(|date| Self::of(date).ok()).ok_or(DateError)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.format(FORMAT).fmt(f)
    }
}

impl Month {
    /// Its first day.
    pub const fn first_day(self) -> Date {
        self.0
    }

    /// Its days.
    pub fn days(self) -> Period {
        let next = self.0.0.checked_add_months(Months::new(1)).and_then(|next| next.pred_opt());
        Period { from: Some(self.0), until: next.and_then(|last| Date::of(last).ok()) }
    }

    /// Year and month without a sign between them: `202501`.
    pub fn digits(self) -> String {
        self.0.0.format("%Y%m").to_string()
    }
}

impl FromStr for Month {
    type Err = MonthError;

    fn from_str(text: &str) -> Result<Self, MonthError> {
        format!("{text}-01").parse().map(Self).map_err(|_| MonthError)
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.0.format("%Y-%m").fmt(f)
    }
}

impl InForce {
    /// Does it hold on a day?
    pub fn on(self, day: Date) -> bool {
        self.starts_on <= day && self.ends_on.is_none_or(|last| day <= last)
    }

    /// Does it end before it begins?
    pub fn is_upside_down(self) -> bool {
        self.ends_on.is_some_and(|last| last < self.starts_on)
    }
}

macro_rules! as_text {
    ($($name:ident),+) => {$(
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    )+};
}
as_text!(Date, Month);

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn a_day_is_ten_characters() {
        assert_eq!(day("2025-01-31").to_string(), "2025-01-31");
        assert_eq!(day("0001-01-01").to_string(), "0001-01-01");
        for text in
            ["", "2025-1-31", "31.01.2025", "2025-02-29", "0000-01-01", "2025-01-31T00:00", "+025-01-01", " 2025-01-1"]
        {
            assert_eq!(text.parse::<Date>(), Err(DateError), "{text}");
        }
        assert!(day("0999-12-31") < day("1000-01-01"));
    }

    #[test]
    fn a_month_has_its_days() {
        for (month, first, last) in [
            ("2025-01", "2025-01-01", "2025-01-31"),
            ("2024-02", "2024-02-01", "2024-02-29"),
            ("2025-02", "2025-02-01", "2025-02-28"),
            ("2025-12", "2025-12-01", "2025-12-31"),
        ] {
            let found: Month = month.parse().unwrap();
            assert_eq!(found.days(), Period { from: Some(day(first)), until: Some(day(last)) }, "{month}");
            assert_eq!((day(last).month(), found.to_string()), (found, month.to_owned()));
            assert_eq!(found.digits(), month.replace('-', ""));
        }
        for text in ["", "2025", "2025-13", "2025-1", "2025-01-01", "202501", "0000-01"] {
            assert_eq!(text.parse::<Month>(), Err(MonthError), "{text}");
        }
        // The last month has no day after it that could be written.
        assert_eq!("9999-12".parse::<Month>().unwrap().days().from, Some(day("9999-12-01")));
    }

    #[test]
    fn a_week_begins_on_monday() {
        for (of, first, last) in [
            ("2025-01-01", "2024-12-30", "2025-01-05"),
            ("2024-12-30", "2024-12-30", "2025-01-05"),
            ("2025-01-05", "2024-12-30", "2025-01-05"),
            ("2025-01-06", "2025-01-06", "2025-01-12"),
        ] {
            assert_eq!(day(of).week(), Period { from: Some(day(first)), until: Some(day(last)) }, "{of}");
        }
    }

    #[test]
    fn both_ends_are_in_force() {
        let span = |from: &str, until: Option<&str>| InForce { starts_on: day(from), ends_on: until.map(day) };
        for (span, on, expected) in [
            (span("2025-01-01", Some("2025-01-31")), "2024-12-31", false),
            (span("2025-01-01", Some("2025-01-31")), "2025-01-01", true),
            (span("2025-01-01", Some("2025-01-31")), "2025-01-31", true),
            (span("2025-01-01", Some("2025-01-31")), "2025-02-01", false),
            (span("2025-01-01", Some("2025-01-01")), "2025-01-01", true),
            (span("2025-01-01", None), "2024-12-31", false),
            (span("2025-01-01", None), "2999-01-01", true),
        ] {
            assert_eq!(span.on(day(on)), expected, "{span:?} {on}");
            assert!(!span.is_upside_down());
        }
        assert!(span("2025-01-02", Some("2025-01-01")).is_upside_down());
    }

    #[test]
    fn a_day_is_that_of_the_shop() {
        let at = |text: &str| text.parse::<chrono::DateTime<chrono::Utc>>().unwrap().into();
        for (zone, moment, expected) in [
            (Tz::UTC, "2025-01-31T23:59:59Z", "2025-01-31"),
            (Tz::Asia__Dhaka, "2025-01-31T18:00:00Z", "2025-02-01"),
            (Tz::Asia__Dhaka, "2025-01-31T17:59:59Z", "2025-01-31"),
            (Tz::America__New_York, "2025-02-01T04:59:59Z", "2025-01-31"),
        ] {
            assert_eq!(Date::at(zone, at(moment)), day(expected), "{zone} {moment}");
        }
        assert_eq!(day("2025-01-31").plus_days(1), day("2025-02-01"));
        assert_eq!(day("9999-12-31").plus_days(1), day("9999-12-31"));
    }
}
