//! Numbers and codes as people paste them: with what spreadsheets and other programs put around them.

use super::hidden::{has_no_width, is_blank};

/// Marks around a quoted text; the apostrophes are also written before numbers by spreadsheets.
const QUOTES: [char; 13] = ['\'', '’', '‘', '`', '‚', '"', '“', '”', '„', '«', '»', '‹', '›'];
/// Signs that say that a number follows.
const NUMBER_SIGNS: [char; 2] = ['№', '#'];

/// Is a text one of the signs that say that a number follows?
pub fn is_number_sign(text: &str) -> bool {
    NUMBER_SIGNS.iter().any(|sign| text.strip_prefix(*sign) == Some(""))
}

/// What a person pasted for a number: [`pasted`], without the signs that say that a number follows.
pub(super) fn pasted_number(text: &str) -> String {
    bare(text, &NUMBER_SIGNS)
}

/// What is between the spaces and quotation marks around a text, without characters that take no place or turn the direction, and
/// without what a spreadsheet writes around a number that is text: an apostrophe before it, or a formula, `="123"`.
pub(super) fn pasted(text: &str) -> String {
    bare(text, &[])
}

/// A text without all that may be around it, in any order.
fn bare(mut text: &str, signs: &[char]) -> String {
    let is_space = |character: char| is_blank(character) || has_no_width(character);
    loop {
        text = text.trim_matches(|character| is_space(character) || QUOTES.contains(&character));
        let formula = text.strip_prefix('=').filter(|rest| rest.trim_start_matches(is_space).starts_with(QUOTES));
        match formula.or_else(|| text.strip_prefix(signs)) {
            Some(rest) => text = rest,
            None => return text.chars().filter(|character| !has_no_width(*character)).collect(),
        }
    }
}

/// Is it a long number as a spreadsheet shows it, or as people copy it from one: `1.23E+12`, `1,23457E+11`, `+1.23 e12`? Real numbers
/// look like `12E34567` and `123E-45`: without a decimal sign or a plus it is one of them.
pub(super) fn is_rounded(text: &str) -> bool {
    let text: String = text.chars().filter(|character| !is_blank(*character)).collect();
    let Some((digits, exponent)) = text.split_once(['E', 'e', 'Е', 'е']) else { return false };
    let (digits, exponent_digits) = (digits.trim_start_matches(['+', '-']), exponent.trim_start_matches(['+', '-']));
    let is_of_digits = |text: &str, most| (1..=most).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    let (whole, places) = digits.split_once(['.', ',']).unwrap_or((digits, "0"));
    let is_number = is_of_digits(whole, 3) && is_of_digits(places, usize::MAX) && is_of_digits(exponent_digits, 3);
    is_number && text.contains(['.', ',', '+'])
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn what_was_read_is_read_as_it_is(text in "[=#№\"'«» \u{200b}A1-]{0,12}") {
            let number = pasted_number(&text);
            proptest::prop_assert_eq!(pasted_number(&number), number);
            let code = pasted(&text);
            proptest::prop_assert_eq!(pasted(&code), code);
        }
    }
}
