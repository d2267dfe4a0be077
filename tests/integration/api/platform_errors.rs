//! What the platform refuses, and how it says so.

use kopilka::domain::Scope;
use reqwest::Method;
use serde_json::{Value, json};

use super::{ApiServer, answer, options};
use crate::on_both;

/// The places and types of the values that are wrong.
fn wrong(body: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let values = body["detail"].as_array().unwrap_or_else(|| panic!("no list: {body}"));
    let of_value = |value: &Value| {
        assert!(value["msg"].as_str().is_some_and(|text| !text.is_empty()), "{value}");
        let loc: Vec<String> = value["loc"].as_array().unwrap().iter().map(text).collect();
        (loc.join("."), text(&value["type"]))
    };
    values.iter().map(of_value).collect()
}

on_both! {
    async fn a_wrong_value_is_named_by_place_and_type(db: TestDb) {
        let api = ApiServer::start(&db).await;
        let key = api.platform_key().await;
        let long = "1".repeat(65);
        let note = "я".repeat(501);
        for (field, value, kind) in [
            ("tracking_number", json!(5), "string_type"),
            ("tracking_number", json!(""), "value_error"),
            ("tracking_number", json!("1.23E+12"), "value_error"),
            ("tracking_number", json!(long), "string_too_long"),
            ("client_code", json!([]), "string_type"),
            ("client_code", json!("---"), "value_error"),
            ("status", json!("lost"), "enum"),
            ("status", json!(1), "string_type"),
            ("quantity", json!(-1), "greater_than_equal"),
            ("quantity", json!(1.5), "int_parsing"),
            ("quantity", json!("x"), "int_parsing"),
            ("quantity", json!(true), "int_parsing"),
            ("quantity", json!(1_000_000_001), "less_than_equal"),
            ("weight_kg", json!(-0.5), "greater_than_equal"),
            ("weight_kg", json!(0.0005), "decimal_max_places"),
            ("weight_kg", json!({}), "decimal_parsing"),
            ("price_per_kg_usd", json!(14.299), "decimal_max_places"),
            ("price_per_kg_usd", json!("14,29"), "decimal_parsing"),
            ("total_cost_usd", json!(-1), "greater_than_equal"),
            ("total_cost_usd", json!(1e20), "less_than_equal"),
            ("note", json!(5), "string_type"),
            ("note", json!(note), "string_too_long"),
        ] {
            let mut parcel = json!({ "tracking_number": "A1", "client_code": "X" });
            parcel[field] = value.clone();
            let refused = api.adds(&key, &parcel).await.expect(422);
            assert_eq!(wrong(&refused), [(format!("body.{field}"), kind.to_owned())], "{field} {value}");
            let refused = api.put(&api.of_shop("tracking", "/1"), &key, &json!({ field: value })).await.expect(422);
            assert_eq!(wrong(&refused), [(format!("body.{field}"), kind.to_owned())], "{field} {value}");
        }
        let rounded = json!({ "tracking_number": "1.23E+12", "client_code": "X" });
        let why = api.adds(&key, &rounded).await.expect(422)["detail"][0]["msg"].to_string();
        assert!(why.contains("округлила"), "{why}");
        for field in ["tracking_number", "client_code", "status"] {
            let refused = api.put(&api.of_shop("tracking", "/1"), &key, &json!({ field: null })).await.expect(422);
            assert_eq!(wrong(&refused)[0].0, format!("body.{field}"));
        }
        let refused = api.put(&api.of_shop("tracking", "/1"), &key, &json!({ "force": "yes" })).await.expect(422);
        assert_eq!(wrong(&refused), [("body.force".to_owned(), "bool_parsing".to_owned())]);
        assert_eq!(api.get(&api.of_shop("tracking", ""), &key).await.expect(200)["total"], 0);
    }

    async fn all_wrong_values_are_named_at_once(db: TestDb) {
        let api = ApiServer::start(&db).await;
        let key = api.platform_key().await;
        let refused = api.adds(&key, &json!({ "quantity": "x", "weight_kg": -1 })).await.expect(422);
        let expected = [
            ("body.tracking_number", "missing"),
            ("body.client_code", "missing"),
            ("body.quantity", "int_parsing"),
            ("body.weight_kg", "greater_than_equal"),
        ];
        assert_eq!(wrong(&refused), expected.map(|(place, kind)| (place.to_owned(), kind.to_owned())));
        assert_eq!(refused["detail"][0]["msg"], "Нет обязательного поля «tracking_number».");
        let request = api.request(Method::POST, &api.of_shop("tracking", ""), &key).header("Accept-Language", "en");
        let refused = answer(request.json(&json!({ "tracking_number": "A" }))).await.expect(422);
        assert_eq!(refused["detail"][0]["msg"], "The field “client_code” is required.");
    }

    async fn a_cost_far_from_weight_and_price_is_refused_as_a_value(db: TestDb) {
        let api = ApiServer::start(&db).await;
        let key = api.platform_key().await;
        let parcel = json!({ "tracking_number": "A1", "client_code": "X", "weight_kg": 10.5, "price_per_kg_usd": 14.29, "total_cost_usd": 140 });
        let refused = api.adds(&key, &parcel).await.expect(422);
        assert_eq!(wrong(&refused), [("body.total_cost_usd".to_owned(), "value_error".to_owned())]);
        let huge = json!({ "tracking_number": "A1", "client_code": "X", "weight_kg": 9e11, "price_per_kg_usd": 9e12 });
        assert_eq!(wrong(&api.adds(&key, &huge).await.expect(422))[0].1, "value_error");
    }

    async fn a_body_that_is_no_object_and_a_wrong_parameter_are_refused_alike(db: TestDb) {
        let api = ApiServer::start(&db).await;
        let key = api.platform_key().await;
        for (body, kind) in [("{", "json_invalid"), ("[]", "model_attributes_type"), ("{\"a\":1,\"a\":1}", "json_invalid")] {
            let request = api.request(Method::POST, &api.of_shop("tracking", ""), &key);
            let refused = answer(request.header("content-type", "application/json").body(body)).await.expect(422);
            assert_eq!(wrong(&refused), [("body".to_owned(), kind.to_owned())], "{body}");
        }
        for (body, told) in [
            ("{\"a\": 1,\n \"a\": 1}", "Поле указано дважды: строка 2, символ 8."),
            ("{\"a\": \"\\u0000\"}", "В тексте есть символ U+0000: строка 1, символ 14."),
            ("{\n", "Тело запроса не читается как JSON: строка 2, символ 0."),
        ] {
            let request = api.request(Method::POST, &api.of_shop("tracking", ""), &key);
            let refused = answer(request.header("content-type", "application/json").body(body)).await.expect(422);
            assert_eq!(refused["detail"][0]["msg"], told, "{body}");
        }
        api.get(&api.of_shop("tracking", "?page=%31&page%5fsize=%35&status_filter=%64elivered"), &key).await.expect(200);
        for (query, place, kind) in [
            ("page=%30", "query.page", "greater_than_equal"),
            ("page=0", "query.page", "greater_than_equal"),
            ("page=x", "query.page", "int_parsing"),
            ("page_size=101", "query.page_size", "less_than_equal"),
            ("page_size=0", "query.page_size", "greater_than_equal"),
            ("status_filter=lost", "query.status_filter", "enum"),
            ("client_code=%FF", "query.client_code", "value_error"),
            ("search=%00", "query.search", "value_error"),
            ("page=1&page=2", "query.page", "value_error"),
        ] {
            for rest in ["", "/by-client/X"] {
                if rest.is_empty() || !query.starts_with("client_code") {
                    let path = api.of_shop("tracking", &format!("{rest}?{query}"));
                    let refused = api.get(&path, &key).await.expect(422);
                    assert_eq!(wrong(&refused), [(place.to_owned(), kind.to_owned())], "{path}");
                }
            }
        }
        let request = api.request(Method::POST, &api.of_shop("tracking", ""), &key).header("Idempotency-Key", "a b");
        let refused = answer(request.json(&json!({ "tracking_number": "A", "client_code": "X" }))).await.expect(422);
        assert_eq!(wrong(&refused)[0].0, "header.Idempotency-Key");
        let request = api.request(Method::POST, &api.of_shop("tracking", ""), &key);
        let refused = answer(request.header("content-type", "text/plain").body("{}")).await.expect(415);
        assert!(refused["detail"].is_string(), "{refused}");
    }

    async fn another_shop_is_unknown_before_a_scope_is_missing(db: TestDb) {
        let api = ApiServer::start(&db).await;
        let reader = api.makes_key(&options(&[Scope::PlatformRead])).await.secret.unwrap();
        let writer = api.makes_key(&options(&[Scope::PlatformWrite])).await.secret.unwrap();
        let till = api.till_key().await;
        let parcel = json!({ "tracking_number": "A1", "client_code": "X" });
        for foreign in ["1", "0", "abc", "7002", "99999999999999999999", "%FF"] {
            for key in [reader.as_str(), &till] {
                let refused = api.get(&format!("/api/v1/tracking/{foreign}"), key).await.expect(404);
                assert!(refused["detail"].is_string(), "{refused}");
                // The shop is unknown before the body is looked at.
                assert_eq!(api.post(&format!("/api/v1/tracking/{foreign}"), key, &json!({})).await.status, 404);
            }
        }
        let own = api.of_shop("tracking", "");
        assert!(api.get(&own, &till).await.expect(403)["detail"].as_str().unwrap().contains("platform:read"));
        assert!(api.post(&own, reader.as_str(), &json!({})).await.expect(403)["detail"].as_str().unwrap().contains("platform:write"));
        api.get(&own, writer.as_str()).await.expect(403);
        api.post(&own, writer.as_str(), &parcel).await.expect(201);
        assert_eq!(api.get(&own, reader.as_str()).await.expect(200)["total"], 1);
        api.get("/api/v1/nothing", reader.as_str()).await.expect(404);
        let wrong = answer(api.request(Method::DELETE, &own, reader.as_str())).await;
        assert!(wrong.expect(405)["detail"].is_string());
        assert!(wrong.header("allow").is_some_and(|allow| allow.contains("POST")), "{wrong:?}");
        // As the document's examples send it.
        let typed = api.request(Method::GET, &format!("{own}?client_code=X"), reader.as_str());
        assert_eq!(answer(typed.header("content-type", "application/json")).await.expect(200)["total"], 1);
        assert!(answer(api.anonymous(Method::GET, &own)).await.expect(401)["detail"].is_string());
    }
}
