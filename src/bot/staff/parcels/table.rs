//! Reading a table with numbers and statuses, a file or pasted cells: which columns have them, with or without a line of names.

use super::rows::{Row, RowFault};
use crate::{
    documents::csv::{self, CsvError, Limits},
    texts::parcel_words,
};

/// The most rows of a file.
pub(super) const MOST_ROWS: usize = 10_000;
/// The most cells of a row.
const MOST_CELLS: usize = 64;
/// The longest cell, in bytes.
const LONGEST_CELL: usize = 4_000;
/// By how many rows the columns are told.
const LOOKED_AT: usize = 50;

/// Why a file as a whole cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TableFault {
    /// As a file of its kind.
    File(CsvError),
    /// It has no row.
    Empty,
    /// Which columns have the numbers and the statuses is not known.
    Columns,
}

/// The columns of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Columns {
    number: usize,
    status: Option<usize>,
    /// How many rows come before the first number: the names of the columns.
    names: usize,
}

/// Reads the rows of a file.
pub(super) fn read(file: &[u8]) -> Result<Vec<Row>, TableFault> {
    read_named(file).map(|(_, rows)| rows)
}

/// Reads pasted cells below a line of names. Without such a line a text is a list: what is between its signs may all be numbers.
pub(super) fn read_pasted(text: &str) -> Option<Vec<Row>> {
    let (has_names, rows) = read_named(text.as_bytes()).ok().filter(|_| text.contains(['\t', ';']))?;
    has_names.then_some(rows)
}

/// The rows of a table, and whether a line of names is above them.
fn read_named(file: &[u8]) -> Result<(bool, Vec<Row>), TableFault> {
    let limits = Limits { rows: MOST_ROWS + 1, cells: MOST_CELLS, cell: LONGEST_CELL };
    let table = csv::read(file, limits).map_err(TableFault::File)?;
    let columns = columns(&table.rows)?;
    let rows = &table.rows[columns.names..];
    if rows.len() > MOST_ROWS {
        return Err(TableFault::File(CsvError::TooManyRows(MOST_ROWS)));
    }
    Ok((columns.names > 0, rows.iter().map(|row| read_row(row, columns)).collect()))
}

fn read_row(row: &csv::Row, columns: Columns) -> Row {
    let status = match columns.status.map(|column| row.cell(column)) {
        None => Ok(None),
        Some("") => Err(RowFault::NoStatus),
        Some(word) => parcel_words::status(word).map(Some).ok_or(RowFault::UnknownStatus),
    };
    Row::of(row.number, row.cell(columns.number), status)
}

fn columns(rows: &[csv::Row]) -> Result<Columns, TableFault> {
    let first = rows.first().ok_or(TableFault::Empty)?;
    let cells = 0..first.cells.len();
    let named = |is: fn(&str) -> bool| cells.clone().find(|column| is(first.cell(*column)));
    let (number, status) = (named(parcel_words::names_number), named(parcel_words::names_status));
    if number.is_some() || status.is_some() {
        let others: Vec<usize> = cells.clone().filter(|column| Some(*column) != status).collect();
        let number = number.or_else(|| others.first().copied().filter(|_| others.len() == 1));
        return Ok(Columns { number: number.ok_or(TableFault::Columns)?, status, names: 1 }).and_then(with_rows(rows));
    }
    // Names that are not known: no number is without a digit.
    let is_of_names = !first.cells.iter().any(|cell| cell.contains(|c: char| c.is_ascii_digit()))
        && cells.clone().all(|column| parcel_words::status(first.cell(column)).is_none());
    let names = usize::from(is_of_names && rows.len() > 1);
    let status = status_column(&rows[names..]);
    let width = rows[names..].iter().map(filled).max().unwrap_or_default();
    match status {
        Some(status) => Ok(Columns { number: usize::from(status == 0), status: Some(status), names }),
        None if width <= 1 => Ok(Columns { number: 0, status: None, names }),
        None => Err(TableFault::Columns),
    }
}

fn with_rows(rows: &[csv::Row]) -> impl FnOnce(Columns) -> Result<Columns, TableFault> {
    let count = rows.len();
    move |columns| if count > columns.names { Ok(columns) } else { Err(TableFault::Empty) }
}

/// The column in which the most rows have a status; the first one of several.
fn status_column(rows: &[csv::Row]) -> Option<usize> {
    let count = |column: usize| {
        rows.iter().take(LOOKED_AT).filter(|row| parcel_words::status(row.cell(column)).is_some()).count()
    };
    let width = rows.iter().take(LOOKED_AT).map(|row| row.cells.len()).max().unwrap_or_default();
    let counted = (0..width).map(|column| (count(column), column)).filter(|(count, _)| *count > 0);
    counted.max_by_key(|(count, column)| (*count, usize::MAX - column)).map(|(_, column)| column)
}

/// Up to which cell a row has values.
fn filled(row: &csv::Row) -> usize {
    (0..row.cells.len()).rev().find(|column| !row.cell(*column).is_empty()).map_or(0, |column| column + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        bot::staff::parcels::rows::Read,
        domain::ParcelStatus::{Delivered, InTransit, Issued},
    };

    fn check(file: &str, expected: Result<&[(usize, &str, Read)], TableFault>) {
        let read = read(file.as_bytes());
        let found = read.as_ref().map(|rows| -> Vec<(usize, &str, Read)> {
            rows.iter().map(|row| (row.place, row.number.as_str(), row.read)).collect()
        });
        assert_eq!(found.map_err(|fault| *fault), expected.map(<[_]>::to_vec), "{file:?}");
    }

    #[test]
    fn columns_are_found_with_and_without_names() {
        let a1 = [(1, "A1", Read::Status(Delivered)), (2, "A2", Read::Status(InTransit))];
        check("A1;delivered\nA2;in_transit", Ok(&a1));
        check("delivered,A1\nв пути,A2", Ok(&a1));
        check("A1\tАлия\tприбыла\nA2\tБорис\tна пути\n", Ok(&a1));
        let named = [(2, "A1", Read::Status(Delivered)), (3, "A2", Read::Status(Issued))];
        for file in [
            "tracking_number;status\nA1;delivered\nA2;issued",
            "Статус;Номер\nприбыла;A1\nвыдана;A2",
            "\u{feff}\"Трек-номер\",\"Клиент\",\"Статус\"\r\nA1,x,келди\r\nA2,y,берилди\r\n",
            "holati;posilka raqami\nyetib keldi;A1\nberildi;A2",
            "Нечто;Иное\nA1;delivered\nA2;issued",
        ] {
            check(file, Ok(&named));
        }
        check("A1\n\nA2\n", Ok(&[(1, "A1", Read::Number), (3, "A2", Read::Number)]));
        check("номер\nA1", Ok(&[(2, "A1", Read::Number)]));
        check(
            "номер;статус\n=\"0012345\";прибыла\n\"=\"\"0012346\"\"\";прибыла\n\"RB12\n34\";\"в\nпути\"",
            Ok(&[
                (2, "=\"0012345\"", Read::Status(Delivered)),
                (3, "=\"0012346\"", Read::Status(Delivered)),
                (4, "RB12 34", Read::Status(InTransit)),
            ]),
        );
        check("A1;Алия\nA2;Борис", Err(TableFault::Columns));
        check("статус;a;b\nприбыла;A1;A2", Err(TableFault::Columns));
        check("номер;статус\n", Err(TableFault::Empty));
        check("", Err(TableFault::Empty));
    }

    #[test]
    fn pasted_cells_are_a_table_below_names() {
        let named = [Row::of(2, "A1", Ok(Some(Issued)))];
        for text in [
            "Номер\tСтатус\nA1\tвыдана",
            "Номер;Статус\nA1;выдана",
            "number\tclient\tstatus\nA1\tAnna\tissued",
            "нөмір\tкүй\nA1\tберілді",
            "номер\tабал\nA1\tберилди",
            "raqam;holat\nA1;berildi",
        ] {
            assert_eq!(read_pasted(text).as_deref(), Some(&named[..]), "{text:?}");
        }
        for text in
            ["A1;выдана\nA2;прибыла", "A1;A2;выдана", "A1\tA2\nA3\tA4", "номер, статус\nA1, выдана", "номер;статус", ""]
        {
            assert_eq!(read_pasted(text), None, "{text:?}");
        }
    }

    #[test]
    fn a_row_that_cannot_be_read_is_told_by_its_number() {
        check(
            "номер;статус\n1,23E+12;прибыла\nA2;потеряна\nA3;\n;прибыла\n'007;выдана",
            Ok(&[
                (2, "1,23E+12", Read::Fault(RowFault::Rounded)),
                (3, "A2", Read::Fault(RowFault::UnknownStatus)),
                (4, "A3", Read::Fault(RowFault::NoStatus)),
                (5, "", Read::Fault(RowFault::NotANumber)),
                (6, "007", Read::Status(Issued)),
            ]),
        );
    }

    #[test]
    fn more_rows_than_may_be_are_refused() {
        let rows: Vec<String> = (0..=MOST_ROWS).map(|number| format!("A{number};issued")).collect();
        assert_eq!(read(rows.join("\n").as_bytes()), Err(TableFault::File(CsvError::TooManyRows(MOST_ROWS))));
        let named = format!("number;status\n{}", rows[1..].join("\n"));
        assert_eq!(read(named.as_bytes()).map(|rows| rows.len()), Ok(MOST_ROWS));
    }
}
