//! Writes objects of the dump: what our columns say, unless the imported file said it otherwise.

use std::fmt::Write as _;

use rust_decimal::Decimal;

use super::legacy::Legacy;

/// An object under construction.
pub(super) struct Object {
    json: String,
    legacy: Legacy,
}

impl Object {
    pub(super) fn new(legacy: Legacy) -> Self {
        Self { json: String::from("{"), legacy }
    }

    /// A member whose value is JSON already.
    pub(super) fn json(&mut self, field: &str, json: &str) {
        if let Some(given) = self.legacy.given.remove(field) {
            self.write(field, given.get());
        } else if !self.legacy.absent.contains(field) {
            self.write(field, json);
        }
    }

    /// A member that is there only where there is something to say.
    pub(super) fn own(&mut self, field: &str, json: Option<String>) {
        if let Some(json) = json {
            self.json(field, &json);
        } else if let Some(given) = self.legacy.given.remove(field) {
            self.write(field, given.get());
        }
    }

    pub(super) fn text(&mut self, field: &str, text: Option<&str>) {
        self.json(field, &text.map_or_else(|| "null".to_owned(), json_text));
    }

    pub(super) fn decimal(&mut self, field: &str, value: Decimal) {
        self.json(field, &json_decimal(value));
    }

    pub(super) fn flag(&mut self, field: &str, flag: bool) {
        self.json(field, if flag { "true" } else { "false" });
    }

    /// A list whose items are JSON already.
    pub(super) fn list(&mut self, field: &str, items: &[String]) {
        self.json(field, &format!("[{}]", items.join(", ")));
    }

    /// The object, with the fields that only the file knows.
    pub(super) fn finish(mut self) -> String {
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
pub(super) fn json_decimal(value: Decimal) -> String {
    value.normalize().to_string()
}

/// A text as JSON.
pub(super) fn json_text(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
