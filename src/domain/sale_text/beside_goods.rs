//! Lines of a receipt or a note that are no goods by their form: a phone number, a number of a document, a customer, a command.

use super::{
    fault::LineError,
    first_line::{is_phone, names_by_form},
    reader::SaleReader,
    tokens::{Kind, Token},
};
use crate::domain::currency::CurrencyMark;

/// The fewest digits in a row that are no price.
const LONG_NUMBER: usize = 9;
/// The most digits of a number that is read.
const LONGEST_NUMBER: usize = 15;

impl SaleReader<'_> {
    /// What is wrong with a line that is no goods by its form.
    pub(super) fn beside_goods(&self, item: &str, line: &[Token<'_>]) -> Option<LineError> {
        if let Some(command) = item.strip_prefix('/')
            && command.starts_with(|c: char| c.is_ascii_alphabetic())
        {
            // Two sales in one message.
            return Some(if command.starts_with("invoice") { LineError::TwoCustomers } else { LineError::NotGoods });
        }
        let customer = self.without_code_word(item);
        if customer.len() < item.len() && names_by_form(customer) && !self.begins_with_payment(line) {
            return Some(if is_phone(customer) { LineError::NotGoods } else { LineError::TwoCustomers });
        }
        (holds_phone(item) || self.holds_long_number(line)).then_some(LineError::NotGoods)
    }

    /// "Карта 10012" may be paid so.
    fn begins_with_payment(&self, line: &[Token<'_>]) -> bool {
        let words = line.iter().take_while(|token| token.kind == Kind::Word).map(|token| token.text);
        self.is_payment(&words.collect::<Vec<_>>())
    }

    /// "ИНН 123456789012"
    fn holds_long_number(&self, line: &[Token<'_>]) -> bool {
        let is_long = |token: &Token<'_>| {
            token.kind == Kind::Number
                && (LONG_NUMBER..=LONGEST_NUMBER).contains(&token.text.len())
                && token.text.bytes().all(|byte| byte.is_ascii_digit())
        };
        let is_price = |at: usize| line.get(at + 1).is_some_and(|next| self.mark(next) == Some(CurrencyMark::Own));
        (0..line.len()).any(|at| is_long(&line[at]) && !is_price(at))
    }
}

/// "тел 8 701 555 44 33": is a part of the line a phone number, and no number with groups of three digits?
fn holds_phone(line: &str) -> bool {
    let is_inner = |c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '(' | ')' | ' ');
    let mut parts = line.split(|c| !is_inner(c)).map(|part| part.trim_matches([' ', '-', ')']));
    parts.any(|part| !is_grouped(part) && is_phone(part))
}

fn is_grouped(part: &str) -> bool {
    let mut groups = part.split(' ');
    groups.next().is_some_and(|head| (1..=3).contains(&head.len())) && groups.all(|group| group.len() == 3)
}
