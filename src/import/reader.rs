//! Reads fields of a record one by one: what is wrong becomes a finding, what we would write differently is kept.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
    str::FromStr,
};

use super::{
    digest::Digest,
    findings::{At, Finding, FindingKind, Severity},
    format::{List, Raw},
    legacy::Legacy,
    values::{self, Moment, Shape},
};
use crate::domain::{AmountError, Money, Quantity, Rate};

/// The findings of one record, while it is read.
pub(super) struct Reader {
    pub(super) findings: Vec<Finding>,
    /// The fields that the format does not have: each is noted once.
    unknown: BTreeSet<String>,
    /// What a fault leads to, as its message says.
    outcome: &'static str,
    /// Of what the record means, as far as it was read.
    pub(super) digest: Digest,
}

impl Default for Reader {
    fn default() -> Self {
        let outcome = "the customer is not imported";
        Self { findings: Vec::new(), unknown: BTreeSet::new(), outcome, digest: Digest::default() }
    }
}

impl Reader {
    /// A reader of what the file says of the shop itself.
    pub(super) fn of_shop() -> Self {
        Self { outcome: "the shop keeps what it has", ..Self::default() }
    }

    pub(super) fn note(&mut self, at: &At<'_>, kind: FindingKind, message: impl Into<String>) {
        self.findings.push(at.finding(kind, message));
    }

    /// Has something been found that must keep the record out?
    pub(super) fn has_fault(&self) -> bool {
        self.findings.iter().any(|finding| finding.kind.severity() == Severity::Fault)
    }

    /// A text, or nothing where it is null or missing.
    pub(super) fn text<'a>(
        &mut self,
        at: &At<'_>,
        field: &str,
        raw: Option<Raw<'a>>,
        legacy: &mut Legacy,
    ) -> Option<Cow<'a, str>> {
        let Some(raw) = raw else {
            legacy.keep(field, None);
            return None;
        };
        let Some(text) = values::text(raw) else {
            if values::shape(raw) != Shape::Null {
                self.wrong_type(at, field, raw, "a text");
            }
            return None;
        };
        if !text.contains(['\0', '\u{fffd}']) {
            return Some(text);
        }
        if text.contains('\0') || !raw.get().contains('\u{fffd}') {
            let message = "a character that no database holds is shown without it; the original is kept";
            self.note(&At::Field(at, field), FindingKind::BadCharacter, message);
            legacy.give(field, raw);
        }
        Some(Cow::Owned(text.replace('\0', "")))
    }

    /// A truth value; null and missing are no.
    pub(super) fn flag(&mut self, at: &At<'_>, field: &str, raw: Option<Raw<'_>>, legacy: &mut Legacy) -> bool {
        match raw.map(|raw| (raw, values::shape(raw))) {
            Some((_, Shape::Flag(flag))) => flag,
            Some((raw, Shape::Null)) => {
                legacy.give(field, raw);
                false
            }
            Some((raw, _)) => {
                self.wrong_type(at, field, raw, "true or false");
                false
            }
            None => {
                legacy.keep(field, None);
                false
            }
        }
    }

    /// An amount of money or points.
    pub(super) fn money(&mut self, at: &At<'_>, field: &str, raw: Option<Raw<'_>>) -> Option<Money> {
        let raw = self.present(at, field, raw)?;
        let read = values::decimal(raw).and_then(Money::from_decimal);
        self.amount(at, field, raw, read, 2)
    }

    /// An amount that cannot be below zero.
    pub(super) fn unsigned_money(&mut self, at: &At<'_>, field: &str, raw: Option<Raw<'_>>) -> Option<Money> {
        let money = self.money(at, field, raw)?;
        self.not_below_zero(at, field, money, money.is_negative())
    }

    /// A quantity, which cannot be below zero.
    pub(super) fn quantity(&mut self, at: &At<'_>, field: &str, raw: Option<Raw<'_>>) -> Option<Quantity> {
        let raw = self.present(at, field, raw)?;
        let read = values::decimal(raw).and_then(Quantity::from_decimal);
        let quantity = self.amount(at, field, raw, read, 3)?;
        self.not_below_zero(at, field, quantity, quantity.milli() < 0)
    }

    /// A date with a time. What we would write otherwise is kept, also of the text for people beside it.
    pub(super) fn moment(
        &mut self,
        at: &At<'_>,
        date: Option<Raw<'_>>,
        date_str: Option<Raw<'_>>,
        legacy: &mut Legacy,
    ) -> Option<Moment> {
        let raw = self.present(at, "date", date)?;
        let (text, moment) = self.date(at, "date", raw)?;
        if !moment.as_written {
            legacy.give("date", raw);
        }
        let usual = date_str.and_then(values::text).is_some_and(|short| match moment.as_written {
            true => values::is_local_text_of(&short, &text),
            false => short == values::local_text(moment.at, moment.offset_s),
        });
        if !usual {
            legacy.keep("date_str", date_str);
        }
        Some(moment)
    }

    /// A date with a time, and its text.
    pub(super) fn date<'a>(&mut self, at: &At<'_>, field: &str, raw: Raw<'a>) -> Option<(Cow<'a, str>, Moment)> {
        let Some(text) = values::text(raw) else {
            self.wrong_type(at, field, raw, "a text with a date");
            return None;
        };
        let Some(moment) = values::moment(&text) else {
            let message = format!("{} is not a date like 2025-12-21T10:00:00+05:00; {}", shown(raw), self.outcome);
            self.note(&At::Field(at, field), FindingKind::BadDate, message);
            return None;
        };
        Some((text, moment))
    }

    /// A whole number from `least` on.
    pub(super) fn whole(&mut self, at: &At<'_>, field: &str, raw: Raw<'_>, least: i64) -> Option<i64> {
        let whole = raw.get().parse().ok().filter(|whole| *whole >= least);
        if whole.is_none() {
            let message = format!("{} is no whole number from {least} on; {}", shown(raw), self.outcome);
            self.note(&At::Field(at, field), FindingKind::BadAmount, message);
        }
        whole
    }

    /// A percentage.
    pub(super) fn rate(&mut self, at: &At<'_>, field: &str, raw: Raw<'_>) -> Option<Rate> {
        self.amount(at, field, raw, values::decimal(raw).and_then(Rate::from_percent), 2)
    }

    /// One of a few words.
    pub(super) fn word<T: FromStr>(&mut self, at: &At<'_>, field: &str, raw: Raw<'_>) -> Option<T> {
        let word = values::text(raw).and_then(|word| word.parse().ok());
        if word.is_none() {
            let message = format!("{} is no word that may be here; {}", shown(raw), self.outcome);
            self.note(&At::Field(at, field), FindingKind::WrongType, message);
        }
        word
    }

    /// An object of Kopilka's own: nobody else's fields are expected there.
    pub(super) fn own_shape(
        &mut self,
        at: &At<'_>,
        is_other: bool,
        twice: &[Cow<'_, str>],
        extra: &BTreeMap<Cow<'_, str>, Raw<'_>>,
    ) {
        self.shape(at, is_other, twice, &BTreeMap::new(), &mut Legacy::default());
        for field in extra.keys() {
            let message = format!("the format has no field `{field}` here; it is not kept");
            self.note(&At::Field(at, field), FindingKind::UnknownField, message);
        }
    }

    /// The items of a list; none where it is missing or null.
    pub(super) fn list<'l, T>(
        &mut self,
        at: &At<'_>,
        field: &str,
        list: Option<&'l List<T>>,
        legacy: &mut Legacy,
    ) -> &'l [T] {
        match list {
            Some(List::Items(items)) => items,
            Some(List::Null) => {
                if let Ok(null) = serde_json::value::RawValue::from_string("null".to_owned()) {
                    legacy.give(field, &null);
                }
                &[]
            }
            Some(List::Other) => {
                self.note(
                    &At::Field(at, field),
                    FindingKind::WrongType,
                    format!("`{field}` must be a list; {}", self.outcome),
                );
                &[]
            }
            None => {
                legacy.keep(field, None);
                &[]
            }
        }
    }

    /// Keeps the fields that the format does not have, and refuses fields that are there twice and what is no object.
    pub(super) fn shape(
        &mut self,
        at: &At<'_>,
        is_other: bool,
        twice: &[Cow<'_, str>],
        extra: &BTreeMap<Cow<'_, str>, Raw<'_>>,
        legacy: &mut Legacy,
    ) {
        if is_other {
            self.note(at, FindingKind::WrongType, format!("this must be an object; {}", self.outcome));
        }
        for field in twice {
            let message = format!("`{field}` is there twice and only one can be right; {}", self.outcome);
            self.note(&At::Field(at, field), FindingKind::FieldTwice, message);
        }
        for (field, raw) in extra {
            legacy.give(field, raw);
            if self.unknown.insert(field.to_string()) {
                let message = format!("the format has no field `{field}`; it is kept and exported back");
                self.note(&At::Field(at, field), FindingKind::UnknownField, message);
            }
        }
    }

    pub(super) fn wrong_type(&mut self, at: &At<'_>, field: &str, raw: Raw<'_>, wanted: &str) {
        let message = format!("`{field}` must be {wanted} and is {}; {}", values::shape(raw), self.outcome);
        self.note(&At::Field(at, field), FindingKind::WrongType, message);
    }

    pub(super) fn present<'a>(&mut self, at: &At<'_>, field: &str, raw: Option<Raw<'a>>) -> Option<Raw<'a>> {
        if raw.is_none() {
            let message = format!("`{field}` is missing; {}", self.outcome);
            self.note(&At::Field(at, field), FindingKind::WrongType, message);
        }
        raw
    }

    pub(super) fn amount<T>(
        &mut self,
        at: &At<'_>,
        field: &str,
        raw: Raw<'_>,
        read: Result<T, AmountError>,
        places: u32,
    ) -> Option<T> {
        let (kind, why) = match read {
            Ok(value) => return Some(value),
            Err(AmountError::NotANumber) if values::shape(raw) != Shape::Text => {
                self.wrong_type(at, field, raw, "a number");
                return None;
            }
            Err(AmountError::NotANumber) => (FindingKind::BadAmount, "is not a number".to_owned()),
            Err(AmountError::TooLarge) => (FindingKind::BadAmount, "is too large".to_owned()),
            Err(AmountError::Negative) => (FindingKind::NegativeAmount, "is below zero".to_owned()),
            Err(AmountError::TooPrecise) => (
                FindingKind::TooManyDecimals,
                format!("has more than {places} decimal places and would have to be rounded"),
            ),
        };
        self.note(&At::Field(at, field), kind, format!("{} {why}; {}", shown(raw), self.outcome));
        None
    }

    fn not_below_zero<T: std::fmt::Display>(&mut self, at: &At<'_>, field: &str, value: T, below: bool) -> Option<T> {
        if below {
            let message = format!("{value} is below zero; {}", self.outcome);
            self.note(&At::Field(at, field), FindingKind::NegativeAmount, message);
            return None;
        }
        Some(value)
    }
}

/// A value in a message: its JSON, cut short.
pub(super) fn shown(raw: Raw<'_>) -> String {
    const LONGEST: usize = 60;
    let text = raw.get();
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
