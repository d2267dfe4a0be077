//! Batches of sales that a till made while it was offline.

use chrono::Duration;
use kopilka::{clock::Clock as _, domain::PointsWallet};
use reqwest::Method;
use serde_json::{Value, json};

use super::{
    ApiServer, answer,
    sales::{SALES, goods, notices},
};
use crate::on_both;

const BATCH: &str = "/ext/api/v1/sales/batch/";

fn results<'a>(answer: &'a Value, field: &str) -> Vec<&'a Value> {
    answer["results"].as_array().unwrap().iter().map(|result| &result[field]).collect()
}

on_both! {
    async fn a_batch_has_a_result_for_each_sale_and_is_known_when_it_comes_again(db: TestDb) {
        let till = ApiServer::start(&db).await;
        let key = till.till_key().await;
        let anna = till.shop.welcomes(1, "Анна").await;
        till.shop.gives(&anna, PointsWallet::Main, 10_00).await;
        let sold_at = (till.clock.now() - Duration::days(2)).millis();
        let sale = |receipt: &str| json!({ "client_id": anna.customer_id.0, "receipt": receipt, "lines": goods(), "sold_at": sold_at });
        let with = |receipt: &str, field: &str, value: Value| {
            let mut body = sale(receipt);
            body[field] = value;
            body
        };
        till.post(SALES, &key, &sale("before")).await.expect(201);
        let body = json!({ "sales": [
            sale("1"),
            sale("before"),
            with("2", "redeem", json!({ "wallet": "main", "points": 1000 })),
            with("3", "client_id", json!(999_999)),
            with("4", "lines", json!([])),
            with("5", "lines", json!([{ "name": "Tea", "quantity": 1, "price": 1.005 }])),
            with("", "debt", json!(true)),
            with("6", "sold_at", json!(0)),
            with("1", "debt", json!(true)),
            sale("1"),
            5,
            with("7", "receipt", Value::Null),
            sale("8"),
        ] });
        let first = till.post(BATCH, &key, &body).await.expect(200);
        let statuses = [
            "created", "known", "refused", "refused", "refused", "refused", "refused", "refused", "refused", "known", "refused",
            "refused", "created",
        ];
        assert_eq!(results(&first, "status"), statuses.to_vec());
        assert_eq!(results(&first, "code"), [
            json!(null), json!(null), json!("insufficient_points"), json!("unknown_customer"), json!("no_lines"), json!("invalid_field"),
            json!("invalid_field"), json!("bad_sale_time"), json!("receipt_used"), json!(null), json!("invalid_body"),
            json!("invalid_field"), json!(null),
        ].iter().collect::<Vec<_>>());
        assert_eq!(first["results"][5]["field"], "lines[0].price");
        assert_eq!(first["results"][2]["receipt"], "2");
        assert_eq!(first["results"][5]["receipt"], "5", "a sale that cannot be read is found by its receipt");
        assert!(first["results"].as_array().unwrap().iter().all(|result| {
            result["id"].is_i64() == result["error"].is_null() && result["error"].is_string() == result["code"].is_string()
        }), "{first}");
        let again = till.post(BATCH, &key, &body).await.expect(200);
        let expected: Vec<&str> = statuses.iter().map(|status| if *status == "created" { "known" } else { status }).collect();
        assert_eq!(results(&again, "status"), expected);
        assert_eq!(results(&again, "id"), results(&first, "id"));
        assert_eq!(till.shop.amounts(&anna).await, (61_00, 0, 0));
        assert_eq!(notices(&db, 1).await.len(), 3);
        let dates = format!("SELECT COUNT(*) FROM invoices WHERE issued_at = {sold_at}000");
        assert_eq!(db.raw().await.number(&dates).await, 3);
        till.shop.assert_sound().await;
    }

    async fn sales_are_made_in_the_order_in_which_they_were_sold(db: TestDb) {
        let till = ApiServer::start(&db).await;
        let key = till.till_key().await;
        let olga = till.shop.welcomes(1, "Ольга").await;
        let anna = till.shop.welcomes(2, "Анна").await;
        till.shop.receives_promo_code(&anna, &format!("PROMO{}", olga.code)).await;
        let sale = |receipt: &str, price: i64, days: i64| json!({
            "client_id": anna.customer_id.0, "receipt": receipt, "lines": [{ "name": "Tea", "quantity": 1, "price": price }],
            "sold_at": (till.clock.now() - Duration::days(days)).millis(),
        });
        let body = json!({ "sales": [sale("later", 100, 5), sale("first", 200, 20)] });
        let made = till.post(BATCH, &key, &body).await.expect(200);
        assert_eq!(results(&made, "receipt"), ["later", "first"]);
        assert_eq!(till.shop.amounts(&olga).await, (0, 10_00, 0), "5 % of the first purchase");
    }

    async fn a_batch_of_five_hundred_is_made_and_one_more_is_refused(db: TestDb) {
        let till = ApiServer::start(&db).await;
        let key = till.till_key().await;
        let anna = till.shop.welcomes(1, "Анна").await;
        let name = "я".repeat(200);
        let lines: Vec<Value> = (0..20).map(|_| json!({ "name": name, "quantity": 1, "price": 1 })).collect();
        let sale = |number: usize| json!({ "client_id": anna.customer_id.0, "receipt": number.to_string(), "lines": lines });
        let sales = |count: usize| json!({ "sales": (0..count).map(sale).collect::<Vec<_>>() });
        till.post(BATCH, &key, &sales(501)).await.expect_error(400, "invalid_field");
        let made = till.post(BATCH, &key, &sales(500)).await.expect(200);
        assert!(results(&made, "status").iter().all(|status| *status == "created"));
        assert_eq!(db.raw().await.number("SELECT COUNT(*) FROM invoices").await, 500);
    }

    async fn batches_at_once_make_each_sale_once_and_a_key_returns_the_first_answer(db: TestDb) {
        let till = ApiServer::start(&db).await;
        let key = till.till_key().await;
        let anna = till.shop.welcomes(1, "Анна").await;
        let sale = |number: usize| json!({ "client_id": anna.customer_id.0, "receipt": number.to_string(), "lines": goods() });
        let body = json!({ "sales": (0..10).map(sale).collect::<Vec<_>>() });
        let sent = (0..4).map(|_| till.post(BATCH, &key, &body));
        let answers = futures_util::future::join_all(sent).await;
        let all: Vec<Value> = answers.iter().flat_map(|answer| answer.expect(200)["results"].as_array().unwrap().clone()).collect();
        let count = |status: &str| all.iter().filter(|result| result["status"] == status).count();
        assert_eq!((count("created"), count("known")), (10, 30));
        let keyed = |body: &Value| answer(till.request(Method::POST, BATCH, &key).header("Idempotency-Key", "b").json(body));
        let body = json!({ "sales": [sale(100)] });
        let first = keyed(&body).await;
        assert_eq!(results(&first.expect(200), "status"), ["created"]);
        let again = keyed(&body).await;
        assert_eq!((again.header("idempotent-replayed"), &again.text), (Some("true"), &first.text));
        keyed(&json!({ "sales": [sale(101)] })).await.expect_error(409, "idempotency_key_reused");
        assert_eq!(db.raw().await.number("SELECT COUNT(*) FROM invoices").await, 11);
        till.shop.assert_sound().await;
    }
}
