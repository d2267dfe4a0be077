//! Numbers within a line, with what stands beside them: a unit, a currency.

use super::{
    fault::LineError,
    number::is_number,
    reader::SaleReader,
    tokens::{Kind, Space, Token},
    words::WordClass,
};
use crate::domain::currency::CurrencyMark;

/// Keeps the groups of a number together.
const GLUE: char = '\u{a0}';

/// A number that ends a part of a line.
#[derive(Clone, Debug)]
pub(super) struct Operand<'t> {
    /// The first of its tokens.
    pub(super) start: usize,
    /// The number.
    pub(super) text: String,
    /// Its last group alone, and the token of it, where plain spaces part the groups: the others may belong to what stands before.
    pub(super) last_group: Option<(usize, &'t str)>,
    /// The unit after it.
    pub(super) unit: Option<(WordClass, &'t str)>,
    /// There is a mark of the shop's currency beside it.
    pub(super) is_money: bool,
}

impl<'t> Operand<'t> {
    /// Its last group as an operand of its own; `None` where it has one group, or the last one could not stand alone.
    pub(super) fn last_alone(&self) -> Option<Self> {
        let (start, text) = self.last_group.filter(|(_, text)| !text.starts_with('0'))?;
        Some(Self { start, text: text.to_owned(), last_group: None, ..self.clone() })
    }
}

impl SaleReader<'_> {
    /// The number with its unit or currency that ends at the token `end`; `None` where there is none.
    pub(super) fn operand<'t>(&self, line: &[Token<'t>], end: usize) -> Result<Option<Operand<'t>>, LineError> {
        let mut last = end;
        // "шт.", "тг."
        if last >= 2 && line[last - 1].text == "." && line[last - 1].is_tight() && line[last - 2].kind == Kind::Word {
            last -= 1;
        }
        let mut unit = None;
        let mut is_money = false;
        if last >= 2 && line[last - 2].kind == Kind::Number {
            let token = &line[last - 1];
            let mark = self.mark(token);
            unit = self.unit(token).filter(|_| mark != Some(CurrencyMark::Own));
            if unit.is_some() || mark == Some(CurrencyMark::Own) {
                is_money = unit.is_none();
                last -= 1;
            } else if mark == Some(CurrencyMark::Foreign) {
                return Err(LineError::AnotherCurrency);
            }
        }
        let Some(mut start) = last.checked_sub(1) else { return Ok(None) };
        if line[start].kind != Kind::Number || !is_number(line[start].text) {
            return Ok(None);
        }
        let number_end = start;
        while start > 0 && is_group_after(&line[start - 1], &line[start]) && begins_word(line, start - 1) {
            start -= 1;
            if line[start].text.len() < 3 {
                break;
            }
        }
        if !begins_word(line, start) {
            return Ok(None);
        }
        if is_negative(line, start) {
            return Err(LineError::Negative);
        }
        let text = line[start..=number_end].iter().map(|token| token.text).collect::<Vec<_>>().join(&GLUE.to_string());
        let last_group = (start < number_end).then(|| (number_end, line[number_end].text));
        if let Some(before) = start.checked_sub(1)
            && self.is_mark_before(line, before)?
        {
            is_money = true;
            start = before;
        }
        Ok(Some(Operand { start, text, last_group, unit, is_money }))
    }

    /// The unit that a token names.
    pub(super) fn unit<'t>(&self, token: &Token<'t>) -> Option<(WordClass, &'t str)> {
        if token.kind != Kind::Word {
            return None;
        }
        [WordClass::Unit, WordClass::Measure, WordClass::SmallMeasure]
            .into_iter()
            .find(|class| self.words.is(*class, token.text))
            .map(|class| (class, token.text))
    }

    /// "€5", "EUR 5", "тг 350". A word alone before the amount is what is sold.
    fn is_mark_before(&self, line: &[Token<'_>], at: usize) -> Result<bool, LineError> {
        let token = &line[at];
        if at > 0 && line[at - 1].kind == Kind::Number {
            // "350 ₸ 2": it belongs to the amount before it.
            return Ok(false);
        }
        match self.mark(token) {
            Some(CurrencyMark::Own) => {
                let is_code = token.text.eq_ignore_ascii_case(self.currency.as_str());
                Ok(token.kind == Kind::Sign || is_code || at > 0)
            }
            Some(CurrencyMark::Foreign) if token.kind == Kind::Sign => Err(LineError::AnotherCurrency),
            _ => Ok(false),
        }
    }
}

/// The number that a part of a line begins with, its groups joined, and how many tokens it takes.
pub(super) fn joined(line: &[Token<'_>]) -> (String, usize) {
    let mut length = 1;
    while length < line.len()
        && is_group_after(&line[length - 1], &line[length])
        && (length > 1 || line[0].text.len() <= 3)
    {
        length += 1;
    }
    (line[..length].iter().map(|token| token.text).collect::<Vec<_>>().join(&GLUE.to_string()), length)
}

/// Is `token` the next three digits of the number that `before` ends, behind one plain space?
fn is_group_after(before: &Token<'_>, token: &Token<'_>) -> bool {
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let whole = token.text.split([',', '.']).next().unwrap_or_default();
    token.kind == Kind::Number
        && before.kind == Kind::Number
        && token.space == Space::One
        && before.text.len() <= 3
        && is_digits(before.text)
        && whole.len() == 3
        && is_digits(whole)
}

/// Does the number at a token begin a word, or follow a sign that ends one?
fn begins_word(line: &[Token<'_>], at: usize) -> bool {
    if at == 0 || !line[at].is_tight() {
        return true;
    }
    match line[at - 1].kind {
        Kind::Times | Kind::At | Kind::Equals | Kind::Sign => true,
        Kind::Dash => at == 1 || !line[at - 1].is_tight(),
        Kind::Number | Kind::Word | Kind::Other => false,
    }
}

/// "-500": a hyphen or minus that stands at the number and not at the word before it.
fn is_negative(line: &[Token<'_>], at: usize) -> bool {
    at > 0 && line[at].is_tight() && matches!(line[at - 1].text, "-" | "−")
}
