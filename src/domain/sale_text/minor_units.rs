//! Hundredths of a currency: "350 руб 50 коп", "350-00", "50 коп".

use super::{
    amounts::{Operand, joined},
    fault::LineError,
    reader::SaleReader,
    tokens::{Kind, Token},
    words::key,
};
use crate::domain::currency::CurrencyMark;

impl SaleReader<'_> {
    /// The price with a word for its hundredths that ends at the token `end`; `None` where there is none.
    pub(super) fn with_minor_units<'t>(
        &self,
        line: &[Token<'t>],
        end: usize,
    ) -> Result<Option<Operand<'t>>, LineError> {
        let last = without_point(line, end);
        let Some(at) = last.checked_sub(2).filter(|at| self.are_minor_units(line, *at)) else { return Ok(None) };
        let whole = match at {
            0 => None,
            at => self.operand(line, at)?.filter(|whole| whole.is_money && whole.unit.is_none() && is_whole(whole)),
        };
        let minor = format!("{:0>2}", line[at].text);
        Ok(Some(match whole {
            Some(whole) => Operand { text: format!("{},{minor}", whole.text), last_group: None, ..whole },
            None => Operand { is_money: true, ..Operand::plain(at, &format!("0,{minor}")) },
        }))
    }

    /// "350-00": the number with its hundredths behind a dash that ends at the token `end`, where it is one.
    pub(super) fn behind_dash<'t>(&self, line: &[Token<'t>], end: usize) -> Result<Option<Operand<'t>>, LineError> {
        let whole = self.operand(line, end - 2)?.filter(|whole| whole.unit.is_none() && is_whole(whole));
        let minor = line[end - 1].text;
        Ok(whole.map(|whole| Operand { text: format!("{},{minor}", whole.text), last_group: None, ..whole }))
    }

    /// Is there a price like "350-50", which may also be a difference? "350-00" may not.
    pub(super) fn may_be_difference(&self, line: &[Token<'_>]) -> bool {
        let ends_price = |end: usize| {
            line.get(end).is_none_or(|next| self.multiplies(next) || self.mark(next) == Some(CurrencyMark::Own))
        };
        (3..=line.len()).any(|end| is_behind_dash(line, end) && line[end - 1].text != "00" && ends_price(end))
    }

    /// The number that a part of a line begins with, with its hundredths, and how many tokens it takes.
    pub(super) fn number_at_start(&self, line: &[Token<'_>]) -> (String, usize) {
        let (text, length) = joined(line);
        if text.contains([',', '.']) {
            return (text, length);
        }
        if line.len() >= length + 2 && is_behind_dash(line, length + 2) && line[length + 1].text == "00" {
            return (text, length + 2);
        }
        let has_mark = line.get(length).is_some_and(|token| self.mark(token) == Some(CurrencyMark::Own));
        let has_point = line.get(length + 1).is_some_and(|token| token.text == "." && token.is_tight());
        let minor = length + 1 + usize::from(has_point);
        if has_mark && minor < line.len() && self.are_minor_units(line, minor) {
            return (format!("{text},{:0>2}", line[minor].text), minor + 2);
        }
        (text, length)
    }

    /// Is it a word for hundredths of the currency?
    pub(super) fn is_minor(&self, token: &Token<'_>) -> bool {
        token.kind == Kind::Word && self.currency.has_minor(&key(token.text))
    }

    /// Is there a number of hundredths at a place, with their word behind it?
    pub(super) fn are_minor_units(&self, line: &[Token<'_>], at: usize) -> bool {
        let [number, word, ..] = &line[at..] else { return false };
        let is_number = number.kind == Kind::Number && number.text.len() <= 2;
        is_number && self.is_minor(word)
    }
}

/// Where a text ends without the point of its last word: "коп."
fn without_point(line: &[Token<'_>], end: usize) -> usize {
    let has_point =
        end >= 2 && line[end - 1].text == "." && line[end - 1].is_tight() && line[end - 2].kind == Kind::Word;
    end - usize::from(has_point)
}

/// Do two digits end here that stand behind a dash, with a number before it, all without spaces?
pub(super) fn is_behind_dash(line: &[Token<'_>], end: usize) -> bool {
    let Some([whole, dash, minor]) = end.checked_sub(3).map(|start| &line[start..end]) else { return false };
    let are_digits = whole.kind == Kind::Number && minor.kind == Kind::Number && minor.text.len() == 2;
    are_digits && dash.kind == Kind::Dash && dash.is_tight() && minor.is_tight()
}

fn is_whole(operand: &Operand<'_>) -> bool {
    !operand.text.contains([',', '.'])
}
