//! Conversations of staff that are interrupted: what was typed is kept, and offered.

use chrono::Duration;
use kopilka::{domain::Role, sandbox::Person};

use crate::{
    app::{Chat, TestApp},
    on_both,
    staff_refund::sell,
};

/// The newest offer to go on: its message, and the data of its two buttons.
fn offer(chat: &Chat<'_>) -> (i64, String, String) {
    let seen = chat.reads().find("Не закончено");
    let data = |column: usize| seen.buttons[0][column].data.clone().unwrap();
    (seen.id, data(0), data(1))
}

on_both! {
    async fn what_was_typed_is_offered_again_after_an_interruption(db: TestDb) {
        let app = TestApp::on(db).await;
        let anna = app.person(Person::new(501, "Anna").language("en"));
        anna.starts().await;
        let code = app.customer(&anna).await.code;
        let owner = app.staff(601, "Хозяйка", Role::Owner).await;
        let number = sell(&app, &owner, &format!("/invoice {code}\nЧайник 10000")).await;
        let begun = [
            (vec![format!("/invoice {code}"), "Чай 350\nКофе 400".to_owned()], "🛒 Новая накладная", "Итого: 750 ₸"),
            (vec![format!("/invoice {code}\nЧай 2 x 350")], "🛒 Новая накладная", "Всё верно?"),
            (vec!["/invoice Незнакомый\nЧай 100".to_owned()], "🛒 Новая накладная", "Кто покупает?"),
            (vec![format!("/refund {number}"), "100".to_owned()], "↩️ Возврат покупки", "Почему?"),
            (vec![format!("/bonus {code} +500")], "⭐ Баллы клиента", "За что?"),
            (vec![format!("/debt {code} +100 до пятницы")], "📒 Долг клиента", "до пятницы"),
            (vec!["/new +7 700 123 45 67".to_owned()], "➕ Новый клиент", "Как зовут клиента"),
        ];
        // A key of the menu, a command, a button of another screen.
        let interruptions = ["🔎 Найти клиента", "/balance", "s:sell"];
        for (typed, name, asks) in &begun {
            for interruption in interruptions {
                for text in typed {
                    owner.says(text).await;
                }
                let answers = match interruption {
                    "s:sell" => owner.clicks_on(owner.newest().id, interruption).await,
                    text => owner.says(text).await,
                };
                answers.say(&format!("Не закончено: {name}"));
                let (message, go_on, _) = offer(&owner);
                owner.clicks_on(message, &go_on).await.say(asks).do_not_say("Не закончено");
                owner.clicks_on(message, &go_on).await;
                assert!(owner.last_toast().contains("устарела"), "it is under way again: {name}");
                owner.says("/cancel").await.say("Ничего не изменилось").do_not_say("Не закончено");
            }
        }
    }

    async fn an_interrupted_conversation_is_finished_like_any_other(db: TestDb) {
        let app = TestApp::on(db).await;
        let anna = app.person(Person::new(501, "Anna").language("en"));
        anna.starts().await;
        let boris = app.person(Person::new(502, "Boris").language("en"));
        boris.starts().await;
        let (code, other) = (app.customer(&anna).await.code, app.customer(&boris).await.code);
        let cashier = app.staff(601, "Касса", Role::Cashier).await;
        cashier.says(&format!("/invoice {code}\nЧай 350")).await;
        // A sale to another customer comes between, and is finished first.
        cashier.says(&format!("/invoice {other}\nКофе 400")).await.say("Не закончено").say("Boris").say("Всё верно?");
        let (message, go_on, _) = offer(&cashier);
        cashier.clicks("✅ Подтвердить").await.say("оформлена: Boris").do_not_say("Не закончено");
        cashier.clicks_on(message, &go_on).await.say("Anna").say("К оплате: 350 ₸");
        cashier.clicks("✅ Подтвердить").await.say("оформлена: Anna").do_not_say("Не закончено");
        assert_eq!((app.balances(&anna).await.main.minor(), app.balances(&boris).await.main.minor()), (7_00, 8_00));
    }

    async fn what_was_kept_is_dropped_by_its_button_or_after_an_hour(db: TestDb) {
        let app = TestApp::on(db).await;
        let anna = app.person(Person::new(501, "Anna").language("en"));
        anna.starts().await;
        let code = app.customer(&anna).await.code;
        let cashier = app.staff(601, "Касса", Role::Cashier).await;
        // Nothing was typed: nothing is offered.
        for begun in ["/invoice", &format!("/invoice {code}"), "/new", "/find", "/debt"] {
            cashier.says(begun).await;
            cashier.says("/balance").await.do_not_say("Не закончено");
        }
        // Two are kept; one is dropped, the other is still there.
        cashier.says(&format!("/invoice {code}\nЧай 350")).await;
        cashier.says("/new +7 700 123 45 67").await;
        let (first, go_on, _) = offer(&cashier);
        cashier.says("/balance").await.say("Не закончено: ➕ Новый клиент");
        let (second, register, drop) = offer(&cashier);
        cashier.clicks_on(second, &drop).await.say("Больше не хранится: ➕ Новый клиент");
        cashier.clicks_on(second, &register).await;
        assert!(cashier.last_toast().contains("устарела"));
        cashier.clicks_on(first, &go_on).await.say("К оплате: 350 ₸");
        cashier.says("/balance").await.say("Не закончено");
        let (message, go_on, _) = offer(&cashier);
        app.clock.advance(Duration::hours(1));
        cashier.clicks_on(message, &go_on).await;
        assert!(cashier.last_toast().contains("устарела"));
        // One who has left the staff gets nothing of it.
        cashier.says(&format!("/invoice {code}\nЧай 350")).await;
        cashier.says("/balance").await;
        let (message, go_on, _) = offer(&cashier);
        let mut tx = app.database.db.begin(app.shop).await.unwrap();
        let owner = kopilka::domain::Actor::Staff(kopilka::domain::TelegramId(crate::app::OWNER), Role::Owner);
        let dismiss = app.operation("dismiss", owner);
        kopilka::service::staff::dismiss(&mut tx, &dismiss, kopilka::domain::TelegramId(601)).await.unwrap();
        tx.commit().await.unwrap();
        cashier.clicks_on(message, &go_on).await.do_not_say("Anna");
    }
}
