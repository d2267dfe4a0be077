//! Holds at a till.

use chrono::Duration;
use kopilka::{clock::Clock as _, domain::PointsWallet};
use serde_json::{Value, json};

use super::ApiServer;
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
        till.post(&path(&view, "capture"), &key, &json!({})).await.expect_error(409, "hold_ended");
        let released = till.post(&path(&other, "release"), &key, &json!({})).await.expect(200);
        assert_eq!(released, json!({ "id": other["id"], "points": 0.0, "released": 2.0 }));
        till.clock.advance(Duration::minutes(2));
        till.post(&path(&friends, "capture"), &key, &json!({})).await.expect_error(409, "hold_ended");
        for verb in ["capture", "release"] {
            till.post(&format!("{HOLDS}999999/{verb}/"), &key, &json!({})).await.expect(404);
        }
        assert_eq!(till.shop.amounts(&anna).await, (5_00, 3_00, 0));
        till.shop.assert_sound().await;
    }
}
