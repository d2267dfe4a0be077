//! Lines of a receipt or a note that are no goods by their form: a phone number, a number of a document, a customer, a command.

use super::{
    fault::LineError,
    first_line::is_phone,
    reader::SaleReader,
    reading::{Found, Reading},
    tokens::{Kind, Token},
    words::WordClass,
};
use crate::domain::currency::CurrencyMark;

/// The most digits of a price that is written without spaces; more may be a phone number.
const LONGEST_PRICE: usize = 9;
/// The most digits of a number that may be a price all the same; more are a document's.
const LONGEST_DOUBTFUL: usize = 11;
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
        if Self::printed_title(item).is_some() {
            return Some(LineError::TwoCustomers);
        }
        let customer = self.without_code_word(item);
        if customer.len() < item.len() && self.names_by_form(customer) && !self.begins_with_payment(line) {
            return Some(if is_phone(customer) { LineError::NotGoods } else { LineError::TwoCustomers });
        }
        self.holds_other_number(item, line).then_some(LineError::NotGoods)
    }

    /// "ИНН 123456789012", "тел 8 701 555 44 33": is there a number that is no price?
    fn holds_other_number(&self, item: &str, line: &[Token<'_>]) -> bool {
        let is_own_mark = |at: usize| line.get(at).is_some_and(|token| self.mark(token) == Some(CurrencyMark::Own));
        let ends_with_price = self.long_price(line).is_some();
        let is_price = |at: &usize| is_own_mark(at + 1) || (ends_with_price && at + 1 == line.len());
        let numbers = (0..line.len()).filter(|at| is_plain(&line[*at]));
        let (prices, others): (Vec<usize>, Vec<usize>) = numbers.partition(is_price);
        let prices: Vec<&str> = prices.iter().map(|at| line[*at].text).collect();
        let is_long = |at: &usize| (LONGEST_PRICE..=LONGEST_NUMBER).contains(&line[*at].text.len());
        others.iter().any(is_long) || holds_phone(item, &prices)
    }

    /// "Дом 1234567890": the price, or a phone number beside the goods, which is no item.
    pub(super) fn may_be_phone(&self, line: &[Token<'_>], found: Found) -> Found {
        match self.long_price(line) {
            Some(number) if is_phone(number.text) => Found::certain(Reading::default()).or(found),
            Some(number) if number.text.len() > LONGEST_PRICE => found.or(Found::certain(Reading::default())),
            _ => found,
        }
    }

    /// The number behind a name that may be a price, though it has the length of a phone number.
    fn long_price<'l, 't>(&self, line: &'l [Token<'t>]) -> Option<&'l Token<'t>> {
        let [.., before, number] = line else { return None };
        let is_behind_name = match before.kind {
            Kind::Word => !self.words.is(WordClass::Code, before.text) && self.mark(before).is_none(),
            kind => kind == Kind::Equals || (matches!(kind, Kind::Times | Kind::Dash) && !before.is_tight()),
        };
        let is_price = is_plain(number) && !number.is_tight() && (..=LONGEST_DOUBTFUL).contains(&number.text.len());
        (is_behind_name && is_price).then_some(number)
    }

    /// "Карта 10012" may be paid so.
    fn begins_with_payment(&self, line: &[Token<'_>]) -> bool {
        let words = line.iter().take_while(|token| token.kind == Kind::Word).map(|token| token.text);
        self.is_payment(&words.collect::<Vec<_>>())
    }
}

/// Is it a number of nothing but digits?
fn is_plain(token: &Token<'_>) -> bool {
    token.kind == Kind::Number && token.text.bytes().all(|byte| byte.is_ascii_digit())
}

/// "тел 8 701 555 44 33": is a part of the line a phone number, and neither a price nor a number with groups of three digits?
fn holds_phone(line: &str, prices: &[&str]) -> bool {
    // Of a number without its country code the trunk prefix or the operator's code comes first.
    let begins_number = |part: &str| part.starts_with(['+', '(', '0', '7', '8', '9']);
    let is_inner = |c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '(' | ')' | ' ');
    let mut parts = line.split(|c| !is_inner(c)).map(|part| part.trim_matches([' ', '-', ')']));
    parts.any(|part| !is_grouped(part) && !prices.contains(&part) && begins_number(part) && is_phone(part))
}

fn is_grouped(part: &str) -> bool {
    let mut groups = part.split(' ');
    groups.next().is_some_and(|head| (1..=3).contains(&head.len())) && groups.all(|group| group.len() == 3)
}
