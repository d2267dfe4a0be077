//! A number of pieces in an unusual place: in brackets, between dashes, or parted from the price by the space that parts
//! thousands. Each is asked about.

use super::{
    amounts::{GLUE, Operand},
    fault::LineError,
    goods::{Form, one_piece, text_of},
    number,
    reader::SaleReader,
    reading::Found,
    tokens::{Kind, Token, tokens},
    words::WordClass,
};

/// The most tokens of a count with its unit and the word for the price of one: "12 кв . м по".
const LONGEST_UNIT: usize = 5;

impl SaleReader<'_> {
    /// "Чай 2 350", "350 400", "2 350 700": a number whose groups may be a count and a price, or two prices.
    pub(super) fn parted(&self, name: &[Token<'_>], price: &Operand<'_>) -> Result<Option<Found>, LineError> {
        let begins_number = price.last_group.is_some_and(|(end, _)| end + 1 == price.start + groups(price).len());
        if !begins_number {
            return Ok(None);
        }
        let literal = || match name {
            [] => number::money(&price.text, self.language).map(|prices| Found::goods("", &one_piece(), &prices)),
            name => self.beside(name, price),
        };
        let operand = |text: String| Operand { text, last_group: None, ..price.clone() };
        let groups = groups(price);
        let (count, rest) = (operand(groups[0].to_owned()), groups[1..].join(&GLUE.to_string()));
        if let [count, each, total] = groups.as_slice()
            && makes(count, each, total)
        {
            let (count, each) = (operand((*count).to_owned()), operand((*each).to_owned()));
            return Ok(Some(self.priced(text_of(name), &without_mark(count), &each)?.or(literal()?)));
        }
        if rest.starts_with('0') {
            return Ok(None);
        }
        match name.last() {
            None if groups.len() == 2 && count.text.len() == 3 => {
                let single = |text| number::money(text, self.language);
                let one = |prices| Found::goods("", &one_piece(), &prices);
                let both = one(single(&count.text)?).and(&one(single(&rest)?));
                Ok(Some(literal()?.or(both)))
            }
            Some(last) if count.text.len() == 1 && count.text != "0" && ends_name(last) => {
                // One piece is not counted: "Чай 1 350" costs 1350.
                if count.text == "1" {
                    return Ok(None);
                }
                match self.priced(text_of(name), &without_mark(count), &operand(rest)) {
                    Ok(counted) => Ok(Some(counted.or(literal()?))),
                    Err(_) => Ok(None),
                }
            }
            _ => Ok(self.model_and_price(name, price, &groups)),
        }
    }

    /// "Чай 2 x 350 700": the price alone, where the number took the sum of all pieces for its last group.
    pub(super) fn before_total<'t>(&self, count: &Operand<'_>, price: &Operand<'t>) -> Option<Operand<'t>> {
        price.last_group?;
        match groups(price).as_slice() {
            [each, total] if makes(&count.text, each, total) => {
                Some(Operand { text: (*each).to_owned(), last_group: None, ..price.clone() })
            }
            _ => None,
        }
    }

    /// "Чай 4 x 1350 5400": a whole item, with a sum behind it; `None` where the name is no item.
    pub(super) fn with_sum_behind(&self, name: &[Token<'_>], price: &Operand<'_>) -> Option<Found> {
        let is_spaced = |token: &Token<'_>| self.multiplies(token) && !token.is_tight();
        let found = self.multiplied(name).ok()?.filter(|_| name.iter().any(is_spaced))?;
        let sums = number::money(&price.text, self.language).ok()?;
        match found.clone().of_sum(&sums.list) {
            Some(fitting) => Some(fitting),
            None => Some(self.beside(name, price).ok()?.or(found)),
        }
    }

    /// "Чай 4 x 350 1 400": goods with their sum behind them.
    pub(super) fn summed(&self, line: &[Token<'_>]) -> Form {
        let Some(sum) = self.operand(line, line.len())?.filter(|sum| sum.unit.is_none()) else { return Ok(None) };
        let name = &line[..sum.start];
        if !name.iter().any(|token| self.multiplies(token) && !token.is_tight()) {
            return Ok(None);
        }
        let sums = number::money(&sum.text, self.language)?;
        Ok(self.multiplied(name).ok().flatten().and_then(|found| found.of_sum(&sums.list)))
    }

    /// "Чай 12 350 4 200": a count, a price and what they make.
    fn before_product(&self, name: &[Token<'_>], price: &Operand<'_>, literal: &Found) -> Option<Found> {
        let [before @ .., count, each] = name else { return None };
        let are_numbers = count.kind == Kind::Number && each.kind == Kind::Number && !count.is_tight();
        let is_product = are_numbers && makes(count.text, each.text, &price.text.replace(GLUE, ""));
        if before.is_empty() || !is_product {
            return None;
        }
        let [count, each] = [count, each].map(|token| Operand::plain(before.len(), token.text));
        let counted = self.priced(text_of(before), &count, &each).ok()?;
        Some(counted.or(literal.clone()))
    }

    /// A count in an unusual place before a price; `literal` is one piece with all of it in the name.
    pub(super) fn counted_oddly(&self, name: &[Token<'_>], price: &Operand<'_>, literal: &Found) -> Option<Found> {
        self.before_product(name, price, literal)
            .or_else(|| self.in_brackets(name, price, literal))
            .or_else(|| self.between_signs(name, price, literal))
            .or_else(|| self.of_unknown_unit(name, price, literal))
            .or_else(|| self.in_letters(name, price, literal))
    }

    /// "Чай (2) 350", "Чай [2 шт] 350"
    fn in_brackets(&self, name: &[Token<'_>], price: &Operand<'_>, literal: &Found) -> Option<Found> {
        let (last, head) = name.split_last().filter(|(last, _)| matches!(last.text, ")" | "]"))?;
        let open = if last.text == ")" { "(" } else { "[" };
        let at = head.iter().rposition(|token| token.text == open)?;
        let inner = &head[at + 1..];
        let count = self.operand(inner, inner.len()).ok()??;
        let is_count = count.start == 0 && count.text != "1" && !count.is_money && self.is_small(&count);
        let counted = self.priced(text_of(&head[..at]), &count, price).ok().filter(|_| is_count)?;
        Some(if matches!(count.unit, None | Some((WordClass::Unit, _))) {
            counted.or(literal.clone())
        } else {
            literal.clone().or(counted)
        })
    }

    /// "Обои 3 рулончика по 6500": a count of what is no known unit.
    fn of_unknown_unit(&self, name: &[Token<'_>], price: &Operand<'_>, literal: &Found) -> Option<Found> {
        let is_each = |token: &Token<'_>| token.kind == Kind::Word && self.words.is(WordClass::Each, token.text);
        let last = name.last()?;
        let behind = tokens(last.after());
        let has_each = is_each(last) || behind.first().is_some_and(is_each);
        let at = name.iter().rposition(|token| token.kind == Kind::Number)?;
        let is_near = at > 0 && name.len() - at <= LONGEST_UNIT && !name[at].is_tight();
        let counted = self.priced(text_of(&name[..at]), &Operand::plain(at, name[at].text), price).ok();
        counted.filter(|_| has_each && is_near).map(|counted| counted.or(literal.clone()))
    }

    /// "Чай - 2 - 350", "Чай / 3 / 350", "Чай 350 . 50", "Сахар 350 + 400"
    fn between_signs(&self, name: &[Token<'_>], price: &Operand<'_>, literal: &Found) -> Option<Found> {
        let is_sign = |token: &Token<'_>| token.kind == Kind::Dash || matches!(token.text, "/" | "+" | "." | "_");
        let (sign, head) = name.split_last().filter(|(sign, _)| is_sign(sign))?;
        let number = self.operand(head, head.len()).ok()??;
        if number.start == 0 || number.unit.is_some() || head[number.start].is_tight() {
            return None;
        }
        let (before, begins) = (&head[..number.start], head[number.start - 1]);
        let is_between = is_sign(&begins) && number.text != "1";
        if is_between {
            let before = &before[..before.len() - 1];
            let counted = self.priced(text_of(before), &number, price).ok().filter(|_| self.is_small(&number));
            return counted.map(|counted| counted.or(literal.clone()));
        }
        if sign.kind == Kind::Dash {
            return None;
        }
        let other = match sign.text {
            "." if price.text.len() == 2 => {
                let whole = Operand { text: format!("{},{}", number.text, price.text), ..number.clone() };
                self.one(text_of(before), &whole).ok()
            }
            "+" => {
                let [first, second] = [&number, price].map(|price| self.one(text_of(before), price).ok());
                first.zip(second).map(|(first, second)| first.and(&second))
            }
            _ if self.is_small(&number) => self.priced(text_of(before), &number, price).ok(),
            _ => None,
        };
        Some(other.map_or_else(|| literal.clone().doubtful(), |other| other.or(literal.clone())))
    }
}

fn groups<'o>(operand: &'o Operand<'_>) -> Vec<&'o str> {
    operand.text.split(GLUE).collect()
}

/// Do so many pieces at this price cost this?
fn makes(count: &str, each: &str, total: &str) -> bool {
    let value = |text: &str| text.parse::<u64>().ok();
    let product = value(count).zip(value(each)).and_then(|(count, each)| count.checked_mul(each));
    product.is_some_and(|product| product > 0) && product == value(total)
}

/// May a count follow the token that ends a name?
fn ends_name(last: &Token<'_>) -> bool {
    last.kind == Kind::Word
        || (last.kind == Kind::Other && !matches!(last.text, "," | ";" | "/" | "+" | "." | "#" | "№"))
}

/// A count, beside which there is no currency.
fn without_mark(count: Operand<'_>) -> Operand<'_> {
    Operand { is_money: false, per: None, unit: None, ..count }
}
