//! The customer is told of what a dashboard does, once, whatever it sends again.

use kopilka::messages::outgoing::Outgoing;
use reqwest::Method;
use serde_json::{Value, json};

use super::{Answer, Dashboard, answer, id};
use crate::{database::TestDb, on_both};

const PHONE: &str = "+77010000001";
const INVOICES: &str = "/api/bills/invoices/";
const PAYMENTS: &str = "/api/payments/payments/";
const DETAILS: &str = "/api/payments/payment-details/";

/// A dashboard of a shop in whose chat the customer is.
struct Told<'a> {
    db: &'a TestDb,
    dashboard: Dashboard,
    entitlement: i64,
}

impl<'a> Told<'a> {
    async fn open(db: &'a TestDb) -> Self {
        let dashboard = Dashboard::open(db).await;
        dashboard.api.shop.welcomes(1, "Анна").await;
        dashboard.api.shop.receives_phone(1, PHONE).await.unwrap();
        let (_, entitlement) = dashboard.bandwidth(PHONE).await;
        Self { db, dashboard, entitlement }
    }

    /// The first lines of what was sent since the last look.
    async fn news(&self) -> Vec<String> {
        let mut raw = self.db.raw().await;
        let bodies = raw.texts("SELECT body FROM outbox WHERE chat_id = 1 ORDER BY number").await;
        raw.run("DELETE FROM outbox").await;
        let first_line = |body: &String| match serde_json::from_str(body).unwrap() {
            Outgoing::Send { text, .. } => text.lines().next().unwrap().replace('\u{a0}', " "),
            other => panic!("no message: {other:?}"),
        };
        bodies.iter().map(first_line).collect()
    }

    async fn sends_once(&self, method: Method, path: &str, key: &str, body: &Value) -> Answer {
        answer(self.dashboard.request(method, path).header("Idempotency-Key", key).json(body)).await
    }

    fn invoice(&self, status: &str) -> Value {
        json!({
            "customer_entitlement_master_id": self.entitlement, "issue_date": "2027-01-15", "status": status, "auto_calculate": true,
        })
    }

    async fn payment(&self, invoice: &Value) -> i64 {
        let body = json!({ "payment_date": "2027-01-20", "invoice_master_id": invoice["id"] });
        id(&self.dashboard.post(PAYMENTS, &body).await.expect(201))
    }
}

const NEW: &str = "📄 <b>Новый счёт за услуги</b>";

fn paid(amount: &str) -> String {
    format!("✅ <b>Оплата получена: {amount}</b>")
}

fn taken_back(amount: &str) -> String {
    format!("↩️ <b>Оплата отменена: {amount}</b>")
}

on_both! {
    async fn a_bill_is_told_when_it_is_issued(db: TestDb) {
        let told = Told::open(&db).await;
        let dashboard = &told.dashboard;
        assert_eq!(told.news().await, [""; 0]);
        let generate = json!({ "entitlement_id": told.entitlement });
        let path = format!("{INVOICES}auto_generate/");
        for _ in 0..2 {
            told.sends_once(Method::POST, &path, "generate", &generate).await.expect(201);
        }
        assert_eq!(told.news().await, [NEW]);
        dashboard.post(&path, &generate).await.expect(409);
        assert_eq!(told.news().await, [""; 0], "a second bill of the month is not made");
        for _ in 0..2 {
            told.sends_once(Method::POST, INVOICES, "issued", &told.invoice("unpaid")).await.expect(201);
        }
        assert_eq!(told.news().await, [NEW]);
        let draft = dashboard.post(INVOICES, &told.invoice("draft")).await.expect(201);
        let path = format!("{INVOICES}{}/", draft["id"]);
        dashboard.patch(&path, &json!({ "remarks": "Not yet" })).await.expect(200);
        assert_eq!(told.news().await, [""; 0], "it is being written");
        for _ in 0..2 {
            told.sends_once(Method::PATCH, &path, "issue", &json!({ "status": "unpaid" })).await.expect(200);
            dashboard.patch(&path, &json!({ "status": "unpaid", "remarks": "" })).await.expect(200);
        }
        let issued = dashboard.get(&path).await.expect(200);
        dashboard.put(&path, &issued).await.expect(200);
        assert_eq!(told.news().await, [NEW]);
        dashboard.delete(&path).await.expect_empty(204);
        assert_eq!(told.news().await, [""; 0]);
    }

    async fn a_payment_is_told_as_far_as_it_counts(db: TestDb) {
        let told = Told::open(&db).await;
        let dashboard = &told.dashboard;
        let invoice = dashboard.invoice(told.entitlement).await;
        let payment = told.payment(&invoice).await;
        assert_eq!(told.news().await, [NEW], "a payment without details is none");
        let detail = json!({ "payment_master_id": payment, "pay_amount": "500.00", "status": "pending" });
        let detail = dashboard.post(DETAILS, &detail).await.expect(201);
        assert_eq!(told.news().await, [""; 0], "it has not arrived");
        let path = format!("{DETAILS}{}/", detail["id"]);
        for _ in 0..2 {
            told.sends_once(Method::PATCH, &path, "arrived", &json!({ "status": "completed" })).await.expect(200);
            dashboard.patch(&path, &json!({ "status": "completed", "remarks": "It has" })).await.expect(200);
        }
        assert_eq!(told.news().await, [paid("500 ₸")]);
        dashboard.patch(&path, &json!({ "pay_amount": "400.00" })).await.expect(200);
        dashboard.patch(&path, &json!({ "pay_amount": "410.50" })).await.expect(200);
        assert_eq!(told.news().await, [taken_back("100 ₸"), paid("10,50 ₸")]);
        let more = json!({ "payment_master_id": payment, "pay_amount": "1000.00", "status": "completed" });
        dashboard.post(DETAILS, &more).await.expect(400);
        let rest = json!({ "payment_master_id": payment, "pay_amount": "250.75", "status": "completed" });
        for _ in 0..2 {
            told.sends_once(Method::POST, DETAILS, "rest", &rest).await.expect(201);
        }
        assert_eq!(told.news().await, [paid("250,75 ₸")]);
        // The whole payment.
        let path_of_payment = format!("{PAYMENTS}{payment}/");
        dashboard.patch(&path_of_payment, &json!({ "remarks": "Both" })).await.expect(200);
        for status in ["failed", "failed", "completed"] {
            dashboard.patch(&path_of_payment, &json!({ "status": status })).await.expect(200);
        }
        assert_eq!(told.news().await, [taken_back("661,25 ₸"), paid("661,25 ₸")]);
        answer(dashboard.request(Method::DELETE, &path).header("Idempotency-Key", "gone")).await.expect_empty(204);
        assert_eq!(told.news().await, [taken_back("410,50 ₸")]);
        answer(dashboard.request(Method::DELETE, &path).header("Idempotency-Key", "gone")).await.expect_empty(204);
        dashboard.delete(&path).await.expect(404);
        assert_eq!(told.news().await, [""; 0]);
    }

    async fn a_draft_that_is_paid_is_told_as_a_payment(db: TestDb) {
        let told = Told::open(&db).await;
        let draft = told.dashboard.post(INVOICES, &told.invoice("draft")).await.expect(201);
        let (_, detail) = told.dashboard.pays(&draft, "100.00").await;
        let detail = detail.expect(201);
        assert_eq!(told.news().await, [paid("100 ₸")]);
        told.dashboard.patch(&format!("{INVOICES}{}/", draft["id"]), &json!({ "status": "unpaid" })).await.expect(200);
        assert_eq!(told.news().await, [""; 0]);
        told.dashboard.delete(&format!("{DETAILS}{}/", detail["id"])).await.expect_empty(204);
        assert_eq!(told.news().await, [taken_back("100 ₸")]);
    }
}
