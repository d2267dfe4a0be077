//! Writing: row by row, so that a long table need not be in memory.

use super::{Separator, is_formula, is_marked};

/// What says to a spreadsheet that the file is UTF-8.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// A table on its way into a file in UTF-8, with lines as RFC 4180 ends them.
#[derive(Debug)]
pub struct Writer {
    separator: u8,
    written: String,
}

impl Writer {
    /// A file without a byte order mark.
    pub const fn new(separator: Separator) -> Self {
        Self { separator: separator.byte(), written: String::new() }
    }

    /// A file with a byte order mark, without which spreadsheets misread Cyrillic.
    pub fn marked(separator: Separator) -> Self {
        Self { written: BYTE_ORDER_MARK.to_owned(), ..Self::new(separator) }
    }

    /// Writes a row.
    pub fn row<C: AsRef<str>>(&mut self, cells: impl IntoIterator<Item = C>) {
        for (column, cell) in cells.into_iter().enumerate() {
            if column > 0 {
                self.written.push(char::from(self.separator));
            }
            self.cell(cell.as_ref());
        }
        self.written.push_str("\r\n");
    }

    /// What was written since the last time.
    pub fn take(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.written).into_bytes()
    }

    fn cell(&mut self, cell: &str) {
        let mark = if is_formula(cell) || is_marked(cell) { "'" } else { "" };
        let is_quoted = cell.starts_with(char::is_whitespace)
            || cell.ends_with(char::is_whitespace)
            || cell.bytes().any(|byte| byte == self.separator || matches!(byte, b'"' | b'\r' | b'\n'));
        if is_quoted {
            self.written.push('"');
            self.written.push_str(mark);
            self.written.push_str(&cell.replace('"', "\"\""));
            self.written.push('"');
        } else {
            self.written.push_str(mark);
            self.written.push_str(cell);
        }
    }
}
