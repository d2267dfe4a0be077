//! The steps of a history: drawn at random, then resolved to what the shop has at that moment.

use kopilka::{
    domain::{CouponWorth, EarnRule, Money, PointsWallet, Quantity, Rate, RefundScope, ReturnedLine},
    service::{groups::GroupChanges, points::Direction},
};
use proptest::{
    prelude::{Just, Strategy, any, prop_oneof},
    strategy::{BoxedStrategy, Union},
};

use super::model::Model;

use PointsWallet::{Main, Referral};

const MINUTE: i64 = 60 * 1_000_000;

/// The settings of the program, amounts in hundredths.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rules {
    pub(super) earn_rule: EarnRule,
    pub(super) bonus_bp: i64,
    pub(super) promo_bonus: i64,
    pub(super) reward_bp: i64,
    pub(super) max_redeem_bp: i64,
    pub(super) min_redeem: i64,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            earn_rule: EarnRule::UnlessRedeemed,
            bonus_bp: 200,
            promo_bonus: 50_00,
            reward_bp: 500,
            max_redeem_bp: 10_000,
            min_redeem: 0,
        }
    }
}

/// The terms of a group, amounts in hundredths.
#[derive(Clone, Copy, Debug)]
pub(super) struct Terms {
    pub(super) discount_bp: i64,
    pub(super) min_purchase: i64,
    pub(super) is_active: bool,
}

impl Terms {
    pub(super) fn changes(self) -> GroupChanges {
        GroupChanges {
            discount: Some(Rate::from_bp(self.discount_bp)),
            min_purchase: Some(Money::from_minor(self.min_purchase)),
            is_active: Some(self.is_active),
            ..GroupChanges::default()
        }
    }
}

/// One step of a history. Indices count round: `index % count` of the people, sales, holds or operations that there are.
#[derive(Clone, Debug)]
pub(super) enum Step {
    Wait {
        minutes: i64,
    },
    /// Until ten minutes before midnight, when points expire that a hold may still reserve.
    WaitUntilLateEvening,
    Act(Action<Portion>),
    /// An operation that was done is requested again; or, where `forged`, another one under its id.
    Repeat {
        operation: usize,
        forged: bool,
    },
    ImportIntoAnotherShop,
}

/// What people, staff and jobs do. Drawn at random with each amount as a [`Portion`] of what there is, and performed with
/// amounts in hundredths.
#[derive(Clone, Debug)]
pub(super) enum Action<Amount> {
    Arrive,
    Register,
    ClaimPhone {
        person: usize,
        number: usize,
    },
    EnterPromoCode {
        friend: usize,
        referrer: usize,
    },
    GiveCoupon {
        to: usize,
        worth: CouponWorth,
        /// `None`: for ever.
        minutes: Option<i64>,
    },
    /// `number`: how many groups there are before it.
    AddGroup {
        number: usize,
        terms: Terms,
    },
    ChangeGroup {
        group: usize,
        terms: Terms,
    },
    PutIntoGroup {
        of: usize,
        /// `None`: into none.
        group: Option<usize>,
    },
    Block {
        of: usize,
        is_blocked: bool,
    },
    Deposit {
        of: usize,
        amount: i64,
    },
    Charge {
        of: usize,
        amount: Amount,
    },
    /// Goods: thousandths, and the price of one. Coupons: which of those that were given. Points: the wallet, and how many (`None`: as
    /// many as the limits allow).
    Sell {
        to: usize,
        goods: Vec<(i64, i64)>,
        coupons: Vec<usize>,
        points: Option<(PointsWallet, Option<Amount>)>,
        on_credit: bool,
    },
    AdjustPoints {
        of: usize,
        wallet: PointsWallet,
        direction: Direction,
        amount: Amount,
    },
    AddDebt {
        of: usize,
        amount: i64,
    },
    RepayDebt {
        of: usize,
        amount: Amount,
    },
    Hold {
        of: usize,
        wallet: PointsWallet,
        amount: Amount,
        minutes: i64,
    },
    Capture {
        hold: usize,
        amount: Amount,
    },
    Release {
        hold: usize,
    },
    Refund {
        sale: usize,
        scope: Scope<Amount>,
    },
    Undo {
        sale: usize,
    },
    SetLifetime {
        days: Option<i64>,
    },
    ChangeRules(Rules),
    RunJobs,
}

/// What of a sale is refunded.
#[derive(Clone, Debug)]
pub(super) enum Scope<Amount> {
    Rest,
    Amount(Amount),
    /// The quantity of each line, from the first on, in thousandths.
    Goods(Vec<Amount>),
}

/// So many thousandths of what there is, and a hundredth more or less: faults show at the limits.
#[derive(Clone, Copy, Debug)]
pub(super) struct Portion {
    permille: i64,
    extra: i64,
}

impl Portion {
    fn of(self, whole: i64) -> i64 {
        whole.max(0) * self.permille / 1000 + self.extra
    }
}

impl Scope<i64> {
    pub(super) fn refund_scope(&self) -> RefundScope {
        match self {
            Self::Rest => RefundScope::Rest,
            Self::Amount(amount) => RefundScope::Amount(Money::from_minor(*amount)),
            Self::Goods(quantities) => {
                let lines = quantities.iter().zip(1..).filter(|(milli, _)| **milli > 0);
                let lines = lines
                    .map(|(milli, position)| ReturnedLine { position, quantity: Quantity::from_milli(*milli) })
                    .collect();
                RefundScope::Lines(lines)
            }
        }
    }
}

impl Action<i64> {
    /// Is it done under an operation id, which may come again?
    pub(super) const fn is_operation(&self) -> bool {
        !matches!(
            self,
            Self::Arrive
                | Self::Register
                | Self::ClaimPhone { .. }
                | Self::EnterPromoCode { .. }
                | Self::ChangeRules(_)
                | Self::RunJobs
        )
    }

    /// Another one, to be requested under the same operation id.
    pub(super) fn forged(&self) -> Self {
        match self.clone() {
            Self::GiveCoupon { to, worth, minutes } => {
                Self::GiveCoupon { to, worth, minutes: Some(minutes.unwrap_or(0) + 1) }
            }
            Self::AddGroup { number, terms } => Self::AddGroup { number: number + 1, terms },
            Self::ChangeGroup { group, terms } => {
                Self::ChangeGroup { group, terms: Terms { is_active: !terms.is_active, ..terms } }
            }
            Self::PutIntoGroup { of, .. } => Self::Block { of, is_blocked: true },
            Self::Block { of, is_blocked } => Self::Block { of, is_blocked: !is_blocked },
            Self::Deposit { of, amount } => Self::Charge { of, amount },
            Self::Charge { of, amount } => Self::Charge { of, amount: amount + 1 },
            Self::Sell { to, goods, coupons, points, on_credit } => {
                Self::Sell { to, goods, coupons, points, on_credit: !on_credit }
            }
            Self::AdjustPoints { of, wallet, direction, amount } => {
                Self::AdjustPoints { of, wallet, direction, amount: amount + 1 }
            }
            Self::AddDebt { of, amount } => Self::RepayDebt { of, amount },
            Self::RepayDebt { of, amount } => Self::RepayDebt { of, amount: amount + 1 },
            Self::Hold { of, wallet, amount, minutes } => Self::Hold { of, wallet, amount, minutes: minutes + 1 },
            Self::Capture { hold, .. } => Self::Release { hold },
            Self::Release { hold } => Self::Capture { hold, amount: 1 },
            Self::Refund { sale, .. } => Self::Undo { sale },
            Self::Undo { sale } => Self::Refund { sale, scope: Scope::Rest },
            Self::SetLifetime { days } => Self::SetLifetime { days: Some(days.unwrap_or(0) + 1) },
            other => other,
        }
    }
}

impl Action<Portion> {
    /// The action with the people, sales and holds of the model, and amounts of what they have; `None` where there are none.
    pub(super) fn resolve(&self, model: &Model) -> Option<Action<i64>> {
        let among = |number: usize, count: usize| (count > 0).then(|| number % count);
        let person = |number: usize| among(number, model.people.len());
        let with_telegram = |number: usize| {
            let cards: Vec<usize> = (0..model.people.len()).filter(|card| model.people[*card].has_telegram).collect();
            among(number, cards.len()).map(|at| cards[at])
        };
        // The newest hold comes first, since the others have mostly ended.
        let newest = |number: usize| among(number, model.holds.len()).map(|back| model.holds.len() - 1 - back);
        let available = |number: usize, wallet: PointsWallet| model.available(model.current_card(number), wallet);
        Some(match self {
            Self::Arrive => Action::Arrive,
            Self::Register => Action::Register,
            Self::ClaimPhone { person, number } => {
                Action::ClaimPhone { person: with_telegram(*person)?, number: among(*number, model.people.len())? }
            }
            Self::EnterPromoCode { friend, referrer } => {
                Action::EnterPromoCode { friend: with_telegram(*friend)?, referrer: person(*referrer)? }
            }
            Self::GiveCoupon { to, worth, minutes } => {
                Action::GiveCoupon { to: person(*to)?, worth: *worth, minutes: *minutes }
            }
            Self::AddGroup { terms, .. } => Action::AddGroup { number: model.groups.len(), terms: *terms },
            Self::ChangeGroup { group, terms } => {
                Action::ChangeGroup { group: among(*group, model.groups.len())?, terms: *terms }
            }
            Self::PutIntoGroup { of, group } => {
                let group = group.map(|group| among(group, model.groups.len()));
                Action::PutIntoGroup { of: person(*of)?, group: group.flatten() }
            }
            Self::Block { of, is_blocked } => Action::Block { of: person(*of)?, is_blocked: *is_blocked },
            Self::Deposit { of, amount } => Action::Deposit { of: person(*of)?, amount: *amount },
            Self::Charge { of, amount } => {
                let of = person(*of)?;
                Action::Charge { of, amount: amount.of(-model.people[model.current_card(of)].debt).max(0) }
            }
            Self::Sell { to, goods, coupons, points, on_credit } => {
                let to = person(*to)?;
                let usable = model.usable_coupons(model.current_card(to));
                // A few are not this customer's, or were used before.
                let chosen = |number: &usize| match number {
                    55.. => among(*number, model.coupons.len()),
                    _ => among(*number, usable.len()).map(|place| usable[place]),
                };
                let mut coupons: Vec<usize> = coupons.iter().filter_map(chosen).collect();
                coupons.sort_unstable();
                coupons.dedup();
                let points =
                    points.map(|(wallet, portion)| (wallet, portion.map(|portion| portion.of(available(to, wallet)))));
                Action::Sell { to, goods: goods.clone(), coupons, points, on_credit: *on_credit }
            }
            Self::AdjustPoints { of, wallet, direction, amount } => {
                let (of, direction) = (person(*of)?, *direction);
                let whole = if direction == Direction::Give { 200_00 } else { available(of, *wallet) };
                Action::AdjustPoints { of, wallet: *wallet, direction, amount: amount.of(whole) }
            }
            Self::AddDebt { of, amount } => Action::AddDebt { of: person(*of)?, amount: *amount },
            Self::RepayDebt { of, amount } => {
                let of = person(*of)?;
                Action::RepayDebt { of, amount: amount.of(model.people[model.current_card(of)].debt).max(0) }
            }
            Self::Hold { of, wallet, amount, minutes } => {
                let of = person(*of)?;
                let amount = amount.of(available(of, *wallet));
                Action::Hold { of, wallet: *wallet, amount, minutes: *minutes }
            }
            Self::Capture { hold, amount } => {
                let hold = newest(*hold)?;
                Action::Capture { hold, amount: amount.of(model.holds[hold].amount) }
            }
            Self::Release { hold } => Action::Release { hold: newest(*hold)? },
            Self::Refund { sale, scope } => {
                let sale = among(*sale, model.sales.len())?;
                let left = model.sales[sale].total - model.sales[sale].refunded.total;
                let scope = match scope {
                    Scope::Rest => Scope::Rest,
                    Scope::Amount(amount) => Scope::Amount(amount.of(left)),
                    Scope::Goods(portions) => {
                        let lines = model.sales[sale].lines.iter().zip(portions);
                        Scope::Goods(lines.map(|((sold, _, returned), portion)| portion.of(sold - returned)).collect())
                    }
                };
                Action::Refund { sale, scope }
            }
            Self::Undo { sale } => Action::Undo { sale: among(*sale, model.sales.len())? },
            Self::SetLifetime { days } => Action::SetLifetime { days: *days },
            Self::ChangeRules(rules) => Action::ChangeRules(*rules),
            Self::RunJobs => Action::RunJobs,
        })
    }
}

/// A history. Most begin with a friend who was invited, some with one who invited themselves, and points that expire.
pub(super) fn history() -> impl Strategy<Value = Vec<Step>> {
    let friend = [Action::Arrive, Action::Arrive, Action::EnterPromoCode { friend: 1, referrer: 0 }].map(Step::Act);
    let friend = friend.to_vec();
    // A person with the promo code of a card that may be their own: it waits for a phone number.
    let own = [
        Action::Register,
        Action::Arrive,
        Action::EnterPromoCode { friend: 0, referrer: 0 },
        Action::Sell { to: 1, goods: vec![(1000, 200_00)], coupons: Vec::new(), points: None, on_credit: false },
    ];
    let own = own.map(Step::Act).to_vec();
    let claim = Step::Act(Action::ClaimPhone { person: 0, number: 0 });
    let first = prop_oneof![
        Just(Vec::new()),
        Just(friend.clone()),
        Just(own.clone()),
        Just([own, vec![claim]].concat()),
        (1..4_i64).prop_map(move |days| [&friend[..], &[set_lifetime(days)]].concat()),
    ];
    // A sale that is under way at midnight, half of the time with points of another day beside those that expire.
    let give = Portion { permille: 500, extra: 0 };
    let night = (0..3_usize, any::<bool>(), portion(), portion()).prop_map(move |(of, earlier, held, captured)| {
        let give = Step::Act(Action::AdjustPoints { of, wallet: Main, direction: Direction::Give, amount: give });
        let wait = |minutes| Step::Wait { minutes };
        let earlier = if earlier { vec![give.clone(), wait(24 * 60)] } else { Vec::new() };
        let hold = Step::Act(Action::Hold { of, wallet: Main, amount: held, minutes: 30 });
        let capture = Step::Act(Action::Capture { hold: 0, amount: captured });
        let night = vec![give, Step::WaitUntilLateEvening, hold, wait(15), capture];
        [vec![set_lifetime(1)], earlier, night].concat()
    });
    let steps = prop_oneof![30 => step().prop_map(|step| vec![step]), 1 => night];
    let steps = proptest::collection::vec(steps, 1..60).prop_map(|steps| steps.concat());
    (first, steps).prop_map(|(first, steps)| [first, steps].concat())
}

fn set_lifetime(days: i64) -> Step {
    Step::Act(Action::SetLifetime { days: Some(days) })
}

fn step() -> Union<BoxedStrategy<Step>> {
    let minutes = prop_oneof![2..20_i64, 60..600_i64, (1..40_i64).prop_map(|days| days * 24 * 60)];
    let repeat = (index(), any::<bool>()).prop_map(|(operation, forged)| Step::Repeat { operation, forged });
    let mut steps = vec![
        (5, minutes.prop_map(|minutes| Step::Wait { minutes }).boxed()),
        (3, Just(Step::WaitUntilLateEvening).boxed()),
        (2, repeat.boxed()),
        (1, Just(Step::ImportIntoAnotherShop).boxed()),
    ];
    steps.extend(actions().into_iter().map(|(weight, action)| (weight, action.prop_map(Step::Act).boxed())));
    Union::new_weighted(steps)
}

/// The index of a person, sale, hold or operation. Half of all are 0, so that much happens to the same points.
fn index() -> impl Strategy<Value = usize> {
    prop_oneof![Just(0_usize), 0..60_usize]
}

/// Each action, with its weight.
fn actions() -> Vec<(u32, BoxedStrategy<Action<Portion>>)> {
    let wallet = || prop_oneof![3 => Just(Main), 1 => Just(Referral)];
    let direction = prop_oneof![Just(Direction::Give), Just(Direction::Take)];
    let goods = proptest::collection::vec((prop_oneof![Just(1000), 1..5000_i64], 1..300_00_i64), 1..4);
    let is_worth_something = |goods: &[(i64, i64)]| goods.iter().any(|(milli, price)| milli * price >= 500);
    let points = proptest::option::of((wallet(), proptest::option::of(portion())));
    let coupons = proptest::collection::vec(index(), 0..4);
    let ends = proptest::option::of(prop_oneof![1..60_i64, 600..6000_i64]);
    let portions = proptest::collection::vec(portion(), 1..4);
    let days = proptest::option::weighted(0.8, prop_oneof![1..4_i64, 10..60_i64]);
    vec![
        (2, Just(Action::Arrive).boxed()),
        (1, Just(Action::Register).boxed()),
        (2, (index(), index()).prop_map(|(person, number)| Action::ClaimPhone { person, number }).boxed()),
        (3, (index(), index()).prop_map(|(friend, referrer)| Action::EnterPromoCode { friend, referrer }).boxed()),
        (
            7,
            (index(), goods, coupons, points, any::<bool>())
                .prop_filter("free goods are no sale", move |(_, goods, ..)| is_worth_something(goods))
                .prop_map(|(to, goods, coupons, points, on_credit)| Action::Sell {
                    to,
                    goods,
                    coupons,
                    points,
                    on_credit,
                })
                .boxed(),
        ),
        (
            4,
            (index(), worth(), ends).prop_map(|(to, worth, minutes)| Action::GiveCoupon { to, worth, minutes }).boxed(),
        ),
        (
            3,
            (index(), wallet(), direction, portion())
                .prop_map(|(of, wallet, direction, amount)| Action::AdjustPoints { of, wallet, direction, amount })
                .boxed(),
        ),
        (1, terms().prop_map(|terms| Action::AddGroup { number: 0, terms }).boxed()),
        (1, (index(), terms()).prop_map(|(group, terms)| Action::ChangeGroup { group, terms }).boxed()),
        (
            3,
            (index(), proptest::option::weighted(0.8, index()))
                .prop_map(|(of, group)| Action::PutIntoGroup { of, group })
                .boxed(),
        ),
        // Most who are blocked are let in again.
        (1, index().prop_map(|of| Action::Block { of, is_blocked: true }).boxed()),
        (4, index().prop_map(|of| Action::Block { of, is_blocked: false }).boxed()),
        (2, (index(), 0..300_00_i64).prop_map(|(of, amount)| Action::Deposit { of, amount }).boxed()),
        (2, (index(), portion()).prop_map(|(of, amount)| Action::Charge { of, amount }).boxed()),
        (1, (index(), 0..200_00_i64).prop_map(|(of, amount)| Action::AddDebt { of, amount }).boxed()),
        (2, (index(), portion()).prop_map(|(of, amount)| Action::RepayDebt { of, amount }).boxed()),
        (
            4,
            (index(), wallet(), portion(), 1..61_i64)
                .prop_map(|(of, wallet, amount, minutes)| Action::Hold { of, wallet, amount, minutes })
                .boxed(),
        ),
        (3, (index(), portion()).prop_map(|(hold, amount)| Action::Capture { hold, amount }).boxed()),
        (2, index().prop_map(|hold| Action::Release { hold }).boxed()),
        (2, index().prop_map(|sale| refund(sale, Scope::Rest)).boxed()),
        (3, (index(), portion()).prop_map(|(sale, amount)| refund(sale, Scope::Amount(amount))).boxed()),
        (3, (index(), portions).prop_map(|(sale, portions)| refund(sale, Scope::Goods(portions))).boxed()),
        (1, index().prop_map(|sale| Action::Undo { sale }).boxed()),
        (2, days.prop_map(|days| Action::SetLifetime { days }).boxed()),
        (1, rules().prop_map(Action::ChangeRules).boxed()),
        (1, Just(Action::RunJobs).boxed()),
    ]
}

fn terms() -> impl Strategy<Value = Terms> {
    let discount_bp = prop_oneof![Just(100_00), 0..100_00_i64, 1_00..20_00_i64];
    let min_purchase = prop_oneof![Just(0), 1..300_00_i64];
    (discount_bp, min_purchase, proptest::bool::weighted(0.8))
        .prop_map(|(discount_bp, min_purchase, is_active)| Terms { discount_bp, min_purchase, is_active })
}

fn worth() -> impl Strategy<Value = CouponWorth> {
    let percent = prop_oneof![Just(100_00), 1..100_00_i64];
    prop_oneof![
        percent.prop_map(|bp| CouponWorth::Percent(Rate::from_bp(bp))),
        (1..300_00_i64).prop_map(|minor| CouponWorth::Amount(Money::from_minor(minor))),
        (1..100_00_i64).prop_map(|minor| CouponWorth::Points(Money::from_minor(minor))),
        Just(CouponWorth::Gift),
    ]
}

const fn refund(sale: usize, scope: Scope<Portion>) -> Action<Portion> {
    Action::Refund { sale, scope }
}

fn portion() -> impl Strategy<Value = Portion> {
    let permille = prop_oneof![8 => 1..1000_i64, 8 => Just(1000), 3 => Just(0), 2 => 1001..2000_i64];
    let extra = prop_oneof![4 => Just(0), 1 => -1..2_i64];
    (permille, extra).prop_map(|(permille, extra)| Portion { permille, extra })
}

fn rules() -> impl Strategy<Value = Rules> {
    let rule = prop_oneof![Just(EarnRule::UnlessRedeemed), Just(EarnRule::PaidPart), Just(EarnRule::Whole)];
    let max_redeem_bp = prop_oneof![Just(10_000), 1000..10_000_i64];
    (rule, 0..3000_i64, 0..100_00_i64, 0..2000_i64, max_redeem_bp, prop_oneof![Just(0), 1..5_00_i64]).prop_map(
        |(earn_rule, bonus_bp, promo_bonus, reward_bp, max_redeem_bp, min_redeem)| Rules {
            earn_rule,
            bonus_bp,
            promo_bonus,
            reward_bp,
            max_redeem_bp,
            min_redeem,
        },
    )
}

/// How long a step takes that begins at `now`, in microseconds.
pub(super) fn duration(step: &Step, now: i64) -> i64 {
    match step {
        Step::Wait { minutes } => *minutes * MINUTE,
        Step::WaitUntilLateEvening => ((24 * 60 - 10) * MINUTE - now % (24 * 60 * MINUTE)).max(MINUTE),
        _ => 1_000_000,
    }
}
