//! Cards: joining, invitations, and the merge of two cards of one person.

use kopilka::{
    domain::{HoldState, PointsWallet},
    service::Refusal,
};

use super::{Expected, Hold, Model, SECOND, share, wallet::Wallet};

#[derive(Clone, Debug, Default)]
pub(crate) struct Person {
    pub(crate) main: Wallet,
    pub(crate) referral: Wallet,
    /// Below zero: money that they have with the shop.
    pub(crate) debt: i64,
    pub(crate) group: Option<usize>,
    pub(crate) is_blocked: bool,
    pub(crate) has_telegram: bool,
    /// The index of the phone number of this card.
    pub(crate) phone: Option<usize>,
    pub(crate) referrer: Option<usize>,
    /// When the referrer's code was entered.
    pub(crate) referred_at: i64,
    pub(crate) has_purchased: bool,
    /// When, and the order among those at the same time.
    pub(crate) joined: (i64, usize),
    /// What the person got for promo codes, on this card and on those merged into it, less what was taken back.
    pub(crate) promo_bonus: i64,
    /// The lot of the last bonus on this card.
    pub(crate) promo_lot: Option<usize>,
    pub(crate) merged_into: Option<usize>,
}

impl Model {
    pub(crate) fn join(&mut self, has_telegram: bool) -> Vec<i64> {
        let index = self.people.len();
        let phone = (!has_telegram).then_some(index);
        self.people.push(Person { has_telegram, phone, joined: (self.now, index), ..Person::default() });
        Vec::new()
    }

    /// Answers 0 and the bonus; or 1: a code was used before, 2: purchased before, 3: wrong code, 4: too many attempts, and when
    /// the next one is allowed.
    pub(crate) fn enter_promo_code(&mut self, friend: usize, referrer: usize) -> Vec<i64> {
        let referrer = self.current_card(referrer);
        if self.people[friend].has_purchased {
            return vec![2];
        }
        if self.people[friend].referrer.is_some() {
            return vec![1];
        }
        let now = self.now;
        let wrong_codes = self.wrong_codes.entry(friend).or_default();
        wrong_codes.retain(|at| *at > now - 300 * SECOND);
        if wrong_codes.len() >= 5 {
            return vec![4, wrong_codes[wrong_codes.len() - 5] + 300 * SECOND];
        }
        let may_refer = self.people[referrer].joined < self.people[friend].joined;
        let is_wrong = !may_refer || self.was_invited(referrer, friend);
        if is_wrong || self.people[referrer].is_blocked {
            self.wrong_codes.entry(friend).or_default().push(now);
            return vec![if is_wrong { 3 } else { 5 }];
        }
        self.people[friend].referrer = Some(referrer);
        self.people[friend].referred_at = now;
        let bonus = self.rules.promo_bonus;
        let lot = self.earn(friend, PointsWallet::Main, bonus);
        let friend = &mut self.people[friend];
        friend.promo_bonus += bonus;
        if bonus > 0 {
            friend.promo_lot = lot;
        }
        vec![0, bonus]
    }

    /// Was `person` invited by `by`, directly or by way of others?
    pub(crate) fn was_invited(&self, person: usize, by: usize) -> bool {
        let mut next = self.people[person].referrer;
        while let Some(inviter) = next {
            if inviter == by {
                return true;
            }
            next = self.people[inviter].referrer;
        }
        false
    }

    /// Notes the phone number, or merges two cards of one person. Answers 1 where the shop is asked.
    pub(crate) fn claim_phone(&mut self, person: usize, number: usize) -> Expected {
        let holder = (0..self.people.len()).find(|card| self.people[*card].phone == Some(number));
        let Some(waiting) = holder else {
            self.people[person].phone = Some(number);
            return Ok(Vec::new());
        };
        if waiting == person {
            return Ok(Vec::new());
        }
        let in_use = |card: usize| self.people[card].has_purchased || self.sales.iter().any(|sale| sale.buyer == card);
        let (from, to) = match (in_use(person), in_use(waiting)) {
            (false, _) => (person, waiting),
            (true, false) => (waiting, person),
            (true, true) => return Err(Refusal::BothCardsInUse),
        };
        if self.people[waiting].has_telegram {
            return Ok(vec![1]);
        }
        self.merge(from, to);
        self.people[to].has_telegram = true;
        self.people[to].phone = Some(number);
        if let Some(wrong_codes) = self.wrong_codes.remove(&person) {
            self.wrong_codes.insert(to, wrong_codes);
        }
        Ok(Vec::new())
    }

    pub(crate) fn merge(&mut self, from: usize, to: usize) {
        let is_held = |hold: &usize| self.holds[*hold].of == from && self.holds[*hold].state == HoldState::Open;
        let suspended: Vec<usize> = (0..self.holds.len()).filter(is_held).collect();
        for hold in &suspended {
            self.holds[*hold].state = HoldState::Released;
        }
        self.settle();
        self.take_back_own_rewards(from, to);
        self.take_back_own_invitation(from, to);
        self.take_back_own_invitation(to, from);
        if self.was_invited(to, from) {
            self.people[to].referrer = None;
            self.take_back_bonus(to);
        }
        if let Some(referrer) = self.people[from].referrer {
            let is_free = referrer != to && self.people[to].referrer.is_none() && !self.was_invited(referrer, to);
            let entered_at = self.people[from].referred_at;
            // The first purchase that is left of those on the other card.
            let first = (0..self.sales.len())
                .filter(|sale| self.sales[*sale].buyer == to)
                .filter(|sale| self.sales[*sale].refunded.total < self.sales[*sale].total)
                .min_by_key(|sale| self.sales[*sale].issued_at);
            let came_later = first.is_none_or(|sale| self.sales[sale].issued_at > Some(entered_at));
            if is_free && (!self.people[to].has_purchased || came_later) {
                self.people[to].referrer = Some(referrer);
                self.people[to].referred_at = entered_at;
                if let Some(sale) = first {
                    self.reward_later(sale, referrer);
                }
            } else {
                self.take_back_bonus(from);
            }
        }
        for friend in self.people.iter_mut().filter(|friend| friend.referrer == Some(from)) {
            friend.referrer = Some(to);
        }
        for wallet in [PointsWallet::Main, PointsWallet::Referral] {
            let mut moved = std::mem::take(self.wallet(from, wallet));
            let points = moved.in_lots();
            for (lot, amount) in moved.take(points) {
                let expires_at = moved.lots[lot].expires_at;
                self.wallet(to, wallet).earn(amount, expires_at);
            }
            let held = self.held(to, wallet);
            self.wallet(to, wallet).take_back(moved.points_debt, None, held);
        }
        for hold in suspended {
            let Hold { wallet, amount, .. } = self.holds[hold];
            if self.available(to, wallet) >= amount {
                (self.holds[hold].of, self.holds[hold].state) = (to, HoldState::Open);
            }
        }
        for coupon in self.coupons.iter_mut().filter(|coupon| coupon.owner == from) {
            coupon.owner = to;
        }
        let (group, is_blocked) = (self.people[from].group, self.people[from].is_blocked);
        // The group that lets its members off more; the own one where both let off the same.
        let off = |group: usize| {
            Some(self.groups[group]).filter(|terms| terms.is_active).map_or(0, |terms| terms.discount_bp)
        };
        let own = self.people[to].group;
        let better = group.filter(|group| own.is_none_or(|own| off(*group) > off(own)));
        self.people[to].group = better.or(own);
        self.people[to].is_blocked |= is_blocked;
        let debt = std::mem::take(&mut self.people[from].debt);
        self.people[to].debt += debt;
        self.people[to].promo_bonus += std::mem::take(&mut self.people[from].promo_bonus);
        let merged = &mut self.people[from];
        (merged.merged_into, merged.phone, merged.referrer, merged.has_telegram) = (Some(to), None, None, false);
    }

    /// Rewards the referrer for a friend's first purchase after it was made, where nothing of it was refunded.
    fn reward_later(&mut self, sale: usize, referrer: usize) {
        let (due, bp) = (self.sales[sale].total - self.sales[sale].discount, self.rules.reward_bp);
        let reward = share(due, bp, 10_000);
        if self.sales[sale].refunded.total > 0 || reward == 0 {
            return;
        }
        let lot = self.earn(referrer, PointsWallet::Referral, reward);
        let sale = &mut self.sales[sale];
        (sale.referrer, sale.reward, sale.reward_bp, sale.reward_lot) = (Some(referrer), reward, bp, lot);
    }

    /// Takes back what one of two cards of a person got for a purchase on the other, or on itself.
    fn take_back_own_rewards(&mut self, from: usize, to: usize) {
        for index in 0..self.sales.len() {
            let sale = &self.sales[index];
            let (left, lot) = (sale.reward - sale.refunded.reward, sale.reward_lot);
            let Some(rewarded) = sale.referrer.filter(|_| [from, to].contains(&sale.buyer) && left > 0) else {
                continue;
            };
            let card = self.current_card(rewarded);
            if ![from, to].contains(&card) {
                continue;
            }
            let held = self.held(card, PointsWallet::Referral);
            let lot = lot.filter(|_| card == rewarded);
            self.wallet(card, PointsWallet::Referral).take_back(left, lot, held);
            let sale = &mut self.sales[index];
            (sale.reward, sale.reward_bp) = (sale.refunded.reward, 0);
            if sale.reward == 0 {
                (sale.referrer, sale.reward_lot) = (None, None);
            }
        }
    }

    /// Removes the referrer of a card that is another card of the same person, with all of the bonus.
    fn take_back_own_invitation(&mut self, referrer: usize, friend: usize) {
        if self.people[friend].referrer != Some(referrer) {
            return;
        }
        self.people[friend].referrer = None;
        let bonus = std::mem::take(&mut self.people[friend].promo_bonus);
        let held = self.held(friend, PointsWallet::Main);
        let lot = self.people[friend].promo_lot;
        self.wallet(friend, PointsWallet::Main).take_back(bonus, lot, held);
    }

    /// Takes back what is left of a promo bonus that the person has no right to.
    pub(crate) fn take_back_bonus(&mut self, person: usize) {
        let lost = self.people[person].promo_bonus.min(self.available(person, PointsWallet::Main).max(0));
        self.people[person].main.take(lost);
        self.people[person].promo_bonus -= lost;
    }
}
