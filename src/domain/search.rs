//! By which words a customer is found.

use std::collections::BTreeSet;

use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};

use super::{
    Email, Phone,
    hidden::{has_no_width, is_blank},
};

/// The most words of a name that it is found by.
const WORDS: usize = 16;
/// How much of a name is compared, in characters: an index cannot hold texts of unlimited length.
const LONGEST: usize = 200;

/// What a term begins with that is the end of a phone number, and ends with that is the end of a name. No folded name has it, and
/// it comes before every character of one: who has a whole name comes before others of whose name it is the last word.
const MARK: char = '\u{1}';
/// What a term begins with that is what follows a digit of a phone number. No folded name has it.
const RUN: char = '\u{2}';
/// The fewest digits in a row by which a phone number is found.
const FEWEST_DIGITS: usize = 4;

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

/// What a customer is found by.
#[derive(Clone, Copy, Debug, Default)]
pub struct Searched<'a> {
    /// Given name.
    pub first_name: &'a str,
    /// Between the two others.
    pub middle_name: &'a str,
    /// Family name.
    pub last_name: &'a str,
    /// The name of the company.
    pub company_name: &'a str,
    /// Without the `@`.
    pub username: &'a str,
    /// The e-mail.
    pub email: Option<&'a Email>,
    /// The phone number.
    pub phone: Option<&'a Phone>,
}

impl Searched<'_> {
    /// The folded texts whose beginnings find a customer: the full name, what follows each of its words, the name with the
    /// family name first, the company, the e-mail and what follows each of their words, the username, the phone number from its end,
    /// and what follows each of its digits. In order, each once. Long texts are cut.
    pub fn terms(&self) -> Vec<String> {
        let [given, last, company] = [self.given(), beginning(self.last_name), beginning(self.company_name)];
        let full = words_of(&[&given, &last]);
        let [company, email] = [words_of(&[&company]), self.email_words()];
        let mut terms: BTreeSet<String> = ends(&full).chain(ends(&company)).chain(ends(&email)).collect();
        terms.extend([words_of(&[&last, &given]), full, company, email, folded_beginning(self.username)]);
        if let Some(digits) = self.phone.map(Phone::digits) {
            terms.insert(phone_term(digits));
            let runs = 0..=digits.len().saturating_sub(FEWEST_DIGITS);
            terms.extend(runs.filter_map(|from| digits.get(from..)).map(run_term));
        }
        terms.remove("");
        terms.into_iter().collect()
    }

    /// The same as one text, in which [`SearchWord::patterns`] are looked for.
    pub fn text(&self) -> String {
        let full = words_of(&[&self.given(), &beginning(self.last_name)]);
        let company = words_of(&[&beginning(self.company_name)]);
        let digits = self.phone.map(Phone::digits).unwrap_or_default();
        format!(" {full} {company} {} {} {RUN}{digits}", folded_beginning(self.username), self.email_words())
    }

    fn email_words(&self) -> String {
        words_of(&[&beginning(self.email.map(Email::as_str).unwrap_or_default())])
    }

    fn given(&self) -> String {
        beginning(&format!("{} {}", self.first_name, self.middle_name))
    }
}

/// A word that a customer is looked for by: the beginning of a word of the names, the company or the e-mail, of a username, or
/// digits of a phone number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchWord {
    /// The beginnings of the terms that it means; one of them may be there twice.
    pub beginnings: [String; 3],
    /// The same as patterns of `LIKE`, with `\` before what is literal.
    pub patterns: [String; 3],
}

/// The words of a text that customers are looked for by, each once. A text of digits and what people write between them is one word.
pub fn search_words(text: &str) -> Vec<SearchWord> {
    let is_phone = |text: &str| {
        let digits = text.chars().filter(char::is_ascii_digit).count();
        digits >= FEWEST_DIGITS
            && text.chars().all(|char| char.is_ascii_digit() || is_blank(char) || "+-()".contains(char))
    };
    let folded = fold_name(text);
    let words: Vec<&str> = if is_phone(&folded) { vec![&folded] } else { folded.split(' ').collect() };
    // A sign alone, as between the words of a name, is looked for where there is nothing else.
    let has_letters = |word: &&str| word.chars().any(char::is_alphanumeric);
    let words: Vec<&str> =
        if words.iter().any(has_letters) { words.into_iter().filter(has_letters).collect() } else { words };
    let mut found: Vec<SearchWord> = Vec::new();
    for word in words.into_iter().filter(|word| !word.is_empty()).take(WORDS) {
        let phrase = fold_words(word);
        let digits: String = word.chars().filter(char::is_ascii_digit).collect();
        let run = is_phone(word).then(|| run_term(&digits));
        let patterns = [
            like(" ", &phrase),
            like(" ", word),
            run.as_ref().map_or_else(|| like(" ", word), |_| format!("%{RUN}%{digits}%")),
        ];
        let beginnings = [phrase, word.to_owned(), run.unwrap_or_else(|| word.to_owned())];
        let word = SearchWord { beginnings, patterns };
        if !found.contains(&word) {
            found.push(word);
        }
    }
    found
}

fn like(before: &str, word: &str) -> String {
    let literal = word.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    format!("%{before}{literal}%")
}

/// The folded words of several texts, one after the other.
fn words_of(texts: &[&str]) -> String {
    fold_words(&texts.join(" ")).chars().take(2 * LONGEST + 1).collect()
}

/// What follows each word of a folded text.
fn ends(words: &str) -> impl Iterator<Item = String> {
    words.match_indices(' ').take(WORDS - 1).map(|(at, space)| format!("{}{MARK}", &words[at + space.len()..]))
}

fn folded_beginning(text: &str) -> String {
    beginning(&fold_name(&beginning(text)))
}

/// The beginning of a term of every phone number that has these digits in a row.
fn run_term(digits: &str) -> String {
    format!("{RUN}{digits}")
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
            let searched = Searched { first_name: first, last_name: last, username, phone, ..Searched::default() };
            let found: Vec<String> = searched.terms().into_iter().filter(|term| !term.starts_with(RUN)).collect();
            assert_eq!(found, terms, "{first} {last}");
        }
    }

    #[test]
    fn a_name_without_end_has_few_terms_that_an_index_takes() {
        let endless = "а ".repeat(500_000);
        let searched = Searched {
            first_name: &endless,
            middle_name: &endless,
            last_name: &endless,
            company_name: &endless,
            username: &endless,
            ..Searched::default()
        };
        let terms = searched.terms();
        assert!(terms.len() <= 2 * WORDS + 2, "{}", terms.len());
        assert!(searched.text().chars().count() < 6 * LONGEST);
        assert!(terms.iter().all(|term| term.chars().count() <= 2 * LONGEST + 1));
    }

    #[test]
    fn a_word_finds_beginnings_of_words_an_email_and_digits_in_a_row() {
        let (email, phone) = ("ivan.p@example.com".parse().unwrap(), Phone::parse("+998901234567").unwrap());
        let searched = Searched {
            first_name: "Иван",
            middle_name: "Сергеевич",
            last_name: "Петров",
            company_name: "ООО \"Рога-Копыта\"",
            username: "",
            email: Some(&email),
            phone: Some(&phone),
        };
        let (terms, text) = (searched.terms(), searched.text());
        let is_like = |pattern: &str| {
            let parts: Vec<String> =
                pattern.trim_matches('%').replace('\\', "").split('%').map(str::to_owned).collect();
            let mut rest = text.as_str();
            parts.iter().all(|part| rest.split_once(part.as_str()).map(|(_, after)| rest = after).is_some())
        };
        for (word, is_found) in [
            ("иван", true),
            ("ИВА", true),
            ("ван", false),
            ("серг", true),
            ("петр", true),
            ("рога", true),
            ("копыт", true),
            ("рога-коп", true),
            ("ivan.p@exa", true),
            ("example", true),
            ("xample", false),
            ("+998901234567", true),
            ("998 (90) 123-45-67", true),
            ("2345", true),
            ("345", false),
            ("9999", false),
        ] {
            let words = search_words(word);
            let [meant] = words.as_slice() else { panic!("{word}: {words:?}") };
            let has_term =
                meant.beginnings.iter().any(|begin| terms.iter().any(|term| term.starts_with(begin.as_str())));
            assert_eq!(has_term, is_found, "{word}");
            assert_eq!(meant.patterns.iter().any(|pattern| is_like(pattern)), is_found, "{word} in {text}");
        }
        assert_eq!(search_words(" Иван  петров иван ").len(), 2);
        assert_eq!(search_words("Рога & Ко").len(), 2);
        assert_eq!(search_words("&").len(), 1);
        assert_eq!(search_words(" \u{200b} "), []);
    }
}
