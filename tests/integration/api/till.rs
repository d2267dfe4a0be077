//! The till's document, request by request.

use kopilka::{
    clock::Clock as _,
    domain::{CouponWorth, Money, PointsWallet, Rate, Role},
    service::{customers::Customer, points::Direction},
};
use reqwest::Method;
use serde_json::json;

use super::{ApiServer, answer};
use crate::{database::TestDb, on_both, shop::sale};

const CLIENTS: &str = "/ext/api/v1/clients/";

/// Only an import brings money that a customer has with the shop.
pub(super) async fn has_paid_in_advance(db: &TestDb, till: &ApiServer, customer: &Customer, minor: i64) {
    let (shop, customer) = (till.shop.id, customer.customer_id);
    let mut raw = db.raw().await;
    raw.run(&format!(
        "INSERT INTO wallets (shop_id, customer_id, wallet, balance_minor, last_number) VALUES ({shop}, {customer}, 'money', {minor}, 1)"
    ))
    .await;
    raw.run(&format!(
        "INSERT INTO entries (shop_id, entry_id, customer_id, wallet, number, kind, amount_minor, balance_after_minor,
            operation_id, actor_kind, note, entered_at)
        VALUES ({shop}, 900001, {customer}, 'money', 1, 'opening', {minor}, {minor}, 'import:test', 'import', '', 1)"
    ))
    .await;
}

on_both! {
    async fn clients_are_found_by_phone_whole_or_by_a_part(db: TestDb) {
        let till = ApiServer::start(&db).await;
        let key = till.till_key().await;
        let anna = till.shop.registers("+77012345678", "Анна Каримова").await;
        let boris = till.shop.registers("+77019999978", "Борис").await;
        let view = |id: i64, phone: &str, name: &str| json!({ "id": id, "email": null, "phone": phone, "name": name });
        let anna = view(anna.customer_id.0, "77012345678", "Анна Каримова");
        let boris = view(boris.customer_id.0, "77019999978", "Борис");
        for (query, expected) in [
            ("", json!([anna, boris])),
            ("?phone=77012345678", json!([anna])),
            ("?phone=%2B7%20701%20234-56-78", json!([anna])),
            ("?phone=7701234567", json!([])),
            ("?phone=7701%25", json!([anna, boris])),
            ("?phone=7701%", json!([anna, boris])),
            ("?phone=%2578", json!([anna, boris])),
            ("?phone=%78", json!([anna, boris])),
            ("?phone=%999%", json!([boris])),
            ("?phone=7_012345678", json!([])),
            ("?limit=1", json!([anna])),
            ("?limit=1&offset=1", json!([boris])),
            ("?email=a%40b.kz", json!([])),
            ("?phone=&email=", json!([anna, boris])),
        ] {
            let found = till.get(&format!("{CLIENTS}{query}"), &key).await;
            assert_eq!(found.expect(200), expected, "{query}");
        }
        let counted = till.get(&format!("{CLIENTS}?limit=1"), &key).await;
        assert_eq!(counted.header("x-total-count"), Some("2"));
        // With a slash at the end and without.
        assert_eq!(till.get("/ext/api/v1/clients?phone=77012345678", &key).await.expect(200), json!([anna]));
        till.get(&format!("{CLIENTS}?phone=%25"), &key).await.expect_error(400, "invalid_field");
    }

    async fn a_balance_is_points_and_then_money_with_two_places(db: TestDb) {
        let till = ApiServer::start(&db).await;
        let key = till.till_key().await;
        let anna = till.shop.welcomes(1, "Анна").await;
        let balance = format!("{CLIENTS}{}/balance/", anna.customer_id);
        let nothing = r#"[{"amount":0.00,"currency":"points"},{"amount":0.00,"currency":"rubles"}]"#;
        assert_eq!(till.get(&balance, &key).await.text, nothing);
        till.shop.gives(&anna, PointsWallet::Main, 1234_50).await;
        till.shop.gives(&anna, PointsWallet::Referral, 6).await;
        till.shop.adds_debt(&till.shop.staff(Role::Manager), &anna, 70_00).await.unwrap();
        let some = r#"[{"amount":1234.56,"currency":"points"},{"amount":0.00,"currency":"rubles"}]"#;
        assert_eq!(till.get(&balance, &key).await.text, some, "a debt is no money to spend");
        for unknown in ["0", "999999999", "99999999999999999999", "abc", "-1", "%2B1", "1.0"] {
            till.get(&format!("{CLIENTS}{unknown}/balance/"), &key).await.expect(404);
        }
    }

    async fn history_is_signed_newest_first_and_within_its_milliseconds(db: TestDb) {
        let till = ApiServer::start(&db).await;
        let key = till.till_key().await;
        let anna = till.shop.welcomes(1, "Анна").await;
        let began = till.shop.clock.now().millis();
        till.shop.gives(&anna, PointsWallet::Main, 5_00).await;
        till.shop.clock.advance(chrono::Duration::milliseconds(10));
        till.shop.adjusts(&till.shop.staff(Role::Manager), &anna, PointsWallet::Main, Direction::Take, 2_00, "test").await.unwrap();
        till.shop.clock.advance(chrono::Duration::milliseconds(10));
        till.shop.adds_debt(&till.shop.staff(Role::Manager), &anna, 1_00).await.unwrap();
        let path = format!("{CLIENTS}{}/balance/history/", anna.customer_id);
        let all = till.get(&path, &key).await;
        assert!(all.text.contains(r#""amount":-2.00,"currency":"points""#), "{}", all.text);
        let amounts = |query: &str| {
            let (till, key, path) = (&till, &key, format!("{path}{query}"));
            async move {
                let answer = till.get(&path, key).await.expect(200);
                answer.as_array().unwrap().iter().map(|entry| entry["amount"].as_f64().unwrap()).collect::<Vec<_>>()
            }
        };
        assert_eq!(amounts("").await, [-1.0, -2.0, 5.0]);
        assert_eq!(amounts("?limit=1&offset=1").await, [-2.0]);
        assert_eq!(amounts(&format!("?from={}", began + 10)).await, [-1.0, -2.0]);
        assert_eq!(amounts(&format!("?from={0}&to={0}", began + 10)).await, [-2.0]);
        assert_eq!(amounts(&format!("?to={}", began + 9)).await, [5.0]);
        let newest = &all.json()[0];
        assert_eq!(newest["transactionDate"], began + 20);
        assert!(newest["transactionId"].is_string(), "{newest}");
        for wrong in ["limit=0", "limit=1001", "offset=-1", "from=x", "to=99999999999999999", "limit=1.5"] {
            till.get(&format!("{path}?{wrong}"), &key).await.expect_error(400, "invalid_field");
        }
    }

    async fn a_write_off_takes_points_of_main_then_of_friends_or_nothing(db: TestDb) {
        let till = ApiServer::start(&db).await;
        let key = till.till_key().await;
        let anna = till.shop.welcomes(1, "Анна").await;
        till.shop.gives(&anna, PointsWallet::Main, 10_00).await;
        till.shop.gives(&anna, PointsWallet::Referral, 5_00).await;
        let path = format!("{CLIENTS}{}/balance/write_off/", anna.customer_id);
        let written = till.post(&path, &key, &json!({ "balance": [
            { "amount": 11.5, "currency": "points" }, { "amount": "0.50", "currency": "points" },
        ] })).await;
        let transactions = written.expect(200)["transactions"].as_array().unwrap().clone();
        assert_eq!(transactions.len(), 2);
        assert_eq!(till.shop.amounts(&anna).await, (0, 3_00, 0));
        let too_much = till.post(&path, &key, &json!({ "balance": [
            { "amount": 3, "currency": "points" }, { "amount": 0.01, "currency": "rubles" },
        ] })).await;
        too_much.expect_error(409, "insufficient_balance");
        assert!(too_much.text.contains(r#""available":{"points":3.00,"rubles":0.00}"#), "{}", too_much.text);
        assert_eq!(till.shop.amounts(&anna).await, (0, 3_00, 0), "nothing of it happened");
        let history = till.get(&format!("{CLIENTS}{}/balance/history/", anna.customer_id), &key).await.json();
        let known: Vec<_> = history.as_array().unwrap().iter().map(|entry| entry["transactionId"].clone()).collect();
        assert!(transactions.iter().all(|id| known.contains(id)), "{transactions:?} {known:?}");
        till.shop.assert_sound().await;
    }

    async fn money_that_a_customer_has_pays_and_never_goes_below_zero(db: TestDb) {
        let till = ApiServer::start(&db).await;
        let key = till.till_key().await;
        let anna = till.shop.welcomes(1, "Анна").await;
        has_paid_in_advance(&db, &till, &anna, 40_00).await;
        assert_eq!(till.shop.balances(&anna).await.debt, Money::from_minor(-40_00));
        let balance = till.get(&format!("{CLIENTS}{}/balance/", anna.customer_id), &key).await;
        assert!(balance.text.contains(r#"{"amount":40.00,"currency":"rubles"}"#), "{}", balance.text);
        let path = format!("{CLIENTS}{}/balance/write_off/", anna.customer_id);
        till.post(&path, &key, &json!({ "balance": [{ "amount": 40.01, "currency": "rubles" }] })).await.expect(409);
        till.post(&path, &key, &json!({ "balance": [{ "amount": 40, "currency": "rubles" }] })).await.expect(200);
        assert_eq!(till.shop.balances(&anna).await.debt, Money::ZERO);
        till.shop.assert_sound().await;
    }

    async fn fifty_tills_that_spend_one_balance_at_once_spend_exactly_the_balance(db: TestDb) {
        let till = ApiServer::start(&db).await;
        let key = till.till_key().await;
        let anna = till.shop.welcomes(1, "Анна").await;
        till.shop.gives(&anna, PointsWallet::Main, 10_00).await;
        let path = format!("{CLIENTS}{}/balance/write_off/", anna.customer_id);
        let body = json!({ "balance": [{ "amount": 1, "currency": "points" }] });
        let sent = (0..50).map(|_| till.post(&path, &key, &body));
        let answers = futures_util::future::join_all(sent).await;
        let statuses = |status: u16| answers.iter().filter(|answer| answer.status.as_u16() == status).count();
        assert_eq!((statuses(200), statuses(409)), (10, 40));
        assert_eq!(till.shop.amounts(&anna).await, (0, 0, 0));
        till.shop.assert_sound().await;
    }

    async fn where_the_shop_asks_for_consent_a_till_needs_the_digits_of_the_card(db: TestDb) {
        let till = ApiServer::start(&db).await;
        let key = till.till_key().await;
        let anna = till.shop.welcomes(1, "Анна").await;
        till.shop.gives(&anna, PointsWallet::Main, 10_00).await;
        till.shop.asks_consent_from(Some(1_00)).await;
        let path = format!("{CLIENTS}{}/balance/write_off/", anna.customer_id);
        let body = |code: Option<&str>| json!({ "balance": [{ "amount": 2, "currency": "points" }], "card_code": code });
        till.post(&path, &key, &body(None)).await.expect_error(409, "consent_needed");
        till.post(&path, &key, &body(Some("12"))).await.expect_error(400, "invalid_field");
        let shown = till.shop.shows_card(&anna).await;
        let wrong = if shown.as_str() == "000000" { "000001" } else { "000000" };
        till.post(&path, &key, &body(Some(wrong))).await.expect_error(403, "wrong_card_code");
        till.post(&path, &key, &body(Some(shown.as_str()))).await.expect(200);
        till.post(&path, &key, &body(Some(shown.as_str()))).await.expect_error(403, "wrong_card_code");
        let mut options = super::options(&[kopilka::domain::Scope::Till]);
        options.asks_consent = false;
        let free = till.makes_key(&options).await.secret.unwrap();
        till.post(&path, free.as_str(), &body(None)).await.expect(200);
        assert_eq!(till.shop.amounts(&anna).await, (6_00, 0, 0));
    }

    async fn coupons_are_listed_until_they_are_used_up_all_or_none(db: TestDb) {
        let till = ApiServer::start(&db).await;
        let key = till.till_key().await;
        let anna = till.shop.welcomes(1, "Анна").await;
        let boris = till.shop.welcomes(2, "Борис").await;
        let ends = till.shop.clock.now() + chrono::Duration::days(1);
        let tea = till.shop.gives_coupon(&anna, "Чай в подарок", CouponWorth::Gift, Some(ends)).await;
        let cake = till.shop.gives_coupon(&anna, "Торт −10 %", CouponWorth::Percent(Rate::from_bp(1000)), None).await;
        let foreign = till.shop.gives_coupon(&boris, "Кофе", CouponWorth::Gift, None).await;
        let path = format!("{CLIENTS}{}/coupons/", anna.customer_id);
        let tea_view = json!({ "id": tea, "title": "Чай в подарок", "expireDate": ends.millis() });
        let cake_view = json!({ "id": cake, "title": "Торт −10 %", "expireDate": null });
        assert_eq!(till.get(&path, &key).await.expect(200), json!([tea_view, cake_view]));
        let write_off = format!("{CLIENTS}{}/balance/write_off/", anna.customer_id);
        let refused = till.post(&write_off, &key, &json!({ "coupons": [cake, foreign, 9_999_999] })).await;
        refused.expect_error(409, "coupon_unavailable");
        assert_eq!(refused.json()["coupons"], json!([foreign, 9_999_999]));
        let done = till.post(&write_off, &key, &json!({ "coupons": [cake, cake] })).await.expect(200);
        assert_eq!(done, json!({ "transactions": [] }), "a coupon alone moves no balance");
        assert_eq!(till.get(&path, &key).await.expect(200), json!([tea_view]));
        till.post(&write_off, &key, &json!({ "coupons": [cake] })).await.expect_error(409, "coupon_unavailable");
        // The shop's clock went on while the people came.
        till.clock.advance(chrono::Duration::days(1) + chrono::Duration::minutes(1));
        assert_eq!(till.get(&path, &key).await.expect(200), json!([]));
        till.post(&write_off, &key, &json!({ "coupons": [tea] })).await.expect_error(409, "coupon_unavailable");
        till.get(&format!("{CLIENTS}999999/coupons/"), &key).await.expect(404);
    }

    async fn every_answer_has_an_id_and_errors_speak_the_clients_language(db: TestDb) {
        let till = ApiServer::start(&db).await;
        let key = till.till_key().await;
        let path = format!("{CLIENTS}1/balance/");
        let russian = till.get(&path, &key).await;
        assert_eq!(russian.header("x-request-id").map(str::len), Some(16));
        assert_eq!(russian.json()["error"], "Такого клиента нет. Проверьте код или найдите клиента заново.");
        let english = answer(till.request(Method::GET, &path, &key).header("Accept-Language", "de, en-US;q=0.5")).await;
        assert_eq!(english.json()["error"], "There is no such customer. Check the code or search again.");
        let guide = include_str!("../../../docs/API_INTEGRATION_GUIDE.md");
        assert!(guide.contains(&format!("{{\"error\": {}, ", english.json()["error"])), "the guide shows the same answer");
        let sold = till.shop.issues(&till.shop.welcomes(5, "Е").await, &sale(100_00)).await;
        assert!(sold.is_ok());
    }
}
