//! The first line of a message, which may name the customer.
//!
//! ```text
//! first := label? who label? | who rest        "10001", "Анна, 10001", "№ 10001", "10001, Анна", "10012 5000", "10012 Чай 350"
//! who   := code | phone | @username | PROMOcode
//! ```

use super::{
    reader::SaleReader,
    reading::{Found, Named, Reading},
    tokens::{normalized, tokens},
    words::WordClass,
};
use crate::domain::{Code, Phone, PhoneCountries, Whom};

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

/// Can the text be nothing but a customer: a code, a phone number, an `@username`, a promo code, a link? A number need not be
/// valid: it is not goods all the same.
pub fn names_by_form(text: &str) -> bool {
    Phone::is_like(text) || Whom::read(text, &PhoneCountries::default()).is_by_form()
}

impl SaleReader<'_> {
    /// Reads the first line of a message.
    pub(super) fn first<'a>(&self, line: &'a str) -> First<'a> {
        let is_statement = self.statement(&tokens(&normalized(line))).is_some();
        if is_statement {
            return First::Nothing;
        }
        let marked = self.without_code_word(line);
        let named = |by: &str| Named { by: by.to_owned(), called: None };
        if let Some((code, sum)) = marked.split_once(char::is_whitespace)
            && code.parse::<Code>().is_ok()
            && let Ok(sold) = self.line(sum)
            && sold.readings.iter().all(|reading| reading.lines.iter().any(|line| line.name.is_empty()))
        {
            // "10012 5000"; "87001 234567" may be a phone number.
            let digits = marked.chars().filter(char::is_ascii_digit).count();
            if digits >= PHONE_DIGITS && Phone::is_like(marked) {
                let both = of_customer(named(marked)).or(of_customer(named(code)).and(&sold));
                return First::Unsure(both);
            }
            return First::Customer(named(code), sum);
        }
        let alone = marked.trim_end_matches([',', '.', ';', ':']);
        if names_by_form(alone) {
            return First::Customer(named(alone), "");
        }
        if let Some((who, rest)) = customer_first(marked) {
            let is_statement = self.statement(&tokens(&normalized(rest))).is_some();
            let label = label(rest).filter(|_| !is_statement);
            return match label {
                Some(_) => First::Customer(Named { by: who.to_owned(), called: label }, ""),
                None => First::Customer(named(who), rest),
            };
        }
        if let Some((label, who, rest)) = label_first(line) {
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
        match self.line(line) {
            Ok(_) => First::Nothing,
            Err(_) => First::Customer(named(line), ""),
        }
    }

    /// "№ 10001", "код: 10001", "клиент 10001" without the word.
    fn without_code_word<'a>(&self, line: &'a str) -> &'a str {
        let is_mark = |c: char| c.is_whitespace() || matches!(c, ':' | '#' | '№' | '-' | '–' | '—' | '.');
        let end = line.find(|c: char| !(c.is_alphabetic() || c.is_whitespace())).unwrap_or(line.len());
        let word = line[..end].trim();
        let rest = line[end..].trim_start_matches(is_mark);
        let is_code_word = (word.is_empty() && line.starts_with(['#', '№'])) || self.words.is(WordClass::Code, word);
        if is_code_word && rest.starts_with(|c: char| c.is_ascii_digit()) { rest } else { line }
    }
}

/// Can the text be the last digits of a phone number, and nothing else above the goods? More digits are a code by their form.
pub(super) fn is_last_digits(text: &str) -> bool {
    text.len() == LAST_DIGITS && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn of_customer(customer: Named) -> Found {
    Found::certain(Reading { customer: Some(customer), ..Reading::default() })
}

/// The longest beginning of a line that names a customer by its form, and what follows.
fn customer_first(line: &str) -> Option<(&str, &str)> {
    let ends = line.char_indices().filter(|(at, c)| c.is_whitespace() && *at <= LONGEST_FORM).map(|(at, _)| at);
    let ends: Vec<usize> = ends.collect();
    ends.into_iter().rev().find_map(|end| {
        let who = line[..end].trim_end_matches(is_joint);
        names_by_form(who).then(|| (who, line[end..].trim_start_matches(is_joint)))
    })
}

/// A name, a customer by its form, and what follows.
fn label_first(line: &str) -> Option<(String, &str, &str)> {
    let starts = line.char_indices().filter(|(_, c)| c.is_whitespace()).map(|(at, c)| at + c.len_utf8());
    for start in starts {
        let label = label(&line[..start]);
        let begins_form =
            line[start..].starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '@' | '#' | '№' | '('));
        if let Some(label) = label
            && begins_form
        {
            let tail = line[start..].trim_start_matches(|c: char| matches!(c, '#' | '№' | '(') || c.is_whitespace());
            let whole = tail.trim_end_matches([')', ',', '.', ';']);
            if names_by_form(whole) {
                return Some((label, whole, ""));
            }
            return customer_first(tail).map(|(who, rest)| (label, who, rest));
        }
    }
    None
}

/// What stands between a customer and the rest.
fn is_joint(c: char) -> bool {
    c.is_whitespace() || matches!(c, ',' | ';' | '·' | ':' | '.' | '-' | '–' | '—' | '|' | ')' | '(')
}

/// A text that may be a person's name: a few words of letters.
fn label(text: &str) -> Option<String> {
    let is_letter = |c: char| c.is_alphabetic() || matches!(c, '-' | '.' | '\'' | '’' | '‘' | 'ʻ' | 'ʼ' | '`');
    let text = text.trim_matches(|c: char| !c.is_alphanumeric());
    let words: Vec<&str> = text.split_whitespace().collect();
    let is_name = (1..=LONGEST_LABEL).contains(&words.len()) && words.iter().all(|word| word.chars().all(is_letter));
    is_name.then(|| words.join(" "))
}
