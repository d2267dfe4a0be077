//! `/metrics`.

use kopilka::domain::PointsWallet;
use reqwest::Method;

use super::{ApiServer, answer};
use crate::on_both;

on_both! {
    async fn the_metrics_say_what_was_done_and_what_waits(db: TestDb) {
        let api = ApiServer::start(&db).await;
        let key = api.till_key().await;
        let anna = api.shop.welcomes(1, "Анна").await;
        api.shop.gives(&anna, PointsWallet::Main, 10_00).await;
        api.get("/ext/api/v1/clients/", &key).await.expect(200);
        api.get(&format!("/ext/api/v1/clients/{}/balance/", anna.customer_id), &key).await.expect(200);
        let metrics = answer(api.anonymous(Method::GET, "/metrics")).await;
        assert_eq!(metrics.status.as_u16(), 200);
        assert!(metrics.header("content-type").is_some_and(|of| of.starts_with("text/plain; version=0.0.4")));
        for line in [
            r#"http_requests_total{method="GET",route="/ext/api/v1/clients",status="200"} 1"#,
            r#"http_requests_total{method="GET",route="/ext/api/v1/clients/{id}/balance",status="200"} 1"#,
            "kopilka_database_up 1.0",
            "kopilka_updates_waiting 0.0",
            "kopilka_updates_oldest_age_seconds 0.0",
            "# TYPE kopilka_ledger_entries counter",
            "process_resident_memory_bytes ",
        ] {
            assert!(metrics.text.contains(line), "{line} is missing in\n{}", metrics.text);
        }
        let entries = metrics.text.lines().find(|line| line.starts_with("kopilka_ledger_entries_total{kind="));
        assert!(entries.is_some_and(|line| line.ends_with(" 1")), "{}", metrics.text);
        assert!(!metrics.text.contains(&key) && !metrics.text.contains("Анна"));
        let open = answer(api.anonymous(Method::GET, "/metrics").header("Accept", "application/openmetrics-text")).await;
        assert!(open.header("content-type").is_some_and(|of| of.contains("openmetrics")) && open.text.ends_with("# EOF\n"));
    }
}
