//! The endpoints, called as the scripts of the page do.

use std::time::Duration;

use reqwest::StatusCode;
use serde_json::{Value, json};
use tokio::time::timeout;

use crate::sandbox::{Options, Person, Sandbox};

const ANNA: i64 = 501;

struct Page {
    http: reqwest::Client,
    sandbox: Sandbox,
}

impl Page {
    async fn open() -> Self {
        let people = vec![Person::new(ANNA, "Анна").language("ru").phone("+77010000001").started().role("customer")];
        let sandbox = Sandbox::start(Options { people, ..Options::default() }).await.unwrap();
        Self { http: reqwest::Client::new(), sandbox }
    }

    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.sandbox.url())
    }

    async fn get(&self, path: &str) -> Value {
        self.http.get(self.url(path)).send().await.unwrap().json().await.unwrap()
    }

    async fn post(&self, path: &str, body: Value) -> (StatusCode, Value) {
        let response = self.http.post(self.url(path)).json(&body).send().await.unwrap();
        (response.status(), response.json().await.unwrap())
    }

    async fn bot(&self, method: &str, params: Value) -> Value {
        let (_, answer) = self.post(&format!("/bot{}/{method}", self.sandbox.token()), params).await;
        assert_eq!(answer["ok"], true, "{answer}");
        answer["result"].clone()
    }
}

#[tokio::test]
async fn a_person_sends_a_file() {
    let page = Page::open().await;
    let path = page.url(&format!("/sandbox/chats/{ANNA}/document?name=rows.csv&caption=see"));
    let send = async |kind: &str, content: &'static str| {
        let request = page.http.post(&path).header("Content-Type", kind).body(content);
        request.send().await.unwrap().status()
    };
    assert_eq!(send("application/octet-stream", "A1;issued").await, StatusCode::OK);
    assert_eq!(send("application/octet-stream", "").await, StatusCode::BAD_REQUEST, "Telegram takes no empty file");
    assert_eq!(
        send("text/plain", "A1;issued").await,
        StatusCode::BAD_REQUEST,
        "as a form of another site could send it"
    );
    let updates = page.bot("getUpdates", json!({})).await;
    let message = &updates[0]["message"];
    assert_eq!((&message["document"]["file_name"], &message["caption"]), (&json!("rows.csv"), &json!("see")));
    let file = page.bot("getFile", json!({ "file_id": message["document"]["file_id"] })).await;
    let address = format!("/file/bot{}/{}", page.sandbox.token(), file["file_path"].as_str().unwrap());
    let content = page.http.get(page.url(&address)).send().await.unwrap().text().await.unwrap();
    assert_eq!(content, "A1;issued");
}

#[tokio::test]
async fn every_file_the_page_names_is_there() {
    let page = Page::open().await;
    let index = page.http.get(page.url("/")).send().await.unwrap();
    assert!(index.headers()["content-security-policy"].to_str().unwrap().starts_with("default-src 'none'"));
    let is_safe = |response: &reqwest::Response| {
        let header = |name: &str| response.headers().get(name).and_then(|value| value.to_str().ok());
        header("x-content-type-options") == Some("nosniff") && header("referrer-policy") == Some("no-referrer")
    };
    assert!(is_safe(&index), "{index:?}");
    let mut files: Vec<String> = super::FILES.iter().map(|(name, _, _)| (*name).to_owned()).collect();
    let names = |text: &str, before: &str| {
        let parts: Vec<String> =
            text.split(before).skip(1).map(|rest| rest.split('"').next().unwrap().to_owned()).collect();
        parts
    };
    files.extend(names(&index.text().await.unwrap(), "\"/page/"));
    files.extend(super::FILES.iter().flat_map(|(_, _, content)| names(content, "from \"./")));
    for file in files {
        let response = page.http.get(page.url(&format!("/page/{file}"))).send().await.unwrap();
        assert_eq!(response.status(), StatusCode::OK, "{file}");
        assert!(is_safe(&response), "{file}: {response:?}");
    }
    assert_eq!(page.http.get(page.url("/page/../mod.rs")).send().await.unwrap().status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn actions_on_the_page_reach_the_bot() {
    let page = Page::open().await;
    let chat = format!("/sandbox/chats/{ANNA}");
    page.post(&format!("{chat}/say"), json!({ "text": "/start" })).await;
    let key = json!({ "inline_keyboard": [[{ "text": "Баланс", "callback_data": "b" }]] });
    let sent = page.bot("sendMessage", json!({ "chat_id": ANNA, "text": "Привет", "reply_markup": key })).await;

    let before = page.get(&chat).await;
    assert_eq!((&before["messages"][0]["mine"], &before["messages"][0]["received"]), (&json!(true), &json!(false)));
    assert_eq!((&before["messages"][1]["text"], &before["unread"]), (&json!("Привет"), &json!(1)));
    page.bot("getUpdates", json!({ "offset": -1 })).await;
    page.bot("getUpdates", json!({ "offset": 800_000_000 })).await;
    page.post(&format!("{chat}/read"), Value::Null).await;
    let after = page.get(&chat).await;
    assert_eq!((&after["messages"][0]["received"], &after["unread"]), (&json!(true), &json!(0)));
    assert_eq!(page.get("/sandbox/people").await["people"][0]["last"]["text"], "Привет");

    let (_, pressed) = page.post(&format!("{chat}/click"), json!({ "message": sent["message_id"], "data": "b" })).await;
    assert!(pressed["query"].is_string());
    let (status, refusal) = page.post(&format!("{chat}/say"), json!({ "text": " " })).await;
    assert_eq!((status, &refusal["error"]), (StatusCode::BAD_REQUEST, &json!("a message without text cannot be sent")));
}

#[tokio::test]
async fn events_are_streamed_to_the_page() {
    let page = Page::open().await;
    let mut events = page.http.get(page.url("/sandbox/events")).send().await.unwrap();
    page.bot("sendMessage", json!({ "chat_id": ANNA, "text": "Привет" })).await;
    let mut heard = String::new();
    while !heard.contains(&format!("{{\"kind\":\"chat\",\"person\":{ANNA}}}")) {
        let chunk = timeout(Duration::from_secs(5), events.chunk()).await.unwrap().unwrap().unwrap();
        heard.push_str(std::str::from_utf8(&chunk).unwrap());
    }
}

#[tokio::test]
async fn a_new_person_gets_a_new_id() {
    let page = Page::open().await;
    let describe =
        |name: &str| json!({ "first_name": name, "last_name": " ", "username": "@new_one", "language": "kk" });
    let (_, first) = page.post("/sandbox/people", describe("Алия")).await;
    let (_, second) = page.post("/sandbox/people", describe("Болат")).await;
    assert_ne!(first["id"], second["id"]);
    let people = page.get("/sandbox/people").await;
    assert_eq!(
        (&people["people"][1]["username"], &people["people"][1]["last_name"]),
        (&json!("new_one"), &Value::Null)
    );
    assert_eq!(page.post("/sandbox/people", describe(" ")).await.0, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_new_person_is_none_whom_the_bot_knows() {
    let page = Page::open().await;
    page.sandbox.add(Person::new(9_000_000_020, "Юки").started());
    let known = [5_900_000_001, 5_900_000_002, 9_000_000_021, i64::MAX];
    page.sandbox.reserve_ids(known);
    let mut ids = Vec::new();
    for _ in 0..3 {
        let (_, added) = page.post("/sandbox/people", json!({ "first_name": "Алия" })).await;
        ids.push(added["id"].as_i64().unwrap());
    }
    assert_eq!(ids, [5_900_000_003, 5_900_000_004, 5_900_000_005]);
}

#[tokio::test]
async fn a_newcomer_has_joined_once_the_bot_has_answered() {
    let page = Page::open().await;
    let (_, added) = page.post("/sandbox/people", json!({ "first_name": "Алия" })).await;
    let role = async || {
        let people = page.get("/sandbox/people").await;
        let person = people["people"].as_array().unwrap().iter().find(|person| person["id"] == added["id"]).cloned();
        person.unwrap()["role"].clone()
    };
    page.post(&format!("/sandbox/chats/{}/say", added["id"]), json!({ "text": "/start" })).await;
    assert_eq!(role().await, "newcomer");
    page.bot("sendMessage", json!({ "chat_id": added["id"], "text": "Привет" })).await;
    assert_eq!(role().await, "customer");
}

#[tokio::test]
async fn the_phone_of_a_new_person_reaches_the_bot_as_digits() {
    let page = Page::open().await;
    let describe = |phone: &str| json!({ "first_name": "Алия", "phone": phone });
    for phone in ["abc", "+7 701 222 33 4x", "123456", "+7 701 222 33 44 55 66 77", "7+7012223344", "+"] {
        let (status, refusal) = page.post("/sandbox/people", describe(phone)).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{phone}");
        assert!(refusal["error"].as_str().unwrap().contains("is no phone number"), "{refusal}");
    }
    assert_eq!(page.get("/sandbox/people").await["people"].as_array().unwrap().len(), 1);
    for phone in ["+7 701 222 33 44", "7 (701) 222-33-44", " +77012223344 "] {
        let (status, added) = page.post("/sandbox/people", describe(phone)).await;
        assert_eq!(status, StatusCode::OK, "{phone}");
        page.post(&format!("/sandbox/chats/{}/contact", added["id"]), json!({})).await;
        let updates = page.bot("getUpdates", json!({ "offset": -1 })).await;
        assert_eq!(updates[0]["message"]["contact"]["phone_number"], "77012223344", "{phone}");
    }
    assert_eq!(page.post("/sandbox/people", describe(" ")).await.0, StatusCode::OK, "it may be left out");
}

#[tokio::test]
async fn requests_of_other_websites_are_refused() {
    let page = Page::open().await;
    let rebound = page.http.get(page.url("/sandbox/people")).header("Host", "evil.example:80").send().await.unwrap();
    assert_eq!(rebound.status(), StatusCode::FORBIDDEN);
    let form =
        page.http.post(page.url(&format!("/sandbox/chats/{ANNA}/say"))).body("{\"text\":\"x\"}").send().await.unwrap();
    assert_eq!(form.status(), StatusCode::UNSUPPORTED_MEDIA_TYPE);
}
