//! Checks calls against the published description of the Bot API.
//!
//! `botapi.json` has the methods that this server implements and the types that they use. A field is written as its
//! types joined by `|`, with `[]` before a type for an array of it, `!` in front where it is required, and `=word` at
//! the end where only that word is allowed.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use serde::Deserialize;
use serde_json::{Map, Value};

use super::call::{Param, Upload};

static SPEC: LazyLock<Spec> = LazyLock::new(|| {
    let file: SpecFile = serde_json::from_str(include_str!("botapi.json")).unwrap_or_default();
    Spec::read(file)
});

/// The name of a method in the spelling of the Bot API; upper and lower case are not distinguished.
pub(crate) fn canonical_name(method: &str) -> Option<&'static str> {
    SPEC.names.get(&method.to_ascii_lowercase()).map(String::as_str)
}

/// The parameters of a call in their JSON types, or all problems with them.
pub(crate) fn check(
    method: &str,
    params: Vec<(String, Param)>,
    uploads: &HashMap<String, Upload>,
) -> Result<Map<String, Value>, Vec<String>> {
    let Some(fields) = SPEC.methods.get(method) else {
        return Err(vec![format!("method {method} is unknown")]);
    };
    let mut problems = Vec::new();
    let mut checked = Map::new();
    for (name, param) in params {
        let Some(field) = fields.get(&name) else {
            problems.push(format!("parameter \"{name}\" is unknown to {method}"));
            continue;
        };
        let value = match param {
            Param::Json(Value::Null) => continue,
            Param::Json(value) => value,
            Param::Text(text) => field.read_text(text),
        };
        match SPEC.fits_field(&value, field) {
            Ok(()) => _ = checked.insert(name, SPEC.normalized(value, field)),
            Err(problem) => problems.push(format!("parameter \"{name}\" {problem}")),
        }
    }
    for name in uploads.keys() {
        let attached = Value::from(format!("attach://{name}"));
        match fields.get(name) {
            Some(field) if field.kinds.contains(&Kind::File) => _ = checked.insert(name.clone(), attached),
            _ if checked.values().any(|value| *value == attached) => {}
            _ => problems.push(format!("uploaded file \"{name}\" belongs to no parameter")),
        }
    }
    for (name, field) in fields {
        if field.required && !checked.contains_key(name) && !problems.iter().any(|known| known.contains(name.as_str()))
        {
            problems.push(format!("parameter \"{name}\" is missing"));
        }
    }
    if problems.is_empty() { Ok(checked) } else { Err(problems) }
}

#[derive(Deserialize, Default)]
struct SpecFile {
    methods: BTreeMap<String, BTreeMap<String, String>>,
    types: BTreeMap<String, TypeFile>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum TypeFile {
    OneOf(String),
    Fields(BTreeMap<String, String>),
}

struct Spec {
    names: HashMap<String, String>,
    methods: HashMap<String, BTreeMap<String, Field>>,
    types: HashMap<String, Type>,
}

enum Type {
    OneOf(Vec<String>),
    Fields(BTreeMap<String, Field>),
}

struct Field {
    required: bool,
    kinds: Vec<Kind>,
    constant: Option<String>,
}

#[derive(PartialEq, Eq)]
enum Kind {
    Integer,
    Float,
    Text,
    Boolean,
    File,
    Array(Box<Kind>),
    Object(String),
}

impl Field {
    fn parse(written: &str) -> Self {
        let (written, constant) = match written.split_once('=') {
            Some((types, word)) => (types, Some(word.to_owned())),
            None => (written, None),
        };
        let required = written.starts_with('!');
        let kinds = written.trim_start_matches('!').split('|').map(Kind::parse).collect();
        Self { required, kinds, constant }
    }

    /// A value from a form or a query string: numbers, booleans and JSON are parsed as the real server does.
    fn read_text(&self, text: String) -> Value {
        for kind in &self.kinds {
            let read = match kind {
                Kind::Integer => text.parse::<i64>().ok().map(Value::from),
                Kind::Float => text.parse::<f64>().ok().map(Value::from),
                Kind::Boolean => match text.to_ascii_lowercase().as_str() {
                    "true" | "yes" | "1" => Some(true.into()),
                    "false" | "no" | "0" => Some(false.into()),
                    _ => None,
                },
                Kind::Array(_) | Kind::Object(_) => serde_json::from_str(&text).ok(),
                Kind::Text | Kind::File => None,
            };
            if let Some(value) = read {
                return value;
            }
        }
        Value::String(text)
    }
}

impl Kind {
    fn parse(written: &str) -> Self {
        match written {
            "Integer" => Self::Integer,
            "Float" => Self::Float,
            "String" => Self::Text,
            "Boolean" => Self::Boolean,
            "InputFile" => Self::File,
            other => match other.strip_prefix("[]") {
                Some(item) => Self::Array(Box::new(Self::parse(item))),
                None => Self::Object(other.to_owned()),
            },
        }
    }
}

impl Spec {
    fn read(file: SpecFile) -> Self {
        let fields = |fields: BTreeMap<String, String>| {
            fields.into_iter().map(|(name, written)| (name, Field::parse(&written))).collect::<BTreeMap<_, _>>()
        };
        Self {
            names: file.methods.keys().map(|name| (name.to_ascii_lowercase(), name.clone())).collect(),
            methods: file.methods.into_iter().map(|(name, written)| (name, fields(written))).collect(),
            types: file
                .types
                .into_iter()
                .map(|(name, written)| match written {
                    TypeFile::OneOf(names) => (name, Type::OneOf(names.split('|').map(str::to_owned).collect())),
                    TypeFile::Fields(written) => (name, Type::Fields(fields(written))),
                })
                .collect(),
        }
    }

    fn fits_field(&self, value: &Value, field: &Field) -> Result<(), String> {
        if let Some(word) = &field.constant
            && value.as_str() != Some(word)
        {
            return Err(format!("must be \"{word}\""));
        }
        let mut nearest: Option<String> = None;
        for kind in &field.kinds {
            match self.fits(value, kind) {
                Ok(()) => return Ok(()),
                // Of several types the one that was meant fails deepest, so its problem is the longest.
                Err(problem) if nearest.as_ref().is_none_or(|known| problem.len() > known.len()) => {
                    nearest = Some(problem)
                }
                Err(_) => {}
            }
        }
        Err(nearest.unwrap_or_else(|| "fits no type".to_owned()))
    }

    fn fits(&self, value: &Value, kind: &Kind) -> Result<(), String> {
        let fits = match kind {
            Kind::Integer => value.is_i64(),
            Kind::Float => value.is_number(),
            Kind::Text => value.is_string(),
            Kind::Boolean => value.is_boolean(),
            Kind::File => value.as_str().is_some_and(|name| name.starts_with("attach://")),
            Kind::Array(item) => {
                let Some(items) = value.as_array() else { return Err("must be an array".to_owned()) };
                for (index, value) in items.iter().enumerate() {
                    self.fits(value, item).map_err(|problem| format!("[{index}] {problem}"))?;
                }
                true
            }
            Kind::Object(name) => return self.fits_object(value, name),
        };
        if fits { Ok(()) } else { Err(format!("must be {}", kind.described())) }
    }

    fn fits_object(&self, value: &Value, name: &str) -> Result<(), String> {
        if name == "KeyboardButton" && value.is_string() {
            // "For simple text buttons, String can be used instead of this object."
            return Ok(());
        }
        match self.types.get(name) {
            None => Err(format!("must be a {name}, which is unknown here")),
            Some(Type::OneOf(names)) => {
                let tries: Vec<_> = names.iter().map(|name| self.fits_object(value, name)).collect();
                match tries.iter().any(Result::is_ok) {
                    true => Ok(()),
                    false => Err(format!("must be a {name}")),
                }
            }
            Some(Type::Fields(fields)) => {
                let Some(object) = value.as_object() else { return Err(format!("must be a {name}")) };
                for (key, value) in object.iter().filter(|(_, value)| !value.is_null()) {
                    let Some(field) = fields.get(key) else {
                        return Err(format!("has a field \"{key}\" that {name} does not know"));
                    };
                    self.fits_field(value, field).map_err(|problem| format!(".{key} {problem}"))?;
                }
                match fields.iter().find(|(key, field)| field.required && object.get(*key).is_none_or(Value::is_null)) {
                    Some((key, _)) => Err(format!("lacks the field \"{key}\" of {name}")),
                    None => Ok(()),
                }
            }
        }
    }

    /// A string of digits becomes a number where the field may be one: `chat_id: "42"` is the chat 42.
    fn normalized(&self, value: Value, field: &Field) -> Value {
        match &value {
            Value::String(text) if field.kinds.contains(&Kind::Integer) => {
                text.parse::<i64>().map_or_else(|_| value.clone(), Value::from)
            }
            _ => value,
        }
    }
}

impl Kind {
    fn described(&self) -> &'static str {
        match self {
            Self::Integer => "an integer",
            Self::Float => "a number",
            Self::Text => "a string",
            Self::Boolean => "a boolean",
            Self::File => "a file",
            Self::Array(_) => "an array",
            Self::Object(_) => "an object",
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn problems(method: &str, params: Value) -> Vec<String> {
        let params = params.as_object().unwrap().clone();
        let params = params.into_iter().map(|(name, value)| (name, Param::Json(value))).collect();
        check(method, params, &HashMap::new()).err().unwrap_or_default()
    }

    #[test]
    fn the_description_is_read_and_names_ignore_case() {
        assert_eq!(canonical_name("SENDMESSAGE"), Some("sendMessage"));
        assert_eq!(canonical_name("sendSpam"), None);
    }

    #[test]
    fn calls_are_held_to_the_description() {
        let keyboard = json!({ "inline_keyboard": [[{ "text": "Ok", "callback_data": "1" }]] });
        let good = json!({ "chat_id": 1, "text": "Hi", "reply_markup": keyboard });
        assert_eq!(problems("sendMessage", good), Vec::<String>::new());
        for (call, problem) in [
            (json!({ "chat_id": 1 }), "parameter \"text\" is missing"),
            (json!({ "chat_id": 1, "text": 5 }), "parameter \"text\" must be a string"),
            (json!({ "chat_id": true, "text": "Hi" }), "parameter \"chat_id\" must be an integer"),
            (json!({ "chat_id": 1, "text": "Hi", "colour": "red" }), "parameter \"colour\" is unknown to sendMessage"),
            (
                json!({ "chat_id": 1, "text": "Hi", "reply_markup": { "inline_keyboard": [[{ "text": "Ok", "data": "1" }]] } }),
                "parameter \"reply_markup\" .inline_keyboard [0] [0] has a field \"data\" that InlineKeyboardButton does not know",
            ),
        ] {
            assert_eq!(problems("sendMessage", call), [problem]);
        }
    }

    #[test]
    fn scopes_are_told_apart_by_their_type() {
        let commands = json!([{ "command": "help", "description": "Help" }]);
        let with = |scope: Value| problems("setMyCommands", json!({ "commands": commands, "scope": scope }));
        assert_eq!(with(json!({ "type": "chat", "chat_id": 7 })), Vec::<String>::new());
        assert_eq!(with(json!({ "type": "everywhere" })), ["parameter \"scope\" must be a BotCommandScope"]);
    }

    #[test]
    fn forms_are_read_by_type() {
        let params = [("chat_id", "-5"), ("text", "12"), ("disable_notification", "True")];
        let params = params.map(|(name, text)| (name.to_owned(), Param::Text(text.to_owned()))).into();
        let read = check("sendMessage", params, &HashMap::new()).unwrap();
        assert_eq!(Value::from(read), json!({ "chat_id": -5, "text": "12", "disable_notification": true }));
    }
}
