//! Coupons in sales: what they take off and give, and that refunds take back exactly that.

use chrono::Duration;
use kopilka::{
    clock::{Chance, Clock as _, SeededChance},
    domain::{
        CouponId, CouponWorth, Draft, EntryKind, Line, Money,
        PointsWallet::{self, Main},
        Quantity, Rate, RefundFigures, RefundScope, ReturnedLine, Role, Verb,
    },
    service::{
        Caller, Error, Refusal, coupons,
        customers::Customer,
        invoices::{self, Issued},
    },
};

use crate::{
    on_both,
    shop::{Shop, finish, money, redeeming, refusal, sale, with_coupons},
};

fn percent(bp: i64) -> CouponWorth {
    CouponWorth::Percent(Rate::from_bp(bp))
}

fn off(minor: i64) -> CouponWorth {
    CouponWorth::Amount(money(minor))
}

fn points(minor: i64) -> CouponWorth {
    CouponWorth::Points(money(minor))
}

/// Gives coupons for ever.
async fn given(shop: &Shop, customer: &Customer, worths: &[CouponWorth]) -> Vec<CouponId> {
    let mut ids = Vec::new();
    for (number, worth) in worths.iter().enumerate() {
        ids.push(shop.gives_coupon(customer, &format!("Купон {number}"), *worth, None).await);
    }
    ids
}

async fn usable(shop: &Shop, customer: &Customer) -> Vec<CouponId> {
    let mut tx = shop.read().await;
    let found = coupons::usable(&mut tx, customer.customer_id, shop.clock.now()).await.unwrap();
    let mut ids: Vec<CouponId> = found.into_iter().map(|coupon| coupon.coupon_id).collect();
    ids.sort_unstable();
    ids
}

/// Total, discount, redeemed, to pay, debt, earned, points of coupons.
fn figures(issued: &Issued) -> [i64; 7] {
    let quote = &issued.quote;
    [quote.total, quote.discount, quote.redeemed, quote.to_pay, quote.debt, quote.earned, quote.coupon_points()]
        .map(Money::minor)
}

/// Total, discount, points back, debt, money; points taken that were earned, that coupons gave, of the referrer.
fn moved(figures: &RefundFigures) -> [i64; 8] {
    let RefundFigures { total, discount, redeemed, debt, money, earned, coupon_points, reward } = figures;
    [total, discount, redeemed, debt, money, earned, coupon_points, reward].map(|figure| figure.minor())
}

fn of_line(milli: i64) -> RefundScope {
    RefundScope::Lines(vec![ReturnedLine { position: 1, quantity: Quantity::from_milli(milli) }])
}

on_both! {
    async fn coupons_take_off_and_give_what_they_say(db: TestDb) {
        let shop = Shop::open(&db).await;
        shop.changes_settings(&mut db.raw().await, "max_redeem_bp = 5000, earn_rule = 'paid_part'").await;
        let cases = [
            ("a share", 200_00, vec![percent(10_00)], None, [200_00, 20_00, 0, 180_00, 0, 3_60, 0]),
            ("half up", 99_95, vec![percent(10_00)], None, [99_95, 10_00, 0, 89_95, 0, 1_80, 0]),
            ("an amount", 200_00, vec![off(30_50)], None, [200_00, 30_50, 0, 169_50, 0, 3_39, 0]),
            ("more than there is", 20_00, vec![off(30_00)], None, [20_00, 20_00, 0, 0, 0, 0, 0]),
            ("the share first", 100_00, vec![off(95_00), percent(10_00)], None, [100_00, 100_00, 0, 0, 0, 0, 0]),
            ("points", 100_00, vec![points(50_00)], None, [100_00, 0, 0, 100_00, 0, 2_00, 50_00]),
            ("a gift", 100_00, vec![CouponWorth::Gift], None, [100_00, 0, 0, 100_00, 0, 2_00, 0]),
            ("points pay half of the rest", 100_00, vec![percent(20_00)], Some(None), [100_00, 20_00, 40_00, 40_00, 0, 80, 0]),
            ("all", 100_00, vec![percent(10_00), off(10_00), points(5_00), CouponWorth::Gift], Some(Some(40_00)),
                [100_00, 20_00, 40_00, 40_00, 0, 80, 5_00]),
        ];
        for (person, (name, total, worths, redeemed, expected)) in (1..).zip(cases) {
            let anna = shop.welcomes(person, "Анна").await;
            shop.gives(&anna, Main, 60_00).await;
            let ids = given(&shop, &anna, &worths).await;
            let redemption = redeemed.and_then(|points| redeeming(1, Main, points).redemption);
            let draft = Draft { redemption, ..with_coupons(total, &ids) };
            let quote = invoices::quote(&mut shop.read().await, anna.customer_id, &draft, shop.clock.now()).await.unwrap();
            assert_eq!(usable(&shop, &anna).await.len(), ids.len(), "{name}: a quote changes nothing");
            let issued = shop.issues(&anna, &draft).await.unwrap();
            assert_eq!((figures(&issued), &issued.quote), (expected, &quote), "{name}");
            assert_eq!(usable(&shop, &anna).await, [], "{name}");
            let balance = 60_00 - expected[2] + expected[5] + expected[6];
            assert_eq!(shop.amounts(&anna).await, (balance, 0, 0), "{name}");
            shop.assert_sound().await;
        }
        let entries = "SELECT COUNT(*) FROM entries WHERE kind = 'coupon'";
        assert_eq!(db.raw().await.number(entries).await, 2, "points of coupons are entries of their own");
    }

    async fn limits_stand_on_what_is_left_after_the_discount(db: TestDb) {
        let shop = Shop::open(&db).await;
        let anna = shop.welcomes(1, "Анна").await;
        shop.gives(&anna, Main, 500_00).await;
        let ids = given(&shop, &anna, &[off(60_00)]).await;
        let too_many = Draft { redemption: redeeming(1, Main, Some(40_01)).redemption, ..with_coupons(100_00, &ids) };
        let refused = refusal(shop.issues(&anna, &too_many).await);
        assert_eq!(refused, Refusal::RedemptionOutOfBounds { least: money(0), most: money(40_00) });
        // Consent is needed from the points that are really spent on.
        shop.asks_consent_from(Some(41_00)).await;
        let all = Draft { redemption: redeeming(1, Main, None).redemption, ..with_coupons(100_00, &ids) };
        let issued = shop.issues(&anna, &all).await.unwrap();
        assert_eq!(figures(&issued), [100_00, 60_00, 40_00, 0, 0, 0, 0]);
        // What is left as a debt is what was to be paid.
        let boris = shop.welcomes(2, "Борис").await;
        let ids = given(&shop, &boris, &[off(60_00)]).await;
        let owed = Draft { on_credit: true, ..with_coupons(100_00, &ids) };
        assert_eq!(figures(&shop.issues(&boris, &owed).await.unwrap()), [100_00, 60_00, 0, 40_00, 40_00, 80, 0]);
        assert_eq!(shop.amounts(&boris).await, (80, 0, 40_00));
        shop.assert_sound().await;
    }

    async fn the_referrers_share_is_of_what_was_left(db: TestDb) {
        let shop = Shop::open(&db).await;
        let anna = shop.welcomes(1, "Анна").await;
        let boris = shop.welcomes(2, "Борис").await;
        shop.receives_promo_code(&boris, anna.code.promo().to_string().as_str()).await;
        let free = given(&shop, &boris, &[percent(100_00)]).await;
        let nothing_paid = shop.issues(&boris, &with_coupons(100_00, &free)).await.unwrap();
        assert_eq!((nothing_paid.reward, figures(&nothing_paid)[3]), (None, 0));
        shop.refunds(&nothing_paid, &RefundScope::Rest).await.unwrap();
        // Nothing is left of it, so the next purchase is the first.
        let ids = given(&shop, &boris, &[percent(25_00)]).await;
        let first = shop.issues(&boris, &with_coupons(200_00, &ids)).await.unwrap();
        assert_eq!(first.reward.map(|(_, points)| points), Some(money(7_50)));
        let undone = shop.refunds(&first, &of_line(500)).await.unwrap();
        assert_eq!(moved(&undone.quote.figures), [100_00, 25_00, 0, 0, 75_00, 1_50, 0, 3_75]);
        shop.assert_sound().await;
    }

    async fn coupons_that_cannot_be_used_are_named_and_nothing_happens(db: TestDb) {
        let shop = Shop::open(&db).await;
        let (anna, boris) = (shop.welcomes(1, "Анна").await, shop.welcomes(2, "Борис").await);
        let mine = given(&shop, &anna, &[percent(10_00), off(5_00), CouponWorth::Gift]).await;
        let foreign = given(&shop, &boris, &[percent(50_00)]).await[0];
        let ended = shop.gives_coupon(&anna, "Вчера", off(1), Some(shop.clock.now() + Duration::days(1))).await;
        shop.issues(&anna, &with_coupons(10_00, &mine[2..])).await.unwrap();
        let before = shop.amounts(&anna).await;
        shop.clock.advance(Duration::days(1));
        let unknown = CouponId(999_999);
        for (wanted, unavailable) in [
            (vec![mine[0], foreign], vec![foreign]),
            (vec![mine[0], ended], vec![ended]),
            (vec![mine[2]], vec![mine[2]]),
            (vec![unknown, mine[2], mine[1]], vec![unknown, mine[2]]),
        ] {
            let draft = with_coupons(100_00, &wanted);
            let quoted = invoices::quote(&mut shop.read().await, anna.customer_id, &draft, shop.clock.now()).await;
            for refused in [refusal(quoted), refusal(shop.issues(&anna, &draft).await)] {
                assert_eq!(refused, Refusal::CouponUnavailable(unavailable.clone()), "{wanted:?}");
            }
        }
        let mut left = mine[..2].to_vec();
        left.sort_unstable();
        assert_eq!((usable(&shop, &anna).await, shop.amounts(&anna).await), (left, before));
        shop.assert_sound().await;
    }

    async fn the_same_operation_uses_coupons_once(db: TestDb) {
        let shop = Shop::open(&db).await;
        let anna = shop.welcomes(1, "Анна").await;
        let ids = given(&shop, &anna, &[percent(10_00), percent(10_00)]).await;
        let operation = shop.staff(Role::Cashier);
        let first = shop.issues_under(&operation, &anna, &with_coupons(100_00, &ids[..1])).await.unwrap();
        let again = shop.issues_under(&operation, &anna, &with_coupons(100_00, &ids[..1])).await.unwrap();
        assert_eq!((again.invoice_id, again.repeated, again.quote), (first.invoice_id, true, first.quote));
        for other in [sale(100_00), with_coupons(100_00, &ids[1..]), with_coupons(100_00, &ids)] {
            assert_eq!(refusal(shop.issues_under(&operation, &anna, &other).await), Refusal::OperationReused);
        }
        assert_eq!(usable(&shop, &anna).await, ids[1..]);
    }

    async fn one_of_many_sales_at_once_gets_the_coupon(db: TestDb) {
        let shop = Shop::open(&db).await;
        let anna = shop.welcomes(1, "Анна").await;
        let ids = given(&shop, &anna, &[percent(10_00)]).await;
        let draft = with_coupons(100_00, &ids);
        let sold = futures_util::future::join_all((0..8).map(|_| shop.issues(&anna, &draft))).await;
        let (done, refused): (Vec<_>, Vec<_>) = sold.into_iter().partition(Result::is_ok);
        assert_eq!((done.len(), refused.len()), (1, 7));
        for refused in refused {
            let is_taken = matches!(&refused, Err(Error::Refused(Refusal::CouponUnavailable(taken))) if *taken == ids);
            assert!(is_taken, "{refused:?}");
        }
        assert_eq!(shop.amounts(&anna).await, (1_80, 0, 0));
        shop.assert_sound().await;
    }

    async fn a_whole_refund_gives_coupons_back_and_takes_their_points(db: TestDb) {
        let shop = Shop::open(&db).await;
        let anna = shop.welcomes(1, "Анна").await;
        let lasting = given(&shop, &anna, &[percent(10_00), points(50_00), points(5_00), CouponWorth::Gift]).await;
        let ends = shop.clock.now() + Duration::days(1);
        let ending = shop.gives_coupon(&anna, "До завтра", off(10_00), Some(ends)).await;
        let ids: Vec<CouponId> = lasting.iter().copied().chain([ending]).collect();
        let issued = shop.issues(&anna, &with_coupons(200_00, &ids)).await.unwrap();
        assert_eq!((figures(&issued), shop.amounts(&anna).await), ([200_00, 30_00, 0, 170_00, 0, 3_40, 55_00], (58_40, 0, 0)));

        // Part of it keeps the coupons used.
        let part = shop.refunds(&issued, &of_line(250)).await.unwrap();
        assert_eq!(moved(&part.quote.figures), [50_00, 7_50, 0, 0, 42_50, 85, 0, 0]);
        assert_eq!((part.quote.coupons, usable(&shop, &anna).await), (vec![], vec![]));
        // Some points are spent by then, and become points debt.
        shop.issues(&anna, &redeeming(20_00, Main, Some(20_00))).await.unwrap();
        shop.clock.advance(Duration::days(2));
        let foreseen = shop.quotes_refund(&issued, &RefundScope::Rest).await.unwrap();
        let rest = shop.refunds(&issued, &RefundScope::Rest).await.unwrap();
        assert_eq!(rest.quote, foreseen);
        assert_eq!(moved(&rest.quote.figures), [150_00, 22_50, 0, 0, 127_50, 2_55, 55_00, 0]);
        assert_eq!((rest.quote.points_debt, shop.amounts(&anna).await), (money(20_00), (-20_00, 0, 0)));
        let back: Vec<CouponId> = rest.quote.coupons.iter().map(|used| used.coupon_id).collect();
        assert_eq!(back, lasting, "one has expired meanwhile");
        let mut expected = lasting.clone();
        expected.sort_unstable();
        assert_eq!(usable(&shop, &anna).await, expected);
        shop.assert_sound().await;

        // The invoice still says what it had used, and the coupons can be used on another one.
        assert_eq!(coupons::of_invoice(&mut shop.read().await, issued.invoice_id).await.unwrap().len(), 5);
        let again = shop.issues(&anna, &with_coupons(100_00, &lasting)).await.unwrap();
        assert_eq!(figures(&again), [100_00, 10_00, 0, 90_00, 0, 1_80, 55_00]);
        let undone = shop.undoes_under(&shop.staff(Role::Cashier), &again).await.unwrap();
        assert_eq!((undone.quote.coupons.len(), usable(&shop, &anna).await), (4, expected));
        shop.assert_sound().await;
    }

    async fn odd_partial_refunds_end_where_one_full_refund_does(db: TestDb) {
        let shop = Shop::open(&db).await;
        let mut raw = db.raw().await;
        let chance = SeededChance::new(77);
        let random = |below: i64| i64::try_from(chance.bits() % below.unsigned_abs()).unwrap();
        for round in 0..10_i64 {
            let rule = ["unless_redeemed", "paid_part", "whole"][usize::try_from(random(3)).unwrap()];
            shop.changes_settings(&mut raw, &format!("earn_rule = '{rule}', invoice_bonus_bp = {}", random(3000))).await;
            let lines: Vec<Line> =
                (0..3).map(|_| Line::new("Товар", Quantity::from_milli(1 + random(9000)), money(17_77))).collect();
            let total: i64 = lines.iter().map(|line| line.total.minor()).sum();
            let worths = [percent(1 + random(60_00)), off(1 + random(total / 3)), points(1 + random(50_00)), CouponWorth::Gift];
            let mut ends = Vec::new();
            for split in [false, true] {
                let anna = shop.welcomes(100 + 2 * round + i64::from(split), "Анна").await;
                shop.gives(&anna, Main, 1_000_00).await;
                let ids = given(&shop, &anna, &worths).await;
                let redemption = redeeming(1, Main, None).redemption.filter(|_| round % 2 == 0);
                let draft = Draft { lines: lines.clone(), redemption, coupons: ids.clone(), on_credit: round % 3 == 0 };
                let issued = shop.issues(&anna, &draft).await.unwrap();
                let mut sum = RefundFigures::default();
                for part in 0..if split { 7 } else { 1 } {
                    let left = total - sum.total.minor();
                    let scope = match part {
                        6 | 0 if part == 6 || !split => RefundScope::Rest,
                        _ => RefundScope::Amount(money(1 + random(left / 3))),
                    };
                    let refunded = shop.refunds(&issued, &scope).await.unwrap();
                    let parts = &refunded.quote.figures;
                    let all = [parts.discount, parts.redeemed, parts.debt, parts.money];
                    assert_eq!(Money::saturating_sum(all), parts.total);
                    sum = sum.and(parts);
                }
                assert!(sum.money.minor() + sum.debt.minor() == issued.quote.to_pay.minor(), "never the discount or points");
                assert_eq!(usable(&shop, &anna).await.len(), ids.len());
                ends.push((moved(&sum), shop.amounts(&anna).await));
            }
            assert_eq!(ends[0], ends[1], "round {round}");
            assert_eq!(ends[0].1, (1_000_00, 0, 0));
            shop.assert_sound().await;
        }
    }

    async fn coupons_of_a_merged_card_are_used_and_given_back_on_the_other(db: TestDb) {
        let shop = Shop::open(&db).await;
        let card = shop.registers("+77007654321", "Лев").await;
        let ids = given(&shop, &card, &[percent(10_00), points(20_00)]).await;
        let issued = shop.issues(&card, &with_coupons(100_00, &ids[1..])).await.unwrap();
        let own = shop.welcomes(603, "Лев").await;
        shop.receives_phone(603, "+77007654321").await.unwrap();
        shop.issues(&own, &with_coupons(100_00, &ids[..1])).await.unwrap();
        shop.refunds(&issued, &RefundScope::Rest).await.unwrap();
        let kept = shop.finds_by_code(&own.code).await.unwrap();
        assert_eq!(usable(&shop, &kept).await, ids[1..]);
        shop.assert_sound().await;
    }

    async fn only_those_who_may_give_coupons_and_each_is_in_the_audit_log(db: TestDb) {
        let shop = Shop::open(&db).await;
        let anna = shop.welcomes(1, "Анна").await;
        let give = async |role: Role, title: &str, worth: CouponWorth| {
            let mut tx = shop.begin().await;
            let operation = shop.staff(role);
            let result = coupons::give(&mut tx, &operation, anna.customer_id, title, worth, None).await;
            finish(tx, result).await
        };
        assert_eq!(refusal(give(Role::Cashier, "Чай", CouponWorth::Gift).await), Refusal::NotAllowed);
        for (title, worth) in [
            ("", CouponWorth::Gift), (" \n", CouponWorth::Gift), (&*"я".repeat(101), CouponWorth::Gift), ("x", percent(0)),
            ("x", percent(100_01)), ("x", off(0)), ("x", points(-1)),
        ] {
            assert_eq!(refusal(give(Role::Manager, title, worth).await), Refusal::BadCoupon, "{title:?} {worth:?}");
        }
        give(Role::Manager, "Чай", CouponWorth::Gift).await.unwrap();
        let logged = format!("SELECT COUNT(*) FROM audit_log WHERE action = '{}' AND role = 'manager'", Verb::GiveCoupon);
        assert_eq!(db.raw().await.number(&logged).await, 1);
    }

    async fn the_history_names_the_coupon(db: TestDb) {
        let shop = Shop::open(&db).await;
        let anna = shop.welcomes(1, "Анна").await;
        let ids = given(&shop, &anna, &[points(20_00), points(1_00)]).await;
        shop.issues(&anna, &with_coupons(100_00, &ids)).await.unwrap();
        let history = shop.history(&anna).await;
        let given: Vec<_> = history.iter().filter(|entry| entry.kind == EntryKind::Coupon).collect();
        assert_eq!(given.len(), 1);
        assert_eq!((given[0].note.as_str(), given[0].amount_minor), ("Купон 0, Купон 1", money(21_00)));
        assert_eq!(given[0].wallet, PointsWallet::Main.into());
        // A member of the staff sees no more than the customer.
        let caller: Caller = shop.staff(Role::Cashier).caller;
        assert!(caller.require(kopilka::domain::Permission::GiveCoupon).is_err());
    }
}
