//! A share that is taken off: "-10%", "Чай 350 -10%", "Tea 350 10% off". "Сметана 10% 350" is a name.

use super::{
    reader::SaleReader,
    tokens::{Kind, Token},
    words::WordClass,
};

impl SaleReader<'_> {
    /// Does a line take a share off a price?
    pub(super) fn takes_share_off(&self, line: &[Token<'_>]) -> bool {
        (1..line.len())
            .any(|at| line[at].text == "%" && line[at - 1].kind == Kind::Number && self.is_taken_off(line, at))
    }

    /// Is the share taken off whose sign is at this place?
    fn is_taken_off(&self, line: &[Token<'_>], sign: usize) -> bool {
        let says_discount =
            |token: &Token<'_>| token.kind == Kind::Word && self.words.is(WordClass::Discount, token.text);
        let is_beside = |token: &Token<'_>| {
            says_discount(token)
                || matches!(token.kind, Kind::Dash)
                || matches!(token.text, "(" | ")" | "." | "," | "!")
        };
        let number = sign - 1;
        let before = &line[..line[..number].iter().rposition(|token| !is_beside(token)).map_or(0, |last| last + 1)];
        let has_minus = number > 0 && line[number - 1].kind == Kind::Dash && line[number].is_tight();
        if line[sign + 1..].iter().all(is_beside) {
            let is_alone = before.is_empty();
            return is_alone || has_minus || self.goods(before).is_ok_and(|found| found.is_named());
        }
        // "Чай -10% 350": whether 350 is the price before it or after is not said.
        has_minus && !line[number - 1].is_tight() && !before.is_empty()
    }
}
