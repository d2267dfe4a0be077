//! Jobs: what is due is done once, however many processes run them, and however late.

use std::sync::Arc;

use PointsWallet::{Main, Referral};
use chrono::Duration;
use kopilka::{
    clock::{Clock, Timestamp},
    domain::{EntryKind, PointsWallet, ShopId, TelegramId},
    jobs::{self, Jobs, Run},
    messages::outgoing::Outgoing,
    service::{
        self, customers,
        customers::Customer,
        inbox::{self, NewUpdate},
    },
    shutdown::CancellationToken,
    storage::Db,
};

use crate::{
    database::Raw,
    on_both,
    shop::{Shop, money},
};

const DAY: i64 = 86_400_000_000;

/// Runs every job once.
pub(crate) async fn run_all(db: &Db, shop: ShopId, now: Timestamp) -> service::Result<()> {
    run_all_of_owners(db, shop, Vec::new(), now).await
}

/// Runs every job once, in a shop with these owners.
pub(crate) async fn run_all_of_owners(
    db: &Db,
    shop: ShopId,
    owners: Vec<TelegramId>,
    now: Timestamp,
) -> service::Result<()> {
    let currency = "KZT".parse().unwrap();
    let run = Run { db: db.clone(), shop, owners, currency, now, stop: CancellationToken::new() };
    for job in jobs::ALL {
        job.run_once(&run).await?;
    }
    Ok(())
}

async fn run(shop: &Shop) {
    run_all(&shop.db, shop.id, shop.clock.now()).await.unwrap();
}

/// Moves the clock to a time of the day, so many days on.
fn wait(shop: &Shop, days: i64, hour: i64, minute: i64) {
    let target = Timestamp((shop.clock.now().0 / DAY + days) * DAY);
    shop.clock.advance(target + Duration::hours(hour) + Duration::minutes(minute) - shop.clock.now());
}

/// What was sent to a person since the last look, without tags.
async fn sent(raw: &mut Raw, person: i64) -> Vec<String> {
    let bodies = raw.texts(&format!("SELECT body FROM outbox WHERE chat_id = {person} ORDER BY outbox_id")).await;
    raw.run(&format!("DELETE FROM outbox WHERE chat_id = {person}")).await;
    bodies
        .iter()
        .map(|body| match serde_json::from_str(body).unwrap() {
            Outgoing::Send { text, .. } => text,
            other => panic!("no message: {other:?}"),
        })
        .map(|text| text.replace("<b>", "").replace("</b>", "").replace('\u{a0}', " "))
        .collect()
}

async fn expired(shop: &Shop, customer: &Customer) -> usize {
    shop.history(customer).await.iter().filter(|entry| entry.kind == EntryKind::Expire).count()
}

on_both! {
    async fn warnings_are_sent_once_14_7_3_and_0_days_before(db: TestDb) {
        let (shop, mut raw) = (Shop::open(&db).await, db.raw().await);
        let anna = shop.welcomes(1, "Анна").await;
        shop.sets_lifetime(Some(30)).await;
        shop.gives(&anna, Main, 150_00).await;
        let mut told = Vec::new();
        for day in 1..=32 {
            wait(&shop, 1, 0, 1);
            run(&shop).await;
            wait(&shop, 0, 9, 59);
            run(&shop).await;
            assert_eq!(sent(&mut raw, 1).await.len(), 0, "at night, {day}");
            for minute in [0, 1, 30] {
                wait(&shop, 0, 10, minute);
                run(&shop).await;
            }
            told.extend(sent(&mut raw, 1).await.into_iter().map(|text| (30 - day, text)));
        }
        let days: Vec<_> = told.iter().map(|(days, _)| *days).collect();
        assert_eq!(days, [14, 7, 3, 0]);
        assert!(told[0].1.contains("150 баллов: до 14.02.2027 включительно"), "{told:?}");
        assert!(told[3].1.contains("150 баллов: сегодня последний день"), "{told:?}");
        assert_eq!((shop.amounts(&anna).await, expired(&shop, &anna).await), ((0, 0, 0), 1));
        shop.assert_sound().await;
    }

    async fn one_warning_a_day_covers_all_lots(db: TestDb) {
        let (shop, mut raw) = (Shop::open(&db).await, db.raw().await);
        let anna = shop.welcomes(1, "Анна").await;
        shop.sets_lifetime(Some(30)).await;
        shop.gives(&anna, Main, 1_00).await;
        shop.gives(&anna, Main, 2_00).await;
        shop.gives(&anna, Referral, 4_00).await;
        wait(&shop, 1, 10, 0);
        shop.gives(&anna, Main, 8_00).await;
        shop.sets_lifetime(Some(90)).await;
        shop.gives(&anna, Main, 16_00).await;
        // 14 days before the first three, and nothing is said of the others.
        wait(&shop, 15, 10, 0);
        run(&shop).await;
        let told = sent(&mut raw, 1).await;
        assert_eq!(told.len(), 1);
        assert!(told[0].contains("3 балла: до 14.02.2027") && told[0].contains("4 балла (за друзей): до 14.02.2027"), "{told:?}");
        assert_eq!(told[0].matches("14.02.2027").count(), 2, "{told:?}");
        wait(&shop, 1, 10, 0);
        run(&shop).await;
        let told = sent(&mut raw, 1).await;
        assert!(told.len() == 1 && told[0].contains("8 баллов: до 15.02.2027") && !told[0].contains("14.02"), "{told:?}");
        // Two warnings of different age on one day are one message.
        wait(&shop, 12, 10, 0);
        run(&shop).await;
        let told = sent(&mut raw, 1).await;
        assert!(told.len() == 1 && told[0].contains("8 баллов: до 15.02") && told[0].contains("3 балла: до 14.02"), "{told:?}");
    }

    async fn missed_warnings_are_sent_as_one(db: TestDb) {
        let (shop, mut raw) = (Shop::open(&db).await, db.raw().await);
        let anna = shop.welcomes(1, "Анна").await;
        shop.sets_lifetime(Some(30)).await;
        shop.gives(&anna, Main, 1_00).await;
        // Down on the days of the first two warnings, up again five days before.
        for (days, hour, messages) in [(25, 12, 1), (0, 18, 0), (1, 12, 0), (1, 12, 1), (1, 12, 0)] {
            wait(&shop, days, hour, 0);
            run(&shop).await;
            assert_eq!(sent(&mut raw, 1).await.len(), messages);
        }
        // Down until long after the end.
        wait(&shop, 100, 12, 0);
        run(&shop).await;
        assert_eq!((sent(&mut raw, 1).await.len(), expired(&shop, &anna).await), (0, 1));
        shop.assert_sound().await;
    }

    async fn points_with_a_short_lifetime_are_not_warned_of_at_once(db: TestDb) {
        let (shop, mut raw) = (Shop::open(&db).await, db.raw().await);
        let anna = shop.welcomes(1, "Анна").await;
        for (lifetime, warned) in [(14, vec![7, 3, 0]), (7, vec![3, 0]), (5, vec![3, 0]), (3, vec![0]), (1, vec![0])] {
            shop.sets_lifetime(Some(lifetime)).await;
            wait(&shop, 0, 9, 0);
            shop.gives(&anna, Main, 1_00).await;
            let mut told = Vec::new();
            for day in 0..=lifetime {
                wait(&shop, i64::from(day > 0), 12, 0);
                run(&shop).await;
                told.extend(sent(&mut raw, 1).await.into_iter().map(|_| lifetime - day));
            }
            assert_eq!(told, warned, "of {lifetime}");
            wait(&shop, 1, 12, 0);
            run(&shop).await;
        }
        assert_eq!(shop.amounts(&anna).await, (0, 0, 0));
    }

    async fn unreachable_customers_get_no_warnings_until_they_return(db: TestDb) {
        let (shop, mut raw) = (Shop::open(&db).await, db.raw().await);
        shop.sets_lifetime(Some(30)).await;
        let anna = shop.welcomes(1, "Анна").await;
        let vera = shop.registers("+77001112233", "Вера").await;
        for customer in [&anna, &vera] {
            shop.gives(customer, Main, 1_00).await;
        }
        let mut tx = shop.begin().await;
        customers::mark_bot_blocked(&mut tx, TelegramId(1), shop.clock.now()).await.unwrap();
        tx.commit().await.unwrap();
        wait(&shop, 16, 12, 0);
        run(&shop).await;
        assert_eq!(raw.number("SELECT COUNT(*) FROM outbox").await, 0);
        wait(&shop, 1, 12, 0);
        shop.welcomes(1, "Анна").await;
        run(&shop).await;
        assert_eq!(sent(&mut raw, 1).await.len(), 1);
        wait(&shop, 20, 12, 0);
        run(&shop).await;
        assert_eq!((expired(&shop, &anna).await, expired(&shop, &vera).await), (1, 1));
        shop.assert_sound().await;
    }

    async fn spent_points_are_not_warned_of(db: TestDb) {
        let (shop, mut raw) = (Shop::open(&db).await, db.raw().await);
        shop.sets_lifetime(Some(30)).await;
        let anna = shop.welcomes(1, "Анна").await;
        shop.gives(&anna, Main, 5_00).await;
        shop.issues(&anna, &crate::shop::redeeming(100_00, Main, Some(4_00))).await.unwrap();
        wait(&shop, 16, 12, 0);
        run(&shop).await;
        let told = sent(&mut raw, 1).await;
        assert!(told.len() == 1 && told[0].contains("1 балл: до"), "{told:?}");
        shop.issues(&anna, &crate::shop::redeeming(100_00, Main, Some(1_00))).await.unwrap();
        wait(&shop, 7, 12, 0);
        run(&shop).await;
        assert_eq!(sent(&mut raw, 1).await.len(), 0);
    }

    async fn parallel_runs_of_the_jobs_act_once(db: TestDb) {
        let (shop, mut raw) = (Shop::open(&db).await, db.raw().await);
        shop.sets_lifetime(Some(30)).await;
        let mut people = Vec::new();
        for person in 1..=120 {
            let customer = shop.welcomes(person, "Гость").await;
            shop.gives(&customer, Main, 3_00).await;
            people.push(customer);
        }
        shop.gives(&people[0], Referral, 2_00).await;
        shop.holds(&people[1], Main, 1_00).await.unwrap();
        for (days, messages) in [(16, 120), (15, 0)] {
            wait(&shop, days, 12, 0);
            let replicas = (0..6).map(|_| {
                let (db, id, now) = (shop.db.clone(), shop.id, shop.clock.now());
                async move {
                    // On PostgreSQL one of two that wait for each other is told to try again, and does so soon.
                    while run_all(&db, id, now).await.is_err() {}
                }
            });
            futures_util::future::join_all(replicas).await;
            let chats = raw.numbers("SELECT COUNT(*) FROM outbox GROUP BY chat_id").await;
            assert_eq!((chats.len(), chats.iter().all(|count| *count == 1)), (messages, true));
            raw.run("DELETE FROM outbox").await;
            shop.assert_sound().await;
        }
        assert_eq!(raw.number("SELECT COUNT(*) FROM entries WHERE kind = 'expire'").await, 121);
        assert_eq!(raw.number("SELECT COUNT(*) FROM wallets WHERE balance_minor <> 0 OR held_minor <> 0").await, 0);
    }

    async fn expired_holds_are_ended_by_the_job(db: TestDb) {
        let (shop, mut raw) = (Shop::open(&db).await, db.raw().await);
        let anna = shop.welcomes(1, "Анна").await;
        shop.gives(&anna, Main, 10_00).await;
        shop.holds(&anna, Main, 4_00).await.unwrap();
        run(&shop).await;
        assert_eq!(shop.balances(&anna).await.main, money(6_00));
        shop.clock.advance(Duration::minutes(15));
        run(&shop).await;
        assert_eq!(raw.texts("SELECT state FROM holds").await, ["expired"]);
        assert_eq!(raw.numbers("SELECT held_minor FROM wallets").await, [0]);
        shop.assert_sound().await;
    }

    async fn finished_updates_are_deleted_after_two_days(db: TestDb) {
        let (shop, mut raw) = (Shop::open(&db).await, db.raw().await);
        let mut tx = shop.begin().await;
        let update = |update_id| NewUpdate { update_id, lane: 1, raw: "{}" };
        inbox::accept(&mut tx, &[update(1), update(2), update(3)], |_, _| false, shop.clock.now()).await.unwrap();
        inbox::done(&mut tx, 1, shop.clock.now()).await.unwrap();
        inbox::dead_letter(&mut tx, 2, shop.clock.now()).await.unwrap();
        tx.commit().await.unwrap();
        for (days, kept) in [(1, vec![1, 2, 3]), (2, vec![2, 3]), (30, vec![3])] {
            wait(&shop, days, 12, 0);
            run(&shop).await;
            assert_eq!(raw.numbers("SELECT update_id FROM inbox ORDER BY update_id").await, kept, "after {days}");
        }
    }

    async fn the_jobs_run_until_the_stop_signal(db: TestDb) {
        let shop = Shop::open(&db).await;
        let anna = shop.welcomes(1, "Анна").await;
        shop.sets_lifetime(Some(1)).await;
        shop.gives(&anna, Main, 10_00).await;
        wait(&shop, 3, 0, 0);
        let stop = CancellationToken::new();
        let stopper = stop.clone().drop_guard();
        let now = shop.clock.now();
        let clock = Arc::new(kopilka::clock::ManualClock::at(now));
        let currency = "KZT".parse().unwrap();
        let jobs = Jobs { db: shop.db.clone(), shop: shop.id, owners: Vec::new(), currency, clock, jobs: jobs::ALL };
        let running = tokio::spawn(async move { jobs.run(stop).await });
        while expired(&shop, &anna).await == 0 {
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
        drop(stopper);
        tokio::time::timeout(std::time::Duration::from_secs(5), running).await.expect("the jobs do not stop").unwrap();
    }
}
