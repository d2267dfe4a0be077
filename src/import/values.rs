//! Single values of the dump: strings, booleans, decimals and moments, read from their raw JSON without loss, and written.

use std::borrow::Cow;

use chrono::{DateTime, Datelike as _, Duration, FixedOffset, NaiveDate, NaiveDateTime, Offset as _, TimeZone as _};
use chrono_tz::Tz;
use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserializer as _, de::Visitor};

use super::format::Raw;
use crate::{
    clock::Timestamp,
    domain::{AmountError, Money},
};

/// The UTC offset by which the earlier bot wrote `visited_at_str`.
pub(crate) const LEGACY_OFFSET_S: i32 = 5 * 3600;

/// The JSON type of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum JsonType {
    Null,
    Flag(bool),
    Number,
    Text,
    List,
    Object,
}

/// The JSON type of a field, by its first byte.
pub(crate) fn json_type(raw: Raw<'_>) -> JsonType {
    match raw.get().as_bytes().first() {
        Some(b'n') => JsonType::Null,
        Some(b't') => JsonType::Flag(true),
        Some(b'f') => JsonType::Flag(false),
        Some(b'"') => JsonType::Text,
        Some(b'[') => JsonType::List,
        Some(b'{') => JsonType::Object,
        _ => JsonType::Number,
    }
}

/// The field, unless it is missing or null.
pub(crate) fn non_null(raw: Option<Raw<'_>>) -> Option<Raw<'_>> {
    raw.filter(|raw| json_type(raw) != JsonType::Null)
}

impl std::fmt::Display for JsonType {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Null => "null",
            Self::Flag(_) => "a truth value",
            Self::Number => "a number",
            Self::Text => "a text",
            Self::List => "a list",
            Self::Object => "an object",
        })
    }
}

/// The text of a JSON string; `None` for another type. An unpaired surrogate becomes `�`.
pub(crate) fn text<'a>(raw: Raw<'a>) -> Option<Cow<'a, str>> {
    let inner = raw.get().strip_prefix('"')?.strip_suffix('"')?;
    if !inner.as_bytes().contains(&b'\\') {
        return Some(Cow::Borrowed(inner));
    }
    serde_json::Deserializer::from_str(raw.get()).deserialize_bytes(LossyText).ok().map(Cow::Owned)
}

struct LossyText;

impl Visitor<'_> for LossyText {
    type Value = String;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a text")
    }

    fn visit_bytes<E>(self, bytes: &[u8]) -> Result<String, E> {
        Ok(String::from_utf8_lossy(bytes).into_owned())
    }
}

/// The exact value of a JSON number, which may have an exponent.
pub(crate) fn decimal(raw: Raw<'_>) -> Result<Decimal, AmountError> {
    let (digits, power) = digits_and_power(raw)?;
    let digits = if digits.contains('.') { digits.trim_end_matches('0').trim_end_matches('.') } else { digits };
    let value = Decimal::from_str_exact(digits).map_err(|error| match error {
        rust_decimal::Error::Underflow => AmountError::TooPrecise,
        _ => AmountError::TooLarge,
    })?;
    scaled(value, power)
}

/// The digits of a JSON number, and its exponent.
fn digits_and_power(raw: Raw<'_>) -> Result<(&str, i32), AmountError> {
    if json_type(raw) != JsonType::Number {
        return Err(AmountError::NotANumber);
    }
    let text = raw.get();
    match text.find(['e', 'E']) {
        None => Ok((text, 0)),
        Some(at) => Ok((&text[..at], text[at + 1..].parse().map_err(|_| AmountError::TooLarge)?)),
    }
}

/// The number of `places` decimal places that a JSON number is but for the noise of floating-point arithmetic, such as 0.3 for
/// 0.30000000000000004. `None` where its further digits are more than noise.
pub(crate) fn without_noise(raw: Raw<'_>, places: u32) -> Option<Decimal> {
    let (digits, power) = digits_and_power(raw).ok()?;
    let digits: Decimal = digits.parse().ok()?;
    let factor = Decimal::try_from_i128_with_scale(10_i128.checked_pow(power.unsigned_abs())?, 0).ok()?;
    let value = if power < 0 { digits.checked_div(factor)? } else { digits.checked_mul(factor)? };
    let rounded = value.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero);
    (value.checked_sub(rounded)?.abs() <= Decimal::new(1, NOISE_PLACES)).then_some(rounded)
}

/// The noise of floating-point arithmetic is no more than the last of so many decimal places: a thousandth of the smallest
/// quantity there is, and far more than the rounding errors of a long history add up to.
const NOISE_PLACES: u32 = 6;

/// The amount that a JSON number says, noise aside; `None` where it says none.
pub(crate) fn money(raw: Raw<'_>) -> Option<Money> {
    let exact = decimal(raw).and_then(Money::from_decimal).ok();
    exact.or_else(|| without_noise(raw, 2).and_then(|value| Money::from_decimal(value).ok()))
}

/// `value` × 10^`power`, exactly.
fn scaled(value: Decimal, power: i32) -> Result<Decimal, AmountError> {
    if power == 0 || value.is_zero() {
        return Ok(value);
    }
    let value = value.normalize();
    if power < 0 {
        let scale = i64::from(value.scale()) - i64::from(power);
        return match u32::try_from(scale) {
            Ok(scale) if scale <= 28 => {
                Decimal::try_from_i128_with_scale(value.mantissa(), scale).map_err(|_| AmountError::TooPrecise)
            }
            _ => Err(AmountError::TooPrecise),
        };
    }
    let factor = u32::try_from(power).ok().filter(|power| *power <= 28).map(|power| 10_i128.pow(power));
    let factor = factor.and_then(|factor| Decimal::try_from_i128_with_scale(factor, 0).ok());
    factor.and_then(|factor| value.checked_mul(factor)).ok_or(AmountError::TooLarge)
}

/// A moment with the UTC offset that it was written with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Moment {
    pub(crate) at: Timestamp,
    pub(crate) offset_s: i32,
    /// Whether [`rfc3339`] writes exactly the text that was read.
    pub(crate) is_canonical: bool,
}

/// The first moment of 2013, the year in which Telegram opened. What is said to be earlier is an error.
pub(crate) const EARLIEST: Timestamp = Timestamp(1_356_998_400_000_000);

/// Whether something that has happened can have happened at `at`, by a clock that shows `now`. Other clocks may be ahead of it by a day.
pub(crate) fn is_past(at: Timestamp, now: Timestamp) -> bool {
    at >= EARLIEST && at <= now + Duration::days(1)
}

/// Whether points that have not expired at `now`, or have, can expire at `at`: no lifetime is longer than ten years.
pub(crate) fn is_expiry(at: Timestamp, now: Timestamp) -> bool {
    at >= EARLIEST && at <= now + Duration::days(11 * 366)
}

/// Reads an RFC 3339 date, to the microsecond.
pub(crate) fn moment(text: &str) -> Option<Moment> {
    if let Some(moment) = canonical_moment(text.as_bytes()) {
        return Some(moment);
    }
    let moment = DateTime::parse_from_rfc3339(text).ok()?;
    Some(Moment {
        at: Timestamp(moment.timestamp_micros()),
        offset_s: moment.offset().fix().local_minus_utc(),
        is_canonical: false,
    })
}

/// Reads the form that [`rfc3339`] writes: `2025-11-13T14:25:29.148682+06:00`, without a fraction where it is zero.
fn canonical_moment(text: &[u8]) -> Option<Moment> {
    let (micros, zone) = match text.len() {
        32 if text[19] == b'.' => (digits(&text[20..26])?, &text[26..]),
        25 => (0, &text[19..]),
        _ => return None,
    };
    let separated = text[4] == b'-' && text[7] == b'-' && text[10] == b'T' && text[13] == b':' && text[16] == b':';
    if !separated || zone[3] != b':' || (text.len() == 32 && micros == 0) {
        return None;
    }
    let sign = match zone[0] {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let offset_s = digits(&zone[1..3])? * 3600 + digits(&zone[4..6])? * 60;
    let date = NaiveDate::from_ymd_opt(
        i32::try_from(digits(&text[..4])?).ok()?,
        u32::try_from(digits(&text[5..7])?).ok()?,
        u32::try_from(digits(&text[8..10])?).ok()?,
    )?;
    let (hour, minute, second) = (digits(&text[11..13])?, digits(&text[14..16])?, digits(&text[17..19])?);
    if hour > 23
        || minute > 59
        || second > 59
        || offset_s >= 86_400
        || digits(&zone[4..6])? > 59
        || (sign < 0 && offset_s == 0)
    {
        return None;
    }
    let days = i64::from(date.num_days_from_ce() - EPOCH_DAYS);
    let seconds = days * 86_400 + hour * 3600 + minute * 60 + second - sign * offset_s;
    Some(Moment {
        at: Timestamp(seconds * 1_000_000 + micros),
        offset_s: i32::try_from(sign * offset_s).ok()?,
        is_canonical: true,
    })
}

/// Days from the year 1 to 1970.
const EPOCH_DAYS: i32 = 719_163;

fn digits(text: &[u8]) -> Option<i64> {
    text.iter().try_fold(0, |number, byte| byte.is_ascii_digit().then(|| number * 10 + i64::from(byte - b'0')))
}

/// The moment as the dump writes it, at an offset of `offset_s` seconds east of UTC.
pub(crate) fn rfc3339(at: Timestamp, offset_s: i32) -> String {
    let local = local(at, offset_s);
    let format = if at.0.rem_euclid(1_000_000) == 0 { "%Y-%m-%dT%H:%M:%S%:z" } else { "%Y-%m-%dT%H:%M:%S%.6f%:z" };
    local.format(format).to_string()
}

/// The moment without its offset, as in the dump's `date_str` and `visited_at_str`.
pub(crate) fn local_text(at: Timestamp, offset_s: i32) -> String {
    local(at, offset_s).format("%Y-%m-%d %H:%M:%S").to_string()
}

/// The moment of such a text.
pub(crate) fn local_moment(text: &str, offset_s: i32) -> Option<Timestamp> {
    let local = NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S").ok()?.and_utc();
    Some(Timestamp(local.timestamp_micros()) - Duration::seconds(offset_s.into()))
}

/// The shop's offset east of UTC at a moment, in seconds.
pub(crate) fn utc_offset_s(timezone: Tz, at: Timestamp) -> i32 {
    timezone.offset_from_utc_datetime(&at.to_utc().naive_utc()).fix().local_minus_utc()
}

fn local(at: Timestamp, offset_s: i32) -> DateTime<FixedOffset> {
    let zone = FixedOffset::east_opt(offset_s).unwrap_or_else(|| chrono::Utc.fix());
    at.to_utc().with_timezone(&zone)
}

/// Whether `date_str` is what [`local_text`] makes of `date`, both as written in the file.
pub(crate) fn is_local_text_of(date_str: &str, date: &str) -> bool {
    let (short, long) = (date_str.as_bytes(), date.as_bytes());
    short.len() == 19
        && long.len() >= 19
        && short[..10] == long[..10]
        && short[10] == b' '
        && short[11..] == long[11..19]
}

/// A moment from seconds since 1970 with a fraction, and whether it is exact at the precision of microseconds.
pub(crate) fn unix_seconds(value: Decimal) -> Option<(Timestamp, bool)> {
    let micros = value.checked_mul(Decimal::from(1_000_000))?;
    let whole = micros.floor();
    Some((Timestamp(i64::try_from(whole).ok()?), whole == micros))
}

#[cfg(test)]
mod tests {
    use serde_json::value::RawValue;

    use super::*;

    fn raw(text: &str) -> Box<RawValue> {
        serde_json::from_str(text).unwrap()
    }

    #[test]
    fn decimals_are_read_from_their_text() {
        let cases = [
            ("222.36", Ok("222.36")),
            ("0.10", Ok("0.1")),
            ("-5.0", Ok("-5")),
            ("1e2", Ok("100")),
            ("1.5E+3", Ok("1500")),
            ("12345e-2", Ok("123.45")),
            ("1.234", Ok("1.234")),
            ("9007199254740993.01", Ok("9007199254740993.01")),
            ("0e99999", Ok("0")),
            ("1e99", Err(AmountError::TooLarge)),
            ("1e99999999999", Err(AmountError::TooLarge)),
            ("1e-40", Err(AmountError::TooPrecise)),
            ("0.1234567890123456789012345678901", Err(AmountError::TooPrecise)),
            ("1.50000000000000000000000000000000", Ok("1.5")),
            ("\"5\"", Err(AmountError::NotANumber)),
            ("null", Err(AmountError::NotANumber)),
        ];
        for (text, expected) in cases {
            let read = decimal(&raw(text)).map(|value| value.normalize().to_string());
            assert_eq!(read, expected.map(str::to_owned), "{text}");
        }
    }

    #[test]
    fn noise_of_floats_is_told_from_digits_that_mean_something() {
        let cases = [
            ("0.30000000000000004", 2, Some("0.3")),
            ("82346.939999999988", 2, Some("82346.94")),
            ("-0.1", 2, Some("-0.1")),
            ("5.551115123125783e-17", 2, Some("0")),
            ("-2.7755575615628914E-17", 2, Some("0")),
            ("1.00000000000000000000000000000000000001", 2, Some("1")),
            ("2.3000000000000003e+1", 2, Some("23")),
            ("1.234", 2, None),
            ("0.125", 2, None),
            ("0.00001", 2, None),
            ("0.1234", 3, None),
            ("0.33299999999999996", 3, Some("0.333")),
            ("1e-40", 2, None),
            ("1e99", 2, None),
            ("\"0.30000000000000004\"", 2, None),
        ];
        for (text, places, expected) in cases {
            let read = without_noise(&raw(text), places).map(|value| value.normalize().abs().to_string());
            assert_eq!(read, expected.map(|digits| digits.trim_start_matches('-').to_owned()), "{text}");
        }
        assert_eq!(money(&raw("0.30000000000000004")), Some(Money::from_minor(30)));
    }

    #[test]
    fn impossible_moments_are_told_from_possible_ones() {
        let now = moment("2026-06-01T00:00:00+05:00").unwrap().at;
        for (text, past, expiry) in [
            ("2012-12-31T23:59:59+00:00", false, false),
            ("2013-01-01T00:00:00+00:00", true, true),
            ("2026-06-01T12:00:00+05:00", true, true),
            ("2026-06-03T00:00:00+05:00", false, true),
            ("2036-06-01T00:00:00+05:00", false, true),
            ("2099-01-01T00:00:00+05:00", false, false),
        ] {
            let at = moment(text).unwrap().at;
            assert_eq!((is_past(at, now), is_expiry(at, now)), (past, expiry), "{text}");
        }
        assert_eq!(local_moment("2025-12-17 08:58:43", LEGACY_OFFSET_S), Some(Timestamp(1_765_943_923_000_000)));
        assert_eq!(local_moment("17.12.2025", LEGACY_OFFSET_S), None);
    }

    #[test]
    fn moments_are_read_and_written_to_the_microsecond() {
        for (text, micros, is_canonical) in [
            ("2025-11-13T14:25:29.148682+06:00", 1_763_022_329_148_682, true),
            ("2025-11-13T14:25:29+06:00", 1_763_022_329_000_000, true),
            ("2025-11-13T08:25:29.148682+00:00", 1_763_022_329_148_682, true),
            ("1969-12-31T20:29:59.000001-03:30", -1_000_001 + 2, true),
            ("2025-11-13T08:25:29.148682Z", 1_763_022_329_148_682, false),
            ("2025-11-13T14:25:29.148+06:00", 1_763_022_329_148_000, false),
            ("2025-11-13T14:25:29.000000+06:00", 1_763_022_329_000_000, false),
            ("2025-11-13T14:25:29.1486829+06:00", 1_763_022_329_148_682, false),
        ] {
            let read = moment(text).unwrap();
            assert_eq!((read.at.0, read.is_canonical), (micros, is_canonical), "{text}");
            assert_eq!(rfc3339(read.at, read.offset_s) == text, is_canonical, "{text}");
        }
        for text in [
            "21.12.2025",
            "2025-11-13",
            "2025-02-30T00:00:00+05:00",
            "2025-11-13T14:25:29",
            "",
            "2025-11-13T24:00:00+05:00",
        ] {
            assert_eq!(moment(text), None, "{text}");
        }
    }

    #[test]
    fn texts_keep_what_they_can() {
        for (json, expected) in [
            (r#""Öмүр 🐈""#, Some("Öмүр 🐈")),
            (r#""a\"\u00e9\ud83d\ude00""#, Some("a\"é😀")),
            (r#""x\ud83dy""#, Some("x���y")),
            ("5", None),
        ] {
            assert_eq!(text(&raw(json)).as_deref(), expected, "{json}");
        }
    }

    #[test]
    fn seconds_with_a_fraction_are_exact() {
        let read = |text: &str| unix_seconds(decimal(&raw(text)).unwrap());
        assert_eq!(read("1765943923.019512"), Some((Timestamp(1_765_943_923_019_512), true)));
        assert_eq!(read("1765943923.0195125"), Some((Timestamp(1_765_943_923_019_512), false)));
        assert_eq!(read("0"), Some((Timestamp(0), true)));
    }
}
