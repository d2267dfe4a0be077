//! Reading a pasted list of numbers, with or without statuses beside them.

use super::{read::LONG_WORD, rows::RowFault};
use crate::{
    domain::{ParcelNumber, ParcelNumberError, ParcelStatus, is_number_sign},
    texts::parcel_words,
};

/// The most words of a status.
const STATUS_WORDS: usize = 3;

/// A part of a pasted list: one number, or several with spaces between, and the status beside it; a fault where what stands beside it
/// is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) text: String,
    pub(super) status: Result<Option<ParcelStatus>, RowFault>,
}

/// The parts of a pasted list: line breaks, `;`, tabs and commas stand between them. Words for a status at the end of a line are the
/// status of all numbers of the line. What has letters and no digit there, behind a sign and numbers that have digits, was meant for one.
pub(super) fn pieces(text: &str) -> Vec<Piece> {
    text.lines().flat_map(line_pieces).collect()
}

fn line_pieces(line: &str) -> Vec<Piece> {
    let (numbers, status) = without_status(line.trim());
    let parts = numbers.split([';', '\t']).flat_map(between_commas);
    let parts = parts.map(|part| part.trim().trim_matches([',', '.']).trim()).filter(|part| !part.is_empty());
    let parts: Vec<&str> = parts.collect();
    let has_digit = |part: &&str| part.contains(|c: char| c.is_ascii_digit());
    let (parts, status) = match parts.split_last() {
        Some((last, before)) if status.is_none() && !has_digit(last) && before.iter().any(has_digit) => {
            (before, Err(RowFault::UnknownStatus))
        }
        _ => (&parts[..], Ok(status)),
    };
    parts.iter().map(|part| Piece { text: (*part).to_owned(), status }).collect()
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

/// The parts between commas. The one in a number which a spreadsheet rounded, `1,23E+12`, is not between parts.
fn between_commas(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut from = 0;
    for (at, _) in text.match_indices(',') {
        let before = text[from..at].split_whitespace().next_back().unwrap_or_default();
        let behind = text[at + 1..].split([',']).next().unwrap_or_default();
        let is_decimal = format!("{before},{behind}").parse::<ParcelNumber>() == Err(ParcelNumberError::Rounded);
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
    let is_number = |number: ParcelNumber| {
        number.as_str().chars().count() >= LONG_WORD && number.as_str().contains(|c: char| c.is_ascii_digit())
    };
    words(part).iter().all(|word| word.parse().is_ok_and(is_number))
}

/// The words of a part, without the signs before numbers.
pub(super) fn words(part: &str) -> Vec<&str> {
    part.split_whitespace().filter(|word| !is_number_sign(word)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pasted_list_is_taken_apart() {
        use ParcelStatus::{Delivered, InTransit};
        let check = |text: &str, expected: &[(&str, Option<ParcelStatus>)]| {
            let found = pieces(text);
            let found: Vec<_> = found.iter().map(|piece| (piece.text.as_str(), piece.status.unwrap())).collect();
            assert_eq!(found, expected, "{text:?}");
        };
        check("A1\nA2\r\n\n  A3 ", &[("A1", None), ("A2", None), ("A3", None)]);
        check("A1, A2,A3; A4\tA5", &[("A1", None), ("A2", None), ("A3", None), ("A4", None), ("A5", None)]);
        check("RB 123 456 CN\n'RB2", &[("RB 123 456 CN", None), ("'RB2", None)]);
        check("1,23E+12, 1.5E+11,A1", &[("1,23E+12", None), ("1.5E+11", None), ("A1", None)]);
        check("A1;delivered\nA2 в пути\nA3", &[("A1", Some(Delivered)), ("A2", Some(InTransit)), ("A3", None)]);
        check("A1 — прибыла\nA2\tyetib keldi", &[("A1", Some(Delivered)), ("A2", Some(Delivered))]);
        check("A1, A2: on its way", &[("A1", Some(InTransit)), ("A2", Some(InTransit))]);
        check("«A1», \"A2\"\n№A3 прибыла", &[("«A1»", None), ("\"A2\"", None), ("№A3", Some(Delivered))]);
        check("=\"A1\"\tв пути", &[("=\"A1\"", Some(InTransit))]);
        check(" , ;\n", &[]);
        check("1,23e12, +1,23 E+12;RB1,23", &[("1,23e12", None), ("+1,23 E+12", None), ("RB1", None), ("23", None)]);
        check("ABC;DEF\nA1;A2;B3", &[("ABC", None), ("DEF", None), ("A1", None), ("A2", None), ("B3", None)]);
    }

    #[test]
    fn what_stands_in_the_place_of_a_status_and_is_none_is_told() {
        for line in ["HD-1;delivred", "HD-1\tпотеряна", "HD-1, in tranzit", "HD-1 ; delivred;"] {
            let found = pieces(&format!("{line}\nHD-2;delivered"));
            let found: Vec<_> = found.iter().map(|piece| (piece.text.as_str(), piece.status)).collect();
            let expected = [("HD-1", Err(RowFault::UnknownStatus)), ("HD-2", Ok(Some(ParcelStatus::Delivered)))];
            assert_eq!(found, expected, "{line}");
        }
        let found = pieces("A1, A2: lost, gone").into_iter().map(|piece| piece.status).collect::<Vec<_>>();
        assert_eq!(found, [Err(RowFault::UnknownStatus); 2]);
    }

    #[test]
    fn spaces_stand_inside_a_number_or_between_numbers() {
        for (text, expected) in [
            ("RB123456789CN RB123456780CN", true),
            ("78912345678901 78912345678902", true),
            ("RB 123 456 789 CN", false),
            ("1Z 999 AA1 01 2345 6784", false),
            ("RB123456789 CN", false),
            ("№ RB123456789CN № RB123456780CN", true),
            ("«A123» «A124»", false),
        ] {
            assert_eq!(are_separate(text), expected, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn never_panics(text in "[0-9A-Za-zЕе+−,.;\t \u{a0}\nв пути-]{0,80}") {
            let _ = pieces(&text);
        }
    }
}
