//! Customers are told of their bills three days before they are due, once.

use std::sync::Arc;

use chrono::Duration;
use kopilka::{
    clock::{Clock as _, Timestamp},
    domain::{EntitlementId, billing::PaymentStatus},
    messages::outgoing::Outgoing,
    service::billing::{
        bills::{BillChanges, BillContentChanges, NewBill},
        own,
    },
};

use super::{bandwidth, by_hand, day, does, line, part, payment};
use crate::{
    database::{Raw, TestDb},
    jobs::run_all,
    on_both,
    shop::Shop,
};

const PHONE: &str = "+77020000001";
const DAY: i64 = 86_400_000_000;

async fn run(shop: &Shop) {
    run_all(&shop.db, shop.id, shop.clock.now()).await.unwrap();
}

/// Moves the clock to an hour of a day of January 2027.
fn wait(shop: &Shop, date: i64, hour: i64) {
    let first = Timestamp(1_798_761_600_000_000);
    let target = Timestamp(first.0 + (date - 1) * DAY) + Duration::hours(hour);
    shop.clock.advance(target - shop.clock.now());
}

/// The first lines of what was sent to a person since the last look.
async fn sent(raw: &mut Raw, person: i64) -> Vec<String> {
    let bodies = raw.texts(&format!("SELECT body FROM outbox WHERE chat_id = {person} ORDER BY number")).await;
    raw.run(&format!("DELETE FROM outbox WHERE chat_id = {person}")).await;
    let first_line = |body: &String| match serde_json::from_str(body).unwrap() {
        Outgoing::Send { text, .. } => text.lines().next().unwrap().replace("<b>", "").replace("</b>", ""),
        other => panic!("no message: {other:?}"),
    };
    bodies.iter().map(first_line).collect()
}

/// A shop with a customer in the chat, and what is billed to them. It is 15 January 2027.
async fn open(db: &TestDb) -> (Shop, Raw, EntitlementId) {
    let shop = Shop::open(db).await;
    shop.welcomes(1, "Анна").await;
    shop.receives_phone(1, PHONE).await.unwrap();
    let (_, entitlement) = shop.connects(PHONE, &[bandwidth(10, 20_00)]).await;
    (shop, db.raw().await, entitlement)
}

on_both! {
    async fn a_bill_that_is_due_later_is_told_of_anew(db: TestDb) {
        let (shop, mut raw, entitlement) = open(&db).await;
        let bill = shop.bills(entitlement).await.bill;
        wait(&shop, 27, 12);
        run(&shop).await;
        assert_eq!(sent(&mut raw, 1).await.len(), 1);
        let content = BillContentChanges { due_on: Some(day("2027-02-05")), ..BillContentChanges::default() };
        let later = BillChanges { content, ..BillChanges::default() };
        does!(shop, bills::change(bill.bill_id, &later)).unwrap();
        wait(&shop, 28, 12);
        run(&shop).await;
        assert_eq!(sent(&mut raw, 1).await, [""; 0]);
        // Nothing else of a bill changes that.
        let remarks = BillContentChanges { remarks: Some("x".to_owned()), ..BillContentChanges::default() };
        wait(&shop, 33, 12);
        run(&shop).await;
        assert_eq!(sent(&mut raw, 1).await.len(), 1);
        let same = BillChanges { content: remarks, ..BillChanges::default() };
        does!(shop, bills::change(bill.bill_id, &same)).unwrap();
        run(&shop).await;
        assert_eq!(sent(&mut raw, 1).await, [""; 0]);
    }

    async fn a_bill_is_told_of_once_three_days_before_it_is_due(db: TestDb) {
        let (shop, mut raw, entitlement) = open(&db).await;
        assert_eq!(shop.bills(entitlement).await.bill.due_on, day("2027-01-30"));
        let mut told = Vec::new();
        for date in 16..=40 {
            for hour in [0, 9] {
                wait(&shop, date, hour);
                run(&shop).await;
                assert_eq!(sent(&mut raw, 1).await, [""; 0], "at night, {date}");
            }
            for hour in [10, 12, 20] {
                wait(&shop, date, hour);
                run(&shop).await;
                told.extend(sent(&mut raw, 1).await.into_iter().map(|text| (date, text)));
            }
            wait(&shop, date, 21);
            run(&shop).await;
            assert_eq!(sent(&mut raw, 1).await, [""; 0], "late, {date}");
        }
        assert_eq!(told, [(27, "⏳ До срока оплаты счёта 3 дня".to_owned())]);
        shop.assert_sound().await;
    }

    async fn it_is_told_late_where_nothing_ran_or_the_bill_came_late(db: TestDb) {
        let (shop, mut raw, entitlement) = open(&db).await;
        shop.bills(entitlement).await;
        wait(&shop, 30, 12);
        run(&shop).await;
        assert_eq!(sent(&mut raw, 1).await, ["⏳ Сегодня последний день оплаты счёта"]);
        let tomorrow = NewBill { due_on: Some(day("2027-01-31")), auto_calculate: true, ..by_hand(entitlement) };
        does!(shop, bills::add(&tomorrow)).unwrap();
        let passed = NewBill { due_on: Some(day("2027-01-29")), auto_calculate: true, ..by_hand(entitlement) };
        does!(shop, bills::add(&passed)).unwrap();
        run(&shop).await;
        run(&shop).await;
        assert_eq!(sent(&mut raw, 1).await, ["⏳ До срока оплаты счёта 1 день"]);
    }

    async fn nothing_is_told_of_what_is_not_to_be_paid(db: TestDb) {
        let (shop, mut raw, entitlement) = open(&db).await;
        let paid = shop.bills(entitlement).await.bill;
        shop.pays(paid.bill_id, paid.due().minor()).await.unwrap();
        does!(shop, bills::add(&NewBill { is_draft: true, auto_calculate: true, ..by_hand(entitlement) })).unwrap();
        let empty = does!(shop, bills::add(&by_hand(entitlement))).unwrap().bill.bill.bill_id;
        let partial = does!(shop, bills::add(&NewBill { auto_calculate: true, ..by_hand(entitlement) })).unwrap();
        shop.pays(partial.bill.bill.bill_id, 1_00).await.unwrap();
        wait(&shop, 27, 12);
        run(&shop).await;
        assert_eq!(sent(&mut raw, 1).await.len(), 1, "that of which part is paid");
        // A line makes it one to be paid, and a payment that is taken back too.
        does!(shop, bill_details::add(&line(empty, 5_00))).unwrap();
        let noted = does!(shop, payments::add(&payment(empty, PaymentStatus::Completed))).unwrap();
        let all = part(noted.row.payment.payment_id, 5_00, PaymentStatus::Completed);
        let detail = does!(shop, payment_details::add(&all)).unwrap().row.payment_detail_id;
        run(&shop).await;
        assert_eq!(sent(&mut raw, 1).await, [""; 0]);
        let deleted = does!(shop, payment_details::delete(detail)).unwrap().unwrap();
        assert_eq!((deleted.counted.minor(), deleted.bill.status.as_str()), (-5_00, "unpaid"));
        run(&shop).await;
        assert_eq!(sent(&mut raw, 1).await, ["⏳ До срока оплаты счёта 3 дня"]);
    }

    async fn a_wrong_clock_tells_nobody(db: TestDb) {
        let (shop, mut raw, entitlement) = open(&db).await;
        shop.bills(entitlement).await;
        wait(&shop, 20, 12);
        for is_known in [true, false] {
            let wrong = shop.on_machine(Duration::days(8), is_known);
            run(&wrong).await;
            assert_eq!(sent(&mut raw, 1).await, [""; 0], "{is_known}");
        }
        wait(&shop, 28, 12);
        run(&shop).await;
        assert_eq!(sent(&mut raw, 1).await, ["⏳ До срока оплаты счёта 2 дня"]);
    }

    async fn several_processes_tell_each_customer_once(db: TestDb) {
        let (shop, mut raw, entitlement) = open(&db).await;
        for _ in 0..20 {
            does!(shop, bills::add(&NewBill { auto_calculate: true, ..by_hand(entitlement) })).unwrap();
        }
        wait(&shop, 27, 12);
        let shop = Arc::new(shop);
        let processes = if db.db.is_postgres() {
            vec![Arc::new(shop.in_another_process(&db).await), Arc::clone(&shop)]
        } else {
            vec![Arc::clone(&shop), Arc::clone(&shop)]
        };
        let tasks: Vec<_> =
            processes.into_iter().map(|process| tokio::spawn(async move { run(&process).await })).collect();
        for task in tasks {
            task.await.unwrap();
        }
        assert_eq!(sent(&mut raw, 1).await.len(), 20);
        assert!(own::due_soon(&mut shop.read().await, shop.clock.now(), 1).await.unwrap().is_empty());
    }
}
