//! Whom staff mean: links, codes and numbers wherever a customer is asked for, pages of those who were found, numbers that can be
//! read in two ways.

use kopilka::{domain::Role, sandbox::Person};

use crate::{app::TestApp, on_both};

/// What begins a conversation that asks for a customer, and what it says once it has one.
const QUESTIONS: &[(&str, &str)] = &[
    ("/find", "👤 Anna"),
    ("/invoice", "Что продаём?"),
    ("/bonus", "Какие баллы?"),
    ("/debt", "Anna"),
    ("/refund", "пока ничего нет"),
];

on_both! {
    async fn a_shared_link_or_code_names_the_customer_wherever_one_is_asked_for(db: TestDb) {
        let app = TestApp::on(db).await;
        let anna = app.person(Person::new(501, "Anna").username("anna").phone("+77015554433"));
        anna.starts().await;
        anna.shares_own_contact().await;
        app.person(Person::new(502, "Ann").username("anna_00")).starts().await;
        let code = app.customer(&anna).await.code;
        let manager = app.staff(601, "Менеджер", Role::Manager).await;
        for text in [
            format!("t.me/kopilka_bot?start=PROMO{code}"),
            format!("https://t.me/kopilka_bot?start=PROMO{code}"),
            format!("#{code}"),
            format!("{code},"),
            format!("№ {code}"),
            format!("код {code}"),
            format!("Anna · {code}"),
            "@anna".to_owned(),
            "4433".to_owned(),
            "\u{202a}+7 701\u{a0}555\u{2011}44\u{2011}33\u{202c}".to_owned(),
        ] {
            for (begins, answer) in QUESTIONS {
                manager.says(begins).await;
                manager.says(&text).await.say(answer).do_not_say("никого нет").do_not_say("Подходят несколько");
                manager.says("/cancel").await;
            }
        }
        let owner = app.owner().await;
        owner.says("/staff").await;
        owner.clicks("➕ Добавить").await;
        owner.says(&format!("№ {code}")).await.say("👤 Anna").say("Какую роль дать?");
    }

    async fn more_hits_than_buttons_are_on_pages(db: TestDb) {
        let app = TestApp::on(db).await;
        for id in 0..20 {
            app.person(Person::new(510 + id, "Лилия").last_name(format!("{id:02}"))).starts().await;
        }
        let kim = app.person(Person::new(600, "Ким").last_name("Ли"));
        kim.starts().await;
        let manager = app.staff(601, "Менеджер", Role::Manager).await;
        for (begins, answer) in QUESTIONS {
            manager.says(begins).await;
            let first = manager.says("Ли").await;
            first.say("Нашлось клиентов: 21");
            assert!(first.buttons()[0].starts_with("Ким Ли"), "{begins}: {:?}", first.buttons());
            let mut seen: Vec<String> = first.buttons()[..8].to_vec();
            for page in ["2", "3"] {
                let next = first.buttons().iter().position(|label| label.contains("1")).map(|_| ());
                assert!(next.is_some());
                let turn = manager.newest().buttons[manager.newest().buttons.len() - 2].last().unwrap().label.clone();
                let shown = manager.clicks(&turn).await;
                let customers = shown.buttons().into_iter().filter(|label| label.contains('·'));
                seen.extend(customers);
                assert!(!shown.buttons().is_empty(), "{begins}: page {page}");
            }
            seen.sort();
            seen.dedup();
            assert_eq!(seen.len(), 21, "{begins}: {seen:?}");
            let last = manager.newest().buttons[0][0].label.clone();
            manager.clicks(&last).await.say(if answer.contains("Anna") { "Лилия" } else { answer });
            manager.says("/cancel").await;
        }
    }

    async fn a_name_is_found_by_its_words_whatever_is_around_them(db: TestDb) {
        let app = TestApp::on(db).await;
        let cashier = app.staff(601, "Касса", Role::Cashier).await;
        app.person(Person::new(501, "⚜️САМАЛ⚜️").last_name("Ким")).starts().await;
        app.person(Person::new(502, "<b>Асель</b>").last_name("Ким")).starts().await;
        app.person(Person::new(503, "♥").username("anna_k")).starts().await;
        app.person(Person::new(504, "Дина-Мария").last_name("(маникюр) Ли")).starts().await;
        for (text, found) in [
            ("САМАЛ", "⚜️САМАЛ⚜️ Ким"),
            ("⚜️САМАЛ⚜️", "⚜️САМАЛ⚜️ Ким"),
            ("ким сам", "⚜️САМАЛ⚜️ Ким"),
            ("Асель Ким", "Асель</b> Ким"),
            ("ким, асель", "Асель</b> Ким"),
            ("<b>Асель</b> Ким", "Асель</b> Ким"),
            ("♥", "♥"),
            ("anna_k", "♥"),
            ("anna_", "♥"),
            ("Дина Мария", "Дина-Мария"),
            ("дина-мария ли", "Дина-Мария"),
            ("мария", "Дина-Мария"),
        ] {
            cashier.says(&format!("/find {text}")).await.say("👤").say(found);
        }
        cashier.says("/find Асель Асель").await.say("никого нет");
    }

    async fn a_whole_name_comes_first_and_then_whole_words(db: TestDb) {
        let app = TestApp::on(db).await;
        let cashier = app.staff(601, "Касса", Role::Cashier).await;
        let people = [
            (501, "Лиза", ""), (502, "Лиана", "Пак"), (503, "Анна", "Ли"), (504, "Борис", "Ли"), (505, "Ли", "Ан"),
            (506, "Вера", "Лисина"), (507, "Ли", ""),
        ];
        for (id, first, last) in people {
            app.person(Person::new(id, first).last_name(last)).starts().await;
        }
        let found = cashier.says("/find Ли").await.buttons();
        let names: Vec<&str> = found.iter().map(|label| label.split(" · ").next().unwrap()).collect();
        assert_eq!(names[0], "Ли", "{names:?}");
        let words: std::collections::BTreeSet<&str> = names[1..4].iter().copied().collect();
        assert_eq!(words, ["Анна Ли", "Борис Ли", "Ли Ан"].into(), "{names:?}");
        assert_eq!(names.len(), people.len(), "{names:?}");
    }

    async fn several_who_fit_are_told_apart_by_their_phones(db: TestDb) {
        let app = TestApp::on(db).await;
        let cashier = app.staff(601, "Касса", Role::Cashier).await;
        for phone in ["701 555 44 33", "701 555 12 34"] {
            cashier.says(&format!("/new {phone} Анна")).await.say("зарегистрирован");
        }
        app.person(Person::new(501, "Анна")).starts().await;
        let found = cashier.says("/find Анна").await.buttons();
        let digits: Vec<bool> = ["· …4433", "· …1234"].map(|end| found.iter().any(|label| label.ends_with(end))).into();
        assert_eq!((digits.as_slice(), found.len()), (&[true, true][..], 3), "{found:?}");
        let second = found.iter().find(|label| label.ends_with("…1234")).unwrap();
        cashier.clicks(second).await.say("+7 701 555 12 34");
        // The last digits above the goods name the customer.
        for command in ["/invoice 4433\nЧай 350", "/invoice\n4433\nЧай 350", "4433\nЧай 350"] {
            cashier.says(command).await.say("Анна").say("К оплате: 350 ₸");
            cashier.says("/cancel").await;
        }
        cashier.says("/invoice 9999\nЧай 350").await.say("9999").do_not_say("К оплате");
    }

    async fn a_number_with_two_readings_is_asked_about(db: TestDb) {
        let app = TestApp::on(db).await;
        let cashier = app.staff(601, "Касса", Role::Cashier).await;
        cashier.says("/new 84912345678 Линь").await.say("номерам разных стран");
        cashier.clicks("+84 912 345 678").await.say("зарегистрирован").say("Линь").say("+84 912 345 678");
        // The other one is still nobody's; the search finds the one that there is.
        cashier.says("/find 84912345678").await.say("Линь");
        let asked = cashier.says("/new 84951234567").await;
        if asked.text().contains("разных стран") {
            cashier.clicks("+7 495 123 45 67").await.say("Как зовут");
            cashier.says("Мила").await.say("зарегистрирован").say("+7 495 123 45 67");
        }
        for wrong in ["/new 12345678 Имя", "/new +7 701 123 45 6 Имя", "/new 901234567 Имя", "/new 8 701 123 45 678 Имя"] {
            cashier.says(wrong).await.say("Не получилось прочитать номер");
            cashier.says("/cancel").await;
        }
        cashier.says("/new 701 234 56 79 А").await.say("зарегистрирован").say("+7 701 234 56 79");
        cashier.says("/new +7 812 123 45 67 Питер").await.say("зарегистрирован").say("+7 812 123 45 67");
        cashier.says("/find 8 (812) 123-45-67").await.say("Питер");
    }

    async fn a_whole_sale_answers_whom_to_look_for(db: TestDb) {
        let app = TestApp::on(db).await;
        let anna = app.person(Person::new(501, "Anna"));
        anna.starts().await;
        let code = app.customer(&anna).await.code;
        let cashier = app.staff(601, "Касса", Role::Cashier).await;
        for sale in [format!("{code}\nЧай 350"), format!("{code} Чай 350"), format!("Anna {code}\nЧай 350"), format!("{code} 350")] {
            cashier.says("/find").await;
            cashier.says(&sale).await.say("К оплате: 350 ₸");
            cashier.says("/cancel").await;
        }
        cashier.says("/find").await;
        cashier.says(code.as_str()).await.say("Код");
    }

    async fn a_contact_is_international_whatever_it_begins_with(db: TestDb) {
        let app = TestApp::on(db).await;
        let cashier = app.staff(601, "Касса", Role::Cashier).await;
        cashier.says("/new +7 491 234 56 78 Рязань").await.say("зарегистрирован");
        let linh = app.person(Person::new(501, "Linh").language("en").phone("84912345678"));
        linh.starts().await;
        linh.shares_own_contact().await.say("We noted your number +84 912 345 678").do_not_say("We found your card");
        cashier.shares_contact("85251234567", "Ho").await.say("Зарегистрировать Ho?").say("+852 5123 4567");
    }

    async fn where_countries_are_set_other_numbers_are_not_taken(db: TestDb) {
        let mut app = TestApp::on(db).await;
        app.stop().await;
        app.phones = "UZ".parse().unwrap();
        app.resume();
        let cashier = app.staff(601, "Касса", Role::Cashier).await;
        cashier.says("/new 90 123 45 67 Д").await.say("зарегистрирован").say("+998 90 123 45 67");
        cashier.says("/new +7 701 234 56 79 А").await.say("только этих стран: UZ");
        cashier.says("/cancel").await;
        cashier.shares_contact("77012345679", "Алия").await.say("только этих стран: UZ");
        let anna = app.person(Person::new(501, "Anna").language("en").phone("+77012345679"));
        anna.starts().await;
        anna.shares_own_contact().await.say("these countries only: UZ");
        let dilnoza = app.person(Person::new(502, "Dilnoza").language("en").phone("998191234567"));
        dilnoza.starts().await;
        dilnoza.shares_own_contact().await.say("We noted your number");
    }

    async fn six_wrong_digits_are_one_guess(db: TestDb) {
        let app = TestApp::on(db).await;
        let anna = app.person(Person::new(501, "Anna").phone("+77015554433"));
        anna.starts().await;
        anna.shares_own_contact().await;
        let cashier = app.staff(601, "Касса", Role::Cashier).await;
        let guesses = async || app.database.raw().await.number("SELECT COUNT(*) FROM card_code_guesses").await;
        for (count, (begins, text)) in (1..).zip([
            ("/invoice", "123456"),
            ("/invoice", "123 457"),
            ("/invoice", "123458\nЧай 100"),
            ("/find", "123459"),
            ("/debt", "123450"),
        ]) {
            cashier.says(begins).await;
            cashier.says(text).await;
            assert_eq!(guesses().await, count, "{begins} {text:?}");
            cashier.says("/cancel").await;
        }
        // Six digits that end a phone number are no guess.
        cashier.says("/find 554433").await.say("👤 Anna");
        assert_eq!(guesses().await, 5);
    }
}
