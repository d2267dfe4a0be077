//! Sums beside goods: what the goods cost together, and how it is paid.
//!
//! "Итого 1000", "наличные 1000" sell nothing. Where nothing else is sold, the sum is what is sold; where it is the sum of the
//! goods, it says nothing new; else it is a fault, or a question.

use super::{
    columns::BARS,
    entry::{Entry, Sum, SumKind},
    fault::LineError,
    number::{self, Values},
    reader::SaleReader,
    reading::{Found, Reading, Redeem},
    tokens::{Kind, Token, normalized, tokens},
    words::WordClass,
};
use crate::domain::{Line, Money};

/// The most sums of a sale whose lines have several readings that are compared.
const MOST_SUMS: usize = 64;

impl SaleReader<'_> {
    /// The sum that a line names, where it is nothing else.
    pub(super) fn sum(&self, item: &str, line: &[Token<'_>]) -> Option<Sum> {
        if item.contains(BARS) {
            return self.total_row(item);
        }
        let of = |amount: &str, kind| Some(Sum { amount: number::money(amount, self.language).ok()?, kind });
        if let Some(parts) = self.parts(line).filter(|parts| !parts.is_percentage) {
            let amount = parts.amount?;
            // "итого 750 картой"
            let classes = [WordClass::Total, WordClass::SumOf, WordClass::Payment, WordClass::Pay];
            let is_total = |class: &WordClass| matches!(class, WordClass::Total | WordClass::SumOf);
            if self.words.classes(&parts.words, &classes).is_some_and(|classes| classes.iter().any(is_total)) {
                return of(&amount, SumKind::Total);
            }
        }
        if let [sign, rest @ ..] = line
            && matches!(sign.text, "=" | "＝")
            && let Ok(Some(total)) = self.operand(rest, rest.len())
            && total.start == 0
            && total.unit.is_none()
        {
            // "= 750" below the goods.
            return of(&total.text, SumKind::Total);
        }
        self.left_as_debt(line).or_else(|| self.paid(line))
    }

    /// "В долг: 900 ₸"
    fn left_as_debt(&self, line: &[Token<'_>]) -> Option<Sum> {
        let parts = self.parts(line).filter(|parts| !parts.is_percentage)?;
        self.words.classes(&parts.words, &[WordClass::Debt])?;
        // "5000 долг" is a sale.
        let amount = parts.amount.filter(|_| {
            line.iter().find(|token| token.kind != Kind::Other).is_some_and(|first| first.kind == Kind::Word)
        })?;
        Some(Sum { amount: number::money(&amount, self.language).ok()?, kind: SumKind::Debt })
    }

    /// What a line says is paid: "наличные 1000", "нал 500 карта 500", "5000 картой".
    pub(super) fn paid(&self, line: &[Token<'_>]) -> Option<Sum> {
        let mut paid = Money::ZERO;
        let pieces = self.pieces(line);
        for piece in &pieces {
            let parts = self.parts(piece).filter(|parts| self.is_payment(parts.words.as_slice()))?;
            if parts.is_percentage {
                return None;
            }
            let values = number::money(&parts.amount?, self.language).ok()?;
            if pieces.len() == 1 {
                return Some(Sum { amount: values, kind: SumKind::Paid });
            }
            paid = paid.checked_add(*values.list.first().filter(|_| values.is_certain)?)?;
        }
        Some(Sum { amount: Values { list: vec![paid], is_certain: true }, kind: SumKind::Paid })
    }

    /// Do all words stand for a way of paying?
    pub(super) fn is_payment(&self, words: &[&str]) -> bool {
        let classes = self.words.classes(words, &[WordClass::Payment, WordClass::Pay, WordClass::Rest]);
        classes.is_some_and(|classes| classes.iter().any(|class| *class != WordClass::Rest))
    }

    /// Does a line say how is paid, and no amount?
    pub(super) fn is_way_of_paying(&self, line: &[Token<'_>]) -> bool {
        self.parts(line).is_some_and(|parts| parts.amount.is_none() && self.is_payment(&parts.words))
    }

    /// "карта" alone beside goods says nothing that is written down.
    pub(super) fn pass_over_ways_of_paying(&self, entries: &mut Vec<Entry>, before: &[Line]) {
        let sells = |entry: &Entry| entry.read.as_ref().is_ok_and(Found::sells);
        if before.is_empty() && !entries.iter().any(sells) {
            return;
        }
        entries.retain(|entry| {
            let line = normalized(&entry.text);
            !(entry.read == Err(LineError::NoPrice) && self.is_way_of_paying(&tokens(line.trim())))
        });
    }

    /// A way of paying, which may be the name of goods all the same.
    pub(super) fn paid_or_goods(&self, line: &[Token<'_>]) -> Option<Found> {
        self.paid(line)?;
        let mut found = Found::certain(Reading::default()).doubtful();
        for piece in self.pieces(line) {
            if let Ok(goods) = self.goods(piece)
                && goods.is_named()
            {
                found = found.clone().or(found.and(&goods));
            }
        }
        Some(found)
    }

    /// "Итого | | 3 | 1050": the last cell is the sum.
    fn total_row(&self, row: &str) -> Option<Sum> {
        let mut cells = row.split(BARS).map(str::trim).filter(|cell| !cell.is_empty());
        let title = cells.next()?;
        let rest: Vec<&str> = cells.collect();
        let last = tokens(rest.last()?);
        let parts = self.parts(&tokens(title))?;
        self.words.classes(&parts.words, &[WordClass::Total]).filter(|_| parts.amount.is_none())?;
        let are_numbers =
            rest.iter().all(|cell| cell.starts_with(|c: char| c.is_ascii_digit() || !c.is_alphanumeric()));
        let amount = self.operand(&last, last.len()).ok()?.filter(|amount| amount.start == 0 && are_numbers)?;
        Some(Sum { amount: number::money(&amount.text, self.language).ok()?, kind: SumKind::Total })
    }

    /// Is it the row above the columns of a table?
    pub(super) fn is_header(&self, line: &str) -> bool {
        const CLASSES: [WordClass; 7] = [
            WordClass::Header,
            WordClass::Total,
            WordClass::Quantity,
            WordClass::Unit,
            WordClass::Each,
            WordClass::Code,
            WordClass::Discount,
        ];
        if !line.contains(BARS) || line.contains(|c: char| c.is_ascii_digit()) {
            return false;
        }
        let is_title = |cell: &str| {
            let words = tokens(cell);
            let is_mark = |token: &&Token<'_>| token.kind == Kind::Word && self.mark(token).is_none();
            let words: Vec<&str> = words.iter().filter(is_mark).map(|token| token.text).collect();
            words.is_empty() || self.words.classes(&words, &CLASSES).is_some()
        };
        let cells: Vec<&str> = line.split(BARS).map(str::trim).filter(|cell| !cell.is_empty()).collect();
        let says = cells.iter().any(|cell| cell.contains(char::is_alphabetic));
        says && cells.len() > 1 && cells.iter().all(|cell| is_title(cell))
    }

    /// Compares the sums of a message with its goods, and those that were sold before.
    pub(super) fn settle_sums(&self, entries: &mut Vec<Entry>, before: &[Line]) {
        if entries.iter().all(|entry| entry.sum.is_none()) {
            return;
        }
        let sells = |entry: &Entry| entry.sum.is_none() && entry.read.as_ref().is_ok_and(Found::sells);
        if before.is_empty() && !entries.iter().any(sells) {
            self.sell_by_sum(entries);
        }
        self.settle_debts(entries, before);
        let sums = possible_sums(entries, before);
        let paid = entries.iter().filter_map(|entry| entry.sum.as_ref()).filter(|sum| sum.kind == SumKind::Paid);
        let paid = Money::saturating_sum(paid.flat_map(|sum| sum.amount.list.iter().take(1).copied()));
        entries.retain(|entry| match &entry.sum {
            Some(sum) if sum.kind == SumKind::Debt => true,
            Some(sum) => {
                let is_same = sum.amount.list.iter().any(|amount| sums.contains(amount));
                !(is_same || (sum.kind == SumKind::Paid && sums.contains(&paid)))
            }
            None => true,
        });
    }

    /// A debt of all that is left is what a debt always is.
    fn settle_debts(&self, entries: &mut [Entry], before: &[Line]) {
        let left = left_to_pay(entries, before);
        for entry in entries {
            let is_debt = |sum: &Sum| sum.kind == SumKind::Debt && sum.amounts().iter().any(|sum| left.contains(sum));
            if entry.sum.as_ref().is_some_and(is_debt) {
                entry.sum = None;
                entry.read = Ok(Found::certain(Reading { on_credit: true, ..Reading::default() }));
            }
        }
    }

    /// Where nothing else is sold, the first total is what is sold, or else all that is paid.
    fn sell_by_sum(&self, entries: &mut Vec<Entry>) {
        let of_kind = |kind| move |entry: &Entry| entry.sum.as_ref().is_some_and(|sum| sum.kind == kind);
        let total = entries.iter().position(of_kind(SumKind::Total));
        let paid: Vec<usize> = (0..entries.len()).filter(|at| of_kind(SumKind::Paid)(&entries[*at])).collect();
        let Some(at) = total.or_else(|| paid.first().copied()) else { return };
        let Some(mut sum) = entries[at].sum.take() else { return };
        if total.is_none() {
            let rest: Vec<&Sum> = paid[1..].iter().filter_map(|at| entries[*at].sum.as_ref()).collect();
            let firsts = rest.iter().filter_map(|sum| sum.amount.list.first());
            let rest_minor = Money::saturating_sum(firsts.copied());
            sum.amount.is_certain &= rest.iter().all(|sum| sum.amount.is_certain);
            for amount in &mut sum.amount.list {
                *amount = amount.saturating_add(rest_minor);
            }
        }
        entries[at].read = Ok(sum.sold());
        if total.is_none() {
            entries.retain(|entry| entry.sum.is_none());
        }
    }
}

/// What the goods may cost together, and what is left to pay of it where points pay a part.
pub(super) fn possible_sums(entries: &[Entry], before: &[Line]) -> Vec<Money> {
    let mut sums = possible_costs(entries, before);
    sums.extend(left_to_pay(entries, before));
    sums
}

/// What may be left to pay for the goods.
fn left_to_pay(entries: &[Entry], before: &[Line]) -> Vec<Money> {
    let costs = possible_costs(entries, before);
    let redemptions = read(entries).flat_map(|found| &found.readings).filter_map(|reading| reading.redemption);
    let points = redemptions.filter_map(|redeem| match redeem {
        Redeem::Points(redemption) => redemption.points,
        Redeem::Nothing => None,
    });
    let points: Vec<Money> = points.take(MOST_SUMS).collect();
    if points.is_empty() {
        return costs;
    }
    costs.iter().flat_map(|sum| points.iter().map(|points| sum.saturating_sub(*points))).collect()
}

/// What the goods may cost together.
fn possible_costs(entries: &[Entry], before: &[Line]) -> Vec<Money> {
    let mut sums = vec![Money::saturating_sum(before.iter().map(|line| line.total))];
    for found in read(entries) {
        let mut next: Vec<Money> = Vec::new();
        for reading in &found.readings {
            let cost = Money::saturating_sum(reading.lines.iter().map(|line| line.total));
            for sum in &sums {
                let sum = sum.saturating_add(cost);
                if !next.contains(&sum) && next.len() < MOST_SUMS {
                    next.push(sum);
                }
            }
        }
        sums = next;
    }
    sums
}

/// What was read that is no sum of other lines.
fn read(entries: &[Entry]) -> impl Iterator<Item = &Found> {
    entries.iter().filter(|entry| entry.sum.is_none()).filter_map(|entry| entry.read.as_ref().ok())
}
