//! Notices are the same whether the action came from the chat or from elsewhere: each test does it in the chat and by the service.

use kopilka::{
    domain::{Actor, CustomerId, Draft, Line, Money, PointsWallet, Quantity, RefundScope, Role, TelegramId},
    messages::{
        ShopFormat,
        receipt::Sale,
        refund::{Cause, Refund},
    },
    notices,
    sandbox::Person,
    service::{
        Operation, debts, invoices,
        points::{self, Direction},
        refunds,
    },
    storage::Tx,
};

use crate::{
    app::{Chat, TestApp},
    on_both,
};

const MANAGER: i64 = 601;

/// A manager in the chat, and two customers who are alike: one is served in the chat, the other through the service.
async fn cast(app: &TestApp) -> (Chat<'_>, Chat<'_>, Chat<'_>) {
    let manager = app.staff(MANAGER, "Касса", Role::Manager).await;
    let in_chat = app.person(Person::new(501, "Anna").language("en"));
    in_chat.starts().await;
    let elsewhere = app.person(Person::new(502, "Anna").language("en"));
    elsewhere.starts().await;
    (manager, in_chat, elsewhere)
}

fn format() -> ShopFormat {
    ShopFormat { currency: "KZT".parse().unwrap(), timezone: chrono_tz::Asia::Almaty }
}

fn operation(app: &TestApp, name: &str) -> Operation {
    app.operation(name, Actor::Staff(TelegramId(MANAGER), Role::Manager))
}

async fn begin(app: &TestApp) -> Tx {
    app.database.db.begin(app.shop).await.unwrap()
}

/// The newest message, without the number of an invoice.
fn told(chat: &Chat<'_>) -> String {
    let is_number = |word: &str| word.len() == 8 && word.bytes().all(|byte| byte.is_ascii_hexdigit());
    chat.newest()
        .html
        .split('\n')
        .map(|line| {
            line.split_inclusive(|character: char| !character.is_ascii_alphanumeric())
                .map(|word| {
                    if is_number(word.trim_end_matches(|character: char| !character.is_ascii_alphanumeric())) {
                        "NUMBER "
                    } else {
                        word
                    }
                })
                .collect::<String>()
        })
        .collect::<Vec<_>>()
        .join("\n")
}

async fn sell(app: &TestApp, customer: CustomerId) -> invoices::Issued {
    let mut tx = begin(app).await;
    let lines = vec![Line::new("Чайник", Quantity::ONE, Money::from_minor(5000_00))];
    let draft = Draft { lines, redemption: None, coupons: Vec::new(), on_credit: false };
    let chance = kopilka::clock::SeededChance::new(77);
    let issued = invoices::issue_invoice(&mut tx, &operation(app, "till: 1"), &chance, customer, &draft).await.unwrap();
    let now = kopilka::clock::Clock::now(app.clock.as_ref());
    let sale = Sale::read(&mut tx, customer, &draft, &issued, now).await.unwrap();
    notices::sale::issued(&mut tx, now, format(), &sale).await.unwrap();
    tx.commit().await.unwrap();
    app.wait_until_idle().await;
    issued
}

async fn sell_in_chat(app: &TestApp, manager: &Chat<'_>, customer: &Chat<'_>) {
    let code = app.customer(customer).await.code;
    manager.says(&format!("{code}\nЧайник 5000")).await;
    manager.clicks("✅ Подтвердить").await.say("оформлена");
}

on_both! {
    async fn a_sale(db: TestDb) {
        let app = TestApp::on(db).await;
        let (manager, in_chat, elsewhere) = cast(&app).await;
        sell_in_chat(&app, &manager, &in_chat).await;
        sell(&app, app.customer(&elsewhere).await.customer_id).await;
        assert!(told(&in_chat).contains("Чайник"), "{}", told(&in_chat));
        assert_eq!(told(&elsewhere), told(&in_chat));
        assert_eq!(elsewhere.newest().buttons, in_chat.newest().buttons);
    }

    async fn a_reward_for_the_referrer(db: TestDb) {
        let app = TestApp::on(db).await;
        let (manager, in_chat, elsewhere) = cast(&app).await;
        for (referrer, friend, id) in [(&in_chat, 503, 1), (&elsewhere, 504, 2)] {
            app.clock.advance(chrono::Duration::seconds(1));
            let friend = app.person(Person::new(friend, "Vera").language("en"));
            friend.opens_link(&format!("PROMO{}", app.customer(referrer).await.code)).await;
            assert!(told(referrer).contains("Vera"), "the friend came: {}", told(referrer));
            if id == 1 {
                sell_in_chat(&app, &manager, &friend).await;
            } else {
                sell(&app, app.customer(&friend).await.customer_id).await;
            }
        }
        assert!(told(&in_chat).contains("250"), "{}", told(&in_chat));
        assert_eq!(told(&elsewhere), told(&in_chat));
    }

    async fn a_refund(db: TestDb) {
        let app = TestApp::on(db).await;
        let (manager, in_chat, elsewhere) = cast(&app).await;
        sell_in_chat(&app, &manager, &in_chat).await;
        let issued = sell(&app, app.customer(&elsewhere).await.customer_id).await;
        let code = app.customer(&in_chat).await.code;
        manager.says(&format!("/refund {code}")).await;
        let invoice = manager.newest().buttons[0][0].label.clone();
        manager.clicks(&invoice).await;
        let rest = manager.newest().buttons[0][0].label.clone();
        manager.clicks(&rest).await;
        manager.says("broken").await;
        manager.clicks("✅ Подтвердить").await;

        let mut tx = begin(&app).await;
        let now = kopilka::clock::Clock::now(app.clock.as_ref());
        let operation = operation(&app, "till: 2");
        let refunded =
            refunds::refund_invoice(&mut tx, &operation, issued.invoice_id, &RefundScope::Rest, "broken").await.unwrap();
        let refund = Refund::read(&mut tx, &refunded.quote, Cause::Reason("broken"), now).await.unwrap();
        notices::refund::refunded(&mut tx, now, format(), &refund).await.unwrap();
        tx.commit().await.unwrap();
        app.wait_until_idle().await;
        assert!(told(&in_chat).contains("broken"), "{}", told(&in_chat));
        assert_eq!(told(&elsewhere), told(&in_chat));
    }

    async fn points_and_debts(db: TestDb) {
        let app = TestApp::on(db).await;
        let (manager, in_chat, elsewhere) = cast(&app).await;
        let code = app.customer(&in_chat).await.code;
        let customer = app.customer(&elsewhere).await;
        let id = customer.customer_id;
        let now = kopilka::clock::Clock::now(app.clock.as_ref());

        manager.says(&format!("/bonus {code} +500 for a review")).await;
        manager.clicks("✅ Подтвердить").await;
        let mut tx = begin(&app).await;
        let (wallet, direction, amount, reason) =
            (PointsWallet::Main, Direction::Give, Money::from_minor(500_00), "for a review");
        let given = operation(&app, "till: 3");
        let balance = points::adjust_points(&mut tx, &given, id, wallet, direction, amount, reason).await.unwrap();
        let change = notices::points::Change { wallet, direction, amount, reason, balance };
        notices::points::changed(&mut tx, now, &customer, &change).await.unwrap();
        tx.commit().await.unwrap();
        app.wait_until_idle().await;
        assert!(told(&in_chat).contains("for a review"), "{}", told(&in_chat));
        assert_eq!(told(&elsewhere), told(&in_chat));

        manager.says(&format!("/debt {code} +700 for tea")).await;
        manager.clicks("✅ Подтвердить").await;
        let mut tx = begin(&app).await;
        let amount = Money::from_minor(700_00);
        let owed = debts::add_debt(&mut tx, &operation(&app, "till: 4"), id, amount, "for tea").await.unwrap();
        let change = notices::debt::Change { amount, owed, note: "for tea" };
        notices::debt::added(&mut tx, now, format(), &customer, &change).await.unwrap();
        tx.commit().await.unwrap();
        app.wait_until_idle().await;
        assert!(told(&in_chat).contains("700"), "{}", told(&in_chat));
        assert_eq!(told(&elsewhere), told(&in_chat));

        manager.says(&format!("/debt {code} -300")).await;
        manager.clicks("✅ Подтвердить").await;
        let mut tx = begin(&app).await;
        let amount = Money::from_minor(300_00);
        let owed = debts::repay_debt(&mut tx, &operation(&app, "till: 5"), id, amount, "").await.unwrap();
        let change = notices::debt::Change { amount, owed, note: "" };
        notices::debt::repaid(&mut tx, now, format(), &customer, &change).await.unwrap();
        tx.commit().await.unwrap();
        app.wait_until_idle().await;
        assert!(told(&in_chat).contains("400"), "{}", told(&in_chat));
        assert_eq!(told(&elsewhere), told(&in_chat));
    }
}
