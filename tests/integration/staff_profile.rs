//! Staff see and change what is known of a customer, block them, and set what they may owe.

use kopilka::{
    domain::{Actor, Money, OperationId, PointsWallet, Rate, Role, TelegramId},
    messages::ShopFormat,
    notices,
    sandbox::Person,
    service::{
        self, Refusal, accounts,
        groups::{self, GroupChanges},
        holds,
        points::{self, Direction},
        profiles::{self, ProfileChanges},
    },
};

use crate::{
    app::{Chat, OWNER, TestApp},
    on_both,
    shop::{Shop, finish, money, on_credit, refusal},
};

const MANAGER: Actor = Actor::Staff(TelegramId(690), Role::Manager);

/// A customer, and a member of the staff who has their card open.
async fn card_of<'a>(app: &'a TestApp, role: Role) -> (Chat<'a>, Chat<'a>, String) {
    let anna = app.person(Person::new(501, "Anna"));
    anna.starts().await;
    let code = app.customer(&anna).await.code.to_string();
    let staff = app.staff(601, "Касса", role).await;
    staff.says(&code).await.say("Anna");
    (anna, staff, code)
}

async fn add_group(app: &TestApp, name: &str, discount_bp: i64) {
    let mut tx = app.database.db.begin(app.shop).await.unwrap();
    let new = GroupChanges {
        name: Some(name.to_owned()),
        discount: Some(Rate::from_bp(discount_bp)),
        ..GroupChanges::default()
    };
    groups::add(&mut tx, &app.operation(name, MANAGER), &new).await.unwrap();
    tx.commit().await.unwrap();
}

async fn change(app: &TestApp, chat: &Chat<'_>, name: &str, changes: &ProfileChanges) {
    let customer = app.customer(chat).await.customer_id;
    let mut tx = app.database.db.begin(app.shop).await.unwrap();
    profiles::change(&mut tx, &app.operation(name, MANAGER), customer, changes).await.unwrap();
    tx.commit().await.unwrap();
}

/// Gives 300 points; every point needs the consent of the customer.
async fn gives_points_and_wants_consent(app: &TestApp, chat: &Chat<'_>) {
    let customer = app.customer(chat).await.customer_id;
    let mut tx = app.database.db.begin(app.shop).await.unwrap();
    let owner = |operation| app.operation(operation, Actor::Staff(TelegramId(OWNER), Role::Owner));
    let (main, give) = (PointsWallet::Main, Direction::Give);
    points::adjust_points(&mut tx, &owner("give"), customer, main, give, money(300_00), "test").await.unwrap();
    service::shop::set_consent_from(&mut tx, &owner("consent"), Some(money(1))).await.unwrap();
    tx.commit().await.unwrap();
}

on_both! {
    async fn a_cashier_completes_what_is_known(db: TestDb) {
        let app = TestApp::on(db).await;
        let (_, cashier, code) = card_of(&app, Role::Cashier).await;
        cashier.clicks("ℹ️ Ещё").await.say("Anna").say("Кредитный лимит не задан");
        let fields = [vec!["✉️ Эл. почта", "🎂 День рождения"], vec!["🏢 Компания"], vec!["↩️ Назад"]];
        assert_eq!(cashier.newest().labels(), fields, "the rest is for managers");

        cashier.clicks("✉️ Эл. почта").await.say("Отправьте адрес");
        cashier.says("anna@").await.say("не похоже на адрес");
        cashier.says("Anna@Example.kz").await.say("Сохранено").say("Anna@example.kz");
        cashier.clicks("🎂 День рождения").await;
        for bad in ["вчера", "31.02.1990", "15.05.2090", "15.05"] {
            cashier.says(bad).await.say("Нужен день, месяц и год");
        }
        cashier.says("15.05.1990").await.say("Сохранено").say("День рождения: 15.05.1990");
        cashier.clicks("🏢 Компания").await;
        cashier.says(&"я".repeat(201)).await.say("в 200 символов").do_not_say("Сохранено");
        cashier.says("ТОО «Ромашка»\n123456789012").await.say("ТОО «Ромашка»").say("123456789012");
        // Found by the company, the card says which one it is.
        cashier.says("/find ромашка").await.say(&code).say("Компания: ТОО «Ромашка»");
        cashier.clicks("ℹ️ Ещё").await;
        cashier.clicks("🏢 Компания").await;
        cashier.clicks("🗑 Убрать").await.say("Сохранено").do_not_say("Ромашка").do_not_say("123456789012");
        cashier.clicks("✉️ Эл. почта").await;
        cashier.clicks("↩️ Назад").await.say("Anna@example.kz").do_not_say("Сохранено");
        cashier.clicks("↩️ Назад").await.say(&code).say("Баллы за друзей").say("Anna@example.kz");
    }

    async fn a_manager_changes_the_rest(db: TestDb) {
        let app = TestApp::on(db).await;
        let (_, manager, code) = card_of(&app, Role::Manager).await;
        manager.clicks("ℹ️ Ещё").await;
        manager.clicks("👥 Группа").await.say("Групп пока нет");
        manager.clicks("↩️ Назад").await;
        add_group(&app, "Опт", 12_50).await;
        add_group(&app, "Свои", 5_00).await;
        manager.clicks("👥 Группа").await.say("В какую группу");
        manager.clicks("Опт · 12,5%").await.say("Сохранено").say("Группа: Опт, скидка 12,5%");
        manager.clicks("👥 Группа").await;
        manager.says("чужие").await.say("Выберите кнопку");
        manager.says("СВОИ").await.say("Группа: Свои, скидка 5%");
        manager.clicks("👥 Группа").await;
        manager.clicks("✖️ Без группы").await.say("Сохранено").do_not_say("Группа:");

        manager.clicks("📝 Заметки").await.say("Клиент их не видит");
        manager.says("Звонить <после> обеда").await.say("📝 Звонить <после> обеда");
        manager.clicks("💳 Кредитный лимит").await;
        manager.says("много").await.say("Нужна сумма");
        manager.says("-5").await.say("Нужна сумма");
        manager.says("1 000,50").await.say("Кредитный лимит: 1 000,50 ₸, доступно 1 000,50 ₸");
        manager.says(&code).await.say("Кредитный лимит: 1 000,50 ₸");
        manager.clicks("ℹ️ Ещё").await;
        manager.clicks("💳 Кредитный лимит").await;
        manager.clicks("♾ Без лимита").await.say("Кредитный лимит не задан");
    }

    async fn a_role_that_was_lost_changes_nothing(db: TestDb) {
        let app = TestApp::on(db).await;
        let (anna, manager, _) = card_of(&app, Role::Manager).await;
        manager.clicks("ℹ️ Ещё").await;
        manager.clicks("🚫 Заблокировать").await.say("Заблокировать Anna?");
        app.appoint(&manager, Role::Cashier).await;
        manager.clicks("🚫 Заблокировать").await.do_not_say("Сохранено");
        assert!(!app.customer(&anna).await.is_blocked);
    }

    async fn a_blocked_customer_neither_earns_nor_spends(db: TestDb) {
        let app = TestApp::on(db).await;
        let (anna, manager, code) = card_of(&app, Role::Manager).await;
        gives_points_and_wants_consent(&app, &anna).await;
        // A question to the customer waits while they are blocked.
        manager.says(&format!("/invoice {code}\nЧайник 5000\nбонус 200")).await;
        manager.clicks("✅ Подтвердить").await;
        anna.reads().say("200");
        let question = anna.newest();

        manager.says(&code).await;
        manager.clicks("ℹ️ Ещё").await;
        manager.clicks("🚫 Заблокировать").await.say("Заблокировать Anna?");
        manager.clicks("↩️ Назад").await.do_not_say("Сохранено");
        manager.clicks("🚫 Заблокировать").await;
        manager.clicks("🚫 Заблокировать").await.say("Сохранено").say("Заблокирован");
        manager.says(&code).await.say("Заблокирован");
        anna.clicks_on(question.id, question.button("✅ Списать").unwrap().data.as_deref().unwrap()).await.say("Магазин приостановил эту карту");
        manager.reads().say("Клиент заблокирован");
        assert_eq!(app.balances(&anna).await.main.minor(), 300_00);

        // Staff read what they can do, the customer whom to ask.
        for refused in [
            format!("/invoice {code}\nЧай 100"),
            format!("/debt {code} +500"),
            format!("/bonus {code} +5 за отзыв"),
            format!("/bonus {code} -5 ошибка"),
        ] {
            manager.says(&refused).await.say("Клиент заблокирован").say("кнопка «Ещё»");
        }
        manager.says(&format!("/debt {code} 500")).await.say("Клиент заблокирован").do_not_say("Всё верно?");
        manager.says(&code).await;
        manager.clicks("📒 Долг").await.say("Клиент заблокирован").do_not_say("Сколько");
        anna.says("/balance").await.say("Магазин приостановил эту карту").say("300");
        anna.says("/history").await.say("Магазин приостановил эту карту").say("+300");
        let bek = app.person(Person::new(502, "Бек"));
        bek.starts().await;
        let promo = app.customer(&bek).await.code.promo().to_string();
        anna.says(&format!("/promo {promo}")).await.say("Магазин приостановил эту карту");
        let customer = app.customer(&anna).await;
        let mut tx = app.database.db.begin(app.shop).await.unwrap();
        let operation = app.operation("hold", MANAGER);
        let held = holds::hold(&mut tx, &operation, customer.customer_id, PointsWallet::Main, money(5_00), None).await;
        assert_eq!(refusal(held), Refusal::CustomerBlocked);
        tx.rollback().await.unwrap();

        manager.says(&code).await;
        manager.clicks("ℹ️ Ещё").await;
        manager.clicks("✅ Разблокировать").await.say("Разблокировать Anna?");
        manager.says("да").await.say("Сохранено").do_not_say("Заблокирован");
        anna.says("/balance").await.do_not_say("приостановил").say("Баллами можно оплатить");
        manager.says(&format!("/bonus {code} +5 за отзыв")).await.say("Всё верно?");
    }

    async fn a_closed_card_says_so_on_every_screen_and_promises_nothing(db: TestDb) {
        let app = TestApp::on(db).await;
        let (anna, _, code) = card_of(&app, Role::Manager).await;
        let boris = app.person(Person::new(502, "Boris"));
        boris.says(&format!("/start PROMO{code}")).await.say("Промокод принят");
        anna.says("/card").await.say("Покажите QR-код");
        let before = anna.newest();
        let blocked = ProfileChanges { is_blocked: Some(true), ..ProfileChanges::default() };
        let inactive =
            ProfileChanges { is_blocked: Some(false), is_active: Some(false), ..ProfileChanges::default() };
        let states = [("blocked", blocked, "Магазин приостановил эту карту"), ("inactive", inactive, "Эта карта больше не используется")];
        for (number, (name, changes, notice)) in states.into_iter().enumerate() {
            change(&app, &anna, name, &changes).await;
            anna.says("/start").await.say("С возвращением").say(notice);
            anna.says("/card").await.say(notice).say(&code).do_not_say("QR");
            assert!(anna.newest().photo.is_none(), "a QR code of a card that is {name}");
            anna.clicks_on(before.id, before.button("🔄 Новые цифры").unwrap().data.as_deref().unwrap()).await.say(notice);
            anna.says("/invite").await.say(notice).say("Пришло друзей: 1").do_not_say("PROMO").do_not_say("5%");
            anna.says("/balance").await.say(notice).do_not_say("Баллами можно оплатить").do_not_say("начисляем");
            anna.says("/history").await.say(notice);
            anna.says("/promo").await.say(notice);

            let friend = app.person(Person::new(510 + number as i64, "Vera"));
            let read = friend.says(&format!("/start PROMO{code}")).await;
            read.say("Здравствуйте, Vera").say("Этот промокод сейчас не действует").do_not_say("цифры на месте").do_not_say("приостановил");
            assert!(app.customer(&friend).await.referrer_id.is_none());
            friend.says(&format!("/promo PROMO{code}")).await.say("сейчас не действует");
            friend.says("/balance").await.say("Ваш баланс");
        }
    }

    async fn a_customer_who_was_given_up_is_marked_and_can_still_pay(db: TestDb) {
        let app = TestApp::on(db).await;
        let (_, manager, code) = card_of(&app, Role::Manager).await;
        manager.says(&format!("/debt {code} +500")).await;
        manager.clicks("✅ Подтвердить").await.say("500");
        manager.says(&code).await;
        manager.clicks("ℹ️ Ещё").await;
        manager.clicks("💤 Отключить").await.say("Отключить Anna?");
        manager.clicks("💤 Отключить").await.say("Сохранено").say("Отключён");
        app.person(Person::new(503, "Anna")).starts().await;
        manager.says("anna").await;
        let labels = manager.newest().labels().concat().join("\n");
        assert!(labels.contains("💤 Anna") && labels.lines().any(|label| label.starts_with("Anna")), "{labels}");
        manager.says(&format!("/debt {code} +1")).await.say("Клиент отключён");
        // They owe, so they may pay, and that is all there is to choose.
        manager.says(&format!("/debt {code} 200")).await.do_not_say("Клиент отключён");
        assert_eq!(manager.newest().labels().concat()[0], "💵 Принять оплату");
        assert!(manager.newest().button("➕ Записать в долг").is_none());
        manager.says(&format!("/debt {code} -200")).await.say("Останется долг: 300");
        manager.clicks("✅ Подтвердить").await.say("Осталось: 300");
        manager.says(&code).await;
        manager.clicks("ℹ️ Ещё").await;
        manager.clicks("▶️ Включить").await;
        manager.clicks("▶️ Включить").await.say("Сохранено").do_not_say("Отключён");
    }

    async fn a_credit_limit_holds_to_the_kopeck(db: TestDb) {
        let app = TestApp::on(db).await;
        let (anna, manager, code) = card_of(&app, Role::Manager).await;
        // A limit that was never set is none.
        let boris = app.person(Person::new(502, "Boris"));
        boris.starts().await;
        manager.says(&format!("/invoice {}\nЧай 5000000", app.customer(&boris).await.code)).await;
        manager.clicks("📒 Записать в долг").await.say("Всё верно?");
        manager.clicks("✅ Подтвердить").await.say("оформлена");
        manager.says(&format!("/debt {code} +5000")).await.say("Станет долг: 5 000 ₸");
        manager.clicks("✅ Подтвердить").await;
        let limit = ProfileChanges { credit_limit: Some(Some(money(6_000_00))), ..ProfileChanges::default() };
        change(&app, &anna, "limit", &limit).await;
        manager.says(&code).await.say("Кредитный лимит: 6 000 ₸, доступно 1 000 ₸");

        manager.says(&format!("/invoice {code}\nЧай 1000,01")).await;
        manager.clicks("📒 Записать в долг").await.say("Кредитный лимит не позволяет: доступно 1 000 ₸").say("Оплачено?");
        manager.clicks("✖️ Отмена").await;
        manager.says(&format!("/debt {code} +1000,01")).await.say("доступно 1 000 ₸").say("Сколько записать в долг?");
        manager.says("1000").await.say("Станет долг: 6 000 ₸");
        manager.clicks("✖️ Отмена").await;

        // The limit shrinks behind a preview.
        manager.says(&format!("/invoice {code}\nЧай 1000")).await;
        manager.clicks("📒 Записать в долг").await.say("Всё верно?");
        let less = ProfileChanges { credit_limit: Some(Some(money(5_999_99))), ..ProfileChanges::default() };
        change(&app, &anna, "less", &less).await;
        manager.clicks("✅ Подтвердить").await.say("доступно 999,99 ₸").do_not_say("оформлена");
        assert_eq!(app.balances(&anna).await.debt, money(5_000_00));
        change(&app, &anna, "again", &limit).await;
        manager.says(&format!("/invoice {code}\nЧай 1000")).await;
        manager.clicks("📒 Записать в долг").await.say("Всё верно?");
        manager.clicks("✅ Подтвердить").await.say("оформлена");
        assert_eq!(app.balances(&anna).await.debt, money(6_000_00));
    }

    async fn a_limit_that_shrinks_while_a_sale_waits_ends_it(db: TestDb) {
        let app = TestApp::on(db).await;
        let (anna, manager, code) = card_of(&app, Role::Manager).await;
        gives_points_and_wants_consent(&app, &anna).await;
        manager.says(&format!("/invoice {code}\nЧайник 5000\nбонус 200\nдолг")).await.say("Всё верно?");
        manager.clicks("✅ Подтвердить").await;
        let question = anna.newest();
        let limit = ProfileChanges { credit_limit: Some(Some(money(4_799_99))), ..ProfileChanges::default() };
        change(&app, &anna, "limit", &limit).await;
        let agree = question.button("✅ Списать").unwrap().data.as_deref().unwrap();
        anna.clicks_on(question.id, agree).await.say("Кредитный лимит не позволяет");
        manager.reads().say("Кредитный лимит не позволяет: доступно 4 799,99 ₸");
        assert_eq!(app.balances(&anna).await.main.minor(), 300_00);
    }

    async fn a_deposit_pays_for_a_sale_on_credit(db: TestDb) {
        let app = TestApp::on(db).await;
        let (anna, manager, code) = card_of(&app, Role::Manager).await;
        let none = ProfileChanges { credit_limit: Some(Some(Money::ZERO)), ..ProfileChanges::default() };
        change(&app, &anna, "none", &none).await;
        let customer = app.customer(&anna).await.customer_id;
        let shop = ShopFormat { currency: "KZT".parse().unwrap(), timezone: chrono_tz::Asia::Almaty };
        // The same request twice tells once.
        for _ in 0..2 {
            let mut tx = app.database.db.begin(app.shop).await.unwrap();
            let operation = app.operation("deposit", MANAGER);
            let moved = accounts::deposit(&mut tx, &operation, customer, money(700_00), "перевод").await.unwrap();
            notices::accounts::moved(&mut tx, operation.at(), shop, &moved).await.unwrap();
            tx.commit().await.unwrap();
        }
        app.wait_until_idle().await;
        let read = anna.reads();
        read.say("Зачислено на ваш счёт: 700 ₸").say("Ваш аванс в магазине: 700 ₸").say("перевод");
        assert_eq!(read.text().matches("Зачислено").count(), 1);

        manager.says(&format!("/invoice {code}\nЧай 700,01")).await;
        manager.clicks("📒 Записать в долг").await.say("доступно 700 ₸");
        manager.clicks("✖️ Отмена").await;
        manager.says(&format!("/invoice {code}\nЧай 700")).await;
        manager.clicks("📒 Записать в долг").await.say("Всё верно?");
        manager.clicks("✅ Подтвердить").await.say("оформлена");
        assert!(app.balances(&anna).await.debt.is_zero());

        let mut tx = app.database.db.begin(app.shop).await.unwrap();
        let operation = app.operation("charge", MANAGER);
        let beyond = accounts::charge(&mut tx, &operation, customer, money(1), "").await;
        assert_eq!(refusal(beyond), Refusal::BeyondCredit { available: Money::ZERO });
    }

    async fn what_was_paid_in_advance_is_no_debt(db: TestDb) {
        let app = TestApp::on(db).await;
        let (anna, manager, code) = card_of(&app, Role::Manager).await;
        let customer = app.customer(&anna).await.customer_id;
        let mut tx = app.database.db.begin(app.shop).await.unwrap();
        accounts::deposit(&mut tx, &app.operation("deposit", MANAGER), customer, money(40_00), "").await.unwrap();
        tx.commit().await.unwrap();
        manager.says(&format!("/debt {code} -5")).await.say("долга нет").say("Оплачено вперёд: 40 ₸");
        manager.says(&format!("/debt {code}")).await.say("Сколько записать в долг?").say("Оплачено вперёд: 40 ₸");
        manager.says("10").await.say("Списать из аванса: 10 ₸").say("Останется аванс: 30 ₸").do_not_say("−");
        manager.clicks("✅ Подтвердить").await.say("10 ₸ списано из аванса").say("Осталось аванса: 30 ₸");
        anna.reads().say("Списано из вашего аванса: 10 ₸").say("Осталось аванса: 30 ₸");
        manager.says(&format!("/debt {code} +50")).await.say("Записать в долг: 50 ₸").say("Станет долг: 20 ₸");
        manager.clicks("✖️ Отмена").await;
        // What of a limit is not used is one number everywhere: an advance is no part of it.
        let limit = ProfileChanges { credit_limit: Some(Some(money(100_00))), ..ProfileChanges::default() };
        change(&app, &anna, "limit", &limit).await;
        let line = "Кредитный лимит: 100 ₸, доступно 100 ₸";
        manager.says(&code).await.say(line);
        manager.clicks("ℹ️ Ещё").await.say(line);
        manager.says(&format!("/debt {code} +130,01")).await.say("доступно 130 ₸");
        manager.says("130").await.say("Станет долг: 100 ₸");
    }

    async fn a_closed_card_gets_no_coupon(db: TestDb) {
        let app = TestApp::on(db).await;
        let (anna, manager, code) = card_of(&app, Role::Manager).await;
        manager.clicks("🎟 Купон").await.say("Что даст купон");
        manager.clicks("🎁 Подарок").await;
        manager.says("Кофе").await;
        manager.clicks("30 дней").await.say("Купон для Anna");
        change(&app, &anna, "block", &ProfileChanges { is_blocked: Some(true), ..ProfileChanges::default() }).await;
        manager.clicks("✅ Подтвердить").await.say("Клиент заблокирован");
        let off = ProfileChanges { is_blocked: Some(false), is_active: Some(false), ..ProfileChanges::default() };
        change(&app, &anna, "off", &off).await;
        manager.says(&format!("/find {code}")).await;
        manager.clicks("🎟 Купон").await.say("Клиент отключён");
        assert_eq!(app.database.raw().await.number("SELECT COUNT(*) FROM coupons").await, 0);
    }
}

on_both! {
    async fn of_two_sales_on_credit_at_once_one_is_refused(db: TestDb) {
        let shop = Shop::open(&db).await;
        let anna = shop.welcomes(1, "Анна").await;
        let limit = ProfileChanges { credit_limit: Some(Some(money(100_00))), ..ProfileChanges::default() };
        let mut tx = shop.begin().await;
        let operation = service::Operation { id: OperationId::chat("limit"), ..shop.staff(Role::Manager) };
        let changed = profiles::change(&mut tx, &operation, anna.customer_id, &limit).await;
        finish(tx, changed).await.unwrap();
        let draft = on_credit(60_00);
        let sales = futures_util::future::join(shop.issues(&anna, &draft), shop.issues(&anna, &draft)).await;
        let refused: Vec<_> = [sales.0, sales.1].into_iter().filter_map(Result::err).collect();
        assert_eq!(refused.len(), 1, "{refused:?}");
        assert_eq!(shop.amounts(&anna).await.2, 60_00);
        shop.assert_sound().await;
    }
}
