//! What a number means: how people of different languages group digits and write decimals.

use rust_decimal::Decimal;

use super::{
    fault::LineError,
    tokens::{fraction_milli, fraction_of},
};
use crate::domain::{AmountError, Language, Money, Quantity};

/// The most digits of a number.
const MOST_DIGITS: usize = 15;

/// The most thousands or millions that are written with a word or a letter behind the number.
const MOST_SCALED: u32 = 1000;

/// What a number may mean, the likelier first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Values<T> {
    pub(super) list: Vec<T>,
    /// There is one value, and no other is meant.
    pub(super) is_certain: bool,
}

/// How a number is written.
enum Shape {
    /// Its one value.
    Plain(Decimal),
    /// "1,200" is grouped, or has three decimals.
    ThreeAfterMark { mark: char, grouped: Decimal, decimals: Decimal },
}

/// An amount of money or points: two decimals at most, so three digits after a mark are thousands or a slip. English groups
/// thousands with a comma.
pub(super) fn money(text: &str, language: Language) -> Result<Values<Money>, LineError> {
    match shape(text)? {
        Shape::Plain(value) => Money::from_decimal(value).map(certain).map_err(why),
        Shape::ThreeAfterMark { mark, grouped, decimals } => {
            let grouped = Money::from_decimal(grouped).map_err(why)?;
            if mark == ',' && language == Language::English {
                return Ok(certain(grouped));
            }
            let decimals = Money::from_decimal(decimals).ok();
            let mut list: Vec<Money> = [grouped].into_iter().chain(decimals).collect();
            if language == Language::English {
                list.reverse();
            }
            Ok(Values { list, is_certain: false })
        }
    }
}

/// A quantity: three decimals, as scales show them. Where the last two of them are zeros, thousands may be meant.
pub(super) fn quantity(text: &str, language: Language) -> Result<Values<Quantity>, LineError> {
    let above_zero = |value: Decimal| match Quantity::from_decimal(value).map_err(why)? {
        quantity if quantity.milli() > 0 => Ok(quantity),
        _ => Err(LineError::NoQuantity),
    };
    match shape(text)? {
        Shape::Plain(value) => above_zero(value).map(certain),
        Shape::ThreeAfterMark { mark, grouped, decimals } => {
            let is_english_comma = mark == ',' && language == Language::English;
            let decimals = above_zero(decimals)?;
            if !text.ends_with("00") && !is_english_comma {
                return Ok(certain(decimals));
            }
            let mut list = vec![decimals, above_zero(grouped)?];
            if is_english_comma {
                list.reverse();
            }
            Ok(Values { list, is_certain: false })
        }
    }
}

/// "1/2" as it is written with one character.
pub(super) fn fraction(whole: &str, parts: &str) -> Option<String> {
    let (whole, parts): (u32, u32) = (whole.parse().ok()?, parts.parse().ok()?);
    let milli = whole.checked_mul(1000)?.checked_div(parts)?;
    let is_proper = (1..parts).contains(&whole) && milli * parts == whole * 1000;
    is_proper.then(|| fraction_of(milli)).flatten().map(String::from)
}

/// So many thousands or millions, written out; `None` for more than a thousand of them, and where the number is written in an odd
/// way: "4000К" is no price.
pub(super) fn scaled(text: &str, scale: u32) -> Option<String> {
    let Ok(Shape::Plain(value)) = shape(text) else { return None };
    let is_few = value <= Decimal::from(MOST_SCALED) && value.scale() <= 5;
    let written = value.checked_mul(Decimal::from(scale))?.normalize().to_string();
    is_few.then_some(written)
}

/// A number as [`crate::texts::format`] writes it in a language; `None` where it is written otherwise.
pub(super) fn printed(text: &str, language: Language) -> Option<Decimal> {
    let (group, mark) = if language == Language::English { (',', '.') } else { ('\u{a0}', ',') };
    let (whole, fraction) = text.split_once(mark).unwrap_or((text, ""));
    let groups: Vec<&str> = whole.split(group).collect();
    let first = groups.first()?.len();
    let is_grouped =
        if groups.len() == 1 { true } else { first <= 3 && groups[1..].iter().all(|group| group.len() == 3) };
    let digits = groups.concat();
    let is_written = is_grouped && is_digits(&digits) && (fraction.is_empty() || is_digits(fraction));
    if !is_written || text.ends_with(mark) {
        return None;
    }
    decimal(&digits, fraction).ok()
}

/// Is this the form of a number?
pub(super) fn is_number(text: &str) -> bool {
    !matches!(shape(text), Err(LineError::NoPrice))
}

fn certain<T>(value: T) -> Values<T> {
    Values { list: vec![value], is_certain: true }
}

/// Groups are parted by spaces that were made unbreakable, commas, or points.
fn shape(text: &str) -> Result<Shape, LineError> {
    if let Some(last) = text.chars().next_back()
        && let Some(milli) = fraction_milli(last)
    {
        let whole = text.trim_end_matches(last);
        if !(whole.is_empty() || is_digits(whole)) || text.chars().filter(|c| *c == last).count() > 1 {
            return Err(LineError::NoPrice);
        }
        return decimal(if whole.is_empty() { "0" } else { whole }, &format!("{milli:03}")).map(Shape::Plain);
    }
    let marks: Vec<(usize, char)> =
        text.match_indices([',', '.']).map(|(at, mark)| (at, if mark == "," { ',' } else { '.' })).collect();
    let (whole, fraction) = match *marks {
        [] => (text, ""),
        [(at, mark)] => {
            let (whole, fraction) = (&text[..at], &text[at + 1..]);
            let may_be_group = fraction.len() == 3 && whole.len() <= 3 && !whole.starts_with('0') && is_digits(whole);
            if may_be_group {
                return Ok(Shape::ThreeAfterMark {
                    mark,
                    grouped: decimal(&format!("{whole}{fraction}"), "")?,
                    decimals: decimal(whole, fraction)?,
                });
            }
            (whole, fraction)
        }
        [first, .., last] if first.1 != last.1 => (&text[..last.0], &text[last.0 + 1..]),
        _ => (text, ""),
    };
    let separators: Vec<char> = whole.chars().filter(|c| !c.is_ascii_digit()).collect();
    let groups: Vec<&str> = whole.split(|c: char| !c.is_ascii_digit()).collect();
    let is_one_kind = separators.windows(2).all(|pair| pair[0] == pair[1]);
    let is_grouped = groups.len() == 1 || (groups[0].len() <= 3 && groups[1..].iter().all(|group| group.len() == 3));
    let digits = groups.concat();
    if !is_one_kind
        || !is_grouped
        || groups[0].is_empty()
        || !is_digits(&digits)
        || (fraction.is_empty() && whole != text)
    {
        return Err(LineError::NoPrice);
    }
    decimal(&digits, fraction).map(Shape::Plain)
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn decimal(digits: &str, fraction: &str) -> Result<Decimal, LineError> {
    let fraction = fraction.trim_end_matches('0');
    if !is_digits(digits) || !(fraction.is_empty() || is_digits(fraction)) {
        return Err(LineError::NoPrice);
    }
    if digits.trim_start_matches('0').len() > MOST_DIGITS {
        return Err(LineError::TooLarge);
    }
    if fraction.len() > 3 {
        return Err(LineError::TooPrecise);
    }
    let digits = digits.trim_start_matches('0');
    format!("0{digits}.{fraction}0").parse().map_err(|_| LineError::TooLarge)
}

pub(super) const fn why(error: AmountError) -> LineError {
    match error {
        AmountError::NotANumber => LineError::NoPrice,
        AmountError::TooPrecise => LineError::TooPrecise,
        AmountError::Negative => LineError::Negative,
        AmountError::TooLarge => LineError::TooLarge,
    }
}
