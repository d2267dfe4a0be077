//! Staff sell in one message that can be read in two ways: the bot asks, and never guesses.

use kopilka::{
    domain::{Money, PointsWallet, Role},
    sandbox::Person,
};

use crate::{
    app::{Chat, TestApp},
    on_both,
    staff_invoice::{data, give},
};

/// A shop with a customer Anna and a cashier; Anna's code.
pub(crate) async fn shop(app: &TestApp) -> (Chat<'_>, Chat<'_>, String) {
    let anna = app.person(Person::new(501, "Anna").language("en"));
    anna.starts().await;
    let cashier = app.staff(601, "Касса", Role::Cashier).await;
    let code = app.customer(&anna).await.code.to_string();
    (anna, cashier, code)
}

on_both! {
    async fn a_line_with_two_readings_is_asked_about(db: TestDb) {
        let app = TestApp::on(db).await;
        let (_anna, cashier, code) = shop(&app).await;
        cashier.says(&format!("/invoice {code}\nКофе 400\nЧай 350 x 2\nСок 100")).await
            .say("Строку 3 можно прочитать по-разному: Чай 350 x 2");
        assert_eq!(cashier.newest().labels().concat()[..2], ["Чай: 2 × 350 ₸ = 700 ₸", "Чай: 350 × 2 ₸ = 700 ₸"]);
        // Something else does not end the question.
        cashier.after(|actor| actor.sends_sticker()).await.say("Строку 3");
        let old = (cashier.newest().id, data(&cashier, "2 ×"));
        cashier.clicks("Чай: 2 × 350 ₸ = 700 ₸").await
            .say("• Кофе: 400 ₸\n• Чай: 2 × 350 ₸ = 700 ₸\n• Сок: 100 ₸")
            .say("Всё верно?");
        cashier.clicks_on(old.0, &old.1).await;
        assert!(cashier.last_toast().contains("устарела"), "{}", cashier.last_toast());
        cashier.clicks("✅ Подтвердить").await.say("оформлена: Anna");
    }

    async fn an_unclear_line_may_be_typed_anew(db: TestDb) {
        let app = TestApp::on(db).await;
        let (_anna, cashier, code) = shop(&app).await;
        cashier.says(&format!("{code}\nЧай 350, Кофе 400\nШуруп 4x40 500")).await.say("Строку 2");
        cashier.says("Чай").await.say("Не вижу цены");
        cashier.says("Чай 350; Кофе 2 x 400").await.say("Строку 3");
        cashier.clicks("Шуруп 4x40: 500 ₸").await
            .say("• Чай: 350 ₸\n• Кофе: 2 × 400 ₸ = 800 ₸\n• Шуруп 4x40: 500 ₸");
        // While a line is asked about, a whole new sale takes the place of the old one.
        cashier.says(&format!("{code}\nЧай 350 x 2")).await.say("по-разному");
        cashier.says(&format!("{code} Кофе 300")).await.say("К оплате: 300 ₸").do_not_say("Чай");
        cashier.says(&format!("{code}\nКарта бонус 200")).await.say("Строку 2 можно прочитать по-разному");
        cashier.clicks("✖️ Отмена").await.say("отменили");
    }

    async fn points_are_spent_and_never_sold(db: TestDb) {
        let app = TestApp::on(db).await;
        let (anna, cashier, code) = shop(&app).await;
        give(&app, &anna, PointsWallet::Main, 1000_00).await;
        for line in ["бонус — 200", "баллы 200", "списать 200", "200 баллов", "ballar: 200"] {
            cashier.says(&format!("/invoice {code}\nЧай 1000\n{line}")).await.say("Оплата баллами: −200").say("К оплате: 800 ₸");
        }
        cashier.says(&format!("/invoice {code}\nЧай 1000\nскидка 200")).await.say("Скидку отдельной строкой");
        cashier.says(&format!("/invoice {code}\nЧай 1000\nИтого 1100")).await.say("Итог я считаю сам");
        cashier.says(&format!("/invoice {code}\nЧай 1000\nИтого 1000")).await.say("К оплате: 1 000 ₸").say("Всё верно?");
        cashier.says(&format!("{code} Товар 5000 бонус 200")).await.say("• Товар: 5 000 ₸").say("Оплата баллами: −200");
        cashier.says(&format!("{code}\nЧай 1000\nбонус 1,50")).await.say("Оплата баллами: −1,50");
        cashier.says(&format!("{code}\nЧай 1000\nбонус 1,500")).await.say("по-разному");
        assert_eq!(app.balances(&anna).await.main, Money::from_minor(1000_00));
    }

    async fn a_name_beside_a_code_names_the_customer(db: TestDb) {
        let app = TestApp::on(db).await;
        let (_anna, cashier, code) = shop(&app).await;
        for first in ["Anna {}", "anna, {}", "Anna · {}", "🧾 Anna, {}", "№ {}", "код {}", "{}, Anna", "{} Anna", "{},"] {
            let first = first.replace("{}", &code);
            cashier.says(&format!("/invoice {first}\nЧай 350")).await
                .say(&format!("Anna, {code}")).say("К оплате: 350 ₸").say("Всё верно?");
            cashier.says(&format!("{first}\nЧай 350")).await.say("К оплате: 350 ₸").say("Всё верно?");
        }
        // Another name than the customer's.
        cashier.says(&format!("/invoice {code}, Bella\nЧай 350")).await.say("Я не уверен в строке 1");
        cashier.clicks(&format!("👤 Anna, {code}")).await.say("К оплате: 350 ₸");
        cashier.says(&format!("/invoice Bella {code}\nЧай 350")).await.say("по-разному");
        cashier.clicks(&format!("👤 Anna, {code}")).await.say("К оплате: 350 ₸");
        // A price is no customer, and a customer no price.
        cashier.says("/invoice Телевизор 99999\nЧай 350").await
            .say("Строку 1 можно прочитать по-разному: Телевизор 99999");
        assert_eq!(cashier.newest().labels().concat()[..2], ["Телевизор: 99 999 ₸", "не товар, убрать строку"]);
        cashier.clicks("Телевизор: 99 999 ₸").await.say("Кто покупает?");
        cashier.says(&format!("Anna, {code}")).await.say("• Телевизор: 99 999 ₸\n• Чай: 350 ₸").say("Всё верно?");
    }

    async fn a_misspelled_code_beside_a_name_is_no_price(db: TestDb) {
        let app = TestApp::on(db).await;
        let (_anna, cashier, code) = shop(&app).await;
        cashier.says("/invoice Anna 99999\nЧай 350").await.say("Строку 1 можно прочитать по-разному");
        assert_eq!(
            cashier.newest().labels().concat()[..2],
            [format!("👤 Anna, {code}"), "не товар, убрать строку".to_owned()]
        );
        cashier.clicks(&format!("👤 Anna, {code}")).await.say("К оплате: 350 ₸").do_not_say("99 999");
        cashier.says("/invoice Anna 99999\nЧай 350").await.say("Строку 1");
        cashier.clicks("не товар, убрать строку").await.say("Кто покупает?");
    }

    async fn a_way_of_paying_is_no_item(db: TestDb) {
        let app = TestApp::on(db).await;
        let (_anna, cashier, code) = shop(&app).await;
        cashier.says(&format!("{code}\nЧай 500\nналичные 1000")).await.say("Строку 3 можно прочитать по-разному");
        cashier.clicks("не товар, убрать строку").await.say("• Чай: 500 ₸").say("К оплате: 500 ₸");
        cashier.says(&format!("{code}\nЧай 500\nаванс 200")).await.say("Как оплачено, я не записываю");
        cashier.says(&format!("{code} 5000 наличными")).await.say("• Покупка: 5 000 ₸").say("Всё верно?");
        // A total typed below the items of before is theirs.
        cashier.says(&format!("/invoice {code}")).await.say("Что продаём?");
        cashier.says("Чай 300").await.say("Итого: 300 ₸");
        cashier.says("Кофе 200\nИтого 500").await.say("Итого: 500 ₸");
        cashier.says("Итого 900").await.say("Итог я считаю сам");
    }

    async fn of_two_codes_the_cards_decide(db: TestDb) {
        let app = TestApp::on(db).await;
        let (_anna, cashier, code) = shop(&app).await;
        cashier.says(&format!("{code} 50000")).await.say("• Покупка: 50 000 ₸").say("Всё верно?");
        cashier.says(&format!("5000 {code}")).await.say("Я не уверен в строке 1");
        cashier.clicks(&format!("👤 Anna, {code}; Покупка: 5 000 ₸")).await.say("К оплате: 5 000 ₸");
    }

    async fn a_code_and_a_sum_are_a_sale(db: TestDb) {
        let app = TestApp::on(db).await;
        let (_anna, cashier, code) = shop(&app).await;
        for text in ["/invoice {} 5000", "{} 5000", "{}\n5 000 ₸", "/invoice {}\n5000"] {
            cashier.says(&text.replace("{}", &code)).await
                .say("• Покупка: 5 000 ₸").say("К оплате: 5 000 ₸").say("Всё верно?");
        }
        cashier.says(&format!("/invoice {code}")).await.say("Что продаём?");
        cashier.says("700").await.say("• Покупка: 700 ₸");
        cashier.says("700").await.say("Итог я считаю сам");
        cashier.says("Чай 300").await.say("Итого: 1 000 ₸");
        cashier.clicks("➡️ Дальше").await.say("Оплачено?");
        cashier.clicks("💵 Оплачено").await.say("Всё верно?");
    }

    async fn a_whole_sale_is_read_while_the_customer_is_asked_for(db: TestDb) {
        let app = TestApp::on(db).await;
        let (_anna, cashier, code) = shop(&app).await;
        cashier.says("/invoice").await.say("Кто покупает?");
        cashier.says(&format!("{code}\nЧай 350\nдолг")).await.say("В долг: 350 ₸");
        // Also where goods wait for their customer.
        cashier.says("/invoice 99999\nКофе 200").await.say("Товары я запомнил");
        cashier.says(&format!("{code}\nЧай 350")).await.say("К оплате: 350 ₸").do_not_say("Кофе");
        cashier.says("/invoice 99999\nКофе 200").await.say("Товары я запомнил");
        cashier.says(&format!("{code} 5000")).await.say("К оплате: 5 000 ₸").do_not_say("Кофе");
        cashier.says("/invoice").await.say("Кто покупает?");
        cashier.says(&format!("Anna {code}")).await.say("Что продаём?");
    }

    async fn what_could_be_read_is_kept_until_the_rest_is_corrected(db: TestDb) {
        let app = TestApp::on(db).await;
        let (_anna, cashier, code) = shop(&app).await;
        cashier.says(&format!("/invoice {code}\nЧай 350\nКофе\nСок 100")).await
            .say("Строка 3: Кофе").say("можно отправить только исправленную строку 3");
        cashier.says("Кофе 400").await.say("• Чай: 350 ₸\n• Кофе: 400 ₸\n• Сок: 100 ₸").say("Всё верно?");
        cashier.says("/cancel").await.say("Ничего не изменилось");
        // The line may be left out, and the whole message may be sent again.
        cashier.says(&format!("{code}\nЧай 350\nтел 87015554433")).await.say("Это не товар");
        cashier.clicks("не товар, убрать строку").await.say("К оплате: 350 ₸");
        cashier.says("/cancel").await;
        cashier.says(&format!("/invoice {code}\nЧай")).await.say("Не вижу цены");
        cashier.says(&format!("/invoice {code}\nЧай 350")).await.say("К оплате: 350 ₸").do_not_say("Не закончено");
        cashier.says("/cancel").await;
        cashier.says(&format!("{code}\nЧай")).await.say("Не вижу цены");
        cashier.clicks("✖️ Отмена").await.say("отменили");
    }

    async fn a_typed_sale_interrupts_another_as_the_command_does(db: TestDb) {
        let app = TestApp::on(db).await;
        let (_anna, cashier, code) = shop(&app).await;
        cashier.says(&format!("{code} 5000")).await.say("К оплате: 5 000 ₸");
        cashier.says(&format!("{code} 700")).await.say("К оплате: 700 ₸").say("Не закончено");
        cashier.says("/cancel").await;
        cashier.says(&format!("{code}\nЧай 350 x 2")).await.say("по-разному");
        cashier.says(&format!("{code} 700")).await.say("К оплате: 700 ₸").say("Не закончено");
    }

    async fn the_preview_sent_back_is_the_same_sale(db: TestDb) {
        let app = TestApp::on(db).await;
        let (anna, _cashier, code) = shop(&app).await;
        give(&app, &anna, PointsWallet::Main, 1000_00).await;
        let questions = [
            ("ru", "Всё верно?"),
            ("en", "All correct?"),
            ("kk", "Бәрі дұрыс па?"),
            ("ky", "Баары туурабы?"),
            ("uz", "Hammasi to‘g‘rimi?"),
        ];
        for (id, (language, question)) in (701..).zip(questions) {
            let cashier = app.person(Person::new(id, "Касса").language(language));
            cashier.starts().await;
            app.appoint(&cashier, Role::Cashier).await;
            for rest in ["bonus 200\ndebt", "bonus 200.50", "debt", "bonus 0"] {
                cashier.says(&format!("{code}\nЧай 2 x 1350\nКабель 3x2,5 чёрный 400\n{rest}")).await.say(question);
                let shown = cashier.newest().text;
                assert!(shown.starts_with("🧾 Anna"), "{shown}");
                let copied = shown.replace('\u{a0}', " ");
                for again in [shown.clone(), copied.clone(), format!("/invoice {shown}")] {
                    cashier.says("/cancel").await;
                    cashier.says(&again).await.say(&copied);
                }
                cashier.says("/cancel").await;
            }
        }
    }

    async fn a_second_customer_below_the_first_line_is_refused(db: TestDb) {
        let app = TestApp::on(db).await;
        let (_anna, cashier, code) = shop(&app).await;
        let boris = app.person(Person::new(502, "Boris").language("en"));
        boris.starts().await;
        let other = app.customer(&boris).await.code.to_string();
        let preview = format!("🧾 Boris, {other}");
        for line in [format!("Boris {other}"), format!("клиент {other}"), format!("/invoice {other}"), preview] {
            cashier.says(&format!("/invoice {code}\nЧай 350\n{line}")).await.say("Строка 3").say("один покупатель");
            cashier.says("/cancel").await;
        }
        cashier.says(&format!("/invoice {code}\nЧай 350\nЛюстра {other}")).await.say("• Люстра:");
    }

    async fn a_name_beside_an_unknown_phone_is_the_new_customers(db: TestDb) {
        let app = TestApp::on(db).await;
        let cashier = app.staff(601, "Касса", Role::Cashier).await;
        cashier.says("87019998878 Айгуль 5000").await.say("никого нет");
        cashier.clicks("➕ Новый: +7 701 999 88 78").await.say("Зарегистрировать Айгуль?");
        cashier.clicks("➕ Зарегистрировать").await.say("• Покупка: 5 000 ₸").say("Айгуль");
        cashier.says("/cancel").await;
        // Under another name it was perhaps goods.
        cashier.says("87019998879 Чай 5000").await;
        cashier.clicks("➕ Новый: +7 701 999 88 79").await.say("Зарегистрировать Чай?");
        cashier.says("Болат").await.say("Строку 1");
        cashier.clicks("Чай: 5 000 ₸").await.say("• Чай: 5 000 ₸");
    }
}
