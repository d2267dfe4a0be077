//! CSV: tables as spreadsheets write them, and tables for spreadsheets.
//!
//! Spreadsheets run a cell that begins like a formula. Such a cell is written with an apostrophe before it, which reading takes off,
//! so that what was written is read again. The lines and rows of a file count from 1.

mod encoding;
mod reading;
mod writing;

pub use self::{
    reading::{Limits, read},
    writing::Writer,
};

/// The rows of a file that have a value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// The rows, in the order of the file.
    pub rows: Vec<Row>,
}

/// A row of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its number in a spreadsheet that shows the file: empty rows count; line breaks in cells, and a line that says the separator,
    /// do not.
    pub number: usize,
    /// Its cells, as they are written, with the spaces around them. Rows of a file may differ in how many they have.
    pub cells: Vec<String>,
}

/// What is between the cells of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Separator {
    /// `,`
    Comma,
    /// `;`, which spreadsheets write where a comma separates the places of a number.
    Semicolon,
    /// The tab, which they write as "Unicode text".
    Tab,
}

/// Why a file cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CsvError {
    /// It is no text: another kind of file, or a damaged one.
    #[error("the file is no text")]
    NotText,
    /// It has more rows than may be.
    #[error("more than {0} rows")]
    TooManyRows(usize),
    /// A row has more cells than may be.
    #[error("line {line}: more than {most} cells")]
    TooManyCells {
        /// The line on which the row begins.
        line: usize,
        /// How many may be.
        most: usize,
    },
    /// A cell is longer than may be.
    #[error("line {line}: a cell longer than {most} bytes")]
    CellTooLong {
        /// The line on which its row begins.
        line: usize,
        /// How long it may be, in bytes of UTF-8.
        most: usize,
    },
    /// A cell begins with a quote and has no other one: it would take in the rest of the file.
    #[error("line {line}: a quote is not closed")]
    OpenQuote {
        /// The line on which its row begins.
        line: usize,
    },
}

impl Row {
    /// A cell, without the spaces around it; empty where the row has none in this column.
    pub fn cell(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", |cell| cell.trim())
    }

    /// The columns whose cell is this name, in any case.
    pub fn columns<'a>(&'a self, name: &'a str) -> impl Iterator<Item = usize> + 'a {
        (0..self.cells.len()).filter(move |column| self.cell(*column).to_lowercase() == name)
    }

    fn is_blank(&self) -> bool {
        (0..self.cells.len()).all(|column| self.cell(column).is_empty())
    }
}

impl Separator {
    const ALL: [Self; 3] = [Self::Tab, Self::Semicolon, Self::Comma];

    const fn byte(self) -> u8 {
        match self {
            Self::Comma => b',',
            Self::Semicolon => b';',
            Self::Tab => b'\t',
        }
    }
}

/// Is there an apostrophe before a cell, for the sake of what follows it?
fn is_marked(cell: &str) -> bool {
    let rest = cell.trim_start_matches('\'');
    rest.len() < cell.len() && (is_formula(rest) || rest.starts_with(|first: char| first.is_ascii_digit()))
}

/// Would a spreadsheet run it?
fn is_formula(cell: &str) -> bool {
    cell.starts_with(['=', '+', '-', '@', '\t', '\r'])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const LIMITS: Limits = Limits { rows: 1_000, cells: 10, cell: 1_000 };

    fn rows(file: &[u8]) -> Vec<Vec<String>> {
        read(file, LIMITS).unwrap().rows.into_iter().map(|row| row.cells).collect()
    }

    #[test]
    fn a_cell_like_a_formula_has_an_apostrophe_in_the_file() {
        for (cell, written) in [
            ("=1+1", "'=1+1"),
            ("+7701", "'+7701"),
            ("-5", "'-5"),
            ("@name", "'@name"),
            ("\tx", "\"'\tx\""),
            ("\rx", "\"'\rx\""),
            ("'=1", "''=1"),
            ("'77", "''77"),
            ("77", "77"),
            ("'Ali", "'Ali"),
            ("О'Нил", "О'Нил"),
            (" =1", "\" =1\""),
        ] {
            let mut writer = Writer::new(Separator::Comma);
            writer.row([cell, "end"]);
            let file = writer.take();
            assert_eq!(String::from_utf8(file.clone()).unwrap(), format!("{written},end\r\n"), "{cell:?}");
            assert_eq!(rows(&file), [[cell, "end"]], "{cell:?}");
        }
        assert_eq!(
            rows("'00770;'=2;'+7;'abc".as_bytes()),
            [["00770", "=2", "+7", "'abc"]],
            "as spreadsheets mark them"
        );
    }

    #[test]
    fn columns_are_found_by_name_in_any_case() {
        let header = &read("Phone; FIRST_NAME ;Имя;phone".as_bytes(), LIMITS).unwrap().rows[0];
        assert_eq!(header.columns("phone").collect::<Vec<_>>(), [0, 3]);
        assert_eq!(header.columns("first_name").collect::<Vec<_>>(), [1]);
        assert_eq!(header.columns("имя").collect::<Vec<_>>(), [2]);
        assert_eq!(header.columns("email").count(), 0);
        assert_eq!((header.cell(1), header.cell(9)), ("FIRST_NAME", ""));
    }

    /// Cells of the characters that matter, and of any others but NUL.
    fn cell() -> impl Strategy<Value = String> {
        let matters =
            prop::sample::select(vec!["'", "\"", ",", ";", "\t", "\r", "\n", "=", "+", "-", "@", "7", " ", "я", "sep"]);
        prop_oneof![prop::collection::vec(matters, 0..6).prop_map(|parts| parts.concat()), "[^\u{0}\u{feff}]{0,12}",]
    }

    proptest! {
        #[test]
        fn what_was_written_is_read(
            table in prop::collection::vec(prop::collection::vec(cell(), 1..5), 0..8),
            separator in prop::sample::select(Separator::ALL.to_vec()),
            marked in any::<bool>(),
        ) {
            // The first line says what the separator is; rows without a value are not read.
            let header: Vec<String> = ["a", "b"].map(str::to_owned).to_vec();
            let table: Vec<_> = table.into_iter().filter(|row| row.iter().any(|cell| !cell.trim().is_empty())).collect();
            let table: Vec<_> = std::iter::once(header).chain(table).collect();
            let mut writer = if marked { Writer::marked(separator) } else { Writer::new(separator) };
            let mut file = Vec::new();
            for row in &table {
                writer.row(row);
                file.extend(writer.take());
            }
            prop_assert_eq!(rows(&file), table);
        }

        #[test]
        fn any_file_is_read_or_refused(file in prop::collection::vec(any::<u8>(), 0..300)) {
            let _ = read(&file, LIMITS);
        }

        #[test]
        fn any_text_is_read_or_refused(file in "[\"',;\t\r\n a7]{0,60}") {
            if let Ok(table) = read(file.as_bytes(), LIMITS) {
                let numbers: Vec<usize> = table.rows.iter().map(|row| row.number).collect();
                prop_assert!(numbers.is_sorted_by(|one, next| one < next) && numbers.first() != Some(&0), "{:?}", numbers);
            }
        }
    }
}
