//! Lines that are no goods: points, a debt, and what is refused because it looks like goods: a discount, a total.
//!
//! Such a line consists of words for these and at most one amount; "Бонусная карта 500" has another word, and is goods.

use super::{
    amounts::joined,
    fault::LineError,
    number,
    reader::SaleReader,
    reading::{Found, Reading, Redeem},
    tokens::{Kind, Token, normalized, tokens},
    words::{WordClass, key},
};
use crate::domain::{Money, PointsWallet, Redemption, currency::CurrencyMark};

/// The classes of the words that such a line may hold.
const CLASSES: [WordClass; 8] = [
    WordClass::Total,
    WordClass::Discount,
    WordClass::Referral,
    WordClass::Points,
    WordClass::Spend,
    WordClass::Pay,
    WordClass::Debt,
    WordClass::All,
];

impl SaleReader<'_> {
    /// Reads a line that is no goods; `None` where it is goods, or something else.
    pub(super) fn statement(&self, line: &[Token<'_>]) -> Option<Result<Found, LineError>> {
        let parts = self.parts(line)?;
        let classes = self.words.classes(&parts.words, &CLASSES)?;
        let has = |class| classes.contains(&class);
        if has(WordClass::Discount) {
            return Some(Err(LineError::Discount));
        }
        if parts.is_percentage {
            return None;
        }
        if has(WordClass::Total) {
            return Some(Err(LineError::Total));
        }
        let on_credit = has(WordClass::Debt);
        if !(has(WordClass::Points) || has(WordClass::Referral) || has(WordClass::Spend)) {
            let debt = Reading { on_credit, ..Reading::default() };
            return match parts.amount {
                _ if !on_credit => None,
                None => Some(Ok(Found::certain(debt))),
                // "5000 долг" is a sum that is left as a debt.
                Some(_) if line[0].kind == Kind::Number => None,
                Some(_) => Some(Err(LineError::DebtWithAmount)),
            };
        }
        let wallet = if has(WordClass::Referral) { PointsWallet::Referral } else { PointsWallet::Main };
        let redeem = |points| Reading { redemption: Some(points), on_credit, ..Reading::default() };
        let spend = |points| redeem(Redeem::Points(Redemption { wallet, points }));
        match (parts.amount, has(WordClass::All)) {
            (Some(_), true) => None,
            (None, true) => Some(Ok(Found::certain(spend(None)))),
            (None, false) => Some(Err(LineError::PointsMissing)),
            (Some(amount), false) => Some(number::money(&amount, self.language).map(|values| {
                let reading = |points: &Money| match *points {
                    Money::ZERO => redeem(Redeem::Nothing),
                    points => spend(Some(points)),
                };
                Found { readings: values.list.iter().map(reading).collect(), is_certain: values.is_certain }
            })),
        }
    }

    /// Would a line of this name be read as something else than goods?
    pub(super) fn is_reserved(&self, name: &str) -> bool {
        let line = normalized(&format!("{name}: 1"));
        self.statement(&tokens(&line)).is_some()
    }

    /// The words and the one amount of a line; `None` where it holds something else.
    fn parts<'t>(&self, line: &[Token<'t>]) -> Option<Parts<'t>> {
        let mut parts = Parts { words: Vec::new(), amount: None, is_percentage: false };
        let mut at = 0;
        while let Some(token) = line.get(at) {
            let next = line.get(at + 1);
            let follows_amount = at > 0 && line[at - 1].kind == Kind::Number;
            match token.kind {
                Kind::Number => {
                    let (text, length) = joined(&line[at..]);
                    if parts.amount.replace(text).is_some() {
                        return None;
                    }
                    at += length - 1;
                }
                Kind::Word if follows_amount && self.mark(token) == Some(CurrencyMark::Own) => {}
                Kind::Word if parts.words.len() == MOST_WORDS => return None,
                Kind::Word => parts.words.push(token.text),
                Kind::Sign => {
                    let beside_amount = follows_amount || next.is_some_and(|next| next.kind == Kind::Number);
                    if !beside_amount || self.mark(token) != Some(CurrencyMark::Own) {
                        return None;
                    }
                }
                Kind::Dash | Kind::Equals => {}
                Kind::Other if token.text == "%" && follows_amount => parts.is_percentage = true,
                // Pictures and punctuation, but not "+200", "#200", "1/2".
                Kind::Other if !token.text.is_ascii() || matches!(token.text, "." | "," | ";" | "!" | "(" | ")") => {}
                Kind::Other | Kind::Times | Kind::At => return None,
            }
            at += 1;
        }
        Some(parts).filter(|parts| !parts.words.is_empty())
    }

    /// Whose currency a token is a mark of.
    pub(super) fn mark(&self, token: &Token<'_>) -> Option<CurrencyMark> {
        match token.kind {
            Kind::Word | Kind::Sign => self.currency.mark(&key(token.text)),
            _ => None,
        }
    }
}

/// The most words of such a line.
const MOST_WORDS: usize = 8;

struct Parts<'t> {
    words: Vec<&'t str>,
    amount: Option<String>,
    is_percentage: bool,
}
