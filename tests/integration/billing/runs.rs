//! The bills of a month for all active entitlements.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use kopilka::{
    domain::{
        Role,
        billing::{Month, Record},
    },
    jobs::{BillRun, bill_month},
    service::{
        Caller, Refusal, RefusalCode,
        billing::{
            Page,
            bills::BillFilter,
            details::DetailChanges,
            pricings::PricingChanges,
            settings::{self, BillingSettings},
        },
    },
};

use super::{bandwidth, day, does, sees};
use crate::{
    on_both,
    shop::{Shop, finish, money, refusal},
};

fn month(text: &str) -> Month {
    text.parse().unwrap()
}

async fn run(shop: &Shop, of: &str, is_dry: bool) -> BillRun {
    let caller = Caller::operator(kopilka::clock::Clock::now(&shop.clock));
    bill_month(&shop.db, shop.id, "KZT".parse().unwrap(), &caller, month(of), is_dry, &|| false).await.unwrap()
}

/// So many customers, each with an entitlement of 1.00 a month.
async fn connect_all(shop: &Shop, count: i64) {
    for customer in 0..count {
        shop.connects(&format!("+7702{customer:07}"), &[bandwidth(1, 1_00)]).await;
    }
}

async fn bills(shop: &Shop) -> i64 {
    sees!(shop, bills::list(&BillFilter::default(), Page::first(1))).unwrap().total
}

async fn sets(shop: &Shop, role: Role, bills_monthly: bool) -> kopilka::service::Result<()> {
    let mut tx = shop.begin().await;
    let to = BillingSettings { bills_monthly, ..BillingSettings::default() };
    let set = settings::set(&mut tx, &shop.staff(role), &to).await;
    finish(tx, set).await
}

on_both! {
    async fn each_active_entitlement_is_billed_once(db: TestDb) {
        let shop = Shop::open(&db).await;
        connect_all(&shop, 3).await;
        let (_, idle) = shop.connects("+77010000001", &[]).await;
        let (_, later) = shop.connects("+77010000002", &[bandwidth(1, 5_00)]).await;
        let from_the_second = DetailChanges {
            in_force: Some(kopilka::domain::billing::InForce { starts_on: day("2027-01-02"), ends_on: None }),
            ..DetailChanges::default()
        };
        let detail = sees!(shop, details::of_entitlement(later, Page::first(1))).unwrap().rows[0].detail_id;
        does!(shop, details::change(detail, &from_the_second)).unwrap();
        let dry = run(&shop, "2027-01", true).await;
        assert_eq!((dry.bills, dry.total, bills(&shop).await), (3, money(3_00), 0), "a dry run keeps nothing");
        let done = run(&shop, "2027-01", false).await;
        assert_eq!((done.bills, done.total, done.is_finished), (3, money(3_00), true));
        assert_eq!(run(&shop, "2027-01", false).await.bills, 0);
        assert_eq!(bills(&shop).await, 3);
        let all = sees!(shop, bills::list(&BillFilter::default(), Page::first(10))).unwrap().rows;
        assert!(all.iter().all(|bill| bill.bill.issued_on == day("2027-01-01") && bill.bill.entitlement_id != idle));
        let mut numbers: Vec<_> = all.iter().map(|bill| bill.bill.number.as_str()).collect();
        numbers.sort_unstable();
        assert_eq!(numbers, ["INV20270101", "INV20270102", "INV20270103"]);
        // What was made by hand for the month is not made again.
        assert_eq!(refusal(does!(shop, bills::generate(all[0].bill.entitlement_id))), Refusal::AlreadyBilled);
        shop.bills(later).await;
        assert_eq!(run(&shop, "2027-02", false).await.bills, 4);
        shop.assert_sound().await;
    }

    async fn a_run_that_was_broken_off_goes_on_where_it_stopped(db: TestDb) {
        let shop = Shop::open(&db).await;
        connect_all(&shop, 5).await;
        let caller = Caller::operator(kopilka::clock::Clock::now(&shop.clock));
        let asked = AtomicUsize::new(0);
        let is_stopped = || asked.fetch_add(1, Ordering::SeqCst) >= 2;
        let first = bill_month(&shop.db, shop.id, "KZT".parse().unwrap(), &caller, month("2027-01"), false, &is_stopped).await.unwrap();
        assert_eq!((first.bills, first.is_finished, bills(&shop).await), (2, false, 2));
        assert_eq!(run(&shop, "2027-01", false).await.bills, 3);
        assert_eq!(bills(&shop).await, 5);
        shop.assert_sound().await;
    }

    async fn several_runs_at_once_bill_each_entitlement_once(db: TestDb) {
        let shop = Arc::new(Shop::open(&db).await);
        connect_all(&shop, 12).await;
        let processes = if db.db.is_postgres() {
            vec![Arc::new(shop.in_another_process(&db).await), Arc::clone(&shop), Arc::new(shop.in_another_process(&db).await)]
        } else {
            vec![Arc::clone(&shop), Arc::clone(&shop), Arc::clone(&shop)]
        };
        let tasks: Vec<_> = processes
            .into_iter()
            .zip(0..)
            .map(|(process, second)| {
                tokio::spawn(async move {
                    process.clock.advance(chrono::Duration::seconds(second));
                    run(&process, "2027-01", false).await.bills
                })
            })
            .collect();
        let mut made = 0;
        for task in tasks {
            made += task.await.unwrap();
        }
        assert_eq!((made, bills(&shop).await), (12, 12));
        shop.assert_sound().await;
    }

    async fn who_is_billed_is_told_once_and_by_a_dry_run_not_at_all(db: TestDb) {
        let shop = Shop::open(&db).await;
        connect_all(&shop, 2).await;
        shop.welcomes(1, "Анна").await;
        shop.receives_phone(1, "+77020000001").await.unwrap();
        let told = async || {
            db.raw().await.texts("SELECT body FROM outbox WHERE body LIKE '%Новый счёт%'").await.len()
        };
        run(&shop, "2027-01", true).await;
        assert_eq!(told().await, 0);
        run(&shop, "2027-01", false).await;
        run(&shop, "2027-01", false).await;
        assert_eq!(told().await, 1, "the other one has no chat");
        sets(&shop, Role::Owner, true).await.unwrap();
        shop.clock.advance(chrono::Duration::days(31));
        for _ in 0..2 {
            crate::jobs::run_all(&shop.db, shop.id, kopilka::clock::Clock::now(&shop.clock)).await.unwrap();
        }
        assert_eq!(told().await, 2, "the job tells them too");
    }

    async fn what_cannot_be_billed_is_reported(db: TestDb) {
        let shop = Shop::open(&db).await;
        connect_all(&shop, 1).await;
        let office = shop.sells_to("+77010000001", kopilka::domain::billing::ServiceKind::Soho).await;
        let entitlement = shop.entitles(&office).await;
        let package = shop.sells_package(2_500_00).await;
        shop.serves(entitlement, &[kopilka::domain::billing::Service::Soho { package }]).await;
        let pricing = sees!(shop, pricings::list(Some(package), Page::first(1))).unwrap().rows[0].pricing_id;
        assert_eq!(refusal(does!(shop, pricings::delete(pricing))), Refusal::RecordInUse(Record::Pricing));
        let ends = PricingChanges { is_active: Some(false), ..PricingChanges::default() };
        does!(shop, pricings::change(pricing, &ends)).unwrap();
        let done = run(&shop, "2027-01", false).await;
        assert_eq!((done.bills, done.refused), (1, vec![(entitlement, RefusalCode::NoPrice)]));
        does!(shop, pricings::add(&super::pricing(package, 1_00, "2027-01-01", None))).unwrap();
        assert_eq!(run(&shop, "2027-01", false).await.bills, 1);
    }

    async fn the_job_bills_the_month_where_the_shop_wants_it(db: TestDb) {
        let shop = Shop::open(&db).await;
        connect_all(&shop, 2).await;
        let job = async || crate::jobs::run_all(&shop.db, shop.id, kopilka::clock::Clock::now(&shop.clock)).await.unwrap();
        job().await;
        assert_eq!(bills(&shop).await, 0, "it is off at first");
        assert_eq!(refusal(sets(&shop, Role::Manager, true).await), Refusal::NotAllowed);
        sets(&shop, Role::Owner, true).await.unwrap();
        job().await;
        assert_eq!(bills(&shop).await, 2);
        // A bill that staff delete is not made again.
        let all = sees!(shop, bills::list(&BillFilter::default(), Page::first(10))).unwrap().rows;
        assert_eq!(all[0].bill.stamps.created_by, "kopilka");
        does!(shop, bills::delete(all[0].bill.bill_id)).unwrap();
        job().await;
        assert_eq!(bills(&shop).await, 1);
        shop.clock.advance(chrono::Duration::days(31));
        job().await;
        assert_eq!(bills(&shop).await, 3);
        shop.assert_sound().await;
    }
}
