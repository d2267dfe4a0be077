//! A digest of the meaning of a record: it does not depend on the layout of the JSON, so the same record is recognized
//! again.

use serde_json::value::RawValue;
use sha2::{Digest as _, Sha256};

use super::{
    legacy::Legacy,
    values::{self, JsonType},
};

/// Hashes the values of a record in a fixed order.
#[derive(Default)]
pub(crate) struct Digest(Sha256);

impl Digest {
    pub(crate) fn text(&mut self, text: &str) -> &mut Self {
        self.0.update((text.len() as u64).to_le_bytes());
        self.0.update(text);
        self
    }

    pub(crate) fn opt_text(&mut self, text: Option<&str>) -> &mut Self {
        self.int(i64::from(text.is_some())).text(text.unwrap_or_default())
    }

    pub(crate) fn int(&mut self, number: i64) -> &mut Self {
        self.0.update(number.to_le_bytes());
        self
    }

    pub(crate) fn opt_int(&mut self, number: Option<i64>) -> &mut Self {
        self.int(i64::from(number.is_some())).int(number.unwrap_or_default())
    }

    pub(crate) fn legacy(&mut self, legacy: &Legacy) -> &mut Self {
        if legacy.is_empty() {
            return self.int(0);
        }
        self.int(1).int(legacy.given.len() as i64);
        for (field, raw) in &legacy.given {
            self.text(field).text(&canonical(raw));
        }
        self.int(legacy.absent.len() as i64);
        for field in &legacy.absent {
            self.text(field);
        }
        self.int(legacy.lines.len() as i64);
        for (index, line) in &legacy.lines {
            self.int(*index as i64).legacy(line);
        }
        self.int(legacy.idle.len() as i64);
        for (list, entries) in &legacy.idle {
            self.text(list).int(entries.len() as i64);
            for (index, raw) in entries {
                self.int(*index as i64).text(&canonical(raw));
            }
        }
        self
    }

    /// The first 128 bits of the digest, in hex.
    pub(crate) fn finish(self) -> String {
        use std::fmt::Write as _;
        let mut hex = String::with_capacity(32);
        for byte in &self.0.finalize()[..16] {
            // Writing to a String cannot fail.
            let _ = write!(hex, "{byte:02x}");
        }
        hex
    }
}

/// JSON in a canonical form: keys in order, no white space, numbers and strings by their value.
fn canonical(raw: &RawValue) -> String {
    match values::json_type(raw) {
        JsonType::Null | JsonType::Flag(_) => raw.get().to_owned(),
        JsonType::Text => format!("{:?}", values::text(raw).unwrap_or_default()),
        JsonType::Number => match values::decimal(raw) {
            Ok(value) => value.normalize().to_string(),
            Err(_) => raw.get().to_owned(),
        },
        JsonType::List => {
            let items: Vec<&RawValue> = serde_json::from_str(raw.get()).unwrap_or_default();
            format!("[{}]", items.into_iter().map(canonical).collect::<Vec<_>>().join(","))
        }
        JsonType::Object => {
            let members: std::collections::BTreeMap<String, &RawValue> =
                serde_json::from_str(raw.get()).unwrap_or_default();
            let members = members.into_iter().map(|(key, value)| format!("{key:?}:{}", canonical(value)));
            format!("{{{}}}", members.collect::<Vec<_>>().join(","))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_json_is_the_same_however_it_is_laid_out() {
        let raw = |text: &str| serde_json::from_str::<Box<RawValue>>(text).unwrap();
        let one = raw(r#"{ "b": [1.0, "\u00e9", null], "a": {"x": 1e2} }"#);
        let other = raw(r#"{"a":{"x":100},"b":[1,"é",null]}"#);
        assert_eq!(canonical(&one), canonical(&other));
        assert_ne!(canonical(&one), canonical(&raw(r#"{"a":{"x":100},"b":[1.01,"é",null]}"#)));
    }
}
