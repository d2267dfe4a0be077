//! Writes happen once.

use kopilka::domain::PointsWallet;
use reqwest::Method;
use serde_json::json;

use super::{ApiServer, answer};
use crate::on_both;

on_both! {
    async fn the_same_request_with_its_key_is_carried_out_once(db: TestDb) {
        let api = ApiServer::start(&db).await;
        let key = api.till_key().await;
        let anna = api.shop.welcomes(1, "Анна").await;
        api.shop.gives(&anna, PointsWallet::Main, 10_00).await;
        let path = format!("/ext/api/v1/clients/{}/balance/write_off/", anna.customer_id);
        let send = |name: &str, body: &str| {
            let request = api.request(Method::POST, &path, &key).header("Idempotency-Key", name);
            answer(request.header("content-type", "application/json").body(body.to_owned()))
        };
        let first = send("sale-1", r#"{"balance":[{"amount":4,"currency":"points"}]}"#).await;
        first.expect(200);
        assert_eq!(first.header("idempotent-replayed"), None);
        let again = send("sale-1", r#"{ "balance": [ { "currency": "points", "amount": 4 } ] }"#).await;
        again.expect(200);
        assert_eq!(again.header("idempotent-replayed"), Some("true"));
        assert_eq!(again.text, first.text);
        let other = send("sale-1", r#"{"balance":[{"amount":5,"currency":"points"}]}"#).await;
        other.expect_error(409, "idempotency_key_reused");
        send("sale-2", r#"{"balance":[{"amount":4,"currency":"points"}]}"#).await.expect(200);
        let refused = send("sale-3", r#"{"balance":[{"amount":4,"currency":"points"}]}"#).await;
        refused.expect_error(409, "insufficient_balance");
        api.shop.gives(&anna, PointsWallet::Main, 10_00).await;
        let kept = send("sale-3", r#"{"balance":[{"amount":4,"currency":"points"}]}"#).await;
        assert_eq!((kept.status.as_u16(), kept.text), (409, refused.text), "a refusal of the state is kept");
        send("sale-4", r#"{"balance":[{"amount":-4,"currency":"points"}]}"#).await.expect(400);
        send("sale-4", r#"{"balance":[{"amount":4,"currency":"points"}]}"#).await.expect(200);
        assert_eq!(api.shop.amounts(&anna).await, (8_00, 0, 0));
        send("sale-2", r#"{"balance":[{"amount":4.00,"currency":"points"}]}"#).await.expect(200);
        for wrong in [String::new(), "x".repeat(256), "é".to_owned(), "a b".to_owned()] {
            send(&wrong, r#"{"balance":[{"amount":1,"currency":"points"}]}"#).await.expect(400);
        }
        let longest = "x".repeat(255);
        send(&longest, r#"{"balance":[{"amount":1,"currency":"points"}]}"#).await.expect(200);
        api.shop.assert_sound().await;
    }

    async fn of_the_same_request_many_times_at_once_one_is_carried_out(db: TestDb) {
        let api = ApiServer::start(&db).await;
        let key = api.till_key().await;
        let anna = api.shop.welcomes(1, "Анна").await;
        api.shop.gives(&anna, PointsWallet::Main, 100_00).await;
        let path = format!("/ext/api/v1/clients/{}/balance/write_off/", anna.customer_id);
        let body = json!({ "balance": [{ "amount": 1, "currency": "points" }] });
        let send = || answer(api.request(Method::POST, &path, &key).header("Idempotency-Key", "once").json(&body));
        let answers = futures_util::future::join_all((0..20).map(|_| send())).await;
        for answer in &answers {
            assert!([200, 409].contains(&answer.status.as_u16()), "{answer:?}");
            if answer.status.as_u16() == 409 {
                answer.expect_error(409, "idempotency_key_in_use");
                assert_eq!(answer.header("retry-after"), Some("1"));
            }
        }
        assert!(answers.iter().any(|answer| answer.status.is_success()));
        assert_eq!(api.shop.amounts(&anna).await, (99_00, 0, 0));
    }

    async fn a_client_that_hangs_up_does_not_stop_what_it_asked_for(db: TestDb) {
        let api = ApiServer::start(&db).await;
        let key = api.till_key().await;
        let anna = api.shop.welcomes(1, "Анна").await;
        api.shop.gives(&anna, PointsWallet::Main, 100_00).await;
        let path = format!("/ext/api/v1/clients/{}/balance/write_off/", anna.customer_id);
        let body = json!({ "balance": [{ "amount": 1, "currency": "points" }] });
        // A lock on the card holds the request up until its client is gone.
        let holding = api.shop.locks_card(&anna).await;
        let sent = api.request(Method::POST, &path, &key).json(&body).timeout(std::time::Duration::from_millis(300)).send().await;
        assert!(sent.is_err_and(|error| error.is_timeout()));
        drop(holding);
        let done = async {
            while api.shop.amounts(&anna).await != (99_00, 0, 0) {
                tokio::time::sleep(std::time::Duration::from_millis(20)).await;
            }
        };
        tokio::time::timeout(std::time::Duration::from_secs(20), done).await.expect("the write-off is carried out");
    }
}
