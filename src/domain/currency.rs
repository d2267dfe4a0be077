//! The currency of a shop.

use std::{fmt, str::FromStr};

/// A currency, by its code of ISO 4217: three letters, upper case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Currency([u8; 3]);

/// A text that is not a currency code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not the three letters of a currency, like KZT")]
pub struct CurrencyError;

impl Currency {
    /// US dollars, in which the freight of parcels is priced whatever the shop's currency is.
    pub const USD: Self = Self(*b"USD");

    /// The code: `KZT`.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

/// The codes of ISO 4217 for what people pay with; it has others for metals, funds and tests.
const CODES: &str = "\
    AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF \
    CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG \
    HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA \
    MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD \
    RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX \
    USD UYU UZS VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG";

/// How people write a currency: its code, its sign, and the usual words, folded and without apostrophes.
struct Marks {
    code: &'static str,
    signs: &'static [&'static str],
    words: &'static [&'static str],
}

/// The words of hundredths of a currency, and the letters that stand for it right behind a number.
struct Parts {
    code: &'static str,
    letters: &'static [&'static str],
    minor: &'static [&'static str],
}

/// The currencies of which people type these.
const PARTS: &[Parts] = &[
    Parts { code: "KZT", letters: &["т", "t"], minor: &["тиын", "тиынов", "tiyn"] },
    Parts { code: "KGS", letters: &["с", "c"], minor: &["тыйын", "тыйынов", "tyiyn"] },
    Parts { code: "UZS", letters: &["с"], minor: &["тийин", "tiyin"] },
    Parts { code: "RUB", letters: &[], minor: &["коп", "копеек", "копейки", "копейка", "kop"] },
    Parts { code: "BYN", letters: &[], minor: &["коп", "копеек", "копейки", "копейка", "kop"] },
    Parts { code: "USD", letters: &[], minor: &["цент", "цента", "центов", "cent", "cents"] },
    Parts { code: "EUR", letters: &[], minor: &["цент", "цента", "центов", "cent", "cents"] },
];

/// The currencies that are told apart in what people type.
const KNOWN: &[Marks] = &[
    Marks {
        code: "KZT", signs: &["₸"], words: &["тг", "тнг", "тенге", "теңге", "tg", "tng", "tenge"]
    },
    Marks { code: "KGS", signs: &["⃀"], words: &["сом", "сома", "сомов", "сому", "som", "soms"] },
    Marks {
        code: "UZS",
        signs: &[],
        words: &["сум", "сўм", "сума", "сумов", "сом", "som", "soum", "sum", "sums", "soums"],
    },
    Marks {
        code: "RUB",
        signs: &["₽"],
        words: &["руб", "рубль", "рубля", "рублей", "р", "rub", "rur", "ruble", "rubles", "rouble", "roubles"],
    },
    Marks {
        code: "USD", signs: &["$"], words: &["доллар", "доллара", "долларов", "долл", "dollar", "dollars"]
    },
    Marks { code: "EUR", signs: &["€"], words: &["евро", "еуро", "euro", "euros", "yevro"] },
    Marks { code: "GBP", signs: &["£"], words: &["фунт", "фунта", "фунтов", "pound", "pounds"] },
    Marks { code: "BYN", signs: &[], words: &["руб", "рубль", "рубля", "рублей", "р", "br"] },
    Marks {
        code: "UAH", signs: &["₴"], words: &["грн", "гривна", "гривны", "гривен", "гривень"]
    },
    Marks { code: "TJS", signs: &[], words: &["сомони", "somoni", "смн"] },
    Marks { code: "TMT", signs: &[], words: &["манат", "маната", "манатов", "manat", "manats"] },
    Marks { code: "AZN", signs: &["₼"], words: &["манат", "маната", "манатов", "manat", "manats"] },
    Marks { code: "GEL", signs: &["₾"], words: &["лари", "lari"] },
    Marks { code: "AMD", signs: &["֏"], words: &["драм", "драма", "драмов", "dram", "drams"] },
    Marks { code: "TRY", signs: &["₺"], words: &["лира", "лиры", "лир", "lira"] },
    Marks { code: "MNT", signs: &["₮"], words: &["тугрик", "тугриков"] },
    Marks { code: "CNY", signs: &["¥"], words: &["юань", "юаня", "юаней", "yuan"] },
    Marks { code: "JPY", signs: &["¥"], words: &["иена", "иены", "иен", "yen"] },
    Marks { code: "INR", signs: &["₹"], words: &["рупия", "рупии", "rupee", "rupees"] },
    Marks { code: "KRW", signs: &["₩"], words: &["вона", "воны", "вон"] },
    Marks { code: "ILS", signs: &["₪"], words: &["шекель", "шекелей", "shekel", "shekels"] },
    Marks { code: "PLN", signs: &[], words: &["злотый", "злотых", "zl", "zł"] },
    Marks { code: "MDL", signs: &[], words: &["лей", "леев", "lei"] },
];

/// Whose mark stands beside an amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CurrencyMark {
    /// The shop's.
    Own,
    /// Of another currency.
    Foreign,
}

impl Currency {
    /// Reads the sign, the code or a usual word of a currency, folded and without apostrophes; `None` where it is none of these.
    pub(super) fn mark(self, text: &str) -> Option<CurrencyMark> {
        let is_of = |marks: &Marks| {
            marks.code.eq_ignore_ascii_case(text) || marks.signs.contains(&text) || marks.words.contains(&text)
        };
        let is_own = text.eq_ignore_ascii_case(self.as_str())
            || KNOWN.iter().any(|marks| marks.code == self.as_str() && is_of(marks));
        if is_own {
            return Some(CurrencyMark::Own);
        }
        KNOWN.iter().any(is_of).then_some(CurrencyMark::Foreign)
    }

    /// Does a letter stand for the currency where it follows a number without a space?
    pub(super) fn has_letter(self, letter: &str) -> bool {
        PARTS.iter().any(|parts| parts.code == self.as_str() && parts.letters.contains(&letter))
    }

    /// Is it a word for hundredths of the currency, folded and without apostrophes?
    pub(super) fn has_minor(self, word: &str) -> bool {
        PARTS.iter().any(|parts| parts.code == self.as_str() && parts.minor.contains(&word))
    }

    /// Is it the sign of any currency?
    pub(super) fn is_sign(character: char) -> bool {
        let mut buffer = [0; 4];
        let text: &str = character.encode_utf8(&mut buffer);
        KNOWN.iter().any(|marks| marks.signs.contains(&text))
    }
}

impl FromStr for Currency {
    type Err = CurrencyError;

    /// Reads a code in any case.
    fn from_str(text: &str) -> Result<Self, CurrencyError> {
        let letters: [u8; 3] = text.trim().as_bytes().try_into().map_err(|_| CurrencyError)?;
        let currency = Self(letters.map(|letter| letter.to_ascii_uppercase()));
        if CODES.split(' ').any(|code| code == currency.as_str()) { Ok(currency) } else { Err(CurrencyError) }
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
            ("XXQ", None),
            ("XXX", None),
            ("D U", None),
            ("usd", Some("USD")),
            ("₸", None),
            ("тг", None),
        ];
        for (text, code) in cases {
            assert_eq!(text.parse::<Currency>().ok().as_ref().map(Currency::as_str), code, "{text:?}");
        }
        for Marks { code, .. } in KNOWN {
            assert!(code.parse::<Currency>().is_ok(), "{code}");
        }
    }
}
