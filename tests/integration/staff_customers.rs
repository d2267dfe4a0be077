//! Staff find and register customers, change points and debts, and owners appoint staff.

use chrono::Duration;
use kopilka::{
    domain::{Actor, Money, PointsWallet, Role, TelegramId},
    sandbox::Person,
    service::{
        debts, holds,
        points::{self, Direction},
    },
};

use crate::{
    app::{Chat, TestApp},
    on_both,
};

const MANAGER: Actor = Actor::Staff(TelegramId(690), Role::Manager);

async fn give(app: &TestApp, chat: &Chat<'_>, minor: i64) {
    let customer = app.customer(chat).await.customer_id;
    let mut tx = app.database.db.begin(app.shop).await.unwrap();
    let (operation, amount) = (app.operation("give", MANAGER), Money::from_minor(minor));
    points::adjust_points(&mut tx, &operation, customer, PointsWallet::Main, Direction::Give, amount, "test")
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

async fn owe(app: &TestApp, chat: &Chat<'_>, minor: i64) {
    let customer = app.customer(chat).await.customer_id;
    let mut tx = app.database.db.begin(app.shop).await.unwrap();
    let operation = app.operation("owe", MANAGER);
    debts::add_debt(&mut tx, &operation, customer, Money::from_minor(minor), "").await.unwrap();
    tx.commit().await.unwrap();
}

on_both! {
    async fn a_customer_is_found_by_code_phone_username_or_name(db: TestDb) {
        let app = TestApp::on(db).await;
        let anna = app.person(Person::new(501, "Anna").last_name("<Lee>").username("ann_lee").phone("+77001234567"));
        anna.starts().await;
        anna.shares_own_contact().await;
        let code = app.customer(&anna).await.code;
        let cashier = app.staff(601, "Касса", Role::Cashier).await;
        for text in [
            code.as_str(),
            &code.promo().to_string().to_lowercase(),
            "8 700 123-45-67",
            "@Ann_Lee",
            "ANNA",
            "<lee>",
            &format!("/find {code}"),
        ] {
            cashier.says(text).await.say("Anna <Lee>").say(code.as_str()).say("+7 700 123 45 67").say("@ann_lee");
        }
        cashier.shares_contact("77001234567", "Anna").await.say("Anna <Lee>");
        assert_eq!(
            cashier.newest().labels(),
            [
                vec!["🛒 Новая накладная"],
                vec!["📒 Долг"],
                vec!["🕘 История", "🧾 Накладные"],
                vec!["ℹ️ Ещё", "🔄 Обновить"],
            ],
            "a cashier gives no points",
        );
        cashier.clicks("🔄 Обновить").await;
        cashier.clicks("🕘 История").await.say("Anna <Lee>").say("пока ничего нет");
        cashier.clicks("👤 Клиент").await.say("Баллы за друзей");
        cashier.clicks("🧾 Накладные").await.say("пока ничего нет");
        cashier.clicks("👤 Клиент").await;
        cashier.clicks("🛒 Новая накладная").await.say("Что продаём?");
        cashier.says("Чай 2 x 350").await;
        cashier.clicks("➡️ Дальше").await;
        cashier.clicks("💵 Оплачено").await;
        cashier.clicks("✅ Подтвердить").await;
        cashier.clicks("👤 Клиент").await.say("Накладных: 1");
        cashier.clicks("🕘 История").await.say("+14");
        cashier.clicks("👤 Клиент").await;
        cashier.clicks("🧾 Накладные").await.say("Накладных: 1");
        cashier.clicks("20.11.2026 · 700\u{a0}₸").await.say("Чай");
        cashier.clicks("↩️ К списку").await.say("Накладных: 1");
    }

    async fn the_card_says_the_email(db: TestDb) {
        let app = TestApp::on(db).await;
        let anna = app.person(Person::new(501, "Anna"));
        anna.starts().await;
        let cashier = app.staff(601, "Касса", Role::Cashier).await;
        let code = app.customer(&anna).await.code;
        cashier.says(code.as_str()).await.do_not_say("Эл. почта");
        app.database.raw().await.run("UPDATE customers SET email = 'a_b@example.kz' WHERE telegram_id = 501").await;
        cashier.says(code.as_str()).await.say("Эл. почта: a_b@example.kz");
    }

    async fn a_search_with_no_result_and_with_several(db: TestDb) {
        let app = TestApp::on(db).await;
        let cashier = app.staff(601, "Касса", Role::Cashier).await;
        for id in 510..520 {
            app.person(Person::new(id, "Анна")).starts().await;
        }
        let several = cashier.says("анна").await;
        several.say("Нашлось клиентов: 10");
        assert_eq!(several.buttons().len(), 8 + 2 + 1);
        cashier.says("/find").await.say("Кого ищем?");
        let too_long = cashier.says(&"я".repeat(4096)).await;
        too_long.say("Слишком длинно");
        assert!(too_long.buttons().is_empty(), "nobody is registered by that: {:?}", too_long.buttons());
        assert!(cashier.says(&format!("/find {}", "я".repeat(101))).await.say("Слишком длинно").buttons().is_empty());
        for invoice in ["/invoice", "/invoice 99999\nЧай 100"] {
            cashier.says(invoice).await;
            let too_long = cashier.says(&"я".repeat(101)).await;
            assert_eq!(too_long.say("Слишком длинно").buttons(), ["✖️ Отмена"], "{invoice}");
        }
        cashier.says("/find").await.say("Кого ищем?");
        cashier.clicks("✖️ Отмена").await.say("отменили");
        cashier.says("Никого <такого>").await.say("«Никого <такого>» никого нет");
        assert_eq!(cashier.newest().labels(), [["➕ Зарегистрировать"]]);
        cashier.says("+7 701 000 00 01").await.say("никого нет");
        cashier.clicks("➕ Новый: +7 701 000 00 01").await.say("Как зовут клиента с номером +7 701 000 00 01?");
        cashier.says(&"я".repeat(101)).await.say("до 100 символов");
        cashier.says("Алия Ахметова").await.say("Клиент зарегистрирован").say("Ещё не в Telegram");
    }

    async fn a_conversation_ends_after_an_hour(db: TestDb) {
        let app = TestApp::on(db).await;
        let cashier = app.staff(601, "Касса", Role::Cashier).await;
        cashier.says("/new +77010000001").await.say("Как зовут");
        app.clock.advance(Duration::minutes(59));
        cashier.says("Алия").await.say("зарегистрирован");
        cashier.says("/new +77010000002").await.say("Как зовут");
        app.clock.advance(Duration::minutes(61));
        cashier.says("Алия").await.say("Прошло много времени").say("👤 Алия").do_not_say("зарегистрирован");
        cashier.says("Алия").await.do_not_say("Прошло много времени");
    }

    async fn a_new_customer_is_registered(db: TestDb) {
        let app = TestApp::on(db).await;
        let cashier = app.staff(601, "Касса", Role::Cashier).await;
        cashier.says("/new +7 701 000 00 01 Алия Ахметова").await.say("зарегистрирован").say("Алия Ахметова");
        cashier.says("/new 87010000001 Кто-то").await.say("уже записан за клиентом");
        cashier.clicks("👤 Клиент").await.say("Алия Ахметова");
        cashier.says("/new").await.say("Отправьте телефон");
        cashier.says("Бек 12").await.say("Не получилось прочитать номер");
        cashier.says("+7 701 000 00 02").await.say("Как зовут");
        cashier.says("Бек").await.say("зарегистрирован").say("Бек");
        cashier.shares_contact("+77010000003", "Вика").await.say("Зарегистрировать Вика?");
        cashier.clicks("➕ Зарегистрировать").await.say("зарегистрирован").say("Вика");
        cashier.says("+77010000004 Гульнара").await.say("Зарегистрировать Гульнара?");
        cashier.says("Гульнар").await.say("зарегистрирован").say("👤 Гульнар\n");
        // An invoice for a new customer goes to the customer who already has the number.
        cashier.says("/invoice Незнакомый\nЧай 100").await.say("Товары я запомнил");
        cashier.clicks("➕ Зарегистрировать").await.say("Отправьте телефон");
        cashier.says("+77010000001").await.say("уже записан").say("Алия Ахметова").say("К оплате: 100 ₸");
    }

    async fn an_amount_is_typed_as_the_language_writes_it(db: TestDb) {
        let app = TestApp::on(db).await;
        let anna = app.person(Person::new(501, "Anna").language("en"));
        anna.starts().await;
        let code = app.customer(&anna).await.code;
        let manager = app.staff(602, "Менеджер", Role::Manager).await;
        // 1200, or 1.2?
        manager.says(&format!("/bonus {code} +1,200 за отзыв")).await.say("Нужно число больше нуля");
        manager.says("1,200").await.say("Нужно число больше нуля");
        manager.says("1 200,50 ₸").await.say("Начислить: 1 200,50 балла");
        let english = app.person(Person::new(603, "Manager").language("en"));
        english.starts().await;
        app.appoint(&english, Role::Manager).await;
        english.says(&format!("/bonus {code} +1,200 for the review")).await.say("1,200 points");
        english.says(&format!("/debt {code} +1,200.50 sofa")).await.say("1,200.5");
    }

    async fn staff_adjust_points(db: TestDb) {
        let app = TestApp::on(db).await;
        let anna = app.person(Person::new(501, "Anna").language("en"));
        anna.starts().await;
        let code = app.customer(&anna).await.code;
        let manager = app.staff(602, "Менеджер", Role::Manager).await;
        manager.says(&format!("/bonus {code} +1 500 за <отзыв>")).await
            .say("Начислить: 1 500 баллов (Баллы)")
            .say("Причина: за <отзыв>");
        manager.clicks("✅ Подтвердить").await.say("Anna: +1 500").say("Баллы: 1 500");
        anna.reads().say("You got 1,500 points\nReason: за <отзыв>").say("Points: 1,500");

        manager.says("/bonus").await.say("Чьи?");
        manager.says("anna").await.say("Какие баллы?");
        manager.says("основные").await.say("кнопку");
        manager.clicks("Баллы: 1\u{a0}500").await.say("Баллы: 1 500");
        manager.clicks("➖ Списать").await.say("Сколько");
        manager.says("много").await.say("Нужно число");
        manager.says("2000").await.say("Доступно: 1 500");
        manager.says("500").await.say("За что?");
        manager.says(&"я".repeat(201)).await.say("до 200 символов");
        manager.says("ошибка").await.say("Списать: 500 баллов").say("Причина: ошибка");
        manager.clicks("✅ Подтвердить").await.say("Anna: −500").say("Баллы: 1 000");
        anna.reads().say("Taken: 500 points");
        assert_eq!(app.balances(&anna).await.main, Money::from_minor(1000_00));

        manager.says(&format!("/bonus {code} +1,234 спасибо")).await.say("Нужно число").say("Сколько баллов?");
        manager.says("/cancel").await.say("отменили");
        manager.says(&format!("/bonus {code} друзья +5 подарок")).await.say("5 баллов (Баллы за друзей)");
        manager.clicks("✖️ Отмена").await.say("Ничего не изменилось");
        assert_eq!(app.balances(&anna).await.referral, Money::ZERO);
        let cashier = app.staff(601, "Касса", Role::Cashier).await;
        let customer = app.customer(&anna).await.customer_id;
        cashier.says(code.as_str()).await;
        cashier.clicks_on(cashier.newest().id, &format!("s:points:{customer}")).await.say("ролью");
    }

    async fn held_points_are_not_in_the_announced_balance(db: TestDb) {
        let app = TestApp::on(db).await;
        let anna = app.person(Person::new(501, "Anna").language("en"));
        anna.starts().await;
        give(&app, &anna, 100_00).await;
        let customer = app.customer(&anna).await;
        let mut tx = app.database.db.begin(app.shop).await.unwrap();
        let (operation, amount) = (app.operation("hold", MANAGER), Money::from_minor(30_00));
        holds::hold(&mut tx, &operation, customer.customer_id, PointsWallet::Main, amount, None).await.unwrap();
        tx.commit().await.unwrap();
        let manager = app.staff(602, "Менеджер", Role::Manager).await;
        manager.says(&format!("/bonus {} +10 подарок", customer.code)).await.say("Всё верно?");
        manager.clicks("✅ Подтвердить").await.say("Anna: +10").say("Баллы: 80");
        anna.reads().say("Points: 80");
    }

    async fn staff_add_and_repay_debts(db: TestDb) {
        let app = TestApp::on(db).await;
        let anna = app.person(Person::new(501, "Anna").language("en"));
        anna.starts().await;
        let code = app.customer(&anna).await.code;
        let cashier = app.staff(601, "Касса", Role::Cashier).await;
        cashier.says(&format!("/debt {code}")).await.say("Anna: долга нет");
        cashier.says(&format!("/debt {code} +500")).await.say("ролью");
        owe(&app, &anna, 1000_00).await;
        cashier.says(&format!("/debt {code} -300 наличными")).await.say("Оплата: 300 ₸").say("Останется долг: 700 ₸");
        cashier.clicks("✅ Подтвердить").await.say("Осталось: 700 ₸").say("Заметка: наличными");
        anna.reads().say("We received your payment: 300 ₸").say("Left to pay: 700 ₸").say("Note: наличными");
        cashier.says("/debt").await.say("Чей?");
        cashier.says("anna").await.say("Долг: 700 ₸. Сколько оплачено?");
        cashier.says("800").await.say("больше, чем долг");
        cashier.clicks("Всё: 700\u{a0}₸").await.say("Оплата: 700 ₸").say("Останется долг: 0 ₸");
        cashier.clicks("✏️ Добавить заметку").await.say("Напишите заметку");
        cashier.says("картой").await.say("Заметка: картой");
        cashier.clicks("✅ Подтвердить").await.say("700 ₸ оплачено");
        assert_eq!(app.balances(&anna).await.debt, Money::ZERO);

        let manager = app.staff(602, "Менеджер", Role::Manager).await;
        manager.says(&format!("/debt {code} +50,5 доставка")).await.say("Станет долг: 50,50 ₸");
        manager.clicks("✅ Подтвердить").await;
        anna.reads().say("Added to your debt: 50.50 ₸");
        manager.says(&format!("/debt {code}")).await.say("Долг: 50,50 ₸");
        manager.clicks("➕ Записать в долг").await.say("Сколько записать");
        manager.says("10").await.say("Станет долг: 60,50 ₸");
        let message = manager.newest().id;
        let confirm = manager.newest().buttons[0][0].data.clone().unwrap();
        manager.clicks("✅ Подтвердить").await;
        manager.clicks_on(message, &confirm).await;
        assert!(manager.last_toast().contains("уже сделано"));
        assert_eq!(app.balances(&anna).await.debt, Money::from_minor(60_50));
    }

    async fn the_owner_appoints_and_dismisses_staff(db: TestDb) {
        let app = TestApp::on(db).await;
        let owner = app.owner().await;
        let anna = app.person(Person::new(501, "Anna").language("en").username("ann_lee"));
        anna.starts().await;
        owner.says("/new +77010000001 Алия").await;
        owner.says("/staff").await.say("Айгерим: владелец, указан в настройках");
        owner.clicks("➕ Добавить").await.say("Кого добавить?");
        owner.says("алия").await.say("ещё не открыт");
        owner.says("@ann_lee").await.say("Какую роль дать?");
        let message = owner.newest().id;
        let manager = owner.newest().buttons[0][1].data.clone().unwrap();
        owner.clicks("Кассир").await.say("Anna: Кассир");
        let welcome = anna.reads();
        welcome.say("You are on the staff of the shop now: Cashier");
        assert!(anna.actor().keyboard().concat().contains(&"🔎 Find a customer".to_owned()));
        assert!(anna.actor().commands().iter().any(|command| command.command == "invoice"));
        anna.says("/staff").await.say("right role");
        owner.clicks_on(message, &manager).await;
        assert!(owner.last_toast().contains("устарела"), "an outdated button appoints no member");

        owner.clicks("👥 Сотрудники").await.say("Anna: Кассир");
        owner.clicks("Anna · Кассир").await.say("Роль: Кассир");
        owner.clicks("Менеджер").await.say("Anna: Менеджер");
        anna.says("/bonus").await.say("Whose?");
        owner.clicks("👥 Сотрудники").await;
        owner.clicks("Anna · Менеджер").await;
        owner.clicks("🚫 Уволить").await.say("Доступ закроется сразу");
        owner.clicks("🚫 Да, уволить").await.say("больше не в списке");
        anna.reads().say("no longer on the staff");
        assert!(!anna.actor().keyboard().concat().contains(&"🔎 Find a customer".to_owned()));
        anna.says("/admin").await.say("right role");
        owner.clicks_on(message, "s:member:8000000001").await.say("владелец по настройкам");
    }

    async fn outdated_and_forged_staff_buttons_do_nothing(db: TestDb) {
        let app = TestApp::on(db).await;
        let anna = app.person(Person::new(501, "Anna").language("en"));
        anna.starts().await;
        give(&app, &anna, 100_00).await;
        let cashier = app.staff(601, "Касса", Role::Cashier).await;
        let message = cashier.says("/find").await.0[0].id;
        let customer = app.customer(&anna).await.customer_id;
        for data in ["s:step:0:confirm", "s:step:0:cancel", "s:step:x:pick:1", "s:card", "s:step:0:role:owner"] {
            cashier.clicks_on(message, data).await;
            assert!(cashier.last_toast().contains("устарела"), "{data}: {}", cashier.last_toast());
        }
        for data in ["s:card:999999", "s:sell:0", "s:debt:-1", "s:history:999999:0", "s:invoices:999999:0"] {
            cashier.clicks_on(message, data).await.say("Такого клиента нет");
        }
        cashier.clicks_on(message, &format!("s:invoice:{customer}:999999:0")).await.say("Такой накладной нет");
        cashier.clicks_on(message, &format!("s:history:{customer}:4294967295")).await.say("+100");
        for data in ["s:team", "s:appoint", "s:member:501"] {
            cashier.clicks_on(message, data).await.say("ролью");
        }
        let theirs = anna.newest().id;
        for data in ["s:card:1", "s:team", &format!("s:history:{customer}:0")] {
            anna.clicks_on(theirs, data).await.say("right role");
        }
    }
}
