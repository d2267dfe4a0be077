//! No two customers are known by the same code after an import, and a parcel stays its customer's.

use super::*;

/// A record with the code that another system has.
fn known_as(code: &str, outside: &str) -> (String, Value) {
    let mut record = plain(code);
    record["outside_code"] = json!(outside);
    (code.to_owned(), record)
}

async fn imports(db: &TestDb, shop: &Shop, files: &TempDir, records: &[(String, Value)]) -> (Report, Vec<FindingKind>) {
    let file = files.path().join("codes.json");
    std::fs::write(&file, text(records)).unwrap();
    let (report, findings) = import_into(db, shop, &file).await;
    (report, findings.into_iter().map(|finding| finding.kind).collect())
}

async fn outside_code(shop: &Shop, code: &str) -> Option<String> {
    let customer = shop.finds_by_code(&code.parse().unwrap()).await.unwrap();
    customer.outside_code.map(String::from)
}

on_both! {
    async fn an_outside_code_is_no_other_customers_code(db: TestDb) {
        let files = TempDir::new().unwrap();
        for (number, records) in [
            (1, [("33334".to_owned(), plain("33334")), known_as("33333", "33334")]),
            (2, [known_as("33333", "33334"), ("33334".to_owned(), plain("33334"))]),
        ] {
            let shop = open(&db, 7_100 + number).await;
            let (report, kinds) = imports(&db, &shop, &files, &records).await;
            assert_eq!((report.outcome, kinds), (Outcome::Imported, vec![FindingKind::OutsideCodeTaken]));
            assert_eq!(outside_code(&shop, "33333").await, None);
            shop.assert_sound().await;
        }
        // Somebody who was here before keeps the code: which of both is meant is the owner's to say.
        let shop = open(&db, 7_103).await;
        imports(&db, &shop, &files, &[known_as("88888", "77777")]).await;
        let (report, kinds) = imports(&db, &shop, &files, &[("77777".to_owned(), plain("77777"))]).await;
        assert_eq!((report.outcome, kinds), (Outcome::Refused, vec![FindingKind::CodeTaken]));
        assert_eq!(outside_code(&shop, "88888").await.as_deref(), Some("77777"));
    }

    async fn a_parcel_stays_its_customers_where_the_outside_code_is_taken(db: TestDb) {
        let files = TempDir::new().unwrap();
        let from = open(&db, 7_104).await;
        imports(&db, &from, &files, &[known_as("66666", "CRM-77")]).await;
        from.adds(&parcel("PX1", "crm-77")).await.unwrap();
        from.adds(&parcel("PX2", "66666")).await.unwrap();
        let file = files.path().join("export.json");
        export(&db, &from, &file).await;
        let to = open(&db, 7_105).await;
        imports(&db, &to, &files, &[known_as("55555", "CRM-77")]).await;
        import_into(&db, &to, &file).await;
        let mut tx = to.read().await;
        for (code, count) in [("66666", 2), ("55555", 0)] {
            let customer = service::customers::by_code(&mut tx, &code.parse().unwrap()).await.unwrap().unwrap();
            let own = service::parcels::of_customer(&mut tx, customer.customer_id, 10, 0).await.unwrap();
            assert_eq!(own.count.total, count, "{code}");
        }
        drop(tx);
        to.assert_sound().await;
    }
}
