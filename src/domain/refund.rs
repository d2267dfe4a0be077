//! Taking back part or all of a sale: what the customer gets back, and what is taken back from them and their referrer.
//!
//! Every figure is worked out for all that is refunded so far, this time included, and what earlier refunds gave is
//! subtracted. So it does not matter into how many refunds a sale falls apart: together they come to what one refund of
//! the whole would have been, to the cent, and none of them is below zero.
//!
//! - The discount falls on all of the sale alike: the refunded part of it is neither money nor points, and what follows
//!   is worked out of the rest.
//! - Points that paid for part of the sale come back in proportion.
//! - Of the points it earned, and of the referrer's reward, remains what the rest of the sale would have earned by the
//!   rule and the rates of that day. Where those are not known (the sale was imported), the same share is taken back as
//!   is refunded.
//! - Points that coupons gave are taken back when nothing is left of the sale, which is when the coupons come back.
//! - What was not paid with points first lowers the debt that the sale left, then is given back as money. Payments are
//!   not tied to a sale, so its debt counts as open for as long as the customer owes at least as much: lowered is what is
//!   owed now, and no more than this sale left. A customer who owes nothing gets money.

use super::{EarnRule, Line, Money, Quantity, Rate};

/// A sale as it was issued.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sale {
    /// Its lines. Their sum may differ from the total where the sale was imported.
    pub lines: Vec<Line>,
    /// Before the discount and points.
    pub total: Money,
    /// What was taken off it.
    pub discount: Money,
    /// Points that paid for part of the rest.
    pub redeemed: Money,
    /// What it left as a debt.
    pub debt: Money,
    /// Points that its coupons gave.
    pub coupon_points: Money,
    /// Points it earned.
    pub earned: Money,
    /// By which rule and rate; not known where it was imported.
    pub earned_by: Option<(EarnRule, Rate)>,
    /// What the referrer got for it.
    pub reward: Money,
    /// By which rate.
    pub rewarded_by: Option<Rate>,
}

/// How much of a sale is to be refunded.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RefundScope {
    /// All that is left of it.
    Rest,
    /// Goods that came back.
    Lines(Vec<ReturnedLine>),
    /// An amount of its total, before the discount and points: goods stay, and become cheaper.
    Amount(Money),
}

/// Goods of one line that came back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct ReturnedLine {
    /// The line, counted from 1.
    pub position: usize,
    /// How much of it.
    pub quantity: Quantity,
}

/// What one refund moves, or all of a sale's together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct RefundFigures {
    /// How much of the sale's total, before the discount and points: the next four add up to it.
    pub total: Money,
    /// The part of the discount that falls on it.
    #[serde(default)]
    pub discount: Money,
    /// Points given back.
    pub redeemed: Money,
    /// Debt that is no longer owed.
    pub debt: Money,
    /// Money given back.
    pub money: Money,
    /// Points taken back that the sale earned.
    pub earned: Money,
    /// Points taken back that its coupons gave.
    #[serde(default)]
    pub coupon_points: Money,
    /// What is taken back of the referrer's reward.
    pub reward: Money,
}

/// What refunds of a sale have done so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RefundedBefore {
    /// All together.
    pub figures: RefundFigures,
    /// What came back of each line, by its position; a line that nothing came back of may be missing.
    pub lines: Vec<ReturnedLine>,
}

/// What a refund of a [`RefundScope`] comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refund {
    /// What it moves.
    pub figures: RefundFigures,
    /// The goods that come back, with what they cost; none where an amount is refunded.
    pub lines: Vec<(ReturnedLine, Money)>,
}

/// Why nothing can be refunded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RefundError {
    /// All of the sale was refunded before.
    #[error("nothing is left of the sale")]
    NothingLeft,
    /// It comes to nothing.
    #[error("the refund comes to nothing")]
    Nothing,
    /// More than is left of the sale.
    #[error("only {left} of the sale is left")]
    MoreThanLeft {
        /// What is left of it.
        left: Money,
    },
    /// More than is left of a line, or a line that does not exist.
    #[error("only {left} of line {line} is left")]
    MoreThanLeftOfLine {
        /// The line, counted from 1.
        line: usize,
        /// What is left of it.
        left: Quantity,
    },
}

impl Sale {
    /// Works out a refund of a customer who owes `owed` in all.
    ///
    /// # Errors
    /// Each [`RefundError`].
    pub fn refund(&self, before: &RefundedBefore, scope: &RefundScope, owed: Money) -> Result<Refund, RefundError> {
        let left = minus(self.total, before.figures.total);
        if !left.is_positive() {
            return Err(RefundError::NothingLeft);
        }
        let lines = match scope {
            RefundScope::Rest => before.left_of(&self.lines),
            RefundScope::Lines(returned) => self.returned(before, returned)?,
            RefundScope::Amount(_) => Vec::new(),
        };
        let total = match scope {
            RefundScope::Rest => left,
            // What was refunded as an amount is gone from the lines, too.
            RefundScope::Lines(_) => self.worth(before, &lines).min(left),
            RefundScope::Amount(amount) if *amount > left => return Err(RefundError::MoreThanLeft { left }),
            RefundScope::Amount(amount) => *amount,
        };
        if !total.is_positive() {
            return Err(RefundError::Nothing);
        }
        let priced = lines.iter().map(|line| (*line, self.price(before, *line))).collect();
        Ok(Refund { figures: self.figures(&before.figures, total, owed), lines: priced })
    }

    fn figures(&self, before: &RefundFigures, total: Money, owed: Money) -> RefundFigures {
        let so_far = before.total.saturating_add(total);
        let discount = minus(self.discount_on(so_far), before.discount).min(total);
        let due = minus(total, discount);
        let redeemed = minus(self.redeemed_on(so_far), before.redeemed).min(due);
        let paid = minus(due, redeemed);
        let debt = paid.min(minus(self.debt, before.debt)).min(owed.or_zero());
        RefundFigures {
            total,
            discount,
            redeemed,
            debt,
            money: minus(paid, debt),
            earned: minus(minus(self.earned, self.still_earned(so_far)), before.earned),
            coupon_points: if so_far >= self.total {
                minus(self.coupon_points, before.coupon_points)
            } else {
                Money::ZERO
            },
            reward: minus(minus(self.reward, self.still_rewarded(so_far)), before.reward),
        }
    }

    /// The part of the discount that falls on a part of the total.
    fn discount_on(&self, part: Money) -> Money {
        self.discount.prorated(part.minor(), self.total.minor())
    }

    /// What was due for a part of the total, after the discount.
    fn due_for(&self, part: Money) -> Money {
        minus(part, self.discount_on(part))
    }

    /// The points that paid for a part of the total.
    fn redeemed_on(&self, part: Money) -> Money {
        self.redeemed.prorated(self.due_for(part).minor(), self.due_for(self.total).minor())
    }

    /// The points that the sale would have earned without what is refunded.
    fn still_earned(&self, refunded: Money) -> Money {
        let Some((rule, rate)) = self.earned_by else {
            return minus(self.earned, self.earned.prorated(refunded.minor(), self.total.minor()));
        };
        let still_redeemed = minus(self.redeemed, self.redeemed_on(refunded));
        rule.earned(rate, self.still_due(refunded), still_redeemed).min(self.earned)
    }

    /// What would have been due without what is refunded.
    fn still_due(&self, refunded: Money) -> Money {
        minus(self.due_for(self.total), self.due_for(refunded))
    }

    /// The reward that the sale would have brought without what is refunded.
    fn still_rewarded(&self, refunded: Money) -> Money {
        match self.rewarded_by {
            Some(rate) => self.still_due(refunded).share(rate).min(self.reward),
            None => minus(self.reward, self.reward.prorated(refunded.minor(), self.total.minor())),
        }
    }

    /// The goods of `wanted`, each line once, in order of the lines.
    fn returned(&self, before: &RefundedBefore, wanted: &[ReturnedLine]) -> Result<Vec<ReturnedLine>, RefundError> {
        let mut lines: Vec<ReturnedLine> = Vec::with_capacity(wanted.len());
        for line in wanted {
            if line.quantity.milli() <= 0 {
                return Err(RefundError::Nothing);
            }
            match lines.iter_mut().find(|known| known.position == line.position) {
                Some(known) => known.quantity = known.quantity.saturating_add(line.quantity),
                None => lines.push(*line),
            }
        }
        for line in &lines {
            let left = self.rest(before, line.position);
            if line.quantity > left {
                return Err(RefundError::MoreThanLeftOfLine { line: line.position, left });
            }
        }
        lines.sort_unstable_by_key(|line| line.position);
        Ok(lines)
    }

    /// What is left of a line.
    fn rest(&self, before: &RefundedBefore, position: usize) -> Quantity {
        self.line(position).map_or(Quantity::from_milli(0), |line| before.left_of_line(position, line))
    }

    fn line(&self, position: usize) -> Option<&Line> {
        position.checked_sub(1).and_then(|index| self.lines.get(index))
    }

    /// What the goods of a line cost. Goods that came back before are counted first, so that roundings add up.
    fn price(&self, before: &RefundedBefore, returned: ReturnedLine) -> Money {
        let Some(line) = self.line(returned.position) else { return Money::ZERO };
        let came_back = came_back(before, returned.position);
        let up_to = |milli: i64| line.total.prorated(milli, line.quantity.milli());
        minus(up_to(came_back.saturating_add(returned.quantity.milli())), up_to(came_back))
    }

    /// The share of the total that goods are worth: their price, unless the lines do not add up to the total.
    fn worth(&self, before: &RefundedBefore, returned: &[ReturnedLine]) -> Money {
        let sum = Money::saturating_sum(self.lines.iter().map(|line| line.total));
        let earlier = (1..=self.lines.len()).map(|position| {
            let quantity = Quantity::from_milli(came_back(before, position));
            self.price(&RefundedBefore::default(), ReturnedLine { position, quantity })
        });
        let earlier = Money::saturating_sum(earlier);
        let now = Money::saturating_sum(returned.iter().map(|line| self.price(before, *line)));
        let share = |price: Money| self.total.prorated(price.minor(), sum.minor());
        minus(share(earlier.saturating_add(now)), share(earlier))
    }
}

impl RefundedBefore {
    /// What is left of each line, without lines of which nothing is left.
    pub fn left_of(&self, lines: &[Line]) -> Vec<ReturnedLine> {
        let left = |(line, position)| ReturnedLine { position, quantity: self.left_of_line(position, line) };
        lines.iter().zip(1..).map(left).filter(|line| line.quantity.milli() > 0).collect()
    }

    fn left_of_line(&self, position: usize, line: &Line) -> Quantity {
        Quantity::from_milli(line.quantity.milli().saturating_sub(came_back(self, position)).max(0))
    }
}

impl RefundFigures {
    /// Both together.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        Self {
            total: self.total.saturating_add(other.total),
            discount: self.discount.saturating_add(other.discount),
            redeemed: self.redeemed.saturating_add(other.redeemed),
            debt: self.debt.saturating_add(other.debt),
            money: self.money.saturating_add(other.money),
            earned: self.earned.saturating_add(other.earned),
            coupon_points: self.coupon_points.saturating_add(other.coupon_points),
            reward: self.reward.saturating_add(other.reward),
        }
    }
}

/// How much of a line came back before, in thousandths.
fn came_back(before: &RefundedBefore, position: usize) -> i64 {
    let lines = before.lines.iter().filter(|line| line.position == position);
    lines.fold(0, |sum: i64, line| sum.saturating_add(line.quantity.milli()))
}

/// `a - b`, never below zero.
fn minus(a: Money, b: Money) -> Money {
    a.saturating_sub(b).or_zero()
}

#[cfg(test)]
mod tests;
