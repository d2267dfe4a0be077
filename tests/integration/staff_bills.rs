//! Staff see the bills of a customer in the chat, and managers take their payments.

use kopilka::{
    domain::{
        BillId, Role,
        billing::{Date, ServiceKind},
    },
    sandbox::{Person, Seen},
    service::{
        billing::{bills::BillChanges, payments::TakenPayment},
        profiles::ProfileChanges,
    },
};

use crate::{
    app::{Chat, TestApp},
    billing::{bandwidth, by_hand, does, figures, line},
    on_both,
    shop::{Shop, money},
};

const PHONE: &str = "+77010000001";

/// Anna, to whom services are billed, and a member of the staff.
async fn anna_and(app: &TestApp, role: Role) -> (Shop, Chat<'_>, Chat<'_>) {
    let anna = app.person(Person::new(501, "Anna").language("en").phone(PHONE));
    anna.starts().await;
    anna.shares_own_contact().await;
    let staff = app.staff(601, "Марат", role).await;
    (Shop::of_app(app), anna, staff)
}

/// The bill of a month for bandwidth of 1,500, due in 15 days.
async fn billed(shop: &Shop) -> BillId {
    let (_, entitlement) = shop.connects(PHONE, &[bandwidth(10, 150_00)]).await;
    let issued_on: Date = "2026-11-20".parse().unwrap();
    let new = kopilka::service::billing::bills::NewBill { issued_on, ..by_hand(entitlement) };
    let bill = does!(shop, bills::add(&new)).unwrap().bill.bill.bill_id;
    does!(shop, bill_details::add(&line(bill, 1_500_00))).unwrap();
    bill
}

async fn open_card(app: &TestApp, anna: &Chat<'_>, staff: &Chat<'_>) {
    let code = app.customer(anna).await.code.to_string();
    staff.says(&code).await.say("Anna");
}

/// Another manager takes a payment at the same time.
async fn takes(shop: &Shop, bill: BillId, minor: i64) {
    let taken = TakenPayment { bill_id: bill, amount: money(minor), method: String::new() };
    does!(shop, payments::take(&taken)).unwrap();
}

/// The labels of the buttons below the newest message.
fn labels(chat: &Chat<'_>) -> Vec<String> {
    let seen = chat.newest();
    seen.labels().concat().iter().map(|label| label.replace('\u{a0}', " ")).collect()
}

async fn paid(shop: &Shop, bill: BillId) -> (i64, i64, &'static str) {
    figures(&shop.bill(bill).await)
}

on_both! {
    async fn a_manager_sees_bills_and_takes_their_payments(db: TestDb) {
        let app = TestApp::on(db).await;
        let (shop, anna, manager) = anna_and(&app, Role::Manager).await;
        open_card(&app, &anna, &manager).await;
        let has_bills = |seen: &Seen| seen.labels().concat().iter().any(|label| label.contains("Счета"));
        assert!(!has_bills(&manager.newest()), "nothing is billed to her");
        let bill = billed(&shop).await;
        open_card(&app, &anna, &manager).await;
        let list = manager.clicks("📄 Счета: 1").await;
        list.say("Счета к оплате: 1").say("Оплатить всего: 1 500 ₸");
        let opened = manager.clicks("20.11.2026 · 1\u{a0}500\u{a0}₸").await;
        opened.say("не оплачен").say("Итого: 1 500 ₸").say("К оплате: 1 500 ₸").do_not_say("Оплаты");

        // A part of it.
        manager.clicks("💵 Принять оплату").await.say("К оплате: 1 500 ₸. Сколько оплачено?");
        manager.says("много").await.say("Нужно число больше нуля");
        manager.says("0").await.say("Нужно число больше нуля");
        manager.says("1 500,01").await.say("Это больше, чем осталось оплатить. Осталось: 1 500 ₸");
        manager.says("500").await.say("Как оплачено?");
        manager.clicks("💵 Наличные").await.say("Оплата: 500 ₸").say("Останется к оплате: 1 000 ₸").say("Как: наличные");
        assert_eq!(paid(&shop, bill).await, (1_500_00, 0, "unpaid"), "nothing is done before the confirmation");
        let done = manager.clicks("✅ Подтвердить").await;
        done.say("Оплата принята: 500 ₸").say("оплачен частично").say("Осталось оплатить: 1 000 ₸").say("наличные · Марат");
        assert_eq!(paid(&shop, bill).await, (1_500_00, 500_00, "partial"));
        anna.reads().say("Payment received: 500 ₸").say("Left to pay: 1,000 ₸");
        let taken = &shop.bill(bill).await.bill.stamps;
        assert_eq!(taken.updated_by, "Марат");

        // The rest.
        manager.clicks("💵 Принять оплату").await;
        manager.clicks("Всё: 1\u{a0}000\u{a0}₸").await;
        manager.clicks("⏭ Не указывать").await.say("Останется к оплате: 0 ₸").do_not_say("Как:");
        manager.says("да").await.say("Оплата принята: 1 000 ₸").say("Статус: оплачен");
        assert_eq!(paid(&shop, bill).await, (1_500_00, 1_500_00, "paid"));
        anna.reads().say("The bill is paid in full");
        assert!(!manager.newest().labels().concat().contains(&"💵 Принять оплату"));
        manager.clicks("↩️ К счетам").await.say("Все счета оплачены");
        manager.clicks("✅ 20.11.2026 · 1\u{a0}500\u{a0}₸").await.say("Статус: оплачен");
        open_card(&app, &anna, &manager).await;
        manager.clicks("📄 Счета").await.say("Все счета оплачены");
        shop.assert_sound().await;
    }

    async fn a_payment_is_taken_once_however_often_it_is_confirmed(db: TestDb) {
        let app = TestApp::on(db).await;
        let (shop, anna, manager) = anna_and(&app, Role::Manager).await;
        let bill = billed(&shop).await;
        open_card(&app, &anna, &manager).await;
        manager.clicks("📄 Счета: 1").await;
        manager.clicks("20.11.2026 · 1\u{a0}500\u{a0}₸").await;
        manager.clicks("💵 Принять оплату").await;
        manager.says("100").await;
        manager.says("Kaspi").await.say("Как: Kaspi");
        let preview = manager.newest();
        let confirm = preview.button("✅ Подтвердить").unwrap().data.clone().unwrap();
        manager.clicks("✅ Подтвердить").await.say("Оплата принята: 100 ₸").say("Kaspi");
        manager.clicks_on(preview.id, &confirm).await;
        assert!(manager.last_toast().contains("уже"), "{}", manager.last_toast());
        assert_eq!(paid(&shop, bill).await, (1_500_00, 100_00, "partial"));
        assert_eq!(anna.reads().text().matches("Payment received").count(), 1);
        shop.assert_sound().await;
    }

    async fn a_bill_that_became_a_draft_meanwhile_is_not_paid(db: TestDb) {
        let app = TestApp::on(db).await;
        let (shop, anna, manager) = anna_and(&app, Role::Manager).await;
        let bill = billed(&shop).await;
        open_card(&app, &anna, &manager).await;
        manager.clicks("📄 Счета: 1").await;
        manager.clicks("20.11.2026 · 1\u{a0}500\u{a0}₸").await;
        manager.clicks("💵 Принять оплату").await;
        manager.says("100").await;
        manager.clicks("🏦 Перевод").await;
        let draft = BillChanges { is_draft: Some(true), ..BillChanges::default() };
        does!(shop, bills::change(bill, &draft)).unwrap();
        manager.clicks("✅ Подтвердить").await.say("платить нечего").do_not_say("Оплата принята");
        assert_eq!(paid(&shop, bill).await, (1_500_00, 0, "draft"));
    }

    async fn another_payment_between_preview_and_confirmation_is_shown(db: TestDb) {
        let app = TestApp::on(db).await;
        let (shop, anna, manager) = anna_and(&app, Role::Manager).await;
        let bill = billed(&shop).await;
        open_card(&app, &anna, &manager).await;
        manager.clicks("📄 Счета: 1").await;
        manager.clicks("20.11.2026 · 1\u{a0}500\u{a0}₸").await;
        manager.clicks("💵 Принять оплату").await;
        manager.says("1000").await;
        manager.clicks("🏦 Перевод").await.say("Останется к оплате: 500 ₸").say("Как: перевод");
        takes(&shop, bill, 200_00).await;
        // What was shown is not true any more: it is shown anew.
        manager.clicks("✅ Подтвердить").await.say("изменились").say("Оплата: 1 000 ₸").say("Останется к оплате: 300 ₸");
        assert_eq!(paid(&shop, bill).await.1, 200_00);
        takes(&shop, bill, 400_00).await;
        manager.clicks("✅ Подтвердить").await.say("Это больше, чем осталось оплатить. Осталось: 900 ₸");
        assert_eq!(paid(&shop, bill).await.1, 600_00);
        takes(&shop, bill, 900_00).await;
        manager.clicks("Всё: 900\u{a0}₸").await.say("По этому счёту платить нечего").say("Статус: оплачен");
        manager.says("100").await;
        assert_eq!(paid(&shop, bill).await, (1_500_00, 1_500_00, "paid"));
        shop.assert_sound().await;
    }

    async fn a_cashier_sees_bills_and_takes_no_payment(db: TestDb) {
        let app = TestApp::on(db).await;
        let (shop, anna, cashier) = anna_and(&app, Role::Cashier).await;
        let bill = billed(&shop).await;
        open_card(&app, &anna, &cashier).await;
        cashier.clicks("📄 Счета: 1").await;
        cashier.clicks("20.11.2026 · 1\u{a0}500\u{a0}₸").await.say("не оплачен");
        assert_eq!(cashier.newest().labels(), [vec!["📄 PDF"], vec!["↩️ К счетам", "👤 Клиент"]]);
        let below = cashier.newest().id;
        cashier.clicks_on(below, &format!("s:billpay:{bill}")).await.do_not_say("Сколько оплачено");
        assert_eq!(paid(&shop, bill).await, (1_500_00, 0, "unpaid"));
        // Not even one who was a manager when the preview was shown.
        app.appoint(&cashier, Role::Manager).await;
        cashier.clicks_on(below, &format!("s:billpay:{bill}")).await.say("Сколько оплачено");
        cashier.says("100").await;
        cashier.clicks("⏭ Не указывать").await;
        let mut tx = app.database.db.begin(app.shop).await.unwrap();
        let owner = kopilka::domain::Actor::Staff(kopilka::domain::TelegramId(crate::app::OWNER), Role::Owner);
        let member = kopilka::service::staff::Member {
            telegram_id: kopilka::domain::TelegramId(601),
            role: Role::Cashier,
            name: "Марат".to_owned(),
        };
        kopilka::service::staff::appoint(&mut tx, &app.operation("demote", owner), &member).await.unwrap();
        tx.commit().await.unwrap();
        cashier.clicks("✅ Подтвердить").await.do_not_say("Оплата принята");
        assert_eq!(paid(&shop, bill).await, (1_500_00, 0, "unpaid"));
        // A customer sees nothing of it.
        anna.says("/help").await;
        let message = anna.newest().id;
        anna.clicks_on(message, &format!("s:bill:{bill}:0")).await.do_not_say("1,500");
    }

    async fn who_is_blocked_pays_and_earns_nothing(db: TestDb) {
        let app = TestApp::on(db).await;
        let (shop, anna, manager) = anna_and(&app, Role::Manager).await;
        shop.lets_bills_earn(true).await;
        let bill = billed(&shop).await;
        let customer = app.customer(&anna).await.customer_id;
        let blocked = ProfileChanges { is_blocked: Some(true), ..ProfileChanges::default() };
        shop.changes_profile(Role::Manager, customer, &blocked).await.unwrap();
        open_card(&app, &anna, &manager).await;
        manager.clicks("📄 Счета: 1").await;
        manager.clicks("20.11.2026 · 1\u{a0}500\u{a0}₸").await;
        manager.clicks("💵 Принять оплату").await;
        manager.clicks("Всё: 1\u{a0}500\u{a0}₸").await;
        manager.clicks("💵 Наличные").await;
        manager.clicks("✅ Подтвердить").await.say("Статус: оплачен").do_not_say("Начислено");
        assert_eq!((paid(&shop, bill).await.2, app.balances(&anna).await.main), ("paid", money(0)));
        shop.assert_sound().await;
    }

    async fn a_bill_that_earns_says_so_to_both(db: TestDb) {
        let app = TestApp::on(db).await;
        let (shop, anna, manager) = anna_and(&app, Role::Manager).await;
        shop.lets_bills_earn(true).await;
        let bill = billed(&shop).await;
        open_card(&app, &anna, &manager).await;
        manager.clicks("📄 Счета: 1").await;
        manager.clicks("20.11.2026 · 1\u{a0}500\u{a0}₸").await;
        manager.clicks("💵 Принять оплату").await;
        manager.clicks("Всё: 1\u{a0}500\u{a0}₸").await;
        manager.clicks("💵 Наличные").await;
        manager.clicks("✅ Подтвердить").await.say("Начислено за счёт: 30 баллов");
        anna.reads().say("Payment received: 1,500 ₸").say("You earned 30 points");
        let number = shop.bill(bill).await.bill.number;
        anna.says("/history").await.say(&format!("for bill {number}")).say("+30");
        open_card(&app, &anna, &manager).await;
        manager.clicks("🕘 История").await.say(&format!("за счёт {number}"));
        shop.assert_sound().await;
    }

    async fn the_bills_of_a_card_that_became_part_of_another_are_paid_there(db: TestDb) {
        let app = TestApp::on(db).await;
        let shop = Shop::of_app(&app);
        let bill = billed(&shop).await;
        let registered = shop.registered(PHONE).await;
        let manager = app.staff(601, "Марат", Role::Manager).await;
        manager.says(&registered.code.to_string()).await;
        manager.clicks("📄 Счета: 1").await;
        manager.clicks("20.11.2026 · 1\u{a0}500\u{a0}₸").await;
        let old = manager.newest();
        // The person who has bought something shares the number: the card with the bill becomes part of theirs.
        let anna = app.person(Person::new(501, "Anna").language("en").phone(PHONE));
        anna.starts().await;
        let own = app.customer(&anna).await;
        shop.issues(&own, &crate::shop::sale(10_00)).await.unwrap();
        anna.shares_own_contact().await;
        assert_eq!(shop.bill(bill).await.bill.customer_id, own.customer_id);
        // Buttons of before still lead there.
        manager.clicks_on(old.id, &format!("s:bills:{}:0", registered.customer_id)).await.say("Anna").say("Счета к оплате: 1");
        manager.clicks("20.11.2026 · 1\u{a0}500\u{a0}₸").await.say("Anna");
        manager.clicks("💵 Принять оплату").await.say("Anna");
        manager.clicks("Всё: 1\u{a0}500\u{a0}₸").await;
        manager.clicks("⏭ Не указывать").await;
        manager.clicks("✅ Подтвердить").await.say("Статус: оплачен");
        anna.reads().say("The bill is paid in full");
        shop.assert_sound().await;
    }

    async fn bills_come_page_by_page_those_to_be_paid_first(db: TestDb) {
        let app = TestApp::on(db).await;
        let (shop, anna, manager) = anna_and(&app, Role::Manager).await;
        let entitlement = shop.entitles(&shop.sells_to(PHONE, ServiceKind::Bandwidth).await).await;
        for day in 1..=11 {
            let issued_on: Date = format!("2026-10-{day:02}").parse().unwrap();
            let new = kopilka::service::billing::bills::NewBill { issued_on, is_draft: day == 11, ..by_hand(entitlement) };
            let bill = does!(shop, bills::add(&new)).unwrap().bill.bill.bill_id;
            does!(shop, bill_details::add(&line(bill, day * 1_00))).unwrap();
            if day == 10 {
                takes(&shop, bill, 10_00).await;
            }
        }
        open_card(&app, &anna, &manager).await;
        manager.clicks("📄 Счета: 9").await.say("Оплатить всего: 45 ₸");
        let first = labels(&manager);
        assert_eq!(first[0], "⚠️ 09.10.2026 · 9 ₸", "it was due after fifteen days");
        assert_eq!(first[7], "⚠️ 02.10.2026 · 2 ₸");
        manager.clicks("Следующие →").await;
        let second = labels(&manager);
        assert_eq!(second[..2], ["⚠️ 01.10.2026 · 1 ₸", "✅ 10.10.2026 · 10 ₸"]);
        manager.clicks("✅ 10.10.2026 · 10\u{a0}₸").await;
        manager.clicks("↩️ К счетам").await;
        assert_eq!(labels(&manager), second, "back to the same page");
    }
}
