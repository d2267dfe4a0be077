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
    /// Redeem them: "списать".
    Spend,
    /// Pay, with points only where a word for points follows: "оплата баллами".
    Pay,
    /// As many as the limits allow: "все".
    All,
    /// The rest stays unpaid: "долг".
    Debt,
    /// "скидка".
    Discount,
    /// A sum of other lines: "итого", "к оплате".
    Total,
    /// Before a customer's code: "код", "клиент".
    Code,
    /// Between a quantity and the price of one: "по".
    Each,
    /// Between a quantity and the price of all of it: "за".
    Altogether,
    /// What is counted: "шт", "pcs".
    Unit,
    /// What is measured, and sold by this unit: "кг", "л".
    Measure,
    /// What is measured, and mostly sold by a larger unit: "г", "мл".
    SmallMeasure,
    /// Between two goods: "и".
    And,
}

/// The words of an invoice of one message.
#[derive(Clone, Debug, Default)]
pub struct SaleWords(BTreeMap<String, Vec<WordClass>>);

impl SaleWords {
    /// Of phrases with what they stand for, in any case and with any apostrophes.
    pub fn new(phrases: impl IntoIterator<Item = (WordClass, String)>) -> Self {
        let mut words = Self::default();
        for (class, phrase) in phrases {
            let classes = words.0.entry(key(&phrase)).or_default();
            if !classes.contains(&class) {
                classes.push(class);
            }
        }
        words
    }

    /// Does a word or phrase stand for this?
    pub(super) fn is(&self, class: WordClass, phrase: &str) -> bool {
        self.0.get(&key(phrase)).is_some_and(|classes| classes.contains(&class))
    }

    /// What the words stand for, where all of them belong to phrases of these classes.
    pub(super) fn classes(&self, words: &[&str], of: &[WordClass]) -> Option<Vec<WordClass>> {
        let mut found = Vec::new();
        let mut rest = words;
        while !rest.is_empty() {
            let (class, length) = (1..=rest.len().min(LONGEST_PHRASE)).rev().find_map(|length| {
                let classes = self.0.get(&key(&rest[..length].join(" ")))?;
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

/// A word as it is compared: folded and without apostrophes, so that every kind of them is the same.
pub(in crate::domain) fn key(text: &str) -> String {
    fold(&text.replace(is_apostrophe, ""))
}
