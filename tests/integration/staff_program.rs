//! The owner changes the rules of the program in the chat, after a preview of the consequences.

use kopilka::{
    domain::{CardQr, Money, Program, Role},
    sandbox::Person,
    service::shop,
};

use crate::{
    app::{Answers, OWNER, TestApp},
    customer_wallets::assert_qr,
    database::Kind,
    on_both,
    staff_invoice::data,
};

async fn program(app: &TestApp) -> Program {
    shop::program(&mut app.database.db.read(app.shop).await.unwrap()).await.unwrap()
}

async fn days(app: &TestApp) -> Option<i64> {
    program(app).await.points_lifetime.map(|lifetime| lifetime.days())
}

async fn consent(app: &TestApp) -> Option<i64> {
    program(app).await.consent_from.map(Money::minor)
}

on_both! {
    async fn an_owner_sets_the_lifetime_of_points(db: TestDb) {
        let app = TestApp::on(db).await;
        let owner = app.owner().await;
        owner.says("/settings").await.say("Язык: Русский");
        owner.clicks("🏪 Правила программы").await
            .say("Баллы действуют: бессрочно")
            .say("Согласие клиента на списание баллов: не нужно");
        owner.clicks("⏳ Срок действия баллов").await.say("от 1 до 3 650");
        assert_eq!(owner.newest().labels(), [["90 дней"], ["180 дней"], ["365 дней"], ["✖\u{fe0f} Отмена"]]);
        // A preview says what it means, and nothing is changed before it is confirmed.
        owner.clicks("180 дней").await
            .say("Новые баллы будут действовать 180 дней.")
            .say("с сегодняшнего дня: до")
            .say("за 14, 7 и 3 дня");
        assert_eq!(days(&app).await, None);
        let (message, confirm) = (owner.newest().id, data(&owner, "Подтвердить"));
        owner.clicks("✅ Подтвердить").await.say("Сохранено").say("Баллы действуют: 180 дней");
        assert_eq!(days(&app).await, Some(180));
        owner.clicks_on(message, &confirm).await;
        assert_eq!(owner.last_toast(), "Это уже сделано. Второй раз ничего не произошло.");

        // A number may be typed; an invalid one is explained.
        owner.clicks("⏳ Срок действия баллов").await.say("180 дней");
        assert_eq!(owner.newest().labels(), [["90 дней"], ["365 дней"], ["♾ Бессрочно"], ["✖\u{fe0f} Отмена"]]);
        for wrong in ["0", "3651", "-5", "12,5", "год", "9".repeat(30).as_str()] {
            owner.says(wrong).await.say("целое число дней, от 1 до 3 650");
        }
        owner.says("180").await.say("Так уже и есть").do_not_say("Подтвердить");
        owner.says("31").await
            .say("Новые баллы будут действовать 31 день.")
            .say("обещанный день не меняется")
            .do_not_say("с сегодняшнего дня");
        owner.says("22").await.say("22 дня");
        owner.clicks("✅ Подтвердить").await.say("Баллы действуют: 22 дня");
        assert_eq!(days(&app).await, Some(22));

        owner.clicks("⏳ Срок действия баллов").await;
        owner.clicks("♾ Бессрочно").await.say("Новые баллы будут действовать бессрочно");
        owner.clicks("✖\u{fe0f} Отмена").await.say("Хорошо");
        assert_eq!(days(&app).await, Some(22));
        owner.says("/settings").await;
        owner.clicks("🏪 Правила программы").await;
        owner.clicks("⏳ Срок действия баллов").await;
        owner.clicks("♾ Бессрочно").await;
        owner.clicks("✅ Подтвердить").await.say("Баллы действуют: бессрочно");
        assert_eq!(days(&app).await, None);
    }

    async fn an_owner_sets_when_consent_is_needed(db: TestDb) {
        let app = TestApp::on(db).await;
        let owner = app.owner().await;
        owner.says("/settings").await;
        owner.clicks("🏪 Правила программы").await;
        owner.clicks("🔐 Согласие на списание").await.say("не нужно").say("Со скольких баллов");
        assert_eq!(
            owner.newest().labels(),
            [["Спрашивать всегда"], ["От 1\u{a0}000"], ["От 5\u{a0}000"], ["✖\u{fe0f} Отмена"]]
        );
        owner.clicks("От 1\u{a0}000").await.say("Порог: 1 000 баллов").say("Меньше сотрудники списывают без вопроса");
        owner.clicks("✅ Подтвердить").await.say("списание баллов: от 1 000");
        assert_eq!(consent(&app).await, Some(1000_00));

        owner.clicks("🔐 Согласие на списание").await;
        owner.says("много").await.say("Нужно число больше нуля");
        owner.says("200,50").await.say("Порог: 200,50 балла");
        owner.clicks("✅ Подтвердить").await;
        assert_eq!(consent(&app).await, Some(200_50));

        owner.clicks("🔐 Согласие на списание").await;
        owner.clicks("Спрашивать всегда").await.say("На любое списание");
        owner.clicks("✅ Подтвердить").await.say("списание баллов: всегда");
        assert!(program(&app).await.needs_consent(Money::from_minor(1), Money::ZERO));

        owner.clicks("🔐 Согласие на списание").await;
        owner.clicks("Не спрашивать").await.say("без вопроса");
        owner.clicks("✅ Подтвердить").await.say("не нужно");
        assert_eq!(consent(&app).await, None);
    }

    async fn the_qr_code_of_a_card_may_be_a_link_that_ends_with_its_digits(db: TestDb) {
        let app = TestApp::on(db).await;
        let owner = app.owner().await;
        let anna = app.person(Person::new(501, "Анна").language("ru"));
        anna.starts().await;
        owner.says("/settings").await;
        owner.clicks("🏪 Правила программы").await.say("QR-код карты: цифры");
        owner.clicks("📷 QR-код карты").await.say("Цифры понимает любой сканер");
        assert_eq!(owner.newest().labels(), [["Ссылка с цифрами"], ["✖\u{fe0f} Отмена"]]);
        owner.says("1").await.say("Выберите").do_not_say("Подтвердить");
        owner.clicks("Ссылка с цифрами").await.say("последние шесть знаков");
        assert_eq!(program(&app).await.card_qr, CardQr::Digits);
        owner.clicks("✅ Подтвердить").await.say("QR-код карты: ссылка с цифрами");
        assert_eq!(program(&app).await.card_qr, CardQr::Link);

        anna.says("/card").await;
        let card = anna.newest();
        let (_, digits) = card.text.split_once("назовите цифры: ").unwrap();
        let digits = digits.lines().next().unwrap().replace('\u{a0}', "");
        let link = format!("https://t.me/{}?start={digits}", app.sandbox.bot_username());
        assert_qr(&card.photo.as_ref().unwrap().bytes, &link);
        // A scanner that types all of it names the customer; a person who opens it is welcomed, and guesses at no promo code.
        owner.says(&format!("/find {link}")).await.say("Анна");
        let boris = app.person(Person::new(502, "Борис").language("ru"));
        boris.opens_link(&digits).await.say("Здравствуйте").do_not_say("промокод не");
        let mut raw = app.database.raw().await;
        assert_eq!(raw.number("SELECT COUNT(*) FROM promo_attempts").await, 0);

        owner.says("/settings").await;
        owner.clicks("🏪 Правила программы").await;
        owner.clicks("📷 QR-код карты").await;
        owner.clicks("Только цифры").await.say("только шесть цифр");
        owner.clicks("✅ Подтвердить").await.say("QR-код карты: цифры");
        anna.says("/card").await;
        assert_qr(&anna.newest().photo.unwrap().bytes, &digits);
    }

    async fn only_owners_change_the_rules(db: TestDb) {
        let app = TestApp::on(db).await;
        let owner = app.owner().await;
        owner.says("/settings").await;
        let rules = data(&owner, "Правила программы");
        owner.clicks("🏪 Правила программы").await;
        let lifetime = data(&owner, "Срок действия баллов");

        let anna = app.person(Person::new(501, "Anna").language("ru"));
        anna.starts().await;
        let cashier = app.staff(601, "Касса", Role::Cashier).await;
        let manager = app.staff(602, "Менеджер", Role::Manager).await;
        for chat in [&anna, &cashier, &manager] {
            chat.says("/settings").await.say("Настройки");
            assert!(!chat.newest().labels().concat().contains(&"🏪 Правила программы"));
            // A forged button does nothing.
            let message = chat.newest().id;
            for data in [&rules, &lifetime] {
                chat.clicks_on(message, data).await.do_not_say("Баллы действуют");
            }
        }
        // A former owner may not confirm.
        let second = app.staff(603, "Вторая", Role::Owner).await;
        second.says("/settings").await;
        second.clicks("🏪 Правила программы").await;
        second.clicks("⏳ Срок действия баллов").await;
        second.clicks("90 дней").await.say("Новые баллы");
        app.staff(603, "Вторая", Role::Manager).await;
        second.clicks("✅ Подтвердить").await.do_not_say("Сохранено");
        assert_eq!(days(&app).await, None);
        let mut raw = app.database.raw().await;
        assert_eq!(raw.number("SELECT COUNT(*) FROM audit_log WHERE action = 'set_points_lifetime'").await, 0);
        owner.says("/settings").await;
        owner.clicks("🏪 Правила программы").await;
        owner.clicks("⏳ Срок действия баллов").await;
        owner.says("90").await;
        owner.clicks("✅ Подтвердить").await.say("Сохранено");
        let by = format!("SELECT COUNT(*) FROM audit_log WHERE action = 'set_points_lifetime' AND actor_id = {OWNER}");
        assert_eq!(raw.number(&by).await, 1);
    }
}

/// The screens in every language, to be read.
#[tokio::test]
async fn the_rules_in_every_language() {
    for language in ["ru", "en", "kk", "ky", "uz"] {
        let app = TestApp::start(Kind::Sqlite).await;
        let owner = app.person(Person::new(OWNER, "Айгерим").language(language));
        owner.starts().await;
        let mut read = vec![owner.says("/settings").await];
        for press in ["s:program", "s:program:lifetime"] {
            owner.clicks_on(owner.newest().id, press).await;
            read.push(Answers(vec![owner.newest()]));
        }
        for typed in ["0", "1", "180"] {
            read.push(owner.says(typed).await);
        }
        let confirm = data(&owner, "✅");
        owner.clicks_on(owner.newest().id, &confirm).await;
        read.push(Answers(vec![owner.newest()]));
        for (press, typed) in [
            ("s:program:lifetime", "21"),
            ("s:program:consent", "1000"),
            ("s:program:consent", "0"),
            ("s:program:card_qr", "1"),
        ] {
            owner.clicks_on(owner.newest().id, press).await;
            read.push(Answers(vec![owner.newest()]));
            read.push(owner.says(typed).await);
        }
        let shown = read.iter().flat_map(|answers| &answers.0).map(|seen| {
            let rows = seen.labels().into_iter().map(|row| format!("\n[{}]", row.join("] ["))).collect::<String>();
            format!("{}{rows}", seen.html)
        });
        let shown = shown.collect::<Vec<_>>().join("\n\n-----\n\n");
        insta::with_settings!({ omit_expression => true }, {
            insta::assert_snapshot!(format!("rules-{language}"), shown);
        });
    }
}
