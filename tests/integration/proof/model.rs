//! What a shop promises, as plainly as it can be written: all in memory, one thing after another, time included. It shares no
//! code with Kopilka but the words, and says of every act what it answers and what everybody has afterwards.

use std::collections::BTreeMap;

use kopilka::{
    domain::{EarnRule, HoldState, Money, PointsWallet, Quantity, RefundScope},
    service::{Refusal, points::Direction},
};

use super::{
    act::{Act, Rules},
    wallet_model::{Lot, Purse},
};

const SECOND: i64 = 1_000_000;
const DAY: i64 = 86_400 * SECOND;

/// What an act answers, as numbers; which, see each.
pub(super) type Told = Result<Vec<i64>, Refusal>;

#[derive(Clone, Debug, Default)]
pub(super) struct Person {
    pub(super) main: Purse,
    pub(super) referral: Purse,
    pub(super) owes: i64,
    pub(super) has_telegram: bool,
    /// The number that was registered with this card.
    phone: Option<usize>,
    referrer: Option<usize>,
    bought: bool,
    /// When, and which of those at the same time.
    joined: (i64, usize),
    /// Got for a promo code, less what was taken back.
    promo_bonus: i64,
    merged_into: Option<usize>,
}

#[derive(Clone, Debug)]
pub(super) struct Sale {
    pub(super) buyer: usize,
    /// Quantity in thousandths, price of the line, what came back of it.
    pub(super) lines: Vec<(i64, i64, i64)>,
    pub(super) total: i64,
    redeemed: i64,
    wallet: PointsWallet,
    debt: i64,
    earned: i64,
    /// Rule and rate; not known where imported.
    earned_by: Option<(EarnRule, i64)>,
    reward: i64,
    reward_bp: i64,
    referrer: Option<usize>,
    earn_lot: Option<usize>,
    reward_lot: Option<usize>,
    /// The lots that its points came from, the newest first, as far as they are not given back.
    came_from: Vec<(usize, i64)>,
    /// `None`: imported.
    issued_at: Option<i64>,
    pub(super) back: Figures,
}

/// What refunds moved.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Figures {
    pub(super) total: i64,
    redeemed: i64,
    debt: i64,
    earned: i64,
    reward: i64,
}

#[derive(Clone, Debug)]
pub(super) struct Hold {
    of: usize,
    wallet: PointsWallet,
    pub(super) amount: i64,
    ends: i64,
    state: HoldState,
}

#[derive(Clone, Debug)]
pub(super) struct Model {
    pub(super) now: i64,
    pub(super) rules: Rules,
    lifetime: Option<i64>,
    pub(super) people: Vec<Person>,
    pub(super) sales: Vec<Sale>,
    pub(super) holds: Vec<Hold>,
    /// When each person entered wrong promo codes.
    wrong: BTreeMap<usize, Vec<i64>>,
}

/// `x` · `part` / `whole`, rounded half up.
fn share(x: i64, part: i64, whole: i64) -> i64 {
    if whole == 0 { 0 } else { (2 * x * part + whole).div_euclid(2 * whole) }
}

fn money(minor: i64) -> Money {
    Money::from_minor(minor)
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
    pub(super) fn at(now: i64) -> Self {
        Self {
            now,
            rules: Rules::default(),
            lifetime: None,
            people: Vec::new(),
            sales: Vec::new(),
            holds: Vec::new(),
            wrong: BTreeMap::new(),
        }
    }

    /// Time passes, and takes what it is due at each moment.
    pub(super) fn waits(&mut self, span: i64) {
        let then = self.now + span;
        loop {
            let holds = self.holds.iter().filter(|hold| hold.state == HoldState::Open).map(|hold| hold.ends);
            let lots = self.people.iter().flat_map(|person| person.main.lots.iter().chain(&person.referral.lots));
            let lots = lots.filter(|lot| lot.left > 0).filter_map(|lot| lot.ends);
            let Some(moment) = holds.chain(lots).filter(|end| (self.now + 1..=then).contains(end)).min() else { break };
            self.now = moment;
            self.settle();
        }
        self.now = then;
    }

    fn settle(&mut self) {
        for hold in &mut self.holds {
            if hold.state == HoldState::Open && hold.ends <= self.now {
                hold.state = HoldState::Expired;
            }
        }
        for person in 0..self.people.len() {
            for wallet in [PointsWallet::Main, PointsWallet::Referral] {
                let (now, held) = (self.now, self.held(person, wallet));
                self.purse(person, wallet).settle(now, held);
            }
        }
    }

    fn purse(&mut self, person: usize, wallet: PointsWallet) -> &mut Purse {
        match wallet {
            PointsWallet::Main => &mut self.people[person].main,
            PointsWallet::Referral => &mut self.people[person].referral,
        }
    }

    fn held(&self, person: usize, wallet: PointsWallet) -> i64 {
        let open = self.holds.iter().filter(|hold| hold.state == HoldState::Open);
        open.filter(|hold| (hold.of, hold.wallet) == (person, wallet)).map(|hold| hold.amount).sum()
    }

    /// What can be spent; below zero where points are owed.
    pub(super) fn available(&self, person: usize, wallet: PointsWallet) -> i64 {
        let purse = match wallet {
            PointsWallet::Main => &self.people[person].main,
            PointsWallet::Referral => &self.people[person].referral,
        };
        purse.in_lots() - purse.debt - self.held(person, wallet)
    }

    /// The card that is used instead of one that was merged.
    pub(super) fn card(&self, mut person: usize) -> usize {
        while let Some(other) = self.people[person].merged_into {
            person = other;
        }
        person
    }

    /// The end of points that are earned now: of the day, so many days later.
    fn ends(&self, days: Option<i64>) -> Option<i64> {
        days.map(|days| (self.now / DAY + days + 1) * DAY)
    }

    /// A customer that a file brought: points of both wallets, debt, an invoice that earned and one that redeemed.
    pub(super) fn imports(&mut self, main: i64, referral: i64, owes: i64, invoices: Option<[(i64, i64); 2]>) {
        let index = self.people.len();
        let mut person = Person { owes, joined: (0, index), bought: invoices.is_some(), ..Person::default() };
        let ends = self.ends(self.lifetime);
        for (purse, amount) in [(&mut person.main, main), (&mut person.referral, referral)] {
            purse.earn(amount, ends);
        }
        let imported = |total, earned, redeemed| Sale {
            buyer: index,
            lines: vec![(1000, total, 0)],
            total,
            redeemed,
            wallet: PointsWallet::Main,
            debt: 0,
            earned,
            earned_by: None,
            reward: 0,
            reward_bp: 0,
            referrer: None,
            earn_lot: (earned > 0 && main > 0).then_some(0),
            reward_lot: None,
            came_from: Vec::new(),
            issued_at: None,
            back: Figures::default(),
        };
        if let Some([(total, earned), (other, redeemed)]) = invoices {
            self.sales.push(imported(total, earned, 0));
            self.sales.push(imported(other, 0, redeemed));
        }
        self.people.push(person);
    }

    pub(super) fn does(&mut self, act: &Act) -> Told {
        let told = match act {
            Act::Arrives => Ok(self.joins(true)),
            Act::Registers => Ok(self.joins(false)),
            Act::Claims { person, number } => self.claims(*person, *number).map(|()| Vec::new()),
            Act::Enters { friend, referrer } => Ok(self.enters(*friend, *referrer)),
            Act::Sells { to, goods, points, on_credit } => self.sells(self.card(*to), goods, *points, *on_credit),
            Act::Adjusts { to, wallet, direction, amount } => {
                self.adjusts(self.card(*to), *wallet, *direction, *amount)
            }
            Act::Lends { to, amount } => self.owes_more(self.card(*to), *amount),
            Act::Pays { to, amount } => self.owes_more(self.card(*to), -*amount),
            Act::Holds { of, wallet, amount, minutes } => self.reserves(self.card(*of), *wallet, *amount, *minutes),
            Act::Captures { hold, amount } => self.ends_hold(*hold, Some(*amount)),
            Act::Releases { hold } => self.ends_hold(*hold, None),
            Act::Refunds { sale, scope } => self.refunds(*sale, scope),
            Act::Undoes { sale } => match self.sales[*sale].issued_at {
                None => Err(Refusal::NotYourInvoice),
                Some(issued_at) if self.now - issued_at > 300 * SECOND => Err(Refusal::TooLateToUndo),
                Some(_) => self.refunds(*sale, &RefundScope::Rest),
            },
            Act::Lifetime(days) => Ok(self.sets_lifetime(*days)),
            Act::Changes(rules) => {
                self.rules = *rules;
                Ok(Vec::new())
            }
            Act::Jobs => Ok(Vec::new()),
        };
        self.settle();
        told
    }

    fn joins(&mut self, has_telegram: bool) -> Vec<i64> {
        let index = self.people.len();
        let phone = (!has_telegram).then_some(index);
        self.people.push(Person { has_telegram, phone, joined: (self.now, index), ..Person::default() });
        Vec::new()
    }

    /// 0 and the bonus; 1 used before, 2 bought before, 3 wrong, 4 too many with the moment of the next try.
    fn enters(&mut self, friend: usize, referrer: usize) -> Vec<i64> {
        let referrer = self.card(referrer);
        if self.people[friend].bought {
            return vec![2];
        }
        if self.people[friend].referrer.is_some() {
            return vec![1];
        }
        let now = self.now;
        let wrong = self.wrong.entry(friend).or_default();
        wrong.retain(|at| *at > now - 300 * SECOND);
        if wrong.len() >= 5 {
            return vec![4, wrong[wrong.len() - 5] + 300 * SECOND];
        }
        if self.people[referrer].joined >= self.people[friend].joined || self.invited(referrer, friend) {
            self.wrong.entry(friend).or_default().push(now);
            return vec![3];
        }
        self.people[friend].referrer = Some(referrer);
        let bonus = self.rules.promo_bonus;
        self.people[friend].promo_bonus += bonus;
        self.earns(friend, PointsWallet::Main, bonus);
        vec![0, bonus]
    }

    /// Was `person` invited by `by`, at any remove?
    fn invited(&self, person: usize, by: usize) -> bool {
        let mut next = self.people[person].referrer;
        while let Some(inviter) = next {
            if inviter == by {
                return true;
            }
            next = self.people[inviter].referrer;
        }
        false
    }

    fn earns(&mut self, person: usize, wallet: PointsWallet, amount: i64) -> Option<usize> {
        let ends = self.ends(self.lifetime);
        if amount > 0 { self.purse(person, wallet).earn(amount, ends) } else { None }
    }

    /// Total, redeemed, to pay, debt, earned, reward.
    fn sells(
        &mut self,
        buyer: usize,
        goods: &[(i64, i64)],
        points: Option<(PointsWallet, Option<i64>)>,
        on_credit: bool,
    ) -> Told {
        let rules = self.rules;
        let lines: Vec<_> = goods.iter().map(|(milli, price)| (*milli, share(*price, *milli, 1000), 0)).collect();
        let total: i64 = lines.iter().map(|line| line.1).sum();
        let wallet = points.map_or(PointsWallet::Main, |(wallet, _)| wallet);
        let redeemed = match points {
            None => 0,
            Some((_, wanted)) => {
                let available = self.available(buyer, wallet).max(0);
                let most = share(total, rules.max_redeem_bp, 10_000).min(total).min(available);
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
        let to_pay = total - redeemed;
        let debt = if on_credit { to_pay } else { 0 };
        let earned = earned(rules.earn_rule, rules.bonus_bp, total, redeemed);
        let mut came_from = self.purse(buyer, wallet).take(redeemed);
        came_from.sort_by_key(|(lot, _)| std::cmp::Reverse(*lot));
        let earn_lot = self.earns(buyer, PointsWallet::Main, earned);
        self.people[buyer].owes += debt;
        let is_first = !std::mem::replace(&mut self.people[buyer].bought, true);
        let mut referrer = self.people[buyer].referrer.filter(|_| is_first);
        let reward = if referrer.is_some() { share(total, rules.reward_bp, 10_000) } else { 0 };
        referrer = referrer.filter(|_| reward > 0);
        let reward_lot = referrer.and_then(|referrer| self.earns(referrer, PointsWallet::Referral, reward));
        self.sales.push(Sale {
            buyer,
            lines,
            total,
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
            came_from,
            issued_at: Some(self.now),
            back: Figures::default(),
        });
        Ok(vec![total, redeemed, to_pay, debt, earned, reward])
    }

    fn adjusts(&mut self, to: usize, wallet: PointsWallet, direction: Direction, amount: i64) -> Told {
        if amount <= 0 {
            return Err(Refusal::NothingToDo);
        }
        match direction {
            Direction::Give => drop(self.earns(to, wallet, amount)),
            Direction::Take => {
                let available = self.available(to, wallet).max(0);
                if amount > available {
                    return Err(Refusal::NotEnoughPoints { available: money(available) });
                }
                self.purse(to, wallet).take(amount);
            }
        }
        Ok(Vec::new())
    }

    /// What is owed then.
    fn owes_more(&mut self, who: usize, amount: i64) -> Told {
        if amount == 0 {
            return Err(Refusal::NothingToDo);
        }
        let owed = &mut self.people[who].owes;
        if *owed + amount < 0 {
            return Err(Refusal::MoreThanOwed { owed: money(*owed) });
        }
        *owed += amount;
        Ok(vec![*owed])
    }

    fn reserves(&mut self, of: usize, wallet: PointsWallet, amount: i64, minutes: i64) -> Told {
        let available = self.available(of, wallet).max(0);
        if amount <= 0 {
            return Err(Refusal::NothingToDo);
        }
        if amount > available {
            return Err(Refusal::NotEnoughPoints { available: money(available) });
        }
        let ends = self.now + minutes * 60 * SECOND;
        self.holds.push(Hold { of, wallet, amount, ends, state: HoldState::Open });
        Ok(Vec::new())
    }

    /// What is spent of it, and what is free again.
    fn ends_hold(&mut self, hold: usize, captured: Option<i64>) -> Told {
        let Hold { of, wallet, amount, state, .. } = self.holds[hold];
        if state != HoldState::Open {
            return Err(Refusal::HoldEnded(state));
        }
        if captured.is_some_and(|captured| captured <= 0) {
            return Err(Refusal::NothingToDo);
        }
        if captured.is_some_and(|captured| captured > amount) {
            return Err(Refusal::MoreThanHeld { held: money(amount) });
        }
        self.holds[hold].state = if captured.is_some() { HoldState::Captured } else { HoldState::Released };
        let captured = captured.unwrap_or(0);
        self.purse(of, wallet).take(captured);
        Ok(vec![captured, amount - captured])
    }

    /// Total, redeemed, debt, money, earned, reward; points debt, the referrer's points debt, what is left.
    fn refunds(&mut self, index: usize, scope: &RefundScope) -> Told {
        let sale = &self.sales[index];
        let left = sale.total - sale.back.total;
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
            let (sold, price, back) = sale.lines[*at];
            share(price, back + milli, sold) - share(price, back, sold)
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
        let figures = sale.refund_of(sale.back.total + total);
        let back = sale.back;
        let redeemed = figures.redeemed - back.redeemed;
        let (earned, reward) = (figures.earned - back.earned, figures.reward - back.reward);
        let (buyer, wallet, earn_lot) = (sale.buyer, sale.wallet, sale.earn_lot);
        let debt = (total - redeemed).min(sale.debt - back.debt).min(self.people[buyer].owes);
        let referrer = sale.referrer.map(|referrer| self.card(referrer));
        let reward_lot = sale.reward_lot.filter(|_| referrer == sale.referrer);

        for (at, milli) in returned {
            self.sales[index].lines[at].2 += milli;
        }
        self.gives_back(index, buyer, wallet, redeemed);
        let held = self.held(buyer, PointsWallet::Main);
        let points_debt = self.purse(buyer, PointsWallet::Main).take_back(earned, earn_lot, held);
        self.people[buyer].owes -= debt;
        let mut reward_debt = 0;
        if let Some(referrer) = referrer {
            let held = self.held(referrer, PointsWallet::Referral);
            reward_debt = self.purse(referrer, PointsWallet::Referral).take_back(reward, reward_lot, held);
        }
        self.sales[index].back = Figures {
            total: back.total + total,
            redeemed: figures.redeemed,
            debt: back.debt + debt,
            earned: figures.earned,
            reward: figures.reward,
        };
        let nothing_bought = self.sales.iter().all(|sale| sale.buyer != buyer || sale.back.total == sale.total);
        if self.sales[index].reward > 0 && left == total && nothing_bought {
            self.people[buyer].bought = false;
        }
        let money = total - redeemed - debt;
        Ok(vec![total, redeemed, debt, money, earned, reward, points_debt, reward_debt, left - total])
    }

    /// To the lots they came from, the newest first; first what is owed is repaid of them. A lot that has run out comes back
    /// for 14 days.
    fn gives_back(&mut self, index: usize, buyer: usize, wallet: PointsWallet, amount: i64) {
        let mut repays = self.purse(buyer, wallet).debt.min(amount);
        self.purse(buyer, wallet).debt -= repays;
        let (mut missing, mut revived) = (amount, 0);
        let mut came_from = std::mem::take(&mut self.sales[index].came_from);
        for (lot, of_lot) in &mut came_from {
            let part = missing.min(*of_lot);
            *of_lot -= part;
            missing -= part;
            let repaid = repays.min(part);
            repays -= repaid;
            let now = self.now;
            let lot = &mut self.purse(buyer, wallet).lots[*lot];
            if lot.ends.is_some_and(|ends| ends <= now) {
                revived += part - repaid;
            } else {
                lot.left += part - repaid;
            }
        }
        self.sales[index].came_from = came_from;
        let lots = [(revived, self.ends(Some(14))), (missing - repays, self.ends(self.lifetime))];
        let new = lots.into_iter().filter(|(left, _)| *left > 0).map(|(left, ends)| Lot { left, ends });
        self.purse(buyer, wallet).lots.extend(new);
    }

    fn sets_lifetime(&mut self, days: Option<i64>) -> Vec<i64> {
        self.lifetime = days;
        let ends = self.ends(days);
        if ends.is_some() {
            let lots =
                self.people.iter_mut().flat_map(|person| person.main.lots.iter_mut().chain(&mut person.referral.lots));
            lots.filter(|lot| lot.ends.is_none()).for_each(|lot| lot.ends = ends);
        }
        Vec::new()
    }

    /// Two cards of one person become one.
    fn claims(&mut self, person: usize, number: usize) -> Result<(), Refusal> {
        let holder = (0..self.people.len()).find(|card| self.people[*card].phone == Some(number));
        let Some(waiting) = holder else {
            self.people[person].phone = Some(number);
            return Ok(());
        };
        if waiting == person {
            return Ok(());
        }
        if self.people[waiting].has_telegram {
            return Err(Refusal::PhoneOfAnother);
        }
        let in_use = |card: usize| self.people[card].bought || self.sales.iter().any(|sale| sale.buyer == card);
        let (from, to) = match (in_use(person), in_use(waiting)) {
            (false, _) => (person, waiting),
            (true, false) => (waiting, person),
            (true, true) => return Err(Refusal::BothCardsInUse),
        };
        self.merges(from, to);
        self.people[to].has_telegram = true;
        self.people[to].phone = Some(number);
        if let Some(wrong) = self.wrong.remove(&person) {
            self.wrong.insert(to, wrong);
        }
        Ok(())
    }

    fn merges(&mut self, from: usize, to: usize) {
        if self.invited(to, from) {
            self.people[to].referrer = None;
            self.loses_bonus(to);
        }
        if let Some(referrer) = self.people[from].referrer {
            let target = &self.people[to];
            let may = referrer != to && !target.bought && target.referrer.is_none() && !self.invited(referrer, to);
            if may {
                self.people[to].referrer = Some(referrer);
            } else {
                self.loses_bonus(from);
            }
        }
        for friend in self.people.iter_mut().filter(|friend| friend.referrer == Some(from)) {
            friend.referrer = Some(to);
        }
        for hold in self.holds.iter_mut().filter(|hold| hold.of == from && hold.state == HoldState::Open) {
            hold.state = HoldState::Released;
        }
        self.settle();
        for wallet in [PointsWallet::Main, PointsWallet::Referral] {
            let mut moved = std::mem::take(self.purse(from, wallet));
            let points = moved.in_lots();
            for (lot, amount) in moved.take(points) {
                let ends = moved.lots[lot].ends;
                self.purse(to, wallet).earn(amount, ends);
            }
            let held = self.held(to, wallet);
            self.purse(to, wallet).take_back(moved.debt, None, held);
        }
        let owed = std::mem::take(&mut self.people[from].owes);
        self.people[to].owes += owed;
        let gone = &mut self.people[from];
        (gone.merged_into, gone.phone, gone.referrer, gone.has_telegram) = (Some(to), None, None, false);
    }

    /// What is left of a bonus to which there was no right.
    fn loses_bonus(&mut self, person: usize) {
        let lost = self.people[person].promo_bonus.min(self.available(person, PointsWallet::Main).max(0));
        self.people[person].main.take(lost);
        self.people[person].promo_bonus -= lost;
    }
}

impl Sale {
    /// What one refund of `refunded` would have moved.
    fn refund_of(&self, refunded: i64) -> Figures {
        let rest = self.total - refunded;
        let redeemed = share(self.redeemed, refunded, self.total);
        let still_earned = match self.earned_by {
            Some((rule, bp)) => earned(rule, bp, rest, self.redeemed - redeemed).min(self.earned),
            None => self.earned - share(self.earned, refunded, self.total),
        };
        let still_rewarded = share(rest, self.reward_bp, 10_000).min(self.reward);
        let (earned, reward) = (self.earned - still_earned, self.reward - still_rewarded);
        Figures { total: refunded, redeemed, debt: 0, earned, reward }
    }
}
