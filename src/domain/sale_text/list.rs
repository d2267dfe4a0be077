//! What else one line may hold: several goods, and points or a debt behind them.

use super::{
    fault::LineError,
    reader::SaleReader,
    reading::{Found, Reading, Redeem},
    tokens::{Kind, Token},
    words::WordClass,
};
use crate::domain::{Money, currency::CurrencyMark};

/// The most goods in one line.
const MOST_ITEMS: usize = 20;
/// The most tokens of what stands behind the goods.
const LONGEST_TAIL: usize = 10;

impl SaleReader<'_> {
    /// Reads what a line sells, with points or a debt behind it.
    pub(super) fn sold(&self, line: &[Token<'_>]) -> Result<Found, LineError> {
        if let Some(found) = self.with_statement(line)? {
            return Ok(found);
        }
        match self.several(line)? {
            Some(found) => Ok(found),
            None => self.goods(line),
        }
    }

    /// "Товар 5000 бонус 200": what follows the goods is no goods.
    fn with_statement(&self, line: &[Token<'_>]) -> Result<Option<Found>, LineError> {
        let first = line.len().saturating_sub(LONGEST_TAIL).max(1);
        for at in first..line.len() {
            let follows_separator = is_separator(&line[at - 1]);
            if !(line[at].kind == Kind::Word || (line[at].kind == Kind::Number && follows_separator)) {
                continue;
            }
            let Some(statement) = self.statement(&line[at..]) else { continue };
            let head = self.without_joints(&line[..at]);
            let Ok(goods) = self.sold(head) else {
                // "Карта бонус 200" may be a card, or has no price.
                return match statement {
                    Err(LineError::Total) => Ok(None),
                    Ok(found) if found.readings.iter().all(|reading| reading.redemption.is_none()) => Ok(None),
                    _ => self.goods(line).map(|found| Some(found.doubtful())),
                };
            };
            let found = goods.and(&statement?);
            if found.readings.iter().all(pays_more_than_all) {
                // "Набор 100 баллов 500"
                return self.goods(line).map(|literal| Some(literal.or(found)));
            }
            return Ok(Some(found));
        }
        Ok(None)
    }

    /// "Чай 350, Кофе 400": goods beside goods. Only a semicolon, or the currency beside each price, makes that certain.
    fn several(&self, line: &[Token<'_>]) -> Result<Option<Found>, LineError> {
        let mut items: Vec<&[Token<'_>]> = Vec::new();
        let mut start = 0;
        let mut is_certain = true;
        for at in 0..line.len() {
            let is_joint = is_separator(&line[at]) || self.is_word_between(line, at);
            if is_joint && at > start {
                items.push(&line[start..at]);
                is_certain &= line[at].text == ";" || line[start..at].iter().any(|token| self.is_explicit(token));
                start = at + 1;
            }
        }
        items.push(&line[start..]);
        items.retain(|item| !item.is_empty());
        if items.len() < 2 || items.len() > MOST_ITEMS {
            return Ok(None);
        }
        let mut all = Found::certain(Reading::default());
        for item in items {
            let found = match self.statement(item) {
                Some(statement) => statement?,
                None => match self.goods(item) {
                    Ok(found) => found,
                    Err(_) => return Ok(None),
                },
            };
            if found.readings.iter().any(|reading| reading.lines.iter().any(|line| line.name.is_empty())) {
                return Ok(None);
            }
            all = all.and(&found);
        }
        if is_certain {
            return Ok(Some(all));
        }
        Ok(Some(match self.goods(line) {
            Ok(literal) => all.or(literal),
            Err(_) => all.doubtful(),
        }))
    }

    /// "и", "and" between words.
    fn is_word_between(&self, line: &[Token<'_>], at: usize) -> bool {
        let is_inside = at > 0 && at + 1 < line.len();
        is_inside && line[at].kind == Kind::Word && self.words.is(WordClass::And, line[at].text)
    }

    /// The shop's currency: what stands beside it is a price.
    fn is_explicit(&self, token: &Token<'_>) -> bool {
        self.mark(token) == Some(CurrencyMark::Own)
    }

    /// Without what joins goods and points.
    fn without_joints<'l, 't>(&self, line: &'l [Token<'t>]) -> &'l [Token<'t>] {
        let is_joint = |token: &Token<'_>| {
            is_separator(token)
                || matches!(token.kind, Kind::Dash | Kind::Equals)
                || (token.kind == Kind::Word && self.words.is(WordClass::And, token.text))
        };
        &line[..line.iter().rposition(|token| !is_joint(token)).map_or(0, |last| last + 1)]
    }
}

/// A comma, a semicolon, or a plus or stroke with spaces around.
fn is_separator(token: &Token<'_>) -> bool {
    matches!(token.text, "," | ";") || (matches!(token.text, "+" | "/") && !token.is_tight())
}

/// Do points pay more than the goods cost?
fn pays_more_than_all(reading: &Reading) -> bool {
    let total = Money::saturating_sum(reading.lines.iter().map(|line| line.total));
    let points = match reading.redemption {
        Some(Redeem::Points(redemption)) => redemption.points,
        _ => None,
    };
    points.is_some_and(|points| points > total)
}
