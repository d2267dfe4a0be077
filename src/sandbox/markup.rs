//! Checks keyboards for what the real server refuses besides wrong types.

use serde_json::Value;

use super::reject::Rejection;

/// The most buttons one inline keyboard may have.
const MAX_INLINE_BUTTONS: usize = 100;
/// The most bytes of `callback_data`.
const MAX_CALLBACK_DATA_BYTES: usize = 64;

/// A `reply_markup`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Markup {
    /// Buttons below the message; `None` where `inline_keyboard` is empty.
    Inline(Option<Value>),
    /// The keyboard below the input field.
    Keyboard(Value),
    /// Removes the keyboard below the input field.
    Remove,
    /// Asks the person to reply.
    ForceReply(Value),
}

/// Reads a `reply_markup` whose types are checked already.
pub(crate) fn read(markup: Option<Value>) -> Result<Option<Markup>, Rejection> {
    let Some(markup) = markup else { return Ok(None) };
    if markup.get("inline_keyboard").is_some() {
        return read_inline(markup).map(|keyboard| Some(Markup::Inline(keyboard)));
    }
    if markup.get("keyboard").is_some() {
        return read_keyboard(markup).map(|keyboard| Some(Markup::Keyboard(keyboard)));
    }
    if markup.get("remove_keyboard").is_some() {
        return Ok(Some(Markup::Remove));
    }
    if markup.get("force_reply").is_some() {
        return Ok(Some(Markup::ForceReply(markup)));
    }
    Err(Rejection::bad_request("object expected as reply markup"))
}

/// The same for edits, which accept only an inline keyboard.
pub(crate) fn read_inline_only(markup: Option<Value>) -> Result<Option<Value>, Rejection> {
    match read(markup)? {
        None => Ok(None),
        Some(Markup::Inline(keyboard)) => Ok(keyboard),
        Some(_) => Err(Rejection::bad_request("inline keyboard expected")),
    }
}

fn read_inline(mut markup: Value) -> Result<Option<Value>, Rejection> {
    drop_empty_rows(&mut markup["inline_keyboard"]);
    let buttons: Vec<&Value> = rows(&markup["inline_keyboard"]).flatten().collect();
    for button in &buttons {
        check_inline_button(button)?;
    }
    if buttons.len() > MAX_INLINE_BUTTONS {
        return Err(Rejection::bad_request("reply markup is too long"));
    }
    let empty = buttons.is_empty();
    Ok((!empty).then_some(markup))
}

fn check_inline_button(button: &Value) -> Result<(), Rejection> {
    let text = button["text"].as_str().unwrap_or_default();
    if text.trim().is_empty() {
        return Err(Rejection::bad_request("can't parse inline keyboard button: button text must be non-empty"));
    }
    if let Some(data) = button["callback_data"].as_str() {
        return match data.len() {
            1..=MAX_CALLBACK_DATA_BYTES => Ok(()),
            _ => Err(Rejection::bad_request("BUTTON_DATA_INVALID")),
        };
    }
    if let Some(url) = button["url"].as_str() {
        let starts = ["http://", "https://", "tg://", "t.me/"];
        return match starts.iter().any(|start| url.starts_with(start)) {
            true => Ok(()),
            false => {
                Err(Rejection::bad_request(format!("inline keyboard button URL '{url}' is invalid: wrong HTTP URL")))
            }
        };
    }
    let others = ["web_app", "login_url", "switch_inline_query", "switch_inline_query_current_chat", "copy_text"];
    let does_something = others.iter().any(|field| !button[*field].is_null());
    match does_something {
        true => Ok(()),
        false => Err(Rejection::bad_request(
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        )),
    }
}

fn read_keyboard(mut markup: Value) -> Result<Value, Rejection> {
    // A button may be written as a string.
    for row in markup["keyboard"].as_array_mut().into_iter().flatten() {
        for button in row.as_array_mut().into_iter().flatten().filter(|button| button.is_string()) {
            *button = serde_json::json!({ "text": button.take() });
        }
    }
    drop_empty_rows(&mut markup["keyboard"]);
    let texts: Vec<&str> = rows(&markup["keyboard"]).flatten().filter_map(|button| button["text"].as_str()).collect();
    if texts.is_empty() || texts.iter().any(|text| text.trim().is_empty()) {
        return Err(Rejection::bad_request("reply keyboard must have buttons with non-empty texts"));
    }
    Ok(markup)
}

/// The rows of a keyboard.
pub(crate) fn rows(keyboard: &Value) -> impl Iterator<Item = &Vec<Value>> {
    keyboard.as_array().into_iter().flatten().filter_map(Value::as_array)
}

fn drop_empty_rows(keyboard: &mut Value) {
    if let Some(rows) = keyboard.as_array_mut() {
        rows.retain(|row| row.as_array().is_none_or(|buttons| !buttons.is_empty()));
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn refusal(button: Value) -> Option<String> {
        read(Some(json!({ "inline_keyboard": [[button]] }))).err().map(|refusal| refusal.description)
    }

    #[test]
    fn callback_data_has_64_bytes_not_letters() {
        assert_eq!(refusal(json!({ "text": "Ok", "callback_data": "a".repeat(64) })), None);
        let invalid = Some("Bad Request: BUTTON_DATA_INVALID".to_owned());
        assert_eq!(refusal(json!({ "text": "Ok", "callback_data": "a".repeat(65) })), invalid);
        assert_eq!(refusal(json!({ "text": "Ok", "callback_data": "ы".repeat(33) })), invalid);
    }

    #[test]
    fn a_button_must_do_something() {
        assert!(refusal(json!({ "text": "Ok" })).unwrap().contains("Text buttons are unallowed"));
        assert!(refusal(json!({ "text": "Ok", "url": "nowhere" })).unwrap().contains("is invalid"));
    }

    #[test]
    fn an_empty_inline_keyboard_is_none() {
        assert_eq!(read(Some(json!({ "inline_keyboard": [[]] }))), Ok(Some(Markup::Inline(None))));
    }
}
