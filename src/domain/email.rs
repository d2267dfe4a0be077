//! E-mail addresses in the one form that can be compared: without case.

use std::{fmt, str::FromStr};

/// The longest address, in characters.
const LONGEST: usize = 254;
/// The longest part before the `@`, in characters.
const LONGEST_LOCAL: usize = 64;

/// An e-mail address in lower case.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Email(String);

/// A text that is not an e-mail address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an e-mail address")]
pub struct EmailError;

impl Email {
    /// The address in lower case.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Email {
    type Err = EmailError;

    fn from_str(text: &str) -> Result<Self, EmailError> {
        let text = text.trim();
        let (local, domain) = text.split_once('@').ok_or(EmailError)?;
        let is_short = text.chars().count() <= LONGEST && local.chars().count() <= LONGEST_LOCAL;
        let is_visible =
            |char: char| char.is_alphanumeric() || (char.is_ascii_graphic() && !"\"(),:;<>@[\\]".contains(char));
        let is_local = !local.is_empty() && local.chars().all(is_visible);
        let is_label = |label: &str| {
            let is_inner = label.chars().all(|char| char.is_alphanumeric() || char == '-');
            is_inner && !label.is_empty() && !label.starts_with('-') && !label.ends_with('-')
        };
        let is_domain = domain.contains('.') && domain.split('.').all(is_label);
        if is_short && is_local && is_domain { Ok(Self(text.to_lowercase())) } else { Err(EmailError) }
    }
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_without_case() {
        for (text, read) in [
            ("test@test.ru", "test@test.ru"),
            (" Anna.K+shop@Mail.Example.KZ ", "anna.k+shop@mail.example.kz"),
            ("анна@пример.рф", "анна@пример.рф"),
            ("a_b%c@x-y.org", "a_b%c@x-y.org"),
        ] {
            assert_eq!(text.parse::<Email>().unwrap().as_str(), read);
        }
        let long = format!("{}@test.ru", "a".repeat(65));
        let far = format!("a@{}ru", "test.".repeat(60));
        for text in [
            "",
            "@",
            "a",
            "a@",
            "@b.kz",
            "a@b",
            "a@b.",
            "a@.kz",
            "a@b..kz",
            "a b@c.kz",
            "a@b c.kz",
            "a@b@c.kz",
            "a@-b.kz",
            "<a@b.kz>",
            "a\0@b.kz",
            "a\u{200b}@b.kz",
            "a@b.kz\nx",
            &long,
            &far,
        ] {
            assert_eq!(text.parse::<Email>(), Err(EmailError), "{text:?}");
        }
    }
}
