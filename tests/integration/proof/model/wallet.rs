//! A points wallet: a list of lots, and a points debt.

/// Points that were added together and expire together.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Lot {
    pub(crate) remaining: i64,
    /// The first moment at which they are expired; `None`: never.
    pub(crate) expires_at: Option<i64>,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Wallet {
    /// In the order in which they were added.
    pub(crate) lots: Vec<Lot>,
    /// Points that were taken back after they had been spent.
    pub(crate) points_debt: i64,
}

impl Wallet {
    pub(crate) fn in_lots(&self) -> i64 {
        self.lots.iter().map(|lot| lot.remaining).sum()
    }

    /// Repays the debt with points that are not held, and removes expired points that are not held.
    pub(crate) fn settle(&mut self, now: i64, held: i64) {
        let repaid = self.points_debt.min(self.in_lots() - held);
        self.take(repaid);
        self.points_debt -= repaid;
        let due: i64 = self
            .lots
            .iter()
            .filter(|lot| lot.expires_at.is_some_and(|expires_at| expires_at <= now))
            .map(|lot| lot.remaining)
            .sum();
        self.take(due.min(self.in_lots() - held));
    }

    /// Takes the points that expire first, then those that were added first. Returns the lots, and how much of each.
    pub(crate) fn take(&mut self, amount: i64) -> Vec<(usize, i64)> {
        self.take_from(None, amount)
    }

    /// Adds points, less what repays the debt. Returns the new lot, if any points were left for one.
    pub(crate) fn earn(&mut self, amount: i64, expires_at: Option<i64>) -> Option<usize> {
        let repaid = self.points_debt.min(amount);
        self.points_debt -= repaid;
        if amount == repaid {
            return None;
        }
        self.lots.push(Lot { remaining: amount - repaid, expires_at });
        Some(self.lots.len() - 1)
    }

    /// Takes points back, from the lot `first` before the others. What is missing or held becomes debt: returns how much.
    pub(crate) fn take_back(&mut self, amount: i64, first: Option<usize>, held: i64) -> i64 {
        let there = amount.min(self.in_lots() - held);
        self.take_from(first, there);
        self.points_debt += amount - there;
        amount - there
    }

    fn take_from(&mut self, first: Option<usize>, amount: i64) -> Vec<(usize, i64)> {
        let mut order: Vec<usize> = (0..self.lots.len()).collect();
        order.sort_by_key(|lot| (Some(*lot) != first, self.lots[*lot].expires_at.unwrap_or(i64::MAX), *lot));
        let mut missing = amount;
        let mut taken = Vec::new();
        for lot in order {
            let part = self.lots[lot].remaining.min(missing);
            if part > 0 {
                self.lots[lot].remaining -= part;
                missing -= part;
                taken.push((lot, part));
            }
        }
        assert_eq!(missing, 0, "the model takes {amount} from {:?}", self.lots);
        taken
    }
}
