use proptest::prelude::*;

use super::*;

fn money(minor: i64) -> Money {
    Money::from_minor(minor)
}

fn pieces(quantity: i64) -> Quantity {
    Quantity::from_milli(quantity * 1000)
}

/// Four taps at 48.00 and a delivery at 5.00, no points: 197.00 earned 3.94, and the referrer 9.85.
fn taps() -> Sale {
    let lines =
        vec![Line::new("Смеситель", pieces(4), money(48_00)), Line::new("Доставка", Quantity::ONE, money(5_00))];
    Sale {
        lines,
        total: money(197_00),
        discount: Money::ZERO,
        redeemed: Money::ZERO,
        debt: Money::ZERO,
        coupon_points: Money::ZERO,
        earned: money(3_94),
        earned_by: Some((EarnRule::UnlessRedeemed, Rate::from_bp(200))),
        reward: money(9_85),
        rewarded_by: Some(Rate::from_bp(500)),
    }
}

/// The same, half of it paid with points and the rest left as a debt.
fn taps_on_credit() -> Sale {
    Sale { redeemed: money(98_50), debt: money(98_50), earned: Money::ZERO, ..taps() }
}

fn lines(returned: &[(usize, i64)]) -> RefundScope {
    let line = |(position, quantity): &(usize, i64)| ReturnedLine { position: *position, quantity: pieces(*quantity) };
    RefundScope::Lines(returned.iter().map(line).collect())
}

fn amount(minor: i64) -> RefundScope {
    RefundScope::Amount(money(minor))
}

/// Total, points back, debt, money; points and reward taken.
fn minor(figures: &RefundFigures) -> [i64; 6] {
    let RefundFigures { total, redeemed, debt, money, earned, reward, .. } = figures;
    [total, redeemed, debt, money, earned, reward].map(|figure| figure.minor())
}

/// What refunds do with coupons: the discount that is not given back, and the points that are taken back.
fn of_coupons(figures: &RefundFigures) -> [i64; 2] {
    [figures.discount, figures.coupon_points].map(Money::minor)
}

/// Refunds one after the other, of a customer who owes `owed` at first.
fn refunds(sale: &Sale, owed: i64, scopes: &[RefundScope]) -> Result<Vec<Refund>, RefundError> {
    let mut before = RefundedBefore::default();
    let mut owed = money(owed);
    let mut done = Vec::new();
    for scope in scopes {
        let refund = sale.refund(&before, scope, owed)?;
        owed = owed.checked_sub(refund.figures.debt).unwrap();
        before.figures = before.figures.and(&refund.figures);
        before.lines.extend(refund.lines.iter().map(|(line, _)| *line));
        done.push(refund);
    }
    Ok(done)
}

#[test]
fn gives_back_and_takes_back_in_proportion() {
    let (paid, on_credit) = (taps(), taps_on_credit());
    let imported = Sale { earned_by: None, rewarded_by: None, reward: Money::ZERO, ..taps() };
    // A discount that the lines do not show.
    let discounted = Sale { total: money(98_50), earned: money(1_97), reward: money(4_93), ..taps() };
    let rest = RefundScope::Rest;
    let cases = [
        ("whole", &paid, 0, vec![rest.clone()], [197_00, 0, 0, 197_00, 3_94, 9_85]),
        ("a tap", &paid, 0, vec![lines(&[(1, 1)])], [48_00, 0, 0, 48_00, 96, 2_40]),
        ("a tap in two wishes", &paid, 0, vec![lines(&[(1, 1), (1, 1)])], [96_00, 0, 0, 96_00, 1_92, 4_80]),
        ("the delivery after a tap", &paid, 0, vec![lines(&[(1, 1)]), lines(&[(2, 1)])], [5_00, 0, 0, 5_00, 10, 25]),
        ("a cent", &paid, 0, vec![amount(1)], [1, 0, 0, 1, 0, 0]),
        (
            "lines made cheaper before",
            &paid,
            0,
            vec![amount(10_00), lines(&[(1, 4), (2, 1)])],
            [187_00, 0, 0, 187_00, 3_74, 9_35],
        ),
        ("all is owed", &on_credit, 98_50, vec![rest.clone()], [197_00, 98_50, 98_50, 0, 0, 9_85]),
        ("more is owed", &on_credit, 500_00, vec![rest.clone()], [197_00, 98_50, 98_50, 0, 0, 9_85]),
        ("part is paid", &on_credit, 30_00, vec![rest.clone()], [197_00, 98_50, 30_00, 68_50, 0, 9_85]),
        ("all is paid", &on_credit, 0, vec![rest.clone()], [197_00, 98_50, 0, 98_50, 0, 9_85]),
        ("the shop owes", &on_credit, -5, vec![rest.clone()], [197_00, 98_50, 0, 98_50, 0, 9_85]),
        ("half on credit", &on_credit, 98_50, vec![amount(98_50)], [98_50, 49_25, 49_25, 0, 0, 4_92]),
        ("other debts", &paid, 50_00, vec![rest.clone()], [197_00, 0, 0, 197_00, 3_94, 9_85]),
        ("imported", &imported, 0, vec![lines(&[(1, 1)])], [48_00, 0, 0, 48_00, 96, 0]),
        ("a discount", &discounted, 0, vec![lines(&[(1, 1)])], [24_00, 0, 0, 24_00, 48, 1_20]),
        ("all of a discount", &discounted, 0, vec![lines(&[(1, 4), (2, 1)])], [98_50, 0, 0, 98_50, 1_97, 4_93]),
    ];
    for (name, sale, owed, scopes, expected) in cases {
        let done = refunds(sale, owed, &scopes).unwrap();
        assert_eq!(minor(&done.last().unwrap().figures), expected, "{name}");
    }
}

#[test]
fn what_a_coupon_took_off_is_not_given_back() {
    // 197.00 less 19.70: 177.30 earned 3.55, and the referrer 8.87. The other coupon gave 50 points.
    let with_coupons = Sale {
        discount: money(19_70),
        coupon_points: money(50_00),
        earned: money(3_55),
        reward: money(8_87),
        ..taps()
    };
    let half_redeemed = Sale { redeemed: money(88_65), earned: Money::ZERO, ..with_coupons.clone() };
    let for_nothing = Sale { discount: money(197_00), earned: Money::ZERO, reward: Money::ZERO, ..taps() };
    let rest = RefundScope::Rest;
    let cases = [
        ("whole", &with_coupons, vec![rest.clone()], [197_00, 0, 0, 177_30, 3_55, 8_87], [19_70, 50_00]),
        ("a tap", &with_coupons, vec![lines(&[(1, 1)])], [48_00, 0, 0, 43_20, 87, 2_16], [4_80, 0]),
        (
            "the rest",
            &with_coupons,
            vec![lines(&[(1, 1)]), rest.clone()],
            [149_00, 0, 0, 134_10, 2_68, 6_71],
            [14_90, 50_00],
        ),
        ("a cent", &with_coupons, vec![amount(1)], [1, 0, 0, 1, 0, 1], [0, 0]),
        ("five cents", &with_coupons, vec![amount(5)], [5, 0, 0, 4, 0, 1], [1, 0]),
        ("points", &half_redeemed, vec![lines(&[(1, 1)])], [48_00, 21_60, 0, 21_60, 0, 2_16], [4_80, 0]),
        ("for nothing", &for_nothing, vec![rest.clone()], [197_00, 0, 0, 0, 0, 0], [197_00, 0]),
        ("a tap for nothing", &for_nothing, vec![lines(&[(1, 1)])], [48_00, 0, 0, 0, 0, 0], [48_00, 0]),
    ];
    for (name, sale, scopes, expected, coupons) in cases {
        let done = refunds(sale, 0, &scopes).unwrap();
        let figures = &done.last().unwrap().figures;
        assert_eq!((minor(figures), of_coupons(figures)), (expected, coupons), "{name}");
    }
}

#[test]
fn the_goods_are_named_with_their_price() {
    let refund = refunds(&taps(), 0, &[lines(&[(1, 3)]), RefundScope::Rest]).unwrap().pop().unwrap();
    let named: Vec<_> =
        refund.lines.iter().map(|(line, price)| (line.position, line.quantity.milli(), price.minor())).collect();
    assert_eq!(named, [(1, 1000, 48_00), (2, 1000, 5_00)]);
}

#[test]
fn refuses_what_is_not_there() {
    let cases = [
        (vec![RefundScope::Rest, RefundScope::Rest], RefundError::NothingLeft),
        (vec![amount(197_00), lines(&[(1, 1)])], RefundError::NothingLeft),
        (vec![amount(197_01)], RefundError::MoreThanLeft { left: money(197_00) }),
        (vec![lines(&[(1, 4)]), amount(5_01)], RefundError::MoreThanLeft { left: money(5_00) }),
        (vec![lines(&[(1, 5)])], RefundError::MoreThanLeftOfLine { line: 1, left: pieces(4) }),
        (vec![lines(&[(1, 3), (1, 2)])], RefundError::MoreThanLeftOfLine { line: 1, left: pieces(4) }),
        (vec![lines(&[(1, 3)]), lines(&[(1, 2)])], RefundError::MoreThanLeftOfLine { line: 1, left: pieces(1) }),
        (vec![lines(&[(3, 1)])], RefundError::MoreThanLeftOfLine { line: 3, left: pieces(0) }),
        (vec![lines(&[(0, 1)])], RefundError::MoreThanLeftOfLine { line: 0, left: pieces(0) }),
        (
            vec![lines(&[(1, i64::MAX / 1000), (1, i64::MAX / 1000)])],
            RefundError::MoreThanLeftOfLine { line: 1, left: pieces(4) },
        ),
        (vec![lines(&[])], RefundError::Nothing),
        (vec![lines(&[(1, -1), (1, 2)])], RefundError::Nothing),
        (vec![amount(0)], RefundError::Nothing),
        (vec![amount(-1)], RefundError::Nothing),
    ];
    for (scopes, expected) in cases {
        assert_eq!(refunds(&taps(), 0, &scopes).unwrap_err(), expected, "{scopes:?}");
    }
}

/// A sale of one to five lines, of any rule, partly paid with points, perhaps on credit, perhaps imported.
fn sale() -> impl Strategy<Value = Sale> {
    let line = (1..20_000_i64, 0..200_000_i64)
        .prop_map(|(milli, price)| Line::new("Товар", Quantity::from_milli(milli), money(price)));
    let rule = prop::sample::select(EarnRule::ALL);
    let paid = (0..=10_000_i64, 0..=10_000_i64, 0..100_000_i64, any::<bool>(), 0..200_i64);
    (prop::collection::vec(line, 1..5), rule, 0..3000_i64, 0..3000_i64, paid, any::<bool>()).prop_map(
        |(lines, rule, earn_bp, reward_bp, (discount_bp, redeem_bp, coupon_points, on_credit, mismatch), imported)| {
            let mut total = Money::saturating_sum(lines.iter().map(|line| line.total));
            if imported {
                total = total.saturating_add(money(mismatch));
            }
            let discount = total.share(Rate::from_bp(discount_bp));
            let due = minus(total, discount);
            let redeemed = due.share(Rate::from_bp(redeem_bp));
            let (earn_rate, reward_rate) = (Rate::from_bp(earn_bp), Rate::from_bp(reward_bp));
            Sale {
                lines,
                total,
                discount,
                redeemed,
                debt: if on_credit { minus(due, redeemed) } else { Money::ZERO },
                coupon_points: money(coupon_points),
                earned: rule.earned(earn_rate, due, redeemed),
                earned_by: (!imported).then_some((rule, earn_rate)),
                reward: due.share(reward_rate),
                rewarded_by: (!imported).then_some(reward_rate),
            }
        },
    )
}

/// Part of what is left, by hundredths: an amount, or of a line.
fn part() -> impl Strategy<Value = (usize, i64, bool)> {
    (0..6_usize, 0..=100_i64, any::<bool>())
}

proptest! {
    #[test]
    fn any_split_ends_where_one_full_refund_does(
        sale in sale(), parts in prop::collection::vec(part(), 0..8), owed in 0..4_000_000_i64,
    ) {
        prop_assume!(sale.total.is_positive());
        let whole = sale.refund(&RefundedBefore::default(), &RefundScope::Rest, money(owed)).unwrap();

        let mut before = RefundedBefore::default();
        let mut still_owed = money(owed);
        let scopes = parts.into_iter().map(Some).chain([None]);
        for part in scopes {
            let scope = match part {
                None => RefundScope::Rest,
                Some((position, hundredths, true)) => {
                    let quantity = Quantity::from_milli(sale.rest(&before, position).milli() * hundredths / 100);
                    RefundScope::Lines(vec![ReturnedLine { position, quantity }])
                }
                Some((_, hundredths, false)) => {
                    RefundScope::Amount(minus(sale.total, before.figures.total).prorated(hundredths, 100))
                }
            };
            let refund = match sale.refund(&before, &scope, still_owed) {
                Ok(refund) => refund,
                Err(error) => {
                    let nothing = matches!(error, RefundError::Nothing | RefundError::NothingLeft);
                    prop_assert!(nothing || matches!(error, RefundError::MoreThanLeftOfLine { .. }), "{:?} {}", scope, error);
                    continue;
                }
            };
            let figures = refund.figures;
            let all = minor(&figures).into_iter().chain(of_coupons(&figures));
            prop_assert!(all.into_iter().all(|figure| figure >= 0), "{:?}", figures);
            let parts = [figures.discount, figures.redeemed, figures.debt, figures.money];
            prop_assert_eq!(figures.total, Money::saturating_sum(parts));
            prop_assert!(figures.debt <= still_owed);
            still_owed = minus(still_owed, figures.debt);
            before.figures = before.figures.and(&figures);
            before.lines.extend(refund.lines.iter().map(|(line, _)| *line));
            let paid = minus(minus(sale.total, sale.discount), sale.redeemed);
            prop_assert!(before.figures.money <= paid, "money for points or a discount");
        }
        prop_assert_eq!(before.figures, whole.figures);
        prop_assert_eq!((before.figures.total, before.figures.redeemed), (sale.total, sale.redeemed));
        prop_assert_eq!(of_coupons(&before.figures), [sale.discount.minor(), sale.coupon_points.minor()]);
        prop_assert_eq!((before.figures.earned, before.figures.reward), (sale.earned, sale.reward));
    }

    #[test]
    fn a_larger_refund_never_moves_less(sale in sale(), a in 1..4_000_000_i64, b in 1..4_000_000_i64, owed in 0..4_000_000_i64) {
        let of = |part: i64| sale.refund(&RefundedBefore::default(), &amount(part), money(owed)).map(|refund| minor(&refund.figures));
        let (Ok(smaller), Ok(larger)) = (of(a.min(b)), of(a.max(b))) else { return Ok(()) };
        prop_assert!(smaller.iter().zip(&larger).all(|(smaller, larger)| smaller <= larger), "{:?} {:?}", smaller, larger);
    }
}
