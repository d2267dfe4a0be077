//! Writes JSON objects of the dump: the values of our columns, or what `legacy` keeps in their place.

use std::fmt::Write as _;

use rust_decimal::Decimal;

use crate::import::legacy::Legacy;

/// Writes one object. A field that `legacy` keeps is written as the imported file had it, or left out as the file did.
pub(crate) struct ObjectWriter {
    json: String,
    legacy: Legacy,
}

impl ObjectWriter {
    pub(crate) fn new(legacy: Legacy) -> Self {
        Self { json: String::from("{"), legacy }
    }

    /// Writes a field whose value is JSON already.
    pub(crate) fn json(&mut self, field: &str, json: &str) {
        if let Some(given) = self.legacy.given.remove(field) {
            self.write(field, given.get());
        } else if !self.legacy.absent.contains(field) {
            self.write(field, json);
        }
    }

    /// Writes a field that is left out where there is no value.
    pub(crate) fn optional(&mut self, field: &str, json: Option<String>) {
        if let Some(json) = json {
            self.json(field, &json);
        } else if let Some(given) = self.legacy.given.remove(field) {
            self.write(field, given.get());
        }
    }

    pub(crate) fn text(&mut self, field: &str, text: Option<&str>) {
        self.json(field, &text.map_or_else(|| "null".to_owned(), json_text));
    }

    pub(crate) fn decimal(&mut self, field: &str, value: Decimal) {
        self.json(field, &json_decimal(value));
    }

    pub(crate) fn flag(&mut self, field: &str, flag: bool) {
        self.json(field, if flag { "true" } else { "false" });
    }

    /// Writes a list whose items are JSON already.
    pub(crate) fn list(&mut self, field: &str, items: &[String]) {
        self.json(field, &format!("[{}]", items.join(", ")));
    }

    /// The object, with the fields that only `legacy` has at its end.
    pub(crate) fn finish(mut self) -> String {
        for (field, given) in std::mem::take(&mut self.legacy.given) {
            self.write(&field, given.get());
        }
        self.json.push('}');
        self.json
    }

    fn write(&mut self, field: &str, json: &str) {
        if self.json.len() > 1 {
            self.json.push_str(", ");
        }
        // Writing to a String cannot fail.
        let _ = write!(self.json, "{}: {json}", json_text(field));
    }
}

/// A number as JSON.
pub(crate) fn json_decimal(value: Decimal) -> String {
    value.normalize().to_string()
}

/// A text as JSON.
pub(crate) fn json_text(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
