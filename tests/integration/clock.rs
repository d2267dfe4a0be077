//! A machine whose clock is wrong: nothing expires, no one is warned and nothing is deleted until it is right again.

use std::{sync::Arc, time::Duration};

use PointsWallet::Main;
use chrono::TimeDelta;
use kopilka::{
    clock::{Clock, ManualClock, SystemClock, Timestamp},
    domain::{CouponWorth, EntryKind, PointsWallet, Role, ShopId},
    jobs,
    sandbox::{Actor, Person},
    service::{
        card_codes::{self, Lookup},
        coupons,
        inbox::{self, NewUpdate},
        referrals::PromoOutcome,
    },
};

use crate::{
    app::{OWNER, TestApp},
    jobs::run_all,
    on_both,
    shop::{Shop, money, redeeming},
};

/// The shop of the sandbox's bot.
const SHOP: ShopId = ShopId(7_000_000_001);
/// Longer than any wait of a test that passes.
const TIMEOUT: Duration = Duration::from_secs(30);
const YEAR: TimeDelta = TimeDelta::days(365);

on_both! {
    async fn nothing_expires_by_a_wrong_clock(db: TestDb) {
        let (shop, mut raw) = (Shop::open(&db).await, db.raw().await);
        let anna = shop.welcomes(1, "Анна").await;
        shop.sets_lifetime(Some(30)).await;
        shop.gives(&anna, Main, 150_00).await;
        let held = shop.holds(&anna, Main, 20_00).await.unwrap();
        let mut tx = shop.begin().await;
        let update = NewUpdate { update_id: 1, lane: 1, raw: "{}" };
        inbox::accept(&mut tx, &[update], |_, _| false, shop.clock.now()).await.unwrap();
        inbox::done(&mut tx, 1, shop.clock.now()).await.unwrap();
        tx.commit().await.unwrap();
        for (ahead, is_known) in [(YEAR, true), (YEAR, false), (TimeDelta::days(20), true), (TimeDelta::days(20), false)] {
            let mistaken = shop.on_machine(ahead, is_known);
            run_all(&mistaken.db, mistaken.id, mistaken.clock.now()).await.unwrap();
            assert_eq!(mistaken.amounts(&anna).await.0, 130_00, "what the customer sees");
            assert_eq!(mistaken.settles(&anna, Main).await, money(0));
        }
        assert_eq!(raw.number("SELECT COUNT(*) FROM outbox").await, 0, "a customer was warned");
        assert_eq!(raw.number("SELECT COUNT(*) FROM inbox").await, 1, "it was purged");
        let mistaken = shop.on_machine(YEAR, true);
        mistaken.captures(&held, Some(1_00)).await.unwrap();
        mistaken.issues(&anna, &redeeming(200_00, Main, Some(100_00))).await.unwrap();
        assert_eq!(shop.amounts(&anna).await.0, 49_00);
        assert!(shop.history(&anna).await.iter().all(|entry| entry.kind != EntryKind::Expire));
        shop.assert_sound().await;

        // What nothing has to undo ends all the same where Telegram's time is not known, or no other process would end it.
        let coupon = shop.gives_coupon(&anna, "Чай", CouponWorth::Gift, Some(shop.clock.now() + TimeDelta::days(1))).await;
        let unknown = shop.on_machine(TimeDelta::days(2), false);
        let usable = coupons::usable(&mut unknown.read().await, anna.customer_id, unknown.clock.now()).await.unwrap();
        assert!(usable.iter().all(|found| found.coupon_id != coupon));

        // The same by a clock that is right.
        let later = shop.on_machine(TimeDelta::zero(), true);
        run_all(&later.db, later.id, later.clock.now()).await.unwrap();
        assert_eq!(later.amounts(&anna).await.0, 49_00);
        shop.clock.advance(YEAR);
        let later = shop.on_machine(TimeDelta::zero(), true);
        run_all(&later.db, later.id, later.clock.now()).await.unwrap();
        assert_eq!(later.amounts(&anna).await.0, 0);
        assert_eq!(raw.number("SELECT COUNT(*) FROM inbox").await, 0);
        shop.assert_sound().await;
    }

    async fn wrong_guesses_that_lie_in_the_future_do_not_count(db: TestDb) {
        let shop = Shop::open(&db).await;
        let boris = shop.welcomes(2, "Борис").await;
        let anna = shop.welcomes(1, "Анна").await;
        let code = boris.code.promo().to_string();
        shop.clock.advance(YEAR);
        for _ in 0..5 {
            assert_eq!(shop.receives_promo_code(&anna, "PROMO99999").await, PromoOutcome::Wrong);
        }
        let mut tx = shop.begin().await;
        let cashier = shop.staff(Role::Cashier);
        let shown = card_codes::show(&mut tx, &shop.chance, boris.customer_id, shop.clock.now()).await.unwrap();
        for _ in 0..10 {
            card_codes::look_up(&mut tx, &cashier.caller, &"000000".parse().unwrap()).await.unwrap();
        }
        tx.commit().await.unwrap();
        // The clock is mended.
        shop.clock.advance(-YEAR);
        assert!(matches!(shop.receives_promo_code(&anna, &code).await, PromoOutcome::Applied { .. }));
        let mut tx = shop.begin().await;
        let cashier = shop.staff(Role::Cashier);
        let found = card_codes::look_up(&mut tx, &cashier.caller, &shown.code).await.unwrap();
        assert_eq!(found, Lookup::Unknown, "it would be valid for a year");
        let fresh = card_codes::show(&mut tx, &shop.chance, boris.customer_id, shop.clock.now()).await.unwrap();
        assert_ne!(fresh.code, shown.code);
        let found = card_codes::look_up(&mut tx, &cashier.caller, &fresh.code).await.unwrap();
        assert!(matches!(found, Lookup::Found(_)), "{found:?}");
    }

    async fn a_bot_on_a_machine_with_a_wrong_clock_takes_no_points(db: TestDb) {
        let (shop, mut raw) = (Shop::open_as(&db, SHOP).await, db.raw().await);
        let clock = Arc::new(ManualClock::at(SystemClock.now() + YEAR));
        shop.clock.advance(SystemClock.now() - TimeDelta::days(16) - shop.clock.now());
        shop.welcomes(OWNER, "Айгерим").await;
        // Points that have two weeks left, and points that expired an hour ago.
        let anna = shop.welcomes(501, "Анна").await;
        let boris = shop.welcomes(502, "Борис").await;
        shop.sets_lifetime(Some(30)).await;
        for customer in [&anna, &boris] {
            shop.gives(customer, Main, 150_00).await;
        }
        let hour_ago = (SystemClock.now() - TimeDelta::hours(1)).0;
        raw.run(&format!("UPDATE lots SET expires_at = {hour_ago} WHERE customer_id = {}", boris.customer_id.0)).await;

        let mut app = TestApp::with_clocks(db, clock.clone(), Arc::new(SystemClock), jobs::ALL).await;
        let owner = app.sandbox.add(Person::new(OWNER, "Айгерим").language("ru").started());
        // The first message that is sent tells the time.
        let person = app.person(Person::new(501, "Анна").language("ru"));
        person.says("/balance").await.say("150");
        let told = app.sandbox.until(|| owner.finds("Часы сервера идут неверно"));
        tokio::time::timeout(TIMEOUT, told).await.expect("the owner is not told");
        tokio::time::sleep(Duration::from_secs(2)).await;
        person.says("/balance").await.say("150");
        assert_eq!(raw.number("SELECT COUNT(*) FROM entries WHERE kind = 'expire'").await, 0);
        assert_eq!(person.reads().0.len(), 2, "she was warned: {:?}", person.reads());
        app.stop().await;
        app.resume();
        let person = app.person(Person::new(501, "Анна").language("ru"));
        person.says("/balance").await.say("150");
        assert_eq!(about_the_clock(&owner), 1, "said again after a restart");
        // An owner who opens the bot only now is told as well.
        let late = app.staff(602, "Самал", Role::Owner).await;
        let told = app.sandbox.until(|| late.actor().finds("Часы сервера идут неверно"));
        tokio::time::timeout(TIMEOUT, told).await.expect("the second owner is not told");
        assert_eq!((about_the_clock(&owner), about_the_clock(late.actor())), (1, 1));

        clock.set(-YEAR);
        let expired = async {
            while raw.number("SELECT COUNT(*) FROM entries WHERE kind = 'expire'").await == 0 {
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        };
        tokio::time::timeout(TIMEOUT, expired).await.expect("the jobs do not go on");
        assert_eq!((shop.amounts(&anna).await.0, shop.amounts(&boris).await.0), (150_00, 0));
        // Any message tells that the clock is right again.
        person.says("/balance").await.say("150");
        let told = app.sandbox.until(|| owner.finds("снова идут верно"));
        tokio::time::timeout(TIMEOUT, told).await.expect("the owner is not told");
        assert_eq!(about_the_clock(&owner), 2);
        shop.assert_sound().await;
    }

    async fn a_server_on_the_machine_has_its_wrong_clock(db: TestDb) {
        const AHEAD: TimeDelta = TimeDelta::days(60);
        let (shop, mut raw) = (Shop::open_as(&db, SHOP).await, db.raw().await);
        // The machine and the HTTP responses have the same time; Telegram's messages are sixty days earlier.
        let telegrams = Arc::new(ManualClock::at(SystemClock.now() - AHEAD));
        shop.clock.advance(telegrams.now() - TimeDelta::days(1) - shop.clock.now());
        shop.welcomes(OWNER, "Айгерим").await;
        let anna = shop.welcomes(501, "Анна").await;
        shop.sets_lifetime(Some(30)).await;
        shop.gives(&anna, Main, 150_00).await;
        let machine = Arc::new(ManualClock::at(SystemClock.now()));
        let app = TestApp::with_clocks(db, machine.clone(), telegrams, jobs::ALL).await;
        let owner = app.sandbox.add(Person::new(OWNER, "Айгерим").language("ru").started());
        tokio::time::sleep(Duration::from_secs(2)).await;
        let person = app.person(Person::new(501, "Анна").language("ru"));
        person.says("/balance").await.say("150");
        let told = app.sandbox.until(|| owner.finds("Часы сервера идут неверно"));
        tokio::time::timeout(TIMEOUT, told).await.expect("the owner is not told");
        machine.advance(TimeDelta::hours(2));
        person.says("/balance").await.say("150");
        assert_eq!(raw.number("SELECT COUNT(*) FROM entries WHERE kind = 'expire'").await, 0);
        assert_eq!(about_the_clock(&owner), 1, "the server's clock ended the alarm");
    }

    async fn dates_are_telegrams_while_the_clock_of_the_machine_is_wrong(db: TestDb) {
        let (shop, mut raw) = (Shop::open_as(&db, SHOP).await, db.raw().await);
        let clock = Arc::new(ManualClock::at(SystemClock.now() - YEAR));
        let app = TestApp::with_clocks(db, clock.clone(), Arc::new(SystemClock), &[]).await;
        let person = app.person(Person::new(501, "Анна").language("ru"));
        person.starts().await;
        let joined = Timestamp(raw.number("SELECT joined_at FROM customers WHERE telegram_id = 501").await);
        let off = SystemClock.now() - joined;
        assert!(off.abs() < TimeDelta::minutes(2), "{off}: points that are earned now would expire when the clock is mended");
        drop(shop);
    }
}

/// The owner's messages about the clock.
fn about_the_clock(owner: &Actor) -> usize {
    owner.sees().iter().filter(|seen| seen.from_bot && seen.text.contains("Часы сервера")).count()
}
