//! The rows of a list of parcels whose statuses are to change, and the form in which a conversation keeps them.

use crate::domain::{ParcelNumber, ParcelNumberError, ParcelStatus};

/// The longest text in place of a number that is kept, in characters.
const MAX_SHOWN: usize = 80;

/// A row of a list or of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Row {
    /// The row of the file, as a spreadsheet numbers it, or the place in the list, from 1.
    pub(super) place: usize,
    /// The number as it was sent, without characters that cannot be seen.
    pub(super) number: String,
    /// What was read.
    pub(super) read: Read,
}

/// What a row says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Read {
    /// A number, whose status is chosen for all such rows.
    Number,
    /// A number and its new status.
    Status(ParcelStatus),
    /// Nothing that can be done.
    Fault(RowFault),
}

/// Why nothing can be done for a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RowFault {
    /// It has no number.
    NotANumber,
    /// Its number is too long.
    TooLong,
    /// A spreadsheet rounded its number.
    Rounded,
    /// Its status is no word for one.
    UnknownStatus,
    /// It has no status, and others have one.
    NoStatus,
}

/// The words by which rows are kept.
const WORDS: [(Read, &str); 6] = [
    (Read::Number, "number"),
    (Read::Fault(RowFault::NotANumber), "not_a_number"),
    (Read::Fault(RowFault::TooLong), "too_long"),
    (Read::Fault(RowFault::Rounded), "rounded"),
    (Read::Fault(RowFault::UnknownStatus), "unknown_status"),
    (Read::Fault(RowFault::NoStatus), "no_status"),
];

impl Row {
    /// A row with this text for its number. A line break in it is a space.
    pub(super) fn of(place: usize, number: &str, status: Result<Option<ParcelStatus>, RowFault>) -> Self {
        let number = number.trim().replace("\r\n", " ").replace(['\r', '\n'], " ");
        let read = match (number.parse::<ParcelNumber>(), status) {
            (Err(ParcelNumberError::NotANumber), _) => Read::Fault(RowFault::NotANumber),
            (Err(ParcelNumberError::TooLong), _) => Read::Fault(RowFault::TooLong),
            (Err(ParcelNumberError::Rounded), _) => Read::Fault(RowFault::Rounded),
            (Ok(_), Err(fault)) => Read::Fault(fault),
            (Ok(_), Ok(Some(status))) => Read::Status(status),
            (Ok(_), Ok(None)) => Read::Number,
        };
        let number = number.replace(char::is_control, " ");
        let number = if number.chars().count() > MAX_SHOWN {
            number.chars().take(MAX_SHOWN - 1).chain(['…']).collect()
        } else {
            number
        };
        Self { place, number, read }
    }
}

/// The rows as one text, a line each.
pub(super) fn encode(rows: &[Row]) -> String {
    let word = |read: Read| match read {
        Read::Status(status) => status.as_str(),
        other => WORDS.iter().find(|(read, _)| *read == other).map_or("number", |(_, word)| word),
    };
    let lines: Vec<String> =
        rows.iter().map(|row| format!("{}\t{}\t{}", row.place, word(row.read), row.number)).collect();
    lines.join("\n")
}

/// The rows of such a text. A line of another form is left out.
pub(super) fn decode(text: &str) -> Vec<Row> {
    let row = |line: &str| {
        let (place, rest) = line.split_once('\t')?;
        let (word, number) = rest.split_once('\t')?;
        let read = WORDS.iter().find(|(_, known)| *known == word).map(|(read, _)| *read);
        let read = read.or_else(|| word.parse().ok().map(Read::Status))?;
        Some(Row { place: place.parse().ok()?, number: number.to_owned(), read })
    };
    text.lines().filter_map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_kept_as_they_were_read() {
        let faults =
            [RowFault::NotANumber, RowFault::TooLong, RowFault::Rounded, RowFault::UnknownStatus, RowFault::NoStatus];
        let reads = ParcelStatus::ALL.iter().map(|status| Read::Status(*status));
        let reads = reads.chain(faults.map(Read::Fault)).chain([Read::Number]);
        let rows: Vec<Row> =
            reads.enumerate().map(|(place, read)| Row { place, number: "RB 1, «я»".to_owned(), read }).collect();
        assert_eq!(decode(&encode(&rows)), rows);
        assert_eq!(
            decode("x\ty\n1\tdelivered\tA1\n2\tlost\tA2"),
            [Row::of(1, "A1", Ok(Some(ParcelStatus::Delivered)))]
        );
    }

    #[test]
    fn a_row_says_what_is_wrong_with_it() {
        let read = |number: &str, status| Row::of(1, number, status).read;
        assert_eq!(read("A1", Ok(None)), Read::Number);
        assert_eq!(read("1.23E+12", Ok(None)), Read::Fault(RowFault::Rounded));
        assert_eq!(read("", Err(RowFault::NoStatus)), Read::Fault(RowFault::NotANumber));
        assert_eq!(read("A1", Err(RowFault::UnknownStatus)), Read::Fault(RowFault::UnknownStatus));
        let broken = Row::of(1, "RB123\r\n456", Ok(Some(ParcelStatus::InTransit)));
        assert_eq!((broken.read, broken.number.as_str()), (Read::Status(ParcelStatus::InTransit), "RB123 456"));
        assert_eq!(read("-\n-", Ok(None)), Read::Fault(RowFault::NotANumber));
        assert_eq!(read("A1\n", Ok(None)), Read::Number);
        let long = Row::of(1, &"1\n".repeat(100), Ok(None));
        assert_eq!((long.read, long.number.chars().count()), (Read::Fault(RowFault::TooLong), MAX_SHOWN));
        assert!(!long.number.contains('\n'));
    }
}
