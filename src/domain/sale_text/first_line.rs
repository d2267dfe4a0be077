//! The first line of a message, which may name the customer.
//!
//! ```text
//! first := label? who label? | who rest        "10001", "Анна, 10001", "№ 10001", "10001, Анна", "10012 5000", "10012 Чай 350"
//!        | goods for who                       "хлеб 250 для 10012", which is asked about; see `behind_goods`
//!        | sum who                             "5000 10012", which is asked about
//!        | digits label                        "4433 Анна", which is asked about where it may be a price and goods
//! who   := code | phone | @username | PROMOcode
//! ```

use super::{
    fault::LineError,
    reader::SaleReader,
    reading::{Found, Named, Reading},
    tokens::{normalized, tokens},
    words::WordClass,
};
use crate::domain::{Code, Phone, PhoneCountries, PromoCode, Whom};

/// The most words of a name beside a code.
const LONGEST_LABEL: usize = 4;
/// The longest text that names a customer by its form, in bytes.
const LONGEST_FORM: usize = 100;
/// The fewest digits of a phone number that may also be a code and a sum.
const PHONE_DIGITS: usize = 10;
/// How many last digits of a phone number people give.
const LAST_DIGITS: usize = 4;

/// What the first line says of the customer.
pub(super) enum First<'a> {
    /// Nothing: it is goods, or something else.
    Nothing,
    /// It names the customer, and the rest is read as any other line.
    Customer(Named, &'a str),
    /// It may name the customer, or be goods.
    Unsure(Found),
}

impl SaleReader<'_> {
    /// Can the text be nothing but a customer: a code, a phone number, an `@username`, a promo code, a link? A number need not be
    /// valid: it is not goods all the same.
    pub fn names_by_form(&self, text: &str) -> bool {
        Phone::is_like(text)
            || Whom::is_link(text)
            || Whom::read(text, &PhoneCountries::default(), self.words).is_by_form()
    }

    /// Reads the first line of a message.
    pub(super) fn first<'a>(&self, line: &'a str) -> First<'a> {
        let marked = self.without_code_word(line);
        // "промокод 82423"
        let is_titled = marked.len() < line.len() && self.names_by_form(marked);
        let statement = self.statement(&tokens(&normalized(line)));
        if let Some(Err(LineError::Total)) = statement
            && marked.len() < line.len()
            && let Some(first) = self.customer_and_sum(marked)
        {
            // "карта 10001 сумма 5000"
            return first;
        }
        if statement.is_some() && !is_titled {
            return First::Nothing;
        }
        let named = |by: &str| Named { by: by.to_owned(), called: None };
        if is_card_code_in_groups(marked) {
            // "679 175", as the card shows its digits, may be a sum.
            let customer = of_customer(named(marked));
            return First::Unsure(match self.line(line) {
                Ok(goods) => customer.or(goods),
                Err(_) => customer.doubtful(),
            });
        }
        if let Some(first) = self.customer_and_sum(marked) {
            return first;
        }
        let alone = marked.trim_end_matches([',', '.', ';', ':']);
        if self.names_by_form(alone) {
            return First::Customer(named(alone), "");
        }
        if let Some((who, rest)) = self.customer_first(marked) {
            let is_statement = self.statement(&tokens(&normalized(rest))).is_some();
            let label = label(rest).filter(|_| !is_statement);
            return match label {
                Some(_) => First::Customer(Named { by: who.to_owned(), called: label }, ""),
                None => First::Customer(named(who), rest),
            };
        }
        if let Some(rest) = self.behind_title(line) {
            // "Клиент: Анна 10001" can be nothing else.
            return match self.label_first(rest) {
                Some((label, who, rest)) => First::Customer(Named { by: who.to_owned(), called: Some(label) }, rest),
                None => First::Customer(named(rest), ""),
            };
        }
        if let Some(found) = self.customer_behind(line) {
            return First::Unsure(found);
        }
        if let Some((label, who, rest)) = self.label_first(line) {
            let customer = of_customer(Named { by: who.to_owned(), called: Some(label) });
            let customer = match (rest, self.line(rest)) {
                ("", _) => Some(customer),
                (_, Ok(found)) => Some(customer.and(&found)),
                (_, Err(_)) => None,
            };
            if let Some(customer) = customer {
                let is_number = who.starts_with(|c: char| c.is_ascii_digit());
                return First::Unsure(match self.line(line) {
                    Ok(goods) if is_number => customer.or(goods),
                    Ok(_) | Err(_) => customer.doubtful(),
                });
            }
        }
        if self.touching(&tokens(&normalized(line))).is_ok_and(|found| found.is_some_and(|found| !found.is_certain)) {
            // "anna12" is rather a username.
            return First::Customer(named(line), "");
        }
        match self.line(line) {
            // "4433 Анна" may be the last digits of a phone number, "1500 Чай" a price.
            Ok(goods) => match self.digits_and_name(line) {
                Some(customer) => First::Unsure(of_customer(customer).or(goods)),
                None => First::Nothing,
            },
            Err(_) => First::Customer(named(line), ""),
        }
    }

    /// "№ 10001", "код: 10001", "клиент 10001" without the word.
    pub(super) fn without_code_word<'a>(&self, line: &'a str) -> &'a str {
        let is_mark = |c: char| c.is_whitespace() || matches!(c, ':' | '#' | '№' | '-' | '–' | '—' | '.');
        let end = line.find(|c: char| !(c.is_alphabetic() || c.is_whitespace())).unwrap_or(line.len());
        let word = line[..end].trim();
        let rest = line[end..].trim_start_matches(is_mark);
        let promo_codes = line.split_whitespace().filter(|word| word.parse::<PromoCode>().is_ok());
        if promo_codes.count() > 1 {
            // Which of them is meant is asked.
            return line;
        }
        let is_code_word = (word.is_empty() && line.starts_with(['#', '№'])) || self.words.is(WordClass::Code, word);
        if is_code_word && rest.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '(')) {
            rest
        } else {
            line
        }
    }

    /// "Анна 10001" of "Клиент: Анна 10001".
    fn behind_title<'a>(&self, line: &'a str) -> Option<&'a str> {
        let (title, rest) = line.split_once([':', '：'])?;
        let rest = rest.trim();
        let begins_name = rest.starts_with(|c: char| c.is_alphabetic() || c == '@');
        (self.words.is(WordClass::Code, title.trim()) && begins_name).then_some(rest)
    }

    /// "10012 5000", "+77015554433 5000", "5000 10012": a code or a phone number, and a sum.
    fn customer_and_sum<'a>(&self, line: &'a str) -> Option<First<'a>> {
        let customer = |by: &str| of_customer(Named { by: by.to_owned(), called: None });
        let is_joint = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':' | '/');
        // "10001,50" is a number.
        let ends = line.char_indices().filter(|(at, c)| *at <= LONGEST_FORM && *c != ',' && is_joint(*c));
        let both: Vec<(&str, &str)> = ends
            .map(|(at, _)| (line[..at].trim_end_matches(is_joint), line[at..].trim_start_matches(is_joint)))
            .collect();
        let is_phone_whole = is_phone(line);
        // The longest customer: "8 701 555 44 33 5 000".
        for (who, sum) in both.iter().rev() {
            let is_code = is_code(who);
            if !(is_code || (is_phone(who) && !is_phone_whole)) {
                continue;
            }
            let Some(sold) = self.bare_sum(sum) else { continue };
            if is_phone_whole {
                // "87001 234567" may be a phone number.
                return Some(First::Unsure(customer(line).or(customer(who).and(&sold))));
            }
            let swapped = self.bare_sum(who).filter(|_| is_code && is_code_alone(sum));
            return Some(match swapped {
                // "10001 10002": whose cards there are decides.
                Some(swapped) => First::Unsure(customer(who).and(&sold).or(customer(sum).and(&swapped))),
                None => First::Customer(Named { by: (*who).to_owned(), called: None }, sum),
            });
        }
        if is_phone_whole {
            return None;
        }
        both.iter().find_map(|(sum, who)| {
            let is_customer = is_code_alone(who) || (is_phone(who) && who.starts_with('+'));
            let sold = self.bare_sum(sum).filter(|_| is_customer)?;
            Some(First::Unsure(customer(who).and(&sold).doubtful()))
        })
    }

    /// A sum without the names of goods, perhaps with points or a debt.
    fn bare_sum(&self, text: &str) -> Option<Found> {
        if let Some(sum) = self.sum_line(text) {
            return Some(sum.sold());
        }
        let sold = self.line(text).ok()?;
        let is_bare = |reading: &Reading| reading.lines.iter().any(|line| line.name.is_empty());
        sold.readings.iter().all(is_bare).then_some(sold)
    }

    /// The last digits of a phone number, and a name behind them, which is no currency or unit.
    fn digits_and_name(&self, line: &str) -> Option<Named> {
        let (digits, name) = line.split_once(char::is_whitespace)?;
        let is_of_number = tokens(&normalized(name)).iter().all(|token| self.belongs_to_number(token));
        let called = label(name).filter(|_| is_last_digits(digits) && !is_of_number)?;
        Some(Named { by: digits.to_owned(), called: Some(called) })
    }

    /// The longest beginning of a line that names a customer by its form, and what follows.
    fn customer_first<'a>(&self, line: &'a str) -> Option<(&'a str, &'a str)> {
        let is_end =
            |(at, c): &(usize, char)| *at <= LONGEST_FORM && (c.is_whitespace() || matches!(c, ';' | ':' | '/'));
        let ends = line.char_indices().filter(is_end).map(|(at, _)| at);
        let ends: Vec<usize> = ends.collect();
        ends.into_iter().rev().find_map(|end| {
            let who = line[..end].trim_end_matches(is_joint);
            // "10001 1500 Чай"
            let is_code_and_number =
                who.split_whitespace().next().is_some_and(is_code) && !is_code(who) && !is_phone(who);
            (!is_code_and_number && self.names_by_form(who)).then(|| (who, line[end..].trim_start_matches(is_joint)))
        })
    }

    /// A name, a customer by its form, and what follows.
    fn label_first<'a>(&self, line: &'a str) -> Option<(String, &'a str, &'a str)> {
        let starts = line.char_indices().filter(|(_, c)| c.is_whitespace()).map(|(at, c)| at + c.len_utf8());
        for start in starts {
            let label = label(&line[..start]);
            let begins_form =
                line[start..].starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '@' | '#' | '№' | '('));
            if let Some(label) = label
                && begins_form
            {
                let tail =
                    line[start..].trim_start_matches(|c: char| matches!(c, '#' | '№' | '(') || c.is_whitespace());
                let whole = tail.trim_end_matches([')', ',', '.', ';']);
                if self.names_by_form(whole) {
                    return Some((label, whole, ""));
                }
                return self.customer_first(tail).map(|(who, rest)| (label, who, rest));
            }
        }
        None
    }
}

fn is_code(text: &str) -> bool {
    text.parse::<Code>().is_ok()
}

/// A code, which is written without spaces.
pub(super) fn is_code_alone(text: &str) -> bool {
    is_code(text.trim_end_matches(['.', ',', ';']))
}

/// Is it a phone number that some country has, and too long to be a code and a sum by chance?
pub(super) fn is_phone(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    digits >= PHONE_DIGITS && !PhoneCountries::default().typed(text).is_empty()
}

/// Can the text be the last digits of a phone number, and nothing else above the goods? More digits are a code by their form.
pub(super) fn is_last_digits(text: &str) -> bool {
    text.len() == LAST_DIGITS && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The six digits of a card with a space between, as the card shows them.
fn is_card_code_in_groups(text: &str) -> bool {
    let groups: Vec<&str> = text.split_whitespace().collect();
    let is_group = |group: &&str| group.len() == 3 && group.bytes().all(|byte| byte.is_ascii_digit());
    groups.len() == 2 && groups.iter().all(is_group)
}

pub(super) fn of_customer(customer: Named) -> Found {
    Found::certain(Reading { customer: Some(customer), ..Reading::default() })
}

/// What stands between a customer and the rest.
fn is_joint(c: char) -> bool {
    c.is_whitespace() || matches!(c, ',' | ';' | '·' | ':' | '/' | '.' | '-' | '–' | '—' | '|' | ')' | '(')
}

/// A text that may be a person's name: a few words of letters.
pub(super) fn label(text: &str) -> Option<String> {
    let is_letter = |c: char| c.is_alphabetic() || matches!(c, '-' | '.' | '\'' | '’' | '‘' | 'ʻ' | 'ʼ' | '`');
    let text = text.trim_matches(|c: char| !c.is_alphanumeric());
    let words: Vec<&str> = text.split_whitespace().collect();
    let is_name = (1..=LONGEST_LABEL).contains(&words.len()) && words.iter().all(|word| word.chars().all(is_letter));
    is_name.then(|| words.join(" "))
}
