//! How often a client may call.

use chrono::Duration;
use kopilka::{clock::Clock as _, domain::Scope};
use reqwest::Method;

use super::{ApiServer, answer, options};
use crate::{
    database::{Kind, TestDb},
    on_both,
};

const CLIENTS: &str = "/ext/api/v1/clients/";

on_both! {
    async fn a_client_has_so_many_requests_a_minute(db: TestDb) {
        let api = ApiServer::start(&db).await;
        let mut few = options(&[Scope::Till]);
        few.rate_per_minute = 5;
        let key = api.makes_key(&few).await.secret.unwrap();
        for left in (0..5).rev() {
            let answer = api.get(CLIENTS, key.as_str()).await;
            answer.expect(200);
            assert_eq!(answer.header("x-ratelimit-limit"), Some("5"));
            assert_eq!(answer.header("x-ratelimit-remaining"), Some(left.to_string().as_str()));
            let reset: i64 = answer.header("x-ratelimit-reset").unwrap().parse().unwrap();
            assert!((1..=60).contains(&(reset - api.clock.now().seconds())), "{reset}");
        }
        let refused = api.get(CLIENTS, key.as_str()).await;
        refused.expect_error(429, "too_many_requests");
        assert_eq!(refused.header("x-ratelimit-remaining"), Some("0"));
        let wait: i64 = refused.header("retry-after").unwrap().parse().unwrap();
        api.clock.advance(Duration::seconds(wait));
        api.get(CLIENTS, key.as_str()).await.expect(200);
    }

    async fn wrong_keys_of_an_address_are_limited_and_right_ones_go_on(db: TestDb) {
        let api = ApiServer::start(&db).await;
        let key = api.till_key().await;
        let mut statuses = Vec::new();
        for _ in 0..25 {
            statuses.push(answer(api.anonymous(Method::GET, CLIENTS)).await.status.as_u16());
        }
        assert_eq!(statuses.iter().filter(|status| **status == 401).count(), 20, "{statuses:?}");
        assert_eq!(statuses.last(), Some(&429));
        api.get(CLIENTS, &key).await.expect(200);
        // As many in the next minute of the clock, and none before it.
        let wait = 60 - api.clock.now().seconds() % 60;
        for (pause, let_through) in [(wait - 1, 0), (1, 20), (58, 0), (2, 20)] {
            api.clock.advance(Duration::seconds(pause));
            let mut passed = 0;
            for _ in 0..21 {
                passed += u32::from(answer(api.anonymous(Method::GET, CLIENTS)).await.status == 401);
            }
            assert_eq!(passed, let_through, "after {pause} s");
        }
        let refused = answer(api.anonymous(Method::GET, CLIENTS)).await;
        refused.expect_error(429, "too_many_requests");
        let wait: i64 = refused.header("retry-after").unwrap().parse().unwrap();
        assert_eq!((api.clock.now().seconds() + wait) % 60, 0);
    }

    async fn a_key_without_a_limit_is_told_none(db: TestDb) {
        let api = ApiServer::start(&db).await;
        let answer = api.get(CLIENTS, &api.till_key().await).await;
        answer.expect(200);
        assert!(!answer.headers.keys().any(|name| name.as_str().starts_with("x-ratelimit")), "{answer:?}");
    }
}

#[tokio::test]
async fn several_processes_let_no_more_through_than_the_limit() {
    let db = TestDb::new(Kind::Postgres).await;
    let first = ApiServer::start(&db).await;
    let second = ApiServer::serving(first.shop.in_another_process(&db).await).await;
    let mut options = options(&[Scope::Till]);
    options.rate_per_minute = 40;
    let key = first.makes_key(&options).await.secret.unwrap();
    let mut passed = 0;
    for _ in 0..60 {
        for server in [&first, &second] {
            passed += u32::from(server.get(CLIENTS, key.as_str()).await.status.is_success());
        }
    }
    assert_eq!(passed, 40);
}
