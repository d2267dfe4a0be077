//! A model of the rules that a shop promises: in memory, one action at a time. It shares only types with Kopilka, and says what
//! each action answers and what each person has afterwards.

mod cards;
mod coupons;
mod points;
mod sales;
mod wallet;

use std::collections::BTreeMap;

use kopilka::{
    domain::{HoldState, Money, PointsWallet, RefundScope},
    service::Refusal,
};

use self::{
    cards::Person,
    coupons::Coupon,
    points::Hold,
    sales::{Figures, Sale},
    wallet::Wallet,
};
use super::action::{Action, Rules, Terms};

const SECOND: i64 = 1_000_000;
const DAY: i64 = 86_400 * SECOND;

/// What an action answers: numbers, described at each method; or a refusal.
pub(super) type Expected = Result<Vec<i64>, Refusal>;

#[derive(Clone, Debug)]
pub(super) struct Model {
    pub(super) now: i64,
    pub(super) rules: Rules,
    lifetime: Option<i64>,
    pub(super) people: Vec<Person>,
    pub(super) sales: Vec<Sale>,
    pub(super) coupons: Vec<Coupon>,
    pub(super) groups: Vec<Terms>,
    pub(super) holds: Vec<Hold>,
    /// When each person entered wrong promo codes.
    wrong_codes: BTreeMap<usize, Vec<i64>>,
}

/// `x` · `part` / `whole`, rounded half up.
fn share(x: i64, part: i64, whole: i64) -> i64 {
    if whole == 0 { 0 } else { (2 * x * part + whole).div_euclid(2 * whole) }
}

fn money(minor: i64) -> Money {
    Money::from_minor(minor)
}

impl Model {
    pub(super) fn at(now: i64) -> Self {
        Self {
            now,
            rules: Rules::default(),
            lifetime: None,
            people: Vec::new(),
            sales: Vec::new(),
            coupons: Vec::new(),
            groups: Vec::new(),
            holds: Vec::new(),
            wrong_codes: BTreeMap::new(),
        }
    }

    /// Moves the time forward by microseconds. Holds and points that end meanwhile end at their moments.
    pub(super) fn advance(&mut self, micros: i64) {
        let then = self.now + micros;
        loop {
            let holds = self.holds.iter().filter(|hold| hold.state == HoldState::Open).map(|hold| hold.expires_at);
            let lots = self.people.iter().flat_map(|person| person.main.lots.iter().chain(&person.referral.lots));
            let lots = lots.filter(|lot| lot.remaining > 0).filter_map(|lot| lot.expires_at);
            let Some(moment) = holds.chain(lots).filter(|end| (self.now + 1..=then).contains(end)).min() else { break };
            self.now = moment;
            self.settle();
        }
        self.now = then;
    }

    /// Ends the holds that are due, repays points debts, and removes expired points.
    fn settle(&mut self) {
        for hold in &mut self.holds {
            if hold.state == HoldState::Open && hold.expires_at <= self.now {
                hold.state = HoldState::Expired;
            }
        }
        for person in 0..self.people.len() {
            for wallet in [PointsWallet::Main, PointsWallet::Referral] {
                let (now, held) = (self.now, self.held(person, wallet));
                self.wallet(person, wallet).settle(now, held);
            }
        }
    }

    fn wallet(&mut self, person: usize, wallet: PointsWallet) -> &mut Wallet {
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
        let points = match wallet {
            PointsWallet::Main => &self.people[person].main,
            PointsWallet::Referral => &self.people[person].referral,
        };
        points.in_lots() - points.points_debt - self.held(person, wallet)
    }

    /// The card that is in use: the one that a merged card was merged into.
    pub(super) fn current_card(&self, mut person: usize) -> usize {
        while let Some(other) = self.people[person].merged_into {
            person = other;
        }
        person
    }

    /// When points that are earned now expire: at the end of the day that is `days` later; `None`: never.
    fn expiry(&self, days: Option<i64>) -> Option<i64> {
        days.map(|days| (self.now / DAY + days + 1) * DAY)
    }

    /// Adds an imported customer: points of both wallets, debt, an invoice that earned and one that redeemed.
    pub(super) fn import(&mut self, main: i64, referral: i64, debt: i64, invoices: Option<[(i64, i64); 2]>) {
        let index = self.people.len();
        let mut person = Person { debt, joined: (0, index), has_purchased: invoices.is_some(), ..Person::default() };
        let expires_at = self.expiry(self.lifetime);
        for (wallet, amount) in [(&mut person.main, main), (&mut person.referral, referral)] {
            wallet.earn(amount, expires_at);
        }
        let imported = |total, earned, redeemed| Sale {
            buyer: index,
            lines: vec![(1000, total, 0)],
            total,
            discount: 0,
            coupons: Vec::new(),
            coupon_points: 0,
            coupon_lot: None,
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
            redeemed_lots: Vec::new(),
            issued_at: None,
            refunded: Figures::default(),
        };
        if let Some([(total, earned), (other, redeemed)]) = invoices {
            self.sales.push(imported(total, earned, 0));
            self.sales.push(imported(other, 0, redeemed));
        }
        self.people.push(person);
    }

    pub(super) fn perform(&mut self, action: &Action<i64>) -> Expected {
        let expected = match action {
            Action::Arrive => Ok(self.join(true)),
            Action::Register => Ok(self.join(false)),
            Action::ClaimPhone { person, number } => self.claim_phone(*person, *number),
            Action::EnterPromoCode { friend, referrer } => {
                self.require_open(*friend).map(|()| self.enter_promo_code(*friend, *referrer))
            }
            Action::GiveCoupon { to, worth, minutes } => {
                let to = self.current_card(*to);
                self.require_open(to).map(|()| {
                    self.give_coupon(to, *worth, *minutes);
                    Vec::new()
                })
            }
            Action::AddGroup { terms, .. } => {
                self.groups.push(*terms);
                Ok(Vec::new())
            }
            Action::ChangeGroup { group, terms } => {
                self.groups[*group] = *terms;
                Ok(Vec::new())
            }
            Action::PutIntoGroup { of, group } => {
                let of = self.current_card(*of);
                self.people[of].group = *group;
                Ok(Vec::new())
            }
            Action::Block { of, is_blocked } => {
                let of = self.current_card(*of);
                self.people[of].is_blocked = *is_blocked;
                Ok(Vec::new())
            }
            Action::Deposit { of, amount } => self.deposit(self.current_card(*of), *amount),
            Action::Charge { of, amount } => self.charge(self.current_card(*of), *amount),
            Action::Sell { to, goods, coupons, points, on_credit } => {
                self.sell(self.current_card(*to), goods, coupons, *points, *on_credit)
            }
            Action::AdjustPoints { of, wallet, direction, amount } => {
                self.adjust_points(self.current_card(*of), *wallet, *direction, *amount)
            }
            Action::AddDebt { of, amount } => {
                let of = self.current_card(*of);
                self.require_open(of).and_then(|()| self.change_debt(of, *amount))
            }
            Action::RepayDebt { of, amount } => self.change_debt(self.current_card(*of), -*amount),
            Action::Hold { of, wallet, amount, minutes } => {
                self.hold(self.current_card(*of), *wallet, *amount, *minutes)
            }
            Action::Capture { hold, amount } => self.end_hold(*hold, Some(*amount)),
            Action::Release { hold } => self.end_hold(*hold, None),
            Action::Refund { sale, scope } => self.refund(*sale, &scope.refund_scope()),
            Action::Undo { sale } => match self.sales[*sale].issued_at {
                None => Err(Refusal::NotYourInvoice),
                Some(issued_at) if self.now - issued_at > 300 * SECOND => Err(Refusal::TooLateToUndo),
                Some(_) => self.refund(*sale, &RefundScope::Rest),
            },
            Action::SetLifetime { days } => Ok(self.set_lifetime(*days)),
            Action::ChangeRules(rules) => {
                self.rules = *rules;
                Ok(Vec::new())
            }
            Action::RunJobs => Ok(Vec::new()),
        };
        self.settle();
        expected
    }

    /// Who is blocked neither earns nor spends.
    fn require_open(&self, person: usize) -> Result<(), Refusal> {
        if self.people[person].is_blocked { Err(Refusal::CustomerBlocked) } else { Ok(()) }
    }

    fn earn(&mut self, person: usize, wallet: PointsWallet, amount: i64) -> Option<usize> {
        let expires_at = self.expiry(self.lifetime);
        if amount > 0 { self.wallet(person, wallet).earn(amount, expires_at) } else { None }
    }
}
