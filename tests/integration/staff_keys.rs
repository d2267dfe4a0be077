//! Keys of the HTTP APIs and one-time codes in the chat.

use kopilka::{
    clock::Clock as _,
    domain::{CardCode, Role, Scope, TelegramId},
    service::{
        Caller,
        api_keys::{self, Key},
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
        owner.says("/keys").await.say("Пока ни одного");
        owner.clicks("➕ Новый ключ").await.say("Для чего ключ");
        owner.says(&"я".repeat(101)).await.say("не больше 100");
        owner.says("Касса <1>").await.say("Касса <1>").say("Что ему можно");
        owner.clicks("✅ Создать ключ").await.say("Пока ничего не выбрано");
        owner.clicks("Касса и интернет-магазин").await;
        owner.clicks("Счета: смотреть").await;
        owner.clicks("☑️ Счета: смотреть").await;
        owner.says("ещё").await.say("Что ему можно");
        let (message, make) = (owner.newest().id, data(&owner, "Создать ключ"));
        let made = owner.clicks("✅ Создать ключ").await;
        made.say("показан только сейчас");
        let secret = word(&made.text(), "tb_");
        assert!(works(&app, &secret).await);
        let all = keys(&app).await;
        assert_eq!(all.len(), 1);
        assert_eq!((all[0].name.as_str(), all[0].scopes), ("Касса <1>", [Scope::Till].into_iter().collect()));
        owner.clicks_on(message, &make).await;
        assert_eq!(keys(&app).await.len(), 1, "a second press makes no second key");

        owner.presses_key("🔑 Ключи API").await
            .say("Касса <1>").say(&secret[..8]).say("Касса и интернет-магазин")
            .say("Ещё не использовался").say("Без срока").do_not_say(&secret);
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
