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
        anna.clicks_on(question.id, &yes).await.say("You said no already");
        // A person cannot answer a question to another customer.
        let eve = app.person(Person::new(666, "Eve").language("en"));
        eve.starts().await;
        eve.clicks_on(eve.newest().id, &yes).await.say("not for you");
        assert_eq!(main_points(&app, &anna).await, 300_00);
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
