//! Reading a message with a new parcel: `number client [weight] [note]`, in a line or each on a line of its own.

use crate::{
    domain::{ClientCode, LONGEST_NOTE, MOST_PIECES, ParcelNumber, ParcelNumberError, Quantity, is_number_sign},
    texts::parcel_words,
};

/// How many words of a message may be its number.
pub(super) const MOST_WORDS: usize = 12;
/// The fewest characters of a word that is a number by itself, where several stand in a line.
pub(super) const LONG_WORD: usize = 6;

/// What stands between the parts of a line, and is no part of a number, a code or a weight.
const BETWEEN: [char; 4] = [',', ';', ':', '|'];

/// What a message says of a new parcel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) number: ParcelNumber,
    pub(super) client: Option<ClientCode>,
    pub(super) weight: Option<Quantity>,
    pub(super) pieces: Option<i64>,
    pub(super) note: Option<String>,
}

/// Why a message is no new parcel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    Number(ParcelNumberError),
    /// A number is where the weight stands, and no parcel weighs that much.
    Weight,
    /// So many pieces are none.
    Pieces,
    /// It may be several parcels.
    Several,
}

/// The parts of a message that stand on lines of their own, or with `;` or tabs between.
pub(super) fn parts(text: &str) -> Vec<&str> {
    let parts = text.split(['\n', ';', '\t']).map(|part| part.trim().trim_matches(BETWEEN).trim());
    parts.filter(|part| !part.is_empty()).collect()
}

/// The words of a message, without those that only stand between others, and without the sign before a number.
pub(super) fn words(text: &str) -> Vec<&str> {
    let words = text.split_whitespace().filter(|word| !bare(word).is_empty());
    words.skip_while(|word| is_number_sign(bare(word))).collect()
}

/// A word without what stands between it and the next.
pub(super) fn bare(word: &str) -> &str {
    word.trim_matches(BETWEEN)
}

/// Reads a message in parts; `None` where it has one. The client is no part of it where they are known.
pub(super) fn fields(text: &str, has_client: bool) -> Option<Result<Line, Fault>> {
    let parts = parts(text);
    let (number, mut rest) = parts.split_first().filter(|(_, rest)| !rest.is_empty())?;
    let mut client = None;
    if !has_client && let Some((code, others)) = rest.split_first() {
        client = code.parse().ok();
        rest = others;
    }
    let rest: Vec<&str> = rest.iter().flat_map(|part| words(part)).collect();
    Some(line(number, client, &rest))
}

/// Reads a line whose number is all before the word at `place`, and that names no client.
pub(super) fn number_before(text: &str, place: usize) -> Result<Line, Fault> {
    named_between(text, place, place)
}

/// Reads a line whose number is before the word at `from`, and the words up to `to` name the client otherwise than by a code.
pub(super) fn named_between(text: &str, from: usize, to: usize) -> Result<Line, Fault> {
    let words = words(text);
    let number: Vec<&str> = words.iter().take(from).map(|word| bare(word)).collect();
    line(&number.join(" "), None, words.get(to..).unwrap_or_default())
}

/// Reads a line that is a number, perhaps with a weight or pieces behind it.
pub(super) fn number(text: &str) -> Result<Line, Fault> {
    number_before(text, place_of_measure(text).unwrap_or(usize::MAX))
}

/// Reads a line in which the word at `place` is the code of the client, and the number is before it.
pub(super) fn split(text: &str, place: usize) -> Result<Line, Fault> {
    let client = words(text).get(place).and_then(|code| bare(code).parse().ok());
    Ok(Line { client, ..named_between(text, place, place + 1)? })
}

fn line(number: &str, client: Option<ClientCode>, rest: &[&str]) -> Result<Line, Fault> {
    let number = number.parse().map_err(Fault::Number)?;
    let (mut weight, mut pieces, mut rest) = (None, None, rest);
    while let Some((measure, behind)) = measure(rest)? {
        match measure {
            Measure::Weight { kilograms, .. } if weight.is_none() => weight = Some(kilograms),
            Measure::Pieces(count) if pieces.is_none() => pieces = Some(count),
            Measure::Weight { .. } | Measure::Pieces(_) => break,
        }
        rest = behind;
    }
    let note = rest.join(" ");
    let note = (!note.is_empty()).then(|| note.chars().take(LONGEST_NOTE).collect());
    Ok(Line { number, client, weight, pieces, note })
}

/// How much a parcel is.
enum Measure {
    /// Certain where a unit is behind it or a decimal sign in it.
    Weight {
        kilograms: Quantity,
        is_certain: bool,
    },
    Pieces(i64),
}

/// What the first words measure, and what follows it.
fn measure<'a, 'w>(words: &'w [&'a str]) -> Result<Option<(Measure, &'w [&'a str])>, Fault> {
    let Some((first, behind)) = words.split_first() else { return Ok(None) };
    let (number, unit) = bare(first).split_at(end_of_number(bare(first)));
    if !is_decimal(number) {
        return Ok(None);
    }
    let next = behind.first().map(|word| bare(word).trim_end_matches('.')).filter(|word| is_unit(word));
    let (unit, behind) = match next {
        Some(next) if unit.is_empty() => (next, &behind[1..]),
        _ => (unit.trim_end_matches('.'), behind),
    };
    if parcel_words::is_piece(unit) {
        let count = number.parse().ok().filter(|count| (1..=MOST_PIECES).contains(count)).ok_or(Fault::Pieces)?;
        return Ok(Some((Measure::Pieces(count), behind)));
    }
    if !unit.is_empty() && !is_unit(unit) {
        return Ok(None);
    }
    let kilograms = in_kilograms(number, unit).filter(|weight| weight.milli() > 0).ok_or(Fault::Weight)?;
    let is_certain = !unit.is_empty() || number.contains([',', '.']);
    Ok(Some((Measure::Weight { kilograms, is_certain }, behind)))
}

/// Which word of a line is certainly a weight or pieces, where one is and it is not the first.
pub(super) fn place_of_measure(text: &str) -> Option<usize> {
    let words = words(text);
    (1..words.len()).find(|place| begins_with_measure(&words[*place..]))
}

/// Is a text certainly a weight or pieces?
pub(super) fn is_measure(text: &str) -> bool {
    begins_with_measure(&words(text))
}

fn begins_with_measure(words: &[&str]) -> bool {
    matches!(measure(words), Ok(Some((Measure::Weight { is_certain: true, .. } | Measure::Pieces(_), _))))
}

/// Does a part of a message begin as the number of a parcel does?
pub(super) fn is_like_number(part: &str) -> bool {
    let words = words(part);
    let Some(first) = words.first().filter(|_| !begins_with_measure(&words)) else { return false };
    let has_digit = first.contains(|c: char| c.is_ascii_digit());
    let is_long = first.chars().filter(char::is_ascii_digit).count() >= LONG_WORD;
    let is_prefix = first.len() < LONG_WORD / 2 + 1 && first.bytes().all(|byte| byte.is_ascii_alphabetic());
    let digits_follow =
        words.get(1).is_some_and(|next| next.len() > 2 && next.bytes().all(|byte| byte.is_ascii_digit()));
    has_digit && (is_long || first.contains(char::is_alphabetic)) || is_prefix && digits_follow
}

/// Reads a weight in kilograms, perhaps with the unit behind it.
pub(super) fn weight(text: &str) -> Option<Quantity> {
    let (number, unit) = text.trim().split_at(end_of_number(text.trim()));
    in_kilograms(number.trim(), unit)
}

fn in_kilograms(number: &str, unit: &str) -> Option<Quantity> {
    let amount = Quantity::parse(number).ok()?;
    if unit.is_empty() || parcel_words::is_kilogram(unit) {
        return Some(amount);
    }
    let is_whole = amount.milli() % 1_000 == 0;
    (parcel_words::is_gram(unit) && is_whole).then(|| Quantity::from_milli(amount.milli() / 1_000))
}

fn is_unit(word: &str) -> bool {
    parcel_words::is_kilogram(word) || parcel_words::is_gram(word) || parcel_words::is_piece(word)
}

fn end_of_number(text: &str) -> usize {
    text.find(char::is_alphabetic).unwrap_or(text.len())
}

/// Is it a number with one decimal sign at most, perhaps below zero?
fn is_decimal(text: &str) -> bool {
    let text = text.strip_prefix(['-', '−', '–']).unwrap_or(text);
    let (whole, places) = text.split_once([',', '.']).unwrap_or((text, "0"));
    [whole, places].iter().all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(line: &Line) -> (String, Option<String>, Option<i64>, Option<String>) {
        let client = line.client.as_ref().map(ToString::to_string);
        (line.number.to_string(), client, line.weight.map(Quantity::milli), line.note.clone())
    }

    #[test]
    fn a_line_is_read_as_people_type_it() {
        for (text, place, number, client, weight, note) in [
            ("RB1 82423", 1, "RB1", "82423", None, None),
            ("RB1 82423 1,5", 1, "RB1", "82423", Some(1_500), None),
            ("RB1 82423 1.5кг хрупкое стекло", 1, "RB1", "82423", Some(1_500), Some("хрупкое стекло")),
            ("RB1 82423 2 kg", 1, "RB1", "82423", Some(2_000), None),
            ("RB1 82423 две коробки", 1, "RB1", "82423", None, Some("две коробки")),
            ("RB1, 82423, 1,2", 1, "RB1", "82423", Some(1_200), None),
            ("RB1 , 82423: 1,2 , хрупкое, стекло", 1, "RB1", "82423", Some(1_200), Some("хрупкое, стекло")),
            ("RB1 82423 500г", 1, "RB1", "82423", Some(500), None),
            ("RB1 82423 500 гр. книга", 1, "RB1", "82423", Some(500), Some("книга")),
            ("RB 123 456 CN 82423 1", 4, "RB 123 456 CN", "82423", Some(1_000), None),
            ("«RB1» 82423 1", 1, "RB1", "82423", Some(1_000), None),
            ("№ RB1 «82423» 1", 1, "RB1", "82423", Some(1_000), None),
            ("=\"RB1\" 82423 коробка # 5", 1, "RB1", "82423", None, Some("коробка # 5")),
        ] {
            let line = split(text, place).unwrap();
            let expected = (number.to_owned(), Some(client.to_owned()), weight, note.map(str::to_owned));
            assert_eq!(shown(&line), expected, "{text:?}");
        }
        let line = fields("RB 123 CN\n82423\n1,5 кг\nхрупкое", false).unwrap().unwrap();
        assert_eq!(
            shown(&line),
            ("RB 123 CN".to_owned(), Some("82423".to_owned()), Some(1_500), Some("хрупкое".to_owned()))
        );
        let line = fields("RB 123 CN; 1,5", true).unwrap().unwrap();
        assert_eq!(shown(&line), ("RB 123 CN".to_owned(), None, Some(1_500), None));
        assert_eq!(fields("RB1 82423", false), None);
        assert_eq!(number("1.2E+12"), Err(Fault::Number(ParcelNumberError::Rounded)));
    }

    #[test]
    fn pieces_are_no_weight_and_nothing_weighs_nothing() {
        for (text, weight, pieces, note) in [
            ("5 шт", None, Some(5), None),
            ("5шт. 1,5", Some(1_500), Some(5), None),
            ("2 кг 3 pcs книга", Some(2_000), Some(3), Some("книга")),
            ("3 дана", None, Some(3), None),
            ("4 даана", None, Some(4), None),
            ("6 dona", None, Some(6), None),
            ("1 2", Some(1_000), None, Some("2")),
        ] {
            let line = split(&format!("RB1 82423 {text}"), 1).unwrap();
            assert_eq!(
                (line.weight.map(Quantity::milli), line.pieces, line.note.as_deref()),
                (weight, pieces, note),
                "{text}"
            );
        }
        for (text, fault) in [
            ("0", Fault::Weight),
            ("-1", Fault::Weight),
            ("0 кг", Fault::Weight),
            ("0 шт", Fault::Pieces),
            ("1,5 шт", Fault::Pieces),
        ] {
            assert_eq!(split(&format!("RB1 82423 {text}"), 1), Err(fault), "{text}");
        }
    }

    #[test]
    fn a_part_begins_as_a_number_or_is_something_else() {
        for part in ["PH-7", "PH-5 10012", "78912345678902", "RB 123 456 CN", "PH-5 хрупкое"] {
            assert!(is_like_number(part), "{part}");
        }
        for part in ["1,5", "500г", "5 шт", "2", "хрупкое", "книга 5", "для мамы"] {
            assert!(!is_like_number(part), "{part}");
        }
        for (text, place) in [("C1 1,5 стекло", Some(1)), ("C 1 2 kg", Some(2)), ("C1 3", None), ("1,5", None)] {
            assert_eq!(place_of_measure(text), place, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn never_panics(text in "[0-9A-Za-zЕе+−,.;\t \u{a0}\nв пути-]{0,80}") {
            let _ = (fields(&text, false), split(&text, 1), weight(&text));
        }
    }
}
