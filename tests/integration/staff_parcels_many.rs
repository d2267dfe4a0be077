//! Staff in the chat: the statuses of many parcels at once, by a pasted list or a file.

use kopilka::{
    domain::{Language, ParcelStatus, Role},
    sandbox::{Fault, Person},
    texts::parcel as words,
};

use crate::{
    app::{Answers, Chat, TestApp},
    on_both,
};

impl Chat<'_> {
    async fn sends(&self, name: &str, content: impl Into<Vec<u8>>) -> Answers {
        let content = content.into();
        self.after(|actor| actor.sends_document(name, content, "")).await
    }
}

/// As an old spreadsheet program writes Cyrillic.
fn windows_1251(text: &str) -> Vec<u8> {
    let byte = |character: char| match character {
        'А'..='я' => u8::try_from(u32::from(character) - u32::from('А') + 0xC0).unwrap(),
        ascii => u8::try_from(ascii).unwrap(),
    };
    text.chars().map(byte).collect()
}

on_both! {
    async fn a_pasted_list_is_previewed_changed_and_reported(db: TestDb) {
        let app = TestApp::on(db).await;
        let anna = app.person(Person::new(501, "Anna").language("en"));
        anna.starts().await;
        let code = app.customer(&anna).await.code.to_string();
        let manager = app.staff(601, "Вера", Role::Manager).await;
        for number in ["RB123456789CN", "RB123456780CN", "YT55", "YT66"] {
            app.has_parcel(number, &code, ParcelStatus::Pending).await;
        }
        app.has_parcel("OLD1", "X1", ParcelStatus::Issued).await;
        app.has_parcel("HERE1", "X1", ParcelStatus::Delivered).await;
        manager.says("/parcels").await;
        manager.clicks("📋 Много сразу").await.say("Вставьте номера");
        // In lower case, with spaces inside, with a Cyrillic letter, with an apostrophe, several in a line, one that is twice.
        manager.says("rb 123 456 789 cn\n'RВ123456780CN, yt55; YT 66\nold1 here1\n1,23E+12\nNONE-1\nyt55").await
            .say("Какой статус");
        assert_eq!(app.history("YT55").await, "pending");
        manager.clicks("🏪 прибыла").await
            .say("В списке: 9").say("Новый статус: 🏪 прибыла").say("Изменятся: 4").say("Уже с этим статусом: 1")
            .say("Повторы в списке: 1")            .say("Таких номеров нет: 1").say("Против порядка, не изменятся: 1").say("Не прочитано строк: 1")
            .say("Строка 5, old1: сейчас «выдана»").say("Строка 8, NONE-1: такой посылки нет")
            .say("Строка 7, 1,23E+12: таблица округлила номер");
        assert_eq!(app.history("YT55").await, "pending", "nothing happens before the confirmation");
        let preview = manager.newest();
        let confirm = preview.button("✅ Изменить: 4").unwrap().data.clone().unwrap();
        manager.clicks("✅ Изменить: 4").await.say("Изменено: 4").say("old1: сейчас «выдана»");
        for number in ["RB123456789CN", "RB123456780CN", "YT55", "YT66"] {
            assert_eq!(app.history(number).await, "pending delivered", "{number}");
        }
        assert_eq!(app.history("OLD1").await, "issued");
        let told: Vec<String> = anna.reads().0.into_iter().map(|seen| seen.text).filter(|text| text.contains("YT55")).collect();
        assert_eq!(told.len(), 1, "one message for all of them: {told:?}");
        assert!(told[0].contains("RB123456789CN") && told[0].contains("YT66"), "{told:?}");
        manager.clicks_on(preview.id, &confirm).await;
        assert!(manager.last_toast().contains("уже сделано"), "{}", manager.last_toast());
        assert_eq!(app.history("YT55").await, "pending delivered");
    }

    async fn a_list_may_name_statuses_and_come_in_several_messages(db: TestDb) {
        let app = TestApp::on(db).await;
        let manager = app.staff(601, "Вера", Role::Manager).await;
        for number in ["A1", "A2", "A3", "A4"] {
            app.has_parcel(number, "X1", ParcelStatus::Pending).await;
        }
        manager.says("/parcels A1;в пути\nA2 — прибыла").await.say("В списке: 2").say("Изменятся: 2");
        manager.says("A3 delivered").await.say("Добавлено в список: 1").say("В списке: 3");
        manager.says("что?").await.say("В списке: 3");
        manager.says("A4").await.say("Какой статус");
        manager.says("выдана").await.say("В списке: 4").say("Изменятся: 4")
            .say("🚚 в пути: 1").say("🏪 прибыла: 2").say("✅ выдана: 1").do_not_say("Новый статус");
        manager.says("да").await.say("Изменено: 4").say("🏪 прибыла: 2");
        for (number, expected) in [("A1", "in_transit"), ("A2", "delivered"), ("A3", "delivered"), ("A4", "issued")] {
            assert_eq!(app.history(number).await, format!("pending {expected}"), "{number}");
        }
        // A number that is there twice is counted once.
        app.has_parcel("A5", "X1", ParcelStatus::Pending).await;
        manager.says("/parcels A5 в пути\na-5 в пути\nA5 выдана\nNONE1 в пути\nNONE1 в пути").await
            .say("В списке: 5").say("Изменятся: 1").say("Повторы в списке: 2").say("Дважды с разными статусами: 1")
            .say("Таких номеров нет: 1").do_not_say("Уже с этим статусом");
        manager.clicks("✖️ Отмена").await;
        // Long words in a row are numbers each, also those that no parcel has.
        manager.says("/parcels").await;
        manager.clicks("📋 Много сразу").await;
        manager.says("RB111111111CN RB222222222CN").await.say("Номеров: 2");
        manager.clicks("✖️ Отмена").await;
        manager.says("/parcels").await;
        manager.clicks("📋 Много сразу").await;
        manager.says("RB 111 111 CN").await.say("Номеров: 1");
    }

    async fn pasted_cells_with_names_above_are_read_like_a_file(db: TestDb) {
        let app = TestApp::on(db).await;
        let manager = app.staff(601, "Вера", Role::Manager).await;
        for number in ["A1", "A2", "A3"] {
            app.has_parcel(number, "X1", ParcelStatus::Pending).await;
        }
        manager.says("/parcels Номер\tСтатус\nA1\tвыдана").await
            .say("В списке: 1").say("Новый статус: ✅ выдана").say("Изменятся: 1").do_not_say("Не прочитано");
        manager.says("Статус;Клиент;Трек-номер\nв пути;Анна;A2").await.say("В списке: 2").say("🚚 в пути: 1");
        manager.clicks("✅ Изменить: 2").await.say("Изменено: 2");
        assert_eq!((app.history("A1").await, app.history("A2").await), ("pending issued".into(), "pending in_transit".into()));
        manager.says("/parcels").await;
        manager.clicks("📋 Много сразу").await;
        manager.says("Номер;Клиент\nA3;Анна").await.say("Номеров: 1");
    }

    async fn a_preview_that_is_out_of_date_is_shown_again(db: TestDb) {
        let app = TestApp::on(db).await;
        let manager = app.staff(601, "Вера", Role::Manager).await;
        let other = app.staff(602, "Нурлан", Role::Manager).await;
        for number in ["A1", "A2"] {
            app.has_parcel(number, "X1", ParcelStatus::Pending).await;
        }
        manager.says("/parcels A1 в пути\nA2 в пути").await.say("Изменятся: 2");
        other.says("/parcels A2").await;
        other.clicks("✅ выдана").await;
        manager.clicks("✅ Изменить: 2").await.say("Тем временем").say("Изменятся: 1").say("Против порядка");
        assert_eq!(app.history("A1").await, "pending");
        manager.clicks("✅ Изменить: 1").await.say("Изменено: 1");
        assert_eq!(app.history("A2").await, "pending issued");
        // A manager who is made a cashier before the confirmation.
        manager.says("/parcels A1 прибыла\nA2 прибыла").await.say("Изменятся: 1");
        app.appoint(&manager, Role::Cashier).await;
        manager.clicks("✅ Изменить: 1").await.do_not_say("Изменено");
        assert_eq!(app.history("A1").await, "pending in_transit");
    }

    async fn a_typed_row_with_a_word_that_is_no_status_is_refused_by_name(db: TestDb) {
        let app = TestApp::on(db).await;
        let manager = app.staff(601, "Вера", Role::Manager).await;
        for number in ["HD-1", "HD-2"] {
            app.has_parcel(number, "X1", ParcelStatus::Pending).await;
        }
        manager.says("/parcels").await;
        manager.clicks("📋 Много сразу").await;
        manager.says("HD-1;delivred\nHD-2;delivered").await
            .say("В списке: 2").say("Изменятся: 1").say("Строка 1, HD-1: непонятный статус");
        manager.clicks("✅ Изменить: 1").await.say("Изменено: 1").say("Строка 1, HD-1: непонятный статус");
        assert_eq!(app.history("HD-1").await, "pending");
        // Rows without a number are told apart by their places.
        manager.sends("list.csv", "номер;статус\n;прибыла\nHD-1;прибыла\n;выдана\n").await
            .say("Строка 2: нет номера").say("Строка 4: нет номера");
    }

    async fn a_file_of_a_spreadsheet_changes_what_its_preview_shows(db: TestDb) {
        let app = TestApp::on(db).await;
        let manager = app.staff(601, "Вера", Role::Manager).await;
        for number in ["RB1", "RB2", "RB3"] {
            app.has_parcel(number, "X1", ParcelStatus::Pending).await;
        }
        let file = windows_1251(
            "Трек-номер;Клиент;Статус\r\nrb-1;\"Анна\r\nЛи\";прибыла\r\nRB2;;в пути\r\n1,23E+12;;выдана\r\nRB3;;потеряна\r\nRB9;;выдана\r\n");
        manager.sends("посылки.CSV", file.clone()).await
            .say("В списке: 5").say("Изменятся: 2").say("🚚 в пути: 1").say("🏪 прибыла: 1").do_not_say("выдана: 0")
            .say("Таких номеров нет: 1").say("Не прочитано строк: 2")
            .say("Строка 4, 1,23E+12: таблица округлила номер").say("Строка 5, RB3: непонятный статус")
            .say("RB9: такой посылки нет");
        assert_eq!(app.history("RB1").await, "pending");
        manager.clicks("✅ Изменить: 2").await.say("Изменено: 2").say("RB3: непонятный статус");
        assert_eq!((app.history("RB1").await, app.history("RB2").await), ("pending delivered".into(), "pending in_transit".into()));
        manager.sends("посылки.csv", file).await.say("Менять нечего").say("Уже с этим статусом: 2");
        assert_eq!(app.history("RB1").await, "pending delivered", "the same file again changes nothing");
        // Numbers alone, whose status is chosen, or written below the file.
        manager.sends("list.txt", "RB2\nRB3\n").await.say("Номеров: 2");
        manager.clicks("✅ выдана").await.say("Новый статус: ✅ выдана").say("Изменятся: 2").do_not_say("выдана: 2");
        manager.clicks("✖️ Отмена").await;
        manager.after(|actor| actor.sends_document("list.txt", "RB2\nRB3\n", "Выдана")).await.say("Изменятся: 2");
        manager.clicks("✅ Изменить: 2").await.say("Изменено: 2");
        assert_eq!(app.history("RB3").await, "pending issued");
    }

    async fn numbers_are_read_with_what_people_and_spreadsheets_put_around_them(db: TestDb) {
        let app = TestApp::on(db).await;
        let manager = app.staff(601, "Вера", Role::Manager).await;
        for number in ["LP123", "LP124", "LP125", "LP126", "1234567890"] {
            app.has_parcel(number, "X1", ParcelStatus::Pending).await;
        }
        manager.says("/parcels «LP123» в пути\n“lp 124”, \"LP125\" в пути\n№ LP126 в пути\n=\"1234567890\"\tв пути\n=\"1,2E+9\" в пути").await
            .say("В списке: 6").say("Изменятся: 5").say("Не прочитано строк: 1").say("таблица округлила номер");
        manager.clicks("✖️ Отмена").await;
        manager.sends("a.csv", "number;status\n=\"1234567890\";issued\n\"LP\r\n123\";issued\n\"#LP124\";issued\n=\"1.2E+9\";issued\n").await
            .say("Изменятся: 3").say("таблица округлила номер");
        manager.clicks("✅ Изменить: 3").await.say("Изменено: 3");
        for number in ["1234567890", "LP123", "LP124"] {
            assert_eq!(app.history(number).await, "pending issued", "{number}");
        }
        manager.says("/parcels «LP126»").await.say("LP126").say("ожидается");
    }

    async fn statuses_are_known_in_five_languages(db: TestDb) {
        let app = TestApp::on(db).await;
        let manager = app.staff(601, "Вера", Role::Manager).await;
        let mut rows = Vec::new();
        for (place, status) in ParcelStatus::ALL.iter().filter(|status| **status != ParcelStatus::Pending).enumerate() {
            for language in Language::ALL {
                rows.push((format!("{language}{place}"), words::status(*language, *status), *status));
            }
            rows.push((format!("API{place}"), status.to_string(), *status));
        }
        for (number, ..) in &rows {
            app.has_parcel(number, "X1", ParcelStatus::Pending).await;
        }
        let file: String = rows.iter().map(|(number, word, _)| format!("{number};{word}\n")).collect();
        manager.sends("rows.csv", format!("\u{feff}{file}")).await.say(&format!("Изменятся: {}", rows.len()));
        manager.clicks(&format!("✅ Изменить: {}", rows.len())).await.say("Изменено");
        for (number, word, status) in rows {
            assert_eq!(app.parcel(&number).await.unwrap().status, status, "{word}");
        }
    }

    async fn refused_rows_that_a_message_cannot_name_come_as_a_file(db: TestDb) {
        let app = TestApp::on(db).await;
        let manager = app.staff(601, "Вера", Role::Manager).await;
        app.has_parcel("A1", "X1", ParcelStatus::Pending).await;
        let unknown: String = (0..40).map(|number| format!("=NONE{number};issued\n")).collect();
        let answers = manager.sends("rows.csv", format!("A1;issued\n{unknown}")).await;
        answers.say("Таких номеров нет: 40").say("… и ещё 25");
        manager.clicks("✅ Изменить: 1").await.say("Изменено: 1").say("Что не изменилось и почему");
        let report = manager.reads().0.into_iter().rev().find_map(|seen| seen.document).unwrap();
        let text = String::from_utf8(report.bytes.to_vec()).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!((report.name.as_str(), lines.len()), ("parcels.csv", 41));
        assert_eq!(lines[0], "\u{feff}Строка;Номер;Почему не изменилось");
        assert_eq!(lines[1], "2;'=NONE0;такой посылки нет", "a spreadsheet runs no formula");
    }

    async fn a_file_that_cannot_be_read_changes_nothing_and_says_why(db: TestDb) {
        let app = TestApp::on(db).await;
        let manager = app.staff(601, "Вера", Role::Manager).await;
        app.has_parcel("A1", "X1", ParcelStatus::Pending).await;
        let many: String = (0..10_001).map(|number| format!("N{number};issued\n")).collect();
        for (name, content, answer) in [
            ("a.xlsx", b"PK\x03\x04".to_vec(), "читаю я CSV"),
            ("a.csv", vec![b'x'; (1 << 20) + 1], "слишком большой"),
            ("a.csv", b"A1;Anna\nA2;Boris".to_vec(), "Подпишите столбцы"),
            ("a.csv", "номер;статус\n".into(), "нет ни одной строки"),
            ("a.csv", b"A1\0\x01\x02\xff;issued".to_vec(), "не текстовый файл"),
            ("a.csv", b"A1;issued\n\"A2;issued\n".to_vec(), "со строки 2"),
            ("a.csv", format!("номер;статус\n{many}").into_bytes(), "до 10 000"),
            ("a.csv", many.into_bytes(), "до 10 000"),
        ] {
            manager.sends(name, content).await.say(answer);
        }
        assert_eq!(app.history("A1").await, "pending");
        manager.sends("photo.pdf", "A1;issued").await.say("только текст");
        let cashier = app.staff(602, "Касса", Role::Cashier).await;
        let anna = app.person(Person::new(501, "Anna").language("en"));
        anna.starts().await;
        let before = app.sandbox.calls().iter().filter(|call| call.method == "getFile").count();
        cashier.sends("a.csv", "A1;issued").await.say("только текст");
        anna.sends("a.csv", "A1;issued").await.say("text and buttons");
        let after = app.sandbox.calls().iter().filter(|call| call.method == "getFile").count();
        assert_eq!(before, after, "a file of a person who may not send one is not loaded");
        assert_eq!(app.history("A1").await, "pending");
    }

    async fn a_file_is_neither_lost_nor_taken_twice(db: TestDb) {
        let mut app = TestApp::on(db).await;
        app.staff(601, "Вера", Role::Manager).await;
        for number in ["A1", "A2", "A3"] {
            app.has_parcel(number, "X1", ParcelStatus::Pending).await;
        }
        let manager = app.sandbox.actor(601).unwrap();
        let previews = |manager: &kopilka::sandbox::Actor| {
            manager.sees().iter().filter(|seen| seen.from_bot && seen.text.contains("В списке")).count()
        };
        // Telegram stumbles, and is asked again.
        app.sandbox.fail_next("getFile", 1, Fault::ServerError);
        app.sandbox.fail_next("getFile", 1, Fault::DropAfter);
        manager.sends_document("rows.csv", "A1;issued", "");
        app.wait_until_idle().await;
        assert_eq!(previews(&manager), 1);
        // It does not give the file at all: the person is told, and the next update is handled.
        app.sandbox.fail_next("getFile", 3, Fault::ServerError);
        manager.sends_document("rows.csv", "A2;issued", "");
        app.wait_until_idle().await;
        assert!(manager.newest().text.contains("отправьте его, пожалуйста, ещё раз"), "{:?}", manager.newest());
        // The program stops between the arrival of a file and its end; updates come twice.
        app.stop().await;
        app.sandbox.deliver_twice(2);
        manager.sends_document("rows.csv", "A3;issued", "");
        app.resume();
        app.wait_until_idle().await;
        assert_eq!(previews(&manager), 2);
        app.sandbox.deliver_twice(1);
        manager.clicks("✅ Изменить: 1");
        app.wait_until_idle().await;
        assert_eq!(app.history("A3").await, "pending issued");
        assert_eq!((app.history("A1").await, app.history("A2").await), ("pending".to_owned(), "pending".to_owned()));
        assert!(app.sandbox.violations().is_empty());
    }
}
