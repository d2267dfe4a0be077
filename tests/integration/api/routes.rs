//! Every route of the description, so that a new one cannot be forgotten: it is there, and it is closed to whoever has no right to it.

use kopilka::domain::{Scope, ShopId};
use reqwest::Method;
use serde_json::{Value, json};

use super::{Answer, ApiServer, answer, options};
use crate::{on_both, shop::Shop};

/// What the documents of the till, the platform and the customers print, and the sales dashboard at its own address.
const PRINTED: &[&str] = &[
    "GET /ext/api/v1/clients/",
    "GET /ext/api/v1/clients/{id}/balance/",
    "GET /ext/api/v1/clients/{id}/balance/history/",
    "GET /ext/api/v1/clients/{id}/coupons/",
    "POST /ext/api/v1/clients/{id}/balance/write_off/",
    "GET /api/v1/tracking/{bot_id}/",
    "GET /api/v1/tracking/{bot_id}/{tracking_id}/",
    "POST /api/v1/tracking/{bot_id}/",
    "PUT /api/v1/tracking/{bot_id}/{tracking_id}/",
    "GET /api/v1/tracking/{bot_id}/by-client/{client_code}/",
    "GET /api/v1/clients/{bot_id}/",
    "GET /api/v1/clients/{bot_id}/{client_id}/",
    "GET /api/v1/statistics/{bot_id}/overview/",
    "GET /api/v1/statistics/{bot_id}/tracking/",
    "GET /api/v1/bots/{bot_id}/",
    "POST /api/customers/customers/",
    "GET /api/customers/customers/",
    "GET /api/customers/customers/{id}/",
    "PUT /api/customers/customers/{id}/",
    "PATCH /api/customers/customers/{id}/",
    "GET /api/customers/customers/search_by_phone/",
    "GET /api/customers/customers/vip_customers/",
    "GET /api/customers/customers/debtors/",
    "POST /api/customers/customers/{id}/add_payment/",
    "POST /api/customers/customers/{id}/charge/",
    "GET /api/customers/customers/{id}/transactions_history/",
    "GET /api/customers/customers/{id}/stats/",
    "POST /api/customers/groups/",
    "GET /api/customers/groups/",
    "PATCH /api/customers/groups/{id}/",
    "GET /api/customers/groups/{id}/members/",
    "GET /sales/api/customers/kam/",
    "GET /sales/api/customers/kam/{id}/",
    "GET /sales/api/customers/customers/",
    "POST /sales/api/customers/customers/",
    "GET /sales/api/customers/customers/{id}/",
    "PUT /sales/api/customers/customers/{id}/",
    "PATCH /sales/api/customers/customers/{id}/",
    "DELETE /sales/api/customers/customers/{id}/",
    "GET /sales/api/customers/customers/{id}/entitlements/",
    "GET /sales/api/customers/customers/{id}/invoices/",
    "GET /sales/api/customers/customers/{id}/payments/",
    "GET /sales/api/customers/customers/{id}/payment_history/",
    "GET /sales/api/customers/customers/{id}/bill_history/",
    "GET /sales/api/customers/customers/{id}/last_bill/",
    "GET /sales/api/customers/customers/{id}/previous_bill/",
    "GET /sales/api/customers/entitlements/",
    "POST /sales/api/customers/entitlements/",
    "GET /sales/api/customers/entitlements/{id}/",
    "PUT /sales/api/customers/entitlements/{id}/",
    "PATCH /sales/api/customers/entitlements/{id}/",
    "DELETE /sales/api/customers/entitlements/{id}/",
    "GET /sales/api/customers/entitlements/{id}/details/",
    "POST /sales/api/customers/entitlements/{id}/details/",
    "GET /sales/api/customers/entitlement-details/",
    "POST /sales/api/customers/entitlement-details/",
    "GET /sales/api/customers/entitlement-details/{id}/",
    "PUT /sales/api/customers/entitlement-details/{id}/",
    "PATCH /sales/api/customers/entitlement-details/{id}/",
    "DELETE /sales/api/customers/entitlement-details/{id}/",
    "GET /sales/api/customers/entitlement-details/bandwidth_types/",
    "GET /sales/api/customers/entitlement-details/history/",
    "GET /sales/api/packages/packages/",
    "POST /sales/api/packages/packages/",
    "GET /sales/api/packages/packages/{id}/",
    "PUT /sales/api/packages/packages/{id}/",
    "PATCH /sales/api/packages/packages/{id}/",
    "DELETE /sales/api/packages/packages/{id}/",
    "GET /sales/api/packages/packages/{id}/pricings/",
    "GET /sales/api/packages/package-pricings/",
    "POST /sales/api/packages/package-pricings/",
    "GET /sales/api/packages/package-pricings/{id}/",
    "PUT /sales/api/packages/package-pricings/{id}/",
    "PATCH /sales/api/packages/package-pricings/{id}/",
    "DELETE /sales/api/packages/package-pricings/{id}/",
    "GET /sales/api/bills/invoices/",
    "POST /sales/api/bills/invoices/",
    "GET /sales/api/bills/invoices/{id}/",
    "PUT /sales/api/bills/invoices/{id}/",
    "PATCH /sales/api/bills/invoices/{id}/",
    "DELETE /sales/api/bills/invoices/{id}/",
    "POST /sales/api/bills/invoices/auto_generate/",
    "GET /sales/api/bills/invoices/history/",
    "GET /sales/api/bills/invoice-details/",
    "POST /sales/api/bills/invoice-details/",
    "GET /sales/api/bills/invoice-details/{id}/",
    "PUT /sales/api/bills/invoice-details/{id}/",
    "PATCH /sales/api/bills/invoice-details/{id}/",
    "DELETE /sales/api/bills/invoice-details/{id}/",
    "GET /sales/api/payments/payments/",
    "POST /sales/api/payments/payments/",
    "GET /sales/api/payments/payments/{id}/",
    "PUT /sales/api/payments/payments/{id}/",
    "PATCH /sales/api/payments/payments/{id}/",
    "DELETE /sales/api/payments/payments/{id}/",
    "GET /sales/api/payments/payments/history/",
    "GET /sales/api/payments/payments/by_customer/",
    "GET /sales/api/payments/payment-details/",
    "POST /sales/api/payments/payment-details/",
    "GET /sales/api/payments/payment-details/{id}/",
    "PUT /sales/api/payments/payment-details/{id}/",
    "PATCH /sales/api/payments/payment-details/{id}/",
    "DELETE /sales/api/payments/payment-details/{id}/",
    "GET /sales/api/utility/utility-info/",
    "GET /sales/api/utility/utility-info/{id}/",
    "GET /sales/api/utility/utility-details/",
    "GET /sales/api/utility/utility-details/{id}/",
];

/// Methods and paths of the description, by the way of the key alone: what needs no key is not among them.
async fn routes(api: &ApiServer) -> Vec<(Method, String)> {
    let description = answer(api.anonymous(Method::GET, "/api/openapi.json")).await.expect(200);
    let mut routes = Vec::new();
    for (path, item) in description["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            if operation["security"].as_array().is_some_and(|ways| !ways.is_empty()) {
                routes.push((method.to_uppercase().parse().unwrap(), path.clone()));
            }
        }
    }
    assert!(!routes.is_empty());
    routes
}

/// A path with these ids; that of the shop is its own.
fn filled(api: &ApiServer, path: &str, id: i64) -> String {
    let parts = path.split('/').map(|part| match part {
        "{bot_id}" => api.shop.id.to_string(),
        part if part.starts_with('{') => id.to_string(),
        part => part.to_owned(),
    });
    parts.collect::<Vec<_>>().join("/")
}

/// Where a described path is answered, and whether a request names the shop there: sales have a second address below `/api/`, of
/// which the two that are the back office's too are theirs without the name.
fn addresses(path: &str) -> Vec<(String, bool)> {
    let printed = path.strip_prefix("/sales").map(|path| (path.to_owned(), false));
    std::iter::once((path.to_owned(), true)).chain(printed).collect()
}

async fn ask(api: &ApiServer, method: &Method, (path, names_shop): (&str, bool), id: i64, key: Option<&str>) -> Answer {
    let mut request = api.anonymous(method.clone(), &filled(api, path, id));
    // What needs no such key takes that of its shop all the same.
    if names_shop {
        request = request.header("X-Tenant-Key", api.tenant_key().await);
    }
    if let Some(key) = key {
        request = request.header("X-API-Key", key);
    }
    if *method != Method::GET {
        request = request.json(&json!({}));
    }
    answer(request).await
}

on_both! {
    async fn every_printed_route_is_described(db: TestDb) {
        let api = ApiServer::start(&db).await;
        let routes: Vec<String> = routes(&api).await.iter().map(|(method, path)| format!("{method} {path}")).collect();
        for printed in PRINTED {
            assert!(routes.iter().any(|route| route == *printed), "{printed} is not among {routes:#?}");
        }
    }

    async fn every_described_route_is_there_and_closed_to_others(db: TestDb) {
        let api = ApiServer::start(&db).await;
        let other = ApiServer::serving(Shop::open_as(&db, ShopId(7_002)).await).await;
        let foreign = other.makes_key(&options(&[Scope::All])).await.secret.unwrap();
        let own = api.makes_key(&options(&[Scope::All])).await.secret.unwrap();
        let reader = api.makes_key(&options(&[Scope::BillsRead])).await.secret.unwrap();
        let till = api.makes_key(&options(&[Scope::Till])).await.secret.unwrap();
        let all = routes(&api).await;
        let all = all.iter().flat_map(|(method, path)| addresses(path).into_iter().map(move |at| (method, at)));
        for (method, (path, names_shop)) in all {
            let at = (path.as_str(), names_shop);
            let without = if path.starts_with("/ext/") { &reader } else { &till };
            let place = format!("{method} {path}");
            // Beyond twenty a minute it is the limit that refuses.
            let refused = [401, 429];
            assert!(refused.contains(&ask(&api, method, at, 1, None).await.status.as_u16()), "{place}");
            let of_other = ask(&api, method, at, 1, Some(foreign.as_str())).await.status.as_u16();
            assert!(refused.contains(&of_other), "{place}: {of_other}");
            assert_eq!(ask(&api, method, at, 1, Some(without.as_str())).await.status, 403, "{place}");
            let unknown = ask(&api, method, at, 987_654_321, Some(own.as_str())).await;
            assert!(unknown.status.as_u16() != 405 && !unknown.status.is_server_error(), "{place}: {unknown:?}");
            if unknown.status == 404 {
                assert!(!unknown.text.contains("Такого адреса нет."), "{place}: no such route");
            }
        }
    }

    async fn no_route_takes_what_is_no_object(db: TestDb) {
        let api = ApiServer::start(&db).await;
        let key = api.makes_key(&options(&[Scope::All])).await.secret.unwrap();
        let tenant = api.tenant_key().await;
        // A deletion has no body, and does not read one.
        let has_body = |method: &Method| ![Method::GET, Method::DELETE].contains(method);
        for (method, path) in routes(&api).await.into_iter().filter(|(method, _)| has_body(method)) {
            let path = filled(&api, &path, 1);
            for body in ["{", "[]", "null", "5", "{\"a\":1,\"a\":2}", "{\"x\":\"\\u0000\"}", "{\"x\":\"\\ud800\"}"] {
                let request = api.request(method.clone(), &path, key.as_str()).header("content-type", "application/json");
                let refused = answer(request.header("X-Tenant-Key", &tenant).body(body)).await;
                if path.starts_with("/api/customers/") || path.starts_with("/sales/") {
                    let named = if ["[]", "null", "5"].contains(&body) { "non_field_errors" } else { "detail" };
                    let told = &refused.expect(400)[named];
                    assert!(told.is_string() || told[0].is_string(), "{method} {path} {body}: {refused:?}");
                } else if path.starts_with("/api/v1/") {
                    assert_eq!(refused.status, 422, "{method} {path} {body}: {refused:?}");
                    assert_eq!(refused.json()["detail"][0]["loc"], json!(["body"]), "{method} {path} {body}");
                } else {
                    assert_eq!(refused.status, 400, "{method} {path} {body}: {refused:?}");
                    assert_eq!(refused.json()["code"], "invalid_body", "{method} {path} {body}");
                }
            }
        }
    }

    async fn the_points_of_a_sale_are_a_number_a_decimal_or_all(db: TestDb) {
        let api = ApiServer::start(&db).await;
        let description = answer(api.anonymous(Method::GET, "/api/openapi.json")).await.expect(200);
        let schemas = &description["components"]["schemas"];
        let points = &schemas["RedeemRequest"]["properties"]["points"];
        let points = points["$ref"].as_str().map_or(points, |name| &schemas[name.rsplit('/').next().unwrap()]);
        let kinds: Vec<_> = points["oneOf"].as_array().unwrap().iter().map(|one| (&one["type"], &one["enum"])).collect();
        assert_eq!(kinds, [
            (&json!("number"), &Value::Null), (&json!("string"), &Value::Null), (&json!("string"), &json!(["all"])),
        ]);
    }

    async fn every_operation_says_what_is_the_same_for_all(db: TestDb) {
        let api = ApiServer::start(&db).await;
        let description = answer(api.anonymous(Method::GET, "/api/openapi.json")).await.expect(200);
        assert_eq!(description["openapi"], "3.1.0");
        assert_eq!(description["info"]["title"], "Kopilka");
        assert_eq!(description["info"]["contact"], Value::Null);
        for (path, item) in description["paths"].as_object().unwrap() {
            assert!(path.ends_with('/'), "{path}");
            for (method, operation) in item.as_object().unwrap() {
                assert!(operation["summary"].is_string() && operation["operationId"].is_string(), "{method} {path}");
                let invalid = if path.starts_with("/api/v1/") { "422" } else { "400" };
                for status in [invalid, "401", "404", "429", "503"] {
                    assert!(operation["responses"][status].is_object(), "{method} {path} {status}");
                }
                for (status, response) in operation["responses"].as_object().unwrap() {
                    let place = format!("{method} {path} {status}");
                    let headers = response["headers"].as_object().unwrap_or_else(|| panic!("no headers: {place}"));
                    assert!(headers.contains_key("X-Request-Id"), "{place}");
                    for (name, header) in headers {
                        let declared = header["$ref"].as_str().map(|place| place.strip_prefix('#').unwrap());
                        let header = declared.map_or(Some(header), |place| description.pointer(place));
                        assert!(header.is_some_and(|header| header["schema"].is_object()), "{place}: {name}");
                    }
                    let wanted: &[&str] = match status.as_str() {
                        "401" => &["WWW-Authenticate"],
                        "405" => &["Allow"],
                        "429" => &["Retry-After", "X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset"],
                        "503" => &["Retry-After"],
                        "200" | "201" if *method == "post" && path.starts_with("/ext/") => &["Idempotent-Replayed"],
                        "200" if *method == "get" && path == "/ext/api/v1/clients/" => &["X-Total-Count"],
                        _ => &[],
                    };
                    for name in wanted {
                        assert!(headers.contains_key(*name), "{place}: {name}");
                    }
                }
            }
        }
    }

    async fn the_pages_of_the_description_can_be_put_into_no_other_page(db: TestDb) {
        let api = ApiServer::start(&db).await;
        for page in ["/api/docs", "/api/redoc/"] {
            let page = answer(api.anonymous(Method::GET, page)).await;
            let policy = page.header("content-security-policy").unwrap();
            for rule in ["default-src 'none'", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"] {
                assert!(policy.split("; ").any(|part| part == rule), "{rule} in {policy}");
            }
        }
    }
}
