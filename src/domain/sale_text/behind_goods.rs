//! A customer who stands behind the goods: "хлеб 250 для 10012", "non 3000 10012 uchun".

use super::{
    first_line::{is_code_alone, is_phone, of_customer},
    reader::SaleReader,
    reading::{Found, Named},
    tokens::{normalized, tokens},
    words::WordClass,
};

/// The most words beside the customer: "для клиента".
const MOST_WORDS: usize = 2;

impl SaleReader<'_> {
    /// Goods with the code or the phone number of the customer behind them, and a word that says so. The number may be a price of
    /// goods that end with that word, so it is asked about.
    pub(super) fn customer_behind(&self, line: &str) -> Option<Found> {
        let starts: Vec<usize> =
            line.split_whitespace().map(|word| word.as_ptr().addr() - line.as_ptr().addr()).collect();
        let is_for = |words: &str| self.words.is(WordClass::For, words.trim());
        let is_customer = |who: &str| is_code_alone(who) || is_phone(who);
        let divided = starts.iter().enumerate().skip(1).find_map(|(place, start)| {
            let (goods, behind) = line.split_at(*start);
            (1..=MOST_WORDS)
                .find_map(|words| {
                    // "для клиента 10012", "10012 uchun"
                    let after = starts.get(place + words)?;
                    let (word, who) = line[*start..].split_at(after - start);
                    let before = starts[starts.len() - words];
                    if is_for(word) && is_customer(who.trim()) {
                        Some((goods, who))
                    } else if before > *start && is_for(&line[before..]) && is_customer(line[*start..before].trim()) {
                        Some((goods, &line[*start..before]))
                    } else {
                        None
                    }
                })
                .filter(|_| !behind.is_empty())
        });
        let (goods, who) = divided?;
        let goods = goods.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '-' | '–' | '—'));
        let sold = self.line(goods).ok().filter(Found::sells)?;
        let who = who.trim_matches(|c: char| c.is_whitespace() || matches!(c, '.' | ',' | ';'));
        let customer = of_customer(Named { by: who.to_owned(), called: None }).and(&sold);
        Some(match self.goods(&tokens(&normalized(line))) {
            Ok(literal) => customer.or(literal),
            Err(_) => customer.doubtful(),
        })
    }
}
