//! Managers give coupons in the chat, and customers read of them.

use chrono::Duration;
use kopilka::{clock::Clock as _, domain::Role, sandbox::Person, service::coupons};

use crate::{
    app::{Chat, TestApp},
    on_both,
    staff_invoice::data,
};

/// The coupons of a person that can be used.
async fn usable(app: &TestApp, chat: &Chat<'_>) -> Vec<coupons::Coupon> {
    let customer = app.customer(chat).await.customer_id;
    let mut tx = app.database.db.read(app.shop).await.unwrap();
    coupons::usable(&mut tx, customer, app.clock.now()).await.unwrap()
}

on_both! {
    async fn a_manager_gives_a_coupon_from_the_card(db: TestDb) {
        let app = TestApp::on(db).await;
        let anna = app.person(Person::new(501, "Anna <3").language("en"));
        anna.starts().await;
        let code = app.customer(&anna).await.code;
        let manager = app.staff(601, "Вера", Role::Manager).await;
        manager.says(&format!("/find {code}")).await.say("Anna <3");
        manager.clicks("🎟 Купон").await.say("Что даст купон");
        manager.says("10").await.say("Что даст купон");
        manager.clicks("🏷 Скидка в процентах").await.say("Сколько процентов");
        for wrong in ["0", "101", "десять", "-5", "1.234"] {
            manager.says(wrong).await.say("больше нуля и не больше 100");
        }
        manager.says("12,5 %").await.say("Как назвать купон");
        manager.says(&"я".repeat(101)).await.say("слишком длинное: до 100");
        manager.says("Осень <b>12</b>").await.say("Сколько дней действует");
        for wrong in ["0", "3651", "завтра", "1.5"] {
            manager.says(wrong).await.say("от 1 до 3 650");
        }
        manager.clicks("30 дней").await
            .say(&format!("Купон для Anna <3, {code}"))
            .say("Осень <b>12</b>: скидка 12,5%")
            .say("Действует по 20.12.2026 включительно");
        assert_eq!(usable(&app, &anna).await.len(), 0, "nothing happens before the confirmation");
        let (message, confirm) = (manager.newest().id, data(&manager, "Подтвердить"));
        manager.clicks("✅ Подтвердить").await.say("купон выдан").say("скидка 12,5%");
        anna.reads().say("A coupon for you!").say("Осень <b>12</b>: 12.5% off").say("Valid through 20 Dec 2026");
        manager.clicks_on(message, &confirm).await;
        assert!(manager.last_toast().contains("уже сделано"), "{}", manager.last_toast());
        let coupons = usable(&app, &anna).await;
        assert_eq!(coupons.len(), 1, "a second press gives no second coupon");
        assert_eq!((coupons[0].title.as_str(), coupons[0].worth), ("Осень <b>12</b>", 12_50));
        app.clock.advance(Duration::days(31));
        assert_eq!(usable(&app, &anna).await.len(), 0);
        app.assert_calls_are_valid();
    }

    async fn each_kind_asks_what_it_needs(db: TestDb) {
        let app = TestApp::on(db).await;
        let anna = app.person(Person::new(501, "Anna").language("en"));
        anna.starts().await;
        let code = app.customer(&anna).await.code;
        let manager = app.staff(601, "Вера", Role::Manager).await;
        for (kind, worth, title, shown) in [
            ("💵 Скидка на сумму", Some("1 500,50"), "Скидка", "1,500.50 ₸ off"),
            ("⭐ Баллы", Some("50"), "С днём рождения", "50 points"),
            ("🎁 Подарок", None, "Чашка кофе", "a gift"),
        ] {
            manager.says(&format!("/find {code}")).await;
            manager.clicks("🎟 Купон").await;
            manager.clicks(kind).await;
            if let Some(worth) = worth {
                manager.says("ноль").await.say("Нужно число больше нуля");
                manager.says(worth).await;
            }
            manager.says(title).await.say("Сколько дней действует");
            manager.clicks("♾ Бессрочно").await.say("Без срока");
            manager.clicks("✅ Подтвердить").await.say("купон выдан");
            anna.reads().say(title).say(shown).say("No expiry date");
        }
        assert_eq!(usable(&app, &anna).await.len(), 3);
    }

    async fn a_cashier_gives_none(db: TestDb) {
        let app = TestApp::on(db).await;
        let anna = app.person(Person::new(501, "Anna").language("en"));
        anna.starts().await;
        let customer = app.customer(&anna).await;
        let cashier = app.staff(601, "Касса", Role::Cashier).await;
        cashier.says(&format!("/find {}", customer.code)).await;
        assert!(!cashier.newest().labels().concat().iter().any(|label| label.contains("Купон")));
        let forged = format!("s:coupon:{}", customer.customer_id);
        cashier.clicks_on(cashier.newest().id, &forged).await.do_not_say("Что даст купон");
        anna.clicks_on(anna.newest().id, &forged).await;
        assert_eq!(usable(&app, &anna).await.len(), 0);

        // A manager who is dismissed meanwhile.
        let manager = app.staff(602, "Вера", Role::Manager).await;
        manager.says(&format!("/find {}", customer.code)).await;
        manager.clicks("🎟 Купон").await;
        manager.clicks("🎁 Подарок").await;
        manager.says("Чай").await;
        manager.clicks("♾ Бессрочно").await;
        app.appoint(&manager, Role::Cashier).await;
        manager.clicks("✅ Подтвердить").await.do_not_say("купон выдан");
        assert_eq!(usable(&app, &anna).await.len(), 0);
    }
}
