//! Requests that are wrong in every way: each is a 4xx in the till's form, and nothing changes.

use kopilka::domain::PointsWallet;
use reqwest::Method;

use super::{ApiServer, answer};
use crate::on_both;

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
    }
}
