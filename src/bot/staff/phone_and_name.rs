//! A phone number and a name in one text: "+7 700 123 45 67 Aliya", "имя: Алия, тел: 87001234567".

use crate::{
    domain::{Phone, PhoneCountries},
    texts::typed_words::Typed,
};

/// The longest phone number with its separators, in bytes.
const MAX_PHONE: usize = 40;
/// The most places where a number may begin.
const MOST_BEGINNINGS: usize = 10;

/// Divides "+7 700 123 45 67 Aliya" at the end of the longest phone number that it begins with, and "Aliya +7 700 123 45 67"
/// before it. The number may have more than one reading; of several numbers, each is one.
pub(super) fn split(countries: &PhoneCountries, text: &str) -> (Vec<Phone>, String) {
    let text = text.trim();
    let (name, numbers) = (0..text.len())
        .filter(|at| *at == 0 || begins_number(text, *at))
        .take(MOST_BEGINNINGS)
        .find_map(|at| Some((&text[..at], number_first(countries, &text[at..])?)))
        .map_or((text, None), |(name, numbers)| (name, Some(numbers)));
    let Some((mut phones, mut rest)) = numbers else { return (Vec::new(), text.to_owned()) };
    // "+7 700 123 45 67, +7 700 123 45 68 Aliya"
    while let Some((more, behind)) = number_first(countries, rest) {
        phones.extend(more.into_iter().filter(|phone| !phones.contains(phone)).collect::<Vec<_>>());
        rest = behind;
    }
    let is_joint = |c: char| c.is_whitespace() || matches!(c, ',' | ';');
    let is_mark = |c: char| is_joint(c) || matches!(c, ':' | '-' | '—');
    let parts = [without_phone_label(name.trim_end_matches(is_mark)), rest.trim_start_matches(is_mark)];
    // "тел. +7 700 123 45 67" has no name.
    let name = parts.map(|part| without_name_label(part.trim_matches(is_joint)));
    (phones, name.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" "))
}

/// "Алия" of "имя: Алия".
pub(super) fn without_name_label(text: &str) -> &str {
    Typed::Name.behind(text).filter(|name| !name.is_empty()).unwrap_or(text)
}

/// "Алия" of "Алия, номер телефона", before the number.
fn without_phone_label(text: &str) -> &str {
    let is_start =
        |at: &usize| *at == 0 || text[..*at].ends_with(|c: char| c.is_whitespace() || matches!(c, ',' | ';'));
    let starts = text.char_indices().map(|(at, _)| at).filter(is_start);
    let label = starts.into_iter().find(|at| Typed::Phone.is(&text[*at..]));
    label.map_or(text, |at| &text[..at])
}

/// The longest number that a text begins with, and what follows it.
fn number_first<'t>(countries: &PhoneCountries, text: &'t str) -> Option<(Vec<Phone>, &'t str)> {
    let mut read = beginnings(text).map(|beginning| (countries.labelled(beginning), &text[beginning.len()..]));
    // Digits behind a number are a part of it, and it is none.
    let is_read = |(phones, rest): &(Vec<Phone>, &str)| {
        !phones.is_empty() && !rest.trim_start().starts_with(|c: char| c.is_ascii_digit())
    };
    let (phones, rest) = read.find(is_read)?;
    Some((phones, rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';'))))
}

/// Does a number, a label of one or a link begin here, behind a word? Digits in groups belong together.
fn begins_number(text: &str, at: usize) -> bool {
    let Some((head, tail)) = text.split_at_checked(at) else { return false };
    let before = head.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':' | '-' | '—'));
    let begins = tail.starts_with(|c: char| c.is_ascii_digit() || c == '+' || c == '(');
    let begins_label = head.ends_with(char::is_whitespace) && tail.starts_with(char::is_alphabetic);
    (begins && before.len() < head.len() && before.ends_with(|c: char| c.is_alphabetic() || c == '.')) || begins_label
}

/// The beginnings of a text that may be a phone number, the longest first.
pub(super) fn beginnings(text: &str) -> impl Iterator<Item = &str> {
    let is_end = |(_, c): &(usize, char)| c.is_whitespace() || matches!(c, ',' | ';');
    let ends = text.char_indices().filter(is_end).map(|(at, _)| at).chain([text.len()]);
    let ends: Vec<usize> = ends.filter(|end| *end <= MAX_PHONE).collect();
    ends.into_iter().rev().map(|end| &text[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phone_and_a_name_come_in_one_message() {
        let cases = [
            ("+7 700 123 45 67 Алия Ахметова", "+77001234567", "Алия Ахметова"),
            ("+77001234567", "+77001234567", ""),
            ("+77001234567, Алия", "+77001234567", "Алия"),
            ("8 (700) 123-45-67\nАлия", "+77001234567", "Алия"),
            ("77001234567 Алия 2", "+77001234567", "Алия 2"),
            ("+7 812 123 45 67 Питер", "+78121234567", "Питер"),
            ("701 234 56 79 А", "+77012345679", "А"),
            ("7011234567 Name", "+77011234567", "Name"),
            ("0077011234567 Name", "+77011234567", "Name"),
            ("+81 996 55 5000 112 Name", "", "+81 996 55 5000 112 Name"),
            ("84912345678 Линь", "+74912345678 +84912345678", "Линь"),
            ("Вася +7 700 123 45 67", "+77001234567", "Вася"),
            ("Вася Ли, 8 700 123 45 67", "+77001234567", "Вася Ли"),
            ("тел. +7 700 123 45 67 Вася", "+77001234567", "Вася"),
            ("Вася тел.: 87001234567", "+77001234567", "Вася"),
            ("wa.me/77001234567 Вася", "+77001234567", "Вася"),
            ("Вася https://wa.me/77001234567", "+77001234567", "Вася"),
            ("+77001234567, +77001234568 Два", "+77001234567 +77001234568", "Два"),
            ("Алия", "", "Алия"),
            ("тел: +77001234567 имя: Алия", "+77001234567", "Алия"),
            ("имя: Алия, тел: +77001234567", "+77001234567", "Алия"),
            ("Имя: Алия Ли\nНомер телефона: +7 700 123 45 67", "+77001234567", "Алия Ли"),
            ("ФИО Ахметова Алия тел +7 700 123 45 67", "+77001234567", "Ахметова Алия"),
            ("телефон +77001234567 Алия", "+77001234567", "Алия"),
            ("+77001234567 — Алия", "+77001234567", "Алия"),
            ("phone: +77001234567, name: Aliya", "+77001234567", "Aliya"),
            ("аты: Алия, телефон нөмірі: 87001234567", "+77001234567", "Алия"),
            ("кардар: Алия телефону 87001234567", "+77001234567", "Алия"),
            ("ism: Aliya, telefon raqami: +77001234567", "+77001234567", "Aliya"),
            ("82423", "", "82423"),
            ("12345678 Алия", "", "12345678 Алия"),
            ("+7 701 123 45 6 Алия", "", "+7 701 123 45 6 Алия"),
            ("", "", ""),
        ];
        for (text, phones, name) in cases {
            let (found, rest) = split(&PhoneCountries::default(), text);
            let found = found.iter().map(Phone::as_str).collect::<Vec<_>>().join(" ");
            assert_eq!((found.as_str(), rest.as_str()), (phones, name), "{text:?}");
        }
    }
}
