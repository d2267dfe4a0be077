//! By which words a customer is found.

use std::collections::BTreeSet;

use super::fold;

/// The most words of a name that it is found by.
const WORDS: usize = 16;
/// How much of a name is compared, in characters: an index cannot hold texts of unlimited length.
const LONGEST: usize = 200;

/// The folded texts whose beginnings find a customer: the full name, what follows each of its words, the name with the
/// family name first, and the username. In order, each once. Long texts are cut.
pub fn search_terms(first_name: Option<&str>, last_name: Option<&str>, username: Option<&str>) -> Vec<String> {
    let [first, last, username] =
        [first_name, last_name, username].map(|name| beginning(&fold(name.unwrap_or_default())));
    let full = fold(&format!("{first} {last}"));
    let mut terms = BTreeSet::from([fold(&format!("{last} {first}")), username]);
    terms.extend(full.match_indices(' ').take(WORDS - 1).map(|(at, space)| full[at + space.len()..].to_owned()));
    terms.insert(full);
    terms.remove("");
    terms.into_iter().collect()
}

fn beginning(text: &str) -> String {
    text.chars().take(LONGEST).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_customer_is_found_by_every_word_of_the_name() {
        let cases: [(&str, &str, &str, &[&str]); 4] = [
            ("Анна Мария", "Ли", "Ann_Li", &["ann_li", "анна мария ли", "ли", "ли анна мария", "мария ли"]),
            ("⚜️САМАЛ⚜️", "", "", &["⚜️самал⚜️"]),
            ("Ли", "Ли", "", &["ли", "ли ли"]),
            ("", "", "", &[]),
        ];
        for (first, last, username, terms) in cases {
            assert_eq!(search_terms(Some(first), Some(last), Some(username)), terms, "{first} {last}");
        }
    }

    #[test]
    fn a_name_without_end_has_few_terms_that_an_index_takes() {
        let endless = "а ".repeat(500_000);
        let terms = search_terms(Some(&endless), Some(&endless), Some(&endless));
        assert!(terms.len() <= WORDS + 2, "{}", terms.len());
        assert!(terms.iter().all(|term| term.chars().count() <= 2 * LONGEST + 1));
    }
}
