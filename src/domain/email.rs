//! E-mail addresses. The part before the `@` keeps its case; they are compared without.

use std::{fmt, str::FromStr};

/// The longest address, in characters.
const LONGEST: usize = 254;
/// The longest part before the `@`, in characters.
const LONGEST_LOCAL: usize = 64;

/// An e-mail address with its domain in lower case. Before the `@`, letters outside of ASCII are in lower case too, so that both
/// databases can compare addresses without case.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Email(String);

/// A text that is not an e-mail address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an e-mail address")]
pub struct EmailError;

impl Email {
    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Is it the same address, whatever the case?
    pub fn is_same(&self, other: &Self) -> bool {
        self.0.eq_ignore_ascii_case(&other.0)
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
        if !is_short || !is_local || !is_domain {
            return Err(EmailError);
        }
        let mut address = String::with_capacity(text.len());
        for char in local.chars() {
            if char.is_ascii() { address.push(char) } else { address.extend(char.to_lowercase()) }
        }
        Ok(Self(format!("{address}@{}", domain.to_lowercase())))
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
    fn the_domain_is_read_without_case() {
        for (text, read) in [
            ("test@test.ru", "test@test.ru"),
            (" Anna.K+shop@Mail.Example.KZ ", "Anna.K+shop@mail.example.kz"),
            ("Анна@Пример.РФ", "анна@пример.рф"),
            ("a_b%c@x-y.org", "a_b%c@x-y.org"),
        ] {
            assert_eq!(text.parse::<Email>().unwrap().as_str(), read);
        }
        let [anna, other]: [Email; 2] = ["Anna@b.kz", "ann@b.kz"].map(|text| text.parse().unwrap());
        assert!(anna.is_same(&"aNNA@b.kz".parse().unwrap()) && !anna.is_same(&other));
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
