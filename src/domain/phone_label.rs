//! What people write around a phone number: a label before it, the address of a messenger.

/// WhatsApp's addresses of a person, by the phone number.
const LINKS: [&str; 3] = ["wa.me/", "api.whatsapp.com/send?phone=", "whatsapp://send?phone="];

/// The phone number of a link to a person in WhatsApp, which has its country code.
pub(super) fn number_in_link(text: &str) -> Option<String> {
    let lower = Some(text.trim()).filter(|text| !text.contains(char::is_whitespace))?.to_ascii_lowercase();
    let lower = lower.trim_start_matches("https://").trim_start_matches("http://");
    let rest = LINKS.iter().find_map(|link| lower.strip_prefix(link))?;
    let rest = rest.trim_start_matches('+').trim_start_matches("%2b");
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    (!digits.is_empty()).then(|| format!("+{digits}"))
}

/// The number behind a word with a point or a colon: "тел. 8 701 555 44 33", "tel:+77015554433".
pub(super) fn without_label(text: &str) -> &str {
    let text = text.trim();
    let end = text.find(|c: char| !c.is_alphabetic()).unwrap_or(text.len());
    let Some(rest) = text[end..].strip_prefix(['.', ':']).filter(|_| end > 0) else { return text };
    let rest = rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '.' | ':' | '-'));
    let begins_number = rest.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '('));
    if begins_number { rest } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_taken_out_of_what_stands_around_it() {
        for (text, number) in [
            ("тел. 8 701 555 44 33", "8 701 555 44 33"),
            ("тел.: +77015554433", "+77015554433"),
            ("tel:+77015554433", "+77015554433"),
            ("8 701 555 44 33", "8 701 555 44 33"),
            ("Анна 5", "Анна 5"),
            (". 5", ". 5"),
            ("", ""),
        ] {
            assert_eq!(without_label(text), number, "{text:?}");
        }
        for (text, number) in [
            ("wa.me/77015554433", Some("+77015554433")),
            ("https://wa.me/+77015554433?text=hi", Some("+77015554433")),
            ("https://api.whatsapp.com/send?phone=77015554433", Some("+77015554433")),
            ("wa.me/77015554433 Anna", None),
            ("wa.me/anna", None),
            ("77015554433", None),
        ] {
            assert_eq!(number_in_link(text).as_deref(), number, "{text:?}");
        }
    }
}
