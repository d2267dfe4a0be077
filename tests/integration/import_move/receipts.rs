//! The receipts of tills move with their sales.

use kopilka::{
    clock::Clock as _,
    domain::{Draft, OperationId, Role, Scope},
    import::{FindingKind, Outcome},
    service::{
        self, Caller, Refusal, api_keys,
        customers::Customer,
        invoices::{Agreement, Issued, Slip},
        sales,
    },
};
use tempfile::TempDir;

use super::{export, import_into, moved, open};
use crate::{
    api, on_both,
    shop::{Shop, finish, redeeming, refusal, sale},
};

/// A till sells something under a receipt.
pub(super) async fn sells(shop: &Shop, customer: &Customer, draft: &Draft, receipt: &str) -> service::Result<Issued> {
    let slip = Slip { receipt: Some(receipt.parse().unwrap()), sold_at: None };
    let mut tx = shop.begin().await;
    let (operation, agreement) = (shop.staff(Role::Cashier), Agreement::Named);
    let result = sales::sell(&mut tx, &operation, &shop.chance, customer.customer_id, draft, agreement, &slip).await;
    finish(tx, result).await
}

on_both! {
    async fn a_receipt_is_known_after_a_move(db: TestDb) {
        let files = TempDir::new().unwrap();
        let shop = open(&db, 7_001).await;
        let anna = shop.welcomes(600, "Анна").await;
        let main = kopilka::domain::PointsWallet::Main;
        let first = sells(&shop, &anna, &sale(500_00), "Чек № 1").await.unwrap();
        let second = sells(&shop, &anna, &redeeming(50_00, main, Some(2_00)), "2").await.unwrap();
        let there = moved(&db, &shop, &files).await;
        let anna = there.finds_by_code(&anna.code).await.unwrap();
        let boris = there.welcomes(601, "Борис").await;
        for (draft, receipt, issued) in [
            (sale(500_00), "Чек № 1", &first),
            (redeeming(50_00, main, Some(2_00)), "2", &second),
        ] {
            let known = sells(&there, &anna, &draft, receipt).await.unwrap();
            assert!(known.repeated);
            assert_eq!((&known.number, &known.quote), (&issued.number, &issued.quote));
        }
        for (customer, draft, receipt) in [
            (&boris, sale(500_00), "Чек № 1"),
            (&anna, sale(500_01), "Чек № 1"),
            (&anna, redeeming(500_00, main, Some(1)), "Чек № 1"),
            (&anna, Draft { on_credit: true, ..sale(500_00) }, "Чек № 1"),
            (&anna, sale(50_00), "2"),
        ] {
            assert_eq!(refusal(sells(&there, customer, &draft, receipt).await), Refusal::ReceiptUsed);
        }
        there.assert_sound().await;
    }

    async fn what_a_till_knows_by_an_id_is_nobody_elses_after_a_move(db: TestDb) {
        let files = TempDir::new().unwrap();
        let shop = open(&db, 7_001).await;
        for person in 1..=5 {
            let customer = shop.welcomes(person, "Анна").await;
            shop.issues(&customer, &sale(100_00)).await.unwrap();
        }
        let ids = |shop: i64| format!(
            "SELECT customer_id FROM customers WHERE shop_id = {shop} UNION SELECT invoice_id FROM invoices WHERE shop_id = {shop} ORDER BY 1"
        );
        let text = export(&db, &shop, &files.path().join("without.json")).await;
        assert!(text.contains("last_id") && text.contains("customer_id"), "buttons and sign-ins know ids without a key");
        let operation = Caller::operator(shop.clock.now()).operation(OperationId::command("key"));
        let mut tx = shop.begin().await;
        api_keys::create(&mut tx, &operation, &shop.chance, &api::options(&[Scope::Till])).await.unwrap();
        tx.commit().await.unwrap();
        let there = moved(&db, &shop, &files).await;
        let (old, new) = (db.raw().await.numbers(&ids(shop.id.0)).await, db.raw().await.numbers(&ids(there.id.0)).await);
        assert_eq!(old.len(), new.len());
        assert!(new[0] > old[old.len() - 1], "{old:?} {new:?}");
    }

    async fn a_receipt_that_another_sale_has_is_left_out_and_named(db: TestDb) {
        let files = TempDir::new().unwrap();
        let shop = open(&db, 7_001).await;
        let anna = shop.welcomes(600, "Анна").await;
        sells(&shop, &anna, &sale(500_00), "1").await.unwrap();
        sells(&shop, &anna, &sale(100_00), "2").await.unwrap();
        let file = files.path().join("export.json");
        export(&db, &shop, &file).await;
        let there = open(&db, 7_002).await;
        let boris = there.registers("+77001234567", "Борис").await;
        sells(&there, &boris, &sale(70_00), "1").await.unwrap();
        let (report, findings) = import_into(&db, &there, &file).await;
        assert_eq!(report.outcome, Outcome::Imported);
        let kinds: Vec<_> = findings.iter().map(|finding| finding.kind).collect();
        assert_eq!(kinds, [FindingKind::ReceiptTaken, FindingKind::IdsChanged]);
        let receipts = "SELECT COALESCE(receipt, '-') FROM invoices WHERE shop_id = 7002 ORDER BY total_minor";
        assert_eq!(db.raw().await.texts(receipts).await, ["1", "2", "-"]);
        there.assert_sound().await;
    }
}
