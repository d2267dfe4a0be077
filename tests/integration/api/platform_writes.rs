//! What is written through the platform happens once, and its customer is told once.

use kopilka::service::customers::Customer;
use reqwest::Method;
use serde_json::{Value, json};

use super::{Answer, ApiServer, answer};
use crate::{database::TestDb, on_both};

impl ApiServer {
    async fn sends(&self, method: Method, path: &str, key: &str, once: &str, body: &Value) -> Answer {
        answer(self.request(method, path, key).header("Idempotency-Key", once).json(body)).await
    }
}

/// How many messages wait to be sent.
async fn told(db: &TestDb) -> i64 {
    db.raw().await.number("SELECT COUNT(*) FROM outbox").await
}

on_both! {
    async fn the_same_request_adds_and_changes_once_and_tells_once(db: TestDb) {
        let api = ApiServer::start(&db).await;
        let key = api.platform_key().await;
        let anna = api.shop.welcomes(1, "Анна").await;
        let before = told(&db).await;
        let parcel = json!({ "tracking_number": "A1", "client_code": anna.code.as_str(), "quantity": 1 });
        let path = api.of_shop("tracking", "");
        let first = api.sends(Method::POST, &path, &key, "add-1", &parcel).await;
        let id = first.expect(201)["id"].as_i64().unwrap();
        let again = api.sends(Method::POST, &path, &key, "add-1", &parcel).await;
        assert_eq!((again.status.as_u16(), &again.text), (201, &first.text));
        assert_eq!(again.header("idempotent-replayed"), Some("true"));
        let other = json!({ "tracking_number": "A2", "client_code": "X" });
        assert!(api.sends(Method::POST, &path, &key, "add-1", &other).await.expect(409)["detail"].is_string());
        let taken = api.sends(Method::POST, &path, &key, "add-2", &parcel).await;
        assert_eq!(api.sends(Method::POST, &path, &key, "add-2", &parcel).await.text, taken.text, "a 409 is kept");
        taken.expect(409);
        assert_eq!(told(&db).await, before + 1);
        let one = api.of_shop("tracking", &format!("/{id}"));
        let moved = json!({ "status": "delivered" });
        let first = api.sends(Method::PUT, &one, &key, "put-1", &moved).await;
        first.expect(200);
        assert_eq!(api.sends(Method::PUT, &one, &key, "put-1", &moved).await.text, first.text);
        api.put(&one, &key, &moved).await.expect(200);
        api.put(&one, &key, &json!({ "note": "x" })).await.expect(200);
        api.put(&one, &key, &json!({ "status": "pending" })).await.expect(409);
        assert_eq!(told(&db).await, before + 2, "only a new status is told");
        let history = api.get(&one, &key).await.expect(200)["status_history"].as_array().unwrap().len();
        assert_eq!((history, api.get(&path, &key).await.expect(200)["total"].as_i64()), (2, Some(1)));
        api.shop.assert_sound().await;
    }

    async fn a_parcel_of_another_client_is_told_to_that_client_alone(db: TestDb) {
        let api = ApiServer::start(&db).await;
        let key = api.platform_key().await;
        let (anna, boris) = (api.shop.welcomes(1, "Анна").await, api.shop.welcomes(2, "Борис").await);
        let told = async |customer: &Customer| {
            let chat = customer.telegram_id.unwrap();
            db.raw().await.number(&format!("SELECT COUNT(*) FROM outbox WHERE chat_id = {chat}")).await
        };
        let parcel = json!({ "tracking_number": "A1", "client_code": anna.code.as_str() });
        let path = api.of_shop("tracking", "");
        let id = api.post(&path, &key, &parcel).await.expect(201)["id"].as_i64().unwrap();
        let one = api.of_shop("tracking", &format!("/{id}"));
        let (of_anna, of_boris) = (told(&anna).await, told(&boris).await);
        let change = json!({ "client_code": boris.code.as_str(), "status": "delivered" });
        api.put(&one, &key, &change).await.expect(200);
        assert_eq!((told(&anna).await, told(&boris).await), (of_anna, of_boris + 1));
        api.put(&one, &key, &change).await.expect(200);
        assert_eq!(told(&boris).await, of_boris + 1, "the same once more");
        db.raw().await.run(&format!("UPDATE customers SET mutes_parcels = TRUE WHERE customer_id = {}", anna.customer_id)).await;
        api.put(&one, &key, &json!({ "client_code": anna.code.as_str() })).await.expect(200);
        api.put(&one, &key, &json!({ "client_code": "X9" })).await.expect(200);
        assert_eq!((told(&anna).await, told(&boris).await), (of_anna, of_boris + 1), "muted, and of nobody");
        api.shop.assert_sound().await;
    }

    async fn of_the_same_number_sent_at_once_one_is_added(db: TestDb) {
        let api = ApiServer::start(&db).await;
        let key = api.platform_key().await;
        let path = api.of_shop("tracking", "");
        let numbers = ["A-1", "a1", "A 1", "а1", "A1", "A–1"];
        let added = numbers.map(|number| {
            let (api, path, key) = (&api, &path, &key);
            async move { api.post(path, key, &json!({ "tracking_number": number, "client_code": "X" })).await.status.as_u16() }
        });
        let mut statuses = futures_util::future::join_all(added).await;
        statuses.sort_unstable();
        assert_eq!(statuses, [201, 409, 409, 409, 409, 409]);
        assert_eq!(api.get(&api.of_shop("statistics", "/overview"), &key).await.expect(200)["pending"], 1);
    }

    async fn of_parcels_that_get_the_same_number_at_once_one_has_it(db: TestDb) {
        let api = ApiServer::start(&db).await;
        let key = api.platform_key().await;
        for round in 0..4 {
            let mut parcels = Vec::new();
            for place in 0..3 {
                let new = json!({ "tracking_number": format!("N{round}{place}"), "client_code": "X" });
                let added = api.post(&api.of_shop("tracking", ""), &key, &new).await;
                parcels.push(added.expect(201)["id"].as_i64().unwrap());
            }
            let changed = parcels.into_iter().map(|id| {
                let (api, key, path) = (&api, &key, api.of_shop("tracking", &format!("/{id}")));
                let number = json!({ "tracking_number": format!("ONE {round}") });
                async move { api.put(&path, key, &number).await.status.as_u16() }
            });
            let mut statuses = futures_util::future::join_all(changed).await;
            statuses.sort_unstable();
            assert_eq!(statuses, [200, 409, 409]);
        }
    }

    async fn a_parcel_of_another_shop_is_unknown(db: TestDb) {
        let api = ApiServer::start(&db).await;
        let other = ApiServer::serving(crate::shop::Shop::open_as(&db, kopilka::domain::ShopId(7_002)).await).await;
        let (key, of_other) = (api.platform_key().await, other.platform_key().await);
        let parcel = json!({ "tracking_number": "A1", "client_code": "X" });
        let id = api.adds(&key, &parcel).await.expect(201)["id"].as_i64().unwrap();
        let foreign = other.of_shop("tracking", &format!("/{id}"));
        other.get(&foreign, &of_other).await.expect(404);
        other.put(&foreign, &of_other, &json!({ "status": "issued" })).await.expect(404);
        assert_eq!(other.get(&other.of_shop("tracking", "/by-client/X"), &of_other).await.expect(200)["total"], 0);
        other.get(&api.of_shop("tracking", ""), &of_other).await.expect(404);
        other.get(&other.of_shop("tracking", ""), &key).await.expect(401);
        // The number is free there.
        other.adds(&of_other, &parcel).await.expect(201);
        assert_eq!(api.get(&api.of_shop("tracking", &format!("/{id}")), &key).await.expect(200)["current_status"], "pending");
    }
}
