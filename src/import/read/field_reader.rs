//! Reads the fields of a record one by one: a fault becomes a finding, and what the export would write differently is
//! kept in `legacy`.

use std::{borrow::Cow, collections::BTreeSet, str::FromStr};

use rust_decimal::Decimal;

use crate::{
    clock::Timestamp,
    domain::{AmountError, Money, Quantity, Rate},
    import::{
        digest::Digest,
        findings::{Finding, FindingKind, JsonPath, Severity},
        format::{List, Raw, Unexpected},
        legacy::Legacy,
        values::{self, JsonType, Moment},
    },
};

/// Reads the fields of one record; holds its findings and its digest meanwhile.
pub(super) struct FieldReader {
    pub(super) findings: Vec<Finding>,
    /// Names of unknown fields that have a finding already: each is noted once in a record.
    unknown: BTreeSet<String>,
    /// What a fault leads to, for the messages.
    consequence: &'static str,
    /// The moment of the import: what is said to be later is an error.
    now: Timestamp,
    /// The digest of what was read so far.
    pub(super) digest: Digest,
}

impl FieldReader {
    /// A reader of a customer's record.
    pub(super) fn of_customer(now: Timestamp) -> Self {
        let consequence = "the customer is not imported";
        Self { findings: Vec::new(), unknown: BTreeSet::new(), consequence, now, digest: Digest::default() }
    }

    /// A reader of the shop's own objects.
    pub(super) fn of_shop(now: Timestamp) -> Self {
        Self { consequence: "the shop keeps what it has", ..Self::of_customer(now) }
    }

    /// A reader of a parcel.
    pub(super) fn of_parcel(now: Timestamp) -> Self {
        Self { consequence: "the parcel is not imported", ..Self::of_customer(now) }
    }

    /// Adds a finding.
    pub(super) fn note(&mut self, path: &JsonPath<'_>, kind: FindingKind, message: impl Into<String>) {
        self.findings.push(path.finding(kind, message));
    }

    /// Adds a finding that keeps the record out, and says so.
    pub(super) fn fault(&mut self, path: &JsonPath<'_>, kind: FindingKind, message: &str) {
        self.note(path, kind, format!("{message}; {}", self.consequence));
    }

    /// Whether a finding so far keeps the record out.
    pub(super) fn has_fault(&self) -> bool {
        self.findings.iter().any(|finding| finding.kind.severity() == Severity::Fault)
    }

    /// A string; `None` where it is null or missing, or of another type.
    pub(super) fn text<'a>(
        &mut self,
        path: &JsonPath<'_>,
        field: &str,
        raw: Option<Raw<'a>>,
        legacy: &mut Legacy,
    ) -> Option<Cow<'a, str>> {
        let Some(raw) = raw else {
            legacy.keep(field, None);
            return None;
        };
        let Some(text) = values::text(raw) else {
            if values::json_type(raw) != JsonType::Null {
                self.wrong_type(path, field, raw, "a text");
            }
            return None;
        };
        if !text.contains(['\0', '\u{fffd}']) {
            return Some(text);
        }
        if text.contains('\0') || !raw.get().contains('\u{fffd}') {
            let message = "a character that no database holds is shown without it; the original is kept";
            self.note(&JsonPath::Field(path, field), FindingKind::BadCharacter, message);
            legacy.keep_value(field, raw);
        }
        Some(Cow::Owned(text.replace('\0', "")))
    }

    /// A boolean; null and missing are false.
    pub(super) fn flag(&mut self, path: &JsonPath<'_>, field: &str, raw: Option<Raw<'_>>, legacy: &mut Legacy) -> bool {
        match raw.map(|raw| (raw, values::json_type(raw))) {
            Some((_, JsonType::Flag(flag))) => flag,
            Some((raw, JsonType::Null)) => {
                legacy.keep_value(field, raw);
                false
            }
            Some((raw, _)) => {
                self.wrong_type(path, field, raw, "true or false");
                false
            }
            None => {
                legacy.keep(field, None);
                false
            }
        }
    }

    /// An amount of money or points.
    pub(super) fn money(
        &mut self,
        path: &JsonPath<'_>,
        field: &str,
        raw: Option<Raw<'_>>,
        legacy: &mut Legacy,
    ) -> Option<Money> {
        let raw = self.present(path, field, raw)?;
        self.number(path, field, raw, 2, Money::from_decimal, legacy)
    }

    /// An amount of zero or more.
    pub(super) fn unsigned_money(
        &mut self,
        path: &JsonPath<'_>,
        field: &str,
        raw: Option<Raw<'_>>,
        legacy: &mut Legacy,
    ) -> Option<Money> {
        let money = self.money(path, field, raw, legacy)?;
        self.not_below_zero(path, field, money, money.is_negative())
    }

    /// A quantity of zero or more.
    pub(super) fn quantity(
        &mut self,
        path: &JsonPath<'_>,
        field: &str,
        raw: Option<Raw<'_>>,
        legacy: &mut Legacy,
    ) -> Option<Quantity> {
        let raw = self.present(path, field, raw)?;
        let quantity = self.number(path, field, raw, 3, Quantity::from_decimal, legacy)?;
        self.not_below_zero(path, field, quantity, quantity.milli() < 0)
    }

    /// The fields `date` and `date_str`. Where the export would write them differently, they are kept.
    pub(super) fn moment(
        &mut self,
        path: &JsonPath<'_>,
        date: Option<Raw<'_>>,
        date_str: Option<Raw<'_>>,
        legacy: &mut Legacy,
    ) -> Option<Moment> {
        let raw = self.present(path, "date", date)?;
        let (text, moment) = self.date(path, "date", raw)?;
        self.check_past(path, "date", moment.at, "it is kept as the file says");
        if !moment.is_canonical {
            legacy.keep_value("date", raw);
        }
        let is_usual = date_str.and_then(values::text).is_some_and(|short| match moment.is_canonical {
            true => values::is_local_text_of(&short, &text),
            false => short == values::local_text(moment.at, moment.offset_s),
        });
        if !is_usual {
            legacy.keep("date_str", date_str);
        }
        Some(moment)
    }

    /// A moment, and the text that it was read from.
    pub(super) fn date<'a>(
        &mut self,
        path: &JsonPath<'_>,
        field: &str,
        raw: Raw<'a>,
    ) -> Option<(Cow<'a, str>, Moment)> {
        let Some(text) = values::text(raw) else {
            self.wrong_type(path, field, raw, "a text with a date");
            return None;
        };
        let Some(moment) = values::moment(&text) else {
            let message = format!("{} is not a date like 2025-12-21T10:00:00+05:00; {}", shown(raw), self.consequence);
            self.note(&JsonPath::Field(path, field), FindingKind::BadDate, message);
            return None;
        };
        Some((text, moment))
    }

    /// Whether something that has happened can have happened then.
    pub(super) fn is_past(&self, at: Timestamp) -> bool {
        values::is_past(at, self.now)
    }

    /// Adds a finding where something cannot have happened then; returns whether it can.
    pub(super) fn check_past(&mut self, path: &JsonPath<'_>, field: &str, at: Timestamp, outcome: &str) -> bool {
        let is_past = self.is_past(at);
        if !is_past {
            let message = format!("this is before 2013 or in the future, and cannot be; {outcome}");
            self.note(&JsonPath::Field(path, field), FindingKind::ImpossibleDate, message);
        }
        is_past
    }

    /// A value that is read from a text; another text is kept as it is.
    pub(super) fn parsed<T: FromStr>(
        &mut self,
        path: &JsonPath<'_>,
        field: &str,
        raw: Option<Raw<'_>>,
        legacy: &mut Legacy,
    ) -> Option<T> {
        let raw = raw?;
        let value = self.text(path, field, Some(raw), legacy).and_then(|text| text.parse().ok());
        if value.is_none() {
            legacy.keep_value(field, raw);
        }
        value
    }

    /// When something happened; a moment that cannot be is kept as it is.
    pub(super) fn past_moment(
        &mut self,
        path: &JsonPath<'_>,
        field: &str,
        raw: Option<Raw<'_>>,
        legacy: &mut Legacy,
    ) -> Option<Timestamp> {
        let raw = values::non_null(raw)?;
        let at = self.date(path, field, raw)?.1.at;
        if self.check_past(path, field, at, "it is not taken, and exported back") {
            return Some(at);
        }
        legacy.keep_value(field, raw);
        None
    }

    /// The moment at which points expire.
    pub(super) fn expiry(&mut self, path: &JsonPath<'_>, field: &str, raw: Raw<'_>) -> Option<Timestamp> {
        let at = self.date(path, field, raw)?.1.at;
        if values::is_expiry(at, self.now) {
            return Some(at);
        }
        let message = format!("points cannot expire at {}; {}", shown(raw), self.consequence);
        self.note(&JsonPath::Field(path, field), FindingKind::BadDate, message);
        None
    }

    /// A whole number of `least` or more.
    pub(super) fn whole(&mut self, path: &JsonPath<'_>, field: &str, raw: Raw<'_>, least: i64) -> Option<i64> {
        let whole = raw.get().parse().ok().filter(|whole| *whole >= least);
        if whole.is_none() {
            let message = format!("{} is no whole number from {least} on; {}", shown(raw), self.consequence);
            self.note(&JsonPath::Field(path, field), FindingKind::BadAmount, message);
        }
        whole
    }

    /// A percentage.
    pub(super) fn rate(&mut self, path: &JsonPath<'_>, field: &str, raw: Raw<'_>, legacy: &mut Legacy) -> Option<Rate> {
        self.number(path, field, raw, 2, Rate::from_percent, legacy)
    }

    /// A word of a fixed set.
    pub(super) fn word<T: FromStr>(&mut self, path: &JsonPath<'_>, field: &str, raw: Raw<'_>) -> Option<T> {
        let word = values::text(raw).and_then(|word| word.parse().ok());
        if word.is_none() {
            let message = format!("{} is no word that may be here; {}", shown(raw), self.consequence);
            self.note(&JsonPath::Field(path, field), FindingKind::WrongType, message);
        }
        word
    }

    /// Checks an object of Kopilka's own. Unknown fields in it are a finding and are not kept.
    pub(super) fn check_own_object(&mut self, path: &JsonPath<'_>, unexpected: &Unexpected<'_>) {
        self.check_type_and_repetition(path, unexpected);
        for field in unexpected.fields.keys() {
            let message = format!("the format has no field `{field}` here; it is not kept");
            self.note(&JsonPath::Field(path, field), FindingKind::UnknownField, message);
        }
    }

    /// Checks an object of the earlier bot's format. Unknown fields in it are a finding and are kept.
    pub(super) fn check_object(&mut self, path: &JsonPath<'_>, unexpected: &Unexpected<'_>, legacy: &mut Legacy) {
        self.check_type_and_repetition(path, unexpected);
        for (field, raw) in &unexpected.fields {
            legacy.keep_value(field, raw);
            if self.unknown.insert(field.to_string()) {
                let message = format!("the format has no field `{field}`; it is kept and exported back");
                self.note(&JsonPath::Field(path, field), FindingKind::UnknownField, message);
            }
        }
    }

    fn check_type_and_repetition(&mut self, path: &JsonPath<'_>, unexpected: &Unexpected<'_>) {
        if unexpected.is_no_object {
            self.note(path, FindingKind::WrongType, format!("this must be an object; {}", self.consequence));
        }
        for field in &unexpected.repeated {
            let message = format!("`{field}` is there twice and only one can be right; {}", self.consequence);
            self.note(&JsonPath::Field(path, field), FindingKind::FieldTwice, message);
        }
    }

    /// The items of a list; none where it is null, missing or of another type.
    pub(super) fn list<'l, T>(
        &mut self,
        path: &JsonPath<'_>,
        field: &str,
        list: Option<&'l List<T>>,
        legacy: &mut Legacy,
    ) -> &'l [T] {
        match list {
            Some(List::Items(items)) => items,
            Some(List::Null) => {
                if let Ok(null) = serde_json::value::RawValue::from_string("null".to_owned()) {
                    legacy.keep_value(field, &null);
                }
                &[]
            }
            Some(List::Other) => {
                self.note(
                    &JsonPath::Field(path, field),
                    FindingKind::WrongType,
                    format!("`{field}` must be a list; {}", self.consequence),
                );
                &[]
            }
            None => {
                legacy.keep(field, None);
                &[]
            }
        }
    }

    /// Adds the finding that a field is not `wanted`.
    pub(super) fn wrong_type(&mut self, path: &JsonPath<'_>, field: &str, raw: Raw<'_>, wanted: &str) {
        let message = format!("`{field}` must be {wanted} and is {}; {}", values::json_type(raw), self.consequence);
        self.note(&JsonPath::Field(path, field), FindingKind::WrongType, message);
    }

    /// The field; a missing one is a fault.
    pub(super) fn present<'a>(&mut self, path: &JsonPath<'_>, field: &str, raw: Option<Raw<'a>>) -> Option<Raw<'a>> {
        if raw.is_none() {
            let message = format!("`{field}` is missing; {}", self.consequence);
            self.note(&JsonPath::Field(path, field), FindingKind::WrongType, message);
        }
        raw
    }

    /// A number of so many decimal places. The noise of floats is a finding, and the original is kept.
    fn number<T>(
        &mut self,
        path: &JsonPath<'_>,
        field: &str,
        raw: Raw<'_>,
        places: u32,
        of: fn(Decimal) -> Result<T, AmountError>,
        legacy: &mut Legacy,
    ) -> Option<T> {
        let read = values::decimal(raw).and_then(of);
        if matches!(read, Err(AmountError::TooPrecise))
            && let Some(value) = values::without_noise(raw, places)
            && let Ok(number) = of(value)
        {
            let message =
                format!("{} is {} and the noise of a float, and counts as that", shown(raw), value.normalize());
            self.note(&JsonPath::Field(path, field), FindingKind::FloatNoise, message);
            legacy.keep_value(field, raw);
            return Some(number);
        }
        self.amount(path, field, raw, read, places)
    }

    /// The result of reading a number; an error of it becomes a finding. `places` is the number of decimal places allowed.
    fn amount<T>(
        &mut self,
        path: &JsonPath<'_>,
        field: &str,
        raw: Raw<'_>,
        read: Result<T, AmountError>,
        places: u32,
    ) -> Option<T> {
        let (kind, why) = match read {
            Ok(value) => return Some(value),
            Err(AmountError::NotANumber) if values::json_type(raw) != JsonType::Text => {
                self.wrong_type(path, field, raw, "a number");
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
        self.note(&JsonPath::Field(path, field), kind, format!("{} {why}; {}", shown(raw), self.consequence));
        None
    }

    fn not_below_zero<T: std::fmt::Display>(
        &mut self,
        path: &JsonPath<'_>,
        field: &str,
        value: T,
        below: bool,
    ) -> Option<T> {
        if below {
            let message = format!("{value} is below zero; {}", self.consequence);
            self.note(&JsonPath::Field(path, field), FindingKind::NegativeAmount, message);
            return None;
        }
        Some(value)
    }
}

/// A value for a message: the beginning of its JSON.
pub(super) fn shown(raw: Raw<'_>) -> String {
    const LONGEST: usize = 60;
    let text = raw.get();
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
