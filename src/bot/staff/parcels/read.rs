//! Reading a message with a new parcel: `number client [weight] [note]`, in a line or each on a line of its own; and a pasted list of
//! numbers.

use crate::{
    domain::{ClientCode, LONGEST_NOTE, ParcelNumber, ParcelNumberError, ParcelStatus, Quantity},
    texts::parcel_words,
};

/// How many words of a message may be its number.
pub(super) const MOST_WORDS: usize = 12;
/// The fewest characters of a word that is a number by itself, where several stand in a line.
const LONG_WORD: usize = 6;
/// The most words of a status.
const STATUS_WORDS: usize = 3;

/// What a message says of a new parcel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) number: ParcelNumber,
    pub(super) client: Option<ClientCode>,
    pub(super) weight: Option<Quantity>,
    pub(super) note: Option<String>,
}

/// Reads a message whose parts stand on lines of their own, or with `;` or tabs between; `None` where it has one part. The client is
/// no part of it where they are known.
pub(super) fn fields(text: &str, has_client: bool) -> Option<Result<Line, ParcelNumberError>> {
    let parts: Vec<&str> = text.split(['\n', ';', '\t']).map(str::trim).filter(|part| !part.is_empty()).collect();
    let (number, mut rest) = parts.split_first().filter(|(_, rest)| !rest.is_empty())?;
    let mut client = None;
    if !has_client && let Some((code, others)) = rest.split_first() {
        client = code.parse().ok();
        rest = others;
    }
    let rest: Vec<&str> = rest.iter().flat_map(|part| part.split_whitespace()).collect();
    Some(line(number, client, &rest))
}

/// Reads a message that is a number alone.
pub(super) fn number(text: &str) -> Result<Line, ParcelNumberError> {
    line(text, None, &[])
}

/// Reads a line in which the word at `place` is the code of the client, and the number is before it.
pub(super) fn split(text: &str, place: usize) -> Result<Line, ParcelNumberError> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let (before, rest) = words.split_at(place.min(words.len()));
    let (client, rest) = rest.split_first().map_or((None, rest), |(code, rest)| (code.parse().ok(), rest));
    line(&before.join(" "), client, rest)
}

fn line(number: &str, client: Option<ClientCode>, rest: &[&str]) -> Result<Line, ParcelNumberError> {
    let number = number.parse()?;
    let (weight, rest) = weight_before(rest);
    let note = rest.join(" ");
    let note = (!note.is_empty()).then(|| note.chars().take(LONGEST_NOTE).collect());
    Ok(Line { number, client, weight, note })
}

/// The weight that the first words are, and what follows it.
fn weight_before<'a, 'w>(words: &'w [&'a str]) -> (Option<Quantity>, &'w [&'a str]) {
    let Some((first, rest)) = words.split_first() else { return (None, words) };
    let Some(weight) = weight(first) else { return (None, words) };
    let is_unit = |word: &&&str| parcel_words::is_kilogram(word);
    (Some(weight), if rest.first().filter(is_unit).is_some() { &rest[1..] } else { rest })
}

/// Reads a weight in kilograms, perhaps with the unit behind it.
pub(super) fn weight(text: &str) -> Option<Quantity> {
    let text = text.trim();
    let end = text.find(|c: char| c.is_alphabetic()).unwrap_or(text.len());
    let (number, unit) = text.split_at(end);
    let is_weight = unit.is_empty() || parcel_words::is_kilogram(unit);
    Quantity::parse(number.trim()).ok().filter(|_| is_weight)
}

/// A part of a pasted list: one number, or several with spaces between, and the status beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) text: String,
    pub(super) status: Option<ParcelStatus>,
}

/// The parts of a pasted list: line breaks, `;`, tabs and commas stand between them. Words for a status at the end of a line are the
/// status of all numbers of the line.
pub(super) fn pieces(text: &str) -> Vec<Piece> {
    text.lines().flat_map(line_pieces).collect()
}

fn line_pieces(line: &str) -> Vec<Piece> {
    let (numbers, status) = without_status(line.trim());
    let parts = numbers.split([';', '\t']).flat_map(between_commas);
    let parts = parts.map(|part| part.trim().trim_matches([',', '.']).trim()).filter(|part| !part.is_empty());
    parts.map(|part| Piece { text: part.to_owned(), status }).collect()
}

/// A line without the status at its end.
fn without_status(line: &str) -> (&str, Option<ParcelStatus>) {
    let is_between = |character: char| character.is_whitespace() || matches!(character, ';' | ',' | '|' | ':');
    let ends: Vec<usize> = line.char_indices().filter(|(_, c)| is_between(*c)).map(|(at, _)| at).collect();
    // The longest status first: "yetib keldi" ends with a word that may be one by itself.
    let skipped = ends.len().saturating_sub(2 * STATUS_WORDS);
    let found = ends[skipped..].iter().find_map(|at| {
        let behind = line[*at..].trim_start_matches(is_between).trim_start_matches(['-', '–', '—']).trim_start();
        Some((*at, parcel_words::status(behind)?))
    });
    match found {
        Some((at, status)) => {
            (line[..at].trim_end_matches(|c| is_between(c) || matches!(c, '-' | '–' | '—')), Some(status))
        }
        None => (line, None),
    }
}

/// The parts between commas. That of a number which a spreadsheet rounded, `1,23E+12`, is none of them.
fn between_commas(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut from = 0;
    for (at, _) in text.match_indices(',') {
        let behind = text[at + 1..].trim_start_matches(|c: char| c.is_ascii_digit());
        let is_decimal = text[..at].ends_with(|c: char| c.is_ascii_digit())
            && ["E+", "e+", "Е+", "е+"].iter().any(|exponent| behind.starts_with(exponent));
        if !is_decimal {
            parts.push(&text[from..at]);
            from = at + 1;
        }
    }
    parts.push(&text[from..]);
    parts
}

/// Is each word of a part a number by itself? Otherwise it is one number that was pasted with spaces inside.
pub(super) fn are_separate(part: &str) -> bool {
    part.split_whitespace().all(|word| word.chars().count() >= LONG_WORD && word.contains(|c: char| c.is_ascii_digit()))
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
            ("RB 123 456 CN 82423 1", 4, "RB 123 456 CN", "82423", Some(1_000), None),
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
        assert_eq!(number("1.2E+12"), Err(ParcelNumberError::Rounded));
    }

    #[test]
    fn a_pasted_list_is_taken_apart() {
        use ParcelStatus::{Delivered, InTransit};
        let check = |text: &str, expected: &[(&str, Option<ParcelStatus>)]| {
            let found = pieces(text);
            let found: Vec<_> = found.iter().map(|piece| (piece.text.as_str(), piece.status)).collect();
            assert_eq!(found, expected, "{text:?}");
        };
        check("A1\nA2\r\n\n  A3 ", &[("A1", None), ("A2", None), ("A3", None)]);
        check("A1, A2,A3; A4\tA5", &[("A1", None), ("A2", None), ("A3", None), ("A4", None), ("A5", None)]);
        check("RB 123 456 CN\n'RB2", &[("RB 123 456 CN", None), ("'RB2", None)]);
        check("1,23E+12, 1.5E+11,A1", &[("1,23E+12", None), ("1.5E+11", None), ("A1", None)]);
        check("A1;delivered\nA2 в пути\nA3", &[("A1", Some(Delivered)), ("A2", Some(InTransit)), ("A3", None)]);
        check("A1 — прибыла\nA2\tyetib keldi", &[("A1", Some(Delivered)), ("A2", Some(Delivered))]);
        check("A1, A2: on its way", &[("A1", Some(InTransit)), ("A2", Some(InTransit))]);
        check(" , ;\n", &[]);
    }

    #[test]
    fn spaces_stand_inside_a_number_or_between_numbers() {
        for (text, expected) in [
            ("RB123456789CN RB123456780CN", true),
            ("78912345678901 78912345678902", true),
            ("RB 123 456 789 CN", false),
            ("1Z 999 AA1 01 2345 6784", false),
            ("RB123456789 CN", false),
        ] {
            assert_eq!(are_separate(text), expected, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn never_panics(text in "[0-9A-Za-zЕе+−,.;\t \u{a0}\nв пути-]{0,80}") {
            let _ = (pieces(&text), fields(&text, false), split(&text, 1), weight(&text));
        }
    }
}
