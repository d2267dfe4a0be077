//! Lines below goods that may be their total, or how they are paid, and are read as goods.

use super::{
    entry::Entry,
    reader::SaleReader,
    reading::{Found, Reading},
    sums::possible_sums,
    tokens::normalized,
    words::WordClass,
};
use crate::domain::{Line, Money, Quantity};

/// The most words of a total.
const MOST_TITLE_WORDS: usize = 3;
/// The most lines below the goods that are compared with their sum: a total, and a payment.
const MOST_TOTALS: usize = 2;

impl SaleReader<'_> {
    /// A line below the goods that costs what they cost together may be their total, or how they are paid, whatever its word.
    /// Two goods of one price are two goods.
    pub(super) fn doubt_totals(&self, entries: &mut [Entry], before: &[Line]) {
        self.doubt_titles_of_sums(entries, before);
        let sells = |entry: &Entry| entry.read.as_ref().is_ok_and(Found::sells);
        let sold: Vec<usize> = (0..entries.len()).filter(|at| sells(&entries[*at])).collect();
        let last = sold.len().saturating_sub(MOST_TOTALS);
        let from = sold[last..].iter().copied().find(|from| {
            let (above, below) = entries.split_at(*from);
            if self.is_one_price(above, before) {
                return false;
            }
            let sums = possible_sums(above, before);
            let mut below = below.iter().filter(|entry| sells(entry));
            below.all(|entry| self.possible_total(entry).is_some_and(|price| sums.contains(&price)))
        });
        let Some(from) = from else { return };
        for entry in entries[from..].iter_mut().filter(|entry| sells(entry)) {
            if let Ok(found) = &mut entry.read {
                *found = Found::certain(Reading::default()).or(found.clone());
            }
        }
    }

    /// "итого с запчастями 8000" below goods is rather a total.
    fn doubt_titles_of_sums(&self, entries: &mut [Entry], before: &[Line]) {
        let mut has_goods = !before.is_empty();
        for entry in entries.iter_mut() {
            let Some(found) = entry.read.as_mut().ok().filter(|found| found.sells()) else { continue };
            let line = normalized(&entry.text);
            let words = line.trim().split(' ').take(MOST_TITLE_WORDS).collect::<Vec<_>>();
            let is_title = (1..=words.len()).any(|end| self.words.is(WordClass::Total, &words[..end].join(" ")));
            if has_goods && is_title {
                *found = Found::certain(Reading::default()).or(found.clone());
            }
            has_goods = true;
        }
    }

    /// Is one piece of something all that was sold, and no points pay for it? Its price says nothing of a sum.
    fn is_one_price(&self, above: &[Entry], before: &[Line]) -> bool {
        let is = |says: fn(&Found) -> bool| move |entry: &&Entry| entry.read.as_ref().is_ok_and(says);
        let sold: Vec<&Entry> = above.iter().filter(is(Found::sells)).collect();
        let is_piece = match (before, sold.as_slice()) {
            ([], [entry]) => single_price(entry).is_some(),
            ([line], []) => line.quantity == Quantity::ONE,
            _ => false,
        };
        is_piece && !above.iter().any(|entry| is(Found::redeems)(&entry))
    }

    /// The price of the one piece that a line sells, where the line may be a total: the preview shows goods in another form.
    fn possible_total(&self, entry: &Entry) -> Option<Money> {
        let is_printed = || self.printed(normalized(&entry.text).trim()).is_some();
        single_price(entry).filter(|_| !is_printed())
    }
}

/// The price of the one piece that a line sells, where that is certain.
fn single_price(entry: &Entry) -> Option<Money> {
    let found = entry.read.as_ref().ok().filter(|found| found.is_certain)?;
    let [Reading { customer: None, lines, redemption: None, on_credit: false }] = found.readings.as_slice() else {
        return None;
    };
    let [line] = lines.as_slice() else { return None };
    let is_single = line.quantity == Quantity::ONE && !line.name.is_empty() && line.total.is_positive();
    is_single.then_some(line.total)
}
