//! Expiry of points: when and in which order they expire, and that an expiry is never brought forward.

use chrono::Duration;
use kopilka::{
    clock::{Clock, Timestamp},
    domain::{EntryKind, Lifetime, PointsWallet, RefundScope, Role},
    service::{Refusal, points::Direction},
};

use crate::{
    database::{Raw, TestDb},
    on_both,
    shop::{Shop, finish, money, redeeming, refusal, sale},
};

use PointsWallet::{Main, Referral};

const DAY: i64 = 86_400_000_000;

/// A shop whose clock shows eight in the morning of 15 January 2027, in UTC.
async fn shop(db: &TestDb) -> (Shop, Raw) {
    (Shop::open(db).await, db.raw().await)
}

/// In how many days each open lot expires, in the order of the lots; -1: never.
async fn ends(shop: &Shop, raw: &mut Raw) -> Vec<i64> {
    let midnight = shop.clock.now().0 / DAY * DAY;
    let sql = format!(
        "SELECT COALESCE((expires_at - {midnight}) / {DAY} - 1, -1) FROM lots WHERE remaining_minor > 0 ORDER BY lot_id"
    );
    raw.numbers(&sql).await
}

on_both! {
    async fn points_expire_at_the_end_of_their_last_day(db: TestDb) {
        let (shop, _) = shop(&db).await;
        let anna = shop.welcomes(1, "Анна").await;
        assert_eq!(shop.sets_lifetime(Some(30)).await, 0);
        shop.gives(&anna, Main, 10_00).await;
        shop.gives(&anna, Referral, 5_00).await;
        shop.clock.advance(Duration::days(1));
        shop.gives(&anna, Main, 1_00).await;
        let midnight = Timestamp((shop.clock.now().0 / DAY + 30) * DAY);
        shop.clock.advance(midnight - shop.clock.now() - Duration::microseconds(1));
        assert_eq!(shop.amounts(&anna).await, (11_00, 5_00, 0));
        assert_eq!(shop.settles(&anna, Main).await, money(0));
        shop.clock.advance(Duration::microseconds(1));
        // Balances do not wait for the job.
        assert_eq!(shop.amounts(&anna).await, (1_00, 0, 0));
        assert_eq!(shop.settles(&anna, Main).await, money(10_00));
        assert_eq!(shop.settles(&anna, Main).await, money(0));
        assert_eq!(shop.settles(&anna, Referral).await, money(5_00));
        assert_eq!(shop.amounts(&anna).await, (1_00, 0, 0));
        let entries: Vec<_> = shop
            .history(&anna)
            .await
            .into_iter()
            .filter(|entry| entry.kind == EntryKind::Expire)
            .map(|entry| (entry.amount_minor, entry.balance_after_minor))
            .collect();
        assert_eq!(entries, [(money(-5_00), money(0)), (money(-10_00), money(1_00))]);
        shop.assert_sound().await;
    }

    async fn points_that_expire_first_are_spent_first(db: TestDb) {
        let (shop, mut raw) = shop(&db).await;
        let anna = shop.welcomes(1, "Анна").await;
        for (days, minor) in [(30, 1_00), (10, 2_00), (20, 4_00)] {
            shop.sets_lifetime(Some(days)).await;
            shop.gives(&anna, Main, minor).await;
        }
        shop.sets_lifetime(None).await;
        shop.gives(&anna, Main, 8_00).await;
        let left = "SELECT remaining_minor FROM lots ORDER BY lot_id";
        for (spent, lots) in [(1_00, [1_00, 1_00, 4_00, 8_00]), (3_00, [1_00, 0, 2_00, 8_00]), (5_00, [0, 0, 0, 6_00])] {
            shop.issues(&anna, &redeeming(100_00, Main, Some(spent))).await.unwrap();
            assert_eq!(raw.numbers(left).await, lots, "after {spent}");
        }
        shop.assert_sound().await;
    }

    async fn expired_points_cannot_be_spent_before_the_job_runs(db: TestDb) {
        let (shop, _) = shop(&db).await;
        let anna = shop.welcomes(1, "Анна").await;
        shop.sets_lifetime(Some(10)).await;
        shop.gives(&anna, Main, 100_00).await;
        shop.sets_lifetime(Some(100)).await;
        shop.gives(&anna, Main, 1_00).await;
        shop.clock.advance(Duration::days(11));
        let few = Refusal::NotEnoughPoints { available: money(1_00) };
        let take = shop.staff(Role::Manager);
        assert_eq!(refusal(shop.adjusts(&take, &anna, Main, Direction::Take, 1_01, "так").await), few);
        assert_eq!(refusal(shop.issues(&anna, &redeeming(100_00, Main, Some(1_01))).await), few);
        assert_eq!(refusal(shop.holds(&anna, Main, 1_01).await), few);
        let issued = shop.issues(&anna, &redeeming(100_00, Main, None)).await.unwrap();
        assert_eq!(issued.quote.redeemed, money(1_00));
        assert_eq!(shop.amounts(&anna).await, (0, 0, 0));
        let kinds: Vec<_> = shop.history(&anna).await.iter().map(|entry| entry.kind).collect();
        assert_eq!(kinds[..2], [EntryKind::Redeem, EntryKind::Expire]);
        shop.assert_sound().await;
    }

    async fn a_changed_lifetime_does_not_shorten_existing_lots(db: TestDb) {
        let (shop, mut raw) = shop(&db).await;
        let anna = shop.welcomes(1, "Анна").await;
        shop.gives(&anna, Main, 1_00).await;
        shop.gives(&anna, Referral, 1_00).await;
        assert_eq!(ends(&shop, &mut raw).await, [-1, -1]);
        // Set for the first time: existing points expire one lifetime from today.
        shop.clock.advance(Duration::days(100));
        assert_eq!(shop.sets_lifetime(Some(60)).await, 2);
        shop.gives(&anna, Main, 1_00).await;
        assert_eq!(ends(&shop, &mut raw).await, [60, 60, 60]);
        // Shorter, and longer.
        assert_eq!(shop.sets_lifetime(Some(10)).await, 0);
        shop.gives(&anna, Main, 1_00).await;
        assert_eq!(shop.sets_lifetime(Some(90)).await, 0);
        shop.gives(&anna, Main, 1_00).await;
        assert_eq!(ends(&shop, &mut raw).await, [60, 60, 60, 10, 90]);
        // Switched off: existing expiries stay, new points do not expire. Switched on again: those get an expiry.
        assert_eq!(shop.sets_lifetime(None).await, 0);
        shop.gives(&anna, Main, 1_00).await;
        assert_eq!(ends(&shop, &mut raw).await, [60, 60, 60, 10, 90, -1]);
        shop.clock.advance(Duration::days(5));
        assert_eq!(shop.sets_lifetime(Some(7)).await, 1);
        assert_eq!(ends(&shop, &mut raw).await, [55, 55, 55, 5, 85, 7]);
        shop.assert_sound().await;
    }

    async fn only_an_owner_sets_the_lifetime_and_the_audit_log_names_it(db: TestDb) {
        let (shop, mut raw) = shop(&db).await;
        let lifetime = Some(Lifetime::from_days(30).unwrap());
        for role in [Role::Cashier, Role::Manager] {
            let mut tx = shop.begin().await;
            let result = kopilka::service::shop::set_points_lifetime(&mut tx, &shop.staff(role), lifetime).await;
            assert_eq!(refusal(finish(tx, result).await), Refusal::NotAllowed);
        }
        shop.sets_lifetime(Some(30)).await;
        shop.sets_lifetime(None).await;
        let logged = raw.texts("SELECT details FROM audit_log WHERE action = 'set_points_lifetime' ORDER BY audit_id").await;
        assert_eq!(
            logged,
            [
                r#"{"dated_lots":0,"days":30,"days_before":null}"#,
                r#"{"dated_lots":0,"days":null,"days_before":30}"#,
            ]
        );
    }

    async fn days_end_in_the_time_zone_of_the_shop(db: TestDb) {
        let (shop, mut raw) = shop(&db).await;
        let mut tx = shop.begin().await;
        kopilka::service::shop::set_timezone(&mut tx, chrono_tz::Asia::Almaty).await.unwrap();
        tx.commit().await.unwrap();
        shop.sets_lifetime(Some(1)).await;
        let anna = shop.welcomes(1, "Анна").await;
        shop.gives(&anna, Main, 1_00).await;
        // 19:00 in UTC is midnight in Almaty.
        let expires_at = raw.number("SELECT expires_at FROM lots").await;
        assert_eq!(expires_at, (shop.clock.now().0 / DAY + 1) * DAY + DAY / 24 * 19);
    }

    async fn held_points_do_not_expire_before_the_hold_ends(db: TestDb) {
        let (shop, _) = shop(&db).await;
        let anna = shop.welcomes(1, "Анна").await;
        shop.sets_lifetime(Some(1)).await;
        shop.gives(&anna, Main, 100_00).await;
        let midnight = Timestamp((shop.clock.now().0 / DAY + 2) * DAY);
        shop.clock.advance(midnight - shop.clock.now() - Duration::minutes(5));
        let held = shop.holds(&anna, Main, 30_00).await.unwrap();
        let lost = shop.holds(&anna, Main, 20_00).await.unwrap();
        shop.clock.advance(Duration::minutes(6));
        assert_eq!(shop.amounts(&anna).await, (0, 0, 0));
        assert_eq!(shop.settles(&anna, Main).await, money(50_00));
        assert_eq!(shop.settles(&anna, Main).await, money(0));
        assert_eq!(shop.amounts(&anna).await, (0, 0, 0));
        shop.assert_sound().await;
        shop.captures(&held, Some(25_00)).await.unwrap();
        shop.releases(&shop.staff(Role::Cashier), &lost).await.unwrap();
        assert_eq!(shop.amounts(&anna).await, (0, 0, 0));
        assert_eq!(shop.settles(&anna, Main).await, money(25_00));
        shop.assert_sound().await;
    }

    async fn a_capture_before_the_job_equals_one_after_it(db: TestDb) {
        let (shop, _) = shop(&db).await;
        let people = [shop.welcomes(1, "Анна").await, shop.welcomes(2, "Борис").await];
        let mut holds = Vec::new();
        for days in [1, 100] {
            shop.sets_lifetime(Some(days)).await;
            for person in &people {
                shop.gives(person, Main, 10_00).await;
            }
        }
        let midnight = Timestamp((shop.clock.now().0 / DAY + 2) * DAY);
        shop.clock.advance(midnight - shop.clock.now() - Duration::minutes(5));
        for person in &people {
            holds.push(shop.holds(person, Main, 5_00).await.unwrap());
        }
        shop.clock.advance(Duration::minutes(6));
        // Five are held, and there are ten others: the points that expire are not the held ones.
        assert_eq!(shop.settles(&people[0], Main).await, money(10_00));
        for (person, held) in people.iter().zip(&holds) {
            assert_eq!(shop.amounts(person).await, (5_00, 0, 0));
            shop.captures(held, None).await.unwrap();
            assert_eq!(shop.amounts(person).await, (5_00, 0, 0));
        }
        shop.assert_sound().await;
    }

    async fn lots_of_a_merged_card_keep_their_expiry(db: TestDb) {
        let (shop, mut raw) = shop(&db).await;
        let waiting = shop.registers("+77001112233", "Вера").await;
        let vera = shop.welcomes(3, "Вера Телефон").await;
        for (days, minor) in [(30, 1_00), (10, 2_00)] {
            shop.sets_lifetime(Some(days)).await;
            shop.gives(&vera, Main, minor).await;
        }
        shop.sets_lifetime(Some(90)).await;
        shop.receives_phone(3, "+77001112233").await.unwrap();
        assert_eq!(shop.amounts(&waiting).await, (3_00, 0, 0));
        assert_eq!(ends(&shop, &mut raw).await, [10, 30]);
        shop.assert_sound().await;
    }

    async fn released_points_repay_points_debt_before_they_expire(db: TestDb) {
        let (shop, mut raw) = shop(&db).await;
        shop.sets_lifetime(Some(1)).await;
        let people = [shop.welcomes(1, "Анна").await, shop.welcomes(2, "Борис").await, shop.welcomes(3, "Вера").await];
        let mut holds = Vec::new();
        for person in &people {
            let issued = shop.issues(person, &sale(1000_00)).await.unwrap();
            holds.push(shop.holds(person, Main, 15_00).await.unwrap());
            shop.refunds(&issued, &RefundScope::Rest).await.unwrap();
            assert_eq!(shop.amounts(person).await, (-15_00, 0, 0));
        }
        // The hold is released, captured in part, or expires.
        shop.releases(&shop.staff(Role::Cashier), &holds[0]).await.unwrap();
        shop.captures(&holds[1], Some(12_00)).await.unwrap();
        let left = "SELECT remaining_minor FROM lots ORDER BY lot_id";
        assert_eq!(raw.numbers(left).await, [0, 0, 15_00]);
        let owed = "SELECT points_debt_minor FROM wallets WHERE wallet = 'main' ORDER BY customer_id";
        assert_eq!(raw.numbers(owed).await, [0, 12_00, 15_00]);
        shop.assert_sound().await;
        shop.clock.advance(Duration::days(3));
        for (person, has) in people.iter().zip([0, -12_00, 0]) {
            assert_eq!(shop.amounts(person).await, (has, 0, 0));
            assert_eq!(shop.settles(person, Main).await, money(0));
            assert_eq!(shop.amounts(person).await, (has, 0, 0));
            shop.assert_sound().await;
        }
    }

    async fn ten_parallel_settlements_expire_points_once(db: TestDb) {
        let (shop, _) = shop(&db).await;
        let anna = shop.welcomes(1, "Анна").await;
        shop.sets_lifetime(Some(10)).await;
        shop.gives(&anna, Main, 10_00).await;
        shop.sets_lifetime(Some(100)).await;
        shop.gives(&anna, Main, 10_00).await;
        shop.clock.advance(Duration::days(11));
        let settle = |_| shop.settles(&anna, Main);
        let spend = |_| async { shop.issues(&anna, &redeeming(100_00, Main, Some(3_00))).await.is_ok() };
        let (settled, spent) = futures_util::join!(
            futures_util::future::join_all((0..10).map(settle)),
            futures_util::future::join_all((0..10).map(spend)),
        );
        assert!(settled.iter().filter(|amount| amount.is_positive()).count() <= 1, "{settled:?}");
        assert_eq!(spent.into_iter().filter(|spent| *spent).count(), 3);
        assert_eq!(shop.amounts(&anna).await, (1_00, 0, 0));
        let expired = shop.history(&anna).await.into_iter().filter(|entry| entry.kind == EntryKind::Expire).count();
        assert_eq!(expired, 1);
        shop.assert_sound().await;
    }
}
