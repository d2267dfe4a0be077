//! What the imported file says beyond our columns, so that an export gives it back: kept as JSON in the columns `legacy`.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::format::Raw;

/// What an object of the file has that the export would not write by itself.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Legacy {
    /// Fields whose JSON is other than what the export would write, and fields that the format does not know.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) given: BTreeMap<String, Box<RawValue>>,
    /// Fields that the export would write and the file does not have.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub(super) absent: BTreeSet<String>,
    /// The same for lines of an invoice, by their index.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) lines: BTreeMap<usize, Legacy>,
    /// Entries of nothing, by list and index: they move no balance, so the ledger does not have them.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) idle: BTreeMap<String, BTreeMap<usize, Box<RawValue>>>,
    /// The moment of the visit that `given` and `absent` speak of; a later visit ends their say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) visited_at: Option<i64>,
}

impl Legacy {
    pub(super) fn is_empty(&self) -> bool {
        self.given.is_empty() && self.absent.is_empty() && self.lines.is_empty() && self.idle.is_empty()
    }

    /// Keeps a field as it is in the file.
    pub(super) fn give(&mut self, field: &str, raw: Raw<'_>) {
        self.given.insert(field.to_owned(), raw.to_owned());
    }

    /// Keeps a field that the export would not write so; a missing one as missing.
    pub(super) fn keep(&mut self, field: &str, raw: Option<Raw<'_>>) {
        match raw {
            Some(raw) => self.give(field, raw),
            None => {
                self.absent.insert(field.to_owned());
            }
        }
    }

    /// What the file said of these fields is history.
    pub(super) fn forget(&mut self, fields: &[&str]) {
        for field in fields {
            self.given.remove(*field);
            self.absent.remove(*field);
        }
    }

    /// The column: `None` where there is nothing to say.
    pub(super) fn column(&self) -> Option<String> {
        if self.is_empty() {
            return None;
        }
        // Nothing in it can fail to be JSON.
        serde_json::to_string(self).ok()
    }

    /// Reads the column back; what cannot be read says nothing.
    pub(super) fn of_column(column: Option<&str>) -> Self {
        column.and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
    }
}
