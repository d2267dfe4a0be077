//! Payments of invoices, and what follows from them.

use futures_util::future::join_all;
use reqwest::Method;
use serde_json::{Value, json};

use super::{Dashboard, id};
use crate::{api::answer, on_both};

on_both! {
    async fn an_invoice_is_paid_in_parts(db: TestDb) {
        let dashboard = Dashboard::open(&db).await;
        let (customer, entitlement) = dashboard.bandwidth("+77010000001").await;
        let invoice = dashboard.invoice(entitlement).await;
        let path = format!("/api/bills/invoices/{}/", invoice["id"]);
        let standing = async || {
            let now = dashboard.get(&path).await.expect(200);
            (now["status"].clone(), now["total_paid_amount"].clone(), now["total_balance_due"].clone())
        };
        assert_eq!(standing().await, (json!("unpaid"), json!(0.0), json!(661.25)));
        let (first, paid) = dashboard.pays(&invoice, "161.25").await;
        paid.expect(201);
        assert_eq!(standing().await, (json!("partial"), json!(161.25), json!(500.0)));
        let (_, beyond) = dashboard.pays(&invoice, "500.01").await;
        assert!(beyond.expect(400)["pay_amount"].is_array());
        let (_, rest) = dashboard.pays(&invoice, "500").await;
        let rest = rest.expect(201);
        assert_eq!(standing().await, (json!("paid"), json!(661.25), json!(0.0)));
        // The details of a paid invoice stay, and an invoice with payments.
        let detail = id(&invoice["details"][0]);
        dashboard.patch(&format!("/api/bills/invoice-details/{detail}/"), &json!({ "sub_total": 1 })).await.expect(409);
        dashboard.delete(&path).await.expect(409);
        let profile = dashboard.get(&format!("/api/customers/customers/{customer}/")).await.expect(200);
        assert_eq!((&profile["total_billed"], &profile["total_paid"], &profile["total_due"]), (&json!(661.25), &json!(661.25), &json!(0.0)));
        // Taken back, it is open again.
        let of_rest = format!("/api/payments/payment-details/{}/", rest["id"]);
        dashboard.patch(&of_rest, &json!({ "status": "failed" })).await.expect(200);
        assert_eq!(standing().await, (json!("partial"), json!(161.25), json!(500.0)));
        dashboard.delete(&format!("/api/payments/payments/{first}/")).await.expect(409);
        dashboard.patch(&format!("/api/payments/payments/{first}/"), &json!({ "status": "pending" })).await.expect(200);
        assert_eq!(standing().await, (json!("unpaid"), json!(0.0), json!(661.25)));
        let complete = dashboard.patch(&of_rest, &json!({ "pay_amount": "700", "status": "completed" })).await;
        assert!(complete.expect(400)["pay_amount"].is_array());
    }

    async fn a_pending_payment_may_exceed_what_is_due(db: TestDb) {
        let dashboard = Dashboard::open(&db).await;
        let (_, entitlement) = dashboard.bandwidth("+77010000001").await;
        let invoice = dashboard.invoice(entitlement).await;
        let body = json!({
            "payment_date": "2025-01-20", "payment_method": "Bank Transfer", "customer_entitlement_master_id": entitlement,
            "invoice_master_id": invoice["id"], "remarks": "Payment", "status": "pending",
        });
        let payment = dashboard.post("/api/payments/payments/", &body).await.expect(201);
        let detail = json!({ "payment_master_id": payment["id"], "pay_amount": 50000.00, "transaction_id": "TXN123456", "remarks": "Full payment", "status": "completed" });
        let detail = dashboard.post("/api/payments/payment-details/", &detail).await.expect(201);
        assert_eq!((&detail["transaction_id"], &detail["pay_amount"]), (&json!("TXN123456"), &json!(50000.0)));
        let path = format!("/api/payments/payments/{}/", payment["id"]);
        let refused = dashboard.patch(&path, &json!({ "status": "completed" })).await.expect(400);
        assert!(refused["pay_amount"].is_array(), "{refused}");
        let now = dashboard.get(&format!("/api/bills/invoices/{}/", invoice["id"])).await.expect(200);
        assert_eq!(now["total_paid_amount"], 0.0);
        let list = dashboard.rows("/api/payments/payments/?status=pending&payment_method=bank%20transfer").await;
        assert_eq!(list.len(), 1);
        assert_eq!((&list[0]["total_amount"], &list[0]["received_amount"]), (&json!(50000.0), &json!(0.0)));
        assert_eq!(dashboard.rows(&format!("/api/payments/payment-details/?payment_master_id={}", payment["id"])).await, [detail]);
        let got = dashboard.get(&path).await.expect(200);
        dashboard.put(&path, &got).await.expect(200);
    }

    async fn histories_count_what_is_completed(db: TestDb) {
        let dashboard = Dashboard::open(&db).await;
        let (customer, entitlement) = dashboard.bandwidth("+77010000001").await;
        let invoice = dashboard.invoice(entitlement).await;
        dashboard.pays(&invoice, "100").await.1.expect(201);
        let (pending, _) = dashboard.pays(&invoice, "50").await;
        dashboard.patch(&format!("/api/payments/payments/{pending}/"), &json!({ "status": "pending" })).await.expect(200);
        let span = format!("customer_id={customer}&start_date=2025-01-01&end_date=2025-01-31");
        let history = dashboard.get(&format!("/api/payments/payments/history/?{span}")).await.expect(200);
        assert_eq!((&history["count"], &history["totals"]), (&json!(2), &json!({ "total_received": 100.0 })));
        assert_eq!(
            dashboard.get(&format!("/api/payments/payments/by_customer/?{span}")).await.expect(200),
            json!([{ "customer_id": customer, "customer_name": "Customer +77010000001", "total_received": 100.0, "payment_count": 1 }])
        );
        let own = format!("/api/customers/customers/{customer}");
        let of_customer = dashboard.get(&format!("{own}/payment_history/?start_date=2025-01-01&end_date=2025-01-31")).await.expect(200);
        assert_eq!(of_customer, history);
        assert_eq!(dashboard.rows(&format!("{own}/payments/")).await.len(), 2);
        let none = dashboard.get("/api/payments/payments/history/?end_date=2025-01-19").await.expect(200);
        assert_eq!(none, json!({ "payments": [], "count": 0, "totals": { "total_received": 0.0 } }));
        assert_eq!(dashboard.get("/api/payments/payments/by_customer/?end_date=2025-01-19").await.expect(200), json!([]));
    }

    async fn thirty_payments_at_once_never_exceed_what_is_due(db: TestDb) {
        let dashboard = Dashboard::open(&db).await;
        let (_, entitlement) = dashboard.bandwidth("+77010000001").await;
        let invoice = dashboard.invoice(entitlement).await;
        let body = json!({ "payment_date": "2025-01-20", "invoice_master_id": invoice["id"], "status": "completed" });
        let payment = id(&dashboard.post("/api/payments/payments/", &body).await.expect(201));
        let body = json!({ "payment_master_id": payment, "pay_amount": "61.25", "status": "completed" });
        let all = (0..30).map(|_| answer(dashboard.request(Method::POST, "/api/payments/payment-details/").json(&body)));
        let statuses: Vec<u16> = join_all(all).await.iter().map(|answer| answer.status.as_u16()).collect();
        assert_eq!(statuses.iter().filter(|status| **status == 201).count(), 10, "{statuses:?}");
        assert!(statuses.iter().all(|status| [201, 400].contains(status)), "{statuses:?}");
        let now = dashboard.get(&format!("/api/bills/invoices/{}/", invoice["id"])).await.expect(200);
        assert_eq!((&now["total_paid_amount"], &now["status"]), (&json!(612.5), &json!("partial")));
    }

    async fn a_repeated_payment_counts_once(db: TestDb) {
        let dashboard = Dashboard::open(&db).await;
        let (_, entitlement) = dashboard.bandwidth("+77010000001").await;
        let invoice = dashboard.invoice(entitlement).await;
        let (payment, _) = dashboard.pays(&invoice, "1").await;
        let body = json!({ "payment_master_id": payment, "pay_amount": 100 });
        let mut answers: Vec<Value> = Vec::new();
        for _ in 0..2 {
            let request = dashboard.request(Method::POST, "/api/payments/payment-details/").header("Idempotency-Key", "one");
            answers.push(answer(request.json(&body)).await.expect(201));
        }
        assert_eq!(answers[0], answers[1]);
        let now = dashboard.get(&format!("/api/bills/invoices/{}/", invoice["id"])).await.expect(200);
        assert_eq!(now["total_paid_amount"], 101.0);
    }
}
