//! The document of the sales dashboard, chapter by chapter, by a client that knows its printed addresses alone.

mod addresses;
mod bills;
mod customers;
mod notices;
mod payments;

use kopilka::{
    clock::Clock as _,
    domain::{KamId, Scope, billing::UtilityKind},
    service::billing::{kams::KamContent, utilities::UtilityDetailContent},
    storage::billing::{self, Author},
};
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};

use super::{Answer, ApiServer, answer, options};
use crate::{database::TestDb, shop::Shop};

/// A dashboard with a token that may do everything, in a shop with a key account manager and utility information.
pub(super) struct Dashboard {
    pub(super) api: ApiServer,
    token: String,
}

impl Dashboard {
    pub(super) async fn open(db: &TestDb) -> Self {
        let api = ApiServer::serving(Shop::open(db).await).await;
        load(&api).await;
        let scopes =
            [Scope::CustomersRead, Scope::CustomersUpdate, Scope::BillsRead, Scope::BillsCreate, Scope::BillsUpdate];
        let token = api.makes_key(&options(&scopes)).await.secret.unwrap().as_str().to_owned();
        Self { api, token }
    }

    pub(super) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.api.anonymous(method, path).bearer_auth(&self.token)
    }

    pub(super) async fn get(&self, path: &str) -> Answer {
        answer(self.request(Method::GET, path)).await
    }

    pub(super) async fn sends(&self, method: Method, path: &str, body: &Value) -> Answer {
        answer(self.request(method, path).json(body)).await
    }

    pub(super) async fn post(&self, path: &str, body: &Value) -> Answer {
        self.sends(Method::POST, path, body).await
    }

    pub(super) async fn patch(&self, path: &str, body: &Value) -> Answer {
        self.sends(Method::PATCH, path, body).await
    }

    pub(super) async fn put(&self, path: &str, body: &Value) -> Answer {
        self.sends(Method::PUT, path, body).await
    }

    pub(super) async fn delete(&self, path: &str) -> Answer {
        answer(self.request(Method::DELETE, path)).await
    }

    /// The rows of a list.
    pub(super) async fn rows(&self, path: &str) -> Vec<Value> {
        let list = self.get(path).await.expect(200);
        list.as_array().unwrap_or_else(|| panic!("{path} is no array: {list}")).clone()
    }

    /// The values of a field of a list, in its order.
    pub(super) async fn values(&self, path: &str, field: &str) -> Vec<Value> {
        self.rows(path).await.into_iter().map(|row| row[field].clone()).collect()
    }

    /// A customer of a type, by their phone number.
    pub(super) async fn customer(&self, kind: &str, phone: &str) -> i64 {
        let body = json!({ "customer_name": format!("Customer {phone}"), "phone": phone, "customer_type": kind });
        id(&self.post("/api/customers/customers/", &body).await.expect(201))
    }

    pub(super) async fn entitlement(&self, customer: i64) -> i64 {
        let body = json!({ "customer_master_id": customer, "bill_number": "BILL1", "activation_date": "2025-01-01" });
        id(&self.post("/api/customers/entitlements/", &body).await.expect(201))
    }

    /// An entitlement of a bandwidth customer with services of 200, 300 and 75 a month, from 2025 on without an end.
    pub(super) async fn bandwidth(&self, phone: &str) -> (i64, i64) {
        let customer = self.customer("bw", phone).await;
        let entitlement = self.entitlement(customer).await;
        let service = |kind: &str, mbps: i64, price: i64| json!({ "bandwidth_type": kind, "mbps": mbps, "unit_price": price, "start_date": "2025-01-01" });
        let body = json!({
            "entitlement_master_id": entitlement,
            "bandwidth_details": [service("ipt", 10, 20), service("gcc", 10, 30), service("cdn", 5, 15)],
        });
        self.post(&format!("/api/customers/entitlements/{entitlement}/details/"), &body).await.expect(201);
        (customer, entitlement)
    }

    /// The invoice of the current month: 575.00, and 15 % VAT.
    pub(super) async fn invoice(&self, entitlement: i64) -> Value {
        let body = json!({ "entitlement_id": entitlement });
        self.post("/api/bills/invoices/auto_generate/", &body).await.expect(201)
    }

    /// A payment of an invoice, with a detail of an amount.
    pub(super) async fn pays(&self, invoice: &Value, amount: &str) -> (i64, Answer) {
        let body = json!({ "payment_date": "2025-01-20", "invoice_master_id": invoice["id"], "status": "completed" });
        let payment = id(&self.post("/api/payments/payments/", &body).await.expect(201));
        let body = json!({ "payment_master_id": payment, "pay_amount": amount, "status": "completed" });
        (payment, self.post("/api/payments/payment-details/", &body).await)
    }
}

/// Asserts that an object has these fields with these values.
pub(super) fn has(found: &Value, expected: &Value) {
    for (field, value) in expected.as_object().unwrap() {
        assert_eq!(&found[field], value, "{field} of {found}");
    }
}

/// The id of a row.
pub(super) fn id(row: &Value) -> i64 {
    row["id"].as_i64().unwrap_or_else(|| panic!("no id in {row}"))
}

/// What `kopilka billing load` stores.
async fn load(api: &ApiServer) {
    let author = Author { name: "Loader".to_owned(), at: api.clock.now() };
    let mut tx = api.shop.begin().await;
    let kam = KamContent {
        name: "Ahmed Rahman".to_owned(),
        phone: "+8801712345678".to_owned(),
        email: "ahmed.rahman@isp.com".to_owned(),
        address: "Dhaka, Bangladesh".to_owned(),
        is_active: true,
    };
    let kam: KamId = billing::kams::insert(&mut tx, &kam, &author).await.unwrap();
    assert!(kam.0 > 0);
    let vat = kopilka::domain::Rate::from_bp(15_00);
    let utility = billing::utilities::insert(&mut tx, "Head office", vat, &author).await.unwrap();
    for (kind, name, number, is_active) in [
        (UtilityKind::Bank, "City Bank", "1234567890", true),
        (UtilityKind::Bkash, "bKash", "01711111111", true),
        (UtilityKind::Nagad, "Nagad", "01811111111", false),
    ] {
        let detail = UtilityDetailContent {
            utility_id: utility,
            kind,
            name: name.to_owned(),
            number: number.to_owned(),
            branch: "Gulshan".to_owned(),
            is_active,
        };
        billing::utility_details::insert(&mut tx, &detail, &author).await.unwrap();
    }
    tx.commit().await.unwrap();
}
