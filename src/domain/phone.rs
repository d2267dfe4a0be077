//! Phone numbers in the one form that can be compared: E.164.

use std::{fmt, str::FromStr};

use rlibphonenumber::{PHONE_NUMBER_UTIL, PhoneNumber, PhoneNumberFormat, PhoneNumberType, Region};

use super::hidden::{has_no_width, is_blank};

/// The digits of the shortest and of the longest numbers, with the country code.
const FEWEST: usize = 7;
const MOST: usize = 15;
/// The digits of the shortest numbers that are written without a country code and can be nothing else.
const LEAST_WITHOUT_PLUS: usize = 9;
/// The longest text that is a number, in characters.
const LONGEST: usize = 60;

/// A phone number in E.164 form (`+77001234567`).
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Phone(String);

/// A text that is not a phone number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a phone number")]
pub struct PhoneError;

/// The digits of a text that may be a number, in the groups in which they are written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Digits {
    pub(super) has_plus: bool,
    pub(super) all: String,
    /// How many digits come before the first separator.
    pub(super) first_group: usize,
}

impl Phone {
    /// Reads a number with its country code behind a `+`, in any grouping.
    ///
    /// # Errors
    /// [`PhoneError`] where no country has such a number.
    pub fn parse(text: &str) -> Result<Self, PhoneError> {
        let digits = Digits::read(text).filter(|digits| digits.has_plus).ok_or(PhoneError)?;
        Self::international(&digits.all).ok_or(PhoneError)
    }

    /// Has a text the form of a number, whether or not a country has it? A shorter one needs its `+`.
    pub fn is_like(text: &str) -> bool {
        Digits::read(text).is_some_and(|digits| digits.has_plus || digits.all.len() >= LEAST_WITHOUT_PLUS)
    }

    /// The number that begins with a country code, where some country has it.
    pub(super) fn international(digits: &str) -> Option<Self> {
        valid(PHONE_NUMBER_UTIL.parse(format!("+{digits}"), None).ok()?)
    }

    /// The number that is dialled so in a country, where some country has it: neighbours may share a country code.
    pub(super) fn dialled(digits: &str, from: Region) -> Option<Self> {
        valid(PHONE_NUMBER_UTIL.parse(digits, Some(from)).ok()?)
    }

    /// A mobile number of the country, as an example.
    pub(super) fn example(country: Region) -> Option<Self> {
        valid(PHONE_NUMBER_UTIL.get_example_number_for_type_and_region(country, PhoneNumberType::Mobile).ok()?)
    }

    /// A number that is valid by another rule than the library's.
    pub(super) fn certain(digits: &str) -> Option<Self> {
        format!("+{digits}").parse().ok()
    }

    /// The number in E.164 form.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The digits with the country code, without the `+`.
    pub fn digits(&self) -> &str {
        &self.0[1..]
    }

    /// The last four digits, by which people tell numbers apart.
    pub fn last_digits(&self) -> &str {
        let digits = self.digits();
        &digits[digits.len().saturating_sub(4)..]
    }

    /// The number as people read it: `+7 701 555 44 33`.
    pub fn grouped(&self) -> String {
        // Of the countries with +7 all write the same groups; the library has others for some of their numbers.
        if let Some(national) = self.0.strip_prefix("+7").filter(|national| national.len() == 10) {
            return format!("+7 {} {} {} {}", &national[..3], &national[3..6], &national[6..8], &national[8..]);
        }
        match self.number() {
            Some(number) => number.format_as(PhoneNumberFormat::International).replace(['-', '/', '.'], " "),
            None => self.0.clone(),
        }
    }

    /// The last two digits behind an ellipsis, for logs and for eyes that need not see all of it.
    pub fn masked(&self) -> String {
        format!("…{}", &self.0[self.0.len().saturating_sub(2)..])
    }

    /// Is it a number of this country?
    pub(super) fn is_of(&self, country: Region) -> bool {
        // The library compares the national number alone, which may be valid in both countries.
        let code = PHONE_NUMBER_UTIL.get_country_code_for_region(country);
        let has_code = code.is_some_and(|code| self.digits().starts_with(&code.to_string()));
        has_code && self.number().is_some_and(|number| number.is_valid_for_region(country))
    }

    /// The country whose number it is.
    pub(super) fn country(&self) -> Option<Region> {
        self.number()?.get_region_code()
    }

    fn number(&self) -> Option<PhoneNumber> {
        PHONE_NUMBER_UTIL.parse(&self.0, None).ok()
    }
}

/// The one form of a number, where it is one.
fn valid(number: PhoneNumber) -> Option<Phone> {
    let is_valid = number.is_valid();
    is_valid.then(|| number.format_as(PhoneNumberFormat::E164).parse().ok()).flatten()
}

impl Digits {
    /// Takes the digits out of a text that has nothing else but `+` or `00` at its beginning, spaces, dashes, brackets, and marks
    /// that cannot be seen.
    pub(super) fn read(text: &str) -> Option<Self> {
        if text.chars().count() > LONGEST {
            return None;
        }
        let mut read = Self { has_plus: false, all: String::new(), first_group: 0 };
        let mut is_first_group = true;
        for character in text.chars() {
            if let Some(digit) = digit(character) {
                read.all.push(digit);
                read.first_group += usize::from(is_first_group);
            } else if matches!(character, '+' | '\u{ff0b}') {
                if !read.all.is_empty() {
                    return None;
                }
                read.has_plus = true;
            } else if is_separator(character) {
                is_first_group &= read.all.is_empty();
            } else if !has_no_width(character) {
                return None;
            }
        }
        // No country's own numbers begin so: it is how a `+` is dialled.
        if let Some(all) = read.all.strip_prefix("00") {
            read = Self { has_plus: true, all: all.to_owned(), ..read };
        }
        (FEWEST..=MOST + 3).contains(&read.all.len()).then_some(read)
    }
}

/// A digit, also as wide as the characters of East Asia.
fn digit(character: char) -> Option<char> {
    match character {
        '0'..='9' => Some(character),
        '\u{ff10}'..='\u{ff19}' => char::from_digit(u32::from(character) - 0xff10, 10),
        _ => None,
    }
}

/// A character that people write between the digits of a number.
fn is_separator(character: char) -> bool {
    is_blank(character)
        || matches!(
            character,
            '(' | ')' | '[' | ']' | '-' | '.' | '/' | '·' | '•' | '~' | '\u{5be}' | '\u{2010}'
                ..='\u{2015}'
                    | '\u{2043}'
                    | '\u{2212}'
                    | '\u{2e3a}'
                    | '\u{2e3b}'
                    | '\u{30fc}'
                    | '\u{fe58}'
                    | '\u{fe63}'
                    | '\u{ff08}'
                    | '\u{ff09}'
                    | '\u{ff0d}'
                    | '\u{ff0e}'
        )
}

/// Reads the form in which a number is stored. Which numbers there are was asked when it was typed or shared: it stays what it
/// is, also where a later version of the library knows it no more.
impl FromStr for Phone {
    type Err = PhoneError;

    fn from_str(text: &str) -> Result<Self, PhoneError> {
        let digits = text.strip_prefix('+').ok_or(PhoneError)?;
        let is_number = (FEWEST..=MOST).contains(&digits.len())
            && !digits.starts_with('0')
            && digits.bytes().all(|byte| byte.is_ascii_digit());
        if is_number { Ok(Self(text.to_owned())) } else { Err(PhoneError) }
    }
}

impl TryFrom<String> for Phone {
    type Error = PhoneError;

    fn try_from(text: String) -> Result<Self, PhoneError> {
        text.parse()
    }
}

impl From<Phone> for String {
    fn from(phone: Phone) -> Self {
        phone.0
    }
}

impl fmt::Display for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Masked, so that no phone number reaches a log by accident.
impl fmt::Debug for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Phone({})", self.masked())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_read_can_be_read_again() {
        for (text, expected) in [
            ("+49 (0) 30 123456", Some("+4930123456")),
            ("+77001234567", Some("+77001234567")),
            ("60013451", None),
            ("77001234567", None),
            ("+7700123", None),
        ] {
            let read = Phone::parse(text).ok();
            assert_eq!(read.as_ref().map(Phone::as_str), expected, "{text:?}");
            assert_eq!(read.as_ref().and_then(|phone| phone.as_str().parse().ok()), read, "{text:?}");
        }
    }

    #[test]
    fn only_the_stored_form_is_read_back() {
        for text in ["+77001234567", "+998191234567"] {
            assert_eq!(text.parse::<Phone>().unwrap().as_str(), text);
        }
        for text in ["77001234567", "+0123456789", "+7 700 123 45 67", "+770012", "+7700123456789012", "+", "", "нет"]
        {
            assert!(text.parse::<Phone>().is_err(), "{text:?}");
            assert!(serde_json::from_value::<Phone>(text.into()).is_err(), "{text:?}");
        }
    }

    #[test]
    fn is_shown_in_groups() {
        for (phone, shown) in [
            ("+77015554433", "+7 701 555 44 33"),
            ("+77172501122", "+7 717 250 11 22"),
            ("+79161234567", "+7 916 123 45 67"),
            ("+996555123458", "+996 555 123 458"),
            ("+998901234567", "+998 90 123 45 67"),
            ("+4930123456", "+49 30 123456"),
            ("+819012345678", "+81 90 1234 5678"),
        ] {
            assert_eq!(Phone::parse(phone).unwrap().grouped(), shown);
        }
    }

    #[test]
    fn is_masked_in_a_log() {
        assert_eq!(format!("{:?}", Phone::parse("+77001234567").unwrap()), "Phone(…67)");
    }
}
