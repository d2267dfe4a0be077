//! Invoices, their details, their histories.

use chrono::Duration;
use reqwest::Method;
use serde_json::json;

use super::{Dashboard, has, id};
use crate::on_both;

on_both! {
    async fn an_invoice_is_generated_once_a_month(db: TestDb) {
        let dashboard = Dashboard::open(&db).await;
        let (customer, entitlement) = dashboard.bandwidth("+77010000001").await;
        let invoice = dashboard.invoice(entitlement).await;
        has(&invoice, &json!({
            "customer_id": customer, "customer_name": "Customer +77010000001", "bill_number": "BILL1", "status": "unpaid",
            "sub_total": 575.0, "discount_amount": 0.0, "vat_amount": 86.25, "total_bill_amount": 661.25, "total_paid_amount": 0.0,
            "total_balance_due": 661.25, "information_name": "Head office",
        }));
        let month = invoice["issue_date"].as_str().unwrap()[..7].replace('-', "");
        assert_eq!(invoice["invoice_number"], format!("INV{month}01"));
        assert_eq!(invoice["details"].as_array().unwrap().len(), 3);
        let again = dashboard.post("/api/bills/invoices/auto_generate/", &json!({ "entitlement_id": entitlement })).await;
        assert!(again.expect(409)["detail"].is_string());
        dashboard.post("/api/bills/invoices/auto_generate/", &json!({})).await.expect(400);
        assert_eq!(
            dashboard.post("/api/bills/invoices/auto_generate/", &json!({ "entitlement_id": 999 })).await.expect(400),
            json!({ "entitlement_id": ["Invalid pk \"999\" - object does not exist."] })
        );
        let profile = dashboard.get(&format!("/api/customers/customers/{customer}/")).await.expect(200);
        has(&profile, &json!({
            "total_billed": 661.25, "total_paid": 0.0, "total_due": 661.25, "last_bill_invoice_date": invoice["issue_date"],
        }));
    }

    async fn an_invoice_with_the_services_of_a_month_bills_that_month(db: TestDb) {
        let dashboard = Dashboard::open(&db).await;
        let (_, other) = dashboard.bandwidth("+77010000001").await;
        let today = dashboard.invoice(other).await["issue_date"].clone();
        let adds = async |entitlement: i64, status: &str, calculated: bool| {
            let body = json!({
                "customer_entitlement_master_id": entitlement, "issue_date": today, "status": status, "auto_calculate": calculated,
            });
            dashboard.post("/api/bills/invoices/", &body).await.expect(201)
        };
        let generates = async |entitlement: i64, status: u16| {
            let body = json!({ "entitlement_id": entitlement });
            dashboard.post("/api/bills/invoices/auto_generate/", &body).await.expect(status);
        };
        for (phone, status) in [("+77010000002", "unpaid"), ("+77010000003", "draft")] {
            let (_, entitlement) = dashboard.bandwidth(phone).await;
            adds(entitlement, status, true).await;
            generates(entitlement, 409).await;
            // By hand any number of them can be added.
            adds(entitlement, status, true).await;
        }
        // What has nothing of the month's services bills no month; what gets them later does.
        let (_, entitlement) = dashboard.bandwidth("+77010000004").await;
        adds(entitlement, "unpaid", false).await;
        generates(entitlement, 201).await;
        let (_, entitlement) = dashboard.bandwidth("+77010000005").await;
        let empty = adds(entitlement, "unpaid", false).await;
        dashboard.patch(&format!("/api/bills/invoices/{}/", empty["id"]), &json!({ "auto_calculate": true })).await.expect(200);
        generates(entitlement, 409).await;
    }

    async fn an_entitlement_that_is_not_there_is_no_other_one(db: TestDb) {
        let dashboard = Dashboard::open(&db).await;
        let (_, entitlement) = dashboard.bandwidth("+77010000001").await;
        let invoice = dashboard.invoice(entitlement).await;
        let body = json!({ "customer_entitlement_master_id": 999_999 });
        let refused = dashboard.patch(&format!("/api/bills/invoices/{}/", invoice["id"]), &body).await.expect(400);
        assert!(refused["customer_entitlement_master_id"].is_array(), "{refused}");
    }

    async fn a_draft_counts_in_nothing(db: TestDb) {
        let dashboard = Dashboard::open(&db).await;
        let (customer, entitlement) = dashboard.bandwidth("+77010000001").await;
        let body = json!({
            "customer_entitlement_master_id": entitlement, "issue_date": "2025-01-15",
            "information_master_id": id(&dashboard.rows("/api/utility/utility-info/").await[0]), "status": "draft", "auto_calculate": true,
        });
        let draft = dashboard.post("/api/bills/invoices/", &body).await.expect(201);
        has(&draft, &json!({ "status": "draft", "invoice_number": "INV20250101", "issue_date": "2025-01-15", "total_bill_amount": 661.25 }));
        let profile = dashboard.get(&format!("/api/customers/customers/{customer}/")).await.expect(200);
        has(&profile, &json!({ "total_billed": 0.0, "last_bill_invoice_date": "2025-01-15" }));
        let history = dashboard.get("/api/bills/invoices/history/").await.expect(200);
        assert_eq!(history, json!({ "invoices": [], "count": 0, "totals": { "total_billed": 0.0, "total_paid": 0.0, "total_due": 0.0 } }));
        dashboard.get(&format!("/api/customers/customers/{customer}/last_bill/")).await.expect(404);
        let path = format!("/api/bills/invoices/{}/", draft["id"]);
        let issued = dashboard.patch(&path, &json!({ "status": "unpaid" })).await.expect(200);
        assert_eq!(issued["status"], "unpaid");
        let last = dashboard.get(&format!("/api/customers/customers/{customer}/last_bill/")).await.expect(200);
        assert_eq!(last["id"], draft["id"]);
        dashboard.get(&format!("/api/customers/customers/{customer}/previous_bill/")).await.expect(404);
        dashboard.put(&path, &issued).await.expect(200);
        dashboard.delete(&path).await.expect_empty(204);
        dashboard.get(&path).await.expect(404);
    }

    async fn a_detail_is_discounted_and_taxed_and_the_invoice_is_their_sum(db: TestDb) {
        let dashboard = Dashboard::open(&db).await;
        let customer = dashboard.customer("bw", "+77010000001").await;
        let entitlement = dashboard.entitlement(customer).await;
        let body = json!({ "customer_entitlement_master_id": entitlement, "issue_date": "2025-01-15", "status": "unpaid" });
        let invoice = dashboard.post("/api/bills/invoices/", &body).await.expect(201);
        let body = json!({
            "invoice_master_id": invoice["id"], "sub_total": 10000.00, "vat_rate": 15.00, "sub_discount_rate": 5.00,
            "remarks": "Invoice detail for bandwidth service",
        });
        let detail = dashboard.post("/api/bills/invoice-details/", &body).await.expect(201);
        has(&detail, &body);
        has(&detail, &json!({ "discount_amount": 500.0, "vat_amount": 1425.0, "line_total": 10925.0, "invoice_number": "INV20250101" }));
        let path = format!("/api/bills/invoices/{}/", invoice["id"]);
        let total = async || dashboard.get(&path).await.expect(200)["total_bill_amount"].clone();
        assert_eq!(total().await, 10925.0);
        // VAT is that of the utility information where it is not said; each detail is rounded by itself.
        let second = json!({ "invoice_master_id": invoice["id"], "sub_total": "0.10", "sub_discount_rate": 5 });
        let second = dashboard.post("/api/bills/invoice-details/", &second).await.expect(201);
        has(&second, &json!({ "vat_rate": 15.0, "discount_amount": 0.01, "vat_amount": 0.01, "line_total": 0.1 }));
        assert_eq!(total().await, 10925.1);
        let of_second = format!("/api/bills/invoice-details/{}/", second["id"]);
        dashboard.patch(&of_second, &json!({ "sub_total": 1 })).await.expect(200);
        assert_eq!(total().await, 10926.09);
        assert_eq!(dashboard.rows(&format!("/api/bills/invoice-details/?invoice_master_id={}", invoice["id"])).await.len(), 2);
        dashboard.delete(&of_second).await.expect_empty(204);
        assert_eq!(total().await, 10925.0);
        for (body, field) in [
            (json!({ "sub_total": 1 }), "invoice_master_id"),
            (json!({ "invoice_master_id": invoice["id"] }), "sub_total"),
            (json!({ "invoice_master_id": invoice["id"], "sub_total": 1, "vat_rate": 101 }), "vat_rate"),
            (json!({ "invoice_master_id": invoice["id"], "sub_total": 1, "sub_discount_rate": -1 }), "sub_discount_rate"),
            (json!({ "invoice_master_id": invoice["id"], "sub_total": "0.001" }), "sub_total"),
            (json!({ "invoice_master_id": 999, "sub_total": 1 }), "invoice_master_id"),
            (json!({ "invoice_master_id": invoice["id"], "sub_total": 1, "entitlement_details_id": 999 }), "entitlement_details_id"),
        ] {
            let refused = dashboard.post("/api/bills/invoice-details/", &body).await.expect(400);
            assert!(refused[field].is_array(), "{field} of {refused}");
        }
    }

    async fn an_invoice_is_answered_as_pdf(db: TestDb) {
        let dashboard = Dashboard::open(&db).await;
        let (_, entitlement) = dashboard.bandwidth("+77010000001").await;
        let invoice = dashboard.invoice(entitlement).await;
        let number = invoice["invoice_number"].as_str().unwrap();
        for path in [format!("/api/bills/invoices/{}/pdf/", invoice["id"]), format!("/sales/api/bills/invoices/{}/pdf", invoice["id"])] {
            let request = dashboard.request(Method::GET, &format!("{path}?language=en")).header("Accept", "application/pdf");
            let response = request.send().await.unwrap();
            assert_eq!(response.status(), 200, "{path}");
            assert_eq!(response.headers()["content-type"], "application/pdf");
            assert_eq!(response.headers()["content-disposition"], format!("inline; filename*=UTF-8''{number}%2Epdf"));
            let file = response.bytes().await.unwrap();
            assert!(file.starts_with(b"%PDF-"), "{path}");
            let title = format!("/Title (Bill {number})").into_bytes();
            assert!(file.windows(title.len()).any(|part| part == title), "{path} has no {number}");
        }
        // In the language of the customer, where none is asked for.
        let file = dashboard.request(Method::GET, &format!("/api/bills/invoices/{}/pdf/", invoice["id"])).send().await.unwrap();
        let file = file.bytes().await.unwrap();
        assert!(file.windows(10).any(|part| part == b"/Lang (ru)"));
        let wrong = dashboard.get(&format!("/api/bills/invoices/{}/pdf/?language=de", invoice["id"])).await.expect(400);
        assert!(wrong["language"].is_array(), "{wrong}");
        assert!(dashboard.get("/api/bills/invoices/999999/pdf/").await.expect(404)["detail"].is_string());
    }

    async fn histories_are_of_spans_and_of_now(db: TestDb) {
        let dashboard = Dashboard::open(&db).await;
        let (customer, entitlement) = dashboard.bandwidth("+77010000001").await;
        for date in ["2025-01-15", "2025-02-15"] {
            let body = json!({ "customer_entitlement_master_id": entitlement, "issue_date": date, "status": "unpaid", "auto_calculate": true });
            dashboard.post("/api/bills/invoices/", &body).await.expect(201);
        }
        let now = dashboard.invoice(entitlement).await;
        for (query, count) in [
            (format!("customer_id={customer}"), 3),
            ("start_date=2025-01-01&end_date=2025-01-31".to_owned(), 1),
            ("end_date=2025-02-15".to_owned(), 2),
            ("period=monthly".to_owned(), 1),
            ("period=weekly".to_owned(), 1),
            ("period=weekly&end_date=2025-02-15".to_owned(), 0),
        ] {
            let history = dashboard.get(&format!("/api/bills/invoices/history/?{query}")).await.expect(200);
            assert_eq!(history["count"], count, "{query}");
            assert_eq!(history["invoices"].as_array().unwrap().len(), count, "{query}");
            let billed = f64::from(u32::try_from(count).unwrap()) * 661.25;
            assert_eq!(history["totals"], json!({ "total_billed": billed, "total_paid": 0.0, "total_due": billed }), "{query}");
        }
        dashboard.get("/api/bills/invoices/history/?period=daily").await.expect(400);
        let own = format!("/api/customers/customers/{customer}");
        let january = dashboard.get(&format!("{own}/bill_history/?start_date=2025-01-01&end_date=2025-01-31")).await.expect(200);
        assert_eq!(january["count"], 1);
        assert_eq!(dashboard.get(&format!("{own}/last_bill/")).await.expect(200), now);
        let previous = dashboard.get(&format!("{own}/previous_bill/")).await.expect(200);
        assert_eq!(previous["issue_date"], "2025-02-15");
        assert_eq!(dashboard.rows(&format!("{own}/invoices/")).await.len(), 3);
        assert_eq!(dashboard.rows(&format!("{own}/entitlements/")).await[0]["id"], entitlement);
        for (query, count) in [
            (format!("customer_id={customer}&status=unpaid"), 3),
            ("status=paid".to_owned(), 0),
            ("start_date=2025-02-01&end_date=2025-02-28".to_owned(), 1),
            ("search=inv202501".to_owned(), 1),
            ("search=bill1".to_owned(), 3),
        ] {
            assert_eq!(dashboard.rows(&format!("/api/bills/invoices/?{query}")).await.len(), count, "{query}");
        }
        for path in ["invoices", "entitlements", "payments", "payment_history", "bill_history"] {
            dashboard.get(&format!("/api/customers/customers/999/{path}/")).await.expect(404);
        }
    }

    async fn who_is_billed_is_not_deleted(db: TestDb) {
        let dashboard = Dashboard::open(&db).await;
        let (customer, entitlement) = dashboard.bandwidth("+77010000001").await;
        dashboard.invoice(entitlement).await;
        let service = id(&dashboard.rows(&format!("/api/customers/entitlements/{entitlement}/details/")).await[0]);
        for path in [
            format!("customers/{customer}/"),
            format!("entitlements/{entitlement}/"),
            format!("entitlement-details/{service}/"),
        ] {
            let refused = dashboard.delete(&format!("/api/customers/{path}")).await.expect(409);
            assert!(refused["detail"].is_string(), "{path}: {refused}");
        }
    }

    async fn a_month_is_the_shops(db: TestDb) {
        let dashboard = Dashboard::open(&db).await;
        let (_, entitlement) = dashboard.bandwidth("+77010000001").await;
        let first = dashboard.invoice(entitlement).await;
        dashboard.api.clock.advance(Duration::days(31));
        let second = dashboard.invoice(entitlement).await;
        assert_ne!(first["invoice_number"], second["invoice_number"]);
    }
}
