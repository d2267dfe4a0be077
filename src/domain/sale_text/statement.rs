//! Lines that are no goods: points, a debt, and what is refused because it looks like goods: a discount, a quantity.
//!
//! Such a line consists of words for these and at most one amount, or of several such parts; "Бонусная карта 500" has another
//! word, and is goods.

use super::{
    fault::LineError,
    number,
    reader::SaleReader,
    reading::{Found, Reading, Redeem},
    tokens::{Kind, Token, normalized, tokens},
    words::WordClass,
};
use crate::domain::{Money, PointsWallet, Redemption, currency::CurrencyMark};

/// The classes of the words that such a line may hold.
const CLASSES: [WordClass; 12] = [
    WordClass::Total,
    WordClass::Receipt,
    WordClass::Discount,
    WordClass::Return,
    WordClass::Referral,
    WordClass::Points,
    WordClass::Spend,
    WordClass::Pay,
    WordClass::Debt,
    WordClass::All,
    WordClass::PaidPart,
    WordClass::Quantity,
];
/// The most tokens of a line of several parts.
const LONGEST: usize = 40;

impl SaleReader<'_> {
    /// Reads a line that is no goods; `None` where it is goods, or something else.
    pub(super) fn statement(&self, line: &[Token<'_>]) -> Option<Result<Found, LineError>> {
        self.with_rest(line).or_else(|| self.one_statement(line)).or_else(|| self.statements(line))
    }

    fn one_statement(&self, line: &[Token<'_>]) -> Option<Result<Found, LineError>> {
        let parts = self.parts(line)?;
        let taken_off = || {
            // "минус сертификат 500"
            let classes = self.words.classes(&parts.words, &[WordClass::Discount, WordClass::Payment])?;
            classes.contains(&WordClass::Discount).then_some(classes)
        };
        if parts.amount.is_none()
            && let Some(none) = self.without_points(&parts.words)
        {
            return Some(Ok(Found::certain(none)));
        }
        if parts.amount.is_none() && self.denies_debt(&parts.words) {
            return Some(Ok(Found::certain(Reading::default())));
        }
        let classes = self.words.classes(&parts.words, &CLASSES).or_else(taken_off)?;
        let has = |class| classes.contains(&class);
        let refused = [
            (WordClass::Discount, LineError::Discount),
            (WordClass::Return, LineError::Return),
            (WordClass::PaidPart, LineError::Payment),
        ];
        if let Some((_, why)) = refused.into_iter().find(|(class, _)| has(*class)) {
            return Some(Err(why));
        }
        let redeems = has(WordClass::Points) || has(WordClass::Referral) || has(WordClass::Spend);
        let on_credit = has(WordClass::Debt);
        if parts.is_percentage {
            // A share of the sale is no number of points.
            return if redeems {
                Some(Err(LineError::PointsMissing))
            } else {
                on_credit.then_some(Err(LineError::DebtWithAmount))
            };
        }
        if has(WordClass::Receipt) {
            return Some(Err(LineError::NotGoods));
        }
        // "hammasi" is both.
        let is_total = || !redeems && self.words.classes(&parts.words, &[WordClass::Total]).is_some();
        if has(WordClass::Total) || (parts.amount.is_some() && is_total()) {
            return Some(Err(LineError::Total));
        }
        if has(WordClass::Quantity) {
            return parts.amount.is_some().then_some(Err(LineError::QuantityAlone));
        }
        if !redeems {
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

    /// "без бонусов", "баллы не трогать, картой"
    fn without_points(&self, words: &[&str]) -> Option<Reading> {
        const CLASSES: [WordClass; 4] = [WordClass::NoPoints, WordClass::Payment, WordClass::Pay, WordClass::Debt];
        let classes = self.words.classes(words, &CLASSES)?;
        let on_credit = classes.contains(&WordClass::Debt);
        let says_none = classes.contains(&WordClass::NoPoints);
        says_none.then(|| Reading { redemption: Some(Redeem::Nothing), on_credit, ..Reading::default() })
    }

    /// "бонус 200 друзья 100", "бонус 200 карта 800": several parts, each with its amount.
    fn statements(&self, line: &[Token<'_>]) -> Option<Result<Found, LineError>> {
        let parts = self.pieces(line);
        if parts.len() < 2 {
            return None;
        }
        let read = |part: &[Token<'_>]| self.one_statement(part).or_else(|| self.paid_or_goods(part).map(Ok));
        let found: Vec<Result<Found, LineError>> = parts.into_iter().map(read).collect::<Option<_>>()?;
        let mut all = Found::certain(Reading::default());
        for found in found {
            match found {
                Ok(found) if all.redeems() && found.redeems() => return Some(Err(LineError::PointsTwice)),
                Ok(found) => all = all.and(&found),
                Err(why) => return Some(Err(why)),
            }
        }
        Some(Ok(all))
    }

    /// A line divided before each word that follows an amount, or, where it begins with an amount, before each amount.
    pub(super) fn pieces<'l, 't>(&self, line: &'l [Token<'t>]) -> Vec<&'l [Token<'t>]> {
        let Some(first) = line.iter().find(|token| matches!(token.kind, Kind::Number | Kind::Word)) else {
            return vec![line];
        };
        if line.len() > LONGEST {
            return vec![line];
        }
        let is_number = |at: usize| line[at].kind == Kind::Number;
        let begins = |at: usize| {
            if first.kind == Kind::Number {
                is_number(at) && !is_number(at - 1)
            } else {
                let before = line[..at].iter().rposition(|token| matches!(token.kind, Kind::Number | Kind::Word));
                let is_mark = self.mark(&line[at]) == Some(CurrencyMark::Own);
                line[at].kind == Kind::Word
                    && before.is_some_and(|before| {
                        let follows_mark =
                            before > 0 && is_number(before - 1) && self.mark(&line[before]) == Some(CurrencyMark::Own);
                        (is_number(before) && !is_mark) || follows_mark
                    })
            }
        };
        let mut pieces = Vec::new();
        let mut start = 0;
        for at in (1..line.len()).filter(|at| begins(*at)) {
            let says = line[start..at].iter().any(|token| token.kind == Kind::Word);
            if says {
                pieces.push(&line[start..at]);
                start = at;
            }
        }
        pieces.push(&line[start..]);
        pieces
    }

    /// Would a line of this name be read as something else than goods?
    pub(super) fn is_reserved(&self, name: &str) -> bool {
        let line = normalized(&format!("{name}: 1"));
        self.statement(&tokens(&line)).is_some()
    }

    /// The words and the one amount of a line; `None` where it holds something else.
    pub(super) fn parts<'t>(&self, line: &[Token<'t>]) -> Option<Parts<'t>> {
        let mut parts = Parts { words: Vec::new(), amount: None, is_percentage: false };
        let mut at = 0;
        while let Some(token) = line.get(at) {
            let next = line.get(at + 1);
            let follows_amount = at > 0 && line[at - 1].kind == Kind::Number;
            match token.kind {
                Kind::Number => {
                    let (text, length) = self.number_at_start(&line[at..]);
                    if parts.amount.replace(text).is_some() {
                        return None;
                    }
                    at += length - 1;
                }
                Kind::Word if follows_amount && self.mark(token) == Some(CurrencyMark::Own) => {}
                // "+ бонус 200", "и бонус 200"
                Kind::Word if parts.is_empty() && line.len() > 1 && self.words.is(WordClass::And, token.text) => {}
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
                Kind::Other
                    if token.text == "+" && parts.is_empty() && next.is_some_and(|next| next.kind == Kind::Word) => {}
                // Pictures and punctuation, but not "+200", "#200", "1/2".
                Kind::Other if !token.text.is_ascii() || matches!(token.text, "." | "," | ";" | "!" | "(" | ")") => {}
                Kind::Other | Kind::Times | Kind::At => return None,
            }
            at += 1;
        }
        Some(parts).filter(|parts| !parts.words.is_empty())
    }
}

/// The most words of such a line.
const MOST_WORDS: usize = 8;

/// What such a line consists of.
pub(super) struct Parts<'t> {
    pub(super) words: Vec<&'t str>,
    pub(super) amount: Option<String>,
    pub(super) is_percentage: bool,
}

impl Parts<'_> {
    const fn is_empty(&self) -> bool {
        self.words.is_empty() && self.amount.is_none()
    }
}
