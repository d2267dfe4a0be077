//! Amounts, quantities and dates as each language writes them. Spaces inside a number do not break.

use chrono::{Datelike, Timelike};
use chrono_tz::Tz;

use crate::{
    clock::Timestamp,
    domain::{Birthday, Currency, Language, Money, Quantity, Rate, billing::Date},
};

const NO_BREAK_SPACE: char = '\u{a0}';
const MINUS: char = '\u{2212}';

/// Money with the sign of its currency: `1 500 ₸`, `0,50 ₽`, `$1,200`.
pub fn money(language: Language, currency: Currency, amount: Money) -> String {
    let sign = if amount.is_negative() { MINUS.to_string() } else { String::new() };
    let number = magnitude(language, amount);
    match (language, currency.as_str()) {
        (Language::English, "USD") => format!("{sign}${number}"),
        (Language::English, "EUR") => format!("{sign}€{number}"),
        _ => format!("{sign}{number}{NO_BREAK_SPACE}{}", currency_sign(language, &currency)),
    }
}

/// An amount of points: `1 500`, `0,50`.
pub fn points(language: Language, amount: Money) -> String {
    let number = magnitude(language, amount);
    if amount.is_negative() { format!("{MINUS}{number}") } else { number }
}

/// A change of points: `+50`, `−200`.
pub fn signed_points(language: Language, amount: Money) -> String {
    let number = points(language, amount);
    if amount.is_positive() { format!("+{number}") } else { number }
}

/// A change of money: `+500 ₸`, `−1 200 ₸`.
pub fn signed_money(language: Language, currency: Currency, amount: Money) -> String {
    let sum = money(language, currency, amount);
    if amount.is_positive() { format!("+{sum}") } else { sum }
}

/// What people typed, on one line and of at most `limit` characters; an ellipsis stands for the rest.
pub fn shortened(text: &str, limit: usize) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(limit) {
        None => line,
        Some(_) => line.chars().take(limit.saturating_sub(1)).chain(['…']).collect(),
    }
}

/// A quantity of goods, without needless decimals: `4`, `0,5`.
pub fn quantity(language: Language, quantity: Quantity) -> String {
    decimal(language, quantity.milli(), 3)
}

/// A rate: `2%`, `2,5%`.
pub fn percent(language: Language, rate: Rate) -> String {
    format!("{}%", decimal(language, rate.bp(), 2))
}

/// A whole number: `12 500`.
pub fn count(language: Language, count: i64) -> String {
    decimal(language, count, 0)
}

/// The day of a moment in the shop's time zone: `20.11.2026`, `20 Nov 2026`.
pub fn date(language: Language, zone: Tz, moment: Timestamp) -> String {
    day(language, &moment.to_utc().with_timezone(&zone))
}

/// A moment in the shop's time zone: `20.11.2026 15:04`, `20 Nov 2026, 15:04`.
pub fn date_time(language: Language, zone: Tz, moment: Timestamp) -> String {
    let local = moment.to_utc().with_timezone(&zone);
    let comma = if language == Language::English { "," } else { "" };
    format!("{}{comma} {:02}:{:02}", day(language, &local), local.hour(), local.minute())
}

/// The time of the day of a moment in the shop's time zone: `15:04`.
pub fn time(zone: Tz, moment: Timestamp) -> String {
    let local = moment.to_utc().with_timezone(&zone);
    format!("{:02}:{:02}", local.hour(), local.minute())
}

/// A day of birth: `15.05.1990`, `15 May 1990`.
pub fn birthday(language: Language, birthday: Birthday) -> String {
    day(language, &birthday.date())
}

/// A day of the calendar: `20.11.2026`, `20 Nov 2026`.
pub fn calendar_day(language: Language, date: Date) -> String {
    day(language, &date.date())
}

fn day(language: Language, local: &impl Datelike) -> String {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let (day, month, year) = (local.day(), local.month(), local.year());
    match language {
        Language::English => format!("{day} {} {year}", MONTHS[local.month0() as usize]),
        Language::Russian | Language::Kazakh | Language::Kyrgyz | Language::Uzbek => {
            format!("{day:02}.{month:02}.{year}")
        }
    }
}

fn currency_sign(language: Language, currency: &Currency) -> &str {
    let latin = matches!(language, Language::English | Language::Uzbek);
    match currency.as_str() {
        "KZT" => "₸",
        "RUB" => "₽",
        "USD" => "$",
        "EUR" => "€",
        "BDT" => "৳",
        "KGS" if latin => "som",
        "KGS" => "сом",
        "UZS" if latin => "so‘m",
        "UZS" => "сум",
        code => code,
    }
}

/// The amount without its sign: with two decimals, or with none where it is whole.
fn magnitude(language: Language, amount: Money) -> String {
    let minor = amount.minor().unsigned_abs();
    let whole = grouped(language, minor / 100);
    match minor % 100 {
        0 => whole,
        rest => format!("{whole}{}{rest:02}", decimal_mark(language)),
    }
}

/// A number of `10^-places` units, without trailing zeros.
fn decimal(language: Language, units: i64, places: usize) -> String {
    let sign = if units < 0 { MINUS.to_string() } else { String::new() };
    let digits = format!("{:0>width$}", units.unsigned_abs(), width = places + 1);
    let (whole, fraction) = digits.split_at(digits.len() - places);
    let whole = group_digits(language, whole);
    match fraction.trim_end_matches('0') {
        "" => format!("{sign}{whole}"),
        fraction => format!("{sign}{whole}{}{fraction}", decimal_mark(language)),
    }
}

fn grouped(language: Language, number: u64) -> String {
    group_digits(language, &number.to_string())
}

fn group_digits(language: Language, digits: &str) -> String {
    let separator = if language == Language::English { ',' } else { NO_BREAK_SPACE };
    let mut grouped = String::with_capacity(digits.len() * 2);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push(separator);
        }
        grouped.push(digit);
    }
    grouped
}

fn decimal_mark(language: Language) -> char {
    if language == Language::English { '.' } else { ',' }
}

#[cfg(test)]
mod tests {
    use Language::{English, Kazakh, Kyrgyz, Russian, Uzbek};

    use super::*;

    /// `_` stands for the space that does not break.
    fn spaced(text: &str) -> String {
        text.replace('_', "\u{a0}")
    }

    #[test]
    fn shortens_to_one_line() {
        let cases = [
            ("  Айгүл \n Ли ", 64, "Айгүл Ли"),
            ("abcdef", 6, "abcdef"),
            ("abcdefg", 6, "abcde…"),
            ("🌷🌷🌷", 2, "🌷…"),
            (" ", 6, ""),
        ];
        for (text, limit, expected) in cases {
            assert_eq!(shortened(text, limit), expected, "{text:?} to {limit}");
        }
    }

    #[test]
    fn a_change_of_money_shows_its_direction() {
        let tenge = "KZT".parse().unwrap();
        for (minor, expected) in [(500_00, "+500_₸"), (-1_200_00, "−1_200_₸"), (0, "0_₸")] {
            assert_eq!(signed_money(Russian, tenge, Money::from_minor(minor)), spaced(expected));
        }
    }

    #[test]
    fn writes_money_with_the_sign_of_its_currency() {
        let cases = [
            (Russian, "KZT", 1_234_567_00, "1_234_567_₸"),
            (Kazakh, "KZT", 19_700_00, "19_700_₸"),
            (English, "KZT", 19_700_50, "19,700.50_₸"),
            (Russian, "RUB", 5, "0,05_₽"),
            (Russian, "RUB", 50, "0,50_₽"),
            (Kyrgyz, "KGS", 999_00, "999_сом"),
            (Russian, "KGS", 1_000_00, "1_000_сом"),
            (Uzbek, "UZS", 150_000_00, "150_000_so‘m"),
            (Russian, "UZS", 150_000_00, "150_000_сум"),
            (Uzbek, "KGS", 100, "1_som"),
            (English, "USD", 1_200_50, "$1,200.50"),
            (English, "EUR", -5_00, "−€5"),
            (Russian, "USD", -1_200_50, "−1_200,50_$"),
            (Russian, "EUR", 1_00, "1_€"),
            (English, "GBP", 1_00, "1_GBP"),
            (English, "BDT", 12_500_50, "12,500.50_৳"),
            (Russian, "KZT", 0, "0_₸"),
            (Russian, "KZT", i64::MIN, "−92_233_720_368_547_758,08_₸"),
        ];
        for (language, code, minor, expected) in cases {
            let currency = code.parse().unwrap();
            assert_eq!(
                money(language, currency, Money::from_minor(minor)),
                spaced(expected),
                "{language} {code} {minor}"
            );
        }
    }

    #[test]
    fn writes_points_with_decimals_only_where_there_are_some() {
        let cases = [
            (Russian, 3_94, "3,94", "+3,94"),
            (Russian, 1_500_00, "1_500", "+1_500"),
            (English, 1_500_10, "1,500.10", "+1,500.10"),
            (Uzbek, 12_345_67, "12_345,67", "+12_345,67"),
            (Kyrgyz, -200_00, "−200", "−200"),
            (Kazakh, -7, "−0,07", "−0,07"),
            (Russian, 0, "0", "0"),
        ];
        for (language, minor, plain, signed) in cases {
            let amount = Money::from_minor(minor);
            assert_eq!(points(language, amount), spaced(plain), "{language} {minor}");
            assert_eq!(signed_points(language, amount), spaced(signed), "{language} {minor}");
        }
    }

    #[test]
    fn writes_quantities_rates_and_counts_without_needless_decimals() {
        for (language, milli, expected) in [
            (Russian, 4_000, "4"),
            (Russian, 500, "0,5"),
            (English, 1_250, "1.25"),
            (Kazakh, 1, "0,001"),
            (Uzbek, 1_000_000, "1_000"),
            (Russian, -2_500, "−2,5"),
        ] {
            assert_eq!(quantity(language, Quantity::from_milli(milli)), spaced(expected), "{language} {milli}");
        }
        for (language, bp, expected) in [(Russian, 200, "2%"), (Russian, 250, "2,5%"), (English, 1, "0.01%")] {
            assert_eq!(percent(language, Rate::from_bp(bp)), expected, "{language} {bp}");
        }
        for (language, number, expected) in
            [(Russian, 0, "0"), (Russian, 12_500, "12_500"), (English, -1_000, "−1,000")]
        {
            assert_eq!(count(language, number), spaced(expected), "{language} {number}");
        }
    }

    #[test]
    fn writes_moments_in_the_time_zone_of_the_shop() {
        let evening = Timestamp(1_795_212_245_000_000);
        let zone = |name: &str| name.parse::<Tz>().unwrap();
        for (language, zone, day, moment) in [
            (Russian, zone("UTC"), "20.11.2026", "20.11.2026 22:04"),
            (Russian, zone("Asia/Almaty"), "21.11.2026", "21.11.2026 03:04"),
            (Kazakh, zone("Asia/Almaty"), "21.11.2026", "21.11.2026 03:04"),
            (Kyrgyz, zone("Asia/Bishkek"), "21.11.2026", "21.11.2026 04:04"),
            (Uzbek, zone("Asia/Tashkent"), "21.11.2026", "21.11.2026 03:04"),
            (English, zone("America/New_York"), "20 Nov 2026", "20 Nov 2026, 17:04"),
        ] {
            assert_eq!(date(language, zone, evening), day, "{language} {zone}");
            assert_eq!(date_time(language, zone, evening), moment, "{language} {zone}");
        }
        assert_eq!(date(English, zone("UTC"), Timestamp(0)), "1 Jan 1970");
    }
}
