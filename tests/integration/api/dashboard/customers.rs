//! Customers, key account managers, entitlements, their details, packages.

use serde_json::{Value, json};

use super::{Dashboard, has, id};
use crate::on_both;

/// The customer of the document.
fn tech_corp(kam: i64) -> Value {
    json!({
        "customer_name": "TechCorp Solutions Ltd", "company_name": "TechCorp Solutions", "email": "info@techcorp.com",
        "phone": "+8801711111111", "address": "House 123, Road 45, Gulshan-2, Dhaka", "customer_type": "bw", "kam_id": kam,
        "customer_number": "CUST1001", "contact_person": "John Doe", "status": "active", "is_active": true
    })
}

on_both! {
    async fn key_account_managers_are_read(db: TestDb) {
        let dashboard = Dashboard::open(&db).await;
        let kam = dashboard.rows("/api/customers/kam/").await.remove(0);
        has(&kam, &json!({
            "kam_name": "Ahmed Rahman", "phone": "+8801712345678", "email": "ahmed.rahman@isp.com", "address": "Dhaka, Bangladesh",
            "is_active": true, "assigned_customers_count": 0, "created_by": "Loader", "updated_by": "Loader",
        }));
        assert!(kam["created_at"].as_str().unwrap().ends_with('Z'), "{kam}");
        dashboard.post("/api/customers/customers/", &tech_corp(id(&kam))).await.expect(201);
        let found = dashboard.get(&format!("/api/customers/kam/{}/", kam["id"])).await.expect(200);
        assert_eq!(found["assigned_customers_count"], 1);
        for (query, count) in [("search=ahmed", 1), ("search=5678 isp", 1), ("search=nobody", 0), ("ordering=-created_at", 1)] {
            assert_eq!(dashboard.rows(&format!("/api/customers/kam/?{query}")).await.len(), count, "{query}");
        }
        dashboard.post("/api/customers/kam/", &json!({ "kam_name": "x" })).await.expect(405);
        dashboard.get("/api/customers/kam/999/").await.expect(404);
    }

    async fn a_customer_is_made_read_changed_and_deleted(db: TestDb) {
        let dashboard = Dashboard::open(&db).await;
        let kam = id(&dashboard.rows("/api/customers/kam/").await[0]);
        let made = dashboard.post("/api/customers/customers/", &tech_corp(kam)).await.expect(201);
        has(&made, &tech_corp(kam));
        has(&made, &json!({
            "kam_name": "Ahmed Rahman", "total_billed": 0.0, "total_paid": 0.0, "total_due": 0.0, "active_entitlements_count": 0,
            "last_bill_invoice_date": null,
        }));
        let path = format!("/api/customers/customers/{}/", made["id"]);
        assert_eq!(dashboard.get(&path).await.expect(200), made);
        // What was read and is sent back changes nothing.
        let put = dashboard.put(&path, &made).await.expect(200);
        for field in made.as_object().unwrap().keys().filter(|field| !field.starts_with("updated")) {
            assert_eq!(put[field], made[field], "{field}");
        }
        let changed = dashboard.patch(&path, &json!({ "status": "suspended", "kam_id": null })).await.expect(200);
        has(&changed, &json!({ "status": "suspended", "kam_id": null, "kam_name": null, "customer_name": "TechCorp Solutions Ltd" }));
        let wrong = dashboard.put(&path, &json!({ "status": "x", "kam_id": 999 })).await.expect(400);
        for field in ["customer_name", "phone", "customer_type", "status"] {
            assert!(wrong[field].is_array(), "{field} of {wrong}");
        }
        assert_eq!(
            dashboard.patch(&path, &json!({ "kam_id": 999 })).await.expect(400),
            json!({ "kam_id": ["Invalid pk \"999\" - object does not exist."] })
        );
        dashboard.delete(&path).await.expect_empty(204);
        dashboard.get(&path).await.expect(404);
        dashboard.delete(&path).await.expect(404);
    }

    async fn numbers_and_phones_are_unique(db: TestDb) {
        let dashboard = Dashboard::open(&db).await;
        let first = dashboard.customer("bw", "+8801711111111").await;
        let again = json!({ "customer_name": "x", "phone": "+8801711111111", "customer_type": "bw" });
        assert!(dashboard.post("/api/customers/customers/", &again).await.expect(400)["phone"].is_array());
        let second = dashboard.customer("soho", "+77010000002").await;
        assert_eq!(
            dashboard.values("/api/customers/customers/?ordering=created_at", "customer_number").await,
            ["CUST1001", "CUST1002"]
        );
        let taken = dashboard.patch(&format!("/api/customers/customers/{second}/"), &json!({ "customer_number": "CUST1001" })).await;
        assert!(taken.expect(400)["customer_number"].is_array());
        assert!(first != second);
        // Who is a customer already gets a profile, and keeps their name.
        let known = dashboard.api.shop.registers("+77010000009", "Anna").await.customer_id.0;
        assert_eq!(dashboard.customer("bw", "+77010000009").await, known);
    }

    async fn customers_are_filtered_sought_and_ordered(db: TestDb) {
        let dashboard = Dashboard::open(&db).await;
        dashboard.customer("bw", "+77010000001").await;
        dashboard.customer("soho", "+77010000002").await;
        let third = dashboard.customer("channel_partner", "+77010000003").await;
        dashboard.patch(&format!("/api/customers/customers/{third}/"), &json!({ "status": "inactive" })).await.expect(200);
        for (query, expected) in [
            ("", &[1003, 1002, 1001][..]),
            ("customer_type=soho", &[1002]),
            ("status=inactive", &[1003]),
            ("search=0000001", &[1001]),
            ("search=cust1002", &[1002]),
            ("ordering=customer_name", &[1001, 1002, 1003]),
            ("ordering=-created_at", &[1003, 1002, 1001]),
            ("kam_id=99", &[]),
        ] {
            let expected: Vec<String> = expected.iter().map(|number| format!("CUST{number}")).collect();
            let found = dashboard.values(&format!("/api/customers/customers/?{query}"), "customer_number").await;
            assert_eq!(found, expected, "{query}");
        }
        dashboard.get("/api/customers/customers/?customer_type=x").await.expect(400);
        let all = dashboard.get("/api/customers/customers/").await;
        assert_eq!(all.header("x-total-count"), Some("3"));
        let page = dashboard.get("/api/customers/customers/?page=2&page_size=2").await.expect(200);
        assert_eq!((page["count"].as_i64(), page["results"].as_array().unwrap().len()), (Some(3), 1), "{page}");
    }

    async fn services_are_added_all_or_none(db: TestDb) {
        let dashboard = Dashboard::open(&db).await;
        let (customer, entitlement) = dashboard.bandwidth("+77010000001").await;
        let path = format!("/api/customers/entitlements/{entitlement}/details/");
        let costs = dashboard.values(&path, "monthly_cost").await;
        assert_eq!(costs, [json!(200.0), json!(300.0), json!(75.0)]);
        let row = json!({ "bandwidth_type": "nix", "mbps": "2.5", "unit_price": 1, "start_date": "2025-01-01" });
        let wrong = json!({ "bandwidth_type": "x", "mbps": -1, "start_date": "2025-02-30" });
        let refused = dashboard.post(&path, &json!({ "bandwidth_details": [row, wrong] })).await.expect(400);
        assert_eq!(refused["bandwidth_details"][0], json!({}), "{refused}");
        for field in ["bandwidth_type", "mbps", "unit_price", "start_date"] {
            assert!(refused["bandwidth_details"][1][field].is_array(), "{field} of {refused}");
        }
        for body in [
            json!({}),
            json!({ "bandwidth_details": [] }),
            json!({ "bandwidth_details": "x" }),
            json!({ "channel_partner_details": [{ "mbps": 1, "unit_price": 1, "start_date": "2025-01-01" }] }),
            json!({ "entitlement_master_id": entitlement + 1, "bandwidth_details": [row] }),
            json!({ "bandwidth_details": [{ "bandwidth_type": "ipt", "mbps": 1, "unit_price": 1, "start_date": "2025-02-01", "end_date": "2025-01-01" }] }),
        ] {
            dashboard.post(&path, &body).await.expect(400);
        }
        assert_eq!(dashboard.rows(&path).await.len(), 3, "nothing was added");
        let grouped = dashboard.get(&format!("/api/customers/entitlement-details/bandwidth_types/?customer_id={customer}")).await;
        let grouped = grouped.expect(200);
        let count = |kind: &str| grouped[kind].as_array().unwrap().len();
        assert_eq!(["ipt", "gcc", "cdn", "nix", "baishan", "other"].map(count), [1, 1, 1, 0, 0, 0]);
        let history = format!("/api/customers/entitlement-details/history/?customer_id={customer}&start_date=2025-01-01&end_date=2025-01-31");
        assert_eq!(dashboard.rows(&history).await.len(), 3);
        assert_eq!(dashboard.rows("/api/customers/entitlement-details/history/?end_date=2024-12-31").await.len(), 0);
        dashboard.post("/api/customers/entitlements/999/details/", &json!({ "bandwidth_details": [row] })).await.expect(404);
    }

    async fn a_partners_share_and_a_package_are_priced(db: TestDb) {
        let dashboard = Dashboard::open(&db).await;
        let partner = dashboard.customer("channel_partner", "+77010000001").await;
        let entitlement = dashboard.entitlement(partner).await;
        let body = json!({ "entitlement_master_id": entitlement, "channel_partner_details": [
            { "mbps": 10, "unit_price": 20, "custom_mac_percentage_share": 45, "start_date": "2025-01-01", "end_date": "2025-01-31", "is_active": true, "status": "active" },
            { "mbps": 20, "unit_price": 50, "custom_mac_percentage_share": 50, "start_date": "2025-01-01", "end_date": "2025-01-31", "is_active": true, "status": "active" },
        ] });
        let added = dashboard.post(&format!("/api/customers/entitlements/{entitlement}/details/"), &body).await.expect(201);
        assert_eq!((&added[0]["monthly_cost"], &added[1]["monthly_cost"]), (&json!(90.0), &json!(500.0)));

        let package = json!({ "package_name": "Home Standard", "package_type": "soho", "description": "20 Mbps", "is_active": true });
        let package = id(&dashboard.post("/api/packages/packages/", &package).await.expect(201));
        let office = dashboard.customer("soho", "+77010000002").await;
        let of_office = dashboard.entitlement(office).await;
        let service = json!({ "cust_entitlement_id": of_office, "type": "soho", "package_master_id": package, "start_date": "2025-01-01" });
        let without = dashboard.post("/api/customers/entitlement-details/", &service).await.expect(400);
        assert!(without["package_master_id"].is_array(), "it has no rate yet: {without}");
        let rate = json!({
            "package_master_id": package, "rate": 2500.00, "description": "Monthly rate for Home Standard", "is_active": true,
            "val_start_at": "2025-01-01", "val_end_at": "2025-12-31",
        });
        let rate = dashboard.post("/api/packages/package-pricings/", &rate).await.expect(201);
        let service = dashboard.post("/api/customers/entitlement-details/", &service).await.expect(201);
        has(&service, &json!({ "type": "soho", "monthly_cost": 2500.0, "package_name": "Home Standard", "mbps": null, "unit_price": null }));
        let packages = dashboard.rows("/api/packages/packages/?package_type=soho&is_active=true&search=home").await;
        assert_eq!(packages[0]["pricings_count"], 1);
        assert_eq!(packages[0]["pricings"][0], rate);
        assert_eq!(dashboard.rows(&format!("/api/packages/packages/{package}/pricings/")).await, std::slice::from_ref(&rate));
        let path = format!("/api/packages/package-pricings/{}/", rate["id"]);
        assert!(dashboard.patch(&path, &json!({ "val_end_at": "2024-01-01" })).await.expect(400)["val_end_at"].is_array());
        dashboard.delete(&format!("/api/packages/packages/{package}/")).await.expect(409);
    }

    async fn a_service_is_changed_field_by_field(db: TestDb) {
        let dashboard = Dashboard::open(&db).await;
        let (_, entitlement) = dashboard.bandwidth("+77010000001").await;
        let list = format!("/api/customers/entitlement-details/?cust_entitlement_id={entitlement}&type=bw&status=active&is_active=true");
        let service = dashboard.rows(&list).await.remove(0);
        let path = format!("/api/customers/entitlement-details/{}/", service["id"]);
        assert_eq!(dashboard.get(&path).await.expect(200), service);
        let changed = dashboard.patch(&path, &json!({ "mbps": "12.5" })).await.expect(200);
        has(&changed, &json!({ "mbps": 12.5, "unit_price": 20.0, "bandwidth_type": "ipt", "monthly_cost": 250.0 }));
        dashboard.put(&path, &changed).await.expect(200);
        assert_eq!(dashboard.put(&path, &json!({ "type": "bw" })).await.expect(400)["start_date"], json!(["This field is required."]));
        assert!(dashboard.patch(&path, &json!({ "mbps": "1.0001" })).await.expect(400)["mbps"].is_array());
        dashboard.delete(&path).await.expect_empty(204);
        assert_eq!(dashboard.rows(&list).await.len(), 2);
    }

    async fn utility_information_is_read(db: TestDb) {
        let dashboard = Dashboard::open(&db).await;
        let utility = dashboard.rows("/api/utility/utility-info/").await.remove(0);
        has(&utility, &json!({ "name": "Head office", "vat_rate": 15.0 }));
        assert_eq!(utility["details"].as_array().unwrap().len(), 3);
        assert_eq!(utility["active_details"].as_array().unwrap().len(), 2);
        let path = format!("/api/utility/utility-info/{}/", utility["id"]);
        assert_eq!(dashboard.get(&path).await.expect(200), utility);
        for (query, count) in [("type=bank", 1), ("is_active=false", 1), ("search=0181", 1), ("type=bkash&is_active=true", 1)] {
            assert_eq!(dashboard.rows(&format!("/api/utility/utility-details/?{query}")).await.len(), count, "{query}");
        }
        let detail = dashboard.rows(&format!("/api/utility/utility-details/?utility_master_id={}", utility["id"])).await.remove(0);
        has(&detail, &json!({ "type": "bank", "name": "City Bank", "number": "1234567890", "branch": "Gulshan", "is_active": true }));
        dashboard.get(&format!("/api/utility/utility-details/{}/", detail["id"])).await.expect(200);
        dashboard.post("/api/utility/utility-info/", &json!({})).await.expect(405);
    }
}
