//! Sales and refunds.

use kopilka::{
    domain::{EarnRule, PointsWallet, Quantity, RefundScope},
    service::Refusal,
};

use super::{Expected, Model, money, share, wallet::Lot};

#[derive(Clone, Debug)]
pub(crate) struct Sale {
    pub(crate) buyer: usize,
    /// Quantity in thousandths, price of the line, returned quantity.
    pub(crate) lines: Vec<(i64, i64, i64)>,
    pub(crate) total: i64,
    pub(crate) discount: i64,
    pub(crate) coupons: Vec<usize>,
    pub(crate) coupon_points: i64,
    pub(crate) coupon_lot: Option<usize>,
    pub(crate) redeemed: i64,
    pub(crate) wallet: PointsWallet,
    pub(crate) debt: i64,
    pub(crate) earned: i64,
    /// Rule and rate; `None` for imported sales.
    pub(crate) earned_by: Option<(EarnRule, i64)>,
    pub(crate) reward: i64,
    pub(crate) reward_bp: i64,
    pub(crate) referrer: Option<usize>,
    pub(crate) earn_lot: Option<usize>,
    pub(crate) reward_lot: Option<usize>,
    /// The lots that its points were redeemed from, the newest first, less what was returned to them.
    pub(crate) redeemed_lots: Vec<(usize, i64)>,
    /// `None`: imported.
    pub(crate) issued_at: Option<i64>,
    pub(crate) refunded: Figures,
}

/// The sums that refunds moved.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Figures {
    pub(crate) total: i64,
    pub(crate) discount: i64,
    pub(crate) redeemed: i64,
    pub(crate) debt: i64,
    pub(crate) earned: i64,
    pub(crate) reward: i64,
}

/// What an invoice earns, of which points paid for `redeemed`.
fn earned(rule: EarnRule, rate_bp: i64, total: i64, redeemed: i64) -> i64 {
    let base = match rule {
        EarnRule::Whole => total,
        EarnRule::PaidPart => total - redeemed,
        EarnRule::UnlessRedeemed => {
            if redeemed == 0 {
                total
            } else {
                0
            }
        }
    };
    share(base, rate_bp, 10_000)
}

impl Model {
    /// Answers total, discount, the group's part of it, redeemed, to pay, debt, earned, points of coupons, reward.
    pub(crate) fn sell(
        &mut self,
        buyer: usize,
        goods: &[(i64, i64)],
        coupons: &[usize],
        points: Option<(PointsWallet, Option<i64>)>,
        on_credit: bool,
    ) -> Expected {
        self.require_open(buyer)?;
        let rules = self.rules;
        let lines: Vec<_> = goods.iter().map(|(milli, price)| (*milli, share(*price, *milli, 1000), 0)).collect();
        let total: i64 = lines.iter().map(|line| line.1).sum();
        let terms = self.people[buyer].group.map(|group| self.groups[group]);
        let terms = terms.filter(|terms| terms.is_active && total >= terms.min_purchase);
        let by_group = terms.map_or(0, |terms| share(total, terms.discount_bp, 10_000));
        let (by_coupons, coupon_points) = self.discount(buyer, coupons, total - by_group)?;
        let discount = by_group + by_coupons;
        let due = total - discount;
        let wallet = points.map_or(PointsWallet::Main, |(wallet, _)| wallet);
        let redeemed = match points {
            None => 0,
            Some((_, wanted)) => {
                let available = self.available(buyer, wallet).max(0);
                let most = share(due, rules.max_redeem_bp, 10_000).min(due).min(available);
                let most = if most < rules.min_redeem { 0 } else { most };
                match wanted {
                    None => most,
                    Some(wanted) if wanted > available => {
                        return Err(Refusal::NotEnoughPoints { available: money(available) });
                    }
                    Some(wanted) if wanted < rules.min_redeem || wanted > most || wanted <= 0 => {
                        let (least, most) = (money(rules.min_redeem), money(most));
                        return Err(Refusal::RedemptionOutOfBounds { least, most });
                    }
                    Some(wanted) => wanted,
                }
            }
        };
        let to_pay = due - redeemed;
        let debt = if on_credit { to_pay } else { 0 };
        let earned = earned(rules.earn_rule, rules.bonus_bp, due, redeemed);
        for coupon in coupons {
            self.coupons[*coupon].is_used = true;
        }
        let mut redeemed_lots = self.wallet(buyer, wallet).take(redeemed);
        redeemed_lots.sort_by_key(|(lot, _)| std::cmp::Reverse(*lot));
        let coupon_lot = self.earn(buyer, PointsWallet::Main, coupon_points);
        let earn_lot = self.earn(buyer, PointsWallet::Main, earned);
        self.people[buyer].debt += debt;
        let is_first = !std::mem::replace(&mut self.people[buyer].has_purchased, true);
        let mut referrer = self.people[buyer].referrer.filter(|_| is_first);
        referrer = referrer.filter(|referrer| !self.people[self.current_card(*referrer)].is_blocked);
        let reward = if referrer.is_some() { share(due, rules.reward_bp, 10_000) } else { 0 };
        referrer = referrer.filter(|_| reward > 0);
        let reward_lot = referrer.and_then(|referrer| self.earn(referrer, PointsWallet::Referral, reward));
        self.sales.push(Sale {
            buyer,
            lines,
            total,
            discount,
            coupons: coupons.to_vec(),
            coupon_points,
            coupon_lot,
            redeemed,
            wallet,
            debt,
            earned,
            earned_by: Some((rules.earn_rule, rules.bonus_bp)),
            reward,
            reward_bp: rules.reward_bp,
            referrer,
            earn_lot,
            reward_lot,
            redeemed_lots,
            issued_at: Some(self.now),
            refunded: Figures::default(),
        });
        Ok(vec![total, discount, by_group, redeemed, to_pay, debt, earned, coupon_points, reward])
    }

    /// Answers total, discount, redeemed, debt, money, earned, points of coupons, reward; points debt, the referrer's points debt,
    /// what is left.
    pub(crate) fn refund(&mut self, index: usize, scope: &RefundScope) -> Expected {
        let sale = &self.sales[index];
        let left = sale.total - sale.refunded.total;
        if left <= 0 {
            return Err(Refusal::NothingLeft);
        }
        let returned: Vec<(usize, i64)> = match scope {
            RefundScope::Amount(_) => Vec::new(),
            RefundScope::Rest => sale.lines.iter().enumerate().map(|(at, line)| (at, line.0 - line.2)).collect(),
            RefundScope::Lines(lines) => {
                let of = |at: usize| sale.lines.get(at).map_or(0, |line| line.0 - line.2);
                for line in lines {
                    if line.quantity.milli() > of(line.position - 1) {
                        let left = Quantity::from_milli(of(line.position - 1));
                        return Err(Refusal::MoreThanLeftOfLine { line: line.position, left });
                    }
                }
                lines.iter().map(|line| (line.position - 1, line.quantity.milli())).collect()
            }
        };
        let worth = |(at, milli): &(usize, i64)| {
            let (sold, price, returned) = sale.lines[*at];
            share(price, returned + milli, sold) - share(price, returned, sold)
        };
        let total = match scope {
            RefundScope::Rest => left,
            RefundScope::Amount(amount) if amount.minor() > left => {
                return Err(Refusal::MoreThanLeft { left: money(left) });
            }
            RefundScope::Amount(amount) => amount.minor(),
            RefundScope::Lines(_) => returned.iter().map(worth).sum::<i64>().min(left),
        };
        if total <= 0 {
            return Err(Refusal::NothingToDo);
        }
        let figures = sale.refund_of(sale.refunded.total + total);
        let before = sale.refunded;
        let discount = figures.discount - before.discount;
        let redeemed = figures.redeemed - before.redeemed;
        let coupon_points = if left == total { sale.coupon_points } else { 0 };
        let coupon_lot = sale.coupon_lot;
        let (earned, reward) = (figures.earned - before.earned, figures.reward - before.reward);
        let (buyer, wallet, earn_lot) = (sale.buyer, sale.wallet, sale.earn_lot);
        let debt = (total - discount - redeemed).min(sale.debt - before.debt).min(self.people[buyer].debt.max(0));
        let referrer = sale.referrer.map(|referrer| self.current_card(referrer));
        let reward_lot = sale.reward_lot.filter(|_| referrer == sale.referrer);

        for (at, milli) in returned {
            self.sales[index].lines[at].2 += milli;
        }
        self.return_points(index, buyer, wallet, redeemed);
        let held = self.held(buyer, PointsWallet::Main);
        let mut points_debt = self.wallet(buyer, PointsWallet::Main).take_back(earned, earn_lot, held);
        points_debt += self.wallet(buyer, PointsWallet::Main).take_back(coupon_points, coupon_lot, held);
        self.people[buyer].debt -= debt;
        let mut reward_debt = 0;
        if let Some(referrer) = referrer {
            let held = self.held(referrer, PointsWallet::Referral);
            reward_debt = self.wallet(referrer, PointsWallet::Referral).take_back(reward, reward_lot, held);
        }
        self.sales[index].refunded = Figures {
            total: before.total + total,
            discount: figures.discount,
            redeemed: figures.redeemed,
            debt: before.debt + debt,
            earned: figures.earned,
            reward: figures.reward,
        };
        if left == total {
            for coupon in self.sales[index].coupons.clone() {
                self.coupons[coupon].is_used = false;
            }
        }
        let nothing_bought = self.sales.iter().all(|sale| sale.buyer != buyer || sale.refunded.total == sale.total);
        if left == total && nothing_bought {
            self.people[buyer].has_purchased = false;
        }
        let money = total - discount - redeemed - debt;
        let figures = [total, discount, redeemed, debt, money, earned, coupon_points, reward];
        Ok([figures.as_slice(), &[points_debt, reward_debt, left - total]].concat())
    }

    /// Returns points to the lots they were redeemed from, the newest first; a points debt is repaid first. Points of a lot that
    /// has expired are valid for 14 days more.
    pub(crate) fn return_points(&mut self, index: usize, buyer: usize, wallet: PointsWallet, amount: i64) {
        let mut repays = self.wallet(buyer, wallet).points_debt.min(amount);
        self.wallet(buyer, wallet).points_debt -= repays;
        let (mut missing, mut renewed) = (amount, 0);
        let mut redeemed_lots = std::mem::take(&mut self.sales[index].redeemed_lots);
        for (lot, of_lot) in &mut redeemed_lots {
            let part = missing.min(*of_lot);
            *of_lot -= part;
            missing -= part;
            let repaid = repays.min(part);
            repays -= repaid;
            let now = self.now;
            let lot = &mut self.wallet(buyer, wallet).lots[*lot];
            if lot.expires_at.is_some_and(|expires_at| expires_at <= now) {
                renewed += part - repaid;
            } else {
                lot.remaining += part - repaid;
            }
        }
        self.sales[index].redeemed_lots = redeemed_lots;
        let lots = [(renewed, self.expiry(Some(14))), (missing - repays, self.expiry(self.lifetime))];
        let new = lots
            .into_iter()
            .filter(|(remaining, _)| *remaining > 0)
            .map(|(remaining, expires_at)| Lot { remaining, expires_at });
        self.wallet(buyer, wallet).lots.extend(new);
    }
}

impl Sale {
    /// The sums that one single refund of `refunded` moves.
    pub(crate) fn refund_of(&self, refunded: i64) -> Figures {
        let discount = share(self.discount, refunded, self.total);
        let (due, of_it) = (self.total - self.discount, refunded - discount);
        let rest = due - of_it;
        let redeemed = share(self.redeemed, of_it, due);
        let still_earned = match self.earned_by {
            Some((rule, bp)) => earned(rule, bp, rest, self.redeemed - redeemed).min(self.earned),
            None => self.earned - share(self.earned, refunded, self.total),
        };
        let still_rewarded = share(rest, self.reward_bp, 10_000).min(self.reward);
        let (earned, reward) = (self.earned - still_earned, self.reward - still_rewarded);
        Figures { total: refunded, discount, redeemed, debt: 0, earned, reward }
    }
}
