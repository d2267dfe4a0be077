//! What a line may mean.

use serde::{Deserialize, Serialize};

use super::{
    fault::{Fault, LineError},
    number::Values,
};
use crate::domain::{Line, Money, Quantity, Redemption};

/// The most readings that are offered.
const MOST: usize = 4;

/// The customer as the first line of a message names them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    /// What the customer is found by: a code, a phone number, a username, a promo code, a name.
    pub by: String,
    /// The name beside it, which has to be that customer's: "Анна" of "Анна, 10001".
    pub called: Option<String>,
}

/// What a message says of points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Redeem {
    /// Expressly none.
    Nothing,
    /// These.
    Points(Redemption),
}

/// One meaning of a line.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// It names the customer.
    pub customer: Option<Named>,
    /// It sells these goods.
    pub lines: Vec<Line>,
    /// It redeems points.
    pub redemption: Option<Redeem>,
    /// It leaves the rest as a debt.
    pub on_credit: bool,
}

/// A line that is not certain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unclear {
    /// Its place in the message, counted from 1.
    pub line: usize,
    /// What was typed.
    pub text: String,
    /// How many of the sale's lines stand before it.
    pub after: usize,
    /// What it may mean, the likelier first. One reading alone is too doubtful to be taken without a question.
    pub readings: Vec<Reading>,
    /// Why it cannot be read, where it has to be typed anew or left out.
    #[serde(default)]
    pub fault: Option<LineError>,
}

/// The readings of a line, the likelier first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) readings: Vec<Reading>,
    /// There is one reading, and no other is meant.
    pub(super) is_certain: bool,
}

impl Unclear {
    /// A line that could not be read: it is left out, unless it is typed anew.
    pub fn faulty(fault: &Fault) -> Self {
        Self {
            line: fault.line,
            text: fault.text.clone(),
            after: fault.after,
            readings: vec![Reading::default()],
            fault: Some(fault.why),
        }
    }

    /// Does it sell something in any reading?
    pub fn may_sell(&self) -> bool {
        self.readings.iter().any(|reading| !reading.lines.is_empty())
    }
}

impl Reading {
    pub(super) fn of_line(line: Line) -> Self {
        Self { lines: vec![line], ..Self::default() }
    }

    /// Everything that both say.
    pub(super) fn and(mut self, other: Self) -> Self {
        self.customer = self.customer.or(other.customer);
        self.lines.extend(other.lines);
        self.redemption = self.redemption.or(other.redemption);
        self.on_credit |= other.on_credit;
        self
    }
}

impl Found {
    /// One meaning that is meant.
    pub(super) fn certain(reading: Reading) -> Self {
        Self { readings: vec![reading], is_certain: true }
    }

    /// Goods, with every value of quantity and price.
    pub(super) fn goods(name: &str, quantities: &Values<Quantity>, prices: &Values<Money>) -> Self {
        let lines = prices.list.iter().flat_map(|price| {
            quantities.list.iter().map(|quantity| Reading::of_line(Line::new(name, *quantity, *price)))
        });
        Self { readings: lines.collect(), is_certain: quantities.is_certain && prices.is_certain }.shortened()
    }

    /// Does it redeem points, however it is read?
    pub(super) fn redeems(&self) -> bool {
        self.readings.iter().any(|reading| reading.redemption.is_some())
    }

    /// Does it sell something, in the likeliest reading?
    pub(super) fn sells(&self) -> bool {
        self.readings.first().is_some_and(|first| !first.lines.is_empty())
    }

    /// Has every reading goods, each with its name?
    pub(super) fn is_named(&self) -> bool {
        let is_named =
            |reading: &Reading| !reading.lines.is_empty() && reading.lines.iter().all(|line| !line.name.is_empty());
        !self.readings.is_empty() && self.readings.iter().all(is_named)
    }

    /// Only the readings whose goods cost one of these sums; `None` where none does.
    pub(super) fn of_sum(mut self, sums: &[Money]) -> Option<Self> {
        self.readings.retain(|reading| {
            Money::checked_sum(reading.lines.iter().map(|line| line.total)).is_some_and(|sum| sums.contains(&sum))
        });
        (!self.readings.is_empty()).then_some(self)
    }

    /// The same, to be asked about.
    pub(super) fn doubtful(self) -> Self {
        Self { is_certain: false, ..self }
    }

    /// This or the other.
    pub(super) fn or(mut self, other: Self) -> Self {
        self.readings.extend(other.readings);
        self.doubtful().shortened()
    }

    /// This and the other, as parts of a line.
    pub(super) fn and(self, other: &Self) -> Self {
        let both =
            self.readings.iter().flat_map(|one| other.readings.iter().map(|another| one.clone().and(another.clone())));
        let readings = both.take(MOST).collect();
        Self { readings, is_certain: self.is_certain && other.is_certain }
    }

    fn shortened(mut self) -> Self {
        let mut distinct: Vec<Reading> = Vec::new();
        for reading in self.readings {
            if !distinct.contains(&reading) {
                distinct.push(reading);
            }
        }
        distinct.truncate(MOST);
        self.readings = distinct;
        self
    }
}
