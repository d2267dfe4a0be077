//! Phone numbers in the one form that can be compared: E.164.

use std::fmt;

use phonenumber::{Mode, country};

/// The digits of the shortest and of the longest numbers.
const FEWEST: usize = 7;
const MOST: usize = 15;

/// A phone number in E.164 form (`+77001234567`).
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct Phone(String);

/// A text that is not a phone number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a phone number")]
pub struct PhoneError;

impl Phone {
    /// Reads what a person typed or Telegram reported: spaces, brackets and dashes are skipped; `8 700 …` is read as people
    /// in Kazakhstan and Russia write it; a number without `+` that begins with a country code is taken with it.
    ///
    /// # Errors
    /// [`PhoneError`] where no country has such a number.
    pub fn parse(text: &str) -> Result<Self, PhoneError> {
        let text = text.trim();
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        let allowed = |c: char| c.is_ascii_digit() || matches!(c, '+' | ' ' | '\u{a0}' | '(' | ')' | '-' | '–' | '.');
        let misplaced_plus = text.rfind('+').is_some_and(|at| at > 0);
        if !text.chars().all(allowed) || !(FEWEST..=MOST).contains(&digits.len()) || misplaced_plus {
            return Err(PhoneError);
        }
        let international = match digits.strip_prefix('8') {
            Some(national) if !text.starts_with('+') && national.len() == 10 => format!("+7{national}"),
            _ => format!("+{digits}"),
        };
        let phone = e164(&international)?;
        // A zero after the country code is not dialled from abroad and is left out; what remains must be a number still.
        let is_whole = phone == international || (phone.len() > FEWEST && e164(&phone).as_ref() == Ok(&phone));
        if is_whole { Ok(Self(phone)) } else { Err(PhoneError) }
    }

    /// The number in E.164 form.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The last two digits behind an ellipsis, for logs and for eyes that need not see all of it.
    pub fn masked(&self) -> String {
        format!("…{}", &self.0[self.0.len().saturating_sub(2)..])
    }
}

/// The one form of a number with its country code.
fn e164(international: &str) -> Result<String, PhoneError> {
    let number = phonenumber::parse(None::<country::Id>, international).map_err(|_| PhoneError)?;
    Ok(number.format().mode(Mode::E164).to_string())
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

impl std::str::FromStr for Phone {
    type Err = PhoneError;

    fn from_str(text: &str) -> Result<Self, PhoneError> {
        Self::parse(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_a_number_as_people_write_it() {
        let cases = [
            ("+77001234567", Some("+77001234567")),
            ("77001234567", Some("+77001234567")),
            ("8 (700) 123-45-67", Some("+77001234567")),
            ("+996 700 000 000", Some("+996700000000")),
            ("998901234567", Some("+998901234567")),
            ("+77000000000", Some("+77000000000")),
            ("82423", None),
            ("+7700123456789012", None),
            ("PROMO82423", None),
            ("7+7001234567", None),
            ("", None),
        ];
        for (text, expected) in cases {
            assert_eq!(Phone::parse(text).ok().as_ref().map(Phone::as_str), expected, "{text:?}");
        }
    }

    #[test]
    fn what_was_read_can_be_read_again() {
        let cases = [("+49 (0) 30 123456", Some("+4930123456")), ("60013451", Some("+6013451")), ("6001345", None)];
        for (text, expected) in cases {
            let read = Phone::parse(text).ok();
            assert_eq!(read.as_ref().map(Phone::as_str), expected, "{text:?}");
            assert_eq!(read.as_ref().and_then(|phone| Phone::parse(phone.as_str()).ok()), read, "{text:?}");
        }
    }

    #[test]
    fn is_masked_in_a_log() {
        assert_eq!(format!("{:?}", Phone::parse("+77001234567").unwrap()), "Phone(…67)");
    }
}
