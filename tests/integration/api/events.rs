//! The stream of events: nothing is lost, whatever breaks off.

use std::time::{Duration, Instant};

use kopilka::{
    clock::Clock as _,
    domain::{OperationId, ParcelStatus, Scope},
    http::Limits,
    service::{Caller, api_keys, parcels::ParcelChange},
};
use reqwest::{Method, Response};
use serde_json::{Value, json};
use tokio::time::timeout;

use super::{ApiServer, answer, options};
use crate::{
    database::{Kind, TestDb},
    on_both,
    parcels::{parcel, status},
    shop::Shop,
};

/// How long a test waits for an event.
const PATIENCE: Duration = Duration::from_secs(20);

/// A client that listens.
struct Listener {
    response: Response,
    text: String,
}

/// An event, or what else is between two blank lines.
#[derive(Clone, Debug, Default, PartialEq)]
struct Block {
    id: String,
    event: String,
    data: Value,
    is_comment: bool,
}

impl ApiServer {
    async fn listens(&self, key: &str, last: Option<&str>) -> Listener {
        let mut request = self.request(Method::GET, &self.of_shop("tracking", "/events"), key);
        request = request.header("Accept", "text/event-stream").header("Accept-Encoding", "gzip");
        if let Some(last) = last {
            request = request.header("Last-Event-ID", last);
        }
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), 200);
        Listener { response, text: String::new() }
    }

    async fn adds_number(&self, key: &str, number: &str) -> i64 {
        let added = self.adds(key, &json!({ "tracking_number": number, "client_code": "X" })).await.expect(201);
        added["id"].as_i64().unwrap()
    }
}

impl Listener {
    /// The next block; `None` where the stream has ended.
    async fn block(&mut self) -> Option<Block> {
        loop {
            if let Some((block, rest)) = self.text.split_once("\n\n") {
                let (block, rest) = (read(block), rest.to_owned());
                self.text = rest;
                return Some(block);
            }
            let part = timeout(PATIENCE, self.response.chunk()).await.expect("nothing comes");
            match part {
                Ok(Some(bytes)) => self.text.push_str(std::str::from_utf8(&bytes).unwrap()),
                Ok(None) | Err(_) => return None,
            }
        }
    }

    /// The next event.
    async fn event(&mut self) -> Block {
        loop {
            let block = self.block().await.expect("the stream has ended");
            if !block.data.is_null() {
                return block;
            }
        }
    }

    /// The numbers and statuses of the next events.
    async fn events(&mut self, count: usize) -> Vec<String> {
        let mut events = Vec::new();
        for _ in 0..count {
            let Block { event, data, .. } = self.event().await;
            events.push(format!(
                "{event} {} {}",
                data["tracking_number"].as_str().unwrap(),
                data["status"].as_str().unwrap()
            ));
        }
        events
    }
}

fn read(text: &str) -> Block {
    let mut block = Block::default();
    for line in text.lines() {
        match line.split_once(": ").unwrap_or((line, "")) {
            ("id", id) => id.clone_into(&mut block.id),
            ("event", event) => event.clone_into(&mut block.event),
            ("data", data) => block.data = serde_json::from_str(data).unwrap(),
            ("retry", _) => {}
            (comment, _) => block.is_comment |= comment.starts_with(':'),
        }
    }
    block
}

on_both! {
    async fn what_happens_to_parcels_comes_as_it_happens(db: TestDb) {
        let api = ApiServer::start(&db).await;
        let key = api.platform_key().await;
        api.adds_number(&key, "before").await;
        let mut listener = api.listens(&key, None).await;
        let headers = listener.response.headers();
        for (name, value) in [
            ("content-type", "text/event-stream"), ("cache-control", "no-store"), ("x-accel-buffering", "no"),
        ] {
            assert_eq!(headers[name], value, "{name}");
        }
        assert!(!headers.contains_key("content-encoding"), "{headers:?}");
        assert_eq!(listener.block().await, Some(Block { id: "1".to_owned(), ..Block::default() }), "where it begins");
        let anna = api.shop.welcomes(1, "Анна").await;
        api.shop.names(&anna, "CRM-7").await.unwrap();
        let id = api.adds(&key, &json!({ "tracking_number": "A1", "client_code": anna.code.as_str() })).await.expect(201)["id"].clone();
        let event = listener.event().await;
        assert_eq!((event.id.as_str(), event.event.as_str()), ("2", "parcel.created"));
        let data = json!({ "id": id, "tracking_number": "A1", "client_code": "CRM-7", "status": "pending", "changed_at": "2027-01-15T08:00:00" });
        assert_eq!(event.data, data);
        api.put(&api.of_shop("tracking", &format!("/{id}")), &key, &json!({ "note": "no event" })).await.expect(200);
        // From the chat, too.
        api.shop.adds(&parcel("A2", "X")).await.unwrap();
        api.put(&api.of_shop("tracking", &format!("/{id}")), &key, &json!({ "status": "issued" })).await.expect(200);
        assert_eq!(listener.events(2).await, ["parcel.created A2 pending", "parcel.status A1 issued"]);
    }

    async fn a_stream_goes_on_after_the_last_event_also_after_a_restart(db: TestDb) {
        let api = ApiServer::start(&db).await;
        let key = api.platform_key().await;
        for number in ["A1", "A2", "A3"] {
            api.adds_number(&key, number).await;
        }
        let mut listener = api.listens(&key, Some("1")).await;
        assert_eq!(listener.events(2).await, ["parcel.created A2 pending", "parcel.created A3 pending"]);
        drop(listener);
        drop(api);
        let shop = Shop::open(&db).await;
        shop.adds(&parcel("A4", "X")).await.unwrap();
        let api = ApiServer::serving(shop).await;
        let mut listener = api.listens(&key, Some("2")).await;
        assert_eq!(listener.events(2).await, ["parcel.created A3 pending", "parcel.created A4 pending"]);
        // What is no number of an event begins at now.
        for unknown in ["", "abc", "-1", "5", "99999999999999999999", "1.0"] {
            let mut listener = api.listens(&key, Some(unknown)).await;
            assert_eq!(listener.block().await.unwrap().id, "4", "{unknown:?}");
        }
        let path = api.of_shop("tracking", "/events?last_event_id=3");
        let response = api.request(Method::GET, &path, &key).send().await.unwrap();
        assert_eq!(Listener { response, text: String::new() }.events(1).await, ["parcel.created A4 pending"]);
    }

    async fn of_twenty_writers_every_event_comes_once_in_order(db: TestDb) {
        let api = ApiServer::start(&db).await;
        let key = api.platform_key().await;
        let mut listener = api.listens(&key, None).await;
        let writers = async {
            let writers = (0..20).map(|writer| {
                let (api, key) = (&api, &key);
                async move {
                    let id = api.adds_number(key, &format!("W{writer}")).await;
                    let path = api.of_shop("tracking", &format!("/{id}"));
                    for status in ["in_transit", "delivered"] {
                        api.put(&path, key, &json!({ "status": status })).await.expect(200);
                    }
                }
            });
            futures_util::future::join_all(writers).await;
        };
        let reading = async {
            let mut got: Vec<Block> = Vec::new();
            while got.len() < 60 {
                // Now and then the stream breaks off.
                if got.len() % 7 == 6 {
                    listener = api.listens(&key, Some(&got.last().unwrap().id)).await;
                }
                got.push(listener.event().await);
            }
            got
        };
        let ((), got) = tokio::join!(writers, reading);
        let ids: Vec<i64> = got.iter().map(|event| event.id.parse().unwrap()).collect();
        assert_eq!(ids, (1..=60).collect::<Vec<_>>());
        for writer in 0..20 {
            let of_one = got.iter().filter(|event| event.data["tracking_number"] == format!("W{writer}"));
            let statuses: Vec<&str> = of_one.map(|event| event.data["status"].as_str().unwrap()).collect();
            assert_eq!(statuses, ["pending", "in_transit", "delivered"]);
        }
    }

    async fn a_stream_ends_with_its_key_and_with_the_server(db: TestDb) {
        let api = ApiServer::start(&db).await;
        let made = api.makes_key(&options(&[Scope::PlatformRead])).await;
        let (id, key) = (made.key.key_id, made.secret.unwrap());
        let other = api.platform_key().await;
        let mut revoked = api.listens(key.as_str(), None).await;
        let mut stopped = api.listens(&other, None).await;
        let mut tx = api.shop.begin().await;
        let operation = Caller::operator(api.clock.now()).operation(OperationId::command("revoke"));
        api_keys::revoke(&mut tx, &operation, id).await.unwrap();
        tx.commit().await.unwrap();
        // Nothing comes that happens from then on.
        api.adds_number(&other, "A1").await;
        while let Some(block) = revoked.block().await {
            assert!(block.data.is_null(), "{block:?}");
        }
        assert_eq!(stopped.events(1).await, ["parcel.created A1 pending"]);
        let begun = Instant::now();
        api.stop.cancel();
        while stopped.block().await.is_some() {}
        assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
    }

    async fn a_client_has_a_number_of_streams_and_says_that_it_takes_them(db: TestDb) {
        let api = ApiServer::start(&db).await;
        let key = api.platform_key().await;
        let path = api.of_shop("tracking", "/events");
        let mut open = Vec::new();
        for _ in 0..10 {
            open.push(api.listens(&key, None).await);
        }
        let refused = api.get(&path, &key).await;
        assert!(refused.expect(429)["detail"].is_string());
        assert_eq!(refused.header("retry-after"), Some("5"));
        let other = api.platform_key().await;
        for (accept, expected) in [
            ("text/event-stream", 200), ("*/*", 200), ("text/*", 200), ("application/json", 406), ("text/event-stream;q=0", 406),
        ] {
            let request = api.request(Method::GET, &path, &other).header("Accept", accept);
            assert_eq!(answer(request).await.status.as_u16(), expected, "{accept}");
        }
        let list = api.request(Method::GET, &api.of_shop("tracking", ""), &key).header("Accept", "text/event-stream");
        assert_eq!(answer(list).await.expect(406)["detail"], "Ответ бывает только в application/json: он должен подходить под Accept.");
        let json = api.request(Method::GET, &path, &other).header("Accept", "application/json");
        assert_eq!(answer(json).await.expect(406)["detail"], "Ответ бывает только в text/event-stream: он должен подходить под Accept.");
        drop(open);
        let freed = async {
            while api.get(&path, &key).await.status != 200 {
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        };
        timeout(PATIENCE, freed).await.expect("a stream that is left gives its place back");
    }
}

#[tokio::test]
async fn an_event_of_another_process_comes_too() {
    let db = TestDb::new(Kind::Postgres).await;
    let api = ApiServer::start(&db).await;
    let key = api.platform_key().await;
    let mut listener = api.listens(&key, None).await;
    let other = api.shop.in_another_process(&db).await;
    let id = other.adds(&parcel("A1", "X")).await.unwrap().parcel.parcel_id;
    assert_eq!(listener.events(1).await, ["parcel.created A1 pending"]);
    let forced = ParcelChange { is_forced: true, ..status(ParcelStatus::Cancelled) };
    other.changes(id, &forced).await.unwrap();
    assert_eq!(listener.events(1).await, ["parcel.status A1 cancelled"]);
}

#[tokio::test]
async fn a_silent_stream_sends_a_comment() {
    let db = TestDb::new(Kind::Sqlite).await;
    let api = ApiServer::start(&db).await;
    let key = api.platform_key().await;
    let mut listener = api.listens(&key, None).await;
    let begun = Instant::now();
    while !listener.block().await.expect("the stream has ended").is_comment {}
    assert!(begun.elapsed() < Duration::from_secs(15), "{:?}", begun.elapsed());
}

#[tokio::test]
async fn where_all_connections_are_taken_a_stream_gives_way() {
    let db = TestDb::new(Kind::Sqlite).await;
    let limits = Limits { connections: 2, ..Limits::default() };
    let api = ApiServer::limited(Shop::open(&db).await, limits).await;
    let key = api.platform_key().await;
    let mut first = api.listens(&key, None).await;
    let mut second = api.listens(&key, None).await;
    assert_eq!(api.get(&api.of_shop("tracking", ""), &key).await.expect(200)["total"], 0);
    while first.block().await.is_some() {}
    // It comes again where the other one gives way.
    first = api.listens(&key, Some("0")).await;
    api.adds_number(&key, "A1").await;
    assert_eq!(first.events(1).await, ["parcel.created A1 pending"]);
    drop(second.block().await);
}
