//! Why a server refuses a call, in its own words, in a form that may be logged.

use std::fmt;

/// The most characters that are kept of a description.
const LONGEST: usize = 200;
/// The longest word that is kept: tokens and secrets are longer.
const LONGEST_WORD: usize = 32;
/// A word with that many digits may be a token, a phone number or an account.
const DIGITS_OF_NUMBERS: usize = 6;
/// Behind these words Telegram repeats the text of the message.
const BEFORE_TEXT: &str = "parse entities";
/// Stands for what is left out.
const LEFT_OUT: &str = "…";

/// The description of a refusal in one line, without quotations, addresses, long numbers and whatever else may be a secret or
/// a text of a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason(String);

impl Reason {
    /// Keeps of a description what may be logged.
    pub(crate) fn of(description: &str) -> Self {
        let upto = description.find(BEFORE_TEXT).map_or(description, |at| description.split_at(at).0);
        let has_text = upto.len() < description.len();
        let mut kept = String::new();
        let mut is_quoted = false;
        // A description may have any size.
        for word in upto.split_whitespace().take(LONGEST) {
            let was_quoted = is_quoted;
            if word.matches('"').count() % 2 == 1 {
                is_quoted = !is_quoted;
            }
            let word = if was_quoted || word.contains('"') || !is_plain(word) { LEFT_OUT } else { word };
            if word == LEFT_OUT && kept.ends_with(LEFT_OUT) {
                continue;
            }
            if kept.chars().count().saturating_add(word.len()) > LONGEST {
                kept.push_str(LEFT_OUT);
                break;
            }
            if !kept.is_empty() {
                kept.push(' ');
            }
            kept.push_str(word);
        }
        if has_text {
            kept.push_str(if kept.is_empty() { "" } else { " " });
            kept.push_str(BEFORE_TEXT);
        }
        Self(kept)
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn is_plain(word: &str) -> bool {
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    word.len() <= LONGEST_WORD
        && digits < DIGITS_OF_NUMBERS
        && word.bytes().all(|letter| letter.is_ascii_graphic())
        && !word.contains(['/', '@', '='])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_description_is_logged_without_texts_and_secrets() {
        for (description, logged) in [
            ("Bad Request: message text is empty", "Bad Request: message text is empty"),
            ("Bad Request: BUTTON_DATA_INVALID", "Bad Request: BUTTON_DATA_INVALID"),
            (
                "Bad Request: can't parse entities: Unsupported start tag \"Ann\" at byte offset 3",
                "Bad Request: can't parse entities",
            ),
            ("wrong token 7000000001:AAEhBP0av28FrzcHV6", "wrong token …"),
            ("see https://bot.example.org/hook?key=s3cret now", "see … now"),
            ("call +77011234567 or a@example.org", "call … or …"),
            ("no user \"Anna Petrova of Almaty\" here", "no user … here"),
            ("two\nlines\r\n2026-01-01T00:00:00 ERROR forged", "two lines … ERROR forged"),
            ("\u{1b}[31mred\u{7}", "…"),
            ("", ""),
        ] {
            assert_eq!(Reason::of(description).to_string(), logged, "{description}");
        }
        let huge = Reason::of(&"word ".repeat(1_000_000)).to_string();
        assert!(huge.chars().count() <= LONGEST + 1, "{}", huge.len());
    }
}
