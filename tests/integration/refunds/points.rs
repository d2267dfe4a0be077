//! Points that a refund returns and takes back: which lots they go to and come from, and the points debt where they are spent.

use chrono::Duration;
use kopilka::{
    clock::Clock,
    domain::{PointsWallet, RefundScope, Role},
    service::{Refusal, points::Direction},
};

use super::{amount, refund};
use crate::{
    on_both,
    shop::{Shop, money, redeeming, refusal, sale},
};

use PointsWallet::{Main, Referral};
use RefundScope::Rest;

on_both! {
    async fn redeemed_points_return_to_their_lots_and_never_as_money(db: TestDb) {
        let shop = Shop::open(&db).await;
        let mut raw = db.raw().await;
        let anna = shop.welcomes(1, "Анна").await;
        for lot in [10_00, 20_00, 30_00] {
            shop.gives(&anna, Referral, lot).await;
        }
        let issued = shop.issues(&anna, &redeeming(100_00, Referral, Some(45_00))).await.unwrap();
        let left = "SELECT remaining_minor FROM lots ORDER BY lot_id";
        assert_eq!(raw.numbers(left).await, [0, 0, 15_00]);
        // 40 % of it: 18.00 of the 45.00 points, the newest lot first.
        assert_eq!(refund(&shop, &issued, &amount(40_00)).await, [40_00, 18_00, 0, 22_00, 0, 0]);
        assert_eq!(raw.numbers(left).await, [0, 3_00, 30_00]);
        assert_eq!(refund(&shop, &issued, &Rest).await, [60_00, 27_00, 0, 33_00, 0, 0]);
        assert_eq!(raw.numbers(left).await, [10_00, 20_00, 30_00]);
        assert_eq!(shop.amounts(&anna).await, (0, 60_00, 0));
    }

    async fn points_of_an_expired_lot_return_for_fourteen_days(db: TestDb) {
        let shop = Shop::open(&db).await;
        let mut raw = db.raw().await;
        let anna = shop.welcomes(1, "Анна").await;
        shop.gives(&anna, Main, 10_00).await;
        shop.gives(&anna, Main, 20_00).await;
        let issued = shop.issues(&anna, &redeeming(100_00, Main, Some(30_00))).await.unwrap();
        let soon = shop.clock.now() + Duration::hours(1);
        let later = shop.clock.now() + Duration::days(90);
        raw.run(&format!("UPDATE lots SET expires_at = {} WHERE amount_minor = 1000", soon.0)).await;
        raw.run(&format!("UPDATE lots SET expires_at = {} WHERE amount_minor = 2000", later.0)).await;
        shop.clock.advance(Duration::days(1));
        // In two parts, to see that neither lot gets a point twice.
        refund(&shop, &issued, &amount(80_00)).await;
        refund(&shop, &issued, &Rest).await;
        let now = shop.clock.now();
        let open = "SELECT remaining_minor FROM lots WHERE remaining_minor > 0 ORDER BY lot_id";
        assert_eq!(raw.numbers(open).await, [20_00, 4_00, 6_00]);
        let expires = raw.numbers("SELECT expires_at FROM lots WHERE remaining_minor > 0 ORDER BY lot_id").await;
        assert_eq!(expires[0], later.0, "a lot that has not run out keeps its day");
        for expires_at in &expires[1..] {
            let days = (kopilka::clock::Timestamp(*expires_at) - now).num_hours();
            assert!((13 * 24..=15 * 24).contains(&days), "{days} hours");
        }
        assert_eq!(shop.amounts(&anna).await, (30_00, 0, 0));
    }

    async fn spent_earnings_become_points_debt_that_later_earnings_repay(db: TestDb) {
        let shop = Shop::open(&db).await;
        let anna = shop.welcomes(1, "Анна").await;
        let issued = shop.issues(&anna, &sale(1000_00)).await.unwrap();
        let spent = shop.issues(&anna, &redeeming(50_00, Main, Some(15_00))).await.unwrap();
        let foreseen = shop.quotes_refund(&issued, &Rest).await.unwrap();
        assert_eq!((foreseen.figures.earned, foreseen.points_debt), (money(20_00), money(15_00)));
        refund(&shop, &issued, &Rest).await;
        assert_eq!(shop.amounts(&anna).await, (-15_00, 0, 0));
        let redeems = shop.issues(&anna, &redeeming(50_00, Main, Some(1))).await;
        assert_eq!(refusal(redeems), Refusal::NotEnoughPoints { available: money(0) });
        // Returned points repay it, as earnings do.
        refund(&shop, &spent, &amount(30_00)).await;
        assert_eq!(shop.amounts(&anna).await, (-6_00, 0, 0));
        shop.issues(&anna, &sale(500_00)).await.unwrap();
        assert_eq!(shop.amounts(&anna).await, (4_00, 0, 0));
        refund(&shop, &spent, &Rest).await;
        assert_eq!(shop.amounts(&anna).await, (10_00, 0, 0));
        shop.issues(&anna, &redeeming(50_00, Main, None)).await.unwrap();
        shop.assert_sound().await;
    }

    async fn held_points_are_not_taken_back(db: TestDb) {
        let shop = Shop::open(&db).await;
        let anna = shop.welcomes(1, "Анна").await;
        let issued = shop.issues(&anna, &sale(1000_00)).await.unwrap();
        let held = shop.holds(&anna, Main, 15_00).await.unwrap();
        assert_eq!(shop.quotes_refund(&issued, &Rest).await.unwrap().points_debt, money(15_00));
        refund(&shop, &issued, &Rest).await;
        shop.captures(&held, Some(12_00)).await.unwrap();
        shop.assert_sound().await;
        // Released points repay the debt.
        assert_eq!(shop.amounts(&anna).await, (-12_00, 0, 0));
    }

    async fn expired_points_are_not_taken_back(db: TestDb) {
        let shop = Shop::open(&db).await;
        let anna = shop.welcomes(1, "Анна").await;
        shop.sets_lifetime(Some(1)).await;
        let issued = shop.issues(&anna, &sale(1000_00)).await.unwrap();
        shop.clock.advance(Duration::days(3));
        assert_eq!(shop.quotes_refund(&issued, &Rest).await.unwrap().points_debt, money(20_00));
        refund(&shop, &issued, &Rest).await;
        assert_eq!(shop.amounts(&anna).await, (-20_00, 0, 0));
    }

    async fn earnings_are_taken_back_from_their_own_lot_first(db: TestDb) {
        let shop = Shop::open(&db).await;
        let mut raw = db.raw().await;
        let anna = shop.welcomes(1, "Анна").await;
        shop.gives(&anna, Main, 5_00).await;
        let issued = shop.issues(&anna, &sale(500_00)).await.unwrap();
        shop.gives(&anna, Main, 7_00).await;
        refund(&shop, &issued, &amount(250_00)).await;
        let left = "SELECT remaining_minor FROM lots ORDER BY lot_id";
        assert_eq!(raw.numbers(left).await, [5_00, 5_00, 7_00]);
        let operation = shop.staff(Role::Manager);
        shop.adjusts(&operation, &anna, Main, Direction::Take, 7_00, "ошибка").await.unwrap();
        assert_eq!(raw.numbers(left).await, [0, 3_00, 7_00]);
        refund(&shop, &issued, &Rest).await;
        assert_eq!(raw.numbers(left).await, [0, 0, 5_00]);
    }
}
