//! What else one line may hold: several goods, and points or a debt behind them.

use super::{
    fault::LineError,
    reader::SaleReader,
    reading::{Found, Reading, Redeem},
    tokens::{Kind, Space, Token, tokens},
    words::WordClass,
};
use crate::domain::{Money, currency::CurrencyMark};

/// The most goods in one line.
const MOST_ITEMS: usize = 20;
/// The most tokens of what stands behind the goods.
const LONGEST_TAIL: usize = 10;

impl SaleReader<'_> {
    /// Reads what a line sells, with points or a debt beside it.
    pub(super) fn sold(&self, line: &[Token<'_>]) -> Result<Found, LineError> {
        if let Some(found) = self.with_statement(line)? {
            return Ok(found);
        }
        if let Some(found) = self.with_payment(line)? {
            return Ok(found);
        }
        if let Some(found) = self.behind_statement(line)? {
            return Ok(found);
        }
        if let Some(found) = self.added(line)? {
            return Ok(found);
        }
        match self.several(line)? {
            Some(found) => Ok(found),
            None => self.goods(line),
        }
    }

    /// "350 + 400", "350*2+400": sums without names, added up.
    fn added(&self, line: &[Token<'_>]) -> Result<Option<Found>, LineError> {
        let mut all = Found::certain(Reading::default());
        if !line.iter().any(|token| token.text == "+") {
            return Ok(None);
        }
        let parts = line.split(|token| token.text == "+");
        for part in parts.take(MOST_ITEMS) {
            let mut part = part.to_vec();
            let Some(first) = part.first_mut() else { return Ok(None) };
            first.space = Space::One;
            let is_bare = |found: &Found| {
                found.sells()
                    && found.readings.iter().all(|reading| reading.lines.iter().all(|line| line.name.is_empty()))
            };
            let Some(found) = self.goods(&part).ok().filter(is_bare) else { return Ok(None) };
            all = all.and(&found);
        }
        Ok(Some(all))
    }

    /// Where a tail of the line may begin that is no goods.
    fn tails(&self, line: &[Token<'_>]) -> impl Iterator<Item = usize> {
        let first = line.len().saturating_sub(LONGEST_TAIL).max(1);
        let tails = (first..line.len()).filter(|at| {
            let (token, before) = (&line[*at], &line[*at - 1]);
            let is_parted = is_separator(before) || (before.kind == Kind::Dash && !token.is_tight());
            // "350 сум", "2 шт"
            let is_beside_number = before.kind == Kind::Number && self.belongs_to_number(token);
            // "хлеб 250 100 бонусов"
            let follows_price = before.kind == Kind::Number || self.is_explicit(before);
            (token.kind == Kind::Word && !is_beside_number)
                || (token.kind == Kind::Number && (is_parted || (follows_price && !token.is_tight())))
        });
        tails.collect::<Vec<_>>().into_iter()
    }

    /// "итого 5000 бонус 200": a sum, and what follows that is no goods.
    pub(super) fn sum_and_statement<'t>(&self, text: &'t str) -> Option<(&'t str, &'t str)> {
        // The parts are those of the text as it was typed, so one that is not divided alike is left whole.
        let line = tokens(text);
        let mut tails = self.tails(&line);
        let at = tails.find(|at| {
            let Some(Ok(statement)) = self.statement(&line[*at..]) else { return false };
            let sum = self.sum(text, self.without_joints(&line[..*at]));
            // "нал 350 долг" says two things.
            sum.is_some_and(|sum| statement.redeems() || (!sum.is_paid() && !statement.sells()))
        })?;
        Some((line[at].before().trim_end_matches([' ', ',', ';', '+', '-', '(']), &text[line[at].before().len()..]))
    }

    /// "Товар 5000 бонус 200": what follows the goods is no goods.
    fn with_statement(&self, line: &[Token<'_>]) -> Result<Option<Found>, LineError> {
        for at in self.tails(line) {
            let Some(statement) = self.statement(&line[at..]) else { continue };
            let is_redeemed = statement.as_ref().is_ok_and(Found::redeems);
            let follows_price =
                line[at].kind == Kind::Number && (line[at - 1].kind == Kind::Number || self.is_explicit(&line[at - 1]));
            if follows_price && !self.leaves_price(&line[..at], &statement) {
                continue;
            }
            if line[at].kind == Kind::Number && line[at - 1].kind == Kind::Dash && !is_redeemed {
                // "5000 - 500 бонусов" redeems them.
                continue;
            }
            if statement == Err(LineError::QuantityAlone) && line[at].kind == Kind::Number {
                // "Чай 350, 2 шт"
                continue;
            }
            let Ok(goods) = self.sold(self.without_joints(&line[..at])) else {
                // "Карта бонус 200" may be a card, or has no price.
                return match statement {
                    Err(LineError::Total | LineError::NotGoods | LineError::QuantityAlone) => Ok(None),
                    Ok(found) if !found.redeems() => Ok(None),
                    Ok(found) => self.goods(line).map(|goods| Some(goods.or(found))),
                    Err(_) => self.goods(line).map(|found| Some(found.doubtful())),
                };
            };
            if statement == Err(LineError::Total)
                && let Some(total) = self.sum("", &line[at..])
            {
                // "Чай 2 x 350 итого 700"
                return goods.of_sum(total.amounts()).map(Some).ok_or(LineError::AnotherSum);
            }
            if statement == Err(LineError::QuantityAlone)
                && let Some(quantity) = self.parts(&line[at..]).and_then(|parts| parts.amount)
                && let Some(found) = self.with_quantity(self.without_joints(&line[..at]), &quantity)?
            {
                return Ok(Some(found));
            }
            let found = goods.and(&statement?);
            if found.readings.iter().all(pays_more_than_all) {
                // "Набор 100 баллов 500"
                return self.goods(line).map(|literal| Some(literal.or(found)));
            }
            return Ok(Some(found));
        }
        Ok(None)
    }

    /// "хлеб 2 500 300 баллами": is there a price before points that are not parted from it, and do they pay no more than that?
    fn leaves_price(&self, head: &[Token<'_>], statement: &Result<Found, LineError>) -> bool {
        let Ok(points) = statement else { return false };
        let fits = |goods: Found| !goods.and(points).readings.iter().all(pays_more_than_all);
        points.redeems() && self.sold(head).is_ok_and(fits)
    }

    /// "Чай 1000 наличные 1000", "Чай 1000 картой": how it is paid, where the sum fits; else it may be goods.
    fn with_payment(&self, line: &[Token<'_>]) -> Result<Option<Found>, LineError> {
        for at in self.tails(line) {
            let tail = &line[at..];
            let paid = self.paid(tail);
            if paid.is_none() && !self.is_way_of_paying(tail) {
                continue;
            }
            let Ok(goods) = self.sold(self.without_joints(&line[..at])) else { return Ok(None) };
            let Some(paid) = paid else { return Ok(Some(goods)) };
            if let Some(fitting) = goods.clone().of_sum(paid.amounts()) {
                return Ok(Some(fitting));
            }
            let both = self.paid_or_goods(tail).map_or(goods.clone(), |tail| goods.and(&tail));
            return Ok(Some(match self.goods(line) {
                Ok(literal) => both.or(literal),
                Err(_) => both.doubtful(),
            }));
        }
        Ok(None)
    }

    /// "Бонус 200 Чай 1000": what stands before the goods is no goods, or begins their name.
    fn behind_statement(&self, line: &[Token<'_>]) -> Result<Option<Found>, LineError> {
        let ends = (1..line.len().min(LONGEST_TAIL)).rev();
        let mut ends = ends.filter(|at| !line[*at].is_tight() && matches!(line[*at].kind, Kind::Word | Kind::Number));
        let found = ends.find_map(|at| {
            let head = self.without_joints(&line[..at]);
            let statement = self.statement(head)?;
            // "Off white 500" is a name.
            let is_meant = statement.is_ok()
                || statement == Err(LineError::Return)
                || head.iter().any(|token| token.kind == Kind::Number);
            is_meant.then_some((at, statement))
        });
        let Some((at, statement)) = found else { return Ok(None) };
        let Ok(goods) = self.sold(&line[at..]) else { return Ok(None) };
        let sells = goods.readings.iter().all(|reading| !reading.lines.is_empty());
        if !sells || goods.redeems() {
            return Ok(None);
        }
        let literal = self.goods(line);
        Ok(match (statement, literal) {
            (Err(why @ (LineError::Discount | LineError::Return)), _) => return Err(why),
            // "2 шт чая по 350"
            (Err(LineError::QuantityAlone), literal) => Some(literal?),
            (Err(_), literal) => Some(literal?.doubtful()),
            (Ok(found), Ok(literal)) => Some(goods.and(&found).or(literal)),
            (Ok(found), Err(_)) => Some(goods.and(&found)),
        })
    }

    /// "Чай 350, Кофе 400": goods beside goods. Only a semicolon, or the currency beside each price, makes that certain.
    fn several(&self, line: &[Token<'_>]) -> Result<Option<Found>, LineError> {
        let mut items: Vec<&[Token<'_>]> = Vec::new();
        let mut start = 0;
        let mut is_certain = true;
        let mut is_likely = true;
        for at in 0..line.len() {
            // "Tea qty 2, price 350"
            let is_inside = line.get(at + 1).is_some_and(|next| self.multiplies(next));
            let is_joint = !is_inside
                && (is_separator(&line[at])
                    || is_plus_between(line, at)
                    || is_stop_between(line, at)
                    || self.is_word_between(line, at));
            let follows_price = !is_joint && at > start + 1 && self.begins_item(line, start, at);
            // "Чай, 350; Кофе, 400": a comma may stand before a price.
            if follows_price || (is_joint && at > start && self.is_item(&line[start..at])) {
                items.push(&line[start..at]);
                is_certain &= line[at].text == ";" || line[start..at].iter().any(|token| self.is_explicit(token));
                is_likely &= !follows_price || line[at].text.starts_with(char::is_uppercase);
                start = at + usize::from(is_joint);
            }
        }
        items.push(&line[start..]);
        items.retain(|item| !item.is_empty());
        if items.len() < 2 || items.len() > MOST_ITEMS {
            return Ok(None);
        }
        let count = items.len();
        let mut all = Found::certain(Reading::default());
        for item in items {
            let found = match self.statement(item) {
                // "Чай 350, 2 шт"
                Some(Err(LineError::QuantityAlone)) => return Ok(None),
                Some(statement) => statement?,
                None => match self.paid_or_goods(item).map_or_else(|| self.goods(item), Ok) {
                    Ok(found) => found,
                    Err(_) => return Ok(None),
                },
            };
            if found.readings.iter().any(|reading| reading.lines.iter().any(|line| line.name.is_empty())) {
                return Ok(None);
            }
            if all.redeems() && found.redeems() {
                return Err(LineError::PointsTwice);
            }
            all = all.and(&found);
        }
        if is_certain {
            return Ok(Some(all));
        }
        Ok(Some(match self.goods(line) {
            // "хлеб 120 молоко 450 сыр 1200" is rather a list.
            Ok(literal) if is_likely || count > 2 => all.or(literal),
            Ok(literal) => literal.or(all),
            Err(_) => all.doubtful(),
        }))
    }

    /// Is a part of a line complete: goods with their name and price, or no goods at all?
    fn is_item(&self, part: &[Token<'_>]) -> bool {
        self.statement(part).is_some() || self.goods(part).is_ok_and(|found| found.is_named())
    }

    /// "Чай 350 Кофе 400": does a word begin other goods behind a price? "USB 3 кабель 400" has no price there.
    fn begins_item(&self, line: &[Token<'_>], start: usize, at: usize) -> bool {
        let token = &line[at];
        let is_name = token.kind == Kind::Word
            && !token.is_tight()
            && !self.multiplies(token)
            && !self.belongs_to_number(token)
            && line.get(at + 1).is_none_or(|next| next.kind != Kind::Times || at + 2 < line.len());
        let part = &line[start..at];
        let ends_price =
            part.last().is_some_and(|last| last.kind == Kind::Number || self.is_explicit(last) || self.is_minor(last));
        if !is_name || !ends_price || !self.is_item(part) {
            return false;
        }
        let is_explicit = part.iter().any(|token| self.is_explicit(token));
        (is_explicit || self.may_be_price(part, line, token.text.starts_with(char::is_uppercase)))
            && self.is_item(&line[at..])
    }

    /// "и", "and" between words.
    fn is_word_between(&self, line: &[Token<'_>], at: usize) -> bool {
        let is_inside = at > 0 && at + 1 < line.len();
        is_inside && line[at].kind == Kind::Word && self.words.is(WordClass::And, line[at].text)
    }

    /// The shop's currency: what stands beside it is a price.
    fn is_explicit(&self, token: &Token<'_>) -> bool {
        self.mark(token) == Some(CurrencyMark::Own)
    }

    /// Without what joins goods and points.
    pub(super) fn without_joints<'l, 't>(&self, line: &'l [Token<'t>]) -> &'l [Token<'t>] {
        let is_joint = |token: &Token<'_>| {
            is_separator(token)
                || matches!(token.kind, Kind::Dash | Kind::Equals)
                || matches!(token.text, "(" | "[")
                || (token.kind == Kind::Word && self.words.is(WordClass::And, token.text))
        };
        &line[..line.iter().rposition(|token| !is_joint(token)).map_or(0, |last| last + 1)]
    }
}

/// A comma, a semicolon, or a plus or stroke with spaces around.
fn is_separator(token: &Token<'_>) -> bool {
    matches!(token.text, "," | ";") || (matches!(token.text, "+" | "/") && !token.is_tight())
}

/// "Чай 350+Кофе 400"
fn is_plus_between(line: &[Token<'_>], at: usize) -> bool {
    let is_plus = line[at].text == "+" && at > 0 && line[at - 1].kind == Kind::Number;
    is_plus && line.get(at + 1).is_some_and(|next| next.kind == Kind::Word)
}

/// "Чай 350. Кофе 400"
fn is_stop_between(line: &[Token<'_>], at: usize) -> bool {
    let is_stop = line[at].text == "." && at > 0 && line[at - 1].kind == Kind::Number;
    is_stop && line.get(at + 1).is_some_and(|next| next.kind == Kind::Word && !next.is_tight())
}

/// Do points pay more than the goods cost?
fn pays_more_than_all(reading: &Reading) -> bool {
    let total = Money::saturating_sum(reading.lines.iter().map(|line| line.total));
    let points = match reading.redemption {
        Some(Redeem::Points(redemption)) => redemption.points,
        _ => None,
    };
    points.is_some_and(|points| points > total)
}
