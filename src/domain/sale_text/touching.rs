//! A price that touches the name or stands behind dots: "чай350тг", "хлеб-120", "Хлеб....120".

use super::{
    amounts::Operand,
    goods::{Form, text_of},
    reader::SaleReader,
    tokens::{Kind, Token},
};
use crate::domain::currency::CurrencyMark;

/// The shortest word that is rather a name than a mark of a model: "АИ95" has no price.
const SHORTEST_NAME: usize = 3;
/// The fewest digits of a price that touches a name.
const FEWEST_DIGITS: usize = 2;

impl SaleReader<'_> {
    /// A name and a price without a space between. Without dots or a currency it is asked about.
    pub(super) fn touching(&self, line: &[Token<'_>]) -> Form {
        let has_mark = line.last().is_some_and(|last| self.mark(last) == Some(CurrencyMark::Own));
        let Some((number, before)) = line[..line.len() - usize::from(has_mark)].split_last() else { return Ok(None) };
        let is_price = number.kind == Kind::Number && number.is_tight() && number.text.len() >= FEWEST_DIGITS;
        if !is_price {
            return Ok(None);
        }
        let dots = before.iter().rev().take_while(|token| matches!(token.text, "." | "…" | "_")).count();
        // "anna_12" is a username.
        let has_leader = dots > 1 || before.last().is_some_and(|last| last.text == "…");
        let name = match before {
            _ if has_leader => &before[..before.len() - dots],
            [name @ .., dash] if dash.kind == Kind::Dash && dash.is_tight() => name,
            before => before,
        };
        let is_name = |word: &Token<'_>| {
            word.kind == Kind::Word
                && word.text.chars().count() >= SHORTEST_NAME
                && word.text.contains(char::is_lowercase)
        };
        if !name.last().is_some_and(|last| has_leader || is_name(last)) {
            return Ok(None);
        }
        let found = self.one(text_of(name), &Operand::plain(name.len(), number.text))?;
        Ok(Some(if has_leader || has_mark { found } else { found.doubtful() }))
    }
}
