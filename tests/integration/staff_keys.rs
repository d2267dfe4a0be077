//! Keys of the HTTP APIs and one-time codes in the chat.

use kopilka::{
    clock::{Clock as _, SeededChance},
    domain::{CardCode, OperationId, Role, Scope, TelegramId},
    service::{
        Caller,
        api_keys::{self, Key, KeyOptions, Use},
        api_tokens,
    },
};

use crate::{
    app::{OWNER, TestApp},
    on_both,
    staff_invoice::data,
};

async fn keys(app: &TestApp) -> Vec<Key> {
    let mut tx = app.database.db.read(app.shop).await.unwrap();
    api_keys::list(&mut tx, &Caller::operator(app.clock.now())).await.unwrap()
}

/// The part of a text that begins like this, up to a space, a line or a tag.
fn word(text: &str, beginning: &str) -> String {
    let start = text.find(beginning).unwrap_or_else(|| panic!("{beginning} is not in {text}"));
    text[start..].split(|char: char| char.is_whitespace() || char == '<').next().unwrap().to_owned()
}

async fn works(app: &TestApp, secret: &str) -> bool {
    let mut tx = app.database.db.read(app.shop).await.unwrap();
    let found = api_keys::by_secret(&mut tx, &secret.parse().unwrap(), app.clock.now()).await.unwrap();
    found.is_some_and(|(_, is_valid)| is_valid)
}

on_both! {
    async fn an_owner_makes_replaces_and_revokes_a_key(db: TestDb) {
        let app = TestApp::on(db).await;
        let owner = app.owner().await;
        let shown = owner.says("/keys").await;
        shown.say("Пока ни одного").say("X-Tenant-Key");
        let mut tx = app.database.db.begin(app.shop).await.unwrap();
        let secrets = api_tokens::secrets(&mut tx, &SeededChance::new(9), app.clock.now()).await.unwrap();
        tx.rollback().await.unwrap();
        shown.say(&secrets.tenant_key);
        owner.clicks("➕ Новый ключ").await.say("Для чего ключ");
        owner.says(&"я".repeat(101)).await.say("не больше 100");
        owner.says("Касса <1>").await.say("Касса <1>").say("Что ему можно");
        owner.clicks("✅ Создать ключ").await.say("Пока ничего не выбрано");
        owner.clicks("Касса и интернет-магазин").await;
        owner.clicks("Счета: смотреть").await;
        owner.clicks("☑️ Счета: смотреть").await;
        owner.clicks("☑️ Спрашивать клиента о баллах").await;
        owner.clicks("⏱ До 60 запросов в минуту").await;
        owner.clicks("📅 Без срока").await;
        owner.says("ещё").await.say("Что ему можно");
        let (message, make) = (owner.newest().id, data(&owner, "Создать ключ"));
        let made = owner.clicks("✅ Создать ключ").await;
        made.say("показан только сейчас");
        let secret = word(&made.text(), "tb_");
        assert!(works(&app, &secret).await);
        let all = keys(&app).await;
        assert_eq!(all.len(), 1);
        assert_eq!((all[0].name.as_str(), all[0].scopes), ("Касса <1>", [Scope::Till].into_iter().collect()));
        assert_eq!((all[0].asks_consent, all[0].rate_per_minute), (false, 300));
        assert_eq!(all[0].expires_at, Some(all[0].created_at + chrono::Duration::days(30)));
        owner.clicks_on(message, &make).await;
        assert_eq!(keys(&app).await.len(), 1, "a second press makes no second key");

        owner.presses_key("🔑 Ключи API").await
            .say("Касса <1>").say(&secret[..8]).say("Касса и интернет-магазин")
            .say("Ещё не использовался").say("Действует до").do_not_say(&secret);
        owner.clicks(&format!("Касса <1> · {}…", &secret[..8])).await;
        owner.clicks("🔁 Заменить").await.say("ещё 24 ч");
        let replaced = owner.clicks("🔁 Да, заменить").await;
        replaced.say("Прежний ключ действует ещё 24 ч");
        let newer = word(&replaced.text(), "tb_");
        assert_ne!(newer, secret);
        assert!(works(&app, &secret).await && works(&app, &newer).await);

        owner.clicks("🔑 Ключи API").await.say(&newer[..8]).say("Действует до");
        owner.clicks(&format!("Касса <1> · {}…", &newer[..8])).await;
        owner.clicks("🚫 Отозвать").await.say("сразу потеряют доступ");
        assert!(works(&app, &newer).await, "only a question");
        owner.clicks("🚫 Да, отозвать").await.say("отозван");
        assert!(works(&app, &secret).await && !works(&app, &newer).await);
        owner.clicks("🔑 Ключи API").await.say("Отозван");
        owner.clicks(&format!("Касса <1> · {}…", &newer[..8])).await.do_not_say("Отозвать");
    }

    async fn an_owner_sees_the_requests_of_a_key(db: TestDb) {
        let app = TestApp::on(db).await;
        let owner = app.owner().await;
        let operation = Caller::operator(app.clock.now()).operation(OperationId::command("key"));
        let options = KeyOptions {
            name: "Касса".to_owned(),
            scopes: [Scope::Till].into_iter().collect(),
            rate_per_minute: 60,
            days: None,
            asks_consent: true,
        };
        let mut tx = app.database.db.begin(app.shop).await.unwrap();
        let made = api_keys::create(&mut tx, &operation, &SeededChance::new(1), &options).await.unwrap();
        let used = |minutes: i64, status| Use {
            key_id: made.key.key_id,
            used_at: app.clock.now() - chrono::Duration::minutes(minutes),
            method: "GET",
            route: "/ext/api/v1/clients/{id}/balance".to_owned(),
            status,
            address: "203.0.113.7".to_owned(),
            is_ended: false,
        };
        api_keys::log_uses(&mut tx, &[used(5, 200), used(1, 404)]).await.unwrap();
        tx.commit().await.unwrap();
        owner.says("/keys").await.say("Запросов: 2");
        owner.clicks(&format!("Касса · {}…", made.key.shown)).await;
        let log = owner.clicks("📜 Запросы").await;
        log.say("GET /ext/api/v1/clients/{id}/balance · 404 · 203.0.113.7");
        assert!(log.text().find("· 404 ·") < log.text().find("· 200 ·"), "the newest first");
        owner.clicks("🔑 Ключи API").await.say("Касса");
    }

    async fn keys_are_for_owners_alone(db: TestDb) {
        let app = TestApp::on(db).await;
        let manager = app.staff(700, "Марат", Role::Manager).await;
        manager.says("/keys").await.do_not_say("Ключи API");
        manager.clicks_on(1, "s:keys:0").await.do_not_say("Ключи API");
        manager.clicks_on(1, "s:newkey").await.do_not_say("Для чего ключ");
        assert!(keys(&app).await.is_empty());
    }

    async fn staff_get_a_one_time_code(db: TestDb) {
        let app = TestApp::on(db).await;
        let owner = app.owner().await;
        let cashier = app.staff(700, "Марат", Role::Cashier).await;
        for (chat, person) in [(&owner, OWNER), (&cashier, 700)] {
            let said = chat.says("/token").await;
            said.say("5 минут").say("Никто не вправе");
            let text = said.text();
            let digits = text.split("код: ").nth(1).unwrap().trim_start_matches("<code>");
            let code: CardCode = digits[..6].parse().unwrap();
            let mut tx = app.database.db.begin(app.shop).await.unwrap();
            let bearer = api_tokens::use_code(&mut tx, &[TelegramId(OWNER)], &code, app.clock.now()).await.unwrap();
            let Some(api_tokens::Bearer::Staff(found, _)) = bearer else { panic!("{bearer:?}") };
            assert_eq!(found, TelegramId(person));
            tx.commit().await.unwrap();
        }
        let anna = app.person(kopilka::sandbox::Person::new(501, "Анна").language("ru"));
        anna.starts().await;
        anna.says("/token").await.do_not_say("одноразовый код");
    }
}
