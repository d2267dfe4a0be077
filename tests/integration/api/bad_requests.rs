//! Requests that are wrong in every way: each is a 4xx in the till's form, and nothing changes.

use std::time::{Duration, Instant};

use kopilka::{domain::PointsWallet, http::Limits};
use reqwest::Method;
use serde_json::Value;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    time::timeout,
};

use super::{ApiServer, answer};
use crate::{on_both, shop::Shop};

on_both! {
    async fn a_wrong_body_is_refused_and_changes_nothing(db: TestDb) {
        let api = ApiServer::start(&db).await;
        let key = api.till_key().await;
        let anna = api.shop.welcomes(1, "Анна").await;
        api.shop.gives(&anna, PointsWallet::Main, 10_00).await;
        let path = format!("/ext/api/v1/clients/{}/balance/write_off/", anna.customer_id);
        let deep = format!(r#"{{"x":{}1{}}}"#, "[".repeat(300), "]".repeat(300));
        let long = format!(r#"{{"balance":[{{"amount":1{},"currency":"points"}}]}}"#, "0".repeat(400));
        for body in [
            "{", "[]", "5", "null", "\"x\"", "", "{}", "{\"balance\":[]}", "{\"balance\":null,\"coupons\":[]}",
            r#"{"balance":5}"#,
            r#"{"balance":[5]}"#,
            r#"{"balance":[{"amount":1}]}"#,
            r#"{"balance":[{"currency":"points"}]}"#,
            r#"{"balance":[{"amount":1,"currency":"dollars"}]}"#,
            r#"{"balance":[{"amount":1,"currency":null}]}"#,
            r#"{"balance":[{"amount":1,"currency":{"points":null}}]}"#,
            r#"{"balance":[{"amount":"1.","currency":"points"}]}"#,
            r#"{"balance":[{"amount":"1e0","currency":"points"}]}"#,
            r#"{"balance":[{"amount":1e-400,"currency":"points"}]}"#,
            r#"{"balance":[{"amount":0,"currency":"points"}]}"#,
            r#"{"balance":[{"amount":-1,"currency":"points"}]}"#,
            r#"{"balance":[{"amount":0.001,"currency":"points"}]}"#,
            r#"{"balance":[{"amount":"1,5","currency":"points"}]}"#,
            r#"{"balance":[{"amount":"1 000","currency":"points"}]}"#,
            r#"{"balance":[{"amount":1e30,"currency":"points"}]}"#,
            r#"{"balance":[{"amount":1e999,"currency":"points"}]}"#,
            r#"{"balance":[{"amount":NaN,"currency":"points"}]}"#,
            r#"{"balance":[{"amount":true,"currency":"points"}]}"#,
            r#"{"balance":[{"amount":1,"amount":1,"currency":"points"}]}"#,
            r#"{"balance":[{"amount":1,"currency":"points"}],"x":1,"x":2}"#,
            r#"{"balance":[{"amount":1,"currency":"points"}],"x":"\u0000"}"#,
            r#"{"balance":[{"amount":1,"currency":"points"}],"x":"\ud800"}"#,
            r#"{"balance":[{"amount":10000000000000,"currency":"points"},{"amount":10000000000000,"currency":"points"}]}"#,
            r#"{"balance":[{"amount":1,"currency":"points"}],"coupons":["a"]}"#,
            r#"{"balance":[{"amount":1,"currency":"points"}],"card_code":123456}"#,
            &deep, &long,
        ] {
            let request = api.request(Method::POST, &path, &key).header("content-type", "application/json");
            let refused = answer(request.body(body.to_owned())).await;
            assert_eq!(refused.status.as_u16(), 400, "{body:.80}: {refused:?}");
            assert!(refused.json()["code"].is_string() && refused.json()["error"].is_string(), "{refused:?}");
        }
        let send = |kind: &str, body: Vec<u8>| {
            answer(api.request(Method::POST, &path, &key).header("content-type", kind).body(body))
        };
        let good = br#"{"balance":[{"amount":1,"currency":"points"}]}"#.to_vec();
        send("text/plain", good.clone()).await.expect_error(415, "unsupported_media_type");
        send("application/x-www-form-urlencoded", good.clone()).await.expect_error(415, "unsupported_media_type");
        let mut not_utf8 = good.clone();
        not_utf8[3] = 0xff;
        send("application/json", not_utf8).await.expect_error(400, "invalid_body");
        send("application/json", vec![b' '; (1 << 20) + 1]).await.expect_error(413, "too_large");
        for (encoding, expected) in [("gzip", 415), ("br", 415), ("GZIP", 415), ("identity", 400)] {
            let request = api.request(Method::POST, &path, &key).header("content-type", "application/json");
            let refused = answer(request.header("content-encoding", encoding).body("{}")).await;
            refused.expect_error(expected, if expected == 415 { "unsupported_media_type" } else { "invalid_field" });
        }
        assert_eq!(api.shop.amounts(&anna).await, (10_00, 0, 0));
        let mut marked = "\u{feff}".as_bytes().to_vec();
        marked.extend(&good);
        send("application/json; charset=utf-8", marked).await.expect(200);
    }

    async fn unknown_paths_and_methods_answer_in_the_tills_form(db: TestDb) {
        let api = ApiServer::start(&db).await;
        let key = api.till_key().await;
        api.get("/ext/api/v1/nothing/", &key).await.expect_error(404, "not_found");
        let wrong = answer(api.request(Method::DELETE, "/ext/api/v1/clients/", &key)).await;
        wrong.expect_error(405, "method_not_allowed");
        assert!(wrong.header("allow").is_some_and(|allow| allow.contains("GET")), "{wrong:?}");
        let unacceptable = answer(api.request(Method::GET, "/ext/api/v1/clients/", &key).header("Accept", "text/html")).await;
        unacceptable.expect_error(406, "not_acceptable");
        for unknown in ["%FF", "%C3", "x", "%00"] {
            api.get(&format!("/ext/api/v1/clients/{unknown}/balance/"), &key).await.expect_error(404, "not_found");
        }
        api.get("/ext/api/v1/%63lients/", &key).await.expect(200);
        api.get("/ext/api/v1/%63lients/%FF/", &key).await.expect_error(404, "not_found");
    }

    async fn a_body_that_cannot_be_received_is_refused_in_the_form_of_its_api(db: TestDb) {
        let limits = Limits { body_timeout: Duration::from_millis(500), ..Limits::default() };
        let api = ApiServer::limited(Shop::open(&db).await, limits).await;
        let key = api.till_key().await;
        let exchange = async |path: &str, rest: &str| {
            let head = format!("POST {path} HTTP/1.1\r\nhost: x\r\nx-api-key: {key}\r\ncontent-type: application/json\r\n");
            let mut connection = TcpStream::connect(api.address).await.unwrap();
            connection.write_all(format!("{head}{rest}").as_bytes()).await.unwrap();
            let (mut answer, begun) = (Vec::new(), Instant::now());
            timeout(Duration::from_secs(10), connection.read_to_end(&mut answer)).await.unwrap().unwrap();
            (String::from_utf8(answer).unwrap(), begun.elapsed())
        };
        let extension = format!("transfer-encoding: chunked\r\n\r\n1;{}\r\n", "x".repeat(20_000));
        for (rest, status, code) in [
            ("transfer-encoding: chunked\r\n\r\nzz\r\n", "400", "invalid_body"),
            ("transfer-encoding: chunked\r\n\r\nfffffffffffffffff\r\n", "400", "invalid_body"),
            (&extension, "400", "invalid_body"),
            ("content-length: 99999999999\r\n\r\n{", "413", "too_large"),
            ("content-length: 1048577\r\n\r\n", "413", "too_large"),
            ("content-length: 1048576\r\n\r\n{", "408", "body_timeout"),
            ("transfer-encoding: chunked\r\n\r\n1\r\n{\r\n", "408", "body_timeout"),
        ] {
            let (answer, took) = exchange("/ext/api/v1/sales/", rest).await;
            let shown = &rest[..rest.len().min(50)];
            assert!(answer.starts_with(&format!("HTTP/1.1 {status} ")), "{shown:?}: {answer}");
            let (_, body) = answer.split_once("\r\n\r\n").unwrap();
            let body: Value = serde_json::from_str(body).unwrap_or_else(|error| panic!("{error}: {answer}"));
            assert_eq!(body["code"], code, "{shown:?}: {body}");
            assert!(body["error"].as_str().is_some_and(|text| !text.is_empty()), "{body}");
            assert_eq!(took >= limits.body_timeout, status == "408", "{shown:?}: {took:?}");
        }
        let (answer, _) = exchange("/api/auth/token/", "content-length: 5\r\n\r\n{").await;
        assert!(answer.starts_with("HTTP/1.1 408 ") && answer.contains("\"detail\""), "{answer}");
        // Sixteen times as much is taken by a batch.
        let (answer, _) = exchange("/ext/api/v1/sales/batch/", "content-length: 1048577\r\n\r\n{").await;
        assert!(answer.starts_with("HTTP/1.1 408 "), "{answer}");
        // Who may not send one at all is told that first.
        let (answer, _) = exchange("/ext/api/v1/sales/", "x-tenant-key: x\r\ncontent-length: 99999999999\r\n\r\n").await;
        assert!(answer.starts_with("HTTP/1.1 403 "), "{answer}");
    }
}
