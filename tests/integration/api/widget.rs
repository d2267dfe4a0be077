//! The status of one parcel without a key: what it says, to whom, how often, and the page that shows it.

use std::collections::BTreeSet;

use chrono::Duration;
use kopilka::{
    clock::Clock as _,
    domain::{Money, OperationId, ParcelStatus, Quantity, Role},
    service::{
        Caller, Operation,
        parcels::{self, NewParcel, NewStatus},
    },
};
use reqwest::{Method, header::HeaderMap};
use serde_json::{Value, json};

use super::{Answer, ApiServer, answer};
use crate::{on_both, shop::STAFF};

impl ApiServer {
    fn manager(&self) -> Operation {
        let name = format!("parcels {}", self.shop.next_operation());
        Caller::staff(STAFF, Role::Manager, self.clock.now()).operation(OperationId::chat(name))
    }

    /// Adds a parcel with everything that nobody else may see.
    pub(super) async fn adds_parcel(&self, number: &str) {
        let new = NewParcel {
            number: number.parse().unwrap(),
            client_code: "SECRET77".parse().unwrap(),
            status: ParcelStatus::Pending,
            quantity: Some(4_242),
            weight: Some(Quantity::from_milli(10_500)),
            price_per_kg: Some(Money::from_minor(14_29)),
            cost: None,
            note: Some("for Anna".to_owned()),
        };
        let mut tx = self.shop.begin().await;
        parcels::add(&mut tx, &self.manager(), &new).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// Changes the status of a parcel.
    pub(super) async fn moves_parcel(&self, number: &str, status: ParcelStatus) {
        let wanted = [NewStatus { number: number.parse().unwrap(), status }];
        let mut tx = self.shop.begin().await;
        let changed = parcels::change_statuses(&mut tx, &self.manager(), &wanted).await.unwrap();
        assert_eq!(changed.changed.len(), 1);
        tx.commit().await.unwrap();
    }

    async fn looks_up(&self, query: &str) -> Answer {
        answer(self.anonymous(Method::GET, &format!("/widget/{}/status{query}", self.shop.id))).await
    }

    async fn page(&self, query: &str, languages: &str) -> Answer {
        let page = self.anonymous(Method::GET, &format!("/widget/{}{query}", self.shop.id));
        answer(page.header("Accept-Language", languages).header("Accept", "text/html")).await
    }
}

/// The headers of an answer, but those that differ from one answer to the next.
fn lasting(headers: &HeaderMap) -> BTreeSet<String> {
    let changing = ["x-request-id", "x-ratelimit-remaining", "date"];
    let lasting = headers.iter().filter(|(name, _)| !changing.contains(&name.as_str()));
    lasting.map(|(name, value)| format!("{name}: {value:?}")).collect()
}

on_both! {
    async fn whoever_knows_the_number_sees_status_and_history_and_nothing_else(db: TestDb) {
        let api = ApiServer::start(&db).await;
        api.adds_parcel("ABC-123").await;
        api.clock.advance(Duration::seconds(90));
        api.moves_parcel("ABC-123", ParcelStatus::InTransit).await;
        let now = api.clock.now();
        let written = |ago: i64| (now - Duration::seconds(ago)).to_utc().format("%Y-%m-%dT%H:%M:%S").to_string();
        let expected = json!({
            "number": "ABC-123",
            "status": "in_transit",
            "history": [
                { "status": "pending", "changed_at": written(90) },
                { "status": "in_transit", "changed_at": written(0) },
            ],
        });
        for pasted in ["ABC-123", "abc%20123", "+abc123+", "%D0%90%D0%92%D0%A1123", "%27ABC123", "%41BC-%3123", "ABC%E2%80%91123"] {
            assert_eq!(api.looks_up(&format!("?number={pasted}")).await.expect(200), expected, "{pasted}");
        }
        assert_eq!(api.looks_up("/?number=abc123").await.expect(200), expected, "with a slash at the end");
    }

    async fn a_number_that_is_not_there_and_one_that_cannot_be_are_answered_alike(db: TestDb) {
        let api = ApiServer::start(&db).await;
        api.adds_parcel("ABC-123").await;
        let unknown = api.looks_up("?number=ABC-124").await;
        let text = unknown.expect(404)["detail"].as_str().unwrap().to_owned();
        assert!(text.contains("нет"), "{text}");
        let long = format!("?number={}", "9".repeat(500));
        for none in ["", "?number=", "?number=-", "?number=1.23E%2B12", "?number=%25", "?number=%FF", "?number=%F0%9F%93%A6", long.as_str()] {
            let found = api.looks_up(none).await;
            assert_eq!((found.status, &found.text), (unknown.status, &unknown.text), "{none}");
            assert_eq!(lasting(&found.headers), lasting(&unknown.headers), "{none}");
        }
        for (languages, word) in [("en", "no parcel"), ("kk", "сәлемдеме"), ("de, uz;q=0.5", "posilka"), ("de", "Посылки")] {
            let asked = api.anonymous(Method::GET, &format!("/widget/{}/status?number=X9", api.shop.id));
            let told = answer(asked.header("Accept-Language", languages)).await.expect(404);
            assert!(told["detail"].as_str().unwrap().contains(word), "{languages}: {told}");
        }
    }

    async fn of_another_bot_nothing_is_there(db: TestDb) {
        let api = ApiServer::start(&db).await;
        api.adds_parcel("ABC-123").await;
        for other in ["1", "x", "0", "-1", "99999999999999999999", &format!("0{}", api.shop.id)] {
            let path = format!("/widget/{other}/status?number=ABC-123");
            let refused = answer(api.anonymous(Method::GET, &path)).await;
            assert!(refused.expect(404)["detail"].is_string(), "{other}");
            let page = answer(api.anonymous(Method::GET, &format!("/widget/{other}"))).await;
            assert_eq!(page.status, 404, "{other}");
            assert!(page.text.contains("Такого магазина здесь нет"), "{page:?}");
        }
        assert_eq!(answer(api.anonymous(Method::POST, &format!("/widget/{}/status", api.shop.id))).await.status, 405);
        assert_eq!(answer(api.anonymous(Method::GET, &format!("/widget/{}/other", api.shop.id))).await.status, 404);
        for page in [api.shop.id.to_string(), "page.js".to_owned()] {
            let refused = api.anonymous(Method::POST, &format!("/widget/{page}")).header("accept-language", "en");
            let refused = answer(refused).await;
            assert_eq!(refused.expect(405)["detail"], "This method is not supported here.", "{page}");
        }
        for (method, path, status) in [(Method::GET, "/", 404), (Method::GET, "/nope", 404), (Method::POST, "/healthz", 405)] {
            let refused = answer(api.anonymous(method, path)).await;
            assert_eq!(refused.status, status, "{path}");
            let expected = if status == 404 { "there is no such address\n" } else { "this method is not supported here\n" };
            assert_eq!(refused.text, expected, "{path}");
        }
    }

    async fn an_address_has_twenty_look_ups_a_minute(db: TestDb) {
        let api = ApiServer::start(&db).await;
        api.adds_parcel("ABC-123").await;
        // At the beginning of a minute.
        api.clock.advance(Duration::seconds(60 - api.clock.now().seconds() % 60));
        // What is found and what is not count alike, whatever a client says of its address, and of its key.
        for left in (0..20).rev() {
            let path = format!("/widget/{}/status?number={}", api.shop.id, if left % 2 == 0 { "abc123" } else { "x" });
            let asked = api.request(Method::GET, &path, "tb_x").header("X-Forwarded-For", format!("192.0.2.{left}"));
            let found = answer(asked).await;
            assert_eq!(found.status, if left % 2 == 0 { 200 } else { 404 });
            assert_eq!(found.header("x-ratelimit-limit"), Some("20"));
            assert_eq!(found.header("x-ratelimit-remaining"), Some(left.to_string().as_str()));
        }
        for (pause, wait) in [(0, "60"), (59, "1")] {
            api.clock.advance(Duration::seconds(pause));
            let refused = api.looks_up("?number=abc123").await;
            let text = refused.expect(429)["detail"].as_str().unwrap().to_owned();
            assert!(text.contains("пожалуйста") && text.contains(&format!("{wait} с")), "{text}");
            assert_eq!(refused.header("retry-after"), Some(wait));
        }
        // The page itself looks nothing up.
        assert_eq!(api.page("?number=abc123", "ru").await.status, 200);
        api.clock.advance(Duration::seconds(1));
        api.looks_up("?number=abc123").await.expect(200);
    }

    async fn any_site_may_show_the_page_and_it_loads_nothing_from_elsewhere(db: TestDb) {
        let api = ApiServer::start(&db).await;
        for query in ["", "/", "?number=%D0%90&number=2", "?number=<script>alert(1)</script>"] {
            let page = api.page(query, "ru").await;
            assert_eq!(page.status, 200, "{query}");
            let policy = page.header("content-security-policy").unwrap();
            for rule in ["default-src 'none'", "script-src 'self'", "style-src 'self'", "connect-src 'self'", "frame-ancestors *"] {
                assert!(policy.split("; ").any(|part| part == rule), "{rule} in {policy}");
            }
            assert_eq!(page.header("x-frame-options"), None);
            assert_eq!(page.header("x-content-type-options"), Some("nosniff"));
            assert_eq!(page.header("referrer-policy"), Some("no-referrer"));
            assert!(!page.text.contains("http") && !page.text.contains("alert"), "{}", page.text);
        }
        for part in ["/widget/page.js", "/widget/page.css"] {
            let part = answer(api.anonymous(Method::GET, part)).await;
            assert!(part.status.is_success() && !part.text.contains("http"), "{part:?}");
        }
    }

    async fn the_page_speaks_the_language_that_is_asked_for(db: TestDb) {
        let api = ApiServer::start(&db).await;
        for (query, languages, language, word) in [
            ("", "de", "ru", "Номер посылки"),
            ("", "en-GB, ru;q=0.5", "en", "Parcel number"),
            ("?lang=kk", "en", "kk", "Сәлемдеме нөмірі"),
            ("?lang=ky&theme=dark", "en", "ky", "Посылканын номери"),
            ("?lang=xx&theme=%22", "uz", "uz", "Posilka raqami"),
        ] {
            let page = api.page(query, languages).await;
            let theme = if query.contains("dark") { "dark" } else { "auto" };
            assert!(page.text.contains(&format!("<html lang=\"{language}\" data-theme=\"{theme}\">")), "{}", page.text);
            assert!(page.text.contains(word), "{}", page.text);
            assert_eq!(page.header("content-language"), Some(language));
            let words = page.text.split("data-words=\"").nth(1).unwrap().split("\">").next().unwrap();
            let words: Value = serde_json::from_str(&words.replace("&quot;", "\"")).unwrap();
            assert_eq!(words.as_object().unwrap().len(), 6, "five statuses, and that the shop is away");
            assert!(!page.text.contains("{n") && !page.text.contains("{l"), "every place is filled: {}", page.text);
        }
    }
}
