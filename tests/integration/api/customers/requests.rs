//! Who may call, in which form a request may be, and in which language it is refused.

use kopilka::domain::{Scope, ShopId};
use reqwest::Method;
use serde_json::json;

use super::{BackOffice, CUSTOMERS, GROUPS};
use crate::{
    api::{ApiServer, answer, options},
    on_both,
    shop::Shop,
};

on_both! {
    async fn a_request_names_the_shop(db: TestDb) {
        let office = BackOffice::open(&db).await;
        let other = ApiServer::serving(Shop::open_as(&db, ShopId(7_002)).await).await;
        for path in [GROUPS, "/api/customers/groups/1/", "/api/customers/customers/debtors/"] {
            let without = answer(office.api.anonymous(Method::GET, path).bearer_auth(&office.token)).await;
            assert!(without.expect(400)["detail"].as_str().unwrap().contains("X-Tenant-Key"), "{without:?}");
            for wrong in [other.tenant_key().await, String::new(), "x".to_owned()] {
                let request = office.api.anonymous(Method::GET, path).bearer_auth(&office.token);
                let refused = answer(request.header("X-Tenant-Key", wrong)).await;
                assert!(refused.expect(403)["detail"].is_string(), "{refused:?}");
            }
            // It is no credential.
            let nobody = answer(office.api.anonymous(Method::GET, path).header("X-Tenant-Key", &office.tenant)).await;
            assert_eq!(nobody.expect(401), json!({ "detail": "Учетные данные не были предоставлены." }));
            let wrong = office.api.anonymous(Method::GET, path).header("X-Tenant-Key", &office.tenant);
            let wrong = answer(wrong.bearer_auth("x")).await;
            assert_eq!(wrong.expect(401), json!({ "detail": "Некорректные учетные данные." }));
            assert!(wrong.header("www-authenticate").is_some());
        }
        // A key is taken wherever a token is.
        let key = office.api.makes_key(&options(&[Scope::CustomersRead])).await.secret.unwrap();
        let request = office.api.anonymous(Method::GET, CUSTOMERS).bearer_auth(key.as_str());
        answer(request.header("X-Tenant-Key", &office.tenant)).await.expect(200);
    }

    async fn a_scope_allows_its_part_alone(db: TestDb) {
        let office = BackOffice::open(&db).await;
        let path = office.adds("Анна", "+998901234567").await;
        let forbidden = json!({ "detail": "У вас недостаточно прав для выполнения данного действия." });
        let reader = office.api.makes_key(&options(&[Scope::CustomersRead])).await.secret.unwrap();
        let writer = office.api.makes_key(&options(&[Scope::CustomersUpdate])).await.secret.unwrap();
        let ask = async |key: &str, method: Method, path: &str, body: &serde_json::Value| {
            let request = office.api.anonymous(method, path).bearer_auth(key).header("X-Tenant-Key", &office.tenant);
            answer(request.json(body)).await
        };
        let new = json!({ "first_name": "Борис", "phone": "+998907654321" });
        assert_eq!(ask(reader.as_str(), Method::POST, CUSTOMERS, &new).await.expect(403), forbidden);
        assert_eq!(ask(reader.as_str(), Method::PATCH, &path, &json!({})).await.expect(403), forbidden);
        ask(reader.as_str(), Method::GET, &path, &json!({})).await.expect(200);
        assert_eq!(ask(writer.as_str(), Method::GET, &path, &json!({})).await.expect(403), forbidden);
        // A write needs no other scope, and answers with the record.
        assert_eq!(ask(writer.as_str(), Method::POST, CUSTOMERS, &new).await.expect(201)["first_name"], "Борис");
        assert_eq!(ask(writer.as_str(), Method::PATCH, &path, &json!({})).await.expect(200)["first_name"], "Анна");
        let paid = ask(writer.as_str(), Method::POST, &format!("{path}add_payment/"), &json!({ "amount": 5 })).await;
        assert_eq!(paid.expect(200)["new_balance"], 5.0);
        ask(writer.as_str(), Method::POST, GROUPS, &json!({ "name": "VIP" })).await.expect(201);
    }

    async fn rows_of_another_shop_are_unknown(db: TestDb) {
        let office = BackOffice::open(&db).await;
        let other = BackOffice::serving(Shop::open_as(&db, ShopId(7_002)).await).await;
        let (customer, group) = (other.adds("Анна", "+998901234567").await, other.post(GROUPS, &json!({ "name": "VIP" })).await);
        let group = group.expect(201)["id"].clone();
        for rest in ["", "stats/", "transactions_history/"] {
            office.get(&format!("{customer}{rest}")).await.expect(404);
        }
        office.patch(&customer, &json!({ "first_name": "x" })).await.expect(404);
        office.post(&format!("{customer}charge/"), &json!({ "amount": 1 })).await.expect(404);
        office.get(&format!("{GROUPS}{group}/members/")).await.expect(404);
        let own = office.adds("Борис", "+998901234567").await;
        let refused = office.patch(&own, &json!({ "group": group })).await.expect(400);
        let text = format!("Недопустимый первичный ключ \"{group}\" - объект не существует.");
        assert_eq!(refused, json!({ "group": [text] }));
        assert_eq!(office.names(CUSTOMERS).await, "Борис");
    }

    async fn a_body_of_another_form_is_refused(db: TestDb) {
        let office = BackOffice::open(&db).await;
        let send = |kind: &str, body: &str| {
            let request = office.request(Method::POST, CUSTOMERS).header("content-type", kind);
            answer(request.body(body.to_owned()))
        };
        for (body, text) in [
            ("[]", "Недопустимые данные. Ожидался dictionary, но был получен list."),
            ("5", "Недопустимые данные. Ожидался dictionary, но был получен int."),
            ("1.5", "Недопустимые данные. Ожидался dictionary, но был получен float."),
            ("\"x\"", "Недопустимые данные. Ожидался dictionary, но был получен str."),
            ("true", "Недопустимые данные. Ожидался dictionary, но был получен bool."),
            ("null", "Данные не переданы."),
        ] {
            assert_eq!(send("application/json", body).await.expect(400), json!({ "non_field_errors": [text] }));
        }
        for body in ["{", "{\"a\":1,\"a\":2}", "{\"first_name\":\"\\u0000\"}", "{\"first_name\":\"\\ud800\"}", "{\"a\":NaN}"] {
            assert!(send("application/json", body).await.expect(400)["detail"].is_string(), "{body}");
        }
        let refused = send("text/plain", "{}").await.expect(415);
        assert_eq!(refused, json!({ "detail": "Неподдерживаемый тип данных \"text/plain\" в запросе." }));
        let request = office.request(Method::GET, CUSTOMERS).header("Accept", "text/csv");
        let refused = answer(request).await.expect(406);
        assert_eq!(refused, json!({ "detail": "Невозможно удовлетворить \"Accept\" заголовок запроса." }));
        let required = json!({ "first_name": ["Обязательное поле."], "phone": ["Обязательное поле."] });
        assert_eq!(send("application/json", "").await.expect(400), required);
        assert_eq!(office.get(CUSTOMERS).await.expect(200)["count"], 0);
        assert!(office.get("/api/customers/nothing/").await.expect(404)["detail"].is_string());
    }

    async fn errors_are_told_in_the_language_of_the_client(db: TestDb) {
        let office = BackOffice::open(&db).await;
        for (language, text) in [
            ("ru", "Обязательное поле."),
            ("en", "This field is required."),
            ("en-US,en;q=0.9", "This field is required."),
            ("kk", "Бұл мән міндетті."),
            ("ky", "Бул талаа керектүү."),
            ("uz", "Ushbu maydon to‘ldirilishi shart."),
            ("fr", "Обязательное поле."),
        ] {
            let request = office.request(Method::POST, CUSTOMERS).header("Accept-Language", language);
            let told = answer(request.json(&json!({ "phone": "+998901234567" }))).await.expect(400);
            assert_eq!(told, json!({ "first_name": [text] }), "{language}");
        }
        let request = office.request(Method::POST, CUSTOMERS).header("Accept-Language", "en");
        let added = answer(request.json(&json!({ "first_name": "Ann", "phone": "+998901234567" }))).await.expect(201);
        assert_eq!(added["customer_type_display"], "Individual");
    }
}
