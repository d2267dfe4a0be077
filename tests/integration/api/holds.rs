//! Holds at a till.

use chrono::Duration;
use kopilka::{clock::Clock as _, domain::PointsWallet};
use serde_json::{Value, json};

use super::{
    ApiServer,
    sales::{SALES, goods, notices},
};
use crate::on_both;

const HOLDS: &str = "/ext/api/v1/holds/";

on_both! {
    async fn points_are_held_captured_and_released(db: TestDb) {
        let till = ApiServer::start(&db).await;
        let key = till.till_key().await;
        let anna = till.shop.welcomes(1, "Анна").await;
        till.shop.gives(&anna, PointsWallet::Main, 10_00).await;
        till.shop.gives(&anna, PointsWallet::Referral, 3_00).await;
        let hold = |points: Value, minutes: Value| json!({ "client_id": anna.customer_id.0, "points": points, "minutes": minutes });
        let held = till.post(HOLDS, &key, &hold(json!(8), json!(20))).await;
        let view = held.expect(201);
        assert!(held.text.contains(r#""points":8.00"#), "{}", held.text);
        assert_eq!(view["expires_at"], (till.clock.now() + Duration::minutes(20)).millis());
        till.post(HOLDS, &key, &hold(json!(2.01), Value::Null)).await.expect_error(409, "insufficient_points");
        let other = till.post(HOLDS, &key, &hold(json!(2), Value::Null)).await.expect(201);
        let mut friends = hold(json!(3), json!(1));
        friends["wallet"] = json!("referral");
        let friends = till.post(HOLDS, &key, &friends).await.expect(201);
        let path = |view: &Value, verb: &str| format!("{HOLDS}{}/{verb}/", view["id"]);
        till.post(&path(&view, "capture"), &key, &json!({ "points": 8.01 })).await.expect_error(409, "more_than_held");
        let captured = till.post(&path(&view, "capture"), &key, &json!({ "points": 5 })).await.expect(200);
        assert_eq!(captured, json!({ "id": view["id"], "points": 5.0, "released": 3.0 }));
        let told = notices(&db, 1).await;
        assert!(told.len() == 1 && told[0].contains("Баллы: <b>5</b>"), "{told:?}");
        till.post(&path(&view, "capture"), &key, &json!({})).await.expect_error(409, "hold_ended");
        let released = till.post(&path(&other, "release"), &key, &json!({})).await.expect(200);
        assert_eq!(released, json!({ "id": other["id"], "points": 0.0, "released": 2.0 }));
        for clock in [till.clock.as_ref(), &till.shop.clock] {
            clock.advance(Duration::minutes(2));
        }
        till.post(&path(&friends, "capture"), &key, &json!({})).await.expect_error(409, "hold_ended");
        for verb in ["capture", "release"] {
            till.post(&format!("{HOLDS}999999/{verb}/"), &key, &json!({})).await.expect(404);
        }
        assert_eq!(till.shop.amounts(&anna).await, (5_00, 3_00, 0));
        till.shop.assert_sound().await;
    }

    async fn points_are_held_with_the_consent_that_spending_them_needs(db: TestDb) {
        let till = ApiServer::start(&db).await;
        let key = till.till_key().await;
        let anna = till.shop.welcomes(1, "Анна").await;
        till.shop.gives(&anna, PointsWallet::Main, 100_00).await;
        till.shop.asks_consent_from(Some(10_00)).await;
        let hold = |points: i64, code: Option<&str>| json!({ "client_id": anna.customer_id.0, "points": points, "card_code": code });
        till.post(HOLDS, &key, &hold(10, None)).await.expect_error(409, "consent_needed");
        let held = till.post(HOLDS, &key, &hold(6, None)).await.expect(201);
        till.post(HOLDS, &key, &hold(4, None)).await.expect_error(409, "consent_needed");
        till.post(&format!("{HOLDS}{}/capture/", held["id"]), &key, &json!({})).await.expect(200);
        till.post(HOLDS, &key, &hold(4, None)).await.expect_error(409, "consent_needed");
        let shown = till.shop.shows_card(&anna).await;
        let wrong = if shown.as_str() == "000000" { "000001" } else { "000000" };
        till.post(HOLDS, &key, &hold(40, Some(wrong))).await.expect_error(403, "wrong_card_code");
        till.post(HOLDS, &key, &hold(40, Some(shown.as_str()))).await.expect(201);
        assert_eq!(till.shop.amounts(&anna).await, (54_00, 0, 0));
        till.shop.assert_sound().await;
    }

    async fn what_was_spent_on_a_card_counts_after_it_is_merged(db: TestDb) {
        let till = ApiServer::start(&db).await;
        let key = till.till_key().await;
        let waiting = till.shop.registers("+77001112233", "Анна").await;
        let anna = till.shop.welcomes(1, "Анна").await;
        till.shop.gives(&anna, PointsWallet::Main, 100_00).await;
        till.shop.asks_consent_from(Some(10_00)).await;
        let write_off = |id: i64| format!("/ext/api/v1/clients/{id}/balance/write_off/");
        let spent = |points: i64| json!({ "balance": [{ "amount": points, "currency": "points" }] });
        till.post(&write_off(anna.customer_id.0), &key, &spent(6)).await.expect(200);
        till.shop.receives_phone(1, "+77001112233").await.unwrap();
        for id in [anna.customer_id.0, waiting.customer_id.0] {
            till.post(&write_off(id), &key, &spent(4)).await.expect_error(409, "consent_needed");
        }
        till.post(&write_off(waiting.customer_id.0), &key, &spent(3)).await.expect(200);
        assert_eq!(till.shop.amounts(&waiting).await, (91_00, 0, 0));
    }

    async fn what_is_held_counts_for_what_is_spent_beside_it(db: TestDb) {
        let till = ApiServer::start(&db).await;
        let key = till.till_key().await;
        let anna = till.shop.welcomes(1, "Анна").await;
        till.shop.gives(&anna, PointsWallet::Main, 100_00).await;
        till.shop.asks_consent_from(Some(10_00)).await;
        let held = till.post(HOLDS, &key, &json!({ "client_id": anna.customer_id.0, "points": 6 })).await.expect(201);
        let write_off = format!("/ext/api/v1/clients/{}/balance/write_off/", anna.customer_id);
        let spent = |points: i64| json!({ "balance": [{ "amount": points, "currency": "points" }] });
        till.post(&write_off, &key, &spent(4)).await.expect_error(409, "consent_needed");
        let redeem = json!({ "wallet": "main", "points": 4 });
        let sale = json!({ "client_id": anna.customer_id.0, "lines": goods(), "redeem": redeem });
        till.post(SALES, &key, &sale).await.expect_error(409, "consent_needed");
        till.post(&write_off, &key, &spent(3)).await.expect(200);
        till.post(&format!("{HOLDS}{}/release/", held["id"]), &key, &json!({})).await.expect(200);
        till.post(&write_off, &key, &spent(6)).await.expect(200);
        assert_eq!(till.shop.amounts(&anna).await, (91_00, 0, 0));
    }
}
