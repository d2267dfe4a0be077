//! Quantities elsewhere than before the sign that multiplies: before the name, behind the price, or without a sign.

use super::{
    amounts::Operand,
    goods::{Form, text_of, without_separators},
    reader::SaleReader,
    tokens::{Kind, Token},
    words::WordClass,
};

impl SaleReader<'_> {
    /// `quantity times name price`, and without the sign as one of two readings.
    pub(super) fn quantity_first(&self, line: &[Token<'_>]) -> Form {
        let Some(first) = line.first().filter(|first| first.kind == Kind::Number) else { return Ok(None) };
        let mut at = 1;
        let unit = line.get(at).and_then(|token| self.unit(token));
        if unit.is_some() {
            at += 1;
            at += usize::from(line.get(at).is_some_and(|token| token.text == "." && token.is_tight()));
        }
        let sign = line.get(at).filter(|token| token.kind == Kind::Times);
        at += usize::from(sign.is_some());
        let begins_name = line.get(at).is_some_and(|token| {
            let is_beside_number =
                self.mark(token).is_some() || self.is_minor(token) || (at == 1 && self.scale(token).is_some());
            token.kind == Kind::Word && !token.is_tight() && !is_beside_number
        });
        let tail = &line[at.min(line.len())..];
        if !begins_name || tail.len() < 2 {
            return Ok(None);
        }
        let quantity = Operand { unit, ..Operand::plain(0, first.text) };
        let Some(price) = self.operand(tail, tail.len())?.filter(|price| price.start > 0 && price.unit.is_none())
        else {
            return Ok(None);
        };
        let mut name = &tail[..price.start];
        // "2 чая по 350", "2 lattes @ 4.50"
        let mut is_each = self.words.is(WordClass::Each, tail[price.start].text) || price.per.is_some();
        if let [before @ .., sign] = name
            && self.multiplies(sign)
        {
            if self.words.is(WordClass::Altogether, sign.text) {
                // "2 чая за 700"
                return self.altogether(text_of(before), &quantity, &price).map(Some);
            }
            if !sign.is_tight() {
                name = before;
                is_each = true;
            }
        }
        let Ok(found) = self.priced(text_of(name), &quantity, &price) else { return Ok(None) };
        // "350 г сыра по 3200" is rather for a kilogram.
        let is_small = matches!(unit, Some((WordClass::SmallMeasure, _)));
        if sign.is_some() || (is_each && !is_small && first.text != "1") {
            return Ok(Some(found));
        }
        if first.text == "1" {
            return Ok(None);
        }
        let literal = self.one(text_of(&line[..at + price.start]), &price)?;
        let is_count = matches!(unit, None | Some((WordClass::Unit, _)));
        if !is_count || !self.is_small(&quantity) {
            return Ok(Some(literal.or(found)));
        }
        // "2 чая 700": 700 each, or together.
        let found = found.or(literal);
        Ok(Some(match self.shared(text_of(name), &quantity, &price) {
            Some(shared) => found.or(shared),
            None => found,
        }))
    }

    /// `name times quantity price`: "Чай x2 350". "iPhone X 12 500" is a name that ends with a letter.
    pub(super) fn sign_first(&self, line: &[Token<'_>]) -> Form {
        let Some(price) = self.operand(line, line.len())?.filter(|price| price.start > 1) else { return Ok(None) };
        let is_sign = |at: usize| {
            let follows_factor = line[at].is_tight() && at > 0 && line[at - 1].kind == Kind::Number;
            line[at].kind == Kind::Times && at > 0 && !follows_factor
        };
        let (sign, quantity, price) = if is_sign(price.start - 1) {
            // The number took the quantity for thousands.
            let Some(last) = price.last_alone() else { return Ok(None) };
            let quantity = &line[price.start..last.start];
            let text: Vec<&str> = quantity.iter().map(|token| token.text).collect();
            (price.start - 1, Operand::plain(price.start, &text.join("\u{a0}")), last)
        } else {
            let Some(quantity) = self.operand(line, price.start)?.filter(|quantity| quantity.start > 0) else {
                return Ok(None);
            };
            if !is_sign(quantity.start - 1) {
                return Ok(None);
            }
            (quantity.start - 1, quantity, price)
        };
        let found = self.priced(text_of(&line[..sign]), &quantity, &price)?;
        let is_tight = line[sign + 1].is_tight();
        let is_letter = line[sign].text.chars().all(char::is_alphabetic);
        let follows_latin = line[sign - 1].text.is_ascii();
        let is_upper = line[sign].text.chars().all(char::is_uppercase);
        if is_tight && !(is_letter && (follows_latin || is_upper)) {
            return Ok(Some(found));
        }
        // "Poco X3 90000" is a model.
        let literal = if is_tight || price.start > quantity.start + 1 {
            self.one(text_of(&line[..price.start]), &price)?
        } else {
            self.single(line)?
        };
        Ok(Some(if self.is_small(&quantity) { found.or(literal) } else { literal.or(found) }))
    }

    /// `name price quantity unit`: "Чай 350 2 шт", "Чай 350/шт 2".
    pub(super) fn quantity_last(&self, line: &[Token<'_>]) -> Form {
        let Some(quantity) = self.operand(line, line.len())?.filter(|quantity| !quantity.is_money) else {
            return Ok(None);
        };
        let end = without_separators(&line[..quantity.start]).len();
        let Some(price) = self.operand(line, end)?.filter(|price| price.start > 0 && price.unit.is_none()) else {
            return Ok(None);
        };
        let is_count = matches!(quantity.unit, Some((WordClass::Unit, _))) || price.per.is_some();
        if quantity.unit.is_none() && !price.is_money {
            return Ok(None);
        }
        if !is_count && !price.is_money {
            // "Плёнка 20 3 м" has no price.
            return Ok(None);
        }
        let name = text_of(&line[..price.start]);
        let found = self.priced(name, &quantity, &price)?;
        // "Чай 350 руб 50"
        let has_decimals = quantity.unit.is_none() && quantity.text.len() == 2 && !price.text.contains([',', '.']);
        Ok(Some(match self.with_decimals(name, &price, &quantity).filter(|_| has_decimals && price.per.is_none()) {
            Some(whole) => found.or(whole),
            None if price.is_money && is_count => found,
            None => found.doubtful(),
        }))
    }

    /// `name quantity unit price` without a sign: all of it for the price, or each.
    pub(super) fn counted(&self, line: &[Token<'_>]) -> Form {
        let Some(price) = self.operand(line, line.len())?.filter(|price| price.unit.is_none()) else { return Ok(None) };
        let end = without_separators(&line[..price.start]).len();
        let Some(quantity) = self.operand(line, end)? else { return Ok(None) };
        let is_count = matches!(quantity.unit, Some((WordClass::Unit, _)));
        let is_measured = matches!(quantity.unit, Some((WordClass::Measure, _)));
        if !(is_count || is_measured) || quantity.text == "1" {
            return Ok(None);
        }
        let Ok(found) = self.priced(text_of(&line[..quantity.start]), &quantity, &price) else { return Ok(None) };
        if price.per.is_some() {
            return Ok(Some(found));
        }
        // "Сахар 2 кг 350" is rather a pack.
        let literal = self.one(text_of(&line[..price.start]), &price)?;
        Ok(Some(if is_count && self.is_small(&quantity) { found.or(literal) } else { literal.or(found) }))
    }
}
