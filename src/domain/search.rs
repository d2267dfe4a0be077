//! By which words a customer is found.

use std::collections::BTreeSet;

use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};

use super::{
    Phone,
    hidden::{has_no_width, is_blank},
};

/// The most words of a name that it is found by.
const WORDS: usize = 16;
/// How much of a name is compared, in characters: an index cannot hold texts of unlimited length.
const LONGEST: usize = 200;

/// What a term begins with that is the end of a phone number, and ends with that is the end of a name. No folded name has it, and
/// it comes before every character of one: who has a whole name comes before others of whose name it is the last word.
const MARK: char = '\u{1}';

/// A name as the search compares it: lower case in every script, accents and apostrophes left out, `ё` as `е`, wide letters as
/// narrow ones, nothing that cannot be seen, one space between words.
pub fn fold_name(name: &str) -> String {
    // The compatibility form of some apostrophes is a space with an accent, so they are left out first.
    let without_marks = |character: &char| !is_apostrophe(*character) && !has_no_width(*character);
    let spaced = name.chars().filter(without_marks).map(|character| if is_blank(character) { ' ' } else { character });
    let plain = spaced.nfkd().filter(|character| !is_combining_mark(*character) && !is_apostrophe(*character));
    let lower: String = plain.flat_map(char::to_lowercase).filter(|character| !is_combining_mark(*character)).collect();
    lower.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The words of a name, folded: what is neither a letter nor a digit stands between them, as in `⚜️САМАЛ⚜️` and `<b>Асель</b>`. A name
/// that has none is compared as it is.
pub fn fold_words(name: &str) -> String {
    let folded = fold_name(name);
    let words = folded.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty());
    let words = words.collect::<Vec<_>>().join(" ");
    if words.is_empty() { folded } else { words }
}

/// The folded texts whose beginnings find a customer: the full name, what follows each of its words, the name with the
/// family name first, the username, and the phone number from its end. In order, each once. Long texts are cut.
pub fn search_terms(
    first_name: Option<&str>,
    last_name: Option<&str>,
    username: Option<&str>,
    phone: Option<&Phone>,
) -> Vec<String> {
    let [first, last] = [first_name, last_name].map(|name| beginning(name.unwrap_or_default()));
    let username = beginning(&fold_name(&beginning(username.unwrap_or_default())));
    let of_both = |one: &str, other: &str| -> String {
        fold_words(&format!("{one} {other}")).chars().take(2 * LONGEST + 1).collect()
    };
    let full = of_both(&first, &last);
    let ends =
        full.match_indices(' ').take(WORDS - 1).map(|(at, space)| format!("{}{MARK}", &full[at + space.len()..]));
    let mut terms: BTreeSet<String> = ends.collect();
    terms.extend([of_both(&last, &first), full, username]);
    terms.extend(phone.map(|phone| phone_term(phone.digits())));
    terms.remove("");
    terms.into_iter().collect()
}

/// The beginning of the term of every phone number that ends with these digits.
pub fn phone_term(last_digits: &str) -> String {
    std::iter::once(MARK).chain(last_digits.chars().rev()).collect()
}

/// What follows a term among all terms in order.
pub fn after_term(term: &str) -> String {
    format!("{term}{MARK}")
}

/// One of the marks that people type for an apostrophe.
const fn is_apostrophe(character: char) -> bool {
    matches!(
        character,
        '\'' | '`'
            | '´'
            | '‘'
            | '’'
            | '‚'
            | '‛'
            | '′'
            | '‵'
            | 'ʹ'
            | 'ʻ'
            | 'ʼ'
            | 'ʽ'
            | 'ʾ'
            | 'ʿ'
            | 'ˈ'
            | 'ˊ'
            | 'ˋ'
            | '՚'
            | 'ꞌ'
            | '＇'
            | '｀'
    )
}

fn beginning(text: &str) -> String {
    text.chars().take(LONGEST).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_compared_without_what_hinders_a_search() {
        for (name, folded) in [
            ("  Алёна   ГҮЛНҰР Zoë ", "алена гүлнұр zoe"),
            ("Oʻktam", "oktam"),
            ("o'ktam", "oktam"),
            ("O‘KTAM", "oktam"),
            ("O`ktam", "oktam"),
            ("Oʼktam", "oktam"),
            ("O´ktam", "oktam"),
            ("О\u{301}льга", "ольга"),
            ("Ａｎｎａ", "anna"),
            ("İlker", "ilker"),
            ("Şöhret", "sohret"),
            ("Сергей", "сергеи"),
            ("\u{202e}Ан\u{200b}на\u{2069}\u{3164}Ли", "анна ли"),
            ("⚜️САМАЛ⚜️", "⚜самал⚜"),
            ("\u{1}77", "77"),
            ("\u{3164}\u{2800}", ""),
        ] {
            assert_eq!(fold_name(name), folded, "{name:?}");
            assert_eq!(fold_name(folded), folded, "{name:?}");
        }
    }

    #[test]
    fn a_customer_is_found_by_every_word_of_the_name() {
        let phone = Phone::parse("+77015554433").unwrap();
        let cases: [(_, _, _, _, &[&str]); 7] = [
            (
                "Анна Мария",
                "Ли",
                "Ann_Li",
                None,
                &["ann_li", "анна мария ли", "ли\u{1}", "ли анна мария", "мария ли\u{1}"],
            ),
            ("⚜️САМАЛ⚜️", "Ким", "", None, &["ким\u{1}", "ким самал", "самал ким"]),
            ("⚜️", "", "a_b", None, &["a_b", "⚜"]),
            ("<b>Асель</b>", "", "", None, &["b\u{1}", "b асель b", "асель b\u{1}"]),
            ("Ли", "Ли", "", None, &["ли\u{1}", "ли ли"]),
            ("Ли", "", "", Some(&phone), &["\u{1}33445551077", "ли"]),
            ("", "", "", None, &[]),
        ];
        for (first, last, username, phone, terms) in cases {
            assert_eq!(search_terms(Some(first), Some(last), Some(username), phone), terms, "{first} {last}");
        }
    }

    #[test]
    fn a_name_without_end_has_few_terms_that_an_index_takes() {
        let endless = "а ".repeat(500_000);
        let terms = search_terms(Some(&endless), Some(&endless), Some(&endless), None);
        assert!(terms.len() <= WORDS + 2, "{}", terms.len());
        assert!(terms.iter().all(|term| term.chars().count() <= 2 * LONGEST + 1));
    }
}
