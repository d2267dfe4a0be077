//! Parcels on their way to customers: numbers, the codes of those who wait for them, statuses, what they cost.

use std::{collections::BTreeSet, fmt, str::FromStr};

use unicode_normalization::UnicodeNormalization as _;

use super::{
    AmountError, Code, Money, Quantity,
    hidden::{has_no_width, is_blank},
    pasted::{is_rounded, pasted, pasted_number},
    search::fold_words,
};

/// The longest number or client code, in characters.
pub const LONGEST_NUMBER: usize = 64;
/// The longest note, in characters.
pub const LONGEST_NOTE: usize = 500;
/// The most pieces of a parcel.
pub const MOST_PIECES: i64 = 1_000_000_000;

/// The longest text by which a parcel is found, in characters. A longer one finds nothing.
const LONGEST_TERM: usize = LONGEST_NUMBER;
/// The shortest end of a number by which a parcel is found, in characters. A shorter text is found everywhere but at the end.
const SHORTEST_END: usize = 3;

/// Cyrillic and Greek capitals that look like a Latin one, each before it.
const LOOK_ALIKES: [(&str, char); 14] = [
    ("АΑ", 'A'),
    ("ВΒ", 'B'),
    ("СϹ", 'C'),
    ("ЕЁΕ", 'E'),
    ("НΗ", 'H'),
    ("ІΙ", 'I'),
    ("Ј", 'J'),
    ("КΚ", 'K'),
    ("МΜ", 'M'),
    ("ОΟ", 'O'),
    ("РΡ", 'P'),
    ("Ѕ", 'S'),
    ("ТΤ", 'T'),
    ("ХΧ", 'X'),
];
/// The Cyrillic letter that looks like a Latin Y, and the one of Kazakh and Kyrgyz; neither is written for another one.
const LOOK_ALIKES_OF_Y: &str = "УҮΥ";

/// The number of a parcel: as it was sent, and as it is compared.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ParcelNumber {
    shown: String,
    key: String,
}

/// A text is not the number of a parcel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ParcelNumberError {
    /// It has no letter and no digit, or characters that cannot be seen.
    #[error("not a number of a parcel")]
    NotANumber,
    /// It has more than [`LONGEST_NUMBER`] characters.
    #[error("too long")]
    TooLong,
    /// A spreadsheet rounded it: the digits are lost.
    #[error("rounded by a spreadsheet")]
    Rounded,
}

impl ParcelNumber {
    /// The number as it was sent.
    pub fn as_str(&self) -> &str {
        &self.shown
    }

    /// The number as it is compared: in capitals, without spaces and dashes, look-alike letters as Latin.
    pub fn key(&self) -> &str {
        &self.key
    }
}

impl FromStr for ParcelNumber {
    type Err = ParcelNumberError;

    /// Reads what a person pasted: spaces, quotation marks and a spreadsheet's apostrophe or formula around it, and `№` or `#` before
    /// it, are no part of it.
    fn from_str(text: &str) -> Result<Self, ParcelNumberError> {
        let shown = pasted_number(text);
        if shown.chars().count() > LONGEST_NUMBER {
            return Err(ParcelNumberError::TooLong);
        }
        if is_rounded(&shown) {
            return Err(ParcelNumberError::Rounded);
        }
        let key = number_key(&shown);
        let is_number = key.chars().any(char::is_alphanumeric) && !shown.chars().any(is_unseen);
        if is_number { Ok(Self { shown, key }) } else { Err(ParcelNumberError::NotANumber) }
    }
}

impl TryFrom<String> for ParcelNumber {
    type Error = ParcelNumberError;

    fn try_from(text: String) -> Result<Self, ParcelNumberError> {
        text.parse()
    }
}

impl From<ParcelNumber> for String {
    fn from(number: ParcelNumber) -> Self {
        number.shown
    }
}

impl fmt::Display for ParcelNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shown)
    }
}

/// How parcel numbers are compared, also the parts that people search for.
pub fn number_key(text: &str) -> String {
    text.nfkc().filter(|character| !is_between(*character)).flat_map(compared).collect()
}

/// The code by which a shop knows the customer of a parcel: a customer's own code, one that another system gave them, or that of
/// a person who is no customer yet.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ClientCode {
    shown: String,
    key: String,
}

/// A text is not the code of a client.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a code of a client")]
pub struct ClientCodeError;

impl ClientCode {
    /// The code as it was sent.
    pub fn as_str(&self) -> &str {
        &self.shown
    }

    /// The code as it is compared: in capitals, look-alike letters as Latin.
    pub fn key(&self) -> &str {
        &self.key
    }
}

impl FromStr for ClientCode {
    type Err = ClientCodeError;

    /// Reads what a person pasted, as a parcel's number. Dashes count, and so do `№` and `#`.
    fn from_str(text: &str) -> Result<Self, ClientCodeError> {
        let shown = pasted(text);
        let is_code = shown.chars().any(char::is_alphanumeric)
            && shown.chars().count() <= LONGEST_NUMBER
            && !shown.chars().any(is_unseen)
            && !is_rounded(&shown);
        let key = shown.nfkc().flat_map(compared).collect();
        if is_code { Ok(Self { shown, key }) } else { Err(ClientCodeError) }
    }
}

impl TryFrom<String> for ClientCode {
    type Error = ClientCodeError;

    fn try_from(text: String) -> Result<Self, ClientCodeError> {
        text.parse()
    }
}

impl From<ClientCode> for String {
    fn from(code: ClientCode) -> Self {
        code.shown
    }
}

impl fmt::Display for ClientCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shown)
    }
}

/// The code by which a customer is known to other systems and on parcels: the one that another system gave them, else their own.
pub fn known_code<'a>(outside: Option<&'a ClientCode>, own: &'a Code) -> &'a str {
    outside.map_or_else(|| own.as_str(), ClientCode::as_str)
}

/// A character as it is compared.
fn compared(character: char) -> impl Iterator<Item = char> {
    character.to_uppercase().map(|capital| {
        if LOOK_ALIKES_OF_Y.contains(capital) {
            return 'Y';
        }
        LOOK_ALIKES.iter().find(|(alike, _)| alike.contains(capital)).map_or(capital, |(_, latin)| *latin)
    })
}

/// Does a character only stand between the parts of a number?
fn is_between(character: char) -> bool {
    is_blank(character) || has_no_width(character) || matches!(character, '-' | '‐'..='―' | '−' | '\u{ad}')
}

/// Is it a character that a number cannot have, such as a line break?
fn is_unseen(character: char) -> bool {
    character.is_control()
}

super::words! {
    /// Where a parcel is.
    ParcelStatus {
        /// It is expected.
        Pending = "pending",
        /// It is on its way.
        InTransit = "in_transit",
        /// It is with the shop.
        Delivered = "delivered",
        /// The customer has it.
        Issued = "issued",
        /// It will not come.
        Cancelled = "cancelled",
    }
}

super::words! {
    /// What happened to a parcel.
    ParcelEventKind {
        /// It was added.
        Created = "parcel.created",
        /// Its status changed.
        Status = "parcel.status",
    }
}

impl ParcelStatus {
    /// May this status follow `before`, without being forced? Statuses go forward, steps may be skipped; nothing follows a parcel
    /// that was issued or cancelled.
    pub const fn follows(self, before: Self) -> bool {
        match before {
            Self::Issued | Self::Cancelled => false,
            Self::Pending | Self::InTransit | Self::Delivered => self as u8 > before as u8,
        }
    }

    /// Does nothing follow it?
    pub const fn is_last(self) -> bool {
        matches!(self, Self::Issued | Self::Cancelled)
    }
}

/// What a parcel is found by, each by its beginning: what follows each character of the number and the codes, where it is long
/// enough, and what follows each word of the note. In order, each once.
pub fn parcel_terms<'a>(
    number: &ParcelNumber,
    codes: impl IntoIterator<Item = &'a str>,
    note: Option<&str>,
) -> Vec<String> {
    let mut terms: BTreeSet<String> = ends(number.key()).collect();
    terms.extend(codes.into_iter().flat_map(|code| ends(&number_key(code)).collect::<Vec<_>>()));
    let note = fold_words(note.unwrap_or_default());
    let words = std::iter::once(0).chain(note.match_indices(' ').map(|(at, space)| at + space.len()));
    terms.extend(words.map(|from| beginning(&note[from..])));
    terms.remove("");
    terms.into_iter().collect()
}

/// The beginnings of the terms of parcels that a search text finds: as a part of a number or a code, and as words of a note. `None`
/// where it has nothing to search for.
pub fn parcel_search(text: &str) -> Option<[String; 2]> {
    let text = pasted_number(text);
    let words = [number_key(&text), fold_words(&text)];
    let is_short = words.iter().all(|word| word.chars().count() <= LONGEST_TERM);
    (is_short && !words[0].is_empty()).then_some(words)
}

/// The ends of a number, the shortest of [`SHORTEST_END`] characters.
fn ends(key: &str) -> impl Iterator<Item = String> {
    let count = key.chars().count();
    let last = count.saturating_sub(SHORTEST_END);
    key.char_indices().take(last + 1).map(|(from, _)| beginning(&key[from..]))
}

/// As much of a text as is compared.
fn beginning(text: &str) -> String {
    text.chars().take(LONGEST_TERM).collect()
}

/// What a parcel costs by its weight and the price of a kilogram, in US dollars, rounded half up to a cent; `None` where one is not
/// known.
///
/// # Errors
/// [`AmountError::TooLarge`].
pub fn parcel_cost(weight: Option<Quantity>, price_per_kg: Option<Money>) -> Result<Option<Money>, AmountError> {
    let (Some(weight), Some(price)) = (weight, price_per_kg) else { return Ok(None) };
    let product = i128::from(weight.milli()) * i128::from(price.minor());
    if product > i128::from(Money::MAX.minor()) * 1_000 {
        return Err(AmountError::TooLarge);
    }
    Ok(Some(weight.at(price)))
}

/// May a parcel cost `given` where its weight and price come to `worked_out`? It may differ by 1 %.
pub fn is_cost_near(given: Money, worked_out: Money) -> bool {
    let difference = i128::from(given.minor()) - i128::from(worked_out.minor());
    difference.abs() * 100 <= i128::from(worked_out.minor()).abs()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(text: &str) -> Option<String> {
        text.parse::<ParcelNumber>().ok().map(|number| number.key)
    }

    #[test]
    fn numbers_are_read_as_people_paste_them() {
        for text in [
            "ABC123456",
            " abc123456 ",
            "'ABC123456",
            "’abc 123 456",
            "ABC-123-456",
            "abc–123—456",
            "АВС123456",
            "аbс\u{a0}123456",
            "\u{feff}ABC123456\u{200b}",
            "ABC123456\r\n",
            "ＡＢＣ１２３４５６",
            "ABC\u{202e}123\u{200b}456",
            "«ABC123456»",
            "\"abc123456\"",
            "“ABC 123 456”",
            "„ABC-123-456“",
            "'ABC123456'",
            "« ABC123456 »",
            "№ABC123456",
            "№ abc 123 456",
            "#ABC123456",
            "№ «ABC123456»",
            "\"#ABC123456\"",
            "=\"ABC123456\"",
            "= \"ABC123456\" ",
            "'=\"ABC123456\"",
        ] {
            assert_eq!(key(text).as_deref(), Some("ABC123456"), "{text:?}");
        }
        assert_eq!("  'аBс-1 ".parse::<ParcelNumber>().unwrap().as_str(), "аBс-1", "shown as it was sent");
        assert_eq!("A\u{202e}1\u{ad}2".parse::<ParcelNumber>().unwrap().as_str(), "A12", "but for what turns the line");
        assert_eq!(key("CAFE\u{301}1"), key("CAFÉ1"));
        for text in ["ABC_123456", "ABC.123456", "ABC/123456"] {
            assert_ne!(key(text).as_deref(), Some("ABC123456"), "only spaces and dashes do not count: {text}");
        }
    }

    #[test]
    fn what_is_no_number_is_refused() {
        let long = "1".repeat(LONGEST_NUMBER + 1);
        for (text, error) in [
            ("", ParcelNumberError::NotANumber),
            ("---", ParcelNumberError::NotANumber),
            ("AB\nC", ParcelNumberError::NotANumber),
            ("AB\0C", ParcelNumberError::NotANumber),
            (&long, ParcelNumberError::TooLong),
            ("1.23E+12", ParcelNumberError::Rounded),
            ("1,23457E+11", ParcelNumberError::Rounded),
            ("1e+12", ParcelNumberError::Rounded),
            ("'9.4E+21", ParcelNumberError::Rounded),
            ("=\"1.23E+12\"", ParcelNumberError::Rounded),
            ("№ «1,23E+12»", ParcelNumberError::Rounded),
            ("+1.23E+12", ParcelNumberError::Rounded),
            ("1.23 E+12", ParcelNumberError::Rounded),
            ("1.23e12", ParcelNumberError::Rounded),
            ("1,23Е12", ParcelNumberError::Rounded),
            ("12.3E+9", ParcelNumberError::Rounded),
            ("1.23E-05", ParcelNumberError::Rounded),
            ("-1E+12", ParcelNumberError::Rounded),
            ("«»", ParcelNumberError::NotANumber),
            ("№", ParcelNumberError::NotANumber),
            ("=\"\"", ParcelNumberError::NotANumber),
        ] {
            assert_eq!(text.parse::<ParcelNumber>(), Err(error), "{text:?}");
        }
        let real = "1E12 12E34567 123E-45 12-E-34567 1234E+5 12.3E4567 A1.23E12 12E+5A E+12 1.2.3 RB123456789CN";
        for text in real.split(' ').chain(["12E 345", &long[1..]]) {
            assert!(text.parse::<ParcelNumber>().is_ok(), "{text}");
        }
    }

    #[test]
    fn client_codes_are_compared_without_case() {
        let code = |text: &str| text.parse::<ClientCode>().unwrap();
        assert_eq!(code(" client123 ").key(), code("CLIENT123").key());
        assert_eq!(code("сLIENT123").key(), code("CLIENT123").key());
        assert_ne!(code("A-1").key(), code("A1").key());
        assert_ne!(code("#1").key(), code("1").key());
        for text in ["«A1»", "\"a1\"", "=\"A1\"", "'A1"] {
            assert_eq!(code(text).key(), code("A1").key(), "{text}");
        }
        for text in ["", "'", "-", "1.23E+12", &"1".repeat(65)] {
            assert!(text.parse::<ClientCode>().is_err(), "{text:?}");
        }
    }

    #[test]
    fn a_parcel_is_found_by_a_part_of_its_number_and_the_words_of_its_note() {
        let number: ParcelNumber = "ab-12 345".parse().unwrap();
        let terms = parcel_terms(&number, ["CL-7"], Some("Хрупкое: стекло, ёлка"));
        let finds = |text: &str| {
            let words = parcel_search(text).unwrap();
            terms.iter().any(|term| words.iter().any(|word| !word.is_empty() && term.starts_with(word)))
        };
        for text in [
            "AB12345",
            "ab-12",
            "123",
            "345",
            "12 34",
            "№ 345",
            "«ab12»",
            "cl7",
            "CL-7",
            "хруп",
            "Стекло",
            "хрупкое стекло",
            "елка",
            "b1",
        ] {
            assert!(finds(text), "{text}");
        }
        for text in ["AB12346", "рупкое", "стекло хрупкое", "8"] {
            assert!(!finds(text), "{text}");
        }
        assert_eq!(parcel_search(" - "), None);
        let long: ParcelNumber = "7".repeat(LONGEST_NUMBER).parse().unwrap();
        let whole = parcel_search(long.as_str()).unwrap();
        assert!(parcel_terms(&long, [], None).contains(&whole[0]), "the whole of the longest number is compared");
        assert_eq!(parcel_search(&"7".repeat(LONGEST_NUMBER + 1)), None);
    }

    #[test]
    fn statuses_go_forward() {
        use ParcelStatus::{Cancelled, Delivered, InTransit, Issued, Pending};
        let follow = [
            (Pending, vec![InTransit, Delivered, Issued, Cancelled]),
            (InTransit, vec![Delivered, Issued, Cancelled]),
            (Delivered, vec![Issued, Cancelled]),
            (Issued, vec![]),
            (Cancelled, vec![]),
        ];
        for (before, expected) in follow {
            let found: Vec<ParcelStatus> =
                ParcelStatus::ALL.iter().copied().filter(|next| next.follows(before)).collect();
            assert_eq!(found, expected, "{before}");
            assert_eq!(before.is_last(), expected.is_empty());
        }
    }

    #[test]
    fn what_a_parcel_costs() {
        let quantity = |milli| Some(Quantity::from_milli(milli));
        let money = |minor| Some(Money::from_minor(minor));
        for (weight, price, cost) in [
            (quantity(10_500), money(14_29), money(150_05)),
            (quantity(1), money(4_99), money(0)),
            (quantity(1), money(5_00), money(1)),
            (quantity(0), money(5_00), money(0)),
            (None, money(5_00), None),
            (quantity(1), None, None),
        ] {
            assert_eq!(parcel_cost(weight, price), Ok(cost), "{weight:?} {price:?}");
        }
        assert_eq!(parcel_cost(quantity(2_000), Some(Money::MAX)), Err(AmountError::TooLarge));
    }

    #[test]
    fn a_given_cost_is_within_one_percent() {
        for (given, worked_out, is_near) in [
            (150_00, 150_05, true),
            (100_00, 101_00, true),
            (99_00, 100_00, true),
            (98_99, 100_00, false),
            (101_00, 100_00, true),
            (101_01, 100_00, false),
            (1, 0, false),
            (0, 0, true),
        ] {
            let found = is_cost_near(Money::from_minor(given), Money::from_minor(worked_out));
            assert_eq!(found, is_near, "{given} of {worked_out}");
        }
    }
}
