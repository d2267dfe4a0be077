//! Where the dashboard and the back office are, and what a key may do.

use kopilka::domain::Scope;
use reqwest::Method;
use serde_json::json;

use super::Dashboard;
use crate::{
    api::{answer, customers::BackOffice, options},
    on_both,
};

on_both! {
    async fn the_header_of_the_shop_tells_the_two_clients_apart(db: TestDb) {
        let dashboard = Dashboard::open(&db).await;
        let customer = dashboard.customer("bw", "+77010000001").await;
        let tenant = dashboard.api.tenant_key().await;
        for path in ["/api/customers/customers/".to_owned(), format!("/api/customers/customers/{customer}/")] {
            let of_sales = dashboard.get(&path).await.expect(200);
            let of_office = answer(dashboard.request(Method::GET, &path).header("X-Tenant-Key", &tenant)).await.expect(200);
            let row = if of_sales.is_array() { &of_sales[0] } else { &of_sales };
            assert_eq!(row["customer_type"], "bw", "{path}");
            let row = if of_office["results"].is_array() { &of_office["results"][0] } else { &of_office };
            assert_eq!((&row["id"], &row["first_name"]), (&json!(customer), &json!("Customer +77010000001")), "{path}");
        }
        // At its own address the header says nothing.
        let own = dashboard.request(Method::GET, "/sales/api/customers/customers/").header("X-Tenant-Key", &tenant);
        assert!(answer(own).await.expect(200).is_array());
        // All other addresses are one face's alone.
        let groups = dashboard.get("/api/customers/groups/").await;
        assert!(groups.expect(400)["detail"].as_str().unwrap().contains("X-Tenant-Key"));
        let kams = dashboard.request(Method::GET, "/api/customers/kam/").header("X-Tenant-Key", &tenant);
        assert!(answer(kams).await.expect(200).is_array());
        for path in ["/sales/api/nothing/", "/api/bills/nothing/", "/api/payments/nothing/5/", "/api/utility/nothing"] {
            let unknown = dashboard.get(path).await.expect(404);
            assert!(unknown["detail"].is_string(), "{path}: {unknown}");
        }
        dashboard.delete(&format!("/api/customers/customers/{customer}/")).await.expect_empty(204);
        let office = answer(dashboard.request(Method::DELETE, &format!("/api/customers/customers/{customer}/")).header("X-Tenant-Key", &tenant)).await;
        office.expect(405);
    }

    async fn both_clients_work_side_by_side(db: TestDb) {
        let office = BackOffice::open(&db).await;
        let added = office.adds("Анна", "+998901234567").await;
        let key = office.api.makes_key(&options(&[Scope::All])).await.secret.unwrap();
        let body = json!({ "customer_name": "Anna's office", "phone": "+998901234567", "customer_type": "soho" });
        let profile = answer(office.api.anonymous(Method::POST, "/api/customers/customers/").bearer_auth(key.as_str()).json(&body)).await;
        let profile = profile.expect(201);
        assert_eq!(format!("/api/customers/customers/{}/", profile["id"]), added);
        let card = office.get(&added).await.expect(200);
        assert_eq!((&card["first_name"], &card["balance"]), (&json!("Анна"), &json!(0.0)));
    }

    async fn a_page_links_to_the_address_that_was_asked(db: TestDb) {
        let dashboard = Dashboard::open(&db).await;
        dashboard.customer("bw", "+77010000001").await;
        dashboard.customer("bw", "+77010000002").await;
        for path in ["/api/customers/customers/", "/sales/api/customers/customers/"] {
            let page = dashboard.get(&format!("{path}?page_size=1")).await.expect(200);
            let next = page["next"].as_str().unwrap();
            assert!(next.ends_with(&format!("{path}?page=2&page_size=1")), "{next}");
        }
    }

    async fn a_scope_allows_its_part_alone(db: TestDb) {
        let dashboard = Dashboard::open(&db).await;
        let (customer, entitlement) = dashboard.bandwidth("+77010000001").await;
        let invoice = dashboard.invoice(entitlement).await;
        let of_customer = format!("/api/customers/customers/{customer}");
        let bills = format!("/api/bills/invoices/{}/", invoice["id"]);
        use Scope::{BillsCreate, BillsRead, BillsUpdate, CustomersRead, CustomersUpdate};
        let cases: Vec<(Method, String, Vec<Scope>)> = vec![
            (Method::GET, format!("{of_customer}/"), vec![CustomersRead]),
            (Method::GET, "/api/customers/kam/".to_owned(), vec![CustomersRead]),
            (Method::GET, format!("{of_customer}/invoices/"), vec![CustomersRead, BillsRead]),
            (Method::GET, format!("{of_customer}/payment_history/"), vec![CustomersRead, BillsRead]),
            (Method::GET, bills.clone(), vec![BillsRead]),
            (Method::GET, "/api/utility/utility-info/".to_owned(), vec![BillsRead]),
            (Method::GET, "/api/packages/packages/".to_owned(), vec![BillsRead]),
            (Method::PATCH, format!("{of_customer}/"), vec![CustomersUpdate]),
            (Method::PATCH, bills.clone(), vec![BillsUpdate]),
            (Method::POST, "/api/packages/packages/".to_owned(), vec![BillsCreate]),
        ];
        for (method, path, needed) in cases {
            let body = json!({ "package_name": "Home" });
            let ask = async |scopes: &[Scope]| {
                let key = dashboard.api.makes_key(&options(scopes)).await.secret.unwrap();
                answer(dashboard.api.anonymous(method.clone(), &path).bearer_auth(key.as_str()).json(&body)).await
            };
            let allowed = ask(&needed).await;
            assert!(allowed.status.is_success(), "{method} {path}: {allowed:?}");
            for without in &needed {
                let rest: Vec<Scope> =
                    [CustomersRead, CustomersUpdate, BillsRead, BillsCreate, BillsUpdate].into_iter().filter(|scope| scope != without).collect();
                let refused = ask(&rest).await;
                assert_eq!(refused.expect(403), json!({ "detail": "You do not have permission to perform this action." }), "{method} {path}");
            }
        }
    }
}
