//! Reading: in time and memory in proportion to what is read, whatever the file.

use csv_core::{ReadFieldResult, Reader, ReaderBuilder};

use super::{CsvError, Row, Separator, Table, encoding, is_marked};

/// How much is read at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The most rows with a value, the one with the names of the columns too.
    pub rows: usize,
    /// The most cells of a row.
    pub cells: usize,
    /// The most bytes of a cell, in UTF-8.
    pub cell: usize,
}

/// Reads a file: UTF-8, UTF-16 with a byte order mark, or Windows-1251; cells separated by `,` `;` or tab, as the first line has
/// them. Rows without a value are left out.
///
/// # Errors
/// [`CsvError`], at the first fault of the file.
pub fn read(file: &[u8], limits: Limits) -> Result<Table, CsvError> {
    let text = encoding::text(file)?;
    let (separator, from) = separator(&text);
    let mut cursor = Cursor::new(&text, separator, from, limits);
    let mut rows = Vec::new();
    while let Some(row) = cursor.row()? {
        if row.is_blank() {
            continue;
        }
        if rows.len() == limits.rows {
            return Err(CsvError::TooManyRows(limits.rows));
        }
        rows.push(row);
    }
    Ok(Table { rows })
}

/// The separator of a text, and where its rows begin: spreadsheets may say the separator on a line of its own.
fn separator(text: &str) -> (u8, usize) {
    let first = text.split(['\r', '\n']).next().unwrap_or_default();
    let said = first.trim_matches('"').to_ascii_lowercase();
    match said.strip_prefix("sep=").map(str::as_bytes) {
        Some([byte]) if !matches!(byte, b'"' | b'\'') => (*byte, first.len()),
        _ => (separator_of(text).byte(), 0),
    }
}

/// The separator that is most frequent on the first line that has any text, outside of quotes. A comma between two digits may be
/// that of a decimal number, and does not count.
fn separator_of(text: &str) -> Separator {
    let mut counts = Separator::ALL.map(|separator| (separator, 0_usize));
    let bytes = text.trim_start_matches(['\r', '\n']).as_bytes();
    let mut is_quoted = false;
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            b'"' => is_quoted = !is_quoted,
            b'\r' | b'\n' if !is_quoted => break,
            _ if is_quoted => {}
            b',' if is_in_number(bytes, at) => {}
            _ => {
                counts.iter_mut().filter(|(separator, _)| separator.byte() == *byte).for_each(|(_, count)| *count += 1)
            }
        }
    }
    // The first of several that are equally frequent.
    let most = counts.iter().rev().max_by_key(|(_, count)| *count).filter(|(_, count)| *count > 0);
    most.map_or(Separator::Comma, |(separator, _)| *separator)
}

fn is_in_number(bytes: &[u8], at: usize) -> bool {
    let is_digit = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_digit);
    is_digit(at.checked_sub(1)) && is_digit(at.checked_add(1))
}

/// The place of reading in a text.
struct Cursor<'t> {
    text: &'t [u8],
    at: usize,
    /// The line of `counted`.
    line: usize,
    /// Up to where line breaks are counted.
    counted: usize,
    /// How many of the lines so far begin no row of a spreadsheet.
    within: usize,
    reader: Reader,
    /// What a cell is read into, one byte more than it may have.
    cell: Vec<u8>,
    limits: Limits,
}

impl<'t> Cursor<'t> {
    fn new(text: &'t str, separator: u8, from: usize, limits: Limits) -> Self {
        let reader = ReaderBuilder::new().delimiter(separator).build();
        let cell = vec![0; limits.cell.saturating_add(1)];
        Self {
            text: text.as_bytes(),
            at: from,
            line: 1,
            counted: 0,
            within: usize::from(from > 0),
            reader,
            cell,
            limits,
        }
    }

    /// The next row; `None` at the end.
    fn row(&mut self) -> Result<Option<Row>, CsvError> {
        let line = self.next_line();
        let number = line - self.within;
        let mut cells = Vec::new();
        while let Some((cell, is_last)) = self.cell(line)? {
            if cells.len() == self.limits.cells {
                return Err(CsvError::TooManyCells { line, most: self.limits.cells });
            }
            self.within += line_breaks(cell.as_bytes());
            cells.push(cell);
            if is_last {
                return Ok(Some(Row { number, cells }));
            }
        }
        Ok(None)
    }

    /// The line on which the next row begins: after the line breaks that are left of the last one and of empty lines.
    fn next_line(&mut self) -> usize {
        let breaks = self.text[self.at..].iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        self.at += breaks;
        self.line += line_breaks(&self.text[self.counted..self.at]);
        self.counted = self.at;
        self.line
    }

    /// The next cell of a row that begins on this line, and whether it is the last one of its row; `None` at the end.
    fn cell(&mut self, line: usize) -> Result<Option<(String, bool)>, CsvError> {
        let (from, mut length) = (self.at, 0);
        loop {
            let (found, read, written) = self.reader.read_field(&self.text[self.at..], &mut self.cell[length..]);
            self.at += read;
            length += written;
            if length > self.limits.cell {
                return Err(CsvError::CellTooLong { line, most: self.limits.cell });
            }
            match found {
                ReadFieldResult::InputEmpty => {}
                ReadFieldResult::OutputFull => return Err(CsvError::CellTooLong { line, most: self.limits.cell }),
                ReadFieldResult::Field { record_end } => {
                    if self.at == self.text.len() && !is_closed(&self.text[from..]) {
                        return Err(CsvError::OpenQuote { line });
                    }
                    let cell = std::str::from_utf8(&self.cell[..length]).map_err(|_| CsvError::NotText)?;
                    let cell = if is_marked(cell) { &cell[1..] } else { cell };
                    return Ok(Some((cell.to_owned(), record_end)));
                }
                ReadFieldResult::End => return Ok(None),
            }
        }
    }
}

fn line_breaks(text: &[u8]) -> usize {
    let count = |byte| text.iter().filter(|found| **found == byte).count();
    let pairs = text.windows(2).filter(|pair| pair == b"\r\n").count();
    count(b'\r') + count(b'\n') - pairs
}

/// Does a cell that begins with a quote have another one, or does it begin with none?
fn is_closed(cell: &[u8]) -> bool {
    let Some(mut rest) = cell.strip_prefix(b"\"") else { return true };
    while let Some(at) = rest.iter().position(|byte| *byte == b'"') {
        rest = &rest[at + 1..];
        match rest.strip_prefix(b"\"") {
            Some(after) => rest = after,
            None => return true,
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: Limits = Limits { rows: 3, cells: 4, cell: 8 };

    fn check(file: &str, expected: &[(usize, &[&str])]) {
        let table = read(file.as_bytes(), LIMITS).unwrap();
        let found: Vec<(usize, Vec<&str>)> =
            table.rows.iter().map(|row| (row.number, row.cells.iter().map(String::as_str).collect())).collect();
        let expected: Vec<(usize, Vec<&str>)> =
            expected.iter().map(|(number, cells)| (*number, cells.to_vec())).collect();
        assert_eq!(found, expected, "{file:?}");
    }

    #[test]
    fn rows_have_the_numbers_that_a_spreadsheet_shows() {
        check("", &[]);
        check("\r\n\r\n", &[]);
        check("a,b\nc", &[(1, &["a", "b"]), (2, &["c"])]);
        check("a,b\r\n\r\n\r\nc,d\r\n", &[(1, &["a", "b"]), (4, &["c", "d"])]);
        check("a\r\rb\r", &[(1, &["a"]), (3, &["b"])]);
        check("\n\na;b\n;;\n ; \nc;", &[(3, &["a", "b"]), (6, &["c", ""])]);
        check("a,\"x\r\ny\",c\r\nd", &[(1, &["a", "x\r\ny", "c"]), (2, &["d"])]);
        check("a,\"\n\n\"\n\n\"x\ry\",b\nc", &[(1, &["a", "\n\n"]), (3, &["x\ry", "b"]), (4, &["c"])]);
        check("\"a \"\"b\"\"\",\"c,d\"\n", &[(1, &["a \"b\"", "c,d"])]);
        check(" a , b ", &[(1, &[" a ", " b "])]);
        check("\"a\"b,c\"d", &[(1, &["ab", "c\"d"])]);
    }

    #[test]
    fn the_separator_is_that_of_the_first_line() {
        check("a;b\nc,d", &[(1, &["a", "b"]), (2, &["c,d"])]);
        check("a\tb;c\td\n", &[(1, &["a", "b;c", "d"])]);
        check("\"x,y,z\";b", &[(1, &["x,y,z", "b"])]);
        check("1,5;2,5;3,5", &[(1, &["1,5", "2,5", "3,5"])]);
        check("1,5\t2,5", &[(1, &["1,5", "2,5"])]);
        check("1,5", &[(1, &["1", "5"])]);
        check("one\na;b,c", &[(1, &["one"]), (2, &["a;b", "c"])]);
        check("sep=;\r\na;b,c\r\n\r\nd", &[(1, &["a", "b,c"]), (3, &["d"])]);
        check("sep=;\r\na;b,c", &[(1, &["a", "b,c"])]);
        check("\"SEP=,\"\na;b,c", &[(1, &["a;b", "c"])]);
        check("sep=|\na|b", &[(1, &["a", "b"])]);
        check("sep=a,b\n1,2", &[(1, &["sep=a", "b"]), (2, &["1", "2"])]);
    }

    #[test]
    fn more_than_may_be_is_refused() {
        for (file, expected) in [
            ("1\n2\n\n3\n4", CsvError::TooManyRows(3)),
            ("a\n1,2,3,4,5", CsvError::TooManyCells { line: 2, most: 4 }),
            ("a\n\n123456789", CsvError::CellTooLong { line: 3, most: 8 }),
            ("яяяяя", CsvError::CellTooLong { line: 1, most: 8 }),
            ("a\n\"b\nc", CsvError::OpenQuote { line: 2 }),
            ("a,\"b\"\"", CsvError::OpenQuote { line: 1 }),
            ("a\0", CsvError::NotText),
        ] {
            assert_eq!(read(file.as_bytes(), LIMITS), Err(expected), "{file:?}");
        }
        check("1\n2\n3\n\n,\n", &[(1, &["1"]), (2, &["2"]), (3, &["3"])]);
        check("12345678,яяяя", &[(1, &["12345678", "яяяя"])]);
    }
}
