//! A line of a message, as it is read before the lines are compared with each other.

use super::{fault::LineError, number::Values, reading::Found};
use crate::domain::{Money, Quantity};

/// A line of a message with its readings.
pub(super) struct Entry {
    pub(super) line: usize,
    pub(super) text: String,
    pub(super) read: Result<Found, LineError>,
    /// It names a sum beside goods.
    pub(super) sum: Option<Sum>,
}

/// A line that names a sum.
#[derive(Clone, Debug)]
pub(super) struct Sum {
    pub(super) amount: Values<Money>,
    pub(super) kind: SumKind,
}

/// What a sum beside goods is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SumKind {
    /// What the goods cost together.
    Total,
    /// What is paid.
    Paid,
    /// What is left as a debt.
    Debt,
}

impl Sum {
    /// A sale by this sum.
    pub(super) fn sold(&self) -> Found {
        Found::goods("", &Values { list: vec![Quantity::ONE], is_certain: true }, &self.amount)
    }

    /// The sums that it may be.
    pub(super) fn amounts(&self) -> &[Money] {
        &self.amount.list
    }

    /// What is wrong with a line that names it beside goods of another sum.
    pub(super) const fn fault(&self) -> LineError {
        match self.kind {
            SumKind::Total => LineError::Total,
            SumKind::Paid => LineError::Payment,
            SumKind::Debt => LineError::DebtWithAmount,
        }
    }

    /// Is it what is paid?
    pub(super) const fn is_paid(&self) -> bool {
        matches!(self.kind, SumKind::Paid)
    }
}
