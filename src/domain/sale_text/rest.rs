//! What is left to pay behind a part that was paid: "500 баллами, остальное картой", "500 нал, остальное в долг".

use super::{
    fault::LineError,
    reader::SaleReader,
    reading::{Found, Reading},
    tokens::{Kind, Token, normalized, tokens},
    words::WordClass,
};

/// The most tokens that say how the rest is paid.
const LONGEST_REST: usize = 10;

/// What the end of a line says of the rest.
struct Rest<'l, 't> {
    /// What stands before it.
    head: &'l [Token<'t>],
    /// It is left as a debt.
    is_debt: bool,
    /// It says how the rest is paid.
    is_paid: bool,
    /// It has an amount beside it.
    has_amount: bool,
}

impl SaleReader<'_> {
    /// Reads a part that is paid with points or money, and words for the rest. How the rest is paid says nothing that is written
    /// down.
    pub(super) fn with_rest(&self, line: &[Token<'_>]) -> Option<Result<Found, LineError>> {
        let rest = self.rest(line)?;
        let debt = Found::certain(Reading { on_credit: rest.is_debt, ..Reading::default() });
        if rest.head.is_empty() {
            return (rest.is_debt && !rest.has_amount).then_some(Ok(debt));
        }
        let found = match self.statement(rest.head) {
            Some(Ok(found)) => found.and(&debt),
            Some(Err(why)) => return Some(Err(why)),
            None if self.paid(rest.head).is_none() => return None,
            // A part is paid, and a debt is always the whole rest.
            None if rest.is_debt => return Some(Err(LineError::Payment)),
            None => debt,
        };
        Some(Ok(if rest.has_amount { found.doubtful() } else { found }))
    }

    /// Does a line of a message say that the sale is paid now: how, or that it leaves no debt?
    pub fn says_paid(&self, message: &str) -> bool {
        message.lines().any(|line| {
            let line = normalized(line);
            let line = tokens(line.trim());
            let denies_debt =
                || self.parts(&line).is_some_and(|parts| parts.amount.is_none() && self.denies_debt(&parts.words));
            line.len() <= LONGEST_REST
                && (self.is_way_of_paying(&line)
                    || self.paid(&line).is_some()
                    || self.rest(&line).is_some_and(|rest| rest.is_paid)
                    || denies_debt())
        })
    }

    /// "не в долг", "без долга, картой"
    pub(super) fn denies_debt(&self, words: &[&str]) -> bool {
        let classes = self.words.classes(words, &[WordClass::NoDebt, WordClass::Payment, WordClass::Pay]);
        classes.is_some_and(|classes| classes.contains(&WordClass::NoDebt))
    }

    /// The longest end of a line that consists of words for the rest, and for how it is paid.
    fn rest<'l, 't>(&self, line: &'l [Token<'t>]) -> Option<Rest<'l, 't>> {
        const CLASSES: [WordClass; 4] = [WordClass::Rest, WordClass::Debt, WordClass::Payment, WordClass::Pay];
        let first = line.len().saturating_sub(LONGEST_REST);
        (first..line.len()).filter(|at| line[*at].kind == Kind::Word).find_map(|at| {
            let parts = self.parts(&line[at..]).filter(|parts| !parts.is_percentage)?;
            let classes = self.words.classes(&parts.words, &CLASSES)?;
            let has = |class| classes.contains(&class);
            let is_debt = has(WordClass::Debt);
            let is_paid = has(WordClass::Payment) || has(WordClass::Pay);
            let head = self.without_joints(&line[..at]);
            // "остальное 500" may be goods.
            let is_rest = has(WordClass::Rest) && !(is_debt && is_paid) && (is_debt || is_paid || !head.is_empty());
            is_rest.then_some(Rest { head, is_debt, is_paid, has_amount: parts.amount.is_some() })
        })
    }
}
