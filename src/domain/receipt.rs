//! What a till calls a sale: the number of its receipt.

use super::visible;

/// The longest receipt number, in characters.
const LONGEST: usize = 100;

/// The receipt number of a till: 1 to 100 characters that can all be seen, with single spaces between them. Unique in a shop.
#[derive(Clone, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Receipt(String);

/// A text that is no receipt number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not 1 to 100 visible characters")]
pub struct ReceiptError;

impl Receipt {
    /// The number.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Receipt {
    type Error = ReceiptError;

    fn try_from(text: String) -> Result<Self, ReceiptError> {
        // Two numbers that look the same are the same.
        let is_receipt = (1..=LONGEST).contains(&text.chars().count()) && visible(&text) == text;
        if is_receipt { Ok(Self(text)) } else { Err(ReceiptError) }
    }
}

impl std::str::FromStr for Receipt {
    type Err = ReceiptError;

    fn from_str(text: &str) -> Result<Self, ReceiptError> {
        text.to_owned().try_into()
    }
}

impl From<Receipt> for String {
    fn from(receipt: Receipt) -> Self {
        receipt.0
    }
}

impl std::fmt::Display for Receipt {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_receipt_number_can_be_seen() {
        let longest = "ж".repeat(LONGEST);
        for text in ["1", "0001-000123", "Чек № 5/2", "🧾", &longest] {
            assert_eq!(text.parse::<Receipt>().unwrap().as_str(), text);
        }
        let too_long = "ж".repeat(LONGEST + 1);
        for text in
            ["", " ", " 1", "1 ", "1  2", "1\n2", "1\t", "\u{200b}", "1\u{200b}", "1\u{0}", "\u{a0}1", &too_long]
        {
            assert_eq!(text.parse::<Receipt>(), Err(ReceiptError), "{text:?}");
        }
    }
}
