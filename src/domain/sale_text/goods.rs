//! One item of goods, read from its end, because names may hold anything:
//!
//! ```text
//! goods    := name price | name quantity times price | quantity times name price | name times quantity price
//!           | name price times quantity | name price quantity unit       then perhaps "=" total
//!           | price name                                                 where no price stands behind the name
//!           | name word-for-quantity quantity price | name price "(" quantity unit? ")"; see `count_words`
//! times    := x | × | * | @ | "по" | …     with or without spaces
//! quantity := number unit?
//! price    := number                       a currency of the shop beside it, hundredths behind; see `minor_units`
//! number   := digits, grouped or not, perhaps with decimals; see `number`
//! ```
//!
//! - The sign that multiplies is the last one that has the whole price after it and a quantity before it. Others belong to the
//!   name: "Шуруп 4x40 5 x 12" sells five of "Шуруп 4x40"; "Кабель 3×2.5 100" sells one.
//! - A number takes every group of three digits that it can: "Люстра 12 500" costs 12 500. Groups are parted by one space; two
//!   spaces, or a tab, end a number. Where the first groups may belong to the name, it is asked; see `models`.
//! - What means two things that cost different money, or that return differently, has two readings: "Шуруп 4x40 500" is one for
//!   500 or four at 40 500; "Чай 350 x 2" is two at 350 or 350 at two.

use super::{
    amounts::{GLUE, Operand, Per, SMALL_COUNT},
    fault::LineError,
    number::{self, Values},
    reader::SaleReader,
    reading::Found,
    tokens::{Kind, Token},
    words::WordClass,
};
use crate::domain::Quantity;

/// The longest name, in characters; as in [`Draft`](crate::domain::Draft).
const MAX_NAME: usize = 200;

/// How a part of a line is read; `None` where it has not this form.
pub(super) type Form = Result<Option<Found>, LineError>;

impl SaleReader<'_> {
    /// Reads the tokens of one item. Without a name it is a bare sum, a line with an empty name.
    pub(super) fn goods(&self, line: &[Token<'_>]) -> Result<Found, LineError> {
        let line = without_punctuation(line);
        if let [one] = line
            && one.kind != Kind::Number
        {
            return Err(LineError::NoPrice);
        }
        let found = match self.without_model(line) {
            Some(found) => found,
            None => self.formed(line)?,
        };
        Ok(if self.may_be_difference(line) || self.may_be_thousands(line) { found.doubtful() } else { found })
    }

    pub(super) fn formed(&self, line: &[Token<'_>]) -> Result<Found, LineError> {
        for form in [
            Self::with_total,
            Self::behind_count_word,
            Self::in_brackets_behind,
            Self::summed,
            Self::multiplied,
            Self::quantity_first,
            Self::sign_first,
            Self::quantity_last,
            Self::counted,
        ] {
            if let Some(found) = form(self, line)? {
                return Ok(found);
            }
        }
        match self.single(line) {
            Err(LineError::NoPrice) => match self.price_first(line)? {
                Some(found) => Ok(found),
                None => self.touching(line)?.ok_or(LineError::NoPrice),
            },
            found => found,
        }
    }

    /// `name quantity times price`, and the price before the quantity.
    pub(super) fn multiplied(&self, line: &[Token<'_>]) -> Form {
        let Some(sign) = line.iter().rposition(|token| self.multiplies(token)) else { return Ok(None) };
        let Some(after) = self.operand(line, line.len())?.filter(|operand| operand.start == sign + 1) else {
            return Ok(None);
        };
        let is_tight = line[sign].is_tight() && line[sign + 1].is_tight();
        if let Some(fraction) = fraction_before(line, sign) {
            // "Кран 1/2 x 2500" may be a size.
            let found = self.product(text_of(&line[..fraction.start]), &fraction, &line[sign], &after)?;
            let literal = self.one(text_of(&line[..sign]), &after);
            return Ok(Some(literal.map_or(found.clone(), |literal| found.or(literal))));
        }
        let Some(before) = self.operand(line, sign)? else {
            return if is_tight { self.joined_to_name(line, sign, &after) } else { Ok(None) };
        };
        let mut name_end = before.start;
        let mut is_product_of_three = false;
        let each = self.before_total(&before, &after);
        if name_end > 0 && line[name_end - 1].kind == Kind::Times {
            let is_factor = name_end > 1 && line[name_end - 2].kind == Kind::Number;
            if is_factor && is_tight && line[name_end - 1].is_tight() {
                // "Брус 50x50x3000" is a size.
                return Ok(None);
            }
            // "Чай x2 по 350", but "iPhone X 2 x 350".
            name_end -= usize::from(is_factor || line[name_end].is_tight());
            is_product_of_three = is_factor;
        }
        let mut found = self.product(text_of(&line[..name_end]), &before, &line[sign], &after)?;
        if is_product_of_three {
            // "Плита 60 x 60 x 500"
            found = self.one(text_of(&line[..sign]), &after)?.or(found);
        }
        if let Some(last) = before.last_alone() {
            // "Лампа 60 100 x 2"
            found = found.or(self.product(text_of(&line[..last.start]), &last, &line[sign], &after)?);
        }
        if let Some(last) = after.last_alone().filter(|_| is_tight) {
            // "Шуруп 4x40 500"
            found = self.one(text_of(&line[..last.start]), &last)?.or(found);
        }
        if let (Some((WordClass::Measure | WordClass::SmallMeasure, _)), Some(last)) = (before.unit, after.last_alone())
        {
            // "Кола 0,5л x 3 350"
            let count = after.text.split(GLUE).next().filter(|count| *count != "1");
            let packs = count.map(|count| self.priced(text_of(&line[..sign]), &Operand::plain(sign, count), &last));
            found = packs.transpose()?.map_or(found.clone(), |packs| packs.or(found));
        }
        if let Some(each) = each {
            // "Чай 2 x 350 700"
            found = self.product(text_of(&line[..name_end]), &before, &line[sign], &each)?.or(found);
        }
        let has_two_quantities =
            line[0].kind == Kind::Number && name_end > 2 && line[1].kind == Kind::Times && line[2].kind == Kind::Word;
        Ok(Some(if has_two_quantities { found.doubtful() } else { found }))
    }

    /// The readings of two numbers with a sign between them.
    pub(super) fn product(
        &self,
        name: &str,
        before: &Operand<'_>,
        sign: &Token<'_>,
        after: &Operand<'_>,
    ) -> Result<Found, LineError> {
        if sign.kind == Kind::Word && self.words.is(WordClass::Altogether, sign.text) {
            return self.altogether(name, before, after);
        }
        let is_symmetrical = sign.kind == Kind::Times || self.words.is(WordClass::Apiece, sign.text);
        let counts_before = before.unit.is_some() || after.is_money || !is_symmetrical;
        let counts_after = is_symmetrical && (before.is_money || after.unit.is_some());
        let documented = || self.priced(name, before, after);
        let swapped = || self.priced(name, after, before);
        let mut found = match (counts_before, counts_after) {
            (_, true) => swapped()?,
            (true, false) => documented()?,
            (false, false) => match (documented(), swapped()) {
                (found, Err(_)) => found?,
                (Err(why), Ok(_)) if why == LineError::NoQuantity => return Err(why),
                (Err(_), Ok(found)) => found,
                (Ok(found), Ok(_)) if !self.is_above(before, after) => found,
                // "Чай 350 x 2"
                (Ok(found), Ok(swapped)) if self.is_small(after) && !self.is_small(before) => swapped.or(found),
                (Ok(found), Ok(swapped)) => found.or(swapped),
            },
        };
        let (quantity, price) = if counts_after { (after, before) } else { (before, after) };
        let is_pack = match quantity.unit {
            Some((WordClass::SmallMeasure, _)) => true,
            Some((WordClass::Measure, _)) => is_symmetrical && price.per.is_none(),
            _ => false,
        };
        if is_pack {
            // "Сахар 2 кг x 500": a pack of two kilograms, or two kilograms.
            let pack = self.pack(name, quantity, price)?;
            let is_likely = matches!(quantity.unit, Some((WordClass::SmallMeasure, _)));
            found = if is_likely { pack.or(found) } else { found.or(pack) };
        }
        Ok(found)
    }

    /// A quantity at a price. What is measured keeps its unit in the name.
    pub(super) fn priced(&self, name: &str, quantity: &Operand<'_>, price: &Operand<'_>) -> Result<Found, LineError> {
        let quantities = number::quantity(&quantity.text, self.language)?;
        let prices = number::money(&price.text, self.language)?;
        Ok(Found::goods(&self.measured(name, quantity, price)?, &quantities, &prices))
    }

    /// The name with the unit of what is measured. A sale by sum has none: "2 x 350".
    pub(super) fn measured(
        &self,
        name: &str,
        quantity: &Operand<'_>,
        price: &Operand<'_>,
    ) -> Result<String, LineError> {
        if is_blank(name) {
            return Ok(String::new());
        }
        let name = self.named(name)?;
        match (quantity.unit, price.per) {
            (Some((WordClass::Measure | WordClass::SmallMeasure, unit)), _) | (None, Some(Per::Measure(unit))) => {
                self.named(&format!("{name}, {unit}"))
            }
            _ => Ok(name),
        }
    }

    /// `name price`.
    pub(super) fn single(&self, line: &[Token<'_>]) -> Result<Found, LineError> {
        let Some(price) = self.operand(line, line.len())?.filter(|price| price.unit.is_none()) else {
            return Err(LineError::NoPrice);
        };
        let name = &line[..price.start];
        if line[price.start].is_tight() && name.last().is_some_and(|last| last.kind == Kind::Times) {
            // "Брус 50x50x3000" is a size.
            return Err(LineError::NoPrice);
        }
        if let Some(found) = self.parted(name, &price)? {
            return Ok(found);
        }
        if name.is_empty() {
            let prices = number::money(&price.text, self.language)?;
            return Ok(Found::goods("", &one_piece(), &prices));
        }
        if let Some(found) = self.with_sum_behind(name, &price) {
            return Ok(found);
        }
        if let [head @ .., sign] = name
            && sign.kind == Kind::Times
            && !sign.is_tight()
        {
            // "Сахар 2кг. x 500" must not sell one "Сахар 2кг. x".
            let counts = |token: &&Token<'_>| token.text.contains(|c: char| c.is_numeric());
            let last_words = head.iter().rev().take(4);
            if head.is_empty() || last_words.into_iter().any(|token| counts(&token)) {
                return Err(if head.is_empty() { LineError::NoName } else { LineError::NoQuantity });
            }
        }
        self.beside(name, &price)
    }

    /// Goods with their sum behind "=", which has to be right.
    fn with_total(&self, line: &[Token<'_>]) -> Form {
        let Some(sign) = line.iter().rposition(|token| matches!(token.text, "=" | "＝")) else { return Ok(None) };
        let ends_amount = sign > 0
            && (line[sign - 1].kind == Kind::Number
                || self.mark(&line[sign - 1]).is_some()
                || self.unit(&line[sign - 1]).is_some());
        let Ok(Some(total)) = self.operand(line, line.len()) else { return Ok(None) };
        if !ends_amount || total.start != sign + 1 {
            return Ok(None);
        }
        let head = &line[..sign];
        let totals = number::money(&total.text, self.language)?.list;
        let is_multiplied = head.iter().any(|token| self.multiplies(token));
        let Ok(found) = self.goods(head) else {
            // "Чай 2 шт = 700"
            return Ok(self.counted_for(head, &total));
        };
        match found.of_sum(&totals) {
            None if is_multiplied => Err(LineError::AnotherSum),
            None => {
                let literal = self.single(line)?;
                Ok(Some(self.counted_for(head, &total).map_or(literal.clone(), |found| found.or(literal)).doubtful()))
            }
            found => Ok(found),
        }
    }

    /// One piece.
    pub(super) fn one(&self, name: &str, price: &Operand<'_>) -> Result<Found, LineError> {
        let prices = number::money(&price.text, self.language)?;
        Ok(Found::goods(&self.named(name)?, &one_piece(), &prices))
    }

    /// Does a token stand between a quantity and a price?
    pub(super) fn multiplies(&self, token: &Token<'_>) -> bool {
        match token.kind {
            Kind::Times | Kind::At => true,
            Kind::Word => {
                self.words.is(WordClass::Each, token.text) || self.words.is(WordClass::Altogether, token.text)
            }
            _ => false,
        }
    }

    /// The name without what people put between it and the price.
    pub(super) fn named(&self, text: &str) -> Result<String, LineError> {
        let is_separator = |c: char| {
            c.is_whitespace()
                || matches!(c, '-' | '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | ':' | '=' | ',' | ';' | '|')
        };
        let mut text = text.trim().trim_end_matches(is_separator);
        // "Хлеб....120"
        while text.ends_with("..") || text.ends_with(['…', '_']) {
            text = text.trim_end_matches(['.', '…', '_']).trim_end_matches(is_separator);
        }
        let name = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let says_something = |c: char| c.is_alphabetic() || !(c.is_ascii() || c.is_numeric() || is_separator(c));
        if !name.contains(says_something) {
            return Err(LineError::NoName);
        }
        if name.chars().count() > MAX_NAME {
            return Err(LineError::NameTooLong);
        }
        if self.is_reserved(&name) {
            return Err(LineError::NameReserved);
        }
        Ok(name)
    }

    pub(super) fn is_above(&self, one: &Operand<'_>, other: &Operand<'_>) -> bool {
        let value = |operand: &Operand<'_>| number::quantity(&operand.text, self.language).map(|values| values.list[0]);
        matches!((value(one), value(other)), (Ok(one), Ok(other)) if one > other)
    }

    /// Is it rather a count of pieces?
    pub(super) fn is_small(&self, operand: &Operand<'_>) -> bool {
        number::quantity(&operand.text, self.language)
            .is_ok_and(|values| values.list[0] <= SMALL_COUNT && values.list[0].milli() % 1000 == 0)
    }
}

/// Is there nothing but what stands between a name and a number?
fn is_blank(name: &str) -> bool {
    name.trim().is_empty()
}

/// "1/2", "3/4" before the sign that multiplies.
fn fraction_before<'t>(line: &[Token<'t>], sign: usize) -> Option<Operand<'t>> {
    let [.., whole, stroke, parts] = &line[..sign] else { return None };
    let is_tight = stroke.text == "/" && stroke.is_tight() && parts.is_tight();
    let text = number::fraction(whole.text, parts.text).filter(|_| is_tight && !whole.is_tight())?;
    Some(Operand::plain(sign - 3, &text))
}

pub(super) fn one_piece() -> Values<Quantity> {
    Values { list: vec![Quantity::ONE], is_certain: true }
}

/// What was typed, from the first to the last of the tokens.
pub(super) fn text_of<'a>(tokens: &[Token<'a>]) -> &'a str {
    tokens.first().zip(tokens.last()).map_or("", |(first, last)| first.until(last))
}

fn without_punctuation<'l, 't>(line: &'l [Token<'t>]) -> &'l [Token<'t>] {
    // "Чай 350,-", "Чай 350 🍵"
    let is_beside = |token: &Token<'_>| {
        matches!(token.text, "." | "," | ";" | "!")
            || matches!(token.kind, Kind::Dash | Kind::Equals)
            || token.text.starts_with(is_picture)
    };
    &line[..line.iter().rposition(|token| !is_beside(token)).map_or(0, |last| last + 1)]
}

/// Is it an emoji, or a mark that belongs to one?
const fn is_picture(character: char) -> bool {
    matches!(character, '\u{2600}'..='\u{27bf}' | '\u{2b00}'..='\u{2bff}' | '\u{fe0f}' | '\u{200d}' | '\u{1f000}'..='\u{1faff}')
}

/// Without dashes, colons and commas at the end.
pub(super) fn without_separators<'l, 't>(line: &'l [Token<'t>]) -> &'l [Token<'t>] {
    let is_separator = |token: &Token<'_>| matches!(token.kind, Kind::Dash | Kind::Equals) || token.text == ",";
    &line[..line.iter().rposition(|token| !is_separator(token)).map_or(0, |last| last + 1)]
}
