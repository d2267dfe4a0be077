//! An invoice in one message, as staff type it:
//!
//! ```text
//! message   := customer line*
//! customer  := see the module `first_line`
//! line      := statement | sum | printed | row | goods ((","|";"|"+") goods)* statement?
//! statement := points words with an amount or "all" | debt words, then perhaps words for the rest; see `statement`, `rest`
//! sum       := words for a total or for a way of paying, with an amount; see `sums`
//! printed   := a line as the preview shows it
//! row       := see `columns`
//! goods     := see `goods`
//! ```
//!
//! A line has a list of readings. One that is meant is taken; what is not certain is asked about, the likelier reading first;
//! where there is none, the fault says what to do. A bare sum is a sale by sum, where nothing else is sold.

mod amounts;
mod behind_goods;
mod beside_goods;
mod columns;
mod count_words;
mod counts;
mod discount;
mod doubtful;
mod entry;
mod fault;
mod first_line;
mod goods;
mod list;
mod marks;
mod minor_units;
mod models;
mod number;
mod preview;
mod price_first;
mod quantities;
mod reader;
mod reading;
mod rest;
mod statement;
mod sums;
mod tokens;
mod totals;
mod touching;
mod words;

use super::{Line, Money};
use entry::{Entry, Sum};
use first_line::{First, is_last_digits};
use reading::Found;
use tokens::{Kind, Token, normalized, tokens};

pub use fault::{Fault, LineError};
pub use reader::SaleReader;
pub use reading::{Named, Reading, Redeem, Unclear};
pub use words::{SaleWords, WordClass};

/// The longest line that is read, in bytes: reading takes time in proportion to the square of the length.
const MAX_LINE: usize = 1000;

/// What a message says of a sale. Where there are faults, the other fields have what could be read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SaleText {
    /// Who buys; `None` where the message does not say, or not for certain.
    pub customer: Option<Named>,
    /// What is sold.
    pub lines: Vec<Line>,
    /// How points pay for part of it; `None` where the message does not say.
    pub redemption: Option<Redeem>,
    /// The rest is left as a debt.
    pub on_credit: bool,
    /// What has to be asked about, in the order of the message.
    pub unclear: Vec<Unclear>,
    /// What could not be read.
    pub faults: Vec<Fault>,
}

impl SaleReader<'_> {
    /// Reads a message that begins with the customer.
    pub fn sale(&self, message: &str) -> SaleText {
        let mut customer = None;
        let mut entries = Vec::new();
        let mut lines = self.numbered(message).peekable();
        if let Some(named) = lines.peek().and_then(|(_, text)| Self::printed_title(text)) {
            let goods = lines.skip(1).filter(|(_, text)| !self.is_beside_sale(text));
            let entries = goods.flat_map(|(line, text)| self.entries(line, text)).collect();
            return self.collected(Some(named), entries, &[]);
        }
        if let Some((line, text)) = lines.next() {
            match self.first(text) {
                First::Nothing if lines.peek().is_some() && is_last_digits(text) => {
                    customer = Some(Named { by: text.to_owned(), called: None });
                }
                First::Nothing => entries.extend(self.entries(line, text)),
                First::Customer(named, rest) => {
                    customer = Some(named);
                    entries.extend((!rest.is_empty()).then(|| self.entries(line, rest)).into_iter().flatten());
                }
                First::Unsure(found) => {
                    entries.push(Entry { line, text: text.to_owned(), read: Ok(found), sum: None });
                }
            }
        }
        entries.extend(lines.flat_map(|(line, text)| self.entries(line, text)));
        self.collected(customer, entries, &[])
    }

    /// Reads a message about a customer who is known.
    pub fn lines(&self, message: &str) -> SaleText {
        self.more_lines(message, &[])
    }

    /// Reads a message that adds to the lines of a sale: a total in it is theirs too.
    pub fn more_lines(&self, message: &str, before: &[Line]) -> SaleText {
        let entries = self.numbered(message).flat_map(|(line, text)| self.entries(line, text)).collect();
        self.collected(None, entries, before)
    }

    /// Reads a text that is nothing but an amount, where it is certain which one.
    pub fn amount(&self, text: &str) -> Option<Money> {
        let line = normalized(text);
        let divided = tokens(&line);
        let operand = self.operand(&divided, divided.len()).ok()??;
        let values = number::money(&operand.text, self.language).ok()?;
        let is_certain = values.is_certain && !self.may_be_difference(&divided);
        let is_all = operand.start == 0 && operand.unit.is_none() && is_certain;
        values.list.first().copied().filter(|_| is_all)
    }

    /// The lines that say something, with their places. A rule between the rows of a table does not, nor does their header.
    fn numbered<'m>(&self, message: &'m str) -> impl Iterator<Item = (usize, &'m str)> {
        let is_rule = |line: &str| {
            line.chars().count() > 2
                && line.chars().all(|c| c.is_whitespace() || matches!(c, '-' | '—' | '=' | '|' | '+' | ':' | '_' | '─'))
        };
        let is_header = |line: &str| line.len() <= MAX_LINE && self.is_header(line);
        (1..)
            .zip(message.lines().map(str::trim))
            .filter(move |(_, line)| !line.is_empty() && !is_rule(line) && !is_header(line))
    }

    /// What a line says: "итого 5000 бонус 200" names a sum, and redeems points.
    fn entries(&self, line: usize, text: &str) -> Vec<Entry> {
        let parts = self.sum_and_statement(text);
        let Some((sum, statement)) = parts.filter(|_| text.len() <= MAX_LINE) else {
            return vec![self.entry(line, text)];
        };
        [sum, statement].map(|part| self.entry(line, part)).into_iter().collect()
    }

    fn entry(&self, line: usize, text: &str) -> Entry {
        let sum = self.sum_line(text);
        let read = match &sum {
            Some(sum) if !sum.is_paid() => Err(sum.fault()),
            _ => self.line(text),
        };
        Entry { line, text: text.to_owned(), read, sum }
    }

    /// The sum beside goods that a line is.
    fn sum_line(&self, line: &str) -> Option<Sum> {
        if line.len() > MAX_LINE {
            return None;
        }
        let line = normalized(line);
        let line = line.trim();
        let item = without_bullet(line);
        self.sum(item, &tokens(item)).filter(|_| self.printed(line).is_none())
    }

    /// The readings of a line.
    fn line(&self, line: &str) -> Result<Found, LineError> {
        if line.len() > MAX_LINE {
            return Err(LineError::NameTooLong);
        }
        let line = normalized(line);
        let line = line.trim();
        let item = without_bullet(line);
        let divided: Vec<Token<'_>> = tokens(item);
        if let Some(statement) = self.statement(&divided) {
            return statement;
        }
        if let Some(line) = self.printed(line) {
            return Ok(Found::certain(Reading::of_line(line)));
        }
        if self.takes_share_off(&divided) {
            return Err(LineError::Discount);
        }
        if let Some(why) = self.beside_goods(item, &divided) {
            return Err(why);
        }
        if let Some(found) = self.paid_or_goods(&divided) {
            return Ok(found);
        }
        match self.row(item)? {
            Some(found) => Ok(found),
            // A row of another form is read as a line, and asked about.
            None if Self::is_row(item) => self.sold(&divided).map(Found::doubtful),
            // "по 350 чай 2": the price may stand before the name.
            None if self.begins_with_price_of_each(&divided) => self.sold(&divided).map(Found::doubtful),
            None => self.sold(&divided).map(|found| self.may_be_phone(&divided, found)),
        }
    }

    /// Does a line begin with the price of one, "по 350"?
    fn begins_with_price_of_each(&self, line: &[Token<'_>]) -> bool {
        let [each, price, ..] = line else { return false };
        each.kind == Kind::Word && self.words.is(WordClass::Each, each.text) && price.kind == Kind::Number
    }

    /// What the lines say together.
    fn collected(&self, customer: Option<Named>, mut entries: Vec<Entry>, before: &[Line]) -> SaleText {
        self.pass_over_ways_of_paying(&mut entries, before);
        self.settle_sums(&mut entries, before);
        self.doubt_totals(&mut entries, before);
        self.name_bare_sums(&mut entries);
        let mut sale = SaleText { customer, ..SaleText::default() };
        let mut redeems = false;
        for Entry { line, text, read, .. } in entries {
            let read = read.and_then(|found| {
                let redeems_too = found.redeems();
                if redeems && redeems_too {
                    return Err(LineError::PointsTwice);
                }
                redeems |= redeems_too;
                Ok(found)
            });
            match read {
                Ok(Found { mut readings, is_certain: true }) if readings.len() == 1 => {
                    sale.take(readings.remove(0));
                }
                Ok(Found { readings, .. }) => {
                    sale.unclear.push(Unclear { line, text, after: sale.lines.len(), readings, fault: None });
                }
                Err(why) => sale.faults.push(Fault { line, text, after: sale.lines.len(), why }),
            }
        }
        sale
    }

    /// A bare sum is what is sold where nothing else is; beside other goods it may be their total, or lacks its name.
    fn name_bare_sums(&self, entries: &mut [Entry]) {
        let sells = |entry: &&Entry| entry.read.as_ref().is_ok_and(Found::sells);
        let is_alone = entries.iter().filter(sells).count() < 2;
        let named_total = Money::saturating_sum(entries.iter().filter(sells).flat_map(|entry| {
            let lines =
                entry.read.iter().flat_map(|found| found.readings.iter().take(1)).flat_map(|first| &first.lines);
            lines.filter(|line| !line.name.is_empty()).map(|line| line.total).collect::<Vec<_>>()
        }));
        for entry in entries {
            let Ok(found) = &mut entry.read else { continue };
            let names_customer = found.readings.iter().any(|reading| reading.customer.is_some());
            let bare =
                found.readings.iter_mut().flat_map(|reading| &mut reading.lines).filter(|line| line.name.is_empty());
            let bare: Vec<&mut Line> = bare.collect();
            let Some(first) = bare.first() else { continue };
            if is_alone {
                for line in bare {
                    self.sum_name.clone_into(&mut line.name);
                }
            } else if names_customer {
                // "10001 10002", and goods below.
                entry.read = Err(LineError::TwoCustomers);
            } else {
                entry.read = Err(if first.total == named_total { LineError::Total } else { LineError::NoName });
            }
        }
    }
}

impl SaleText {
    /// Was nothing typed?
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    fn take(&mut self, reading: Reading) {
        self.customer = self.customer.take().or(reading.customer);
        self.lines.extend(reading.lines);
        self.redemption = reading.redemption.or(self.redemption);
        self.on_credit |= reading.on_credit;
    }
}

/// Without what begins the item of a list: "• Чай", "1. Чай", "2) Чай".
fn without_bullet(line: &str) -> &str {
    // "+ Чай 350" goes on with the list.
    if let Some(rest) = line.strip_prefix('+').map(str::trim_start)
        && rest.starts_with(char::is_alphabetic)
    {
        return rest;
    }
    let rest = line.strip_prefix(['-', '–', '—', '•', '·', '*', '▪', '●']);
    if let Some(rest) = rest.filter(|rest| rest.starts_with(|c: char| c.is_whitespace() || c.is_alphabetic())) {
        return rest.trim_start();
    }
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let item = line[digits..]
        .strip_prefix(['.', ')'])
        .filter(|rest| rest.starts_with(|c: char| c.is_whitespace() || c.is_alphabetic()));
    let item = item.map(str::trim_start).filter(|item| item.starts_with(char::is_alphabetic));
    item.filter(|_| (1..=3).contains(&digits)).unwrap_or(line)
}
