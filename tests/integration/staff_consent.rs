//! Staff redeem a customer's points: at once with the digits of the card, otherwise when the customer confirms.

use chrono::Duration;
use kopilka::{
    clock::Clock,
    domain::{Actor, Money, PointsWallet, Role, TelegramId},
    sandbox::Person,
    service::{
        self,
        points::{self, Direction},
    },
};

use crate::{
    app::{Chat, OWNER, TestApp},
    on_both,
};

const SALE: &str = "Чайник 5000\nбонус 200";

/// A shop that wants consent for every point, a customer with 300 points, and a cashier.
async fn shop(app: &TestApp) -> (Chat<'_>, Chat<'_>) {
    let anna = app.person(Person::new(501, "Anna").language("en"));
    anna.starts().await;
    let cashier = app.staff(601, "Касса", Role::Cashier).await;
    let customer = app.customer(&anna).await.customer_id;
    let mut tx = app.database.db.begin(app.shop).await.unwrap();
    let owner = |operation| app.operation(operation, Actor::Staff(TelegramId(OWNER), Role::Owner));
    let amount = Money::from_minor(300_00);
    let (wallet, reason) = (PointsWallet::Main, "for a test");
    points::adjust_points(&mut tx, &owner("give"), customer, wallet, Direction::Give, amount, reason).await.unwrap();
    service::shop::set_consent_from(&mut tx, &owner("consent"), Some(Money::from_minor(1))).await.unwrap();
    tx.commit().await.unwrap();
    (anna, cashier)
}

/// The digits on a customer's card.
async fn digits(chat: &Chat<'_>) -> String {
    let card = chat.says("/card").await.text();
    let (_, digits) = card.split_once("say the digits: ").unwrap();
    digits.lines().next().unwrap().replace('\u{a0}', "")
}

async fn main_points(app: &TestApp, chat: &Chat<'_>) -> i64 {
    app.balances(chat).await.main.minor()
}

on_both! {
    async fn card_digits_are_consent(db: TestDb) {
        let app = TestApp::on(db).await;
        let (anna, cashier) = shop(&app).await;
        let digits = digits(&anna).await;
        cashier.says(&format!("{digits}\n{SALE}")).await.say("Anna").say("Оплата баллами: −200");
        cashier.clicks("✅ Подтвердить").await.say("оформлена: Anna").say("Баланс клиента: 100");
        assert_eq!(main_points(&app, &anna).await, 100_00);
        // The digits were valid for one purchase.
        cashier.says(&format!("/find {digits}")).await.do_not_say("Anna");
    }

    async fn digits_that_found_the_customer_are_consent_for_the_next_sale(db: TestDb) {
        let app = TestApp::on(db).await;
        let (anna, cashier) = shop(&app).await;
        let digits = digits(&anna).await;
        cashier.says(&digits).await.say("Anna");
        cashier.clicks("🛒 Новая накладная").await;
        cashier.says(SALE).await;
        cashier.clicks("➡️ Дальше").await;
        cashier.clicks("💵 Оплачено").await.say("Всё верно?");
        cashier.clicks("✅ Подтвердить").await.say("оформлена: Anna").say("Баланс клиента: 100");
        assert_eq!(main_points(&app, &anna).await, 100_00);
    }

    async fn digits_in_a_forged_button_are_not_consent(db: TestDb) {
        let app = TestApp::on(db).await;
        let (anna, cashier) = shop(&app).await;
        let boris = app.person(Person::new(502, "Boris").language("en"));
        boris.starts().await;
        let digits = digits(&boris).await;
        let customer = app.customer(&anna).await.customer_id;
        cashier.clicks_on(cashier.newest().id, &format!("s:sell:{customer}:{digits}")).await;
        cashier.says(SALE).await;
        cashier.clicks("➡️ Дальше").await;
        cashier.clicks("💵 Оплачено").await.say("Всё верно?");
        cashier.clicks("✅ Подтвердить").await.say("Ждём согласия: Anna, 200 баллов");
        assert_eq!(main_points(&app, &anna).await, 300_00);
    }

    async fn a_customer_found_without_digits_is_asked(db: TestDb) {
        let app = TestApp::on(db).await;
        let (anna, cashier) = shop(&app).await;
        let code = app.customer(&anna).await.code;
        cashier.says(&format!("{code}\n{SALE}")).await.say("Всё верно?");
        cashier.clicks("✅ Подтвердить").await.say("Ждём согласия: Anna, 200 баллов");
        assert_eq!(main_points(&app, &anna).await, 300_00, "nothing happens before the tap");
        anna.reads().say("Spend 200 points on a purchase of 5,000 ₸?");
        anna.clicks("✅ Spend").await.say("Done: 200 points went into the purchase").say("Your balance: 100");
        cashier.reads().say("оформлена: Anna").say("Баланс клиента: 100");
        assert_eq!(main_points(&app, &anna).await, 100_00);
        // The member who asked is the issuer, and can undo the invoice.
        cashier.clicks("↩️ Отменить накладную").await.say("Возврат баллов: +200");
        cashier.clicks("↩️ Да, отменить").await.say("отменена: Anna");
        assert_eq!(main_points(&app, &anna).await, 300_00);
        // A sale without points needs no consent.
        cashier.says(&format!("{code}\nЧайник 5000")).await.say("Всё верно?");
        cashier.clicks("✅ Подтвердить").await.say("оформлена: Anna");
    }

    async fn a_customer_who_declines_keeps_the_points(db: TestDb) {
        let app = TestApp::on(db).await;
        let (anna, cashier) = shop(&app).await;
        let code = app.customer(&anna).await.code;
        cashier.says(&format!("{code}\n{SALE}")).await;
        cashier.clicks("✅ Подтвердить").await;
        let question = anna.newest();
        let yes = question.buttons[0][0].data.clone().unwrap();
        anna.clicks("❌ No").await.say("the points stay yours");
        cashier.reads().say("клиент не согласен");
        anna.clicks_on(question.id, &yes).await;
        assert!(anna.last_toast().contains("You said no already"), "{}", anna.last_toast());
        // A person cannot answer a question to another customer.
        let eve = app.person(Person::new(666, "Eve").language("en"));
        eve.starts().await;
        eve.clicks_on(eve.newest().id, &yes).await.say("not for you");
        assert_eq!(main_points(&app, &anna).await, 300_00);
    }

    async fn a_double_tap_has_one_answer(db: TestDb) {
        let app = TestApp::on(db).await;
        let (anna, cashier) = shop(&app).await;
        let (code, other) = (app.customer(&anna).await.code, app.staff(602, "Другая", Role::Cashier).await);
        let theirs = app.customer(&other).await;
        let mut tx = app.database.db.begin(app.shop).await.unwrap();
        let give = app.operation("give to a member of the staff", Actor::Staff(TelegramId(OWNER), Role::Owner));
        let (wallet, amount) = (PointsWallet::Main, Money::from_minor(300_00));
        points::adjust_points(&mut tx, &give, theirs.customer_id, wallet, Direction::Give, amount, "for a test").await.unwrap();
        tx.commit().await.unwrap();
        for (buyer, code) in [(&anna, code), (&other, theirs.code)] {
            cashier.says(&format!("{code}\n{SALE}")).await;
            cashier.clicks("✅ Подтвердить").await.say("Ждём согласия");
            let question = buyer.newest();
            let yes = question.buttons[0][0].data.clone().unwrap();
            buyer.clicks_on(question.id, &yes).await;
            let answered = buyer.newest().id;
            for _ in 0..2 {
                let again = buyer.clicks_on(question.id, &yes).await.text();
                assert_eq!((again.as_str(), buyer.newest().id), ("", answered), "one answer");
                assert!(!buyer.last_toast().is_empty());
            }
            assert_eq!(main_points(&app, buyer).await, 100_00);
        }
    }

    async fn digits_sent_while_a_sale_waits_complete_it(db: TestDb) {
        let app = TestApp::on(db).await;
        let (anna, cashier) = shop(&app).await;
        let code = app.customer(&anna).await.code;
        cashier.says(&format!("{code}\n{SALE}")).await;
        cashier.clicks("✅ Подтвердить").await
            .say("Ждём согласия: Anna, 200 баллов")
            .say("прислать сюда шесть цифр")
            .do_not_say("/");
        let question = anna.newest();
        let yes = question.buttons[0][0].data.clone().unwrap();
        let cancel = crate::staff_invoice::data(&cashier, "Отменить эту продажу");
        let shown = digits(&anna).await;
        cashier.says(&shown).await.say("оформлена: Anna").say("Баланс клиента: 100");
        anna.reads().say("Your balance: 100");
        anna.clicks_on(question.id, &yes).await;
        assert!(anna.last_toast().contains("You agreed already"), "{}", anna.last_toast());
        cashier.clicks_on(cashier.newest().id, &cancel).await;
        assert!(cashier.last_toast().contains("больше не ждёт"), "{}", cashier.last_toast());
        assert_eq!(main_points(&app, &anna).await, 100_00, "sold once");
    }

    async fn another_sale_to_the_customer_asks_about_the_one_that_waits(db: TestDb) {
        let app = TestApp::on(db).await;
        let (anna, cashier) = shop(&app).await;
        let other = app.staff(602, "Другая", Role::Cashier).await;
        let code = app.customer(&anna).await.code;
        let waits = async || {
            cashier.says(&format!("{code}\n{SALE}")).await;
            cashier.clicks("✅ Подтвердить").await.say("Ждём согласия");
            let question = anna.newest();
            (question.id, question.buttons[0][0].data.clone().unwrap())
        };
        // The whole sale again, by the digits: it is the one that waits.
        let (message, yes) = waits().await;
        let shown = digits(&anna).await;
        cashier.says(&format!("{shown}\n{SALE}")).await
            .say("Anna: продажа на 5 000 ₸ уже ждёт согласия клиента, 200 баллов")
            .do_not_say("Всё верно?");
        cashier.clicks("✅ Завершить ту, что ждёт").await.say("оформлена: Anna").say("Баланс клиента: 100");
        anna.clicks_on(message, &yes).await;
        assert!(anna.last_toast().contains("You agreed already"), "{}", anna.last_toast());
        assert_eq!(main_points(&app, &anna).await, 100_00);

        // Another till: it waits on, and what was typed there is dropped.
        let give = |operation| app.operation(operation, Actor::Staff(TelegramId(OWNER), Role::Owner));
        let mut tx = app.database.db.begin(app.shop).await.unwrap();
        let customer = app.customer(&anna).await.customer_id;
        let (wallet, amount) = (PointsWallet::Main, Money::from_minor(400_00));
        points::adjust_points(&mut tx, &give("more"), customer, wallet, Direction::Give, amount, "for a test").await.unwrap();
        tx.commit().await.unwrap();
        let (message, yes) = waits().await;
        other.says(&format!("{code}\nЧай 700")).await.say("уже ждёт согласия");
        assert!(!other.newest().labels().concat().contains(&"✅ Завершить ту, что ждёт"), "no digits were shown");
        other.clicks("⏳ Пусть ждёт, эту не надо").await.say("Ждём согласия: Anna");
        anna.clicks_on(message, &yes).await.say("Done: 200 points");
        assert_eq!(main_points(&app, &anna).await, 300_00);
        cashier.reads().say("Баланс клиента: 300");

        // The waiting one is cancelled, and the new one goes on.
        let (message, yes) = waits().await;
        other.says(&format!("{code}\nЧай 700")).await.say("уже ждёт согласия");
        other.clicks("✖️ Ту отменить, продать эту").await.say("продажа отменена").say("Всё верно?");
        anna.reads().say("The shop cancelled the purchase");
        cashier.reads().say("Anna: продажу отменил другой сотрудник");
        anna.clicks_on(message, &yes).await.say("The shop has cancelled that purchase");
        other.clicks("✅ Подтвердить").await.say("оформлена: Anna");
        assert_eq!(main_points(&app, &anna).await, 314_00);

        // One that began to wait between the preview and its confirmation.
        other.says(&format!("{code}\nЧай 700")).await.say("Всё верно?");
        let (message, yes) = waits().await;
        other.clicks("✅ Подтвердить").await.say("уже ждёт согласия");
        // And has ended before the answer.
        anna.clicks_on(message, &yes).await.say("Done: 200 points");
        other.clicks("⏳ Пусть ждёт, эту не надо").await.say("больше не ждёт").say("Всё верно?");
    }

    async fn a_sale_that_waits_is_cancelled_by_its_button_or_by_the_command(db: TestDb) {
        let app = TestApp::on(db).await;
        let (anna, cashier) = shop(&app).await;
        let code = app.customer(&anna).await.code;
        for by_button in [true, false] {
            cashier.says(&format!("{code}\n{SALE}")).await;
            cashier.clicks("✅ Подтвердить").await.say("Ждём согласия");
            let question = anna.newest();
            let yes = question.buttons[0][0].data.clone().unwrap();
            if by_button {
                cashier.clicks("✖️ Отменить эту продажу").await.say("Anna: продажа отменена");
            } else {
                cashier.says("/cancel").await.say("Anna: продажа отменена");
            }
            anna.reads().say("The shop cancelled the purchase that you were asked about");
            anna.clicks_on(question.id, &yes).await.say("has cancelled that purchase");
        }
        cashier.says("/cancel").await.do_not_say("Anna");
        assert_eq!(main_points(&app, &anna).await, 300_00);
    }

    async fn a_tap_after_the_seller_has_left_is_answered(db: TestDb) {
        let app = TestApp::on(db).await;
        let (anna, cashier) = shop(&app).await;
        let code = app.customer(&anna).await.code;
        cashier.says(&format!("{code}\n{SALE}")).await;
        cashier.clicks("✅ Подтвердить").await;
        let mut tx = app.database.db.begin(app.shop).await.unwrap();
        let owner = app.operation("dismiss", Actor::Staff(TelegramId(OWNER), Role::Owner));
        service::staff::dismiss(&mut tx, &owner, TelegramId(601)).await.unwrap();
        tx.commit().await.unwrap();
        let before = cashier.reads().text();
        anna.clicks("✅ Spend").await.say("the seller who asked can’t finish it any more").do_not_say("Only staff");
        assert_eq!(cashier.reads().text(), before, "who has left is told nothing");
        assert_eq!(main_points(&app, &anna).await, 300_00);
        // The purchase is made by another member of the staff.
        let other = app.staff(602, "Другая", Role::Cashier).await;
        other.says(&format!("{code}\n{SALE}")).await.say("Всё верно?");
        other.clicks("✅ Подтвердить").await.say("Ждём согласия");
        anna.clicks("✅ Spend").await.say("Done: 200 points");
    }

    async fn both_are_told_where_the_points_are_spent_before_the_confirmation(db: TestDb) {
        let app = TestApp::on(db).await;
        let (anna, cashier) = shop(&app).await;
        let customer = app.customer(&anna).await;
        cashier.says(&format!("{}\n{SALE}", customer.code)).await;
        cashier.clicks("✅ Подтвердить").await;
        let question = anna.newest();
        let yes = question.buttons[0][0].data.clone().unwrap();
        let mut tx = app.database.db.begin(app.shop).await.unwrap();
        let owner = app.operation("take", Actor::Staff(TelegramId(OWNER), Role::Owner));
        let (wallet, amount) = (PointsWallet::Main, Money::from_minor(150_00));
        let taken =
            points::adjust_points(&mut tx, &owner, customer.customer_id, wallet, Direction::Take, amount, "mistake").await;
        taken.unwrap();
        tx.commit().await.unwrap();

        anna.clicks("✅ Spend").await.say("There are not that many points. Available: 150");
        cashier.reads().say("Anna: клиент согласен, но покупка не прошла, накладной нет.").say("Доступно: 150");
        assert_eq!(main_points(&app, &anna).await, 150_00);
        let before = cashier.reads().text();
        anna.clicks_on(question.id, &yes).await.say("That purchase did not go through");
        assert_eq!(cashier.reads().text(), before);
    }

    async fn staff_are_told_when_the_question_expires(db: TestDb) {
        let app = TestApp::on(db).await;
        let (anna, cashier) = shop(&app).await;
        let code = app.customer(&anna).await.code;
        cashier.says(&format!("{code}\n{SALE}")).await;
        cashier.clicks("✅ Подтвердить").await;
        app.clock.advance(Duration::minutes(3));
        for _ in 0..2 {
            crate::jobs::run_all(&app.database.db, app.shop, app.clock.now()).await.unwrap();
        }
        app.wait_until_idle().await;
        cashier.reads().say("Anna: ответа не было три минуты");
        assert_eq!(cashier.reads().text().matches("ответа не было").count(), 1);
        anna.clicks("✅ Spend").await.say("Time is over");
        assert_eq!(main_points(&app, &anna).await, 300_00);
    }

    async fn who_is_no_longer_staff_is_not_told_when_the_question_expires(db: TestDb) {
        let app = TestApp::on(db).await;
        let (anna, cashier) = shop(&app).await;
        let code = app.customer(&anna).await.code;
        cashier.says(&format!("{code}\n{SALE}")).await;
        cashier.clicks("✅ Подтвердить").await;
        let mut raw = app.database.raw().await;
        raw.run("DELETE FROM staff WHERE telegram_id = 601").await;
        app.clock.advance(Duration::minutes(3));
        crate::jobs::run_all(&app.database.db, app.shop, app.clock.now()).await.unwrap();
        app.wait_until_idle().await;
        assert_eq!(raw.number("SELECT COUNT(*) FROM consents WHERE state = 'expired'").await, 1);
        cashier.reads().do_not_say("ответа не было");
    }

    async fn digits_cannot_be_guessed(db: TestDb) {
        let app = TestApp::on(db).await;
        let (anna, cashier) = shop(&app).await;
        for guess in 0..10 {
            cashier.says(&format!("/find 00000{guess}")).await.do_not_say("Слишком много");
        }
        let card = anna.says("/card").await.text();
        let (_, digits) = card.split_once("say the digits: ").unwrap();
        cashier.says(&format!("/find {}", digits.lines().next().unwrap())).await.say("Слишком много неверных цифр");
        app.clock.advance(Duration::minutes(10));
        let card = anna.says("/card").await.text();
        let (_, digits) = card.split_once("say the digits: ").unwrap();
        cashier.says(&format!("/find {}", digits.lines().next().unwrap())).await.say("Anna");
    }
}
