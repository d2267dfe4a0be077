//! A paid bill earns points once, where the shop wants it: as an invoice of the same sum.

use std::sync::Arc;

use chrono::Duration;
use kopilka::{
    clock::Clock,
    domain::{
        BillId, EntryKind, PointsWallet, RefundScope, Role,
        billing::{PaymentStatus, Record, ServiceKind},
    },
    service::{
        self, Refusal,
        billing::{
            Earned, Page,
            bill_details::BillDetailChanges,
            bills::BillChanges,
            payment_details::PaymentDetailChanges,
            payments::{PaymentChanges, PaymentFilter, TakenPayment},
            settings::BillingSettings,
        },
        customers::{self, ClaimOutcome, Customer},
        profiles::ProfileChanges,
    },
};

use super::{by_hand, does, figures, line, part, payment};
use crate::{
    on_both,
    shop::{Shop, finish, money, refusal, sale},
};

use PaymentStatus::{Cancelled, Completed, Pending};
use PointsWallet::{Main, Referral};

const PHONE: &str = "+77010000001";

impl Shop {
    /// The owner sets whether bills earn.
    pub(crate) async fn lets_bills_earn(&self, bills_earn: bool) {
        let operation = self.staff(Role::Owner);
        let mut tx = self.begin().await;
        let to = BillingSettings { bills_earn, ..BillingSettings::default() };
        let set = service::billing::settings::set(&mut tx, &operation, &to).await;
        finish(tx, set).await.unwrap();
    }

    /// A bill of one line.
    pub(crate) async fn bills_sum(&self, phone: &str, minor: i64) -> BillId {
        let customer = self.sells_to(phone, ServiceKind::Bandwidth).await;
        let entitlement = self.entitles(&customer).await;
        let bill = does!(self, bills::add(&by_hand(entitlement))).unwrap().bill.bill.bill_id;
        does!(self, bill_details::add(&line(bill, minor))).unwrap();
        bill
    }

    /// A person of whom `referrer` is told, with a phone number.
    pub(super) async fn invites(&self, referrer: &Customer, person: i64, phone: &str) -> Customer {
        let friend = self.welcomes(person, "Зоя").await;
        self.receives_promo_code(&friend, &referrer.code.promo().to_string()).await;
        self.receives_phone(person, phone).await.unwrap();
        self.reloads(&friend).await
    }

    async fn takes(&self, bill: BillId, minor: i64) -> service::Result<Option<Earned>> {
        let taken = TakenPayment { bill_id: bill, amount: money(minor), method: "cash".to_owned() };
        Ok(does!(self, payments::take(&taken))?.earned)
    }
}

fn points(earned: Option<Earned>) -> Option<i64> {
    earned.map(|earned| earned.points.minor())
}

/// The kinds of entries of points with what they moved, the newest first.
async fn kinds(shop: &Shop, customer: &Customer) -> Vec<(EntryKind, i64)> {
    shop.history(customer).await.iter().map(|entry| (entry.kind, entry.amount_minor.minor())).collect()
}

on_both! {
    async fn a_bill_earns_as_an_invoice_of_the_same_sum(db: TestDb) {
        let shop = Shop::open(&db).await;
        shop.lets_bills_earn(true).await;
        shop.sets_lifetime(Some(30)).await;
        for (place, total) in (0..).zip([1, 9, 10, 24, 25, 74, 33_33, 200_00, 99_999_99]) {
            let person = 100 + place * 10;
            let (of_sale, of_bill) = (shop.welcomes(person, "Анна").await, shop.welcomes(person + 1, "Вера").await);
            let buyer = shop.invites(&of_sale, person + 2, &format!("+7701000{person:04}")).await;
            let phone = format!("+7702000{person:04}");
            let billed = shop.invites(&of_bill, person + 3, &phone).await;
            let bill = shop.bills_sum(&phone, total).await;
            shop.issues(&buyer, &sale(total)).await.unwrap();
            let earned = shop.takes(bill, total).await.unwrap().unwrap();
            assert_eq!(shop.amounts(&billed).await, shop.amounts(&buyer).await, "{total}");
            assert_eq!(shop.amounts(&of_bill).await, shop.amounts(&of_sale).await, "{total}");
            assert_eq!(kinds(&shop, &billed).await, kinds(&shop, &buyer).await, "{total}");
            assert_eq!(kinds(&shop, &of_bill).await, kinds(&shop, &of_sale).await, "{total}");
            assert_eq!(shop.amounts(&billed).await.0, 50_00 + earned.points.minor());
            let reward = earned.reward.map_or(0, |(referrer, reward)| {
                assert_eq!(referrer, of_bill.customer_id);
                reward.minor()
            });
            assert_eq!(shop.amounts(&of_bill).await.1, reward);
            let stored = shop.bill(bill).await.bill;
            assert_eq!((stored.earned_minor, stored.earned_at), (earned.points, Some(shop.clock.now())));
            let friends = customers::friends(&mut shop.read().await, of_bill.customer_id, 10).await.unwrap();
            assert_eq!(friends.reward.minor(), reward);
        }
        shop.assert_sound().await;
        // The points of both expire on the same day.
        shop.clock.advance(Duration::days(31));
        for (person, wallet) in [(172, Main), (173, Main), (170, Referral), (171, Referral)] {
            let telegram = kopilka::domain::TelegramId(person);
            let customer = customers::by_telegram_id(&mut shop.read().await, telegram).await.unwrap().unwrap();
            shop.settles(&customer, wallet).await;
            assert_eq!(shop.amounts(&customer).await, (0, 0, 0), "{person}");
        }
        shop.assert_sound().await;
    }

    async fn nothing_is_earned_unless_the_owner_wants_it(db: TestDb) {
        let shop = Shop::open(&db).await;
        let bill = shop.bills_sum(PHONE, 200_00).await;
        assert_eq!(shop.takes(bill, 200_00).await.unwrap(), None);
        shop.lets_bills_earn(true).await;
        let customer = shop.registered(PHONE).await;
        assert_eq!((shop.amounts(&customer).await, customer.has_purchased), ((0, 0, 0), false));
        // What changes nothing of what is due earns nothing.
        let same = BillDetailChanges { sub_total: Some(money(200_00)), ..BillDetailChanges::default() };
        let first = shop.bill(bill).await.details[0].bill_detail_id;
        assert_eq!(does!(shop, bill_details::change(first, &same)).unwrap().earned, None);
        assert_eq!(shop.bill(bill).await.bill.earned_at, None);
        shop.assert_sound().await;
    }

    async fn a_bill_earns_through_every_door_and_only_once(db: TestDb) {
        let shop = Shop::open(&db).await;
        shop.lets_bills_earn(true).await;
        for door in 0..8 {
            let phone = format!("+770200000{door:02}");
            let bill = shop.bills_sum(&phone, 150_00).await;
            let customer = shop.registered(&phone).await;
            let second = does!(shop, bill_details::add(&line(bill, 50_00))).unwrap().bill_detail_id;
            let status = |status| PaymentChanges { status: Some(status), ..PaymentChanges::default() };
            let of_part = PaymentDetailChanges { status: Some(Completed), ..PaymentDetailChanges::default() };
            let pays = async |of: PaymentStatus, minor: i64, part_of: PaymentStatus| {
                let id = does!(shop, payments::add(&payment(bill, of))).unwrap().row.payment.payment_id;
                (id, does!(shop, payment_details::add(&part(id, minor, part_of))).unwrap())
            };
            let earned = match door {
                0 => shop.takes(bill, 200_00).await.unwrap(),
                1 => pays(Completed, 200_00, Completed).await.1.earned,
                2 => {
                    let (id, noted) = pays(Pending, 200_00, Completed).await;
                    assert_eq!(noted.earned, None);
                    does!(shop, payments::change(id, &status(Completed))).unwrap().earned
                }
                3 => {
                    let noted = pays(Completed, 200_00, Pending).await.1;
                    assert_eq!(noted.earned, None);
                    does!(shop, payment_details::change(noted.row.payment_detail_id, &of_part)).unwrap().earned
                }
                4 => {
                    assert_eq!(shop.takes(bill, 199_99).await.unwrap(), None);
                    shop.takes(bill, 1).await.unwrap()
                }
                5 => {
                    shop.takes(bill, 150_00).await.unwrap();
                    does!(shop, bill_details::delete(second)).unwrap().unwrap().earned
                }
                6 => {
                    shop.takes(bill, 160_00).await.unwrap();
                    let cheaper = BillDetailChanges { sub_total: Some(money(10_00)), ..BillDetailChanges::default() };
                    does!(shop, bill_details::change(second, &cheaper)).unwrap().earned
                }
                // Issued by its payment.
                _ => {
                    let draft = BillChanges { is_draft: Some(true), ..BillChanges::default() };
                    does!(shop, bills::change(bill, &draft)).unwrap();
                    shop.takes(bill, 200_00).await.unwrap()
                }
            };
            let expected = match door { 5 => 3_00, 6 => 3_20, _ => 4_00 };
            assert_eq!(points(earned), Some(expected), "door {door}");
            assert_eq!(shop.amounts(&customer).await, (expected, 0, 0), "door {door}");
            let entry = &shop.history(&customer).await[0];
            let number = shop.bill(bill).await.bill.number;
            assert_eq!((entry.kind, entry.note.as_str(), &entry.number), (EntryKind::Earn, number.as_str(), &None));
        }
        shop.assert_sound().await;
    }

    async fn points_stay_where_a_payment_is_taken_back_and_are_not_earned_again(db: TestDb) {
        let shop = Shop::open(&db).await;
        shop.lets_bills_earn(true).await;
        let bill = shop.bills_sum(PHONE, 200_00).await;
        let customer = shop.registered(PHONE).await;
        shop.takes(bill, 200_00).await.unwrap();
        let id = does!(shop, payments::add(&payment(bill, Completed))).unwrap().row.payment.payment_id;
        let paid = super::sees!(shop, payments::list(&PaymentFilter::default(), Page::first(5))).unwrap();
        let taken = paid.rows.iter().find(|paid| paid.payment.payment_id != id).unwrap().payment.payment_id;
        for (status, expected) in [(Cancelled, (200_00, 0, "unpaid")), (Completed, (200_00, 200_00, "paid"))] {
            let changes = PaymentChanges { status: Some(status), ..PaymentChanges::default() };
            let booked = does!(shop, payments::change(taken, &changes)).unwrap();
            assert_eq!((booked.earned, figures(&shop.bill(bill).await)), (None, expected));
            assert_eq!(shop.amounts(&customer).await, (4_00, 0, 0));
        }
        // It stays, since the history of the points names it.
        let part = shop_part(&shop, taken).await;
        does!(shop, payment_details::delete(part)).unwrap();
        for payment in [taken, id] {
            does!(shop, payments::delete(payment)).unwrap();
        }
        assert_eq!(refusal(does!(shop, bills::delete(bill))), Refusal::RecordInUse(Record::Bill));
        shop.assert_sound().await;
    }

    async fn no_payment_is_refused_for_the_sake_of_points(db: TestDb) {
        const MOST: i64 = 1_000_000_000_000_000;
        let shop = Shop::open(&db).await;
        shop.lets_bills_earn(true).await;
        let (off, on) = (Some(false), Some(true));
        let set = |is_blocked, is_active| ProfileChanges { is_blocked, is_active, ..ProfileChanges::default() };
        for (place, changes) in [set(on, None), set(None, off)].into_iter().enumerate() {
            let phone = format!("+770500000{place:02}");
            let bill = shop.bills_sum(&phone, 200_00).await;
            let customer = shop.registered(&phone).await;
            shop.changes_profile(Role::Manager, customer.customer_id, &changes).await.unwrap();
            assert_eq!(shop.takes(bill, 200_00).await.unwrap(), None, "{changes:?}");
            assert_eq!((shop.amounts(&customer).await, shop.bill(bill).await.bill.earned_at), ((0, 0, 0), None));
        }
        // A wallet that is full.
        let bill = shop.bills_sum(PHONE, 200_00).await;
        let rich = shop.registered(PHONE).await;
        shop.gives(&rich, Main, MOST - 3_99).await;
        assert_eq!(shop.takes(bill, 200_00).await.unwrap(), None);
        assert_eq!((shop.amounts(&rich).await.0, figures(&shop.bill(bill).await).2), (MOST - 3_99, "paid"));
        // That of a referrer: the customer's own points are earned all the same.
        let referrer = shop.welcomes(1, "Анна").await;
        let friend = shop.invites(&referrer, 2, "+77050000010").await;
        shop.gives(&referrer, Referral, MOST - 9_99).await;
        let bill = shop.bills_sum("+77050000010", 200_00).await;
        let earned = shop.takes(bill, 200_00).await.unwrap().unwrap();
        assert_eq!((earned.points, earned.reward), (money(4_00), None));
        assert_eq!((shop.amounts(&friend).await.0, shop.amounts(&referrer).await.1), (54_00, MOST - 9_99));
        shop.assert_sound().await;
    }

    async fn two_processes_that_complete_a_bill_let_it_earn_once(db: TestDb) {
        let shop = Arc::new(Shop::open(&db).await);
        shop.lets_bills_earn(true).await;
        let bill = shop.bills_sum(PHONE, 200_00).await;
        let customer = shop.registered(PHONE).await;
        let mut shops = vec![Arc::clone(&shop)];
        if db.db.is_postgres() {
            shops.push(Arc::new(shop.in_another_process(&db).await));
        }
        let tasks: Vec<_> = (0..16)
            .map(|number| {
                let shop = Arc::clone(&shops[number % shops.len()]);
                tokio::spawn(async move { shop.takes(bill, 20_00).await })
            })
            .collect();
        let (mut taken, mut earned) = (0, 0);
        for task in tasks {
            match task.await.unwrap() {
                Ok(by_this) => {
                    taken += 1;
                    earned += i32::from(by_this.is_some());
                }
                refused => assert_eq!(refusal(refused), Refusal::MoreThanDue { due: money(0) }),
            }
        }
        assert_eq!((taken, earned, shop.amounts(&customer).await), (10, 1, (4_00, 0, 0)));
        shop.assert_sound().await;
    }

    async fn a_bill_is_a_purchase_and_the_first_one_rewards_the_referrer(db: TestDb) {
        let shop = Shop::open(&db).await;
        shop.lets_bills_earn(true).await;
        let referrer = shop.welcomes(1, "Анна").await;
        // First a bill, then an invoice that is taken back, then another one.
        let friend = shop.invites(&referrer, 2, PHONE).await;
        let bill = shop.bills_sum(PHONE, 100_00).await;
        shop.takes(bill, 100_00).await.unwrap();
        assert_eq!(shop.amounts(&referrer).await.1, 5_00);
        let sold = shop.issues(&friend, &sale(100_00)).await.unwrap();
        shop.refunds(&sold, &RefundScope::Rest).await.unwrap();
        assert!(shop.reloads(&friend).await.has_purchased);
        shop.issues(&friend, &sale(100_00)).await.unwrap();
        assert_eq!(shop.amounts(&referrer).await.1, 5_00);
        // First an invoice.
        let other = shop.invites(&referrer, 3, "+77010000002").await;
        shop.issues(&other, &sale(40_00)).await.unwrap();
        let bill = shop.bills_sum("+77010000002", 100_00).await;
        assert_eq!(shop.takes(bill, 100_00).await.unwrap().unwrap().reward, None);
        assert_eq!(shop.amounts(&referrer).await.1, 7_00);
        shop.assert_sound().await;
    }

    async fn a_reward_for_a_bill_of_ones_own_is_taken_back(db: TestDb) {
        let shop = Shop::open(&db).await;
        shop.lets_bills_earn(true).await;
        let invited_by = shop.registers(PHONE, "Анна Ли").await;
        let own = shop.invites(&invited_by, 1, "+77010000002").await;
        let bill = shop.bills_sum("+77010000002", 2_000_00).await;
        shop.takes(bill, 2_000_00).await.unwrap();
        assert_eq!((shop.amounts(&own).await.0, shop.amounts(&invited_by).await.1), (90_00, 100_00));
        let claim = shop.receives_phone(1, PHONE).await.unwrap();
        let ClaimOutcome::Claimed(card, merged) = claim else { panic!("not claimed: {claim:?}") };
        assert_eq!((card.customer_id, merged.own_invitation), (own.customer_id, Some(money(150_00))));
        assert_eq!(shop.amounts(&card).await, (40_00, 0, 0));
        assert_eq!(shop.bill(bill).await.bill.earned_minor, money(40_00));
        shop.assert_sound().await;
    }

    async fn a_code_that_was_entered_before_the_first_bill_counts_where_cards_become_one(db: TestDb) {
        let shop = Shop::open(&db).await;
        shop.lets_bills_earn(true).await;
        for (place, is_late) in (0..).zip([false, true]) {
            let phone = format!("+770600000{place:02}");
            let referrer = shop.welcomes(10 + place, "Анна").await;
            let bill = shop.bills_sum(&phone, 100_00).await;
            if is_late {
                shop.clock.advance(Duration::hours(1));
                shop.takes(bill, 100_00).await.unwrap();
            }
            let own = shop.welcomes(20 + place, "Борис").await;
            shop.receives_promo_code(&own, &referrer.code.promo().to_string()).await;
            shop.clock.advance(Duration::hours(1));
            if !is_late {
                shop.takes(bill, 100_00).await.unwrap();
            }
            let claim = shop.receives_phone(20 + place, &phone).await.unwrap();
            let ClaimOutcome::Claimed(card, _) = claim else { panic!("not claimed: {claim:?}") };
            let (bonus, reward) = if is_late { (0, 0) } else { (50_00, 5_00) };
            assert_eq!(shop.amounts(&card).await, (2_00 + bonus, 0, 0), "{is_late}");
            assert_eq!(shop.amounts(&referrer).await, (0, reward, 0), "{is_late}");
            shop.assert_sound().await;
        }
    }

    async fn the_audit_log_says_what_a_payment_earned(db: TestDb) {
        let shop = Shop::open(&db).await;
        shop.lets_bills_earn(true).await;
        let bill = shop.bills_sum(PHONE, 200_00).await;
        shop.takes(bill, 150_00).await.unwrap();
        shop.takes(bill, 50_00).await.unwrap();
        let lines = db.raw().await.texts("SELECT details FROM audit_log WHERE action = 'take_payment' ORDER BY audit_id").await;
        let earned: Vec<_> = lines.iter().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["earned"].clone()).collect();
        assert_eq!(earned, [serde_json::Value::Null, serde_json::json!({ "points": 4_00, "reward": null })]);
    }
}

/// The only part of a payment.
async fn shop_part(shop: &Shop, payment: kopilka::domain::PaymentId) -> kopilka::domain::PaymentDetailId {
    let found = super::sees!(shop, payments::get(payment)).unwrap();
    found.details[0].payment_detail_id
}
