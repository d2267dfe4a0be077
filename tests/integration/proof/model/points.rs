//! Points and debts that change without a sale: adjustments, holds, and the lifetime of points.

use kopilka::{
    domain::{HoldState, PointsWallet},
    service::{Refusal, points::Direction},
};

use super::{Expected, Model, SECOND, money};

#[derive(Clone, Debug)]
pub(crate) struct Hold {
    pub(crate) of: usize,
    pub(crate) wallet: PointsWallet,
    pub(crate) amount: i64,
    pub(crate) expires_at: i64,
    pub(crate) state: HoldState,
}

impl Model {
    pub(crate) fn adjust_points(
        &mut self,
        of: usize,
        wallet: PointsWallet,
        direction: Direction,
        amount: i64,
    ) -> Expected {
        self.require_open(of)?;
        if amount <= 0 {
            return Err(Refusal::NothingToDo);
        }
        match direction {
            Direction::Give => drop(self.earn(of, wallet, amount)),
            Direction::Take => {
                let available = self.available(of, wallet).max(0);
                if amount > available {
                    return Err(Refusal::NotEnoughPoints { available: money(available) });
                }
                self.wallet(of, wallet).take(amount);
            }
        }
        Ok(Vec::new())
    }

    /// Answers the debt afterwards.
    pub(crate) fn change_debt(&mut self, of: usize, amount: i64) -> Expected {
        if amount == 0 {
            return Err(Refusal::NothingToDo);
        }
        let owed = &mut self.people[of].debt;
        if amount < 0 && *owed + amount < 0 {
            return Err(Refusal::MoreThanOwed { owed: money((*owed).max(0)) });
        }
        *owed += amount;
        Ok(vec![*owed])
    }

    pub(crate) fn deposit(&mut self, of: usize, amount: i64) -> Expected {
        self.require_open(of)?;
        if amount == 0 {
            return Err(Refusal::NothingToDo);
        }
        self.people[of].debt -= amount;
        Ok(Vec::new())
    }

    pub(crate) fn charge(&mut self, of: usize, amount: i64) -> Expected {
        self.require_open(of)?;
        let available = -self.people[of].debt;
        if amount == 0 {
            return Err(Refusal::NothingToDo);
        }
        if amount > available {
            return Err(Refusal::BeyondCredit { available: money(available) });
        }
        self.people[of].debt += amount;
        Ok(Vec::new())
    }

    pub(crate) fn hold(&mut self, of: usize, wallet: PointsWallet, amount: i64, minutes: i64) -> Expected {
        self.require_open(of)?;
        let available = self.available(of, wallet).max(0);
        if amount <= 0 {
            return Err(Refusal::NothingToDo);
        }
        if amount > available {
            return Err(Refusal::NotEnoughPoints { available: money(available) });
        }
        let expires_at = self.now + minutes * 60 * SECOND;
        self.holds.push(Hold { of, wallet, amount, expires_at, state: HoldState::Open });
        Ok(Vec::new())
    }

    /// Answers the captured points and the released ones.
    pub(crate) fn end_hold(&mut self, hold: usize, captured: Option<i64>) -> Expected {
        let Hold { of, wallet, amount, state, .. } = self.holds[hold];
        if state != HoldState::Open {
            return Err(Refusal::HoldEnded(state));
        }
        if captured.is_some() {
            self.require_open(of)?;
        }
        if captured.is_some_and(|captured| captured <= 0) {
            return Err(Refusal::NothingToDo);
        }
        if captured.is_some_and(|captured| captured > amount) {
            return Err(Refusal::MoreThanHeld { held: money(amount) });
        }
        self.holds[hold].state = if captured.is_some() { HoldState::Captured } else { HoldState::Released };
        let captured = captured.unwrap_or(0);
        self.wallet(of, wallet).take(captured);
        Ok(vec![captured, amount - captured])
    }

    pub(crate) fn set_lifetime(&mut self, days: Option<i64>) -> Vec<i64> {
        self.lifetime = days;
        let expires_at = self.expiry(days);
        if expires_at.is_some() {
            let lots =
                self.people.iter_mut().flat_map(|person| person.main.lots.iter_mut().chain(&mut person.referral.lots));
            lots.filter(|lot| lot.expires_at.is_none()).for_each(|lot| lot.expires_at = expires_at);
        }
        Vec::new()
    }
}
