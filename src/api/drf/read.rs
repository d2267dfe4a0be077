//! Values of bodies, read as Django REST framework reads them.

use chrono::NaiveDate;
use serde_json::value::RawValue;

use super::error::{DIGITS, PLACES};
use crate::{
    api::{
        amount,
        fault::{JsonKind, Problem},
        given::FromJson as _,
    },
    domain::{Email, Money, Phone, PhoneCountries, Quantity},
};

/// The longest e-mail address, in characters.
pub(super) const LONGEST_EMAIL: usize = 254;
/// The longest phone number, in characters as people write it.
pub(super) const LONGEST_PHONE: usize = 40;
/// The longest value that an error repeats, in characters.
const LONGEST_REPEATED: usize = 100;

/// What is the same for all fields of a body.
#[derive(Clone, Copy)]
pub(super) struct Reading<'a> {
    /// The phone numbers that the shop takes.
    pub(super) phones: &'a PhoneCountries,
    /// No field is required.
    pub(super) is_partial: bool,
}

/// A text without the space around it. A number is the text of its digits.
pub(super) fn text(json: &str, most: usize, is_blank: bool) -> Result<String, Problem> {
    let text = if is_number(json) { json.to_owned() } else { String::from_json(json)? };
    let text = text.trim();
    match text.chars().count() {
        0 if !is_blank => Err(Problem::Blank),
        length if length > most => Err(Problem::TooLong(most)),
        _ => Ok(text.to_owned()),
    }
}

/// One of a few words.
pub(super) fn word(json: &str, words: &'static [&'static str]) -> Result<&'static str, Problem> {
    let text = String::from_json(json).map_err(|_| Problem::NotAChoice)?;
    words.iter().find(|word| **word == text).copied().ok_or(Problem::NotAChoice)
}

/// An e-mail address; none of an empty text.
pub(super) fn email(json: &str) -> Result<Option<Email>, Problem> {
    let text = text(json, LONGEST_EMAIL, true)?;
    if text.is_empty() { Ok(None) } else { text.parse().map(Some).map_err(|_| Problem::NotAnEmail) }
}

/// A phone number that the shop takes, or of any country; none of an empty text, where that is allowed.
pub(super) fn phone(
    json: &str,
    is_blank: bool,
    is_of_any_country: bool,
    phones: &PhoneCountries,
) -> Result<Option<Phone>, Problem> {
    let text = text(json, LONGEST_PHONE, is_blank)?;
    if text.is_empty() {
        return Ok(None);
    }
    let of_shop = phones.typed(&text).into_iter().find(|phone| phones.takes(phone));
    let of_any = || PhoneCountries::default().typed(&text).into_iter().next().filter(|_| is_of_any_country);
    let phone = of_shop.or_else(of_any);
    phone.map(Some).ok_or(Problem::Wrong)
}

/// A date, `YYYY-MM-DD`, of the years 1 to 9999.
pub(super) fn date(json: &str) -> Result<NaiveDate, Problem> {
    let text = String::from_json(json).map_err(|_| Problem::NotADate)?;
    date_of(text.trim()).ok_or(Problem::NotADate)
}

/// The date that a text is.
pub(super) fn date_of(text: &str) -> Option<NaiveDate> {
    let is_date = text.len() == 10
        && text.bytes().enumerate().all(|(place, byte)| match place {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    let parts = is_date.then(|| (text[..4].parse::<i32>(), text[5..7].parse::<u32>(), text[8..].parse::<u32>()))?;
    let (Ok(year @ 1..), Ok(month), Ok(day)) = parts else { return None };
    NaiveDate::from_ymd_opt(year, month, day)
}

/// An amount within its bounds.
pub(super) fn amount(json: &str, is_positive: bool, bounds: (Option<i64>, Option<i64>)) -> Result<Money, Problem> {
    let amount = amount::money(json).map_err(|problem| match problem {
        Problem::Wrong => Problem::NotNumber,
        Problem::TooPrecise | Problem::TooLarge if digits(json) > DIGITS + PLACES => Problem::TooManyDigits,
        problem => problem,
    })?;
    let whole = |bound: i64| Money::from_minor(bound.saturating_mul(100));
    match bounds {
        _ if is_positive && !amount.is_positive() => Err(Problem::NotPositive),
        (Some(least), _) if amount < whole(least) => Err(Problem::Below(least)),
        (_, Some(most)) if amount > whole(most) => Err(Problem::Above(most)),
        _ => Ok(amount),
    }
}

/// A quantity of at most three places, from zero on.
pub(super) fn quantity(json: &str) -> Result<Quantity, Problem> {
    let quantity = amount::quantity(json).map_err(|problem| match problem {
        Problem::Wrong => Problem::NotNumber,
        problem => problem,
    })?;
    if quantity.milli() < 0 { Err(Problem::Below(0)) } else { Ok(quantity) }
}

/// The id of a row; null and an empty text are none.
pub(super) fn key(json: &str) -> Result<i64, Problem> {
    row(json)?.ok_or(Problem::Null)
}

/// The objects of a list that is not empty.
pub(super) fn list(json: &str) -> Result<Vec<Box<RawValue>>, Problem> {
    let list: Vec<Box<RawValue>> = serde_json::from_str(json).map_err(|_| Problem::NotAList(kind(json)))?;
    if list.is_empty() { Err(Problem::NoRows) } else { Ok(list) }
}

/// How many digits a number has, before and after the decimal point together.
fn digits(json: &str) -> usize {
    let text = json.trim_matches('"').trim_start_matches('-');
    let (digits, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let significant = format!("{whole}{fraction}").trim_start_matches('0').len();
    let places = fraction.len();
    match exponent.parse::<i64>() {
        // Zeros that an exponent stands for count before the point, and after it.
        Ok(exponent) => {
            let power = exponent.saturating_sub(i64::try_from(places).unwrap_or(i64::MAX));
            let moved = usize::try_from(power.unsigned_abs()).unwrap_or(usize::MAX);
            if power < 0 { significant.max(moved) } else { significant.saturating_add(moved) }
        }
        Err(_) => usize::MAX,
    }
}

/// True or false, in all the words that the framework takes for it.
pub(super) fn flag(json: &str) -> Result<bool, Problem> {
    let word = String::from_json(json).unwrap_or_else(|_| json.to_owned());
    match word.trim().to_ascii_lowercase().as_str() {
        "true" | "t" | "yes" | "y" | "on" | "1" | "1.0" => Ok(true),
        "false" | "f" | "no" | "n" | "off" | "0" | "0.0" => Ok(false),
        _ => Err(Problem::NotBool),
    }
}

/// The id of a row; none of null and of an empty text.
pub(super) fn row(json: &str) -> Result<Option<i64>, Problem> {
    let kind = kind(json);
    let digits = match kind {
        JsonKind::Null => return Ok(None),
        JsonKind::Text => String::from_json(json)?.trim().to_owned(),
        JsonKind::Whole => json.to_owned(),
        JsonKind::Number => json.strip_suffix(".0").unwrap_or_default().to_owned(),
        _ => String::new(),
    };
    if digits.is_empty() && kind == JsonKind::Text {
        return Ok(None);
    }
    let digits_alone = digits.strip_prefix('-').unwrap_or(&digits);
    if digits_alone.is_empty() || !digits_alone.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Problem::NotAnId(kind));
    }
    digits.parse().map(Some).map_err(|_| Problem::UnknownRow)
}

/// What is read, or null.
pub(super) fn or_null<T>(json: &str, read: impl FnOnce(&str) -> Result<T, Problem>) -> Result<Option<T>, Problem> {
    if json == "null" { Ok(None) } else { read(json).map(Some) }
}

/// A value as an error repeats it.
pub(super) fn repeated(json: &str) -> String {
    let text = String::from_json(json).unwrap_or_else(|_| json.to_owned());
    text.chars().take(LONGEST_REPEATED).collect()
}

fn is_number(json: &str) -> bool {
    matches!(kind(json), JsonKind::Whole | JsonKind::Number)
}

/// What a JSON value is, by its first characters.
pub(super) fn kind(json: &str) -> JsonKind {
    match json.as_bytes().first() {
        Some(b'"') => JsonKind::Text,
        Some(b'[') => JsonKind::List,
        Some(b'{') => JsonKind::Object,
        Some(b't' | b'f') => JsonKind::Bool,
        Some(b'n') | None => JsonKind::Null,
        _ if json.contains(['.', 'e', 'E']) => JsonKind::Number,
        _ => JsonKind::Whole,
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Debug;

    use super::*;

    /// Asserts what each JSON value is read as.
    fn check<T: Debug + PartialEq>(read: impl Fn(&str) -> Result<T, Problem>, cases: &[(&str, Result<T, Problem>)]) {
        for (json, expected) in cases {
            assert_eq!(&read(json), expected, "{json}");
        }
    }

    #[test]
    fn texts() {
        let read = |json: &str| text(json, 3, false);
        check(
            read,
            &[
                ("\" Ив \"", Ok("Ив".to_owned())),
                ("\"Ива\"", Ok("Ива".to_owned())),
                ("5", Ok("5".to_owned())),
                ("1.5", Ok("1.5".to_owned())),
                ("\"Иван\"", Err(Problem::TooLong(3))),
                ("\"\"", Err(Problem::Blank)),
                ("\" \\t\"", Err(Problem::Blank)),
                ("true", Err(Problem::NotText)),
                ("[]", Err(Problem::NotText)),
                ("{}", Err(Problem::NotText)),
            ],
        );
        assert_eq!(text("\" \"", 3, true).as_deref(), Ok(""));
    }

    #[test]
    fn words() {
        check(
            |json| word(json, &["individual", "company"]),
            &[
                ("\"company\"", Ok("company")),
                ("\"Company\"", Err(Problem::NotAChoice)),
                ("\"\"", Err(Problem::NotAChoice)),
                ("5", Err(Problem::NotAChoice)),
                ("[]", Err(Problem::NotAChoice)),
                ("true", Err(Problem::NotAChoice)),
            ],
        );
    }

    #[test]
    fn emails() {
        let long = format!("\"{}@b.kz\"", "a".repeat(250));
        check(
            email,
            &[
                ("\" Ivan@Example.com \"", Ok(Some("Ivan@example.com".parse().unwrap()))),
                ("\"\"", Ok(None)),
                ("\"x\"", Err(Problem::NotAnEmail)),
                ("5", Err(Problem::NotAnEmail)),
                ("true", Err(Problem::NotText)),
                (&long, Err(Problem::TooLong(254))),
            ],
        );
    }

    #[test]
    fn phones() {
        let uzbek: PhoneCountries = "UZ".parse().unwrap();
        let own = "+998901234567".parse::<Phone>().unwrap();
        check(
            |json| phone(json, false, false, &uzbek),
            &[
                ("\"+998901234567\"", Ok(Some(own.clone()))),
                ("\" +998 90 123-45-67 \"", Ok(Some(own.clone()))),
                ("\"+99890123456\"", Err(Problem::Wrong)),
                ("\"+77012345678\"", Err(Problem::Wrong)),
                ("\"x\"", Err(Problem::Wrong)),
                ("5", Err(Problem::Wrong)),
                ("\"\"", Err(Problem::Blank)),
                ("[]", Err(Problem::NotText)),
            ],
        );
        assert_eq!(phone("\"\"", true, false, &uzbek), Ok(None));
        assert!(phone("\"+77012345678\"", false, true, &uzbek).is_ok_and(|phone| phone.is_some()));
    }

    #[test]
    fn dates() {
        let day = |year, month, day| Ok(NaiveDate::from_ymd_opt(year, month, day).unwrap());
        check(
            date,
            &[
                ("\"1990-05-15\"", day(1990, 5, 15)),
                ("\"2024-02-29\"", day(2024, 2, 29)),
                ("\"0001-01-01\"", day(1, 1, 1)),
                ("\"0000-01-01\"", Err(Problem::NotADate)),
                ("\"2023-02-29\"", Err(Problem::NotADate)),
                ("\"1990-13-01\"", Err(Problem::NotADate)),
                ("\"1990-5-1\"", Err(Problem::NotADate)),
                ("\"15.05.1990\"", Err(Problem::NotADate)),
                ("\"1990-05-15T10:00:00\"", Err(Problem::NotADate)),
                ("\"-990-05-15\"", Err(Problem::NotADate)),
                ("\"1990-05-1é\"", Err(Problem::NotADate)),
                ("\"\"", Err(Problem::NotADate)),
                ("5", Err(Problem::NotADate)),
                ("true", Err(Problem::NotADate)),
            ],
        );
        assert_eq!(or_null("null", date), Ok(None));
    }

    #[test]
    fn amounts() {
        let money = |minor| Ok(Money::from_minor(minor));
        check(
            |json| amount(json, false, (Some(0), Some(100))),
            &[
                ("15", money(15_00)),
                ("15.00", money(15_00)),
                ("\"15.5\"", money(15_50)),
                ("100", money(100_00)),
                ("100.01", Err(Problem::Above(100))),
                ("-0.01", Err(Problem::Below(0))),
                ("1.005", Err(Problem::TooPrecise)),
                ("\"abc\"", Err(Problem::NotNumber)),
                ("\"\"", Err(Problem::NotNumber)),
                ("\"NaN\"", Err(Problem::NotNumber)),
                ("true", Err(Problem::NotNumber)),
                ("[]", Err(Problem::NotNumber)),
                ("1e30", Err(Problem::TooManyDigits)),
                ("1e-30", Err(Problem::TooManyDigits)),
                ("1e99999999999999999999", Err(Problem::TooManyDigits)),
                ("1000000000000000", Err(Problem::TooManyDigits)),
                ("-1.234567890123456", Err(Problem::TooManyDigits)),
                ("0.0000000000000001", Err(Problem::TooManyDigits)),
                ("10000000000000.01", Err(Problem::TooManyDigits)),
                ("\"1.23456789012345\"", Err(Problem::TooPrecise)),
                ("100000000000000", Err(Problem::TooLarge)),
                ("10000000000001", Err(Problem::TooLarge)),
                ("10000000000000", Err(Problem::Above(100))),
            ],
        );
        check(
            |json| amount(json, true, (None, None)),
            &[("0.01", money(1)), ("0", Err(Problem::NotPositive)), ("-1", Err(Problem::NotPositive))],
        );
    }

    #[test]
    fn flags() {
        check(
            flag,
            &[
                ("true", Ok(true)),
                ("\"True\"", Ok(true)),
                ("\"on\"", Ok(true)),
                ("1", Ok(true)),
                ("\"0\"", Ok(false)),
                ("false", Ok(false)),
                ("2", Err(Problem::NotBool)),
                ("\"\"", Err(Problem::NotBool)),
                ("\"null\"", Err(Problem::NotBool)),
                ("[]", Err(Problem::NotBool)),
            ],
        );
    }

    #[test]
    fn ids() {
        check(
            row,
            &[
                ("1", Ok(Some(1))),
                ("\"1\"", Ok(Some(1))),
                ("\" 1 \"", Ok(Some(1))),
                ("1.0", Ok(Some(1))),
                ("-1", Ok(Some(-1))),
                ("null", Ok(None)),
                ("\"\"", Ok(None)),
                ("1.5", Err(Problem::NotAnId(JsonKind::Number))),
                ("true", Err(Problem::NotAnId(JsonKind::Bool))),
                ("[1]", Err(Problem::NotAnId(JsonKind::List))),
                ("\"x\"", Err(Problem::NotAnId(JsonKind::Text))),
                ("\"-\"", Err(Problem::NotAnId(JsonKind::Text))),
                ("99999999999999999999", Err(Problem::UnknownRow)),
            ],
        );
    }
}
