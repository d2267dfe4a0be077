//! Staff in the chat: finding, adding and changing parcels.

use kopilka::{
    clock::Clock as _,
    domain::{ClientCode, OperationId, ParcelStatus, Role, TelegramId},
    sandbox::Person,
    service::{
        Caller, client_codes,
        parcels::{self, NewParcel, Parcel},
    },
};

use crate::{
    app::{Chat, OWNER, TestApp},
    on_both,
};

impl TestApp {
    /// The owner, as a caller of use cases.
    fn by_owner(&self) -> Caller {
        Caller::staff(TelegramId(OWNER), Role::Owner, self.clock.now())
    }

    /// Adds a parcel as the shop's own system does.
    pub(crate) async fn has_parcel(&self, number: &str, client: &str, status: ParcelStatus) -> Parcel {
        let new = NewParcel {
            number: number.parse().unwrap(),
            client_code: client.parse().unwrap(),
            status,
            quantity: None,
            weight: None,
            price_per_kg: None,
            cost: None,
            note: None,
        };
        let mut tx = self.database.db.begin(self.shop).await.unwrap();
        let operation = self.by_owner().operation(OperationId::chat(format_args!("test:{number}")));
        let added = parcels::add(&mut tx, &operation, &new).await.unwrap();
        tx.commit().await.unwrap();
        added.parcel
    }

    /// The parcel with a number.
    pub(crate) async fn parcel(&self, number: &str) -> Option<Parcel> {
        let mut tx = self.database.db.read(self.shop).await.unwrap();
        parcels::get_by_number(&mut tx, &self.by_owner(), &number.parse().unwrap()).await.unwrap()
    }

    /// The statuses that a parcel had; those against the order with a `!`.
    pub(crate) async fn history(&self, number: &str) -> String {
        let parcel = self.parcel(number).await.unwrap();
        let mut tx = self.database.db.read(self.shop).await.unwrap();
        let past = parcels::history(&mut tx, parcel.parcel_id).await.unwrap();
        let past = past.iter().map(|past| format!("{}{}", past.status, if past.is_forced { "!" } else { "" }));
        past.collect::<Vec<_>>().join(" ")
    }

    /// Gives a customer the code that another system has for them.
    async fn gives_outside_code(&self, chat: &Chat<'_>, code: &str) {
        let customer = self.customer(chat).await.customer_id;
        let mut tx = self.database.db.begin(self.shop).await.unwrap();
        let operation = self.by_owner().operation(OperationId::chat(format_args!("test:code:{code}")));
        let code: ClientCode = code.parse().unwrap();
        client_codes::set_outside(&mut tx, &operation, customer, Some(&code)).await.unwrap();
        tx.commit().await.unwrap();
    }
}

/// The id of the newest message, and the callback data of a button below it.
fn button(chat: &Chat<'_>, label: &str) -> (i64, String) {
    let newest = chat.newest();
    let found = newest.buttons.iter().flatten().find(|button| button.label.contains(label));
    let found = found.unwrap_or_else(|| panic!("no {label} in {:?}", newest.labels()));
    (newest.id, found.data.clone().unwrap())
}

/// How many messages of the bot speak of a parcel.
fn mentions(chat: &Chat<'_>, number: &str) -> usize {
    chat.reads().0.iter().filter(|seen| seen.text.contains(number)).count()
}

on_both! {
    async fn a_manager_adds_a_parcel_and_follows_it_to_the_customer(db: TestDb) {
        let app = TestApp::on(db).await;
        let anna = app.person(Person::new(501, "Anna <3").language("en"));
        anna.starts().await;
        let code = app.customer(&anna).await.code;
        let manager = app.staff(601, "Вера", Role::Manager).await;
        manager.says("/parcels").await.say("Посылок пока нет");
        manager.clicks("➕ Добавить").await.say("номер и код клиента");
        manager.says(&format!("rb123456789cn {code} 1,5 хрупкое стекло")).await
            .say("Посылка добавлена").say("rb123456789cn").say("Anna <3").say("ожидается")
            .say("Вес: 1,5 кг").say("хрупкое стекло").say("20.11.2026 15:00");
        assert_eq!(mentions(&anna, "rb123456789cn"), 1, "{:?}", anna.reads());
        let (message, delivered) = button(&manager, "🏪 прибыла");
        manager.clicks("🏪 прибыла").await.say("🏪 прибыла").say("20.11.2026 15:00 — прибыла");
        assert_eq!(manager.last_toast(), "🏪 Теперь: прибыла");
        assert_eq!(mentions(&anna, "rb123456789cn"), 2);
        assert_eq!(manager.newest().labels().concat().iter().filter(|label| label.contains("в пути")).count(), 0);
        // The same button once more, from the screen as it was.
        manager.clicks_on(message, &delivered).await;
        assert_eq!(manager.last_toast(), "Эта посылка уже в статусе «прибыла».");
        assert_eq!(mentions(&anna, "rb123456789cn"), 2, "they are told once");
        manager.clicks("👤 Клиент").await.say("Anna <3");
        manager.clicks("📦 Посылки: 1").await.say("Посылок: 1").say("Anna <3");
        manager.clicks("🏪 rb123456789cn · прибыла").await.say("🏪 прибыла");
        manager.clicks("✅ выдана").await;
        assert_eq!(app.history("RB123456789CN").await, "pending delivered issued");
        manager.says("/parcels").await.say("Посылок: 1").say("Добавлено сегодня: 1");
        manager.clicks("✅ выдана: 1").await.say("✅ выдана: 1");
        app.assert_calls_are_valid();
    }

    async fn of_two_managers_one_wins_and_the_other_is_told(db: TestDb) {
        let app = TestApp::on(db).await;
        let one = app.staff(601, "Вера", Role::Manager).await;
        let other = app.staff(602, "Нурлан", Role::Manager).await;
        let parcel = app.has_parcel("A1", "X1", ParcelStatus::Pending).await;
        for manager in [&one, &other] {
            manager.says("/parcels a1").await.say("A1");
        }
        let (message, late) = button(&other, "в пути");
        one.clicks("🏪 прибыла").await;
        other.clicks("✅ выдана").await.say("🏪 прибыла");
        assert_eq!(other.last_toast(), "Статус тем временем изменили. Сейчас: «прибыла». Ничего не сделано.");
        other.clicks_on(message, &late).await;
        assert!(other.last_toast().contains("Сейчас: «прибыла»"), "{}", other.last_toast());
        assert_eq!(app.history("A1").await, "pending delivered");
        // A forged button: the status does not follow the one that it names.
        let forged = format!("s:pstatus:{}:delivered:pending", parcel.parcel_id);
        other.clicks_on(message, &forged).await.say("не может идти после");
        other.clicks_on(message, "s:pstatus:999999:pending:issued").await.say("Такой посылки нет");
        assert_eq!(app.history("A1").await, "pending delivered");
    }

    async fn a_step_against_the_order_is_asked_about(db: TestDb) {
        let app = TestApp::on(db).await;
        let anna = app.person(Person::new(501, "Anna").language("en"));
        anna.starts().await;
        let manager = app.staff(601, "Вера", Role::Manager).await;
        app.has_parcel("A1", app.customer(&anna).await.code.as_str(), ParcelStatus::Issued).await;
        manager.says("/parcels A1").await;
        manager.clicks("↩️ Другой статус").await.say("против порядка");
        manager.clicks("🚚 в пути").await.say("«в пути» после «выдана»");
        manager.clicks("Нет").await.say("✅ выдана");
        assert_eq!(app.history("A1").await, "issued");
        manager.clicks("↩️ Другой статус").await;
        manager.clicks("🚚 в пути").await;
        let (message, yes) = button(&manager, "⚠️ Да");
        manager.clicks("⚠️ Да: в пути").await.say("🚚 в пути").say("(не по порядку)");
        assert_eq!(app.history("A1").await, "issued in_transit!");
        assert_eq!(mentions(&anna, "A1"), 1);
        let told = anna.newest().text;
        assert!(told.starts_with("✏️ Correction: the status of your parcel is 🚚 on its way\nA1"), "{told}");
        manager.clicks_on(message, &yes).await;
        assert!(manager.last_toast().contains("уже в статусе"), "{}", manager.last_toast());
        assert_eq!(app.history("A1").await, "issued in_transit!");
    }

    async fn what_may_mean_two_things_is_asked_about(db: TestDb) {
        let app = TestApp::on(db).await;
        let anna = app.person(Person::new(501, "Anna").language("en").phone("+77001234567"));
        anna.starts().await;
        anna.shares_own_contact().await;
        let code = app.customer(&anna).await.code;
        let manager = app.staff(601, "Вера", Role::Manager).await;
        let begins = async || {
            manager.says("/parcels").await;
            manager.clicks("➕ Добавить").await;
        };
        begins().await;
        manager.says("RB 123 456").await.say("по-разному").say("Кода «123» пока ни у кого нет");
        assert!(app.parcel("RB123456").await.is_none() && app.parcel("RB").await.is_none());
        manager.clicks("Это номер: RB 123 456").await.say("Чья посылка RB 123 456?");
        manager.says("кто-то такой").await.say("никого нет");
        manager.says("CLIENT-7").await.say("Посылка добавлена").say("CLIENT-7").say("пока ни у кого нет");
        begins().await;
        manager.says("RB1 CLIENT-7").await;
        manager.clicks("RB1 · код CLIENT-7").await.say("Посылка добавлена").say("CLIENT-7");
        // A number with spaces before the code of a customer.
        begins().await;
        manager.says(&format!("RB 123 456 789 CN {code} 2 kg")).await.say("RB 123 456 789 CN").say("Anna").say("Вес: 2 кг");
        begins().await;
        manager.says(&format!("RB 777 CN\n{code}\n0,25\nдля мамы")).await.say("RB 777 CN").say("0,25 кг").say("для мамы");
        // The client by phone, by name, by contact.
        for (number, whom) in [("P1", "+7 700 123 45 67"), ("P2", "8 700 123-45-67")] {
            begins().await;
            manager.says(number).await;
            manager.says(whom).await.say("Посылка добавлена").say("Anna");
        }
        begins().await;
        manager.says("P3").await;
        manager.says("anna").await.say("Это он?").do_not_say("добавлена");
        let label = manager.newest().labels().concat()[0].to_owned();
        manager.clicks(&label).await.say("Посылка добавлена").say("Anna");
        begins().await;
        manager.says("P4").await;
        manager.says("4567").await.say("Это он?").do_not_say("добавлена");
        manager.clicks("Код 4567").await.say("пока ни у кого нет");
        begins().await;
        manager.says("P5").await;
        manager.after(|actor| actor.shares_contact_of(anna.actor())).await.say("Посылка добавлена").say("Anna");
        // The number is taken, however it is written.
        begins().await;
        manager.says(&format!("rb-1 {code}")).await.say("уже есть").say("CLIENT-7");
        begins().await;
        manager.says("1,23E+12").await.say("округлила таблица");
        manager.says("---").await.say("не похоже на номер");
        assert_eq!(app.parcel("P4").await.unwrap().client(), "4567");
    }

    async fn several_parcels_in_one_message_are_not_one(db: TestDb) {
        let app = TestApp::on(db).await;
        let anna = app.person(Person::new(501, "Anna").language("en"));
        anna.starts().await;
        let code = app.customer(&anna).await.code.to_string();
        let manager = app.staff(601, "Вера", Role::Manager).await;
        let two = format!("PH-4 {code}\nPH-5 {code}");
        let lists = ["PH-6\nPH-7\nPH-8", "78912345678901\n78912345678902\n78912345678903", "PH-4 10012\nPH-5 10012", &two];
        for text in lists {
            manager.says("/parcels").await;
            manager.clicks("➕ Добавить").await;
            manager.says(text).await.say("несколько посылок").say("Много сразу").do_not_say("добавлена");
        }
        for text in lists {
            manager.says(&format!("/find {code}")).await;
            manager.clicks("📦 Посылки: 0").await;
            manager.clicks("➕ Добавить").await;
            manager.says(text).await.say("несколько посылок").do_not_say("добавлена");
        }
        manager.says("/parcels").await;
        manager.clicks("➕ Добавить").await;
        manager.says("PH-6\nPH-7").await.say("по-разному").do_not_say("добавлена");
        manager.clicks("PH-6 · код PH-7").await.say("Посылка добавлена").say("PH-7");
        assert!(app.parcel("PH-4").await.is_none() && app.parcel("78912345678901").await.is_none());
    }

    async fn a_parcel_of_a_known_client_is_read_as_any_other(db: TestDb) {
        let app = TestApp::on(db).await;
        let anna = app.person(Person::new(501, "Anna").language("en"));
        anna.starts().await;
        let code = app.customer(&anna).await.code.to_string();
        let manager = app.staff(601, "Вера", Role::Manager).await;
        let begins = async |count: usize| {
            manager.says(&format!("/find {code}")).await;
            manager.clicks(&format!("📦 Посылки: {count}")).await;
            manager.clicks("➕ Добавить").await;
        };
        begins(0).await;
        manager.says("CARD-10 1,5 хрупкое").await.say("Посылка добавлена").say("Вес: 1,5 кг").say("хрупкое");
        assert_eq!(app.parcel("CARD-10").await.unwrap().note.as_deref(), Some("хрупкое"));
        begins(1).await;
        manager.says(&format!("CARD-11 {code} 2")).await.say("Посылка добавлена").say("Вес: 2 кг");
        begins(2).await;
        manager.says("CARD-12 хрупкое").await.say("Где кончается номер?").do_not_say("добавлена");
        manager.clicks("Номер CARD-12, дальше хрупкое").await.say("Посылка добавлена").say("хрупкое");
        begins(3).await;
        manager.says("RB 123 CN").await.say("Где кончается номер?");
        manager.clicks("Это номер: RB 123 CN").await.say("Посылка добавлена").say("RB 123 CN");
    }

    async fn a_client_is_named_behind_the_number_in_any_way(db: TestDb) {
        let app = TestApp::on(db).await;
        let anna = app.person(Person::new(501, "Юки").language("ru").phone("+77000000020"));
        anna.starts().await;
        anna.shares_own_contact().await;
        let manager = app.staff(601, "Вера", Role::Manager).await;
        let begins = async || {
            manager.says("/parcels").await;
            manager.clicks("➕ Добавить").await;
        };
        for (text, number) in
            [("PH-1 +77000000020 0,3", "PH-1"), ("PH-2 +7 700 000 00 20 0,3", "PH-2"), ("PH-9\n+77000000020\n0,3", "PH-9")]
        {
            begins().await;
            manager.says(text).await.say("Посылка добавлена").say("Юки").say("Вес: 0,3 кг");
            assert!(app.parcel(number).await.is_some(), "{text}");
        }
        for (text, number) in [("PH-3 Юки", "PH-3"), ("PH-4 юки 0,3", "PH-4"), ("PH-5\nЮки", "PH-5")] {
            begins().await;
            manager.says(text).await.say("Это он?").do_not_say("добавлена");
            let label = manager.newest().labels().concat()[0].to_owned();
            manager.clicks(&label).await.say("Посылка добавлена").say("Юки");
            assert!(app.parcel(number).await.is_some(), "{text}");
        }
        // A phone of nobody and a weight are no codes.
        begins().await;
        manager.says("PH-6 +77000000999 0,3").await.say("никого нет").say("Чья посылка PH-6?");
        begins().await;
        manager.says("CARD-11 1,5").await.say("Чья посылка CARD-11?");
        manager.says("1,5").await.say("никого нет").do_not_say("добавлена");
        manager.says("+77000000020").await.say("Посылка добавлена").say("Вес: 1,5 кг");
    }

    async fn pieces_and_small_weights_are_read(db: TestDb) {
        let app = TestApp::on(db).await;
        let anna = app.person(Person::new(501, "Anna").language("en"));
        anna.starts().await;
        let code = app.customer(&anna).await.code.to_string();
        let manager = app.staff(601, "Вера", Role::Manager).await;
        let adds = async |text: &str| {
            manager.says("/parcels").await;
            manager.clicks("➕ Добавить").await;
            manager.says(text).await
        };
        adds(&format!("ph-14 {code} 5 шт")).await.say("Посылка добавлена").say("Мест: 5").do_not_say("Вес");
        adds(&format!("ph-15 {code} 500г")).await.say("Вес: 0,5 кг");
        adds(&format!("ph-16, {code}, 1,2")).await.say("Anna").say("Вес: 1,2 кг");
        for weight in ["0", "-1"] {
            adds(&format!("ph-17 {code} {weight}")).await.say("Нужен вес").do_not_say("добавлена");
        }
        assert!(app.parcel("ph-16").await.is_some() && app.parcel("ph-17").await.is_none());
    }

    async fn parcels_are_found_by_number_and_by_client(db: TestDb) {
        let app = TestApp::on(db).await;
        let anna = app.person(Person::new(501, "Анна Ли").language("ru").phone("+77001234567"));
        anna.starts().await;
        anna.shares_own_contact().await;
        app.gives_outside_code(&anna, "KZ-55").await;
        let code = app.customer(&anna).await.code.to_string();
        let manager = app.staff(601, "Вера", Role::Manager).await;
        app.has_parcel("RB123456789CN", &code, ParcelStatus::InTransit).await;
        app.has_parcel("RB 555 CN", "KZ-55", ParcelStatus::Pending).await;
        app.has_parcel("LP001", "NOBODY", ParcelStatus::Pending).await;
        for text in ["RB123456789CN", "rb 123 456 789 cn", "'RB123456789CN", "RВ123456789СN"] {
            manager.says(&format!("/parcels {text}")).await.say("RB123456789CN").say("🚚 в пути").say("Анна Ли");
        }
        for text in [code.as_str(), "kz-55", "+7 700 123 45 67", "анна", "Ли"] {
            manager.says(&format!("/parcels {text}")).await.say("Анна Ли").say("Посылок: 2");
        }
        manager.says("/parcels nobody").await.say("Код NOBODY").say("пока нет");
        manager.says("/parcels rb").await.say("Нашлось посылок: 2");
        manager.clicks("🕓 RB 555 CN · KZ-55").await.say("RB 555 CN");
        manager.says("/parcels LP0").await.say("LP001").say("NOBODY");
        manager.says("/parcels ничего").await.say("нет ни посылок, ни клиентов");
        manager.says("/parcels").await;
        manager.clicks("🔎 Найти").await.say("Что ищем?");
        manager.says("lp001").await.say("LP001");
        manager.clicks("📦 Этот же код").await.say("Код NOBODY");
        // Without a command, a number that is known is enough.
        manager.says("rb123456789cn").await.say("RB123456789CN").say("🚚 в пути");
        let cashier = app.staff(602, "Касса", Role::Cashier).await;
        cashier.says("rb123456789cn").await.do_not_say("в пути");
        // More than one page.
        for number in 10..30 {
            app.has_parcel(&format!("ZZ{number}"), "NOBODY", ParcelStatus::Pending).await;
        }
        manager.says("/parcels zz").await.say("Нашлось посылок: 20");
        manager.clicks("Следующие →").await.say("Нашлось посылок: 20");
        assert!(manager.newest().labels().concat().contains(&"Стр. 2 из 3"), "{:?}", manager.newest().labels());
        manager.says("/parcels").await;
        manager.clicks("🕓 ожидается: 22").await;
        manager.clicks("Следующие →").await;
        manager.clicks("Следующие →").await.say("ожидается");
        assert_eq!(manager.newest().labels().concat().iter().filter(|label| label.contains(" · ")).count(), 22 - 16);
    }

    async fn what_a_parcel_consists_of_is_changed(db: TestDb) {
        let app = TestApp::on(db).await;
        let anna = app.person(Person::new(501, "Anna").language("en"));
        anna.starts().await;
        let code = app.customer(&anna).await.code.to_string();
        let manager = app.staff(601, "Вера", Role::Manager).await;
        app.has_parcel("A1", "X1", ParcelStatus::Pending).await;
        app.has_parcel("A2", "X1", ParcelStatus::Pending).await;
        manager.says("/parcels A1").await;
        let changes = async |field: &str, value: &str| {
            manager.clicks("✏️ Изменить").await.say("что изменить?");
            manager.clicks(field).await;
            manager.says(value).await
        };
        changes("⚖️ Вес", "тяжёлая").await.say("Нужен вес");
        manager.says("10,5 кг").await.say("Сохранено").say("Вес: 10,5 кг");
        changes("💵 Цена за кг", "$14,29").await.say("Цена за кг: 14,29 $").say("Стоимость: 150,05 $");
        changes("🔢 Места", "две").await.say("целое число");
        manager.says("2").await.say("Мест: 2");
        changes("📝 Заметка", "<b>стекло</b>").await.say("<b>стекло</b>");
        manager.clicks("✏️ Изменить").await;
        manager.clicks("📝 Заметка").await;
        manager.clicks("🗑 Убрать").await.say("Сохранено").do_not_say("стекло");
        manager.clicks("✏️ Изменить").await;
        manager.clicks("📝 Заметка").await;
        manager.clicks("↩️ Назад").await.say("A1");
        manager.says(&code).await.say("Anna").do_not_say("Сохранено");
        manager.says("/parcels A1").await.do_not_say("📝");
        changes("👤 Клиент", "Y9").await.say("Y9").say("пока ни у кого нет");
        assert_eq!(mentions(&anna, "A1"), 0);
        changes("👤 Клиент", &code).await.say("Anna").do_not_say("пока ни у кого нет");
        let told = anna.newest().text;
        assert!(told.starts_with("🕓 A parcel is expected\nA1"), "the parcel is new to her: {told}");
        changes("👤 Клиент", &code).await.say("Anna");
        assert_eq!(mentions(&anna, "A1"), 1, "she has it already");
        changes("🏷 Номер", "a-2").await.say("a-2 уже есть");
        manager.says("B1").await.say("Сохранено").say("B1");
        let parcel = app.parcel("B1").await.unwrap();
        assert_eq!((parcel.quantity, parcel.note, parcel.status), (Some(2), None, ParcelStatus::Pending));
        // The parcel that a customer is named for after the fact is theirs.
        manager.says(&format!("/find {code}")).await;
        manager.clicks("📦 Посылки: 1").await;
        manager.clicks("➕ Добавить").await.say("Новая посылка").say(&code);
        manager.says("C1\n3\nкнига").await.say("C1").say("Anna").say("Вес: 3 кг").say("книга");
    }

    async fn who_may_not_see_parcels_does_nothing_with_forged_buttons(db: TestDb) {
        let app = TestApp::on(db).await;
        let anna = app.person(Person::new(501, "Anna").language("en"));
        anna.starts().await;
        let cashier = app.staff(601, "Касса", Role::Cashier).await;
        let parcel = app.has_parcel("A1", "X1", ParcelStatus::Pending).await.parcel_id;
        cashier.says("/parcels A1").await.do_not_say("ожидается");
        cashier.says(&format!("/find {}", app.customer(&anna).await.code)).await;
        assert!(!cashier.newest().labels().concat().iter().any(|label| label.contains("Посылки")));
        for chat in [&cashier, &anna] {
            let message = chat.newest().id;
            for forged in [
                "s:parcels".to_owned(), "s:plist:0".to_owned(), "s:pwith:pending:0".to_owned(), "s:pof:1:0".to_owned(),
                format!("s:pbeside:{parcel}:0"), format!("s:parcel:{parcel}"), format!("s:pstatus:{parcel}:pending:issued"),
                format!("s:pback:{parcel}"), format!("s:pforce:{parcel}:pending:issued:yes"), "s:pfind".to_owned(),
                "s:padd".to_owned(), "s:pmany".to_owned(), format!("s:pchange:{parcel}"),
            ] {
                chat.clicks_on(message, &forged).await.do_not_say("A1").do_not_say("ожидается").do_not_say("📋");
            }
        }
        assert_eq!(app.history("A1").await, "pending");
        // A manager who is made a cashier meanwhile.
        let manager = app.staff(602, "Вера", Role::Manager).await;
        manager.says("/parcels A1").await;
        let (message, issued) = button(&manager, "✅ выдана");
        manager.clicks("✏️ Изменить").await;
        manager.clicks("🏷 Номер").await;
        app.appoint(&manager, Role::Cashier).await;
        manager.says("B1").await.do_not_say("Сохранено");
        manager.clicks_on(message, &issued).await.do_not_say("выдана");
        assert_eq!(app.history("A1").await, "pending");
    }

    async fn an_update_that_comes_twice_changes_a_parcel_once(db: TestDb) {
        let mut app = TestApp::on(db).await;
        let anna = app.person(Person::new(501, "Anna").language("en"));
        anna.starts().await;
        let code = app.customer(&anna).await.code.to_string();
        app.staff(601, "Вера", Role::Manager).await;
        app.has_parcel("A1", &code, ParcelStatus::Pending).await;
        let manager = app.sandbox.actor(601).unwrap();
        manager.says("/parcels A1");
        app.wait_until_idle().await;
        app.sandbox.deliver_twice(1);
        manager.clicks("🚚 в пути");
        app.wait_until_idle().await;
        // The press arrives while the program is down.
        app.stop().await;
        app.sandbox.deliver_twice(2);
        manager.clicks("🏪 прибыла");
        manager.says("/parcels");
        app.resume();
        app.wait_until_idle().await;
        manager.clicks("➕ Добавить");
        app.wait_until_idle().await;
        app.sandbox.deliver_twice(1);
        manager.says(&format!("A2 {code}"));
        app.wait_until_idle().await;
        assert_eq!(app.history("A1").await, "pending in_transit delivered");
        assert_eq!(app.history("A2").await, "pending");
        let told = app.sandbox.actor(501).unwrap().sees().iter().filter(|seen| seen.text.contains("A1")).count();
        assert_eq!(told, 2);
    }
}
