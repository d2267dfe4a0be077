//! A points wallet as one would keep it on paper: a list of lots, and what is owed.

/// Points that came together and run out together.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lot {
    pub(super) left: i64,
    /// The first moment without them; `None`: never.
    pub(super) ends: Option<i64>,
}

#[derive(Clone, Debug, Default)]
pub(super) struct Purse {
    /// In the order in which they came.
    pub(super) lots: Vec<Lot>,
    /// Points that were taken back after they had been spent.
    pub(super) debt: i64,
}

impl Purse {
    pub(super) fn in_lots(&self) -> i64 {
        self.lots.iter().map(|lot| lot.left).sum()
    }

    /// Points that are in no hold repay what is owed; what has run out and is in no hold is gone.
    pub(super) fn settle(&mut self, now: i64, held: i64) {
        let repaid = self.debt.min(self.in_lots() - held);
        self.take(repaid);
        self.debt -= repaid;
        let due: i64 =
            self.lots.iter().filter(|lot| lot.ends.is_some_and(|ends| ends <= now)).map(|lot| lot.left).sum();
        self.take(due.min(self.in_lots() - held));
    }

    /// Takes what runs out first, then what came first. Which lots, and how much of each.
    pub(super) fn take(&mut self, amount: i64) -> Vec<(usize, i64)> {
        self.take_from(None, amount)
    }

    /// Adds points, less what repays the debt; the lot that they became.
    pub(super) fn earn(&mut self, amount: i64, ends: Option<i64>) -> Option<usize> {
        let repaid = self.debt.min(amount);
        self.debt -= repaid;
        if amount == repaid {
            return None;
        }
        self.lots.push(Lot { left: amount - repaid, ends });
        Some(self.lots.len() - 1)
    }

    /// Takes points back, from one lot before the others; what is not there, or is held, becomes debt: how much that is.
    pub(super) fn take_back(&mut self, amount: i64, first: Option<usize>, held: i64) -> i64 {
        let there = amount.min(self.in_lots() - held);
        self.take_from(first, there);
        self.debt += amount - there;
        amount - there
    }

    fn take_from(&mut self, first: Option<usize>, amount: i64) -> Vec<(usize, i64)> {
        let mut order: Vec<usize> = (0..self.lots.len()).collect();
        order.sort_by_key(|lot| (Some(*lot) != first, self.lots[*lot].ends.unwrap_or(i64::MAX), *lot));
        let mut missing = amount;
        let mut taken = Vec::new();
        for lot in order {
            let part = self.lots[lot].left.min(missing);
            if part > 0 {
                self.lots[lot].left -= part;
                missing -= part;
                taken.push((lot, part));
            }
        }
        assert_eq!(missing, 0, "the model takes {amount} from {:?}", self.lots);
        taken
    }
}
