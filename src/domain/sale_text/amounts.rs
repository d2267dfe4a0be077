//! Numbers within a line, with what stands beside them: a unit, a currency.

use super::{
    fault::LineError,
    number::{self, is_number},
    reader::SaleReader,
    tokens::{Kind, Space, Token, is_behind_dash},
    words::WordClass,
};
use crate::domain::{Quantity, currency::CurrencyMark};

/// The largest number that is rather a count of pieces than a price.
pub(super) const SMALL_COUNT: Quantity = Quantity::from_milli(20_000);

/// Keeps the groups of a number together.
pub(super) const GLUE: char = '\u{a0}';

const THOUSAND: u32 = 1_000;
const MILLION: u32 = 1_000_000;

/// A number that ends a part of a line.
#[derive(Clone, Debug)]
pub(super) struct Operand<'t> {
    /// The first of its tokens.
    pub(super) start: usize,
    /// The number.
    pub(super) text: String,
    /// Its last group alone, and the token of it, where plain spaces part the groups: the others may belong to what stands before.
    pub(super) last_group: Option<(usize, &'t str)>,
    /// The unit after it.
    pub(super) unit: Option<(WordClass, &'t str)>,
    /// It is a price: there is a mark of the shop's currency beside it, or "по", "each", "/шт".
    pub(super) is_money: bool,
    /// It is the price of one; the unit of "350/кг".
    pub(super) per: Option<Per<'t>>,
}

/// What a price of one is for.
#[derive(Clone, Copy, Debug)]
pub(super) enum Per<'t> {
    /// A piece.
    Piece,
    /// What is measured in this unit.
    Measure(&'t str),
}

impl<'t> Operand<'t> {
    /// A number that begins at a token, with nothing beside it.
    pub(super) fn plain(start: usize, text: &str) -> Self {
        Self { start, text: text.to_owned(), last_group: None, unit: None, is_money: false, per: None }
    }

    /// Its last group as an operand of its own; `None` where it has one group, or the last one could not stand alone.
    pub(super) fn last_alone(&self) -> Option<Self> {
        let (start, text) = self.last_group.filter(|(_, text)| !text.starts_with('0'))?;
        Some(Self { start, text: text.to_owned(), last_group: None, ..self.clone() })
    }
}

impl SaleReader<'_> {
    /// The number with its unit or currency that ends at the token `end`; `None` where there is none.
    pub(super) fn operand<'t>(&self, line: &[Token<'t>], end: usize) -> Result<Option<Operand<'t>>, LineError> {
        if let Some(price) = self.with_minor_units(line, end)? {
            return Ok(Some(price));
        }
        let mut last = end;
        // "шт.", "тг."
        if last >= 2 && line[last - 1].text == "." && line[last - 1].is_tight() && line[last - 2].kind == Kind::Word {
            last -= 1;
        }
        let per = self.per_one(line, last);
        if let Some((at, _)) = per {
            last = at;
        }
        let mut is_money = per.is_some();
        let mut unit = None;
        if last >= 2 && self.ends_number(line, last - 1) {
            let token = &line[last - 1];
            let mark = self.mark(token);
            unit = self.unit(token).filter(|_| mark != Some(CurrencyMark::Own) && per.is_none());
            if unit.is_some() || mark == Some(CurrencyMark::Own) {
                is_money |= unit.is_none();
                last -= 1;
            } else if mark == Some(CurrencyMark::Foreign) {
                return Err(LineError::AnotherCurrency);
            }
        }
        let scale =
            last.checked_sub(2).and_then(|at| self.scale(&line[at + 1]).filter(|_| line[at].kind == Kind::Number));
        last -= usize::from(scale.is_some());
        if is_behind_dash(line, last) {
            let whole = self.behind_dash(line, last)?;
            return Ok(whole.map(|whole| Operand { is_money: is_money || whole.is_money, unit, ..whole }));
        }
        let Some(mut start) = last.checked_sub(1) else { return Ok(None) };
        if line[start].kind != Kind::Number || !is_number(line[start].text) {
            return Ok(None);
        }
        let number_end = start;
        while start > 0 && is_group_after(&line[start - 1], &line[start]) && begins_word(line, start - 1) {
            start -= 1;
            if line[start].text.len() < 3 {
                break;
            }
        }
        if !begins_word(line, start) {
            return Ok(None);
        }
        if is_negative(line, start) {
            return Err(LineError::Negative);
        }
        let mut text =
            line[start..=number_end].iter().map(|token| token.text).collect::<Vec<_>>().join(&GLUE.to_string());
        let mut last_group = (start < number_end).then(|| (number_end, line[number_end].text));
        if let Some(scale) = scale {
            let Some(written) = number::scaled(&text, scale) else { return Ok(None) };
            text = written;
            last_group = None;
        }
        while unit.is_none()
            && let Some((at, written)) = self.with_larger(line, start, &text)
        {
            (start, text, last_group) = (at, written, None);
        }
        if let Some(before) = start.checked_sub(1)
            && self.is_mark_before(line, before)?
        {
            is_money = true;
            start = before;
        }
        if unit.is_none() && self.begins_with_each(line, start) {
            is_money = true;
            start -= 1;
        }
        Ok(Some(Operand { start, text, last_group, unit, is_money, per: per.map(|(_, per)| per) }))
    }

    /// "350/шт", "350 за кг", "350 each": the end of the price itself, and what it is for.
    fn per_one<'t>(&self, line: &[Token<'t>], end: usize) -> Option<(usize, Per<'t>)> {
        let last = line[..end].last()?;
        // "350-ден"
        let has_dash = end >= 3 && line[end - 2].kind == Kind::Dash && line[end - 2].is_tight() && last.is_tight();
        if has_dash && last.kind == Kind::Word && self.words.is(WordClass::Apiece, last.text) {
            return self.ends_price(line, end - 2).then_some((end - 2, Per::Piece));
        }
        if end >= 3 && (line[end - 2].text == "/" || self.words.is(WordClass::Altogether, line[end - 2].text)) {
            let (class, unit) = self.unit(last).filter(|_| self.ends_price(line, end - 2))?;
            return Some((end - 2, if class == WordClass::Unit { Per::Piece } else { Per::Measure(unit) }));
        }
        let is_apiece = end >= 2 && last.kind == Kind::Word && self.words.is(WordClass::Apiece, last.text);
        if !is_apiece || !self.ends_price(line, end - 1) {
            return None;
        }
        // "2 ea" are two.
        let is_count = self.unit(last).is_some()
            && number::quantity(line[end - 2].text, self.language).is_ok_and(|values| values.list[0] <= SMALL_COUNT);
        (!is_count).then_some((end - 1, Per::Piece))
    }

    /// Is the token before `end` a number, or a thousand, a million or a mark behind one?
    fn ends_price(&self, line: &[Token<'_>], end: usize) -> bool {
        self.ends_number(line, end)
            || (end >= 2 && self.mark(&line[end - 1]) == Some(CurrencyMark::Own) && self.ends_number(line, end - 1))
    }

    /// Is the token before `end` a number, or a thousand or million behind one?
    fn ends_number(&self, line: &[Token<'_>], end: usize) -> bool {
        let is_number = |at: usize| line[at].kind == Kind::Number;
        end >= 1 && (is_number(end - 1) || (end >= 2 && self.scale(&line[end - 1]).is_some() && is_number(end - 2)))
    }

    /// What a word behind a number multiplies it by.
    pub(super) fn scale(&self, token: &Token<'_>) -> Option<u32> {
        let is = |class| token.kind == Kind::Word && self.words.is(class, token.text);
        if is(WordClass::Thousand) {
            return Some(THOUSAND);
        }
        is(WordClass::Million).then_some(MILLION)
    }

    /// "1 млн 200 тыс", "2 ming 500": the number with the thousands or millions before it, and where they begin.
    fn with_larger(&self, line: &[Token<'_>], start: usize, text: &str) -> Option<(usize, String)> {
        let at = start.checked_sub(2)?;
        let (number, word) = (&line[at], &line[at + 1]);
        let scale = self.scale(word).filter(|_| word.text.chars().count() > 1 && !line[start].is_tight())?;
        let is_whole = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let text = text.replace(GLUE, "");
        let is_plain = number.kind == Kind::Number && is_whole(number.text) && begins_word(line, at);
        let (larger, smaller): (u64, u64) = (number.text.parse().ok()?, text.parse().ok()?);
        let is_part = is_plain && is_whole(&text) && (100..u64::from(scale)).contains(&smaller);
        if !is_part || larger > 999 {
            return None;
        }
        // "1 млн 200" are thousands.
        let is_short = scale == MILLION && smaller < 1_000;
        let smaller = if is_short { smaller * 1_000 } else { smaller };
        Some((at, (larger * u64::from(scale) + smaller).to_string()))
    }

    /// "1 млн 200": are there millions with a number behind them that may be thousands?
    pub(super) fn may_be_thousands(&self, line: &[Token<'_>]) -> bool {
        line.windows(3).enumerate().any(|(at, three)| {
            let is_number = |token: &Token<'_>| token.kind == Kind::Number && token.text.len() == 3;
            let is_scaled = line.get(at + 3).is_some_and(|next| self.scale(next).is_some() || is_number(next));
            self.scale(&three[1]) == Some(MILLION)
                && three[0].kind == Kind::Number
                && is_number(&three[2])
                && !is_scaled
        })
    }

    /// Is a word a unit, a currency or the like, which stands behind a number?
    pub(super) fn belongs_to_number(&self, token: &Token<'_>) -> bool {
        self.unit(token).is_some()
            || self.mark(token).is_some()
            || self.scale(token).is_some()
            || self.is_minor(token)
            || self.words.is(WordClass::Apiece, token.text)
    }

    /// "Чай по 350": is there a word for the price of one before it, which stands behind no quantity?
    fn begins_with_each(&self, line: &[Token<'_>], start: usize) -> bool {
        let Some(each) = start.checked_sub(1).map(|at| &line[at]) else { return false };
        let follows_quantity = start >= 2 && {
            let before = &line[start - 2];
            matches!(before.kind, Kind::Number | Kind::Sign | Kind::Times)
                || before.text == "."
                || self.belongs_to_number(before)
        };
        each.kind == Kind::Word && self.words.is(WordClass::Each, each.text) && !follows_quantity
    }

    /// The unit that a token names.
    pub(super) fn unit<'t>(&self, token: &Token<'t>) -> Option<(WordClass, &'t str)> {
        if token.kind != Kind::Word {
            return None;
        }
        [WordClass::Unit, WordClass::Measure, WordClass::SmallMeasure]
            .into_iter()
            .find(|class| self.words.is(*class, token.text))
            .map(|class| (class, token.text))
    }

    /// "€5", "EUR 5", "тг 350". A word alone before the amount is what is sold.
    fn is_mark_before(&self, line: &[Token<'_>], at: usize) -> Result<bool, LineError> {
        let token = &line[at];
        if at > 0 && line[at - 1].kind == Kind::Number {
            // "350 ₸ 2": it belongs to the amount before it.
            return Ok(false);
        }
        match self.mark(token) {
            Some(CurrencyMark::Own) => {
                let is_code = token.text.eq_ignore_ascii_case(self.currency.as_str());
                Ok(token.kind == Kind::Sign || is_code || at > 0)
            }
            Some(CurrencyMark::Foreign) if token.kind == Kind::Sign => Err(LineError::AnotherCurrency),
            _ => Ok(false),
        }
    }
}

/// The number that a part of a line begins with, its groups joined, and how many tokens it takes.
pub(super) fn joined(line: &[Token<'_>]) -> (String, usize) {
    let mut length = 1;
    while length < line.len()
        && is_group_after(&line[length - 1], &line[length])
        && (length > 1 || line[0].text.len() <= 3)
    {
        length += 1;
    }
    (line[..length].iter().map(|token| token.text).collect::<Vec<_>>().join(&GLUE.to_string()), length)
}

/// Is `token` the next three digits of the number that `before` ends, behind one plain space?
pub(super) fn is_group_after(before: &Token<'_>, token: &Token<'_>) -> bool {
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, decimals) = token.text.split_once([',', '.']).unwrap_or((token.text, ""));
    // "512 350,000" are two numbers: three digits behind a mark are no decimals of a price.
    token.kind == Kind::Number
        && !(decimals.len() == 3 && is_digits(decimals))
        && before.kind == Kind::Number
        && token.space == Space::One
        && before.text.len() <= 3
        && is_digits(before.text)
        && whole.len() == 3
        && is_digits(whole)
}

/// Does the number at a token begin a word, or follow a sign that ends one?
pub(super) fn begins_word(line: &[Token<'_>], at: usize) -> bool {
    if at == 0 || !line[at].is_tight() {
        return true;
    }
    match line[at - 1].kind {
        Kind::Times | Kind::At | Kind::Equals | Kind::Sign => true,
        Kind::Dash => at == 1 || !line[at - 1].is_tight(),
        Kind::Number | Kind::Word | Kind::Other => false,
    }
}

/// "-500": a hyphen or minus that stands at the number and not at the word before it.
fn is_negative(line: &[Token<'_>], at: usize) -> bool {
    at > 0 && line[at].is_tight() && matches!(line[at - 1].text, "-" | "−")
}
