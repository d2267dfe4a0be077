//! The marks of currencies beside numbers.

use super::{
    amounts::SMALL_COUNT,
    number,
    reader::SaleReader,
    tokens::{Kind, Token, tokens},
    words::key,
};
use crate::domain::currency::CurrencyMark;

/// The fewest digits of a number that is rather a price than a quantity: "350т" costs, "2т" weighs.
const LEAST_DIGITS: usize = 3;

impl SaleReader<'_> {
    /// Whose currency a token is a mark of.
    pub(super) fn mark(&self, token: &Token<'_>) -> Option<CurrencyMark> {
        match token.kind {
            Kind::Word if self.is_letter_of_price(token) => Some(CurrencyMark::Own),
            Kind::Word | Kind::Sign => self.currency.mark(&key(token.text)),
            _ => None,
        }
    }

    /// "350с", "350т": a letter right behind a price. "2с лимоном", "2т" are none.
    fn is_letter_of_price(&self, token: &Token<'_>) -> bool {
        if !token.is_tight() || !self.currency.has_letter(&key(token.text)) {
            return false;
        }
        let number = token.before().rsplit(|c: char| c.is_whitespace() && c != '\u{a0}').next().unwrap_or_default();
        let whole = number.rsplit(|c: char| !(c.is_ascii_digit() || matches!(c, '\u{a0}' | ',' | '.'))).next();
        let digits = whole.unwrap_or_default().chars().take_while(|c| !matches!(c, ',' | '.'));
        let is_price = digits.filter(char::is_ascii_digit).count() >= LEAST_DIGITS;
        if self.unit(token).is_none() {
            return is_price || token.after().trim_end_matches(['.', ' ']).is_empty();
        }
        is_price && self.has_no_price_behind(token.after())
    }

    /// "Песок 100т x 5000" has its price behind the sign, "Чай 350т x 2" a count.
    fn has_no_price_behind(&self, text: &str) -> bool {
        let behind = tokens(text);
        let [sign, number, ..] = behind.as_slice() else { return true };
        let is_count =
            || number::quantity(number.text, self.language).is_ok_and(|values| values.list[0] <= SMALL_COUNT);
        !self.multiplies(sign) || is_count()
    }
}
