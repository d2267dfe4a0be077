//! Coupons: who has which, and what they do on a sale.

use kopilka::{
    domain::{CouponId, CouponWorth},
    service::Refusal,
};

use super::{Model, SECOND, share};

#[derive(Clone, Copy, Debug)]
pub(crate) struct Coupon {
    pub(crate) owner: usize,
    pub(crate) worth: CouponWorth,
    pub(crate) expires_at: Option<i64>,
    pub(crate) is_used: bool,
}

impl Model {
    pub(crate) fn give_coupon(&mut self, owner: usize, worth: CouponWorth, minutes: Option<i64>) {
        let expires_at = minutes.map(|minutes| self.now + minutes * 60 * SECOND);
        self.coupons.push(Coupon { owner, worth, expires_at, is_used: false });
    }

    /// The coupons that a card can use now.
    pub(crate) fn usable_coupons(&self, owner: usize) -> Vec<usize> {
        let is_usable = |coupon: &Coupon| {
            coupon.owner == owner && !coupon.is_used && coupon.expires_at.is_none_or(|ends| ends > self.now)
        };
        (0..self.coupons.len()).filter(|index| is_usable(&self.coupons[*index])).collect()
    }

    /// The discount on a total, and the points, of coupons in the order they were given. A refusal names them by their numbers.
    pub(crate) fn discount(&self, buyer: usize, wanted: &[usize], total: i64) -> Result<(i64, i64), Refusal> {
        let usable = self.usable_coupons(buyer);
        let missing = wanted.iter().filter(|index| !usable.contains(index));
        let missing: Vec<CouponId> = missing.map(|index| CouponId(i64::try_from(*index).unwrap())).collect();
        if !missing.is_empty() {
            return Err(Refusal::CouponUnavailable(missing));
        }
        let worths = || wanted.iter().map(|index| self.coupons[*index].worth);
        let (mut off, mut points) = (0, 0);
        for worth in worths() {
            if let CouponWorth::Percent(rate) = worth {
                off += share(total, rate.bp(), 10_000);
            }
        }
        for worth in worths() {
            match worth {
                CouponWorth::Amount(amount) => off += amount.minor(),
                CouponWorth::Points(given) => points += given.minor(),
                CouponWorth::Percent(_) | CouponWorth::Gift => {}
            }
        }
        Ok((off.min(total), points))
    }
}
