//! The platform's clients: listed, found, exported.

use chrono::Duration;
use kopilka::domain::{PointsWallet, Scope, ShopId};
use reqwest::Method;
use serde_json::{Value, json};

use super::{ApiServer, answer, options};
use crate::{database::TestDb, on_both, parcels::parcel, shop::Shop};

impl ApiServer {
    /// The given names of the clients on a page, and how many there are on all.
    async fn finds_clients(&self, key: &str, query: &str) -> (String, i64) {
        let found = self.get(&self.of_shop("clients", query), key).await.expect(200);
        let names =
            found["clients"].as_array().unwrap().iter().map(|client| client["first_name"].as_str().unwrap_or("-"));
        (names.collect::<Vec<_>>().join(" "), found["total"].as_i64().unwrap())
    }
}

/// A shop with Boris by phone, then Anna of the chat, whom another system calls CLIENT-7; Anna has points and parcels.
async fn shop(db: &TestDb) -> (ApiServer, i64) {
    let api = ApiServer::start(db).await;
    api.shop.registers("+77012345678", "Борис Ли").await;
    api.shop.clock.advance(Duration::hours(1));
    let anna = api.shop.welcomes(1, "Анна").await;
    api.shop.gives(&anna, PointsWallet::Main, 10_00).await;
    api.shop.gives(&anna, PointsWallet::Referral, 5_50).await;
    api.shop.holds(&anna, PointsWallet::Main, 3_00).await.unwrap();
    api.shop.names(&anna, "CLIENT-7").await.unwrap();
    for number in ["A1", "A2", "A3"] {
        api.shop.adds(&parcel(number, "client-7")).await.unwrap();
    }
    (api, anna.customer_id.0)
}

on_both! {
    async fn clients_are_listed_newest_first_with_points_and_parcels(db: TestDb) {
        let (api, anna) = shop(&db).await;
        let key = api.platform_key().await;
        let list = api.get(&api.of_shop("clients", "?page=1&page_size=50"), &key).await;
        let found = list.expect(200);
        assert_eq!(found["total"], 2);
        let [first, second] = found["clients"].as_array().unwrap().as_slice() else { panic!("{found}") };
        assert_eq!(first["client_code"], "CLIENT-7");
        assert!(list.text.contains(r#""points":12.50,"parcels":3,"is_active":true,"created_at":"2027-01-15T09:00:02""#), "{}", list.text);
        assert_eq!(second["first_name"], "Борис");
        assert_eq!(second["last_name"], "Ли");
        assert_eq!(second["phone"], "77012345678");
        assert_eq!((&second["username"], &second["email"]), (&Value::Null, &Value::Null));
        assert!(list.text.contains(r#""points":0.00,"parcels":0"#), "{}", list.text);
        let path = api.of_shop("clients", &format!("/{anna}"));
        assert_eq!(api.get(&path, &key).await.expect(200), *first);
        assert_eq!(api.get(&format!("{path}/"), &key).await.expect(200), *first);
        for unknown in ["0", "999999999", "99999999999999999999", "abc", "-1", "%FF"] {
            api.get(&api.of_shop("clients", &format!("/{unknown}")), &key).await.expect(404);
        }
    }

    async fn clients_are_found_page_by_page(db: TestDb) {
        let (api, anna) = shop(&db).await;
        let key = api.platform_key().await;
        db.raw().await.run(&format!("UPDATE customers SET email = 'Anna.K@example.kz' WHERE customer_id = {anna}")).await;
        let code = api.get(&api.of_shop("clients", "?page=2&page_size=1"), &key).await.expect(200)["clients"][0]["client_code"].clone();
        let code = code.as_str().unwrap();
        for (query, names, total) in [
            ("", "Анна Борис", 2),
            ("?page=1&page_size=1", "Анна", 2),
            ("?page=2&page_size=1", "Борис", 2),
            ("?page=3&page_size=1", "", 2),
            ("?search=&client_code=", "Анна Борис", 2),
            ("?search=%D0%B1%D0%BE%D1%80", "Борис", 1),
            ("?search=%D0%9B%D0%98", "Борис", 1),
            ("?search=5678", "Борис", 1),
            ("?search=%2B7+701+234-56-78", "Борис", 1),
            ("?search=client-7", "Анна", 1),
            ("?search=anna.k@EXAMPLE.kz", "Анна", 1),
            ("?search=CLIENT", "", 0),
            ("?search=---", "", 0),
            ("?client_code=client-7", "Анна", 1),
            ("?client_code=CLIENT-8", "", 0),
            ("?client_code=---", "", 0),
            ("?client_code=client-7&search=%D0%B1%D0%BE%D1%80", "", 0),
            ("?client_code=client-7&page=2", "", 1),
            (&format!("?client_code={code}"), "Борис", 1),
            (&format!("?search={code}"), "Борис", 1),
        ] {
            assert_eq!(api.finds_clients(&key, query).await, (names.to_owned(), total), "{query}");
        }
        for wrong in ["?page=0", "?page_size=101", "?page=x", "?page_size=0", "?page=1&page=2"] {
            let refused = api.get(&api.of_shop("clients", wrong), &key).await.expect(422);
            assert_eq!(refused["detail"][0]["loc"][0], "query", "{wrong}");
        }
    }

    async fn a_card_that_was_merged_is_no_client_any_more(db: TestDb) {
        let api = ApiServer::start(&db).await;
        let key = api.platform_key().await;
        let card = api.shop.registers("+77012345678", "Анна Ким").await;
        let chat = api.shop.welcomes(1, "Anna").await;
        api.shop.receives_phone(1, "+77012345678").await.unwrap();
        let list = api.get(&api.of_shop("clients", ""), &key).await.expect(200);
        assert_eq!(list["total"], 1);
        for id in [card.customer_id, chat.customer_id] {
            let found = api.get(&api.of_shop("clients", &format!("/{id}")), &key).await.expect(200);
            assert_eq!(found, list["clients"][0]);
        }
    }

    async fn an_export_has_everybody_in_either_form(db: TestDb) {
        let (api, anna) = shop(&db).await;
        let key = api.platform_key().await;
        let json = api.get(&api.of_shop("clients", "/export"), &key).await;
        let list = api.get(&api.of_shop("clients", ""), &key).await.expect(200);
        let mut clients = list["clients"].as_array().unwrap().clone();
        clients.sort_by_key(|client| client["id"].as_i64());
        assert_eq!(json.expect(200), json!({ "clients": clients }));
        assert_eq!(json.header("content-disposition"), Some("attachment; filename=\"clients.json\""));
        let path = api.of_shop("clients", "/export?format=csv");
        let file = answer(api.request(Method::GET, &path, &key).header("accept", "text/csv")).await;
        assert_eq!(file.status, 200, "{file:?}");
        assert_eq!(file.header("content-type"), Some("text/csv; charset=utf-8"));
        assert_eq!(file.header("content-disposition"), Some("attachment; filename=\"clients.csv\""));
        let lines: Vec<&str> = file.text.split("\r\n").collect();
        assert_eq!(lines[0], "client_code,first_name,last_name,phone,email,id,username,points,parcels,is_active,created_at");
        assert_eq!(lines.len(), 4, "{lines:?}");
        assert!(lines.iter().any(|line| line.starts_with("CLIENT-7,Анна,") && line.contains(&format!(",{anna},"))), "{lines:?}");
        assert!(lines.iter().any(|line| line.contains(",Борис,Ли,77012345678,,")), "{lines:?}");
        api.get(&api.of_shop("clients", "/export?format=xlsx"), &key).await.expect(422);
        assert_eq!(answer(api.request(Method::GET, &path, &key).header("accept", "image/png")).await.status, 406);
    }

    async fn an_export_of_nobody_is_whole(db: TestDb) {
        let api = ApiServer::start(&db).await;
        let key = api.platform_key().await;
        assert_eq!(api.get(&api.of_shop("clients", "/export?format=json"), &key).await.expect(200), json!({ "clients": [] }));
        let file = api.get(&api.of_shop("clients", "/export?format=csv"), &key).await;
        assert_eq!(file.text.matches("\r\n").count(), 1);
    }

    async fn clients_are_closed_to_others(db: TestDb) {
        let (api, anna) = shop(&db).await;
        let other = ApiServer::serving(Shop::open_as(&db, ShopId(7_002)).await).await;
        let foreign = other.platform_key().await;
        let reader = api.makes_key(&options(&[Scope::PlatformRead])).await.secret.unwrap();
        let till = api.till_key().await;
        for rest in ["".to_owned(), format!("/{anna}"), "/export".to_owned()] {
            let path = api.of_shop("clients", &rest);
            assert_eq!(api.get(&path, reader.as_str()).await.status, 200, "{rest}");
            assert_eq!(api.get(&path, &till).await.status, 403, "{rest}");
            assert_eq!(api.get(&path, &foreign).await.status, 401, "{rest}");
            assert_eq!(other.get(&path, &foreign).await.status, 404, "{rest}");
        }
        other.get(&other.of_shop("clients", &format!("/{anna}")), &foreign).await.expect(404);
        let rows = json!({ "rows": [{ "client_code": "X" }] });
        api.post(&api.of_shop("clients", "/import"), reader.as_str(), &rows).await.expect(403);
        other.post(&api.of_shop("clients", "/import"), &foreign, &rows).await.expect(404);
    }
}
