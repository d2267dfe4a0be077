//! By which words a customer is found.

use std::collections::BTreeSet;

use super::fold;

/// The folded texts whose beginnings find a customer: the full name, what follows each of its words, the name with the
/// family name first, and the username. In order, each once.
pub fn search_terms(first_name: Option<&str>, last_name: Option<&str>, username: Option<&str>) -> Vec<String> {
    let first = fold(first_name.unwrap_or_default());
    let last = fold(last_name.unwrap_or_default());
    let username = fold(username.unwrap_or_default());
    let full = fold(&format!("{first} {last}"));
    let mut terms = BTreeSet::from([fold(&format!("{last} {first}")), username]);
    terms.extend(full.match_indices(' ').map(|(at, space)| full[at + space.len()..].to_owned()));
    terms.insert(full);
    terms.remove("");
    terms.into_iter().collect()
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
}
