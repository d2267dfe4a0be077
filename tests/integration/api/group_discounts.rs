//! What a group lets a client of a till off: quotes, sales, offline sales.

use serde_json::json;

use super::{
    ApiServer,
    sales::{SALES, amount, goods, notices},
};
use crate::{groups::terms, on_both};

on_both! {
    async fn a_member_is_let_off_part_of_a_sale(db: TestDb) {
        let till = ApiServer::start(&db).await;
        let key = till.till_key().await;
        let anna = till.shop.welcomes(1, "Анна").await;
        let group = till.shop.adds_group("Опт", &terms(10_00)).await;
        till.shop.puts_into(&anna, Some(group)).await;
        let body = json!({ "client_id": anna.customer_id.0, "receipt": "1", "lines": goods() });
        let quote = till.post(&format!("{SALES}quote/"), &key, &body).await.expect(200);
        let figures = ["total", "discount", "group_discount", "to_pay", "earned"];
        assert_eq!(figures.map(|field| amount(&quote, field)), [850.0, 85.0, 85.0, 765.0, 15.3]);
        let sold = till.post(SALES, &key, &body).await.expect(201);
        till.shop.changes_group(group, &terms(50_00)).await;
        // The receipt again, and the sale by its id, say what was sold.
        assert_eq!(till.post(SALES, &key, &body).await.expect(200), sold);
        let found = till.get(&format!("{SALES}{}/", sold["id"]), &key).await.expect(200);
        for field in figures {
            assert_eq!((&found[field], &sold[field]), (&quote[field], &quote[field]), "{field}");
        }
        let batch = json!({ "sales": [body, { "client_id": anna.customer_id.0, "receipt": "2", "lines": goods() }] });
        let results = till.post(&format!("{SALES}batch/"), &key, &batch).await.expect(200);
        assert_eq!((&results["results"][0]["status"], &results["results"][1]["status"]), (&json!("known"), &json!("created")));
        let half = till.get(&format!("{SALES}{}/", results["results"][1]["id"]), &key).await.expect(200);
        assert_eq!(amount(&half, "group_discount"), 425.0);
        let back = till.post(&format!("{SALES}{}/refund/", sold["id"]), &key, &json!({})).await.expect(200);
        assert_eq!((amount(&back, "money_back"), amount(&back, "discount")), (765.0, 85.0));
        let told = notices(&db, 1).await;
        assert!(told[0].contains("Скидка группы 10%: <b>−85"), "{}", told[0]);
        till.shop.assert_sound().await;
    }
}
