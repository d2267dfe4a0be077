//! What may happen in a shop: at random, and then in particular.

use kopilka::{
    domain::{EarnRule, Money, PointsWallet, Quantity, RefundScope, ReturnedLine},
    service::points::Direction,
};
use proptest::{
    prelude::{Just, Strategy, any, prop_oneof},
    strategy::Union,
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

/// Something that happens, whoever and whatever is there to make it happen to: people, sales, holds are counted round.
#[derive(Clone, Debug)]
pub(super) enum Deed {
    Waits {
        minutes: i64,
    },
    /// Until ten minutes before midnight, when points run out that a sale may still hold.
    WaitsForTheNight,
    Arrives,
    Registers,
    Claims {
        person: usize,
        number: usize,
    },
    Enters {
        friend: usize,
        referrer: usize,
    },
    Sells {
        to: usize,
        goods: Vec<(i64, i64)>,
        points: Option<(PointsWallet, Option<Portion>)>,
        on_credit: bool,
    },
    Adjusts {
        to: usize,
        wallet: PointsWallet,
        direction: Direction,
        amount: Portion,
    },
    Lends {
        to: usize,
        amount: i64,
    },
    Pays {
        to: usize,
        amount: Portion,
    },
    Holds {
        of: usize,
        wallet: PointsWallet,
        amount: Portion,
        minutes: i64,
    },
    Captures {
        hold: usize,
        amount: Portion,
    },
    Releases {
        hold: usize,
    },
    RefundsRest {
        sale: usize,
    },
    RefundsAmount {
        sale: usize,
        amount: Portion,
    },
    RefundsGoods {
        sale: usize,
        goods: Vec<Portion>,
    },
    Undoes {
        sale: usize,
    },
    Lifetime {
        days: Option<i64>,
    },
    Changes {
        rules: Rules,
    },
    Jobs,
    /// An operation that was done comes again; or another under its id.
    Repeats {
        operation: usize,
        forged: bool,
    },
    /// Somebody else's history comes into the same database.
    ImportsElsewhere,
}

/// So many thousandths of what there is, and a hundredth more or less: the edges are where faults are.
#[derive(Clone, Copy, Debug)]
pub(super) struct Portion {
    permille: i64,
    more: i64,
}

impl Portion {
    fn of(self, whole: i64) -> i64 {
        whole.max(0) * self.permille / 1000 + self.more
    }
}

/// Something that happens in particular.
#[derive(Clone, Debug)]
pub(super) enum Act {
    Arrives,
    Registers,
    Claims {
        person: usize,
        number: usize,
    },
    Enters {
        friend: usize,
        referrer: usize,
    },
    /// Goods: thousandths, and the price of one.
    Sells {
        to: usize,
        goods: Vec<(i64, i64)>,
        points: Option<(PointsWallet, Option<i64>)>,
        on_credit: bool,
    },
    Adjusts {
        to: usize,
        wallet: PointsWallet,
        direction: Direction,
        amount: i64,
    },
    Lends {
        to: usize,
        amount: i64,
    },
    Pays {
        to: usize,
        amount: i64,
    },
    Holds {
        of: usize,
        wallet: PointsWallet,
        amount: i64,
        minutes: i64,
    },
    Captures {
        hold: usize,
        amount: i64,
    },
    Releases {
        hold: usize,
    },
    Refunds {
        sale: usize,
        scope: RefundScope,
    },
    Undoes {
        sale: usize,
    },
    Lifetime(Option<i64>),
    Changes(Rules),
    Jobs,
}

impl Act {
    /// Is it done under an operation id, which may come again?
    pub(super) const fn is_operation(&self) -> bool {
        !matches!(
            self,
            Self::Arrives | Self::Registers | Self::Claims { .. } | Self::Enters { .. } | Self::Changes(_) | Self::Jobs
        )
    }

    /// Another under the same operation id.
    pub(super) fn forged(&self) -> Self {
        match self.clone() {
            Self::Sells { to, goods, points, on_credit } => Self::Sells { to, goods, points, on_credit: !on_credit },
            Self::Adjusts { to, wallet, direction, amount } => {
                Self::Adjusts { to, wallet, direction, amount: amount + 1 }
            }
            Self::Lends { to, amount } => Self::Pays { to, amount },
            Self::Pays { to, amount } => Self::Pays { to, amount: amount + 1 },
            Self::Holds { of, wallet, amount, minutes } => Self::Holds { of, wallet, amount, minutes: minutes + 1 },
            Self::Captures { hold, .. } => Self::Releases { hold },
            Self::Releases { hold } => Self::Captures { hold, amount: 1 },
            Self::Refunds { sale, .. } => Self::Undoes { sale },
            Self::Undoes { sale } => Self::Refunds { sale, scope: RefundScope::Rest },
            Self::Lifetime(days) => Self::Lifetime(Some(days.unwrap_or(0) + 1)),
            other => other,
        }
    }
}

impl Deed {
    /// What it is in particular; `None` where there is nothing to do it to.
    pub(super) fn act(&self, model: &Model) -> Option<Act> {
        let among = |number: usize, count: usize| (count > 0).then(|| number % count);
        let person = |number: usize| among(number, model.people.len());
        let with_telegram = |number: usize| {
            let cards: Vec<usize> = (0..model.people.len()).filter(|card| model.people[*card].has_telegram).collect();
            among(number, cards.len()).map(|at| cards[at])
        };
        // The newest hold comes first, since the others have mostly ended.
        let newest = |number: usize| among(number, model.holds.len()).map(|back| model.holds.len() - 1 - back);
        let has = |number: usize, wallet: PointsWallet| model.available(model.card(number), wallet);
        Some(match self {
            Self::Waits { .. } | Self::WaitsForTheNight | Self::Repeats { .. } | Self::ImportsElsewhere => return None,
            Self::Arrives => Act::Arrives,
            Self::Registers => Act::Registers,
            Self::Claims { person, number } => {
                Act::Claims { person: with_telegram(*person)?, number: among(*number, model.people.len())? }
            }
            Self::Enters { friend, referrer } => {
                Act::Enters { friend: with_telegram(*friend)?, referrer: person(*referrer)? }
            }
            Self::Sells { to, goods, points, on_credit } => {
                let to = person(*to)?;
                let points =
                    points.map(|(wallet, portion)| (wallet, portion.map(|portion| portion.of(has(to, wallet)))));
                Act::Sells { to, goods: goods.clone(), points, on_credit: *on_credit }
            }
            Self::Adjusts { to, wallet, direction, amount } => {
                let (to, direction) = (person(*to)?, *direction);
                let whole = if direction == Direction::Give { 200_00 } else { has(to, *wallet) };
                Act::Adjusts { to, wallet: *wallet, direction, amount: amount.of(whole) }
            }
            Self::Lends { to, amount } => Act::Lends { to: person(*to)?, amount: *amount },
            Self::Pays { to, amount } => {
                let to = person(*to)?;
                Act::Pays { to, amount: amount.of(model.people[model.card(to)].owes).max(0) }
            }
            Self::Holds { of, wallet, amount, minutes } => {
                let of = person(*of)?;
                Act::Holds { of, wallet: *wallet, amount: amount.of(has(of, *wallet)), minutes: *minutes }
            }
            Self::Captures { hold, amount } => {
                let hold = newest(*hold)?;
                Act::Captures { hold, amount: amount.of(model.holds[hold].amount) }
            }
            Self::Releases { hold } => Act::Releases { hold: newest(*hold)? },
            Self::RefundsRest { sale } => {
                Act::Refunds { sale: among(*sale, model.sales.len())?, scope: RefundScope::Rest }
            }
            Self::RefundsAmount { sale, amount } => {
                let sale = among(*sale, model.sales.len())?;
                let left = model.sales[sale].total - model.sales[sale].back.total;
                Act::Refunds { sale, scope: RefundScope::Amount(Money::from_minor(amount.of(left))) }
            }
            Self::RefundsGoods { sale, goods } => {
                let sale = among(*sale, model.sales.len())?;
                let lines = model.sales[sale].lines.iter().zip(goods).zip(1..);
                let lines = lines.map(|(((sold, _, back), portion), position)| ReturnedLine {
                    position,
                    quantity: Quantity::from_milli(portion.of(sold - back)),
                });
                let lines = lines.filter(|line| line.quantity.milli() > 0).collect();
                Act::Refunds { sale, scope: RefundScope::Lines(lines) }
            }
            Self::Undoes { sale } => Act::Undoes { sale: among(*sale, model.sales.len())? },
            Self::Lifetime { days } => Act::Lifetime(*days),
            Self::Changes { rules } => Act::Changes(*rules),
            Self::Jobs => Act::Jobs,
        })
    }
}

/// A history. Most begin with a friend who was invited, and points that run out.
pub(super) fn history() -> impl Strategy<Value = Vec<Deed>> {
    let friend = vec![Deed::Arrives, Deed::Arrives, Deed::Enters { friend: 1, referrer: 0 }];
    let first = prop_oneof![
        Just(Vec::new()),
        Just(friend.clone()),
        (1..4_i64).prop_map(move |days| [&friend[..], &[Deed::Lifetime { days: Some(days) }]].concat()),
    ];
    // A sale that is in hand at midnight, half of the time with points of another day beside those that run out.
    let give = Portion { permille: 500, more: 0 };
    let night = (0..3_usize, any::<bool>(), portion(), portion()).prop_map(move |(of, earlier, held, amount)| {
        let give = Deed::Adjusts { to: of, wallet: Main, direction: Direction::Give, amount: give };
        let waits = |minutes| Deed::Waits { minutes };
        let earlier = if earlier { vec![give.clone(), waits(24 * 60)] } else { Vec::new() };
        let holds = Deed::Holds { of, wallet: Main, amount: held, minutes: 30 };
        let night = vec![give, Deed::WaitsForTheNight, holds, waits(15), Deed::Captures { hold: 0, amount }];
        [vec![Deed::Lifetime { days: Some(1) }], earlier, night].concat()
    });
    let deeds = prop_oneof![30 => deed().prop_map(|deed| vec![deed]), 1 => night];
    let deeds = proptest::collection::vec(deeds, 1..60).prop_map(|deeds| deeds.concat());
    (first, deeds).prop_map(|(first, deeds)| [first, deeds].concat())
}

fn deed() -> Union<proptest::strategy::BoxedStrategy<Deed>> {
    // Half of everything happens to the first: so much happens to the same points.
    let who = || prop_oneof![Just(0_usize), 0..60_usize];
    let wallet = || prop_oneof![3 => Just(Main), 1 => Just(Referral)];
    let minutes = || prop_oneof![2..20_i64, 60..600_i64, (1..40_i64).prop_map(|days| days * 24 * 60)];
    let goods = proptest::collection::vec((prop_oneof![Just(1000), 1..5000_i64], 1..300_00_i64), 1..4);
    let points = proptest::option::of((wallet(), proptest::option::of(portion())));
    let lifetime = proptest::option::weighted(0.8, prop_oneof![1..4_i64, 10..60_i64]);
    Union::new_weighted(vec![
        (5, minutes().prop_map(|minutes| Deed::Waits { minutes }).boxed()),
        (3, Just(Deed::WaitsForTheNight).boxed()),
        (2, Just(Deed::Arrives).boxed()),
        (1, Just(Deed::Registers).boxed()),
        (2, (who(), who()).prop_map(|(person, number)| Deed::Claims { person, number }).boxed()),
        (3, (who(), who()).prop_map(|(friend, referrer)| Deed::Enters { friend, referrer }).boxed()),
        (
            7,
            (who(), goods, points, any::<bool>())
                .prop_filter("free goods are no sale", |(_, goods, ..)| {
                    goods.iter().any(|(milli, price)| milli * price >= 500)
                })
                .prop_map(|(to, goods, points, on_credit)| Deed::Sells { to, goods, points, on_credit })
                .boxed(),
        ),
        (
            3,
            (who(), wallet(), prop_oneof![Just(Direction::Give), Just(Direction::Take)], portion())
                .prop_map(|(to, wallet, direction, amount)| Deed::Adjusts { to, wallet, direction, amount })
                .boxed(),
        ),
        (1, (who(), 0..200_00_i64).prop_map(|(to, amount)| Deed::Lends { to, amount }).boxed()),
        (2, (who(), portion()).prop_map(|(to, amount)| Deed::Pays { to, amount }).boxed()),
        (
            4,
            (who(), wallet(), portion(), 1..61_i64)
                .prop_map(|(of, wallet, amount, minutes)| Deed::Holds { of, wallet, amount, minutes })
                .boxed(),
        ),
        (3, (who(), portion()).prop_map(|(hold, amount)| Deed::Captures { hold, amount }).boxed()),
        (2, who().prop_map(|hold| Deed::Releases { hold }).boxed()),
        (2, who().prop_map(|sale| Deed::RefundsRest { sale }).boxed()),
        (3, (who(), portion()).prop_map(|(sale, amount)| Deed::RefundsAmount { sale, amount }).boxed()),
        (
            3,
            (who(), proptest::collection::vec(portion(), 1..4))
                .prop_map(|(sale, goods)| Deed::RefundsGoods { sale, goods })
                .boxed(),
        ),
        (1, who().prop_map(|sale| Deed::Undoes { sale }).boxed()),
        (2, lifetime.prop_map(|days| Deed::Lifetime { days }).boxed()),
        (1, rules().prop_map(|rules| Deed::Changes { rules }).boxed()),
        (1, Just(Deed::Jobs).boxed()),
        (2, (who(), any::<bool>()).prop_map(|(operation, forged)| Deed::Repeats { operation, forged }).boxed()),
        (1, Just(Deed::ImportsElsewhere).boxed()),
    ])
}

fn portion() -> impl Strategy<Value = Portion> {
    let permille = prop_oneof![8 => 1..1000_i64, 8 => Just(1000), 3 => Just(0), 2 => 1001..2000_i64];
    let more = prop_oneof![4 => Just(0), 1 => -1..2_i64];
    (permille, more).prop_map(|(permille, more)| Portion { permille, more })
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

/// The time that a deed takes which begins now.
pub(super) fn span(deed: &Deed, now: i64) -> i64 {
    match deed {
        Deed::Waits { minutes } => *minutes * MINUTE,
        Deed::WaitsForTheNight => ((24 * 60 - 10) * MINUTE - now % (24 * 60 * MINUTE)).max(MINUTE),
        _ => 1_000_000,
    }
}
