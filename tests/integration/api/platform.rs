//! The platform's document, request by request.

use kopilka::{
    clock::Clock as _,
    domain::{ClientCode, OperationId, Scope},
    service::{Caller, client_codes, customers::Customer, shop::BotAccount},
};
use reqwest::Method;
use serde_json::{Value, json};

use super::{Answer, ApiServer, answer, options};
use crate::on_both;

impl ApiServer {
    /// The secret of a new key of the platform.
    pub(super) async fn platform_key(&self) -> String {
        let made = self.makes_key(&options(&[Scope::PlatformRead, Scope::PlatformWrite])).await;
        made.secret.unwrap().as_str().to_owned()
    }

    /// An address of the shop: `tracking` and what follows its id.
    pub(super) fn of_shop(&self, resource: &str, rest: &str) -> String {
        format!("/api/v1/{resource}/{}{rest}", self.shop.id)
    }

    pub(super) async fn adds(&self, key: &str, parcel: &Value) -> Answer {
        self.post(&self.of_shop("tracking", ""), key, parcel).await
    }

    pub(super) async fn put(&self, path: &str, key: &str, body: &Value) -> Answer {
        answer(self.request(Method::PUT, path, key).json(body)).await
    }

    /// Another system calls a customer by this code.
    async fn names(&self, customer: &Customer, code: &str) {
        let operation =
            Caller::operator(self.clock.now()).operation(OperationId::command(format_args!("names {code}")));
        let code: ClientCode = code.parse().unwrap();
        let mut tx = self.shop.begin().await;
        client_codes::set_outside(&mut tx, &operation, customer.customer_id, Some(&code)).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// The numbers of a list, and how many there are in all.
    async fn lists(&self, key: &str, path: &str) -> (String, i64) {
        let found = self.get(path, key).await.expect(200);
        let numbers = found["tracking_numbers"].as_array().unwrap().iter();
        let numbers: Vec<&str> = numbers.map(|parcel| parcel["tracking_number"].as_str().unwrap()).collect();
        (numbers.join(" "), found["total"].as_i64().unwrap())
    }
}

/// The example of the document.
fn example() -> Value {
    json!({
        "tracking_number": "ABC123456", "client_code": "CLIENT123", "status": "pending", "quantity": 5, "weight_kg": 10.5,
        "price_per_kg_usd": 14.29, "total_cost_usd": 150.00, "note": "Хрупкое",
    })
}

on_both! {
    async fn a_parcel_is_added_listed_and_changed(db: TestDb) {
        let api = ApiServer::start(&db).await;
        let key = api.platform_key().await;
        let added = api.adds(&key, &example()).await;
        let id = added.expect(201)["id"].as_i64().unwrap();
        let rest = r#""quantity":5,"weight_kg":10.500,"price_per_kg_usd":14.29,"total_cost_usd":150.00,"note":"Хрупкое","#;
        let times = r#""created_at":"2027-01-15T08:00:00","updated_at":"2027-01-15T08:00:00"}"#;
        let head = format!(r#"{{"id":{id},"tracking_number":"ABC123456","client_code":"CLIENT123","current_status":"pending",{rest}"#);
        let history = r#""status_history":[{"status":"pending","changed_at":"2027-01-15T08:00:00","forced":false}],"#;
        assert_eq!(added.text, format!("{head}{history}{times}"));
        let list = api.of_shop("tracking", "?page=1&page_size=50&status_filter=pending");
        assert_eq!(api.get(&list, &key).await.text, format!(r#"{{"tracking_numbers":[{head}{times}],"total":1}}"#));
        let path = api.of_shop("tracking", &format!("/{id}"));
        assert_eq!(api.get(&path, &key).await.text, added.text);
        api.clock.advance(chrono::Duration::seconds(61));
        let changed = api.put(&path, &key, &json!({ "status": "in_transit" })).await.expect(200);
        assert_eq!(changed["current_status"], "in_transit");
        assert_eq!(changed["updated_at"], "2027-01-15T08:01:01");
        assert_eq!(changed["status_history"][1]["changed_at"], "2027-01-15T08:01:01");
        // A slash at the end makes no difference.
        assert_eq!(api.get(&format!("{path}/"), &key).await.expect(200), changed);
        let by_client = api.of_shop("tracking", "/by-client/CLIENT123");
        assert_eq!(api.lists(&key, &by_client).await, ("ABC123456".to_owned(), 1));
        for unknown in ["0", "999999999", "99999999999999999999", "abc", "-1", "1.0", "%FF"] {
            let unknown = api.get(&api.of_shop("tracking", &format!("/{unknown}")), &key).await.expect(404);
            assert!(unknown["detail"].is_string(), "{unknown}");
        }
    }

    async fn what_is_not_said_of_a_parcel_is_null(db: TestDb) {
        let api = ApiServer::start(&db).await;
        let key = api.platform_key().await;
        let parcel = json!({ "tracking_number": " 'abc-1 ", "client_code": "X", "status": null, "note": null, "who": 5 });
        let added = api.adds(&key, &parcel).await.expect(201);
        for field in ["quantity", "weight_kg", "price_per_kg_usd", "total_cost_usd", "note"] {
            assert!(added[field].is_null() && added.as_object().unwrap().contains_key(field), "{field}: {added}");
        }
        assert_eq!((&added["tracking_number"], &added["current_status"]), (&json!("abc-1"), &json!("pending")));
        let priced = json!({ "tracking_number": "2", "client_code": "X", "status": "issued", "weight_kg": "10.5", "price_per_kg_usd": "14.29" });
        let priced = api.adds(&key, &priced).await.expect(201);
        assert_eq!((&priced["total_cost_usd"], &priced["current_status"]), (&json!(150.05), &json!("issued")));
    }

    async fn a_put_of_what_get_gave_changes_nothing(db: TestDb) {
        let api = ApiServer::start(&db).await;
        let key = api.platform_key().await;
        let anna = api.shop.welcomes(1, "Анна").await;
        api.names(&anna, "CRM-1").await;
        let bare = json!({ "tracking_number": "bare", "client_code": "nobody" });
        let named = json!({ "tracking_number": "named", "client_code": anna.code.as_str(), "weight_kg": 1, "price_per_kg_usd": 2 });
        for parcel in [example(), bare, named] {
            let added = api.adds(&key, &parcel).await.expect(201);
            let path = api.of_shop("tracking", &format!("/{}", added["id"]));
            api.clock.advance(chrono::Duration::hours(1));
            let mut put = api.put(&path, &key, &added).await.expect(200);
            put["updated_at"] = added["updated_at"].clone();
            assert_eq!(put, added);
        }
        assert_eq!(api.lists(&key, &api.of_shop("tracking", "?client_code=crm-1")).await, ("named".to_owned(), 1));
    }

    async fn a_put_changes_what_it_names(db: TestDb) {
        let api = ApiServer::start(&db).await;
        let key = api.platform_key().await;
        let id = api.adds(&key, &example()).await.expect(201)["id"].as_i64().unwrap();
        let path = api.of_shop("tracking", &format!("/{id}"));
        let change = async |body: Value| api.put(&path, &key, &body).await.expect(200);
        assert_eq!(change(json!({ "note": null })).await["note"], Value::Null);
        assert_eq!(change(json!({ "weight_kg": 1 })).await["total_cost_usd"], json!(14.29), "it is worked out anew");
        assert_eq!(change(json!({ "total_cost_usd": 14.30 })).await["total_cost_usd"], json!(14.3));
        assert_eq!(change(json!({ "total_cost_usd": null })).await["total_cost_usd"], json!(14.29));
        let emptied = change(json!({ "weight_kg": null, "quantity": null })).await;
        assert_eq!((&emptied["weight_kg"], &emptied["quantity"], &emptied["total_cost_usd"]), (&Value::Null, &Value::Null, &Value::Null));
        let moved = change(json!({ "tracking_number": "abc 123-456", "client_code": "OTHER" })).await;
        assert_eq!((&moved["tracking_number"], &moved["client_code"]), (&json!("abc 123-456"), &json!("OTHER")));
        api.adds(&key, &json!({ "tracking_number": "Z9", "client_code": "X" })).await.expect(201);
        let taken = api.put(&path, &key, &json!({ "tracking_number": "z-9" })).await.expect(409);
        assert!(taken["detail"].as_str().unwrap().contains("z-9"), "{taken}");
        assert!(api.adds(&key, &json!({ "tracking_number": "z9", "client_code": "X" })).await.expect(409)["detail"].is_string());
    }

    async fn statuses_go_forward_unless_they_are_forced(db: TestDb) {
        let api = ApiServer::start(&db).await;
        let key = api.platform_key().await;
        let id = api.adds(&key, &example()).await.expect(201)["id"].as_i64().unwrap();
        let path = api.of_shop("tracking", &format!("/{id}"));
        let to = async |status: &str, force: bool| {
            api.put(&path, &key, &json!({ "status": status, "force": force })).await.status.as_u16()
        };
        for (status, force, expected) in [
            ("delivered", false, 200),
            ("delivered", false, 200),
            ("in_transit", false, 409),
            ("in_transit", true, 200),
            ("issued", false, 200),
            ("cancelled", false, 409),
            ("cancelled", true, 200),
            ("pending", false, 409),
            ("cancelled", false, 200),
        ] {
            assert_eq!(to(status, force).await, expected, "{status} {force}");
        }
        let history = api.get(&path, &key).await.expect(200)["status_history"].clone();
        let history = history.as_array().unwrap().iter();
        let history: Vec<(&str, bool)> =
            history.map(|past| (past["status"].as_str().unwrap(), past["forced"].as_bool().unwrap())).collect();
        assert_eq!(history, [("pending", false), ("delivered", false), ("in_transit", true), ("issued", false), ("cancelled", true)]);
    }

    async fn parcels_are_listed_by_page_status_client_and_text(db: TestDb) {
        let api = ApiServer::start(&db).await;
        let key = api.platform_key().await;
        let anna = api.shop.welcomes(1, "Анна").await;
        api.names(&anna, "CL/7+8 %41").await;
        for (number, client, status, note) in [
            ("RB1", "X1", "pending", "Хрупкое"),
            ("RB2", anna.code.as_str(), "issued", "стекло"),
            ("RB3", "cl/7+8 %41", "pending", ""),
        ] {
            api.clock.advance(chrono::Duration::seconds(1));
            let parcel = json!({ "tracking_number": number, "client_code": client, "status": status, "note": note });
            api.adds(&key, &parcel).await.expect(201);
        }
        for (rest, numbers, total) in [
            ("", "RB3 RB2 RB1", 3),
            ("?page=2&page_size=2", "RB1", 3),
            ("?page=9", "", 3),
            ("?page=&status_filter=&client_code=&search=", "RB3 RB2 RB1", 3),
            ("?status_filter=pending", "RB3 RB1", 2),
            ("?client_code=x1", "RB1", 1),
            ("?client_code=CL%2F7%2B8+%2541", "RB3 RB2", 2),
            ("?client_code=%43L/7%2B8%20%2541", "RB3 RB2", 2),
            ("?client_code=nobody", "", 0),
            ("?client_code=%2D", "", 0),
            ("?client_code=X1&status_filter=issued", "", 0),
            ("?search=rb", "RB3 RB2 RB1", 3),
            ("?search=%D1%85%D1%80%D1%83%D0%BF", "RB1", 1),
            ("?search=rb&status_filter=issued", "RB2", 1),
            ("?search=--", "", 0),
            ("/by-client/CL%2F7%2B8%20%2541", "RB3 RB2", 2),
            ("/by-client/cl%2F7+8%20%2541/", "RB3 RB2", 2),
            ("/by-client/CL%2F7%2B8%20%2541?status_filter=issued&page_size=1", "RB2", 1),
            ("/by-client/nobody", "", 0),
            ("/by-client/%2D", "", 0),
        ] {
            assert_eq!(api.lists(&key, &api.of_shop("tracking", rest)).await, (numbers.to_owned(), total), "{rest}");
        }
        let code = anna.code.as_str();
        assert_eq!(api.lists(&key, &api.of_shop("tracking", &format!("/by-client/{code}"))).await, ("RB3 RB2".to_owned(), 2));
        let page = api.get(&api.of_shop("tracking", "?search=rb2"), &key).await.expect(200);
        assert_eq!(page["tracking_numbers"][0]["client_code"], "CL/7+8 %41", "what another system calls the client");
    }

    async fn statistics_count_clients_and_parcels(db: TestDb) {
        let api = ApiServer::start(&db).await;
        let key = api.platform_key().await;
        let overview = api.of_shop("statistics", "/overview");
        let nothing = r#"{"total_clients":0,"total_tracking_numbers":0,"pending":0,"in_transit":0,"delivered":0,"issued":0,"cancelled":0}"#;
        assert_eq!(api.get(&overview, &key).await.text, nothing);
        api.shop.welcomes(1, "Анна").await;
        api.shop.welcomes(2, "Борис").await;
        api.adds(&key, &example()).await.expect(201);
        api.clock.advance(chrono::Duration::days(8));
        api.adds(&key, &json!({ "tracking_number": "2", "client_code": "X", "status": "issued", "total_cost_usd": 1 })).await.expect(201);
        let some = r#"{"total_clients":2,"total_tracking_numbers":2,"pending":1,"in_transit":0,"delivered":0,"issued":1,"cancelled":0}"#;
        assert_eq!(api.get(&overview, &key).await.text, some);
        let tracking = r#"{"total":2,"by_status":{"pending":1,"in_transit":0,"delivered":0,"issued":1,"cancelled":0},"total_weight_kg":10.500,"total_cost_usd":151.00,"created_today":1,"created_last_7_days":1,"created_last_30_days":2}"#;
        assert_eq!(api.get(&api.of_shop("statistics", "/tracking"), &key).await.text, tracking);
    }

    async fn a_bot_has_the_name_of_its_shop(db: TestDb) {
        let api = ApiServer::start(&db).await;
        let key = api.platform_key().await;
        let path = api.of_shop("bots", "");
        let id = api.shop.id;
        let bot = |name: &str, username: &str| {
            format!(r#"{{"id":{id},"name":"{name}","username":{username},"is_active":true,"subscription_status":"active"}}"#)
        };
        assert_eq!(api.get(&path, &key).await.text, bot("", "null"), "Telegram was not reached yet");
        let account = BotAccount { username: Some("company_bot".to_owned()), name: Some("Бот".to_owned()) };
        let mut tx = api.shop.begin().await;
        kopilka::service::shop::set_bot(&mut tx, &account).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(api.get(&path, &key).await.text, bot("Бот", r#""@company_bot""#));
        db.raw().await.run(&format!("UPDATE shops SET name = 'Название компании' WHERE shop_id = {id}")).await;
        assert_eq!(api.get(&path, &key).await.text, bot("Название компании", r#""@company_bot""#));
    }
}
