//! The currency of a shop.

use std::{fmt, str::FromStr};

/// A currency, by its code of ISO 4217: three letters, upper case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Currency([u8; 3]);

/// A text that is not a currency code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a currency code of three letters, like KZT")]
pub struct CurrencyError;

impl Currency {
    /// The code: `KZT`.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl FromStr for Currency {
    type Err = CurrencyError;

    /// Reads a code in any case.
    fn from_str(text: &str) -> Result<Self, CurrencyError> {
        let letters: [u8; 3] = text.trim().as_bytes().try_into().map_err(|_| CurrencyError)?;
        if letters.iter().all(u8::is_ascii_alphabetic) {
            Ok(Self(letters.map(|letter| letter.to_ascii_uppercase())))
        } else {
            Err(CurrencyError)
        }
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_currency_is_three_letters() {
        let cases = [
            ("KZT", Some("KZT")),
            (" kgs ", Some("KGS")),
            ("", None),
            ("KZ", None),
            ("KZTT", None),
            ("K1T", None),
            ("₸", None),
            ("тг", None),
        ];
        for (text, code) in cases {
            assert_eq!(text.parse::<Currency>().ok().as_ref().map(Currency::as_str), code, "{text:?}");
        }
    }
}
