//! The fenced blocks of a document, and what an answer has in common with the one that a document shows.

use serde_json::Value;

/// A fenced block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Block {
    /// What follows the fence: `bash`, `json`.
    pub(super) language: String,
    /// The lines between the fences.
    pub(super) text: String,
    /// The line of the document on which it begins.
    pub(super) line: usize,
}

/// The fenced blocks of a document, in their order.
pub(super) fn of(document: &str) -> Vec<Block> {
    let mut found = Vec::new();
    let mut open: Option<Block> = None;
    for (place, line) in document.lines().enumerate() {
        match (line.strip_prefix("```"), &mut open) {
            (Some(_), Some(_)) => found.extend(open.take()),
            (Some(language), None) => {
                open = Some(Block { language: language.trim().to_owned(), text: String::new(), line: place + 1 });
            }
            (None, Some(block)) => block.text.extend([line, "\n"]),
            (None, None) => {}
        }
    }
    assert!(open.is_none(), "a block without an end: {open:?}");
    found
}

/// Where an answer has other fields than the one that a document shows, or a field of another type. `null` may stand for any value,
/// and an empty list for any list.
pub(super) fn difference(shown: &Value, came: &Value) -> Option<String> {
    match (shown, came) {
        (Value::Null, _) | (_, Value::Null) => None,
        (Value::Object(shown), Value::Object(came)) => {
            let extra =
                came.keys().find(|field| !shown.contains_key(*field)).map(|field| format!("{field} is not shown"));
            let fields = shown.iter().find_map(|(field, shown)| match came.get(field) {
                None => Some(format!("{field} did not come")),
                Some(came) => difference(shown, came).map(|inner| format!("{field}: {inner}")),
            });
            extra.or(fields)
        }
        (Value::Array(shown), Value::Array(came)) => {
            let shown = shown.first()?;
            if came.is_empty() {
                return Some("nothing is in the list".to_owned());
            }
            came.iter().find_map(|came| difference(shown, came))
        }
        (Value::String(_), Value::String(_))
        | (Value::Number(_), Value::Number(_))
        | (Value::Bool(_), Value::Bool(_)) => None,
        _ => Some(format!("{shown} is shown, and {came} came")),
    }
}

#[test]
fn blocks_are_found() {
    let found = of("a\n```bash\ncurl x\n\ncurl y\n```\n`b`\n```json\n{}\n```\n");
    let found: Vec<(&str, &str, usize)> =
        found.iter().map(|block| (block.language.as_str(), block.text.as_str(), block.line)).collect();
    assert_eq!(found, [("bash", "curl x\n\ncurl y\n", 2), ("json", "{}\n", 8)]);
}

#[test]
fn differences_are_found() {
    for (shown, came, expected) in [
        (r#"{"a": 1, "b": null}"#, r#"{"a": 2, "b": "x"}"#, None),
        (r#"{"a": [{"b": 1}]}"#, r#"{"a": [{"b": 5}, {"b": null}]}"#, None),
        (r#"{"a": []}"#, r#"{"a": [1]}"#, None),
        (r#"{"a": 1}"#, r#"{"a": 1, "b": 2}"#, Some("b is not shown")),
        (r#"{"a": {"b": 1, "c": 2}}"#, r#"{"a": {"b": 1}}"#, Some("a: c did not come")),
        (r#"{"a": [{"b": 1}]}"#, r#"{"a": [{"b": 1}, {"b": "x"}]}"#, Some("a: b: 1 is shown, and \"x\" came")),
        (r#"{"a": [1]}"#, r#"{"a": []}"#, Some("a: nothing is in the list")),
    ] {
        let read = |text| serde_json::from_str(text).unwrap();
        assert_eq!(difference(&read(shown), &read(came)).as_deref(), expected, "{shown} and {came}");
    }
}
