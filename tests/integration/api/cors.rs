//! Web pages of other origins, and compressed answers.

use kopilka::domain::Scope;
use reqwest::Method;

use super::{ApiServer, PAGE, answer, options};
use crate::on_both;

const CLIENTS: &str = "/ext/api/v1/clients/";

on_both! {
    async fn a_page_of_a_named_origin_may_call_and_others_may_not(db: TestDb) {
        let api = ApiServer::start(&db).await;
        let mut few = options(&[Scope::Till]);
        few.rate_per_minute = 2;
        let key = api.makes_key(&few).await.secret.unwrap();
        let preflight = |path: &'static str, origin: &'static str| {
            let request = api.anonymous(Method::OPTIONS, path).header("Origin", origin);
            answer(request.header("Access-Control-Request-Method", "POST").header("Access-Control-Request-Headers", "x-api-key"))
        };
        // A preflight has no key, and is not counted: neither in the limit of the key nor among wrong credentials.
        for _ in 0..25 {
            let allowed = preflight(CLIENTS, PAGE).await;
            assert!(allowed.status.is_success(), "{allowed:?}");
            assert_eq!(allowed.header("access-control-allow-origin"), Some(PAGE));
            for (header, part) in [("access-control-allow-methods", "PATCH"), ("access-control-allow-headers", "idempotency-key")] {
                assert!(allowed.header(header).is_some_and(|value| value.contains(part)), "{allowed:?}");
            }
        }
        assert_eq!(preflight("/api/auth/token/", PAGE).await.header("access-control-allow-origin"), Some(PAGE));
        for stranger in ["https://evil.example", "http://shop.example", "https://shop.example.evil.example", "null"] {
            assert_eq!(preflight(CLIENTS, stranger).await.header("access-control-allow-origin"), None, "{stranger}");
        }
        let call = || answer(api.request(Method::GET, CLIENTS, key.as_str()).header("Origin", PAGE));
        for status in [200, 200, 429] {
            let called = call().await;
            assert_eq!((called.status.as_u16(), called.header("access-control-allow-origin")), (status, Some(PAGE)));
            let readable = called.header("access-control-expose-headers").unwrap().to_lowercase();
            for header in ["x-ratelimit-remaining", "x-request-id", "x-total-count", "retry-after", "idempotent-replayed"] {
                assert!(readable.contains(header), "{readable}");
            }
        }
        let refused = answer(api.anonymous(Method::GET, CLIENTS).header("Origin", PAGE)).await;
        assert_eq!((refused.status.as_u16(), refused.header("access-control-allow-origin")), (401, Some(PAGE)));
        let metrics = answer(api.anonymous(Method::GET, "/metrics").header("Origin", PAGE)).await;
        assert_eq!(metrics.header("access-control-allow-origin"), None, "the APIs alone");
    }

    async fn long_answers_are_compressed_for_clients_that_take_that(db: TestDb) {
        let api = ApiServer::start(&db).await;
        let key = api.till_key().await;
        let get = |path: &'static str, encoding: &'static str| {
            answer(api.request(Method::GET, path, &key).header("Accept-Encoding", encoding))
        };
        let short = get(CLIENTS, "gzip").await;
        assert_eq!((short.header("content-encoding"), short.text.as_str()), (None, "[]"));
        for person in 0..20 {
            api.shop.welcomes(1 + person, "Анна Каримова-Длинная").await;
        }
        let plain = get(CLIENTS, "identity").await;
        assert_eq!(plain.header("content-encoding"), None);
        assert!(plain.text.len() > 1024 && plain.header("x-total-count") == Some("20"), "{plain:?}");
        let request = api.request(Method::GET, CLIENTS, &key).header("Accept-Encoding", "br, gzip;q=0.5");
        let response = request.send().await.unwrap();
        assert_eq!(response.headers().get("content-encoding").unwrap(), "gzip");
        assert!(response.headers().get("vary").unwrap().to_str().unwrap().to_lowercase().contains("accept-encoding"));
        let compressed = response.bytes().await.unwrap();
        assert!(compressed.starts_with(&[0x1f, 0x8b]) && compressed.len() < plain.text.len() / 2, "{}", compressed.len());
        // What is stored compressed is sent as it is.
        let bundle = api.anonymous(Method::GET, "/api/docs/swagger-ui.css").header("Accept-Encoding", "gzip").send().await.unwrap();
        let bundle = bundle.bytes().await.unwrap();
        assert_eq!(&bundle[..], include_bytes!("../../../src/api/pages/bundles/swagger-ui.css.gz"));
    }
}
