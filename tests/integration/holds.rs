//! Points reserved for a sale: they cannot be spent otherwise until the hold ends.

use chrono::Duration;
use kopilka::{
    domain::{Actor, EntryKind, HoldId, HoldState, PointsWallet, Role},
    service::{
        Refusal,
        holds::{self, Ended, Held},
        points::Direction,
    },
};

use crate::{
    on_both,
    shop::{Shop, finish, money, redeeming, refusal, sale},
};

use PointsWallet::{Main, Referral};

async fn state(shop: &Shop, held: &Held) -> HoldState {
    use kopilka::clock::Clock;
    holds::get(&mut shop.read().await, held.hold_id, shop.clock.now()).await.unwrap().state
}

on_both! {
    async fn held_points_can_be_spent_only_by_their_capture(db: TestDb) {
        let shop = Shop::open(&db).await;
        let anna = shop.welcomes(1, "Анна").await;
        shop.gives(&anna, Main, 100_00).await;
        shop.gives(&anna, Referral, 10_00).await;
        let held = shop.holds(&anna, Main, 70_00).await.unwrap();
        assert_eq!(shop.amounts(&anna).await, (30_00, 10_00, 0));
        let few = Refusal::NotEnoughPoints { available: money(30_00) };
        let take = shop.staff(Role::Manager);
        assert_eq!(refusal(shop.adjusts(&take, &anna, Main, Direction::Take, 30_01, "так").await), few);
        assert_eq!(refusal(shop.issues(&anna, &redeeming(100_00, Main, Some(30_01))).await), few);
        assert_eq!(refusal(shop.holds(&anna, Main, 30_01).await), few);
        // "All" means all points that are not held.
        let issued = shop.issues(&anna, &redeeming(100_00, Main, None)).await.unwrap();
        assert_eq!(issued.quote.redeemed, money(30_00));
        shop.assert_sound().await;

        let ended = shop.captures(&held, None).await.unwrap();
        assert_eq!((ended.captured, ended.freed), (money(70_00), money(0)));
        assert_eq!(shop.amounts(&anna).await, (0, 10_00, 0));
        let newest = &shop.history(&anna).await[0];
        assert_eq!((newest.kind, newest.amount_minor, newest.balance_after_minor), (EntryKind::Redeem, money(-70_00), money(0)));
        shop.assert_sound().await;
    }

    async fn points_beyond_the_capture_are_released(db: TestDb) {
        let shop = Shop::open(&db).await;
        let anna = shop.welcomes(1, "Анна").await;
        shop.gives(&anna, Main, 100_00).await;
        let held = shop.holds(&anna, Main, 70_00).await.unwrap();
        assert_eq!(refusal(shop.captures(&held, Some(70_01)).await), Refusal::MoreThanHeld { held: money(70_00) });
        for minor in [0, -1, i64::MIN] {
            assert_eq!(refusal(shop.captures(&held, Some(minor)).await), Refusal::NothingToDo);
        }
        let ended = shop.captures(&held, Some(20_00)).await.unwrap();
        assert_eq!((ended.captured, ended.freed), (money(20_00), money(50_00)));
        assert_eq!(shop.amounts(&anna).await, (80_00, 0, 0));

        let other = shop.holds(&anna, Main, 80_00).await.unwrap();
        assert_eq!(shop.amounts(&anna).await, (0, 0, 0));
        shop.releases(&shop.staff(Role::Cashier), &other).await.unwrap();
        assert_eq!(shop.amounts(&anna).await, (80_00, 0, 0));
        assert_eq!(shop.history(&anna).await.len(), 2, "a hold that was released leaves no entry");
        shop.assert_sound().await;
    }

    async fn an_ended_hold_cannot_be_ended_again(db: TestDb) {
        let shop = Shop::open(&db).await;
        let anna = shop.welcomes(1, "Анна").await;
        shop.gives(&anna, Main, 100_00).await;
        let captured = shop.holds(&anna, Main, 10_00).await.unwrap();
        shop.captures(&captured, None).await.unwrap();
        let released = shop.holds(&anna, Main, 10_00).await.unwrap();
        shop.releases(&shop.staff(Role::Cashier), &released).await.unwrap();
        let expired = shop.holds(&anna, Main, 10_00).await.unwrap();
        shop.clock.advance(Duration::minutes(15));
        for (held, state) in
            [(captured, HoldState::Captured), (released, HoldState::Released), (expired, HoldState::Expired)]
        {
            assert_eq!(refusal(shop.captures(&held, None).await), Refusal::HoldEnded(state));
            assert_eq!(refusal(shop.releases(&shop.staff(Role::Cashier), &held).await), Refusal::HoldEnded(state));
        }
        let mut tx = shop.begin().await;
        let unknown = holds::capture(&mut tx, &shop.staff(Role::Cashier), HoldId(999), None, "").await;
        assert_eq!(refusal(finish(tx, unknown).await), Refusal::UnknownHold);
        assert_eq!(shop.amounts(&anna).await, (90_00, 0, 0));
        shop.assert_sound().await;
    }

    async fn an_expired_hold_releases_its_points(db: TestDb) {
        let shop = Shop::open(&db).await;
        let mut raw = db.raw().await;
        let anna = shop.welcomes(1, "Анна").await;
        shop.gives(&anna, Main, 100_00).await;
        let usual = shop.holds(&anna, Main, 40_00).await.unwrap();
        let short = shop.holds_for(&shop.staff(Role::Cashier), &anna, Main, 50_00, Some(1)).await.unwrap();
        assert_eq!(shop.amounts(&anna).await, (10_00, 0, 0));
        shop.clock.advance(Duration::seconds(60) - Duration::microseconds(1));
        assert_eq!((state(&shop, &short).await, shop.amounts(&anna).await), (HoldState::Open, (10_00, 0, 0)));
        shop.clock.advance(Duration::microseconds(1));
        assert_eq!((state(&shop, &short).await, shop.amounts(&anna).await), (HoldState::Expired, (60_00, 0, 0)));
        // A spend does not wait for the job.
        shop.issues(&anna, &redeeming(60_00, Main, Some(60_00))).await.unwrap();
        assert_eq!(raw.numbers("SELECT held_minor FROM wallets").await, [40_00]);
        shop.assert_sound().await;
        shop.clock.advance(Duration::minutes(15));
        assert_eq!(shop.settles(&anna, Main).await, money(0));
        assert_eq!(raw.numbers("SELECT held_minor FROM wallets").await, [0]);
        assert_eq!(state(&shop, &usual).await, HoldState::Expired);
        shop.assert_sound().await;
    }

    async fn a_hold_lasts_from_a_minute_to_an_hour(db: TestDb) {
        let shop = Shop::open(&db).await;
        let anna = shop.welcomes(1, "Анна").await;
        shop.gives(&anna, Main, 100_00).await;
        let hold = async |minutes| shop.holds_for(&shop.staff(Role::Cashier), &anna, Main, 1_00, minutes).await;
        for minutes in [i64::MIN, -1, 0, 61, i64::MAX] {
            assert_eq!(refusal(hold(Some(minutes)).await), Refusal::BadHoldTime, "{minutes}");
        }
        for (minutes, lasts) in [(None, 15), (Some(1), 1), (Some(60), 60)] {
            use kopilka::clock::Clock;
            let held = hold(minutes).await.unwrap();
            assert_eq!(held.expires_at() - shop.clock.now(), Duration::minutes(lasts));
        }
        let customer = shop.operation(Actor::Person(anna.customer_id));
        assert_eq!(refusal(shop.holds_for(&customer, &anna, Main, 1_00, None).await), Refusal::NotAllowed);
    }

    async fn a_repeated_operation_changes_nothing(db: TestDb) {
        let shop = Shop::open(&db).await;
        let anna = shop.welcomes(1, "Анна").await;
        shop.gives(&anna, Main, 100_00).await;
        let placing = shop.staff(Role::Cashier);
        let held = shop.holds_for(&placing, &anna, Main, 70_00, None).await.unwrap();
        assert_eq!(shop.holds_for(&placing, &anna, Main, 70_00, None).await.unwrap(), held);
        assert_eq!(refusal(shop.holds_for(&placing, &anna, Main, 70_01, None).await), Refusal::OperationReused);
        assert_eq!(refusal(shop.holds_for(&placing, &anna, Main, 70_00, Some(5)).await), Refusal::OperationReused);
        assert_eq!(shop.amounts(&anna).await, (30_00, 0, 0));

        let again = |ended: Ended| Ended { repeated: true, ..ended };
        let capturing = shop.staff(Role::Cashier);
        let ended = shop.captures_under(&capturing, &held, Some(50_00)).await.unwrap();
        assert_eq!(shop.captures_under(&capturing, &held, Some(50_00)).await.unwrap(), again(ended));
        assert_eq!(refusal(shop.captures_under(&capturing, &held, Some(50_01)).await), Refusal::OperationReused);
        assert_eq!(refusal(shop.releases(&capturing, &held).await), Refusal::OperationReused);
        // Long after the expiry.
        shop.clock.advance(Duration::days(1));
        assert_eq!(shop.captures_under(&capturing, &held, Some(50_00)).await.unwrap(), again(ended));

        let other = shop.holds(&anna, Main, 50_00).await.unwrap();
        let releasing = shop.staff(Role::Cashier);
        let ended = shop.releases(&releasing, &other).await.unwrap();
        assert_eq!(shop.releases(&releasing, &other).await.unwrap(), again(ended));
        assert_eq!(shop.amounts(&anna).await, (50_00, 0, 0));
        shop.assert_sound().await;
    }

    async fn fifty_parallel_holds_reserve_exactly_the_balance(db: TestDb) {
        let shop = Shop::open(&db).await;
        let anna = shop.welcomes(1, "Анна").await;
        for lot in [300, 1, 699] {
            shop.gives(&anna, Main, lot).await;
        }
        let hold = |_| {
            let (shop, anna) = (&shop, &anna);
            async move { shop.holds(anna, Main, 30).await }
        };
        let outcomes = futures_util::future::join_all((0..50).map(hold)).await;
        let (placed, refused): (Vec<_>, Vec<_>) = outcomes.into_iter().partition(Result::is_ok);
        assert_eq!((placed.len(), refused.len()), (33, 17));
        for outcome in refused {
            assert_eq!(refusal(outcome), Refusal::NotEnoughPoints { available: money(10) });
        }
        assert_eq!(shop.amounts(&anna).await, (10, 0, 0));
        shop.assert_sound().await;

        // Each of them is captured and released at once: one of the two happens.
        let end = |held: Held| {
            let shop = &shop;
            async move {
                let (captured, released) = futures_util::join!(
                    async { shop.captures(&held, None).await },
                    async { shop.releases(&shop.staff(Role::Cashier), &held).await },
                );
                assert!(captured.is_ok() != released.is_ok(), "{captured:?} {released:?}");
                captured.is_ok()
            }
        };
        let captured = futures_util::future::join_all(placed.into_iter().map(|held| end(held.unwrap()))).await;
        let spent = i64::try_from(captured.into_iter().filter(|captured| *captured).count()).unwrap() * 30;
        assert_eq!(shop.amounts(&anna).await, (1000 - spent, 0, 0));
        shop.assert_sound().await;
    }

    async fn a_hold_at_its_expiry_is_either_captured_or_expired(db: TestDb) {
        let shop = Shop::open(&db).await;
        let anna = shop.welcomes(1, "Анна").await;
        shop.gives(&anna, Main, 10_00).await;
        let late = shop.staff(Role::Cashier);
        let held = shop.holds_for(&late, &anna, Main, 10_00, Some(1)).await.unwrap();
        let in_time = shop.staff(Role::Cashier);
        shop.clock.advance(Duration::minutes(1));
        let (captured, freed, other) = futures_util::join!(
            shop.captures_under(&in_time, &held, None),
            shop.settles(&anna, Main),
            shop.holds(&anna, Main, 10_00),
        );
        assert_eq!(freed, money(0));
        assert!(captured.is_ok() != other.is_ok(), "{captured:?} {other:?}");
        shop.assert_sound().await;
    }

    async fn a_hold_goes_on_when_its_card_is_merged(db: TestDb) {
        let shop = Shop::open(&db).await;
        let waiting = shop.registers("+77001112233", "Вера").await;
        let vera = shop.welcomes(3, "Вера Телефон").await;
        shop.gives(&vera, Main, 7_00).await;
        let held = shop.holds(&vera, Main, 5_00).await.unwrap();
        shop.receives_phone(3, "+77001112233").await.unwrap();
        assert_eq!(shop.amounts(&waiting).await, (2_00, 0, 0), "5.00 of 7.00 are reserved");
        shop.captures(&held, None).await.unwrap();
        assert_eq!(shop.amounts(&waiting).await, (2_00, 0, 0));
        shop.assert_sound().await;
    }

    async fn a_hold_ends_where_a_merge_takes_its_points_back(db: TestDb) {
        let shop = Shop::open(&db).await;
        let referrer = shop.welcomes(9, "Галина").await;
        let waiting = shop.registers("+77001112233", "Вера").await;
        shop.issues(&waiting, &sale(100_00)).await.unwrap();
        let vera = shop.welcomes(3, "Вера Телефон").await;
        shop.receives_promo_code(&vera, &referrer.code.promo().to_string()).await;
        let held = shop.holds(&vera, Main, 50_00).await.unwrap();
        shop.receives_phone(3, "+77001112233").await.unwrap();
        assert_eq!(shop.amounts(&waiting).await, (2_00, 0, 0), "the bonus does not count");
        assert_eq!(refusal(shop.captures(&held, None).await), Refusal::HoldEnded(HoldState::Released));
        shop.assert_sound().await;
    }
}
