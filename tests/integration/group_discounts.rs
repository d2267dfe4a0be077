//! Discounts of groups in sales: what members are let off, what they are told, and that refunds give back exactly what was paid.

use kopilka::{
    clock::{Chance, Clock as _, SeededChance},
    domain::{
        CouponWorth, Draft, GroupDiscount, Line, Money, PointsWallet::Main, Quantity, Rate, RefundFigures, RefundScope,
        Role,
    },
    sandbox::Person,
    service::{
        groups::GroupChanges,
        invoices::{self, Issued},
    },
};

use crate::{
    app::TestApp,
    groups::{terms, terms_from},
    on_both,
    shop::{Shop, money, redeeming, sale, with_coupons},
    staff_refund::sell,
};

/// Total, discount, the group's part and its rate, redeemed, to pay, earned.
fn figures(issued: &Issued) -> [i64; 7] {
    let quote = &issued.quote;
    let GroupDiscount { amount, rate } = quote.group_discount;
    let [total, discount, redeemed, to_pay, earned] =
        [quote.total, quote.discount, quote.redeemed, quote.to_pay, quote.earned].map(Money::minor);
    [total, discount, amount.minor(), rate.bp(), redeemed, to_pay, earned]
}

on_both! {
    async fn members_are_let_off_before_coupons_and_points(db: TestDb) {
        let shop = Shop::open(&db).await;
        shop.changes_settings(&mut db.raw().await, "max_redeem_bp = 5000, earn_rule = 'paid_part'").await;
        let group = shop.adds_group("Опт", &terms(0)).await;
        let percent = |bp| CouponWorth::Percent(Rate::from_bp(bp));
        let off = |minor| CouponWorth::Amount(money(minor));
        let closed = GroupChanges { is_active: Some(false), ..terms(10_00) };
        let cases = [
            ("a share", terms(5_00), 200_00, vec![], false, [200_00, 10_00, 10_00, 5_00, 0, 190_00, 3_80]),
            ("half up", terms(5_00), 199_90, vec![], false, [199_90, 10_00, 10_00, 5_00, 0, 189_90, 3_80]),
            ("nothing is no share", terms(5_00), 9, vec![], false, [9, 0, 0, 0, 0, 9, 0]),
            ("the minimum before the discount", terms_from(10_00, 100_00), 100_00, vec![], false,
                [100_00, 10_00, 10_00, 10_00, 0, 90_00, 1_80]),
            ("below the minimum", terms_from(10_00, 100_00), 99_99, vec![], false, [99_99, 0, 0, 0, 0, 99_99, 2_00]),
            ("not active", closed, 100_00, vec![], false, [100_00, 0, 0, 0, 0, 100_00, 2_00]),
            ("all", terms(100_00), 100_00, vec![off(5_00)], false, [100_00, 100_00, 100_00, 100_00, 0, 0, 0]),
            ("a coupon works on what is left", terms(10_00), 100_00, vec![percent(50_00)], false,
                [100_00, 55_00, 10_00, 10_00, 0, 45_00, 90]),
            ("never below zero", terms(60_00), 100_00, vec![off(70_00)], false, [100_00, 100_00, 60_00, 60_00, 0, 0, 0]),
            ("points pay half of the rest", terms(20_00), 100_00, vec![], true, [100_00, 20_00, 20_00, 20_00, 40_00, 40_00, 80]),
        ];
        for (person, (name, terms, total, worths, redeems, expected)) in (1..).zip(cases) {
            shop.changes_group(group, &GroupChanges { is_active: terms.is_active.or(Some(true)), ..terms }).await;
            let anna = shop.welcomes(person, "Анна").await;
            shop.puts_into(&anna, Some(group)).await;
            shop.gives(&anna, Main, 60_00).await;
            let mut ids = Vec::new();
            for worth in worths {
                ids.push(shop.gives_coupon(&anna, "Купон", worth, None).await);
            }
            let redemption = redeeming(1, Main, None).redemption.filter(|_| redeems);
            let draft = Draft { redemption, ..with_coupons(total, &ids) };
            let (customer, now) = (anna.customer_id, shop.clock.now());
            let quote = invoices::quote(&mut shop.read().await, customer, &draft, now).await.unwrap();
            if ids.is_empty() {
                let due = quote.due().minor();
                let most = invoices::redeemable(&mut shop.read().await, customer, money(total), now).await.unwrap();
                assert_eq!(most.main.minor(), 60_00.min((due + 1) / 2), "{name}");
            }
            let issued = shop.issues(&anna, &draft).await.unwrap();
            assert_eq!((figures(&issued), &issued.quote), (expected, &quote), "{name}");
            shop.assert_sound().await;
        }
        // Who is in no group is let off nothing.
        let boris = shop.welcomes(500, "Борис").await;
        assert_eq!(figures(&shop.issues(&boris, &sale(100_00)).await.unwrap())[1], 0);
    }

    async fn an_invoice_keeps_its_discount_whatever_becomes_of_the_group(db: TestDb) {
        let shop = Shop::open(&db).await;
        let (anna, boris) = (shop.welcomes(1, "Анна").await, shop.welcomes(2, "Борис").await);
        shop.receives_promo_code(&boris, anna.code.promo().to_string().as_str()).await;
        let group = shop.adds_group("Опт", &terms(25_00)).await;
        shop.puts_into(&boris, Some(group)).await;
        let first = shop.issues(&boris, &sale(200_00)).await.unwrap();
        assert_eq!(first.reward.map(|(_, points)| points), Some(money(7_50)), "of what is left");
        shop.changes_group(group, &terms(50_00)).await;
        shop.puts_into(&boris, None).await;
        let (invoice, _) =
            invoices::get(&mut shop.read().await, boris.customer_id, first.invoice_id).await.unwrap();
        assert_eq!(invoice.group_discount(), GroupDiscount { amount: money(50_00), rate: Rate::from_bp(25_00) });
        let half = shop.refunds(&first, &RefundScope::Amount(money(100_00))).await.unwrap().quote.figures;
        assert_eq!((half.discount, half.money, half.reward), (money(25_00), money(75_00), money(3_75)));
        let rest = shop.refunds(&first, &RefundScope::Rest).await.unwrap().quote.figures;
        assert_eq!((rest.discount, rest.money), (money(25_00), money(75_00)));
        shop.assert_sound().await;
    }

    async fn odd_partial_refunds_end_where_one_full_refund_does(db: TestDb) {
        let shop = Shop::open(&db).await;
        let mut raw = db.raw().await;
        let chance = SeededChance::new(78);
        let random = |below: i64| i64::try_from(chance.bits() % below.unsigned_abs()).unwrap();
        for round in 0..10_i64 {
            let rule = ["unless_redeemed", "paid_part", "whole"][usize::try_from(random(3)).unwrap()];
            shop.changes_settings(&mut raw, &format!("earn_rule = '{rule}', invoice_bonus_bp = {}", random(3000))).await;
            let group = shop.adds_group(&format!("Группа {round}"), &terms(1 + random(90_00))).await;
            let lines: Vec<Line> =
                (0..3).map(|_| Line::new("Товар", Quantity::from_milli(1 + random(9000)), money(17_77))).collect();
            let total: i64 = lines.iter().map(|line| line.total.minor()).sum();
            let worths = [CouponWorth::Percent(Rate::from_bp(1 + random(60_00))), CouponWorth::Amount(money(1 + random(5_00)))];
            let mut ends = Vec::new();
            for split in [false, true] {
                let anna = shop.welcomes(100 + 2 * round + i64::from(split), "Анна").await;
                shop.puts_into(&anna, Some(group)).await;
                shop.gives(&anna, Main, 1_000_00).await;
                let mut coupons = Vec::new();
                for worth in worths.iter().filter(|_| round % 4 > 1) {
                    coupons.push(shop.gives_coupon(&anna, "Купон", *worth, None).await);
                }
                let redemption = redeeming(1, Main, None).redemption.filter(|_| round % 2 == 0);
                let draft = Draft { lines: lines.clone(), redemption, coupons, on_credit: round % 3 == 0 };
                let issued = shop.issues(&anna, &draft).await.unwrap();
                let mut sum = RefundFigures::default();
                for part in 0..if split { 7 } else { 1 } {
                    let left = total - sum.total.minor();
                    let scope = match part {
                        6 | 0 if part == 6 || !split => RefundScope::Rest,
                        _ => RefundScope::Amount(money(1 + random(left / 3))),
                    };
                    sum = sum.and(&shop.refunds(&issued, &scope).await.unwrap().quote.figures);
                }
                let (quote, back) = (&issued.quote, sum.money.saturating_add(sum.debt));
                assert_eq!((back, sum.redeemed, sum.discount), (quote.to_pay, quote.redeemed, quote.discount));
                ends.push((sum, shop.amounts(&anna).await));
            }
            assert_eq!(ends[0], ends[1], "round {round}");
            assert_eq!(ends[0].1, (1_000_00, 0, 0));
            shop.assert_sound().await;
        }
    }

    async fn a_refund_says_whether_it_takes_all_of_the_discount_or_a_part(db: TestDb) {
        let app = TestApp::on(db).await;
        let anna = app.person(Person::new(501, "Anna").language("en"));
        anna.starts().await;
        let manager = app.staff(601, "Менеджер", Role::Manager).await;
        let shop = Shop::of_app(&app);
        let group = shop.adds_group("Опт", &terms(10_00)).await;
        shop.puts_into(&app.customer(&anna).await, Some(group)).await;
        const PART: &str = "Часть скидки, не возвращается";
        for whole in [true, false] {
            let number = sell(&app, &manager, "anna\nЧай 1000").await;
            manager.says(&format!("/refund {number}")).await;
            let all = "Всё: 1\u{a0}000\u{a0}₸";
            let preview = if whole { manager.clicks(all).await } else { manager.says("400").await };
            let said = if whole { "🏷 Скидка, не возвращается: −100 ₸" } else { "🏷 Часть скидки, не возвращается: −40 ₸" };
            preview.say(said);
            manager.says("сломался").await.say(said);
            manager.clicks("✅ Подтвердить").await.say(said);
            anna.reads().say(if whole { "🏷 Discount, not given back" } else { "🏷 Part of the discount, not given back" });
            if !whole {
                // The rest of it is a part too; both together are all.
                manager.says(&format!("/refund {number}")).await;
                manager.clicks("Всё: 600\u{a0}₸").await.say(PART);
                manager.says("сломался").await;
                manager.clicks("✅ Подтвердить").await.say("🏷 Часть скидки, не возвращается: −60 ₸");
                manager.says(&format!("/refund {number}")).await.say("🏷 Скидка, не возвращается: −100 ₸").do_not_say(PART);
            }
        }
        shop.assert_sound().await;
    }

    async fn staff_and_customers_see_the_discount(db: TestDb) {
        let app = TestApp::on(db).await;
        let anna = app.person(Person::new(501, "Anna").language("en"));
        anna.starts().await;
        let cashier = app.staff(601, "Касса", Role::Cashier).await;
        let shop = Shop::of_app(&app);
        let group = shop.adds_group("Опт", &terms_from(5_00, 1_000_00)).await;
        shop.puts_into(&app.customer(&anna).await, Some(group)).await;

        cashier.says("anna\nЧай 500").await.do_not_say("Скидка").say("К оплате: 500 ₸");
        cashier.clicks("✅ Подтвердить").await.do_not_say("Скидка");
        cashier.says("anna\nЧай 5000").await.say("Скидка группы 5%: −250 ₸").say("К оплате: 4 750 ₸").say("95 баллов");
        // The discount changes between the preview and the confirmation.
        shop.changes_group(group, &terms(12_50)).await;
        cashier.clicks("✅ Подтвердить").await.say("Скидка группы 12,5%: −625 ₸").say("К оплате: 4 375 ₸").say("Всё верно?");
        cashier.clicks("✅ Подтвердить").await.say("Скидка группы 12,5%: −625 ₸").say("Оплачено: 4 375 ₸");
        anna.reads().say("Group discount 12.5%: −625 ₸").say("4,375 ₸");
        shop.assert_sound().await;
    }
}
