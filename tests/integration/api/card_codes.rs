//! The six digits of a card cannot be guessed at a till.

use chrono::Duration;
use kopilka::{
    domain::{PointsWallet, Role},
    service::{api_keys, customers::Customer},
};
use serde_json::{Value, json};

use super::{Answer, ApiServer, sales::goods};
use crate::on_both;

/// Digits that are not these.
fn wrong(number: usize, shown: &str) -> String {
    let digits = format!("{number:06}");
    if digits == shown { "999999".to_owned() } else { digits }
}

fn write_off(code: &str) -> Value {
    json!({ "balance": [{ "amount": 1, "currency": "points" }], "card_code": code })
}

async fn writes_off(api: &ApiServer, key: &str, customer: &Customer, code: &str) -> Answer {
    api.post(&format!("/ext/api/v1/clients/{}/balance/write_off/", customer.customer_id), key, &write_off(code)).await
}

fn advance(api: &ApiServer, by: Duration) {
    for clock in [api.clock.as_ref(), &api.shop.clock] {
        clock.advance(by);
    }
}

on_both! {
    async fn a_key_and_those_that_replace_it_have_ten_wrong_digits(db: TestDb) {
        let api = ApiServer::start(&db).await;
        let made = api.makes_key(&super::options(&[kopilka::domain::Scope::Till])).await;
        let key = made.secret.unwrap().as_str().to_owned();
        let mut customers = Vec::new();
        for person in 1..=6 {
            let customer = api.shop.welcomes(person, "Анна").await;
            api.shop.gives(&customer, PointsWallet::Main, 10_00).await;
            customers.push(customer);
        }
        let anna = &customers[0];
        let shown = api.shop.shows_card(anna).await;
        // Wrong ones are spread over customers and requests of every kind.
        for number in 0..9 {
            let client = customers[1 + number % 5].customer_id.0;
            let code = wrong(number, shown.as_str());
            let refused = match number % 3 {
                0 => writes_off(&api, &key, &customers[1 + number % 5], &code).await,
                1 => api.post("/ext/api/v1/holds/", &key, &json!({ "client_id": client, "points": 1, "card_code": code })).await,
                _ => api.post("/ext/api/v1/sales/", &key, &json!({ "client_id": client, "lines": goods(), "card_code": code })).await,
            };
            refused.expect_error(403, "wrong_card_code");
        }
        let mut tx = api.shop.begin().await;
        let owner = api.shop.staff(Role::Owner);
        let rotated = api_keys::rotate(&mut tx, &owner, &api.shop.chance, made.key.key_id, Duration::hours(1)).await.unwrap();
        tx.commit().await.unwrap();
        let rotated = rotated.secret.unwrap();
        writes_off(&api, rotated.as_str(), &customers[5], &wrong(9, shown.as_str())).await.expect_error(403, "wrong_card_code");
        for key in [key.as_str(), rotated.as_str()] {
            let refused = writes_off(&api, key, anna, shown.as_str()).await;
            refused.expect_error(429, "too_many_guesses");
            let wait: i64 = refused.header("retry-after").unwrap().parse().unwrap();
            assert!((1..=600).contains(&wait), "{wait}");
        }
        // Without digits it goes on, and another key has its own ten.
        api.post(&format!("/ext/api/v1/clients/{}/balance/write_off/", anna.customer_id), &key, &json!({
            "balance": [{ "amount": 1, "currency": "points" }],
        })).await.expect(200);
        writes_off(&api, &api.till_key().await, anna, shown.as_str()).await.expect(200);
        advance(&api, Duration::minutes(10));
        let shown = api.shop.shows_card(anna).await;
        writes_off(&api, &key, anna, shown.as_str()).await.expect(200);
        assert_eq!(api.shop.amounts(anna).await, (7_00, 0, 0));
        api.shop.assert_sound().await;
    }

    async fn at_a_customer_ten_wrong_digits_are_tried_whatever_the_keys(db: TestDb) {
        let api = ApiServer::start(&db).await;
        let anna = api.shop.welcomes(1, "Анна").await;
        api.shop.gives(&anna, PointsWallet::Main, 10_00).await;
        let shown = api.shop.shows_card(&anna).await;
        for number in 0..10 {
            let key = api.till_key().await;
            writes_off(&api, &key, &anna, &wrong(number, shown.as_str())).await.expect_error(403, "wrong_card_code");
        }
        let key = api.till_key().await;
        writes_off(&api, &key, &anna, shown.as_str()).await.expect_error(429, "too_many_guesses");
        assert_eq!(api.shop.amounts(&anna).await, (10_00, 0, 0));
    }

    async fn a_batch_is_no_way_to_try_five_hundred(db: TestDb) {
        let api = ApiServer::start(&db).await;
        let key = api.till_key().await;
        let anna = api.shop.welcomes(1, "Анна").await;
        api.shop.gives(&anna, PointsWallet::Main, 100_00).await;
        let shown = api.shop.shows_card(&anna).await;
        let sales: Vec<Value> = (0..15).map(|number| json!({
            "client_id": anna.customer_id.0, "receipt": number.to_string(), "lines": goods(),
            "redeem": { "wallet": "main", "points": 1 }, "card_code": wrong(number, shown.as_str()),
        })).collect();
        let results = api.post("/ext/api/v1/sales/batch/", &key, &json!({ "sales": sales })).await.expect(200);
        let codes: Vec<&str> = results["results"].as_array().unwrap().iter().map(|one| one["code"].as_str().unwrap()).collect();
        assert_eq!((&codes[..10], &codes[10..]), (&["wrong_card_code"; 10][..], &["too_many_guesses"; 5][..]));
        assert_eq!(api.shop.amounts(&anna).await, (100_00, 0, 0));
    }

    async fn right_digits_are_counted_neither_when_they_are_used_nor_when_the_request_is_repeated(db: TestDb) {
        let api = ApiServer::start(&db).await;
        let key = api.till_key().await;
        let anna = api.shop.welcomes(1, "Анна").await;
        api.shop.gives(&anna, PointsWallet::Main, 100_00).await;
        let shown = api.shop.shows_card(&anna).await;
        let sale = json!({
            "client_id": anna.customer_id.0, "receipt": "1", "lines": goods(), "card_code": shown.as_str(),
            "redeem": { "wallet": "main", "points": 1 },
        });
        api.post("/ext/api/v1/sales/", &key, &sale).await.expect(201);
        for _ in 0..12 {
            api.post("/ext/api/v1/sales/", &key, &sale).await.expect(200);
        }
        let shown = api.shop.shows_card(&anna).await;
        writes_off(&api, &key, &anna, shown.as_str()).await.expect(200);
    }

    async fn many_wrong_digits_at_once_are_no_more_than_a_few(db: TestDb) {
        let api = ApiServer::start(&db).await;
        let key = api.till_key().await;
        let anna = api.shop.welcomes(1, "Анна").await;
        api.shop.gives(&anna, PointsWallet::Main, 10_00).await;
        let shown = api.shop.shows_card(&anna).await;
        let codes: Vec<String> = (0..60).map(|number| wrong(number, shown.as_str())).collect();
        let tried = futures_util::future::join_all(codes.iter().map(|code| writes_off(&api, &key, &anna, code))).await;
        let looked_at = tried.iter().filter(|answer| answer.status == 403).count();
        assert_eq!(looked_at, 10, "the card is locked while its digits are looked at");
    }
}
