//! A change of points or of a debt in one message: `82423 +500 for the review`.

use crate::domain::{Money, SaleReader};

/// The parts of such a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ChangeText {
    /// The customer, as typed; may end with the name of a wallet.
    pub(super) customer: String,
    /// The sign; `None` where there is none.
    pub(super) is_plus: Option<bool>,
    /// The amount; `None` where it is not certain which one is meant.
    pub(super) amount: Option<Money>,
    /// What follows the amount.
    pub(super) comment: String,
}

/// Reads `customer [+|-]amount words`; `None` where there is no amount. Without a sign, the amount must be the second word,
/// and the first one a customer by its form: names and phone numbers may hold numbers too.
pub(super) fn read(text: &str, reader: SaleReader<'_>) -> Option<ChangeText> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let signed =
        (1..words.len()).find(|at| sign(words[*at]).is_some_and(|(_, rest)| begins_amount(rest, words.get(at + 1))));
    let at = match signed {
        Some(at) => at,
        None => (words.len() > 1 && reader.names_by_form(words[0]) && is_digit_first(words[1])).then_some(1)?,
    };
    let (is_plus, first) = sign(words[at]).map_or((None, words[at]), |(is_plus, rest)| (Some(is_plus), rest));
    let mut rest = words[at + 1..].iter().copied().peekable();
    let mut number = if first.is_empty() { rest.next()?.to_owned() } else { first.to_owned() };
    while !number.contains([',', '.']) && rest.peek().is_some_and(|word| is_group(word)) {
        number = format!("{number} {}", rest.next()?);
    }
    Some(ChangeText {
        customer: words[..at].join(" "),
        is_plus,
        amount: reader.amount(&number),
        comment: rest.collect::<Vec<_>>().join(" "),
    })
}

fn sign(word: &str) -> Option<(bool, &str)> {
    let minus = word.strip_prefix(['-', '−', '–']).map(|rest| (false, rest));
    word.strip_prefix('+').map(|rest| (true, rest)).or(minus)
}

/// "+500", or "+" before "500".
fn begins_amount(rest: &str, next: Option<&&str>) -> bool {
    is_digit_first(rest) || (rest.is_empty() && next.is_some_and(|next| is_digit_first(next)))
}

fn is_digit_first(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit())
}

/// The next three digits of a grouped number, perhaps with decimals.
fn is_group(word: &str) -> bool {
    let (whole, fraction) = word.split_once([',', '.']).unwrap_or((word, "0"));
    let is_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    whole.len() == 3 && is_digits(whole) && !fraction.is_empty() && is_digits(fraction)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{domain::Language, texts::sale_words};

    fn read(text: &str) -> Option<ChangeText> {
        super::read(text, sale_words::reader(Language::English, "KZT".parse().unwrap()))
    }

    #[test]
    fn reads_a_change_as_people_type_it() {
        let cases = [
            ("82423 +500 за отзыв", Some(("82423", Some(true), Some(500_00), "за отзыв"))),
            ("82423 -200", Some(("82423", Some(false), Some(200_00), ""))),
            ("82423 −200,50 ошибка\nна кассе", Some(("82423", Some(false), Some(200_50), "ошибка на кассе"))),
            ("82423 + 500 роз", Some(("82423", Some(true), Some(500_00), "роз"))),
            ("82423 +1 500 за отзыв", Some(("82423", Some(true), Some(1500_00), "за отзыв"))),
            ("+7 700 123 45 67 +500 x", Some(("+7 700 123 45 67", Some(true), Some(500_00), "x"))),
            ("Алия Ахметова +5", Some(("Алия Ахметова", Some(true), Some(5_00), ""))),
            ("82423 друзья +5", Some(("82423 друзья", Some(true), Some(5_00), ""))),
            ("82423 500 отзыв", Some(("82423", None, Some(500_00), "отзыв"))),
            ("82423 +1,200.50", Some(("82423", Some(true), Some(1200_50), ""))),
            ("82423 +1.234", Some(("82423", Some(true), None, ""))),
            ("82423 +5x", Some(("82423", Some(true), None, ""))),
            ("82423", None),
            ("+77001234567", None),
            ("Алия 500", None),
            ("", None),
            ("+", None),
        ];
        for (text, expected) in cases {
            let found = read(text);
            let found = found.as_ref().map(|change| {
                (change.customer.as_str(), change.is_plus, change.amount.map(Money::minor), change.comment.as_str())
            });
            assert_eq!(found, expected, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn never_panics(text in "[0-9+−,. \u{a0}\nабв@-]{0,60}") {
            let _ = read(&text);
        }
    }
}
