//! The columns `legacy`: what the imported file says beyond our other columns, kept as JSON so that an export can write
//! it again.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::format::Raw;

/// The fields by which an export names the reward for an invoice. They are absent where the import has found the reward itself.
pub(crate) const REWARD_FIELDS: [&str; 3] = ["referrer", "reward", "reward_percentage"];

/// The difference between an object of the file and what the export writes for it from our columns.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Legacy {
    /// Fields whose JSON differs from what the export writes, and fields that are not part of the format.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) given: BTreeMap<String, Box<RawValue>>,
    /// Fields that the export writes and the file does not have.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub(crate) absent: BTreeSet<String>,
    /// The same for the lines of an invoice, by index.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) lines: BTreeMap<usize, Legacy>,
    /// Entries of zero, by list and index. They move no balance, so the ledger does not have them.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) idle: BTreeMap<String, BTreeMap<usize, Box<RawValue>>>,
    /// The moment, in microseconds, that `visited_at` and `visited_at_str` describe; after a later visit they are ignored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) visited_at: Option<i64>,
}

impl Legacy {
    pub(crate) fn is_empty(&self) -> bool {
        self.given.is_empty() && self.absent.is_empty() && self.lines.is_empty() && self.idle.is_empty()
    }

    /// Keeps the value of a field as the file has it.
    pub(crate) fn keep_value(&mut self, field: &str, raw: Raw<'_>) {
        self.given.insert(field.to_owned(), raw.to_owned());
    }

    /// Keeps a field as the file has it, also where the file does not have it.
    pub(crate) fn keep(&mut self, field: &str, raw: Option<Raw<'_>>) {
        match raw {
            Some(raw) => self.keep_value(field, raw),
            None => {
                self.absent.insert(field.to_owned());
            }
        }
    }

    /// Drops fields that no longer describe our columns.
    pub(crate) fn forget(&mut self, fields: &[&str]) {
        for field in fields {
            self.given.remove(*field);
            self.absent.remove(*field);
        }
    }

    /// Drops a field unless it still reads as the value in our columns. A missing field reads as an empty one.
    pub(crate) fn drop_unless(&mut self, field: &str, reads_as_now: impl Fn(Raw<'_>) -> bool, is_empty: bool) {
        if self.given.get(field).is_some_and(|raw| !reads_as_now(raw)) {
            self.given.remove(field);
        }
        if !is_empty {
            self.absent.remove(field);
        }
    }

    /// The value of the column: `None` where there is nothing to keep.
    pub(crate) fn to_column(&self) -> Option<String> {
        if self.is_empty() {
            return None;
        }
        // Maps from strings and numbers to JSON cannot fail to serialize.
        serde_json::to_string(self).ok()
    }

    /// Reads the column; what cannot be read is taken as empty.
    pub(crate) fn from_column(column: Option<&str>) -> Self {
        column.and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
    }
}
