//! Bot API servers other than Telegram's own, and settings that another program left there.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use axum::{
    Json, Router,
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Response},
    routing::post,
};
use kopilka::shutdown::CancellationToken;
use serde_json::{Value, json};
use tokio::net::TcpListener;

use super::*;
use crate::on_both;

on_both! {
    async fn polling_deletes_a_webhook_that_was_set_before(db: TestDb) {
        let mut bot = TestBot::prepare(db).await;
        let url = format!("{}/bot{}/setWebhook", bot.sandbox.url(), bot.sandbox.token());
        let webhook = json!({ "url": "http://127.0.0.1:9/hook" });
        let set = reqwest::Client::new().post(url).json(&webhook).send().await.unwrap();
        assert!(set.status().is_success(), "{}", set.text().await.unwrap());
        let anna = bot.anna();
        anna.says("said to the webhook");
        bot.run().await;
        bot.wait_until_idle().await;
        assert_eq!(received(&anna), ["said to the webhook"]);
        bot.assert_calls_are_valid();
    }

    async fn a_minimal_bot_api_server_with_odd_answers_is_enough(db: TestDb) {
        let bot = TestBot::prepare(db).await;
        let server = OddServer::start(true).await;
        let stop = CancellationToken::new();
        let stopper = stop.clone().drop_guard();
        let telegram = Telegram::new("7000000001:x", &server.url).unwrap();
        let serving = tokio::spawn(serve(Serving { telegram, ..bot.serving(bot.db.db.clone()).await }, stop));
        let said = async {
            while server.said().len() < 3 {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        };
        tokio::time::timeout(TIMEOUT, said).await.expect("nothing was said");
        tokio::time::sleep(Duration::from_millis(200)).await;
        drop(stopper);
        serving.await.unwrap().unwrap();
        assert_eq!(server.said(), ["one", "two", "three"]);
    }

    async fn messages_follow_a_group_that_became_a_supergroup(db: TestDb) {
        let bot = TestBot::prepare(db).await;
        let server = OddServer::start(false).await;
        for text in ["first", "second"] {
            bot.put(GROUP, Priority::Reply, text_message(text)).await;
        }
        let stop = CancellationToken::new();
        let stopper = stop.clone().drop_guard();
        let telegram = Telegram::new("7000000001:x", &server.url).unwrap();
        let serving = tokio::spawn(serve(Serving { telegram, ..bot.serving(bot.db.db.clone()).await }, stop));
        let said = async {
            while bot.counts().await.1 > 0 {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        };
        tokio::time::timeout(TIMEOUT, said).await.expect("still not sent");
        drop(stopper);
        serving.await.unwrap().unwrap();
        assert_eq!(server.said(), ["first", "second"]);
    }
}

/// A group, and the supergroup that it has become.
const GROUP: i64 = -5;
const SUPERGROUP: i64 = -1_005;

/// A server below a path, that knows two methods, never waits, tells more or less than Telegram does, and fails at first.
struct OddServer {
    url: String,
    world: Arc<Mutex<World>>,
}

#[derive(Default)]
struct World {
    /// A person writes to the bot.
    chats: bool,
    asked: u32,
    said: Vec<String>,
}

impl OddServer {
    async fn start(chats: bool) -> Self {
        let world = Arc::new(Mutex::new(World { chats, ..World::default() }));
        let routes =
            Router::new().route("/some/path/bot7000000001:x/{method}", post(answer)).with_state(Arc::clone(&world));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/some/path/", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, routes).await });
        Self { url, world }
    }

    fn said(&self) -> Vec<String> {
        self.world.lock().unwrap_or_else(PoisonError::into_inner).said.clone()
    }
}

async fn answer(
    State(world): State<Arc<Mutex<World>>>,
    Path(method): Path<String>,
    Json(asked): Json<Value>,
) -> Response {
    let mut world = world.lock().unwrap_or_else(PoisonError::into_inner);
    match method.as_str() {
        "getUpdates" => {
            world.asked += 1;
            if world.asked == 1 {
                return (StatusCode::BAD_GATEWAY, "<html>starting</html>").into_response();
            }
            if !world.chats {
                return Json(json!({ "ok": true, "result": [] })).into_response();
            }
            let offset = asked["offset"].as_i64().unwrap_or(0);
            let texts = ["one", "two", "three"].into_iter().zip(41..);
            let later = texts.filter(|(_, id)| *id >= offset).map(|(text, id)| update(id, text));
            Json(json!({ "ok": true, "result": later.collect::<Vec<_>>(), "server": "odd" })).into_response()
        }
        "sendMessage" if asked["chat_id"] == GROUP => {
            let parameters = json!({ "migrate_to_chat_id": SUPERGROUP });
            let description = "Bad Request: group chat was upgraded to a supergroup chat";
            let refusal =
                json!({ "ok": false, "error_code": 400, "description": description, "parameters": parameters });
            (StatusCode::BAD_REQUEST, Json(refusal)).into_response()
        }
        "sendMessage" => {
            world.said.push(asked["text"].as_str().unwrap_or("?").to_owned());
            // No chat, no date: less than any client's type of a message holds.
            Json(json!({ "ok": true, "result": { "message_id": world.said.len() } })).into_response()
        }
        _ => (StatusCode::NOT_FOUND, "no such thing").into_response(),
    }
}

fn update(id: i64, text: &str) -> Value {
    let chat = json!({ "id": ANNA, "type": "private", "first_name": "Анна", "mood": "good" });
    let from = json!({ "id": ANNA, "is_bot": false, "first_name": "Анна" });
    let message =
        json!({ "message_id": id, "date": 1_795_168_800, "chat": chat, "from": from, "text": text, "new": [1] });
    json!({ "update_id": id, "message": message })
}
