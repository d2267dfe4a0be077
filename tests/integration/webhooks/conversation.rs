//! Webhooks in the chat.

use kopilka::{
    clock::Clock as _,
    domain::{ParcelEventKind, ParcelStatus, Role},
    service::{
        Caller,
        parcels::{self, NewParcel},
        webhooks::{self, Listed},
    },
};

use super::receiver::{Answer, Receiver};
use crate::{app::TestApp, on_both, staff_invoice::data};

async fn all(app: &TestApp) -> Vec<Listed> {
    let mut tx = app.database.db.read(app.shop).await.unwrap();
    webhooks::list(&mut tx, &Caller::operator(app.clock.now())).await.unwrap()
}

fn secret(text: &str) -> String {
    let start = text.find("whsec_").unwrap_or_else(|| panic!("no secret in {text}"));
    text[start..].split(|char: char| char.is_whitespace() || char == '<').next().unwrap().to_owned()
}

async fn adds_parcel(app: &TestApp, number: &str) {
    let new = NewParcel {
        number: number.parse().unwrap(),
        client_code: "X1".parse().unwrap(),
        status: ParcelStatus::Pending,
        quantity: None,
        weight: None,
        price_per_kg: None,
        cost: None,
        note: None,
    };
    let actor = kopilka::domain::Actor::Staff(kopilka::domain::TelegramId(700), Role::Manager);
    let operation = app.operation(&format!("parcel {number}"), actor);
    let mut tx = app.database.db.begin(app.shop).await.unwrap();
    parcels::add(&mut tx, &operation, &new).await.unwrap();
    tx.commit().await.unwrap();
}

on_both! {
    async fn an_owner_adds_a_webhook_gets_events_changes_its_secret_and_removes_it(db: TestDb) {
        let mut app = TestApp::on(db).await;
        app.stop().await;
        app.webhook_hosts = vec!["127.0.0.1".parse().unwrap()];
        app.resume();
        let receiver = Receiver::start().await;
        let owner = app.owner().await;
        owner.says("/keys").await;
        owner.clicks("🔗 Вебхуки").await.say("Пока ни одного");
        owner.clicks("➕ Новый вебхук").await.say("Куда отправлять события");
        owner.says("http://shop.example/hook").await.say("должен начинаться с https://").say("Куда отправлять");
        owner.says("https://192.168.0.1/hook").await.say("не публичный");
        owner.says("привет").await.say("не веб-адрес");
        owner.says(&receiver.url()).await.say("О каких событиях сообщать");
        owner.clicks("✅ Добавить вебхук").await.say("Пока ничего не выбрано");
        owner.clicks("Новые посылки").await;
        owner.clicks("Статусы посылок").await;
        owner.clicks("☑️ Статусы посылок").await;
        owner.says("ещё").await.say("О каких событиях сообщать");
        let (message, make) = (owner.newest().id, data(&owner, "Добавить вебхук"));
        let made = owner.clicks("✅ Добавить вебхук").await;
        made.say("показан только сейчас").say(&receiver.url());
        let first = secret(&made.text());
        owner.clicks_on(message, &make).await;
        let known = all(&app).await;
        assert_eq!(known.len(), 1, "a second press adds no second webhook");
        assert_eq!(known[0].webhook.events.iter().collect::<Vec<_>>(), [ParcelEventKind::Created]);

        owner.says("/keys").await;
        owner.clicks("🔗 Вебхуки").await;
        owner.clicks("➕ Новый вебхук").await;
        let id = known[0].webhook.webhook_id;
        owner.says(&receiver.url()).await.say(&format!("Вебхук с этим адресом уже есть: № {id}")).say("Куда отправлять");

        adds_parcel(&app, "A1").await;
        let messages = receiver.has(1).await;
        assert!(messages[0].is_signed_with(&first));
        while all(&app).await[0].waiting > 0 {
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
        owner.says("/keys").await;
        let list = owner.clicks("🔗 Вебхуки").await;
        list.say("Последняя доставка").say("Новые посылки").do_not_say("whsec_").do_not_say("Ждут");
        let button = format!("{} · 1", receiver.address);
        owner.clicks(&button).await.do_not_say("▶️ Отправить снова");
        owner.clicks("🔁 Новый секрет").await.say("ещё 24 ч");
        let rotated = owner.clicks("🔁 Да, новый секрет").await;
        rotated.say("обоими секретами");
        let second = secret(&rotated.text());
        adds_parcel(&app, "A2").await;
        let messages = receiver.has(2).await;
        assert!(messages[1].is_signed_with(&first) && messages[1].is_signed_with(&second));

        receiver.answers(|_| Answer::Status(500));
        adds_parcel(&app, "A3").await;
        receiver.has(3).await;
        while all(&app).await[0].webhook.failures == 0 {
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
        owner.clicks("🔗 Вебхуки").await.say("Последняя неудача").say("ответ 500").say("Ждут отправки: 1");
        receiver.answers(|_| Answer::Status(200));
        owner.clicks(&button).await;
        owner.clicks("▶️ Отправить снова").await.say("продолжается");
        receiver.has(4).await;
        owner.clicks("🔗 Вебхуки").await;
        owner.clicks(&button).await;
        owner.clicks("🗑 Удалить").await.say("Туда больше ничего не отправится");
        assert_eq!(all(&app).await.len(), 1, "only a question");
        owner.clicks("🗑 Да, удалить").await.say("удалён");
        assert!(all(&app).await.is_empty());
        owner.clicks("🔗 Вебхуки").await.say("Пока ни одного");
    }

    async fn webhooks_are_for_owners_alone(db: TestDb) {
        let app = TestApp::on(db).await;
        let manager = app.staff(700, "Марат", Role::Manager).await;
        manager.clicks_on(1, "s:webhooks:0").await.do_not_say("Вебхуки");
        manager.clicks_on(1, "s:newwebhook").await.do_not_say("Куда отправлять");
        manager.clicks_on(1, "s:webhook:1").await.do_not_say("Вебхук");
        assert!(all(&app).await.is_empty());
    }
}
