//! Words in place of buttons: in the preview of a sale, at the end of its goods, for a screen; a new customer's name and number.

use kopilka::{
    domain::{Money, PointsWallet, Role},
    sandbox::Person,
};

use crate::{
    app::TestApp,
    on_both,
    staff_invoice::{data, give},
    staff_invoice_unclear::shop,
    staff_refund::sell,
};

on_both! {
    async fn the_preview_is_changed_by_words(db: TestDb) {
        let app = TestApp::on(db).await;
        let (anna, cashier, code) = shop(&app).await;
        give(&app, &anna, PointsWallet::Main, 300_00).await;
        cashier.says(&format!("{code} Чай 350")).await.say("К оплате: 350 ₸");
        cashier.says("Кофе 400").await.say("• Чай: 350 ₸\n• Кофе: 400 ₸").say("К оплате: 750 ₸").say("Всё верно?");
        cashier.says("бонус 100").await.say("Оплата баллами: −100").say("К оплате: 650 ₸").say("Всё верно?");
        cashier.says("бонус все").await.say("Оплата баллами: −300").say("К оплате: 450 ₸");
        cashier.says("бонус 500").await.say("Доступно: 300").say("Оплатить часть баллами?");
        cashier.says("нет").await.say("К оплате: 750 ₸").do_not_say("Оплата баллами");
        cashier.says("Сок 100\nдолг").await.say("• Сок: 100 ₸").say("В долг: 850 ₸");
        cashier.says("что-то ещё").await.say("Выберите, пожалуйста, кнопку");
        cashier.says("скидка 50").await.say("Скидку отдельной строкой");
        cashier.says("700").await.say("Выберите, пожалуйста, кнопку");
        assert_eq!(app.balances(&anna).await.debt, Money::ZERO);
        cashier.clicks("✅ Подтвердить").await.say("оформлена: Anna").say("В долг: 850 ₸");
    }

    async fn a_word_for_paid_takes_the_debt_away(db: TestDb) {
        let app = TestApp::on(db).await;
        let (anna, cashier, code) = shop(&app).await;
        for word in [
            "оплачено", "оплата картой", "нал", "Оплачено 350", "остальное картой", "не в долг", "без долга", "карта, не в долг",
            "paid", "paid by card", "cash", "no debt", "төленді", "картамен", "қарызсыз", "төлөндү", "накталай", "карызга эмес",
            "to'landi", "naqd", "karta bilan", "qarzsiz", "💵 Paid now",
        ] {
            cashier.says(&format!("{code}\nЧай 350\nдолг")).await.say("В долг: 350 ₸").say("Всё верно?");
            cashier.says(word).await.say("К оплате: 350 ₸").do_not_say("В долг").say("Всё верно?");
            cashier.says("/cancel").await;
        }
        // With goods beside it; a debt that is typed again is one.
        cashier.says(&format!("{code}\nЧай 350\nдолг")).await.say("В долг: 350 ₸");
        cashier.says("Кофе 400\nоплачено").await.say("К оплате: 750 ₸").do_not_say("В долг");
        cashier.says("долг").await.say("В долг: 750 ₸");
        cashier.says("Сок 100").await.say("В долг: 850 ₸");
        cashier.says("картой").await.say("К оплате: 850 ₸").do_not_say("В долг");
        cashier.says("да").await.say("оформлена: Anna");
        assert_eq!(app.balances(&anna).await.debt, Money::ZERO);
        // Where it is asked how the sale is paid, the same words answer.
        cashier.says(&format!("/invoice {code}")).await.say("Что продаём?");
        cashier.says("Чай 350\nготово").await.say("Оплатить часть баллами?");
        cashier.says("нет").await.say("Оплачено?");
        cashier.says("картой").await.say("К оплате: 350 ₸").say("Всё верно?").do_not_say("В долг");
    }

    async fn a_sale_of_one_line_may_end_with_points_or_the_customer(db: TestDb) {
        let app = TestApp::on(db).await;
        let (anna, cashier, code) = shop(&app).await;
        give(&app, &anna, PointsWallet::Main, 300_00).await;
        cashier.says(&format!("{code} Чай 1350 100 бонусов")).await.say("Оплата баллами: −100").say("К оплате: 1 250 ₸");
        cashier.says("отмена бонуса").await.say("К оплате: 1 350 ₸").do_not_say("Оплата баллами");
        cashier.says("200 баллами, остальное в долг").await.say("Оплата баллами: −200").say("В долг: 1 150 ₸");
        cashier.says("300 баллами, остальное картой").await.say("Оплата баллами: −300").say("К оплате: 1 050 ₸").do_not_say("В долг");
        cashier.says("/cancel").await;
        cashier.says(&format!("хлеб 250 для {code}")).await.say("по-разному");
        cashier.clicks(&format!("👤 Anna, {code}; хлеб: 250 ₸")).await.say("• хлеб: 250 ₸").say("Всё верно?");
    }

    async fn another_sale_is_not_added_to_the_one_in_the_preview(db: TestDb) {
        let app = TestApp::on(db).await;
        let (_anna, cashier, code) = shop(&app).await;
        app.person(Person::new(502, "Ольга")).starts().await;
        for other in ["Ольга 5000", "продажа Ольга 5000"] {
            cashier.says(&format!("{code} Чай 350")).await.say("К оплате: 350 ₸");
            cashier.says(other).await.say("Это он?").say("Не закончено").do_not_say("Чай");
            cashier.says("/cancel").await;
        }
    }

    async fn the_preview_is_confirmed_and_cancelled_by_words(db: TestDb) {
        let app = TestApp::on(db).await;
        let (anna, cashier, code) = shop(&app).await;
        for word in ["да", "Ок!", "+", "иә", "ооба", "ha", "yes", "👍"] {
            cashier.says(&format!("{code} Чай 350")).await.say("Всё верно?");
            cashier.says(word).await.say("оформлена: Anna");
        }
        for word in ["нет", "Отмена", "жоқ", "жок", "yo'q", "no", "cancel"] {
            cashier.says(&format!("{code} Чай 350")).await.say("Всё верно?");
            cashier.says(word).await.say("отменили").do_not_say("Не закончено");
        }
        assert_eq!(app.balances(&anna).await.main, Money::from_minor(56_00), "eight sales, and no more");
        // The button below a preview that a word has confirmed does nothing more.
        cashier.says(&format!("{code} Чай 350")).await;
        let (message, confirm) = (cashier.newest().id, data(&cashier, "Подтвердить"));
        cashier.says("да").await.say("оформлена");
        cashier.clicks_on(message, &confirm).await;
        assert!(cashier.last_toast().contains("уже сделано"), "{}", cashier.last_toast());
        // No preview is shown, so there is nothing to confirm.
        cashier.says("да").await.do_not_say("оформлена");
        assert_eq!(app.balances(&anna).await.main, Money::from_minor(63_00));
    }

    async fn a_word_confirms_only_what_is_shown(db: TestDb) {
        let app = TestApp::on(db).await;
        let (anna, cashier, code) = shop(&app).await;
        give(&app, &anna, PointsWallet::Main, 300_00).await;
        let second = app.staff(602, "Касса 2", Role::Cashier).await;
        cashier.says(&format!("{code}\nЧай 1000\nбонус все")).await.say("Оплата баллами: −300");
        second.says(&format!("{code}\nКофе 250\nбонус все")).await.say("К оплате: 0");
        second.says("да").await.say("оформлена");
        // The figures have changed: they are shown again.
        cashier.says("да").await.say("Доступно: 50").do_not_say("оформлена");
        assert_eq!(app.balances(&anna).await.main, Money::from_minor(50_00));
    }

    async fn the_preview_of_a_refund_is_confirmed_and_cancelled_by_words(db: TestDb) {
        let app = TestApp::on(db).await;
        let (_anna, cashier, code) = shop(&app).await;
        let number = sell(&app, &cashier, &format!("/invoice {code}\nЧайник 10000")).await;
        let manager = app.staff(602, "Менеджер", Role::Manager).await;
        for (word, answer) in [("нет", "отменили"), ("да", "оформлен: Anna")] {
            manager.says(&format!("/refund {number}")).await;
            manager.says("100").await.say("Почему?");
            // A reason may be any word.
            manager.says("отмена").await.say("Причина: отмена").say("Всё верно?");
            manager.says(word).await.say(answer);
        }
    }

    async fn the_previews_of_points_and_debts_are_confirmed_and_cancelled_by_words(db: TestDb) {
        let app = TestApp::on(db).await;
        let (anna, _cashier, code) = shop(&app).await;
        let manager = app.staff(602, "Менеджер", Role::Manager).await;
        for change in [format!("/bonus {code} +50 за отзыв"), format!("/debt {code} +70 до пятницы")] {
            manager.says(&change).await;
            manager.says("нет").await.say("отменили");
            manager.says(&change).await;
            manager.says("да").await.do_not_say("никого нет");
        }
        let balances = app.balances(&anna).await;
        assert_eq!((balances.main.minor(), balances.debt.minor()), (50_00, 70_00));
        // Where a reason is asked for, a word is the reason.
        manager.says(&format!("/bonus {code} +10")).await.say("За что?");
        manager.says("отмена").await.say("отмена").do_not_say("отменили");
    }

    async fn a_word_says_that_a_line_was_understood(db: TestDb) {
        let app = TestApp::on(db).await;
        let (_anna, cashier, code) = shop(&app).await;
        cashier.says(&format!("5000 {code}")).await.say("Я не уверен в строке 1");
        cashier.says("да").await.say("• Покупка: 5 000 ₸").say("Всё верно?");
        cashier.says("да").await.say("оформлена: Anna");
        // Of two readings a word chooses none.
        cashier.says(&format!("{code}\nЧай 350 x 2")).await.say("по-разному");
        for word in ["да", "нет"] {
            cashier.says(word).await.say("Строку 2 можно прочитать по-разному").do_not_say("Всё верно?");
        }
        cashier.says("отмена").await.say("отменили");
    }

    async fn a_word_ends_the_list_of_goods(db: TestDb) {
        let app = TestApp::on(db).await;
        let (_anna, cashier, code) = shop(&app).await;
        for word in ["готово", "Всё", "все", "done", "дайын", "даяр", "tayyor", "ok"] {
            cashier.says(&format!("/invoice {code}")).await.say("Что продаём?");
            cashier.says(word).await.say("Что продаём?").do_not_say("Не вижу цены");
            cashier.says("Чай 350").await.say("Итого: 350 ₸");
            cashier.says(word).await.say("К оплате: 350 ₸. Оплачено?");
            cashier.says("да").await.say("К оплате: 350 ₸").say("Всё верно?");
            cashier.says("нет").await.say("отменили");
        }
        cashier.says(&format!("/invoice {code}")).await;
        cashier.says("Чай 350\nКофе 400\nготово").await.say("К оплате: 750 ₸. Оплачено?");
        cashier.says("нет").await.say("В долг: 750 ₸");
    }

    async fn friend_points_that_are_not_there_are_told_from_points_that_are(db: TestDb) {
        let app = TestApp::on(db).await;
        let (anna, cashier, code) = shop(&app).await;
        give(&app, &anna, PointsWallet::Main, 300_00).await;
        cashier.says(&format!("{code}\nЧай 1000\nдрузья 100")).await
            .say("Баллы за друзей: 0. Баллы: можно до 300.")
            .do_not_say("Баллов, которыми можно оплатить")
            .say("Оплатить часть баллами?");
        cashier.says("бонус 100").await.say("Оплата баллами: −100");
    }

    async fn a_name_waits_for_its_number(db: TestDb) {
        let app = TestApp::on(db).await;
        let (_anna, cashier, _code) = shop(&app).await;
        cashier.says("/new Алия Ахметова").await.say("Алия Ахметова").say("отправьте телефон");
        cashier.says("что").await.say("что").say("отправьте телефон");
        cashier.says("+7 701 12").await.say("Не получилось прочитать номер");
        cashier.says("/new Алия Ахметова").await;
        cashier.says("8 701 000 00 01").await.say("зарегистрирован").say("Алия Ахметова").say("+7 701 000 00 01");
        for (text, name) in [
            ("/new тел: +77010000002 имя: Болат", "Болат"),
            ("/new имя: Дана Ли, телефон: +77010000003", "Дана Ли"),
            ("/new name: Erik\nphone: +77010000004", "Erik"),
        ] {
            cashier.says(text).await.say("зарегистрирован").say(&format!("👤 {name}"));
        }
        // What was typed of a new customer is kept as any other conversation.
        cashier.says("/new Сауле").await;
        cashier.says("/balance").await.say("Не закончено: ➕ Новый клиент");
    }

    async fn the_example_of_a_number_is_of_the_shops_country(db: TestDb) {
        let mut app = TestApp::on(db).await;
        let (_anna, cashier, _code) = shop(&app).await;
        cashier.says("/new").await.say("+7 700 123 45 67");
        drop(cashier);
        app.stop().await;
        app.phones = "UZ".parse().unwrap();
        app.resume();
        let cashier = app.staff(602, "Касса 2", Role::Cashier).await;
        cashier.says("/new").await.say("+998 90 123 45 67 Алия");
        cashier.says("12").await.say("Не получилось прочитать номер").say("+998 90 123 45 67");
    }

    async fn a_word_opens_a_screen(db: TestDb) {
        let app = TestApp::on(db).await;
        let (anna, cashier, code) = shop(&app).await;
        for (word, screen) in [
            ("баланс", "Your balance"),
            ("My points", "Your balance"),
            ("ballar", "Your balance"),
            ("карта", code.as_str()),
            ("my card", code.as_str()),
            ("history", "Nothing here yet"),
            ("тарих", "Nothing here yet"),
            ("помощь", "/balance"),
            ("Көмек", "/balance"),
            ("жардам", "/balance"),
            ("yordam", "/balance"),
            ("help!", "/balance"),
        ] {
            anna.says(word).await.say(screen).do_not_say("didn’t get that");
        }
        // It also ends the question for a promo code, where it would be a wrong guess.
        anna.says("/promo").await;
        anna.says("баланс").await.say("Your balance");
        // For staff, those whom the word finds come first.
        cashier.says("помощь").await.say("/invoice");
        cashier.says("баланс").await.say("Ваш баланс").do_not_say("никого нет");
        app.person(Person::new(503, "Карта")).starts().await;
        cashier.says("карта").await.say("👤 Карта");
    }
}
