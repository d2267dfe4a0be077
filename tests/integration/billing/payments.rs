//! Payments: what counts as paid, and that it is never more than what is due.

use std::sync::Arc;

use kopilka::{
    domain::{
        PaymentId,
        billing::{PaymentStatus, Period, Record},
    },
    service::{
        Refusal,
        billing::{
            Page,
            bill_details::BillDetailChanges,
            payment_details::PaymentDetailChanges,
            payments::{NewPayment, PaymentChanges, PaymentFilter},
        },
    },
};

use super::{bandwidth, day, does, figures, line, part, payment, sees};
use crate::{
    on_both,
    shop::{Shop, money, refusal},
};

use PaymentStatus::{Cancelled, Completed, Pending};

fn status(status: PaymentStatus) -> PaymentChanges {
    PaymentChanges { status: Some(status), ..PaymentChanges::default() }
}

fn status_of_part(status: PaymentStatus) -> PaymentDetailChanges {
    PaymentDetailChanges { status: Some(status), ..PaymentDetailChanges::default() }
}

/// A bill of 200.00.
async fn billed(shop: &Shop) -> kopilka::domain::BillId {
    let (_, entitlement) = shop.connects("+77010000001", &[bandwidth(10, 20_00)]).await;
    shop.bills(entitlement).await.bill.bill_id
}

on_both! {
    async fn completed_parts_of_completed_payments_count(db: TestDb) {
        let shop = Shop::open(&db).await;
        let bill = billed(&shop).await;
        let noted = does!(shop, payments::add(&payment(bill, Pending))).unwrap();
        let id = noted.row.payment.payment_id;
        let first = does!(shop, payment_details::add(&part(id, 150_00, Completed))).unwrap();
        assert_eq!((first.counted, figures(&shop.bill(bill).await)), (money(0), (200_00, 0, "unpaid")));
        // A pending payment may exceed what is due.
        let second = does!(shop, payment_details::add(&part(id, 100_00, Pending))).unwrap();
        let booked = does!(shop, payments::change(id, &status(Completed))).unwrap();
        assert_eq!((booked.counted, figures(&shop.bill(bill).await)), (money(150_00), (200_00, 150_00, "partial")));
        assert_eq!((booked.row.payment.amount_minor, booked.row.payment.completed_minor), (money(250_00), money(150_00)));
        let beyond = does!(shop, payment_details::change(second.row.payment_detail_id, &status_of_part(Completed)));
        assert_eq!(refusal(beyond), Refusal::MoreThanDue { due: money(50_00) });
        let less = PaymentDetailChanges { amount: Some(money(50_00)), ..status_of_part(Completed) };
        let booked = does!(shop, payment_details::change(second.row.payment_detail_id, &less)).unwrap();
        assert_eq!((booked.counted, booked.bill.status.as_str()), (money(50_00), "paid"));
        // Taken back.
        let booked = does!(shop, payments::change(id, &status(Cancelled))).unwrap();
        assert_eq!((booked.counted, figures(&shop.bill(bill).await)), (money(-200_00), (200_00, 0, "unpaid")));
        does!(shop, payments::change(id, &status(Completed))).unwrap();
        does!(shop, payment_details::delete(first.row.payment_detail_id)).unwrap();
        assert_eq!(figures(&shop.bill(bill).await), (200_00, 50_00, "partial"));
        shop.assert_sound().await;
    }

    async fn more_than_is_due_is_refused_on_master_and_detail(db: TestDb) {
        let shop = Shop::open(&db).await;
        let bill = billed(&shop).await;
        assert_eq!(refusal(shop.pays(bill, 200_01).await), Refusal::MoreThanDue { due: money(200_00) });
        assert_eq!(shop.pays(bill, 199_99).await.unwrap(), money(199_99));
        assert_eq!(refusal(shop.pays(bill, 2).await), Refusal::MoreThanDue { due: money(1) });
        let pending = does!(shop, payments::add(&payment(bill, Pending))).unwrap().row.payment.payment_id;
        does!(shop, payment_details::add(&part(pending, 2, Completed))).unwrap();
        assert_eq!(refusal(does!(shop, payments::change(pending, &status(Completed)))), Refusal::MoreThanDue { due: money(1) });
        assert_eq!(figures(&shop.bill(bill).await), (200_00, 199_99, "partial"));
        for (wrong, expected) in [
            (part(pending, 0, Pending), Refusal::NothingToDo),
            (part(pending, -1, Pending), Refusal::NothingToDo),
            (part(pending, i64::MAX, Pending), Refusal::TooLarge),
            (part(PaymentId(404), 1, Pending), Refusal::UnknownReference(Record::Payment)),
        ] {
            assert_eq!(refusal(does!(shop, payment_details::add(&wrong))), expected, "{wrong:?}");
        }
        let elsewhere = NewPayment { entitlement_id: Some(kopilka::domain::EntitlementId(404)), ..payment(bill, Pending) };
        assert_eq!(refusal(does!(shop, payments::add(&elsewhere))), Refusal::UnknownReference(Record::Entitlement));
        shop.assert_sound().await;
    }

    async fn a_paid_bill_keeps_its_lines_and_none_goes_below_what_is_paid(db: TestDb) {
        let shop = Shop::open(&db).await;
        let bill = billed(&shop).await;
        let first = shop.bill(bill).await.details[0].bill_detail_id;
        let cheaper = BillDetailChanges { sub_total: Some(money(100_00)), ..BillDetailChanges::default() };
        shop.pays(bill, 100_01).await.unwrap();
        assert_eq!(refusal(does!(shop, bill_details::change(first, &cheaper))), Refusal::BelowPaid { paid: money(100_01) });
        assert_eq!(refusal(does!(shop, bill_details::delete(first))), Refusal::BelowPaid { paid: money(100_01) });
        shop.pays(bill, 99_99).await.unwrap();
        assert_eq!(figures(&shop.bill(bill).await), (200_00, 200_00, "paid"));
        assert_eq!(refusal(does!(shop, bill_details::add(&line(bill, 1)))), Refusal::BillPaid);
        assert_eq!(refusal(does!(shop, bill_details::change(first, &cheaper))), Refusal::BillPaid);
        assert_eq!(refusal(does!(shop, bill_details::delete(first))), Refusal::BillPaid);
        let same = BillDetailChanges { sub_total: Some(money(200_00)), ..BillDetailChanges::default() };
        does!(shop, bill_details::change(first, &same)).unwrap();
        assert_eq!(refusal(does!(shop, bills::delete(bill))), Refusal::RecordInUse(Record::Bill));
        shop.assert_sound().await;
    }

    async fn a_payment_with_completed_parts_stays(db: TestDb) {
        let shop = Shop::open(&db).await;
        let bill = billed(&shop).await;
        let id = does!(shop, payments::add(&payment(bill, Completed))).unwrap().row.payment.payment_id;
        let pending = does!(shop, payment_details::add(&part(id, 1_00, Pending))).unwrap().row.payment_detail_id;
        let done = does!(shop, payment_details::add(&part(id, 1_00, Completed))).unwrap().row.payment_detail_id;
        assert_eq!(refusal(does!(shop, payments::delete(id))), Refusal::RecordInUse(Record::Payment));
        does!(shop, payment_details::delete(done)).unwrap();
        does!(shop, payments::delete(id)).unwrap();
        let gone = sees!(shop, payment_details::get(pending));
        assert_eq!(refusal(gone), Refusal::UnknownRecord(Record::PaymentDetail));
        does!(shop, bills::delete(bill)).unwrap();
        shop.assert_sound().await;
    }

    async fn histories_list_pending_payments_and_count_completed_ones(db: TestDb) {
        let shop = Shop::open(&db).await;
        super::bill_everything(&shop).await;
        let all = sees!(shop, payments::list(&PaymentFilter::default(), Page::first(10))).unwrap();
        assert_eq!(all.total, 2);
        let bill = all.rows[0].payment.bill_id;
        let customer = all.rows[0].payment.customer_id;
        let earlier = NewPayment { paid_on: day("2027-01-10"), ..payment(bill, Pending) };
        does!(shop, payments::add(&earlier)).unwrap();
        let month = Period { from: Some(day("2027-01-01")), until: Some(day("2027-01-31")) };
        let history = sees!(shop, payments::history(Some(customer), month, Page::first(10))).unwrap();
        assert_eq!(history.payments.total, 2);
        assert_eq!(history.received, all.rows[0].payment.completed_minor);
        let until = Period { until: Some(day("2027-01-19")), ..Period::default() };
        let history = sees!(shop, payments::history(None, until, Page::first(10))).unwrap();
        assert_eq!((history.payments.total, history.received), (1, money(0)));
        // Who paid nothing is left out, and payments without a completed part are not counted.
        let received = sees!(shop, payments::by_customer(None, month, Page::first(10))).unwrap();
        let mut sums: Vec<_> = received.iter().map(|of| (of.received_minor.minor(), of.payments)).collect();
        sums.sort_unstable();
        assert_eq!(sums, [(100_00, 1), (2_875_00, 1)]);
        let by_method = PaymentFilter { method: Some("bank transfer".to_owned()), ..PaymentFilter::default() };
        assert_eq!(sees!(shop, payments::list(&by_method, Page::first(10))).unwrap().total, 3);
        let by_method = PaymentFilter { method: Some("cash".to_owned()), ..PaymentFilter::default() };
        assert_eq!(sees!(shop, payments::list(&by_method, Page::first(10))).unwrap().total, 0);
    }

    async fn thirty_payments_at_once_never_exceed_what_is_due(db: TestDb) {
        let shop = Arc::new(Shop::open(&db).await);
        let bill = billed(&shop).await;
        let tasks: Vec<_> = (0..30)
            .map(|_| {
                let shop = Arc::clone(&shop);
                tokio::spawn(async move { shop.pays(bill, 15_00).await })
            })
            .collect();
        let mut counted = 0;
        for task in tasks {
            match task.await.unwrap() {
                Ok(amount) => counted += amount.minor(),
                refused => assert!(matches!(refusal(refused), Refusal::MoreThanDue { .. })),
            }
        }
        assert_eq!(counted, 195_00, "thirteen fit into 200.00");
        assert_eq!(figures(&shop.bill(bill).await), (200_00, 195_00, "partial"));
        shop.assert_sound().await;
    }
}
