//! A number of pieces that words say: behind "qty", in brackets behind the price, in letters.

use super::{
    amounts::Operand,
    goods::{Form, text_of},
    number,
    reader::SaleReader,
    reading::Found,
    tokens::{Kind, Space, Token},
    words::WordClass,
};

/// The most tokens of a word for a quantity: "кол-во".
const LONGEST_WORD: usize = 3;
/// The shortest word for ten that counts goods without a word for the price of one.
const SHORTEST_TEN: usize = 3;
/// The digits of a half.
const HALF: &str = "0.5";
/// The shortest word for a half that counts goods without a unit.
const SHORTEST_HALF: usize = 4;
/// The most letters of a unit of pieces that is written together with their number: "ikkita". Measures are longer: "полкило".
const LONGEST_ENDING: usize = 2;

impl SaleReader<'_> {
    /// "Tea qty 2 350", "Tea qty 2 price 350"
    pub(super) fn behind_count_word(&self, line: &[Token<'_>]) -> Form {
        let words = (1..line.len()).filter(|at| line[at - 1].kind != Kind::Number);
        let Some((at, end)) = words.filter_map(|at| Some((at, self.count_word(line, at)?))).next() else {
            return Ok(None);
        };
        let sign = line[end..].iter().take_while(|token| token.kind == Kind::Equals).count();
        let Some((digits, tail)) = line[end + sign..].split_first().filter(|(digits, _)| digits.kind == Kind::Number)
        else {
            return Ok(None);
        };
        let unit = tail.first().and_then(|token| self.unit(token));
        let count = Operand { unit, ..Operand::plain(at, digits.text) };
        let tail = &tail[usize::from(unit.is_some())..];
        let joints = tail.iter().take_while(|token| is_joint(token) || self.multiplies(token)).count();
        let tail = &tail[joints..];
        let price = self.operand(tail, tail.len())?.filter(|price| price.start == 0 && price.unit.is_none());
        price.map(|price| self.priced(text_of(&line[..at]), &count, &price)).transpose()
    }

    /// Where a word for a quantity ends that begins at a place.
    fn count_word(&self, line: &[Token<'_>], at: usize) -> Option<usize> {
        let is_part = |token: &Token<'_>| matches!(token.kind, Kind::Word | Kind::Dash);
        let ends = (at + 1..=line.len().min(at + LONGEST_WORD)).rev();
        let mut ends = ends.filter(|end| line[at..*end].iter().all(is_part) && line[*end - 1].kind == Kind::Word);
        ends.find(|end| {
            let words: Vec<&str> =
                line[at..*end].iter().filter(|token| token.kind == Kind::Word).map(|token| token.text).collect();
            self.words.is(WordClass::Quantity, &words.join(" "))
        })
    }

    /// "Tea 350 qty 2": what stands behind the price is its quantity.
    pub(super) fn with_quantity(&self, goods: &[Token<'_>], quantity: &str) -> Form {
        let Some(price) = self.operand(goods, goods.len())?.filter(|price| price.start > 0 && price.unit.is_none())
        else {
            return Ok(None);
        };
        let name = &goods[..price.start];
        if name.iter().any(|token| self.multiplies(token)) {
            return Ok(None);
        }
        self.priced(text_of(name), &Operand::plain(goods.len(), quantity), &price).map(Some)
    }

    /// "Чай 350 (2 шт)": the price of one, or of all. "Чай 700 (2 x 350)" says both.
    pub(super) fn in_brackets_behind(&self, line: &[Token<'_>]) -> Form {
        let Some((last, head)) = line.split_last().filter(|(last, _)| matches!(last.text, ")" | "]")) else {
            return Ok(None);
        };
        let open = if last.text == ")" { "(" } else { "[" };
        let Some(at) = head.iter().rposition(|token| token.text == open) else { return Ok(None) };
        let inner = &head[at + 1..];
        let Some(price) = self.operand(head, at)?.filter(|price| price.start > 0 && price.unit.is_none()) else {
            return self.in_brackets_alone(&line[..at], inner);
        };
        let name = &line[..price.start];
        if name.iter().any(|token| self.multiplies(token)) {
            // "Чай 2 x 350 тг (700 тг)"
            let sum = self.operand(inner, inner.len())?.filter(|sum| sum.start == 0 && sum.unit.is_none());
            let Some(sum) = sum else { return Ok(None) };
            let sums = number::money(&sum.text, self.language)?;
            return Ok(self.multiplied(&line[..at])?.and_then(|found| found.of_sum(&sums.list)));
        }
        // "Чай 350 (акция)"
        let remark = || self.one(&format!("{} {}", text_of(name), text_of(&line[at..])), &price);
        let count = self.operand(inner, inner.len())?.filter(|count| count.start == 0 && !count.is_money);
        if let Some(count) = count {
            if !(matches!(count.unit, Some((WordClass::Unit, _))) || (count.unit.is_none() && self.is_small(&count))) {
                return remark().map(|found| Some(found.doubtful()));
            }
            let found = self.priced(text_of(name), &count, &price)?.doubtful();
            return Ok(Some(match self.shared(text_of(name), &count, &price) {
                Some(shared) => found.or(shared),
                None => found,
            }));
        }
        if inner.iter().any(|token| self.multiplies(token)) {
            let mut product: Vec<Token<'_>> = name.iter().chain(inner).copied().collect();
            product[name.len()].space = Space::One;
            let sums = number::money(&price.text, self.language)?;
            return Ok(self.multiplied(&product)?.and_then(|found| found.of_sum(&sums.list)));
        }
        let is_remark = !inner.iter().any(|token| token.kind == Kind::Number);
        remark().map(|found| Some(if is_remark { found } else { found.doubtful() }))
    }

    /// "Чай (350)"
    fn in_brackets_alone(&self, name: &[Token<'_>], inner: &[Token<'_>]) -> Form {
        let price = self.operand(inner, inner.len())?.filter(|price| price.start == 0 && price.unit.is_none());
        let Some(price) = price.filter(|_| name.last().is_some_and(|last| last.kind == Kind::Word)) else {
            return Ok(None);
        };
        let found = self.one(text_of(name), &price)?;
        Ok(Some(if price.is_money { found } else { found.doubtful() }))
    }

    /// "два чая по 350", "Чай две штуки по 350", "два чая 700"; `literal` is one piece with all of it in the name.
    pub(super) fn in_letters(&self, name: &[Token<'_>], price: &Operand<'_>, literal: &Found) -> Option<Found> {
        let counts = name.iter().map(|token| self.numeral(token));
        let (at, (digits, joined)) = counts.enumerate().find_map(|(at, numeral)| Some((at, numeral?)))?;
        let is_each = |token: &Token<'_>| token.kind == Kind::Word && self.words.is(WordClass::Each, token.text);
        let says_each = price.is_money || name.iter().any(is_each);
        let is_alone = joined.is_some() || self.words.is(WordClass::Collective, name[at].text);
        let has_unit = is_alone || name.iter().any(|token| self.unit(token).is_some());
        let (before, behind) = (&name[..at], &name[at + 1..]);
        let letters = name[at].text.chars().count();
        // "Он", "on" is ten, and more. "Пол" is a floor.
        let is_first = at == 0 && (digits != "10" || letters >= SHORTEST_TEN);
        let is_floor = digits == HALF
            && joined.is_none()
            && letters < SHORTEST_HALF
            && behind.first().is_none_or(|next| self.unit(next).is_none());
        if !(says_each || has_unit || is_first) || is_floor {
            return None;
        }
        let mut count = Operand { unit: joined, ..Operand::plain(at, digits) };
        let mut rest = behind;
        if let [first, others @ ..] = behind
            && let Some(unit) = self.unit(first)
        {
            count.unit = Some(unit);
            rest = others;
        }
        rest = &rest[..rest.iter().rposition(|token| !is_each(token)).map_or(0, |last| last + 1)];
        let goods = match (before, rest) {
            ([], rest) => rest,
            (before, []) => before,
            // "Кофе три в одном по 350"
            _ => return Some(literal.clone().doubtful()),
        };
        let goods = text_of(goods);
        let Ok(found) = self.priced(goods, &count, price) else { return Some(literal.clone().doubtful()) };
        if is_alone && price.per.is_some() {
            // "ikkita non 3000 so‘mdan"
            return Some(found);
        }
        let found = found.or(literal.clone());
        Some(match self.shared(goods, &count, price) {
            Some(shared) if !says_each => found.or(shared),
            _ => found,
        })
    }

    /// The digits of a number in letters, and the unit that is written together with it: "два", "ikkita", "полкило".
    fn numeral<'t>(&self, token: &Token<'t>) -> Option<(&str, Option<(WordClass, &'t str)>)> {
        if token.kind != Kind::Word {
            return None;
        }
        if let Some(digits) = self.words.count(token.text) {
            return Some((digits, None));
        }
        token.text.char_indices().skip(1).find_map(|(at, _)| {
            let (count, unit) = token.text.split_at(at);
            let letters = unit.chars().count();
            let class = if letters <= LONGEST_ENDING { WordClass::Unit } else { WordClass::Measure };
            let is_unit = letters != 1 && letters != LONGEST_ENDING + 1 && self.words.is(class, unit);
            self.words.count(count).filter(|_| is_unit).map(|digits| (digits, Some((class, unit))))
        })
    }
}

/// Does a token stand between a quantity and a price?
fn is_joint(token: &Token<'_>) -> bool {
    token.kind == Kind::Equals || matches!(token.text, "," | ";" | ".")
}
