//! The six digits that a customer shows at the till.

/// Six digits that identify a customer for a few minutes.
#[derive(Clone, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CardCode(String);

/// A text that is not six digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not six digits")]
pub struct CardCodeError;

impl CardCode {
    /// The digits that random bits make.
    pub fn from_bits(bits: u64) -> Self {
        Self(format!("{:06}", bits % 1_000_000))
    }

    /// The digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The digits as they are easily read aloud, `123 456`, on one line.
    pub fn spaced(&self) -> String {
        let (first, last) = self.0.split_at(3);
        format!("{first}\u{a0}{last}")
    }
}

impl std::str::FromStr for CardCode {
    type Err = CardCodeError;

    /// Reads what a cashier types: `123456`, `123 456`, `123-456`; and what a scanner does, the whole of [`CardQr::Link`].
    fn from_str(text: &str) -> Result<Self, CardCodeError> {
        let text = text.trim();
        let text = match text.rsplit_once("?start=") {
            Some((link, digits)) if link.contains("t.me/") => digits,
            _ => text,
        };
        let digits: String = text.chars().filter(|char| !matches!(char, ' ' | '-' | '\u{a0}')).collect();
        let is_grouped = text.len() == 6 || text.chars().nth(3).is_some_and(|char| !char.is_ascii_digit());
        let is_code = digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_digit()) && is_grouped;
        if is_code && text.chars().count() <= 7 { Ok(Self(digits)) } else { Err(CardCodeError) }
    }
}

super::words! {
    /// What the QR code of a card holds.
    CardQr {
        /// The six digits, which any scanner types.
        Digits = "digits",
        /// A link to the bot that ends with the digits: a phone's camera opens it, and a scanner that is set up for it
        /// types its end.
        Link = "link",
    }
}

impl CardQr {
    /// The content of the QR code that shows these digits.
    pub fn content(self, bot_username: &str, code: &CardCode) -> String {
        match self {
            Self::Digits => code.0.clone(),
            Self::Link => format!("https://t.me/{bot_username}?start={}", code.0),
        }
    }
}

impl TryFrom<String> for CardCode {
    type Error = CardCodeError;

    fn try_from(text: String) -> Result<Self, CardCodeError> {
        text.parse()
    }
}

impl From<CardCode> for String {
    fn from(code: CardCode) -> Self {
        code.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_link_of_a_card_ends_with_its_digits() {
        let code = CardCode::from_bits(9_483);
        assert_eq!(CardQr::Digits.content("kopilka_bot", &code), "009483");
        assert_eq!(CardQr::Link.content("kopilka_bot", &code), "https://t.me/kopilka_bot?start=009483");
    }

    #[test]
    fn reads_six_digits_in_one_or_two_groups() {
        for (text, code) in [
            ("123456", Some("123456")),
            (" 012 345 ", Some("012345")),
            ("123-456", Some("123456")),
            ("123\u{a0}456", Some("123456")),
            (" https://t.me/kopilka_bot?start=012345 ", Some("012345")),
            ("t.me/kopilka_bot?start=012345", Some("012345")),
            ("https://t.me/kopilka_bot?start=PROMO10012", None),
            ("https://example.org/?start=012345", None),
            ("12345", None),
            ("1234567", None),
            ("12 3456", None),
            ("1 2 3 4 5 6", None),
            ("12345x", None),
            ("١٢٣٤٥٦", None),
            ("", None),
        ] {
            assert_eq!(text.parse::<CardCode>().ok().as_ref().map(CardCode::as_str), code, "{text:?}");
        }
        assert_eq!(CardCode::from_bits(1_000_042).as_str(), "000042");
        assert_eq!(CardCode::from_bits(42).spaced(), "000\u{a0}042");
    }
}
