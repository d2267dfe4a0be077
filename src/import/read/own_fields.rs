//! Reads the fields of an object of Kopilka's own: what an export leaves out has its usual value, and nothing is kept beside our columns.

use std::str::FromStr;

use super::field_reader::FieldReader;
use crate::{
    clock::Timestamp,
    domain::{Money, Quantity, Rate},
    import::{
        findings::{FindingKind, JsonPath},
        format::{List, Raw},
        legacy::Legacy,
        values,
    },
};

/// The fields of one object.
pub(super) struct OwnFields<'r, 'p> {
    reader: &'r mut FieldReader,
    path: &'p JsonPath<'p>,
}

/// Who made and changed a row, and when.
pub(super) struct Stamps {
    pub(super) created_by: String,
    pub(super) updated_by: String,
    pub(super) created_at: Timestamp,
    pub(super) updated_at: Timestamp,
}

impl<'r, 'p> OwnFields<'r, 'p> {
    pub(super) const fn of(reader: &'r mut FieldReader, path: &'p JsonPath<'p>) -> Self {
        Self { reader, path }
    }

    /// A text that may be missing; then it is empty.
    pub(super) fn text(&mut self, field: &str, raw: Option<Raw<'_>>) -> String {
        let Some(raw) = values::non_null(raw) else { return String::new() };
        self.reader.text(self.path, field, Some(raw), &mut Legacy::default()).unwrap_or_default().into_owned()
    }

    /// A text that names something: it is there and not empty.
    pub(super) fn name(&mut self, field: &str, raw: Option<Raw<'_>>) -> Option<String> {
        let raw = self.reader.present(self.path, field, raw)?;
        let text = self.text(field, Some(raw));
        if text.trim().is_empty() {
            self.reader.wrong_type(self.path, field, raw, "a text that is not empty");
            return None;
        }
        Some(text)
    }

    /// A word, a day or a month.
    pub(super) fn word<T: FromStr>(&mut self, field: &str, raw: Option<Raw<'_>>) -> Option<T> {
        let raw = self.reader.present(self.path, field, raw)?;
        self.reader.word(self.path, field, raw)
    }

    /// As [`word`](Self::word), where there may be none.
    pub(super) fn optional_word<T: FromStr>(&mut self, field: &str, raw: Option<Raw<'_>>) -> Option<T> {
        values::non_null(raw).and_then(|raw| self.reader.word(self.path, field, raw))
    }

    /// A truth value.
    pub(super) fn flag(&mut self, field: &str, raw: Option<Raw<'_>>, usual: bool) -> bool {
        let Some(raw) = values::non_null(raw) else { return usual };
        self.reader.flag(self.path, field, Some(raw), &mut Legacy::default())
    }

    /// An amount of zero or more.
    pub(super) fn money(&mut self, field: &str, raw: Option<Raw<'_>>) -> Option<Money> {
        self.reader.unsigned_money(self.path, field, raw, &mut Legacy::default())
    }

    /// As [`money`](Self::money), where there may be none.
    pub(super) fn optional_money(&mut self, field: &str, raw: Option<Raw<'_>>) -> Option<Money> {
        values::non_null(raw).and_then(|raw| self.money(field, Some(raw)))
    }

    /// A quantity of zero or more, where there may be none.
    pub(super) fn optional_quantity(&mut self, field: &str, raw: Option<Raw<'_>>) -> Option<Quantity> {
        let raw = values::non_null(raw)?;
        self.reader.quantity(self.path, field, Some(raw), &mut Legacy::default())
    }

    /// A percentage from 0 to 100.
    pub(super) fn rate(&mut self, field: &str, raw: Option<Raw<'_>>) -> Option<Rate> {
        let raw = self.reader.present(self.path, field, raw)?;
        self.reader.rate(self.path, field, raw, &mut Legacy::default())
    }

    /// As [`rate`](Self::rate), where there may be none.
    pub(super) fn optional_rate(&mut self, field: &str, raw: Option<Raw<'_>>) -> Option<Rate> {
        values::non_null(raw).and_then(|raw| self.rate(field, Some(raw)))
    }

    /// A whole number of `least` or more.
    pub(super) fn whole(&mut self, field: &str, raw: Option<Raw<'_>>, least: i64) -> Option<i64> {
        let raw = self.reader.present(self.path, field, raw)?;
        self.reader.whole(self.path, field, raw, least)
    }

    /// As [`whole`](Self::whole), where there may be none.
    pub(super) fn optional_whole(&mut self, field: &str, raw: Option<Raw<'_>>, least: i64) -> Option<i64> {
        values::non_null(raw).and_then(|raw| self.whole(field, Some(raw), least))
    }

    /// The id by which clients know the row; 0 where the file names none.
    pub(super) fn id(&mut self, raw: Option<Raw<'_>>) -> i64 {
        self.optional_whole("id", raw, 1).unwrap_or_default()
    }

    /// The place of something in a list of the file, from 1.
    pub(super) fn place(&mut self, field: &str, raw: Option<Raw<'_>>, of: usize) -> Option<usize> {
        let place = usize::try_from(self.whole(field, raw, 1)?).ok().filter(|place| *place <= of);
        if place.is_none() {
            self.fault(Some(field), FindingKind::BadBill, &format!("the list has {of} of them"));
        }
        place
    }

    /// A moment.
    pub(super) fn moment(&mut self, field: &str, raw: Option<Raw<'_>>) -> Option<Timestamp> {
        let raw = self.reader.present(self.path, field, raw)?;
        self.reader.date(self.path, field, raw).map(|(_, moment)| moment.at)
    }

    /// As [`moment`](Self::moment), where there may be none.
    pub(super) fn optional_moment(&mut self, field: &str, raw: Option<Raw<'_>>) -> Option<Timestamp> {
        values::non_null(raw).and_then(|raw| self.moment(field, Some(raw)))
    }

    /// Who made and changed the row: it was changed last by who made it, when they did, where nothing else is said.
    pub(super) fn stamps(
        &mut self,
        created_by: Option<Raw<'_>>,
        updated_by: Option<Raw<'_>>,
        created_at: Option<Raw<'_>>,
        updated_at: Option<Raw<'_>>,
    ) -> Option<Stamps> {
        let created_by = self.text("created_by", created_by);
        let updated_by = match values::non_null(updated_by) {
            Some(raw) => self.text("updated_by", Some(raw)),
            None => created_by.clone(),
        };
        let created_at = self.moment("created_at", created_at)?;
        let updated_at = match values::non_null(updated_at) {
            Some(raw) => self.moment("updated_at", Some(raw))?,
            None => created_at,
        };
        Some(Stamps { created_by, updated_by, created_at, updated_at })
    }

    /// Adds a finding of the object, or of one of its fields.
    pub(super) fn fault(&mut self, field: Option<&str>, kind: FindingKind, message: &str) {
        match field {
            Some(field) => self.reader.fault(&JsonPath::Field(self.path, field), kind, message),
            None => self.reader.fault(self.path, kind, message),
        }
    }

    /// Reads each item of a list; one that cannot be read is left out, with its findings.
    pub(super) fn items<T, U>(
        &mut self,
        field: &str,
        list: Option<&List<T>>,
        mut read: impl FnMut(&mut FieldReader, &JsonPath<'_>, &T) -> Option<U>,
    ) -> Vec<U> {
        let path = JsonPath::Field(self.path, field);
        let items = self.reader.list(self.path, field, list, &mut Legacy::default());
        let items = items.iter().enumerate();
        items.filter_map(|(index, item)| read(self.reader, &JsonPath::Item(&path, index), item)).collect()
    }
}
