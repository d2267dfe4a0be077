//! One line of goods, read from its end, because names may hold anything:
//!
//! ```text
//! goods    := name price | name quantity times price
//! times    := x | X | х | Х | × | *        with or without spaces
//! quantity := number                        begins a word
//! price    := number currency?              begins a word, or follows `times`; ends the line
//! number   := digits | digits{1,3} (" " digits{3})+   then perhaps (","|".") digits
//! currency := ₸ | тг | ₽ | руб | сом | …
//! ```
//!
//! - `times` is the last such sign that has the whole price after it and a quantity before it. Others belong to the name:
//!   "Шуруп 4x40 5 x 12" sells five of "Шуруп 4x40"; "Кабель 3×2.5 100" sells one, because "2.5 100" is no number.
//! - A number takes every group of three digits that it can: "Люстра 12 500" costs 12 500. Groups are parted by one space,
//!   also an unbreakable one; two spaces, or a tab, end a number.
//! - What means two things that cost different money is not guessed. "Шуруп 4x40 500" is either one for 500 or four at
//!   40 500: with no spaces around the sign, groups must be parted by unbreakable spaces or not at all. "Лампа 60 100 x 2" is
//!   either 100 or 60 100 lamps. "Плита 60 x 60 x 500" is either a size or sixty.

use super::fault::LineError;
use crate::domain::{AmountError, Line, Money, Quantity};

/// The longest name, in characters; as in [`Draft`](crate::domain::Draft).
const MAX_NAME: usize = 200;
/// The longest line that is read, in bytes: reading takes time in proportion to the square of the length.
const MAX_LINE: usize = 1000;
/// What may stand between a quantity and a price.
const TIMES: [char; 6] = ['x', 'X', 'х', 'Х', '×', '*'];
/// Spaces within a number that keep it together.
const GLUE: [char; 4] = ['\u{a0}', '\u{202f}', '\u{2009}', '\u{2007}'];
/// What may follow a price; longer ones first.
const CURRENCIES: [&str; 14] =
    ["тенге", "руб.", "so‘m", "so’m", "so'm", "руб", "сом", "сум", "som", "тг.", "тг", "₸", "₽", "$"];

/// Reads a line of goods.
pub(super) fn read_goods(line: &str) -> Result<Line, LineError> {
    if line.len() > MAX_LINE {
        return Err(LineError::NameTooLong);
    }
    let line = normalized(line);
    let line = without_currency(without_bullet(line.trim()));
    match multiplied(line) {
        Some(reading) => reading,
        None => single(line),
    }
}

/// Reads a text that is nothing but an amount; `None` where it is not even the form of one.
pub(super) fn read_amount(text: &str) -> Option<Result<Money, LineError>> {
    let text = normalized(text);
    let text = without_currency(text.trim());
    let magnitude = text.strip_prefix(['-', '−']).map(str::trim_start);
    match magnitude {
        Some(magnitude) => is_number(magnitude).then_some(Err(LineError::Negative)),
        None => is_number(text).then(|| money(text)),
    }
}

/// `name quantity times price`; `None` where the line has not this form.
fn multiplied(line: &str) -> Option<Result<Line, LineError>> {
    let (at, sign) = line.char_indices().rev().find(|(_, character)| TIMES.contains(character))?;
    let (before, after) = (&line[..at], &line[at + sign.len_utf8()..]);
    let price = after.trim();
    let (name, quantity) = number_at_end(before.trim_end())?;
    if let Some(magnitude) = price.strip_prefix(['-', '−']) {
        return is_number(magnitude).then_some(Err(LineError::Negative));
    }
    if !is_number(price) {
        return None;
    }
    let is_tight = before.ends_with(|c: char| c.is_ascii_digit()) && after.starts_with(|c: char| c.is_ascii_digit());
    let two_readings = (is_tight && price.contains(' ')) || may_end_name(quantity) || ends_with_product(name);
    if two_readings {
        return Some(Err(LineError::TwoReadings));
    }
    Some(Quantity::parse(quantity).map_err(why).and_then(|quantity| match quantity {
        quantity if quantity.milli() > 0 => Ok(Line::new(named(name)?, quantity, money(price)?)),
        _ => Err(LineError::NoQuantity),
    }))
}

/// `name price`.
fn single(line: &str) -> Result<Line, LineError> {
    let Some((name, price)) = number_at_end(line) else {
        let last = line.rsplit(char::is_whitespace).next().unwrap_or(line);
        let is_negative = last.strip_prefix(['-', '−']).is_some_and(is_number);
        return Err(if is_negative { LineError::Negative } else { LineError::NoPrice });
    };
    // "Сахар 2 кг x 500" must not sell one "Сахар 2 кг x".
    if let Some(head) = name.trim_end().strip_suffix(TIMES) {
        let words: Vec<&str> = head.split_whitespace().rev().take(2).collect();
        let has_digit = |word: &&str| word.contains(|c: char| c.is_ascii_digit());
        let is_sign_alone = head.is_empty() || head.ends_with(char::is_whitespace);
        if is_sign_alone
            && (words.is_empty()
                || words.first().is_some_and(has_digit)
                || words.get(1).is_some_and(|word| is_number(word)))
        {
            return Err(if words.is_empty() { LineError::NoName } else { LineError::NoQuantity });
        }
    }
    Ok(Line::new(named(name)?, Quantity::ONE, money(price)?))
}

/// The name without what people put between it and the price.
fn named(text: &str) -> Result<String, LineError> {
    let text = text.trim().trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '–' | '—' | ':' | '='));
    let name = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match name.chars().count() {
        0 => Err(LineError::NoName),
        1..=MAX_NAME => Ok(name),
        _ => Err(LineError::NameTooLong),
    }
}

/// Zeros in the third decimal could be thousands: "1,500".
fn money(number: &str) -> Result<Money, LineError> {
    let decimals = number.split_once([',', '.']).map_or(0, |(_, fraction)| fraction.len());
    if decimals > 2 {
        return Err(LineError::TooPrecise);
    }
    Money::parse(number).map_err(why)
}

const fn why(error: AmountError) -> LineError {
    match error {
        AmountError::NotANumber => LineError::NoPrice,
        AmountError::TooPrecise => LineError::TooPrecise,
        AmountError::Negative => LineError::Negative,
        AmountError::TooLarge => LineError::TooLarge,
    }
}

/// The longest number at the end of `text` that begins a word, and what stands before it.
fn number_at_end(text: &str) -> Option<(&str, &str)> {
    let after_spaces = text.char_indices().filter(|(_, c)| c.is_whitespace()).map(|(at, c)| at + c.len_utf8());
    let start = std::iter::once(0).chain(after_spaces).find(|start| is_number(&text[*start..]))?;
    Some(text.split_at(start))
}

/// Digits, perhaps in groups of three, perhaps with decimals.
fn is_number(text: &str) -> bool {
    let (whole, fraction) = match text.split_once([',', '.']) {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (text, None),
    };
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let mut groups = whole.split([' ', GLUE[0]]);
    let first = groups.next().unwrap_or_default();
    let mut is_grouped = false;
    let well_grouped = groups.all(|group| {
        is_grouped = true;
        group.len() == 3 && is_digits(group)
    });
    is_digits(first) && well_grouped && (!is_grouped || first.len() <= 3) && fraction.is_none_or(is_digits)
}

/// Could the first groups of a quantity be the end of the name? Not where the last group would begin with a zero.
fn may_end_name(quantity: &str) -> bool {
    quantity.rsplit_once(' ').is_some_and(|(_, last)| !last.starts_with('0'))
}

/// "Плита 60 x": what stands before the quantity is a factor of its own.
fn ends_with_product(name: &str) -> bool {
    let head = name.trim_end().strip_suffix(TIMES).map(str::trim_end);
    head.is_some_and(|head| number_at_end(head).is_some())
}

/// With one kind of the spaces that keep a number together.
fn normalized(line: &str) -> String {
    line.replace(GLUE, "\u{a0}")
}

fn without_bullet(line: &str) -> &str {
    let rest = line.strip_prefix(['-', '–', '—', '•', '·', '*', '▪', '●']);
    rest.filter(|rest| rest.starts_with(char::is_whitespace)).map_or(line, str::trim_start)
}

fn without_currency(line: &str) -> &str {
    let strip = |currency: &&str| {
        let at = line.len().checked_sub(currency.len())?;
        let (head, tail) = line.split_at_checked(at)?;
        (tail.to_lowercase() == **currency).then(|| head.trim_end())
    };
    let head = CURRENCIES.iter().find_map(strip);
    head.filter(|head| head.ends_with(|c: char| c.is_ascii_digit())).unwrap_or(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `name | quantity | price`, or what is wrong.
    fn shown(line: &str) -> String {
        match read_goods(line) {
            Ok(line) => format!("{} | {} | {}", line.name, line.quantity, line.unit_price.to_decimal().normalize()),
            Err(why) => format!("{why:?}"),
        }
    }

    fn check(cases: &[(&str, &str)]) {
        let found: Vec<_> = cases.iter().map(|(line, _)| (*line, shown(line))).collect();
        let expected: Vec<_> = cases.iter().map(|(line, expected)| (*line, (*expected).to_owned())).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_price_alone_is_for_one_piece() {
        check(&[
            ("Доставка 500", "Доставка | 1 | 500"),
            ("Чай 350,50", "Чай | 1 | 350.5"),
            ("Чай 350.5", "Чай | 1 | 350.5"),
            ("Подарок 0", "Подарок | 1 | 0"),
            ("Люстра 12 500", "Люстра | 1 | 12500"),
            ("Люстра 12\u{a0}500", "Люстра | 1 | 12500"),
            ("Люстра 1\u{202f}012\u{2009}500,99", "Люстра | 1 | 1012500.99"),
            ("Люстра  12 500", "Люстра | 1 | 12500"),
            ("Люстра 12  500", "Люстра 12 | 1 | 500"),
            ("Люстра\t500", "Люстра | 1 | 500"),
            ("Люстра 12\t500", "Люстра 12 | 1 | 500"),
            ("Лампа 60W 100", "Лампа 60W | 1 | 100"),
            ("Лампа 75 20", "Лампа 75 | 1 | 20"),
            ("Плитка 30 300 1 500", "Плитка 30 300 | 1 | 1500"),
            ("Чай - 350", "Чай | 1 | 350"),
            ("Чай: 350", "Чай | 1 | 350"),
            ("- Чай 350", "Чай | 1 | 350"),
            ("• Чай 350", "Чай | 1 | 350"),
            ("* Чай 350", "Чай | 1 | 350"),
            ("Чай 350₸", "Чай | 1 | 350"),
            ("Чай 1 350 тг", "Чай | 1 | 1350"),
            ("Чай 350 РУБ.", "Чай | 1 | 350"),
            ("Choy 350 so‘m", "Choy | 1 | 350"),
            ("iPhone X 350000", "iPhone X | 1 | 350000"),
            ("<b>Tom & Jerry</b> 5", "<b>Tom & Jerry</b> | 1 | 5"),
            ("🌷 5", "🌷 | 1 | 5"),
        ]);
    }

    #[test]
    fn a_quantity_stands_before_the_sign() {
        check(&[
            ("Смеситель 4 x 4800", "Смеситель | 4 | 4800"),
            ("Смеситель 4 х 4800", "Смеситель | 4 | 4800"),
            ("Смеситель 4 X 4800", "Смеситель | 4 | 4800"),
            ("Смеситель 4 Х 4800", "Смеситель | 4 | 4800"),
            ("Смеситель 4×4800", "Смеситель | 4 | 4800"),
            ("Смеситель 4*4800", "Смеситель | 4 | 4800"),
            ("Смеситель 4x4800", "Смеситель | 4 | 4800"),
            ("Смеситель 4 x4800", "Смеситель | 4 | 4800"),
            ("Смеситель 4x 4800", "Смеситель | 4 | 4800"),
            ("Чай 2 x 4 800", "Чай | 2 | 4800"),
            ("Чай 2x 4 800", "Чай | 2 | 4800"),
            ("Чай 2x4\u{a0}800", "Чай | 2 | 4800"),
            ("Сыр 0,5 x 3200", "Сыр | 0.5 | 3200"),
            ("Сыр 1.255х3 200,50", "TwoReadings"),
            ("Сыр 1.255 х 3 200,50", "Сыр | 1.255 | 3200.5"),
            ("Гвоздь 1 000 x 2", "Гвоздь | 1000 | 2"),
            ("Гвоздь 1\u{a0}500 x 2", "Гвоздь | 1500 | 2"),
            ("Хлеб 2 х 150", "Хлеб | 2 | 150"),
            ("Xiaomi 5 x 100", "Xiaomi | 5 | 100"),
            ("iPhone X 2 x 350000", "iPhone X | 2 | 350000"),
            ("Смеситель — 4 x 4800 ₸", "Смеситель | 4 | 4800"),
        ]);
    }

    #[test]
    fn names_hold_numbers_and_signs() {
        check(&[
            ("Кабель 3×2.5 100", "Кабель 3×2.5 | 1 | 100"),
            ("Кабель 3×2.5 12 500", "Кабель 3×2.5 | 1 | 12500"),
            ("Кабель 3x2,5 50 x 100", "Кабель 3x2,5 | 50 | 100"),
            ("Шуруп 4x40 5 x 12", "Шуруп 4x40 | 5 | 12"),
            ("Шуруп 4x40 5x12", "Шуруп 4x40 | 5 | 12"),
            ("Шуруп 4x40 12", "Шуруп 4x40 | 1 | 12"),
            ("Шуруп 4х40 1 500", "Шуруп 4х40 | 1 | 1500"),
            ("Чай 100 г 2 x 350", "Чай 100 г | 2 | 350"),
            ("Чай 100г 350", "Чай 100г | 1 | 350"),
            ("Брус 50x50x3000 5 x 1200", "Брус 50x50x3000 | 5 | 1200"),
            ("Брус 50x50x3000 1200", "Брус 50x50x3000 | 1 | 1200"),
            ("Уголок 25х25 1 500", "Уголок 25х25 | 1 | 1500"),
            ("Труба d=20 3 x 900", "Труба d=20 | 3 | 900"),
        ]);
    }

    #[test]
    fn what_means_two_things_is_not_guessed() {
        check(&[
            ("Шуруп 4x40 500", "TwoReadings"),
            ("Смеситель 4x4 800", "TwoReadings"),
            ("Лампа 60 100 x 2", "TwoReadings"),
            ("Плита 60 x 60 x 500", "TwoReadings"),
        ]);
    }

    #[test]
    fn a_line_as_long_as_a_message_is_refused() {
        for part in ["1 ", "123 ", "x ", "1x", "1 x 1 ", "тг ", "-"] {
            let line: String = part.repeat(4096 / part.chars().count());
            assert!(read_goods(&line).is_err(), "{part:?}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        let long = format!("{} 5", "я".repeat(201));
        check(&[
            ("Чай", "NoPrice"),
            ("Чай 100 г", "NoPrice"),
            ("Чай сто", "NoPrice"),
            ("Брус 50x50x3000", "NoPrice"),
            ("Чай 2кг x500", "NoPrice"),
            ("Чай ١٢", "NoPrice"),
            ("Чай 5.", "NoPrice"),
            ("Чай ,5", "NoPrice"),
            ("Сахар 2 кг x 500", "NoQuantity"),
            ("Сахар 2кг x 500", "NoQuantity"),
            ("Чай 0 x 350", "NoQuantity"),
            ("500", "NoName"),
            ("12 500", "NoName"),
            ("4 x 4800", "NoName"),
            ("x 4800", "NoName"),
            ("- 500", "NoName"),
            ("Скидка -500", "Negative"),
            ("Чай 2 x -5", "Negative"),
            ("Чай 1,500", "TooPrecise"),
            ("Сыр 1.2345 x 5", "TooPrecise"),
            ("Чай 99999999999999999", "TooLarge"),
            (&long, "NameTooLong"),
        ]);
    }
}
