//! The clients of the document: the React services and components, and the examples of Postman, request by request.

use reqwest::{Method, header::CONTENT_TYPE};
use serde_json::{Value, json};

use super::{BackOffice, CUSTOMERS};
use crate::{api::answer, on_both};

impl BackOffice {
    /// `api.get(path, { params })` of axios: what is undefined is left out, and a plus is encoded.
    async fn reads(&self, path: &str, params: &[(&str, &str)]) -> super::Answer {
        let request = self.request(Method::GET, path).query(params);
        answer(request.header("Accept", "application/json, text/plain, */*")).await
    }
}

on_both! {
    async fn the_react_client_works_as_it_stands(db: TestDb) {
        let office = BackOffice::open(&db).await;
        // CustomerForm sends every field of its state.
        let form = json!({
            "first_name": "Иван", "last_name": "", "middle_name": "", "customer_type": "individual", "phone": "+998901234567",
            "email": "", "address": "", "city": "", "credit_limit": 0,
        });
        let created = office.post(CUSTOMERS, &form).await.expect(201);
        let id = created["id"].as_i64().unwrap();
        // It shows `phone[0]`, or a text of its own.
        let taken = office.post(CUSTOMERS, &form).await.expect(400);
        assert_eq!(taken["phone"][0], "Покупатель с таким номером телефона уже существует");
        let unchanged = json!({ "first_name": "Иван", "phone": "+998", "customer_type": "individual" });
        assert_eq!(office.post(CUSTOMERS, &unchanged).await.expect(400)["phone"][0], "Введите правильное значение.");
        let path = format!("{CUSTOMERS}{id}/");
        assert_eq!(office.patch(&path, &json!({ "last_name": "Петров" })).await.expect(200)["full_name"], "Петров Иван");
        let page = office
            .reads(CUSTOMERS, &[
                ("search", "Иван"), ("customer_type", "individual"), ("is_active", "true"), ("ordering", "-created_at"), ("page", "1"),
            ])
            .await
            .expect(200);
        assert_eq!((&page["count"], &page["results"][0]["id"]), (&json!(1), &json!(id)));
        assert_eq!(office.reads(&path, &[]).await.expect(200)["id"], id);
        // CustomerSearch calls toLocaleString of three amounts, and compares the discount.
        let found = office.reads(&format!("{CUSTOMERS}search_by_phone/"), &[("phone", "+998901234567")]).await.expect(200);
        for number in ["balance", "credit_limit", "available_credit", "default_discount"] {
            assert!(found[number].is_number(), "{number}: {found}");
        }
        let unknown = office.reads(&format!("{CUSTOMERS}search_by_phone/"), &[("phone", "+998909999999")]).await;
        assert_eq!(unknown.expect(404)["error"], "Покупатель не найден");
        // CustomerBalance sends numbers, and the description that may be empty or undefined.
        let paid = office.post(&format!("{path}add_payment/"), &json!({ "amount": 100.5, "description": "" })).await;
        assert_eq!(paid.expect(200)["new_balance"], 100.5);
        let charged = office.post(&format!("{path}charge/"), &json!({ "amount": 100 })).await.expect(200);
        assert_eq!(charged["new_balance"], 0.5);
        let refused = office.post(&format!("{path}charge/"), &json!({ "amount": 1 })).await.expect(400);
        assert_eq!(refused["error"], "Недостаточно средств. Доступно: 0.50");
    }

    async fn the_examples_of_postman_work_as_they_stand(db: TestDb) {
        let office = BackOffice::open(&db).await;
        let send = |method: Method, path: &str, body: &'static str| {
            let request = office.request(method, path).header(CONTENT_TYPE, "application/json");
            answer(request.body(body))
        };
        let created = send(Method::POST, "/api/customers/customers/", r#"{
  "first_name": "Иван",
  "last_name": "Петров",
  "phone": "+998901234567",
  "email": "ivan@example.com",
  "credit_limit": 1000000
}"#).await.expect(201);
        assert_eq!(created["credit_limit"], 1_000_000.0);
        let found = send(Method::GET, "/api/customers/customers/search_by_phone/?phone=+998901234567", "").await;
        assert_eq!(found.expect(200)["id"], created["id"]);
        let paid = send(Method::POST, &format!("/api/customers/customers/{}/add_payment/", created["id"]), r#"{
  "amount": 100000,
  "description": "Пополнение баланса"
}"#).await.expect(200);
        assert_eq!(paid["transaction"]["balance_after"], 100_000.0);
        let vips = send(Method::GET, "/api/customers/customers/vip_customers/", "").await.expect(200);
        assert_eq!((&vips["count"], &vips["next"]), (&json!(0), &Value::Null));
    }
}
