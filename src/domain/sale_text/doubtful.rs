//! Numbers of which it is not certain what they are: a quantity, a price, a sum of several pieces, or a part of the name.

use super::{
    amounts::{GLUE, Operand, Per},
    fault::LineError,
    goods::{Form, one_piece, text_of, without_separators},
    number::{self, Values},
    reader::SaleReader,
    reading::{Found, Reading},
    tokens::{Kind, Token, is_behind_dash},
    words::WordClass,
};
use crate::domain::{Language, Line, Money, Quantity};

/// The smallest number of a model that is told from a count: "AirPods 2 90000" may be two.
const LEAST_MODEL: Quantity = Quantity::from_milli(10_000);

impl SaleReader<'_> {
    /// One piece whose name holds the quantity: a pack.
    pub(super) fn pack(&self, name: &str, quantity: &Operand<'_>, price: &Operand<'_>) -> Result<Found, LineError> {
        let pack = match quantity.unit {
            Some((_, unit)) => format!("{name} {} {unit}", quantity.text),
            None => format!("{name} {}", quantity.text),
        };
        self.one(&pack, price)
    }

    /// "Чай 2 за 700": two for 700 together, or 700 each. "Чай 350 за 2" has them in the other order.
    pub(super) fn altogether(&self, name: &str, before: &Operand<'_>, after: &Operand<'_>) -> Result<Found, LineError> {
        let is_swapped = !after.is_money
            && before.unit.is_none()
            && (after.unit.is_some() || before.is_money || (self.is_small(after) && !self.is_small(before)));
        let (quantity, price) = if is_swapped { (after, before) } else { (before, after) };
        let each = self.priced(name, quantity, price)?;
        let found = match self.shared(name, quantity, price) {
            Some(shared) => shared.or(each),
            None => each.doubtful(),
        };
        Ok(match self.pack(name, quantity, price) {
            Ok(pack) if !is_swapped => found.or(pack),
            _ => found,
        })
    }

    /// A quantity that costs a sum altogether; `None` where no price of one makes exactly that.
    pub(super) fn shared(&self, name: &str, quantity: &Operand<'_>, sum: &Operand<'_>) -> Option<Found> {
        let quantities = number::quantity(&quantity.text, self.language).ok()?;
        let sums = number::money(&sum.text, self.language).ok()?;
        let name = self.measured(name, quantity, sum).ok()?;
        let (count, total) = (*quantities.list.first()?, *sums.list.first()?);
        let price = Money::from_minor(total.minor().checked_mul(1000)?.checked_div(count.milli())?);
        let line = Line::new(name, count, price);
        let is_exact = quantities.is_certain && sums.is_certain && line.total == total && count != Quantity::ONE;
        is_exact.then(|| Found::certain(Reading::of_line(line)))
    }

    /// "Чай2х350": the quantity touches the name.
    pub(super) fn joined_to_name(&self, line: &[Token<'_>], sign: usize, after: &Operand<'_>) -> Form {
        let [.., word, number] = &line[..sign] else { return Ok(None) };
        let is_joined = word.kind == Kind::Word && number.kind == Kind::Number && number.is_tight();
        if !is_joined || word.text.chars().count() < 2 {
            return Ok(None);
        }
        let before = Operand::plain(sign - 1, number.text);
        let found = self.product(text_of(&line[..sign - 1]), &before, &line[sign], after);
        Ok(found.ok().map(Found::doubtful))
    }

    /// A name and a price. A number at the end of the name may be a quantity, or the price, or something is taken off it.
    pub(super) fn beside(&self, name: &[Token<'_>], price: &Operand<'_>) -> Result<Found, LineError> {
        let literal = self.measured(text_of(name), &Operand::plain(0, "1"), price)?;
        let literal = Found::goods(&literal, &one_piece(), &number::money(&price.text, self.language)?);
        if let Some(found) = self.counted_oddly(name, price, &literal) {
            return Ok(found);
        }
        if let Some(Per::Measure(_)) = price.per {
            // "Сахар 500/кг" does not say how much.
            return Ok(literal.doubtful());
        }
        let head = without_separators(name);
        let separator = name.get(head.len());
        let Ok(Some(number)) = self.operand(head, head.len()) else { return Ok(literal) };
        let before = text_of(&head[..number.start]);
        let is_size = head[number.start].is_tight() && number.start > 0;
        if before.is_empty() || is_size || number.text == "1" || is_behind_dash(head, head.len()) {
            return Ok(literal);
        }
        if let Some((class, _)) = number.unit {
            // "Сахар 2 кг | 350"
            let is_counted = matches!(class, WordClass::Unit | WordClass::Measure);
            return Ok(match self.priced(before, &number, price) {
                Ok(found) if is_counted => literal.or(found),
                _ => literal,
            });
        }
        if separator.is_none() && self.is_model(&head[..number.start], &number, price) {
            return Ok(literal);
        }
        let is_above = self.is_above(&number, price);
        let is_dash = separator.is_some_and(|separator| separator.kind == Kind::Dash);
        let is_sum = separator.is_some_and(|separator| matches!(separator.text, "=" | "＝"));
        if is_above && is_dash {
            return Ok(self.less(before, &number, price).map_or(literal.clone(), |less| less.or(literal)).doubtful());
        }
        let is_part = separator.is_some_and(|separator| separator.text == ",") && price.text.len() == 2;
        if is_part {
            // "Чай 350, 50"
            let whole = self.with_decimals(before, &number, price);
            return Ok(whole.map_or(literal.clone(), |whole| whole.or(literal)).doubtful());
        }
        let is_price = is_above && (self.is_small(price) || number.is_money);
        if is_price {
            // "Чай 350 2"
            return Ok(match self.priced(before, price, &number) {
                Ok(found) => found.or(literal),
                Err(_) => literal.doubtful(),
            });
        }
        let is_quantity = self.is_small(&number) || (number.text.contains([',', '.']) && !is_above);
        Ok(match self.priced(before, &number, price) {
            Ok(found) if is_quantity && !number.is_money && !is_dash && !is_sum => literal.or(found),
            // "Чай 350, 400"
            _ if separator.is_some_and(|separator| separator.text == ",") => literal.doubtful(),
            _ => literal,
        })
    }

    /// One piece whose price has its decimals in a number of its own.
    pub(super) fn with_decimals(&self, name: &str, whole: &Operand<'_>, decimals: &Operand<'_>) -> Option<Found> {
        let price = Operand { text: format!("{},{}", whole.text, decimals.text), ..whole.clone() };
        self.one(name, &price).ok()
    }

    /// "iPhone 15 350000": does a number belong to the Latin name before it, rather than count goods of this price? So many of what
    /// costs so much are not typed without a sign between.
    fn is_model(&self, name: &[Token<'_>], number: &Operand<'_>, price: &Operand<'_>) -> bool {
        let factor = match name.last() {
            Some(word) if is_brand(word) => 1_000,
            Some(word) if self.is_foreign(word) => 10_000,
            _ => return false,
        };
        let value = |operand: &Operand<'_>| Some(number::quantity(&operand.text, self.language).ok()?.list[0].milli());
        let (Some(number), Some(price)) = (value(number), value(price)) else { return false };
        number >= LEAST_MODEL.milli() && number.saturating_mul(factor) <= price
    }

    /// A Latin word, where goods are called in Cyrillic.
    pub(super) fn is_foreign(&self, word: &Token<'_>) -> bool {
        let is_latin = word.kind == Kind::Word && word.text.is_ascii();
        is_latin && matches!(self.language, Language::Russian | Language::Kazakh | Language::Kyrgyz)
    }

    /// "iPhone 15 350 000": the number of the model and the price, where the number took both; else the price alone.
    pub(super) fn model_and_price(&self, name: &[Token<'_>], price: &Operand<'_>, groups: &[&str]) -> Option<Found> {
        let (model, rest) = groups.split_first()?;
        let word = name.last()?;
        let is_model = model.len() == 2 && (is_brand(word) || (self.is_foreign(word) && rest.len() > 1));
        if !is_model || rest.first()?.starts_with('0') {
            return None;
        }
        let rest = Operand { text: rest.join(&GLUE.to_string()), last_group: None, ..price.clone() };
        let of_model = self.one(&format!("{} {model}", text_of(name)), &rest).ok()?;
        Some(of_model.or(self.one(text_of(name), price).ok()?))
    }

    /// "Чай 1000 - 200": the price, with something taken off.
    fn less(&self, name: &str, price: &Operand<'_>, off: &Operand<'_>) -> Option<Found> {
        let [price, off] = [price, off].map(|operand| number::money(&operand.text, self.language));
        let (price, off) = (price.ok()?, off.ok()?);
        let left = price.list.first()?.checked_sub(*off.list.first()?)?;
        let left = Values { list: vec![left], is_certain: price.is_certain && off.is_certain };
        Some(Found::goods(&self.named(name).ok()?, &one_piece(), &left))
    }

    /// "Чай 2" of "Чай 2 = 700".
    pub(super) fn counted_for(&self, head: &[Token<'_>], total: &Operand<'_>) -> Option<Found> {
        let count = self.operand(head, head.len()).ok()?.filter(|count| count.start > 0 && !count.is_money)?;
        self.shared(text_of(&head[..count.start]), &count, total)
    }

    /// May the number that ends a part of a line be a price, where `line` ends with one? `is_title`: a capital letter follows.
    pub(super) fn may_be_price(&self, part: &[Token<'_>], line: &[Token<'_>], is_title: bool) -> bool {
        let (Ok(Some(number)), Ok(Some(price))) = (self.operand(part, part.len()), self.operand(line, line.len()))
        else {
            return false;
        };
        let value = |operand: &Operand<'_>| number::quantity(&operand.text, self.language).map(|values| values.list[0]);
        let (Ok(number_value), Ok(price)) = (value(&number), value(&price)) else { return false };
        // "Букет 25 роз 15000"
        let is_tiny = number_value <= Quantity::from_milli(100_000) && number_value.milli() * 100 <= price.milli();
        let is_many = !self.is_small(&number) && (!is_tiny || is_title);
        is_many || number_value.milli().saturating_mul(10) >= price.milli()
    }
}

/// A Latin word with a capital letter inside: "iPhone", "PlayStation".
pub(super) fn is_brand(word: &Token<'_>) -> bool {
    let is_latin = word.kind == Kind::Word && word.text.is_ascii();
    let mut letters = word.text.chars();
    is_latin && letters.any(char::is_lowercase) && letters.any(char::is_uppercase)
}
