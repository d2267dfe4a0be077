//! A price before the name: "350 Чай", "350 тг за чай".

use super::{
    amounts::{Operand, SMALL_COUNT},
    goods::{Form, text_of},
    number,
    reader::SaleReader,
    tokens::{Kind, Token},
    words::WordClass,
};
use crate::domain::Quantity;

/// The most tokens of a price: groups, a thousand, a currency.
const LONGEST_PRICE: usize = 6;

impl SaleReader<'_> {
    /// A price and a name, in a line that has no price behind its name. What may be a count without a price is asked about.
    pub(super) fn price_first(&self, line: &[Token<'_>]) -> Form {
        let ends = (1..line.len().min(LONGEST_PRICE)).rev();
        let price = ends.filter_map(|end| Some((end, self.operand(line, end).ok()??)));
        let mut price = price.filter(|(_, price)| price.start == 0 && price.unit.is_none() && price.per.is_none());
        let Some((end, price)) = price.next() else { return Ok(None) };
        let is_sign = |token: &Token<'_>| matches!(token.kind, Kind::Dash | Kind::Equals);
        let sign = line[end..].iter().take_while(|token| is_sign(token)).count();
        let name = &line[end + sign..];
        let (name, is_for) = match name {
            [first, rest @ ..] if first.kind == Kind::Word && self.words.is(WordClass::Altogether, first.text) => {
                (rest, true)
            }
            name => (name, false),
        };
        let begins_name = name.first().is_some_and(|first| {
            first.kind == Kind::Word && (!first.is_tight() || sign > 0) && !self.belongs_to_number(first)
        });
        if !begins_name || name.iter().any(|token| self.multiplies(token)) {
            return Ok(None);
        }
        let found = self.one(text_of(name), &price)?;
        let has_numbers = name.iter().any(|token| token.kind == Kind::Number);
        let is_price = is_for || price.is_money || price.text.contains([',', '.']);
        match self.count_in(&price) {
            _ if is_price && !has_numbers => Ok(Some(found)),
            Some(count) if count <= SMALL_COUNT && !is_price => Ok(None),
            Some(count) if count >= self.least_price() && !has_numbers => Ok(Some(found)),
            _ => Ok(Some(found.doubtful())),
        }
    }

    /// The smallest number before a name that is rather its price than a count of pieces.
    fn least_price(&self) -> Quantity {
        let is_small_unit = self.currency.as_str() == "UZS";
        Quantity::from_milli(if is_small_unit { 1_000_000 } else { 100_000 })
    }

    fn count_in(&self, price: &Operand<'_>) -> Option<Quantity> {
        number::quantity(&price.text, self.language).ok()?.list.first().copied()
    }
}
