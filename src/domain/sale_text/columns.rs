//! Rows pasted from a table: cells parted by tabs, bars or semicolons.
//!
//! ```text
//! row := number-of-the-row? name+ unit? quantity? unit? price total?
//! ```

use super::{
    amounts::Operand,
    fault::LineError,
    goods::text_of,
    number,
    reader::SaleReader,
    reading::Found,
    tokens::{Kind, Token, tokens},
    words::WordClass,
};
/// What parts cells.
pub(super) const BARS: [char; 6] = ['\t', '|', '│', '¦', '┃', '║'];

/// What a cell holds.
enum Cell<'t> {
    Number(Operand<'t>),
    Unit(WordClass, &'t str),
    Text(&'t str),
}

impl SaleReader<'_> {
    /// Reads a row of several cells; `None` where the line is not one.
    pub(super) fn row(&self, line: &str) -> Result<Option<Found>, LineError> {
        let separator: &[char] = if line.contains(BARS) { &BARS } else { &[';'] };
        let texts: Vec<&str> = line.split(separator).map(str::trim).filter(|cell| !cell.is_empty()).collect();
        if texts.len() < 2 {
            return Ok(None);
        }
        let divided: Vec<Vec<Token<'_>>> = texts.iter().map(|text| tokens(text)).collect();
        let cells: Vec<Cell<'_>> = divided.iter().map(|cell| self.cell(cell)).collect::<Result<_, _>>()?;
        let (row, cells) = match cells.as_slice() {
            [Cell::Number(row), rest @ ..] => (Some(row), rest),
            all => (None, all),
        };
        let words = cells.iter().take_while(|cell| matches!(cell, Cell::Text(_))).count();
        let (names, rest) = cells.split_at(words);
        let mut name = names.iter().map(Cell::text).collect::<Vec<_>>().join(" ");
        let mut numbers: Vec<Operand<'_>> = Vec::new();
        for cell in rest {
            match cell {
                Cell::Number(number) => numbers.push(number.clone()),
                Cell::Unit(WordClass::Unit, _) => {}
                Cell::Unit(_, unit) => name = format!("{name}, {unit}"),
                Cell::Text(_) => return Ok(None),
            }
        }
        if names.is_empty() {
            return Ok(None);
        }
        if divided.iter().any(|cell| self.may_be_difference(cell)) {
            return Ok(None);
        }
        let sign = tokens("×");
        let product = |quantity, price| self.product(&name, quantity, &sign[0], price);
        match (row, numbers.as_slice()) {
            (None, [price]) if price.unit.is_none() && names.len() == 1 => self.beside(&divided[0], price).map(Some),
            (None, [price]) if price.unit.is_none() => self.one(&name, price).map(Some),
            (Some(row), [price]) if price.unit.is_none() => {
                let single = self.one(&name, price)?;
                // The first row, or one piece.
                if row.text == "1" {
                    return Ok(Some(single));
                }
                Ok(Some(single.or(product(row, price)?)))
            }
            (Some(row), [price, total]) if self.makes_total(row, price, total) => {
                let found = self.priced(&name, row, price)?;
                // "2 | Чай | 3 | 6": the second row, or two pieces.
                Ok(Some(if self.is_small(price) { found.or(product(price, total)?) } else { found }))
            }
            (_, [quantity, price]) => {
                let found = product(quantity, price)?;
                let may_be_prices = quantity.unit.is_none() && price.unit.is_none() && !self.is_small(quantity);
                // "Чай | 350 | 700": a price and a total, perhaps.
                Ok(Some(if may_be_prices { found.or(self.one(&name, price)?) } else { found }))
            }
            (_, [quantity, price, total]) => {
                let totals = number::money(&total.text, self.language)?.list;
                product(quantity, price)?.of_sum(&totals).map(Some).ok_or(LineError::AnotherSum)
            }
            _ => Ok(None),
        }
    }

    /// "2 | Coffee | 1200 | 2400": is the number before the name the quantity, by the sum behind the price?
    fn makes_total(&self, quantity: &Operand<'_>, price: &Operand<'_>, total: &Operand<'_>) -> bool {
        let Ok(totals) = number::money(&total.text, self.language) else { return false };
        let found = self.priced("x", quantity, price).ok();
        found.and_then(|found| found.of_sum(&totals.list)).is_some()
    }

    /// Does a line have several cells?
    pub(super) fn is_row(line: &str) -> bool {
        line.split(BARS).filter(|cell| !cell.trim().is_empty()).count() > 2
    }

    fn cell<'t>(&self, cell: &[Token<'t>]) -> Result<Cell<'t>, LineError> {
        if let [token] = cell
            && let Some((class, unit)) = self.unit(token)
        {
            return Ok(Cell::Unit(class, unit));
        }
        let is_text = !cell.iter().any(|token| token.kind == Kind::Number);
        if is_text {
            return Ok(Cell::Text(text_of(cell)));
        }
        let number = self.operand(cell, cell.len())?.filter(|number| number.start == 0);
        Ok(number.map_or_else(|| Cell::Text(text_of(cell)), Cell::Number))
    }
}

impl<'t> Cell<'t> {
    const fn text(&self) -> &'t str {
        match self {
            Self::Text(text) | Self::Unit(_, text) => text,
            Self::Number(_) => "",
        }
    }
}
