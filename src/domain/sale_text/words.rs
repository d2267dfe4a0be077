//! The words that staff type beside goods and amounts, in all languages.

use std::collections::BTreeMap;

use crate::domain::fold;

/// What a word or a phrase stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WordClass {
    /// Points of the main wallet: "бонус", "баллы", "points".
    Points,
    /// Points that friends brought: "друзья", "friend points".
    Referral,
    /// Expressly no points: "без бонусов".
    NoPoints,
    /// Redeem them: "списать".
    Spend,
    /// Pay, with points only where a word for points follows: "оплата баллами".
    Pay,
    /// As many as the limits allow: "все".
    All,
    /// The rest stays unpaid: "долг".
    Debt,
    /// Expressly no debt: "не в долг".
    NoDebt,
    /// What is left to pay, before how it is paid: "остальное".
    Rest,
    /// "скидка".
    Discount,
    /// Goods that come back: "возврат".
    Return,
    /// A sum of other lines: "итого", "к оплате".
    Total,
    /// Before a sum, where a sale has no more than that: "на".
    SumOf,
    /// Other figures of a receipt: "будет начислено".
    Receipt,
    /// How a sale is paid: "наличные", "карта".
    Payment,
    /// A part that is paid, or what is given back of a payment: "аванс", "сдача".
    PaidPart,
    /// How much of an item: "кол-во", "qty".
    Quantity,
    /// Above the columns of a table: "наименование", "цена".
    Header,
    /// Below a preview: "всё верно?".
    Question,
    /// Before a customer's code or phone number: "код", "клиент", "тел".
    Code,
    /// Beside the customer who stands behind the goods: "для".
    For,
    /// Between a quantity and the price of one: "по".
    Each,
    /// Behind the price of one: "each".
    Apiece,
    /// Between a quantity and the price of all of it: "за".
    Altogether,
    /// What is counted: "шт", "pcs".
    Unit,
    /// What is measured, and sold by this unit: "кг", "л".
    Measure,
    /// What is measured, and mostly sold by a larger unit: "г", "мл".
    SmallMeasure,
    /// A number of pieces that stands for the pieces too, behind their name: "экөө".
    Collective,
    /// Between two goods: "и".
    And,
    /// A thousand of what stands before it: "тыс".
    Thousand,
    /// A million of what stands before it: "млн".
    Million,
}

/// The words of an invoice of one message.
#[derive(Clone, Debug, Default)]
pub struct SaleWords {
    classes: BTreeMap<String, Vec<WordClass>>,
    /// Numbers in letters, with their digits.
    counts: BTreeMap<String, String>,
}

impl SaleWords {
    /// Of phrases with what they stand for, in any case and with any apostrophes.
    pub fn new(phrases: impl IntoIterator<Item = (WordClass, String)>) -> Self {
        let mut words = Self::default();
        for (class, phrase) in phrases {
            // A hyphen divides a word in what is typed, and a question mark is no part of it.
            let phrase = phrase.replace('-', " ");
            let classes = words.classes.entry(key(phrase.trim_end_matches('?'))).or_default();
            if !classes.contains(&class) {
                classes.push(class);
            }
        }
        words
    }

    /// With words for numbers of pieces, each behind its digits: "2", "два".
    #[must_use]
    pub fn with_counts(mut self, counts: impl IntoIterator<Item = (String, String)>) -> Self {
        self.counts.extend(counts.into_iter().map(|(digits, word)| (key(&word), digits)));
        self
    }

    /// The digits of a number of pieces in letters.
    pub(super) fn count(&self, word: &str) -> Option<&str> {
        self.counts.get(&key(word)).map(String::as_str)
    }

    /// Does a word or phrase stand for this?
    pub(in crate::domain) fn is(&self, class: WordClass, phrase: &str) -> bool {
        self.classes.get(&key(phrase)).is_some_and(|classes| classes.contains(&class))
    }

    /// What the words stand for, where all of them belong to phrases of these classes.
    pub(super) fn classes(&self, words: &[&str], of: &[WordClass]) -> Option<Vec<WordClass>> {
        let mut found = Vec::new();
        let mut rest = words;
        while !rest.is_empty() {
            let (class, length) = (1..=rest.len().min(LONGEST_PHRASE)).rev().find_map(|length| {
                let classes = self.classes.get(&key(&rest[..length].join(" ")))?;
                classes.iter().find(|class| of.contains(class)).map(|class| (*class, length))
            })?;
            found.push(class);
            rest = &rest[length..];
        }
        Some(found)
    }
}

/// The most words of a phrase.
const LONGEST_PHRASE: usize = 4;

/// Is it one of the apostrophes that people type and keyboards offer?
pub(super) const fn is_apostrophe(character: char) -> bool {
    matches!(character, '\'' | '`' | '´' | '‘' | '’' | '‛' | '′' | 'ʹ' | 'ʻ' | 'ʼ' | 'ʽ' | 'ˈ' | '＇')
}

/// A word as it is compared: folded, without apostrophes, so that every kind of them is the same, and in one alphabet.
pub(in crate::domain) fn key(text: &str) -> String {
    let folded = fold(&text.replace(is_apostrophe, ""));
    if folded.is_ascii() {
        return folded;
    }
    folded.split(' ').map(in_one_alphabet).collect::<Vec<_>>().join(" ")
}

/// Latin letters, and the Cyrillic ones that look like them, small or capital.
const LOOK_ALIKE: [(char, char); 13] = [
    ('a', 'а'),
    ('b', 'в'),
    ('c', 'с'),
    ('e', 'е'),
    ('h', 'н'),
    ('i', 'і'),
    ('k', 'к'),
    ('m', 'м'),
    ('o', 'о'),
    ('p', 'р'),
    ('t', 'т'),
    ('x', 'х'),
    ('y', 'у'),
];

/// A word of both alphabets in the one that its other letters are of; a keyboard in the wrong layout leaves such words.
fn in_one_alphabet(word: &str) -> String {
    let is_latin = |c: char| c.is_ascii_alphabetic();
    let is_cyrillic = |c: char| matches!(c, '\u{400}'..='\u{52f}');
    if !(word.contains(is_latin) && word.contains(is_cyrillic)) {
        return word.to_owned();
    }
    let only_latin = |c: char| is_latin(c) && LOOK_ALIKE.iter().all(|(latin, _)| *latin != c);
    let only_cyrillic = |c: char| is_cyrillic(c) && LOOK_ALIKE.iter().all(|(_, cyrillic)| *cyrillic != c);
    let to_latin = word.contains(only_latin) && !word.contains(only_cyrillic);
    let twin = |c: char| {
        let pair = LOOK_ALIKE.iter().find(|(latin, cyrillic)| if to_latin { *cyrillic == c } else { *latin == c });
        pair.map_or(c, |(latin, cyrillic)| if to_latin { *latin } else { *cyrillic })
    };
    word.chars().map(twin).collect()
}
