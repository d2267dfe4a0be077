//! Staff undo their own invoices.

use chrono::Duration;
use kopilka::{domain::Role, sandbox::Person};

use crate::{
    app::TestApp,
    on_both,
    staff_invoice::data,
    staff_refund::{TAPS, balances, sell},
};

on_both! {
    async fn an_invoice_is_undone_by_its_issuer(db: TestDb) {
        let app = TestApp::on(db).await;
        let bella = app.person(Person::new(502, "Bella").language("en"));
        bella.starts().await;
        app.clock.advance(Duration::minutes(1));
        let promo = app.customer(&bella).await.code.promo();
        let anna = app.person(Person::new(501, "Anna").language("en"));
        anna.opens_link(&promo.to_string()).await;
        let code = app.customer(&anna).await.code;
        let cashier = app.staff(601, "Касса", Role::Cashier).await;
        let other = app.staff(602, "Другая", Role::Manager).await;
        let number = sell(&app, &cashier, &format!("/invoice {code}\n{TAPS}\nbonus 50")).await;
        assert_eq!((balances(&app, &anna).await, balances(&app, &bella).await), ((0, 0, 0), (0, 985_00, 0)));
        let (receipt, undo) = (cashier.newest().id, data(&cashier, "Отменить накладную"));

        // The first press only asks.
        cashier.clicks("↩️ Отменить накладную").await
            .say(&format!("Отменить накладную {number}?"))
            .say("Смеситель")
            .say("Оплачено баллами: 50 баллов");
        assert_eq!(cashier.newest().id, receipt, "the receipt itself asks");
        cashier.clicks("Нет, оставить").await.say(&format!("Накладная {number}")).do_not_say("Отменить накладную");
        assert_eq!(balances(&app, &anna).await, (0, 0, 0));
        cashier.clicks("↩️ Отменить накладную").await;
        let yes = data(&cashier, "Да, отменить");

        // Neither another member of the staff nor the customer.
        for data in [&undo, &yes] {
            other.clicks_on(other.newest().id, data).await.say("только накладную, которую оформили вы");
            anna.clicks_on(anna.newest().id, data).await.say("right role");
        }
        assert_eq!(balances(&app, &anna).await, (0, 0, 0));

        cashier.clicks("↩️ Да, отменить").await
            .say(&format!("Накладная {number} отменена: Anna"))
            .say("Возврат деньгами: 19 650 ₸\n⭐ Возврат баллов: +50")
            .say("Награда пригласившего друга, Bella: −985")
            .say("Баланс клиента: 50");
        anna.reads().say(&format!("Invoice {number} has been cancelled")).say("Points back: +50").do_not_say("Reason");
        bella.reads().say("Your friend Anna returned a purchase. Taken back from your reward: 985 points");
        assert_eq!((balances(&app, &anna).await, balances(&app, &bella).await), ((50_00, 0, 0), (0, 0, 0)));
        let told = anna.newest().id;
        for data in [&yes, &yes.rsplit_once(':').unwrap().0.replace(":yes", ":no")] {
            cashier.clicks_on(receipt, data).await;
            assert!(cashier.last_toast().contains("уже сделано"), "{}", cashier.last_toast());
        }
        cashier.clicks_on(receipt, &undo).await.say("возвращать больше нечего").say("Возвращена целиком");
        assert_eq!((balances(&app, &anna).await, anna.newest().id), ((50_00, 0, 0), told));
    }

    async fn an_undo_that_does_something_else_by_now_is_asked_again(db: TestDb) {
        let app = TestApp::on(db).await;
        let bella = app.person(Person::new(502, "Bella").language("en"));
        bella.starts().await;
        app.clock.advance(Duration::minutes(1));
        let promo = app.customer(&bella).await.code.promo();
        let anna = app.person(Person::new(501, "Anna").language("en"));
        anna.opens_link(&promo.to_string()).await;
        let (code, friend) = (app.customer(&anna).await.code, app.customer(&bella).await.code);
        let cashier = app.staff(601, "Касса", Role::Cashier).await;
        let other = app.staff(602, "Другая", Role::Cashier).await;
        sell(&app, &cashier, &format!("/invoice {code}\nЧайник 10000")).await;
        let receipt = cashier.newest().id;
        cashier.clicks("↩️ Отменить накладную").await
            .say("Отмена начисления: −200")
            .say("Награда пригласившего друга, Bella: −500")
            .do_not_say("Уже использовано");
        let shown = data(&cashier, "Да, отменить");
        // Both spend what would be taken back.
        sell(&app, &other, &format!("/invoice {code}\nЧай 1000\nbonus 240")).await;
        sell(&app, &other, &format!("/invoice {friend}\nЧай 1000\nreferral 100")).await;

        cashier.clicks("↩️ Да, отменить").await
            .say("расчёт возврата изменился")
            .say("Уже использовано: 190 баллов")
            .say("Из неё уже использовано: 100 баллов");
        assert_eq!((balances(&app, &anna).await.0, balances(&app, &bella).await.1), (10_00, 400_00), "nothing is undone");
        // What was shown first is not confirmed by its old button, nor by one without what was shown.
        let without = shown.rsplit_once(':').unwrap().0.to_owned();
        for old in [&shown, &without] {
            cashier.clicks_on(receipt, old).await;
            assert_eq!(balances(&app, &anna).await.0, 10_00);
        }
        cashier.clicks("↩️ Да, отменить").await.say("отменена: Anna");
        assert_eq!((balances(&app, &anna).await.0, balances(&app, &bella).await.1), (-190_00, -100_00));
    }

    async fn an_invoice_cannot_be_undone_after_five_minutes(db: TestDb) {
        let app = TestApp::on(db).await;
        let anna = app.person(Person::new(501, "Anna").language("en"));
        anna.starts().await;
        let code = app.customer(&anna).await.code;
        let cashier = app.staff(601, "Касса", Role::Cashier).await;
        let manager = app.staff(602, "Менеджер", Role::Manager).await;
        for (seller, can_refund) in [(&cashier, false), (&manager, true)] {
            let before = balances(&app, &anna).await.0;
            sell(&app, seller, &format!("/invoice {code}\nЧай 700")).await;
            let receipt = seller.newest().id;
            let late = data(seller, "Отменить накладную");
            seller.clicks("↩️ Отменить накладную").await;
            app.clock.advance(Duration::minutes(5) + Duration::seconds(1));
            seller.clicks("↩️ Да, отменить").await.say("в течение 5 минут").say("Чай").do_not_say("отменена");
            assert_eq!(seller.newest().id, receipt);
            assert_eq!(seller.newest().labels().concat().contains(&"↩️ Возврат"), can_refund);
            assert!(!seller.newest().labels().concat().contains(&"↩️ Отменить накладную"));
            seller.clicks_on(receipt, &late).await.do_not_say("отменена");
            assert_eq!(balances(&app, &anna).await.0, before + 14_00);
        }
        manager.clicks("↩️ Возврат").await.say("Что возвращаем?");
    }

    async fn the_card_counts_the_invoices_that_stand(db: TestDb) {
        let app = TestApp::on(db).await;
        let anna = app.person(Person::new(501, "Anna").language("en"));
        anna.starts().await;
        let code = app.customer(&anna).await.code;
        let manager = app.staff(602, "Менеджер", Role::Manager).await;
        for standing in [0, 1] {
            sell(&app, &manager, &format!("/invoice {code}\nЧай 700")).await;
            manager.clicks("↩️ Отменить накладную").await;
            manager.clicks("↩️ Да, отменить").await;
            manager.says(code.as_str()).await.say(&format!("Накладных: {standing}, друзей: 0"));
            let list = manager.clicks("🧾 Накладные").await;
            list.say(&format!("Накладных: {standing}, возвращено целиком: {}", standing + 1));
            sell(&app, &manager, &format!("/invoice {code}\nКофе 500")).await;
        }
        // Refunded in part, it stands.
        let number = sell(&app, &manager, &format!("/invoice {code}\nСок 300")).await;
        manager.says(&format!("/refund {number}")).await;
        manager.says("100").await;
        manager.clicks("Брак").await;
        manager.clicks("✅ Подтвердить").await;
        manager.says(code.as_str()).await.say("Накладных: 3, друзей: 0");
        manager.clicks("🧾 Накладные").await.say("Накладных: 3, возвращено целиком: 2");
        anna.says("/invoices").await.say("5 in all");
    }
}
