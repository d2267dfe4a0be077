//! Staff sell: in one message, or step by step with buttons.

use chrono::Duration;
use kopilka::{
    domain::{Actor, Money, PointsWallet, Role, TelegramId},
    sandbox::Person,
    service::points::{self, Direction},
};

use crate::{
    app::{Chat, TestApp},
    on_both,
};

/// Gives points to a person.
pub(crate) async fn give(app: &TestApp, chat: &Chat<'_>, wallet: PointsWallet, minor: i64) {
    let customer = app.customer(chat).await.customer_id;
    let mut tx = app.database.db.begin(app.shop).await.unwrap();
    let operation = app.operation(&format!("give {wallet} {minor}"), Actor::Staff(TelegramId(601), Role::Manager));
    let amount = Money::from_minor(minor);
    points::adjust_points(&mut tx, &operation, customer, wallet, Direction::Give, amount, "for a test").await.unwrap();
    tx.commit().await.unwrap();
}

/// The callback data of a button of the newest message.
pub(crate) fn data(chat: &Chat<'_>, label: &str) -> String {
    let seen = chat.newest();
    let button = seen.buttons.iter().flatten().find(|button| button.label.contains(label));
    button.and_then(|button| button.data.clone()).unwrap_or_else(|| panic!("no button {label:?}: {:?}", seen.labels()))
}

on_both! {
    async fn an_invoice_in_one_message(db: TestDb) {
        let app = TestApp::on(db).await;
        let anna = app.person(Person::new(501, "Anna <3").language("en"));
        anna.starts().await;
        give(&app, &anna, PointsWallet::Main, 300_00).await;
        let cashier = app.staff(601, "Касса", Role::Cashier).await;
        let code = app.customer(&anna).await.code;

        cashier.says(&format!("/invoice {code}\nСмеситель 4 x 4800\nДоставка 500\nбонус 200")).await
            .say(&format!("Anna <3, {code}"))
            .say("• Смеситель: 4 × 4 800 ₸ = 19 200 ₸\n• Доставка: 500 ₸")
            .say("Итого: 19 700 ₸\nОплата баллами: −200\nК оплате: 19 500 ₸")
            .do_not_say("Будет начислено")
            .say("Всё верно?");
        assert_eq!(app.balances(&anna).await.main, Money::from_minor(300_00), "nothing happens before the confirmation");
        let (preview, confirm) = (cashier.newest().id, data(&cashier, "Подтвердить"));

        cashier.clicks("✅ Подтвердить").await.say("оформлена: Anna <3").say("Оплачено: 19 500 ₸").say("Баланс клиента: 100");
        assert_eq!(cashier.newest().id, preview, "the preview becomes the receipt");
        anna.reads().say("Смеситель\n4 × 4,800 ₸ = 19,200 ₸").say("Paid with points: 200 points").say("Your balance: 100");
        assert_eq!(app.balances(&anna).await.main, Money::from_minor(100_00));

        cashier.clicks_on(preview, &confirm).await;
        assert!(cashier.last_toast().contains("уже сделано"), "{}", cashier.last_toast());
        assert_eq!(app.balances(&anna).await.main, Money::from_minor(100_00), "a second press issues nothing");
    }

    async fn the_referrer_is_rewarded_and_told(db: TestDb) {
        let app = TestApp::on(db).await;
        let bella = app.person(Person::new(502, "Bella").language("en"));
        bella.starts().await;
        app.clock.advance(Duration::minutes(1));
        let promo = app.customer(&bella).await.code.promo();
        let anna = app.person(Person::new(501, "Anna").language("en"));
        anna.opens_link(&promo.to_string()).await;
        let cashier = app.staff(601, "Касса", Role::Cashier).await;

        // By a name that only one has, and without the command.
        cashier.says("anna\nСмеситель 4 x 4800\nДоставка 500").await.say("Будет начислено: 394 балла");
        cashier.clicks("✅ Подтвердить").await.say("Начислено: 394 балла").say("Баланс клиента: 444");
        bella.reads().say("Your friend Anna").say("985 friend points");
        assert_eq!(app.balances(&bella).await.referral, Money::from_minor(985_00));
        assert_eq!(app.balances(&anna).await.main, Money::from_minor(444_00));
    }

    async fn an_invoice_step_by_step(db: TestDb) {
        let app = TestApp::on(db).await;
        let anna = app.person(Person::new(501, "Anna").last_name("Lee").language("en"));
        anna.starts().await;
        app.person(Person::new(502, "Anna").last_name("Moe")).starts().await;
        give(&app, &anna, PointsWallet::Main, 300_00).await;
        give(&app, &anna, PointsWallet::Referral, 50_00).await;
        let cashier = app.staff(601, "Касса", Role::Cashier).await;

        cashier.says("/admin").await.say("Ваша роль: Кассир");
        cashier.presses_key("🛒 Новая накладная").await.say("Кто покупает?");
        cashier.says("nobody").await.say("«nobody» никого нет");
        cashier.says("anna").await.say("несколько");
        let old = (cashier.newest().id, data(&cashier, "Anna Moe"));
        let newest = cashier.newest();
        let lee = newest.buttons.iter().flatten().find(|button| button.label.contains("Lee")).unwrap().label.clone();
        cashier.after(|actor| actor.clicks(&lee)).await.say("Anna Lee").say("Что продаём?");
        cashier.says("Чай").await.say("Строка 1: Чай").say("Не вижу цены");
        cashier.says("Чай 2 x 350").await.say("• Чай: 2 × 350 ₸ = 700 ₸").say("Итого: 700 ₸");
        cashier.says("Кофе 1500\nСахар, кг 0,5 х 400").await.say("Итого: 2 400 ₸");
        cashier.clicks("⬅️ Убрать последний").await.say("Итого: 2 200 ₸").do_not_say("Сахар");
        cashier.clicks_on(old.0, &old.1).await;
        assert!(cashier.last_toast().contains("устарела"), "a button of an earlier step");
        cashier.clicks("➡️ Дальше").await.say("Оплатить часть баллами?");
        cashier.clicks("🎁 Другая сумма").await.say("до 50");
        cashier.says("сто").await.say("Нужно число");
        cashier.says("100").await.say("Доступно: 50").say("Оплатить часть баллами?");
        cashier.clicks("🎁 За друзей: 50").await.say("К оплате: 2 150 ₸. Оплачено?");
        cashier.says("не знаю").await.say("Выберите, пожалуйста, кнопку");
        cashier.clicks("📒 Записать в долг").await
            .say("Оплата баллами за друзей: −50")
            .say("В долг: 2 150 ₸")
            .do_not_say("К оплате");
        cashier.clicks("✅ Подтвердить").await.say("В долг: 2 150 ₸");
        anna.reads().say("Left as a debt: 2,150 ₸");
        let balances = app.balances(&anna).await;
        let expected = [300_00, 0, 2150_00].map(Money::from_minor);
        assert_eq!([balances.main, balances.referral, balances.debt], expected);
        cashier.clicks("🛒 Следующая накладная").await.say("Кто покупает?");
        cashier.says("/cancel").await.say("отменили");
        cashier.says("anna lee").await.say("Долг: 2 150 ₸").say("Накладных: 1");
    }

    async fn an_outdated_preview_is_shown_again(db: TestDb) {
        let app = TestApp::on(db).await;
        let anna = app.person(Person::new(501, "Anna").language("en"));
        anna.starts().await;
        give(&app, &anna, PointsWallet::Main, 300_00).await;
        let code = app.customer(&anna).await.code;
        let first = app.staff(601, "Касса 1", Role::Cashier).await;
        let second = app.staff(602, "Касса 2", Role::Cashier).await;
        first.says(&format!("/invoice {code}\nЧай 1000\nbonus all")).await.say("Оплата баллами: −300");
        second.says(&format!("/invoice {code}\nКофе 250\nbonus all")).await.say("К оплате: 0");
        second.clicks("✅ Подтвердить").await.say("оформлена");
        first.clicks("✅ Подтвердить").await.say("Доступно: 50").do_not_say("оформлена");
        assert_eq!(app.balances(&anna).await.main, Money::from_minor(50_00));
        first.clicks("⭐ Баллы: 50").await.say("Оплата баллами: −50").say("К оплате: 950");
        first.clicks("✅ Подтвердить").await.say("оформлена");
        assert_eq!(app.balances(&anna).await.main, Money::ZERO);
    }

    async fn lines_that_cannot_be_read_are_listed(db: TestDb) {
        let app = TestApp::on(db).await;
        let anna = app.person(Person::new(501, "Anna").language("en"));
        anna.starts().await;
        let code = app.customer(&anna).await.code;
        let cashier = app.staff(601, "Касса", Role::Cashier).await;
        let message = format!("/invoice {code}\nЧай <b>\nКофе 200\nИтого 500");
        cashier.says(&message).await
            .say("Строка 2: Чай <b>")
            .say("Строка 4: Итого 500")
            .say("Итог я считаю сам")
            .say(&message);
        // Lines are counted from the top of the message.
        let message = format!("/invoice\n\n{code}\nЧай <b>");
        cashier.says(&message).await.say("Строка 4: Чай <b>").say(&message);
        cashier.says("/cancel").await.say("Ничего не изменилось");
        // The customer is unknown: the lines of the invoice are kept.
        cashier.says("/invoice 99999\nКофе 200\nдолг").await.say("99999").say("Товары я запомнил");
        cashier.says(code.as_str()).await.say("В долг: 200 ₸").say("Всё верно?");
        // A new preview: the buttons of the old one do nothing.
        let old = (cashier.newest().id, data(&cashier, "Подтвердить"));
        cashier.says(&format!("/invoice {code}\nКофе 300")).await.say("К оплате: 300 ₸");
        cashier.clicks_on(old.0, &old.1).await;
        assert!(cashier.last_toast().contains("устарела"));
        cashier.after(|actor| actor.sends_sticker()).await.say("только текст").say("К оплате: 300 ₸");
        app.clock.advance(Duration::hours(2));
        cashier.clicks("✅ Подтвердить").await;
        assert!(cashier.last_toast().contains("устарела"), "a preview of two hours ago");
        assert_eq!(app.balances(&anna).await.debt, Money::ZERO);
    }

    async fn missing_points_are_reported(db: TestDb) {
        let app = TestApp::on(db).await;
        let anna = app.person(Person::new(501, "Anna").language("en"));
        anna.starts().await;
        let code = app.customer(&anna).await.code;
        let cashier = app.staff(601, "Касса", Role::Cashier).await;
        for wish in ["bonus all", "bonus 5", "друзья 5"] {
            cashier.says(&format!("{code}\nЧай 100\n{wish}")).await.say("Баллов, которыми можно оплатить").say("К оплате: 100 ₸");
        }
        give(&app, &anna, PointsWallet::Main, 30_00).await;
        cashier.says(&format!("{code}\nЧай 100\nбонус 31")).await.say("Доступно: 30").say("Оплатить часть баллами?");
        cashier.says("30").await.say("Оплата баллами: −30").say("К оплате: 70 ₸");
        cashier.clicks("⭐ Баллы").await.say("Оплатить часть баллами?");
        cashier.clicks("Без баллов").await.say("К оплате: 100 ₸").do_not_say("Оплата баллами");
        cashier.clicks("✏️ Товары").await.say("• Чай: 100 ₸");
        cashier.says("Кофе 50\nдолг").await.say("Итого: 150 ₸");
        cashier.clicks("➡️ Дальше").await.say("В долг: 150 ₸");
        cashier.clicks("💵 Оплачено").await.say("К оплате: 150 ₸").say("Будет начислено: 3 балла");
        cashier.clicks("✅ Подтвердить").await.say("Баланс клиента: 33");
    }

    async fn an_unknown_customer_is_registered_during_a_sale(db: TestDb) {
        let app = TestApp::on(db).await;
        let cashier = app.staff(601, "Касса", Role::Cashier).await;
        cashier.says("/invoice +7 700 123 45 67\nКофе 200").await.say("никого нет");
        cashier.clicks("➕ Новый: +7 700 123 45 67").await.say("Как зовут");
        cashier.says("Алия Ахметова").await.say("зарегистрирован").say("Алия Ахметова").say("К оплате: 200 ₸");
        cashier.clicks("✅ Подтвердить").await.say("оформлена: Алия Ахметова");
    }

    async fn a_dismissed_member_sells_nothing(db: TestDb) {
        let app = TestApp::on(db).await;
        let anna = app.person(Person::new(501, "Anna").language("en"));
        anna.starts().await;
        let code = app.customer(&anna).await.code;
        let cashier = app.staff(601, "Касса", Role::Cashier).await;
        cashier.says(&format!("/invoice {code}\nКофе 200")).await.say("Всё верно?");
        let (message, confirm) = (cashier.newest().id, data(&cashier, "Подтвердить"));
        anna.clicks_on(message, &confirm).await.say("right role");
        let mut tx = app.database.db.begin(app.shop).await.unwrap();
        let operation = app.operation("dismiss", Actor::Staff(TelegramId(8_000_000_001), Role::Owner));
        kopilka::service::staff::dismiss(&mut tx, &operation, TelegramId(601)).await.unwrap();
        tx.commit().await.unwrap();
        cashier.clicks("✅ Подтвердить").await.say("ролью");
        assert_eq!(app.balances(&anna).await.main, Money::ZERO);
    }
}
