//! The short numbers and words that people type to name a customer or an invoice.

use std::{fmt, str::FromStr};

/// What a promo code begins with.
const PROMO: &str = "PROMO";
/// Its letters as people type them: Latin, Cyrillic, or of both alphabets.
const TYPED_PROMO: [&str; 5] = ["PПР", "RР", "OО", "MМ", "OО"];

/// A customer's code: five digits or more, unique in a shop, kept as written (leading zeros count).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Code(String);

/// A text that is not a code, a promo code or an invoice number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a code")]
pub struct CodeError;

impl Code {
    /// The code of a number; numbers below 10000 are filled up to five digits.
    pub fn from_number(number: u64) -> Self {
        Self(format!("{number:05}"))
    }

    /// The digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The promo code that friends of this customer enter.
    pub fn promo(&self) -> PromoCode {
        PromoCode(self.clone())
    }
}

impl FromStr for Code {
    type Err = CodeError;

    fn from_str(text: &str) -> Result<Self, CodeError> {
        let valid = (5..=18).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        if valid { Ok(Self(text.to_owned())) } else { Err(CodeError) }
    }
}

/// A customer's referral code: `PROMO` + code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PromoCode(Code);

impl PromoCode {
    /// The code of the customer who invites.
    pub fn code(&self) -> &Code {
        &self.0
    }
}

impl FromStr for PromoCode {
    type Err = CodeError;

    /// Reads what a person typed: any case, spaces around, also "ПРОМО".
    fn from_str(text: &str) -> Result<Self, CodeError> {
        let text = text.trim();
        let (prefix, digits) = text.split_at(text.find(|c: char| c.is_ascii_digit()).ok_or(CodeError)?);
        let is_letter = |(typed, of): (char, &str)| typed.to_uppercase().all(|letter| of.contains(letter));
        let is_promo = prefix.chars().count() == TYPED_PROMO.len() && prefix.chars().zip(TYPED_PROMO).all(is_letter);
        if is_promo { digits.parse().map(Self) } else { Err(CodeError) }
    }
}

impl fmt::Display for PromoCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{PROMO}{}", self.0)
    }
}

/// An invoice's number: 8 upper-case hex digits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct InvoiceNumber(String);

impl InvoiceNumber {
    /// The number that shows these 32 bits.
    pub fn from_bits(bits: u32) -> Self {
        Self(format!("{bits:08X}"))
    }

    /// The digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Reads what a person typed: any case, perhaps `#` or `№` before it, and Cyrillic letters that look like Latin ones.
    ///
    /// # Errors
    /// [`CodeError`].
    pub fn parse(text: &str) -> Result<Self, CodeError> {
        let digits = text.trim().trim_start_matches(['#', '№']).trim_start().chars();
        let latin = |letter: char| match letter {
            'А' | 'а' => 'A',
            'В' | 'в' => 'B',
            'С' | 'с' => 'C',
            'Е' | 'е' => 'E',
            other => other.to_ascii_uppercase(),
        };
        digits.map(latin).collect::<String>().parse()
    }
}

impl FromStr for InvoiceNumber {
    type Err = CodeError;

    fn from_str(text: &str) -> Result<Self, CodeError> {
        let valid = text.len() == 8 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'A'..=b'F'));
        if valid { Ok(Self(text.to_owned())) } else { Err(CodeError) }
    }
}

/// serde and `Display` by the inner string.
macro_rules! text_of {
    ($($name:ident),+) => {$(
        impl TryFrom<String> for $name {
            type Error = CodeError;

            fn try_from(text: String) -> Result<Self, CodeError> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(value: $name) -> Self {
                value.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )+};
}
text_of!(Code, InvoiceNumber);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_five_digits_or_more() {
        for (text, valid) in
            [("82423", true), ("00001", true), ("1234567", true), ("1234", false), ("8242a", false), ("٨٢٤٢٣", false)]
        {
            assert_eq!(text.parse::<Code>().is_ok(), valid, "{text:?}");
        }
        assert_eq!(Code::from_number(42).as_str(), "00042");
    }

    #[test]
    fn a_promo_code_is_read_in_any_case() {
        let cases = [
            ("PROMO82423", Some("82423")),
            (" promo82423 ", Some("82423")),
            ("ПРОМО82423", Some("82423")),
            ("промо82423", Some("82423")),
            // Cyrillic letters that look like Latin ones.
            ("РROMО82423", Some("82423")),
            ("PROMO1", None),
            ("ПРОМ82423", None),
            ("ПРИМО82423", None),
            ("ПРОМО 82423", None),
        ];
        for (text, code) in cases {
            let read = text.parse::<PromoCode>().ok().map(|promo| promo.code().to_string());
            assert_eq!(read.as_deref(), code, "{text:?}");
        }
    }

    #[test]
    fn an_invoice_number_is_eight_upper_case_hex_digits() {
        for (text, valid) in [("965EDA32", true), ("965eda32", false), ("965EDA3", false), ("965EDA3G", false)] {
            assert_eq!(text.parse::<InvoiceNumber>().is_ok(), valid, "{text:?}");
        }
        assert_eq!(InvoiceNumber::from_bits(0xBEEF).as_str(), "0000BEEF");
    }

    #[test]
    fn an_invoice_number_is_read_as_people_type_it() {
        let cases = [
            ("965EDA32", Some("965EDA32")),
            (" #965eda32 ", Some("965EDA32")),
            ("№ 965EDA32", Some("965EDA32")),
            ("0аВсЕ123", Some("0ABCE123")),
            ("965EDA3", None),
            ("965EDA32 965EDA32", None),
            ("965EЖA32", None),
            ("", None),
        ];
        for (text, number) in cases {
            assert_eq!(InvoiceNumber::parse(text).ok().as_ref().map(InvoiceNumber::as_str), number, "{text:?}");
        }
    }
}
