//! A sale that is to be made: its lines, its total, the coupons that it uses, and the points that pay for part of it.

use super::{CouponId, Money, PointsWallet, Quantity};

/// The most lines of one invoice.
const MAX_LINES: usize = 100;
/// The longest name of a line, in characters.
const MAX_NAME: usize = 200;

/// One line of an invoice.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Line {
    /// What was sold.
    pub name: String,
    /// How much of it.
    pub quantity: Quantity,
    /// The price of one.
    pub unit_price: Money,
    /// What the line costs. For a new invoice always quantity at price; imported ones keep what their file says.
    pub total: Money,
}

impl Line {
    /// A line of `quantity` pieces at `unit_price`.
    pub fn new(name: impl Into<String>, quantity: Quantity, unit_price: Money) -> Self {
        Self { name: name.into(), quantity, unit_price, total: quantity.at(unit_price) }
    }
}

/// How points pay for part of an invoice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Redemption {
    /// The wallet they come from.
    pub wallet: PointsWallet,
    /// How many; `None` takes what the limits allow.
    pub points: Option<Money>,
}

/// An invoice to be issued.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Draft {
    /// At least one line.
    pub lines: Vec<Line>,
    /// Points that pay for part of it.
    pub redemption: Option<Redemption>,
    /// Coupons that it uses, each once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub coupons: Vec<CouponId>,
    /// The rest is left as a debt.
    pub on_credit: bool,
}

/// What is wrong with a draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DraftError {
    /// It has no lines.
    #[error("the invoice has no lines")]
    Empty,
    /// More than a hundred lines.
    #[error("the invoice has too many lines")]
    TooManyLines,
    /// A line's name is empty or longer than 200 characters.
    #[error("the name of line {0} is empty or too long")]
    BadName(usize),
    /// A line's quantity is zero or below.
    #[error("the quantity of line {0} is not above zero")]
    BadQuantity(usize),
    /// A line's total is beyond what can be kept.
    #[error("line {0} is too large")]
    TooLarge(usize),
    /// The lines cost nothing.
    #[error("the total is zero")]
    NothingToPay,
}

impl Draft {
    /// The sum of the lines.
    ///
    /// # Errors
    /// What is wrong with the lines, the first fault first; lines are counted from 1.
    pub fn total(&self) -> Result<Money, DraftError> {
        if self.lines.is_empty() {
            return Err(DraftError::Empty);
        }
        if self.lines.len() > MAX_LINES {
            return Err(DraftError::TooManyLines);
        }
        let mut total = Money::ZERO;
        for (line, position) in self.lines.iter().zip(1..) {
            if line.name.trim().is_empty() || line.name.chars().count() > MAX_NAME {
                return Err(DraftError::BadName(position));
            }
            if line.quantity.milli() <= 0 {
                return Err(DraftError::BadQuantity(position));
            }
            total = Money::from_decimal(line.total.to_decimal())
                .ok()
                .and_then(|line_total| total.checked_add(line_total))
                .filter(|sum| Money::from_decimal(sum.to_decimal()).is_ok())
                .ok_or(DraftError::TooLarge(position))?;
        }
        if total.is_positive() { Ok(total) } else { Err(DraftError::NothingToPay) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(lines: Vec<Line>) -> Draft {
        Draft { lines, redemption: None, coupons: Vec::new(), on_credit: false }
    }

    #[test]
    fn a_total_is_the_sum_of_its_lines() {
        let tap = Line::new("Смеситель", Quantity::from_milli(4000), Money::from_minor(4800_00));
        let delivery = Line::new("Доставка", Quantity::ONE, Money::from_minor(500_00));
        assert_eq!(draft(vec![tap, delivery]).total(), Ok(Money::from_minor(19_700_00)));
    }

    #[test]
    fn refuses_what_is_no_sale() {
        let line = |name: &str, milli, minor| Line::new(name, Quantity::from_milli(milli), Money::from_minor(minor));
        let huge = line("gold", 1_000_000_000_000, 1_000_000_000_000);
        let cases = [
            (vec![], DraftError::Empty),
            (vec![line("tea", 1000, 1); 101], DraftError::TooManyLines),
            (vec![line("tea", 1000, 1), line("  ", 1000, 1)], DraftError::BadName(2)),
            (vec![line("tea", 0, 100)], DraftError::BadQuantity(1)),
            (vec![line("gift", 1000, 0)], DraftError::NothingToPay),
            (vec![huge], DraftError::TooLarge(1)),
        ];
        for (lines, expected) in cases {
            assert_eq!(draft(lines).total(), Err(expected));
        }
    }
}
